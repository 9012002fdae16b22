package portal

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/acceptance"
	"github.com/goodstanding/goodstanding/identity"
)

// acceptancesPath is where staff accept many declarations at once.
const acceptancesPath = "/queue/acceptances"

// acceptedAtOnce is how many declarations one press of a button accepts before it
// answers: some seconds' work. The rest is the server's, or the next press's.
const acceptedAtOnce = 100

func acceptanceRoutes() []Route {
	return []Route{
		{"GET", acceptancesPath, (*visit).acceptances, false},
		{"POST", acceptancesPath, (*visit).confirmAcceptance, false},
		{"GET", acceptancesPath + "/new", (*visit).noAcceptance, false},
		{"POST", acceptancesPath + "/new", (*visit).previewAcceptance, false},
		{"GET", acceptancesPath + "/{id}", (*visit).acceptance, false},
		{"POST", acceptancesPath + "/{id}", (*visit).workAcceptance, false},
	}
}

// candidateRow is a declaration in a preview or in an acceptance.
type candidateRow struct {
	Name, Permit    string
	Title, Category string
	First, Hours    string
	Link            string
	// Ref names it in the form.
	Ref string
	// Why says what stands in the way.
	Why string
	// State and Class are what became of it, and Detail when and by whom.
	State, Class, Detail string
	// Back says that it may be taken back.
	Back bool
}

// acceptancePreview is what would be accepted, and what would not.
type acceptancePreview struct {
	Rows, Left         []candidateRow
	Heading, Total     string
	LeftHeading        string
	Fresh, Back, Until string
	Action             string
	Button             string
	TooMany            string
}

// refOf names a declaration in a form as it was shown.
func refOf(r acceptance.Ref) string {
	return string(r.Member) + "/" + r.Declaration + "/" + strconv.FormatInt(r.Version, 10)
}

// refsTyped reads the names of a form; what is none is left out.
func refsTyped(texts []string) []acceptance.Ref {
	var all []acceptance.Ref
	for _, text := range texts {
		parts := strings.Split(text, "/")
		if len(parts) != 3 {
			continue
		}
		version, err := strconv.ParseInt(parts[2], 10, 64)
		if err != nil {
			continue
		}
		all = append(all, acceptance.Ref{Member: identity.MemberID(parts[0]), Declaration: parts[1], Version: version})
	}
	return all
}

// noAcceptance leads back who comes to the preview without a choice: what was chosen is
// in no address.
func (v *visit) noAcceptance() error {
	if err := v.actor.Check(identity.List, v.Org, ""); err != nil {
		return err
	}
	return v.redirect("/queue" + v.queued())
}

// shownRefs are the declarations that the address's filter shows, those that nobody has
// decided yet, the first ones of the list.
func (v *visit) shownRefs() (chosen []acceptance.Ref, more int, err error) {
	waiting, err := v.allWaiting()
	if err != nil {
		return nil, 0, err
	}
	for _, w := range v.queueQuery().Choose(waiting, v.now()) {
		switch {
		case !w.State.Pending() || !v.actor.May(identity.Decide, v.Org, w.Member):
		case len(chosen) == acceptance.Most:
			more++
		default:
			chosen = append(chosen, acceptance.Ref{Member: w.Member, Declaration: w.ID, Version: w.Version})
		}
	}
	return chosen, more, nil
}

func (v *visit) previewAcceptance() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	if err := v.actor.Check(identity.List, v.Org, ""); err != nil {
		return err
	}
	v.chooseLanguage(form)
	chosen, more := refsTyped(form["chosen"]), 0
	if form.Get("which") == "all" {
		if chosen, more, err = v.shownRefs(); err != nil {
			return err
		}
	}
	if len(chosen) == 0 {
		return v.redirect("/queue", append([]string{"notice", "acceptance-none"}, v.queuedPairs()...)...)
	}
	return v.showPreview(chosen, more, "")
}

