package hours_test

import (
	"context"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// desk is a ledger over the memory store, with two members and a member of staff.
type desk struct {
	*hours.Ledger
	store *memory.Store
	at    time.Time // what the ledger's clock says
}

var (
	emma  = identity.Actor{Org: "otpq", Account: "a-1", Member: "m-1", Name: "Emma Gélinas", Roles: []identity.Role{identity.RoleMember}}
	noah  = identity.Actor{Org: "otpq", Account: "a-2", Member: "m-2", Name: "Noah Roy", Roles: []identity.Role{identity.RoleMember}}
	staff = identity.Actor{Org: "otpq", Account: "a-3", Member: "m-2", Name: "Noah Roy", Roles: []identity.Role{identity.RoleStaff}}
	other = identity.Actor{Org: "oiq", Account: "a-1", Member: "m-1", Name: "Emma Gélinas", Roles: []identity.Role{identity.RoleMember, identity.RoleStaff}}
)

func newDesk(t require.TestingT) *desk {
	ctx := context.Background()
	d := &desk{store: memory.New(), at: noon}
	d.Ledger = &hours.Ledger{
		Store: d.store.Hours(), Roll: d.store.Identity(), Regulations: map[string]hours.Regulation{"qc-otpq": otpq(t)},
		Now: func() time.Time { return d.at },
	}
	d.policy(t, true)
	for _, id := range []identity.MemberID{"m-1", "m-2"} {
		_, err := d.store.Identity().ChangeMember(ctx, "otpq", id, func(m identity.Member) (identity.Member, error) {
			m.First, m.Last, m.Roll = "Emma", "Gélinas", []cycle.Stay{{Span: cycle.Span{From: day("2015-09-01"), To: cycle.Forever}}}
			return m, nil
		})
		require.NoError(t, err)
	}
	for _, item := range lists {
		item.Org = "otpq"
		require.NoError(t, d.Store.PutListing(ctx, item))
	}
	return d
}

// policy says whether members may withdraw what they submitted.
func (d *desk) policy(t require.TestingT, withdraw bool) {
	_, err := d.store.Identity().ChangeOrganisation(context.Background(), "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Regulation, o.WithdrawBeforeProcessing = "qc-otpq", withdraw
		return o, nil
	})
	require.NoError(t, err)
}

// declare submits an entry of Emma's.
func (d *desk) declare(t require.TestingT, id string, change func(*hours.Entry)) hours.Declaration {
	ctx, e := context.Background(), typed()
	change(&e)
	draft, err := d.Begin(ctx, emma, emma.Member, id)
	require.NoError(t, err)
	draft, err = d.Save(ctx, emma, emma.Member, id, draft.Version, e)
	require.NoError(t, err)
	sent, err := d.Submit(ctx, emma, emma.Member, id, draft.Version)
	require.NoError(t, err)
	return sent
}

func (d *desk) decide(t require.TestingT, sent hours.Declaration, v hours.Verdict) hours.Declaration {
	decided, err := d.Decide(context.Background(), staff, sent.Member, sent.ID, sent.Version, v)
	require.NoError(t, err)
	return decided
}

func (d *desk) balance(t require.TestingT) hours.Balance {
	b, err := d.Balance(context.Background(), emma, emma.Member, cycle.Date{})
	require.NoError(t, err)
	return b
}

func asIs(*hours.Entry) {}

func ethics(e *hours.Entry) { e.Category, e.Duration = "ethics", "1" }
