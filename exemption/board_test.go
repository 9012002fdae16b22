package exemption_test

import (
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/exemption/grounds"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/identity"
)

const (
	pdf = "%PDF-1.7\nthe rest"
	png = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
)

// The people in front of the desk.
var (
	emma  = identity.Actor{Org: "otpq", Member: "m-1", Name: "Emma Gélinas", Roles: []identity.Role{identity.RoleMember}}
	luc   = identity.Actor{Org: "otpq", Member: "m-2", Name: "Luc Roy", Roles: []identity.Role{identity.RoleMember}}
	staff = identity.Actor{Org: "otpq", Name: "Anne Côté", Roles: []identity.Role{identity.RoleStaff}}
	// elsewhere are the staff of another organisation that has a member m-1 too.
	elsewhere = identity.Actor{Org: "oiq", Name: "Jean", Roles: []identity.Role{identity.RoleStaff}}
)

// house is a board over a ledger, both over one store in memory, and a clock that
// the test moves.
type house struct {
	*exemption.Board
	store     *memory.Store
	documents *files.Memory
	now       time.Time
}

// regulations reads the catalogue once for all the tests.
var regulations = sync.OnceValues(catalogue.Regulations)

func open(t *testing.T) *house {
	t.Helper()
	inUse, err := regulations()
	require.NoError(t, err)
	known, err := grounds.All()
	require.NoError(t, err)
	b := &house{store: memory.New(), documents: files.NewMemory(), now: noon}
	clock := func() time.Time { return b.now }
	ledger := &hours.Ledger{Store: b.store.Hours(), Roll: b.store.Identity(), Regulations: inUse, Now: clock}
	b.Board = &exemption.Board{Store: b.store.Exemption(), Documents: b.documents, Ledger: ledger, Grounds: known, Now: clock}
	ledger.Reliefs = b.Board
	for _, org := range []identity.OrganisationID{"otpq", "oiq"} {
		b.organisation(t, org, func(o *identity.Organisation) { o.Regulation = "qc-otpq" })
		for _, member := range []identity.MemberID{"m-1", "m-2"} {
			b.member(t, org, member, func(m *identity.Member) {
				m.First, m.Last, m.Email = "Emma", "Gélinas", "emma@example.org"
				m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2010-04-01"), To: cycle.Forever}}}
			})
		}
	}
	return b
}

func (b *house) organisation(t *testing.T, org identity.OrganisationID, change func(*identity.Organisation)) {
	t.Helper()
	_, err := b.store.Identity().ChangeOrganisation(t.Context(), org, func(o identity.Organisation) (identity.Organisation, error) {
		change(&o)
		return o, nil
	})
	require.NoError(t, err)
}

func (b *house) member(t *testing.T, org identity.OrganisationID, member identity.MemberID, change func(*identity.Member)) {
	t.Helper()
	_, err := b.store.Identity().ChangeMember(t.Context(), org, member, func(m identity.Member) (identity.Member, error) {
		change(&m)
		return m, nil
	})
	require.NoError(t, err)
}

// draft returns Emma's draft "r1", right in everything, with one document.
func (b *house) draft(t *testing.T) exemption.Request {
	t.Helper()
	r, err := b.Begin(t.Context(), emma, "m-1", "r1")
	require.NoError(t, err)
	e := entry()
	e.Period = r.Entry.Period
	r, err = b.Save(t.Context(), emma, "m-1", "r1", r.Version, e)
	require.NoError(t, err)
	return b.attach(t, r, "billet.pdf", pdf)
}

func (b *house) attach(t *testing.T, r exemption.Request, name, content string) exemption.Request {
	t.Helper()
	r, err := b.Attach(t.Context(), emma, r.Member, r.ID, r.Version, name, strings.NewReader(content))
	require.NoError(t, err)
	return r
}

// submitted returns Emma's request "r1", submitted.
func (b *house) submitted(t *testing.T) exemption.Request {
	t.Helper()
	r, err := b.Submit(t.Context(), emma, "m-1", "r1", b.draft(t).Version)
	require.NoError(t, err)
	return r
}

// granted returns it with so many hours granted.
func (b *house) granted(t *testing.T, granted string) exemption.Request {
	t.Helper()
	r := b.submitted(t)
	r, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, exemption.Verdict{Event: exemption.Grant, Granted: h(granted)})
	require.NoError(t, err)
	return r
}

