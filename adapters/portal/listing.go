package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func listingRoutes() []Route {
	return []Route{
		{"GET", "/queue/lists", (*visit).listings, false},
		{"GET", "/queue/lists/{kind}", (*visit).listings, false},
		{"GET", "/queue/lists/{kind}/entries.csv", (*visit).listingsCSV, false},
		{"GET", "/queue/lists/{kind}/unlisted", (*visit).unlisted, false},
		{"GET", "/queue/lists/{kind}/unlisted.csv", (*visit).unlistedCSV, false},
		{"GET", "/queue/lists/{kind}/add", (*visit).newListing, false},
		{"POST", "/queue/lists/{kind}/add", (*visit).addListing, false},
		{"GET", "/queue/lists/{kind}/entries/{listing}", (*visit).listing, false},
		{"POST", "/queue/lists/{kind}/entries/{listing}", (*visit).changeListing, false},
	}
}

// listingsPage is one of the order's lists, or what members typed because it was not
// in it.
type listingsPage struct {
	Kind  string
	Tabs  []menuItem
	Views []menuItem
	Text  field
	listState
	Rows     []listingRow
	Unlisted []unlistedRow
	Add      string
}

// listState is how a list is shown.
type listState struct {
	Columns               []column
	Sort, Count, Download string
	Reverse               bool
}

type listingRow struct {
	Label, Former, Changed, Link string
	Retired                      bool
}

type unlistedRow struct {
	Text, Variants, Near, Latest, Add string
	Declarations, Members             int
}

// kind returns the list that the address names, for staff: the first one when it names
// none.
func (v *visit) kind() (hours.ListKind, error) {
	if err := v.actor.Check(identity.List, v.Org, ""); err != nil {
		return "", err
	}
	kind := hours.ListKind(v.r.PathValue("kind"))
	if kind == "" {
		return hours.Activities, nil
	}
	if !slices.Contains(hours.ListKinds(), kind) {
		return "", hours.ErrNotFound
	}
	return kind, nil
}

// listQuery reads what the address asks for of a list.
func (v *visit) listQuery() (hours.ListQuery, order) {
	order := v.order("", "label", "latest")
	return hours.ListQuery{Text: v.r.URL.Query().Get("text"), Sort: hours.ListSort(order.key), Reverse: order.reverse}, order
}

// listingsPage prepares what the two views of a list share.
func (v *visit) listingsPage(kind hours.ListKind, view string, order order) listingsPage {
	page := listingsPage{
		Kind: string(kind), Text: v.form("listing", nil).text("text", v.r.URL.Query().Get("text")),
		Add: "/queue/lists/" + string(kind) + "/add",
	}
	page.Sort, page.Reverse = order.key, order.reverse
	for _, k := range hours.ListKinds() {
		path := "/queue/lists/" + string(k) + view
		page.Tabs = append(page.Tabs, menuItem{Path: path, Label: v.t("listing." + string(k)), Current: k == kind})
	}
	for _, end := range []string{"", "/unlisted"} {
		label := v.t("listing.view" + strings.ReplaceAll(end, "/", "."))
		page.Views = append(page.Views, menuItem{Path: "/queue/lists/" + string(kind) + end, Label: label, Current: end == view})
	}
	return page
}

func (v *visit) chosenListings() (hours.ListKind, []hours.Listing, order, error) {
	kind, err := v.kind()
	if err != nil {
		return kind, nil, order{}, err
	}
	lists, err := v.Ledger.Lists(v.r.Context(), v.actor)
	q, order := v.listQuery()
	return kind, q.Choose(lists.Of(kind)), order, err
}

func (v *visit) listings() error {
	kind, chosen, order, err := v.chosenListings()
	if err != nil {
		return err
	}
	page := v.listingsPage(kind, "", order)
	for _, l := range chosen {
		row := listingRow{Label: l.Label, Former: strings.Join(l.Former, " · "), Retired: l.Retired(), Link: "/queue/lists/" + string(kind) + "/entries/" + url.PathEscape(l.ID)}
		if !l.Changed.IsZero() {
			row.Changed = v.print.Instant(l.Changed, v.zone)
		}
		page.Rows = append(page.Rows, row)
	}
	page.Count, page.Download = v.print.N("listing.count", len(chosen)), "/queue/lists/"+string(kind)+"/entries.csv"+v.query()
	page.Columns = order.columns(v, "label", "listing.column.label", "-", "listing.column.former", "latest", "listing.column.changed", "-", "listing.column.state")
	return v.show(http.StatusOK, "listings", frame{Title: v.t("listing." + string(kind)), Tab: "queue", Body: page})
}

func (v *visit) listingsCSV() error {
	kind, chosen, _, err := v.chosenListings()
	if err != nil {
		return err
	}
	table := v.csv("listing", "former", "state", "changed")
	for _, l := range chosen {
		state := v.t("listing.offered")
		if l.Retired() {
			state = v.t("listing.retired")
		}
		table.add(l.Label, strings.Join(l.Former, " · "), state, v.day(l.Changed))
	}
	return table.send(string(kind) + ".csv")
}

func (v *visit) chosenUnlisted() (hours.ListKind, []hours.Unlisted, order, error) {
	kind, err := v.kind()
	if err != nil {
		return kind, nil, order{}, err
	}
	q, order := v.listQuery()
	chosen, err := v.Ledger.Unlisted(v.r.Context(), v.actor, kind, q)
	return kind, chosen, order, err
}

