package hours

// Evaluate returns where the file stands under this version of a regulation. The
// result does not depend on the order of declarations or reliefs. Who evaluates
// many files compiles the version once: see [Version.Compile].
func (v Version) Evaluate(f File) Balance { return v.Compile().Evaluate(f) }

// Evaluate returns where the file stands, with the trace.
func (p *Plan) Evaluate(f File) Balance {
	var s Sheet
	s.Explain(p.Measure(&f), &f)
	return s.Balance()
}

// WhatIf returns where the file would stand if these activities were declared and
// counted whole. Their period may be left out: their days say it.
func (p *Plan) WhatIf(f File, planned ...Activity) Balance {
	declarations := append([]Declaration(nil), f.Declarations...)
	for i, a := range planned {
		d := Declaration{Key: Key{ID: plannedID(i)}, State: Counted, Activity: a, Counted: a.Hours}
		if f.Period.Contains(a.Last) {
			d.Period = f.Period.From
		}
		declarations = append(declarations, d)
	}
	f.Declarations = declarations
	return p.Evaluate(f)
}

// plannedID names a planned activity; it sorts after every declaration.
func plannedID(i int) string { return "~planned-" + string(rune('a'+i%26)) + string(rune('0'+i/26%10)) }

// Balance returns what the sheet says, in hours and names. It is complete after
// [Sheet.Explain]; after [Sheet.Settle] it has no trace.
func (s *Sheet) Balance() Balance {
	f, v := s.file, &s.plan.version
	b := Balance{
		Version: v.ID, Period: f.Period, Day: f.Day, Start: f.Period.From, End: f.Period.Last(),
		Entered: f.Part.Entered, Entry: f.Part.Entry, Status: s.status, Tier: s.tier + 1,
		Categories: make([]CategoryHours, 0, len(v.Categories)), Lines: make([]Line, 0, len(s.rows)),
		Items: make([]Item, 0, len(s.measured.items)), Trace: []Step{},
	}
	if f.Part.Entered {
		b.Start = f.Part.From
	}
	for i := range f.Reliefs {
		if r := &f.Reliefs[i]; r.Period == f.Period.From {
			b.Granted = b.Granted.Plus(r.Hours)
		}
	}
	s.fillItems(&b)
	s.fillLines(&b)
	// The rules are applied before the figures: with both, no more is excused than is
	// asked.
	if !s.lifted.IsZero() {
		b.Granted = b.Granted.Plus(Least(s.lifted, b.Total().Asked.Minus(b.Granted)))
	}
	b.Surplus, b.Passing = s.passing()
	if s.explain {
		b.Trace = s.steps()
		if !b.Status.Complete() && b.Status != Unknown {
			b.Soonest = s.soonest()
		}
	}
	return b
}

// fillItems says what becomes of every declaration, and of every category.
func (s *Sheet) fillItems(b *Balance) {
	v := &s.plan.version
	for i := range v.Categories {
		b.Categories = append(b.Categories, CategoryHours{Category: v.Categories[i].ID})
	}
	for i := range s.measured.items {
		item := &s.measured.items[i]
		if !s.shown(item) {
			continue
		}
		d := item.declaration
		credit, counted, pending := s.counted(item)
		b.Items = append(b.Items, Item{
			Declaration: d.ID, Declared: d.Activity.Hours, Credit: s.hours(credit), Counted: s.hours(counted), Pending: s.hours(pending),
			Serves: s.serves(item), Why: s.why(item), Reason: d.Reason(),
		})
		if !item.home || d.State == Withdrawn || d.State == Cancelled {
			continue
		}
		if d.Activity.Measure == "" {
			b.Declared = b.Declared.Plus(d.Activity.Hours)
		} else {
			b.Declared = b.Declared.Plus(s.hours(credit))
		}
		b.Counted, b.Pending = b.Counted.Plus(s.hours(counted)), b.Pending.Plus(s.hours(pending))
		s.fillCategories(b, item)
	}
}

// serves names the requirements that an activity counts for.
func (s *Sheet) serves(item *measuredItem) []string {
	var rows uint64
	for c := item.credits.from; c < item.credits.to; c++ {
		if at := s.cellOf[c]; at >= 0 && !s.measured.credits[c].pending && s.measured.credits[c].is {
			rows |= s.cells[at].rows
		}
	}
	var names []string
	for i := range s.rows {
		if r := &s.rows[i]; rows&(1<<i) != 0 && r.requirement >= 0 && !r.limit {
			names = append(names, s.name(i))
		}
	}
	return names
}

func (s *Sheet) fillCategories(b *Balance, item *measuredItem) {
	a := &item.declaration.Activity
	portions := a.Split
	if len(portions) == 0 {
		portions = []Portion{{a.Category, a.Hours}}
	}
	for n, part := range portions {
		for i := range b.Categories {
			c := &b.Categories[i]
			if c.Category != part.Category {
				continue
			}
			c.Declared = c.Declared.Plus(part.Hours)
			if at := item.credits.from + int32(n); at < item.credits.to {
				one := *item
				one.credits = span{at, at + 1}
				_, counted, pending := s.counted(&one)
				c.Counted, c.Pending = c.Counted.Plus(s.hours(counted)), c.Pending.Plus(s.hours(pending))
			}
		}
	}
}

// fillLines says where every requirement stands, and every limit.
func (s *Sheet) fillLines(b *Balance) {
	for i := range s.rows {
		r := &s.rows[i]
		if r.requirement < 0 {
			continue
		}
		id := s.plan.version.Requirements[r.requirement].ID
		if r.limit {
			b.Limits = append(b.Limits, Limit{
				Requirement: id, Nth: r.nth, Window: r.window, Most: s.hours(r.dueUnits), Done: s.hours(r.raw), Dropped: s.hours(r.limited), Clause: r.clause,
			})
			continue
		}
		value := s.hours
		line := Line{
			Requirement: id, Nth: r.nth, Window: r.window, Total: r.requirement == s.plan.total, Measure: r.measure, Decides: r.decides, Clause: r.clause,
			Asked: value(r.askedUnits), Due: value(r.dueUnits), Carried: value(r.carried), Counted: value(r.counted),
			Pending: value(r.pending), Remaining: value(r.left), AfterPending: value(r.after),
		}
		line.Exempted = line.Asked.Minus(line.Due)
		b.Lines = append(b.Lines, line)
	}
}
