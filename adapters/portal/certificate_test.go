package portal_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

// certified has a certificate of Emma's issued, and returns its page and its code.
func certified(t *testing.T, h *house, language string) (*portaltest.Browser, string) {
	t.Helper()
	b := h.signIn(t, "emma").Get("/portfolio/emma").Follow("Attestations de situation")
	b.Form("/certificates").Fill("written", language).Press("")
	require.Equal(t, http.StatusOK, b.Status)
	return b, b.URL.Path[strings.LastIndex(b.URL.Path, "/")+1:]
}

// paper returns the words of the paper.
func paper(b *portaltest.Browser) string {
	return portaltest.Words(portaltest.TextOf(portaltest.All(b.Page, "article")[0]))
}

func TestAMemberGetsACertificate(t *testing.T) {
	h := open(t)
	h.portal.Address = "https://portail.example.ca"
	b := h.signIn(t, "emma").Get("/portfolio/emma/certificates")
	require.Contains(t, b.Text(), "Aucune attestation n’a encore été délivrée.")
	b, code := certified(t, h, "fr")
	require.Contains(t, b.Text(), "L’attestation est délivrée.")
	require.Equal(t, "Ordre d’essai Attestation de situation Formation continue Nom Emma Gélinas Permis T-emma "+
		"Tableau Figure au tableau le 22 novembre 2026 Période de référence du 1er avril 2025 au 31 mars 2028 Délivrée le 22 novembre 2026 "+
		"Période en cours La période de référence est en cours et l’échéance n’est pas arrivée. Cette attestation ne préjuge pas de ce qui sera fait d’ici là. "+
		"Il reste 30 h à faire d’ici le 31 mars 2028, et des exigences particulières à remplir. "+
		"Code de vérification "+code+" Pour la vérifier et la lire en version accessible : https://portail.example.ca/verify "+
		"Ceci était vrai le 22 novembre 2026. Ce qui a changé depuis n’y est pas. "+
		"Délivrée sans signature : son code permet à quiconque la reçoit de la vérifier.", paper(b))
	// The same press again gives the same paper.
	again, other := certified(t, h, "fr")
	require.Equal(t, code, other)
	again.Get("/portfolio/emma/certificates")
	require.Contains(t, again.Text(), "1 attestation ·")
	require.Contains(t, again.Get("/portfolio/emma/history").Text(), "Emma Gélinas a délivré l’attestation "+code+".")
	again.Follow("Emma Gélinas a délivré l’attestation " + code + ".")
	require.Equal(t, http.StatusOK, again.Status)
}

// The paper is in its own language, and the page around it in the reader's.
func TestACertificateIsInItsLanguage(t *testing.T) {
	b, _ := certified(t, open(t), "en")
	require.Equal(t, "en-CA", portaltest.Attr(portaltest.All(b.Page, "article")[0], "lang"))
	require.Contains(t, paper(b), "Order of the tests Statement of standing Continuing education")
	require.Contains(t, b.Text(), "Toutes les attestations")
}

func TestACertificateIsAPDFToo(t *testing.T) {
	h := open(t)
	b, code := certified(t, h, "fr")
	b.Get(b.URL.Path + "/certificate.pdf")
	require.Equal(t, "application/pdf", b.Header.Get("Content-Type"))
	require.Equal(t, "attachment; filename=certificate-"+code+".pdf", b.Header.Get("Content-Disposition"))
	require.True(t, strings.HasPrefix(b.Body, "%PDF-"))
	require.Contains(t, b.Body, "/verify?code="+code)
}

// A name that the PDF cannot print is printed from its page.
func TestACertificateWithoutPDF(t *testing.T) {
	h := open(t)
	h.member(t, "emma", "小明", "王", "2020-01-01")
	b, _ := certified(t, h, "fr")
	require.Contains(t, b.Text(), "Imprimez cette page : le nom comporte des caractères que le PDF ne peut pas imprimer.")
	require.NotContains(t, b.Text(), "Télécharger le PDF")
	require.Equal(t, http.StatusUnprocessableEntity, b.Get(b.URL.Path+"/certificate.pdf").Status)
	require.Contains(t, b.Text(), "Imprimez la page de l’attestation")
}

func TestACertificateOfAnEarlierPeriod(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Get("/portfolio/emma/certificates")
	b.Form("/certificates").Fill("certified", "2022-01-01").Press("")
	require.Contains(t, paper(b), "Période de référence du 1er janvier 2022 au 31 mars 2025")
	require.Contains(t, paper(b), "Obligations non remplies")
	require.Contains(t, paper(b), "Il reste 30 h à faire, et des exigences particulières à remplir.")
	b.Get("/portfolio/emma/certificates")
	b.Form("/certificates").Fill("certified", "1999-01-01").Press("")
	require.Equal(t, http.StatusNotFound, b.Status)

	// A period without a day on the roll: nothing to state, and the form as it was.
	_, err := h.store.Identity().ChangeMember(t.Context(), otpq, "emma", func(m identity.Member) (identity.Member, error) {
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2020-01-01"), To: cycle.MustDate("2025-04-01")}}}
		return m, nil
	})
	require.NoError(t, err)
	b.Get("/portfolio/emma/certificates")
	b.Form("/certificates").Fill("written", "en").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"Il n’y a rien à attester pour cette période : elle ne compte aucun jour d’inscription au tableau. Choisissez une autre période."}, b.Errors())
	require.Equal(t, "en", b.Value("written"))
}

