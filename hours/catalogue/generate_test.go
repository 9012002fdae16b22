package catalogue_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"time"
)

// writer writes random documents over the whole format. What it leaves out is what
// the format page leaves open, or refuses.
type writer struct {
	*rand.Rand
	// anchored: members need a day of admission, and a birth.
	anchored, rolling, before, last, second bool
	// edge: periods may start on a 29th to a 31st, and the page leaves open how many
	// months there are to one that starts on a 28th.
	edge, mostMonths bool
	carries          bool
	months           int
	named            map[string]bool // in a oneOf
	carrying         []string        // beside the total
	day              time.Time
}

func (g *writer) chance(percent int) bool { return g.IntN(100) < percent }

func (g *writer) pick(from ...string) string { return from[g.IntN(len(from))] }

func (g *writer) some(from ...string) []any {
	var all []any
	for _, x := range from {
		if g.chance(40) {
			all = append(all, x)
		}
	}
	if len(all) == 0 {
		all = append(all, g.pick(from...))
	}
	return all
}

func number(n int) string { return fmt.Sprint(n) }

func (g *writer) between(low, high int) string { return number(low + g.IntN(high-low+1)) }

func (g *writer) hours(most int) string {
	switch g.IntN(6) {
	case 0:
		return fmt.Sprintf("%d/3", 1+g.IntN(most*3))
	case 1:
		return fmt.Sprintf("%d.5", g.IntN(most))
	case 2:
		return fmt.Sprintf("%d.25", g.IntN(most))
	}
	return g.between(1, most)
}

func (g *writer) share() string { return g.pick("1/2", "1/3", "1/4", "3/4", "1/1", "2/5") }

func isoDay(d time.Time) string { return d.Format(time.DateOnly) }

// dayNear is a day in the so many days before, and a few after, the day of the case.
func (g *writer) dayNear(before, after int) time.Time {
	return g.day.AddDate(0, 0, g.IntN(before+after+1)-before)
}

func text(words string) written { return written{"fr": words, "en": words} }

func writeDocument(seed uint64) written {
	g := &writer{Rand: rand.New(rand.NewPCG(seed, 7))}
	g.day = time.Date(2019+g.IntN(7), time.Month(1+g.IntN(12)), 1+g.IntN(28), 0, 0, 0, 0, time.UTC)
	first := g.version()
	w := written{"id": "generated", "title": text("T"), "versions": []any{first}}
	// Where hours are carried, one version governs all: the page leaves open which
	// of two would say how many.
	if g.chance(25) && !g.carries {
		g.second = true
		calendar := first["calendar"]
		second := g.version()
		second["id"], second["calendar"] = "v2", calendar
		second["effective"] = isoDay(g.dayNear(900, 0))
		second["selectedBy"] = g.pick("period-start", "period-end")
		if g.anchored {
			second["selectedBy"] = g.pick("period-start", "period-end", "admission")
		}
		w["versions"] = []any{first, second}
	}
	cases := []any{}
	for i := range 6 {
		cases = append(cases, g.member(i))
	}
	w["cases"] = cases
	return w
}

func (g *writer) version() written {
	v := written{
		"id": "v1", "effective": "1990-01-01",
		"clauses": []any{written{"id": "k", "cite": text("C"), "says": text("S"), "source": "here"}},
		"categories": []any{
			written{"id": "c0", "label": text("C0"), "clause": "k", "types": []any{written{"id": "y0", "label": text("Y0")}}},
			written{"id": "c1", "label": text("C1"), "clause": "k", "types": []any{written{"id": "y0", "label": text("Y0")}}},
			written{"id": "c2", "label": text("C2"), "clause": "k"},
		},
		"tags":    []any{written{"id": "t0", "label": text("T0")}, written{"id": "t1", "label": text("T1")}},
		"profile": []any{written{"id": "p0", "label": text("P0")}, written{"id": "p1", "label": text("P1")}, written{"id": "p2", "label": text("P2")}},
	}
	if !g.second {
		v["calendar"] = g.calendar()
	}
	if g.chance(15) {
		v["hourOf"], v["hourClause"] = g.pick("50", "45", "30"), "k"
	}
	if g.chance(40) {
		v["credits"] = g.credits()
	}
	g.carries = g.chance(35) && !g.rolling && !g.second
	if g.chance(40) {
		v["exemptions"] = g.exemptions()
	}
	v["requirements"] = g.requirements(v)
	if g.carries {
		v["carryOver"] = g.carryOver()
	}
	if g.chance(25) {
		v["late"] = g.late(v)
	}
	if g.chance(15) {
		asked := []string{}
		for _, q := range v["requirements"].([]any) {
			if q := q.(written); q["oneOf"] == nil && !g.named[q["id"].(string)] {
				asked = append(asked, q["id"].(string))
			}
		}
		v["elsewhere"] = []any{written{"when": g.condition(), "except": []any{g.pick(asked...)}, "clause": "k"}}
	}
	if g.chance(30) {
		v["counting"] = g.counting()
	}
	maps.Copy(v, life(g.day))
	return v
}

