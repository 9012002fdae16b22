package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// The accounts, for staff: who has one, and what is decided of it (A15).
func accountRoutes() []Route {
	return []Route{
		{"GET", "/queue/accounts", (*visit).accounts, false},
		{"GET", "/queue/accounts.csv", (*visit).accountsCSV, false},
		{"GET", "/queue/accounts/{holder}", (*visit).account, false},
		{"POST", "/queue/accounts/{holder}/temporary", (*visit).sendTemporary, false},
		{"GET", "/queue/accounts/{holder}/state/{event}", (*visit).askRuling, false},
		{"POST", "/queue/accounts/{holder}/state/{event}", (*visit).rule, false},
	}
}

const accountsPath = "/queue/accounts"

// accountsShown is how many accounts a page of the list has.
const accountsShown = 50

// accountRow is an account in the list.
type accountRow struct {
	ID, Link, Name, Login, Roles, State, Class, Opened string
}

// accountsPage is the list of the accounts.
type accountsPage struct {
	Text, State field
	listState
	Rows []accountRow
	// Before and After lead to the pages around this one; empty where there is none.
	Before, After string
}

// accountsChosen reads what the address asks for.
func (v *visit) accountsChosen() ([]identity.AccountCard, order, error) {
	q, o := v.r.URL.Query(), v.order("name", "login", "opened", "state")
	query := identity.AccountQuery{Text: q.Get("text"), Reverse: o.reverse}
	if o.key != "name" {
		query.Sort = identity.AccountSort(o.key)
	}
	if i := slices.IndexFunc(identity.AccountStates(), func(s identity.AccountState) bool { return stateName(s) == q.Get("state") }); i >= 0 {
		query.State = &identity.AccountStates()[i]
	}
	all, err := v.Directory.Accounts(v.r.Context(), v.actor, query)
	return all, o, err
}

// stateName names a state in addresses and in messages.
func stateName(s identity.AccountState) string {
	if s == identity.AccountActive {
		return "active"
	}
	return string(s)
}

func (v *visit) accounts() error {
	all, o, err := v.accountsChosen()
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	page := accountsPage{Text: v.form("accounts", nil).text("text", q.Get("text"))}
	var states group
	for _, s := range identity.AccountStates() {
		states.Options = append(states.Options, option{Value: stateName(s), Label: v.t("account.state." + stateName(s))})
	}
	page.State = v.form("accounts", nil).choice("state", q.Get("state"), states)
	page.State.Options[0].Options[0].Label = v.t("account.every-state")
	page.Sort, page.Reverse, page.Count = o.key, o.reverse, v.print.N("account.count", len(all))
	page.Download = accountsPath + ".csv" + v.query()
	page.Columns = o.columns(v, "name", "account.column.name", "login", "account.column.login", "-", "account.column.roles",
		"state", "account.column.state", "opened", "account.column.opened")
	from, _ := strconv.Atoi(q.Get("from"))
	from = max(0, min(from, len(all)))
	at := func(n int) string {
		q := v.r.URL.Query()
		q.Del("notice")
		q.Set("from", strconv.Itoa(n))
		return "?" + q.Encode()
	}
	if from > 0 {
		page.Before = at(max(0, from-accountsShown))
	}
	if from+accountsShown < len(all) {
		page.After = at(from + accountsShown)
	}
	for _, c := range all[from:min(len(all), from+accountsShown)] {
		page.Rows = append(page.Rows, v.accountRow(c))
	}
	return v.show(http.StatusOK, "accounts", frame{Title: v.t("account.list"), Tab: "queue", Body: page})
}

func (v *visit) accountRow(c identity.AccountCard) accountRow {
	row := accountRow{
		ID: string(c.ID), Link: accountsPath + "/" + url.PathEscape(string(c.ID)), Name: c.Name, Login: c.Login,
		State: v.t("account.state." + stateName(c.State)), Opened: v.print.Instant(c.LastOpened, v.zone),
	}
	switch c.State {
	case identity.AccountActive:
	case identity.AccountDisabled:
		row.Class = "ending"
	case identity.AccountClosed:
		row.Class = "refused"
	}
	var roles []string
	for _, r := range c.Roles {
		roles = append(roles, v.t("account.role."+string(r)))
	}
	row.Roles = v.print.List(roles)
	return row
}

func (v *visit) accountsCSV() error {
	all, _, err := v.accountsChosen()
	if err != nil {
		return err
	}
	table := v.csv("account-name", "account-login", "account-roles", "state", "account-opened")
	for _, c := range all {
		row := v.accountRow(c)
		table.add(row.Name, row.Login, row.Roles, row.State, v.day(c.LastOpened))
	}
	return table.send("accounts.csv")
}

// rulingRow is a decision of the past.
type rulingRow struct{ What, At, By, Cause, Words, Evidence string }

// accountPage is one account.
type accountPage struct {
	accountRow
	Facts [][2]string
	// May says that this person may decide about it; Own that it is their own.
	May, Own bool
	// Address says that there is one to write to; Active that the account is in use.
	Address, Active bool
	// Events are what may be decided.
	Events  []menuItem
	History []rulingRow
	// Granted leads to the services of the account; empty where there are none to give.
	Granted string
}

// holder returns the account that the address names, for staff.
func (v *visit) holder() (identity.AccountCard, error) {
	if !v.actor.Is(identity.RoleStaff) {
		return identity.AccountCard{}, identity.ErrForbidden
	}
	return v.Directory.AccountCard(v.r.Context(), v.actor, identity.AccountID(v.r.PathValue("holder")))
}

