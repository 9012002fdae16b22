package identity_test

import (
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/passkey"
	"github.com/goodstanding/goodstanding/adapters/passkey/passkeytest"
	"github.com/goodstanding/goodstanding/identity"
)

const atAddress = "https://portail.example.org"

// withPasskeys has the directory speak with browsers.
func (h *house) withPasskeys(t *testing.T) *house {
	t.Helper()
	site, err := passkey.At(atAddress, "Portail")
	require.NoError(t, err)
	h.Passkeys, err = passkey.New(site)
	require.NoError(t, err)
	return h
}

// device is an authenticator at the address.
func device(t *testing.T) *passkeytest.Authenticator {
	return passkeytest.New(t, "portail.example.org", atAddress)
}

// add adds the passkey of a device in a session, and returns its next token and the
// recovery codes.
func (h *house) add(t *testing.T, token, password, name string, phone *passkeytest.Authenticator) (string, []identity.Secret) {
	t.Helper()
	require.NoError(t, h.BeginPasskey(t.Context(), token, name, password))
	called, asked, err := h.PasskeyAsked(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, name, called)
	next, codes, err := h.AddPasskey(t.Context(), token, phone.Create(asked))
	require.NoError(t, err)
	return next, codes
}

// keyholder is emma with a passkey and no application; the clock is a minute later.
type keyholder struct {
	*enrolled
	phone *passkeytest.Authenticator
}

func holdKey(t *testing.T) *keyholder {
	t.Helper()
	h := open(t).withPasskeys(t)
	h.Key = []byte("a key of thirty-two bytes or so!")
	token, _ := h.signIn(t, "emma", emmasPassword)
	k := &keyholder{&enrolled{house: h}, device(t)}
	k.token, k.codes = h.add(t, token, emmasPassword, "Téléphone", k.phone)
	h.now = h.now.Add(time.Minute)
	return k
}

// shown is what the phone answers in a session.
func (k *keyholder) shown(t *testing.T, token string) identity.Proof {
	t.Helper()
	asked, err := k.AskPasskey(t.Context(), token)
	require.NoError(t, err)
	return identity.Proof{Passkey: k.phone.Get(asked)}
}

// refusedKey requires that what the phone answers opens nothing.
func (k *keyholder) refusedKey(t *testing.T, token string, proof identity.Proof, want error) {
	t.Helper()
	next, actor, err := k.ShowFactor(t.Context(), token, proof)
	require.ErrorIs(t, err, want)
	require.Empty(t, next)
	require.Equal(t, identity.Actor{}, actor)
}

