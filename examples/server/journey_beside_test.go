package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// The first document: whoever has lost a password is sent a temporary one, and chooses
// another at once (P2).
func TestJourney_LostPassword(t *testing.T) {
	atEverySeat(t, demonstration, func(k *keyboard, h *house) {
		k.arrive("/signin")
		k.follow(k.either("Première connexion/Mot de passe oublié", "First sign-in/Forgotten password"))
		k.follow(k.word("temporary.button"))
		k.wrong(1)
		k.jump(k.word("field-error.login.missing"), k.word("field.temporary.login"))
		k.press("emma")
		k.follow(k.word("temporary.button"))
		k.says("temporary.sent.title")
		k.follow(k.word("signin.button"))
		m, body := k.letter(h, identity.TemporaryPassword, "emma@membres.example")
		require.Contains(k.t, body, identity.ShowTemporary(m.Secret))
		k.signIn("emma", identity.ShowTemporary(m.Secret))
		k.titled(k.word("password.must.title"))
		k.fill(k.word("field.password.new"), chosen)
		k.follow(k.word("password.button"))
		k.signIn("emma", chosen)
		k.says("welcome.text")
	})
}

// The fifth document: the representative of a workplace registers a person, forgetting the
// service at first; the person opens an account with the password of a letter and the secret
// code that is handed over, which is first typed with a mistake (A11, A12).
func TestJourney_Representative(t *testing.T) {
	const user = "luc.tremblay@exemple.org"
	atEverySeat(t, demonstration, func(k *keyboard, h *house) {
		k.arrive("/signin")
		k.signIn("martine", "martine-demonstration")
		k.follow(k.word("representative.title"))
		k.follow(k.word("representative.register"))
		k.fill(k.word("field.access-person.firstName"), "Luc")
		k.fill(k.word("field.access-person.lastName"), "Tremblay")
		k.fill(k.word("field.access-person.email"), user)
		k.enter()
		k.wrong(1)
		k.holds("firstName", "Luc")
		k.tick(k.either("directives médicales", "advance medical directives"))
		k.follow(k.word("representative.register") + " |")
		k.titled(k.word("representative.code.heading"))
		code, err := chromedp.Run(k.ctx, chromedp.Evaluate[string](`document.getElementById("secret-code").innerText`))
		require.NoError(k.t, err)
		k.follow(k.word("representative.code.done"))
		k.sees("Luc Tremblay")

		m, body := k.letter(h, identity.EnrolmentPassword, user)
		require.Contains(k.t, body, identity.ShowTemporary(m.Secret))
		require.NotContains(k.t, body, code)
		k.open()
		k.arrive("/access")
		k.follow(k.word("asking.code.link"))
		k.fill(k.word("field.opening.email"), user)
		k.fill(k.word("field.opening.sent"), identity.ShowTemporary(m.Secret))
		k.fill(k.word("field.opening.secret"), "00000-00000")
		k.fill(k.word("field.opening.chosen"), "luc.tremblay")
		k.fill(k.word("field.opening.new"), chosen)
		k.enter()
		k.titled(k.word("portal.error-prefix"))
		k.holds("email", user)
		k.holds("chosen", "luc.tremblay")
		k.holds("new", "")
		k.fill(k.word("field.opening.sent"), identity.ShowTemporary(m.Secret))
		k.fill(k.word("field.opening.secret"), code)
		k.fill(k.word("field.opening.new"), chosen)
		k.follow(k.word("opening.button") + " |")
		k.says("notice.account-opened")
		k.signIn("luc.tremblay", chosen)
		k.says("service.list")
		k.sees(k.either("directives médicales anticipées", "advance medical directives"))
	})
}

// unregistered is the demonstration, before anybody has sat an exam, with an operator who has
// yet to register.
func unregistered(t *testing.T) *house {
	t.Helper()
	h := awaiting(t)
	hash, err := h.directory.Hasher.Hash("karine-demonstration")
	require.NoError(t, err)
	_, err = h.store.Identity().ChangeAccount(t.Context(), demoOrganisation, "karine", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Login, a.Name, a.Hash, a.Roles, a.LastOpened = "karine", "Karine Roy", hash, []identity.Role{identity.RoleOperator}, demoLinked
		return a, nil, nil
	})
	require.NoError(t, err)
	p, err := h.exams.Point(t.Context(), demoStaff, demoPoint)
	require.NoError(t, err)
	p.Operators = append(p.Operators, "karine")
	_, err = h.exams.PutPoint(t.Context(), demoStaff, p)
	require.NoError(t, err)
	h.authorised(t)
	return h
}

// The third document, of an operator: the four steps of the registration, with an address
// that is none (E1); an access that is cancelled, and an exam that is ended from the record,
// with the reason forgotten at first (E7, E14).
func TestJourney_Operator(t *testing.T) {
	atEverySeat(t, unregistered, func(k *keyboard, _ *house) {
		k.arrive("/signin")
		k.signIn("karine", "karine-demonstration")
		k.follow(k.word("portal.tab.points"))
		k.says("notice.registration-needed")
		k.fill(k.word("field.registration.given"), "Karine")
		k.fill(k.word("field.registration.family"), "Roy")
		k.fill(k.word("field.registration.email"), "karine à point")
		k.enter()
		k.wrong(1)
		k.holds("given", "Karine")
		k.jump(k.word("error.bad-email"), k.word("field.registration.email"))
		k.fill(k.word("field.registration.email"), "karine@point.example")
		k.follow(k.word("learner.save") + " |")
		k.fill(k.word("field.registration.shown"), "Karine R.")
		k.fill(k.word("field.registration.employer"), "Centre de formation de la Capitale")
		k.fill(k.word("field.registration.city"), "Québec")
		k.follow(k.word("learner.save") + " |")
		k.tick(k.word("field.registration.notices"))
		k.follow(k.word("learner.save") + " |")
		k.fill(k.word("field.registration.membership"), k.either("Par mon", "Through"))
		k.follow(k.word("learner.save") + " |")
		k.says("notice.registration-complete")

		k.follow(k.word("learner.open") + " – Geneviève Lavigne")
		k.follow(k.either("Annuler l’accès à l’examen", "Cancel access to the exam"))
		k.fill(k.word("field.sitting.because"), k.either("Autorisé", "Authorised"))
		k.follow(k.word("sitting.act.cancellation") + " |")
		k.says("notice.sitting-cancellation")

		k.fill(k.word("field.authorisation.exam"), k.either("Surveillance", "Confined"))
		k.follow(k.word("authorisation.button"))
		k.says("notice.exam-authorised")
		point := k.ctx
		k.open()
		k.launchExam()
		k.ctx = point
		k.follow(k.word("learner.refresh"))
		k.follow(k.either("Terminer l’examen", "End the exam"))
		k.sees(k.either("ATTENTION : Si l’apprenant n’a pas terminé son processus d’examen", "ATTENTION: If the learner"))
		k.follow(k.word("sitting.act.termination") + " |")
		k.titled(k.word("portal.error-prefix"))
		k.fill(k.word("field.sitting.because"), k.word("exam.ground.irregularity"))
		k.fill(k.either("Précisions", "Details"), "Un téléphone")
		k.follow(k.word("sitting.act.termination") + " |")
		k.says("notice.sitting-termination")
		k.says("exam.outcome.failed")
	})
}
