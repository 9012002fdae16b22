package portal

import (
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

func officerRequestRoutes() []Route {
	return []Route{
		{"GET", officerPath + "/requests/{person}/{id}", charged((*visit).officerRequest), false},
		{"GET", officerPath + "/requests/{person}/{id}/letter", charged((*visit).officerLetter), false},
		{"GET", officerPath + "/requests/{person}/{id}/events/{event}", charged((*visit).officerEvent), false},
		{"POST", officerPath + "/requests/{person}/{id}/events/{event}", charged((*visit).doOfficerEvent), false},
	}
}

// officerDo leads to the form of an event.
type officerDo struct{ Link, Label, Class string }

// officerLeg is the part of a request under one Act.
type officerLeg struct {
	officerPart
	ID       string
	Facts    []answer
	Answers  []officerAnswer
	Do       []officerDo
	Letter   string
	Promised bool
}

// officerAnswer is an answer that was given, as it was given.
type officerAnswer struct {
	What, Day, Reason, Ground string
	Late, Unverified          bool
	Articles                  []string
	Given, Kept               []string
	Recourse                  string
}

// officerRequestPage is one request with all that was done, and what may be.
type officerRequestPage struct {
	Back, BackTo, Heading, Kind, State string
	Facts                              []answer
	Asked                              string
	Scope                              []string
	Legs                               []officerLeg
	Do                                 []officerDo
	// Own says that somebody else must decide it.
	Own bool
	// First says what comes before an answer; empty when nothing does.
	First   string
	ToTell  []string
	Entries []officerEntry
	// Next leads to the next one that waits; empty when none does.
	Next, Left string
}

// officerEntry is something that happened to a request.
type officerEntry struct{ What, At, By string }

// officerEvents are the events of a request itself, in the order in which they are done.
var officerEvents = []privacy.Event{
	privacy.AskIdentity, privacy.Identify, privacy.AskPrecision, privacy.Specify, privacy.Admit, privacy.Dismiss, privacy.Withdraw,
}

// officerLegEvents are those of a part of it.
var officerLegEvents = []privacy.Event{
	privacy.Grant, privacy.GrantPart, privacy.Refuse, privacy.Withhold, privacy.Extend, privacy.Contest, privacy.Settle,
}

// offeredAll returns what may be done to a request itself.
func (v *visit) offeredAll(q privacy.Request) []privacy.Event {
	var all []privacy.Event
	for _, e := range officerEvents {
		if _, err := q.State.Next(e); err != nil {
			continue
		}
		decided := slices.ContainsFunc(q.Legs, func(l privacy.Leg) bool { return !l.State.Unanswered() })
		extended := slices.ContainsFunc(q.Legs, func(l privacy.Leg) bool { return l.State != privacy.Running })
		switch {
		case e == privacy.Admit && q.Kind != privacy.Complaint && (q.Proof == "" || len(q.Scope) == 0),
			e == privacy.Specify && extended, e == privacy.Withdraw && decided,
			e == privacy.Dismiss && !slices.ContainsFunc(q.Legs, func(l privacy.Leg) bool { return len(v.grounds(q, l.Regime, e)) > 0 }):
			continue
		}
		all = append(all, e)
	}
	return all
}

// offeredLeg returns what may be done to a part of a request on a day.
func (v *visit) offeredLeg(q privacy.Request, l privacy.Leg, today cycle.Date) []privacy.Event {
	var all []privacy.Event
	clock, _ := v.Registrar.Law.Clock(l.Regime, q.Kind, q.Received)
	for _, e := range officerLegEvents {
		if _, err := l.State.Next(e); err != nil {
			continue
		}
		ok := q.State == privacy.Admissible
		switch e {
		case privacy.Refuse:
			ok = ok && len(v.grounds(q, l.Regime, e)) > 0 && len(l.Answers) == 0
		case privacy.Withhold:
			ok = ok && len(v.grounds(q, l.Regime, e)) > 0 && len(l.Answers) == 0
		case privacy.GrantPart:
			scope := l.Scope
			if len(l.Answers) > 0 {
				scope = l.Kept()
			}
			ok = ok && len(l.Scope) > 1 && len(scope) > 0 && len(v.grounds(q, l.Regime, e)) > 0
		case privacy.Extend:
			ok = !l.NoticeBy.IsZero() && !today.After(l.NoticeBy) && !q.State.Over()
		case privacy.Contest:
			ok = clock.Recourse != nil && (!l.State.Unanswered() || l.On(today).Deemed)
		case privacy.Settle:
			ok = true
		default:
		}
		if ok {
			all = append(all, e)
		}
	}
	return all
}

// grounds returns the grounds that the Act has for such an answer.
func (v *visit) grounds(q privacy.Request, act privacy.Regime, e privacy.Event) []privacy.RefusalGround {
	var all []privacy.RefusalGround
	for _, g := range v.Registrar.Law.Refusals {
		if _, ok := v.Registrar.Law.Refusal(act, q.Kind, g.ID); !ok || g.Regime != act || g.Dismiss != (e == privacy.Dismiss) || e == privacy.Withhold && !g.Deny {
			continue
		}
		if len(g.Kinds) == 0 || slices.Contains(g.Kinds, q.Kind) {
			all = append(all, g)
		}
	}
	return all
}

// askedRequest reads the request that the address names.
func (v *visit) askedRequest() (privacy.Request, error) {
	return v.Registrar.Request(v.r.Context(), v.actor, privacy.PersonID(v.r.PathValue("person")), v.r.PathValue("id"))
}

func (v *visit) officerRequest() error {
	q, err := v.askedRequest()
	if err != nil {
		return err
	}
	today, err := v.today()
	if err != nil {
		return err
	}
	own := privacy.Self(v.actor) == q.Person
	page := officerRequestPage{
		Back: v.t("officer.back"), BackTo: officerPath, Heading: v.t("officer.heading", "kind", v.t("officer.kind."+string(q.Kind)), "name", q.From.Name),
		State: v.t("privacy.state." + string(q.State)), Facts: v.requestFacts(q), Asked: q.Asked, Scope: v.heldAll(q.Scope), Own: own, Entries: v.requestEntries(q.Entries),
	}
	base := requestPath(q)
	for _, l := range q.Legs {
		leg := officerLeg{officerPart: v.officerPart(l, today), ID: string(l.Regime), Facts: v.legFacts(q, l), Promised: l.Promise}
		for _, a := range l.Answers {
			leg.Answers = append(leg.Answers, v.officerAnswer(l, a))
		}
		if len(l.Answers) > 0 {
			leg.Letter = base + "/letter?act=" + string(l.Regime)
		}
		for _, e := range v.offeredLeg(q, l, today) {
			if !own {
				leg.Do = append(leg.Do, officerDo{base + "/events/" + string(e) + "?act=" + string(l.Regime), v.t("officer.do." + string(e)), doClass[e]})
			}
		}
		page.Legs = append(page.Legs, leg)
	}
	for _, e := range v.offeredAll(q) {
		if !own {
			page.Do = append(page.Do, officerDo{base + "/events/" + string(e), v.t("officer.do." + string(e)), doClass[e]})
		}
	}
	if q.State != privacy.Admissible && !q.State.Over() && q.Kind != privacy.Complaint {
		switch {
		case q.Proof == "":
			page.First = v.t("officer.first.identity")
		case len(q.Scope) == 0:
			page.First = v.t("officer.first.precision")
		}
	}
	told, err := v.Registrar.ToTell(v.r.Context(), v.actor, q.Person, q.ID)
	if err != nil {
		return err
	}
	for _, d := range told {
		page.ToTell = append(page.ToTell, v.t("officer.to-tell.line", "to", d.To, "day", v.print.Date(d.Day), "why", d.Why))
	}
	if err := v.officerNext(q, &page); err != nil {
		return err
	}
	return v.showOfficer(http.StatusOK, "officer_request", frame{Title: page.Heading, Body: page})
}

// doClass is how the button of an event looks.
var doClass = map[privacy.Event]string{
	privacy.Admit: "primary", privacy.Grant: "primary", privacy.Refuse: "danger", privacy.Withhold: "danger", privacy.Dismiss: "danger", privacy.Withdraw: "danger",
}

// officerNext adds the next request that waits for somebody here.
func (v *visit) officerNext(q privacy.Request, page *officerRequestPage) error {
	open, err := v.Registrar.Asked(v.r.Context(), v.actor, false)
	if err != nil {
		return err
	}
	open = slices.DeleteFunc(open, func(o privacy.Request) bool { return o.Person == q.Person && o.ID == q.ID })
	if len(open) == 0 {
		return nil
	}
	slices.SortStableFunc(open, byDue)
	page.Next, page.Left = requestPath(open[0]), v.print.N("officer.left", len(open))
	return nil
}

func (v *visit) requestFacts(q privacy.Request) []answer {
	proof := q.Proof
	switch proof {
	case privacy.ProofSession:
		proof = v.t("officer.proof.session")
	case "":
		proof = v.t("officer.proof.none")
	}
	language := string(q.From.Language)
	if language != "" {
		language = v.t("enrolment.language." + language)
	}
	return []answer{
		{"", v.t("officer.fact.number"), []string{q.Number()}, ""},
		{"", v.t("officer.fact.from"), []string{q.From.Name, q.From.Email, language}, ""},
		{"", v.t("officer.fact.quality"), []string{v.t("officer.quality." + string(q.Quality))}, ""},
		{"", v.t("officer.fact.proof"), []string{proof}, ""},
		{"", v.t("officer.fact.received"), []string{v.print.Date(q.Received)}, ""},
		{"", v.t("officer.fact.logged"), []string{v.print.Instant(q.Logged, v.zone)}, ""},
	}
}

func (v *visit) legFacts(q privacy.Request, l privacy.Leg) []answer {
	date := func(d cycle.Date) []string {
		if d.IsZero() {
			return nil
		}
		return []string{v.print.Date(d)}
	}
	due := date(l.Due)
	if due == nil {
		due = []string{v.t("officer.clock.none")}
	}
	facts := []answer{{"", v.t("officer.fact.due"), due, ""}}
	if !l.NoticeBy.IsZero() && l.Extended == 0 && l.State == privacy.Running {
		facts = append(facts, answer{"", v.t("officer.fact.notice"), date(l.NoticeBy), ""})
	}
	if l.Extended > 0 {
		facts = append(facts, answer{"", v.t("officer.fact.extended"), []string{v.print.N("officer.days", l.Extended), l.ExtendedWhy}, ""})
	}
	if !l.Contested.IsZero() {
		facts = append(facts, answer{"", v.t("officer.fact.contested"), date(l.Contested), ""})
	}
	if len(q.Legs) > 1 && len(l.Scope) > 0 {
		facts = append(facts, answer{"", v.t("officer.fact.scope"), v.heldAll(l.Scope), ""})
	}
	if clock, ok := v.Registrar.Law.Clock(l.Regime, q.Kind, q.Received); ok {
		facts = append(facts, answer{"", v.t("officer.fact.articles"), []string{v.print.List(v.cited(clock.Articles))}, ""})
		if !clock.Verified {
			facts[len(facts)-1].Values = append(facts[len(facts)-1].Values, v.t("explanation.unverified"))
		}
	}
	return facts
}

func (v *visit) officerAnswer(l privacy.Leg, a privacy.Answer) officerAnswer {
	said := officerAnswer{
		What: v.t("privacy.event." + string(a.Event)), Day: v.print.Date(a.Day), Reason: a.Reason, Late: a.Late, Articles: v.cited(a.Articles),
		Unverified: a.Ground != "" && !a.Verified, Given: v.heldAll(a.Given), Kept: v.heldAll(a.Kept),
	}
	if i := slices.IndexFunc(v.Registrar.Law.Refusals, func(g privacy.RefusalGround) bool { return g.Regime == l.Regime && g.ID == a.Ground }); i >= 0 {
		said.Ground = v.print.Text(v.Registrar.Law.Refusals[i].Label)
	}
	if !a.RecourseBy.IsZero() {
		said.Recourse = v.t("officer.recourse.until", "to", v.print.Text(l.Recourse), "day", v.print.Date(a.RecourseBy))
	}
	return said
}

func (v *visit) requestEntries(all []privacy.Entry) []officerEntry {
	var entries []officerEntry
	for _, e := range all {
		what := v.t("privacy.event." + string(e.Event))
		if e.Regime != "" {
			what += " – " + v.act(e.Regime)
		}
		entries = append(entries, officerEntry{what, v.print.Instant(e.At, v.zone), string(e.Account)})
	}
	return entries
}

// replyLetter is an answer as the person reads it, in their own language.
type replyLetter struct {
	Lang, Organisation, Title, Number, Day, To string
	Paragraphs                                 []string
	Lists                                      []replyList
	Contact                                    string
}

// replyList is what is given, or what is refused.
type replyList struct {
	Label string
	Items []string
}

// reply puts the latest answer of a part of a request into words; false when there is none.
func (v *visit) reply(q privacy.Request, l privacy.Leg) (replyLetter, bool) {
	r, ok := l.Reply()
	if !ok {
		return replyLetter{}, false
	}
	language := q.From.Language
	if language == "" {
		language = identity.French
	}
	there := *v
	there.print = i18n.For(language)
	t, p := there.t, there.print
	letter := replyLetter{
		Lang: langTags[p.Language], Organisation: p.Text(v.org.Name), Number: t("officer.reply.number", "number", q.Number()), Day: p.Date(r.Day), To: q.From.Name,
		Title: t("officer.reply.title", "kind", t("officer.kind."+string(q.Kind)), "day", p.Date(q.Received)), Contact: v.org.Contact,
	}
	say := func(key string, values ...any) {
		letter.Paragraphs = append(letter.Paragraphs, t("officer.reply."+key, values...))
	}
	say(string(r.Event), "act", there.act(r.Regime))
	if r.Late {
		say("late", "day", p.Date(l.Due))
	}
	if len(r.Articles) > 0 {
		say("articles", "articles", p.List(there.cited(r.Articles)))
	}
	if r.Reason != "" {
		say("reason", "reason", r.Reason)
	}
	if r.Promise {
		say("promise")
	}
	if !r.RecourseBy.IsZero() {
		say("recourse", "to", p.Text(r.Recourse), "day", p.Date(r.RecourseBy))
	}
	if r.Event != privacy.Withhold {
		if len(r.Given) > 0 && r.Event != privacy.Grant {
			letter.Lists = append(letter.Lists, replyList{t("officer.reply.given"), there.heldAll(r.Given)})
		} else if len(r.Given) > 0 {
			letter.Lists = append(letter.Lists, replyList{t("officer.reply.about"), there.heldAll(r.Given)})
		}
		if len(r.Kept) > 0 {
			letter.Lists = append(letter.Lists, replyList{t("officer.reply.kept"), there.heldAll(r.Kept)})
		}
	}
	return letter, true
}

// officerLetterPage is an answer to print and send to somebody without an account.
type officerLetterPage struct {
	Back, BackTo string
	Letter       replyLetter
}

func (v *visit) officerLetter() error {
	q, err := v.askedRequest()
	if err != nil {
		return err
	}
	l, ok := q.Leg(privacy.Regime(v.r.URL.Query().Get("act")))
	if !ok && len(q.Legs) > 0 {
		l = q.Legs[0]
	}
	letter, ok := v.reply(q, l)
	if !ok {
		return privacy.ErrNotFound
	}
	page := officerLetterPage{Back: v.t("officer.letter.back"), BackTo: requestPath(q), Letter: letter}
	return v.showOfficer(http.StatusOK, "officer_letter", frame{Title: letter.Title, Body: page})
}
