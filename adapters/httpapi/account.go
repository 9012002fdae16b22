package httpapi

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

const accountPath = base + "/accounts/{holder}"

func accountEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, base + "/accounts"}, false, listAccounts},
		{Route{http.MethodGet, accountPath}, false, showAccount},
		{Route{http.MethodPost, accountPath + "/ruling"}, false, ruleAccount},
		{Route{http.MethodPost, accountPath + "/temporary"}, false, sendTemporary},
	}
}

// accountView is an account as staff see it: nothing that opens it.
type accountView struct {
	ID      string   `json:"id"`
	Login   string   `json:"login"`
	Name    string   `json:"name"`
	Address string   `json:"address"`
	Member  *string  `json:"member"`
	Roles   []string `json:"roles"`
	State   coded    `json:"state"`
	// Factor and Answers say what there is to take away.
	Factor      bool            `json:"factor"`
	Answers     bool            `json:"answers"`
	LastOpened  *time.Time      `json:"lastOpened,omitempty"`
	PasswordSet *time.Time      `json:"passwordSet,omitempty"`
	May         []coded         `json:"may"`
	History     []accountRuling `json:"history"`
}

// accountRuling is what staff decided of an account.
type accountRuling struct {
	Event    coded     `json:"event"`
	Cause    *coded    `json:"cause,omitempty"`
	Words    string    `json:"words"`
	Evidence string    `json:"evidence"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`
}

func (x *exchange) viewAccount(c identity.AccountCard) accountView {
	v := accountView{
		ID: string(c.ID), Login: c.Login, Name: c.Name, Address: c.Address, Roles: []string{}, State: x.labelled("account.state.", accountState(c.State)),
		Factor: c.Factor, Answers: c.Answers, LastOpened: instant(c.LastOpened), PasswordSet: instant(c.PasswordSet), May: []coded{},
		History: listOf(c.History, x.viewRuling).Items,
	}
	if c.Member != "" {
		member := string(c.Member)
		v.Member = &member
	}
	for _, role := range c.Roles {
		v.Roles = append(v.Roles, string(role))
	}
	for _, e := range identity.AccountEvents() {
		if x.actor.MayRule(c.Org, c.ID) == nil && c.May(e) == nil {
			v.May = append(v.May, x.labelled("account.do.", string(e)))
		}
	}
	return v
}

func (x *exchange) viewRuling(h identity.AccountChange) accountRuling {
	v := accountRuling{Event: x.labelled("account.event.", string(h.Event)), Words: h.Words, Evidence: h.Evidence, At: h.At, By: h.ByName}
	if h.Cause != "" {
		cause := x.labelled("account.cause.", string(h.Cause))
		v.Cause = &cause
	}
	return v
}

// accountState names a state; that of the zero value has a name here.
func accountState(s identity.AccountState) string {
	if s == identity.AccountActive {
		return "active"
	}
	return string(s)
}

// listAccounts answers the accounts that the query chooses (A15).
func listAccounts(x *exchange) error {
	if !x.actor.Is(identity.RoleStaff) {
		return identity.ErrForbidden
	}
	const byName, active = "name", "active"
	q := identity.AccountQuery{Text: x.r.URL.Query().Get("q")}
	state, err := choice(x, "state", append([]identity.AccountState{active}, identity.AccountStates()[1:]...))
	if err != nil {
		return err
	}
	switch state {
	case "":
	case active:
		q.State = new(identity.AccountState)
	default:
		q.State = &state
	}
	if q.Sort, err = choice(x, "sort", []identity.AccountSort{byName, identity.AccountsByLogin, identity.AccountsByOpened, identity.AccountsByState}); err != nil {
		return err
	}
	if q.Sort == byName {
		q.Sort = identity.AccountsByName
	}
	if q.Reverse, err = x.flag("reverse"); err != nil {
		return err
	}
	all, err := x.api.Directory.Accounts(x.r.Context(), x.actor, q)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewAccount))
}

// holder returns the account of the path, for staff.
func (x *exchange) holder() (identity.AccountID, error) {
	if !x.actor.Is(identity.RoleStaff) {
		return "", identity.ErrForbidden
	}
	id, err := x.id("holder")
	return identity.AccountID(id), err
}

func showAccount(x *exchange) error {
	id, err := x.holder()
	if err != nil {
		return err
	}
	c, err := x.api.Directory.AccountCard(x.r.Context(), x.actor, id)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, x.viewAccount(c))
}

// ruleAccount disables, reinstates or closes an account, or takes from it what its holder
// has lost. The state that an event needs stands for a version.
func ruleAccount(x *exchange) error {
	id, err := x.holder()
	if err != nil {
		return err
	}
	var given struct {
		Event    string `json:"event"`
		Cause    string `json:"cause"`
		Words    string `json:"words"`
		Evidence string `json:"evidence"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	r := identity.Ruling{Event: identity.AccountEvent(given.Event), Cause: identity.Cause(given.Cause), Words: given.Words, Evidence: given.Evidence}
	if !slices.Contains(identity.AccountEvents(), r.Event) {
		return hours.FieldErrors{{Field: "event", Err: hours.ErrUnknownChoice}}
	}
	c, err := x.api.Directory.RuleAccount(x.r.Context(), x.actor, id, r)
	var wrong identity.RulingErrors
	if errors.As(err, &wrong) {
		var fields hours.FieldErrors
		for _, w := range wrong {
			fields = append(fields, hours.FieldError{Field: w.Field, Err: w.Err})
		}
		return fields
	}
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, x.viewAccount(c))
}

// sendTemporary has a temporary password sent, which nobody here sees.
func sendTemporary(x *exchange) error {
	id, err := x.holder()
	if err != nil {
		return err
	}
	if err := x.api.Directory.SendTemporary(x.r.Context(), x.actor, id); err != nil {
		return err
	}
	return x.nothing()
}
