package exemption_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/exemption/grounds"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/identity"
)

// A technologist asks for an exemption, staff grant five hours of thirty, and the
// hours to accumulate follow.
func ExampleBoard() {
	if err := askAndGrant(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// submitted
	// granted 5
	// to accumulate: 25
	// announced to: emma@example.org
}

func askAndGrant(ctx context.Context) error {
	store := memory.New()
	regulations, err := catalogue.Regulations()
	if err != nil {
		return err
	}
	known, err := grounds.All()
	if err != nil {
		return err
	}
	now := func() time.Time { return time.Date(2023, 6, 15, 16, 0, 0, 0, time.UTC) }

	// The Ledger asks the Board what was granted, and the Board asks the Ledger
	// which period is current.
	ledger := &hours.Ledger{Store: store.Hours(), Roll: store.Identity(), Regulations: regulations, Now: now}
	board := &exemption.Board{Store: store.Exemption(), Documents: files.NewMemory(), Ledger: ledger, Grounds: known, Now: now}
	ledger.Reliefs = board

	_, err = store.Identity().ChangeOrganisation(ctx, "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Regulation = "qc-otpq"
		return o, nil
	})
	if err != nil {
		return err
	}
	_, err = store.Identity().ChangeMember(ctx, "otpq", "m-1042", func(m identity.Member) (identity.Member, error) {
		m.First, m.Last, m.Email = "Emma", "Gélinas", "emma@example.org"
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2015-09-01"), To: cycle.Forever}}}
		return m, nil
	})
	if err != nil {
		return err
	}
	member := identity.Actor{Org: "otpq", Member: "m-1042", Name: "Emma Gélinas", Roles: []identity.Role{identity.RoleMember}}
	staff := identity.Actor{Org: "otpq", Name: "Anne Côté", Roles: []identity.Role{identity.RoleStaff}}

	r, err := board.Begin(ctx, member, "m-1042", "request-1")
	if err != nil {
		return err
	}
	typed := r.Entry // the period is already chosen
	typed.Ground = "illness"
	typed.First = hours.DateEntry{Day: "9", Month: "1", Year: "2023"}
	typed.Last = hours.DateEntry{Day: "31", Month: "5", Year: "2023"}
	typed.Committed = []string{"report-end", "remaining"}
	if r, err = board.Save(ctx, member, "m-1042", r.ID, r.Version, typed); err != nil {
		return err
	}
	if r, err = board.Attach(ctx, member, "m-1042", r.ID, r.Version, "billet.pdf", strings.NewReader("%PDF-1.7 …")); err != nil {
		return err
	}
	if r, err = board.Submit(ctx, member, "m-1042", r.ID, r.Version); err != nil {
		return err
	}
	fmt.Println(r.State)

	verdict := exemption.Verdict{Event: exemption.Grant, Granted: hours.Whole(5)}
	if r, err = board.Decide(ctx, staff, "m-1042", r.ID, r.Version, verdict); err != nil {
		return err
	}
	fmt.Println(r.State, r.Granted)

	balance, err := ledger.Balance(ctx, member, "m-1042", cycle.Date{})
	if err != nil {
		return err
	}
	fmt.Println("to accumulate:", balance.Total().Due)
	letters, err := store.Outbox().Messages(ctx, "otpq", 10)
	if err != nil {
		return err
	}
	fmt.Println("announced to:", letters[0].To)
	return nil
}
