package portal

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/reference"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// developersPath is the reference of the API, which is as public as its description.
const developersPath = "/developers"

func developerRoutes() []Route {
	return []Route{
		{"GET", developersPath, (*visit).developers, true},
		{"GET", developersPath + "/{noun}", (*visit).developersNoun, true},
		{"GET", developersPath + "/{noun}/{operation}", (*visit).developersOperation, true},
	}
}

// said is a text of the description. Lang is its language where that is not the page's.
type said struct {
	Runs []run
	Lang string
}

// run is a piece of such a text.
type run struct {
	Text         string
	Code, Strong bool
}

// developersPage is the front of the reference: how the API is spoken to, and its nouns
// or what was looked for.
type developersPage struct {
	Title, Version string
	Lead           said
	About          []said
	// Problems are the schemas of problems, described in the language Foreign.
	Problems []reference.Shape
	Foreign  string
	Nouns    []nounLine
	Search   field
	// Searched says that Found is what was looked for; Count says how many, and More
	// that not all of them are shown.
	Searched bool
	Count    string
	More     bool
	Found    []operationLine
}

type nounLine struct {
	Link, Name, Count string
	About             said
}

// operationLine is an operation in a list.
type operationLine struct {
	Link, ID, Method, Path string
	Summary                said
}

type nounPage struct {
	Name       string
	About      said
	Operations []operationLine
}

// operationPage is everything about an operation.
type operationPage struct {
	reference.Operation
	Noun, NounLink       string
	Summary, Description said
	Answers              []answerLine
	Command              string
	// Foreign is the language of the descriptions, where that is not the page's.
	Foreign string
}

// answerLine is an answer with its description in runs.
type answerLine struct {
	reference.Answer
	Text said
}

// mostFound is how many operations a search shows at once: a page stays light.
const mostFound = 60

func (v *visit) developers() error {
	d := v.API
	page := developersPage{
		Title: d.Title, Version: d.Version, Lead: v.described(d.Summary, ""), Problems: d.Problems, Foreign: v.described("-", "").Lang,
		Search: v.form("developers", nil).text("text", v.r.URL.Query().Get("text")),
	}
	about, french := d.Description, v.print.Language != identity.English && len(d.DescriptionFR) > 0
	if french {
		about = d.DescriptionFR
	}
	for _, text := range about {
		if french {
			page.About = append(page.About, v.described("", text))
		} else {
			page.About = append(page.About, v.described(text, ""))
		}
	}
	wanted := hours.Fold(v.r.URL.Query().Get("text"))
	page.Searched = wanted != ""
	found := 0
	for _, n := range d.Nouns {
		page.Nouns = append(page.Nouns, nounLine{
			developersPath + "/" + n.Name, n.Name, v.print.N("developers.operations", len(n.Operations)), v.described(n.Description, n.DescriptionFR),
		})
		for _, o := range n.Operations {
			if !page.Searched || !strings.Contains(hours.Fold(joined(o.Method, o.Path, o.ID, o.Summary, o.SummaryFR)), wanted) {
				continue
			}
			if found++; found <= mostFound {
				page.Found = append(page.Found, v.operationLine(n, o))
			}
		}
	}
	page.Count, page.More = v.print.N("developers.operations", found), found > mostFound
	return v.show(http.StatusOK, "developers", frame{Title: v.t("developers.title"), Body: page})
}

func (v *visit) operationLine(n reference.Noun, o reference.Operation) operationLine {
	return operationLine{developersPath + "/" + n.Name + "/" + o.ID, o.ID, o.Method, o.Path, v.described(o.Summary, o.SummaryFR)}
}

// noun returns the noun that the address names.
func (v *visit) noun() (reference.Noun, error) {
	for _, n := range v.API.Nouns {
		if n.Name == v.r.PathValue("noun") {
			return n, nil
		}
	}
	return reference.Noun{}, identity.ErrNotFound
}

func (v *visit) developersNoun() error {
	n, err := v.noun()
	if err != nil {
		return err
	}
	page := nounPage{Name: n.Name, About: v.described(n.Description, n.DescriptionFR)}
	for _, o := range n.Operations {
		page.Operations = append(page.Operations, v.operationLine(n, o))
	}
	return v.show(http.StatusOK, "developers_noun", frame{Title: joined(n.Name, "–", v.t("developers.title")), Body: page})
}

func (v *visit) developersOperation() error {
	n, err := v.noun()
	if err != nil {
		return err
	}
	at := slices.IndexFunc(n.Operations, func(o reference.Operation) bool { return o.ID == v.r.PathValue("operation") })
	if at < 0 {
		return identity.ErrNotFound
	}
	o := n.Operations[at]
	page := operationPage{
		Operation: o, Noun: n.Name, NounLink: developersPath + "/" + n.Name, Command: o.Example.String(),
		Summary: v.described(o.Summary, o.SummaryFR), Description: v.described(o.Description, ""), Foreign: v.described("-", "").Lang,
	}
	for _, a := range o.Answers {
		page.Answers = append(page.Answers, answerLine{a, v.described(a.Description, "")})
	}
	title := o.Summary
	if v.print.Language != identity.English && o.SummaryFR != "" {
		title = o.SummaryFR
	}
	return v.show(http.StatusOK, "developers_operation", frame{Title: joined(v.tied(title), "–", v.t("developers.title")), Body: page})
}

// described is a text in the language of the page, or in English marked as such.
func (v *visit) described(english, french string) said {
	switch {
	case v.print.Language == identity.English && english != "":
		return said{runs(english), ""}
	case french != "":
		return said{runs(v.tied(french)), ""}
	case english != "":
		return said{runs(english), langTags[identity.English]}
	}
	return said{}
}

// marked are the two marks that descriptions use of Markdown.
var marked = regexp.MustCompile("\\*\\*[^*]+\\*\\*|`[^`]+`")

// runs reads a text with its marks.
func runs(text string) []run {
	var all []run
	rest := 0
	for _, at := range marked.FindAllStringIndex(text, -1) {
		if at[0] > rest {
			all = append(all, run{Text: text[rest:at[0]]})
		}
		if text[at[0]] == '`' {
			all = append(all, run{Text: text[at[0]+1 : at[1]-1], Code: true})
		} else {
			all = append(all, run{Text: text[at[0]+2 : at[1]-2], Strong: true})
		}
		rest = at[1]
	}
	if rest < len(text) {
		all = append(all, run{Text: text[rest:]})
	}
	return all
}
