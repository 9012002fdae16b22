package main

import (
	"bufio"
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/hours/reminder"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
	"github.com/goodstanding/goodstanding/privacy"
)

// asker is a role and how the file stands to the person who has it; nobody is
// who has no session.
type asker struct {
	role     identity.Role
	relation identity.Relation
}

var nobody = asker{}

func (a asker) String() string {
	if a == nobody {
		return "nobody"
	}
	return string(a.role) + ":" + string(a.relation)
}

// audiences says who is let in, for each word of the table. Everyone else is
// refused.
func audiences() map[string][]asker {
	everyone := []asker{}
	for _, role := range identity.Roles() {
		for _, relation := range []identity.Relation{identity.Own, identity.Another, identity.Foreign} {
			everyone = append(everyone, asker{role, relation})
		}
	}
	own, another := identity.Own, identity.Another
	return map[string][]asker{
		"anyone":    append(slices.Clone(everyone), nobody),
		"signed-in": everyone,
		"waiting":   {},
		"read":      {{identity.RoleMember, own}, {identity.RoleStaff, own}, {identity.RoleStaff, another}},
		"write":     {{identity.RoleMember, own}},
		"decide":    {{identity.RoleStaff, another}},
		"certify":   {{identity.RoleMember, own}, {identity.RoleStaff, another}},
		// The files of a service point: operated are those that somebody there sees, card
		// whose attestation card, and issue those for whom one is issued.
		"operated": {{identity.RoleOperator, another}, {identity.RoleSupervisor, another}, {identity.RoleStaff, another}},
		"card": append(slices.DeleteFunc(slices.Clone(everyone), func(a asker) bool { return a.relation != own }),
			asker{identity.RoleOperator, another}, asker{identity.RoleSupervisor, another}, asker{identity.RoleStaff, another}),
		// One's own sittings, whichever file is looked at.
		"sitting": slices.DeleteFunc(slices.Clone(everyone), func(a asker) bool { return a.relation == identity.Foreign }),
		"issue":   {{identity.RoleSupervisor, another}, {identity.RoleStaff, another}},
		"record":  {{identity.RoleStaff, another}},
		// What is done at a service point: by who works there, by a supervisor alone, and by
		// the staff who enrol.
		"operate":   {{identity.RoleOperator, another}, {identity.RoleSupervisor, another}},
		"supervise": {{identity.RoleSupervisor, another}},
		"enrol":     {{identity.RoleStaff, another}, {identity.RoleStaff, identity.Foreign}},
		// The service points of one's own organisation, their workstations, and what is no
		// one point's.
		"point":    among(everyone, []identity.Role{identity.RoleOperator, identity.RoleSupervisor, identity.RoleStaff}, own, another),
		"station":  among(everyone, []identity.Role{identity.RoleOperator, identity.RoleSupervisor}, own, another),
		"points":   among(everyone, []identity.Role{identity.RoleOperator, identity.RoleSupervisor, identity.RoleStaff}, own, another, identity.Foreign),
		"operator": among(everyone, []identity.Role{identity.RoleOperator, identity.RoleSupervisor}, own, another, identity.Foreign),
		// What is not about one file: the relation does not matter.
		"filed": {
			{identity.RoleMember, own},
			{identity.RoleMember, another},
			{identity.RoleMember, identity.Foreign},
			{identity.RoleStaff, own},
			{identity.RoleStaff, another},
			{identity.RoleStaff, identity.Foreign},
		},
		"representative": among(everyone, []identity.Role{identity.RoleRepresentative}, own, another, identity.Foreign),
		"workplaces":     among(everyone, []identity.Role{identity.RoleRepresentative, identity.RoleStaff}, own, another, identity.Foreign),
		// The person in charge of the protection of personal information: what is there for
		// all of it, and what is decided of somebody else's request.
		"officer": among(everyone, []identity.Role{identity.RolePrivacyOfficer}, own, another, identity.Foreign),
		"answer":  {{identity.RolePrivacyOfficer, another}},
		"report":  among(everyone, []identity.Role{identity.RolePrivacyOfficer, identity.RoleStaff}, own, another, identity.Foreign),
		"batch":   {{identity.RoleStaff, own}, {identity.RoleStaff, another}},
		"staff": {
			{identity.RoleStaff, own}, {identity.RoleStaff, another}, {identity.RoleStaff, identity.Foreign},
		},
	}
}

