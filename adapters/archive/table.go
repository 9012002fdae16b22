package archive

import (
	"encoding/csv"
	"io"
	"strings"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// writeTable writes a table for spreadsheets: with a byte-order mark, and with
// semicolons in French, where the comma is the decimal mark.
func (f *File) writeTable(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	table := csv.NewWriter(w)
	table.UseCRLF = true
	if f.p.Language != identity.English {
		table.Comma = ';'
	}
	for _, row := range rows {
		for i := range row {
			row[i] = harmless(row[i])
		}
	}
	return table.WriteAll(rows)
}

// harmless returns the text so that no spreadsheet takes it for a formula.
func harmless(text string) string {
	text = strings.NewReplacer("\u00a0", " ", "\r\n", " ", "\r", " ", "\n", " ", "\t", " ").Replace(text)
	if trimmed := strings.TrimLeft(text, " "); trimmed != "" && strings.ContainsRune("=+-@|%＝＋－＠", []rune(trimmed)[0]) {
		return "'" + text
	}
	return text
}

func (f *File) heads(keys ...string) []string {
	var all []string
	for _, key := range keys {
		all = append(all, f.p.T(key))
	}
	return all
}

func (f *File) declarationTable(documents []document) [][]string {
	rows := [][]string{f.heads("archive.csv.period", "csv.category", "csv.type", "csv.title", "csv.provider", "csv.trainer", "csv.first", "csv.last",
		"csv.hours", "csv.counted", "csv.state", "csv.why", "csv.reason", "csv.submitted",
		"archive.csv.evidence", "archive.csv.documents")}
	for _, d := range f.Declarations {
		a := f.activity(d)
		category, kind := f.labels(d.Period, a)
		declared, counted := "", ""
		if !a.Hours.IsZero() {
			declared = f.p.Number(a.Hours)
		}
		if d.State == hours.Counted {
			counted = f.p.Number(d.Counted)
		}
		rows = append(rows, []string{
			d.Period.String(), category, kind, a.Title, a.Provider, a.Trainer, a.First.String(), a.Last.String(), declared, counted,
			f.p.T("api.declaration." + string(d.State)), f.why(d), d.Reason(), f.day(d.Submitted).String(),
			f.evidenceState(d.ID), names(documents, d.ID, true),
		})
	}
	return rows
}

func (f *File) exemptionTable(documents []document) [][]string {
	rows := [][]string{f.heads("archive.csv.period", "csv.ground", "csv.first", "csv.last", "csv.state", "csv.granted", "csv.reason", "csv.submitted",
		"archive.csv.details", "archive.csv.documents")}
	for _, r := range f.Requests {
		c, granted := f.claim(r), ""
		if r.State.Excuses() {
			granted = f.p.Number(r.Granted)
		}
		rows = append(rows, []string{
			r.Period.String(), f.ground(c.Ground), c.First.String(), c.Last.String(), f.p.T("api.exemption." + string(r.State)), granted,
			r.Reason(), f.day(r.Submitted).String(), strings.TrimSpace(c.Details + " " + c.Note), names(documents, r.ID, false),
		})
	}
	return rows
}

// names lists the documents of a request, or of the evidence of a declaration.
func names(documents []document, of string, evidence bool) string {
	var all []string
	for _, d := range documents {
		if d.of == of && d.evidence == evidence {
			all = append(all, d.Name)
		}
	}
	return strings.Join(all, ", ")
}

// activity returns what is declared; of a draft, what can be read of it so far.
func (f *File) activity(d hours.Declaration) hours.Activity {
	if d.State != hours.Draft {
		return d.Activity
	}
	e := d.Entry
	a := hours.Activity{Category: e.Category, Type: e.Type, Title: e.Title, Provider: e.ProviderName}
	a.Trainer = strings.TrimSpace(e.TrainerFirst + " " + e.TrainerLast)
	for _, named := range []struct {
		kind     hours.ListKind
		id       string
		unlisted bool
		name     *string
	}{
		{hours.Activities, e.Activity, e.ActivityUnlisted, &a.Title},
		{hours.Providers, e.Provider, e.ProviderUnlisted, &a.Provider},
		{hours.Trainers, e.Trainer, e.TrainerUnlisted, &a.Trainer},
	} {
		if item, ok := f.lists.Find(named.kind, named.id); ok && !named.unlisted {
			*named.name = item.Label
		}
	}
	a.First, _ = e.First.Read()
	a.Last, _ = e.Last.Read()
	a.Hours, _ = hours.ReadHours(e.Duration)
	return a
}

// claim returns what is claimed; of a draft, what can be read of it so far.
func (f *File) claim(r exemption.Request) exemption.Claim {
	if r.State != exemption.Draft {
		return r.Claim
	}
	c := exemption.Claim{Ground: r.Entry.Ground, Details: r.Entry.Details, Note: r.Entry.Note}
	c.First, _ = r.Entry.First.Read()
	c.Last, _ = r.Entry.Last.Read()
	return c
}
