package identity_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

const newPassword = "le canard traverse la rue"

// letters are the messages written so far, the oldest first.
func (h *house) letters(t *testing.T) []identity.Message {
	t.Helper()
	all, err := h.outbox.Messages(t.Context(), "otpq", 1000)
	require.NoError(t, err)
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all
}

// last is the letter that was written last; there are n.
func (h *house) last(t *testing.T, n int) identity.Message {
	t.Helper()
	all := h.letters(t)
	require.Len(t, all, n)
	return all[n-1]
}

// start begins a flow and asks for a code.
func (h *house) start(t *testing.T, address string) (browser string) {
	t.Helper()
	browser, err := h.StartLinking(t.Context(), "otpq", address)
	require.NoError(t, err)
	require.NoError(t, h.SendCode(t.Context(), "otpq", browser))
	return browser
}

func (h *house) state(t *testing.T, browser string) identity.FlowState {
	t.Helper()
	f, err := h.Linking(t.Context(), "otpq", browser)
	require.NoError(t, err)
	return f.State
}

// choosing goes all the way to the page of the password.
func (h *house) choosing(t *testing.T) (browser, ticket string) {
	t.Helper()
	browser = h.start(t, "emma@example.org")
	all := h.letters(t)
	ticket, err := h.VerifyCode(t.Context(), "otpq", browser, all[len(all)-1].Secret)
	require.NoError(t, err)
	require.NoError(t, h.ContinueLinking(t.Context(), "otpq", browser))
	return browser, ticket
}

func TestL3toL8_FromTheAddressToANewPassword(t *testing.T) {
	h := open(t)
	open, _ := h.signIn(t, "emma", emmasPassword)
	browser, err := h.StartLinking(t.Context(), "otpq", " Emma@Example.ORG ")
	require.NoError(t, err)
	require.Equal(t, identity.FlowEntered, h.state(t, browser))
	require.Empty(t, h.letters(t))

	require.NoError(t, h.SendCode(t.Context(), "otpq", browser))
	letter := h.last(t, 1)
	require.Equal(t, identity.LinkingCode, letter.Kind)
	require.Equal(t, "emma@example.org", letter.To)
	require.Equal(t, identity.English, letter.Language)
	require.Regexp(t, `^[0-9]{8}$`, letter.Secret)
	require.Equal(t, "Emma Gélinas", letter.Values["name"])
	for _, value := range letter.Values {
		require.NotContains(t, value, letter.Secret)
	}

	h.now = h.now.Add(5 * time.Minute)
	ticket, err := h.VerifyCode(t.Context(), "otpq", browser, identity.ShowCode(letter.Secret))
	require.NoError(t, err)
	require.Equal(t, identity.FlowVerified, h.state(t, browser))
	require.NoError(t, h.ContinueLinking(t.Context(), "otpq", browser))
	h.signIn(t, "emma", emmasPassword) // nothing has changed yet
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	require.Equal(t, identity.FlowCompleted, h.state(t, browser))

	// checklist 80 and L8: every session has ended, and none was opened.
	h.ended(t, open)
	h.refused(t, "emma", emmasPassword, identity.ErrSignIn)
	_, actor := h.signIn(t, "emma", newPassword)
	require.Equal(t, identity.MemberID("m-1"), actor.Member)

	// checklist 93: the owner is told, with the means to take it back.
	told := h.last(t, 2)
	require.Equal(t, identity.PasswordChanged, told.Kind)
	require.Equal(t, identity.MemberID("m-1"), told.Member)
	require.Equal(t, "a-1", told.Values["account"])
	require.NotEmpty(t, told.Secret)
}

