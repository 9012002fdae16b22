package hours_test

import (
	"context"
	"fmt"
	"time"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/identity"
)

// A technologist did an hour of structured training and an hour of ethics, and was
// granted 5 h of exemption. The trace says where each figure comes from.
func ExampleVersion_Evaluate() {
	regulations, err := catalogue.Regulations()
	if err != nil {
		fmt.Println(err)
		return
	}
	today := cycle.MustDate("2023-06-15")
	version, period, err := regulations["qc-otpq"].PeriodAt(today, cycle.Anchors{})
	if err != nil {
		fmt.Println(err)
		return
	}
	done := func(id, category, on string) hours.Declaration {
		return hours.Declaration{
			Key: hours.Key{ID: id}, Period: period.From, State: hours.Counted, Counted: hours.Whole(1),
			Activity: hours.Activity{Category: category, First: cycle.MustDate(on), Last: cycle.MustDate(on), Hours: hours.Whole(1)},
		}
	}
	balance := version.Evaluate(hours.File{
		Period: period, Part: cycle.Part{Span: period.Span}, Day: today,
		Declarations: []hours.Declaration{done("d1", "structured", "2023-05-02"), done("d2", "ethics", "2023-05-03")},
		Reliefs:      []hours.Relief{{ID: "x1", Period: period.From, Hours: hours.Whole(5)}},
	})

	fmt.Printf("%s to %s: %s\n", balance.Start, balance.End, balance.Status)
	for _, line := range balance.Lines {
		fmt.Printf("%s: %s h due, %s h counted, %s h left\n", line.Requirement, line.Due, line.Counted, line.Remaining)
		for _, step := range balance.Trace {
			if step.Requirement != line.Requirement || step.Stage == hours.StageServed || step.Stage == hours.StageLeft {
				continue
			}
			clause, _ := version.Clause(step.Clause)
			fmt.Printf("  %s %s h: %s [%s]\n", step.Stage, step.After, clause.Says.EN, clause.Cite.EN)
		}
	}
	// Output:
	// 2022-01-01 to 2025-03-31: short
	// total: 25 h due, 2 h counted, 23 h left
	//   asked 30 h: At least 30 h for each three-year reference period, from 1 April. [C-26, r. 261.1, s. 1]
	//   relieved 25 h: Hours of exemption granted are taken off the total; the ethics hour remains. [OTPQ’s guide to the digital portfolio]
	// structured: 12.5 h due, 1 h counted, 11.5 h left
	//   shared 12.5 h: Half of the hours to accumulate, less exemptions, is done in the structured category. [OTPQ’s guide to the digital portfolio]
	// ethics: 1 h due, 1 h counted, 0 h left
	//   asked 1 h: At least 1 h of ethics, deontology and standards of practice, within the total. [C-26, r. 261.1, s. 1]
}

// A member declares an activity, staff count it, and the next read shows it.
func ExampleLedger() {
	ctx := context.Background()
	regulations, err := catalogue.Regulations()
	if err != nil {
		fmt.Println(err)
		return
	}
	store := memory.New()
	ledger := &hours.Ledger{
		Store: store.Hours(), Roll: store.Identity(), Regulations: regulations,
		Now: func() time.Time { return time.Date(2023, 6, 15, 14, 0, 0, 0, time.UTC) },
	}
	if err := enrol(ctx, store.Identity()); err != nil {
		fmt.Println(err)
		return
	}
	member := identity.Actor{Org: "otpq", Member: "m-1", Roles: []identity.Role{identity.RoleMember}}
	staff := identity.Actor{Org: "otpq", Name: "Ana Roy", Roles: []identity.Role{identity.RoleStaff}}
	show := func() {
		balance, err := ledger.Balance(ctx, member, "m-1", cycle.Date{})
		fmt.Println(balance.Pending, "h pending,", balance.Counted, "h counted,", balance.Total().Remaining, "h left", err)
	}

	draft, _ := ledger.Begin(ctx, member, "m-1", "first")
	entry := draft.Entry // the current period is already chosen
	entry.Category, entry.Type, entry.ActivityUnlisted, entry.Title = "autonomous", "reading", true, "Norme ISO 9001"
	entry.First = hours.DateEntry{Day: "1er", Month: "juin", Year: "2023"}
	entry.Last, entry.Duration = entry.First, "2 h 30"
	draft, _ = ledger.Save(ctx, member, "m-1", "first", draft.Version, entry)
	_, err = ledger.Submit(ctx, member, "m-1", "first", draft.Version)
	fmt.Println(err)

	entry.Attested = []string{"accurate", "followed", "evidence"}
	draft, _ = ledger.Save(ctx, member, "m-1", "first", draft.Version, entry)
	sent, err := ledger.Submit(ctx, member, "m-1", "first", draft.Version)
	fmt.Println(sent.State, err)
	show()
	decided, err := ledger.Decide(ctx, staff, "m-1", "first", sent.Version, hours.Verdict{Event: hours.Count, Counted: sent.Activity.Hours})
	fmt.Println(decided.State, err)
	show()
	// Output:
	// attested.accurate: hours: not attested; attested.followed: hours: not attested; attested.evidence: hours: not attested
	// submitted <nil>
	// 2.5 h pending, 0 h counted, 30 h left <nil>
	// counted <nil>
	// 0 h pending, 2.5 h counted, 27.5 h left <nil>
}

// enrol puts an order and a member on the roll.
func enrol(ctx context.Context, store identity.Store) error {
	if _, err := store.ChangeOrganisation(ctx, "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Regulation = "qc-otpq"
		return o, nil
	}); err != nil {
		return err
	}
	_, err := store.ChangeMember(ctx, "otpq", "m-1", func(m identity.Member) (identity.Member, error) {
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2015-09-01"), To: cycle.Forever}}}
		return m, nil
	})
	return err
}
