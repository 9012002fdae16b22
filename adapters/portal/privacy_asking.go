package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// privacyAskingPath is where a request is written, and checked before it is sent.
const privacyAskingPath = privacyRequestsPath + "/new"

func privacyAskingRoutes() []Route {
	return []Route{
		{"GET", privacyAskingPath, (*visit).newPrivacyRequest, false},
		{"POST", privacyAskingPath, (*visit).askPrivacy, false},
	}
}

// How much of what is held a request is about: everything, what is chosen from the list,
// or what its words say.
const (
	extentAll    = "all"
	extentChosen = "chosen"
	extentWords  = "words"
)

// privacyAsking is a request as it is typed. Nothing of it is kept before it is sent.
type privacyAsking struct {
	// ID is drawn with the page, so that a double press asks once.
	ID                           string
	Kind, Quality, Extent, Asked string
	Chosen                       []privacy.HoldingID
	// Search is what the list is searched for, and Searched what it was searched for when
	// the page was made: Enter in the field searches, and does not go on.
	Search, Searched string
}

// privacyTyped reads a request from a form or from an address that begins one.
func privacyTyped(form url.Values) privacyAsking {
	a := privacyAsking{
		ID: form.Get("id"), Kind: form.Get("kind"), Quality: form.Get("quality"), Extent: form.Get("extent"), Asked: form.Get("asked"),
		Search: form.Get("search"), Searched: form.Get("searched"),
	}
	for _, id := range form["scope"] {
		a.Chosen = append(a.Chosen, privacy.HoldingID(id))
	}
	if !identity.WellFormed(a.ID) {
		a.ID = freshID()
	}
	return a
}

// askable are the holdings that somebody may ask about: those about themselves, or, for
// somebody else, every one.
func (v *visit) askable(quality string) []privacy.Holding {
	if quality != "" && quality != string(privacy.Oneself) {
		return v.Registrar.Inventory.Holdings()
	}
	return v.Registrar.Inventory.About(v.actor.Roles)
}

// asking returns what the desk is asked.
func (v *visit) asking(a privacyAsking) privacy.Asking {
	ask := privacy.Asking{ID: a.ID, Kind: privacy.Kind(a.Kind), Quality: privacy.Quality(a.Quality), Asked: a.Asked}
	switch a.Extent {
	case extentAll:
		for _, h := range v.askable(a.Quality) {
			ask.Scope = append(ask.Scope, h.ID)
		}
	case extentChosen:
		ask.Scope = a.Chosen
	}
	return ask
}

// wrongAsking returns what is wrong with a request before it is sent, as the desk would
// say it, all at once.
func (v *visit) wrongAsking(a privacyAsking) hours.FieldErrors {
	var wrong hours.FieldErrors
	add := func(field string, err error) { wrong = append(wrong, hours.FieldError{Field: field, Err: err}) }
	if !slices.Contains(privacy.Kinds(), privacy.Kind(a.Kind)) {
		add("kind", privacy.ErrUnknownKind)
	}
	if !slices.Contains(privacy.Qualities(), privacy.Quality(a.Quality)) {
		add("quality", privacy.ErrUnknownQuality)
	}
	ask, needed := v.asking(a), a.Kind == string(privacy.Complaint) || a.Kind == string(privacy.Rectify)
	switch {
	case strings.TrimSpace(a.Asked) == "" && (needed || a.Extent == extentWords):
		add("asked", privacy.ErrNothingAsked)
	case len([]rune(strings.TrimSpace(a.Asked))) > privacy.LongestText:
		add("asked", privacy.ErrTooLong)
	}
	switch {
	case a.Extent == extentChosen && len(a.Chosen) == 0:
		add("extent", privacy.ErrImprecise)
	case !slices.Contains([]string{extentAll, extentChosen, extentWords}, a.Extent):
		add("extent", privacy.ErrNothingAsked)
	case !v.allKnown(ask.Scope):
		add("extent", privacy.ErrUnknownHolding)
	}
	return wrong
}

// allKnown reports holdings of the inventory, each once.
func (v *visit) allKnown(ids []privacy.HoldingID) bool {
	for n, id := range ids {
		if _, known := v.Registrar.Inventory.Holding(id); !known || slices.Contains(ids[:n], id) {
			return false
		}
	}
	return true
}

