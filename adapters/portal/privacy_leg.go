package portal

import (
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/privacy"
)

// legPart is the part of a request that is under one Act, as the person reads it.
type legPart struct {
	Regime, Act string
	stateWord
	// Clock says how the time stands, in words; Extended why there is more of it.
	Clock, Extended string
	// Promise says that the policy promises what no Act gives, and Unverified that how
	// long an answer may take was read nowhere.
	Promise, Unverified bool
	Scope               []purposeLine
	// Replies are the answers, the latest first.
	Replies []replyPart
	// Recourse says to whom one may turn and until when, and Kept that nothing of it is
	// destroyed meanwhile. Contest is the address that says that the recourse was taken.
	Recourse, Kept, Contest string
}

// replyPart is an answer, as [privacy.Reply] has it and nothing more.
type replyPart struct {
	What, Day, Reason, Recourse string
	Late                        bool
	Given, Refused              []purposeLine
	Articles                    []citation
}

func (v *visit) legPart(r privacy.Request, l privacy.Leg, today cycle.Date) legPart {
	law := v.Registrar.Law
	status := l.On(today)
	part := legPart{
		Regime: string(l.Regime), Act: v.t("privacy.regime." + string(l.Regime)), Promise: l.Promise, Scope: v.scope(l.Scope),
		stateWord: stateWord{v.t("privacy.leg." + string(l.State)), privacyClasses[string(l.State)]},
		Clock:     v.clock(l, status, today),
	}
	if c, right := law.Clock(l.Regime, r.Kind, r.Received); right {
		part.Unverified = !c.Verified
	}
	if l.State.Unanswered() && status.Deemed {
		part.stateWord = stateWord{v.t("privacy.leg.deemed"), privacyClasses["deemed"]}
	}
	if l.Extended > 0 {
		part.Extended = v.print.N("rights.extended", l.Extended, "why", l.ExtendedWhy)
	}
	for n := len(l.Answers); n > 0; n-- {
		until := l
		until.Answers = l.Answers[:n]
		if reply, answered := until.Reply(); answered {
			part.Replies = append(part.Replies, v.replyPart(reply, today))
		}
	}
	switch {
	case l.State == privacy.Contested:
		part.Recourse = v.t("rights.contested", "day", v.print.Date(l.Contested))
	case status.RecourseBy.IsZero() || len(l.Answers) > 0: // an answer says its own
	default:
		part.Recourse = v.recourse(v.print.Text(l.Recourse), status.RecourseBy, today)
	}
	// What neither confirms nor denies says nothing of what is kept either.
	if len(status.Frozen) > 0 && (len(part.Replies) == 0 || l.Answers[len(l.Answers)-1].Event != privacy.Withhold) {
		part.Kept = v.t("rights.kept.contested")
		if l.State != privacy.Contested {
			part.Kept = v.t("rights.kept", "day", v.print.Date(status.RecourseBy))
		}
	}
	if v.may(r, privacy.Command{Event: privacy.Contest, Regime: l.Regime}, today) {
		part.Contest = privacyRequestsPath + "/" + r.ID + "/recourse/" + string(l.Regime)
	}
	return part
}

// clock says how the time of a part stands: by when an answer is due and how far off that
// is, or what silence did.
func (v *visit) clock(l privacy.Leg, s privacy.Status, today cycle.Date) string {
	due := v.print.Date(l.Due)
	switch {
	case !l.State.Unanswered():
		if s.Deemed {
			return v.t("rights.clock.late", "day", due)
		}
		return ""
	case l.Due.IsZero():
		return v.t("rights.clock.none")
	case s.Deemed:
		return v.t("rights.clock.deemed", "day", due)
	}
	return v.t("rights.clock", "day", due, "ahead", v.ahead(today, l.Due))
}

// recourse says to whom one may turn against a refusal, and until when.
func (v *visit) recourse(to string, by, today cycle.Date) string {
	if by.Before(today) {
		return v.t("rights.recourse.over", "to", to, "day", v.print.Date(by))
	}
	return v.t("rights.recourse", "to", to, "day", v.print.Date(by), "ahead", v.ahead(today, by))
}

func (v *visit) replyPart(r privacy.Reply, today cycle.Date) replyPart {
	part := replyPart{
		What: v.t("privacy.event." + string(r.Event)), Day: v.print.Date(r.Day), Late: r.Late, Reason: r.Reason,
		Given: v.scope(r.Given), Refused: v.scope(r.Kept), Articles: v.articles(r.Articles),
	}
	if r.Event == privacy.Withhold {
		part.What = v.t("rights.withheld")
	}
	if !r.RecourseBy.IsZero() {
		part.Recourse = v.recourse(v.print.Text(r.Recourse), r.RecourseBy, today)
	}
	return part
}

// may reports that the request would take a command today, as the request itself says.
func (v *visit) may(r privacy.Request, c privacy.Command, today cycle.Date) bool {
	rules := privacy.Rules{Law: v.Registrar.Law, Inventory: v.Registrar.Inventory}
	_, err := r.Apply(c, rules, v.now(), today)
	return err == nil
}