func (g *writer) calendar() written {
	lengths := []int{12, 24, 36, 18, 60}
	g.months = lengths[g.IntN(len(lengths))]
	from := isoDay(time.Date(2008+g.IntN(8), time.Month(1+g.IntN(12)), 1+g.IntN(28), 0, 0, 0, 0, time.UTC))
	switch g.IntN(10) {
	case 0, 1:
		g.months = []int{1, 2, 3, 4, 6, 12, 12, 12}[g.IntN(8)]
		start := g.pick("01-01", "04-01", "09-15")
		if g.months == 12 {
			start = g.pick("01-01", "04-01", "02-29", "08-31")
			g.edge = start > "08" || start == "02-29"
		}
		return written{"months": number(g.months), "start": start}
	case 2:
		g.months = 24
		start := g.pick("01-01", "04-01", "02-29")
		g.edge = start == "02-29"
		return written{"months": "24", "start": start, "parity": g.pick("even", "odd")}
	case 3, 4:
		return written{"months": number(g.months), "from": from}
	case 5:
		to := time.Date(2018+g.IntN(5), time.Month(1+g.IntN(12)), 1, 0, 0, 0, 0, time.UTC)
		return written{"months": number(g.months), "first": written{"from": isoDay(to.AddDate(0, -5-g.IntN(40), 0)), "to": isoDay(to)}}
	case 6:
		g.months, g.rolling = 36, true
		return written{"months": "36", "step": g.pick("12", "6", "18"), "from": from}
	case 7:
		g.anchored = true
		g.edge = true
		g.months = []int{12, 24, 36}[g.IntN(3)]
		return written{"months": number(g.months), "anchor": g.pick("admission", "birthday", "birth-month")}
	}
	g.months = 24
	even, odd := "even", "odd"
	if g.chance(50) {
		even, odd = odd, even
	}
	switch g.IntN(5) {
	case 0:
		return written{"months": "24", "start": g.pick("01-01", "07-01"), "cohorts": []any{
			written{"number": "even", "ends": even}, written{"number": "odd", "ends": odd},
		}}
	case 1:
		return written{"months": "24", "start": g.pick("01-01", "07-01"), "cohorts": []any{
			written{"digits": `"0-3"`, "ends": even}, written{"digits": `"4-9"`, "ends": odd},
		}}
	case 2:
		g.anchored, g.edge = true, true
		return written{"months": "24", "anchor": g.pick("birthday", "birth-month"), "cohorts": []any{
			written{"birth": "even", "ends": even}, written{"birth": "odd", "ends": odd},
		}}
	case 3:
		return written{"months": "24", "cohorts": []any{
			written{"initials": "A-G", "from": "2010-04-01"}, written{"initials": "H-Z", "from": "2009-04-01"},
		}}
	}
	g.anchored = true
	return written{"months": "24", "start": "04-01", "cohorts": []any{
		written{"admission": "even", "ends": even}, written{"admission": "odd", "ends": odd},
	}}
}

func (g *writer) selection() written {
	s := written{}
	marks := []string{"c0", "c1", "c2", "y0", "t0", "t1"}
	if g.chance(70) {
		s["any"] = g.some(marks...)
	}
	if g.chance(15) {
		s["all"] = []any{g.pick("t0", "t1", "y0")}
	}
	if g.chance(15) {
		s["none"] = []any{g.pick("t0", "t1")}
	}
	if g.chance(10) {
		s["from"] = isoDay(g.dayNear(700, 0))
	}
	if s["from"] == nil && g.chance(5) {
		s["before"] = isoDay(g.dayNear(300, 300))
	}
	if len(s) == 0 {
		s["any"] = []any{g.pick(marks...)}
	}
	return s
}

func (g *writer) condition() written {
	c := written{}
	switch g.IntN(8) {
	case 0, 1:
		c["any"] = g.some("p0", "p1", "p2")
	case 2:
		c["all"] = g.some("p0", "p1")
	case 3:
		c["none"] = g.some("p0", "p1")
	case 4:
		c["admitted"] = written{g.pick("from", "before"): isoDay(g.dayNear(1500, 0))}
	case 5:
		c["entered"] = g.pick("admission", "readmission")
	case 6:
		c["first"] = g.pick("true", "false")
	case 7:
		c["every"] = written{"periods": g.between(2, 3), "from": isoDay(g.dayNear(1500, 0))}
		if g.anchored && g.chance(50) {
			c["every"] = written{"periods": g.between(2, 3)}
		}
	}
	return c
}

func (g *writer) rounding() written {
	return written{"to": g.pick("1/2", "1", "1/4", "5"), "way": g.pick("up", "down", "nearest")}
}
