package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
)

// largestBody is the greatest size of a JSON body, in bytes.
const largestBody = 1 << 20

// read reads the body, a JSON object, into the struct that target points to. A
// member that the struct does not have, and a value of another type, are errors
// that name every one of them: [onFields].
func (x *exchange) read(target any) error {
	media, _, err := mime.ParseMediaType(x.r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return errMediaType
	}
	decoder := json.NewDecoder(http.MaxBytesReader(x.w, x.r.Body, largestBody))
	var given map[string]json.RawMessage
	if err := decoder.Decode(&given); err != nil {
		return unreadable(err)
	}
	if given == nil {
		return errMalformed
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.Join(errMalformed, unreadable(err))
	}
	return fill(target, given)
}

// unreadable tells a body that is too big from one that is not JSON.
func unreadable(err error) error {
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		return errBodyTooBig
	}
	return fmt.Errorf("%w: %w", errMalformed, err)
}

// fill puts each member into the field of its name.
func fill(target any, given map[string]json.RawMessage) error {
	into := reflect.ValueOf(target).Elem()
	var wrong onFields
	for i := range into.NumField() {
		name, _, _ := strings.Cut(into.Type().Field(i).Tag.Get("json"), ",")
		raw, ok := given[name]
		if !ok {
			continue
		}
		delete(given, name)
		// null is not a text, and encoding/json would leave the field as it is.
		if string(raw) == "null" || strictly(raw, into.Field(i).Addr().Interface()) != nil {
			wrong = append(wrong, hours.FieldError{Field: name, Err: errWrongType})
		}
	}
	unknown := make([]string, 0, len(given))
	for name := range given {
		unknown = append(unknown, name)
	}
	slices.Sort(unknown)
	for _, name := range unknown {
		wrong = append(wrong, hours.FieldError{Field: name, Err: errUnknownField})
	}
	if len(wrong) == 0 {
		return nil
	}
	return wrong
}

// onFields is what is wrong with the form of a request, field by field, before
// any desk has seen it. The whole takes the problem of its first error.
type onFields []hours.FieldError

// Error lists the fields and what is wrong with each.
func (o onFields) Error() string { return hours.FieldErrors(o).Error() }

// Unwrap returns the first field's error.
func (o onFields) Unwrap() error { return o[0].Err }

// parameter is what is wrong with a parameter or a header.
func parameter(name string, err error) error {
	return fmt.Errorf("%w: %w", errParameter, onFields{{Field: name, Err: err}})
}
