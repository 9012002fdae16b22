package main

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// as asks for a page with the session of one of the demonstration, and posts when form is
// not nil.
func (v *village) as(t *testing.T, login, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	method, body := http.MethodGet, io.Reader(http.NoBody)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(t.Context(), method, path, body)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	token, _, err := v.directory.SignIn(t.Context(), demoOrganisation, login, login+"-demonstration")
	require.NoError(t, err)
	r.AddCookie(&http.Cookie{Name: "session", Value: token})
	answer := httptest.NewRecorder()
	v.handler.ServeHTTP(answer, r)
	return answer
}

// TestV14_AMemberReadsWhoLookedAtTheFile: what staff open is a line on the member's page.
func TestV14_AMemberReadsWhoLookedAtTheFile(t *testing.T) {
	v := build(t)
	require.Contains(t, v.as(t, "malik", "/privacy/looks", nil).Body.String(), "Personne d’autre n’a ouvert votre dossier")
	require.Equal(t, http.StatusOK, v.as(t, "jeanne", "/portfolio/malik/declarations", nil).Code)
	page := v.as(t, "malik", "/privacy/looks", nil)
	require.Equal(t, http.StatusOK, page.Code)
	require.Contains(t, page.Body.String(), "Déclarations")
	require.Contains(t, page.Body.String(), "Personnel")
	require.NotContains(t, page.Body.String(), "jeanne", "which of the staff it was is for the person in charge to know")
	table := v.as(t, "malik", "/privacy/looks.csv", nil).Body.String()
	require.Equal(t, 2, strings.Count(table, "\r\n"), "a head and a line")
}

// TestTheJournalIsVerifiedOnItsPage: whole, with the digest that holds it, and broken when
// a link of it is another.
func TestTheJournalIsVerifiedOnItsPage(t *testing.T) {
	v := build(t)
	require.Equal(t, http.StatusForbidden, v.as(t, "jeanne", "/officer/journal", nil).Code)
	require.Equal(t, http.StatusOK, v.as(t, "jeanne", "/portfolio/malik", nil).Code)
	whole := v.as(t, "odile", "/officer/journal", nil)
	require.Equal(t, http.StatusOK, whole.Code)
	require.Contains(t, whole.Body.String(), "Le journal est entier")
	require.Regexp(t, `<code class="break">[0-9a-f]{64}</code>`, whole.Body.String())
	_, err := v.registrar.Store.ChangeChain(t.Context(), demoOrganisation, func(c privacy.Chain) (privacy.Chain, []identity.Message, error) {
		c.Links[0].Account = "malik"
		return c, nil, nil
	})
	require.NoError(t, err)
	broken := v.as(t, "odile", "/officer/journal", nil)
	require.Equal(t, http.StatusOK, broken.Code)
	require.Contains(t, broken.Body.String(), `role="alert"`)
	require.Contains(t, broken.Body.String(), "at link 1")
	require.NotContains(t, broken.Body.String(), "Le journal est entier")
}

// TestWhoOwesNoSecondStepIsLedOn: a second tab in which the step was done already.
func TestWhoOwesNoSecondStepIsLedOn(t *testing.T) {
	v := build(t)
	for back, to := range map[string]string{"": "/", "?return=/privacy": "/privacy", "?return=https://ailleurs.example": "/"} {
		answer := v.as(t, "malik", "/signin/factor"+back, nil)
		require.Equal(t, http.StatusSeeOther, answer.Code)
		require.Equal(t, to, answer.Header().Get("Location"))
	}
}

// TestV16_APersonReadsWhatIsKeptAndTakesItAlong: with its reason, and the export as a ZIP.
func TestV16_APersonReadsWhatIsKeptAndTakesItAlong(t *testing.T) {
	v := build(t)
	page := v.as(t, "malik", "/privacy/file", nil)
	require.Equal(t, http.StatusOK, page.Code)
	require.Contains(t, page.Body.String(), "Pourquoi")
	opened := v.as(t, "malik", "/privacy/file?kind=member", nil).Body.String()
	require.Contains(t, opened, "Tremblay")
	acts := v.as(t, "malik", "/privacy/file?kind=act", nil).Body.String()
	require.Contains(t, acts, "Voir la suite")
	require.Contains(t, v.as(t, "malik", "/privacy/file?kind=act&from=5", nil).Body.String(), "Voir ce qui précède")
	require.NotContains(t, page.Body.String(), "Gélinas", "of nobody else")
	found := v.as(t, "malik", "/privacy/file?text=zzzz", nil)
	require.Contains(t, found.Body.String(), "Rien ne correspond")
	document := regexp.MustCompile(`/privacy/file/document\?piece=[^"]+`).FindString(v.as(t, "malik", "/privacy/file?kind=exemption-document", nil).Body.String())
	require.NotEmpty(t, document)
	require.Equal(t, http.StatusOK, v.as(t, "malik", document, nil).Code)
	require.Equal(t, http.StatusNotFound, v.as(t, "emma", document, nil).Code, "another's document is none")

	export := v.as(t, "malik", "/privacy/export.zip", nil)
	require.Equal(t, http.StatusOK, export.Code)
	archive, err := zip.NewReader(bytes.NewReader(export.Body.Bytes()), int64(export.Body.Len()))
	require.NoError(t, err)
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
	}
	require.Subset(t, names, []string{"export.json", "export.schema.json", "export.csv"})
}

