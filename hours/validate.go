package hours

import (
	"errors"
	"reflect"
	"strings"
	"sync"

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

// Tidy returns the text without spaces around, in Unicode's composed form.
func Tidy(text string) string { return norm.NFC.String(strings.TrimSpace(text)) }
