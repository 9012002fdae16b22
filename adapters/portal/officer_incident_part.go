package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
)

// incidentParts are the parts of an entry that are changed one at a time.
var incidentParts = []string{"facts", "information", "assessment", "notices"}

// incidentAdds are what is added to an entry, and never changed.
var incidentAdds = []string{"told", "deferral"}

// incidentField is a field of an entry: its name, its words, what it says, and how it is
// read from a form and written into one.
type incidentField struct {
	Name, Kind, Label string
	Said              []string
	Value             string
	Day               cycle.Date
}

// incidentLabel is the words of the law's data for a field; ours for what it has none for.
func (v *visit) incidentLabel(id string) string {
	law := v.Registrar.Law.Incidents
	for _, f := range slices.Concat(law.Register, law.Authority, law.Persons) {
		if f.ID == id {
			return v.print.Text(f.Label)
		}
	}
	return v.t("field.officer." + id)
}

// incidentFields are the fields of a part, with what an entry says.
func (v *visit) incidentFields(part string, i privacy.Incident) []incidentField {
	text := func(name, value string) incidentField {
		f := incidentField{Name: name, Kind: "area", Label: v.incidentLabel(name), Value: value}
		if value != "" {
			f.Said = []string{value}
		}
		return f
	}
	line := func(name, value string) incidentField { f := text(name, value); f.Kind = "text"; return f }
	day := func(name string, on cycle.Date) incidentField {
		f := incidentField{Name: name, Kind: "day", Label: v.incidentLabel(name), Day: on}
		if !on.IsZero() {
			f.Said = []string{v.print.Date(on)}
		}
		return f
	}
	a := i.Assessment
	switch part {
	case "facts":
		return []incidentField{
			text("circumstances", i.Circumstances), text("cause", i.Cause), day("from", i.From), day("to", i.To), day("known", i.Known),
			line("persons", countIn(i.Persons)), line("in-quebec", countIn(i.InQuebec)), text("measures", i.Measures), text("timetable", i.Timetable),
		}
	case "information":
		f := incidentField{Name: "scope", Kind: "holdings", Label: v.incidentLabel("information"), Said: v.heldAll(i.Holdings)}
		return []incidentField{f, text("undescribed", i.Undescribed)}
	case "assessment":
		consulted := incidentField{Name: "officer", Kind: "box", Label: v.t("field.officer.officer")}
		if a.Officer {
			consulted.Value, consulted.Said = "1", []string{v.t("officer.truth.yes")}
		}
		serious := incidentField{Name: "serious", Kind: "serious", Label: v.t("field.officer.serious"), Value: string(a.Serious), Said: []string{v.t("officer.serious." + string(a.Serious))}}
		return []incidentField{
			text("sensitivity", a.Sensitivity), text("consequences", a.Consequences), text("likelihood", a.Likelihood), consulted, serious, text("why", a.Why), day("assessed", a.Day),
		}
	}
	return []incidentField{
		text("suggested", i.Suggested), text("telling", i.Telling), text("foreign", i.Foreign), line("body", i.Body), line("contact", i.Contact),
	}
}

// everyField is what an entry says of each field of the register and of the notices.
func (v *visit) everyField(i privacy.Incident) map[string][]string {
	all := map[string][]string{}
	for _, part := range incidentParts {
		for _, f := range v.incidentFields(part, i) {
			all[f.Name] = f.Said
		}
	}
	all["information"] = append(v.heldAll(i.Holdings), all["undescribed"]...)
	all["when"] = all["from"]
	if !i.From.IsZero() && !i.To.IsZero() && i.To != i.From {
		all["when"] = []string{v.t("officer.incident.between", "from", v.print.Date(i.From), "to", v.print.Date(i.To))}
	}
	all["assessment"] = slices.Concat(all["sensitivity"], all["consequences"], all["likelihood"], all["serious"], all["why"])
	return all
}

