package i18n

import (
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// DestructionWords is what a certificate of destruction says, in words, for whatever
// prints it.
type DestructionWords struct {
	Title, Organisation, Sentence string
	// Facts are labels with their values.
	Facts [][2]string
	// Gone and Kept are lines: what, and under which articles or why.
	GoneTitle, KeptTitle string
	Gone, Kept           [][2]string
	// Notes say what it does not.
	Notes []string
	colon string
}

// Destruction returns what a certificate of destruction says.
func (p Printer) Destruction(c privacy.DestructionCertificate, org identity.Organisation, rules privacy.Rules, zone *time.Location) DestructionWords {
	w := DestructionWords{
		Title: p.T("destruction.title"), Organisation: p.Text(org.Name), Sentence: p.T("destruction.sentence"),
		GoneTitle: p.T("destruction.gone"), KeptTitle: p.T("destruction.kept"), colon: p.T("destruction.colon"),
		Facts: [][2]string{
			{p.T("destruction.person"), string(c.Person)},
			{p.T("destruction.number"), c.Destruction},
			{p.T("destruction.approved"), p.Instant(c.Approved, zone) + " (" + string(c.ApprovedBy) + ")"},
			{p.T("destruction.destroyed"), p.Instant(c.Destroyed, zone)},
			{p.T("destruction.irrecoverable"), p.Date(c.Irrecoverable)},
			{p.T("destruction.plan"), c.Plan},
		},
	}
	stripped := false
	for _, k := range c.Gone {
		why := p.cited(k.Articles, rules)
		if k.Erase == privacy.Strip {
			stripped = true
			why = p.T("destruction.stripped") + p.T("destruction.then") + why
		}
		w.Gone = append(w.Gone, [2]string{p.counted(k), why})
	}
	for _, k := range c.Kept {
		w.Kept = append(w.Kept, [2]string{p.counted(k), p.why(k, rules)})
	}
	if len(c.Kept) == 0 {
		w.Kept = [][2]string{{p.T("destruction.nothing-kept"), ""}}
	}
	w.Notes = []string{p.T("destruction.note.backups", "day", p.Date(c.Irrecoverable))}
	if stripped {
		w.Notes = append(w.Notes, p.T("destruction.note.stripped"))
	}
	w.Notes = append(w.Notes, p.T("destruction.note.names"))
	return w
}

// Text returns the whole as plain text, for a letter or a printer.
func (w DestructionWords) Text() string {
	lines := []string{w.Title, w.Organisation, "", w.Sentence, ""}
	add := func(pairs [][2]string, mark string) {
		for _, pair := range pairs {
			line := mark + pair[0]
			if pair[1] != "" {
				line += w.colon + pair[1]
			}
			lines = append(lines, line)
		}
		lines = append(lines, "")
	}
	add(w.Facts, "")
	lines = append(lines, w.GoneTitle)
	add(w.Gone, "- ")
	lines = append(lines, w.KeptTitle)
	add(w.Kept, "- ")
	return strings.Join(append(lines, w.Notes...), "\n") + "\n"
}

func (p Printer) counted(k privacy.CertifiedKind) string {
	return p.T("destruction.counted", "what", p.Text(k.Label), "count", k.Count)
}

func (p Printer) cited(articles []privacy.ArticleID, rules privacy.Rules) string {
	var all []string
	for _, a := range articles {
		all = append(all, rules.Law.Citation(a, p.Language))
	}
	return strings.Join(all, p.T("destruction.then"))
}

// why says why records are kept, until when, and under which articles.
func (p Printer) why(k privacy.CertifiedKind, rules privacy.Rules) string {
	var all []string
	for _, reason := range k.Reasons {
		words := p.Text(rules.Why(reason))
		if slices.Contains([]privacy.Hold{privacy.HoldRecourse, privacy.HoldLegal, privacy.HoldIncident}, privacy.Hold(reason)) {
			words = p.T("destruction.hold." + reason)
		}
		all = append(all, words)
	}
	if len(k.Missing) > 0 {
		all = append(all, p.T("destruction.undecided"))
	}
	if !k.Until.IsZero() {
		all = append(all, p.T("destruction.until", "day", p.Date(k.Until)))
	}
	if cited := p.cited(k.Articles, rules); cited != "" {
		all = append(all, cited)
	}
	return strings.Join(all, p.T("destruction.then"))
}
