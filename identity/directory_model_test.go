package identity_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/identity"
)

// clerk is a naive account of what may open emma's account: a password, a temporary one,
// and the code of each flow. It knows nothing of throttles: a refusal for having tried
// too often is always allowed, and a success never beyond what it has on its list.
type clerk struct {
	password  string
	temporary string
	until     time.Time
	used      bool
	codes     map[string]string // by browser, the latest that was sent
	sent      map[string]time.Time
	tickets   map[string]string // by browser, of a right code
	epoch     int
	epochOf   map[string]int
}

// Whatever is done, in any order and at any instants, to link the account, to have a
// temporary password and to sign in: nothing opens but what the clerk has on the list (I2,
// I4, I5), no letter holds both halves (I1), there are ten letters a day at the most (I6), and
// nothing that is stored holds a secret (I8). Each step that is taken again at once
// changes nothing more.
func TestModel_LinkingTemporaryAndSignIn(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := open(t)
		h.Hasher = new(plain)
		h.account(t, identity.Account{Org: "otpq", ID: "a-1", Login: "emma-login", Member: "m-1", Roles: []identity.Role{identity.RoleMember}}, emmasPassword)
		c := clerk{password: emmasPassword, codes: map[string]string{}, sent: map[string]time.Time{}, tickets: map[string]string{}, epochOf: map[string]int{}}
		var browsers []string
		letters := 0
		// read reads the letters that have come, as their owner does.
		read := func(browser string) {
			all := h.letters(t)
			for _, m := range all[min(letters, len(all)):] {
				switch m.Kind { //nolint:exhaustive // what is written here
				case identity.LinkingCode:
					c.codes[browser], c.sent[browser], c.epochOf[browser] = m.Secret, h.now, c.epoch
				case identity.TemporaryPassword:
					c.temporary, c.until, c.used = m.Secret, h.now.Add(identity.TemporaryLife), false
				}
				for _, v := range m.Values {
					require.NotContains(r, v, "emma-login", "I1")
				}
			}
			letters = len(all)
		}
		one := func(name string) string {
			if len(browsers) == 0 {
				r.Skip("no flow yet")
			}
			return rapid.SampledFrom(browsers).Draw(r, name)
		}
		signIn := func(password string) {
			token, _, err := h.SignIn(t.Context(), "otpq", "emma-login", password)
			temporary := c.temporary != "" && password == c.temporary && !c.used && h.now.Before(c.until)
			switch {
			case err == nil:
				require.True(r, password == c.password || temporary, "let in with %q", password)
				if temporary {
					c.used = true
					_, err := h.Who(t.Context(), token)
					require.ErrorIs(r, err, identity.ErrMustChange)
				}
			case temporary:
				require.NoError(r, err, "a temporary password is let in whoever guesses")
			case password == c.password:
				require.ErrorIs(r, err, identity.ErrThrottled)
			}
		}
		r.Repeat(map[string]func(*rapid.T){
			"wait": func(r *rapid.T) {
				h.now = h.now.Add(time.Duration(rapid.SampledFrom([]int{1, 60, 599, 600, 901, 3600, 86400}).Draw(r, "s")) * time.Second)
			},
			"start": func(*rapid.T) {
				browser, err := h.StartLinking(t.Context(), "otpq", "emma@example.org")
				require.NoError(r, err)
				browsers = append(browsers, browser)
			},
			"send": func(*rapid.T) {
				h.now = h.now.Add(time.Second)
				browser := one("browser")
				_ = h.SendCode(t.Context(), "otpq", browser)
				read(browser)
				before := letters
				_ = h.SendCode(t.Context(), "otpq", browser) // again at once: no other letter
				read(browser)
				require.Equal(r, before, letters)
			},
			"verify": func(*rapid.T) {
				browser := one("browser")
				code := c.codes[browser]
				ticket, err := h.VerifyCode(t.Context(), "otpq", browser, code)
				if err != nil {
					return
				}
				require.NotEmpty(r, code)
				require.True(r, h.now.Before(c.sent[browser].Add(identity.CodeLife)), "I5")
				c.tickets[browser] = ticket
				_, err = h.VerifyCode(t.Context(), "otpq", browser, code)
				require.Error(r, err, "I4: a code gives one ticket")
				delete(c.codes, browser)
			},
			"guess": func(*rapid.T) {
				_, err := h.VerifyCode(t.Context(), "otpq", one("browser"), "00000000")
				require.Error(r, err)
			},
			"continue": func(*rapid.T) { _ = h.ContinueLinking(t.Context(), "otpq", one("browser")) },
			"set": func(r *rapid.T) {
				browser := one("browser")
				password := fmt.Sprintf("la chèvre %d monte au grenier", len(browsers)*1000+c.epoch)
				err := h.SetPassword(t.Context(), "otpq", browser, c.tickets[browser], password)
				if err != nil {
					return
				}
				require.NotEmpty(r, c.tickets[browser], "I2")
				require.Equal(r, c.epoch, c.epochOf[browser], "no password was set since the code was sent")
				c.password, c.temporary = password, ""
				c.epoch++
				require.Error(r, h.SetPassword(t.Context(), "otpq", browser, c.tickets[browser], password+" encore"), "I4: a ticket sets one password")
				delete(c.tickets, browser)
				read(browser)
			},
			"ask": func(*rapid.T) {
				h.now = h.now.Add(time.Second)
				require.NoError(r, h.RequestTemporary(t.Context(), "otpq", rapid.SampledFrom([]string{"emma-login", "emma@example.org"}).Draw(r, "name")))
				read("")
				before := letters
				require.NoError(r, h.RequestTemporary(t.Context(), "otpq", "emma-login"))
				read("")
				require.Equal(r, before, letters)
			},
			"right":     func(*rapid.T) { signIn(c.password) },
			"temporary": func(*rapid.T) { signIn(c.temporary) },
			"former":    func(*rapid.T) { signIn(emmasPassword) },
			"wrong":     func(*rapid.T) { signIn("not the password") },
			"": func(r *rapid.T) {
				asked := 0
				for _, m := range h.letters(t) {
					if m.Kind != identity.PasswordChanged && m.Written.After(h.now.Add(-24*time.Hour)) {
						asked++
					}
				}
				require.LessOrEqual(r, asked, 10, "I6")
				a, err := h.store.Account(t.Context(), "otpq", "a-1")
				require.NoError(r, err)
				require.Equal(r, int64(c.epoch), a.Epoch)
				kept := text(t, a)
				for _, browser := range browsers {
					f, err := h.Linking(t.Context(), "otpq", browser)
					if !errors.Is(err, identity.ErrFlowEnded) {
						require.NoError(r, err)
					}
					kept += text(t, f)
				}
				for _, secret := range append([]string{c.temporary}, c.codes[""]) {
					require.False(r, secret != "" && strings.Contains(kept, secret), "I8")
				}
			},
		})
	})
}
