package portal

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// incidentsPath is the register of confidentiality incidents.
const incidentsPath = officerPath + "/incidents"

func officerIncidentRoutes() []Route {
	return []Route{
		{"GET", incidentsPath, charged((*visit).incidents), false},
		{"GET", incidentsPath + ".csv", charged((*visit).incidentsCSV), false},
		{"GET", incidentsPath + "/new", (*visit).newIncident, false},
		{"POST", incidentsPath + "/new", (*visit).reportIncident, false},
		{"GET", incidentsPath + "/{id}", charged((*visit).incident), false},
		{"GET", incidentsPath + "/{id}/parts/{part}", charged((*visit).incidentPart), false},
		{"POST", incidentsPath + "/{id}/parts/{part}", charged((*visit).changeIncident), false},
		{"GET", incidentsPath + "/{id}/notices/{to}", charged((*visit).incidentNotice), false},
	}
}

// incidentRow is an entry of the register in the list.
type incidentRow struct {
	Link, Number, What, Known, Risk string
	Notices                         []owing
	Lacks                           string
	incident                        privacy.Incident
}

// owing is where a notice stands, in words.
type owing struct {
	To, State, Class, Words string
	Link                    string
	Missing                 []string
	Articles                []string
}

// incidentsPage is the register.
type incidentsPage struct {
	Text, State field
	listState
	Rows  []incidentRow
	Empty string
}

// noticeClass gives the badge the colour of a state that is alike.
var noticeClass = map[privacy.NoticeState]string{
	privacy.AssessFirst: "submitted", privacy.Owed: "refused", privacy.Deferred: "in-review", privacy.WasGiven: "granted",
}

// owing says where the notices of an incident stand on a day.
func (v *visit) owing(i privacy.Incident, today cycle.Date) []owing {
	var all []owing
	for _, o := range i.Notices(today) {
		one := owing{
			To: v.t("officer.to." + string(o.To)), State: v.t("officer.notice." + string(o.State)), Class: noticeClass[o.State],
			Link: incidentsPath + "/" + i.ID + "/notices/" + string(o.To), Articles: v.cited(o.Articles),
		}
		if o.State == privacy.Owed || o.State == privacy.AssessFirst || o.State == privacy.Deferred {
			one.Words = v.print.N("officer.notice.days", o.Days)
		}
		for _, f := range o.Missing {
			one.Missing = append(one.Missing, v.t("officer.assessment."+string(f)))
		}
		all = append(all, one)
	}
	return all
}

// owes reports that a notice is owed, or that nobody knows yet whether one is.
func owes(i privacy.Incident, today cycle.Date) bool {
	return slices.ContainsFunc(i.Notices(today), func(o privacy.Owing) bool { return o.State == privacy.Owed || o.State == privacy.AssessFirst })
}

// incidentNumber is what people quote of an incident.
func incidentNumber(i privacy.Incident) string { return strings.ToUpper(i.ID[:min(len(i.ID), 8)]) }

func (v *visit) incidentRows() ([]incidentRow, order, error) {
	q, order := v.r.URL.Query(), v.order("", "what")
	today, err := v.today()
	if err != nil {
		return nil, order, err
	}
	all, err := v.Registrar.Incidents(v.r.Context(), v.actor)
	if err != nil {
		return nil, order, err
	}
	words := strings.Fields(hours.Fold(q.Get("text")))
	var rows []incidentRow
	for _, i := range all {
		row := incidentRow{
			Link: incidentsPath + "/" + i.ID, Number: incidentNumber(i), What: i.Circumstances, Known: v.print.Date(i.Known),
			Risk: v.t("officer.serious." + string(i.Assessment.Serious)), Notices: v.owing(i, today), incident: i,
		}
		if lacks := i.Lacks(v.Registrar.Law.Incidents.Register); len(lacks) > 0 {
			row.Lacks = v.print.N("officer.incident.lacks", len(lacks))
		}
		found := hours.Fold(joined(row.Number, i.Circumstances, i.Cause, i.Measures))
		if (q.Get("state") != "owed" || owes(i, today)) && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(found, w) }) {
			rows = append(rows, row)
		}
	}
	sorted(rows, order, func(a, b incidentRow) int {
		if order.key == "what" {
			return strings.Compare(hours.Fold(a.What), hours.Fold(b.What))
		}
		return 0
	})
	return rows, order, nil
}