// L1: with the right password, and only then, who has not opened a session since the
// cut-over is told to link the account; after that, one signs in as usual.
func TestL1_WhoHasNotComeSinceTheCutOverLinksTheAccount(t *testing.T) {
	h := open(t)
	_, err := h.store.ChangeOrganisation(t.Context(), "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.LinkSince = cycle.MustDate("2023-10-30")
		return o, nil
	})
	require.NoError(t, err)
	h.refused(t, "emma", emmasPassword, identity.ErrNotLinked)
	h.refused(t, "emma", "not the password", identity.ErrSignIn)
	h.refused(t, "nobody", emmasPassword, identity.ErrSignIn)
	browser, ticket := h.choosing(t)
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	h.signIn(t, "emma", newPassword)

	// Who has opened a session since signs in as usual.
	_, err = h.store.ChangeAccount(t.Context(), "otpq", "a-2", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.LastOpened = time.Date(2023, 10, 30, 4, 0, 0, 0, time.UTC)
		return a, nil, nil
	})
	require.NoError(t, err)
	h.signIn(t, "staff", staffsPassword)
	a, err := h.store.Account(t.Context(), "otpq", "a-2")
	require.NoError(t, err)
	require.Equal(t, noon, a.LastOpened)
}

// The source: "veuillez saisir votre adresse courriel et votre mot de passe comme
// d'habitude". Wrong passwords are counted apart from those of the login (I3): nobody
// learns that the two are one person's. The right one clears both.
func TestL1_SignInWithTheAddressOnFile(t *testing.T) {
	h := open(t)
	_, actor := h.signIn(t, " Emma@example.org", emmasPassword)
	require.Equal(t, identity.AccountID("a-1"), actor.Account)
	for _, name := range []string{"emma@example.org", "emma"} {
		for range 5 {
			h.refused(t, name, "wrong", identity.ErrSignIn)
		}
		h.refused(t, name, emmasPassword, identity.ErrThrottled)
	}
	h.now = h.now.Add(time.Minute)
	h.signIn(t, "emma", emmasPassword)
	for _, name := range []string{"emma@example.org", "emma"} {
		for range 4 {
			h.refused(t, name, "wrong", identity.ErrSignIn)
		}
		h.signIn(t, name, emmasPassword)
	}
	h.member(t, "otpq", "m-3", "Emma", "Roy")
	h.account(t, identity.Account{Org: "otpq", ID: "a-3", Login: "emma.roy", Member: "m-3"}, emmasPassword)
	h.now = h.now.Add(time.Hour)
	h.refused(t, "emma@example.org", emmasPassword, identity.ErrSignIn) // whose of the two?
}

// The right password clears the count of wrong ones even where the account is to be
// linked: nobody is made to wait for having been right.
func TestL1_RightPasswordOfAnAccountToLinkIsNoFailure(t *testing.T) {
	h := open(t)
	_, err := h.store.ChangeOrganisation(t.Context(), "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.LinkSince = cycle.MustDate("2023-10-30")
		return o, nil
	})
	require.NoError(t, err)
	for range 10 {
		h.refused(t, "emma", emmasPassword, identity.ErrNotLinked)
	}
}

func TestL3_AddressMustBeOne(t *testing.T) {
	h := open(t)
	for _, text := range []string{
		"", "emma", "@example.org", "emma@", "emma@localhost", "Emma <emma@example.org>", "emma@example.org, luc@example.org",
		"emma@example.org\r\nBcc: x@example.org", "emma\x00@example.org", strings.Repeat("e", 65) + "@example.org",
		"emma@" + strings.Repeat("example.", 40) + "org",
	} { // checklist 91
		_, err := h.StartLinking(t.Context(), "otpq", text)
		require.ErrorIs(t, err, identity.ErrAddress, "%q", text)
	}
}

// observer sees what somebody outside sees: the errors, and what the pages show of the
// flow. Not the letters.
type observer struct {
	*house
	seen []string
}

func (o *observer) note(t *testing.T, browser string, err error) {
	t.Helper()
	f, gone := o.Linking(t.Context(), "otpq", browser)
	o.seen = append(o.seen, fmt.Sprint(err, gone, f.State, f.Failures, f.Sends, f.Began, f.Ends(), f.Address != ""))
}