func TestCertificatesAreSearchedAndDownloaded(t *testing.T) {
	h := open(t)
	b, code := certified(t, h, "fr")
	b.Get("/portfolio/emma/certificates?text=zzz")
	require.Contains(t, b.Text(), "Rien ne correspond à votre recherche.")
	b.Get("/portfolio/emma/certificates?text=" + strings.ToLower(code[:7]))
	require.Contains(t, b.Text(), code)
	b.Get("/portfolio/emma/certificates.csv")
	require.Equal(t, "\ufeffDélivrée le;Code de vérification;Ce qu’elle atteste;Période;Langue;État;Révoquée le;Raison\r\n"+
		"2026-11-22;"+code+";Période en cours;2025-04-01;En français;Valide;;\r\n",
		strings.ReplaceAll(b.Body, "Début de la période", "Période"))
}

func TestStaffIssueAndRevokeCertificates(t *testing.T) {
	h := open(t)
	b, code := certified(t, h, "fr")
	require.NotContains(t, b.Text(), "Révoquer")
	path := "/portfolio/emma/certificates/" + code
	require.Equal(t, http.StatusForbidden, b.Get(path+"/revocation").Status)
	require.Equal(t, http.StatusForbidden, b.Call("POST", path+"/revocation").Status)

	staff := b.Another().SignIn("sylvie", password)
	staff.Get("/portfolio/emma/certificates").Form("/certificates").Fill("written", "en").Press("")
	require.Contains(t, staff.Text(), "L’attestation est délivrée.")
	staff.Get(path).Follow("Révoquer")
	staff.Form("#step").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, staff.Status)
	require.Len(t, staff.Errors(), 1)
	staff.Form("#step").Fill("reason", "Émise par erreur.").Press("en")
	require.Equal(t, "Émise par erreur.", staff.Value("reason"), "what was typed survives the language")
	staff.Form("#step").Press("")
	require.Contains(t, staff.Text(), "The statement is revoked.")
	require.Equal(t, http.StatusConflict, staff.Get(path+"/revocation").Status)

	b.Get(path)
	require.Contains(t, b.Text(), "Cette attestation est révoquée.")
	require.Contains(t, b.Text(), "Émise par erreur.")
	require.NotContains(t, paper(b), "30 h")
	require.Contains(t, b.Get("/portfolio/emma/history").Text(), "Ordre d’essai a révoqué l’attestation "+code+". Raison : Émise par erreur.")
}

// Whose code it is not, it does not exist.
func TestACertificateIsReachedInItsOwnFileAlone(t *testing.T) {
	h := open(t)
	b, code := certified(t, h, "fr")
	nova := b.Another().SignIn("nova", password)
	for _, end := range []string{"", "/certificate.pdf", "/revocation"} {
		theirs := *nova.Get("/portfolio/emma/certificates/" + code + end)
		require.Equal(t, http.StatusNotFound, theirs.Status)
		require.Equal(t, nova.Get("/portfolio/emma/certificates/none"+end).Body, theirs.Body)
	}
	require.Equal(t, http.StatusNotFound, nova.Get("/portfolio/nova/certificates/"+code).Status)
	require.Equal(t, http.StatusNotFound, b.Get("/portfolio/emma/certificates/none").Status)
	// A code is read as people type it.
	require.Equal(t, http.StatusOK, b.Get("/portfolio/emma/certificates/"+strings.ToLower(strings.ReplaceAll(code, "-", ""))).Status)
}

// main returns all the words of the page's own part.
func mainText(b *portaltest.Browser) string {
	return portaltest.Words(portaltest.TextOf(portaltest.All(b.Page, "main")[0]))
}

const verifyForm = "Code de vérification 17 caractères, par exemple 7QX2-0N4D-K8RV-1ZPA-6. Les tirets, les espaces et les majuscules n’importent pas."

