package storetest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
	"github.com/goodstanding/goodstanding/privacy"
)

func holderTests() []test {
	return []test{
		{"EverythingOfAPersonIsFound", holderFinds},
		{"NothingOfAnotherPersonIsFound", holderApart},
		{"WhatIsErasedIsGoneAndTheOthersStay", holderErases},
		{"ErasingTwiceIsAsErasingOnce", holderTwice},
		{"ADoneContextIsAnErrorAndNotNothing", holderUnreachable},
		{"AnAddressThatTwoShareFindsByTheName", holderShared},
	}
}

// holds puts something of every kind about a person into the store, and about another who
// is next to it.
func holds(t *testing.T, s Stores, member identity.MemberID, account identity.AccountID, address string) {
	t.Helper()
	ctx, i := t.Context(), s.Identity()
	_, err := i.ChangeMember(ctx, north, member, func(m identity.Member) (identity.Member, error) {
		m.First, m.Last, m.Permit, m.Email = "Élise", "Roy", "P-"+string(member), address
		return m, nil
	})
	require.NoError(t, err)
	_, err = i.ChangeAccount(ctx, north, account, func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Login, a.Member, a.Name = "login-"+string(member), member, "Élise Roy"
		return a, nil, nil
	})
	require.NoError(t, err)
	require.NoError(t, i.PutSession(ctx, identity.Session{Org: north, Digest: strings.Repeat("0f", 30) + string(member), Account: account, Opened: instant(1)}))
	require.NoError(t, i.ChangeThrottle(ctx, north, "login-"+string(member), fail(instant(1))))
	key := hours.Key{Org: north, Member: member, ID: "d-1"}
	require.NoError(t, tellDeclaration(ctx, s, key, act(north, member, 1)))
	m := message(north, member, "sent", instant(2))
	m.To = address
	require.NoError(t, tellRequest(ctx, s, exemption.Key{Org: north, Member: member, ID: "r-1"}, act(north, member, 2), m))
	_, err = s.Exam().ChangeLearner(ctx, north, member, func(l exam.Learner) (exam.Learner, error) {
		l.First, l.Last, l.Email, l.Birth = "Élise", "Roy", address, day("1980-02-29")
		return l, nil
	})
	require.NoError(t, err)
	_, err = s.Exam().ChangeOperator(ctx, north, account, func(o exam.Operator) (exam.Operator, error) {
		o.First, o.Phone = "Élise", "418 555-0100"
		return o, nil
	})
	require.NoError(t, err)
	r := accessRequest("a-" + string(member))
	r.User = access.Person{First: "Élise", Last: "Roy", Email: address}
	told := message(north, "", "signed-"+string(member), instant(3))
	told.To = address
	_, err = putRequest(t, s, r, told)
	require.NoError(t, err)
	_, err = s.Flows().ChangeFlow(ctx, north, "f-"+string(member), mute(func(f identity.Flow) identity.Flow {
		f.Account, f.Address, f.Began = account, address, instant(1)
		return f
	}))
	require.NoError(t, err)
	_, err = s.Intake().ChangeLeaf(ctx, intake.LeafKey{Org: north, Roster: "r"}, func(l intake.Leaf) (intake.Leaf, hours.Telling, error) {
		l.Lines = append(l.Lines, intake.Result{Line: intake.Line{Number: len(l.Lines) + 1, Name: "Élise Roy", Permit: "P-" + string(member), Title: strange}, Member: member, Outcome: intake.Matched})
		return l, hours.Telling{}, nil
	})
	require.NoError(t, err)
	_, err = s.Audit().ChangeDraw(ctx, audit.Key{Org: north, ID: "x"}, func(d audit.Draw) (audit.Draw, hours.Telling, error) {
		d.Seed, d.Selected = "seed", append(d.Selected, audit.Selected{Member: member, Number: "P-" + string(member), Rank: len(d.Selected) + 1})
		return d, hours.Telling{}, nil
	})
	require.NoError(t, err)
}