// TestV12_ThePersonInChargeDestroysByAPlan: the plan, what is found, the approval, the
// confirmation, and the certificate; the person is gone after.
func TestV12_ThePersonInChargeDestroysByAPlan(t *testing.T) {
	v := build(t)
	require.Equal(t, http.StatusForbidden, v.as(t, "jeanne", "/officer/destructions", nil).Code)
	require.Contains(t, v.as(t, "odile", "/officer/destructions", nil).Body.String(), "Aucune destruction")
	require.Contains(t, v.as(t, "odile", "/officer/destructions/new?person=sofia", nil).Body.String(), "Sofia")
	made := v.as(t, "odile", "/officer/destructions/new", url.Values{"person": {"sofia"}, "id": {"d-1"}})
	require.Equal(t, http.StatusSeeOther, made.Code)
	base := "/officer/destructions/sofia/d-1"
	require.Equal(t, base, made.Header().Get("Location"))
	page := v.as(t, "odile", base, nil)
	require.Contains(t, page.Body.String(), "Indécis")
	require.NotRegexp(t, `\[[a-z]+\.[a-z.-]+\]`, page.Body.String(), "every word has its text")

	wrong := v.as(t, "odile", base, url.Values{"is-roll": {"yes"}, "on-roll.day": {"31"}, "on-roll.month": {"2"}, "on-roll.year": {"2020"}})
	require.Equal(t, http.StatusUnprocessableEntity, wrong.Code)
	require.Contains(t, wrong.Body.String(), `value="31"`, "what was typed stays")
	officer := identity.Actor{Org: demoOrganisation, Account: "odile", Roles: []identity.Role{identity.RolePrivacyOfficer}}
	d, err := v.registrar.Destruction(t.Context(), officer, "sofia", "d-1")
	require.NoError(t, err)
	found := url.Values{"legal": {"no"}, "incident": {"no"}}
	for _, l := range d.Lines {
		for _, p := range l.Purposes {
			found["is-"+p] = []string{"yes"}
			found["on-"+p+".day"], found["on-"+p+".month"], found["on-"+p+".year"] = []string{"1"}, []string{"1"}, []string{"2010"}
		}
	}
	require.Equal(t, http.StatusSeeOther, v.as(t, "odile", base, found).Code)
	page = v.as(t, "odile", base, nil)
	require.Contains(t, page.Body.String(), "À détruire")
	d, err = v.registrar.Destruction(t.Context(), officer, "sofia", "d-1")
	require.NoError(t, err)
	require.NotEmpty(t, d.Doomed())
	require.Equal(t, http.StatusOK, v.as(t, "odile", base+"/approve", nil).Code)
	require.Equal(t, http.StatusConflict, v.as(t, "odile", base+"/begin", url.Values{}).Code, "not before it is approved")
	stale := v.as(t, "odile", base+"/approve", url.Values{"digest": {"another"}})
	require.GreaterOrEqual(t, stale.Code, http.StatusBadRequest)
	require.Equal(t, http.StatusSeeOther, v.as(t, "odile", base+"/approve", url.Values{"digest": {d.Digest}}).Code)
	require.Contains(t, v.as(t, "odile", base+"/begin", nil).Body.String(), "Cela ne se défait pas")
	require.Equal(t, http.StatusSeeOther, v.as(t, "odile", base+"/begin", url.Values{}).Code)
	proof := v.as(t, "odile", base, nil).Body.String()
	require.Contains(t, proof, "Attestation de destruction")
	require.NotContains(t, proof, "Sofia", "it names nobody")
	d, err = v.registrar.Destruction(t.Context(), officer, "sofia", "d-1")
	require.NoError(t, err)
	require.Equal(t, privacy.Destroyed, d.State)
	require.Equal(t, http.StatusNotFound, v.as(t, "odile", "/officer/destructions/sofia/other", nil).Code)
}

// doom makes the order's plan of a destruction be about somebody.
func (v *village) doom(t *testing.T, member identity.MemberID) {
	t.Helper()
	_, err := v.registrar.Store.ChangeDestruction(t.Context(), demoOrganisation, "demo-1", func(d privacy.Destruction) (privacy.Destruction, error) {
		d.Person, d.State, d.Planned = privacy.PersonID(member), privacy.Planned, stopped()
		return d, nil
	})
	require.NoError(t, err)
}
