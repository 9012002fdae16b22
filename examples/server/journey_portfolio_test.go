package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// openPortfolio signs in and goes to the file of one's own name (P1, P3, P4).
func (k *keyboard) openPortfolio(login, name string) {
	k.t.Helper()
	k.arrive("/signin")
	k.signIn(login, login+"-demonstration")
	k.says("welcome.text")
	k.follow(k.word("portal.tab.portfolio") + " |")
	k.follow(name)
}

// date fills in the three boxes of a day.
func (k *keyboard) date(group, day, month, year string) {
	k.t.Helper()
	k.fill(k.word("field.date.day")+" | "+group, day)
	k.fill(k.word("field.date.month")+" | "+group, month)
	k.fill(k.word("field.date.year")+" | "+group, year)
}

// describe fills in the third step but for the duration.
func (k *keyboard) describe(title string) {
	k.t.Helper()
	k.tick(k.word("field.declaration.activityUnlisted"))
	k.fill(k.word("field.declaration.title"), title)
	k.fill(k.word("field.declaration.provider"), "Cégep")
	k.fill(k.word("field.declaration.trainer"), "Luc")
	k.date(k.word("field.declaration.first"), k.either("1er", "1"), k.either("sept.", "Sept"), "2026")
	k.date(k.word("field.declaration.last"), "1", "9", "2026")
}

// The first document: a declaration with a wrong duration on the way (P20 to P33), then a
// request for an exemption with its document, which a file chooser asks for (P40 to P51).
func TestJourney_Portfolio(t *testing.T) {
	atEverySeat(t, demonstration, func(k *keyboard, _ *house) {
		k.openPortfolio("emma", "Gélinas")
		k.follow(k.word("declaration.title"))
		k.follow(k.word("wizard.begin"))
		k.fill(k.word("field.declaration.category"), "Struct")
		k.fill(k.word("field.declaration.type"), k.either("Atelier", "Workshop"))
		k.follow(k.word("wizard.save-continue"))

		k.describe("Soudage de précision")
		k.fill(k.word("field.declaration.duration"), "1.234,5")
		k.enter()
		k.wrong(1)
		k.holds("title", "Soudage de précision")
		k.holds("duration", "1.234,5")
		k.jump(k.word("error.ambiguous-hours"), k.word("field.declaration.duration"))
		// Tab round the page and back in: a field that is tabbed into is selected, so
		// that typing replaces what it held.
		k.fill(k.word("field.declaration.duration"), k.either("2,5", "2.5"))
		k.follow(k.word("wizard.save-continue"))

		for _, box := range []string{k.either("vrais et exacts", "true and exact"), k.either("au complet", "the whole of"), k.either("pièces justificatives", "supporting documents")} {
			k.tick(box)
		}
		k.follow(k.word("wizard.save-continue"))
		k.sees(k.either("2,5 h (2 h 30 min)", "2.5 h (2 h 30 min)"))
		k.follow(k.word("wizard.submit"))
		k.says("notice.submitted")
		k.follow(k.word("portal.tab.portfolio") + " |")
		k.follow("Gélinas")
		k.sees("Soudage de précision")

		k.follow(k.word("exemption.title"))
		k.follow(k.word("wizard.begin"))
		k.fill(k.word("field.exemption.ground"), k.either("Maladie", "Illness"))
		k.goTo(k.word("exemption.documents.add"))
		require.NoError(k.t, chromedp.Do(k.ctx, chromedp.SetUploadFiles("#documents", []string{paper(k.t)})))
		k.date(k.word("field.exemption.first"), "31", k.either("févr.", "Feb"), "2026")
		k.date(k.word("field.exemption.last"), "30", k.either("avril", "April"), "2026")
		k.fill(k.word("field.exemption.note"), "Une opération")
		k.follow(k.word("wizard.save-continue"))
		k.wrong(1)
		k.holds("first-day", "31")
		k.holds("note", "Une opération")
		k.sees("preuve.pdf")
		k.fill(k.word("field.date.day")+" | "+k.word("field.exemption.first"), "3")
		k.fill(k.word("field.date.month")+" | "+k.word("field.exemption.first"), k.either("mars", "March"))
		k.follow(k.word("wizard.save-continue"))
		for _, box := range []string{k.either("aviser l’Ordre", "tell the order"), k.either("accumuler", "accumulate")} {
			k.tick(box)
		}
		k.follow(k.word("wizard.save-continue"))
		k.sees("preuve.pdf")
		k.follow(k.word("wizard.submit"))
		k.says("notice.submitted")
		k.sees(k.either("En traitement", "Pending"))
	})
}