func TestPasskey_TheFirstTurnsTheSecondFactorOn(t *testing.T) {
	h := open(t).withPasskeys(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	other, _ := h.signIn(t, "emma", emmasPassword)
	require.ErrorIs(t, h.BeginPasskey(t.Context(), token, "Téléphone", "wrong"), identity.ErrPasswordWrong)
	require.ErrorIs(t, h.BeginPasskey(t.Context(), token, " ", emmasPassword), identity.ErrPasskeyName)
	_, _, err := h.PasskeyAsked(t.Context(), token)
	require.ErrorIs(t, err, identity.ErrPasskeyChallenge)
	phone := device(t)
	next, codes := h.add(t, token, emmasPassword, "Téléphone", phone)
	require.Len(t, codes, 10)
	h.ended(t, token)
	h.ended(t, other)
	h.live(t, next)
	view, err := h.Factor(t.Context(), next)
	require.NoError(t, err)
	require.True(t, view.On())
	require.Equal(t, identity.FactorNone, view.State)
	require.Equal(t, 10, view.Codes)
	require.Len(t, view.Keys, 1)
	require.Equal(t, "Téléphone", view.Keys[0].Name)
	require.Equal(t, noon, view.Keys[0].Created)
	require.True(t, view.Keys[0].Used.IsZero())
	require.Len(t, phone.Handle, 32)
	require.NotContains(t, string(phone.Handle), "emma")
	letter := h.newest(t, identity.PasskeyAdded)
	require.Equal(t, "emma@example.org", letter.To)
	require.NoError(t, h.DisownPassword(t.Context(), "otpq", "a-1", letter.Secret), "“this was not me”")
	h.ended(t, next)

	second, more := holdKey(t), device(t)
	_, codes = second.add(t, second.token, emmasPassword, "Clé USB", more)
	require.Empty(t, codes, "those of the first are good still")
	require.Equal(t, second.phone.Handle, more.Handle, "one account, one handle")
}

func TestPasskey_OpensASession(t *testing.T) {
	k := holdKey(t)
	token := k.half(t)
	offer, err := k.OfferFactor(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, identity.FactorOffer{Passkey: true}, offer)
	next, actor, err := k.ShowFactor(t.Context(), token, k.shown(t, token))
	require.NoError(t, err)
	require.Equal(t, identity.AccountID("a-1"), actor.Account)
	k.ended(t, token)
	k.live(t, next)
	view, err := k.Factor(t.Context(), next)
	require.NoError(t, err)
	require.Equal(t, k.now, view.Keys[0].Used)
	require.Equal(t, uint32(2), view.Keys[0].Counter)
	account, err := k.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.Equal(t, k.now, account.LastOpened)
	require.Empty(t, account.Factor.Ceremonies)

	half := k.half(t)
	k.wrong(t, half, "000000", identity.ErrFactorCode)
	k.right(t, half, k.codes[0].Reveal())
}

// What the adapter's tests refuse is refused at the desk, uses the challenge, and is noted.
func TestPasskey_AWrongAnswerUsesTheChallenge(t *testing.T) {
	for name, c := range map[string]struct {
		wrong func(*passkeytest.Authenticator)
		want  error
		why   identity.Reason
	}{
		"another address": {func(p *passkeytest.Authenticator) { p.Origin = "https://portail.example.com" }, identity.ErrPasskey, "wrong"},
		"unverified":      {func(p *passkeytest.Authenticator) { p.Unverified = true }, identity.ErrPasskey, "wrong"},
		"nobody's":        {func(p *passkeytest.Authenticator) { p.ID = []byte("another") }, identity.ErrPasskeyUnknown, "unknown-passkey"},
		"a counter back":  {func(p *passkeytest.Authenticator) { p.Counter = 0 }, identity.ErrPasskeyCounter, "counter-back"},
	} {
		t.Run(name, func(t *testing.T) {
			k, kept := holdKey(t), new(memory.Trail)
			k.Trail = kept
			token := k.half(t)
			good := *k.phone
			c.wrong(k.phone)
			k.refusedKey(t, token, k.shown(t, token), c.want)
			e := event(identity.EventPasskeyShown, identity.OutcomeRefused, c.why, "", "a-1")
			e.At = k.now
			require.Equal(t, e, latest(t, kept, identity.EventPasskeyShown))
			k.phone = &good
			asked, err := k.AskPasskey(t.Context(), token)
			require.NoError(t, err)
			answer := identity.Proof{Passkey: k.phone.Get(asked)}
			k.refusedKey(t, token, identity.Proof{Passkey: []byte("{}")}, identity.ErrPasskey)
			k.refusedKey(t, token, answer, identity.ErrPasskeyChallenge)
			_, _, err = k.ShowFactor(t.Context(), token, k.shown(t, token))
			require.NoError(t, err, "nobody is locked out")
			e.Actor, e.Outcome, e.Reason = "a-1", identity.OutcomeDone, ""
			require.Equal(t, e, latest(t, kept, identity.EventPasskeyShown))
		})
	}
}

// A challenge is for the session that it was drawn in, and no answer opens two.
func TestPasskey_AnAnswerElsewhereOrAgainIsRefused(t *testing.T) {
	k := holdKey(t)
	mine, theirs := k.half(t), k.half(t)
	answer := k.shown(t, mine)
	k.refusedKey(t, theirs, answer, identity.ErrPasskeyChallenge)
	_, err := k.AskPasskey(t.Context(), theirs)
	require.NoError(t, err)
	k.refusedKey(t, theirs, answer, identity.ErrPasskey)
	next, _, err := k.ShowFactor(t.Context(), mine, answer)
	require.NoError(t, err)
	k.refusedKey(t, mine, answer, identity.ErrNoSession)
	_, err = k.TurnFactorOff(t.Context(), next, emmasPassword, answer)
	require.ErrorIs(t, err, identity.ErrPasskeyChallenge)

	late := k.half(t)
	answer = k.shown(t, late)
	k.now = k.now.Add(identity.PasskeyLife)
	k.refusedKey(t, late, answer, identity.ErrPasskeyChallenge)

	// The challenge of one purpose is none of the other's.
	require.NoError(t, k.BeginPasskey(t.Context(), next, "Clé", emmasPassword))
	_, asked, err := k.PasskeyAsked(t.Context(), next)
	require.NoError(t, err)
	_, err = k.RemovePasskey(t.Context(), next, "key", emmasPassword, identity.Proof{Passkey: k.phone.Get(asked)})
	require.ErrorIs(t, err, identity.ErrPasskeyChallenge)
}

// Checklist 7: of one answer sent many times at the same instant, one is accepted.
func TestPasskey_OfManyAtOnceOneWins(t *testing.T) {
	k := holdKey(t)
	token := k.half(t)
	answer := k.shown(t, token)
	var won int
	var both sync.Mutex
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, _, err := k.ShowFactor(t.Context(), token, answer); err == nil {
				both.Lock()
				defer both.Unlock()
				won++
			}
		})
	}
	all.Wait()
	require.Equal(t, 1, won)
}