// checklist 57 and I3: an address that somebody has, that nobody has, that two people
// share, of an account without password, and one written to too often look the same at
// every step, and cost the same hashes.
func TestI3_ObserverCannotTellWhoHasAnAccount(t *testing.T) {
	run := func(address string, prepare func(h *house)) ([]string, int) {
		h := open(t)
		h.member(t, "otpq", "m-3", "Zoé", "Roy")
		h.account(t, identity.Account{Org: "otpq", ID: "a-3", Login: "zoe", Member: "m-3"}, "")
		_, err := h.store.ChangeAccount(t.Context(), "otpq", "a-3", func(a identity.Account) (identity.Account, []identity.Message, error) {
			a.Hash = ""
			return a, nil, nil
		})
		require.NoError(t, err)
		for _, id := range []identity.MemberID{"m-4", "m-5"} {
			h.member(t, "otpq", id, "Info", "Roy")
			h.account(t, identity.Account{Org: "otpq", ID: identity.AccountID("a-" + string(id)), Login: "info" + string(id), Member: id}, emmasPassword)
		}
		if prepare != nil {
			prepare(h)
		}
		counted := &tally{Hasher: h.Hasher}
		h.Hasher = counted
		o := &observer{house: h}
		browser, err := h.StartLinking(t.Context(), "otpq", address)
		o.note(t, browser, err)
		do := func(err error) { o.note(t, browser, err) }
		verify := func(code string) { _, err := h.VerifyCode(t.Context(), "otpq", browser, code); do(err) }
		verify(wrong)
		do(h.SendCode(t.Context(), "otpq", browser))
		verify("?")
		do(h.SendCode(t.Context(), "otpq", browser)) // too soon
		h.now = h.now.Add(2 * time.Minute)
		do(h.SendCode(t.Context(), "otpq", browser))
		do(h.ContinueLinking(t.Context(), "otpq", browser))
		do(h.SetPassword(t.Context(), "otpq", browser, "x", newPassword))
		do(h.ChangeAddress(t.Context(), "otpq", browser, address))
		do(h.SendCode(t.Context(), "otpq", browser))
		for range 6 {
			verify("00000000")
		}
		do(h.SendCode(t.Context(), "otpq", browser))
		do(h.CancelLinking(t.Context(), "otpq", browser))
		h.now = h.now.Add(time.Hour)
		do(h.SendCode(t.Context(), "otpq", browser))
		do(h.RequestTemporary(t.Context(), "otpq", address))
		do(h.RequestTemporary(t.Context(), "otpq", strings.ToUpper(address)))
		return o.seen, counted.verified
	}
	want, hashes := run("emma@example.org", nil)
	require.Len(t, want, 21)
	for name, c := range map[string]struct {
		address string
		prepare func(h *house)
	}{
		"an address that nobody has":           {"nobody@example.org", nil},
		"an address that two accounts share":   {"info@example.org", nil},
		"an account without a password yet":    {"zoé@example.org", nil},
		"an address of another organisation":   {"anne@example.org", nil},
		"an address that was written to often": {"luc@example.org", throttled("luc@example.org")},
		"nobody's, written to often":           {"nobody@example.org", throttled("nobody@example.org")},
		"an account that is disabled":          {"luc@example.org", shut(identity.AccountDisable)},
		"an account that is closed":            {"luc@example.org", shut(identity.AccountClose)},
	} {
		got, cost := run(c.address, c.prepare)
		require.Equal(t, want, got, name)
		require.Equal(t, hashes, cost, name)
	}
}

// shut gives Luc an account, and disables or closes it.
func shut(event identity.AccountEvent) func(*house) {
	return func(h *house) {
		a := identity.Account{Org: "otpq", ID: "a-6", Login: "luc", Member: "m-2", Roles: []identity.Role{identity.RoleMember}}
		for _, change := range []func(identity.Account) (identity.Account, error){
			func(identity.Account) (identity.Account, error) { return a, nil },
			func(a identity.Account) (identity.Account, error) {
				return a.Rule(identity.Ruling{Event: event, Cause: identity.CauseAsked, Evidence: "Lettre"}, h.staff(), h.now)
			},
		} {
			_, err := h.store.ChangeAccount(context.Background(), "otpq", "a-6", func(a identity.Account) (identity.Account, []identity.Message, error) {
				a, err := change(a)
				return a, nil, err
			})
			if err != nil {
				panic(err)
			}
		}
	}
}

