package main

import "testing"

// The fourth document: the policy is read, a consent is given and withdrawn, a complaint and a
// request for access are made, with a box that is not ticked and a complaint without words on
// the way (V7, V8, V16, V17).
func TestJourney_Privacy(t *testing.T) {
	atEverySeat(t, demonstration, func(k *keyboard, _ *house) {
		k.arrive("/signin")
		k.follow(k.word("policy.link"))
		k.sees(k.either("22 septembre 2023", "22 September 2023"))
		k.visit("/signin")
		k.signIn("emma", "emma-demonstration")
		k.follow(k.word("portal.tab.privacy"))

		k.follow(k.word("mine.consents"))
		k.follow(k.word("consents.open") + " – " + k.either("Traiter les situations où l’état de santé", "Deal with situations in which the health"))
		k.date(k.word("field.consents.until"), "1", k.either("mars", "March"), "2027")
		k.follow(k.word("consents.give"))
		k.wrong(1)
		k.holds("until-month", k.either("mars", "March"))
		k.jump(k.word("error.not-express"), k.word("field.consents.express"))
		k.press(" ")
		k.follow(k.word("consents.give"))
		k.says("notice.consent-give")
		k.sees(k.either("Jusqu’au 1er mars 2027", "Until 1 March 2027"))
		k.follow(k.word("consents.receipt"))
		k.says("consent-receipt.express")
		k.follow(k.either("Traiter les situations", "Deal with situations"))
		k.follow(k.word("consents.withdraw.link"))
		k.says("consents.stays")
		k.follow(k.word("consents.withdraw.button"))
		k.says("notice.consent-withdraw")

		k.follow(k.word("portal.tab.privacy"))
		k.follow(k.word("mine.complain"))
		k.choose("| "+k.word("field.rights.extent"), k.word("rights.extent.words"))
		k.follow(k.word("rights.to-check"))
		k.wrong(1)
		k.jump(k.word("field-error.asked.nothing-asked"), k.word("field.rights.asked"))
		k.press("Mon courriel a été montré à tous.")
		k.follow(k.word("rights.to-check"))
		k.says("rights.check.text")
		k.follow(k.word("rights.change"))
		k.holds("asked", "Mon courriel a été montré à tous.")
		k.follow(k.word("rights.to-check"))
		k.follow(k.word("rights.send"))
		k.says("notice.rights-sent")
		k.sees("Mon courriel a été montré à tous.")

		k.follow(k.word("mine.requests"))
		k.follow(k.word("rights.new"))
		k.choose("| "+k.word("field.rights.kind"), k.word("privacy.kind.access"))
		k.follow(k.word("rights.to-check"))
		k.follow(k.word("rights.send"))
		k.says("notice.rights-sent")
		// Twenty days under the Access Act, from Sunday 22 November.
		k.sees(k.either("12 décembre 2026", "12 December 2026"))
	})
}