// A half session asks for a passkey and adds none; one of another account asks for none of
// hers.
func TestPasskey_APasswordAloneAddsNone(t *testing.T) {
	k := holdKey(t)
	half := k.half(t)
	require.ErrorIs(t, k.BeginPasskey(t.Context(), half, "Clé", emmasPassword), identity.ErrSecondFactor)
	_, _, err := k.AddPasskey(t.Context(), half, nil)
	require.ErrorIs(t, err, identity.ErrSecondFactor)
	require.ErrorIs(t, k.RenamePasskey(t.Context(), half, "key", "Clé"), identity.ErrSecondFactor)
	_, err = k.RemovePasskey(t.Context(), half, "key", emmasPassword, identity.Proof{})
	require.ErrorIs(t, err, identity.ErrSecondFactor)
	staff, _ := k.signIn(t, "staff", staffsPassword)
	_, err = k.AskPasskey(t.Context(), staff)
	require.ErrorIs(t, err, identity.ErrFactorStep)
	view, err := k.Factor(t.Context(), k.token)
	require.NoError(t, err)
	require.ErrorIs(t, k.RenamePasskey(t.Context(), staff, view.Keys[0].Short(), "Clé"), identity.ErrNotFound)
	_, err = k.OfferFactor(t.Context(), k.token)
	require.ErrorIs(t, err, identity.ErrNoSession)
}

// Another person's passkey, moved to the account in the store, opens nothing: its holder's
// handle is another.
func TestPasskey_IsOfOneAccount(t *testing.T) {
	k := holdKey(t)
	staff, _ := k.signIn(t, "staff", staffsPassword)
	theirs := device(t)
	k.add(t, staff, staffsPassword, "Clé", theirs)
	token := k.half(t)
	asked, err := k.AskPasskey(t.Context(), token)
	require.NoError(t, err)
	k.refusedKey(t, token, identity.Proof{Passkey: theirs.Get(asked)}, identity.ErrPasskeyUnknown)
	theirs.ID = k.phone.ID
	asked, err = k.AskPasskey(t.Context(), token)
	require.NoError(t, err)
	k.refusedKey(t, token, identity.Proof{Passkey: theirs.Get(asked)}, identity.ErrPasskey)
}

