package portal

import (
	"errors"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/identity"
)

func rosterRoutes() []Route {
	return []Route{
		{"GET", "/queue/rosters", (*visit).rosters, false},
		{"GET", "/queue/rosters.csv", (*visit).rostersCSV, false},
		{"POST", "/queue/rosters", (*visit).uploadRoster, false},
		{"GET", "/queue/rosters/{id}", (*visit).roster, false},
		{"GET", "/queue/rosters/{id}/reported.csv", (*visit).reportedCSV, false},
		{"POST", "/queue/rosters/{id}", (*visit).withdrawRoster, false},
	}
}

// largestRoster is the greatest size of a roster uploaded on a page, in bytes. A
// training body sends larger ones by the API.
const largestRoster = 16 << 20

// sorted sorts as the address says.
func sorted[T any](all []T, o order, compare func(a, b T) int) {
	slices.SortStableFunc(all, compare)
	if o.reverse {
		slices.Reverse(all)
	}
}

// rostersPage is the rosters received.
type rostersPage struct {
	Text     field
	Provider field
	Error    string
	Rows     []rosterRow
	Columns  []column
	Count    string
	Download string
	Columnar string
	Empty    bool
}

// rosterRow is a roster.
type rosterRow struct {
	Link, Name, Received, By, State, Class string
	Counts                                 []string
}

func (v *visit) chosenRosters() ([]intake.Roster, order, error) {
	order := v.order("", "name", "reported")
	all, err := v.Reception.Rosters(v.r.Context(), v.actor)
	if err != nil {
		return nil, order, err
	}
	text := hours.Fold(v.r.URL.Query().Get("text"))
	all = slices.DeleteFunc(all, func(r intake.Roster) bool { return !strings.Contains(hours.Fold(r.Name+" "+r.By), text) })
	sorted(all, order, func(a, b intake.Roster) int {
		switch order.key {
		case "name":
			return strings.Compare(hours.Fold(a.Name), hours.Fold(b.Name))
		case "reported":
			return b.Counts.Reported - a.Counts.Reported
		}
		return b.Received.Compare(a.Received)
	})
	return all, order, nil
}

// rosterState is where a roster stands, in words.
func (v *visit) rosterState(r intake.Roster) (word, class string) {
	switch {
	case r.Withdrawn:
		return v.t("roster.withdrawn"), "refused"
	case r.Finished.IsZero():
		return v.t("roster.unfinished"), "submitted"
	}
	return v.t("roster.received"), "counted"
}

func countTexts(c intake.Counts) []string {
	var all []string
	for _, n := range []int{c.Lines, c.Proposed, c.Matched, c.Repeated, c.Reported} {
		all = append(all, strconv.Itoa(n))
	}
	return all
}

func (v *visit) rosters() error { return v.showRosters(http.StatusOK, "", "") }

