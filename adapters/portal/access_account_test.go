package portal_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// representative has Manon Leblanc represent a workplace, and returns her.
func (h *house) representative(t *testing.T) identity.Actor {
	t.Helper()
	h.account(t, "manon", "", identity.RoleRepresentative)
	_, err := h.portal.Office.SetWorkplace(t.Context(), clerk, "centre", 0, "Centre jeunesse du Fleuve", []identity.AccountID{"manon"})
	require.NoError(t, err)
	return identity.Actor{Org: otpq, Account: "manon", Name: "Manon Leblanc", Roles: []identity.Role{identity.RoleRepresentative}}
}

// opened signs in with what was chosen.
func opened(b *portaltest.Browser, login string) *portaltest.Browser {
	b.T.Helper()
	return b.Form("#step").Fill("login", login).Fill("password", newPassword).Press("")
}

// With a reference number an account is opened at once, and what is secret is never sent
// back (A6).
func TestA6_AReferenceNumberOpensAnAccount(t *testing.T) {
	h := openAccess(t)
	holder := access.Person{First: "Inès", Last: "Côté-Roy", Email: "ines@exemple.org"}
	_, err := h.portal.Office.IssueReference(t.Context(), clerk, "ref-1", holder, identity.French, []string{"billing"})
	require.NoError(t, err)
	number := access.ShowReference(h.letter(t, identity.ReferenceNumber, "ines@exemple.org").Secret)
	b := h.visit(t).Get("/access").Follow("Créer mon compte avec un numéro de référence")
	b.Form("#step").Press("")
	require.Equal(t, []string{"Inscrivez le numéro de référence.", "Inscrivez le nom de famille.", "Choisissez un nom d’utilisateur.", "Choisissez un mot de passe."}, b.Errors())
	try := func(number, family, login, password string) {
		b.Form("#step").Fill("reference", number).Fill("family", family).Fill("chosen", login).Fill("new", password).Press("")
	}
	try(number, "Roy", "ines.cote", newPassword)
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Contains(t, b.Errors()[0], "Ce numéro de référence et ce nom n’ouvrent aucun compte.")
	require.NotContains(t, b.Body, number)
	require.NotContains(t, b.Body, newPassword)
	require.Equal(t, []string{"Roy", "ines.cote"}, []string{b.Value("family"), b.Value("chosen")})
	try(number, "cote roy", "emma", newPassword)
	require.Equal(t, []string{"Ce nom d’utilisateur est déjà pris. Choisissez-en un autre."}, b.Errors())
	require.Equal(t, "true", portaltest.Attr(b.With("id", "chosen"), "aria-invalid"))
	try(number, "cote roy", "ines.cote", "court")
	require.Len(t, b.Errors(), 1)
	require.Equal(t, "true", portaltest.Attr(b.With("id", "new"), "aria-invalid"))
	try(number, "cote roy", "ines.cote", newPassword)
	require.Equal(t, "/signin", b.URL.Path)
	require.Contains(t, b.Text(), "Votre compte est créé. Ouvrez une session")
	opened(b, "ines.cote")
	require.Equal(t, "/", b.URL.Path)
	require.Contains(t, b.Text(), "Mes services en ligne")
	require.Contains(t, b.Text(), "Facturation en ligne")
}

// Wrong numbers are counted by who asks.
func TestA6_WrongNumbersAreCounted(t *testing.T) {
	h := openAccess(t)
	b := h.visit(t).Get("/access/reference")
	for range 12 {
		b.Form("#step").Fill("reference", "0000-0000-0000").Fill("family", "Roy").Fill("chosen", "ines.cote").Fill("new", newPassword).Press("")
	}
	require.Equal(t, http.StatusTooManyRequests, b.Status)
	require.Equal(t, []string{"Il y a eu trop d’essais. Attendez quelques minutes, puis recommencez."}, b.Errors())
}

// The password of the letter and the secret code of the representative open an account
// together (A12); another password can be had, and the answer tells nobody who was
// registered.
func TestA12_AnAccountOpensWithPasswordAndCode(t *testing.T) {
	h := openAccess(t)
	manon := h.representative(t)
	luc := access.Person{First: "Luc", Last: "Tremblay", Email: "luc@exemple.org"}
	_, code, err := h.portal.Office.Enrol(t.Context(), manon, "e-1", "centre", luc, identity.French, []string{"dma"})
	require.NoError(t, err)
	first := h.letter(t, identity.EnrolmentPassword, "luc@exemple.org").Secret
	h.after(25 * time.Hour) // the password is dead, the code is not
	b := h.visit(t).Get("/access").Follow("J’ai un code secret")
	try := func(sent string) {
		b.Form("#step").Fill("email", "luc@exemple.org").Fill("sent", identity.ShowTemporary(sent)).Fill("secret", access.ShowSecret(code.Reveal())).
			Fill("chosen", "luc.tremblay").Fill("new", newPassword).Press("")
	}
	try(first)
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"luc@exemple.org", "luc.tremblay", "", "", ""}, []string{b.Value("email"), b.Value("chosen"), b.Value("sent"), b.Value("secret"), b.Value("new")})
	require.NotContains(t, b.Body, access.ShowSecret(code.Reveal()))

	b.Follow("Recevoir un autre mot de passe").Form("#step").Press("")
	require.Equal(t, []string{"Inscrivez l’adresse courriel."}, b.Errors())
	other := b.Another().Get("/access/code/password")
	other.Form("#step").Fill("email", "personne@exemple.org").Press("")
	b.Form("#step").Fill("email", "luc@exemple.org").Press("")
	require.Equal(t, "/access/code?notice=enrolment-password", b.URL.RequestURI())
	require.Equal(t, other.Body, b.Body, "the same whoever was registered")
	second := h.letter(t, identity.EnrolmentPassword, "luc@exemple.org").Secret
	require.NotEqual(t, first, second)
	try(second)
	require.Equal(t, "/signin", b.URL.Path)
	require.Contains(t, opened(b, "luc.tremblay").Text(), "Registre des directives médicales anticipées (DMA)")
}

