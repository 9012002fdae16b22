package storetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

func flowTests() []test {
	return []test{
		{"WhatIsNotThereIsNotFound", flowNotFound},
		{"WhatIsChangedIsReadBack", flowReadBack},
		{"AFlowAndItsLetterAreOne", flowLetter},
		{"AnErrorWritesNothing", flowRollback},
		{"RememberedUntilForgotten", flowRemembered},
		{"OneOfManyVerificationsWins", flowRace},
		{"BudgetsLoseNothing", budgetRace},
		{"SprayLosesNothing", sprayRace},
		{"OrganisationsAreApart", flowTenancy},
		{"AccountsAreFoundByAddress", accountsAt},
		{"AnAccountAndItsLetterAreOne", accountLetter},
		{"WhatIsKeptOfPasswordsIsReadBack", accountPasswords},
	}
}

func flow(id string) identity.Flow {
	return identity.Flow{
		Org: north, ID: id, Machine: 1, State: identity.FlowSent, Address: "elise@example.org", Account: "a-1", Epoch: 4,
		Began: instant(1), Seen: instant(2), Code: strings.Repeat("0f", 32), CodeUntil: instant(3), Sends: 2, Failures: 3,
		Ticket: strings.Repeat("f0", 32), TicketUntil: instant(4),
	}
}

// letter is one of the organisation's own, to whoever has an address.
func letter(member identity.MemberID, id string) identity.Message {
	return identity.Message{
		Org: north, Member: member, ID: id, Kind: identity.LinkingCode, To: "elise@example.org", Language: identity.French,
		Values: map[string]string{"name": strange}, Written: instant(5), Secret: "12345678",
	}
}

// mute is a Change of a flow that writes no letter.
func mute(fn func(identity.Flow) identity.Flow) func(identity.Flow) (identity.Flow, []identity.Message, error) {
	return func(f identity.Flow) (identity.Flow, []identity.Message, error) { return fn(f), nil, nil }
}

func flowNotFound(t *testing.T, s Stores) {
	ctx := t.Context()
	for _, id := range []string{"nobody", "", "'", strange, "a\x00b", "\xff"} {
		_, err := s.Flows().Flow(ctx, north, id)
		require.ErrorIs(t, err, identity.ErrNotFound, "%q", id)
	}
	spray, err := s.Flows().Spray(ctx, north)
	require.NoError(t, err)
	require.Equal(t, identity.Spray{Org: north}, spray)
	all, err := s.Flows().Remembered(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []identity.Flow{}, all)
}

func flowReadBack(t *testing.T, s Stores) {
	ctx, want := t.Context(), flow("f-1")
	for version := int64(1); version <= 2; version++ {
		changed, err := s.Flows().ChangeFlow(ctx, north, "f-1", mute(func(f identity.Flow) identity.Flow {
			require.Equal(t, version-1, f.Version)
			require.Equal(t, "f-1", f.ID)
			return flow("another")
		}))
		require.NoError(t, err)
		want.Version = version
		require.Equal(t, want, changed)
		read, err := s.Flows().Flow(ctx, north, "f-1")
		require.NoError(t, err)
		require.Equal(t, want, read)
	}
}

func flowLetter(t *testing.T, s Stores) {
	ctx, flows := t.Context(), s.Flows()
	write := func(f identity.Flow) (identity.Flow, []identity.Message, error) {
		f.Sends++
		return f, []identity.Message{letter("", "code-1")}, nil
	}
	_, err := flows.ChangeFlow(ctx, north, "f-1", write)
	require.NoError(t, err)
	kept, err := s.Outbox().Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{letter("", "code-1")}, kept)
	_, err = flows.ChangeFlow(ctx, north, "f-1", write)
	require.Error(t, err, "the letter was written already")
	read, err := flows.Flow(ctx, north, "f-1")
	require.NoError(t, err)
	require.Equal(t, 1, read.Sends)
	_, err = flows.ChangeFlow(ctx, north, "f-1", func(f identity.Flow) (identity.Flow, []identity.Message, error) {
		return f, []identity.Message{letter(marie, "code-2")}, nil
	})
	require.Error(t, err, "whose address it is is nobody's to read in the outbox")
}

func flowRollback(t *testing.T, s Stores) {
	ctx := t.Context()
	_, err := s.Flows().ChangeFlow(ctx, north, "f-1", func(identity.Flow) (identity.Flow, []identity.Message, error) {
		return flow("f-1"), []identity.Message{letter("", "code-1")}, errRefused
	})
	require.Same(t, errRefused, err)
	_, err = s.Flows().Flow(ctx, north, "f-1")
	require.ErrorIs(t, err, identity.ErrNotFound)
	kept, err := s.Outbox().Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Empty(t, kept)
}

