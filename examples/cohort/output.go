package main

import (
	"bytes"
	"math/big"
	"slices"
	"strconv"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// output is the form of the balances file: which columns there are, and how
// numbers are written. It does not change.
type output struct {
	comma, mark byte // between columns, and before decimals
	lines       []string
	at          map[string]int // the place of a line that has no windows
	first       map[string]int // of the first window of one that has
}

// figures are the columns of each line.
var figures = []string{"due", "counted", "carried", "remaining"}

func newOutput(versions []*hours.Version, comma, mark byte) *output {
	o := &output{comma: comma, mark: mark, at: map[string]int{}, first: map[string]int{}}
	for _, v := range versions {
		for _, name := range v.LineNames() {
			if !slices.Contains(o.lines, name) {
				o.lines = append(o.lines, name)
			}
		}
	}
	slices.SortStableFunc(o.lines, byRequirement(o.lines))
	for i, name := range o.lines {
		o.at[name] = i
		if base, ok := bytes.CutSuffix([]byte(name), []byte("/1")); ok {
			o.first[string(base)] = i
		}
	}
	return o
}

// byRequirement keeps the windows of a requirement together when one version has
// more of them than another.
func byRequirement(lines []string) func(a, b string) int {
	rank := map[string]int{}
	base := func(name string) string {
		b, _, _ := bytes.Cut([]byte(name), []byte("/"))
		return string(b)
	}
	for _, name := range lines {
		if _, ok := rank[base(name)]; !ok {
			rank[base(name)] = len(rank)
		}
	}
	return func(a, b string) int { return rank[base(a)] - rank[base(b)] }
}

// header is the first row.
func (o *output) header() []byte {
	b := []byte("member")
	for _, name := range []string{"version", "start", "end", "status", "surplus"} {
		b = append(append(b, o.comma), name...)
	}
	for _, line := range o.lines {
		for _, figure := range figures {
			b = append(append(append(append(b, o.comma), line...), ' '), figure...)
		}
	}
	return append(b, '\n')
}

// row appends the row of a member, and counts it in the totals.
func (o *output) row(b []byte, t *totals, id []byte, a *hours.Assessment) []byte {
	b = o.text(b, id)
	b = o.text(append(b, o.comma), []byte(a.Version.ID))
	start := a.Period.From
	if a.Part.Entered {
		start = a.Part.From
	}
	b = appendDate(append(b, o.comma), start)
	b = appendDate(append(b, o.comma), a.Period.Last())
	status := a.Sheet.Status()
	b = append(append(b, o.comma), status...)
	num, den := a.Surplus.Fraction()
	b = o.number(append(b, o.comma), num, den)
	t.members[slices.Index(statuses, status)]++
	t.count(a.Counted.Fraction())
	var held [64]hours.Figures
	rows := held[:0]
	for i := range a.Sheet.Rows() {
		if r := a.Sheet.Row(i); r.Requirement != "" {
			rows = append(rows, r)
		}
	}
	for at := range o.lines {
		i := slices.IndexFunc(rows, func(r hours.Figures) bool { return o.place(&r) == at })
		if i < 0 {
			b = append(b, o.comma, o.comma, o.comma, o.comma)
			continue
		}
		r := &rows[i]
		unit := r.Unit
		for _, figure := range [...]int64{r.Due, r.Counted, r.Carried, r.Remaining} {
			b = o.number(append(b, o.comma), figure, unit)
		}
	}
	return append(b, '\n')
}

func (o *output) place(r *hours.Figures) int {
	of, nth := o.at, 0
	if r.Nth > 0 {
		of, nth = o.first, r.Nth-1
	}
	if at, ok := of[r.Requirement]; ok {
		return at + nth
	}
	return -1
}

var statuses = hours.Statuses()

func (o *output) text(b, text []byte) []byte {
	if bytes.IndexByte(text, o.comma) < 0 && bytes.IndexByte(text, '"') < 0 && bytes.IndexByte(text, '\n') < 0 {
		return append(b, text...)
	}
	b = append(b, '"')
	for _, c := range text {
		if c == '"' {
			b = append(b, '"')
		}
		b = append(b, c)
	}
	return append(b, '"')
}

func appendDate(b []byte, d cycle.Date) []byte {
	year, month, day := d.YMD()
	return append(b, '0'+byte(year/1000), '0'+byte(year/100%10), '0'+byte(year/10%10), '0'+byte(year%10), '-',
		'0'+byte(month/10), '0'+byte(month%10), '-', '0'+byte(day/10), '0'+byte(day%10))
}

// number appends a figure exactly: a decimal of six places at most, or a fraction.
func (o *output) number(b []byte, num, den int64) []byte {
	if num%den == 0 {
		return strconv.AppendInt(b, num/den, 10)
	}
	num, den = hours.Ratio(num, den).Fraction()
	places, scale := 0, int64(1)
	for scale%den != 0 && places < 6 {
		places, scale = places+1, scale*10
	}
	if scale%den != 0 {
		return strconv.AppendInt(append(strconv.AppendInt(b, num, 10), '/'), den, 10)
	}
	b = append(strconv.AppendInt(b, num/den, 10), o.mark)
	rest := num % den * (scale / den)
	for scale /= 10; scale > 0; scale /= 10 {
		b = append(b, '0'+byte(rest/scale%10))
	}
	return b
}

// totals are what an evaluation comes to.
type totals struct {
	members []int64 // by status
	units   []unitSum
}

// unitSum is an amount in parts of an hour.
type unitSum struct{ unit, sum int64 }

func (t *totals) empty() {
	if t.members == nil {
		t.members = make([]int64, len(statuses))
	}
	clear(t.members)
	t.units = t.units[:0]
}

func (t *totals) count(amount, unit int64) {
	for i := range t.units {
		if t.units[i].unit == unit {
			t.units[i].sum += amount
			return
		}
	}
	t.units = append(t.units, unitSum{unit, amount})
}

// grand is the totals of all batches; hours may be more than 64 bits hold.
type grand struct {
	members []int64
	hours   big.Rat
}

func (g *grand) add(t *totals) {
	if g.members == nil {
		g.members = make([]int64, len(statuses))
	}
	for i, n := range t.members {
		g.members[i] += n
	}
	for _, u := range t.units {
		g.hours.Add(&g.hours, big.NewRat(u.sum, u.unit))
	}
}
