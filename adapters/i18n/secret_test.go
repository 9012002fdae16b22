package i18n_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/identity"
)

func TestL4_LetterShowsTheCodeInTwoHalves(t *testing.T) {
	m := identity.Message{
		Kind: identity.LinkingCode, Language: identity.English, Secret: "12345678",
		Values: map[string]string{"name": "Emma Gélinas", "flow": "0f0f"},
	}
	subject, body := i18n.For(identity.French).Message(m, order, portal)
	require.Equal(t, "Your verification code / Votre code de vérification", subject)
	require.Contains(t, body, "\n\n1234 5678\n\n")
	require.Contains(t, body, "\nhttps://portail.example.org/linking/stop/0f0f\n")
	require.NotContains(t, body, "{")
	require.NotContains(t, subject, "1234")
	m.Secret = ""
	_, body = i18n.For(identity.French).Message(m, order, portal)
	require.Contains(t, body, "\n\n•••\n\n")
}

func TestP2_LetterShowsTheTemporaryPasswordInGroups(t *testing.T) {
	m := identity.Message{
		Kind: identity.TemporaryPassword, Language: identity.French, Secret: "abcdefghjkmnpqrstvwxyz01",
		Values: map[string]string{"name": "Emma Gélinas", "login": "emma.gelinas"},
	}
	_, body := i18n.For(identity.French).Message(m, order, portal)
	require.Contains(t, body, "\n\nabcdef-ghjkmn-pqrstv-wxyz01\n\n")
	require.Contains(t, body, "formation@ordre.example")
	require.NotContains(t, body, "emma.gelinas", "no letter holds both halves (I1)")
	require.NotContains(t, body, "{")
}

func TestL8_LetterSaysHowToTakeThePasswordBack(t *testing.T) {
	m := identity.Message{
		Kind: identity.PasswordChanged, Language: identity.French, Secret: "k3y",
		Values: map[string]string{"name": "Emma Gélinas", "account": "a-1"},
	}
	_, body := i18n.For(identity.French).Message(m, order, portal)
	require.Contains(t, body, "\nhttps://portail.example.org/password/stop/a-1/k3y\n")
	require.Contains(t, body, "\nhttps://portail.example.org/temporary\n")
	require.NotContains(t, body, "{")
}