func flowRemembered(t *testing.T, s Stores) {
	ctx, flows := t.Context(), s.Flows()
	for i, id := range []string{"f-2", "f-1", "f-3"} {
		_, err := flows.ChangeFlow(ctx, north, id, mute(func(f identity.Flow) identity.Flow {
			f.Address, f.Began = "elise@example.org", instant(i)
			return f
		}))
		require.NoError(t, err)
	}
	ids := func() (ids []string) {
		all, err := flows.Remembered(ctx, north)
		require.NoError(t, err)
		for _, f := range all {
			ids = append(ids, f.ID)
		}
		return ids
	}
	require.Equal(t, []string{"f-2", "f-1", "f-3"}, ids())
	_, err := flows.ChangeFlow(ctx, north, "f-1", mute(func(f identity.Flow) identity.Flow { f.Address = ""; return f }))
	require.NoError(t, err)
	require.Equal(t, []string{"f-2", "f-3"}, ids())
}

// Two verifications at the same instant: one finds the code, the others find it used.
func flowRace(t *testing.T, s Stores) {
	ctx, flows := t.Context(), s.Flows()
	key, now := []byte("a key of the test"), instant(1)
	_, err := flows.ChangeFlow(ctx, north, "f-1", func(f identity.Flow) (identity.Flow, []identity.Message, error) {
		f, err := f.Start("elise@example.org", now)
		if err != nil {
			return f, nil, err
		}
		f, err = f.Send(identity.Sending{Account: "a-1", Seal: f.Seal(key, "12345678")}, now)
		return f, nil, err
	})
	require.NoError(t, err)
	won := make(chan int, 8)
	err = together(8, 1, func(goroutine, _ int) error {
		var answer error
		_, err := flows.ChangeFlow(ctx, north, "f-1", func(f identity.Flow) (identity.Flow, []identity.Message, error) {
			f, answer = f.Verify(identity.Trial{Typed: "12345678", Key: key, Ticket: strings.Repeat("ab", 32)}, now)
			return f, nil, nil
		})
		if answer == nil {
			won <- goroutine
		} else if !errors.Is(answer, identity.ErrFlowStep) {
			return answer
		}
		return err
	})
	require.NoError(t, err)
	require.Len(t, won, 1)
	read, err := flows.Flow(ctx, north, "f-1")
	require.NoError(t, err)
	require.Equal(t, identity.FlowVerified, read.State)
}

// Guesses that race each other get no more than guesses in a row: ten in an hour.
func budgetRace(t *testing.T, s Stores) {
	ctx := t.Context()
	may := make(chan bool, 40)
	require.NoError(t, together(8, 5, func(int, int) error {
		var ok bool
		err := s.Flows().ChangeBudget(ctx, north, "an address", func(b identity.Budget) identity.Budget {
			b, ok = b.Try(instant(1))
			return b
		})
		if ok {
			may <- true
		}
		return err
	}))
	require.Len(t, may, 10)
	require.NoError(t, s.Flows().ChangeBudget(ctx, north, "an address", func(b identity.Budget) identity.Budget {
		require.Len(t, b.Failures, 10)
		require.Equal(t, instant(1), b.Failures[9])
		require.Equal(t, "an address", b.Key)
		return b
	}))
	require.NoError(t, s.Flows().ChangeBudget(ctx, north, "another", func(b identity.Budget) identity.Budget {
		require.Equal(t, identity.Budget{Org: north, Key: "another"}, b)
		return b
	}))
}

func sprayRace(t *testing.T, s Stores) {
	ctx := t.Context()
	require.NoError(t, together(4, 5, func(int, int) error {
		return s.Flows().ChangeSpray(ctx, north, func(c identity.Spray) identity.Spray { return c.Missed(instant(1)) })
	}))
	spray, err := s.Flows().Spray(ctx, north)
	require.NoError(t, err)
	require.Equal(t, 20, spray.Wrong)
	require.True(t, spray.Alarm(instant(2)))
}

func flowTenancy(t *testing.T, s Stores) {
	ctx := t.Context()
	_, err := s.Flows().ChangeFlow(ctx, north, "f-1", mute(func(identity.Flow) identity.Flow { return flow("f-1") }))
	require.NoError(t, err)
	_, err = s.Flows().Flow(ctx, south, "f-1")
	require.ErrorIs(t, err, identity.ErrNotFound)
	all, err := s.Flows().Remembered(ctx, south)
	require.NoError(t, err)
	require.Empty(t, all)
}

