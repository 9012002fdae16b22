package portal_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
)

// TestPagesNameTheOrganisationAndNoOther: an organisation may be a "barreau" or a
// "chambre"; only the orders of lists are named so.
func TestPagesNameTheOrganisationAndNoOther(t *testing.T) {
	paths, err := filepath.Glob("../i18n/messages/portal*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NotRegexp(t, `(?i)l’ordre|votre ordre|\bthe order\b`, string(content), path)
	}
}

// TestEveryValueOfTheDomainHasItsWords goes through what the domain may answer
// and no journey of these tests reaches.
func TestEveryValueOfTheDomainHasItsWords(t *testing.T) {
	var keys []string
	for _, s := range hours.Statuses() {
		keys = append(keys, "status."+string(s))
	}
	for _, s := range hours.States() {
		if s != hours.Discarded && s != hours.Revoked {
			keys = append(keys, "declaration.state."+string(s))
		}
		for _, e := range s.StaffEvents() {
			keys = append(keys, "declaration.event."+string(e), "declaration.decide."+string(e))
		}
	}
	for _, s := range exemption.States() {
		if s != exemption.Discarded {
			keys = append(keys, "exemption.state."+string(s))
		}
		for _, e := range s.StaffEvents() {
			keys = append(keys, "exemption.event."+string(e), "exemption.decide."+string(e))
		}
	}
	for _, s := range hours.Stages() {
		keys = append(keys, "explanation."+string(s))
	}
	for _, w := range hours.Whys() {
		keys = append(keys, "why."+string(w))
	}
	for _, k := range hours.ActKinds() {
		keys = append(keys, "history."+string(k), "api.act."+string(k))
	}
	for _, key := range keys {
		require.True(t, i18n.Has(key), key)
	}
}

func TestStatusesInTheWordsOfTheOrder(t *testing.T) {
	fr := i18n.For("fr")
	for status, said := range map[hours.Status]string{
		hours.Met: "Formations complétées", hours.MetWithCarry: "Formations complétées (avec heures reportées)",
		hours.Exempt: "Dispensé", hours.OnCourse: "En cours – suffisant une fois les heures en traitement comptées",
		hours.Short: "En cours", hours.InGrace: "En retard – délai supplémentaire en cours", hours.NonCompliant: "Non conforme", hours.Unknown: "Inconnu",
	} {
		require.Equal(t, said, fr.T("status."+string(status)))
	}
	require.Equal(t, "En traitement", fr.T("exemption.state.submitted"))
	require.Equal(t, "Validée", fr.T("exemption.state.granted"))
	require.Equal(t, "Comptabilisée", fr.T("declaration.state.counted"))
}
