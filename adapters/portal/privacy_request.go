package portal

import (
	"errors"
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
)

// privacyActRoutes are one request and what its own person may do with it.
func privacyActRoutes() []Route {
	one := privacyRequestsPath + "/{request}"
	return []Route{
		{"GET", one, (*visit).privacyRequest, false},
		{"GET", one + "/precision", (*visit).specifyPrivacy, false},
		{"POST", one + "/precision", (*visit).savePrecision, false},
		{"GET", one + "/withdrawal", (*visit).confirmWithdrawPrivacy, false},
		{"POST", one + "/withdrawal", (*visit).withdrawPrivacy, false},
		{"GET", one + "/recourse/{regime}", (*visit).confirmRecourse, false},
		{"POST", one + "/recourse/{regime}", (*visit).sayRecourse, false},
	}
}

// privacyRequestPage is one request with its parts, each under its Act.
type privacyRequestPage struct {
	Link, Kind, Number string
	stateWord
	// Needs says what the request waits for from the person; empty for nothing.
	Needs   string
	Answers []answer
	Asked   string
	Legs    []legPart
	// Told are those to whom a rectification was told (CCQ, s. 40).
	Told                     []toldRow
	History                  []privacyEntry
	Specifiable, Retractable bool
}

// privacyEntry is one thing that happened to a request. Nobody is named.
type privacyEntry struct{ What, Act, At, By string }

// ownPrivacyRequest returns the request that the address names, when it is the reader's
// own; for any other there is no such page.
func (v *visit) ownPrivacyRequest() (privacy.Request, cycle.Date, error) {
	r, err := v.Registrar.Request(v.r.Context(), v.actor, v.self(), v.r.PathValue("request"))
	if err != nil {
		return r, cycle.Date{}, err
	}
	today, err := v.Registrar.Today(v.r.Context(), v.actor)
	return r, today, err
}

func (v *visit) privacyRequest() error {
	r, today, err := v.ownPrivacyRequest()
	if err != nil {
		return err
	}
	told, err := v.Registrar.ToTell(v.r.Context(), v.actor, v.self(), r.ID)
	if err != nil {
		return err
	}
	page := privacyRequestPage{
		Link: privacyRequestsPath + "/" + r.ID, Kind: v.t("privacy.kind." + string(r.Kind)), Number: r.Number(), Asked: r.Asked,
		stateWord: v.privacyState(r, today), Specifiable: v.specifiable(r, today), Retractable: v.may(r, privacy.Command{Event: privacy.Withdraw}, today),
	}
	switch r.State {
	case privacy.Identifying:
		page.Needs = v.t("rights.needs.identity", "mail", v.Registrar.Inventory.Officer.Email)
	case privacy.Clarifying:
		page.Needs = v.t("rights.needs.precision")
	default:
	}
	proof := v.t("rights.proof.none")
	switch r.Proof {
	case "":
	case privacy.ProofSession:
		proof = v.t("rights.proof.session")
	default:
		proof = v.t("rights.proof.shown")
	}
	page.Answers = []answer{
		{"received", v.t("rights.received"), []string{v.print.Date(r.Received)}, ""},
		{"quality", v.t("field.rights.quality"), []string{v.t("privacy.quality." + string(r.Quality))}, ""},
		{"proof", v.t("rights.proof"), []string{proof}, ""},
	}
	for _, l := range r.Legs {
		page.Legs = append(page.Legs, v.legPart(r, l, today))
	}
	for _, d := range told {
		page.Told = append(page.Told, v.toldRow(d))
	}
	page.History = append(page.History, privacyEntry{What: v.t("rights.entered"), At: v.print.Instant(r.Logged, v.zone), By: v.t("rights.by.you")})
	for _, e := range r.Entries {
		page.History = append(page.History, v.privacyEntry(e))
	}
	title := page.Kind + " – " + v.t("rights.number", "number", page.Number)
	return v.show(http.StatusOK, "privacy_request", frame{Title: title, Tab: "privacy", Body: page})
}

func (v *visit) privacyEntry(e privacy.Entry) privacyEntry {
	line := privacyEntry{What: v.t("privacy.event." + string(e.Event)), At: v.print.Instant(e.At, v.zone), By: v.t("rights.by.order")}
	if e.Regime != "" {
		line.Act = v.t("privacy.regime." + string(e.Regime))
	}
	if e.Account == v.actor.Account {
		line.By = v.t("rights.by.you")
	}
	return line
}

// specifiable reports a request that may still be made precise.
func (v *visit) specifiable(r privacy.Request, today cycle.Date) bool {
	all := v.askable(string(r.Quality))
	return len(all) > 0 && v.may(r, privacy.Command{Event: privacy.Specify, Scope: []privacy.HoldingID{all[0].ID}}, today)
}