func TestPasskey_RenamedAndTakenAway(t *testing.T) {
	k := holdKey(t)
	usb := device(t)
	token, _ := k.add(t, k.token, emmasPassword, "Clé USB", usb)
	view, err := k.Factor(t.Context(), token)
	require.NoError(t, err)
	phone, second := view.Keys[0].Short(), view.Keys[1].Short()
	require.ErrorIs(t, k.RenamePasskey(t.Context(), token, phone, ""), identity.ErrPasskeyName)
	require.NoError(t, k.RenamePasskey(t.Context(), token, phone, " Ancien téléphone "))

	for _, c := range []struct {
		password string
		proof    identity.Proof
		want     error
	}{
		{"wrong", identity.Proof{Code: k.codes[0].Reveal()}, identity.ErrPasswordWrong},
		{emmasPassword, identity.Proof{}, identity.ErrFactorCode},
		{emmasPassword, identity.Proof{Passkey: []byte("{}")}, identity.ErrPasskeyChallenge},
	} {
		_, err := k.RemovePasskey(t.Context(), token, second, c.password, c.proof)
		require.ErrorIs(t, err, c.want)
	}
	_, err = k.RemovePasskey(t.Context(), token, "nothing", emmasPassword, k.shown(t, token))
	require.ErrorIs(t, err, identity.ErrNotFound)
	next, err := k.RemovePasskey(t.Context(), token, second, emmasPassword, k.shown(t, token))
	require.NoError(t, err)
	k.ended(t, token)
	view, err = k.Factor(t.Context(), next)
	require.NoError(t, err)
	require.Len(t, view.Keys, 1)
	require.Equal(t, "Ancien téléphone", view.Keys[0].Name)
	require.Equal(t, 10, view.Codes)
	require.Contains(t, k.kinds(t), identity.PasskeyRemoved)

	next, err = k.RemovePasskey(t.Context(), next, phone, emmasPassword, identity.Proof{Code: k.codes[0].Reveal()})
	require.NoError(t, err)
	k.live(t, next)
	k.signIn(t, "emma", emmasPassword)
	require.Equal(t, identity.FactorTurnedOff, k.newest(t, identity.FactorTurnedOff).Kind)
}

func TestPasskey_BesideAnApplicationAtTheDesk(t *testing.T) {
	e := enrol(t)
	e.withPasskeys(t)
	k := &keyholder{e, device(t)}
	token, codes := k.add(t, k.token, emmasPassword, "Téléphone", k.phone)
	require.Empty(t, codes)
	half := k.half(t)
	offer, err := k.OfferFactor(t.Context(), half)
	require.NoError(t, err)
	require.Equal(t, identity.FactorOffer{Application: true, Passkey: true}, offer)
	k.right(t, half, k.code())

	// Wrong codes keep nobody from the passkey, which makes no wrong code forgotten.
	half = k.half(t)
	for range 5 {
		k.wrong(t, half, "000000", identity.ErrFactorCode)
	}
	k.wrong(t, half, k.code(), identity.ErrThrottled)
	_, _, err = k.ShowFactor(t.Context(), half, k.shown(t, half))
	require.NoError(t, err)
	k.wrong(t, k.half(t), k.code(), identity.ErrThrottled)

	token, err = k.TurnFactorOff(t.Context(), token, emmasPassword, k.shown(t, token))
	require.NoError(t, err)
	require.Contains(t, k.kinds(t), identity.ApplicationRemoved)
	require.NotContains(t, k.kinds(t), identity.FactorTurnedOff)
	view, err := k.Factor(t.Context(), token)
	require.NoError(t, err)
	require.True(t, view.On())
	require.Equal(t, 10, view.Codes)

	// And an application beside a passkey brings no other codes.
	require.NoError(t, k.BeginFactor(t.Context(), token, emmasPassword))
	view, err = k.Factor(t.Context(), token)
	require.NoError(t, err)
	token, codes, err = k.ConfirmFactor(t.Context(), token, view.Seed.Code(k.now).Reveal())
	require.NoError(t, err)
	require.Empty(t, codes)
	require.Contains(t, k.kinds(t), identity.ApplicationAdded)
	_, codes, err = k.RenewRecoveryCodes(t.Context(), token, emmasPassword, k.shown(t, token))
	require.NoError(t, err)
	require.Len(t, codes, 10)
}

