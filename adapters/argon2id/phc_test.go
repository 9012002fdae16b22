package argon2id_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/argon2id"
)

const (
	salt = "c29tZXNhbHQ" // "somesalt"
	hash = "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc"
	good = "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$" + hash
)

func TestMalformedHashIsNeverAMatch(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		err  error
	}{
		"empty":                     {"", argon2id.ErrMalformed},
		"plain password":            {"password", argon2id.ErrMalformed},
		"argon2i":                   {strings.Replace(good, "argon2id", "argon2i", 1), argon2id.ErrMalformed},
		"former version":            {strings.Replace(good, "v=19", "v=16", 1), argon2id.ErrMalformed},
		"no version":                {strings.Replace(good, "v=19$", "", 1), argon2id.ErrMalformed},
		"no hash":                   {"$argon2id$v=19$m=64,t=1,p=1$" + salt + "$", argon2id.ErrMalformed},
		"no salt":                   {"$argon2id$v=19$m=64,t=1,p=1$$" + hash, argon2id.ErrMalformed},
		"short salt":                {"$argon2id$v=19$m=64,t=1,p=1$c29tZXM$" + hash, argon2id.ErrMalformed},
		"short hash":                {"$argon2id$v=19$m=64,t=1,p=1$" + salt + "$" + salt, argon2id.ErrMalformed},
		"padded base64":             {good + "=", argon2id.ErrMalformed},
		"line break in the base64":  {strings.Replace(good, "CTFh", "CT\nFh", 1), argon2id.ErrMalformed},
		"loose last bits":           {"$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHR$" + hash, argon2id.ErrMalformed},
		"something after":           {good + "$x", argon2id.ErrMalformed},
		"something before":          {"x" + good, argon2id.ErrMalformed},
		"sign":                      {strings.Replace(good, "m=64", "m=+64", 1), argon2id.ErrMalformed},
		"leading zero":              {strings.Replace(good, "m=64", "m=064", 1), argon2id.ErrMalformed},
		"another order":             {strings.Replace(good, "m=64,t=1", "t=1,m=64", 1), argon2id.ErrMalformed},
		"a parameter more":          {strings.Replace(good, "p=1", "p=1,data=AAAA", 1), argon2id.ErrMalformed},
		"an empty keyid":            {strings.Replace(good, "p=1", "p=1,keyid=", 1), argon2id.ErrMalformed},
		"a keyid of nine bytes":     {strings.Replace(good, "p=1", "p=1,keyid=MjAyNTAwMDAw", 1), argon2id.ErrMalformed},
		"a keyid in other base64":   {strings.Replace(good, "p=1", "p=1,keyid=MjAyNQ==", 1), argon2id.ErrMalformed},
		"a keyid and one more":      {strings.Replace(good, "p=1", "p=1,keyid=MjAyNQ,keyid=MjAyNQ", 1), argon2id.ErrMalformed},
		"keyid before":              {strings.Replace(good, "m=64", "keyid=MjAyNQ,m=64", 1), argon2id.ErrMalformed},
		"an unknown pepper":         {strings.Replace(good, "p=1", "p=1,keyid=MjAyNQ", 1), argon2id.ErrPepper},
		"memory past 32 bits":       {strings.Replace(good, "m=64", "m=4294967296", 1), argon2id.ErrMalformed},
		"threads past 8 bits":       {strings.Replace(good, "p=1", "p=257", 1), argon2id.ErrMalformed},
		"very long":                 {good + strings.Repeat("A", 10_000), argon2id.ErrMalformed},
		"4 GiB":                     {strings.Replace(good, "m=64", "m=4194304", 1), argon2id.ErrParameters},
		"a KiB more than the bound": {strings.Replace(good, "m=64", "m=262145", 1), argon2id.ErrParameters},
		"memory too small":          {strings.Replace(good, "m=64", "m=7", 1), argon2id.ErrParameters},
		"no passes":                 {strings.Replace(good, "t=1", "t=0", 1), argon2id.ErrParameters},
		"a day of passes":           {strings.Replace(good, "t=1", "t=4000000000", 1), argon2id.ErrParameters},
		"no threads":                {strings.Replace(good, "p=1", "p=0", 1), argon2id.ErrParameters},
		"too many threads":          {strings.Replace(good, "p=1", "p=17", 1), argon2id.ErrParameters},
	} {
		t.Run(name, func(t *testing.T) {
			right, err := argon2id.Hasher{}.Verify("password", c.text)
			require.ErrorIs(t, err, c.err)
			require.False(t, right)
		})
	}
}

// What parses is bounded and written back as it was; nothing makes the parser
// panic.
func FuzzParse(f *testing.F) {
	f.Add(good)
	f.Add("")
	f.Add(strings.Replace(good, "p=1", "p=1,keyid=MjAyNQ", 1))
	f.Add("$argon2id$v=19$m=4294967295,t=4294967295,p=255$" + salt + "$" + hash)
	f.Add(strings.Replace(good, "CTFh", "CT\r\nFh", 1))
	f.Add("$$$$$")
	f.Fuzz(func(t *testing.T, text string) {
		again, err := argon2id.Parse(text)
		if err != nil {
			require.Empty(t, again)
			return
		}
		require.Equal(t, text, again)
	})
}
