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

const portal = "https://portail.example.org"

// Every kind of message can be written, and named in a list.
func TestEveryKindOfMessageHasItsWords(t *testing.T) {
	for _, kind := range identity.MessageKinds() {
		for _, key := range []string{"message." + string(kind) + ".subject", "message." + string(kind) + ".body", "message.kind." + string(kind)} {
			require.True(t, i18n.Has(key), key)
		}
	}
	for _, d := range identity.Deliveries() {
		require.True(t, i18n.Has("message.delivery."+string(d)), d)
	}
	for _, trouble := range identity.Troubles() {
		require.True(t, i18n.Has("message.trouble."+string(trouble)), trouble)
	}
}

func reminder(language identity.Language, secret string) identity.Message {
	return identity.Message{
		Org: "otpq", Member: "emma", Kind: identity.Reminder, Language: language, Secret: secret,
		Values: map[string]string{"name": "Emma Gélinas", "lastDay": "2028-04-01", "months": "3"},
		Lines: []identity.MessageLine{
			{Label: identity.Text{FR: "Total", EN: "Total"}, Amount: "12.5"},
			{Label: identity.Text{FR: "Éthique", EN: "Ethics"}, Amount: "130/3", Unit: identity.Text{FR: "UFC", EN: "CEU"}},
			{Label: identity.Text{FR: "Activités", EN: "Activities"}, Amount: "1", Measure: "items"},
		},
	}
}

func TestReminderSaysWhatIsLeftAndUntilWhen(t *testing.T) {
	subject, body := i18n.For(identity.English).Message(reminder(identity.French, "k3y"), order, portal)
	require.Equal(t, "Formation continue\u00a0: ce qu’il vous reste à faire d’ici le 1er\u00a0avril\u00a02028", subject)
	require.Contains(t, body, "d’ici le 1er\u00a0avril\u00a02028, ce jour compris\u00a0:\n\n"+
		"– Total\u00a0: 12,5\u00a0h\n– Éthique\u00a0: 43\u00a01/3\u00a0UFC\n– Activités\u00a0: 1 activité\n\nLe détail")
	require.Contains(t, body, "\nhttps://portail.example.org/portfolio/emma\n")
	require.Contains(t, body, "\nhttps://portail.example.org/portfolio/emma/messages\n")
	require.Contains(t, body, "\nhttps://portail.example.org/reminders/stop/emma/k3y\n")
	require.NotContains(t, body, "{")
	require.NotContains(t, body, "en traitement")

	pending := reminder(identity.English, "")
	pending.Values["pending"] = "true"
	_, body = i18n.For(identity.French).Message(pending, order, portal)
	require.Contains(t, body, "– Ethics: 43\u00a01/3\u00a0CEU\n– Activities: 1 activity\n\nThis count supposes that everything that is being processed is counted.\n\nThe details")
	require.Contains(t, body, "\n\n----------\n\nBonjour Emma Gélinas,")
	require.Contains(t, body, "/reminders/stop/emma/•••")
}

func TestP51_MessageSaysTheStatusAndNothingMore(t *testing.T) {
	subject, body := i18n.For(identity.English).Message(decided("granted", identity.French), order, portal)
	require.Equal(t, "Votre demande de dispense a été traitée", subject, "the member's language, not the reader's")
	require.Contains(t, body, "Bonjour Emma Gélinas,")
	require.Contains(t, body, "Validée")
	require.Contains(t, body, "r1")
	require.Contains(t, body, "formation@ordre.example")
	require.NotContains(t, body, "{")
}

func TestEnglishMessageCarriesTheFrenchTextToo(t *testing.T) {
	subject, body := i18n.For(identity.French).Message(decided("refused", identity.English), order, portal)
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
	subject, body := i18n.For(identity.English).Message(decided("cancelled", identity.English), only, portal)
	require.Equal(t, "Votre demande de dispense a été traitée", subject)
	require.Contains(t, body, "Annulée")
	require.NotContains(t, body, "Hello")
}

// A consequence is named where the regulation names it, in each language.
func TestAConsequenceIsNamed(t *testing.T) {
	m := identity.Message{
		Org: "otpq", Member: "emma", Kind: identity.DefaultConsequence, Language: identity.English,
		Values: map[string]string{"name": "Emma Gélinas", "period": "2022-01-01", "years": "2022–2025"},
		Lines:  []identity.MessageLine{{Label: identity.Text{FR: "Radiation", EN: "Striking off the roll"}}},
	}
	_, body := i18n.For(identity.French).Message(m, order, portal)
	require.Contains(t, body, "of the reference period 2022–2025: Striking off the roll. Open your portfolio")
	require.Contains(t, body, "de la période de référence 2022–2025\u00a0: Radiation. Ouvrez votre portfolio")
	m.Lines = nil
	_, body = i18n.For(identity.French).Message(m, order, portal)
	require.Contains(t, body, "of the reference period 2022–2025. Open your portfolio")
	require.NotContains(t, body, "{")
}
