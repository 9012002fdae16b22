package portal

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func queueRoutes() []Route {
	return []Route{
		{"GET", "/queue", (*visit).queue, false},
		{"GET", "/queue/declarations.csv", (*visit).queueDeclarationsCSV, false},
		{"GET", "/queue/exemptions.csv", (*visit).queueExemptionsCSV, false},
		{"GET", "/queue/declarations/{member}/{id}", (*visit).reviewDeclaration, false},
		{"POST", "/queue/declarations/{member}/{id}", (*visit).decideDeclaration, false},
		{"GET", "/queue/exemptions/{member}/{id}", (*visit).reviewExemption, false},
		{"POST", "/queue/exemptions/{member}/{id}", (*visit).decideExemption, false},
		{"GET", "/queue/exemptions/{member}/{id}/documents", (*visit).askExemption, false},
		{"POST", "/queue/exemptions/{member}/{id}/documents", (*visit).decideAsk, false},
		{"GET", "/queue/exemptions/{member}/{id}/end", (*visit).reviewEnd, false},
		{"POST", "/queue/exemptions/{member}/{id}/end", (*visit).decideEnd, false},
	}
}

// queuePage is what waits for staff ("À traiter").
type queuePage struct {
	Text         field
	What         field
	Columns      []column
	Declarations []queuedDeclaration
	Exemptions   []queuedExemption
	// Asked are the requests that wait for documents of the member's.
	Asked []queuedExemption
	// Counts and Downloads are those of the two lists.
	DeclarationCount, ExemptionCount string
	Download                         string
	Sort                             string
	Reverse                          bool
}

// queuedDeclaration is a declaration that waits. Own says that it is the
// reader's, who may not decide it.
type queuedDeclaration struct {
	declarationRow
	Name, Permit string
	Submitted    string
	Review       string
	Own          bool
	declaration  hours.Declaration
}

// queuedExemption is a request that waits.
type queuedExemption struct {
	exemptionRow
	Name, Permit string
	Submitted    string
	Documents    int
	Review       string
	Own          bool
	request      exemption.Request
}

func (v *visit) queue() error {
	declarations, err := v.queuedDeclarations()
	if err != nil {
		return err
	}
	requests, err := v.queuedExemptions()
	if err != nil {
		return err
	}
	var asked []queuedExemption
	requests = slices.DeleteFunc(requests, func(q queuedExemption) bool {
		waits := q.request.State == exemption.Incomplete
		if waits {
			asked = append(asked, q)
		}
		return waits
	})
	order := v.order("submitted", "member")
	page := queuePage{
		Text: v.form("queue", nil).text("text", v.r.URL.Query().Get("text")), Declarations: declarations, Exemptions: requests, Asked: asked,
		Columns:          order.columns(v, "member", "queue.by.member", "submitted", "queue.by.submitted"),
		DeclarationCount: v.print.N("declaration.count", len(declarations)), ExemptionCount: v.print.N("exemption.count", len(requests)),
		Download: v.query(), Sort: order.key, Reverse: order.reverse,
	}
	page.What = v.form("queue", nil).choice("what", v.r.URL.Query().Get("what"), group{Options: []option{
		{Value: "decision", Label: v.t("queue.what.decision")}, {Value: "correction", Label: v.t("queue.what.correction")},
	}})
	page.What.Options[0].Options[0].Label = v.t("queue.what.all")
	return v.show(http.StatusOK, "queue", frame{Title: v.t("queue.title"), Tab: "queue", Body: page})
}

// roll returns the members by identifier, for staff.
func (v *visit) roll() (map[identity.MemberID]identity.Member, error) {
	members, err := v.Directory.Members(v.r.Context(), v.actor)
	if err != nil {
		return nil, err
	}
	byID := map[identity.MemberID]identity.Member{}
	for _, m := range members {
		byID[m.ID] = m
	}
	return byID, nil
}

