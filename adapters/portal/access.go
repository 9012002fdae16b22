package portal

import (
	"errors"
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// accessRoutes are the pages on which anybody asks for access to services online (A1 to
// A7, A11): none of them needs a session, and what is filled in is the browser's that
// holds the secret of its cookie.
func accessRoutes() []Route {
	return slices.Concat([]Route{
		{"GET", "/access", (*visit).accessForms, true},
		{"POST", "/access", (*visit).beginRequest, true},
		{"GET", "/access/requests", (*visit).ownRequests, true},
		{"GET", forgetPath, (*visit).confirmForget, true},
		{"POST", forgetPath, (*visit).forget, true},
		{"GET", "/access/requests/{request}", (*visit).ownRequest, true},
		{"GET", "/access/requests/{request}/withdrawal", (*visit).confirmWithdrawRequest, true},
		{"POST", "/access/requests/{request}/withdrawal", (*visit).withdrawRequest, true},
		{"POST", "/access/requests/{request}/copy", (*visit).copyRequest, true},
		{"GET", "/access/requests/{request}/{step}", (*visit).requestStep, true},
		{"POST", "/access/requests/{request}/{step}", (*visit).saveRequestStep, true},
	}, signingRoutes(), openingRoutes())
}

// requestsPath is the list of the requests of this browser, and forgetPath what has the
// browser forget them.
const (
	requestsPath = "/access/requests"
	forgetPath   = requestsPath + "/forgetting"
)

// accessPage says how access is asked for, and has the forms (A1).
type accessPage struct {
	// Fresh names the request that a form begins: a double press begins one.
	Fresh string
	Kinds []formKind
	// Represented are asked for at the representative of the workplace (A11).
	Represented []access.Service
	// Open says that requests are under way in this browser.
	Open bool
}

// formKind is the forms of professions, or those of types of establishment.
type formKind struct {
	Kind  access.Kind
	Forms []access.Form
}

func (v *visit) accessForms() error {
	page := accessPage{Fresh: freshID(), Represented: v.Office.Catalogue.Represented()}
	for _, kind := range []access.Kind{access.Profession, access.Establishment} {
		forms := slices.DeleteFunc(slices.Clone(v.Office.Catalogue.Forms), func(f access.Form) bool { return f.Kind != kind })
		if len(forms) > 0 {
			page.Kinds = append(page.Kinds, formKind{kind, forms})
		}
	}
	mine, err := v.Office.Mine(v.r.Context(), v.Org, v.asker())
	if err != nil {
		return err
	}
	page.Open = slices.ContainsFunc(mine, shown)
	return v.show(http.StatusOK, "access", frame{Title: v.t("asking.title"), Body: page})
}

// asker is what ties requests to this browser.
func (v *visit) asker() string { return v.secret("access") }

// keepAsker keeps it for as long as a request that is not sent is kept; on a workstation
// that people share, until the browser is closed.
func (v *visit) keepAsker(browser string) {
	age := int(access.SigningLife.Seconds())
	if v.shared() {
		age = 0
	}
	v.cookie(v.secretCookie("access"), browser, age)
}

// beginRequest begins a request with the form that was chosen.
func (v *visit) beginRequest() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	chosen, known := v.Office.Catalogue.Form(form.Get("form"))
	if v.chooseLanguage(form) || !known {
		return v.redirect("/access")
	}
	return v.beginWith(form.Get("id"), access.Entry{Form: chosen.ID, Language: v.print.Language})
}

// beginWith begins a request and leads to its first question.
func (v *visit) beginWith(id string, e access.Entry) error {
	if !identity.WellFormed(id) {
		id = freshID()
	}
	browser, r, err := v.Office.Begin(v.r.Context(), v.Org, v.asker(), id, e)
	if errors.Is(err, access.ErrTooMany) {
		return v.redirect(requestsPath, "notice", "access-many")
	}
	if err != nil {
		return err
	}
	v.keepAsker(browser)
	return v.redirect(requestsPath + "/" + r.ID + "/person")
}

// requestLine is a request of this browser, in a list.
type requestLine struct {
	ID, Link      string
	Person        string
	Service, Form string
	State, Class  string
	Detail        string
	// Draft says that it is being filled in, Withdrawable that it may be given up, and
	// Named that it says for whom it is.
	Draft, Withdrawable, Named bool
	// Fresh names the request for another service that the line begins.
	Fresh string
}

// shown reports a request that is worth a line: nothing is left to say of one that was
// given up before it was sent.
func shown(r access.Request) bool { return !r.State.Ended() || !r.Submitted.IsZero() }

// requestClasses are the colours of the states, as the badges of files have them.
var requestClasses = map[access.State]string{
	access.Awaiting: "submitted", access.Queued: "submitted", access.Accepted: "counted", access.Refused: "refused",
	access.Withdrawn: "cancelled", access.Declined: "cancelled", access.Lapsed: "cancelled",
}