// among returns the askers of the roles and relations.
func among(all []asker, roles []identity.Role, relations ...identity.Relation) []asker {
	return slices.DeleteFunc(slices.Clone(all), func(a asker) bool {
		return !slices.Contains(roles, a.role) || !slices.Contains(relations, a.relation)
	})
}

// row is a line of testdata/access.txt: a route and who is let in.
type row struct{ method, pattern, audience string }

// api reports a route of the API, as opposed to a page.
func (r row) api() bool { return strings.HasPrefix(r.pattern, "/api/") }

func table(t *testing.T) []row {
	t.Helper()
	content, err := os.ReadFile("testdata/access.txt")
	require.NoError(t, err)
	var rows []row
	lines := bufio.NewScanner(bytes.NewReader(content))
	for lines.Scan() {
		line, _, _ := strings.Cut(lines.Text(), "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		require.Len(t, words, 3, "METHOD PATTERN AUDIENCE: %q", lines.Text())
		rows = append(rows, row{words[0], words[1], words[2]})
	}
	require.NoError(t, lines.Err())
	return rows
}

// village is a house with two orders, in each of which somebody has each role,
// and a file ("target") that holds one of everything.
type village struct {
	*house
	handler http.Handler
	portal  []string
	api     []string
	// style is the name of the stylesheet, which changes with its content.
	style string
}

const foreignOrganisation identity.OrganisationID = "ailleurs"

func build(t *testing.T) *village {
	t.Helper()
	h := testHouse(t, "memory:")
	ctx := t.Context()
	require.NoError(t, h.furnish(ctx, nil))
	at := h.store.Identity()
	// A mandate whose review is past: the page of the questions is there, and nobody is made
	// to answer before anything else.
	asked, err := identity.MandatedQuestions(identity.Mandate{
		Authority: identity.Text{FR: "Une autorité"}, Reference: identity.Text{FR: "Une référence"}, Review: cycle.MustDate("2020-01-01"),
	})
	require.NoError(t, err)
	here, err := at.ChangeOrganisation(ctx, demoOrganisation, func(o identity.Organisation) (identity.Organisation, error) {
		o.Recovery = asked
		return o, nil
	})
	require.NoError(t, err)
	_, err = at.ChangeOrganisation(ctx, foreignOrganisation, func(identity.Organisation) (identity.Organisation, error) {
		here.ID, here.Version = foreignOrganisation, 0
		return here, nil
	})
	require.NoError(t, err)
	hash, err := h.directory.Hasher.Hash(everyonesPassword)
	require.NoError(t, err)
	for _, org := range []identity.OrganisationID{demoOrganisation, foreignOrganisation} {
		for _, role := range identity.Roles() {
			id := identity.MemberID(role)
			_, err = at.ChangeMember(ctx, org, id, func(m identity.Member) (identity.Member, error) {
				m.First, m.Last, m.Email, m.Language = string(role), "Dupont", string(role)+"@membres.example", identity.French
				m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2015-01-01"), To: cycle.Forever}}}
				return m, nil
			})
			require.NoError(t, err)
			_, err = at.ChangeAccount(ctx, org, identity.AccountID(role), func(a identity.Account) (identity.Account, []identity.Message, error) {
				a.Login, a.Hash, a.Member = string(role), hash, id
				a.Roles, a.LastOpened = []identity.Role{role}, demoLinked
				return a, nil, nil
			})
			require.NoError(t, err)
		}
	}
	_, err = h.reminders.Store.Change(ctx, demoOrganisation, "malik", reminded)
	require.NoError(t, err)
	log := quiet()
	v := &village{house: h, handler: h.handler(settings{demo: true}, log)}
	front := httptest.NewRecorder()
	v.handler.ServeHTTP(front, httptest.NewRequest(http.MethodGet, "/signin", nil))
	v.style = regexp.MustCompile(`/assets/(portal\.[0-9a-f]+\.css)`).FindStringSubmatch(front.Body.String())[1]
	for _, r := range h.pages(settings{demo: true}, log).Routes() {
		v.portal = append(v.portal, r.Method+" "+r.Pattern)
	}
	for _, r := range h.api(log).Routes() {
		v.api = append(v.api, r.Method+" "+r.Pattern)
	}
	v.audited(t)
	v.certify(t, "malik")
	v.examine(t, "malik")
	v.receive(t)
	v.ask(t)
	v.askPrivacy(t)
	v.charge(t, "malik")
	return v
}

// askPrivacy has everybody ask for what is held about them, in both orders, without a
// letter to anybody.
func (v *village) askPrivacy(t *testing.T) {
	t.Helper()
	rules := privacy.Rules{Law: v.registrar.Law, Inventory: v.registrar.Inventory}
	day := cycle.DateOf(stopped(), time.UTC)
	for _, org := range []identity.OrganisationID{demoOrganisation, foreignOrganisation} {
		for _, role := range identity.Roles() {
			asked := privacy.Ask{Org: org, Person: privacy.PersonID(role), ID: "demo-1", Kind: privacy.Access, Quality: privacy.Oneself, Asked: "Tout", Received: day}
			_, err := v.registrar.Store.ChangeRequest(t.Context(), org, asked.Person, asked.ID, func(privacy.Request) (privacy.Request, []identity.Message, error) {
				r, err := privacy.Open(asked, rules, stopped(), day)
				r.From = privacy.Contact{Name: string(role) + " Dupont"}
				return r, nil, err
			})
			require.NoError(t, err)
		}
	}
}

// paperCode is the code of the certificate that the target's file has, and every file that
// something is lent to.
var paperCode = certificate.NewCode([certificate.RandomBytes]byte{})

// receive puts a training body and a roster into the order.
func (v *village) receive(t *testing.T) {
	t.Helper()
	at := v.reception.Store
	_, err := at.ChangeProvider(t.Context(), intake.ProviderKey{Org: demoOrganisation, ID: "demo-1"}, func(p intake.Provider) (intake.Provider, hours.Telling, error) {
		p.Name = "Cégep"
		return p, hours.Telling{}, nil
	})
	require.NoError(t, err)
	v.acceptedAtOnce(t)
	_, err = at.ChangeRoster(t.Context(), intake.RosterKey{Org: demoOrganisation, ID: "demo-1"}, func(r intake.Roster) (intake.Roster, hours.Telling, error) {
		r.Name, r.Received = "Cégep", stopped()
		return r, hours.Telling{}, nil
	})
	require.NoError(t, err)
}

// ask puts one of everything about access into both orders.
func (v *village) ask(t *testing.T) {
	t.Helper()
	for _, org := range []identity.OrganisationID{demoOrganisation, foreignOrganisation} {
		_, err := v.office.Store.ChangeRequest(t.Context(), org, "demo-1", func(r access.Request) (access.Request, []identity.Message, error) {
			r, err := v.signedRequest(r, stopped())
			return r, nil, err
		})
		require.NoError(t, err)
		at, holder := v.office.Store, access.Person{First: "Luc", Last: "Roy", Email: "luc.roy@exemple.org"}
		_, err = at.ChangeReference(t.Context(), org, "demo-1", func(r access.Reference) (access.Reference, []identity.Message, error) {
			r, err := r.Issue(holder, identity.French, []string{"billing"}, "jeanne", stopped())
			return r, nil, err
		})
		require.NoError(t, err)
		_, err = at.ChangeWorkplace(t.Context(), org, "demo-1", func(w access.Workplace) (access.Workplace, error) {
			w.Name, w.Representatives = "Centre", []identity.AccountID{identity.AccountID(identity.RoleRepresentative)}
			return w, nil
		})
		require.NoError(t, err)
		_, err = at.ChangeEnrolment(t.Context(), org, "demo-1", func(e access.Enrolment) (access.Enrolment, []identity.Message, error) {
			e, err := e.Register("demo-1", "representative", holder, identity.French, []string{"dma"}, access.Invitation{Code: "code"}, stopped())
			return e, nil, err
		})
		require.NoError(t, err)
		_, err = v.store.Identity().ChangeAccount(t.Context(), org, "malik", func(a identity.Account) (identity.Account, []identity.Message, error) {
			if a.Version == 0 {
				a.Login = "malik"
			}
			a.Grants = []identity.Grant{{Service: "billing", By: "demo-1", Since: stopped()}}
			return a, nil, nil
		})
		require.NoError(t, err)
	}
}

// charge puts a request about somebody's information into both orders, a part of which is
// answered.
func (v *village) charge(t *testing.T, member identity.MemberID) {
	t.Helper()
	rules := privacy.Rules{Law: v.registrar.Law, Inventory: v.registrar.Inventory, Holidays: v.registrar.Holidays["qc"]}
	day := cycle.DateOf(stopped(), time.UTC)
	for _, org := range []identity.OrganisationID{demoOrganisation, foreignOrganisation} {
		_, err := v.registrar.Store.ChangeRequest(t.Context(), org, privacy.PersonID(member), "demo-1", func(q privacy.Request) (privacy.Request, []identity.Message, error) {
			if q.State == privacy.Admissible {
				return q, nil, nil
			}
			q, err := privacy.Open(privacy.Ask{
				Org: org, Person: privacy.PersonID(member), ID: "demo-1", Kind: privacy.Access, Quality: privacy.Oneself, Asked: "Tout",
				Scope: []privacy.HoldingID{"roll/members/name", "publications/members/name"}, Received: day,
			}, rules, stopped(), day)
			for _, c := range []privacy.Command{{Event: privacy.Identify, Proof: "vue"}, {Event: privacy.Admit}, {Event: privacy.Grant, Regime: privacy.AccessAct}} {
				if err == nil {
					q, err = q.Apply(c, rules, stopped(), day)
				}
			}
			q.From = privacy.Contact{Name: string(member), Language: identity.French}
			return q, nil, err
		})
		require.NoError(t, err)
		_, err = v.registrar.Store.ChangeIncident(t.Context(), org, "demo-1", func(i privacy.Incident) (privacy.Incident, []identity.Message, error) {
			i.Circumstances, i.Known = "Une liste", day
			return i, nil, nil
		})
		require.NoError(t, err)
		_, err = v.registrar.Store.ChangeRun(t.Context(), org, "demo-1", func(r privacy.Run) (privacy.Run, []identity.Message, error) {
			r.Purpose, r.Holdings = "Statistiques", []privacy.HoldingID{"publications/members/name"}
			return r, nil, nil
		})
		require.NoError(t, err)
	}
}

// certify puts a certificate into a file.
func (v *village) certify(t *testing.T, member identity.MemberID) {
	t.Helper()
	key := certificate.Key{Org: demoOrganisation, Member: member, Code: paperCode}
	_, err := v.certificates.Store.Change(t.Context(), key, func(c certificate.Certificate) (certificate.Certificate, hours.Telling, error) {
		c.State, c.Statement, c.Name, c.Language = certificate.Issued, certificate.InOrder, string(member), identity.French
		c.Period.From, c.Period.To = cycle.MustDate("2025-04-01"), cycle.MustDate("2028-04-01")
		return c, hours.Telling{}, nil
	})
	require.NoError(t, err)
}

// audited draws the target's file in both orders, under the identifier of its
// declaration, of which evidence is asked and a document was sent.
func (v *village) audited(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	for _, org := range []identity.OrganisationID{demoOrganisation, foreignOrganisation} {
		_, err := v.auditor.Store.ChangeDraw(ctx, audit.Key{Org: org, ID: "demo-1"}, func(d audit.Draw) (audit.Draw, hours.Telling, error) {
			d.Span, d.At = cycle.Span{From: cycle.MustDate("2022-01-01"), To: cycle.MustDate("2025-04-01")}, stopped()
			return d, hours.Telling{}, nil
		})
		require.NoError(t, err)
	}
	request, err := v.board.Store.Request(ctx, demoRequest)
	require.NoError(t, err)
	_, err = v.ledger.Store.Change(ctx, hoursKey("malik", "demo-1"), func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		sent := d.Changed
		d.Evidence = &hours.Evidence{
			State: hours.EvidenceAsked, Last: cycle.MustDate("2099-01-01"), Documents: request.Documents[:1],
			Steps: []hours.EvidenceStep{{Event: hours.AskEvidence, At: sent}, {Event: hours.SendEvidence, At: sent}},
		}
		return d, hours.Telling{}, nil
	})
	require.NoError(t, err)
	v.paper(t, "malik", "demo-1", request.Documents[0].ID)
}