// The whole text of the page: what is printed on the paper, and nothing else, though
// the file has changed since.
func TestAnybodyVerifiesACertificateAndLearnsNothingElse(t *testing.T) {
	h := open(t)
	emma, code := certified(t, h, "en")
	emma.Declare("emma", course)
	h.member(t, "emma", "Emma", "Gélinas-Roy", "2020-01-01")
	h.at("2027-06-01T15:00:00Z")
	b := emma.Another().Get("/signin").Follow("Vérifier une attestation de situation")
	require.Equal(t, "Vérifier une attestation de situation Inscrivez le code imprimé sur l’attestation que vous avez reçue. "+
		"Vous verrez ce que nous y avons attesté, et rien d’autre. "+verifyForm+" Vérifier", mainText(b))
	b.Form("/verify").Fill("code", " "+strings.ToLower(code)+" ").Press("")
	require.Equal(t, http.StatusOK, b.Status)
	require.Equal(t, "Vérifier une attestation de situation Cette attestation est authentique. Ordre d’essai Nom Emma Gélinas Permis T-emma "+
		"Tableau Figure au tableau le 22 novembre 2026 Période de référence du 1er avril 2025 au 31 mars 2028 Délivrée le 22 novembre 2026 "+
		"Code de vérification "+code+" Période en cours La période de référence est en cours et l’échéance n’est pas arrivée. "+
		"Cette attestation ne préjuge pas de ce qui sera fait d’ici là. Il reste 30 h à faire d’ici le 31 mars 2028, et des exigences particulières à remplir. "+
		"Ceci était vrai le 22 novembre 2026. Ce qui a changé depuis n’y est pas. "+
		"Comparez ces renseignements à ceux du document reçu : s’ils diffèrent, c’est le document qui a été modifié. "+
		verifyForm+" Vérifier une autre attestation", mainText(b))
	require.NotContains(t, b.Body, "/portfolio")
	require.NotContains(t, b.Body, "membre.example")
	require.Equal(t, "no-store", b.Header.Get("Cache-Control"))
	require.Equal(t, "noindex, nofollow", b.Header.Get("X-Robots-Tag"))
	require.Contains(t, b.Body, `<meta name="robots" content="noindex, nofollow">`)
	// The link leads there, and the language changes on the spot.
	b.Get("/verify?code=" + code).Form("/language").Press("en")
	require.Contains(t, b.Text(), "This statement is genuine.")
	require.Contains(t, b.Text(), "Left to do by 31 March 2028: 30 h, and particular requirements.")
}

func TestWhatIsNoCertificateIsAnsweredInWords(t *testing.T) {
	h := open(t)
	emma, code := certified(t, h, "fr")
	b := emma.Another()
	unknown := certificate.NewCode([certificate.RandomBytes]byte{1, 2, 3}).String()
	for typed, want := range map[string]struct {
		status int
		said   string
	}{
		"":                 {http.StatusUnprocessableEntity, "Inscrivez le code imprimé sur l’attestation."},
		code[:len(code)-1]: {http.StatusUnprocessableEntity, "Ce code comporte une erreur de frappe"},
		"7QX2-0N4D<b>":     {http.StatusUnprocessableEntity, "Ce code comporte une erreur de frappe"},
		unknown:            {http.StatusNotFound, "Aucune attestation de cet organisme n’a ce code."},
	} {
		b.Get("/verify?code=" + url.QueryEscape(typed))
		require.Equal(t, want.status, b.Status, typed)
		require.Len(t, b.Errors(), 1)
		require.Contains(t, b.Errors()[0], want.said)
		require.Equal(t, typed, b.Value("code"), "what was typed survives")
		require.NotContains(t, b.Text(), "Emma")
		structure(t, b, "fr")
	}
	// Five codes of none, and the address must wait; another need not.
	for range 4 {
		b.Get("/verify?code=" + unknown)
	}
	require.Equal(t, http.StatusTooManyRequests, b.Get("/verify?code="+code).Status)
	require.Contains(t, b.Errors()[0], "trop d’essais")
	h.portal.From = func(*http.Request) string { return "elsewhere" }
	require.Equal(t, http.StatusOK, b.Get("/verify?code="+code).Status)
}

func TestARevokedCertificateIsToldSo(t *testing.T) {
	h := open(t)
	b, code := certified(t, h, "fr")
	staff := b.Another().SignIn("sylvie", password)
	staff.Get("/portfolio/emma/certificates/"+code+"/revocation").Form("#step").Fill("reason", "Secret.").Press("")
	b.Another().Get("/verify?code=" + code)
	visitor := b.Another().Get("/verify?code=" + code)
	require.Equal(t, "Vérifier une attestation de situation Cette attestation est révoquée : elle ne vaut plus. Ordre d’essai "+
		"Nom Emma Gélinas Permis T-emma Délivrée le 22 novembre 2026 Code de vérification "+code+" Révoquée "+
		"Cette attestation a été révoquée le 22 novembre 2026. Elle ne vaut plus. "+
		"Comparez ces renseignements à ceux du document reçu : s’ils diffèrent, c’est le document qui a été modifié. "+
		verifyForm+" Vérifier une autre attestation", mainText(visitor))
}

// Every statement and state has its words.
func TestEveryStatementHasItsWords(t *testing.T) {
	for _, s := range certificate.Statements() {
		words := i18n.For(identity.French).Certificate(certificate.Printed{
			Statement: s, Remaining: hours.Whole(2), Period: cycle.Period{Span: cycle.Span{From: cycle.MustDate("2025-04-01"), To: cycle.MustDate("2028-04-01")}},
		})
		require.NotContains(t, words.Verdict+words.Sentence, "[", s)
	}
}
