package identity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

func TestP2_TemporaryPasswordAsItIsShown(t *testing.T) {
	require.Equal(t, "abcdef-ghjkmn-pqrstv-wxyz01", identity.ShowTemporary("abcdefghjkmnpqrstvwxyz01"))
	require.Equal(t, "•••", identity.ShowTemporary("•••"))
	var none *identity.Temporary
	require.False(t, none.Is(""))
	require.False(t, none.Opens("abcdef", noon))
}
