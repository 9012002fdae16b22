package identity_test

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/identity"
)

// trailed opens a house whose directory keeps a trail.
func trailed(t *testing.T) (*house, *memory.Trail) {
	t.Helper()
	h, kept := open(t), new(memory.Trail)
	h.Trail = kept
	return h, kept
}

// latest is the last event of a kind, without its flow.
func latest(t *testing.T, kept *memory.Trail, what identity.EventKind) identity.Event {
	t.Helper()
	all := kept.Events()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].What == what {
			e := all[i]
			e.Flow = ""
			return e
		}
	}
	require.Failf(t, "no event", "%s in %v", what, all)
	return identity.Event{}
}

// reads are the methods of the directory that change nothing, but for a session that is
// kept open.
var reads = []string{"Who", "SessionEnd", "MustChange", "MustReplace", "Organisation", "Member", "Members", "Linking", "Questioning", "LinkingQuestion", "SessionQuestion", "DrawAnswers", "Seal", "Note", "Factor", "OwesFactor", "OfferFactor", "PasskeyAsked", "PasswordPolicy"}

// attempts try each of the others, in a house of their own.
var attempts = map[string]func(t *testing.T, h *house){
	"SignIn":       func(t *testing.T, h *house) { h.signIn(t, "emma", emmasPassword) },
	"SignOut":      func(t *testing.T, h *house) { require.NoError(t, h.SignOut(t.Context(), "otpq.nothing")) },
	"StartLinking": func(t *testing.T, h *house) { _, _ = h.StartLinking(t.Context(), "otpq", "no address") },
	"SendCode":     func(t *testing.T, h *house) { _ = h.SendCode(t.Context(), "otpq", "otpq.nothing") },
	"VerifyCode": func(t *testing.T, h *house) {
		_, err := h.VerifyCode(t.Context(), "otpq", "otpq.nothing", "12345678")
		require.ErrorIs(t, err, identity.ErrFlowEnded)
	},
	"ChangeAddress": func(t *testing.T, h *house) {
		_ = h.ChangeAddress(t.Context(), "otpq", "otpq.nothing", "luc@example.org")
	},
	"ContinueLinking": func(t *testing.T, h *house) { _ = h.ContinueLinking(t.Context(), "otpq", "otpq.nothing") },
	"CancelLinking":   func(t *testing.T, h *house) { _ = h.CancelLinking(t.Context(), "otpq", "otpq.nothing") },
	"DisownLinking":   func(t *testing.T, h *house) { _ = h.DisownLinking(t.Context(), "otpq", "nothing") },
	"SetPassword": func(t *testing.T, h *house) {
		_ = h.SetPassword(t.Context(), "otpq", "otpq.nothing", "ticket", newPassword)
	},
	"ForgetFlows": func(t *testing.T, h *house) {
		trail := h.Trail
		h.Trail = nil
		h.start(t, "emma@example.org")
		h.Trail, h.now = trail, h.now.Add(time.Hour)
		n, err := h.ForgetFlows(t.Context(), "otpq")
		require.NoError(t, err)
		require.Equal(t, 1, n)
	},
	"RequestTemporary": func(t *testing.T, h *house) { _ = h.RequestTemporary(t.Context(), "otpq", "nobody") },
	"ChangePassword":   func(t *testing.T, h *house) { _ = h.ChangePassword(t.Context(), "otpq.nothing", "", newPassword) },
	"SetAnswers":       func(t *testing.T, h *house) { _ = h.SetAnswers(t.Context(), "otpq.nothing", "", good()) },
	"AnswerLinking":    func(t *testing.T, h *house) { _ = h.AnswerLinking(t.Context(), "otpq", "otpq.nothing", "t", "answer") },
	"AnswerSession":    func(t *testing.T, h *house) { _ = h.AnswerSession(t.Context(), "otpq.nothing", "answer") },
	"Open": func(t *testing.T, h *house) {
		_, err := h.Open(t.Context(), identity.Account{Org: "otpq", ID: "u-1"}, "é", newPassword)
		require.ErrorIs(t, err, identity.ErrLogin)
	},
	"BeginFactor":  func(t *testing.T, h *house) { _ = h.BeginFactor(t.Context(), "otpq.nothing", "") },
	"CancelFactor": func(t *testing.T, h *house) { _ = h.CancelFactor(t.Context(), "otpq.nothing") },
	"ConfirmFactor": func(t *testing.T, h *house) {
		_, _, err := h.ConfirmFactor(t.Context(), "otpq.nothing", "000000")
		require.ErrorIs(t, err, identity.ErrNoSession)
	},
	"ShowFactor": func(t *testing.T, h *house) {
		_, _, err := h.ShowFactor(t.Context(), "otpq.nothing", identity.Proof{Code: "000000"})
		require.ErrorIs(t, err, identity.ErrNoSession)
	},
	"TurnFactorOff": func(t *testing.T, h *house) {
		_, err := h.TurnFactorOff(t.Context(), "otpq.nothing", "", identity.Proof{Code: "000000"})
		require.ErrorIs(t, err, identity.ErrNoSession)
	},
	"BeginPasskey":  func(t *testing.T, h *house) { _ = h.BeginPasskey(t.Context(), "otpq.nothing", "", "") },
	"CancelPasskey": func(t *testing.T, h *house) { _ = h.CancelPasskey(t.Context(), "otpq.nothing") },
	"AddPasskey": func(t *testing.T, h *house) {
		_, _, err := h.AddPasskey(t.Context(), "otpq.nothing", nil)
		require.ErrorIs(t, err, identity.ErrNoSession)
	},
	"AskPasskey": func(t *testing.T, h *house) {
		_, err := h.AskPasskey(t.Context(), "otpq.nothing")
		require.ErrorIs(t, err, identity.ErrNoSession)
	},
	"RenamePasskey": func(t *testing.T, h *house) { _ = h.RenamePasskey(t.Context(), "otpq.nothing", "", "Téléphone") },
	"RemovePasskey": func(t *testing.T, h *house) {
		_, err := h.RemovePasskey(t.Context(), "otpq.nothing", "", "", identity.Proof{})
		require.ErrorIs(t, err, identity.ErrNoSession)
	},
	"RenewRecoveryCodes": func(t *testing.T, h *house) {
		_, _, err := h.RenewRecoveryCodes(t.Context(), "otpq.nothing", "", identity.Proof{Code: "000000"})
		require.ErrorIs(t, err, identity.ErrNoSession)
	},
	"DisownPassword": func(t *testing.T, h *house) { _ = h.DisownPassword(t.Context(), "otpq", "a-1", "secret") },
}