// askingPage is the form of a request.
type askingPage struct {
	Typed         privacyAsking
	Kind, Quality field
	Extent, Asked field
	Search        field
	Groups        []scopeGroup
	Count         string
	// Officer is where to write for whoever would rather.
	Officer inCharge
}

// scopeGroup is what is held for one purpose, to choose from.
type scopeGroup struct {
	Purpose, Regime string
	Boxes           []scopeBox
}

type scopeBox struct {
	ID, Value, Label string
	Checked          bool
}

// scopeGroups are the holdings to choose from, by purpose: those that hold every word
// that is searched for, and those that are chosen already.
func (v *visit) scopeGroups(offered []privacy.Holding, chosen []privacy.HoldingID, search string) (all []scopeGroup, found int) {
	words := strings.Fields(hours.Fold(search))
	several := map[string]bool{}
	for _, h := range offered {
		several[h.Group] = true
	}
	last := ""
	for n, h := range offered {
		label, purpose := v.categoryOf(h.Category), v.purposeOf(h.Purpose)
		if group, known := v.Registrar.Inventory.Group(h.Group); known && len(several) > 1 {
			label += " – " + v.print.Text(group.Label)
		}
		text, checked := hours.Fold(label+" "+purpose), slices.Contains(chosen, h.ID)
		matches := !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
		if matches {
			found++
		}
		if !matches && !checked {
			continue
		}
		if last != h.Purpose {
			all, last = append(all, scopeGroup{Purpose: purpose, Regime: v.t("privacy.regime." + string(h.Regime))}), h.Purpose
		}
		g := &all[len(all)-1]
		g.Boxes = append(g.Boxes, scopeBox{"scope-" + strconv.Itoa(n), string(h.ID), label, checked})
	}
	return all, found
}

func (v *visit) newPrivacyRequest() error {
	q := v.r.URL.Query()
	return v.showAsking(http.StatusOK, privacyAsking{ID: freshID(), Kind: q.Get("kind"), Quality: string(privacy.Oneself), Extent: extentAll}, nil)
}

func (v *visit) showAsking(status int, a privacyAsking, wrong hours.FieldErrors) error {
	today, err := v.Registrar.Today(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	f := v.form("rights", wrong)
	page := askingPage{Typed: a, Asked: f.area("asked", a.Asked), Search: f.text("search", a.Search), Officer: v.officerLine()}
	page.Kind = picks(f, "kind", a.Kind, privacy.Kinds(), func(k privacy.Kind) (string, string) {
		return v.t("privacy.kind." + string(k)), v.t("rights.kind."+string(k)) + " " + v.limits(k, privacy.Regimes(), today)
	})
	var qualities group
	for _, q := range privacy.Qualities() {
		qualities.Options = append(qualities.Options, option{Value: string(q), Label: v.t("privacy.quality." + string(q))})
	}
	page.Quality = f.choice("quality", a.Quality, qualities)
	page.Extent = picks(f, "extent", a.Extent, []string{extentAll, extentWords, extentChosen}, func(e string) (string, string) {
		return v.t("rights.extent." + e), v.t("rights.extent." + e + ".hint")
	})
	found := 0
	page.Groups, found = v.scopeGroups(v.askable(a.Quality), a.Chosen, a.Search)
	page.Count = v.print.N("rights.found", found)
	return v.show(status, "privacy_asking", frame{Title: v.t("rights.new"), Tab: "privacy", Form: true, Wrong: v.problems(wrong), Body: page})
}

// picks is a choice of radio buttons, each with what it means. The first one has the id of
// the field, to which the summary of errors leads.
func picks[T ~string](f form, name, value string, all []T, words func(T) (label, hint string)) field {
	control := f.text(name, value)
	for n, one := range all {
		part := field{ID: name, Name: name, Value: string(one), Checked: string(one) == value}
		part.Label, part.Hint = words(one)
		if n > 0 {
			part.ID += "-" + string(one)
		}
		control.Parts = append(control.Parts, part)
	}
	return control
}

// limits says how long an answer may take under Acts.
func (v *visit) limits(k privacy.Kind, acts []privacy.Regime, today cycle.Date) string {
	var all []string
	for _, r := range acts {
		c, right := v.Registrar.Law.Clock(r, k, today)
		regime := v.t("privacy.regime." + string(r))
		switch {
		case !right:
			continue
		case c.Days == 0:
			all = append(all, v.t("rights.limit.none", "act", regime))
		case c.Extension > 0:
			all = append(all, v.t("rights.limit.extended", "act", regime, "days", c.Days, "more", c.Extension))
		default:
			all = append(all, v.t("rights.limit", "act", regime, "days", c.Days))
		}
		if !c.Verified {
			all[len(all)-1] += " (" + v.t("explanation.unverified") + ")"
		}
	}
	return strings.Join(all, "; ") + "."
}

// askPrivacy checks what was typed, shows it again before it is sent, and sends it.
func (v *visit) askPrivacy() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	a, do := privacyTyped(form), form.Get("do")
	translated := v.chooseLanguage(form)
	switch {
	case translated && form.Get("checked") == "1" && len(v.wrongAsking(a)) == 0:
		return v.showAskingCheck(a)
	case translated, do == "change", do == "search", do == "" && a.Search != a.Searched:
		return v.showAsking(http.StatusOK, a, nil)
	}
	if wrong := v.wrongAsking(a); len(wrong) > 0 {
		return v.showAsking(http.StatusUnprocessableEntity, a, wrong)
	}
	if do != "send" {
		return v.showAskingCheck(a)
	}
	r, err := v.Registrar.Ask(v.r.Context(), v.actor, v.asking(a))
	if field := askingField(err); field != "" {
		return v.showAsking(http.StatusUnprocessableEntity, a, hours.FieldErrors{{Field: field, Err: err}})
	}
	if err != nil {
		return err
	}
	return v.redirect(privacyRequestsPath+"/"+r.ID, "notice", "rights-sent")
}