func (v *visit) incidentPart() error {
	i, err := v.readIncident()
	if err != nil {
		return err
	}
	part := v.r.PathValue("part")
	typed := url.Values{"version": {strconv.FormatInt(i.Version, 10)}}
	if part == "assessment" && i.Assessment.Day.IsZero() {
		today, err := v.today()
		if err != nil {
			return err
		}
		dayIn(typed, "assessed", today)
	}
	for _, f := range v.incidentFields(part, i) {
		if f.Value != "" {
			typed.Set(f.Name, f.Value)
		}
		dayIn(typed, f.Name, f.Day)
	}
	for _, id := range i.Holdings {
		typed.Add("scope", string(id))
	}
	return v.showIncidentPart(http.StatusOK, i, typed, nil, false)
}

// showIncidentPart shows the form of a part. What changed elsewhere since it was read
// stands as a hint at its field.
func (v *visit) showIncidentPart(status int, i privacy.Incident, typed url.Values, wrong error, stale bool) error {
	part := v.r.PathValue("part")
	if !slices.Contains(incidentParts, part) && !slices.Contains(incidentAdds, part) {
		return privacy.ErrNotFound
	}
	base := incidentsPath + "/" + i.ID
	page := officerForm{
		Back: v.t("officer.notice.back"), BackTo: base, Heading: v.t("officer.part." + part), Lead: v.t("officer.incident.heading", "number", incidentNumber(i)),
		Said: []string{v.t("officer.part." + part + ".lead")}, Action: base + "/parts/" + part, Version: i.Version, Button: v.t("officer.save"), Stale: stale,
	}
	build := func(f form) {
		var all []control
		for _, field := range v.incidentFields(part, i) {
			c := v.incidentControl(f, field, typed)
			if now := strings.Join(field.Said, " / "); stale && now != "" && field.Kind != "holdings" && now != typed.Get(field.Name) && field.Value != typed.Get(field.Name) {
				page.Changed = append(page.Changed, v.t("officer.changed", "field", field.Label, "value", now))
			}
			all = append(all, c)
		}
		switch part {
		case "told":
			var to []option
			for _, a := range []privacy.Addressee{privacy.Authority, privacy.Persons, privacy.Others} {
				to = append(to, option{Value: string(a), Label: v.t("officer.to." + string(a))})
			}
			all = []control{
				f.ticks("addressee", "radio", typed["addressee"], to...), f.date("givenOn", dateTyped(typed, "givenOn")).as("day"),
				f.box("public", "1", typed.Get("public") != "").as("box"), f.area("publicWhy", typed.Get("publicWhy")).as("text"),
			}
		case "deferral":
			all = []control{
				f.text("investigator", typed.Get("investigator")).wide().as("text"), f.date("deferFrom", dateTyped(typed, "deferFrom")).as("day"),
				f.date("deferUntil", dateTyped(typed, "deferUntil")).as("day"),
			}
		}
		page.Sections = []officerSection{{Controls: all}}
	}
	page.Changed = nil
	build(v.form("officer", nil))
	if wrong != nil {
		fields, ours := page.fieldErrors(wrong, typed)
		if !ours {
			return wrong
		}
		page.Changed = nil
		build(v.form("officer", fields))
	}
	return v.showOfficerForm(status, page)
}

// incidentControl is the control of a field.
func (v *visit) incidentControl(f form, of incidentField, typed url.Values) control {
	var c control
	switch of.Kind {
	case "day":
		c = f.date(of.Name, dateTyped(typed, of.Name)).as("day")
	case "holdings":
		c = f.holdings(of.Name, holdingsTyped(typed[of.Name]), "")
	case "box":
		c = f.box(of.Name, "1", typed.Get(of.Name) != "").as("box")
	case "serious":
		c = f.ticks(of.Name, "radio", []string{typed.Get(of.Name)}, option{Value: "yes", Label: v.t("officer.serious.yes")},
			option{Value: "no", Label: v.t("officer.serious.no")}, option{Value: "", Label: v.t("officer.serious.")})
	case "text":
		c = f.text(of.Name, typed.Get(of.Name)).as("text")
	default:
		c = f.area(of.Name, typed.Get(of.Name)).as("text")
	}
	c.Label = of.Label
	return c
}

