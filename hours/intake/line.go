package intake

import (
	"errors"
	"fmt"
	"io"

	"github.com/goodstanding/goodstanding/hours"
)

// longestField is the greatest length of a field that is kept, in bytes.
const longestField = 1000

// Line is a line of a file as it was written: nothing of it has been checked but
// that it can be read. What the file has no column for is empty.
type Line struct {
	// Number is that of the line in the file; the header's is 1 when it comes first.
	Number int
	// Permit, First and Name say whose hours they are; a member's own file has none
	// of them. Name is the whole name, or the last name beside First.
	Permit, First, Name string
	// Category and Type are identifiers or labels.
	Category, Type string
	// Activity is an identifier of the order's list or a label of it; Title is the
	// title of an activity that is not in the list.
	Activity, Title string
	Provider        string
	// TrainerFirst may be empty and TrainerLast the whole name.
	TrainerFirst, TrainerLast string
	// FirstDay and LastDay are as written; LastDay may be empty for an activity of
	// one day.
	FirstDay, LastDay string
	Duration          string
}

// The columns of a line.
const (
	colPermit = iota
	colFirst
	colName
	colCategory
	colType
	colActivity
	colTitle
	colProvider
	colTrainerFirst
	colTrainerLast
	colFirstDay
	colLastDay
	colHours
)

// columns are the names of each column, the one of the template first.
var columns = [...][]string{
	colPermit:       {"permis", "numéro de permis", "no de permis", "no permis", "numéro", "permit", "permit number", "licence", "licence number", "license", "license number", "number"},
	colFirst:        {"prénom", "first name", "given name"},
	colName:         {"nom", "nom complet", "nom de famille", "name", "full name", "last name", "surname"},
	colCategory:     {"catégorie", "category"},
	colType:         {"type", "type d'activité", "activity type"},
	colActivity:     {"activité", "code", "code de l'activité", "activity", "activity code"},
	colTitle:        {"titre", "titre de l'activité", "title", "activity title"},
	colProvider:     {"organisme", "organisateur", "établissement", "fournisseur", "provider", "organiser", "organizer", "training body"},
	colTrainerFirst: {"prénom du formateur", "trainer first name"},
	colTrainerLast:  {"formateur", "nom du formateur", "trainer", "trainer last name", "trainer name"},
	colFirstDay:     {"début", "premier jour", "date de début", "date", "du", "first day", "start", "start date", "from"},
	colLastDay:      {"fin", "dernier jour", "date de fin", "au", "last day", "end", "end date", "to"},
	colHours:        {"heures", "durée", "nombre d'heures", "hours", "duration"},
}

// Kind is what a file is.
type Kind int

// The kinds of files.
const (
	RosterFile Kind = iota // of a training body
	ImportFile             // a member's own
)

// asked are the columns that a file must have.
func (k Kind) asked() []int {
	if k == RosterFile {
		return []int{colPermit, colName, colFirstDay, colHours}
	}
	return []int{colCategory, colType, colFirstDay, colHours}
}

// Template returns the names of the columns of a file of this kind, those that are
// required first.
func (k Kind) Template() []string {
	order := []int{colPermit, colName, colActivity, colTitle, colFirstDay, colLastDay, colHours, colCategory, colType, colTrainerFirst, colTrainerLast}
	if k == ImportFile {
		order = []int{colCategory, colType, colActivity, colTitle, colProvider, colTrainerFirst, colTrainerLast, colFirstDay, colLastDay, colHours}
	}
	names := make([]string, len(order))
	for i, c := range order {
		names[i] = columns[c][0]
	}
	return names
}

// Lines reads the lines of a file one at a time.
type Lines struct {
	sheet *Sheet
	// Unknown are the columns of the file that mean nothing here.
	Unknown []string
}

// NewLines reads the header of a file. The error is a [HeaderError] that says
// everything wrong with it at once, or that of the reader. An activity is named by
// its code or by its title: one of the two columns is required.
func NewLines(in io.Reader, kind Kind) (*Lines, error) {
	table := NewTable(in)
	table.OneLine, table.Windows = true, true
	named := make([]Column, len(columns))
	for i, names := range columns {
		named[i] = Column{Names: names}
	}
	sheet, err := NewSheet(table, named)
	if err != nil {
		return nil, err
	}
	var missing [][]string
	for _, c := range kind.asked() {
		if sheet.Names[c] == "" {
			missing = append(missing, columns[c])
		}
	}
	if sheet.Names[colActivity] == "" && sheet.Names[colTitle] == "" {
		missing = append(missing, append(append([]string{}, columns[colActivity]...), columns[colTitle]...))
	}
	if len(missing) > 0 {
		found := make([]string, 0, len(sheet.fields))
		for _, name := range sheet.fields {
			found = append(found, string(name))
		}
		return nil, &HeaderError{Err: ErrColumnMissing, Missing: missing, Found: found}
	}
	return &Lines{sheet, sheet.Unknown}, nil
}

// LineError is what is wrong with a line as a whole. It unwraps to one of the
// errors of a row.
type LineError struct {
	Number int
	Err    error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Number, e.Err) }

func (e *LineError) Unwrap() error { return e.Err }

// Next returns the next line that is not empty; [io.EOF] after the last. A
// [LineError] is a line that cannot be read, after which the others can; any other
// error is that of the reader, and the file ends there.
func (l *Lines) Next() (Line, error) {
	_, err := l.sheet.Scan()
	at := l.sheet.Line()
	switch {
	case errors.Is(err, ErrRowLong), errors.Is(err, ErrRowQuote), errors.Is(err, ErrNotText):
		return Line{Number: at}, &LineError{at, err}
	case err != nil:
		return Line{Number: at}, err
	case l.sheet.Surplus() || l.sheet.Short():
		return Line{Number: at}, &LineError{at, fmt.Errorf("%w: %d", ErrRowWidth, len(l.sheet.fields))}
	}
	line := Line{Number: at}
	for c, into := range line.fields() {
		text := l.sheet.Get(c)
		if len(text) > longestField {
			return Line{Number: at}, &LineError{at, hours.ErrTooLong}
		}
		*into = hours.Tidy(string(text))
	}
	return line, nil
}

// fields are the texts of a line, in the order of the columns.
func (l *Line) fields() []*string {
	return []*string{
		&l.Permit, &l.First, &l.Name, &l.Category, &l.Type, &l.Activity, &l.Title, &l.Provider,
		&l.TrainerFirst, &l.TrainerLast, &l.FirstDay, &l.LastDay, &l.Duration,
	}
}
