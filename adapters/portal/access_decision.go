package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity/access"
)

// accessGround is a reason for a refusal, with where it stands if that was verified.
type accessGround struct {
	Label, Source string
	Verified      bool
}

// signed is one of the two signatures, as staff see it. Name is empty when it is missing.
type signed struct{ Party, Name, On, Digest string }

// accessFilePage is one request, with what is to be decided.
type accessFilePage struct {
	Back, Heading, Service string
	State, Class           string
	Answers                []answer
	Reasons                []accessGround
	Signed                 []signed
	Statement              *access.Statement
	Lang                   string
	// Account leads to the services of the account; empty while there is none.
	Account string
	// Decided says how the request ended, and By who decided and when.
	Decided, By string
	Grounds     []accessGround
	Note        string
	// Waits says that it is to be decided, by somebody else when it is Own.
	Waits, Own bool
	Verdict    accessVerdict
	// Next leads to the next one that waits; empty when none does.
	Next string
	Left string
}

// accessVerdict is what staff type of a request.
type accessVerdict struct {
	Action  string
	Version int64
	Boxes   []field
	Error   string
	Note    field
	// Stale says that it was changed elsewhere since it was read, and Refused that it
	// cannot be accepted as it stands.
	Stale, Refused bool
}

// accessTyped is what was typed, as typed.
type accessTyped struct {
	grounds        []string
	note           string
	version        int64
	wrong          hours.FieldErrors
	stale, refused bool
}

func (v *visit) accessFile() error {
	f, err := v.Office.File(v.r.Context(), v.actor, v.r.PathValue("request"))
	if err != nil {
		return err
	}
	return v.showAccess(http.StatusOK, f, accessTyped{version: f.Request.Version})
}

func (v *visit) showAccess(status int, f access.File, typed accessTyped) error {
	r := f.Request
	row := v.accessRow(r)
	page := accessFilePage{
		Back: accessQueuePath, Heading: v.t("access-desk.heading", "name", r.User.Name()), Service: row.Service, State: row.State, Class: row.Class,
		Answers: v.accessAnswers(f), Statement: r.Statement, Note: r.Note,
		Waits: r.State == access.Queued, Own: f.Own, Verdict: v.accessVerdict(typed),
	}
	switch {
	case r.Account != "":
		page.Account = accessQueuePath + "/accounts/" + string(r.Account)
	case f.Account.ID != "":
		page.Account = accessQueuePath + "/accounts/" + string(f.Account.ID)
	}
	if page.Waits {
		for _, reason := range f.Reasons {
			page.Reasons = append(page.Reasons, v.accessGround(string(reason)))
		}
	}
	for _, id := range r.Grounds {
		page.Grounds = append(page.Grounds, v.accessGround(id))
	}
	for _, p := range []access.Party{access.TheUser, access.TheAuthoriser} {
		one := signed{Party: v.t("access-desk.party." + string(p))}
		if s := r.Signed(p); s != nil {
			one.Name, one.On, one.Digest = s.Name, v.print.Instant(s.At, v.zone), s.Digest
			if !s.On.IsZero() {
				one.On = v.print.Date(s.On)
			}
		}
		page.Signed = append(page.Signed, one)
	}
	if r.Statement != nil {
		page.Lang = langTags[r.Statement.Language]
	}
	if !r.Decided.IsZero() {
		page.Decided = v.t("access-desk.decided." + string(r.State))
		page.By = f.By + " · " + v.print.Instant(r.Decided, v.zone)
		if err := v.accessNext(&page); err != nil {
			return err
		}
	}
	return v.show(status, "access_decision", frame{
		Title: page.Heading, Tab: "queue", Form: page.Waits && !f.Own, Wrong: v.problems(typed.wrong), Body: page,
	})
}

// accessNext adds the next request that waits.
func (v *visit) accessNext(page *accessFilePage) error {
	waiting, err := v.Office.Queue(v.r.Context(), v.actor)
	if err != nil || len(waiting) == 0 {
		return err
	}
	page.Next, page.Left = accessQueuePath+"/requests/"+waiting[0].ID, v.print.N("access-desk.left", len(waiting))
	return nil
}

func (v *visit) accessGround(id string) accessGround {
	g, known := v.Office.Catalogue.Ground(id)
	if !known {
		return accessGround{Label: id}
	}
	if !g.Verified {
		return accessGround{Label: v.print.Text(g.Label)}
	}
	return accessGround{v.print.Text(g.Label), g.Source, true}
}