// queuedDeclarations returns the declarations that wait and in which the text is
// found: in the activity, or in the member's name or permit.
func (v *visit) queuedDeclarations() ([]queuedDeclaration, error) {
	all, err := v.Ledger.Awaiting(v.r.Context(), v.actor, hours.Query{Sort: hours.BySubmitted})
	if err != nil {
		return nil, err
	}
	members, err := v.roll()
	if err != nil {
		return nil, err
	}
	text, what := v.r.URL.Query().Get("text"), v.r.URL.Query().Get("what")
	var queued []queuedDeclaration
	for _, d := range all {
		m := members[d.Member]
		if what == "decision" && !d.State.Pending() || what == "correction" && d.State.Pending() {
			continue
		}
		if len(hours.Query{Text: text}.Choose([]hours.Declaration{d})) == 0 && !namesAll(m, text) {
			continue
		}
		standing, err := v.Ledger.Standing(v.r.Context(), v.actor, d.Member, d.Period)
		if err != nil {
			return nil, err
		}
		queued = append(queued, queuedDeclaration{
			declarationRow: v.declarationRow(file{Standing: standing}, nil, d), Name: m.Last + ", " + m.First, Permit: m.Permit,
			Submitted: v.print.Instant(d.Submitted, v.zone), Review: "/queue/declarations/" + string(d.Member) + "/" + d.ID,
			Own: !v.actor.May(identity.Decide, v.Org, d.Member), declaration: d,
		})
	}
	sortBy(v.order("submitted", "member"), queued, func(a, b queuedDeclaration) int {
		return cmp.Compare(hours.Fold(a.Name), hours.Fold(b.Name))
	})
	return queued, nil
}

func (v *visit) queuedExemptions() ([]queuedExemption, error) {
	all, err := v.Board.Awaiting(v.r.Context(), v.actor, exemption.Query{Sort: exemption.BySubmitted})
	if err != nil {
		return nil, err
	}
	members, err := v.roll()
	if err != nil {
		return nil, err
	}
	text := v.r.URL.Query().Get("text")
	var queued []queuedExemption
	for _, r := range all {
		m := members[r.Member]
		grounds, err := v.Board.GroundsFor(v.r.Context(), v.actor, r.Member)
		if err != nil {
			return nil, err
		}
		if len(exemption.Query{Text: text}.Choose([]exemption.Request{r}, grounds)) == 0 && !namesAll(m, text) {
			continue
		}
		queued = append(queued, queuedExemption{
			exemptionRow: v.exemptionRow(grounds, r), Name: m.Last + ", " + m.First, Permit: m.Permit,
			Submitted: v.print.Instant(r.Submitted, v.zone), Documents: len(r.Documents),
			Review: "/queue/exemptions/" + string(r.Member) + "/" + r.ID,
			Own:    !v.actor.May(identity.Decide, v.Org, r.Member), request: r,
		})
	}
	sortBy(v.order("submitted", "member"), queued, func(a, b queuedExemption) int {
		return cmp.Compare(hours.Fold(a.Name), hours.Fold(b.Name))
	})
	return queued, nil
}

// sortBy puts the list, which comes in the order of submission, in the order
// asked for.
func sortBy[T any](o order, all []T, byMember func(a, b T) int) {
	if o.key == "member" {
		slices.SortStableFunc(all, byMember)
	}
	if o.reverse {
		slices.Reverse(all)
	}
}

func (v *visit) queueDeclarationsCSV() error {
	queued, err := v.queuedDeclarations()
	if err != nil {
		return err
	}
	table := v.csv("member", "permit", "category", "type", "title", "provider", "trainer", "first", "last", "hours", "state", "submitted")
	for _, q := range queued {
		a := q.declaration.Activity
		table.add(q.Name, q.Permit, q.Category, q.Type, q.Title, a.Provider, a.Trainer, a.First.String(), a.Last.String(),
			v.print.Number(a.Hours), q.State, v.day(q.declaration.Submitted))
	}
	return table.send("declarations.csv")
}

func (v *visit) queueExemptionsCSV() error {
	queued, err := v.queuedExemptions()
	if err != nil {
		return err
	}
	table := v.csv("member", "permit", "ground", "first", "last", "state", "submitted")
	for _, q := range queued {
		c := q.request.Claim
		table.add(q.Name, q.Permit, q.Ground, c.First.String(), c.Last.String(), q.State, v.day(q.request.Submitted))
	}
	return table.send("exemptions.csv")
}
