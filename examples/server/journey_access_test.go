package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// mandate has security questions asked from now on, as an authority may require.
func (h *house) mandate(t *testing.T) {
	t.Helper()
	asked, err := identity.MandatedQuestions(identity.Mandate{
		Authority: identity.Text{FR: "Assureur public", EN: "Public insurer"}, Reference: identity.Text{FR: "Demander un accès", EN: "Asking for access"},
		Review: cycle.MustDate("2027-12-31"),
	})
	require.NoError(t, err)
	_, err = h.store.Identity().ChangeOrganisation(t.Context(), demoOrganisation, func(o identity.Organisation) (identity.Organisation, error) {
		o.Recovery = asked
		return o, nil
	})
	require.NoError(t, err)
}

// signingLink finds where the letter about a request leads to.
var signingLink = regexp.MustCompile(`https?://\S+(/access/sign/\S+)`)

// sign follows the letter to an address, in a window of its reader's own, and signs; the
// name is first typed as that of somebody else.
func (k *keyboard) sign(h *house, to, name, other string) {
	k.t.Helper()
	_, body := k.letter(h, identity.AccessSign, to)
	link := signingLink.FindStringSubmatch(body)
	require.NotNil(k.t, link, body)
	k.open()
	k.arrive(link[1])
	k.fill(k.word("field.signing.signature"), other)
	k.tick(k.word("field.signing.agreed"))
	k.follow(k.word("signing.button"))
	k.wrong(1)
	k.holds("signature", other)
	k.fill(k.word("field.signing.signature"), name)
	k.follow(k.word("signing.button"))
}

// The fifth document: a request for access to a service, signed from two mailboxes, accepted
// by the staff, and the first sign-in with the two letters that come of it (A1 to A10).
func TestJourney_Access(t *testing.T) {
	const user, authoriser = "luc.tremblay@exemple.org", "diane.gagnon@exemple.org"
	atEverySeat(t, demonstration, func(k *keyboard, h *house) {
		k.arrive("/signin")
		k.follow(k.word("asking.title"))
		k.follow(k.either("Médecins", "Physicians"))
		k.choose("| "+k.word("asking.service"), k.either("Facturation", "Online billing"))
		k.fill(k.word("field.asking.given"), "Luc")
		k.fill(k.word("field.asking.family"), "Tremblay")
		k.fill(k.word("field.asking.email"), "luc.tremblay à exemple.org")
		k.follow(k.word("wizard.save-continue"))
		k.wrong(1)
		k.holds("given", "Luc")
		k.holds("email", "luc.tremblay à exemple.org")
		k.jump(k.word("error.bad-address"), k.word("field.asking.email"))
		k.fill(k.word("field.asking.email"), user)
		k.follow(k.word("wizard.save-continue"))

		k.fill(k.word("field.asking.authoriserKind"), k.either("Professionnel", "Health"))
		k.fill(k.word("field.asking.authoriserFirst"), "Diane")
		k.fill(k.word("field.asking.authoriserLast"), "Gagnon")
		k.fill(k.word("field.asking.place"), "Clinique du Parc")
		k.fill(k.word("field.asking.authoriserEmail"), user)
		k.follow(k.word("wizard.save-continue"))
		k.says("asking.reasons")
		k.follow(k.word("asking.correct"))
		k.fill(k.word("field.asking.authoriserEmail"), authoriser)
		k.follow(k.word("wizard.save-continue"))
		k.follow(k.word("asking.send"))
		k.says("notice.access-sent")

		k.sign(h, authoriser, "Diane Gagnon", "Luc Tremblay")
		k.says("notice.access-signed")
		k.sign(h, user, "Luc Tremblay", "Diane Gagnon")
		k.says("signing.signed")

		k.open()
		k.arrive("/signin")
		k.signIn("jeanne", "jeanne-demonstration")
		k.follow(k.word("portal.tab.queue"))
		k.unfold(k.word("menu.staff"))
		k.follow(k.word("access-desk.menu"))
		k.follow("Tremblay, Luc")
		k.says("access-desk.no-reason")
		k.follow(k.word("access-desk.accept"))
		k.says("notice.access-accepted")

		username, body := k.letter(h, identity.AccessUsername, authoriser)
		require.Contains(k.t, body, username.Secret)
		temporary, body := k.letter(h, identity.AccessPassword, user)
		require.Contains(k.t, body, identity.ShowTemporary(temporary.Secret))
		require.NotContains(k.t, body, username.Secret, "each letter has half")
		h.mandate(k.t)
		k.open()
		k.arrive("/signin")
		k.signIn(username.Secret, identity.ShowTemporary(temporary.Secret))
		k.fill(k.word("field.password.new"), "court")
		k.enter()
		k.wrong(1)
		k.fill(k.word("field.password.new"), chosen)
		k.follow(k.word("password.button"))
		k.signIn(username.Secret, chosen)
		k.answerQuestions()
		k.sees("Luc Tremblay")
		k.says("service.list")
		k.sees(k.either("Facturation en ligne", "Online billing"))
	})
}

// answerQuestions chooses three security questions (A9).
func (k *keyboard) answerQuestions() {
	k.t.Helper()
	k.titled(k.word("questions.must.title"))
	for i, n := range []string{"1", "2", "3"} {
		k.goTo(k.word("field.questions.question-" + n))
		k.press(strings.Repeat(kb.ArrowDown, i+1))
		k.fill(k.word("field.questions.answer-"+n), []string{"Rimouski", "Bouleau", "Trombone"}[i])
	}
	k.fill(k.word("field.questions.current"), chosen)
	k.follow(k.word("questions.button"))
}
