package hours

import (
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// What one evaluation can hold: both fit in the bits of a word, and a regulation
// that names more is refused when it is read.
const (
	mostRows  = 60 // windows of requirements
	mostMarks = 64 // marks that selections name
)

// Plan is a version made ready to be evaluated many times: identifiers become
// positions and selections become bits. It does not change, and may be used by
// several goroutines at once.
type Plan struct {
	version Version
	// bits has the bit of every mark that a selection names.
	bits map[string]uint64
	// The selections of requirements, of credit rules and of carry-over, each in the
	// order of the version.
	takes []taking
	rules []taking
	needs []uint64
	carry taking
	// toward has, for each limit, the requirements that it is on; none is all.
	toward [][]int
	// position has where a requirement is in the version.
	position map[string]int
	// total is the position of the total.
	total int
	// Plain words about the whole.
	limits, dated bool
	// personal: what is asked depends on more of a member than the part of the
	// period.
	personal bool
	// again: some credit rule asks what was given before.
	again bool
	// tallied: what an activity gives depends on what others gave.
	tallied bool
}

// Compile makes the version ready. The version is one that [Regulation.Check]
// accepts.
func (v Version) Compile() *Plan {
	p := &Plan{version: v, bits: map[string]uint64{}, position: map[string]int{}, total: v.total()}
	for i, m := range v.selectedMarks() {
		p.bits[m] = 1 << i
	}
	p.carry = p.taking(v.CarryOver.Select)
	p.toward = make([][]int, len(v.Requirements))
	for i, q := range v.Requirements {
		p.position[q.ID] = i
		t := p.taking(q.Select)
		p.takes = append(p.takes, t)
		p.personal = p.personal || !q.When.IsZero() || len(q.Instead) > 0 || len(q.amount().Each) > 0 || q.Window.Last > 0 || q.Window.Calendar != nil || q.Prorate != nil && (q.Prorate.Free > 0 || q.Prorate.own())
		p.dated = p.dated || t.dated() || !q.Window.IsZero()
		p.limits = p.limits || q.Most != nil
	}
	for i, q := range v.Requirements {
		for _, id := range q.Toward {
			p.toward[i] = append(p.toward[i], p.position[id])
		}
	}
	p.limits = p.limits || v.Counting.Before.Months > 0
	p.personal = p.personal || len(v.Elsewhere) > 0 || v.Counting.Before.Months > 0
	for _, c := range v.Credits {
		p.rules = append(p.rules, p.taking(c.Select))
		p.needs = append(p.needs, p.mask(c.Needs))
		p.again = p.again || c.Again != nil
		p.tallied = p.tallied || c.Again != nil || c.MostEach != nil
	}
	p.dated = p.dated || p.carry.dated() || v.CarryOver.EarnedIn > 0 || v.Counting.Before.Months > 0 || v.Counting.From == FromPeriod
	return p
}

// Version returns the version that the plan is of.
func (p *Plan) Version() Version { return p.version }

// selectedMarks returns every mark that something selects by, in order.
func (v *Version) selectedMarks() []string {
	var all []string
	add := func(marks []string) {
		for _, m := range marks {
			if !slices.Contains(all, m) {
				all = append(all, m)
			}
		}
	}
	for _, q := range v.Requirements {
		add(q.Select.marks())
		add(q.amount().Among)
		for _, other := range q.Instead {
			add(other.Among)
		}
	}
	for _, c := range v.Credits {
		add(c.Select.marks())
		add(c.Needs)
	}
	add(v.CarryOver.Select.marks())
	return all
}

func (p *Plan) mask(marks []string) uint64 {
	var bits uint64
	for _, m := range marks {
		bits |= p.bits[m]
	}
	return bits
}

// kind returns the marks of an activity, as bits.
func (p *Plan) kind(category string, a *Activity) uint64 {
	bits := p.bits[category] | p.bits[a.Type]
	for _, t := range a.Tags {
		bits |= p.bits[t]
	}
	return bits
}

// taking is a selection in bits.
type taking struct {
	any, all, none uint64
	from, before   cycle.Date
}

func (p *Plan) taking(s Selection) taking {
	return taking{any: p.mask(s.Any), all: p.mask(s.All), none: p.mask(s.None), from: s.From, before: s.Before}
}

func (t *taking) dated() bool { return !t.from.IsZero() || !t.before.IsZero() }

// kindly reports that the selection takes activities of a kind, on some day.
func (t *taking) kindly(kind uint64) bool {
	return (t.any == 0 || t.any&kind != 0) && t.all&kind == t.all && t.none&kind == 0
}

// on reports that the selection takes activities of a day, of some kind.
func (t *taking) on(day cycle.Date) bool {
	return !day.Before(t.from) && (t.before.IsZero() || day.Before(t.before))
}
