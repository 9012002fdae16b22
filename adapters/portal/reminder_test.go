package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

// remind writes the reminders of twelve months before 31 March 2028.
func (h *house) remind(t *testing.T) {
	t.Helper()
	now := h.clock()
	h.at("2027-03-31T16:00:00Z")
	_, err := h.portal.Reminders.Sweep(t.Context(), identity.Clock(otpq), nil)
	require.NoError(t, err)
	h.at(now.Format("2006-01-02T15:04:05Z07:00"))
}

// stopPath is the address that the latest letter to a member stops reminders by.
func (h *house) stopPath(t *testing.T, member identity.MemberID) string {
	t.Helper()
	all, err := h.store.Outbox().MessagesTo(t.Context(), otpq, member, 1)
	require.NoError(t, err)
	require.NotEmpty(t, all[0].Secret)
	return i18n.StopPath(all[0])
}

// subjects returns the subjects of the letters that are shown, in order.
func subjects(b *portaltest.Browser) []string {
	all := []string{}
	for _, article := range portaltest.All(b.Page, "article") {
		if portaltest.Has(article, "data-letter") {
			all = append(all, portaltest.Words(portaltest.TextOf(portaltest.All(article, "h2")[0])))
		}
	}
	return all
}

func ticked(b *portaltest.Browser) []string {
	var all []string
	for _, input := range portaltest.All(b.Page, "input") {
		if portaltest.Attr(input, "name") == "months" && portaltest.Has(input, "checked") {
			all = append(all, portaltest.Attr(input, "value"))
		}
	}
	return all
}

func TestMemberReadsLettersAndTunesReminders(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Get("/portfolio/emma").Follow("Courriels et rappels")
	require.Contains(t, b.Text(), "Aucun courriel encore.")
	require.Contains(t, b.Text(), "à 12, 6, 3 et 1 mois de celle-ci")
	require.Equal(t, []string{"12", "6", "3", "1"}, ticked(b))
	require.Contains(t, b.Text(), "ils sont toujours envoyés, quels que soient les choix faits ici")

	h.remind(t)
	b.Get("/portfolio/emma/messages")
	require.Equal(t, []string{"Formation continue : ce qu’il vous reste à faire d’ici le 31 mars 2028"}, subjects(b))
	require.Contains(t, b.Text(), "À envoyer")
	require.Contains(t, b.Text(), "30 h")
	require.NotContains(t, b.Body, strings.TrimPrefix(h.stopPath(t, "emma"), "/reminders/stop/emma/"), "the letter alone has its secret")
	require.Contains(t, b.Text(), "/reminders/stop/emma/•••")

	form := b.Form("#step")
	form.Values["months"] = []string{"6", "1"}
	form.Press("")
	require.Contains(t, b.Text(), "Vos choix de rappels sont enregistrés.")
	require.Equal(t, []string{"6", "1"}, ticked(b))
	require.Contains(t, b.Text(), "à 6 et 1 mois de celle-ci")
	require.Equal(t, http.StatusOK, b.Status)

	b.Form("#stop").Press("")
	require.Contains(t, b.Text(), "Aucun rappel n’est envoyé.")
	require.Empty(t, ticked(b))
	require.NotContains(t, b.Text(), "Arrêter tous les rappels", "there is nothing to stop any more")

	staff := b.Another().SignIn("sylvie", password).Get("/portfolio/emma/messages")
	require.Contains(t, staff.Text(), "Aucun rappel n’est envoyé.")
	require.NotContains(t, staff.Body, "checkbox", "staff choose for nobody")
	require.Equal(t, http.StatusForbidden, staff.Call("POST", "/portfolio/emma/reminders").Status)
	require.Equal(t, http.StatusNotFound, b.Another().SignIn("nova", password).Call("POST", "/portfolio/emma/reminders").Status)
}

