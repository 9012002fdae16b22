package portal_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

func TestP1_SignInWithLoginAndPassword(t *testing.T) {
	b := open(t).visit(t).Get("/portfolio/emma?period=2022-01-01")
	require.Equal(t, "/signin", b.URL.Path, "nobody is signed in yet")
	b.Form("#step").Fill("login", " Emma ").Fill("password", password).Press("")
	require.Equal(t, http.StatusOK, b.Status)
	require.Equal(t, "/portfolio/emma?period=2022-01-01", b.URL.RequestURI(), "back to the page that was asked for")
}

func TestP1_WrongPasswordAndUnknownLoginAnswerAlike(t *testing.T) {
	h := open(t)
	known := h.visit(t).Get("/signin").Form("#step").Fill("login", "emma").Fill("password", "non").Press("")
	unknown := h.visit(t).Get("/signin").Form("#step").Fill("login", "zola").Fill("password", "non").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, known.Status)
	require.Equal(t, known.Status, unknown.Status)
	require.Equal(t, known.Body, strings.Replace(unknown.Body, `value="zola"`, `value="emma"`, 1))
	require.Equal(t, []string{"Le nom d’utilisateur et le mot de passe ne correspondent pas. Vérifiez les deux, puis recommencez."}, known.Errors())
	require.True(t, strings.HasPrefix(portaltest.TextOf(portaltest.All(known.Page, "title")[0]), " Erreur\u00a0: Connexion"), "the space before the colon does not break")
	require.Empty(t, known.Value("password"), "a password is never sent back")
}

func TestTooManyWrongPasswordsWait(t *testing.T) {
	b := open(t).visit(t)
	for range 5 {
		b.Get("/signin").Form("#step").Fill("login", "emma").Fill("password", "non").Press("")
	}
	b.Form("#step").Fill("password", password).Press("")
	require.Equal(t, http.StatusTooManyRequests, b.Status)
	require.Equal(t, []string{"Il y a eu trop d’essais. Attendez quelques minutes, puis recommencez."}, b.Errors())
}

func TestP3_WelcomeAndNameAtTheTopRight(t *testing.T) {
	b := open(t).signIn(t, "emma")
	require.Contains(t, b.Text(), "Bienvenue, Emma Gélinas")
	require.Contains(t, b.Text(), "Il vous reste 30 h à faire d’ici le 31 mars 2028")
	for _, path := range []string{"/", "/portfolio", "/portfolio/emma", "/nowhere"} {
		require.Contains(t, portaltest.Words(portaltest.TextOf(b.Get(path).With("id", "person"))), "Emma Gélinas", path)
	}
}

func TestP4_PortfolioThenDossiersThenOnesName(t *testing.T) {
	b := open(t).signIn(t, "emma").Follow("Portfolio")
	require.Equal(t, "Dossiers", portaltest.Words(portaltest.TextOf(portaltest.All(b.Page, "h1")[0])))
	require.Len(t, portaltest.All(b.With("class", "dossiers"), "a"), 1, "one's own file alone")
	b.Follow("Gélinas Emma Permis T-emma")
	require.Equal(t, "/portfolio/emma", b.URL.Path)
	sections := portaltest.All(b.Page, "section")
	require.Equal(t, []string{"standing-title", "hours-title"},
		[]string{portaltest.Attr(sections[0], "aria-labelledby"), portaltest.Attr(sections[1], "aria-labelledby")},
		"what is left comes first, and then the summary, on the left")
}

func TestStaffFindAFileWhateverTheAccents(t *testing.T) {
	b := open(t).signIn(t, "sylvie").Follow("Portfolio")
	require.Equal(t, []string{"luc", "emma", "nova"}, dossiers(b))
	b.Form("search").Fill("text", "GELINAS").Press("")
	require.Equal(t, []string{"emma"}, dossiers(b))
	require.Contains(t, b.Text(), "1 dossier ")
	require.Contains(t, b.Follow("Gélinas Emma").Text(), "Il reste 30 h à faire à Emma Gélinas")
	require.NotContains(t, b.Text(), "Déclarer une formation", "staff do not declare for a member")
}

// dossiers returns the files that staff see listed, in order.
func dossiers(b *portaltest.Browser) []string {
	var all []string
	for _, row := range portaltest.All(b.Page, "tr") {
		if id := portaltest.Attr(row, "data-member"); id != "" {
			all = append(all, id)
		}
	}
	return all
}

func TestStaffSortAndDownloadTheFiles(t *testing.T) {
	h := open(t)
	h.member(t, "eloi", "Éloi", "Étienne", "2020-01-01")
	b := h.signIn(t, "sylvie").Get("/portfolio")
	require.Equal(t, []string{"luc", "eloi", "emma", "nova"}, dossiers(b), "É is an E")
	require.Equal(t, []string{"nova", "emma", "eloi", "luc"}, dossiers(b.Get("/portfolio?reverse=1")))
	require.Equal(t, []string{"eloi", "emma", "luc", "nova"}, dossiers(b.Follow("Permis")), "by permit: T-eloi, T-emma, T-luc, T-nova")
	b.Get("/portfolio?text=etienne").Follow("Télécharger (CSV)")
	require.Equal(t, "\ufeffPermis;Nom;Prénom;Courriel\r\nT-eloi;Étienne;Éloi;eloi@membre.example\r\n", b.Body)
	own := h.signIn(t, "emma").Get("/portfolio.csv")
	require.Contains(t, own.Body, "Gélinas")
	require.NotContains(t, own.Body, "Roy", "a member downloads their own line alone")
}

func TestSignOutEndsTheSession(t *testing.T) {
	b := open(t).signIn(t, "emma")
	b.Form("/signout").Press("")
	require.Contains(t, b.Text(), "Votre session est fermée.")
	require.Equal(t, "/signin", b.Get("/portfolio").URL.Path)
}

func TestSessionEndedLosesNothingTyped(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	step := b.Describe(course).Fill("title", "L’énergie « verte » & co")
	h.at(h.clock().Add(identity.IdleLife + time.Minute).Format(time.RFC3339))
	step.Press("continue")
	require.Equal(t, http.StatusUnauthorized, b.Status)
	require.Contains(t, b.Text(), "Ce que vous aviez inscrit est conservé")
	b.Form("#step").Fill("login", "emma").Fill("password", password).Press("")
	require.Contains(t, b.Text(), "Reprendre où vous en étiez")
	b.Form("/description").Press("")
	require.Contains(t, b.URL.Path, "/attestations")
	b.Form("#step").Tick("attested").Press("continue")
	require.Equal(t, "L’énergie « verte » & co", b.Row("P24"))
}

func TestReturnLeadsNowhereElse(t *testing.T) {
	for _, path := range []string{"https://ailleurs.example/", "//ailleurs.example/", `/\ailleurs.example/`, "javascript:alert(1)"} {
		b := open(t).visit(t).Get("/signin")
		f := b.Form("#step").Fill("login", "emma").Fill("password", password)
		f.Values.Set("return", path)
		f.Press("")
		require.Equal(t, b.Server.URL+"/", b.URL.String(), path)
	}
}

func TestDemonstrationAccountsAreShown(t *testing.T) {
	h := open(t)
	require.NotContains(t, h.visit(t).Get("/signin").Text(), "démonstration")
	h.portal.Demo = append(h.portal.Demo, demo)
	require.Contains(t, h.visit(t).Get("/signin").Text(), "Membre emma une phrase assez longue")
}
