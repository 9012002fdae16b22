package hours

import (
	"errors"
	"reflect"
	"strings"
	"sync"
	"unicode"

	"github.com/go-playground/validator/v10"
	"golang.org/x/text/unicode/norm"
)

// shapes checks what the tags of [Entry] say: what is required and how long a
// text may be. What depends on the regulation, the lists or the day is
// [Entry.Check]'s. It never leaves this package.
var shapes = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	return v
})

// shape returns what is missing or too long.
func (e Entry) shape() FieldErrors { return Shape(e) }

// Shape checks the validate tags of a struct and names the fields as its JSON
// does. exemption uses it for its own entries.
func Shape(entry any) FieldErrors {
	var found validator.ValidationErrors
	if !errors.As(shapes().Struct(entry), &found) {
		return nil
	}
	var wrong FieldErrors
	for _, f := range found {
		err := ErrMissing
		if f.Tag() == "max" {
			err = ErrTooLong
		}
		wrong = append(wrong, FieldError{f.Field(), err})
	}
	return wrong
}

// trimmed returns the entry without spaces around its texts, in one form of
// Unicode: an accent typed as its own character is the same name.
func (e Entry) trimmed() Entry {
	for _, text := range []*string{
		&e.Period, &e.Category, &e.Type, &e.Activity, &e.Title, &e.Provider, &e.ProviderName,
		&e.Trainer, &e.TrainerFirst, &e.TrainerLast, &e.Duration,
	} {
		*text = Tidy(*text)
	}
	return e
}

// Tidy returns the text without spaces around, in Unicode's composed form, and
// without the characters that nobody sees: a name made of them alone is no name,
// and those that turn the direction of writing would turn the words beside it.
// Those that join letters stay between the letters.
func Tidy(text string) string {
	seen := strings.Map(func(r rune) rune {
		if unseen(r) {
			return -1
		}
		return r
	}, text)
	return norm.NFC.String(strings.TrimFunc(seen, func(r rune) bool { return unicode.IsSpace(r) || joins(r) }))
}

// joins reports the zero-width non-joiner and joiner.
func joins(r rune) bool { return r == '\u200c' || r == '\u200d' }

// unseen reports control characters but tabs and ends of line, marks of direction,
// and what has no width.
func unseen(r rune) bool {
	switch r {
	case '\t', '\n', '\r':
		return false
	case '\u00ad', '\u200b', '\u2060', '\ufeff':
		return true
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Other_Default_Ignorable_Code_Point) && !joins(r)
}