// throttled writes five letters to an address within the hour.
func throttled(address string) func(*house) {
	return func(h *house) {
		began := h.now
		for _, d := range []time.Duration{-29, -28, -26, -22, -14} {
			h.now = began.Add(d * time.Minute)
			if err := h.RequestTemporary(context.Background(), "otpq", address); err != nil {
				panic(err)
			}
		}
		h.now = began
	}
}

// checklist 14, 16: wrong codes add up over flows: ten in an hour, and then the right
// one is not looked at either.
func TestL5_AnotherFlowGivesNoMoreGuesses(t *testing.T) {
	h := open(t)
	for range 2 {
		browser := h.start(t, "emma@example.org")
		h.now = h.now.Add(5 * time.Minute)
		for range 5 {
			_, err := h.VerifyCode(t.Context(), "otpq", browser, wrong)
			require.ErrorIs(t, err, identity.ErrCode)
		}
		require.Equal(t, identity.FlowDead, h.state(t, browser))
	}
	browser := h.start(t, "emma@example.org")
	_, err := h.VerifyCode(t.Context(), "otpq", browser, h.last(t, 3).Secret)
	require.ErrorIs(t, err, identity.ErrCode)
	// checklist 62: the other ways of the rightful owner stay open.
	h.signIn(t, "emma", emmasPassword)
	h.now = h.now.Add(time.Hour)
	browser = h.start(t, "emma@example.org")
	_, err = h.VerifyCode(t.Context(), "otpq", browser, h.last(t, 4).Secret)
	require.NoError(t, err)
}

// checklist 63: one code tried on everybody rings the alarm.
func TestL5_SprayingShortensEveryFlow(t *testing.T) {
	h := open(t)
	for i := range 5 {
		browser := h.start(t, fmt.Sprintf("person%d@example.org", i))
		for range 4 {
			_, err := h.VerifyCode(t.Context(), "otpq", browser, wrong)
			require.ErrorIs(t, err, identity.ErrCode)
		}
	}
	browser := h.start(t, "emma@example.org")
	_, err := h.VerifyCode(t.Context(), "otpq", browser, wrong)
	require.ErrorIs(t, err, identity.ErrCode)
	require.Equal(t, identity.FlowSent, h.state(t, browser))
	_, err = h.VerifyCode(t.Context(), "otpq", browser, wrong)
	require.ErrorIs(t, err, identity.ErrCode)
	require.Equal(t, identity.FlowDead, h.state(t, browser))
}

// checklist 7 and I4: of many verifications at the same instant one succeeds; of wrong
// ones, five are counted and no more looked at.
func TestL5_OneOfManyVerificationsWins(t *testing.T) {
	h := open(t)
	browser := h.start(t, "emma@example.org")
	code := h.last(t, 1).Secret
	tickets := make(chan string, 8)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			ticket, err := h.VerifyCode(context.WithoutCancel(t.Context()), "otpq", browser, code)
			if err == nil {
				tickets <- ticket
			}
		})
	}
	all.Wait()
	require.Len(t, tickets, 1)
	require.NoError(t, h.ContinueLinking(t.Context(), "otpq", browser))
	ticket := <-tickets

	// The password is set once, too, whichever of the posts comes first.
	var won, lost, other int
	var mu sync.Mutex
	for i := range 6 {
		all.Go(func() {
			err := h.SetPassword(context.WithoutCancel(t.Context()), "otpq", browser, ticket, fmt.Sprint(newPassword, i))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case errors.Is(err, identity.ErrFlowEnded):
				lost++
			default:
				other++
			}
		})
	}
	all.Wait()
	require.Equal(t, []int{1, 5, 0}, []int{won, lost, other})
	account, err := h.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.Equal(t, int64(1), account.Epoch)
	h.last(t, 2)
}