// checklist 94: every method of the directory that changes something notes that it was
// tried, whether or not it was done. A method that is in no list fails this test.
func TestChecklist94_EveryAttemptIsNoted(t *testing.T) {
	methods := reflect.TypeFor[*identity.Directory]()
	known := map[string]bool{}
	for _, name := range reads {
		known[name] = true
	}
	for name, try := range attempts {
		known[name] = true
		t.Run(name, func(t *testing.T) {
			h, kept := trailed(t)
			try(t, h)
			all := kept.Events()
			require.NotEmpty(t, all)
			for _, e := range all {
				require.Equal(t, identity.OrganisationID("otpq"), e.Org)
				require.Equal(t, h.now, e.At)
				require.Equal(t, time.UTC, e.At.Location())
				require.NotEmpty(t, e.What)
				require.NotEmpty(t, e.Outcome)
				if e.Outcome == identity.OutcomeRefused {
					require.NotEmpty(t, e.Reason)
				}
			}
		})
	}
	for i := range methods.NumMethod() {
		require.Contains(t, known, methods.Method(i).Name, "it is in reads, or in attempts and notes an event")
	}
	for name := range known {
		_, ok := methods.MethodByName(name)
		require.True(t, ok, name)
	}
}

func event(what identity.EventKind, outcome identity.Outcome, why identity.Reason, actor, subject identity.AccountID) identity.Event {
	return identity.Event{Org: "otpq", At: noon, Actor: actor, Subject: subject, What: what, Outcome: outcome, Reason: why}
}

