package main

import (
	"fmt"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// desk evaluates the members of batches, with memory of its own that it uses again.
type desk struct {
	words    *vocabulary
	report   *report
	assessor *hours.Assessor
	day      cycle.Date // a day of the period
	output   *output
	// The numbers of the files in the report.
	members, declared int

	id           []byte // as the file names the member
	member       identity.Member
	lines        []int // where the declarations stand
	declarations []hours.Declaration
	reliefs      []hours.Relief
	carried      []hours.Carry
	tags         map[string][]string
}

// ids are the identifiers of declarations, in the order of their records.
var ids = func() []string {
	all := make([]string, 1000)
	for i := range all {
		all[i] = idOf(i)
	}
	return all
}()

func idOf(i int) string { return fmt.Sprintf("d%06d", i+1) }

func declarationID(i int) string {
	if i < len(ids) {
		return ids[i]
	}
	return idOf(i)
}

// work evaluates a batch.
func (d *desk) work(b *batch) {
	for i := range b.members {
		d.one(b, &b.members[i])
	}
}

func (d *desk) one(b *batch, m *bundle) {
	line := lineOf(b.bytes(m.record))
	defer func() {
		if r := recover(); r != nil {
			// The library panics where an exact figure does not fit in 64 bits.
			d.report.add(d.members, line, &wrong{"bad.overflow", []any{"error", r}})
		}
	}()
	carried, err := d.read(b, m)
	var a hours.Assessment
	if err == nil {
		a, err = d.assessor.Assess(d.day, d.declarations, d.reliefs, carried)
	}
	if err != nil {
		d.report.add(d.members, line, &wrong{"bad.period", []any{"member", clip(d.id), "error", d.report.tell(err)}})
		return
	}
	b.out = d.output.row(b.out, &b.totals, d.id, &a)
}

// read makes a member of a batch the present one, with all their rows. The error is
// that of a day without a period.
func (d *desk) read(b *batch, m *bundle) (carried []hours.Carry, err error) {
	d.readMember(b.bytes(m.record))
	d.assessor.Begin(d.member)
	version, period, err := d.assessor.PeriodAt(d.day)
	if err != nil {
		return nil, err
	}
	d.declarations, d.lines = d.declarations[:0], d.lines[:0]
	for n := m.declarations[0]; n < m.declarations[1]; n++ {
		d.readDeclaration(b.bytes(b.rows[n]), version)
	}
	d.readReliefs(b, m.exemptions, period)
	return d.readCarried(b, m.carried, period, version), nil
}

// readMember makes the member of a record the present one.
func (d *desk) readMember(record []byte) {
	k := key(record)
	d.id = k[:len(k)-1]
	r := reader{record[len(k):]}
	admitted, readmitted, left := r.date(), r.date(), r.date()
	m := &d.member
	m.Birth, m.Permit, m.Last = r.date(), string(r.text()), string(r.text())
	m.Profile = m.Profile[:0]
	for n := r.byte(); n > 0; n-- {
		m.Profile = append(m.Profile, identity.Fact{Is: d.words.profile.all[r.number()]})
	}
	m.Roll = stays(m.Roll[:0], admitted, readmitted, left)
}

// stays is the roll of a member who was admitted, and perhaps readmitted after a
// year away, or after the day of leaving when it comes before.
func stays(roll []cycle.Stay, admitted, readmitted, left cycle.Date) []cycle.Stay {
	first := cycle.Stay{Span: cycle.Span{From: admitted, To: cycle.Forever}}
	if readmitted.IsZero() {
		if !left.IsZero() {
			first.To = left
		}
		return append(roll, first)
	}
	second := cycle.Stay{Span: cycle.Span{From: readmitted, To: cycle.Forever}, Entry: cycle.Readmission}
	first.To = readmitted.AddMonths(-12)
	switch {
	case left.IsZero():
	case left.After(readmitted):
		second.To = left
	default:
		first.To = left
	}
	if first.To.Before(admitted) {
		first.To = admitted
	}
	return append(roll, first, second)
}

// readDeclaration adds the declaration of a record, in the period that holds its
// day or the one that it is declared for.
func (d *desk) readDeclaration(record []byte, version *hours.Version) {
	r := reader{record[len(key(record)):]}
	on, since, due := r.date(), r.date(), r.date()
	made := d.blank()
	a := &made.Activity
	a.First, a.Last = since, on
	if since.IsZero() {
		a.First = on
	}
	a.Category = d.words.categories.all[r.number()]
	a.Type, a.Measure = "", ""
	if n := r.number(); n > 0 {
		a.Type = d.words.types.all[n-1]
	}
	if n := r.number(); n > 0 {
		a.Measure = d.words.measures.all[n-1]
	}
	made.State, made.Counted = states[r.byte()], hours.Hours{}
	a.Tags = d.readTags(&r)
	a.Hours = r.hours()
	if made.State == hours.Counted {
		made.Counted = a.Hours
	}
	if r.byte() == 1 {
		made.Counted = r.hours()
	}
	a.Content, a.Provider = string(r.text()), string(r.text())
	in := due
	if in.IsZero() {
		in = on
		if version.Counting.Day == hours.FirstDay {
			in = a.First
		}
	}
	_, period, err := d.assessor.PeriodAt(in)
	switch {
	case err == nil:
		made.Period = period.From
	case !due.IsZero():
		d.report.add(d.declared, r.line(), &wrong{"bad.for", []any{"day", due}})
		d.declarations = d.declarations[:len(d.declarations)-1]
		return
	default:
		made.Period = cycle.Date{}
	}
	d.lines = append(d.lines, r.line())
}

// blank adds a declaration, whose memory an earlier member's may have had: fields
// that no row fills are zero, and the others are for readDeclaration to set.
func (d *desk) blank() *hours.Declaration {
	n := len(d.declarations)
	if n < cap(d.declarations) {
		d.declarations = d.declarations[:n+1]
	} else {
		d.declarations = append(d.declarations, hours.Declaration{})
	}
	d.declarations[n].ID = declarationID(n)
	return &d.declarations[n]
}

func (d *desk) readTags(r *reader) []string {
	n := int(r.rest[0])
	if n == 0 {
		r.rest = r.rest[1:]
		return nil
	}
	set := r.rest[:1+2*n]
	if known, ok := d.tags[string(set)]; ok {
		r.rest = r.rest[len(set):]
		return known
	}
	var all []string
	r.byte()
	for range n {
		all = append(all, d.words.tags.all[r.number()])
	}
	d.tags[string(set)] = all
	return all
}

// readReliefs reads the exemptions: those that the rules work out, and those that
// are a figure for the period that holds their first day.
func (d *desk) readReliefs(b *batch, rows [2]int, period cycle.Period) {
	d.reliefs = d.reliefs[:0]
	for n := rows[0]; n < rows[1]; n++ {
		record := b.bytes(b.rows[n])
		r := reader{record[len(key(record)):]}
		from, to := r.date(), r.date()
		relief := hours.Relief{ID: declarationID(len(d.reliefs)), Period: period.From, Ground: string(r.text())}
		if relief.Hours = r.hours(); !relief.Hours.IsZero() {
			relief.Period = cycle.Date{}
			if _, then, err := d.assessor.PeriodAt(from); err == nil {
				relief.Period = then.From
			}
		} else {
			relief.Span = cycle.Span{From: from, To: to.AddDays(1)}
		}
		d.reliefs = append(d.reliefs, relief)
	}
}

// readCarried reads what earlier periods leave; nil when the file says nothing of
// the member, and it is to be worked out.
func (d *desk) readCarried(b *batch, rows [2]int, period cycle.Period, version *hours.Version) []hours.Carry {
	if rows[0] == rows[1] {
		return nil
	}
	d.carried = d.carried[:0]
	for n := rows[0]; n < rows[1]; n++ {
		record := b.bytes(b.rows[n])
		r := reader{record[len(key(record)):]}
		from := r.date()
		if from.IsZero() {
			from = period.From.AddDays(-1)
		}
		if _, then, err := d.assessor.PeriodAt(from); err == nil {
			from = then.From
		}
		d.carried = append(d.carried, hours.Carry{From: from, Hours: r.hours(), Lives: version.CarryOver.Lives})
	}
	return d.carried
}
