package privacy

import (
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Channel is how a person gave or withdrew a consent (V7).
type Channel string

// The channels: one's own file, a message to the order, a form of the site.
const (
	ByFile    Channel = "file"
	ByMessage Channel = "message"
	ByForm    Channel = "form"
)

// Consent is what one person said for one purpose, now and before. There is one for each
// purpose, and never one for several (P-39.1, s. 14).
type Consent struct {
	Org     identity.OrganisationID `json:"org"`
	Person  PersonID                `json:"person"`
	Purpose string                  `json:"purpose"`
	State   ConsentState            `json:"state"`
	// Acts are everything that was said, the oldest first. None is ever taken away.
	Acts []ConsentAct `json:"acts"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// ConsentAct is one thing that was said.
type ConsentAct struct {
	Event   ConsentEvent       `json:"event"`
	Day     cycle.Date         `json:"day"`
	At      time.Time          `json:"at"`
	Account identity.AccountID `json:"account,omitempty"`
	Channel Channel            `json:"channel"`
	// Notice and NoticeVersion are of what was shown when it was given.
	Notice        string `json:"notice,omitempty"`
	NoticeVersion string `json:"noticeVersion,omitempty"`
	// Express: it was said in so many words, for what is sensitive.
	Express bool `json:"express,omitempty"`
	// Until is the last day for which it was given; the zero Date: as long as the purpose
	// needs.
	Until cycle.Date `json:"until,omitzero"`
	// Told is what the person had been told that a withdrawal ends.
	Told identity.Text `json:"told"`
	// Reason is why it was without effect.
	Reason string `json:"reason,omitempty"`
	// State is that after the act.
	State ConsentState `json:"state"`
}

// Say is what somebody says of a consent. Which fields an event takes stands beside them.
type Say struct {
	Event   ConsentEvent
	Channel Channel
	// Notice and NoticeVersion are of what was shown (Give, Decline). Apart: it was
	// presented apart from everything else (Give).
	Notice        string
	NoticeVersion string
	Apart         bool
	Express       bool
	Until         cycle.Date
	// Told is what was shown of what a withdrawal ends, as [Inventory.Warn] gives it
	// (TakeBack).
	Told identity.Text
	// Reason is why it was without effect (Invalidate).
	Reason  string
	Account identity.AccountID
}

// Warning is what a person is told before they withdraw a consent.
type Warning struct {
	Purpose string `json:"purpose"`
	// Ends is what the order may no longer provide.
	Ends identity.Text `json:"ends"`
	// Stays are holdings of the same categories about the same groups that rest on
	// something else, and go on.
	Stays []HoldingID `json:"stays,omitempty"`
}

// Warn returns what to tell before a consent is withdrawn. The errors are
// [ErrUnknownPurpose], and [ErrNotConsent] for a purpose that does not rest on consent.
func (i Inventory) Warn(purpose string) (Warning, error) {
	p, ok := i.Purpose(purpose)
	switch {
	case !ok:
		return Warning{}, ErrUnknownPurpose
	case !both(p.Ends):
		return Warning{}, ErrNotConsent
	}
	w := Warning{Purpose: purpose, Ends: p.Ends}
	all := i.Holdings()
	for _, h := range all {
		if h.Basis == Necessity && h.Purpose != purpose && slices.ContainsFunc(all, func(of Holding) bool {
			return of.Purpose == purpose && of.Basis != Necessity && of.Group == h.Group && of.Category == h.Category
		}) {
			w.Stays = append(w.Stays, h.ID)
		}
	}
	return w, nil
}

// Says returns the consent after something was said. On an error it is as it was. The
// errors are [ErrTransition], [ErrUnknownPurpose], [ErrNotConsent], [ErrNoNotice],
// [ErrNotApart], [ErrNotExpress], [ErrUntil], [ErrNotTold], [ErrChannel] and [ErrReason].
func (c Consent) Says(s Say, i Inventory, at time.Time, today cycle.Date) (Consent, error) {
	warning, err := i.Warn(c.Purpose)
	if err != nil {
		return c, err
	}
	state, err := c.State.Next(s.Event)
	if err != nil {
		return c, err
	}
	act := ConsentAct{Event: s.Event, Day: today, At: at, Account: s.Account, Channel: s.Channel, State: state}
	if s.Event != Invalidate && !slices.Contains([]Channel{ByFile, ByMessage, ByForm}, s.Channel) {
		return c, ErrChannel
	}
	switch s.Event {
	case Give, Decline:
		notice, shown := i.Notice(s.Notice, s.NoticeVersion)
		if !shown || !notice.InForce(today) || !slices.Contains(notice.Purposes, c.Purpose) {
			return c, ErrNoNotice
		}
		act.Notice, act.NoticeVersion = s.Notice, s.NoticeVersion
		if s.Event == Decline {
			break
		}
		switch {
		case !s.Apart:
			return c, ErrNotApart
		case !s.Express && i.sensitive(c.Purpose):
			return c, ErrNotExpress
		case !s.Until.IsZero() && s.Until.Before(today):
			return c, ErrUntil
		}
		act.Express, act.Until = s.Express, s.Until
	case TakeBack:
		// What it ends is told first, in the words that hold on the day.
		if s.Told != warning.Ends {
			return c, ErrNotTold
		}
		act.Told = s.Told
	case Invalidate:
		if act.Reason = strings.TrimSpace(s.Reason); act.Reason == "" {
			return c, ErrReason
		}
	}
	c.State, c.Acts = state, append(slices.Clone(c.Acts), act)
	return c, nil
}

// sensitive reports a purpose for which something sensitive rests on consent.
func (i Inventory) sensitive(purpose string) bool {
	return slices.ContainsFunc(i.Holdings(), func(h Holding) bool { return h.Purpose == purpose && h.Sensitive })
}

// latest returns the act that gave the consent as it stands; false when it is not given.
func (c Consent) latest() (ConsentAct, bool) {
	if c.State != Given || len(c.Acts) == 0 {
		return ConsentAct{}, false
	}
	return c.Acts[len(c.Acts)-1], true
}

// Valid reports a consent that was given, not withdrawn, and has not expired.
func (c Consent) Valid(day cycle.Date) bool {
	act, given := c.latest()
	return given && !day.Before(act.Day) && (act.Until.IsZero() || !day.After(act.Until))
}

// Facts returns what the consent says of a use or a disclosure for its purpose, for
// [Law.Decide].
func (c Consent) Facts(i Inventory, day cycle.Date) Facts {
	f := Facts{"consent-valid": No, "consent-express": No, "sensitive": Yes}
	if !i.sensitive(c.Purpose) {
		f["sensitive"] = No
	}
	if c.Valid(day) {
		f["consent-valid"] = Yes
		if act, _ := c.latest(); act.Express {
			f["consent-express"] = Yes
		}
	}
	return f
}

// Was returns the consent as it stood at the end of a day: the history, until then.
func (c Consent) Was(day cycle.Date) Consent {
	n := 0
	for n < len(c.Acts) && !c.Acts[n].Day.After(day) {
		n++
	}
	c.Acts = slices.Clone(c.Acts[:n])
	c.State = NotAsked
	if n > 0 {
		c.State = c.Acts[n-1].State
	}
	return c
}