func (v *visit) showPreview(chosen []acceptance.Ref, more int, id string) error {
	seen, err := v.Clerk.Preview(v.r.Context(), v.actor, chosen)
	if err != nil {
		return err
	}
	members, err := v.roll()
	if err != nil {
		return err
	}
	page := acceptancePreview{Fresh: id, Back: "/queue" + v.queued(), Action: acceptancesPath + v.queued()}
	if id == "" {
		page.Fresh = freshID()
	}
	var total hours.Hours
	for _, c := range seen {
		row := v.candidateRow(c.Declaration, members)
		row.Ref = refOf(acceptance.Ref{Member: c.Member, Declaration: c.ID, Version: c.Version})
		if c.Obstacle != hours.ObstacleNone {
			row.Why = v.obstacle(c.Obstacle, c.Why)
			page.Left = append(page.Left, row)
			continue
		}
		total = total.Plus(c.Activity.Hours)
		page.Rows = append(page.Rows, row)
	}
	page.Total = v.print.Hours(total)
	page.Heading = v.print.N("acceptance.new.heading", len(page.Rows), "hours", page.Total)
	page.LeftHeading = v.print.N("acceptance.new.left", len(page.Left))
	page.Button = v.print.N("acceptance.new.button", len(page.Rows), "hours", page.Total)
	page.Until = v.t("acceptance.new.until", "minutes", int(hours.RecallTime.Minutes()))
	if more > 0 {
		page.TooMany = v.print.N("acceptance.new.more", more, "most", acceptance.Most)
	}
	return v.show(http.StatusOK, "acceptance_new", frame{Title: v.t("acceptance.new.title"), Tab: "queue", Form: len(page.Rows) > 0, Body: page})
}

func (v *visit) candidateRow(d hours.Declaration, members map[identity.MemberID]identity.Member) candidateRow {
	m := members[d.Member]
	return candidateRow{
		Name: m.Last + ", " + m.First, Permit: m.Permit, Title: d.Activity.Title, Category: v.categoryLabel(d.Activity.Category),
		First: v.print.Date(d.Activity.First), Hours: v.inItsMeasure(d.Activity, d.Activity.Hours), Link: v.reviewLink(d),
	}
}

// obstacle says what stands in the way, in words.
func (v *visit) obstacle(o hours.Obstacle, why hours.Why) string {
	if o == hours.ObstacleNone {
		return ""
	}
	if o == hours.ObstacleRule && why != hours.WhyNone {
		return v.t("obstacle.rule." + string(why))
	}
	return v.t("obstacle." + string(o))
}

func (v *visit) confirmAcceptance() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	chosen := refsTyped(form["chosen"])
	if v.chooseLanguage(form) {
		return v.showPreview(chosen, 0, form.Get("id"))
	}
	a, err := v.Clerk.Confirm(v.r.Context(), v.actor, form.Get("id"), chosen)
	if err != nil {
		return err
	}
	if a, err = v.Clerk.Work(v.r.Context(), v.actor, a.ID, acceptedAtOnce); err != nil {
		return err
	}
	return v.redirect(acceptancesPath + "/" + a.ID + v.queued())
}

// acceptancePage is an acceptance: its progress, what became of each, and what may be
// taken back.
type acceptancePage struct {
	Heading, At  string
	Done, Of     int
	Progress     string
	Running      bool
	Counts       []string
	Rows         []candidateRow
	Action, Back string
	// Until says until when all of it may be taken back; empty when it may not.
	Until string
	// Any says that some of it may.
	Any bool
}