// checklist 20, 25: the ticket is the browser's that had the right code: who began the
// flow elsewhere and knows its cookie has none.
func TestL7_CookieWithoutTheTicketSetsNoPassword(t *testing.T) {
	h := open(t)
	browser, ticket := h.choosing(t)
	for _, other := range []string{"", "x", browser, ticket + "x"} {
		require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, other, newPassword), identity.ErrFlowEnded)
	}
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", "otpq.x", ticket, newPassword), identity.ErrFlowEnded)
	require.ErrorIs(t, h.SetPassword(t.Context(), "oiq", browser, ticket, newPassword), identity.ErrFlowEnded)
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword+" bis"), identity.ErrFlowEnded)
}

// A ticket is void when the account's password was set by another way meanwhile.
func TestL7_TicketIsVoidOnceThePasswordChanged(t *testing.T) {
	h := open(t)
	one, ticket := h.choosing(t)
	h.now = h.now.Add(2 * time.Minute)
	two, other := h.choosing(t)
	require.NoError(t, h.SetPassword(t.Context(), "otpq", two, other, newPassword))
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", one, ticket, "un autre mot bien long"), identity.ErrFlowEnded)
	h.signIn(t, "emma", newPassword)
}

// L7: a password that cannot be had changes nothing, and another may be tried.
func TestL7_RefusedPasswordLeavesTheTicket(t *testing.T) {
	h := open(t)
	browser, ticket := h.choosing(t)
	for password, want := range map[string]error{
		"court":                  identity.ErrPasswordShort,
		strings.Repeat("x", 257): identity.ErrPasswordLong,
		"motdepassemotdepasse":   identity.ErrPasswordCommon,
		"Emma Gélinas 2026":      identity.ErrPasswordPersonal,
		"emma@example.org":       identity.ErrPasswordPersonal,
	} {
		require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, password), want, password)
	}
	h.signIn(t, "emma", emmasPassword)
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
}

// checklist 23: whoever has the letter can kill the flow, and is not signed in.
func TestL5_DisownedFlowIsDead(t *testing.T) {
	h := open(t)
	browser := h.start(t, "emma@example.org")
	letter := h.last(t, 1)
	require.ErrorIs(t, h.DisownLinking(t.Context(), "otpq", "unknown"), identity.ErrNotFound)
	require.NoError(t, h.DisownLinking(t.Context(), "otpq", letter.Values["flow"]))
	require.NoError(t, h.DisownLinking(t.Context(), "otpq", letter.Values["flow"]), "twice is no error")
	_, err := h.VerifyCode(t.Context(), "otpq", browser, letter.Secret)
	require.ErrorIs(t, err, identity.ErrCode)
}

// Whatever is asked of a flow whose time is over, it is kept as over: a clock that is set
// back afterwards does not begin it again.
func TestL4_ClockSetBackRevivesNoFlow(t *testing.T) {
	for name, ask := range map[string]func(h *house, browser, ticket string) error{
		"a code": func(h *house, browser, _ string) error { return h.SendCode(t.Context(), "otpq", browser) },
		"a password": func(h *house, browser, ticket string) error {
			return h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword)
		},
		"an answer": func(h *house, browser, ticket string) error {
			return h.AnswerLinking(t.Context(), "otpq", browser, ticket, "réponse")
		},
		"a wrong one": func(h *house, browser, _ string) error {
			return h.SetPassword(t.Context(), "otpq", browser, "x", newPassword)
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			browser, ticket := h.choosing(t)
			began := h.now
			h.now = began.Add(identity.FlowLife)
			require.ErrorIs(t, ask(h, browser, ticket), identity.ErrFlowEnded)
			h.now = began
			require.Equal(t, identity.FlowExpired, h.state(t, browser))
			require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword), identity.ErrFlowEnded)
			require.Len(t, h.letters(t), 1, "that with the code alone")
		})
	}
}

