package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// lively returns the pages of what is under way, which the table's own identifiers do not
// have: drafts at each of their steps, what may still be taken back, an exam that is being
// sat, a request that waits for its signatures, an account that is being linked.
func (v *village) lively(t *testing.T, server *httptest.Server) []place {
	t.Helper()
	var all []place
	at := func(who *portaltest.Browser, base string, paths ...string) {
		for _, path := range paths {
			all = append(all, place{base + path, who, true})
		}
	}
	member := v.browser(t, server, asker{identity.RoleMember, identity.Own})
	staff := v.browser(t, server, asker{identity.RoleStaff, identity.Another})
	v.livelyDeclarations(t, member, staff, at)
	v.livelyExemptions(member, staff, at)
	v.livelyExams(t, server, at)
	v.livelyAccess(t, server, at)
	v.livelyAccounts(t, server, at)
	v.livelyOfficer(t, member, at)
	return all
}

// adds adds pages under one address, as one person sees them.
type adds func(who *portaltest.Browser, base string, paths ...string)

// drawing is what is declared on the walk.
var drawing = portaltest.Activity{
	Category: "structured", Type: "course", Title: "Lecture de plans", Provider: "cegep-du-fleuve", Trainer: "luc-bergeron",
	First: portaltest.Day{Day: "3", Month: "novembre", Year: "2026"}, Hours: "1",
}

func (v *village) livelyDeclarations(t *testing.T, member, staff *portaltest.Browser, at adds) {
	t.Helper()
	base := func() string { return member.URL.Path[:strings.LastIndex(member.URL.Path, "/")] }
	member.Begin("member", "declarations")
	at(member, base(), "/category", "/category?errors=1", "/delete")
	member.Begin("member", "declarations").Categorise(drawing).Describe(drawing).Press("continue")
	at(member, base(), "/attestations?errors=1")
	member.Form("#step").Tick("attested").Press("continue")
	at(member, base(), "/privacy", "/description", "/attestations", "/submission")
	member.Declare("member", drawing)
	at(member, member.URL.Path, "", "/withdraw")

	member.Get("/portfolio/member/declarations/demo-1/correction").Form("#step").Fill("text", "Une heure de plus").Press("")
	at(member, member.URL.Path, "", "/correction/withdraw")
	at(staff, "/queue/declarations/member/demo-1", "", "/correction")

	sofia := v.demonstration(t, member, "sofia")
	for _, a := range portaltest.All(sofia.Get("/portfolio/sofia").Page, "li") {
		if id := portaltest.Attr(a, "data-proposal"); id != "" {
			at(sofia, "/portfolio/sofia/declarations/"+id, "", "/dismiss")
		}
	}
	emma := v.demonstration(t, member, "emma")
	at(emma, "", "/", "/portfolio", "/portfolio/emma")
	for _, empty := range []string{"declarations", "exemptions", "history", "messages", "certificates", "evidence", "periods"} {
		at(emma, "/portfolio/emma/", empty)
	}
	olivier := v.demonstration(t, member, "olivier")
	at(olivier, "", "/", "/portfolio/olivier", "/portfolio/olivier/explanation", "/portfolio/olivier/periods", "/portfolio/olivier/history")
}

func (v *village) livelyExemptions(member, staff *portaltest.Browser, at adds) {
	illness := portaltest.Claim{
		Ground: "illness", First: portaltest.Day{Day: "1", Month: "mai", Year: "2026"}, Last: portaltest.Day{Day: "31", Month: "août", Year: "2026"},
	}
	base := func() string { return member.URL.Path[:strings.LastIndex(member.URL.Path, "/")] }
	member.Begin("member", "exemptions")
	at(member, base(), "/request?errors=1", "/delete")
	member.Begin("member", "exemptions").Ask(illness).Attach("billet.pdf", []byte(demoPaper)).Press("continue")
	at(member, base(), "/commitments?errors=1")
	member.Form("#step").Tick("committed").Press("continue")
	at(member, base(), "/privacy", "/request", "/commitments", "/submission")
	member.Request("member", illness, "billet.pdf", []byte(demoPaper))
	at(member, member.URL.Path, "", "/withdraw")

	member.Request("member", illness, "billet.pdf", []byte(demoPaper))
	asked := strings.Replace(member.URL.Path, "/portfolio/member", "/queue", 1)
	asked = strings.Replace(asked, "/exemptions/", "/exemptions/member/", 1)
	form := staff.Get(asked + "/documents").Form("#step")
	form.Fill("reason", "Un billet plus lisible").Press("")
	at(member, member.URL.Path, "", "/reply")
	at(staff, asked, "")
}

