package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
)

// answering are the events that answer: what the person will read of them is looked at
// before they are given.
var answering = []privacy.Event{privacy.Grant, privacy.GrantPart, privacy.Refuse, privacy.Withhold, privacy.Dismiss}

// grounded are those that need a ground of refusal.
var grounded = []privacy.Event{privacy.GrantPart, privacy.Refuse, privacy.Withhold, privacy.Dismiss}

// doing is an event of a request that is being done: of which part, and what was typed.
type doing struct {
	q     privacy.Request
	event privacy.Event
	// leg is the part that the event is of; the zero Leg for an event of the request.
	leg   privacy.Leg
	typed url.Values
	stale bool
}

// doing reads which event the address names; what no state has is not found.
func (v *visit) doing(typed url.Values) (doing, error) {
	q, err := v.askedRequest()
	if err != nil {
		return doing{}, err
	}
	d := doing{q: q, event: privacy.Event(v.r.PathValue("event")), typed: typed}
	if privacy.Self(v.actor) == q.Person {
		return d, privacy.ErrForbidden
	}
	switch {
	case slices.Contains(officerEvents, d.event):
	case slices.Contains(officerLegEvents, d.event):
		leg, ok := q.Leg(privacy.Regime(typed.Get("act")))
		if !ok {
			return d, privacy.ErrNoLeg
		}
		d.leg = leg
	default:
		return d, privacy.ErrNotFound
	}
	return d, nil
}

func (v *visit) officerEvent() error {
	d, err := v.doing(url.Values{"act": {v.r.URL.Query().Get("act")}})
	if err != nil {
		return err
	}
	d.typed.Set("version", strconv.FormatInt(d.q.Version, 10))
	d.typed.Set("seen", strconv.Itoa(len(d.q.Entries)))
	if d.event == privacy.Grant {
		return v.confirmAnswer(d)
	}
	return v.showEvent(http.StatusOK, d, nil)
}

// showEvent shows the form of the event, with exactly its fields.
func (v *visit) showEvent(status int, d doing, wrong error) error {
	today, err := v.today()
	if err != nil {
		return err
	}
	if _, err := d.next(); err != nil && !d.stale {
		return err
	}
	base := requestPath(d.q)
	page := officerForm{
		Back: v.t("officer.event.back"), BackTo: base, Heading: v.t("officer.do." + string(d.event)), Action: base + "/events/" + string(d.event),
		Version: d.q.Version, Kept: []kept{{"act", d.typed.Get("act")}, {"seen", strconv.Itoa(len(d.q.Entries))}},
		Lead:   v.t("officer.heading", "kind", v.t("officer.kind."+string(d.q.Kind)), "name", d.q.From.Name),
		Button: v.t("officer.do." + string(d.event)), Danger: doClass[d.event] == "danger", Stale: d.stale,
	}
	if d.leg.Regime != "" {
		page.Said = append(page.Said, v.act(d.leg.Regime))
	}
	if slices.Contains(answering, d.event) {
		page.Button, page.Danger = v.t("officer.see-answer"), false
		if late := d.leg.On(today); late.Deemed && d.leg.State.Unanswered() {
			page.Said = append(page.Said, v.t("officer.answer.late", "day", v.print.Date(d.leg.Due)))
		}
	}
	page.Said = append(page.Said, v.t("officer.event."+string(d.event)))
	if d.event == privacy.Extend {
		page.Said = append(page.Said, v.t("officer.extend.by", "day", v.print.Date(d.leg.NoticeBy), "max", v.extension(d)))
	}
	if d.stale {
		page.Changed = v.since(d)
	}
	page.Sections = []officerSection{{Controls: v.eventControls(d, nil)}}
	if wrong != nil {
		fields, ours := page.fieldErrors(wrong, d.typed)
		if !ours {
			return wrong
		}
		page.Sections[0].Controls = v.eventControls(d, fields)
	}
	return v.showOfficerForm(status, page)
}

// next returns the state that the event leads to, or the error that there is none.
func (d doing) next() (string, error) {
	if d.leg.Regime != "" {
		s, err := d.leg.State.Next(d.event)
		return string(s), err
	}
	s, err := d.q.State.Next(d.event)
	return string(s), err
}

