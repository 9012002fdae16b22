package privacy

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
)

// Piece is one thing that a holder keeps about a person: a record, an item of a record
// that is about several people, or a document.
type Piece struct {
	// ID names it among all that the holders keep. It holds identifiers alone: no name,
	// no address and nothing that was typed.
	ID   string
	Kind string
	// Of is the record that a document supports; empty for everything else.
	Of string
	// Body is what is kept, in JSON; of an item, the record with that item alone. A document
	// and what has no body have none.
	Body []byte
	// Digest is of the content, in hexadecimal, and tells whether it has changed since.
	Digest string
}

// Datum is a value of a piece.
type Datum struct {
	Piece string
	Kind  string
	// Path is the field's with the places of lists in it, such as "decisions[2].reason",
	// and Field what is declared of it.
	Path  string
	Field KeptField
	// Holding is what the value belongs to; empty for what is not about the person.
	Holding HoldingID
	// Value is the value as it is kept, in JSON.
	Value json.RawMessage
}

// Text returns the value as a person reads it: text without its quotes.
func (i Datum) Text() string {
	var text string
	if json.Unmarshal(i.Value, &text) == nil {
		return text
	}
	return string(i.Value)
}

// Data returns the values of a piece, but for those that are empty, in the order of
// their paths. A kind or a field that is not declared is an error that wraps
// [ErrUndeclared]: nothing is left out of what a person is told.
func (k Keeping) Data(p Piece) ([]Datum, error) {
	kept, ok := k.Kept(p.Kind)
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrUndeclared, p.Kind)
	}
	if len(p.Body) == 0 {
		return nil, nil
	}
	root, err := parse(p.Body)
	if err != nil {
		return nil, err
	}
	var all []Datum
	err = walk(root, "", "", func(path, at string, value any) error {
		if empty(value) {
			return nil
		}
		f, ok := kept.Field(path)
		if !ok {
			return fmt.Errorf("%w: %s: %s", ErrUndeclared, p.Kind, path)
		}
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		all = append(all, Datum{Piece: p.ID, Kind: p.Kind, Path: at, Field: f, Holding: kept.holding(f), Value: text})
		return nil
	})
	return all, err
}

// Decided says whether a piece served a decision about the person, and the day of the
// latest, in a zone. What cannot be read is unknown.
func (k Keeping) Decided(p Piece, zone *time.Location) (Truth, cycle.Date) {
	kept, ok := k.Kept(p.Kind)
	if !ok {
		return Unknown, cycle.Date{}
	}
	served, latest := No, cycle.Date{}
	if slices.Contains(kept.Decided, "never") || len(p.Body) == 0 {
		return served, latest
	}
	root, err := parse(p.Body)
	if err != nil {
		return Unknown, cycle.Date{}
	}
	err = walk(root, "", "", func(path, _ string, value any) error {
		if !slices.Contains(kept.Decided, path) || empty(value) {
			return nil
		}
		text, _ := value.(string)
		day, err := cycle.ParseDate(text)
		if err != nil {
			at, err := time.Parse(time.RFC3339Nano, text)
			if err != nil {
				return err
			}
			day = cycle.DateOf(at, zone)
		}
		served = Yes
		if day.After(latest) {
			latest = day
		}
		return nil
	})
	if err != nil {
		return Unknown, cycle.Date{}
	}
	return served, latest
}

// Prune returns a body with the values alone that stay says yes to; part is the place of
// the only item of the kind's parts that is pruned, and -1 is the whole. What is not
// declared goes.
func (k Keeping) Prune(kind string, body []byte, part int, stay func(KeptField) bool) ([]byte, error) {
	kept, ok := k.Kept(kind)
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrUndeclared, kind)
	}
	root, err := parse(body)
	if err != nil {
		return nil, err
	}
	within := ""
	if part >= 0 {
		within = strings.TrimSuffix(kept.Parts, "[]") + "[" + strconv.Itoa(part) + "]"
	}
	pruned, some := prune(root, "", "", func(path, at string) bool {
		if within != "" && !strings.HasPrefix(at, within) {
			return true
		}
		f, ok := kept.Field(path)
		return ok && stay(f)
	})
	if !some {
		return []byte("{}"), nil
	}
	return json.Marshal(pruned)
}

// Stripped is [Keeping.Prune] as [Strip] does it.
func (k Keeping) Stripped(kind string, body []byte, part int) ([]byte, error) {
	return k.Prune(kind, body, part, func(f KeptField) bool { return !f.Personal() })
}

func parse(body []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var root any
	if err := decoder.Decode(&root); err != nil {
		return nil, fmt.Errorf("privacy: cannot read what is kept: %w", err)
	}
	return root, nil
}

// walk calls each with every value, the path that declares it, and where it is. Of a
// value that an object writes in its own way, the path is that of the object.
func walk(v any, path, at string, each func(path, at string, value any) error) error {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if err := walk(v[name], join(path, name), join(at, name), each); err != nil {
				return err
			}
		}
		return nil
	case []any:
		for n, item := range v {
			if err := walk(item, path+"[]", at+"["+strconv.Itoa(n)+"]", each); err != nil {
				return err
			}
		}
		return nil
	}
	return each(path, at, v)
}

// prune returns a value without what does not stay, and whether anything is left. Lists
// keep the places of their items.
func prune(v any, path, at string, stay func(path, at string) bool) (any, bool) {
	switch v := v.(type) {
	case map[string]any:
		left := map[string]any{}
		for name, value := range v {
			if value, ok := prune(value, join(path, name), join(at, name), stay); ok {
				left[name] = value
			}
		}
		return left, len(left) > 0
	case []any:
		left, some := make([]any, len(v)), false
		for n, item := range v {
			if value, ok := prune(item, path+"[]", at+"["+strconv.Itoa(n)+"]", stay); ok {
				left[n], some = value, true
			}
		}
		return left, some
	}
	if !stay(path, at) {
		return nil, false
	}
	return v, true
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// empty reports a value that says nothing.
func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == "" || v == "0001-01-01T00:00:00Z"
	}
	return false
}

// byID is the order of pieces.
func byID(a, b Piece) int { return cmp.Compare(a.ID, b.ID) }