// pieces returns what the store holds about a person.
func pieces(t *testing.T, s Stores, person privacy.PersonID) (privacy.Records, []privacy.Piece) {
	t.Helper()
	h := s.Holder(Keeping(t))
	subject, err := h.Subject(t.Context(), north, person)
	require.NoError(t, err)
	all, err := h.Pieces(t.Context(), subject)
	require.NoError(t, err)
	return h, all
}

func names(all []privacy.Piece) []string {
	var ids []string
	for _, p := range all {
		ids = append(ids, p.ID)
	}
	return ids
}

func holderFinds(t *testing.T, s Stores) {
	holds(t, s, joseph, "a-7", "joseph@example.org")
	holds(t, s, marie, "a-1", "elise@example.org")
	h, all := pieces(t, s, privacy.PersonID(marie))
	require.Equal(t, []string{
		"accounts/a-1", "acts/m-1042/1", "acts/m-1042/2", "members/m-1042", "messages//signed-m-1042", "messages/m-1042/sent",
		"records//access-request/a-m-1042", "records//draw/x#1", "records//exam-operator/a-1", "records//identity-flow/f-m-1042",
		"records//roster-leaf/r%2F000000#1", "records/m-1042/declaration/d-1", "records/m-1042/exam-learner/", "records/m-1042/exemption/r-1",
		"sessions/" + strings.Repeat("0f", 30) + "m-1042", "throttles/a-1",
	}, names(all))
	subject, err := h.Subject(t.Context(), north, privacy.PersonID(marie))
	require.NoError(t, err)
	require.Equal(t, privacy.Subject{
		Org: north, Person: "m-1042", Accounts: []identity.AccountID{"a-1"}, Logins: []string{"login-m-1042"},
		Addresses: []string{"elise@example.org"}, Permits: []string{"P-m-1042"}, Names: []string{"Élise Roy"},
	}, subject)
	for _, p := range all {
		require.NotContains(t, p.ID, "login", "an identifier tells nothing that was typed")
		data, err := Keeping(t).Data(p)
		require.NoError(t, err, p.ID)
		for _, d := range data {
			require.NotContains(t, d.Text(), "m-7", "%s: of somebody else", p.ID)
		}
	}
	// Who has an account and no file is found by it.
	_, err = s.Identity().ChangeAccount(t.Context(), north, "a-9", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Login, a.Email = "luc", "Luc@example.org"
		return a, nil, nil
	})
	require.NoError(t, err)
	_, all = pieces(t, s, "account.a-9")
	require.Equal(t, []string{"accounts/a-9"}, names(all))
}

func holderApart(t *testing.T, s Stores) {
	holds(t, s, joseph, "a-7", "joseph@example.org")
	for _, person := range []privacy.PersonID{"m-1", "", "account.a-1", "account."} {
		_, all := pieces(t, s, person)
		require.Equal(t, []privacy.Piece{}, all, "%q", person)
	}
	h := s.Holder(Keeping(t))
	elsewhere, err := h.Subject(t.Context(), south, privacy.PersonID(joseph))
	require.NoError(t, err)
	all, err := h.Pieces(t.Context(), elsewhere)
	require.NoError(t, err)
	require.Empty(t, all)
}

