package portal

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/acceptance"
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

// queueShown is how many declarations one page of the queue shows.
const queueShown = 50

// queueDays are the ages that the queue may be filtered by, in days.
var queueDays = []int{7, 14, 30}

// queueFilters are the names in the address that say what the queue shows: they go
// along into a file and come back.
var queueFilters = []string{"text", "kind", "what", "category", "provider", "days", "sort", "reverse", "page"}

// queuePage is what waits for staff ("À traiter").
type queuePage struct {
	Text                                 field
	Kind, What, Category, Provider, Days field
	Columns                              []column
	Declarations                         []queuedDeclaration
	Exemptions                           []queuedExemption
	// Asked are the requests that wait for documents of the member's.
	Asked []queuedExemption
	// Counts and Downloads are those of the two lists.
	DeclarationCount, ExemptionCount string
	Download                         string
	Sort                             string
	Reverse                          bool
	// Only is the list that alone is shown; empty is both.
	Only string
	// Filtered says that the address leaves something out.
	Filtered bool
	Pages    pager
	// Accept says how many of those shown may be chosen to be accepted at once, and
	// Acceptances that there is a page of those; empty where there is none.
	Accept      string
	Acceptances bool
	Action      string
}

// pager leads through the pages of a list.
type pager struct {
	Page, Pages    int
	Previous, Next string
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
	// Ref names it in the form that accepts several; empty for one that may not be
	// chosen.
	Ref string
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

// queueOrder is how the queue is sorted.
func (v *visit) queueOrder() order {
	return v.order("submitted", "member", "title", "category", "hours")
}

// queueQuery reads what the address asks of the declarations.
func (v *visit) queueQuery() hours.QueueQuery {
	q, order := v.r.URL.Query(), v.queueOrder()
	query := hours.QueueQuery{Text: q.Get("text"), Category: q.Get("category"), Provider: q.Get("provider"), Reverse: order.reverse}
	if what := hours.QueueStatus(q.Get("what")); slices.Contains(hours.QueueStatuses(), what) {
		query.Status = what
	}
	if days, err := strconv.Atoi(q.Get("days")); err == nil && slices.Contains(queueDays, days) {
		query.Days = days
	}
	if order.key != "submitted" {
		query.Sort = hours.QueueSort(order.key)
	}
	return query
}

// queued is the address's own filter of the queue, to lead there and back.
func (v *visit) queued() string {
	q := url.Values{}
	for _, name := range queueFilters {
		if value := v.r.URL.Query().Get(name); value != "" {
			q.Set(name, value)
		}
	}
	return asQuery(q)
}

// queuedPairs is the same, as names and values.
func (v *visit) queuedPairs() []string {
	var pairs []string
	for _, name := range queueFilters {
		pairs = append(pairs, name, v.r.URL.Query().Get(name))
	}
	return pairs
}

func (v *visit) queue() error {
	waiting, err := v.allWaiting()
	if err != nil {
		return err
	}
	query := v.queueQuery()
	chosen := query.Choose(waiting, v.now())
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
	order, q := v.queueOrder(), v.r.URL.Query()
	page := queuePage{
		Text: v.form("queue", nil).text("text", q.Get("text")), Exemptions: requests, Asked: asked,
		Columns: order.columns(v, "submitted", "queue.by.submitted", "member", "queue.by.member", "title", "queue.by.title",
			"category", "queue.by.category", "hours", "queue.by.hours"),
		DeclarationCount: v.print.N("declaration.count", len(chosen)), ExemptionCount: v.print.N("exemption.count", len(requests)),
		Download: v.query(), Sort: order.key, Reverse: order.reverse, Filtered: query != hours.QueueQuery{Sort: query.Sort, Reverse: query.Reverse},
	}
	if kind := q.Get("kind"); kind == "declarations" || kind == "exemptions" {
		page.Only = kind
	}
	v.queueChoices(&page, query.Counts(waiting, v.now(), queueDays...), len(requests)+len(asked), len(chosen))
	page.Pages = v.paged(len(chosen), queueShown)
	from := (page.Pages.Page - 1) * queueShown
	page.Declarations, err = v.queuedRows(chosen[from:min(from+queueShown, len(chosen))])
	if err != nil {
		return err
	}
	if v.Clerk != nil {
		page.Acceptances, page.Action = true, acceptancesPath+"/new"+v.queued()
		if n := v.choosable(chosen); n > 0 {
			page.Accept = v.print.N("acceptance.choose.all", n)
		}
	}
	return v.show(http.StatusOK, "queue", frame{Title: v.t("queue.title"), Tab: "queue", Body: page})
}

// queueChoices makes the filters, each value with how many it would show.
func (v *visit) queueChoices(page *queuePage, counts hours.QueueCounts, exemptions, declarations int) {
	q, form := v.r.URL.Query(), v.form("queue", nil)
	numbered := func(label string, n int) string { return v.t("queue.numbered", "label", label, "n", n) }
	choice := func(name, all string, options group) field {
		control := form.choice(name, q.Get(name), options)
		control.Options[0].Options[0].Label = all
		return control
	}
	page.Kind = choice("kind", v.t("queue.kind.all"), group{Options: []option{
		{Value: "declarations", Label: numbered(v.t("declaration.list"), declarations)}, {Value: "exemptions", Label: numbered(v.t("queue.exemptions"), exemptions)},
	}})
	var states, categories, providers, days group
	for _, s := range hours.QueueStatuses() {
		states.Options = append(states.Options, option{Value: string(s), Label: numbered(v.t("queue.what."+string(s)), counts.Status[s])})
	}
	page.What = choice("what", numbered(v.t("queue.what.all"), counts.Status[""]), states)
	for _, c := range counts.Categories {
		categories.Options = append(categories.Options, option{Value: c.Value, Label: numbered(v.categoryLabel(c.Value), c.N)})
	}
	page.Category = choice("category", v.t("queue.category.all"), categories)
	for _, p := range counts.Providers[:min(len(counts.Providers), queueShown)] {
		providers.Options = append(providers.Options, option{Value: p.Value, Label: numbered(p.Value, p.N)})
	}
	page.Provider = choice("provider", v.t("queue.provider.all"), providers)
	for _, n := range queueDays {
		days.Options = append(days.Options, option{Value: strconv.Itoa(n), Label: numbered(v.print.N("queue.days", n), counts.Days[n])})
	}
	page.Days = choice("days", v.t("queue.days.all"), days)
}

// categoryLabel returns the name of a category of the organisation's regulation, as
// its latest version that has it calls it.
func (v *visit) categoryLabel(id string) string {
	for _, version := range slices.Backward(v.Ledger.Regulations[v.org.Regulation].Versions) {
		if c, ok := version.Category(id); ok {
			return v.print.Text(c.Label)
		}
	}
	return id
}

// paged reads which page of a list the address asks for.
func (v *visit) paged(n, size int) pager {
	p := pager{Page: 1, Pages: max(1, (n+size-1)/size)}
	if asked, err := strconv.Atoi(v.r.URL.Query().Get("page")); err == nil && asked > 1 {
		p.Page = min(asked, p.Pages)
	}
	link := func(page int) string {
		q := v.r.URL.Query()
		q.Del("notice")
		q.Set("page", strconv.Itoa(page))
		return asQuery(q)
	}
	if p.Page > 1 {
		p.Previous = link(p.Page - 1)
	}
	if p.Page < p.Pages {
		p.Next = link(p.Page + 1)
	}
	return p
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

// allWaiting returns every declaration that waits, with whose it is.
func (v *visit) allWaiting() ([]hours.Waiting, error) {
	all, err := v.Ledger.Awaiting(v.r.Context(), v.actor, hours.Query{Sort: hours.BySubmitted})
	if err != nil {
		return nil, err
	}
	members, err := v.roll()
	if err != nil {
		return nil, err
	}
	waiting := make([]hours.Waiting, 0, len(all))
	for _, d := range all {
		waiting = append(waiting, hours.Waiting{Declaration: d, Holder: members[d.Member]})
	}
	return waiting, nil
}

// reviewLink is the page on which a declaration is decided, in the queue as the address
// filters it.
func (v *visit) reviewLink(d hours.Declaration) string {
	return "/queue/declarations/" + string(d.Member) + "/" + d.ID + v.queued()
}

// choosable counts those that may be chosen to be accepted at once.
func (v *visit) choosable(all []hours.Waiting) int {
	n := 0
	for _, w := range all {
		if w.State.Pending() && v.actor.May(identity.Decide, v.Org, w.Member) {
			n++
		}
	}
	return n
}

// queuedRows makes the rows of declarations that wait.
func (v *visit) queuedRows(chosen []hours.Waiting) ([]queuedDeclaration, error) {
	var queued []queuedDeclaration
	for _, w := range chosen {
		d, m := w.Declaration, w.Holder
		standing, err := v.Ledger.Standing(v.r.Context(), v.actor, d.Member, d.Period)
		if err != nil {
			return nil, err
		}
		ref := ""
		if v.Clerk != nil && v.choosable([]hours.Waiting{w}) == 1 {
			ref = refOf(acceptance.Ref{Member: d.Member, Declaration: d.ID, Version: d.Version})
		}
		queued = append(queued, queuedDeclaration{
			Ref: ref, declarationRow: v.declarationRow(file{Standing: standing}, nil, d), Name: m.Last + ", " + m.First, Permit: m.Permit,
			Submitted: v.print.Instant(d.Submitted, v.zone), Review: v.reviewLink(d),
			Own: !v.actor.May(identity.Decide, v.Org, d.Member), declaration: d,
		})
	}
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
			Review: "/queue/exemptions/" + string(r.Member) + "/" + r.ID + v.queued(),
			Own:    !v.actor.May(identity.Decide, v.Org, r.Member), request: r,
		})
	}
	sortBy(v.queueOrder(), queued, func(a, b queuedExemption) int {
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
	waiting, err := v.allWaiting()
	if err != nil {
		return err
	}
	queued, err := v.queuedRows(v.queueQuery().Choose(waiting, v.now()))
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