func TestChecklist94_SignIns(t *testing.T) {
	h, kept := trailed(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	require.Equal(t, event(identity.EventSignIn, identity.OutcomeDone, "", "a-1", "a-1"), latest(t, kept, identity.EventSignIn))
	h.refused(t, "emma", "wrong", identity.ErrSignIn)
	require.Equal(t, event(identity.EventSignIn, identity.OutcomeRefused, "wrong", "", "a-1"), latest(t, kept, identity.EventSignIn))
	for range 4 {
		h.refused(t, "emma", "wrong", identity.ErrSignIn)
	}
	h.refused(t, "emma", emmasPassword, identity.ErrThrottled)
	require.Equal(t, event(identity.EventSignIn, identity.OutcomeRefused, "throttled", "", "a-1"), latest(t, kept, identity.EventSignIn))
	h.refused(t, "nobody", "wrong", identity.ErrSignIn)
	require.Equal(t, event(identity.EventSignIn, identity.OutcomeRefused, "wrong", "", ""), latest(t, kept, identity.EventSignIn))
	require.NoError(t, h.SignOut(t.Context(), token))
	require.Equal(t, event(identity.EventSignOut, identity.OutcomeDone, "", "a-1", "a-1"), latest(t, kept, identity.EventSignOut))
}

// A port that fails is no refusal, and what it said is not kept.
func TestChecklist95_FailureIsNotedAsOne(t *testing.T) {
	h, kept := trailed(t)
	h.Random = strings.NewReader("too little")
	_, _, err := h.SignIn(t.Context(), "otpq", "emma", emmasPassword)
	require.Error(t, err)
	require.Equal(t, event(identity.EventSignIn, identity.OutcomeFailed, "", "", "a-1"), latest(t, kept, identity.EventSignIn))
}

func TestChecklist94_SessionsThatEnd(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(h *house, token string)
		want identity.Reason
	}{
		"nobody is there": {func(h *house, token string) { h.now = noon.Add(identity.IdleLife) }, identity.ReasonIdle},
		"it is old": {func(h *house, token string) {
			for ; h.now.Before(noon.Add(identity.AbsoluteLife)); h.now = h.now.Add(time.Hour - time.Second) {
				_, _ = h.Who(context.Background(), token)
			}
			h.now = noon.Add(identity.AbsoluteLife)
		}, identity.ReasonAge},
		"all are ended": {func(h *house, token string) {
			_, _ = h.store.ChangeAccount(context.Background(), "otpq", "a-1", func(a identity.Account) (identity.Account, []identity.Message, error) {
				a.Epoch++
				return a, nil, nil
			})
		}, identity.ReasonEpoch},
	} {
		t.Run(name, func(t *testing.T) {
			h, kept := trailed(t)
			token, _ := h.signIn(t, "emma", emmasPassword)
			c.end(h, token)
			h.ended(t, token)
			e := event(identity.EventSessionOver, identity.OutcomeDone, c.want, "", "a-1")
			e.At = h.now
			require.Equal(t, e, latest(t, kept, identity.EventSessionOver))
		})
	}
}

