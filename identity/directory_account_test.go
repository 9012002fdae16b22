package identity_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/identity"
)

// misuse is the ruling of A15: the account was used by another person than its holder.
var misuse = identity.Ruling{Event: identity.AccountDisable, Cause: identity.CauseMisuse, Evidence: "Appel de la titulaire, 3 mars : elle était en congé."}

func (h *house) staff() identity.Actor {
	return identity.Actor{Org: "otpq", Account: "a-2", Name: "Service des admissions", Roles: []identity.Role{identity.RoleStaff}}
}

func (h *house) rule(t require.TestingT, account identity.AccountID, r identity.Ruling) identity.AccountCard {
	card, err := h.RuleAccount(context.Background(), h.staff(), account, r)
	require.NoError(t, err)
	return card
}

// A15 and checklist 80: who disables an account ends everything that opens it, keeps the
// evidence with the day and who, and writes to the holder, in one change.
func TestA15_AnAccountUsedByAnotherPersonIsDisabled(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	browser, ticket := h.choosing(t)
	h.now = h.now.Add(2 * time.Minute)
	coded := h.start(t, "emma@example.org")
	code := h.last(t, 2).Secret
	h.now = h.now.Add(5 * time.Minute)
	temporary := h.temporary(t, "emma")
	h.now = h.now.Add(time.Minute)
	h.grant(t, "a-1", "claims")

	card := h.rule(t, "a-1", misuse)
	require.Equal(t, identity.AccountDisabled, card.State)
	require.Equal(t, []identity.AccountChange{{
		Event: identity.AccountDisable, Cause: identity.CauseMisuse, Evidence: misuse.Evidence, At: h.now, By: "a-2", ByName: "Service des admissions",
	}}, card.History)

	h.ended(t, token)
	h.refused(t, "emma", emmasPassword, identity.ErrSignIn)
	h.refused(t, "emma", temporary, identity.ErrSignIn)
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword), identity.ErrFlowEnded)
	_, err := h.VerifyCode(t.Context(), "otpq", coded, code)
	require.ErrorIs(t, err, identity.ErrCode)
	kept, err := h.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.Empty(t, kept.Services())
	require.Equal(t, h.now, kept.Grants[0].Revoked)

	letter := h.last(t, 4)
	require.Equal(t, identity.AccountDisabledLetter, letter.Kind)
	require.Equal(t, "emma@example.org", letter.To)
	require.Equal(t, identity.MemberID("m-1"), letter.Member)
	require.Equal(t, map[string]string{"name": "Emma Gélinas", "state": "misuse", "words": ""}, letter.Values)
	require.Empty(t, letter.Secret)
	require.True(t, letter.Kind.Legal(), "no preference stops it")
	require.NotContains(t, fmt.Sprint(letter), misuse.Evidence, "staff alone read the evidence")

	// Nothing can be asked for any more, and nobody is told why.
	require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma"))
	h.now = h.now.Add(time.Hour)
	require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma@example.org"))
	h.start(t, "emma@example.org")
	h.last(t, 4)
}

// grant gives the account a service.
func (h *house) grant(t require.TestingT, account identity.AccountID, service string) {
	_, err := h.store.ChangeAccount(context.Background(), "otpq", account, func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Grants = append(a.Grants, identity.Grant{Service: service, By: "r-1", Since: h.now})
		return a, nil, nil
	})
	require.NoError(t, err)
}