func (v *visit) acceptance() error {
	a, err := v.Clerk.Acceptance(v.r.Context(), v.actor, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	members, err := v.roll()
	if err != nil {
		return err
	}
	now := v.now()
	page := acceptancePage{
		At: v.t("acceptance.by", "by", a.By, "at", v.print.Instant(a.Asked, v.zone)), Of: len(a.Items), Done: len(a.Items) - a.Count(acceptance.Waiting),
		Running: a.Running(), Action: acceptancesPath + "/" + a.ID + v.queued(), Back: "/queue" + v.queued(),
	}
	page.Progress = v.t("acceptance.progress", "done", page.Done, "of", page.Of)
	page.Heading = v.print.N("acceptance.heading", a.Count(acceptance.Accepted), "hours", v.print.Hours(a.Hours(acceptance.Accepted)))
	for _, f := range acceptance.Fates() {
		if n := a.Count(f); n > 0 {
			page.Counts = append(page.Counts, v.print.N("acceptance.count."+string(f), n))
		}
	}
	if until := a.Until(now); !until.IsZero() && !page.Running {
		page.Until = v.t("acceptance.until", "at", v.print.Instant(until, v.zone))
	}
	for _, item := range a.Items {
		row, err := v.itemRow(item, members)
		if err != nil {
			return err
		}
		row.Back = item.Fate == acceptance.Accepted && now.Before(item.Until) && v.actor.May(identity.Decide, v.Org, item.Member)
		page.Any = page.Any || row.Back
		page.Rows = append(page.Rows, row)
	}
	f := frame{Title: v.t("acceptance.title", "at", v.print.Instant(a.Asked, v.zone)), Tab: "queue", Body: page}
	if page.Running {
		f.Scripts = []string{"desk.js"}
	}
	return v.show(http.StatusOK, "acceptance", f)
}

// fateClass gives the badge the colour of a state that is alike.
var fateClass = map[acceptance.Fate]string{
	acceptance.Waiting: "submitted", acceptance.Accepted: "counted", acceptance.LeftAlone: "short", acceptance.TakenBack: "in-review",
}

func (v *visit) itemRow(item acceptance.Item, members map[identity.MemberID]identity.Member) (candidateRow, error) {
	d, err := v.Ledger.Declaration(v.r.Context(), v.actor, item.Member, item.Declaration)
	if errors.Is(err, hours.ErrNotFound) {
		err = nil
		d.Member, d.ID = item.Member, item.Declaration
		d.Activity.Title = v.t("acceptance.gone")
	}
	if err != nil {
		return candidateRow{}, err
	}
	row := v.candidateRow(d, members)
	row.State, row.Class = v.t("acceptance.fate."+string(item.Fate)), fateClass[item.Fate]
	row.Why, row.Ref = v.obstacle(item.Obstacle, item.Why), string(item.Member)+"/"+item.Declaration
	switch item.Fate {
	case acceptance.Accepted:
		row.Detail = v.t("acceptance.held", "at", v.print.Instant(item.Until, v.zone))
		if !v.now().Before(item.Until) {
			row.Detail = ""
		}
	case acceptance.TakenBack:
		row.Detail = v.t("acceptance.back", "by", item.BackBy, "at", v.print.Instant(item.Back, v.zone))
		if item.Told {
			row.Detail = v.t("acceptance.back.told", "by", item.BackBy, "at", v.print.Instant(item.Back, v.zone))
		}
	case acceptance.Waiting, acceptance.LeftAlone:
	}
	return row, nil
}

// workAcceptance goes on with an acceptance, or takes back what the button names.
func (v *visit) workAcceptance() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	if err := v.actor.Check(identity.List, v.Org, ""); err != nil {
		return err
	}
	id := v.r.PathValue("id")
	back := acceptancesPath + "/" + id
	if form.Get("do") == "work" {
		if _, err := v.Clerk.Work(v.r.Context(), v.actor, id, acceptedAtOnce); err != nil {
			return err
		}
		return v.redirect(back + v.queued())
	}
	var named []acceptance.Ref
	if member, declaration, one := strings.Cut(form.Get("back"), "/"); one {
		named = append(named, acceptance.Ref{Member: identity.MemberID(member), Declaration: declaration})
	} else if form.Get("back") != "all" {
		return v.redirect(back + v.queued())
	}
	a, err := v.Clerk.TakeBack(v.r.Context(), v.actor, id, named...)
	if err != nil {
		return err
	}
	notice := "acceptance-back"
	if slices.ContainsFunc(a.Items, func(i acceptance.Item) bool {
		asked := len(named) == 0 || i.Member == named[0].Member && i.Declaration == named[0].Declaration
		return asked && i.Fate == acceptance.Accepted
	}) {
		notice = "acceptance-kept"
	}
	return v.redirect(back, append([]string{"notice", notice}, v.queuedPairs()...)...)
}

// acceptancesPage is what was accepted at once, the latest first.
type acceptancesPage struct {
	Rows []acceptanceRow
}

type acceptanceRow struct {
	Link, At, By, What, State, Class string
}

func (v *visit) acceptances() error {
	all, err := v.Clerk.Acceptances(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	var page acceptancesPage
	for _, a := range all[:min(len(all), queueShown)] {
		row := acceptanceRow{
			Link: acceptancesPath + "/" + a.ID, At: v.print.Instant(a.Asked, v.zone), By: a.By, State: v.t("acceptance.done"), Class: "counted",
			What: v.print.N("acceptance.heading", a.Count(acceptance.Accepted), "hours", v.print.Hours(a.Hours(acceptance.Accepted))),
		}
		if a.Running() {
			row.State, row.Class = v.t("acceptance.progress", "done", len(a.Items)-a.Count(acceptance.Waiting), "of", len(a.Items)), "submitted"
		}
		page.Rows = append(page.Rows, row)
	}
	return v.show(http.StatusOK, "acceptances", frame{Title: v.t("acceptance.list"), Tab: "queue", Body: page})
}