func (v *visit) incidents() error {
	rows, order, err := v.incidentRows()
	if err != nil {
		return err
	}
	q, f := v.r.URL.Query(), v.form("officer", nil)
	page := incidentsPage{Text: f.text("text", q.Get("text")), Rows: rows, Empty: v.t("list.nothing")}
	page.Text.Hint = v.t("officer.incident.search")
	page.State = f.choice("state", q.Get("state"), group{Options: []option{{Value: "owed", Label: v.t("officer.filter.owed")}}})
	page.State.Options[0].Options[0].Label = v.t("list.all-states")
	page.Sort, page.Reverse, page.Count, page.Download = order.key, order.reverse, v.print.N("officer.incident.count", len(rows)), incidentsPath+".csv"+v.query()
	page.Columns = order.columns(v, "what", "officer.incident.what", "", "officer.incident.known", "-", "officer.incident.risk", "-", "officer.incident.notices")
	if len(q) == 0 {
		page.Empty = v.t("officer.incident.empty")
	}
	return v.showOfficer(http.StatusOK, "officer_incidents", frame{Title: v.t("officer.incidents"), Body: page})
}

func (v *visit) incidentsCSV() error {
	rows, _, err := v.incidentRows()
	if err != nil {
		return err
	}
	table := v.csv("request-number", "incident-circumstances", "incident-cause", "incident-from", "incident-to", "incident-known", "incident-holdings", "incident-persons",
		"incident-serious", "incident-authority", "incident-persons-told", "incident-measures", "incident-keep")
	for _, row := range rows {
		i := row.incident
		table.add(row.Number, i.Circumstances, i.Cause, i.From.String(), i.To.String(), i.Known.String(), strings.Join(append(v.heldAll(i.Holdings), i.Undescribed), " / "),
			countIn(i.Persons), row.Risk, row.Notices[0].State, row.Notices[1].State, i.Measures, i.KeepUntil(v.Registrar.Law).String())
	}
	return table.send("incidents.csv")
}