func TestChecklist94_Codes(t *testing.T) {
	h, kept := trailed(t)
	asked := func(why identity.Reason, subject identity.AccountID) {
		t.Helper()
		require.Equal(t, event(identity.EventCodeAsked, identity.OutcomeDone, why, "", subject), latest(t, kept, identity.EventCodeAsked))
	}
	tried := func(outcome identity.Outcome, why identity.Reason, subject identity.AccountID) {
		t.Helper()
		require.Equal(t, event(identity.EventCodeTried, outcome, why, "", subject), latest(t, kept, identity.EventCodeTried))
	}
	h.start(t, "nobody@example.org")
	asked(identity.ReasonNobody, "")
	browser := h.start(t, "emma@example.org")
	asked("", "a-1")
	code := h.last(t, 1).Secret
	require.NoError(t, h.SendCode(t.Context(), "otpq", browser))
	asked(identity.ReasonHeld, "a-1")
	_, err := h.VerifyCode(t.Context(), "otpq", browser, "00000000")
	require.ErrorIs(t, err, identity.ErrCode)
	tried(identity.OutcomeRefused, "wrong", "a-1")
	_, err = h.VerifyCode(t.Context(), "otpq", browser, code)
	require.NoError(t, err)
	tried(identity.OutcomeDone, "", "a-1")
	require.NoError(t, h.ChangeAddress(t.Context(), "otpq", browser, "luc@example.org"))
	require.NoError(t, h.CancelLinking(t.Context(), "otpq", browser))
	require.Equal(t, event(identity.EventFlowCancel, identity.OutcomeDone, "", "", ""), latest(t, kept, identity.EventFlowCancel))

	h.now = noon.Add(20 * time.Minute)
	browser = h.start(t, "emma@example.org")
	for range 5 {
		_, err = h.VerifyCode(t.Context(), "otpq", browser, "00000000")
		require.ErrorIs(t, err, identity.ErrCode)
	}
	dead := latest(t, kept, identity.EventCodeTried)
	require.Equal(t, identity.ReasonDead, dead.Reason)
	require.Equal(t, identity.AccountID("a-1"), dead.Subject)

	h.now = noon.Add(40 * time.Minute)
	browser = h.start(t, "luc@example.org")
	h.now = h.now.Add(identity.FlowLife)
	require.ErrorIs(t, h.ContinueLinking(t.Context(), "otpq", browser), identity.ErrFlowEnded)
	require.Equal(t, identity.OutcomeDone, latest(t, kept, identity.EventFlowExpire).Outcome)
	require.Equal(t, identity.Reason("flow-ended"), latest(t, kept, identity.EventFlowContinue).Reason)
}