// since says what happened to the request since it was read.
func (v *visit) since(d doing) []string {
	seen, _ := strconv.Atoi(d.typed.Get("seen"))
	if seen < 0 || seen > len(d.q.Entries) {
		return nil
	}
	var all []string
	for _, e := range v.requestEntries(d.q.Entries[seen:]) {
		all = append(all, e.What+" – "+e.At)
	}
	return all
}

// extension is how many days more the Act allows at most.
func (v *visit) extension(d doing) int {
	clock, _ := v.Registrar.Law.Clock(d.leg.Regime, d.q.Kind, d.q.Received)
	return clock.Extension
}

// eventControls are the fields that the event takes.
func (v *visit) eventControls(d doing, wrong hours.FieldErrors) []control {
	f, typed := v.form("officer", wrong), d.typed
	var all []control
	switch d.event {
	case privacy.Identify:
		all = append(all, f.area("proof", typed.Get("proof")).as("text"))
	case privacy.Specify:
		ticked := holdingsTyped(typed["scope"])
		if !typed.Has("at") {
			ticked = d.q.Scope
		}
		all = append(all, f.holdings("scope", ticked, ""))
	case privacy.Extend:
		all = append(all, f.text("days", typed.Get("days")).with("inputmode", "numeric").as("text"))
	case privacy.GrantPart:
		all = append(all, f.ticks("kept", "checkbox", typed["kept"], v.refusable(d)...))
	default:
	}
	if slices.Contains(grounded, d.event) {
		all = append(all, v.groundControls(d, f)...)
	}
	if slices.Contains(grounded, d.event) || d.event == privacy.Extend {
		reason := f.area("reason", typed.Get("reason"))
		if d.event == privacy.Withhold {
			reason.Hint = v.t("officer.withhold.reason")
		}
		all = append(all, reason.as("text"))
	}
	return all
}

// refusable is what may be refused of a part: all of it, or what an answer refused.
func (v *visit) refusable(d doing) []option {
	scope := d.leg.Scope
	if len(d.leg.Answers) > 0 {
		scope = d.leg.Kept()
	}
	var all []option
	for _, id := range scope {
		all = append(all, option{Value: string(id), Label: v.held(id)})
	}
	return all
}

// groundControls are the grounds that the Act has, each with its article and whether it
// was read, and the day of the document where time takes one away.
func (v *visit) groundControls(d doing, f form) []control {
	acts := []privacy.Regime{d.leg.Regime}
	if d.leg.Regime == "" {
		acts = nil
		for _, l := range d.q.Legs {
			acts = append(acts, l.Regime)
		}
	}
	c := f.ticks("ground", "radio", d.typed["ground"])
	timed := false
	for _, act := range acts {
		for _, g := range v.grounds(d.q, act, d.event) {
			i := slices.IndexFunc(c.Parts, func(p field) bool { return p.Value == g.ID })
			hint := joined(v.print.List(v.cited(g.Articles)))
			if !g.Verified {
				hint += " – " + v.t("explanation.unverified")
			}
			if g.Must {
				hint += " – " + v.t("officer.ground.must")
			}
			if g.Years > 0 {
				timed = true
				hint += " – " + v.print.N("officer.ground.years", g.Years)
			}
			if i >= 0 { // a ground that both Acts have, each with its own article
				c.Parts[i].Hint += " ; " + hint
				continue
			}
			part := field{ID: c.ID, Name: "ground", Type: "radio", Value: g.ID, Label: v.print.Text(g.Label), Hint: hint, Checked: d.typed.Get("ground") == g.ID}
			if len(c.Parts) > 0 {
				part.ID += "-" + g.ID
			}
			c.Parts = append(c.Parts, part)
		}
	}
	all := []control{c}
	if timed {
		all = append(all, f.date("since", dateTyped(d.typed, "since")).as("day"))
	}
	return all
}

// command reads what was typed.
func (d doing) command() (privacy.Command, error) {
	c := privacy.Command{
		Event: d.event, Regime: d.leg.Regime, Proof: d.typed.Get("proof"), Ground: d.typed.Get("ground"), Reason: d.typed.Get("reason"),
		Scope: holdingsTyped(d.typed["scope"]), Kept: holdingsTyped(d.typed["kept"]),
	}
	c.Days, _ = strconv.Atoi(strings.TrimSpace(d.typed.Get("days")))
	day, wrong := dayTyped("since", dateTyped(d.typed, "since"), false)
	c.Since = day
	return c, wrong.OrNil()
}