func (v *village) livelyExams(t *testing.T, server *httptest.Server, at adds) {
	t.Helper()
	require.NoError(t, v.fillExams(t.Context(), []demoSitting{
		{"genevieve", looks{hair: brown, shirt: blue}, "signaleur", 0, exam.Authorise, 0},
		{"a-1042", looks{hair: fair, shirt: green}, "signaleur", 0, exam.Authorise, 0},
	}))
	point := demoPoint
	_, err := v.exams.Store.ChangePoint(t.Context(), demoOrganisation, point, func(p exam.Point) (exam.Point, error) {
		p.Operators = []identity.AccountID{"louise", identity.AccountID(identity.RoleOperator)}
		return p, nil
	})
	require.NoError(t, err)
	operator := v.browser(t, server, asker{identity.RoleOperator, identity.Another})
	genevieve := v.demonstration(t, operator, "genevieve")
	genevieve.Get("/trainings/signaleur").Form("/launch").Press("")
	at(genevieve, "", "/trainings", "/trainings/signaleur", "/trainings/espace-clos", genevieve.URL.RequestURI())
	at(operator, "/learners/genevieve", "", "/sittings/1", "/sittings/1/cancellation")
	at(operator, "/learners/a-1240", "", "/identity", "/photo", "/authorisation")

	v.account(t, "etienne", "a-1042", identity.RoleLearner)
	etienne := v.signIn(t, operator, "etienne")
	etienne.Get("/trainings/signaleur").Form("/launch").Press("")
	etienne.Form("/begin").Press("")
	require.Contains(t, etienne.URL.Path, "/questions/")
	at(etienne, "/sittings/1", "/questions/1?epoch=1", "/questions/2?epoch=1", "/close?epoch=1")
	at(operator, "/learners/a-1042", "", "/sittings/1", "/sittings/1/termination", "/sittings/1/time") // the form of another workstation takes effect when it comes back empty
	at(operator, "/points/"+string(demoPoint), "/learners")
}

func (v *village) livelyAccess(t *testing.T, server *httptest.Server, at adds) {
	t.Helper()
	visitor := v.browser(t, server, nobody)
	base := func() string { return visitor.URL.Path[:strings.LastIndex(visitor.URL.Path, "/")] }
	begin := func() {
		visitor.Get("/access").Form("#forms-list").Press("physicians")
	}
	person := func() {
		visitor.Form("#step").Tick("service", "billing").Fill("given", "Luc").Fill("family", "Tremblay").Fill("email", "luc.tremblay@exemple.org").Press("continue")
	}
	begin()
	at(visitor, base(), "/person", "/person?errors=1")
	begin()
	person()
	at(visitor, base(), "/authoriser?errors=1")
	visitor.Form("#step").Fill("authoriserKind", "professional").Fill("authoriserFirst", "Diane").Fill("authoriserLast", "Gagnon").
		Fill("place", "Clinique du Parc").Fill("authoriserEmail", "diane.gagnon@exemple.org").Press("continue")
	at(visitor, base(), "/form", "/person", "/authoriser", "/submission")
	begin()
	person()
	visitor.Form("#step").Fill("authoriserKind", "professional").Fill("authoriserFirst", "Diane").Fill("authoriserLast", "Gagnon").
		Fill("place", "Clinique du Parc").Fill("authoriserEmail", "diane.gagnon@exemple.org").Press("continue")
	visitor.Form("#step").Press("submit")
	require.Equal(t, http.StatusOK, visitor.Status, visitor.Body)
	at(visitor, visitor.URL.Path, "", "/withdrawal")
	at(visitor, "/access/requests", "", "/forgetting")
	letter := v.letter(t, identity.AccessSign)
	at(visitor, "/access/sign/"+letter.Values["request"]+"/"+letter.Secret, "", "/refusal")
}

