package i18n_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/identity"
)

func decided(state string, language identity.Language) identity.Message {
	return identity.Message{
		Kind: identity.ExemptionDecided, Language: language,
		Values: map[string]string{"request": "r1", "state": state, "name": "Emma Gélinas"},
	}
}

var order = identity.Organisation{
	Name: identity.Text{FR: "Ordre d’essai", EN: "Order of the tests"}, Contact: "formation@ordre.example",
	Languages: identity.FrenchAndEnglish,
}

func TestP51_MessageSaysTheStatusAndNothingMore(t *testing.T) {
	subject, body := i18n.For(identity.English).Message(decided("granted", identity.French), order)
	require.Equal(t, "Votre demande de dispense a été traitée", subject, "the member's language, not the reader's")
	require.Contains(t, body, "Bonjour Emma Gélinas,")
	require.Contains(t, body, "Validée")
	require.Contains(t, body, "r1")
	require.Contains(t, body, "formation@ordre.example")
	require.NotContains(t, body, "{")
}

func TestEnglishMessageCarriesTheFrenchTextToo(t *testing.T) {
	subject, body := i18n.For(identity.French).Message(decided("refused", identity.English), order)
	require.Equal(t, "Your request for exemption has been dealt with / Votre demande de dispense a été traitée", subject)
	english, french, found := strings.Cut(body, "\n\n----------\n\n")
	require.True(t, found)
	require.Contains(t, english, "Refused")
	require.Contains(t, english, "Order of the tests")
	require.Contains(t, french, "Refusée")
	require.Contains(t, french, "Ordre d’essai")
}

func TestMessageIsFrenchAloneWhereThePolicyIs(t *testing.T) {
	only := order
	only.Languages = identity.FrenchOnly
	subject, body := i18n.For(identity.English).Message(decided("cancelled", identity.English), only)
	require.Equal(t, "Votre demande de dispense a été traitée", subject)
	require.Contains(t, body, "Annulée")
	require.NotContains(t, body, "Hello")
}
