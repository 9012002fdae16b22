package i18n_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func TestLinesDoNotBreakWhereTheyMustNot(t *testing.T) {
	french, english := i18n.For(identity.French), i18n.For(identity.English)
	both := func(text string) identity.Text { return identity.Text{FR: text, EN: text} }
	for text, want := range map[string][2]string{
		"Au moins 30 h : « Éthique », puis": {"Au moins 30\u00a0h\u00a0: «\u00a0Éthique\u00a0», puis", "Au moins 30\u00a0h : « Éthique », puis"},
		"par exemple 2 h 30; 10 Mo au plus": {"par exemple 2\u00a0h\u00a030; 10\u00a0Mo au plus", "par exemple 2\u00a0h\u00a030; 10\u00a0Mo au plus"},
		"3 heures, 2 hommes":                {"3 heures, 2 hommes", "3 heures, 2 hommes"},
	} {
		require.Equal(t, want, [2]string{french.Text(both(text)), english.Text(both(text))})
	}
	require.Equal(t, "Choisissez l’activité dans la liste, ou cochez «\u00a0L’activité n’est pas dans la liste\u00a0».",
		french.FieldError("activity", hours.ErrMissing))
	breaks := regexp.MustCompile(` [:;?!»]|« |[\x{00a0}\x{202f}][;?!]|\d h\b`)
	for _, key := range i18n.Keys() {
		require.NotRegexp(t, breaks, french.T(key), key)
	}
}
