// Package naive is the second evaluator of the catalogue's format, for tests
// alone. It is written from the format page (hours/catalogue/README.md) and from
// nothing else: it shares no code with the engine, reads a document as generic
// data, and does everything in the plainest way there is, however slow. Where the
// two differ, one of them has misread the page.
//
// A document is taken to be valid: what the catalogue refuses is not refused here.
package naive

import (
	"fmt"
	"math/big"
)

// Figures are those of a requirement, or of one window of it: exact, and never
// below zero.
type Figures struct{ Due, Counted, Carried, Remaining *big.Rat }

// Result is what a case comes to.
type Result struct {
	Name string
	// Version governs the period; "none", with nothing else, when no period holds
	// the day.
	Version string
	// Start is the first day of the member's part and End the last of the period,
	// as 2025-04-01.
	Start, End string
	Status     string
	// Lines has every requirement that is not a limit, by name; "yearly/2" is a
	// window of one that has several, and "yearly" then the sum of all.
	Lines map[string]Figures
	// Limited is the hours dropped, by requirement that is a limit.
	Limited map[string]*big.Rat
	// Credits is what each declaration gives before limits; nil for one that is not
	// counted, or not in the period.
	Credits []*big.Rat
	// Surplus is what may be carried to the next period.
	Surplus *big.Rat
}

// Evaluate works out every case of a document. The error is that of the YAML, or
// names a value that is not as the page has it.
func Evaluate(text []byte) (results []Result, err error) {
	// What is not as the page has it is a panic of the readers below.
	defer func() {
		if r := recover(); r != nil {
			wrong, ok := r.(unreadable)
			if !ok {
				panic(r)
			}
			err = fmt.Errorf("naive: %s", string(wrong))
		}
	}()
	document, err := parse(text)
	if err != nil {
		return nil, err
	}
	for _, c := range document.docs("cases") {
		results = append(results, work(document.docs("versions"), c))
	}
	return results, nil
}

func work(versions []doc, c doc) Result {
	m := memberOf(c)
	in, ok := c.day("in")
	if !ok {
		in, _ = c.day("day")
	}
	version, period, ok := m.governing(versions, in)
	if !ok {
		return Result{Name: c.text("name"), Version: "none"}
	}
	j := judge{versions: versions, file: c, member: m, target: period}
	j.today, _ = c.day("day")
	now := j.settle(version, period, j.broughtInto(period), false)
	if now.status != "unknown" && len(now.unmet()) > 0 {
		if then := j.settle(version, period, j.broughtInto(period), true); len(then.unmet()) == 0 {
			now.status = "on-course"
		}
	}
	return now.result(c.text("name"))
}