// The whole of it: a request, two letters, two signatures, a decision, two letters to two
// people, the first sign-in, and the home page that lists the service (A1 to A10).
func TestA10_FromTheRequestToTheHomePage(t *testing.T) {
	h := openAccess(t)
	b := fill(h.visit(t), luc())
	b.Form("#step").Press("submit")
	h.sign(b, "diane.gagnon@exemple.org", "Diane Gagnon")
	h.sign(b, "luc.tremblay@exemple.org", "Luc Tremblay")
	queue, err := h.portal.Office.Queue(t.Context(), clerk)
	require.NoError(t, err)
	require.Len(t, queue, 1)
	_, err = h.portal.Office.Accept(t.Context(), clerk, queue[0].ID, queue[0].Version)
	require.NoError(t, err)
	require.Contains(t, b.Get("/access/requests").Text(), "Acceptée")

	login := h.letter(t, identity.AccessUsername, "diane.gagnon@exemple.org").Secret // A8
	temporary := h.letter(t, identity.AccessPassword, "luc.tremblay@exemple.org").Secret
	user := b.Another().Get("/signin")
	user.Form("#step").Fill("login", login).Fill("password", identity.ShowTemporary(temporary)).Press("")
	require.Equal(t, "/password", user.URL.Path, "A9")
	require.Equal(t, "Choisissez votre mot de passe", heading(user))
	user.Form("#step").Fill("new", newPassword).Press("")
	opened(user, login)
	require.Equal(t, "/", user.URL.Path)
	require.Equal(t, "Bienvenue, Luc Tremblay", heading(user))
	require.Contains(t, user.Text(), "Mes services en ligne Votre compte ouvre ces services, avec le même nom d’utilisateur et le même mot de passe. Facturation en ligne Transmettre des demandes de paiement et en suivre le traitement. non vérifié")
	require.Contains(t, user.Text(), "Fermez votre session avant de quitter votre poste de travail.") // A13
	require.NotContains(t, user.Text(), "portfolio", "there is no file of theirs")
	structure(t, user, "fr")

	// Another service is asked for and added, and taken away from the next page on.
	h.after(time.Minute) // the latest letter is the one of this request
	again := luc()
	again.service = "eligibility"
	b = fill(h.visit(t), again)
	b.Form("#step").Press("submit")
	h.sign(b, "diane.gagnon@exemple.org", "Diane Gagnon")
	h.sign(b, "luc.tremblay@exemple.org", "Luc Tremblay")
	queue, err = h.portal.Office.Queue(t.Context(), clerk)
	require.NoError(t, err)
	accepted, err := h.portal.Office.Accept(t.Context(), clerk, queue[0].ID, queue[0].Version)
	require.NoError(t, err)
	require.Contains(t, user.Get("/").Text(), "Vérification de l’admissibilité")
	for _, service := range []string{"billing", "eligibility"} {
		require.NoError(t, h.portal.Office.Revoke(t.Context(), clerk, accepted.Account, service, "a quitté la clinique"))
	}
	require.Contains(t, user.Get("/").Text(), "Votre compte n’ouvre aucun service en ligne. Demandez un accès")
	structure(t, user, "fr")
}

// A member who has services too finds them on the home page, and from any other (A10).
func TestA10_AMemberWithServicesFindsThem(t *testing.T) {
	h := openAccess(t)
	b := h.signIn(t, "emma")
	require.NotContains(t, b.Body, "Services en ligne")
	require.NotContains(t, b.Text(), "Mes services en ligne")
	_, err := h.store.Identity().ChangeAccount(t.Context(), otpq, "emma", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Grants = append(a.Grants, identity.Grant{Service: "governance", By: "e-9", Since: h.clock()})
		return a, nil, nil
	})
	require.NoError(t, err)
	b.Get("/portfolio/emma").Follow("Services en ligne")
	require.Equal(t, "/", b.URL.Path)
	require.Contains(t, b.Text(), "Espace gouvernance – Conseil d’administration Lire les documents du conseil d’administration.")
	structure(t, b, "fr")
}

// What is signed is what binds (A13, A14), and stays as it was.
func TestA14_CommitmentsAreSignedByBoth(t *testing.T) {
	h := openAccess(t)
	b := fill(h.visit(t), luc())
	b.Form("#step").Press("submit")
	for _, to := range []string{"luc.tremblay@exemple.org", "diane.gagnon@exemple.org"} {
		text := b.Another().Get(h.signPath(t, to)).Text()
		require.Contains(t, text, "Je suis responsable des activités faites sous mon nom d’utilisateur.")
		require.Contains(t, text, "Un compte utilisé par une autre personne est désactivé.")
		require.Contains(t, text, "J’ai lu ce texte et je prends les engagements qui y sont écrits")
	}
}

// The pages that open an account have the structure of all others, in both languages.
func TestA6_PagesAreStructured(t *testing.T) {
	h := openAccess(t)
	b := h.visit(t)
	for _, path := range []string{"/access/reference", "/access/code", "/access/code/password"} {
		for _, language := range []string{"en", "fr"} {
			b.Get(path).Form("#step").Press(language)
			structure(t, b, language)
			b.Form("#step").Press("")
			require.NotEmpty(t, b.Errors())
			structure(t, b, language)
			require.NotContains(t, b.Body, `value="`+newPassword, path)
		}
	}
}