func (v *visit) doOfficerEvent() error {
	typed, err := v.typed()
	if err != nil {
		return err
	}
	d, err := v.doing(typed)
	if err != nil {
		return err
	}
	answers := slices.Contains(answering, d.event)
	language := v.chooseLanguage(typed)
	switch {
	case language && typed.Get("at") != "confirm", typed.Get("do") == "edit":
		return v.showEvent(http.StatusOK, d, nil)
	case answers && (language || typed.Get("do") != "confirm"):
		return v.confirmAnswer(d)
	}
	c, err := d.command()
	if err == nil {
		_, err = v.Registrar.Do(v.r.Context(), v.actor, d.q.Person, d.q.ID, versionTyped(typed), c)
	}
	if err != nil {
		return v.eventWrong(d, err)
	}
	return v.redirect(requestPath(d.q), "notice", "officer-done")
}

// eventWrong shows the form again with what is wrong, and all that was typed.
func (v *visit) eventWrong(d doing, err error) error {
	typed := d.typed
	if typed.Set("at", "typed"); errors.Is(err, privacy.ErrStale) {
		d.stale = true
		if _, over := d.next(); over != nil {
			return err // what was to be done can no longer be
		}
		if d.event == privacy.Grant {
			return v.confirmAnswer(d)
		}
		return v.showEvent(http.StatusConflict, d, nil)
	}
	return v.showEvent(http.StatusUnprocessableEntity, d, err)
}

// answerPage is what the person will read, before it is given.
type answerPage struct {
	Back, BackTo, Heading, Lead, Action, Button string
	Version                                     int64
	Kept                                        []kept
	// Late says that the answer comes after the last day.
	Late    string
	Stale   bool
	Changed []string
	Letters []replyLetter
	// Mail says that a letter leads the person to the page, or that it must be printed.
	Mail string
	Edit bool
}

// confirmAnswer shows what the person will read of the answer.
func (v *visit) confirmAnswer(d doing) error {
	c, err := d.command()
	if err != nil {
		return v.eventWrong(d, err)
	}
	version := versionTyped(d.typed)
	if d.stale {
		version = d.q.Version
	}
	after, err := v.Registrar.Preview(v.r.Context(), v.actor, d.q.Person, d.q.ID, version, c)
	if err != nil {
		if d.event == privacy.Grant && !errors.Is(err, privacy.ErrStale) {
			return err // it has no field
		}
		return v.eventWrong(d, err)
	}
	base := requestPath(d.q)
	page := answerPage{
		Back: v.t("officer.event.back"), BackTo: base, Heading: v.t("officer.confirm." + string(d.event)), Lead: v.t("officer.confirm.lead", "name", d.q.From.Name),
		Action: base + "/events/" + string(d.event), Button: v.t("officer.confirm.button"), Version: version, Stale: d.stale, Edit: d.event != privacy.Grant,
		Mail: v.t("officer.confirm.mail", "address", d.q.From.Email),
	}
	if d.q.From.Email == "" {
		page.Mail = v.t("officer.confirm.print")
	}
	if d.stale {
		page.Changed = v.since(d)
	}
	said := url.Values{}
	for name, values := range d.typed {
		if !slices.Contains([]string{"do", "version", "language", "at"}, name) {
			said[name] = values
		}
	}
	said.Set("seen", strconv.Itoa(len(d.q.Entries)))
	page.Kept = keep(said)
	for _, l := range after.Legs {
		if d.leg.Regime != "" && l.Regime != d.leg.Regime {
			continue
		}
		letter, ok := v.reply(after, l)
		if !ok {
			continue
		}
		if l.Answers[len(l.Answers)-1].Late {
			page.Late = v.t("officer.answer.late", "day", v.print.Date(l.Due))
		}
		page.Letters = append(page.Letters, letter)
	}
	status := http.StatusOK
	if d.stale {
		status = http.StatusConflict
	}
	return v.showOfficer(status, "officer_answer", frame{Title: page.Heading, Form: true, Body: page})
}