// A15: the way back. Everything of before stays dead, the old password too; a temporary
// password goes to the holder.
func TestA15_AReinstatedAccountStartsAgainFromATemporaryPassword(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	old := h.temporary(t, "emma")
	h.grant(t, "a-1", "claims")
	h.rule(t, "a-1", misuse)
	h.now = h.now.Add(24 * time.Hour)
	card := h.rule(t, "a-1", identity.Ruling{Event: identity.AccountReinstate, Words: "Le poste partagé a été retiré."})
	require.Equal(t, identity.AccountActive, card.State)
	require.Len(t, card.History, 2)
	require.Equal(t, "Le poste partagé a été retiré.", card.History[1].Words)

	h.ended(t, token)
	h.refused(t, "emma", emmasPassword, identity.ErrSignIn)
	h.refused(t, "emma", old, identity.ErrSignIn)
	var password string
	kinds := map[identity.MessageKind]int{}
	for _, m := range h.letters(t) {
		if kinds[m.Kind]++; m.Kind == identity.TemporaryPassword {
			password = m.Secret
		}
		if m.Kind == identity.AccountReinstatedLetter {
			require.Equal(t, "Le poste partagé a été retiré.", m.Values["words"])
			require.Empty(t, m.Secret)
		}
	}
	require.Equal(t, map[identity.MessageKind]int{identity.TemporaryPassword: 2, identity.AccountDisabledLetter: 1, identity.AccountReinstatedLetter: 1}, kinds)
	opened, _ := h.signIn(t, "emma", password)
	require.NoError(t, h.ChangePassword(t.Context(), opened, "", newPassword))
	_, actor := h.signIn(t, "emma", newPassword)
	require.Empty(t, actor.Services, "what was granted is asked for again")
}

// A15: staff decide, nobody about their own account, and none of another organisation.
func TestA15_WhoMayNotDecideChangesNothing(t *testing.T) {
	h := open(t)
	emma := identity.Actor{Org: "otpq", Account: "a-1", Member: "m-1", Roles: []identity.Role{identity.RoleMember}}
	abroad := identity.Actor{Org: "oiq", Account: "a-2", Roles: []identity.Role{identity.RoleStaff}}
	for name, c := range map[string]struct {
		actor   identity.Actor
		account identity.AccountID
		want    error
	}{
		"a member, their own":      {emma, "a-1", identity.ErrForbidden},
		"a member, another's":      {emma, "a-2", identity.ErrNotFound},
		"staff, their own":         {h.staff(), "a-2", identity.ErrForbidden},
		"staff of another house":   {abroad, "a-1", identity.ErrNotFound},
		"nobody":                   {identity.Actor{}, "a-1", identity.ErrNotFound},
		"time alone":               {identity.Clock("otpq"), "a-1", identity.ErrNotFound},
		"an account that is none":  {h.staff(), "a-99", identity.ErrNotFound},
		"an identifier that is no": {h.staff(), "\x00", identity.ErrNotFound},
	} {
		_, err := h.RuleAccount(t.Context(), c.actor, c.account, misuse)
		require.ErrorIs(t, err, c.want, name)
		require.ErrorIs(t, h.SendTemporary(t.Context(), c.actor, c.account), c.want, name)
	}
	_, err := h.RuleAccount(t.Context(), h.staff(), "a-1", identity.Ruling{Event: identity.AccountDisable})
	require.ErrorIs(t, err, identity.ErrNoEvidence)
	require.ErrorIs(t, err, identity.ErrCause)
	_, err = h.RuleAccount(t.Context(), h.staff(), "a-1", identity.Ruling{Event: identity.AccountReinstate, Words: "x"})
	require.ErrorIs(t, err, identity.ErrAccountState)
	_, err = h.Accounts(t.Context(), emma, identity.AccountQuery{})
	require.ErrorIs(t, err, identity.ErrForbidden)
	_, err = h.AccountCard(t.Context(), emma, "a-1")
	require.ErrorIs(t, err, identity.ErrNotFound)
	require.Empty(t, h.letters(t))
	h.signIn(t, "emma", emmasPassword)
	h.signIn(t, "staff", staffsPassword)
}

