package archive

import (
	_ "embed"
	"html/template"
	"io"
	"net/url"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

//go:embed page.html
var pageText string

var pages = map[identity.Language]*template.Template{
	identity.French: readPage(identity.French), identity.English: readPage(identity.English),
}

func readPage(l identity.Language) *template.Template {
	p := i18n.For(l)
	return template.Must(template.New("page").Funcs(template.FuncMap{
		"t": p.T, "text": p.Text, "list": func(all ...string) []string { return all },
	}).Parse(pageText))
}

// page is the file in words.
type page struct {
	Language, Title, Made, Name, Permit, Email string
	Stays                                      []string
	Periods                                    []periodPart
	Declarations                               []declarationPart
	Exemptions                                 []exemptionPart
	Closings                                   []closingPart
}

// periodPart is where the member stands in a period.
type periodPart struct {
	ID, Title, Status string
	Facts             [][2]string
	// Lines, Limits and Steps have captions, and rows of texts whose last is the
	// clause.
	Tables  []tablePart
	Clauses []hours.Clause
}

// tablePart is a table: the first cell of a row names it.
type tablePart struct {
	Caption string
	Heads   []string
	Rows    [][]string
}

type declarationPart struct {
	Title, Kind, By, Days, Hours, Counted, State, Why string
	// Evidence says what becomes of it in an audit; empty when nothing was asked.
	Evidence  string
	Decisions []decisionPart
	Documents []documentPart
}

type exemptionPart struct {
	Ground, Days, Details, State, Granted string
	Decisions                             []decisionPart
	Documents                             []documentPart
}

type decisionPart struct{ Said, Reason string }

// documentPart links to a document of the archive; Link is empty for one that was
// not found.
type documentPart struct{ Name, Link string }

func (f *File) writePage(w io.Writer, documents []document) error {
	p := f.p
	all := page{
		Language: string(p.Language) + "-CA", Title: p.T("archive.title", "name", f.Member.Name()), Name: f.Member.Name(),
		Made:   p.T("archive.made", "made", p.Instant(f.made, f.zone), "organisation", p.Text(f.Organisation.Name)),
		Permit: f.Member.Permit, Email: f.Member.Email,
	}
	for _, s := range f.Member.Roll {
		if s.To == cycle.Forever {
			all.Stays = append(all.Stays, p.T("archive.since", "first", p.Date(s.From)))
			continue
		}
		all.Stays = append(all.Stays, p.Span(s.Span))
	}
	for _, one := range f.Periods {
		all.Periods = append(all.Periods, f.periodPart(one))
	}
	for _, d := range f.Declarations {
		all.Declarations = append(all.Declarations, f.declarationPart(d, documents))
	}
	for _, r := range f.Requests {
		all.Exemptions = append(all.Exemptions, f.exemptionPart(r, documents))
	}
	for _, c := range f.Closings {
		all.Closings = append(all.Closings, f.closingPart(c))
	}
	return pages[p.Language].Execute(w, all)
}

func (f *File) declarationPart(d hours.Declaration, documents []document) declarationPart {
	a, p := f.activity(d), f.p
	category, kind := f.labels(d.Period, a)
	part := declarationPart{
		Title: a.Title, Kind: joined(" – ", category, kind), By: joined(", ", a.Provider, a.Trainer), Days: f.days(a.First, a.Last),
		State: p.T("api.declaration." + string(d.State)), Why: f.why(d),
		Evidence: f.evidenceState(d.ID), Documents: f.documentParts(documents, d.ID, true),
	}
	if part.Title == "" {
		part.Title = p.T("declaration.untitled")
	}
	if !a.Hours.IsZero() {
		part.Hours = p.Hours(a.Hours)
		if a.Measure != "" {
			part.Hours = p.Number(a.Hours) + " " + a.Measure
		}
	}
	if d.State == hours.Counted {
		part.Counted = p.Hours(d.Counted)
	}
	for _, one := range d.Decisions {
		part.Decisions = append(part.Decisions, decisionPart{p.T("archive.decision", "event", p.T("api.event."+string(one.Event)),
			"at", p.Instant(one.At, f.zone), "before", p.Hours(one.Before), "after", p.Hours(one.Counted)), one.Reason})
	}
	return part
}

func (f *File) exemptionPart(r exemption.Request, documents []document) exemptionPart {
	c, p := f.claim(r), f.p
	part := exemptionPart{
		Ground: f.ground(c.Ground), Days: f.days(c.First, c.Last), Details: joined(" ", c.Details, c.Note),
		State: p.T("api.exemption." + string(r.State)),
	}
	for _, one := range r.Replies {
		part.Details = joined(" ", part.Details, one.Note)
	}
	if part.Ground == "" {
		part.Ground = p.T("exemption.untitled")
	}
	if r.State.Excuses() {
		part.Granted = p.Hours(r.Granted)
	}
	for _, one := range r.Decisions {
		part.Decisions = append(part.Decisions, decisionPart{p.T("archive.decision", "event", p.T("api.event."+string(one.Event)),
			"at", p.Instant(one.At, f.zone), "before", p.Hours(one.Before), "after", p.Hours(one.Granted)), one.Reason})
	}
	part.Documents = f.documentParts(documents, r.ID, false)
	return part
}

// documentParts links to the documents of a request, or of the evidence of a
// declaration.
func (f *File) documentParts(documents []document, of string, evidence bool) []documentPart {
	var all []documentPart
	for _, d := range documents {
		switch {
		case d.of != of || d.evidence != evidence:
		case d.erased:
			all = append(all, documentPart{Name: f.p.T("archive.erased", "name", d.Name)})
		case d.lost:
			all = append(all, documentPart{Name: f.p.T("archive.lost", "name", d.Name)})
		default:
			all = append(all, documentPart{d.Name, link(d.entry)})
		}
	}
	return all
}

// evidenceState says what becomes of a declaration in an audit; empty when nothing was
// asked.
func (f *File) evidenceState(declaration string) string {
	for _, item := range f.Evidence {
		if item.ID == declaration {
			return f.p.T("evidence.state." + string(item.Evidence.State))
		}
	}
	return ""
}

// link is the address of an entry, beside the page: a name may hold what an address
// uses for itself.
func link(entry string) string {
	folder, name, _ := strings.Cut(entry, "/")
	return folder + "/" + url.PathEscape(name)
}

// labels names the category and the type, after the version in whose terms it was
// declared.
func (f *File) labels(start cycle.Date, a hours.Activity) (category, kind string) {
	version := f.period(start).Standing.Version
	if v, err := f.Periods[0].Standing.Regulation.InForce(start); err == nil {
		version = v
	}
	if a.Category != "" {
		category = f.p.Mark(version, a.Category)
	}
	if a.Type != "" {
		kind = f.p.Mark(version, a.Type)
	}
	return category, kind
}

func (f *File) ground(id string) string {
	if g, ok := f.grounds.Ground(id); ok {
		return f.p.Text(g.Label)
	}
	return id
}

// why says why a declaration does not count whole; empty when it does.
func (f *File) why(d hours.Declaration) string {
	if item, ok := f.period(d.Period).Balance.Item(d.ID); ok && item.Why != "" {
		return f.p.T("api.why." + string(item.Why))
	}
	return ""
}

// days prints two days, or the one that is known.
func (f *File) days(first, last cycle.Date) string {
	if first == last {
		return f.p.Date(first)
	}
	return joined(" – ", f.p.Date(first), f.p.Date(last))
}

// joined joins the texts that are not empty.
func joined(by string, all ...string) string {
	var some []string
	for _, text := range all {
		if text != "" {
			some = append(some, text)
		}
	}
	return strings.Join(some, by)
}