// askingField returns the field that an error of the desk is about; empty for none.
func askingField(err error) string {
	for field, all := range map[string][]error{
		"kind": {privacy.ErrUnknownKind, privacy.ErrNoRight}, "quality": {privacy.ErrUnknownQuality},
		"extent": {privacy.ErrUnknownHolding}, "asked": {privacy.ErrNothingAsked, privacy.ErrTooLong},
	} {
		if slices.ContainsFunc(all, func(is error) bool { return errors.Is(err, is) }) {
			return field
		}
	}
	return ""
}

// askingCheck is a request as it will be sent.
type askingCheck struct {
	Typed   privacyAsking
	Answers []answer
	Scope   []purposeLine
	// Limits says how long an answer may take for what is asked.
	Limits string
	// Withdrawal says that a consent is withdrawn faster on its own page.
	Withdrawal bool
}

func (v *visit) showAskingCheck(a privacyAsking) error {
	today, err := v.Registrar.Today(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	ask := v.asking(a)
	// What is not precise may be under either Act.
	acts := slices.DeleteFunc(privacy.Regimes(), func(r privacy.Regime) bool {
		return len(ask.Scope) > 0 && !slices.ContainsFunc(ask.Scope, func(id privacy.HoldingID) bool {
			h, _ := v.Registrar.Inventory.Holding(id)
			return h.Regime == r
		})
	})
	page := askingCheck{
		Typed: a, Scope: v.scope(ask.Scope), Limits: v.limits(ask.Kind, acts, today), Withdrawal: ask.Kind == privacy.Withdrawal,
		Answers: []answer{
			{"kind", v.t("field.rights.kind"), []string{v.t("privacy.kind." + a.Kind)}, ""},
			{"quality", v.t("field.rights.quality"), []string{v.t("privacy.quality." + a.Quality)}, ""},
			{"asked", v.t("field.rights.asked"), []string{a.Asked}, ""},
			{"extent", v.t("field.rights.extent"), []string{v.t("rights.extent." + a.Extent)}, ""},
		},
	}
	return v.show(http.StatusOK, "privacy_asking_check", frame{Title: v.t("rights.check"), Tab: "privacy", Form: true, Body: page})
}