func TestL6_CancelledFlowIsOver(t *testing.T) {
	h := open(t)
	browser, ticket := h.choosing(t)
	require.NoError(t, h.CancelLinking(t.Context(), "otpq", browser))
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword), identity.ErrFlowEnded)
	h.signIn(t, "emma", emmasPassword)
}

// L6: another address in the same flow; that on file stays, and gets no letter.
func TestL6_AnotherAddressIsVerifiedAnew(t *testing.T) {
	h := open(t)
	h.account(t, identity.Account{Org: "otpq", ID: "a-3", Login: "luc", Member: "m-2"}, emmasPassword)
	browser, ticket := h.choosing(t)
	h.now = h.now.Add(time.Minute)
	require.NoError(t, h.ChangeAddress(t.Context(), "otpq", browser, "luc@example.org"))
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword), identity.ErrFlowStep)
	require.NoError(t, h.SendCode(t.Context(), "otpq", browser))
	letter := h.last(t, 2)
	require.Equal(t, "luc@example.org", letter.To)
	ticket, err := h.VerifyCode(t.Context(), "otpq", browser, letter.Secret)
	require.NoError(t, err)
	require.NoError(t, h.ContinueLinking(t.Context(), "otpq", browser))
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	h.signIn(t, "luc", newPassword)
	h.signIn(t, "emma", emmasPassword)
	for id, want := range map[identity.MemberID]string{"m-1": "emma@example.org", "m-2": "luc@example.org"} {
		m, err := h.store.Member(t.Context(), "otpq", id)
		require.NoError(t, err)
		require.Equal(t, want, m.Email)
	}
}

// checklist 9 and I8: no code, ticket or token is in what is stored.
func TestL5_NothingStoredHoldsASecret(t *testing.T) {
	h := open(t)
	browser := h.start(t, "emma@example.org")
	code := h.last(t, 1).Secret
	f, err := h.Linking(t.Context(), "otpq", browser)
	require.NoError(t, err)
	stored := text(t, f)
	ticket, err := h.VerifyCode(t.Context(), "otpq", browser, code)
	require.NoError(t, err)
	f, err = h.Linking(t.Context(), "otpq", browser)
	require.NoError(t, err)
	stored += text(t, f)
	_, random, _ := strings.Cut(browser, ".")
	for _, secret := range []string{code, ticket, random} {
		require.NotContains(t, stored, secret)
	}
	require.Len(t, ticket, 43, "32 bytes")
}

func text(t *testing.T, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return string(out)
}

// checklist 1 and 95: what fails (randomness, the store) is never a success.
func TestL4_FailureIsNoSuccess(t *testing.T) {
	h := open(t)
	browser, err := h.StartLinking(t.Context(), "otpq", "emma@example.org")
	require.NoError(t, err)
	h.Random = strings.NewReader("")
	require.Error(t, h.SendCode(t.Context(), "otpq", browser))
	require.Equal(t, identity.FlowEntered, h.state(t, browser))
	require.Empty(t, h.letters(t))
	h.Random = nil
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, h.SendCode(ended, "otpq", browser), context.Canceled)
	require.Equal(t, identity.FlowEntered, h.state(t, browser))
}

func TestFlowsAreForgotten(t *testing.T) {
	h := open(t)
	abandoned := h.start(t, "emma@example.org")
	h.now = h.now.Add(20 * time.Minute)
	fresh := h.start(t, "luc@example.org")
	h.now = h.now.Add(10 * time.Minute)
	n, err := h.ForgetFlows(t.Context(), "otpq")
	require.NoError(t, err)
	require.Equal(t, 1, n)
	f, err := h.Linking(t.Context(), "otpq", abandoned)
	require.NoError(t, err)
	require.Equal(t, identity.FlowExpired, f.State)
	require.Empty(t, f.Address)
	f, err = h.Linking(t.Context(), "otpq", fresh)
	require.NoError(t, err)
	require.Equal(t, "luc@example.org", f.Address)
	n, err = h.ForgetFlows(t.Context(), "otpq")
	require.NoError(t, err)
	require.Zero(t, n)
}
