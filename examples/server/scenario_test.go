package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/adapters/postgres/pgtest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	stopBrowsers()
	pgtest.Stop()
	os.Exit(code)
}

// random finds what changes from one run to the next: identifiers that were drawn.
var random = regexp.MustCompile(`[a-z2-7]{26}`)

// story is the main job, as people do it without scripts: a technologist declares
// an hour of structured training and an hour of ethics, staff count them, the
// technologist asks for an exemption, staff grant 5 h. It returns every page on
// the way that says where the technologist stands.
func story(t *testing.T, storeURL string) []string {
	t.Helper()
	return storyIn(t, testHouse(t, storeURL))
}

// storyIn is the story in a house that nobody lives in yet.
func storyIn(t *testing.T, h *house) []string {
	t.Helper()
	require.NoError(t, h.fill(t.Context()))
	server := httptest.NewServer(h.handler(settings{demo: true}, quiet()))
	t.Cleanup(server.Close)
	emma := portaltest.Open(t, server).SignIn("emma", "emma-demonstration")
	jeanne := portaltest.Open(t, server).SignIn("jeanne", "jeanne-demonstration")

	var pages []string
	look := func(path string) *portaltest.Browser {
		emma.Get(path)
		require.Equal(t, 200, emma.Status)
		pages = append(pages, random.ReplaceAllString(emma.Body, "drawn"))
		return emma
	}
	look("/portfolio/emma")
	first := portaltest.Day{Day: "1er", Month: "oct.", Year: "2026"}
	structured := portaltest.Activity{
		Category: "structured", Type: "workshop", Title: "Soudage de précision",
		Provider: "cegep-du-fleuve", Trainer: "luc-bergeron", First: first, Hours: "1",
	}
	ethics := structured
	ethics.Category, ethics.Type, ethics.Title = "ethics", "course", "Éthique au quotidien"
	ethics.First.Day = "2"
	emma.Declare("emma", structured)
	emma.Declare("emma", ethics)

	// P17: the next read shows it, apart from what counts.
	pending := look("/portfolio/emma")
	require.Contains(t, pending.Row("P10"), "2 h")
	require.Contains(t, pending.Row("P16"), "30 h")

	jeanne.Decide("Soudage de précision", "count", "counted", "1", "")
	jeanne.Decide("Éthique au quotidien", "count", "counted", "1", "")
	counted := look("/portfolio/emma")
	for row, left := range map[string]string{"P14": "14 h", "P15": "0 h", "P16": "28 h"} {
		require.Contains(t, counted.Row(row), left, row)
	}

	emma.Request("emma", portaltest.Claim{
		Ground: "illness", First: first, Last: portaltest.Day{Day: "30", Month: "11", Year: "2026"},
	}, "preuve.pdf", []byte(demoPaper))
	require.Contains(t, look("/portfolio/emma").Text(), "En traitement")
	jeanne.Decide("Maladie ou accident", "grant", "granted", "5", "")
	granted := look("/portfolio/emma")
	require.Contains(t, granted.Text(), "Validée")
	for row, figure := range map[string]string{
		"P8": "25 h", "P9": "5 h", "P10": "2 h", "P14": "11,5 h", "P15": "0 h", "P16": "23 h",
	} {
		require.Contains(t, granted.Row(row), figure, row)
	}
	table := granted.With("data-requirement", "structured")
	require.Contains(t, portaltest.TextOf(table), "12,5\u00a0h", "half of 25 h")
	for language, due := range map[string]string{"fr": "12,5\u00a0h", "en": "12.5\u00a0h"} {
		require.Equal(t, due, structuredDue(t, h, language))
	}
	look("/portfolio/emma/explanation")
	look("/portfolio/emma/declarations")
	look("/portfolio/emma/declarations.csv")
	look("/portfolio/emma/exemptions")
	jeanne.Get("/mailbox")
	require.Contains(t, jeanne.Text(), "emma@membres.example")
	return pages
}

// structuredDue is the structured hours to do, as the API writes them.
func structuredDue(t *testing.T, h *house, language string) string {
	t.Helper()
	token, _, err := h.directory.SignIn(t.Context(), demoOrganisation, "emma", "emma-demonstration")
	require.NoError(t, err)
	request := httptest.NewRequest(http.MethodGet, "/api/v1/members/emma/balance", nil)
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Accept-Language", language)
	answer := httptest.NewRecorder()
	h.handler(settings{}, quiet()).ServeHTTP(answer, request)
	require.Equal(t, http.StatusOK, answer.Code, answer.Body.String())
	var balance struct {
		Lines []struct {
			Requirement struct{ Code string }
			Due         struct{ Label string }
		}
	}
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &balance))
	for _, line := range balance.Lines {
		if line.Requirement.Code == "structured" {
			return line.Due.Label
		}
	}
	return ""
}

func TestP35_P52_TheStoryIsTheSameOnEveryStore(t *testing.T) {
	want := story(t, "memory:")
	for name, url := range map[string]func(*testing.T) string{
		"sqlite": func(t *testing.T) string {
			return "sqlite:" + filepath.Join(t.TempDir(), "goodstanding.db")
		},
		"postgres": func(t *testing.T) string { return pgtest.DSN(t) },
	} {
		t.Run(name, func(t *testing.T) {
			got := story(t, url(t))
			require.Len(t, got, len(want))
			for i := range want {
				require.Equal(t, want[i], got[i])
			}
		})
	}
}
