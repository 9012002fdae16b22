package i18n_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/identity"
)

// A15: the letter says what happened, why, and whom to write to, in words of its own for
// every cause.
func TestA15_LettersAboutAnAccountSayWhyAndTheWayBack(t *testing.T) {
	for _, kind := range []identity.MessageKind{identity.AccountDisabledLetter, identity.AccountClosedLetter} {
		seen := map[string]bool{}
		for _, cause := range identity.Causes() {
			m := identity.Message{
				Kind: kind, Language: identity.English,
				Values: map[string]string{"name": "Emma Gélinas", "state": string(cause), "words": "Planted {contact} words"},
			}
			_, body := i18n.For(identity.French).Message(m, order, portal)
			require.Contains(t, body, "Bonjour Emma Gélinas,")
			require.Contains(t, body, "formation@ordre.example")
			require.False(t, seen[body], cause)
			seen[body] = true
			if cause == identity.CauseOther {
				require.Contains(t, body, "Le motif\u00a0: Planted {contact} words\n")
				require.Contains(t, body, "The cause: Planted {contact} words\n")
				continue
			}
			require.NotContains(t, body, "{")
			require.NotContains(t, body, "Planted")
		}
	}
}

// The letters about what staff took away say why, and undo the temporary password.
func TestLettersAboutWhatWasTakenAwayStopIt(t *testing.T) {
	for _, kind := range []identity.MessageKind{identity.FactorFreed, identity.AnswersFreed} {
		m := identity.Message{Kind: kind, Secret: "k3y", Language: identity.English, Values: map[string]string{
			"name": "Emma Gélinas", "account": "a-1", "words": "Téléphone {disown} perdu.",
		}}
		_, body := i18n.For(identity.French).Message(m, order, portal)
		require.Contains(t, body, "Pourquoi\u00a0: Téléphone {disown} perdu.\n", "what was typed is no text of ours")
		require.Contains(t, body, "Why: Téléphone {disown} perdu.\n")
		require.Contains(t, body, "\nhttps://portail.example.org/password/stop/a-1/k3y\n")
		require.Contains(t, body, "formation@ordre.example")
	}
}

func TestLetterAboutANewBrowserSaysWhenAndWhichAndStopsIt(t *testing.T) {
	m := identity.Message{Kind: identity.NewBrowser, Secret: "k3y", Language: identity.English, Values: map[string]string{
		"name": "Emma Gélinas", "account": "a-1", "family": "Firefox", "system": "Windows", "signedInAt": "2026-03-02T18:05:00Z",
	}}
	_, body := i18n.For(identity.French).Message(m, order, portal)
	require.Contains(t, body, "\n2\u00a0mars\u00a02026\u00a0à 13\u00a0h\u00a005\nFirefox sous Windows\n")
	require.Contains(t, body, "Firefox on Windows\n")
	require.Contains(t, body, "\nhttps://portail.example.org/sessions/stop/a-1/k3y\n")
	require.NotContains(t, body, "{")
}

func TestBrowsersAreNamed(t *testing.T) {
	p := i18n.For(identity.French)
	require.Equal(t, "Firefox sous Windows", p.Browser(identity.Browser{Family: "Firefox", System: "Windows"}))
	require.Equal(t, "Firefox", p.Browser(identity.Browser{Family: "Firefox"}))
	require.Equal(t, "Navigateur inconnu sous Android", p.Browser(identity.Browser{System: "Android"}))
	require.Equal(t, "Navigateur inconnu", p.Browser(identity.Browser{}))
}