// checklist 55: staff have a temporary password sent, and neither see nor choose it.
func TestChecklist55_StaffSendATemporaryPasswordThatTheyDoNotSee(t *testing.T) {
	h, kept := trailed(t)
	require.NoError(t, h.SendTemporary(t.Context(), h.staff(), "a-1"))
	letter := h.last(t, 1)
	require.Equal(t, identity.TemporaryPassword, letter.Kind)
	require.Equal(t, "emma@example.org", letter.To)
	require.Equal(t, map[string]string{"name": "Emma Gélinas"}, letter.Values)
	card, err := h.AccountCard(t.Context(), h.staff(), "a-1")
	require.NoError(t, err)
	seen, err := json.Marshal([]any{card, kept.Events()})
	require.NoError(t, err)
	require.NotContains(t, string(seen), letter.Secret)
	account, err := h.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.NotContains(t, string(seen), account.Temporary.Digest)
	require.NotContains(t, string(seen), account.Hash)

	require.ErrorIs(t, h.SendTemporary(t.Context(), h.staff(), "a-1"), identity.ErrThrottled, "staff write no more often than others")
	h.signIn(t, "emma", emmasPassword)
	h.signIn(t, "emma", letter.Secret)
	h.rule(t, "a-1", misuse)
	h.now = h.now.Add(time.Hour)
	require.ErrorIs(t, h.SendTemporary(t.Context(), h.staff(), "a-1"), identity.ErrAccountState)
	h.account(t, identity.Account{Org: "otpq", ID: "a-7", Login: "unknown", Name: "Sans adresse"}, emmasPassword)
	require.ErrorIs(t, h.SendTemporary(t.Context(), h.staff(), "a-7"), identity.ErrNoAddress)
	h.rule(t, "a-7", misuse)
	h.rule(t, "a-7", identity.Ruling{Event: identity.AccountReinstate, Words: "Par téléphone"})
}

func TestAccountsForStaff(t *testing.T) {
	h := open(t)
	h.account(t, identity.Account{Org: "otpq", ID: "a-3", Login: "luc.roy", Member: "m-2", Name: "luc"}, emmasPassword)
	h.account(t, identity.Account{Org: "oiq", ID: "a-4", Login: "anne", Member: "m-1"}, emmasPassword)
	h.now = h.now.Add(time.Hour)
	h.signIn(t, "emma", emmasPassword)
	h.signIn(t, "emma", emmasPassword)
	h.rule(t, "a-3", misuse)
	ids := func(q identity.AccountQuery) (ids []identity.AccountID) {
		all, err := h.Accounts(t.Context(), h.staff(), q)
		require.NoError(t, err)
		for _, c := range all {
			ids = append(ids, c.ID)
		}
		return ids
	}
	disabled := identity.AccountDisabled
	require.Equal(t, []identity.AccountID{"a-1", "a-3", "a-2"}, ids(identity.AccountQuery{}), "Emma, Luc, Service")
	require.Equal(t, []identity.AccountID{"a-2", "a-3", "a-1"}, ids(identity.AccountQuery{Reverse: true}))
	require.Equal(t, []identity.AccountID{"a-1"}, ids(identity.AccountQuery{Text: " GELINAS "}))
	require.Equal(t, []identity.AccountID{"a-3"}, ids(identity.AccountQuery{Text: "luc.roy"}))
	require.Equal(t, []identity.AccountID{"a-3"}, ids(identity.AccountQuery{State: &disabled}))
	require.Equal(t, []identity.AccountID{"a-1", "a-3", "a-2"}, ids(identity.AccountQuery{Sort: identity.AccountsByLogin}))
	require.Equal(t, []identity.AccountID{"a-1", "a-2", "a-3"}, ids(identity.AccountQuery{Sort: identity.AccountsByOpened, Reverse: true})[:3])
	require.Empty(t, ids(identity.AccountQuery{Text: "anne"}))
	card, err := h.AccountCard(t.Context(), h.staff(), "a-1")
	require.NoError(t, err)
	require.Equal(t, identity.AccountCard{
		Org: "otpq", ID: "a-1", Login: "emma", Name: "Emma Gélinas", Address: "emma@example.org", Member: "m-1",
		Roles: []identity.Role{identity.RoleMember}, LastOpened: h.now, Sessions: 2,
	}, card)
	_, err = h.AccountCard(t.Context(), h.staff(), "a-99")
	require.ErrorIs(t, err, identity.ErrNotFound)
}

