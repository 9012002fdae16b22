package httpapi

import (
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours/closing"
)

// closingView is what became of a member's period, as lists show it.
type closingView struct {
	Member  string     `json:"member"`
	Period  periodView `json:"period"`
	State   coded      `json:"state"`
	Version int64      `json:"version"`
	// Notice is null when no notice of default stands.
	Notice *noticeView `json:"notice"`
}

// noticeView is a notice of default with its last days; those that there are none of
// are null.
type noticeView struct {
	Of          string       `json:"of"`
	Served      cycle.Date   `json:"served"`
	Last        cycle.Date   `json:"last"`
	ObserveBy   *cycle.Date  `json:"observeBy"`
	After       string       `json:"after"`
	FinalServed *cycle.Date  `json:"finalServed"`
	FinalLast   *cycle.Date  `json:"finalLast"`
	Steps       []noticeStep `json:"steps"`
}

type noticeStep struct {
	Stage string     `json:"stage"`
	Day   cycle.Date `json:"day"`
}

// closingFileView is a closing alone: its figures today, what passes on, its ledger.
type closingFileView struct {
	closingView
	DeclareBy cycle.Date        `json:"declareBy"`
	Figures   tallyView         `json:"figures"`
	Missing   []missingView     `json:"missing"`
	Passing   []surplusView     `json:"passing"`
	Ledger    []closingLineView `json:"ledger"`
}

type missingView struct {
	Requirement string `json:"requirement"`
	Amount      amount `json:"amount"`
}

// surplusView is a surplus: where it comes from, and the last day on which it serves.
type surplusView struct {
	From   cycle.Date `json:"from"`
	Hours  amount     `json:"hours"`
	Lapses cycle.Date `json:"lapses"`
}

// closingLineView is an entry of the closing, or an act that changed its figures: Act
// is then its number in the history.
type closingLineView struct {
	At     time.Time `json:"at"`
	Event  string    `json:"event"`
	Act    int64     `json:"act"`
	By     string    `json:"by"`
	Reason string    `json:"reason"`
	Late   bool      `json:"late"`
	Before tallyView `json:"before"`
	After  tallyView `json:"after"`
}

func orNoDay(d cycle.Date) *cycle.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

func (x *exchange) viewClosing(c closing.Closing) closingView {
	view := closingView{
		Member: string(c.Member), Period: x.viewPeriod(cycle.Period{Span: c.Span}), Version: c.Version,
		State: coded{string(c.State), x.p.T("closing.state." + string(c.State))},
	}
	if n := c.Notice; n != nil {
		view.Notice = &noticeView{
			Of: string(n.Of), Served: n.Served, Last: n.Last, ObserveBy: orNoDay(n.ObserveBy), After: string(n.After),
			FinalServed: orNoDay(n.FinalServed), FinalLast: orNoDay(n.FinalLast),
			Steps: listOf(n.Steps, func(s closing.Step) noticeStep { return noticeStep(s) }).Items,
		}
	}
	return view
}

func (x *exchange) viewClosingFile(f closing.File) closingFileView {
	settled := f.Settled()
	return closingFileView{
		closingView: x.viewClosing(f.Closing), DeclareBy: f.DeclareBy, Figures: x.viewTally(f.Period, f.Balance.Tally()),
		Missing: listOf(settled.Missing, func(m closing.Missing) missingView { return missingView{m.Requirement, x.amount(m.Hours)} }).Items,
		Passing: listOf(settled.Passing, func(p closing.Passing) surplusView { return surplusView{p.From, x.amount(p.Hours), p.Lapses} }).Items,
		Ledger: listOf(f.Lines, func(l closing.Line) closingLineView {
			view := closingLineView{At: l.At, Before: x.viewTally(f.Period, l.Before), After: x.viewTally(f.Period, l.After)}
			switch {
			case l.Entry != nil:
				view.Event, view.Act, view.By, view.Reason, view.Late = string(l.Entry.Event), l.Entry.Seq, l.Entry.By, l.Entry.Reason, l.Entry.Late
			case l.Act != nil:
				view.Event, view.Act, view.By, view.Reason = string(l.Act.Kind), l.Act.Seq, l.Act.By, l.Act.Reason
			}
			return view
		}).Items,
	}
}
