package identity_test

import (
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// enrolled is emma with a second factor, which was confirmed at noon; the clock is a
// minute later.
type enrolled struct {
	*house
	seed  identity.Seed
	token string
	codes []identity.Secret
}

func enrol(t *testing.T) *enrolled {
	t.Helper()
	h := open(t)
	h.Key = []byte("a key of thirty-two bytes or so!")
	token, _ := h.signIn(t, "emma", emmasPassword)
	require.NoError(t, h.BeginFactor(t.Context(), token, emmasPassword))
	view, err := h.Factor(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, identity.FactorPending, view.State)
	e := &enrolled{house: h, seed: view.Seed}
	e.token, e.codes, err = h.ConfirmFactor(t.Context(), token, e.code())
	require.NoError(t, err)
	h.now = h.now.Add(time.Minute)
	return e
}

// code is what the application shows now.
func (e *enrolled) code() string { return e.seed.Code(e.now).Reveal() }

// half signs in with the password alone.
func (e *enrolled) half(t *testing.T) string {
	t.Helper()
	token, actor, err := e.SignIn(t.Context(), "otpq", "emma", emmasPassword)
	require.ErrorIs(t, err, identity.ErrSecondFactor)
	require.Equal(t, identity.Actor{}, actor)
	return token
}

// wrong shows a wrong code to a session that waits for one.
func (e *enrolled) wrong(t *testing.T, token, typed string, want error) {
	t.Helper()
	next, actor, err := e.ShowFactor(t.Context(), token, identity.Proof{Code: typed})
	require.ErrorIs(t, err, want)
	require.Empty(t, next)
	require.Equal(t, identity.Actor{}, actor)
}

func (e *enrolled) right(t *testing.T, token, typed string) string {
	t.Helper()
	next, actor, err := e.ShowFactor(t.Context(), token, identity.Proof{Code: typed})
	require.NoError(t, err)
	require.Equal(t, identity.AccountID("a-1"), actor.Account)
	who, err := e.Who(t.Context(), next)
	require.NoError(t, err)
	require.Equal(t, actor, who)
	return next
}

func (h *house) kinds(t *testing.T) []identity.MessageKind {
	t.Helper()
	all, err := h.outbox.Messages(t.Context(), "otpq", 100)
	require.NoError(t, err)
	var kinds []identity.MessageKind
	for _, m := range all {
		kinds = append(kinds, m.Kind)
	}
	return kinds
}

// newest is the latest letter of a kind.
func (h *house) newest(t *testing.T, kind identity.MessageKind) identity.Message {
	t.Helper()
	all, err := h.outbox.Messages(t.Context(), "otpq", 100)
	require.NoError(t, err)
	for _, m := range all {
		if m.Kind == kind {
			return m
		}
	}
	require.Fail(t, "no letter", kind)
	return identity.Message{}
}

func TestSecondFactor_EnrolmentAsksForThePasswordAndACode(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	other, _ := h.signIn(t, "emma", emmasPassword)
	require.ErrorIs(t, h.BeginFactor(t.Context(), token, "wrong"), identity.ErrPasswordWrong)
	require.NoError(t, h.BeginFactor(t.Context(), token, emmasPassword))
	mine, err := h.Factor(t.Context(), token)
	require.NoError(t, err)
	theirs, err := h.Factor(t.Context(), other)
	require.NoError(t, err)
	require.Len(t, mine.Seed.Text().Reveal(), 39, "32 letters in groups of four")
	require.Empty(t, theirs.Seed.Text().Reveal(), "the secret is shown to the session that began alone")
	code := mine.Seed.Code(h.now).Reveal()
	_, _, err = h.ConfirmFactor(t.Context(), other, code)
	require.ErrorIs(t, err, identity.ErrFactorStep)
	_, _, err = h.ConfirmFactor(t.Context(), token, "000000")
	require.ErrorIs(t, err, identity.ErrFactorCode)
	h.signIn(t, "emma", emmasPassword) // pending asks nothing of anybody

	next, codes, err := h.ConfirmFactor(t.Context(), token, code)
	require.NoError(t, err)
	require.Len(t, codes, 10)
	h.ended(t, token)
	h.ended(t, other)
	h.live(t, next)
	view, err := h.Factor(t.Context(), next)
	require.NoError(t, err)
	require.Equal(t, identity.FactorView{State: identity.FactorOn, Since: noon, Codes: 10, Login: "emma"}, view)
	require.Equal(t, []identity.MessageKind{identity.FactorTurnedOn}, h.kinds(t))
	require.ErrorIs(t, h.BeginFactor(t.Context(), next, emmasPassword), identity.ErrFactorStep)
}

func TestSecondFactor_CancelledIsAsIfItHadNotBegun(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	require.ErrorIs(t, h.CancelFactor(t.Context(), token), identity.ErrFactorStep)
	require.NoError(t, h.BeginFactor(t.Context(), token, emmasPassword))
	require.NoError(t, h.CancelFactor(t.Context(), token))
	account, err := h.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.Equal(t, identity.Factor{}, account.Factor)
}

// Checklist 52 for the second factor: the half session opens nothing, at any desk.
func TestSecondFactor_APasswordAloneOpensNothing(t *testing.T) {
	e := enrol(t)
	token := e.half(t)
	for name, try := range map[string]func() error{
		"who":      func() error { _, err := e.Who(t.Context(), token); return err },
		"password": func() error { return e.ChangePassword(t.Context(), token, emmasPassword, newPassword) },
		"must":     func() error { _, err := e.MustChange(t.Context(), token); return err },
		"policy":   func() error { _, err := e.PasswordPolicy(t.Context(), token); return err },
		"factor":   func() error { _, err := e.Factor(t.Context(), token); return err },
		"begin":    func() error { return e.BeginFactor(t.Context(), token, emmasPassword) },
		"cancel":   func() error { return e.CancelFactor(t.Context(), token) },
		"confirm":  func() error { _, _, err := e.ConfirmFactor(t.Context(), token, e.code()); return err },
		"off": func() error {
			_, err := e.TurnFactorOff(t.Context(), token, emmasPassword, identity.Proof{Code: e.code()})
			return err
		},
		"new codes": func() error {
			_, _, err := e.RenewRecoveryCodes(t.Context(), token, emmasPassword, identity.Proof{Code: e.code()})
			return err
		},
	} {
		require.ErrorIs(t, try(), identity.ErrSecondFactor, name)
	}
	e.right(t, token, e.code())
}

// Checklist 77: the token of the half session is dead once the factor was shown.
func TestSecondFactor_ShowingItGivesAnotherToken(t *testing.T) {
	e := enrol(t)
	half := e.half(t)
	next := e.right(t, half, e.code())
	require.NotEqual(t, half, next)
	e.ended(t, half)
	e.wrong(t, half, e.code(), identity.ErrNoSession)
	e.wrong(t, next, e.code(), identity.ErrNoSession) // it waits for nothing
	e.live(t, next)
	account, err := e.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.Equal(t, e.now, account.LastOpened)
}

func TestSecondFactor_ACodeOpensOneSession(t *testing.T) {
	e := enrol(t)
	code := e.code()
	e.right(t, e.half(t), code)
	e.wrong(t, e.half(t), code, identity.ErrFactorCode)
	e.now = e.now.Add(30 * time.Second)
	e.wrong(t, e.half(t), code, identity.ErrFactorCode)
	e.right(t, e.half(t), e.code())
}

// Checklist 7: of the same code shown at the same instant, one is accepted.
func TestSecondFactor_OfManyAtOnceOneWins(t *testing.T) {
	for name, typed := range map[string]func(*enrolled) string{
		"a code":          func(e *enrolled) string { return e.code() },
		"a recovery code": func(e *enrolled) string { return e.codes[3].Reveal() },
	} {
		t.Run(name, func(t *testing.T) {
			e := enrol(t)
			var halves [4]string
			for i := range halves {
				halves[i] = e.half(t)
			}
			code := typed(e)
			var won, lost int
			var both sync.Mutex
			var all sync.WaitGroup
			for _, token := range halves {
				all.Go(func() {
					_, _, err := e.ShowFactor(t.Context(), token, identity.Proof{Code: code})
					both.Lock()
					defer both.Unlock()
					switch {
					case err == nil:
						won++
					case errors.Is(err, identity.ErrFactorCode):
						lost++
					}
				})
			}
			all.Wait()
			require.Equal(t, 1, won)
			require.Equal(t, 3, lost)
		})
	}
}

func TestSecondFactor_TheHalfSessionLivesTenMinutes(t *testing.T) {
	e := enrol(t)
	token, late := e.half(t), e.half(t)
	e.now = e.now.Add(5 * time.Minute)
	e.wrong(t, token, "000000", identity.ErrFactorCode) // which does not keep it open
	e.now = e.now.Add(5*time.Minute - time.Microsecond)
	e.right(t, token, e.code())
	e.now = e.now.Add(time.Microsecond)
	e.wrong(t, late, e.code(), identity.ErrNoSession)
	e.ended(t, late)
}

// Wrong codes wait as wrong passwords do, over all sessions; a right password gives no
// more guesses, and a right code begins anew.
func TestSecondFactor_WrongCodesAreThrottled(t *testing.T) {
	e := enrol(t)
	for range 4 {
		e.wrong(t, e.half(t), "000000", identity.ErrFactorCode)
	}
	token := e.half(t)
	e.wrong(t, token, "000000", identity.ErrFactorCode)
	e.wrong(t, token, e.code(), identity.ErrThrottled)
	e.wrong(t, e.half(t), e.code(), identity.ErrThrottled)
	_, err := e.TurnFactorOff(t.Context(), e.token, emmasPassword, identity.Proof{Code: e.code()})
	require.ErrorIs(t, err, identity.ErrThrottled)
	e.now = e.now.Add(time.Minute)
	e.right(t, token, e.code())
	e.now = e.now.Add(time.Minute)
	e.wrong(t, e.half(t), "000000", identity.ErrFactorCode)
	e.right(t, e.half(t), e.code())
}

// Checklist 62: a recovery code is let in whoever guesses, and wrong passwords keep
// nobody from the second step.
func TestSecondFactor_NobodyIsLockedOutBySomebodyElse(t *testing.T) {
	e := enrol(t)
	token, other := e.half(t), e.half(t)
	for range 5 {
		e.refused(t, "emma", "wrong", identity.ErrSignIn)
	}
	e.refused(t, "emma", emmasPassword, identity.ErrThrottled)
	// No login is what wrong codes are counted under.
	for range 6 {
		_, _, _ = e.SignIn(t.Context(), "otpq", "SECOND FACTOR a-1", "wrong")
	}
	e.right(t, token, e.code())
	for range 5 {
		e.wrong(t, other, "000000", identity.ErrFactorCode)
	}
	e.wrong(t, other, "000000", identity.ErrThrottled)
	e.right(t, other, e.codes[0].Reveal())
}

func TestSecondFactor_RightPasswordsAreNoFailures(t *testing.T) {
	e := enrol(t)
	for range 20 {
		e.half(t)
	}
	e.right(t, e.half(t), e.code())
}

// Checklist 14 and 17.
func TestSecondFactor_FiftyWrongCodesAndTheApplicationIsOff(t *testing.T) {
	e := enrol(t)
	for range 50 {
		e.now = e.now.Add(15 * time.Minute)
		e.wrong(t, e.half(t), "000000", identity.ErrFactorCode)
	}
	e.now = e.now.Add(24 * time.Hour)
	e.wrong(t, e.half(t), e.code(), identity.ErrThrottled)
	next := e.right(t, e.half(t), e.codes[0].Reveal())
	view, err := e.Factor(t.Context(), next)
	require.NoError(t, err)
	require.False(t, view.Off)
	e.right(t, e.half(t), e.code())
}

// Checklist 70: recovery codes have 64 bits, are used once, are kept as digests, and
// their use is told to the holder.
func TestSecondFactor_RecoveryCodes(t *testing.T) {
	e := enrol(t)
	require.Len(t, e.codes, 10)
	seen := map[string]bool{}
	account, err := e.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	kept, err := json.Marshal(account)
	require.NoError(t, err)
	for _, code := range e.codes {
		require.Regexp(t, "^([0-9a-hjkmnp-tv-z]{6}-){3}[0-9a-hjkmnp-tv-z]{6}$", code.Reveal(), "24 symbols of five bits")
		require.False(t, seen[code.Reveal()])
		seen[code.Reveal()] = true
		require.NotContains(t, string(kept), code.Reveal())
		require.NotContains(t, string(kept), strings.ReplaceAll(code.Reveal(), "-", ""))
		requireHidden(t, code, code.Reveal())
	}
	e.right(t, e.half(t), " "+strings.ToUpper(e.codes[4].Reveal()))
	e.wrong(t, e.half(t), e.codes[4].Reveal(), identity.ErrFactorCode)
	require.Equal(t, []identity.MessageKind{identity.RecoveryUsed, identity.FactorTurnedOn}, e.kinds(t))
	next := e.right(t, e.half(t), e.code())
	view, err := e.Factor(t.Context(), next)
	require.NoError(t, err)
	require.Equal(t, 9, view.Codes)
}

func TestSecondFactor_NewRecoveryCodesKillTheFormer(t *testing.T) {
	e := enrol(t)
	_, _, err := e.RenewRecoveryCodes(t.Context(), e.token, "wrong", identity.Proof{Code: e.code()})
	require.ErrorIs(t, err, identity.ErrPasswordWrong)
	_, _, err = e.RenewRecoveryCodes(t.Context(), e.token, emmasPassword, identity.Proof{Code: "000000"})
	require.ErrorIs(t, err, identity.ErrFactorCode)
	next, codes, err := e.RenewRecoveryCodes(t.Context(), e.token, emmasPassword, identity.Proof{Code: e.code()})
	require.NoError(t, err)
	require.Len(t, codes, 10)
	e.ended(t, e.token)
	e.live(t, next)
	for _, former := range e.codes[:2] {
		e.wrong(t, e.half(t), former.Reveal(), identity.ErrFactorCode)
	}
	e.right(t, e.half(t), codes[0].Reveal())
	require.Contains(t, e.kinds(t), identity.RecoveryRenewed)
}

func TestSecondFactor_TurningItOffNeedsThePasswordAndACode(t *testing.T) {
	e := enrol(t)
	for _, c := range []struct {
		password, code string
		want           error
	}{{"wrong", e.code(), identity.ErrPasswordWrong}, {emmasPassword, "000000", identity.ErrFactorCode}, {emmasPassword, "", identity.ErrFactorCode}} {
		_, err := e.TurnFactorOff(t.Context(), e.token, c.password, identity.Proof{Code: c.code})
		require.ErrorIs(t, err, c.want)
	}
	next, err := e.TurnFactorOff(t.Context(), e.token, emmasPassword, identity.Proof{Code: e.code()})
	require.NoError(t, err)
	e.ended(t, e.token)
	e.live(t, next)
	e.signIn(t, "emma", emmasPassword)
	require.Equal(t, []identity.MessageKind{identity.FactorTurnedOff, identity.FactorTurnedOn}, e.kinds(t))
	_, err = e.TurnFactorOff(t.Context(), next, emmasPassword, identity.Proof{Code: e.code()})
	require.ErrorIs(t, err, identity.ErrFactorStep)
}

// A thief of a session who knows the password has no more guesses of the code for it.
func TestSecondFactor_GuessesInASessionAreThrottledToo(t *testing.T) {
	e := enrol(t)
	for range 5 {
		_, err := e.TurnFactorOff(t.Context(), e.token, emmasPassword, identity.Proof{Code: "000000"})
		require.ErrorIs(t, err, identity.ErrFactorCode)
	}
	_, err := e.TurnFactorOff(t.Context(), e.token, emmasPassword, identity.Proof{Code: e.code()})
	require.ErrorIs(t, err, identity.ErrThrottled)
}

// Checklist 71: neither a temporary password nor linking the account again skips the
// factor.
func TestSecondFactor_ANewPasswordDoesNotSkipIt(t *testing.T) {
	e := enrol(t)
	require.NoError(t, e.RequestTemporary(t.Context(), "otpq", "emma"))
	token, _, err := e.SignIn(t.Context(), "otpq", "emma", e.newest(t, identity.TemporaryPassword).Secret)
	require.NoError(t, err)
	_, err = e.Who(t.Context(), token)
	require.ErrorIs(t, err, identity.ErrMustChange)
	require.ErrorIs(t, e.BeginFactor(t.Context(), token, emmasPassword), identity.ErrMustChange)
	_, err = e.TurnFactorOff(t.Context(), token, emmasPassword, identity.Proof{Code: e.code()})
	require.ErrorIs(t, err, identity.ErrMustChange)
	require.NoError(t, e.ChangePassword(t.Context(), token, "", newPassword))
	e.ended(t, token)
	half, _, err := e.SignIn(t.Context(), "otpq", "emma", newPassword)
	require.ErrorIs(t, err, identity.ErrSecondFactor)
	e.right(t, half, e.code())

	e.now = e.now.Add(time.Minute)
	flow, ticket := e.choosing(t)
	require.NoError(t, e.SetPassword(t.Context(), "otpq", flow, ticket, "le bateau dort au quai"))
	half, _, err = e.SignIn(t.Context(), "otpq", "emma", "le bateau dort au quai")
	require.ErrorIs(t, err, identity.ErrSecondFactor)
	// Checklist 72: the code by e-mail is no second factor.
	e.now = e.now.Add(2 * time.Minute)
	flow = e.start(t, "emma@example.org")
	require.NoError(t, e.SendCode(t.Context(), "otpq", flow))
	letter := e.newest(t, identity.LinkingCode)
	e.wrong(t, half, letter.Secret, identity.ErrFactorCode)
	e.right(t, half, e.code())
}

// A half session is ended by whatever ends every session.
func TestSecondFactor_ANewPasswordEndsHalfSessions(t *testing.T) {
	e := enrol(t)
	half := e.half(t)
	require.NoError(t, e.ChangePassword(t.Context(), e.token, emmasPassword, newPassword))
	e.wrong(t, half, e.code(), identity.ErrNoSession)
}

// Checklist 31: eight characters are enough beside a second factor, where the
// organisation says so; the factor then stays until a longer password is set.
func TestSecondFactor_EightCharactersAreEnoughBesideIt(t *testing.T) {
	const short = "kvq zwmf"
	shorter := func(t *testing.T, h *house) {
		_, err := h.store.ChangeOrganisation(t.Context(), "otpq", func(o identity.Organisation) (identity.Organisation, error) {
			o.ShorterWithFactor = true
			return o, nil
		})
		require.NoError(t, err)
	}
	h := open(t)
	shorter(t, h)
	token, _ := h.signIn(t, "emma", emmasPassword)
	require.ErrorIs(t, h.ChangePassword(t.Context(), token, emmasPassword, short), identity.ErrPasswordShort, "without a factor")

	e := enrol(t)
	require.ErrorIs(t, e.ChangePassword(t.Context(), e.token, emmasPassword, short), identity.ErrPasswordShort, "where the organisation says nothing")
	shorter(t, e.house)
	require.ErrorIs(t, e.ChangePassword(t.Context(), e.token, emmasPassword, short[:7]), identity.ErrPasswordShorter)
	policy, err := e.PasswordPolicy(t.Context(), e.token)
	require.NoError(t, err)
	require.Equal(t, 8, policy.Least())
	require.NoError(t, e.ChangePassword(t.Context(), e.token, emmasPassword, short))

	half, _, err := e.SignIn(t.Context(), "otpq", "emma", short)
	require.ErrorIs(t, err, identity.ErrSecondFactor)
	next := e.right(t, half, e.code())
	e.now = e.now.Add(30 * time.Second)
	_, err = e.TurnFactorOff(t.Context(), next, short, identity.Proof{Code: e.code()})
	require.ErrorIs(t, err, identity.ErrPasswordFirst)
	require.NoError(t, e.ChangePassword(t.Context(), next, short, newPassword), "nor was the code used")
	half, _, err = e.SignIn(t.Context(), "otpq", "emma", newPassword)
	require.ErrorIs(t, err, identity.ErrSecondFactor)
	next = e.right(t, half, e.code())
	e.now = e.now.Add(30 * time.Second)
	_, err = e.TurnFactorOff(t.Context(), next, newPassword, identity.Proof{Code: e.code()})
	require.NoError(t, err)
}

// "This was not me" takes the password back, and leaves the factor: who reads the mailbox
// alone does not turn it off.
func TestSecondFactor_DisownedItStays(t *testing.T) {
	e := enrol(t)
	letter := e.newest(t, identity.FactorTurnedOn)
	require.Equal(t, "emma@example.org", letter.To)
	require.Equal(t, map[string]string{"name": "Emma Gélinas", "account": "a-1"}, letter.Values)
	require.NoError(t, e.DisownPassword(t.Context(), "otpq", "a-1", letter.Secret))
	e.ended(t, e.token)
	e.refused(t, "emma", emmasPassword, identity.ErrSignIn)
	account, err := e.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.True(t, account.Factor.On())
}

// What is kept of the secret is of no use without the key, nor in another account.
func TestSecondFactor_TheSecretIsSealed(t *testing.T) {
	e := enrol(t)
	account, err := e.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	kept, err := json.Marshal(account)
	require.NoError(t, err)
	require.NotContains(t, string(kept), strings.ReplaceAll(e.seed.Text().Reveal(), " ", ""))

	_, err = e.store.ChangeAccount(t.Context(), "otpq", "a-2", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Factor = account.Factor
		return a, nil, nil
	})
	require.NoError(t, err)
	moved, _, err := e.SignIn(t.Context(), "otpq", "staff", staffsPassword)
	require.ErrorIs(t, err, identity.ErrSecondFactor)
	e.now = e.now.Add(time.Minute)
	_, _, err = e.ShowFactor(t.Context(), moved, identity.Proof{Code: e.code()})
	require.ErrorContains(t, err, "authentication failed")

	e.Key = []byte("another key of thirty-two bytes!")
	half := e.half(t)
	_, _, err = e.ShowFactor(t.Context(), half, identity.Proof{Code: e.code()})
	require.ErrorContains(t, err, "authentication failed")
	e.right(t, half, e.codes[9].Reveal()) // recovery codes need no key
}

func TestSecondFactor_NoneWithoutRandomness(t *testing.T) {
	h := open(t)
	h.Key = []byte("a key of thirty-two bytes or so!")
	token, _ := h.signIn(t, "emma", emmasPassword)
	broken := errors.New("broken")
	h.Random = iotest.ErrReader(broken)
	require.ErrorIs(t, h.BeginFactor(t.Context(), token, emmasPassword), broken)
	h.Random = strings.NewReader(strings.Repeat("x", 25)) // enough for a secret, not to seal it
	require.Error(t, h.BeginFactor(t.Context(), token, emmasPassword))
	account, err := h.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.Equal(t, identity.Factor{}, account.Factor)
}