func (v *visit) showRosters(status int, provider, problemOf string) error {
	all, order, err := v.chosenRosters()
	if err != nil {
		return err
	}
	bodies, err := v.Reception.Providers(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	var choices group
	for _, p := range bodies {
		choices.Options = append(choices.Options, option{Value: p.ID, Label: p.Name})
	}
	page := rostersPage{
		Text: v.form("roster", nil).text("text", v.r.URL.Query().Get("text")), Provider: v.form("roster", nil).choice("provider", provider, choices),
		Error: problemOf, Count: v.print.N("roster.count", len(all)), Download: "/queue/rosters.csv" + v.query(),
		Columns: order.columns(v, "", "roster.column.received", "name", "roster.column.provider", "-", "roster.column.state", "-", "roster.column.lines",
			"-", "roster.column.proposed", "-", "roster.column.matched", "-", "roster.column.repeated", "reported", "roster.column.reported"),
		Columnar: strings.Join(intake.RosterFile.Template(), ", "), Empty: len(all) == 0 && v.r.URL.Query().Get("text") == "",
	}
	for _, r := range all {
		row := rosterRow{Link: "/queue/rosters/" + r.ID, Name: r.Name, Received: v.print.Instant(r.Received, v.zone), By: r.By, Counts: countTexts(r.Counts)}
		row.State, row.Class = v.rosterState(r)
		page.Rows = append(page.Rows, row)
	}
	f := frame{Title: v.t("roster.title"), Tab: "queue", Body: page}
	if problemOf != "" {
		f.Wrong = []problem{{"file", problemOf}}
	}
	return v.show(status, "rosters", f)
}

func (v *visit) rostersCSV() error {
	all, _, err := v.chosenRosters()
	if err != nil {
		return err
	}
	table := v.csv("received", "provider", "state", "lines", "proposed", "matched", "repeated", "reported")
	for _, r := range all {
		word, _ := v.rosterState(r)
		table.add(append([]string{v.day(r.Received), r.Name, word}, countTexts(r.Counts)...)...)
	}
	return table.send("rosters.csv")
}

// uploadRoster receives a roster that staff upload for a training body, and leads to
// its report.
func (v *visit) uploadRoster() error {
	if err := v.actor.Check(identity.Decide, v.Org, ""); err != nil {
		return err
	}
	form, files, err := v.parse(func(part *multipart.Part, files uploads) (uploads, error) {
		return spoolUpTo(largestRoster, part, files)
	})
	defer files.close()
	if err != nil {
		return err
	}
	provider := form.Get("provider")
	switch {
	case provider == "":
		return v.showRosters(http.StatusUnprocessableEntity, provider, v.t("roster.no-provider"))
	case len(files) == 0:
		return v.showRosters(http.StatusUnprocessableEntity, provider, v.t("import.none"))
	}
	if info, err := files[0].file.Stat(); err == nil && info.Size() > largestRoster {
		return v.showRosters(http.StatusRequestEntityTooLarge, provider, v.print.Error(intake.ErrFileTooBig))
	}
	sent, err := v.Reception.ReceiveFor(v.r.Context(), v.actor, provider, files[0].file, false, func(intake.Result) error { return nil })
	var header *intake.HeaderError
	if errors.As(err, &header) {
		return v.showRosters(http.StatusUnprocessableEntity, provider, v.importError(err))
	}
	if err != nil {
		return err
	}
	notice := "roster-received"
	if sent.Counts.Repeated > 0 && sent.Counts.Proposed+sent.Counts.Matched == 0 {
		notice = "roster-repeated"
	}
	return v.redirect("/queue/rosters/"+sent.Roster.ID, "notice", notice)
}

// rosterPage is the report of a roster, some lines at a time.
type rosterPage struct {
	Roster          intake.Roster
	Received, State string
	Class           string
	Counts          []string
	Lines           []rosterLine
	Page, Pages     int
	Previous, Next  string
	Withdrawals     []decided
	Reason          field
	Unknown         string
	May             bool
	Download        string
	First, Last     int
}

// rosterLine is a line with its outcome.
type rosterLine struct {
	Number                                   int
	Outcome, Class, Permit, Name, What, Days string
	Hours, Declared, Link                    string
	Wrong                                    []string
}

func (v *visit) roster() error { return v.showRoster(http.StatusOK, "", nil) }

func (v *visit) showRoster(status int, reason string, wrong hours.FieldErrors) error {
	r, err := v.Reception.Roster(v.r.Context(), v.actor, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	page := rosterPage{
		Roster: r, Received: v.print.Instant(r.Received, v.zone), Counts: countTexts(r.Counts), Pages: max(1, intake.Leaves(r.Counts.Lines)), Page: 1,
		Reason: v.form("roster", wrong).area("reason", reason), Unknown: strings.Join(r.Unknown, ", "),
		May: !r.Withdrawn && !r.Finished.IsZero(), Download: "/queue/rosters/" + r.ID + "/reported.csv",
	}
	page.State, page.Class = v.rosterState(r)
	if n, err := strconv.Atoi(v.r.URL.Query().Get("page")); err == nil && n > 1 && n <= page.Pages {
		page.Page = n
	}
	if page.Page > 1 {
		page.Previous = "?page=" + strconv.Itoa(page.Page-1)
	}
	if page.Page < page.Pages {
		page.Next = "?page=" + strconv.Itoa(page.Page+1)
	}
	err = v.Reception.Lines(v.r.Context(), v.actor, r, page.Page-1, page.Page-1, func(one intake.Result) error {
		page.Lines = append(page.Lines, v.rosterLine(one))
		return nil
	})
	if err != nil {
		return err
	}
	for _, w := range r.Withdrawals {
		page.Withdrawals = append(page.Withdrawals, decided{What: v.print.N("roster.revoked", w.Revoked), Reason: w.Reason, By: w.By, At: v.print.Instant(w.At, v.zone)})
	}
	return v.show(status, "roster", frame{Title: v.t("roster.report", "name", r.Name, "at", page.Received), Tab: "queue", Wrong: v.problems(wrong), Body: page})
}

func (v *visit) rosterLine(one intake.Result) rosterLine {
	l := one.Line
	line := rosterLine{
		Number: l.Number, Outcome: v.t("roster.outcome." + string(one.Outcome)), Class: string(one.Outcome), Permit: l.Permit, Name: joined(l.First, l.Name),
		What: l.Title, Days: joined(l.FirstDay, l.LastDay), Hours: l.Duration, Wrong: v.lineWrong(one),
	}
	if line.What == "" {
		line.What = l.Activity
	}
	if !one.Declared.IsZero() {
		line.Declared = v.t("roster.differs", "hours", v.print.Hours(one.Declared))
	}
	if one.Member != "" {
		line.Link = "/portfolio/" + string(one.Member) + "/declarations/" + one.Declaration
	}
	return line
}

// lineWrong is why a line is reported back, in the words of the reader.
func (v *visit) lineWrong(one intake.Result) []string {
	var all []string
	for _, t := range one.Wrong {
		all = append(all, v.print.FieldError(t.Field, t.Err()))
	}
	return all
}

// reportedCSV is the lines reported back, to send to the training body: each as it
// was written, with why.
func (v *visit) reportedCSV() error {
	r, err := v.Reception.Roster(v.r.Context(), v.actor, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	table := v.csv("line", "reason", "permit", "member", "title", "first", "last", "hours")
	err = v.Reception.Lines(v.r.Context(), v.actor, r, 0, intake.Leaves(r.Counts.Lines), func(one intake.Result) error {
		if one.Outcome != intake.Reported {
			return nil
		}
		l := one.Line
		title := l.Title
		if title == "" {
			title = l.Activity
		}
		table.add(strconv.Itoa(l.Number), strings.Join(v.lineWrong(one), " "), l.Permit, joined(l.First, l.Name), title, l.FirstDay, l.LastDay, l.Duration)
		return nil
	})
	if err != nil {
		return err
	}
	return table.send("reported-" + r.ID + ".csv")
}

func (v *visit) withdrawRoster() error {
	if err := v.actor.Check(identity.Decide, v.Org, ""); err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	var wrong hours.FieldErrors
	r, err := v.Reception.Withdraw(v.r.Context(), v.actor, v.r.PathValue("id"), form.Get("reason"))
	if errors.As(err, &wrong) {
		return v.showRoster(http.StatusUnprocessableEntity, form.Get("reason"), wrong)
	}
	if err != nil {
		return err
	}
	return v.redirect("/queue/rosters/"+r.ID, "notice", "roster-withdrawn")
}