func (v *village) livelyAccounts(t *testing.T, server *httptest.Server, at adds) {
	t.Helper()
	linking := func() *portaltest.Browser {
		b := v.browser(t, server, nobody)
		b.Get("/linking").Form("#step").Fill("address", "rosalie@membres.example").Press("")
		require.Equal(t, "/linking/code", b.URL.Path)
		return b
	}
	at(linking(), "/linking/code")
	verified := linking()
	verified.Form("#step").Fill("code", v.letter(t, identity.LinkingCode).Secret).Press("")
	at(verified, "/linking/verified")

	v.account(t, "denis", "", identity.RoleUser)
	denis := v.signIn(t, verified, "denis")
	denis.Get("/account/security/factor").Form("#step").Fill("current", everyonesPassword).Press("")
	at(denis, "/account/security/factor")
	v.account(t, "edith", "", identity.RoleUser)
	edith := v.signIn(t, verified, "edith")
	edith.Get("/account/security/factor").Form("#step").Fill("current", everyonesPassword).Press("")
	seed, err := identity.ParseSeed(portaltest.TextOf(edith.With("id", "seed")))
	require.NoError(t, err)
	edith.Form("#step").Fill("code", seed.Code(v.now()).Reveal()).Press("")
	at(edith, "/account/security", "", "/factor/off", "/codes")
	waiting := edith.Another()
	waiting.Get("/signin").Form("#step").Fill("login", "edith").Fill("password", everyonesPassword).Press("")
	at(waiting, "/signin/factor")
}

func (v *village) livelyOfficer(t *testing.T, like *portaltest.Browser, at adds) {
	t.Helper()
	odile := v.demonstration(t, like, "odile")
	at(odile, "/officer", "/requests/new?find=rosalie", "/requests/new?unknown=1", "/requests/new?person=rosalie")
	at(odile, "/officer/requests/rosalie/demo-acces", "", "/events/refuse?act=a-2.1", "/events/withhold?act=a-2.1",
		"/events/grant?act=p-39.1", "/events/grant-part?act=a-2.1", "/events/extend?act=a-2.1")
	at(odile, "/officer/requests/request.demo-heritiere/demo-heritiere", "", "/events/identify", "/events/dismiss")
	at(odile, "/officer/requests/olivier/demo-plainte", "", "/events/admit", "/events/ask-precision", "/events/specify")
	at(odile, "/officer/requests/olivier/demo-rectification", "", "/events/refuse?act=a-2.1", "/events/contest?act=a-2.1")
	at(odile, "/officer/decide", "?question=disclose&act=a-2.1&person=rosalie", "?question=disclose&act=p-39.1", "?question=anonymise&act=p-39.1")
	at(odile, "/officer/incidents/demo-incident", "", "/parts/information", "/parts/assessment", "/parts/notices", "/parts/told", "/parts/deferral", "/notices/persons")
	at(odile, "/officer/policy/holdings", "?at=25", "?text=zzz")
}

// letter returns the latest message of a kind.
func (v *village) letter(t *testing.T, kind identity.MessageKind) identity.Message {
	t.Helper()
	all, err := v.store.Outbox().Messages(t.Context(), demoOrganisation, 1000)
	require.NoError(t, err)
	for _, m := range all {
		if m.Kind == kind {
			return m
		}
	}
	require.Fail(t, "no letter", kind)
	return identity.Message{}
}

// account opens an account with the password of everyone.
func (v *village) account(t *testing.T, id identity.AccountID, member identity.MemberID, role identity.Role) {
	t.Helper()
	hash, err := v.directory.Hasher.Hash(everyonesPassword)
	require.NoError(t, err)
	_, err = v.store.Identity().ChangeAccount(t.Context(), demoOrganisation, id, func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Login, a.Hash, a.Member, a.Roles, a.LastOpened = string(id), hash, member, []identity.Role{role}, demoLinked
		return a, nil, nil
	})
	require.NoError(t, err)
}

// signIn opens a browser of somebody who has the password of everyone.
func (v *village) signIn(t *testing.T, like *portaltest.Browser, login string) *portaltest.Browser {
	t.Helper()
	return like.Another().SignIn(login, everyonesPassword)
}

// demonstration opens a browser of somebody of the demonstration.
func (v *village) demonstration(t *testing.T, like *portaltest.Browser, login string) *portaltest.Browser {
	t.Helper()
	return like.Another().SignIn(login, login+"-demonstration")
}
