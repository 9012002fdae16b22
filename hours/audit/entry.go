package audit

import (
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Entry is what staff type of a draw, as they typed it.
type Entry struct {
	First hours.DateEntry
	Last  hours.DateEntry
	// Size is read by [ReadSize]; empty is what the regulation says.
	Size string
	// Seed is published; empty is one at random, taken at the moment of the draw.
	Seed     string
	NotTwice bool
	// Directed are permits or identifiers of members whom staff add, separated by
	// commas, semicolons or line feeds, and Reason why.
	Directed string
	Reason   string
}

// The greatest lengths of what is typed, in characters.
const (
	longestSeed   = 200
	longestReason = 2000
	mostDirected  = 1000
)

// Plan is a draw that has not been made: all that is known of it but for who is
// chosen, which nobody sees before it counts.
type Plan struct {
	Span     cycle.Span
	Size     Size
	Seed     string
	NotTwice bool
	// Before is the draw whose selected are left out; empty for none.
	Before     string
	Population int
	Digest     string
	// Excluded is how many of the population are left out, and Number how many will be
	// drawn.
	Excluded int
	Number   int
	Directed []Selected

	tickets  []Ticket
	excluded map[identity.MemberID]bool
}

// plan checks an entry. The error is an hours.FieldErrors.
func (e Entry) plan(members []identity.Member, rule *hours.AuditRule, before *Draw) (Plan, error) {
	var wrong hours.FieldErrors
	fail := func(field string, err error) {
		if err != nil {
			wrong = append(wrong, hours.FieldError{Field: field, Err: err})
		}
	}
	p := Plan{Seed: strings.TrimSpace(e.Seed), NotTwice: e.NotTwice || rule != nil && rule.NotTwice}
	first, err := day(e.First)
	fail("first", err)
	last, err2 := day(e.Last)
	fail("last", err2)
	if err == nil && err2 == nil {
		if p.Span, err = cycle.Days(first, last); err != nil {
			fail("last", hours.ErrEndBeforeStart)
		}
	}
	p.Size = SizeOf(rule)
	if strings.TrimSpace(e.Size) != "" {
		p.Size, err = ReadSize(e.Size)
		fail("size", err)
	} else if p.Size == (Size{}) {
		fail("size", hours.ErrMissing)
	}
	switch {
	case len([]rune(p.Seed)) > longestSeed:
		fail("seed", hours.ErrTooLong)
	case p.Seed != hours.Tidy(p.Seed):
		// What is published must be typed again as it is.
		p.Seed = hours.Tidy(p.Seed)
	}
	p.tickets = Population(members, p.Span)
	p.Population, p.Digest = len(p.tickets), Digest(p.tickets)
	p.excluded = map[identity.MemberID]bool{}
	if p.NotTwice && before != nil {
		p.Before = before.ID
		for _, t := range p.tickets {
			if s, ok := before.Has(t.Member); ok && !s.Directed() {
				p.excluded[t.Member] = true
			}
		}
	}
	p.Excluded = len(p.excluded)
	p.Number = min(p.Size.Of(p.Population), p.Population-p.Excluded)
	p.Directed, err = directed(e.Directed, hours.Tidy(e.Reason), members)
	fail("directed", err)
	switch reason := hours.Tidy(e.Reason); {
	case len([]rune(reason)) > longestReason:
		fail("reason", hours.ErrTooLong)
	case len(p.Directed) > 0 && reason == "":
		fail("reason", hours.ErrMissing)
	}
	if len(wrong) == 0 && p.Number == 0 && len(p.Directed) == 0 {
		fail("size", ErrNobody)
	}
	return p, wrong.OrNil()
}

func day(typed hours.DateEntry) (cycle.Date, error) {
	if typed.Empty() {
		return cycle.Date{}, hours.ErrMissing
	}
	return typed.Read()
}

// directed finds the members whom staff add.
func directed(typed, reason string, members []identity.Member) ([]Selected, error) {
	names := strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(",;\r\n\t", r) })
	if len(names) > mostDirected {
		return nil, hours.ErrTooLong
	}
	by := map[string]identity.Member{}
	for _, m := range members {
		by[hours.Fold(string(m.ID))] = m
	}
	for _, m := range members {
		if m.Permit != "" {
			by[hours.Fold(m.Permit)] = m
		}
	}
	var found []Selected
	seen := map[identity.MemberID]bool{}
	for _, name := range names {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		m, ok := by[hours.Fold(name)]
		if !ok {
			return nil, ErrUnknownMember
		}
		if !seen[m.ID] {
			seen[m.ID] = true
			found = append(found, Selected{Member: m.ID, Number: TicketOf(m).Number, Reason: reason})
		}
	}
	return found, nil
}

// draw makes the draw with a seed.
func (p Plan) draw(seed string) Draw {
	d := Draw{
		Span: p.Span, Seed: seed, Random: p.Seed == "", Size: p.Size, NotTwice: p.NotTwice, Before: p.Before,
		Population: p.Population, Digest: p.Digest, Excluded: p.Excluded,
		Selected: Choose(seed, p.tickets, p.excluded, p.Number),
	}
	for _, s := range p.Directed {
		if _, drawn := d.Has(s.Member); !drawn {
			d.Selected = append(d.Selected, s)
		}
	}
	return d
}