// stored requires that the request is stored as given.
func (b *house) stored(t *testing.T, want exemption.Request) {
	t.Helper()
	got, err := b.Store.Request(t.Context(), want.Key)
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func (b *house) messages(t *testing.T) []identity.Message {
	t.Helper()
	all, err := b.store.Outbox().Messages(t.Context(), "otpq", 100)
	require.NoError(t, err)
	return all
}

func (b *house) content(t *testing.T, actor identity.Actor, r exemption.Request, document string) string {
	t.Helper()
	_, content, err := b.Open(t.Context(), actor, r.Member, r.ID, document)
	require.NoError(t, err)
	all, err := io.ReadAll(content)
	require.NoError(t, err)
	require.NoError(t, content.Close())
	return string(all)
}

// ids returns the identifiers of the requests.
func ids(all []exemption.Request, err error) ([]string, error) {
	found := []string{}
	for _, r := range all {
		found = append(found, r.ID)
	}
	return found, err
}

func TestDraftsAreInvisibleToStaff(t *testing.T) {
	b := open(t)
	r := b.draft(t)
	_, err := b.Request(t.Context(), staff, "m-1", "r1")
	require.ErrorIs(t, err, exemption.ErrNotFound)
	_, _, err = b.Open(t.Context(), staff, "m-1", "r1", r.Documents[0].ID)
	require.ErrorIs(t, err, exemption.ErrNotFound)
	_, err = b.Decide(t.Context(), staff, "m-1", "r1", r.Version, exemption.Verdict{Event: exemption.Grant, Granted: h("5")})
	require.ErrorIs(t, err, exemption.ErrNotFound)
	for _, list := range []func() ([]exemption.Request, error){
		func() ([]exemption.Request, error) { return b.Requests(t.Context(), staff, "m-1", exemption.Query{}) },
		func() ([]exemption.Request, error) { return b.Awaiting(t.Context(), staff, exemption.Query{}) },
	} {
		found, err := ids(list())
		require.NoError(t, err)
		require.Empty(t, found)
	}
	own, err := ids(b.Requests(t.Context(), emma, "m-1", exemption.Query{}))
	require.NoError(t, err)
	require.Equal(t, []string{"r1"}, own)

	_, err = b.Submit(t.Context(), emma, "m-1", "r1", r.Version)
	require.NoError(t, err)
	waiting, err := ids(b.Awaiting(t.Context(), staff, exemption.Query{}))
	require.NoError(t, err)
	require.Equal(t, []string{"r1"}, waiting)
	require.Equal(t, pdf, b.content(t, staff, r, r.Documents[0].ID))
}

func TestOtherPeoplesRequestsAreAsIfTheyDidNotExist(t *testing.T) {
	b := open(t)
	r := b.submitted(t)
	d := r.Documents[0].ID
	for name, actor := range map[string]identity.Actor{"another member": luc, "staff elsewhere": elsewhere, "nobody": {}} {
		for id, member := range map[string]identity.MemberID{"r1": "m-1", "r9": "m-1"} {
			t.Run(name+" "+id, func(t *testing.T) {
				refuse := func(err error) {
					t.Helper()
					require.True(t, isAny(err, identity.ErrNotFound, exemption.ErrNotFound, identity.ErrForbidden), "%v", err)
				}
				_, err := b.Request(t.Context(), actor, member, id)
				refuse(err)
				_, _, err = b.Open(t.Context(), actor, member, id, d)
				refuse(err)
				_, err = b.Begin(t.Context(), actor, member, id)
				refuse(err)
				_, err = b.Save(t.Context(), actor, member, id, r.Version, entry())
				refuse(err)
				_, err = b.Attach(t.Context(), actor, member, id, r.Version, "a.pdf", strings.NewReader(pdf))
				refuse(err)
				_, err = b.Remove(t.Context(), actor, member, id, r.Version, d)
				refuse(err)
				_, err = b.Submit(t.Context(), actor, member, id, r.Version)
				refuse(err)
				_, err = b.Discard(t.Context(), actor, member, id, r.Version)
				refuse(err)
				_, err = b.Withdraw(t.Context(), actor, member, id, r.Version)
				refuse(err)
				_, err = b.Decide(t.Context(), actor, member, id, r.Version, exemption.Verdict{Event: exemption.Grant, Granted: h("5")})
				refuse(err)
			})
		}
	}
	_, err := b.Requests(t.Context(), luc, "m-1", exemption.Query{})
	require.ErrorIs(t, err, identity.ErrNotFound)
	_, err = b.GroundsFor(t.Context(), luc, "m-1")
	require.ErrorIs(t, err, identity.ErrNotFound)
	_, err = b.Awaiting(t.Context(), luc, exemption.Query{})
	require.ErrorIs(t, err, identity.ErrForbidden)
	waiting, err := ids(b.Awaiting(t.Context(), elsewhere, exemption.Query{}))
	require.NoError(t, err)
	require.Empty(t, waiting)
	b.stored(t, r)
	require.Equal(t, 1, b.documents.Len())
}