func (v *visit) requestLine(r access.Request) requestLine {
	form, _ := v.Office.Catalogue.Form(r.Form)
	service, _ := v.Office.Catalogue.Service(r.Service)
	line := requestLine{
		ID: r.ID, Link: requestsPath + "/" + r.ID, Form: v.print.Text(form.Label), Service: v.print.Text(service.Label),
		State: v.t("asking.state." + string(r.State)), Class: requestClasses[r.State], Draft: r.State == access.Draft, Fresh: freshID(),
	}
	if r.User.First != "" || r.User.Last != "" {
		line.Person, line.Named = r.User.Name(), true
	}
	_, err := r.State.Next(access.Withdraw)
	line.Withdrawable = err == nil
	line.Detail = v.t("asking.state."+string(r.State)+".text", "until", v.print.Instant(r.Ends(), v.zone))
	return line
}

// ownRequests is the list "Mes demandes".
func (v *visit) ownRequests() error {
	mine, err := v.Office.Mine(v.r.Context(), v.Org, v.asker())
	if err != nil {
		return err
	}
	var lines []requestLine
	for _, r := range mine {
		if shown(r) {
			lines = append(lines, v.requestLine(r))
		}
	}
	return v.show(http.StatusOK, "access_requests", frame{Title: v.t("asking.mine"), Body: lines})
}

// readRequest returns the request that the address names, when it is this browser's; ok
// is false once it has answered for one that is not.
func (v *visit) readRequest() (r access.Request, ok bool, err error) {
	r, err = v.Office.Request(v.r.Context(), v.Org, v.asker(), v.r.PathValue("request"))
	if errors.Is(err, access.ErrNotFound) {
		return r, false, v.redirect(requestsPath, "notice", "access-elsewhere")
	}
	return r, err == nil, err
}

// requestPage says what becomes of a request that was sent.
type requestPage struct {
	Line requestLine
	// Parties are the two who sign, while signatures are asked for.
	Parties []partyLine
	Sent    string
	Demo    bool
}

// partyLine is one of the two who sign, and whether they have.
type partyLine struct{ Role, Name, Email, Signed string }

func (v *visit) ownRequest() error {
	r, ok, err := v.readRequest()
	if !ok {
		return err
	}
	if r.State == access.Draft {
		d := v.draft(r)
		return v.redirect(d.base+"/"+requestSteps[d.progress.first()].id, "notice", v.r.URL.Query().Get("notice"))
	}
	page := requestPage{Line: v.requestLine(r), Demo: v.Demo != nil && r.State == access.Awaiting}
	if !r.Submitted.IsZero() {
		page.Sent = v.print.Instant(r.Submitted, v.zone)
	}
	if r.State == access.Awaiting {
		for _, p := range []access.Party{access.TheUser, access.TheAuthoriser} {
			page.Parties = append(page.Parties, partyLine{v.t("asking.party." + string(p)), r.As(p).Name(), r.As(p).Email, v.signed(r, p)})
		}
	}
	return v.show(http.StatusOK, "access_request", frame{Title: page.Line.State + " – " + v.t("asking.one"), Body: page})
}

// signed says when a party signed, or that they have not.
func (v *visit) signed(r access.Request, p access.Party) string {
	if s := r.Signed(p); s != nil {
		return v.t("asking.signed", "at", v.print.Instant(s.At, v.zone))
	}
	return v.t("asking.unsigned")
}

// what says for whom the request is and of which service, as far as it is filled in.
func (l requestLine) what() string {
	if l.Named && l.Service != "" {
		return l.Person + " – " + l.Service
	}
	return joined(l.Person, l.Service)
}

func (v *visit) confirmWithdrawRequest() error {
	r, ok, err := v.readRequest()
	if !ok {
		return err
	}
	line := v.requestLine(r)
	if !line.Withdrawable {
		return v.redirect(line.Link)
	}
	q := question{
		Heading: v.t("asking.withdraw.title"), What: line.what(), Sentence: v.t("asking.withdraw.text"),
		Button: v.t("asking.withdraw"), Action: v.r.URL.Path, Back: requestsPath,
	}
	return v.show(http.StatusOK, "confirm", frame{Title: q.Heading, Body: q})
}

func (v *visit) withdrawRequest() error {
	_, ok, err := v.readRequest()
	if !ok {
		return err
	}
	if _, err := v.Office.Withdraw(v.r.Context(), v.Org, v.asker(), v.r.PathValue("request")); err != nil {
		return err
	}
	return v.redirect(requestsPath, "notice", "access-withdrawn")
}

// confirmForget asks before the browser forgets its requests, for whoever fills one in
// where others sit after them.
func (v *visit) confirmForget() error {
	q := question{
		Heading: v.t("asking.forget.title"), Sentence: v.t("asking.forget.text"), Button: v.t("asking.forget"), Action: forgetPath, Back: requestsPath,
	}
	return v.show(http.StatusOK, "confirm", frame{Title: q.Heading, Body: q})
}

// forget drops what ties requests to this browser: those that were sent go on.
func (v *visit) forget() error {
	v.dropSecret("access")
	return v.redirect("/access", "notice", "access-forgotten")
}

// copyRequest begins a request for another service for the same person (A2): what was
// typed is copied, save the service.
func (v *visit) copyRequest() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	r, ok, err := v.readRequest()
	if !ok {
		return err
	}
	return v.beginWith(form.Get("id"), access.Entry{
		Form: r.Form, Language: v.print.Language, User: r.User, Authoriser: r.Authoriser, Agency: r.Agency,
	})
}
