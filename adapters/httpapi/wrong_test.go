package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every kind of wrong entry gives one clear error on its field, in both
// languages, when saved and when submitted.
func TestWrongEntriesAreExplainedFieldByField(t *testing.T) {
	for _, c := range []struct {
		name, field, code string
		change            map[string]any
		fr, en            string
	}{
		{"no day of the calendar", "first", "bad-date", map[string]any{"first": "2026-02-30"}, "Cette date n’existe pas.", "This date does not exist."},
		{"words for a day", "last", "bad-date", map[string]any{"last": "hier"}, "Cette date n’existe pas.", "This date does not exist."},
		{"no day", "first", "missing", map[string]any{"first": ""}, "Inscrivez la date de début.", "Enter the start date."},
		{"end before start", "last", "end-before-start", map[string]any{"last": "2026-02-28"}, "La date de fin précède", "The end date is before"},
		{"future", "last", "future", map[string]any{"last": "2027-01-10"}, "pas encore passée", "has not come yet"},
		{"before the period", "last", "outside-period", map[string]any{"first": "2025-03-30", "last": "2025-03-31"}, "pendant votre période", "during your reference period"},
		{"zero", "duration", "no-hours", map[string]any{"duration": "0"}, "supérieur à zéro", "more than zero"},
		{"negative", "duration", "negative-hours", map[string]any{"duration": "-2"}, "signe moins", "minus sign"},
		{"over 24 a day", "duration", "too-many-hours", map[string]any{"duration": "48,25"}, "dépasse 24 heures", "more than 24 hours"},
		{"ambiguous", "duration", "ambiguous-hours", map[string]any{"duration": "1.234,5"}, "par exemple 2,5 ou 2 h 30", "for example 2.5 or 2 h 30"},
		{"words for hours", "duration", "bad-hours", map[string]any{"duration": "two"}, "par exemple 2,5 ou 2 h 30", "for example 2.5 or 2 h 30"},
		{"unknown category", "category", "unknown-choice", map[string]any{"category": "sport"}, "Choisissez un élément de la liste.", "Choose an item from the list."},
		{"unknown type", "type", "unknown-choice", map[string]any{"type": "reading"}, "Choisissez un élément de la liste.", "Choose an item from the list."},
		{"unknown provider", "provider", "unknown-choice", map[string]any{"provider": "prov-9"}, "Choisissez un élément de la liste.", "Choose an item from the list."},
		{"another period", "period", "unknown-choice", map[string]any{"period": "2022-01-01"}, "Choisissez un élément de la liste.", "Choose an item from the list."},
		{"no title", "title", "missing", map[string]any{"title": " "}, "titre de l’activité", "title of the activity"},
		{"long title", "title", "too-long", map[string]any{"title": strings.Repeat("é", 201)}, "trop long", "too long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			given := entry("structured", "course", "2", "2026-03-01", "2026-03-02")
			for field, value := range c.change {
				given[field] = value
			}
			path, draft := w.saves("genevieve", given)
			code, detail := draft.field(c.field)
			require.Equal(t, c.code, code)
			require.Contains(t, detail, c.fr)
			require.Equal(t, 1, draft.length("errors"), draft.body)

			for language, says := range map[string]string{"fr-CA": c.fr, "en": c.en} {
				header := draft.etag()
				header["Accept-Language"] = language
				a := w.do(call{as: "genevieve", method: "POST", path: path + "/submission", header: header})
				code, detail := a.problem(http.StatusUnprocessableEntity, "invalid-entry").field(c.field)
				require.Equal(t, c.code, code)
				require.Contains(t, detail, says)
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
	put(`{"title": "`+strings.Repeat("x", 1<<20)+`"}`, nil).problem(http.StatusRequestEntityTooLarge, "body-too-big")
	put(`{}`, map[string]string{"Content-Type": "text/plain"}).problem(http.StatusUnsupportedMediaType, "media-type")
	require.Equal(t, draft.body, w.get("genevieve", path).body)
}
