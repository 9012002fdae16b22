package identity_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// The secret of RFC 6238, appendix B, for SHA-1.
var rfcSeed = identity.NewSeed([]byte("12345678901234567890"))

// The appendix has eight digits; of six they are the last ones (RFC 4226, 5.3: the
// number modulo a power of ten).
func TestSecondFactor_CodesAreThoseOfRFC6238(t *testing.T) {
	for seconds, eight := range map[int64]string{
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		require.Equal(t, eight[2:], rfcSeed.Code(time.Unix(seconds, 0)).Reveal(), seconds)
	}
}

// RFC 4226, appendix D: the codes of the counts 0 to 9 of the same secret.
func TestSecondFactor_CodesAreThoseOfRFC4226(t *testing.T) {
	for count, code := range []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"} {
		require.Equal(t, code, rfcSeed.Code(time.Unix(int64(count)*30, 0)).Reveal())
		require.Equal(t, code, rfcSeed.Code(time.Unix(int64(count)*30+29, 999999999)).Reveal())
	}
}

func TestSecondFactor_TheSeedIsShownInGroups(t *testing.T) {
	// RFC 4648, base 32 of "12345678901234567890" by hand: five bytes are eight letters.
	const text = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
	require.Equal(t, text, rfcSeed.Text().Reveal())
	seed, err := identity.ParseSeed(strings.ToLower(strings.ReplaceAll(text, " ", "  ")))
	require.NoError(t, err)
	require.Equal(t, "755224", seed.Code(time.Unix(0, 0)).Reveal())
	for _, wrong := range []string{"", "GEZD", text + "A", "1" + text[1:]} {
		_, err := identity.ParseSeed(wrong)
		require.ErrorIs(t, err, identity.ErrFactorCode, wrong)
	}
}

func TestSecondFactor_TheAddressIsThatOfApplications(t *testing.T) {
	uri, err := url.Parse(rfcSeed.URI("Ordre: essai & cie", "emma+1@example.org").Reveal())
	require.NoError(t, err)
	require.Equal(t, "otpauth", uri.Scheme)
	require.Equal(t, "totp", uri.Host)
	require.Equal(t, "/Ordre  essai & cie:emma+1@example.org", uri.Path)
	require.Equal(t, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", uri.Query().Get("secret"))
	require.Equal(t, "Ordre  essai & cie", uri.Query().Get("issuer"))
	require.Len(t, uri.Query(), 2, "what is not said is SHA-1, six digits and thirty seconds")
	require.NotContains(t, rfcSeed.URI("a b", "c").Reveal(), "+", "applications show a plus sign as one")
	requireHidden(t, rfcSeed.URI("a", "b"), "GEZDGNBV")
	requireHidden(t, rfcSeed, "1234567890")
}