func accountsAt(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	ids := func(org identity.OrganisationID, address string) []identity.AccountID {
		all, err := i.AccountsAt(ctx, org, address)
		require.NoError(t, err)
		found := []identity.AccountID{}
		for _, a := range all {
			require.Equal(t, org, a.Org)
			found = append(found, a.ID)
		}
		return found
	}
	put := func(m identity.Member, accounts ...identity.AccountID) {
		_, err := i.ChangeMember(ctx, m.Org, m.ID, set(m))
		require.NoError(t, err)
		for _, id := range accounts {
			a := account(m.Org, id, string(id))
			a.Member = m.ID
			_, err := i.ChangeAccount(ctx, m.Org, id, silently(a))
			require.NoError(t, err)
		}
	}
	m := member(north, marie)
	m.Email = " Élise@Example.ORG"
	put(m, "a-2", "a-1")
	m = member(north, joseph)
	m.Email = ""
	put(m, "a-3")
	put(member(south, marie), "a-1")
	require.Equal(t, []identity.AccountID{"a-1", "a-2"}, ids(north, "élise@example.org"))
	require.Empty(t, ids(north, ""))
	require.Empty(t, ids(north, "elise@example.org"))
	require.Equal(t, []identity.AccountID{"a-1"}, ids(south, "elise@example.org"))
	// The own address of an account counts while it has no member, and follows it.
	own := account(north, "a-0", "a-0")
	own.Member, own.Email = "", " Élise@example.org "
	_, err := i.ChangeAccount(ctx, north, "a-0", silently(own))
	require.NoError(t, err)
	require.Equal(t, []identity.AccountID{"a-0", "a-1", "a-2"}, ids(north, "élise@example.org"))
	own.Email = "other@example.org"
	_, err = i.ChangeAccount(ctx, north, "a-0", silently(own))
	require.NoError(t, err)
	require.Equal(t, []identity.AccountID{"a-1", "a-2"}, ids(north, "élise@example.org"))
	require.Equal(t, []identity.AccountID{"a-0"}, ids(north, "other@example.org"))
	own.Member = "m-none"
	_, err = i.ChangeAccount(ctx, north, "a-0", silently(own))
	require.NoError(t, err)
	require.Empty(t, ids(north, "other@example.org"))
	for _, address := range []string{strange, "a\x00b", "\xff", "%", strings.Repeat("é", 5000)} {
		require.Empty(t, ids(north, address), "%.20q", address)
	}
	m.Email = "joseph@example.org"
	put(m)
	require.Equal(t, []identity.AccountID{"a-3"}, ids(north, "joseph@example.org"))
	none := account(north, "a-3", "a-3")
	none.Member = ""
	_, err = i.ChangeAccount(ctx, north, "a-3", silently(none))
	require.NoError(t, err)
	require.Empty(t, ids(north, "joseph@example.org"))
}

func accountLetter(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	write := func(messages ...identity.Message) error {
		_, err := i.ChangeAccount(ctx, north, "a-1", func(a identity.Account) (identity.Account, []identity.Message, error) {
			epoch := a.Epoch
			a = account(north, "a-1", "elise")
			a.Epoch = epoch + 1
			return a, messages, nil
		})
		return err
	}
	require.NoError(t, write(letter(marie, "password-1")))
	kept, err := s.Outbox().MessagesTo(ctx, north, marie, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{letter(marie, "password-1")}, kept)
	err = write(letter(marie, "password-2"), letter(marie, "password-1"))
	require.Error(t, err)
	require.NotErrorIs(t, err, identity.ErrStale)
	read, err := i.Account(ctx, north, "a-1")
	require.NoError(t, err)
	require.Equal(t, int64(1), read.Epoch)
	kept, err = s.Outbox().MessagesTo(ctx, north, marie, 10)
	require.NoError(t, err)
	require.Len(t, kept, 1)
}

func accountPasswords(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	a := account(north, "a-1", "elise")
	a.Epoch, a.LastOpened, a.PasswordSet, a.Disown, a.DisownUntil = 7, instant(1), instant(2), strings.Repeat("0", 64), instant(3)
	a.Temporary = &identity.Temporary{Digest: strings.Repeat("1", 64), Until: instant(4), Used: instant(5)}
	kept, err := i.ChangeAccount(ctx, north, "a-1", silently(a))
	require.NoError(t, err)
	a.Version = 1
	require.Equal(t, a, kept)
	kept.Temporary.Digest = "mine"
	read, err := i.Account(ctx, north, "a-1")
	require.NoError(t, err)
	require.Equal(t, a, read)
	session := identity.Session{Org: north, Digest: "d", Account: "a-1", Opened: instant(1), Seen: instant(2), Epoch: 7, Owes: identity.OwesPassword}
	require.NoError(t, i.PutSession(ctx, session))
	open, err := i.Session(ctx, north, "d")
	require.NoError(t, err)
	require.Equal(t, session, open)
	require.NoError(t, s.Flows().ChangeBudget(ctx, north, "k", func(b identity.Budget) identity.Budget {
		b, _ = b.Send(instant(1).Truncate(time.Microsecond))
		return b
	}))
}