func TestLetterStopsRemindersWithoutSigningIn(t *testing.T) {
	h := open(t)
	h.remind(t)
	b := h.visit(t).Get(h.stopPath(t, "emma"))
	require.Equal(t, http.StatusOK, b.Status)
	require.NotContains(t, b.Text(), "Gélinas", "the page names nobody")
	wrong := *h.visit(t).Get("/reminders/stop/emma/guessed")
	require.Equal(t, http.StatusNotFound, wrong.Status)
	require.Equal(t, h.visit(t).Get("/nowhere").Body, wrong.Body, "a wrong address tells nothing")
	require.Equal(t, http.StatusNotFound, h.visit(t).Call("POST", "/reminders/stop/emma/guessed").Status)
	require.Equal(t, http.StatusNotFound, h.visit(t).Get(strings.Replace(h.stopPath(t, "emma"), "/emma/", "/luc/", 1)).Status)

	emma := h.signIn(t, "emma").Get("/portfolio/emma/messages")
	require.Len(t, ticked(emma), 4, "looking stops nothing: mail programs open addresses by themselves")
	b.Form("#stop").Press("")
	require.Equal(t, http.StatusOK, b.Status, "RFC 8058: no other address is to be followed")
	require.Contains(t, b.Text(), "Les rappels sont arrêtés")
	require.Empty(t, ticked(emma.Get("/portfolio/emma/messages")))
	require.Len(t, ticked(b.Another().SignIn("luc", password).Get("/portfolio/luc/messages")), 4)
}

// What a mail program posts by itself: RFC 8058, section 3.2.
func TestMailProgramStopsRemindersWithOnePost(t *testing.T) {
	h := open(t)
	h.remind(t)
	b := h.visit(t)
	r, err := http.NewRequest("POST", b.Server.URL+h.stopPath(t, "emma"), strings.NewReader("List-Unsubscribe=One-Click"))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.Empty(t, ticked(h.signIn(t, "emma").Get("/portfolio/emma/messages")))
}

func TestMailboxIsSearchedFilteredSortedAndDownloaded(t *testing.T) {
	h := open(t)
	h.portal.Address = "https://portail.example.org"
	b := h.signIn(t, "emma")
	b.Request("emma", illness, "billet.pdf", pdf)
	staff := b.Another().SignIn("sylvie", password)
	require.Contains(t, staff.Get("/mailbox").Text(), "Aucun courriel encore.")
	staff.Decide("Maladie ou accident", "grant", "granted", "7,5", "Selon le billet.")
	h.remind(t)
	staff.Get("/mailbox")
	require.Contains(t, staff.Text(), "4 courriels")
	require.Len(t, subjects(staff), 4)
	require.Contains(t, staff.Text(), "avis ou décision")
	require.Contains(t, staff.Text(), "emma@membre.example")
	require.Contains(t, staff.Body, `<a href="`+h.stopPath(t, "emma")+`">https://portail.example.org`, "as the person reads it")

	staff.Get("/mailbox?kind=exemption-decided")
	require.Equal(t, []string{"Votre demande de dispense a été traitée"}, subjects(staff))
	require.Len(t, subjects(staff.Get("/mailbox?text=RAPPEL+membre.example")), 3)
	require.Len(t, subjects(staff.Get("/mailbox?text=luc@membre")), 1)
	require.Empty(t, subjects(staff.Get("/mailbox?state=sent")))
	require.Contains(t, staff.Text(), "Rien ne correspond à votre recherche.")

	// What comes of one when it is sent.
	all, err := h.store.Outbox().MessagesTo(t.Context(), otpq, "luc", 1)
	require.NoError(t, err)
	_, err = h.store.Outbox().ChangeMessage(t.Context(), otpq, "luc", all[0].ID, func(m identity.Message) (identity.Message, error) {
		return m.Taken(h.clock()).Fails(identity.Refused, h.clock())
	})
	require.NoError(t, err)
	staff.Get("/mailbox?state=given-up")
	require.Len(t, subjects(staff), 1)
	require.Contains(t, staff.Text(), "Le serveur de courriel refuse ce message ou son adresse.")
	require.Contains(t, staff.Text(), "après 1 essai")

	csv := staff.Call("GET", "/mailbox.csv?sort=to&kind=reminder").Body
	lines := strings.Split(strings.TrimSpace(csv), "\r\n")
	require.Len(t, lines, 4)
	require.Equal(t, "\ufeffÉcrit le;Sorte;Objet;Membre;Adresse;Langue;État;Envoyé le;Prochain essai;Essais;Empêchement", lines[0])
	require.Contains(t, lines[1], "emma@membre.example")
	require.Contains(t, lines[2], "luc@membre.example;fr;Non remis;;;1;Le serveur de courriel refuse")
	require.Equal(t, http.StatusForbidden, b.Get("/mailbox.csv").Status)
}