// I7: whatever happened before, and in whatever order, a disabled or closed account has
// no live session, ticket, code, temporary password or active grant; and nothing of
// before opens one that was reinstated.
func TestI7_ADisabledAccountOpensNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := open(t)
		var tokens, passwords, tickets, browsers []string
		codes := map[string]string{}
		state := identity.AccountActive
		passwords = append(passwords, emmasPassword)
		letters := 0
		look := func() {
			all := h.letters(t)
			for _, m := range all[letters:] {
				switch m.Kind {
				case identity.TemporaryPassword:
					passwords = append(passwords, m.Secret)
				case identity.LinkingCode:
					codes[m.Values["flow"]] = m.Secret
				}
			}
			letters = len(all)
		}
		dead := func() {
			for _, token := range tokens {
				_, err := h.Who(t.Context(), token)
				require.ErrorIs(rt, err, identity.ErrNoSession)
				_, err = h.MustChange(t.Context(), token)
				require.ErrorIs(rt, err, identity.ErrNoSession)
				require.ErrorIs(rt, h.ChangePassword(t.Context(), token, emmasPassword, newPassword), identity.ErrNoSession)
			}
			for _, browser := range browsers {
				for _, ticket := range tickets {
					require.Error(rt, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
				}
				if f, err := h.Linking(t.Context(), "otpq", browser); err == nil && codes[f.ID] != "" {
					_, err := h.VerifyCode(t.Context(), "otpq", browser, codes[f.ID])
					require.Error(rt, err)
				}
			}
			for _, password := range passwords {
				h.now = h.now.Add(15 * time.Minute) // past any wait
				_, _, err := h.SignIn(t.Context(), "otpq", "emma", password)
				require.ErrorIs(rt, err, identity.ErrSignIn)
			}
			passwords = nil // the same may be chosen again; what was drawn stays dead
		}
		rule := func(r identity.Ruling) {
			next, err := state.Next(r.Event)
			_, got := h.RuleAccount(t.Context(), h.staff(), "a-1", r)
			require.ErrorIs(rt, got, err)
			if err != nil {
				return
			}
			look()
			if r.Event == identity.AccountReinstate {
				fresh := passwords[len(passwords)-1] // what was just sent, and it alone, opens it
				passwords = passwords[:len(passwords)-1]
				dead()
				passwords = append(passwords, fresh)
			} else {
				dead()
				a, err := h.store.Account(t.Context(), "otpq", "a-1")
				require.NoError(rt, err)
				require.Empty(rt, a.Services())
				require.Nil(rt, a.Temporary)
				require.Empty(rt, a.Hash)
				require.Empty(rt, a.Disown)
				card, err := h.AccountCard(t.Context(), h.staff(), "a-1")
				require.NoError(rt, err)
				require.Zero(rt, card.Sessions)
			}
			state = next
		}
		rt.Repeat(map[string]func(*rapid.T){
			"": func(*rapid.T) { look() },
			"sign in": func(rt *rapid.T) {
				if len(passwords) == 0 {
					return
				}
				password := rapid.SampledFrom(passwords).Draw(rt, "password")
				if token, _, err := h.SignIn(t.Context(), "otpq", "emma", password); err == nil {
					require.False(rt, state.Shut())
					tokens = append(tokens, token)
				}
			},
			"ask for a temporary password": func(*rapid.T) {
				require.NoError(rt, h.RequestTemporary(t.Context(), "otpq", "emma"))
				before := len(passwords)
				look()
				require.False(rt, state.Shut() && len(passwords) > before)
			},
			"begin a flow": func(*rapid.T) { browsers = append(browsers, h.start(t, "emma@example.org")) },
			"give the code": func(*rapid.T) {
				for _, browser := range browsers {
					f, err := h.Linking(t.Context(), "otpq", browser)
					require.NoError(rt, err)
					if ticket, err := h.VerifyCode(t.Context(), "otpq", browser, codes[f.ID]); err == nil {
						require.False(rt, state.Shut())
						tickets = append(tickets, ticket)
						require.NoError(rt, h.ContinueLinking(t.Context(), "otpq", browser))
					}
				}
			},
			"set the password": func(*rapid.T) {
				for i, ticket := range tickets {
					if err := h.SetPassword(t.Context(), "otpq", browsers[min(i, len(browsers)-1)], ticket, newPassword); err == nil {
						require.False(rt, state.Shut())
						passwords = append(passwords, newPassword)
					}
				}
			},
			"change it": func(*rapid.T) {
				for _, token := range tokens {
					if err := h.ChangePassword(t.Context(), token, emmasPassword, newPassword); err == nil {
						passwords = append(passwords, newPassword)
					}
				}
			},
			"grant": func(*rapid.T) {
				if !state.Shut() {
					h.grant(rt, "a-1", "claims")
				}
			},
			"time": func(rt *rapid.T) {
				h.now = h.now.Add(time.Duration(rapid.IntRange(1, 20).Draw(rt, "minutes")) * time.Minute)
			},
			"disable":   func(*rapid.T) { rule(misuse) },
			"reinstate": func(*rapid.T) { rule(identity.Ruling{Event: identity.AccountReinstate, Words: "Par téléphone"}) },
			"close": func(rt *rapid.T) {
				if rapid.IntRange(0, 4).Draw(rt, "seldom") == 0 {
					rule(identity.Ruling{Event: identity.AccountClose, Cause: identity.CauseLeft, Evidence: "Courriel"})
				}
			},
		})
	})
}

