package catalogue_test

import "slices"

func (g *writer) credits() []any {
	var all []any
	for i := range 1 + g.IntN(3) {
		rule := written{"id": "r" + number(i), "select": g.selection(), "clause": "k"}
		for range 1 + g.IntN(2) {
			switch g.IntN(10) {
			case 0:
				rule["refused"] = "true"
			case 1:
				rule["needs"] = []any{g.pick("t0", "t1")}
			case 2:
				rule["flat"] = g.hours(3)
			case 3:
				rule["convert"] = written{"ceu": "10", "credit": g.hours(15)}
			case 4:
				rule["least"] = g.hours(2)
			case 5:
				round := g.rounding()
				if g.chance(50) {
					round["first"] = "1"
				}
				rule["round"] = round
			case 6:
				rule["times"] = g.pick("2", "1/2", "1.5")
			case 7:
				rule["again"] = written{"times": g.pick("0", "1/2"), "within": g.pick("period", "ever")}
			case 8:
				rule["most"] = g.hours(6)
			case 9:
				rule["mostEach"] = written{"by": g.pick("content", "provider"), "hours": g.hours(8)}
			}
		}
		all = append(all, rule)
	}
	return all
}

func (g *writer) exemptions() []any {
	var all []any
	for i := range 1 + g.IntN(2) {
		x := written{"id": "x" + number(i), "clause": "k", "effect": g.pick("per-month", "share", "all", "hours", "share", "per-month")}
		if g.chance(40) {
			x["grounds"] = []any{g.pick("sick", "parental")}
		}
		if g.chance(60) {
			x["count"] = g.pick("months-whole", "months-calendar", "months-touched")
			if g.edge {
				x["count"] = "months-calendar"
			}
		}
		if e := x["effect"]; e == "per-month" || e == "hours" {
			x["rate"] = g.hours(4)
		}
		if g.chance(30) {
			x["least"] = written{g.pick("days", "weeks", "months"): g.between(1, 4)}
		}
		if g.chance(20) {
			g.mostMonths = true
			x["mostMonths"] = g.between(1, 6)
		}
		if x["effect"] != "all" && g.chance(20) {
			x["most"] = g.hours(12)
		}
		if x["effect"] != "all" && x["effect"] != "share" && g.chance(20) {
			x["round"] = g.rounding()
		}
		all = append(all, x)
	}
	return all
}

func (g *writer) prorate() written {
	p := written{"count": g.pick("months-whole", "months-calendar", "months-touched", "days")}
	if g.edge && p["count"] == "months-whole" {
		p["count"] = "months-touched"
	}
	if p["count"] != "days" && g.chance(20) {
		p["block"] = g.pick("3", "6")
	}
	if g.chance(30) {
		p["on"] = g.some("admission", "readmission", "leaving")
	}
	if p["on"] == nil && g.chance(30) {
		p["free"] = g.between(1, 14)
	}
	switch g.IntN(5) {
	case 0:
		p["over"] = g.pick("12", "36", "24", "365")
	case 1:
		p["rate"] = g.pick("1.67", "1/3", "2", "0.5")
	case 2:
		p["steps"] = []any{
			written{"atLeast": "9", "share": "1/1"},
			written{"atLeast": "6", "share": "1/2"},
			written{"atLeast": g.pick("0", "1", "3"), "hours": "2"},
		}
	}
	if p["steps"] == nil && g.chance(20) {
		p["atLeast"] = g.pick("2", "6")
	}
	if g.chance(30) {
		p["round"] = g.rounding()
	}
	return p
}

// requirements are at most seven after the total.
func (g *writer) requirements(v written) []any {
	g.named = map[string]bool{}
	total := written{"id": "q0", "label": text("Q0"), "clause": "k", "least": written{"hours": g.hours(30)}}
	g.asked(v, total)
	all := []any{total}
	plain := []string{"q0"} // of hours, asked in the period
	choosable := []string{}
	for i := range 1 + g.IntN(6) {
		id := "q" + number(i+1)
		q := written{"id": id, "label": text("Q"), "clause": "k", "select": g.selection()}
		switch kind := g.IntN(12); kind {
		case 0, 1, 2:
			q["least"] = written{"hours": g.hours(12)}
			g.asked(v, q)
			if g.chance(25) && len(plain) > 1 && !g.carries {
				q["spill"] = []any{plain[1+g.IntN(len(plain)-1)]}
			}
			if g.chance(25) {
				g.window(q)
			} else {
				plain = append(plain, id)
				choosable = append(choosable, id)
			}
		case 3:
			q["least"] = written{"share": g.share(), g.pick("of", "of", "ofDone"): plain[g.IntN(len(plain))]}
			choosable = append(choosable, id)
		case 4:
			q["least"] = written{"items": g.between(1, 4)}
			if g.chance(30) {
				g.window(q)
			}
		case 5:
			q["least"] = written{"kinds": g.between(1, 3), "among": []any{"c0", "c1", "t0"}}
			if g.chance(50) {
				q["least"].(written)["with"] = g.hours(3)
			}
		case 6, 7, 8, 9:
			most := written{"hours": g.hours(8)}
			if g.chance(30) {
				most = written{"share": g.share(), g.pick("of", "ofDone"): plain[g.IntN(len(plain))]}
			} else if g.chance(15) {
				q["prorate"] = g.prorate()
			}
			q["most"] = most
			if g.chance(40) {
				q["toward"] = g.some(plain...)
			}
			if g.chance(15) {
				g.window(q)
			}
			if g.chance(15) {
				q["when"] = g.condition()
			}
		case 10:
			if len(choosable) < 2 {
				continue
			}
			delete(q, "select")
			g.Shuffle(len(choosable), func(i, j int) { choosable[i], choosable[j] = choosable[j], choosable[i] })
			q["oneOf"] = []any{[]any{choosable[0]}, []any{choosable[1]}}
			g.named[choosable[0]], g.named[choosable[1]] = true, true
			choosable = choosable[2:]
		case 11:
			if g.edge {
				continue
			}
			q["least"], q["window"] = written{"hours": g.hours(6)}, written{"each": "12"}
			all = append(all, q)
			q = written{"id": id + "s", "label": text("Q"), "clause": "k", "least": written{"sumOf": id}}
		}
		if q["least"] != nil && g.chance(10) {
			q["recommended"] = "true"
		}
		if q["least"] != nil && !slices.Contains(plain, id) && g.chance(25) {
			q["when"] = g.condition()
		}
		all = append(all, q)
	}
	return all
}