func (v *visit) account() error {
	c, err := v.holder()
	if err != nil {
		return err
	}
	page := accountPage{
		accountRow: v.accountRow(c), Own: c.ID == v.actor.Account, Address: c.Address != "", Active: !c.State.Shut(),
		May: v.actor.MayRule(v.Org, c.ID) == nil,
	}
	if v.Office != nil {
		page.Granted = accessQueuePath + "/accounts/" + string(c.ID)
	}
	none := func(text, key string) string {
		if text == "" {
			return v.t(key)
		}
		return text
	}
	page.Facts = [][2]string{
		{v.t("account.column.login"), c.Login},
		{v.t("account.column.roles"), page.Roles},
		{v.t("account.address"), none(c.Address, "account.no-address")},
		{v.t("account.column.opened"), none(page.Opened, "account.never")},
		{v.t("account.password-set"), none(v.print.Instant(c.PasswordSet, v.zone), "account.unknown")},
		{v.t("account.sessions"), v.print.N("session.count", c.Sessions)},
		{v.t("factor.title"), v.t("account.factor." + onOrOff(c.Factor))},
	}
	if c.Answers {
		page.Facts = append(page.Facts, [2]string{v.t("questions.title"), v.t("account.answers")})
	}
	for _, e := range identity.AccountEvents() {
		if c.May(e) == nil && (page.Address || !e.Frees()) {
			page.Events = append(page.Events, menuItem{Path: page.Link + "/state/" + string(e), Label: v.t("account.do." + string(e))})
		}
	}
	for _, h := range c.History {
		row := rulingRow{What: v.t("account.event." + string(h.Event)), At: v.print.Instant(h.At, v.zone), By: h.ByName, Words: h.Words, Evidence: h.Evidence}
		if h.Cause != "" {
			row.Cause = v.t("account.cause." + string(h.Cause))
		}
		page.History = append(page.History, row)
	}
	return v.show(http.StatusOK, "account", frame{Title: v.t("account.title", "name", c.Name), Tab: "queue", Body: page})
}

func onOrOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// sendTemporary has a temporary password sent: nobody here sees it.
func (v *visit) sendTemporary() error {
	c, err := v.holder()
	if err != nil {
		return err
	}
	if err := v.Directory.SendTemporary(v.r.Context(), v.actor, c.ID); err != nil {
		return err
	}
	return v.redirect(v.accountRow(c).Link, "notice", "temporary-sent")
}

// rulingPage asks why, and confirms what it will do.
type rulingPage struct {
	accountRow
	Event                  string
	Heading, Lead          string
	Cause, Words, Evidence field
	// Shuts says that the account will be out of use, and Frees that something is taken
	// away that its holder has lost.
	Shuts, Frees, Address, Final bool
	Version                      int64
}

func (v *visit) askRuling() error {
	return v.showRuling(http.StatusOK, identity.Ruling{Event: identity.AccountEvent(v.r.PathValue("event"))}, nil)
}

func (v *visit) showRuling(status int, r identity.Ruling, wrong hours.FieldErrors) error {
	c, err := v.holder()
	if err != nil {
		return err
	}
	if err := v.actor.MayRule(v.Org, c.ID); err != nil {
		return err
	}
	if err := c.May(r.Event); err != nil {
		return err
	}
	if r.Event.Frees() && c.Address == "" {
		return identity.ErrNoAddress
	}
	f := v.form("ruling", wrong)
	page := rulingPage{
		accountRow: v.accountRow(c), Event: string(r.Event), Heading: v.t("account.do." + string(r.Event)), Lead: v.t("ruling." + string(r.Event)),
		Words: f.area("words", r.Words), Evidence: f.area("evidence", r.Evidence),
		Shuts: r.Event.Shuts(), Frees: r.Event.Frees(), Final: r.Event == identity.AccountClose, Address: c.Address != "",
	}
	if !page.Shuts {
		page.Words = page.Words.with("label", v.t("ruling.why")).with("hint", v.t("ruling.why.hint"))
	}
	if page.Frees {
		page.Evidence = page.Evidence.with("label", v.t("ruling.who")).with("hint", v.t("ruling.who.hint"))
	}
	var causes group
	for _, cause := range identity.Causes() {
		causes.Options = append(causes.Options, option{Value: string(cause), Label: v.t("account.cause." + string(cause))})
	}
	page.Cause = f.choice("cause", string(r.Cause), causes)
	return v.show(status, "ruling", frame{Title: page.Heading + " – " + c.Name, Tab: "queue", Form: true, Wrong: v.problems(wrong), Body: page})
}

func (v *visit) rule() error {
	c, err := v.holder()
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	r := identity.Ruling{
		Event: identity.AccountEvent(v.r.PathValue("event")), Cause: identity.Cause(form.Get("cause")),
		Words: form.Get("words"), Evidence: form.Get("evidence"),
	}
	if v.chooseLanguage(form) {
		return v.showRuling(http.StatusOK, r, nil)
	}
	_, err = v.Directory.RuleAccount(v.r.Context(), v.actor, c.ID, r)
	var wrong identity.RulingErrors
	switch {
	case errors.As(err, &wrong):
		var fields hours.FieldErrors
		for _, w := range wrong {
			fields = append(fields, hours.FieldError{Field: w.Field, Err: w.Err})
		}
		return v.showRuling(http.StatusUnprocessableEntity, r, fields)
	case err != nil:
		return err
	}
	return v.redirect(v.accountRow(c).Link, "notice", "account-"+string(r.Event))
}
