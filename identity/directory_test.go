package identity_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/argon2id"
	"github.com/goodstanding/goodstanding/adapters/argon2id/argon2idtest"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/identity"
)

const (
	emmasPassword  = "la tour penche un peu"
	staffsPassword = "le fleuve coule au nord"
)

// house is two organisations that share a store, a directory over it, and a clock
// that the test moves.
type house struct {
	*identity.Directory
	store  identity.Store
	outbox identity.Outbox
	now    time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	kept := memory.New()
	store := kept.Identity()
	h := &house{store: store, outbox: kept.Outbox(), now: noon}
	h.Directory = &identity.Directory{
		Store: store, Flows: kept.Flows(), Hasher: argon2idtest.Hasher{},
		Now: func() time.Time { return h.now },
	}
	for _, org := range []identity.OrganisationID{"otpq", "oiq"} {
		_, err := store.ChangeOrganisation(t.Context(), org, func(o identity.Organisation) (identity.Organisation, error) {
			o.Name.FR = string(org)
			return o, nil
		})
		require.NoError(t, err)
	}
	h.member(t, "otpq", "m-1", "Emma", "Gélinas")
	h.member(t, "otpq", "m-2", "Luc", "Roy")
	h.member(t, "oiq", "m-1", "Anne", "Côté")
	h.account(t, identity.Account{Org: "otpq", ID: "a-1", Login: "emma", Roles: []identity.Role{identity.RoleMember}, Member: "m-1", Name: "emma"}, emmasPassword)
	h.account(t, identity.Account{Org: "otpq", ID: "a-2", Login: "staff", Roles: []identity.Role{identity.RoleStaff}, Name: "Service des admissions"}, staffsPassword)
	return h
}

func (h *house) member(t *testing.T, org identity.OrganisationID, id identity.MemberID, first, last string) {
	t.Helper()
	_, err := h.store.ChangeMember(t.Context(), org, id, func(m identity.Member) (identity.Member, error) {
		m.First, m.Last, m.Language = first, last, identity.English
		m.Email = strings.ToLower(first) + "@example.org"
		return m, nil
	})
	require.NoError(t, err)
}

func (h *house) account(t *testing.T, a identity.Account, password string) {
	t.Helper()
	hash, err := h.Hasher.Hash(password)
	require.NoError(t, err)
	_, err = h.store.ChangeAccount(t.Context(), a.Org, a.ID, func(identity.Account) (identity.Account, []identity.Message, error) {
		a.Hash = hash
		return a, nil, nil
	})
	require.NoError(t, err)
}

func (h *house) signIn(t *testing.T, login, password string) (string, identity.Actor) {
	t.Helper()
	token, actor, err := h.SignIn(t.Context(), "otpq", login, password)
	require.NoError(t, err)
	return token, actor
}

// refused signs in wrongly and requires the error and nothing else.
func (h *house) refused(t *testing.T, login, password string, want error) {
	t.Helper()
	token, actor, err := h.SignIn(t.Context(), "otpq", login, password)
	require.ErrorIs(t, err, want)
	require.Empty(t, token)
	require.Equal(t, identity.Actor{}, actor)
}

func TestP1_SignInWithLoginAndPassword(t *testing.T) {
	h := open(t)
	for _, login := range []string{"emma", "Emma", " EMMA \n"} {
		token, actor := h.signIn(t, login, emmasPassword)
		who, err := h.Who(t.Context(), token)
		require.NoError(t, err)
		require.Equal(t, actor, who)
		require.Equal(t, identity.AccountID("a-1"), who.Account)
		require.Equal(t, identity.MemberID("m-1"), who.Member)
		require.Equal(t, identity.OrganisationID("otpq"), who.Org)
		require.Equal(t, []identity.Role{identity.RoleMember}, who.Roles)
	}
}

func TestP1_WrongLoginAndWrongPasswordAreToldAlike(t *testing.T) {
	for name, c := range map[string]struct{ login, password string }{
		"wrong password":              {"emma", "la tour ne penche pas"},
		"password in another case":    {"emma", strings.ToUpper(emmasPassword)},
		"password with a space after": {"emma", emmasPassword + " "},
		"no password":                 {"emma", ""},
		"somebody else's password":    {"emma", staffsPassword},
		"unknown login":               {"nobody", emmasPassword},
		"no login":                    {"", emmasPassword},
		"a login that goes on":        {strings.Repeat("emma", 1000), emmasPassword},
	} {
		t.Run(name, func(t *testing.T) { open(t).refused(t, c.login, c.password, identity.ErrSignIn) })
	}
}

// A learner sits exams whether on the roll or not; of nobody else is an account without
// its member let in.
func TestE8_ALearnerNeedNotBeOnTheRoll(t *testing.T) {
	h := open(t)
	for role, want := range map[identity.Role]error{identity.RoleLearner: nil, identity.RoleMember: identity.ErrNotFound} {
		h.account(t, identity.Account{
			Org: "otpq", ID: "a-9", Login: "genevieve", Member: "m-9", Name: "Geneviève Lavigne", Roles: []identity.Role{role},
		}, emmasPassword)
		token, actor, err := h.SignIn(t.Context(), "otpq", "genevieve", emmasPassword)
		require.ErrorIs(t, err, want)
		if want == nil {
			require.Equal(t, "Geneviève Lavigne", actor.Name)
			require.Equal(t, identity.MemberID("m-9"), actor.Member)
			who, err := h.Who(t.Context(), token)
			require.NoError(t, err)
			require.Equal(t, actor, who)
		}
	}
}