func TestChecklist94_Passwords(t *testing.T) {
	h, kept := trailed(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	for why, c := range map[identity.Reason][2]string{
		"wrong":             {"wrong", newPassword},
		"password-short":    {emmasPassword, "court"},
		"password-long":     {emmasPassword, strings.Repeat("long ", 60)},
		"password-personal": {emmasPassword, "emma gélinas otpq"},
		"password-same":     {emmasPassword, emmasPassword},
	} {
		require.Error(t, h.ChangePassword(t.Context(), token, c[0], c[1]))
		require.Equal(t, event(identity.EventPasswordChange, identity.OutcomeRefused, why, "a-1", "a-1"), latest(t, kept, identity.EventPasswordChange))
	}
	require.NoError(t, h.ChangePassword(t.Context(), token, emmasPassword, newPassword))
	require.Equal(t, event(identity.EventPasswordChange, identity.OutcomeDone, "", "a-1", "a-1"), latest(t, kept, identity.EventPasswordChange))
	require.Error(t, h.DisownPassword(t.Context(), "otpq", "a-1", "wrong"))
	require.Equal(t, event(identity.EventPasswordDisown, identity.OutcomeRefused, "not-found", "", "a-1"), latest(t, kept, identity.EventPasswordDisown))
	require.NoError(t, h.DisownPassword(t.Context(), "otpq", "a-1", h.last(t, 1).Secret))
	require.Equal(t, event(identity.EventPasswordDisown, identity.OutcomeDone, "", "", "a-1"), latest(t, kept, identity.EventPasswordDisown))

	h, kept = trailed(t)
	password := h.temporary(t, "emma")
	require.Equal(t, event(identity.EventTemporaryAsked, identity.OutcomeDone, "", "", "a-1"), latest(t, kept, identity.EventTemporaryAsked))
	require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma"))
	require.Equal(t, identity.ReasonHeld, latest(t, kept, identity.EventTemporaryAsked).Reason)
	h.signIn(t, "emma", password)
	require.Equal(t, event(identity.EventTemporaryUsed, identity.OutcomeDone, "", "a-1", "a-1"), latest(t, kept, identity.EventTemporaryUsed))
}

// checklist 94 and I8: no event holds what was typed, drawn, or read on the roll.
func TestI8_NoEventHoldsASecretOrAnAddress(t *testing.T) {
	const planted = "planted"
	h, kept := trailed(t)
	h.account(t, identity.Account{Org: "otpq", ID: "a-3", Login: planted + "login", Roles: []identity.Role{identity.RoleMember}, Member: "m-2", Name: planted + "name"}, planted+"password")
	_, err := h.store.ChangeMember(t.Context(), "otpq", "m-2", func(m identity.Member) (identity.Member, error) {
		m.Email, m.Permit, m.First = planted+"@example.org", planted+"permit", planted+"first"
		return m, nil
	})
	require.NoError(t, err)
	secrets := []string{planted}
	token, _ := h.signIn(t, planted+"login", planted+"password")
	h.refused(t, planted+"nobody", planted, identity.ErrSignIn)
	browser := h.start(t, planted+"@example.org")
	code := h.last(t, 1).Secret
	ticket, err := h.VerifyCode(t.Context(), "otpq", browser, code)
	require.NoError(t, err)
	_, err = h.StartLinking(t.Context(), "otpq", planted)
	require.ErrorIs(t, err, identity.ErrAddress)
	require.Error(t, h.ChangeAddress(t.Context(), "otpq", browser, planted))
	require.NoError(t, h.ContinueLinking(t.Context(), "otpq", browser))
	require.Error(t, h.SetPassword(t.Context(), "otpq", browser, ticket, planted))
	h.now = noon.Add(time.Second)
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	disown := h.last(t, 2).Secret
	require.Error(t, h.DisownPassword(t.Context(), "otpq", planted, planted))
	require.Error(t, h.DisownLinking(t.Context(), "otpq", planted))
	require.NoError(t, h.RequestTemporary(t.Context(), "otpq", planted+"nobody"))
	require.NoError(t, h.DisownPassword(t.Context(), "otpq", "a-3", disown))
	require.Error(t, h.ChangePassword(t.Context(), token, planted, planted))
	require.NoError(t, h.SignOut(t.Context(), "otpq."+planted))
	secrets = append(secrets, newPassword, token, browser, ticket, code, identity.ShowCode(code), disown)
	text, err := json.Marshal(kept.Events())
	require.NoError(t, err)
	require.Greater(t, len(kept.Events()), 12)
	for _, secret := range secrets {
		require.NotContains(t, string(text), secret)
		_, half, _ := strings.Cut(secret, ".")
		if half != "" {
			require.NotContains(t, string(text), half)
		}
	}
}

// checklist 96: nothing that comes from outside makes up a line of the log.
func TestChecklist96_EventsAreEncodedForTheLog(t *testing.T) {
	h, kept := trailed(t)
	_, _, err := h.SignIn(t.Context(), "otpq\r\nwhat=sign-in outcome=done", "emma", emmasPassword)
	require.Error(t, err)
	require.Equal(t, identity.OrganisationID(`"otpq\r\nwhat=sign-in outcome=done"`), kept.Events()[0].Org)
	for _, text := range []string{"a\nb", "a\rb", "a\x00b", "a b", "é", "\x1b[31m", "\u2028", strings.Repeat("long", 40), "\xff"} {
		e := identity.Event{Org: identity.OrganisationID(text), Actor: identity.AccountID(text), Subject: identity.AccountID(text), Flow: text, What: identity.EventKind(text), Reason: identity.Reason(text)}.Clean()
		for _, clean := range []string{string(e.Org), string(e.Actor), string(e.Subject), e.Flow, string(e.What), string(e.Reason)} {
			require.LessOrEqual(t, len(clean), 250)
			require.Regexp(t, `^"[ -~]*"$`, clean)
		}
	}
}

func TestEventAfterAnError(t *testing.T) {
	e := identity.Event{What: identity.EventSignIn}
	require.Equal(t, identity.OutcomeDone, e.After(nil).Outcome)
	require.Equal(t, identity.OutcomeFailed, e.After(errors.New("planted")).Outcome)
	require.Empty(t, e.After(errors.New("planted")).Reason)
	joined := e.After(errors.Join(identity.ErrThrottled, errors.New("planted")))
	require.Equal(t, identity.OutcomeRefused, joined.Outcome)
	require.Equal(t, identity.Reason("throttled"), joined.Reason)
	e.Reason = identity.ReasonDead
	require.Equal(t, identity.ReasonDead, e.After(identity.ErrCode).Reason)
}
