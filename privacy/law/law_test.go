package law_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
	"github.com/goodstanding/goodstanding/privacy/law"
)

func TestQuebec(t *testing.T) {
	l, err := law.Quebec()
	require.NoError(t, err)
	require.Equal(t, "qc", l.ID)
	require.Equal(t, "RLRQ, c. P-39.1, art. 28.1", l.Citation("p-39.1:28.1", identity.French))
	require.Equal(t, "CQLR, c. A-2.1, s. 98", l.Citation("a-2.1:98", identity.English))
	require.Equal(t, "gdpr:17", l.Citation("gdpr:17", identity.French), "what is not known is cited as it is")
}

// What was read nowhere is not verified, and what was read says where.
func TestV2_WhatComesFromMemoryIsNotVerified(t *testing.T) {
	l, err := law.Quebec()
	require.NoError(t, err)
	unverified := 0
	for _, a := range l.Articles {
		read := !strings.Contains(a.Source, "memory") && a.Source != "not read"
		require.Equal(t, read, a.Verified, "%s: %s", a.ID, a.Source)
		if !a.Verified {
			unverified++
		}
	}
	require.Positive(t, unverified)
	for _, section := range []string{"108.9", "108.10", "108.11"} {
		_, ok := l.Article(privacy.ArticleID("c-26:" + section))
		require.False(t, ok, "s. %s was not found: nothing is coded from it", section)
	}
}

// edited returns the folder with one text of one file replaced.
func edited(t *testing.T, file, old, by string) fs.FS {
	t.Helper()
	names, err := filepath.Glob("qc/*.yaml")
	require.NoError(t, err)
	folder := fstest.MapFS{}
	for _, name := range names {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		text := string(content)
		if filepath.Base(name) == file {
			require.Contains(t, text, old)
			text = strings.Replace(text, old, by, 1)
		}
		folder[filepath.Base(name)] = &fstest.MapFile{Data: []byte(text)}
	}
	return folder
}

func TestReadIsStrict(t *testing.T) {
	_, err := law.Read(edited(t, "articles.yaml", "", ""))
	require.NoError(t, err)
	for name, wrong := range map[string][3]string{
		"not YAML":                    {"policy.yaml", "policy:", "policy: ["},
		"an unknown key":              {"articles.yaml", "id: qc", "id: qc\nextra: 1"},
		"a key of another file":       {"policy.yaml", "policy:", "id: qc\npolicy:"},
		"two documents":               {"policy.yaml", "policy:", "policy: []\n---\npolicy:"},
		"verified not said":           {"articles.yaml", "    verified: true\n", ""},
		"an Act in one language":      {"articles.yaml", "en: Professional Code", "en: \"\""},
		"an article twice":            {"articles.yaml", "c-26:108.2", "c-26:108.1"},
		"an article of no Act":        {"articles.yaml", "c-26:108.1", "gdpr:17"},
		"an item that cites nothing":  {"policy.yaml", `articles: ["a-2.1-r4.1:2"]`, "articles: []"},
		"an item that cites no law":   {"policy.yaml", `articles: ["a-2.1-r4.1:2"]`, `articles: ["a-2.1-r4.1:99"]`},
		"an item without a point":     {"policy.yaml", "asks:\n      - {id: categories, label: {fr: les renseignements recueillis, en: the information collected}}", "asks: []"},
		"a point of two items":        {"policy.yaml", "{id: every-means", "{id: every-purpose"},
		"a kind without a clock":      {"clocks.yaml", "kinds: [complaint]", "kinds: [withdrawal]"},
		"two clocks for a kind":       {"clocks.yaml", "kinds: [access, rectification]", "kinds: [access, rectification, portability]"},
		"a clock of no regime":        {"clocks.yaml", "regime: a-2.1", "regime: gdpr"},
		"a clock for no kind":         {"clocks.yaml", "kinds: [access, rectification]", "kinds: [access, rectification, erasure]"},
		"an extension of no time":     {"clocks.yaml", "days: 20", "days: 0"},
		"a clock that cites nothing":  {"clocks.yaml", `articles: ["policy:requests"]`, "articles: []"},
		"a recourse without days":     {"clocks.yaml", "days: 30", "days: 0"},
		"a right that ends too early": {"clocks.yaml", "from: 2024-09-22", "from: 2024-09-22\n    until: 2024-09-21"},
		"a ground of no kind":         {"refusals.yaml", "kinds: [complaint]", "kinds: [erasure]"},
		"a refusal without article":   {"refusals.yaml", `articles: ["policy:complaint"]`, "articles: []"},
		"silent, and dismissing":      {"refusals.yaml", "dismiss: true", "dismiss: true\n    deny: true"},
		"a question without a rule":   {"rules.yaml", "question: transfer\n    regime: p-39.1", "question: transfer\n    regime: a-2.1"},
		"a ground of no fact":         {"rules.yaml", "all: [clearly-for-the-person]", "all: []"},
		"a ground of an unknown fact": {"rules.yaml", "all: [clearly-for-the-person]", "all: [mercury-in-retrograde]"},
		"a fact asked twice":          {"rules.yaml", "none: [prospecting]", "none: [direct-relevant-link]"},
		"a ground that cites nothing": {"rules.yaml", `articles: ["a-2.1:67", "a-2.1:67.3"]`, "articles: []"},
		"an Act without a ceiling":    {"limits.yaml", "from: purpose", "from: decision"},
		"a limit from nothing":        {"limits.yaml", "from: decision", "from: boredom"},
		"a field of no incident":      {"incidents.yaml", "id: suggested", "id: weather"},
		"a point in a language alone": {"policy.yaml", "en: each of the means", "en: \"\""},
	} {
		_, err := law.Read(edited(t, wrong[0], wrong[1], wrong[2]))
		require.ErrorIs(t, err, privacy.ErrBadLaw, name)
	}
	_, err = law.Read(fstest.MapFS{})
	require.ErrorIs(t, err, privacy.ErrBadLaw, "no law at all")
}