func (v *visit) unlisted() error {
	kind, chosen, order, err := v.chosenUnlisted()
	if err != nil {
		return err
	}
	page := v.listingsPage(kind, "/unlisted", order)
	for _, u := range chosen {
		page.Unlisted = append(page.Unlisted, unlistedRow{
			Text: u.Text, Variants: strings.Join(u.Variants[1:], " · "), Near: labels(u.Near), Latest: v.print.Instant(u.Latest, v.zone),
			Add: page.Add + "?" + url.Values{"from": {u.Text}}.Encode(), Declarations: u.Declarations, Members: u.Members,
		})
	}
	page.Count, page.Download = v.print.N("listing.unlisted-count", len(chosen)), "/queue/lists/"+string(kind)+"/unlisted.csv"+v.query()
	page.Columns = order.columns(v, "label", "listing.column.typed", "", "listing.column.declarations", "latest", "listing.column.latest", "-", "listing.column.near", "-", "listing.column.add")
	return v.show(http.StatusOK, "listings", frame{Title: v.t("listing.view.unlisted") + " – " + v.t("listing."+string(kind)), Tab: "queue", Body: page})
}

// labels joins the labels of entries.
func labels(all []hours.Listing) string {
	var text []string
	for _, l := range all {
		text = append(text, l.Label)
	}
	return strings.Join(text, " · ")
}

func (v *visit) unlistedCSV() error {
	kind, chosen, _, err := v.chosenUnlisted()
	if err != nil {
		return err
	}
	table := v.csv("typed", "variants", "declarations", "members", "latest", "near")
	for _, u := range chosen {
		table.add(u.Text, strings.Join(u.Variants[1:], " · "), strconv.Itoa(u.Declarations), strconv.Itoa(u.Members), v.day(u.Latest), labels(u.Near))
	}
	return table.send(string(kind) + "-unlisted.csv")
}

// listingPage is the form of an entry, new or not.
type listingPage struct {
	Heading, Lead string
	Label         field
	From          string
	Near          []hours.Listing
	Former        []string
	Action, Back  string
	Version       int64
	Retired       bool
	// Known says that the entry is in the list already, and may be retired.
	Known, Stale bool
}

func (v *visit) newListing() error {
	from := v.r.URL.Query().Get("from")
	return v.showNewListing(http.StatusOK, from, from, nil)
}

func (v *visit) showNewListing(status int, label, from string, wrong hours.FieldErrors) error {
	kind, err := v.kind()
	if err != nil {
		return err
	}
	lists, err := v.Ledger.Lists(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	page := listingPage{
		Heading: v.t("listing.add.title"), Lead: v.t("listing." + string(kind)), Label: v.form("listing", wrong).text("label", label).wide(),
		From: from, Action: v.r.URL.Path, Back: "/queue/lists/" + string(kind),
	}
	if from != "" {
		page.Back += "/unlisted"
	}
	page.Near = lists.Near(kind, label+" "+from)
	return v.show(status, "listing", frame{Title: page.Heading + " – " + page.Lead, Tab: "queue", Form: true, Wrong: v.problems(wrong), Body: page})
}

func (v *visit) addListing() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	kind, err := v.kind()
	if err != nil {
		return err
	}
	label, from := form.Get("label"), form.Get("from")
	if v.chooseLanguage(form) {
		return v.showNewListing(http.StatusOK, label, from, nil)
	}
	_, err = v.Ledger.AddListing(v.r.Context(), v.actor, kind, label, from)
	var wrong hours.FieldErrors
	if errors.As(err, &wrong) {
		return v.showNewListing(http.StatusUnprocessableEntity, label, from, wrong)
	}
	if err != nil {
		return err
	}
	back := "/queue/lists/" + string(kind)
	if from != "" {
		back += "/unlisted"
	}
	return v.redirect(back, "notice", "listing-added")
}

// named returns the entry that the address names.
func (v *visit) named() (hours.Listing, error) {
	kind, err := v.kind()
	if err != nil {
		return hours.Listing{}, err
	}
	lists, err := v.Ledger.Lists(v.r.Context(), v.actor)
	if err != nil {
		return hours.Listing{}, err
	}
	item, ok := lists.Find(kind, v.r.PathValue("listing"))
	if !ok {
		return hours.Listing{}, hours.ErrNotFound
	}
	return item, nil
}

func (v *visit) listing() error {
	item, err := v.named()
	if err != nil {
		return err
	}
	return v.showListing(http.StatusOK, item, item.Label, nil, false)
}

func (v *visit) showListing(status int, item hours.Listing, label string, wrong hours.FieldErrors, stale bool) error {
	page := listingPage{
		Heading: item.Label, Lead: v.t("listing." + string(item.Kind)), Label: v.form("listing", wrong).text("label", label).wide(), Former: item.Former,
		From: item.From, Action: v.r.URL.Path, Back: "/queue/lists/" + string(item.Kind), Version: item.Version, Retired: item.Retired(), Known: true, Stale: stale,
	}
	return v.show(status, "listing", frame{Title: item.Label + " – " + page.Lead, Tab: "queue", Form: true, Wrong: v.problems(wrong), Body: page})
}

func (v *visit) changeListing() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	item, err := v.named()
	if err != nil {
		return err
	}
	label, retired := form.Get("label"), item.Retired()
	switch form.Get("do") {
	case "retire":
		retired = true
	case "offer":
		retired = false
	}
	if v.chooseLanguage(form) {
		return v.showListing(http.StatusOK, item, label, nil, false)
	}
	_, err = v.Ledger.ChangeListing(v.r.Context(), v.actor, item.Kind, item.ID, versionTyped(form), label, retired)
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return v.showListing(http.StatusUnprocessableEntity, item, label, wrong, false)
	case errors.Is(err, hours.ErrStale):
		return v.showListing(http.StatusConflict, item, label, nil, true)
	case err != nil:
		return err
	}
	return v.redirect("/queue/lists/"+string(item.Kind), "notice", "listing-changed")
}