// Checklist 31: the last factor stays while the password is one that may not stand alone.
func TestPasskey_TheLastStaysBesideAShortPassword(t *testing.T) {
	const short = "kvq zwmf"
	k := holdKey(t)
	_, err := k.store.ChangeOrganisation(t.Context(), "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.ShorterWithFactor = true
		return o, nil
	})
	require.NoError(t, err)
	require.NoError(t, k.ChangePassword(t.Context(), k.token, emmasPassword, short))
	half, _, err := k.SignIn(t.Context(), "otpq", "emma", short)
	require.ErrorIs(t, err, identity.ErrSecondFactor)
	next, _, err := k.ShowFactor(t.Context(), half, k.shown(t, half))
	require.NoError(t, err)
	view, err := k.Factor(t.Context(), next)
	require.NoError(t, err)
	_, err = k.RemovePasskey(t.Context(), next, view.Keys[0].Short(), short, k.shown(t, next))
	require.ErrorIs(t, err, identity.ErrPasswordFirst)
	next, _ = k.add(t, next, short, "Clé", device(t))
	_, err = k.RemovePasskey(t.Context(), next, view.Keys[0].Short(), short, k.shown(t, next))
	require.NoError(t, err, "another is left")
}

// Without who speaks with browsers there are no passkeys, and those that there are stay:
// recovery codes open the account.
func TestPasskey_NobodyToSpeakWithBrowsers(t *testing.T) {
	k := holdKey(t)
	k.Passkeys = nil
	half := k.half(t)
	offer, err := k.OfferFactor(t.Context(), half)
	require.NoError(t, err)
	require.Equal(t, identity.FactorOffer{}, offer)
	_, err = k.AskPasskey(t.Context(), half)
	require.ErrorIs(t, err, identity.ErrNotFound)
	k.refusedKey(t, half, identity.Proof{Passkey: []byte("{}")}, identity.ErrNotFound)
	require.ErrorIs(t, k.BeginPasskey(t.Context(), k.token, "Clé", emmasPassword), identity.ErrNotFound)
	k.right(t, half, k.codes[0].Reveal())
}

func TestPasskey_NoneWithoutRandomness(t *testing.T) {
	k := holdKey(t)
	half := k.half(t)
	broken := errors.New("broken")
	k.Random = iotest.ErrReader(broken)
	_, err := k.AskPasskey(t.Context(), half)
	require.ErrorIs(t, err, broken)
	require.ErrorIs(t, k.BeginPasskey(t.Context(), k.token, "Clé", emmasPassword), broken)
}

// Given up, a passkey is as if it had not begun.
func TestPasskey_GivenUp(t *testing.T) {
	k := holdKey(t)
	before, err := k.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.NoError(t, k.BeginPasskey(t.Context(), k.token, "Clé", emmasPassword))
	_, asked, err := k.PasskeyAsked(t.Context(), k.token)
	require.NoError(t, err)
	require.NoError(t, k.CancelPasskey(t.Context(), k.token))
	_, _, err = k.AddPasskey(t.Context(), k.token, device(t).Create(asked))
	require.ErrorIs(t, err, identity.ErrPasskeyChallenge)
	after, err := k.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.Equal(t, before.Factor, after.Factor)
	text, err := json.Marshal(after)
	require.NoError(t, err)
	require.NotContains(t, string(text), "ceremonies")
}
