package forms_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity/access"
	"github.com/goodstanding/goodstanding/identity/access/forms"
)

func catalogue(t *testing.T) access.Catalogue {
	t.Helper()
	all, err := forms.All()
	require.NoError(t, err)
	require.Contains(t, all, "qc-insurer")
	return all["qc-insurer"]
}

func TestA11_FourServicesAreAskedForAtTheRepresentative(t *testing.T) {
	c := catalogue(t)
	var names []string
	for _, s := range c.Represented() {
		require.True(t, s.Verified, "the page names it")
		names = append(names, s.Label.FR)
	}
	require.Equal(t, []string{
		"Registre des directives médicales anticipées (DMA)",
		"Procréation médicalement assistée – Gestion de l’admissibilité (PMA)",
		"Banques de données Clientèles Réseau SSS-RAMQ – Centre jeunesse du Québec",
		"Espace gouvernance – Conseil d’administration",
	}, names)
}

func TestA1_FormsOfProfessionsAndOfEstablishments(t *testing.T) {
	kinds := map[access.Kind]int{}
	for _, f := range catalogue(t).Forms {
		kinds[f.Kind]++
		require.False(t, f.Verified, "the page names no form")
		require.Len(t, f.Commitments, 4, "A7, A13, A14, A15")
	}
	require.Positive(t, kinds[access.Profession])
	require.Positive(t, kinds[access.Establishment])
}

const usable = `
services:
  - {id: s, label: {fr: S, en: S}, what: {fr: S, en: S}, through: form, source: p, verified: false}
authorisers:
  - {id: a, label: {fr: A, en: A}}
forms:
  - id: f
    label: {fr: F, en: F}
    kind: profession
    edition: 2026-11-01
    offers: [{service: s, authorisers: [a]}]
    agencies: false
    commitments: [{fr: C, en: C}]
    source: p
    verified: false
`

// with adds the grounds and the words that every catalogue has.
func with(text string) string {
	var b strings.Builder
	b.WriteString(text + "grounds:\n")
	for _, r := range access.Reasons() {
		b.WriteString("  - {id: " + string(r) + ", label: {fr: R, en: R}, found: true, source: p, verified: false}\n")
	}
	b.WriteString("words:\n")
	for _, w := range []string{"form", "edition", "service", "user", "authoriser", "place", "agency", "name", "email", "kind", `"yes"`, `"no"`, "commitments"} {
		b.WriteString("  " + w + ": {fr: M, en: W}\n")
	}
	return b.String()
}

func TestReadIsStrict(t *testing.T) {
	_, err := forms.Read("x.yaml", strings.NewReader(with(usable)))
	require.NoError(t, err)
	for name, bad := range map[string]string{
		"unknown key":            with(usable + "unknown: 1\n"),
		"two documents":          with(usable) + "---\nservices: []\n",
		"not said":               with(strings.Replace(usable, "source: p, verified: false}", "source: p}", 1)),
		"form not said":          with(strings.Replace(usable, "    verified: false\n", "", 1)),
		"service twice":          with(strings.Replace(usable, "authorisers:\n", "  - {id: s, label: {fr: S, en: S}, what: {fr: S, en: S}, through: form, source: p, verified: false}\nauthorisers:\n", 1)),
		"one language":           with(strings.Replace(usable, "{fr: F, en: F}", "{fr: F}", 1)),
		"unknown service":        with(strings.Replace(usable, "service: s,", "service: t,", 1)),
		"unknown authoriser":     with(strings.Replace(usable, "authorisers: [a]", "authorisers: [b]", 1)),
		"nobody authorises":      with(strings.Replace(usable, "authorisers: [a]", "authorisers: []", 1)),
		"at the representative":  with(strings.Replace(usable, "through: form", "through: representative", 1)),
		"another way":            with(strings.Replace(usable, "through: form", "through: window", 1)),
		"another kind":           with(strings.Replace(usable, "kind: profession", "kind: club", 1)),
		"no edition":             with(strings.Replace(usable, "    edition: 2026-11-01\n", "", 1)),
		"nothing offered":        with(strings.Replace(usable, "offers: [{service: s, authorisers: [a]}]", "offers: []", 1)),
		"no commitment":          with(strings.Replace(usable, "commitments: [{fr: C, en: C}]", "commitments: []", 1)),
		"bad identifier":         with(strings.Replace(usable, "id: f\n", "id: \"f f\"\n", 1)),
		"a ground is missing":    strings.Replace(with(usable), "id: same-person", "id: same-dog", 1),
		"a ground is not a rule": strings.Replace(with(usable), "found: true", "found: false", 1),
		"a word is missing":      strings.Replace(with(usable), "  place: {fr: M, en: W}\n", "", 1),
	} {
		_, err := forms.Read("x.yaml", strings.NewReader(bad))
		require.ErrorIs(t, err, access.ErrCatalogue, name)
		require.ErrorContains(t, err, "x.yaml", name)
	}
	boom := errors.New("boom")
	_, err = forms.Read("x.yaml", iotest.ErrReader(boom))
	require.ErrorIs(t, err, boom)
}
