package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
)

// disclosuresPath is the register of disclosures.
const disclosuresPath = officerPath + "/disclosures"

func officerDisclosureRoutes() []Route {
	return []Route{
		{"GET", disclosuresPath, charged((*visit).disclosureRegister), false},
		{"GET", disclosuresPath + ".csv", charged((*visit).disclosuresCSV), false},
		{"POST", disclosuresPath + "/new", charged((*visit).enterDisclosure), false},
	}
}

// disclosureRow is an entry of the register.
type disclosureRow struct {
	Day, Who, To, Recipient, Why string
	Holdings, Articles           []string
	Ground, Act                  string
	Required, Unverified         bool
	disclosure                   privacy.Disclosure
}

// disclosuresPage is the register.
type disclosuresPage struct {
	Text, Act field
	listState
	Rows  []disclosureRow
	Empty string
}

// recipient is a category of recipients in words.
func (v *visit) recipient(id string) string {
	for _, r := range v.Registrar.Inventory.Recipients {
		if r.ID == id {
			return v.print.Text(r.Label)
		}
	}
	return id
}

func (v *visit) disclosureRow(d privacy.Disclosure, who string) disclosureRow {
	row := disclosureRow{
		Day: v.print.Date(d.Day), Who: who, To: d.To, Recipient: v.recipient(d.Recipient), Why: d.Why, Holdings: v.heldAll(d.Holdings), Articles: v.cited(d.Articles),
		Ground: d.Ground, Act: v.act(d.Regime), Required: d.Required, Unverified: !d.Verified, disclosure: d,
	}
	if r, known := v.ruleOf(privacy.Disclose, d.Regime); known {
		for _, g := range r.Grounds {
			if g.ID == d.Ground {
				row.Ground = v.print.Text(g.Label)
			}
		}
	}
	return row
}

func (v *visit) disclosureRows() ([]disclosureRow, order, error) {
	q, order := v.r.URL.Query(), v.order("", "who", "to")
	all, err := v.Registrar.Disclosed(v.r.Context(), v.actor)
	if err != nil {
		return nil, order, err
	}
	names := map[privacy.PersonID]string{}
	words := strings.Fields(hours.Fold(q.Get("text")))
	var rows []disclosureRow
	for _, d := range slices.Backward(all) {
		if _, known := names[d.Person]; !known {
			name, err := v.personNamed(d.Person)
			if errors.Is(err, privacy.ErrNotFound) {
				name, err = string(d.Person), nil
			}
			if err != nil {
				return nil, order, err
			}
			names[d.Person] = name
		}
		row := v.disclosureRow(d, names[d.Person])
		found := hours.Fold(strings.Join(append([]string{row.Who, row.To, row.Recipient, row.Why, row.Ground}, row.Holdings...), " "))
		if oneOf(q.Get("act"), string(d.Regime)) && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(found, w) }) {
			rows = append(rows, row)
		}
	}
	sorted(rows, order, func(a, b disclosureRow) int {
		switch order.key {
		case "who":
			return strings.Compare(hours.Fold(a.Who), hours.Fold(b.Who))
		case "to":
			return strings.Compare(hours.Fold(a.To), hours.Fold(b.To))
		}
		return b.disclosure.Day.Compare(a.disclosure.Day)
	})
	return rows, order, nil
}

// actChoice is the Acts to choose from, or all of them.
func (v *visit) actChoice(chosen string) field {
	var acts group
	for _, a := range privacy.Regimes() {
		acts.Options = append(acts.Options, option{Value: string(a), Label: v.act(a)})
	}
	f := v.form("officer", nil).choice("act", chosen, acts)
	f.Options[0].Options[0].Label = v.t("officer.filter.acts")
	return f
}

func (v *visit) disclosureRegister() error {
	rows, order, err := v.disclosureRows()
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	page := disclosuresPage{Text: v.form("officer", nil).text("text", q.Get("text")), Act: v.actChoice(q.Get("act")), Rows: rows, Empty: v.t("list.nothing")}
	page.Text.Hint = v.t("officer.disclosure.search")
	page.Sort, page.Reverse, page.Count, page.Download = order.key, order.reverse, v.print.N("officer.disclosure.count", len(rows)), disclosuresPath+".csv"+v.query()
	page.Columns = order.columns(v, "", "officer.disclosure.day", "who", "officer.disclosure.who", "to", "officer.disclosure.to", "-", "officer.disclosure.what", "-", "officer.disclosure.ground")
	if len(q) == 0 {
		page.Empty = v.t("officer.disclosure.empty")
	}
	return v.showOfficer(http.StatusOK, "officer_disclosures", frame{Title: v.t("officer.disclosures"), Body: page})
}