// checklist 57: outside, a disabled account is one that nobody has: the same error, the
// same hashes, the same effects, at sign-in too.
func TestI3_ADisabledAccountIsNobodys(t *testing.T) {
	run := func(login string, ruling *identity.Ruling) (errs []string, hashes int, throttles []identity.Throttle) {
		h := open(t)
		if ruling != nil {
			h.rule(t, "a-1", *ruling)
		}
		counted := &tally{Hasher: h.Hasher}
		h.Hasher = counted
		for range 7 {
			_, _, err := h.SignIn(t.Context(), "otpq", login, emmasPassword)
			errs = append(errs, fmt.Sprint(err))
		}
		throttle, err := h.store.Throttle(t.Context(), "otpq", login)
		require.NoError(t, err)
		throttle.Login = ""
		return errs, counted.verified, append(throttles, throttle)
	}
	want, hashes, counted := run("nobody", nil)
	require.Equal(t, 5, hashes)
	require.Equal(t, 2, strings.Count(strings.Join(want, ""), identity.ErrThrottled.Error()))
	closing := misuse
	closing.Event = identity.AccountClose
	for _, r := range []identity.Ruling{misuse, closing} {
		for _, login := range []string{"emma", "emma@example.org"} {
			got, cost, throttles := run(login, &r)
			require.Equal(t, want, got, r.Event)
			require.Equal(t, hashes, cost, r.Event)
			require.Equal(t, counted, throttles, r.Event)
		}
	}
}

// An address that two accounts have is nobody's, even while one is disabled (A7); the
// address of an account that was closed may be another's.
func TestA7_ADisabledAccountStillSharesItsAddress(t *testing.T) {
	for event, letters := range map[identity.AccountEvent]int{identity.AccountDisable: 1, identity.AccountClose: 2} {
		h := open(t)
		h.account(t, identity.Account{Org: "otpq", ID: "a-5", Login: "emma.2", Member: "m-1", Name: "emma"}, emmasPassword)
		r := misuse
		r.Event = event
		h.rule(t, "a-5", r)
		h.now = h.now.Add(time.Hour)
		require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma@example.org"))
		h.last(t, letters)
	}
}

// What of this file and of directory_session.go changes something is tried in
// [TestChecklist94_EveryAttemptIsNoted].
func init() {
	reads = append(reads, "Accounts", "AccountCard", "Sessions")
	for name, try := range map[string]func(t *testing.T, h *house){
		"SignInFrom": func(t *testing.T, h *house) {
			_, err := h.SignInFrom(t.Context(), "otpq", "emma", emmasPassword, identity.Arrival{})
			require.NoError(t, err)
		},
		"DisownSignIn": func(t *testing.T, h *house) { _ = h.DisownSignIn(t.Context(), "otpq", "a-1", "secret") },
		"EndSession":   func(t *testing.T, h *house) { _ = h.EndSession(t.Context(), "otpq.nothing", "nothing") },
		"EndOtherSessions": func(t *testing.T, h *house) {
			_, err := h.EndOtherSessions(t.Context(), "otpq.nothing")
			require.ErrorIs(t, err, identity.ErrNoSession)
		},
		"RuleAccount": func(t *testing.T, h *house) {
			_, err := h.RuleAccount(t.Context(), identity.Actor{Org: "otpq"}, "a-1", identity.Ruling{Event: "planted"})
			require.ErrorIs(t, err, identity.ErrNotFound)
		},
		"SendTemporary": func(t *testing.T, h *house) { _ = h.SendTemporary(t.Context(), identity.Actor{Org: "otpq"}, "a-1") },
	} {
		attempts[name] = try
	}
}
