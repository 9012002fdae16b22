package portal_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/stretchr/testify/require"
)

func TestP1_SignInWithLoginAndPassword(t *testing.T) {
	b := open(t).visit(t).get("/portfolio/emma?period=2022-01-01")
	require.Equal(t, "/signin", b.url.Path, "nobody is signed in yet")
	b.form("#step").fill("login", " Emma ").fill("password", password).press("")
	require.Equal(t, http.StatusOK, b.status)
	require.Equal(t, "/portfolio/emma?period=2022-01-01", b.url.RequestURI(), "back to the page that was asked for")
}

func TestP1_WrongPasswordAndUnknownLoginAnswerAlike(t *testing.T) {
	h := open(t)
	known := h.visit(t).get("/signin").form("#step").fill("login", "emma").fill("password", "non").press("")
	unknown := h.visit(t).get("/signin").form("#step").fill("login", "zola").fill("password", "non").press("")
	require.Equal(t, http.StatusUnprocessableEntity, known.status)
	require.Equal(t, known.status, unknown.status)
	require.Equal(t, known.body, strings.Replace(unknown.body, `value="zola"`, `value="emma"`, 1))
	require.Equal(t, []string{"Le nom d’utilisateur et le mot de passe ne correspondent pas. Vérifiez les deux, puis recommencez."}, known.errors())
	require.True(t, strings.HasPrefix(known.title(), "Erreur : "))
	require.Empty(t, known.value("password"), "a password is never sent back")
}

func TestTooManyWrongPasswordsWait(t *testing.T) {
	b := open(t).visit(t)
	for range 5 {
		b.get("/signin").form("#step").fill("login", "emma").fill("password", "non").press("")
	}
	b.form("#step").fill("password", password).press("")
	require.Equal(t, http.StatusTooManyRequests, b.status)
	require.Equal(t, []string{"Il y a eu trop d’essais. Attendez quelques minutes, puis recommencez."}, b.errors())
}

func TestP3_WelcomeAndNameAtTheTopRight(t *testing.T) {
	b := open(t).signIn(t, "emma")
	require.Contains(t, b.text(), "Bienvenue, Emma Gélinas")
	require.Contains(t, b.text(), "Il vous reste 30 h à faire d’ici le 31 mars 2028")
	for _, path := range []string{"/", "/portfolio", "/portfolio/emma", "/nowhere"} {
		require.Contains(t, words(text(b.get(path).with("id", "person"))), "Emma Gélinas", path)
	}
}

func TestP4_PortfolioThenDossiersThenOnesName(t *testing.T) {
	b := open(t).signIn(t, "emma").follow("Portfolio")
	require.Equal(t, "Dossiers", words(text(all(b.page, "h1")[0])))
	require.Len(t, all(b.with("class", "dossiers"), "a"), 1, "one's own file alone")
	b.follow("Gélinas Emma Permis T-emma")
	require.Equal(t, "/portfolio/emma", b.url.Path)
	sections := all(b.page, "section")
	require.Equal(t, "hours-title", attr(sections[0], "aria-labelledby"), "the summary comes first, on the left")
}

func TestStaffFindAFileWhateverTheAccents(t *testing.T) {
	b := open(t).signIn(t, "sylvie").follow("Portfolio")
	require.Len(t, all(b.with("class", "dossiers"), "a"), 3)
	b.form("search").fill("text", "GELINAS").press("")
	require.Len(t, all(b.with("class", "dossiers"), "a"), 1)
	require.Contains(t, b.text(), "1 dossier ")
	require.Contains(t, b.follow("Gélinas Emma Permis T-emma").text(), "Il reste 30 h à faire à Emma Gélinas")
	require.NotContains(t, b.text(), "Déclarer une formation", "staff do not declare for a member")
}

func TestSignOutEndsTheSession(t *testing.T) {
	b := open(t).signIn(t, "emma")
	b.form("/signout").press("")
	require.Contains(t, b.text(), "Vous êtes déconnecté.")
	require.Equal(t, "/signin", b.get("/portfolio").url.Path)
}

func TestSessionEndedLosesNothingTyped(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").begin("declarations").categorise(course)
	step := b.describe(course).fill("title", "L’énergie « verte » & co")
	h.at(h.clock().Add(identity.IdleLife + time.Minute).Format(time.RFC3339))
	step.press("continue")
	require.Equal(t, http.StatusUnauthorized, b.status)
	require.Contains(t, b.text(), "Ce que vous aviez inscrit est conservé")
	b.form("#step").fill("login", "emma").fill("password", password).press("")
	require.Contains(t, b.text(), "Reprendre où vous en étiez")
	b.form("/description").press("")
	require.Contains(t, b.url.Path, "/attestations")
	b.form("#step").tick("attested").press("continue")
	require.Equal(t, "L’énergie « verte » & co", b.row("P24"))
}

func TestReturnLeadsNowhereElse(t *testing.T) {
	for _, path := range []string{"https://ailleurs.example/", "//ailleurs.example/", `/\ailleurs.example/`, "javascript:alert(1)"} {
		b := open(t).visit(t).get("/signin")
		f := b.form("#step").fill("login", "emma").fill("password", password)
		f.values.Set("return", path)
		f.press("")
		require.Equal(t, b.server.URL+"/", b.url.String(), path)
	}
}

func TestDemonstrationAccountsAreShown(t *testing.T) {
	h := open(t)
	require.NotContains(t, h.visit(t).get("/signin").text(), "démonstration")
	h.portal.Demo = append(h.portal.Demo, demo)
	require.Contains(t, h.visit(t).get("/signin").text(), "Membre emma une phrase assez longue")
}