func (v *visit) changeIncident() error {
	typed, err := v.typed()
	if err != nil {
		return err
	}
	i, err := v.readIncident()
	if err != nil {
		return err
	}
	if v.chooseLanguage(typed) {
		return v.showIncidentPart(http.StatusOK, i, typed, nil, false)
	}
	next, err := v.incidentTyped(i, v.r.PathValue("part"), typed)
	if err == nil {
		_, err = v.Registrar.Report(v.r.Context(), v.actor, versionTyped(typed), next)
	}
	switch {
	case err == nil:
		return v.redirect(incidentsPath+"/"+i.ID, "notice", "officer-saved")
	case errors.Is(err, privacy.ErrStale):
		return v.showIncidentPart(http.StatusConflict, i, typed, nil, true)
	case errors.Is(err, privacy.ErrReceived):
		err = v.futureDay(typed, err)
	}
	return v.showIncidentPart(http.StatusUnprocessableEntity, i, typed, err, false)
}

// futureDay says which of the days of a form is still to come.
func (v *visit) futureDay(typed url.Values, err error) error {
	today, unknown := v.today()
	if unknown != nil {
		return unknown
	}
	for _, name := range []string{"from", "to", "known", "assessed", "givenOn"} {
		if day, wrong := dayTyped(name, dateTyped(typed, name), false); wrong == nil && day.After(today) {
			return hours.FieldErrors{{Field: name, Err: err}}
		}
	}
	return err
}

// incidentTyped returns the entry with a part of it as it was typed.
func (v *visit) incidentTyped(i privacy.Incident, part string, typed url.Values) (privacy.Incident, error) {
	var wrong hours.FieldErrors
	get := func(name string) string { return strings.TrimSpace(typed.Get(name)) }
	day := func(name string) cycle.Date {
		on, err := dayTyped(name, dateTyped(typed, name), false)
		wrong = append(wrong, err...)
		return on
	}
	number := func(name string) *int {
		if get(name) == "" {
			return nil
		}
		n, err := strconv.Atoi(strings.ReplaceAll(strings.ReplaceAll(get(name), " ", ""), "\u00a0", ""))
		if err != nil || n < 0 {
			wrong = append(wrong, hours.FieldError{Field: name, Err: hours.ErrMissing})
		}
		return &n
	}
	needed := func(name string, missing bool) {
		if missing {
			wrong = append(wrong, hours.FieldError{Field: name, Err: hours.ErrMissing})
		}
	}
	switch part {
	case "facts":
		i.Circumstances, i.Cause, i.Measures, i.Timetable = get("circumstances"), get("cause"), get("measures"), get("timetable")
		i.From, i.To, i.Known, i.Persons, i.InQuebec = day("from"), day("to"), day("known"), number("persons"), number("in-quebec")
		needed("circumstances", i.Circumstances == "")
	case "information":
		i.Holdings, i.Undescribed = holdingsTyped(typed["scope"]), get("undescribed")
	case "assessment":
		i.Assessment = privacy.Assessment{
			Sensitivity: get("sensitivity"), Consequences: get("consequences"), Likelihood: get("likelihood"), Officer: get("officer") != "",
			Serious: privacy.Truth(get("serious")), Why: get("why"), Day: day("assessed"),
		}
	case "notices":
		i.Suggested, i.Telling, i.Foreign, i.Body, i.Contact = get("suggested"), get("telling"), get("foreign"), get("body"), get("contact")
	case "told":
		t := privacy.Told{To: privacy.Addressee(get("addressee")), Day: day("givenOn"), Public: get("public") != "", Why: get("publicWhy")}
		needed("addressee", !slices.Contains([]privacy.Addressee{privacy.Authority, privacy.Persons, privacy.Others}, t.To))
		needed("givenOn", t.Day.IsZero() && wrong.Of("givenOn") == nil)
		needed("publicWhy", t.Public && t.Why == "")
		i.Told = append(slices.Clone(i.Told), t)
	case "deferral":
		d := privacy.Deferral{Body: get("investigator"), From: day("deferFrom"), Until: day("deferUntil")}
		needed("investigator", d.Body == "")
		needed("deferFrom", d.From.IsZero() && wrong.Of("deferFrom") == nil)
		i.Defer = append(slices.Clone(i.Defer), d)
	default:
		return i, privacy.ErrNotFound
	}
	return i, wrong.OrNil()
}