func (v *visit) disclosuresCSV() error {
	rows, _, err := v.disclosureRows()
	if err != nil {
		return err
	}
	table := v.csv("disclosure-day", "disclosure-who", "disclosure-to", "disclosure-recipient", "disclosure-why", "disclosure-holdings", "request-act", "disclosure-ground",
		"disclosure-articles", "disclosure-required", "disclosure-read")
	yes := func(is bool) string {
		if is {
			return v.t("officer.truth.yes")
		}
		return v.t("officer.truth.no")
	}
	for _, r := range rows {
		table.add(r.disclosure.Day.String(), r.Who, r.To, r.Recipient, r.Why, strings.Join(r.Holdings, " / "), r.Act, r.Ground, strings.Join(r.Articles, " / "), yes(r.Required), yes(!r.Unverified))
	}
	return table.send("disclosures.csv")
}

// showDisclosure is the form of an entry, from the facts that permit it.
func (v *visit) showDisclosure(status int, typed url.Values, wrong error) error {
	who, err := v.personNamed(privacy.PersonID(typed.Get("person")))
	if err != nil {
		return err
	}
	act := privacy.Regime(typed.Get("act"))
	said := caseKept(typed)
	said.Set("at", "entry")
	said.Set("id", typed.Get("id"))
	page := officerForm{
		Back: v.t("officer.decide"), BackTo: decidePath + "?question=disclose&act=" + url.QueryEscape(string(act)) + "&person=" + url.QueryEscape(typed.Get("person")),
		Heading: v.t("officer.disclosure.new"), Lead: v.t("officer.disclosure.of", "name", who), Said: []string{v.act(act)},
		Action: disclosuresPath + "/new", Kept: keep(said), Button: v.t("officer.disclosure.button"),
	}
	build := func(f form) {
		var recipients group
		for _, r := range v.Registrar.Inventory.Recipients {
			recipients.Options = append(recipients.Options, option{Value: r.ID, Label: v.print.Text(r.Label)})
		}
		page.Sections = []officerSection{{Controls: []control{
			f.text("recipientName", typed.Get("recipientName")).wide().as("text"), f.choice("recipient", typed.Get("recipient"), recipients).as("choice"),
			f.area("purposeOf", typed.Get("purposeOf")).as("text"), f.date("givenOn", dateTyped(typed, "givenOn")).as("day"), f.holdings("scope", holdingsTyped(typed["scope"]), act),
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
	return v.showOfficerForm(status, page)
}

func (v *visit) enterDisclosure() error {
	typed, err := v.typed()
	if err != nil {
		return err
	}
	language := v.chooseLanguage(typed)
	if typed.Get("person") == "" {
		return v.redirect(decidePath, "question", string(privacy.Disclose)) // of whom comes first
	}
	if typed.Get("at") != "entry" {
		typed.Set("id", freshID())
		today, err := v.today()
		if err != nil {
			return err
		}
		dayIn(typed, "givenOn", today)
		return v.showDisclosure(http.StatusOK, typed, nil)
	}
	if language {
		return v.showDisclosure(http.StatusOK, typed, nil)
	}
	d := privacy.Disclosure{
		Person: privacy.PersonID(typed.Get("person")), ID: typed.Get("id"), Holdings: holdingsTyped(typed["scope"]), To: strings.TrimSpace(typed.Get("recipientName")),
		Recipient: typed.Get("recipient"), Why: strings.TrimSpace(typed.Get("purposeOf")),
	}
	var wrong hours.FieldErrors
	for _, needed := range []struct{ name, said string }{{"recipientName", d.To}, {"recipient", d.Recipient}, {"purposeOf", d.Why}} {
		if needed.said == "" {
			wrong = append(wrong, hours.FieldError{Field: needed.name, Err: hours.ErrMissing})
		}
	}
	day, unread := dayTyped("givenOn", dateTyped(typed, "givenOn"), true)
	d.Day, wrong = day, append(wrong, unread...)
	if len(d.Holdings) == 0 {
		wrong = append(wrong, hours.FieldError{Field: "scope", Err: privacy.ErrUnknownHolding})
	}
	err = wrong.OrNil()
	if err == nil {
		_, _, err = v.Registrar.Disclose(v.r.Context(), v.actor, caseTyped(typed), d)
	}
	if errors.Is(err, privacy.ErrReceived) {
		err = hours.FieldErrors{{Field: "givenOn", Err: err}}
	}
	if err != nil {
		return v.showDisclosure(http.StatusUnprocessableEntity, typed, err)
	}
	return v.redirect(disclosuresPath, "notice", "officer-disclosed")
}