// paper keeps a document of a declaration.
func (v *village) paper(t *testing.T, member identity.MemberID, declaration, document string) {
	t.Helper()
	_, _, err := v.auditor.Documents.Put(t.Context(), documentKey(member, declaration, document), strings.NewReader(demoPaper))
	require.NoError(t, err)
}

const everyonesPassword = "a password for the table"

// outcome is what a call comes to.
type outcome string

const (
	letIn     outcome = "let in"
	signIn    outcome = "asked to sign in"
	forbidden outcome = "forbidden"
	notFound  outcome = "not found"
)

// expected is what the table says of an asker: those who may read the file are
// told that they may not do this to it, and the others that there is no such
// file.
func expected(r row, a asker) outcome {
	all := audiences()
	switch {
	case r.audience == "anyone":
		return letIn
	case r.audience == "waiting", a == nobody, a.relation == identity.Foreign && !r.api():
		// The pages are one organisation's: a session of another opens none.
		return signIn
	case slices.Contains(all[r.audience], a):
		return letIn
	case slices.Contains([]string{"points", "operator", "enrol", "record", "representative", "workplaces", "officer", "answer", "report"}, r.audience):
		return forbidden
	case slices.Contains([]string{"point", "station"}, r.audience):
		if r.audience == "station" && slices.Contains(all["point"], a) {
			return forbidden
		}
		return notFound
	case slices.Contains([]string{"operated", "card", "issue", "operate", "supervise"}, r.audience):
		// Whoever works at a service point is told that they may not do this to a file, as
		// they are of their own.
		if slices.ContainsFunc(all["operated"], func(o asker) bool { return o.role == a.role && a.relation != identity.Foreign }) {
			return forbidden
		}
		return notFound
	case r.audience == "staff" || r.audience == "batch" && a.role != identity.RoleStaff || r.audience == "filed" || slices.Contains(all["read"], a):
		return forbidden
	case a == asker{identity.RoleStaff, identity.Foreign} && r.audience == "write":
		// Staff write in no file: they are told so before anyone looks whether
		// their own organisation has such a member.
		return forbidden
	}
	return notFound
}