// precisionPage is the list from which a request is made precise.
type precisionPage struct {
	Link, Kind, Number string
	Asked              string
	Version            int64
	Extent, Search     field
	Typed              privacyAsking
	Groups             []scopeGroup
	Count              string
	Stale              bool
}

func (v *visit) specifyPrivacy() error {
	r, today, err := v.ownPrivacyRequest()
	if err != nil {
		return err
	}
	if !v.specifiable(r, today) {
		return v.redirect(privacyRequestsPath+"/"+r.ID, "notice", "rights-too-late")
	}
	a := privacyAsking{Quality: string(r.Quality), Chosen: r.Scope}
	return v.showPrecision(http.StatusOK, r, a, false, nil)
}

func (v *visit) showPrecision(status int, r privacy.Request, a privacyAsking, stale bool, wrong hours.FieldErrors) error {
	f := v.form("rights", wrong)
	page := precisionPage{
		Link: privacyRequestsPath + "/" + r.ID, Kind: v.t("privacy.kind." + string(r.Kind)), Number: r.Number(), Asked: r.Asked, Version: r.Version,
		Extent: f.text("scope", ""), Search: f.text("search", a.Search), Typed: a, Stale: stale,
	}
	found := 0
	page.Groups, found = v.scopeGroups(v.askable(a.Quality), a.Chosen, a.Search)
	page.Count = v.print.N("rights.found", found)
	return v.show(status, "privacy_precision", frame{Title: v.t("rights.precision"), Tab: "privacy", Form: true, Wrong: v.problems(wrong), Body: page})
}

func (v *visit) savePrecision() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	r, _, err := v.ownPrivacyRequest()
	if err != nil {
		return err
	}
	a, do := privacyTyped(form), form.Get("do")
	a.Quality = string(r.Quality)
	if v.chooseLanguage(form) || do == "search" || do == "" && a.Search != a.Searched {
		return v.showPrecision(http.StatusOK, r, a, false, nil)
	}
	_, err = v.Registrar.Do(v.r.Context(), v.actor, v.self(), r.ID, versionTyped(form), privacy.Command{Event: privacy.Specify, Scope: a.Chosen})
	switch {
	case errors.Is(err, privacy.ErrStale):
		return v.showPrecision(http.StatusConflict, r, a, true, nil)
	case errors.Is(err, privacy.ErrImprecise), errors.Is(err, privacy.ErrUnknownHolding):
		return v.showPrecision(http.StatusUnprocessableEntity, r, a, false, hours.FieldErrors{{Field: "scope", Err: err}})
	case err != nil:
		return err
	}
	return v.redirect(privacyRequestsPath+"/"+r.ID, "notice", "rights-specified")
}

// privacyQuestion asks before something final is done to one's own request.
func (v *visit) privacyQuestion(key string, c privacy.Command, values ...any) error {
	r, today, err := v.ownPrivacyRequest()
	if err != nil {
		return err
	}
	link := privacyRequestsPath + "/" + r.ID
	if !v.may(r, c, today) {
		return v.redirect(link, "notice", "rights-too-late")
	}
	q := question{
		Heading: v.t("rights." + key + ".title"), What: v.t("privacy.kind."+string(r.Kind)) + " – " + v.t("rights.number", "number", r.Number()),
		Sentence: v.t("rights."+key+".text", values...), Button: v.t("rights." + key), Action: v.r.URL.Path, Back: link, Version: r.Version,
	}
	return v.show(http.StatusOK, "confirm", frame{Title: q.Heading, Tab: "privacy", Body: q})
}

// privacyAct does it.
func (v *visit) privacyAct(notice string, c privacy.Command) error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	id := v.r.PathValue("request")
	if _, err := v.Registrar.Do(v.r.Context(), v.actor, v.self(), id, versionTyped(form), c); err != nil {
		return err
	}
	return v.redirect(privacyRequestsPath+"/"+id, "notice", notice)
}

func (v *visit) confirmWithdrawPrivacy() error {
	return v.privacyQuestion("withdraw", privacy.Command{Event: privacy.Withdraw})
}

func (v *visit) withdrawPrivacy() error {
	return v.privacyAct("rights-withdrawn", privacy.Command{Event: privacy.Withdraw})
}

// contest is the command that says that the recourse under the Act of the address was
// taken.
func (v *visit) contest() privacy.Command {
	return privacy.Command{Event: privacy.Contest, Regime: privacy.Regime(v.r.PathValue("regime"))}
}

func (v *visit) confirmRecourse() error {
	c := v.contest()
	if !slices.Contains(privacy.Regimes(), c.Regime) {
		return privacy.ErrNotFound
	}
	return v.privacyQuestion("contest", c, "act", v.t("privacy.regime."+string(c.Regime)))
}

func (v *visit) sayRecourse() error { return v.privacyAct("rights-contested", v.contest()) }