// accessAnswers are what was filled in, how it came, and whose the account will be.
func (v *visit) accessAnswers(f access.File) []answer {
	r := f.Request
	row := v.accessRow(r)
	word := func(name string) string { return v.print.Text(v.Office.Catalogue.Words[name]) }
	kind := r.Authoriser.Kind
	if a, known := v.Office.Catalogue.Authoriser(kind); known {
		kind = v.print.Text(a.Label)
	}
	agency := word("no")
	if r.Agency {
		agency = word("yes")
	}
	came := []string{v.t("access-desk.came.here", "at", v.print.Instant(r.Submitted, v.zone))}
	if p := r.Paper; p != nil {
		came = []string{
			v.t("access-desk.came.paper", "day", v.print.Date(p.Received), "by", f.RecordedBy),
			v.t("access-desk.came.edition", "day", v.print.Date(p.Edition)), v.print.N("access-desk.came.forms", p.Forms),
		}
	}
	account := answer{"", v.t("access-desk.account"), []string{v.t("access-desk.account.new")}, ""}
	switch {
	case r.Granted.IsZero() && f.Account.ID != "":
		account.Values = []string{v.t("access-desk.account.known", "account", string(f.Account.ID))}
	case r.Account != "":
		account.Values = []string{string(r.Account)}
	}
	return []answer{
		{"", word("user"), []string{r.User.Name(), r.User.Email}, ""},
		{"", word("agency"), []string{agency}, ""},
		{"", word("authoriser"), []string{r.Authoriser.Name(), r.Authoriser.Email}, ""},
		{"", word("kind"), []string{kind}, ""},
		{"", word("place"), []string{r.Authoriser.Place}, ""},
		{"", word("form"), []string{row.Form}, ""},
		{"", v.t("access-desk.came"), came, ""},
		account,
	}
}

func (v *visit) accessVerdict(typed accessTyped) accessVerdict {
	form := v.form("access-desk", typed.wrong)
	verdict := accessVerdict{
		Action: v.r.URL.Path, Version: typed.version, Note: form.area("note", typed.note), Stale: typed.stale, Refused: typed.refused,
	}
	if err := typed.wrong.Of("grounds"); err != nil {
		verdict.Error = v.print.FieldError("grounds", err)
	}
	for _, g := range v.Office.Catalogue.Grounds {
		if g.Found {
			continue
		}
		box := field{ID: "grounds", Name: "grounds", Value: g.ID, Label: v.print.Text(g.Label), Checked: slices.Contains(typed.grounds, g.ID)}
		if len(verdict.Boxes) > 0 {
			box.ID += "-" + g.ID
		}
		if !g.Verified {
			box.Hint = v.t("explanation.unverified")
		}
		verdict.Boxes = append(verdict.Boxes, box)
	}
	return verdict
}

func (v *visit) decideAccess() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	id := v.r.PathValue("request")
	f, err := v.Office.File(v.r.Context(), v.actor, id)
	if err != nil {
		return err
	}
	typed := accessTyped{grounds: form["grounds"], note: form.Get("note"), version: versionTyped(form)}
	switch language := v.chooseLanguage(form); {
	case f.Own:
		return access.ErrForbidden
	case language && form.Get("at") == "", form.Get("do") == "edit":
		return v.showAccess(http.StatusOK, f, typed)
	case language, form.Get("do") == "refuse":
		return v.confirmRefusal(f, typed)
	case form.Get("do") == "accept":
		_, err = v.Office.Accept(v.r.Context(), v.actor, id, typed.version)
	case form.Get("do") == "confirm":
		_, err = v.Office.Refuse(v.r.Context(), v.actor, id, typed.version, typed.grounds, typed.note)
	default:
		return v.showAccess(http.StatusOK, f, typed)
	}
	if err != nil {
		return v.accessWrong(err, f, typed)
	}
	notice := "access-accepted"
	if form.Get("do") == "confirm" {
		notice = "access-refused"
	}
	return v.redirect(v.r.URL.Path, "notice", notice)
}

// accessWrong shows the request again with what is wrong, and all that was typed.
func (v *visit) accessWrong(err error, f access.File, typed accessTyped) error {
	switch {
	case errors.Is(err, access.ErrNoGround):
		typed.wrong = hours.FieldErrors{{Field: "grounds", Err: err}}
	case errors.As(err, &typed.wrong):
	case errors.Is(err, access.ErrStale):
		typed.stale, typed.version = true, f.Request.Version
		return v.showAccess(http.StatusConflict, f, typed)
	case errors.Is(err, access.ErrReasons):
		typed.refused = true
		return v.showAccess(http.StatusConflict, f, typed)
	default:
		return err
	}
	return v.showAccess(http.StatusUnprocessableEntity, f, typed)
}

// refusalPage shows the letter that a refusal sends, before it is sent.
type refusalPage struct {
	Heading, Lead, Action string
	Version               int64
	Kept                  []kept
	Versions              []letterVersion
}

func (v *visit) confirmRefusal(f access.File, typed accessTyped) error {
	if typed.version != f.Request.Version {
		return v.accessWrong(access.ErrStale, f, typed)
	}
	letters, err := v.Office.Refusal(v.r.Context(), v.actor, f.Request.ID, typed.grounds, typed.note)
	if err != nil {
		return v.accessWrong(err, f, typed)
	}
	page := refusalPage{
		Heading: v.t("access-desk.refusal.heading", "name", f.Request.User.Name()), Action: v.r.URL.Path, Version: typed.version,
		Lead: v.t("access-desk.refusal.lead", "user", letters[0].To, "authoriser", letters[1].To),
		Kept: keep(url.Values{"grounds": typed.grounds, "note": {typed.note}}), Versions: v.letterVersions(letters[0]),
	}
	return v.show(http.StatusOK, "access_refusal", frame{Title: page.Heading, Tab: "queue", Form: true, Body: page})
}