func TestAccess_EveryRouteForEveryRoleAndRelation(t *testing.T) {
	rows := table(t)
	askers := audiences()["anyone"]
	v := build(t)
	whole := t
	for _, r := range rows {
		t.Run(r.method+" "+r.pattern, func(t *testing.T) {
			require.Contains(t, audiences(), r.audience)
			for _, a := range askers {
				got := v.call(t, r, a)
				require.Equal(t, expected(r, a), got, a.String())
				// What one changes must not answer for the next: a call that may have
				// changed something is the last of its house.
				if got == letIn && r.method != http.MethodGet {
					v = build(whole)
				}
			}
		})
	}
}

func TestAccess_EveryRouteIsInTheTable(t *testing.T) {
	v := build(t)
	var listed []string
	for _, r := range table(t) {
		listed = append(listed, r.method+" "+r.pattern)
	}
	require.ElementsMatch(t, append(slices.Clone(v.portal), v.api...), listed)
}

// call makes the call as the asker would, on their own file or on the target's,
// and says what it came to.
func (v *village) call(t *testing.T, r row, a asker) outcome {
	t.Helper()
	request := v.request(t, r, a)
	if a != nobody {
		org := demoOrganisation
		if a.relation == identity.Foreign {
			org = foreignOrganisation
		}
		token, _, err := v.directory.SignIn(t.Context(), org, string(a.role), everyonesPassword)
		require.NoError(t, err)
		if r.api() {
			request.Header.Set("Authorization", "Bearer "+token)
		} else {
			request.AddCookie(&http.Cookie{Name: "session", Value: token})
		}
	}
	answer := httptest.NewRecorder()
	v.handler.ServeHTTP(answer, request)
	switch {
	case answer.Code >= http.StatusInternalServerError:
		t.Fatalf("%s: %d: %s", a, answer.Code, answer.Body.String())
	case r.audience == "anyone" && answer.Code < http.StatusInternalServerError && answer.Code != http.StatusNotFound:
		return letIn
	case answer.Code == http.StatusUnauthorized, strings.HasPrefix(answer.Header().Get("Location"), "/signin"):
		return signIn
	case answer.Code == http.StatusForbidden:
		return forbidden
	case answer.Code == http.StatusNotFound:
		return notFound
	}
	return letIn
}

