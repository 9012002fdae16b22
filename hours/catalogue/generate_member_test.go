package catalogue_test

import "time"

func (g *writer) member(i int) written {
	c := written{
		"name": "case " + number(i), "source": "here", "day": isoDay(g.day), "expect": written{"version": "v1"},
		"birth":  isoDay(time.Date(1960+g.IntN(30), time.Month(1+g.IntN(12)), 1+g.IntN(31), 0, 0, 0, 0, time.UTC)),
		"number": `"` + g.between(100, 999) + `"`, "surname": g.pick("Abel", "Gagnon", "Houle", "Zola"),
	}
	back := 30 * g.months
	if g.chance(30) {
		c["in"] = isoDay(g.dayNear(back+200, 0))
	}
	g.stays(c, back)
	var profile []any
	for _, mark := range []string{"p0", "p1", "p2"} {
		if g.chance(30) {
			if g.chance(30) {
				from := g.dayNear(back, 0)
				profile = append(profile, written{"is": mark, "from": isoDay(from), "to": isoDay(from.AddDate(0, 0, 1+g.IntN(400)))})
				continue
			}
			profile = append(profile, mark)
		}
	}
	if len(profile) > 0 {
		c["profile"] = profile
	}
	var declarations []any
	for range g.IntN(9) {
		declarations = append(declarations, g.declaration(back))
	}
	if len(declarations) > 0 {
		c["declarations"] = declarations
	}
	if g.chance(15) {
		c["exempted"] = []any{g.hours(6)}
	}
	if g.chance(40) {
		var all []any
		for range 1 + g.IntN(2) {
			from := g.dayNear(back, 0)
			if g.mostMonths { // so many months from a 31st are left open
				from = from.AddDate(0, 0, -max(0, from.Day()-28))
			}
			all = append(all, written{"ground": g.pick("sick", "parental"), "from": isoDay(from), "to": isoDay(from.AddDate(0, 0, g.IntN(200)))})
		}
		c["exemptions"] = all
	}
	if g.carries && g.chance(40) {
		lot := written{"hours": g.hours(9)}
		if g.chance(30) {
			lot["of"] = written{}
			for _, id := range g.carrying {
				lot["of"].(written)[id] = g.hours(5)
			}
		}
		c["carried"] = []any{lot}
	}
	return c
}

func (g *writer) stays(c written, back int) {
	entered := isoDay(g.dayNear(back, 0))
	kind := g.IntN(6)
	if g.anchored && kind < 3 {
		kind = 3
	}
	switch kind {
	case 0, 1: // on the roll all along
	case 2:
		c["readmitted"] = entered
	case 3:
		c["admitted"] = isoDay(g.dayNear(3*back, 0))
	case 4:
		c["admitted"] = entered
	case 5:
		first := g.dayNear(3*back, -back/4)
		left := first.AddDate(0, 0, 30+g.IntN(back))
		c["roll"] = []any{
			written{"from": isoDay(first), "to": isoDay(left)},
			written{"from": isoDay(left.AddDate(0, 0, 20+g.IntN(500))), "entry": "readmission"},
		}
	}
	if kind != 5 && g.chance(15) {
		c["left"] = isoDay(g.dayNear(60, 100))
		if c["admitted"] == isoDay(g.day) {
			delete(c, "left")
		}
	}
}

func (g *writer) declaration(back int) written {
	on := g.dayNear(back*5/2, 0)
	d := written{"on": isoDay(on)}
	switch {
	case g.chance(8):
		d["split"] = written{"c0": g.hours(4), "c2": g.hours(4)}
	case g.chance(8):
		d["category"] = "c0"
	case g.chance(10):
		d["category"], d["amount"], d["measure"] = g.pick("c0", "c1", "c2"), g.hours(2), g.pick("ceu", "credit")
	case g.chance(15):
		d["category"], d["minutes"] = g.pick("c0", "c1", "c2"), g.between(10, 400)
	default:
		d["category"], d["hours"] = g.pick("c0", "c1", "c2"), g.hours(12)
		if g.chance(10) {
			d["hours"], d["counted"] = "6", g.hours(5)
		}
	}
	if c := d["category"]; (c == "c0" || c == "c1") && g.chance(40) {
		d["type"] = "y0"
	}
	if g.chance(50) {
		d["tags"] = g.some("t0", "t1")
	}
	if g.chance(15) {
		d["since"] = isoDay(on.AddDate(0, 0, -g.IntN(100)))
	}
	if g.chance(40) {
		d["content"] = g.pick("x", "y")
	}
	if g.chance(40) {
		d["provider"] = g.pick("u", "v")
	}
	if g.chance(15) && d["counted"] == nil {
		d["state"] = g.pick("pending", "refused")
	}
	if g.chance(15) && !g.rolling && !g.before && !g.last {
		d["for"] = isoDay(on.AddDate(0, 0, -20-g.IntN(150)))
	}
	return d
}