func TestP1_AccountOfAnotherOrganisationDoesNotSignIn(t *testing.T) {
	h := open(t)
	_, _, err := h.SignIn(t.Context(), "oiq", "emma", emmasPassword)
	require.ErrorIs(t, err, identity.ErrSignIn)
}

func TestP1_HashThatCannotBeReadIsNoMatch(t *testing.T) {
	h := open(t)
	_, err := h.store.ChangeAccount(t.Context(), "otpq", "a-1", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Hash = emmasPassword
		return a, nil, nil
	})
	require.NoError(t, err)
	h.refused(t, "emma", emmasPassword, argon2id.ErrMalformed)
}

func TestP1_SignInTellsWhenTheStoreFails(t *testing.T) {
	h := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := h.SignIn(ctx, "otpq", "emma", emmasPassword)
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, identity.ErrSignIn)
}

func TestP3_ActorHasTheNameOnTheRoll(t *testing.T) {
	h := open(t)
	_, emma := h.signIn(t, "emma", emmasPassword)
	require.Equal(t, "Emma Gélinas", emma.Name)
	require.Equal(t, identity.English, emma.Language)
	_, staff := h.signIn(t, "staff", staffsPassword)
	require.Equal(t, "Service des admissions", staff.Name)
}

func TestTokenIsNeverStored(t *testing.T) {
	h := open(t)
	kept := &watched{Store: h.store}
	h.Store = kept
	token, _ := h.signIn(t, "emma", emmasPassword)
	_, secret, ok := strings.Cut(token, ".")
	require.True(t, ok)
	require.Len(t, secret, 43, "32 bytes in base64 without padding")
	require.Len(t, kept.sessions, 1)
	s := kept.sessions[0]
	require.Len(t, s.Digest, 64)
	for _, text := range []string{s.Digest, string(s.Account), string(s.Org)} {
		require.NotContains(t, text, secret)
	}
	other, _ := h.signIn(t, "emma", emmasPassword)
	require.NotEqual(t, token, other)
}

// watched keeps the sessions that are put.
type watched struct {
	identity.Store
	sessions []identity.Session
}

func (w *watched) PutSession(ctx context.Context, s identity.Session) error {
	w.sessions = append(w.sessions, s)
	return w.Store.PutSession(ctx, s)
}

func TestNoSessionWithoutRandomness(t *testing.T) {
	h := open(t)
	h.Random = strings.NewReader("not thirty-two bytes")
	_, _, err := h.SignIn(t.Context(), "otpq", "emma", emmasPassword)
	require.Error(t, err)
}

func TestMembers(t *testing.T) {
	h := open(t)
	_, emma := h.signIn(t, "emma", emmasPassword)
	_, staff := h.signIn(t, "staff", staffsPassword)
	ids := func(actor identity.Actor) (all []identity.MemberID, err error) {
		members, err := h.Members(t.Context(), actor)
		for _, m := range members {
			all = append(all, m.ID)
			require.Equal(t, actor.Org, m.Org)
		}
		return all, err
	}
	own, err := ids(emma)
	require.NoError(t, err)
	require.Equal(t, []identity.MemberID{"m-1"}, own)
	all, err := ids(staff)
	require.NoError(t, err)
	require.Equal(t, []identity.MemberID{"m-1", "m-2"}, all)
	_, err = ids(identity.Actor{Org: "otpq", Roles: []identity.Role{identity.RoleOperator}})
	require.ErrorIs(t, err, identity.ErrForbidden)
	_, err = ids(identity.Actor{Org: "otpq", Member: "m-1", Roles: []identity.Role{identity.RoleOperator}})
	require.ErrorIs(t, err, identity.ErrForbidden)
	_, err = ids(identity.Actor{})
	require.ErrorIs(t, err, identity.ErrForbidden)
}

func TestMemberAnotherCannotBeToldFromNone(t *testing.T) {
	h := open(t)
	_, emma := h.signIn(t, "emma", emmasPassword)
	_, staff := h.signIn(t, "staff", staffsPassword)
	for _, id := range []identity.MemberID{"m-2", "m-3"} {
		_, err := h.Member(t.Context(), emma, id)
		require.ErrorIs(t, err, identity.ErrNotFound)
	}
	other, err := h.Member(t.Context(), staff, "m-2")
	require.NoError(t, err)
	require.Equal(t, "Luc Roy", other.Name())
	_, err = h.Member(t.Context(), staff, "m-3")
	require.ErrorIs(t, err, identity.ErrNotFound)
	o, err := h.Organisation(t.Context(), "otpq")
	require.NoError(t, err)
	require.Equal(t, "otpq", o.Name.FR)
}

// tally counts what a hasher verifies.
type tally struct {
	identity.Hasher
	verified int
}

func (c *tally) Verify(password, hash string) (bool, error) {
	c.verified++
	return c.Hasher.Verify(password, hash)
}

// A login that nobody has, however long, costs what a wrong password does: the
// time taken does not tell which logins exist.
func TestP1_LoginThatNobodyHasCostsAPassword(t *testing.T) {
	h := open(t)
	counted := &tally{Hasher: h.Hasher}
	h.Hasher = counted
	for i, login := range []string{"emma", "nobody", strings.Repeat("x", 300)} {
		h.refused(t, login, "la tour ne penche pas", identity.ErrSignIn)
		require.Equal(t, i+1, counted.verified, "%.20q", login)
	}
}
