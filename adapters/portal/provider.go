package portal

import (
	"errors"
	"net/http"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/identity"
)

func providerRoutes() []Route {
	return []Route{
		{"GET", "/queue/providers", (*visit).providers, false},
		{"GET", "/queue/providers.csv", (*visit).providersCSV, false},
		{"POST", "/queue/providers", (*visit).addProvider, false},
		{"GET", "/queue/providers/{id}/{change}", (*visit).confirmProvider, false},
		{"POST", "/queue/providers/{id}/{change}", (*visit).changeProvider, false},
	}
}

// providersPage is the training bodies that may send rosters.
type providersPage struct {
	Text     field
	Name     field
	Rows     []providerRow
	Columns  []column
	Count    string
	Download string
	Fresh    string
	Empty    bool
	// Token is that of a training body just made or renewed: it is shown once. Given
	// is the body's name.
	Token, Given string
}

// providerRow is a training body.
type providerRow struct {
	ID, Name, Issued, State string
	Class                   string
	Disabled                bool
}

// chosenProviders are the training bodies that the address asks for.
func (v *visit) chosenProviders() ([]intake.Provider, order, error) {
	order := v.order("name", "issued")
	all, err := v.Reception.Providers(v.r.Context(), v.actor)
	if err != nil {
		return nil, order, err
	}
	text := hours.Fold(v.r.URL.Query().Get("text"))
	var chosen []intake.Provider
	for _, p := range all {
		if strings.Contains(hours.Fold(p.Name), text) {
			chosen = append(chosen, p)
		}
	}
	sorted(chosen, order, func(a, b intake.Provider) int {
		if order.key == "issued" {
			return a.Issued.Compare(b.Issued)
		}
		return strings.Compare(hours.Fold(a.Name), hours.Fold(b.Name))
	})
	return chosen, order, nil
}

func (v *visit) providers() error {
	return v.showProviders(http.StatusOK, providersPage{}, "", nil)
}

func (v *visit) showProviders(status int, page providersPage, name string, wrong hours.FieldErrors) error {
	all, order, err := v.chosenProviders()
	if err != nil {
		return err
	}
	for _, p := range all {
		row := providerRow{ID: p.ID, Name: p.Name, Issued: v.print.Instant(p.Issued, v.zone), State: v.t("provider.open"), Class: "counted", Disabled: p.Disabled}
		if p.Disabled {
			row.State, row.Class = v.t("provider.disabled"), "refused"
		}
		page.Rows = append(page.Rows, row)
	}
	page.Text = v.form("provider", nil).text("text", v.r.URL.Query().Get("text"))
	page.Name, page.Fresh = v.form("provider", wrong).text("name", name).wide(), freshID()
	page.Columns = order.columns(v, "name", "provider.column.name", "issued", "provider.column.issued", "-", "provider.column.state", "-", "provider.column.do")
	page.Count, page.Download = v.print.N("provider.count", len(all)), "/queue/providers.csv"+v.query()
	page.Empty = len(all) == 0 && v.r.URL.Query().Get("text") == ""
	return v.show(status, "providers", frame{Title: v.t("provider.title"), Tab: "queue", Wrong: v.problems(wrong), Body: page})
}

func (v *visit) providersCSV() error {
	all, _, err := v.chosenProviders()
	if err != nil {
		return err
	}
	table := v.csv("provider", "token-issued", "state")
	for _, p := range all {
		state := v.t("provider.open")
		if p.Disabled {
			state = v.t("provider.disabled")
		}
		table.add(p.Name, v.day(p.Issued), state)
	}
	return table.send("providers.csv")
}

// addProvider answers with the page itself, and not with its address: the token is
// in no address, and shown once.
func (v *visit) addProvider() error {
	if err := v.actor.Check(identity.Decide, v.Org, ""); err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	var wrong hours.FieldErrors
	p, token, err := v.Reception.AddProvider(v.r.Context(), v.actor, form.Get("id"), form.Get("name"))
	if errors.As(err, &wrong) {
		return v.showProviders(http.StatusUnprocessableEntity, providersPage{}, form.Get("name"), wrong)
	}
	if err != nil {
		return err
	}
	return v.showProviders(http.StatusOK, providersPage{Token: token, Given: p.Name}, "", nil)
}

// providerEvents are what the addresses of a training body ask for.
var providerEvents = map[string]bool{"rotate": true, "disable": true, "enable": true}

// named is the training body of the address, to staff.
func (v *visit) namedProvider() (intake.Provider, string, error) {
	event := v.r.PathValue("change")
	all, err := v.Reception.Providers(v.r.Context(), v.actor)
	if err != nil {
		return intake.Provider{}, "", err
	}
	for _, p := range all {
		if p.ID == v.r.PathValue("id") && providerEvents[event] {
			return p, event, nil
		}
	}
	return intake.Provider{}, "", intake.ErrNotFound
}

func (v *visit) confirmProvider() error {
	p, event, err := v.namedProvider()
	if err != nil {
		return err
	}
	return v.ask(question{
		Heading: v.t("provider." + event + ".title"), What: p.Name, Sentence: v.t("provider." + event + ".text"), Button: v.t("provider." + event),
		Action: "/queue/providers/" + p.ID + "/" + event, Back: "/queue/providers", Version: p.Version,
	})
}

func (v *visit) changeProvider() error {
	p, event, err := v.namedProvider()
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	if event == "rotate" {
		p, token, err := v.Reception.Rotate(v.r.Context(), v.actor, p.ID, versionTyped(form))
		if err != nil {
			return err
		}
		return v.showProviders(http.StatusOK, providersPage{Token: token, Given: p.Name}, "", nil)
	}
	if _, err := v.Reception.Enable(v.r.Context(), v.actor, p.ID, versionTyped(form), event == "enable"); err != nil {
		return err
	}
	return v.redirect("/queue/providers", "notice", "provider-"+event+"d")
}
