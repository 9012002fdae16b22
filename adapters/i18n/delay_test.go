package i18n_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func TestDelay(t *testing.T) {
	for _, c := range []struct {
		delay  hours.Delay
		fr, en string
	}{
		{hours.Delay{Days: 90}, "90 jours", "90 days"},
		{hours.Delay{Days: 1}, "1 jour", "1 day"},
		{hours.Delay{WorkingDays: 5}, "5 jours ouvrables", "5 working days"},
		{hours.Delay{Months: 12}, "12 mois", "12 months"},
		{hours.Delay{Months: 1}, "1 mois", "1 month"},
		{hours.Delay{Least: 30, Most: 60}, "de 30 à 60 jours, au choix de l’organisation,", "from 30 to 60 days, as the organisation sets,"},
		{hours.Delay{}, "", ""},
	} {
		require.Equal(t, c.fr, strings.ReplaceAll(i18n.For(identity.French).Delay(c.delay), "\u00a0", " "))
		require.Equal(t, c.en, strings.ReplaceAll(i18n.For(identity.English).Delay(c.delay), "\u00a0", " "))
	}
}
