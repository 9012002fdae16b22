package privacy

import (
	"bytes"
	_ "embed" // the schema
	"encoding/csv"
	"encoding/json"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// ExportSchema is the JSON Schema (2020-12) of what [Export.JSON] writes.
//
//go:embed export.schema.json
var ExportSchema []byte

// exportFormat names the form of an export; another number is another form.
const exportFormat = "goodstanding-export/1"

// Export is what a person takes along or has sent elsewhere (V16): what they provided,
// computerised, neither created nor inferred, in a form that programs read.
type Export struct {
	Format       string                  `json:"format"`
	Organisation identity.OrganisationID `json:"organisation"`
	Person       PersonID                `json:"person"`
	Day          cycle.Date              `json:"day"`
	// Records are what was provided, and Documents the files that come along.
	Records   []ExportRecord   `json:"records"`
	Documents []ExportDocument `json:"documents"`
	// Withheld says, by Act, why what the person provided under it is not here; empty
	// when all of it is.
	Withheld []Withheld `json:"withheld"`
}

// ExportRecord is a record, with the fields alone that the person provided.
type ExportRecord struct {
	ID    string        `json:"id"`
	Kind  string        `json:"kind"`
	Label identity.Text `json:"label"`
	// Data has the fields where the record has them.
	Data json.RawMessage `json:"data"`
	// Fields are the same, flat, with what each is.
	Fields []ExportField `json:"fields"`
}

// ExportField is a value.
type ExportField struct {
	Path  string        `json:"path"`
	Label identity.Text `json:"label"`
	// Category is that of the inventory; empty for what the policy does not name.
	Category string          `json:"category"`
	Value    json.RawMessage `json:"value"`
	text     string
}

// ExportDocument is a file that comes along, under its name in the archive.
type ExportDocument struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Withheld is what keeps an Act's part of an export back.
type Withheld struct {
	Regime   Regime      `json:"regime"`
	Articles []ArticleID `json:"articles"`
	// Missing are the facts that nobody has established.
	Missing []Fact `json:"missing"`
	// Values is how many.
	Values int `json:"values"`
}

// Porting is what an export is made from. Established are facts that the person in charge
// has established, such as that the article was read ([Ground.Read]).
type Porting struct {
	Org         identity.OrganisationID
	Person      PersonID
	Pieces      []Piece
	Established Facts
	Rules       Rules
	Day         cycle.Date
}

// Export returns what the person may take along: [Law.Decide] says so of every field.
func (k Keeping) Export(p Porting) (Export, error) {
	e := Export{
		Format: exportFormat, Organisation: p.Org, Person: p.Person, Day: p.Day,
		Records: []ExportRecord{}, Documents: []ExportDocument{}, Withheld: []Withheld{},
	}
	pieces, err := k.Personal(p.Pieces)
	if err != nil {
		return Export{}, err
	}
	for _, piece := range pieces {
		kept, _ := k.Kept(piece.Kind)
		if kept.In == "documents" {
			f, _ := kept.Field("content")
			if e.may(kept, f, p) {
				e.Documents = append(e.Documents, ExportDocument{ID: piece.ID, Name: piece.ID, SHA256: piece.Digest})
			}
			continue
		}
		if len(piece.Body) == 0 {
			continue
		}
		if err := e.add(k, kept, piece, p); err != nil {
			return Export{}, err
		}
	}
	return e, nil
}

// add adds a record, if anything of it may go along.
func (e *Export) add(k Keeping, kept Kept, piece Piece, p Porting) error {
	data, err := k.Data(piece)
	if err != nil {
		return err
	}
	r := ExportRecord{ID: piece.ID, Kind: piece.Kind, Label: kept.Label, Fields: []ExportField{}}
	for _, d := range data {
		if !e.may(kept, d.Field, p) {
			continue
		}
		h, _ := p.Rules.Inventory.Holding(d.Holding)
		f := ExportField{Path: d.Path, Label: d.Field.Label, Category: h.Category, Value: d.Value, text: d.Text()}
		if d.Field.Is == Unnamed {
			f.Category = ""
		}
		r.Fields = append(r.Fields, f)
	}
	if len(r.Fields) == 0 {
		return nil
	}
	var counted Export // each value is counted once as withheld, above
	r.Data, err = k.Prune(piece.Kind, piece.Body, -1, func(f KeptField) bool { return counted.may(kept, f, p) })
	e.Records = append(e.Records, r)
	return err
}

// may decides on a field, and notes what is withheld for want of a fact.
func (e *Export) may(kept Kept, f KeptField, p Porting) bool {
	h, ok := p.Rules.Inventory.Holding(kept.holding(f))
	if !f.Personal() || !ok {
		return false
	}
	facts := Facts{"computerised": Yes, "serious-practical-difficulties": No, "collected-from-the-person": No, "created-or-inferred": No}
	switch f.From {
	case Provided:
		facts["collected-from-the-person"] = Yes
	case Created, Inferred:
		facts["created-or-inferred"] = Yes
	case Obtained, Observed: // neither
	}
	for fact, truth := range p.Established {
		if _, ours := facts[fact]; !ours {
			facts[fact] = truth
		}
	}
	d := p.Rules.Law.Decide(Port, h.Regime, facts)
	if d.Outcome == Unsettled {
		e.withhold(h.Regime, d)
	}
	return d.Outcome == Permitted
}

func (e *Export) withhold(under Regime, d Decision) {
	i := slices.IndexFunc(e.Withheld, func(w Withheld) bool { return w.Regime == under })
	if i < 0 {
		i, e.Withheld = len(e.Withheld), append(e.Withheld, Withheld{Regime: under, Articles: d.Articles})
	}
	e.Withheld[i].Missing = union(e.Withheld[i].Missing, d.Missing)
	e.Withheld[i].Values++
}

// JSON writes the export as [ExportSchema] describes it.
func (e Export) JSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(e)
	return out.Bytes(), err
}

// CSV writes the export as a table, in a language: a line of headers, then a line for
// each value. The columns are the kind of record, the record, the place of the value in
// it, what it is, its category, and the value.
func (e Export) CSV(in identity.Language) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	header := []string{"kind", "record", "path", "label", "category", "value"}
	if err := w.Write(header); err != nil {
		return nil, err
	}
	for _, r := range e.Records {
		for _, f := range r.Fields {
			if err := w.Write([]string{r.Kind, r.ID, f.Path, f.Label.In(in), f.Category, inert(f.text)}); err != nil {
				return nil, err
			}
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// inert keeps a spreadsheet from running what somebody typed: a value that begins as a
// formula has an apostrophe before it.
func inert(text string) string {
	if text != "" && slices.Contains([]byte("=+-@\t\r"), text[0]) {
		return "'" + text
	}
	return text
}