// request fills the pattern with the file's own identifiers and a body that the
// route can read.
func (v *village) request(t *testing.T, r row, a asker) *http.Request {
	t.Helper()
	member := identity.MemberID("malik")
	if a.relation == identity.Own {
		member = identity.MemberID(a.role)
		v.lend(t, member)
	}
	if r.audience == "sitting" && a != nobody {
		v.lend(t, identity.MemberID(a.role))
	}
	request, err := v.board.Store.Request(t.Context(), demoRequest)
	require.NoError(t, err)
	step := "category"
	if strings.Contains(r.pattern, "/exemptions/") {
		step = "request"
	}
	if strings.Contains(r.pattern, "/operator/") {
		step = string(exam.StepAccount)
	}
	id := "demo-1"
	if strings.Contains(r.pattern, "exemptions") {
		id = demoRequest.ID
	}
	if strings.Contains(r.pattern, "certificates") || strings.Contains(r.pattern, "{code}") {
		id = string(paperCode)
	}
	if strings.Contains(r.pattern, "/learners/{id}") {
		id = string(member)
	}
	if strings.Contains(r.pattern, "/destructions/{person}") {
		v.doom(t, member)
		step = string(privacy.GiveUp)
	}
	holder := "member"
	if strings.HasPrefix(r.pattern, "/queue/access/") {
		holder = "malik" // who has a service that may be taken away
	}
	path := strings.NewReplacer(
		"{n}", "1", "{k}", "1", "{exam}", "signaleur", "{number}", "1", "{point}", string(demoPoint), "{learner}", string(member), "{name}", demoStation, "{question}", demoQuestion, "{act}", "termination",
		"{$}", "", "{member}", string(member), "{step}", step, "{id}", id, "{declaration}", id, "{request}", id, "{certificate}", id, "{code}", id,
		"{document}", request.Documents[0].ID, "{draw}", "demo-1", "{acceptance}", "demo-1", "{kind}", "activities", "{listing}", "lecture-de-plans-et-devis", "{type}", "stale", "{file}", v.style, "{secret}", stopSecret, "{change}", "rotate", "{flow}", "none", "{account}", "none", "{holder}", holder,
		"{person}", string(member), "{reference}", "demo-1", "{purpose}", "website", "{regime}", "p-39.1", "{workplace}", "demo-1", "{enrolment}", "demo-1", "{service}", "billing", "{noun}", "members", "{operation}", "showRegulation",
	).Replace(r.pattern)
	if strings.HasPrefix(r.pattern, "/officer/") {
		path = strings.NewReplacer("{event}", "withdraw", "{part}", "facts", "{to}", "authority").Replace(path)
	}
	path = strings.NewReplacer("{period}", "2022-01-01", "{event}", "close").Replace(path)
	var body bytes.Buffer
	media := "application/x-www-form-urlencoded"
	switch {
	case strings.HasPrefix(r.pattern, "/api/") && strings.HasSuffix(r.pattern, "/documents"):
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile("document", "preuve.pdf")
		require.NoError(t, err)
		_, err = part.Write([]byte(demoPaper))
		require.NoError(t, err)
		require.NoError(t, form.Close())
		media = form.FormDataContentType()
	case strings.HasPrefix(r.pattern, "/api/"):
		media = "application/json"
		body.WriteString("{}")
	case strings.HasPrefix(r.pattern, "/officer/destructions/new"):
		body.WriteString(url.Values{"person": {string(member)}, "id": {"fresh-1"}}.Encode())
	case strings.HasPrefix(r.pattern, "/queue/access/"), strings.HasPrefix(r.pattern, "/representative/"):
		body.WriteString(url.Values{"version": {"2"}, "id": {"fresh-1"}}.Encode())
	default:
		body.WriteString(url.Values{"version": {"2"}, "lang": {"en"}}.Encode())
	}
	made := httptest.NewRequestWithContext(context.WithoutCancel(t.Context()), r.method, path, &body)
	made.Header.Set("Content-Type", media)
	made.Header.Set("If-Match", `"2"`)
	return made
}