// countIn writes a number that may not be known.
func countIn(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// newIncident is the plain form with which staff, too, report an incident.
func (v *visit) newIncident() error {
	if err := v.reports(); err != nil {
		return err
	}
	typed := map[string][]string{"id": {freshID()}}
	return v.showNewIncident(http.StatusOK, typed, nil)
}

// reports is nil for those who may report an incident: staff, and the person in charge.
func (v *visit) reports() error {
	if v.actor.Is(identity.RoleStaff) {
		return nil
	}
	return v.inCharge()
}

func (v *visit) showNewIncident(status int, typed map[string][]string, wrong error) error {
	get := func(name string) string {
		if len(typed[name]) == 0 {
			return ""
		}
		return typed[name][0]
	}
	page := officerForm{
		Back: v.t("officer.incident.back"), BackTo: incidentsPath, Heading: v.t("officer.incident.new"), Lead: v.t("officer.incident.new.lead"),
		Action: incidentsPath + "/new", Button: v.t("officer.incident.new.button"), Kept: []kept{{"id", get("id")}},
	}
	build := func(f form) {
		page.Sections = []officerSection{{Controls: []control{
			f.area("circumstances", get("circumstances")).as("text"), f.date("known", dateTyped(typed, "known")).as("day"),
		}}}
	}
	build(v.form("officer", nil))
	if wrong != nil {
		fields, ours := page.fieldErrors(wrong, typed)
		if !ours {
			return wrong
		}
		build(v.form("officer", fields))
	}
	f := frame{Title: page.Heading, Form: true, Wrong: page.wrong(), Body: page, Tab: "officer"}
	if !v.isOfficer() {
		f.Tab = "queue"
		page.Back, page.BackTo = v.t("portal.tab.queue"), "/queue"
		f.Body = page
	}
	return v.show(status, "officer_form", f)
}

func (v *visit) reportIncident() error {
	if err := v.reports(); err != nil {
		return err
	}
	typed, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(typed) {
		return v.showNewIncident(http.StatusOK, typed, nil)
	}
	i := privacy.Incident{ID: typed.Get("id"), Circumstances: strings.TrimSpace(typed.Get("circumstances"))}
	var wrong hours.FieldErrors
	if i.Circumstances == "" {
		wrong = hours.FieldErrors{{Field: "circumstances", Err: hours.ErrMissing}}
	}
	day, unread := dayTyped("known", dateTyped(typed, "known"), false)
	i.Known, wrong = day, append(wrong, unread...)
	err = wrong.OrNil()
	if err == nil {
		i, err = v.Registrar.Report(v.r.Context(), v.actor, 0, i)
	}
	switch {
	case err == nil && v.isOfficer():
		return v.redirect(incidentsPath+"/"+i.ID, "notice", "officer-incident")
	case err == nil:
		return v.redirect(incidentsPath+"/new", "notice", "officer-incident-staff")
	}
	return v.showNewIncident(http.StatusUnprocessableEntity, typed, err)
}

// incidentPage is one entry of the register.
type incidentPage struct {
	Back, BackTo, Heading string
	Notices               []owing
	// Parts are what the entry says, with where to change it.
	Parts []incidentPartShown
	Told  []string
	Defer []string
	// Lacks are the fields that each document leaves out.
	Lacks []lacking
	Keep  string
	By    string
	Links []officerDo
}

type incidentPartShown struct {
	ID, Title, Link string
	Answers         []answer
}

// lacking is what a document must say and does not say yet.
type lacking struct {
	Title  string
	Fields []lackingField
}

type lackingField struct {
	Label    string
	Articles []string
	Verified bool
}

// lacks returns the fields that an entry leaves out, with the articles that ask for them.
func (v *visit) lacks(i privacy.Incident, title string, of []privacy.Field) lacking {
	l := lacking{Title: v.t(title)}
	for _, f := range i.Lacks(of) {
		l.Fields = append(l.Fields, lackingField{v.print.Text(f.Label), v.cited(f.Articles), f.Verified})
	}
	return l
}

func (v *visit) readIncident() (privacy.Incident, error) {
	return v.Registrar.Incident(v.r.Context(), v.actor, v.r.PathValue("id"))
}

func (v *visit) incident() error {
	i, err := v.readIncident()
	if err != nil {
		return err
	}
	today, err := v.today()
	if err != nil {
		return err
	}
	law, base := v.Registrar.Law, incidentsPath+"/"+i.ID
	page := incidentPage{
		Back: v.t("officer.incident.back"), BackTo: incidentsPath, Heading: v.t("officer.incident.heading", "number", incidentNumber(i)),
		Notices: v.owing(i, today), By: v.t("officer.incident.by", "account", string(i.By), "at", v.print.Instant(i.Entered, v.zone)),
		Lacks: []lacking{
			v.lacks(i, "officer.lacks.register", law.Incidents.Register), v.lacks(i, "officer.lacks.authority", law.Incidents.Authority),
			v.lacks(i, "officer.lacks.persons", law.Incidents.Persons),
		},
		Keep: v.t("officer.incident.keep.unknown"),
		Links: []officerDo{
			{base + "/parts/told", v.t("officer.incident.told"), "primary"}, {base + "/parts/deferral", v.t("officer.incident.defer"), ""},
		},
	}
	if until := i.KeepUntil(law); !until.IsZero() {
		page.Keep = v.t("officer.incident.keep", "day", v.print.Date(until))
	}
	for _, part := range incidentParts {
		shown := incidentPartShown{ID: part, Title: v.t("officer.part." + part), Link: base + "/parts/" + part}
		for _, f := range v.incidentFields(part, i) {
			shown.Answers = append(shown.Answers, answer{"", f.Label, f.Said, ""})
		}
		page.Parts = append(page.Parts, shown)
	}
	for _, t := range i.Told {
		line := v.t("officer.told.line", "to", v.t("officer.to."+string(t.To)), "day", v.print.Date(t.Day))
		if t.Public {
			line += v.t("officer.told.public", "why", t.Why)
		}
		page.Told = append(page.Told, line)
	}
	for _, d := range i.Defer {
		until := v.t("officer.defer.open")
		if !d.Until.IsZero() {
			until = v.t("officer.defer.until", "day", v.print.Date(d.Until))
		}
		page.Defer = append(page.Defer, v.t("officer.defer.line", "body", d.Body, "from", v.print.Date(d.From), "until", until))
	}
	return v.showOfficer(http.StatusOK, "officer_incident", frame{Title: page.Heading, Body: page})
}

// noticePage is the text of a notice, to print.
type noticePage struct {
	Back, BackTo string
	Letter       replyLetter
	Facts        []answer
	Lacks        lacking
}

// incidentNotice is the text of the notice to the authority or to the persons: the fields
// that the regulation asks for, filled in from the register.
func (v *visit) incidentNotice() error {
	i, err := v.readIncident()
	if err != nil {
		return err
	}
	fields, to, law := []privacy.Field(nil), v.r.PathValue("to"), v.Registrar.Law.Incidents
	switch privacy.Addressee(to) {
	case privacy.Authority:
		fields = law.Authority
	case privacy.Persons:
		fields = law.Persons
	default:
		return privacy.ErrNotFound
	}
	today, err := v.today()
	if err != nil {
		return err
	}
	page := noticePage{
		Back: v.t("officer.notice.back"), BackTo: incidentsPath + "/" + i.ID, Lacks: v.lacks(i, "officer.lacks."+to, fields),
		Letter: replyLetter{
			Lang: langTags[v.print.Language], Organisation: v.print.Text(v.org.Name), Title: v.t("officer.notice.title." + to),
			Number: v.t("officer.incident.heading", "number", incidentNumber(i)), Day: v.print.Date(today), Contact: v.org.Contact,
		},
	}
	all := v.everyField(i)
	for _, f := range fields {
		page.Facts = append(page.Facts, answer{"", v.print.Text(f.Label), all[f.ID], ""})
	}
	return v.showOfficer(http.StatusOK, "officer_notice", frame{Title: page.Letter.Title, Body: page})
}