// asked adds what may be beside an amount of hours.
func (g *writer) asked(v, q written) {
	if g.chance(40) {
		q["prorate"] = g.prorate()
	}
	if g.chance(60) {
		q["relieved"] = "true"
		if x, ok := v["exemptions"].([]any); ok && g.chance(20) {
			q["relieved"] = []any{x[g.IntN(len(x))].(written)["id"]}
		}
	}
	if g.chance(20) {
		q["round"] = g.rounding()
	}
	if g.carries && g.chance(60) {
		q["carried"] = "true"
		if id := q["id"].(string); id != "q0" {
			g.carrying = append(g.carrying, id)
		}
		if g.chance(25) {
			q["carriedMost"] = g.hours(6)
		}
	}
	if g.chance(20) {
		q["instead"] = []any{written{"when": g.condition(), "clause": "k", "hours": g.pick("0", "5", "12.5")}}
		if q["id"] != "q0" && g.chance(30) {
			q["instead"] = []any{written{"when": g.condition(), "clause": "k", "share": g.share(), "of": "q0"}}
		}
	}
	if g.chance(10) {
		q["least"].(written)["each"] = []any{"p0", "p1", "p2"}
	}
}

func (g *writer) window(q written) {
	kind := g.IntN(4)
	if g.edge {
		kind = 3
	}
	switch kind {
	case 0, 1:
		q["window"] = written{"each": g.pick("12", "6")}
	case 2:
		g.last = true
		q["window"] = written{"last": g.pick("12", "36", "60")}
	case 3:
		g.last = true
		q["window"] = written{"calendar": written{"months": "12", "start": g.pick("01-01", "10-01")}}
	}
	delete(q, "carried")
	g.carrying = slices.DeleteFunc(g.carrying, func(id string) bool { return id == q["id"] })
	delete(q, "carriedMost")
	delete(q, "spill")
}

func (g *writer) carryOver() written {
	c := written{"most": g.hours(15), "clause": "k"}
	if g.chance(20) {
		c["select"] = g.selection()
	}
	if g.chance(20) {
		c["earnedIn"] = g.pick("3", "6", "12")
	}
	if g.chance(40) {
		c["lives"] = g.pick("2", "3")
	}
	if g.chance(40) {
		c["use"] = g.pick("first", "last")
	}
	if g.chance(30) {
		c["compounds"] = "true"
	}
	if g.chance(30) {
		c["needs"] = g.pick("all", "total")
	}
	if g.chance(30) {
		c["instead"] = []any{written{"when": written{"first": g.pick("true", "false")}, "most": g.hours(10), "clause": "k"}}
	}
	return c
}

func (g *writer) late(v written) []any {
	first := written{"months": g.between(1, 3), "clause": "k"}
	if g.chance(30) {
		first = written{"days": g.between(10, 60), "clause": "k"}
	}
	if g.chance(50) {
		add := written{"to": "q0", "hours": g.hours(5)}
		if g.chance(40) {
			add["missed"] = []any{"q0"}
		}
		if g.chance(30) {
			add["each"] = "true"
		}
		first["adds"] = []any{add}
	}
	if g.chance(50) {
		return []any{first}
	}
	second := written{"months": g.between(5, 8), "clause": "k"}
	if g.chance(20) {
		return []any{written{"until": g.pick("03-31", "12-31", "02-29"), "clause": "k"}}
	}
	if g.chance(50) {
		second["adds"] = []any{written{"to": "q0", "hours": g.hours(8)}}
	}
	return []any{first, second}
}

func (g *writer) counting() written {
	c := written{"from": g.pick("entry", "period"), "day": g.pick("last", "first"), "clause": "k"}
	if !g.carries && g.chance(40) {
		c["from"], g.before = "entry", true
		c["before"] = written{"months": g.pick("6", "12"), "most": g.hours(10)}
	}
	return c
}
