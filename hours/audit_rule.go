package hours

import (
	"fmt"

	"github.com/goodstanding/goodstanding/cycle"
)

// AuditRule is how files are chosen for an audit.
type AuditRule struct {
	// Share or Number is how many of the files are drawn; neither is what no text
	// says.
	Share  Share `json:"share,omitzero"`
	Number int   `json:"number,omitempty"`
	// NotTwice: who was drawn is not drawn the next time.
	NotTwice bool `json:"notTwice,omitempty" yaml:"notTwice"`
	// AgainFor is for how many months a file that failed is audited again.
	AgainFor int `json:"againFor,omitempty" yaml:"againFor"`
	// Notice is the delay that the member has from the notice of the audit, when it
	// is another than that of [EvidenceRule].
	Notice Term   `json:"notice,omitzero"`
	Clause string `json:"clause"`
}

// Sample returns how many of so many files are drawn: a share is rounded up, so
// that it is reached, and nobody is drawn twice; 0 when the text does not say.
func (a *AuditRule) Sample(files int) int {
	files = max(files, 0)
	if a.Number > 0 {
		return min(a.Number, files)
	}
	if a.Share == (Share{}) {
		return 0
	}
	drawn := Whole(int64(files)).Times(a.Share.Num, a.Share.Den)
	num, den := drawn.Fraction()
	return int((num + den - 1) / den)
}

// NoticeBy returns the last day that the notice of an audit leaves: its own delay, or
// the one to produce documents; the zero Date when the text sets neither.
func (a *AuditRule) NoticeBy(notice cycle.Date, e EvidenceRule, h cycle.Holidays) cycle.Date {
	if a.Notice.IsZero() {
		return e.ProduceBy(notice, h)
	}
	return a.Notice.by(notice, h)
}

func (a *AuditRule) check(v *Version) error {
	switch {
	case a.Number < 0 || a.Number > 0 && a.Share != Share{}:
		return fmt.Errorf("either a share or a number of files, and not both")
	case a.AgainFor < 0 || a.AgainFor > 120:
		return fmt.Errorf("againFor is months, 120 at most")
	case a.Number == 0 && a.Share == Share{} && !a.NotTwice && a.AgainFor == 0 && a.Notice.IsZero():
		return fmt.Errorf("an audit that says nothing")
	}
	if err := a.Notice.check(v); err != nil {
		return err
	}
	return v.cited(a.Clause)
}
