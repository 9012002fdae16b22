package i18n_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/identity"
)

func TestSizesAreRoundedUpInTheUnitsOfTheLanguage(t *testing.T) {
	fr, en := i18n.For(identity.French), i18n.For(identity.English)
	for _, c := range []struct {
		size   int64
		fr, en string
	}{
		{0, "0\u00a0o", "0\u00a0B"},
		{1023, "1023\u00a0o", "1023\u00a0B"},
		{1024, "1\u00a0ko", "1\u00a0kB"},
		{1025, "2\u00a0ko", "2\u00a0kB"},
		{1 << 20, "1\u00a0Mo", "1\u00a0MB"},
		{1<<20 + 1, "1,1\u00a0Mo", "1.1\u00a0MB"},
		{10 << 20, "10\u00a0Mo", "10\u00a0MB"},
	} {
		require.Equal(t, c.fr, fr.Bytes(c.size))
		require.Equal(t, c.en, en.Bytes(c.size))
	}
}
