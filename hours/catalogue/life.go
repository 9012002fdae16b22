package catalogue

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/cycle/holidays"
	"github.com/goodstanding/goodstanding/hours"
)

// off are the sets of holidays that cases may name.
var off = sync.OnceValues(holidays.All)

// lifeDifferences compares what the regulation says of the life of the file with
// what the case expects of it.
func (c Case) lifeDifferences(s hours.Standing) []string {
	var d differ
	e, v := c.Expect, s.Version
	if len(e.DeclareBy) > 0 {
		var got []cycle.Date
		for _, by := range s.DeclareBy() {
			got = append(got, by.Last)
		}
		d.when("declareBy", days(e.DeclareBy), days(got))
	}
	evidence, audit, rule := hours.EvidenceRule{}, hours.AuditRule{}, hours.DefaultRule{}
	if v.Evidence != nil {
		evidence = *v.Evidence
	}
	if v.Audit != nil {
		audit = *v.Audit
	}
	if v.Default != nil {
		rule = *v.Default
	}
	last := c.cured(rule, hours.LackingHours, s)
	for _, one := range []struct {
		what      string
		want, got cycle.Date
	}{
		{"keepUntil", e.KeepUntil, evidence.KeepUntil(s.Period)},
		{"produceBy", e.ProduceBy, evidence.ProduceBy(c.Notice, s.Holidays)},
		{"paperBy", e.PaperBy, evidence.PaperBy(c.Notice, s.Holidays)},
		{"secondBy", e.SecondBy, evidence.SecondBy(c.Notice, s.Holidays)},
		{"auditBy", e.AuditBy, audit.NoticeBy(c.Notice, evidence, s.Holidays)},
		{"observeBy", e.ObserveBy, rule.ObserveBy(c.Notice, s.Holidays)},
		{"finalBy", e.FinalBy, rule.FinalBy(c.Final, s.Holidays)},
	} {
		if !one.want.IsZero() {
			d.when(one.what, one.want, one.got)
		}
	}
	for _, one := range []struct {
		of   hours.Lacking
		want cycle.Date
	}{{hours.LackingHours, e.CureBy.Hours}, {hours.LackingDeclaration, e.CureBy.Declaration}, {hours.LackingDocuments, e.CureBy.Documents}} {
		if !one.want.IsZero() {
			d.when("cureBy "+string(one.of), one.want, c.cured(rule, one.of, s))
		}
	}
	if len(e.Consequences) > 0 {
		// Without a notice, the first one follows the period.
		last = latest(last, rule.FinalBy(c.Final, s.Holidays))
		if last.IsZero() {
			last = s.Period.Last()
		}
		d.consequences(rule, last, e.Consequences)
	}
	if e.Drawn != nil {
		if got := audit.Sample(c.Files); got != *e.Drawn {
			d.all = append(d.all, fmt.Sprintf("drawn: %d expected, %d found", *e.Drawn, got))
		}
	}
	return d.all
}

// cured returns the last day to cure a default; the zero Date when the text does not
// name it, when there is no notice, or when the regulator may not set what is set.
func (c Case) cured(rule hours.DefaultRule, of hours.Lacking, s hours.Standing) cycle.Date {
	k, ok := rule.Kind(of)
	if !ok || c.Notice.IsZero() {
		return cycle.Date{}
	}
	if c.Set > 0 {
		set, err := k.Cure.Set(c.Set)
		if err != nil {
			return cycle.Date{}
		}
		k.Cure = set
	}
	return k.Cure.Last(c.Notice, s.Holidays)
}

func (d *differ) consequences(rule hours.DefaultRule, last cycle.Date, want map[string]cycle.Date) {
	got := map[string]cycle.Date{}
	for i, day := range rule.Ladder(last) {
		got[rule.Consequences[i].ID] = day
	}
	for _, id := range slices.Sorted(maps.Keys(want)) {
		if _, known := got[id]; !known {
			d.all = append(d.all, fmt.Sprintf("consequences %s: no such consequence", id))
			continue
		}
		d.when("consequences "+id, want[id], got[id])
	}
}

// days are written one after another.
type days []cycle.Date

func (all days) String() string {
	var texts []string
	for _, day := range all {
		texts = append(texts, day.String())
	}
	return cmp.Or(strings.Join(texts, " and "), "none")
}
