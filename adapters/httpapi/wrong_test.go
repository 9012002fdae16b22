package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Every kind of wrong entry gives one clear error on its field, in both
// languages, when saved and when submitted.
func TestWrongEntriesAreExplainedFieldByField(t *testing.T) {
	for _, c := range []struct {
		name, field, code string
		err               error
		change            map[string]any
	}{
		{"no day of the calendar", "first", "bad-date", hours.ErrBadDate, map[string]any{"first": "2026-02-30"}},
		{"words for a day", "last", "bad-date", hours.ErrBadDate, map[string]any{"last": "hier"}},
		{"no day", "first", "missing", hours.ErrMissing, map[string]any{"first": ""}},
		{"end before start", "last", "end-before-start", hours.ErrEndBeforeStart, map[string]any{"last": "2026-02-28"}},
		{"future", "last", "future", hours.ErrFuture, map[string]any{"last": "2027-01-10"}},
		{"before the period", "last", "outside-period", hours.ErrOutsidePeriod, map[string]any{"first": "2025-03-30", "last": "2025-03-31"}},
		{"zero", "duration", "no-hours", hours.ErrNoHours, map[string]any{"duration": "0"}},
		{"negative", "duration", "negative-hours", hours.ErrNegativeHours, map[string]any{"duration": "-2"}},
		{"over 24 a day", "duration", "too-many-hours", hours.ErrTooManyHours, map[string]any{"duration": "48,25"}},
		{"ambiguous", "duration", "ambiguous-hours", hours.ErrAmbiguousHours, map[string]any{"duration": "1.234,5"}},
		{"words for hours", "duration", "bad-hours", hours.ErrBadHours, map[string]any{"duration": "two"}},
		{"unknown category", "category", "unknown-choice", hours.ErrUnknownChoice, map[string]any{"category": "sport"}},
		{"unknown type", "type", "unknown-choice", hours.ErrUnknownChoice, map[string]any{"type": "reading"}},
		{"unknown provider", "provider", "unknown-choice", hours.ErrUnknownChoice, map[string]any{"provider": "prov-9"}},
		{"another period", "period", "unknown-choice", hours.ErrUnknownChoice, map[string]any{"period": "2019-04-01"}},
		{"no title", "title", "missing", hours.ErrMissing, map[string]any{"title": " "}},
		{"long title", "title", "too-long", hours.ErrTooLong, map[string]any{"title": strings.Repeat("é", 201)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			// The wording is the translations': here, that it is the one of this error.
			fr := i18n.For(identity.French).FieldError(c.field, c.err)
			en := i18n.For(identity.English).FieldError(c.field, c.err)
			require.NotEqual(t, fr, en)
			w := newWorld(t)
			given := entry("structured", "course", "2", "2026-03-01", "2026-03-02")
			for field, value := range c.change {
				given[field] = value
			}
			path, draft := w.saves("genevieve", given)
			code, detail := draft.field(c.field)
			require.Equal(t, []string{c.code, fr}, []string{code, detail})
			require.Equal(t, 1, draft.length("errors"), draft.body)

			for language, says := range map[string]string{"fr-CA": fr, "en": en} {
				header := draft.etag()
				header["Accept-Language"] = language
				a := w.do(call{as: "genevieve", method: "POST", path: path + "/submission", header: header})
				code, detail := a.problem(http.StatusUnprocessableEntity, "invalid-entry").field(c.field)
				require.Equal(t, []string{c.code, says}, []string{code, detail})
				require.Equal(t, 1, a.length("errors"), a.body)
			}
			require.Equal(t, "draft", w.get("genevieve", path).text("state.code"))
		})
	}
}

func TestBodiesThatAreNotWhatIsDescribed(t *testing.T) {
	w := newWorld(t)
	path, draft := w.begins("genevieve")
	put := func(body string, extra map[string]string) answer {
		header := draft.etag()
		for name, value := range extra {
			header[name] = value
		}
		return w.do(call{as: "genevieve", method: "PUT", path: path, body: body, header: header})
	}
	for _, c := range []struct{ body, slug string }{
		{``, "malformed-body"},
		{`{"title": `, "malformed-body"},
		{`["title"]`, "malformed-body"},
		{`null`, "malformed-body"},
		{`{} {}`, "malformed-body"},
	} {
		put(c.body, nil).problem(http.StatusBadRequest, c.slug)
	}
	code, detail := put(`{"title": "x", "tilte": "y"}`, nil).problem(http.StatusBadRequest, "unknown-field").field("tilte")
	require.Equal(t, "unknown-field", code)
	require.Equal(t, "Ce champ n’existe pas. Retirez-le ou corrigez son nom.", detail)

	a := put(`{"duration": 2.5, "attested": ["accurate", 1], "title": null, "Title": "x"}`, nil).problem(http.StatusBadRequest, "wrong-type")
	for field, want := range map[string]string{"duration": "wrong-type", "attested": "wrong-type", "title": "wrong-type", "Title": "unknown-field"} {
		code, _ := a.field(field)
		require.Equal(t, want, code, field)
	}
	long := strings.Repeat("x", 5000)
	code, _ = put(`{"`+long+`": 1}`, nil).problem(http.StatusBadRequest, "unknown-field").field(long[:60])
	require.Equal(t, "unknown-field", code)
	put(`{"title": "`+strings.Repeat("x", 1<<20)+`"}`, nil).problem(http.StatusRequestEntityTooLarge, "body-too-big")
	put(`{}`, map[string]string{"Content-Type": "text/plain"}).problem(http.StatusUnsupportedMediaType, "media-type")
	require.Equal(t, draft.body, w.get("genevieve", path).body)
}