// stopSecret stops the reminders of the files that lend and build fill.
const stopSecret = "a-secret-of-the-table"

// reminded says that a letter with stopSecret was sent.
func reminded(r reminder.Record) (reminder.Record, hours.Telling, error) {
	r.Sent = []reminder.Sent{{Last: cycle.MustDate("2028-03-31"), Months: 12, Stop: reminder.Digest(stopSecret)}}
	return r, hours.Telling{}, nil
}

// lend puts one of everything into a file, under the identifiers that the
// target's has.
func (v *village) lend(t *testing.T, member identity.MemberID) {
	t.Helper()
	ctx := t.Context()
	declaration, err := v.ledger.Store.Declaration(ctx, hoursKey("malik", "demo-1"))
	require.NoError(t, err)
	_, err = v.ledger.Store.Change(ctx, hoursKey(member, "demo-1"), copyDeclaration(declaration))
	require.NoError(t, err)
	request, err := v.board.Store.Request(ctx, demoRequest)
	require.NoError(t, err)
	_, err = v.board.Store.Change(ctx, exemptionKey(member, demoRequest.ID), copyRequest(request))
	require.NoError(t, err)
	v.paper(t, member, "demo-1", request.Documents[0].ID)
	key := documentKey(member, demoRequest.ID, request.Documents[0].ID)
	_, _, err = v.board.Documents.Put(ctx, key, strings.NewReader(demoPaper))
	require.NoError(t, err)
	v.certify(t, member)
	v.examine(t, member)
	v.charge(t, member)
	_, err = v.reminders.Store.Change(ctx, demoOrganisation, member, reminded)
	require.NoError(t, err)
}