func holderErases(t *testing.T, s Stores) {
	ctx := t.Context()
	holds(t, s, joseph, "a-7", "joseph@example.org")
	_, before := pieces(t, s, privacy.PersonID(joseph))
	holds(t, s, marie, "a-1", "elise@example.org")
	h, all := pieces(t, s, privacy.PersonID(marie))
	require.NoError(t, h.Erase(ctx, north, names(all)))
	require.NoError(t, h.Purge(ctx))

	_, after := pieces(t, s, privacy.PersonID(joseph))
	require.Equal(t, names(before), names(after), "what is another's stays")
	for i := range after {
		require.Equal(t, before[i].Digest, after[i].Digest, after[i].ID)
	}
	// What is stripped has nothing personal left, and nothing else is left.
	_, left := pieces(t, s, privacy.PersonID(marie))
	for _, p := range left {
		data, err := Keeping(t).Data(p)
		require.NoError(t, err)
		for _, d := range data {
			require.False(t, d.Field.Personal(), "%s: %s is still %s", p.ID, d.Path, d.Value)
		}
	}
	require.Equal(t, []string{"acts/m-1042/1", "acts/m-1042/2", "records//draw/x#1", "records//roster-leaf/r%2F000000#1"}, names(left))
	acts := history(t, s, north, marie)
	require.Len(t, acts, 2)
	require.Equal(t, hours.Ratio(14, 3), acts[0].After.Counted, "the hours stay")
	require.Empty(t, acts[0].By+acts[0].Reason+acts[0].Title.FR)

	_, err := s.Identity().Member(ctx, north, marie)
	require.ErrorIs(t, err, identity.ErrNotFound)
	_, err = s.Identity().AccountByLogin(ctx, north, "login-m-1042")
	require.ErrorIs(t, err, identity.ErrNotFound, "nobody signs in")
	sessions, err := s.Identity().Sessions(ctx, north, "a-1")
	require.NoError(t, err)
	require.Empty(t, sessions)
	leaf, err := s.Intake().Leaf(ctx, intake.LeafKey{Org: north, Roster: "r"})
	require.NoError(t, err)
	require.Equal(t, "Élise Roy", leaf.Lines[0].Line.Name, "the other's line")
	require.Equal(t, intake.Line{Number: 2}, leaf.Lines[1].Line)
	require.Equal(t, intake.Matched, leaf.Lines[1].Outcome)
	waiting, err := s.Access().Waiting(ctx, north, access.ForStaff)
	require.NoError(t, err)
	require.Len(t, waiting, 1)
	// The history goes on where it was.
	require.NoError(t, tellDeclaration(ctx, s, hours.Key{Org: north, Member: marie, ID: "d-2"}, act(north, marie, 3)))
}

func holderTwice(t *testing.T, s Stores) {
	ctx := t.Context()
	holds(t, s, marie, "a-1", "elise@example.org")
	h, all := pieces(t, s, privacy.PersonID(marie))
	ids := append(names(all), "records/m-1042/declaration/none", "acts/m-1042/99", "documents/m-1042/r-1/x-1", "elsewhere/1")
	require.NoError(t, h.Erase(ctx, north, ids))
	_, once := pieces(t, s, privacy.PersonID(marie))
	require.NoError(t, h.Erase(ctx, north, ids))
	_, twice := pieces(t, s, privacy.PersonID(marie))
	require.Equal(t, once, twice)
	// What is nobody's is refused, and nothing is erased with it.
	holds(t, s, joseph, "a-7", "joseph@example.org")
	require.ErrorIs(t, h.Erase(ctx, north, []string{"members/m-7", "records//exam-point/p-1"}), privacy.ErrUndeclared)
	_, err := s.Identity().Member(ctx, north, joseph)
	require.NoError(t, err)
}

func holderUnreachable(t *testing.T, s Stores) {
	holds(t, s, marie, "a-1", "elise@example.org")
	h := s.Holder(Keeping(t))
	subject, err := h.Subject(t.Context(), north, privacy.PersonID(marie))
	require.NoError(t, err)
	done, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = h.Subject(done, north, privacy.PersonID(marie))
	require.Error(t, err)
	_, err = h.Pieces(done, subject)
	require.Error(t, err)
	require.Error(t, h.Erase(done, north, []string{"members/m-1042"}))
	require.Error(t, h.Purge(done))
	_, err = s.Identity().Member(t.Context(), north, marie)
	require.NoError(t, err)
}

func holderShared(t *testing.T, s Stores) {
	holds(t, s, marie, "a-1", "clinique@example.org")
	r := accessRequest("shared")
	r.User = access.Person{First: "Luc", Last: "Roy", Email: "Clinique@example.org"}
	_, err := putRequest(t, s, r)
	require.NoError(t, err)
	r = accessRequest("own")
	r.User = access.Person{First: "ÉLISE", Last: " Roy", Email: "Clinique@example.org"}
	_, err = putRequest(t, s, r)
	require.NoError(t, err)
	_, all := pieces(t, s, privacy.PersonID(marie))
	require.True(t, slices.Contains(names(all), "records//access-request/own"))
	require.False(t, slices.Contains(names(all), "records//access-request/shared"))
}
