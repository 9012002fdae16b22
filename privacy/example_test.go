package privacy_test

import (
	"fmt"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/cycle/holidays"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
	"github.com/goodstanding/goodstanding/privacy/inventory"
	"github.com/goodstanding/goodstanding/privacy/law"
)

// One request, two Acts, two clocks; and silence, which refuses by itself.
func ExampleOpen() {
	quebec, _ := law.Quebec()
	inventories, _ := inventory.All(quebec)
	calendars, _ := holidays.All()
	rules := privacy.Rules{Law: quebec, Inventory: inventories["qc-otpq"], Holidays: calendars["qc"]}

	received := cycle.MustDate("2026-02-02")
	request, err := privacy.Open(privacy.Ask{
		Org: "otpq", Person: "m-1042", ID: "r-1", Kind: privacy.Access, Quality: privacy.Oneself, Received: received,
		Scope: []privacy.HoldingID{"roll/members/name", "publications/members/home-email"},
	}, rules, time.Date(2026, 2, 2, 14, 0, 0, 0, time.UTC), received)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, leg := range request.Legs {
		clock, _ := quebec.Clock(leg.Regime, request.Kind, received)
		fmt.Println(quebec.Citation(clock.Articles[0], identity.English), "due", leg.Due)
		status := leg.On(cycle.MustDate("2026-03-05"))
		fmt.Println("  deemed refused:", status.Deemed, "recourse until", status.RecourseBy)
	}
	// Output:
	// CQLR, c. A-2.1, s. 98 due 2026-02-23
	//   deemed refused: true recourse until 2026-03-25
	// CQLR, c. P-39.1, s. 32 due 2026-03-04
	//   deemed refused: true recourse until 2026-04-04
}

// A court's order permits a disclosure; a fact that nobody knows permits nothing.
func ExampleLaw_Decide() {
	quebec, _ := law.Quebec()
	for _, facts := range []privacy.Facts{
		{"court-order": privacy.Yes},
		{"emergency": privacy.Yes},
	} {
		decision := quebec.Decide(privacy.Disclose, privacy.PrivateAct, facts)
		fmt.Println(decision.Outcome, decision.Ground)
	}
	// Output:
	// permitted court
	// unsettled
}
