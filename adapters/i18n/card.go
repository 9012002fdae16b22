package i18n

import (
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
)

// CardWords is what an attestation card says, in words, for whatever prints it.
type CardWords struct {
	Title, Organisation string
	// Name, Exam and Training are those of the card, and Passed the day, such as
	// "Réussi le 25 novembre 2026".
	Name, Exam, Training, Passed string
	// Facts are the same as labels with their values, with the day of issue.
	Facts [][2]string
	// Unverified says in three words that nobody approved the exam's content, and Notes
	// in a sentence; empty when somebody did.
	Unverified string
	Notes      []string
}

// Card returns what an attestation card says.
func (p Printer) Card(f exam.Face) CardWords {
	passed := p.Date(cycle.DateOf(f.Finished, f.Zone))
	w := CardWords{
		Title: p.T("card.title"), Organisation: p.Text(f.Organisation),
		Name: f.Name, Exam: p.Text(f.Title), Training: p.Text(f.Training), Passed: p.T("card.passed", "day", passed),
	}
	w.Facts = [][2]string{
		{p.T("card.name"), w.Name},
		{p.T("card.exam"), w.Exam},
		{p.T("card.training"), w.Training},
		{p.T("card.passed-on"), passed},
		{p.T("card.issued-on"), p.Date(cycle.DateOf(f.Issued, f.Zone))},
	}
	if !f.Verified {
		w.Unverified, w.Notes = p.T("card.unverified"), []string{p.T("card.note.unverified")}
	}
	return w
}
