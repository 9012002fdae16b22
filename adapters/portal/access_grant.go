package portal

import (
	"errors"
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

const grantsPath = accessQueuePath + "/accounts/{holder}"

func accessGrantRoutes() []Route {
	return []Route{
		{"GET", grantsPath, (*visit).grants, false},
		{"GET", grantsPath + "/services/{service}/revocation", (*visit).confirmRevokeGrant, false},
		{"POST", grantsPath + "/services/{service}/revocation", (*visit).revokeGrant, false},
	}
}

// grantsPage is the services of an account.
type grantsPage struct {
	Heading, Login string
	Rows           []grantRow
	Own            bool
}

// grantRow is a service that was granted. Revoke is empty once it is taken away.
type grantRow struct {
	Service, By, Link, Since, Revoked, Why, State, Class, Revoke string
}

// grantee returns the account that the address names, with the name of its holder.
func (v *visit) grantee() (identity.Account, string, error) {
	return v.Office.Account(v.r.Context(), v.actor, identity.AccountID(v.r.PathValue("holder")))
}

func (v *visit) grants() error {
	a, name, err := v.grantee()
	if err != nil {
		return err
	}
	requests, err := v.Office.Requests(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	references, err := v.Office.References(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	page := grantsPage{Heading: v.t("grant.heading", "name", name), Login: a.Login, Own: a.ID == v.actor.Account}
	for _, g := range a.Grants {
		row := grantRow{Service: v.service(g.Service), By: v.t("grant.by.enrolment"), Since: v.print.Instant(g.Since, v.zone), State: v.t("grant.active"), Class: "granted"}
		switch {
		case slices.ContainsFunc(requests, func(r access.Request) bool { return r.ID == g.By }):
			row.By, row.Link = v.t("grant.by.request"), accessQueuePath+"/requests/"+g.By
		case slices.ContainsFunc(references, func(r access.Reference) bool { return r.ID == g.By }):
			row.By = v.t("grant.by.reference")
		}
		if g.Active() {
			row.Revoke = v.r.URL.Path + "/services/" + g.Service + "/revocation"
		} else {
			row.State, row.Class, row.Revoked, row.Why = v.t("grant.revoked"), "refused", v.print.Instant(g.Revoked, v.zone), g.Why
		}
		page.Rows = append(page.Rows, row)
	}
	return v.show(http.StatusOK, "access_grants", frame{Title: page.Heading, Tab: "queue", Body: page})
}

// revocationPage takes a service away, with words that are kept.
type revocationPage struct {
	Heading, Service, Action, Back string
	Why                            field
}

func (v *visit) confirmRevokeGrant() error {
	return v.showRevokeGrant(http.StatusOK, "", nil)
}

func (v *visit) showRevokeGrant(status int, why string, wrong hours.FieldErrors) error {
	a, name, err := v.grantee()
	if err != nil {
		return err
	}
	service := v.r.PathValue("service")
	if !slices.Contains(a.Services(), service) {
		return access.ErrNotFound
	}
	page := revocationPage{
		Heading: v.t("grant.revoke.heading", "name", name), Service: v.service(service), Action: v.r.URL.Path,
		Back: accessQueuePath + "/accounts/" + string(a.ID), Why: v.form("grant", wrong).area("why", why),
	}
	return v.show(status, "access_revocation", frame{Title: page.Heading, Tab: "queue", Form: true, Wrong: v.problems(wrong), Body: page})
}

func (v *visit) revokeGrant() error {
	if err := v.givesAccess(); err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.showRevokeGrant(http.StatusOK, form.Get("why"), nil)
	}
	a, _, err := v.grantee()
	if err != nil {
		return err
	}
	err = v.Office.Revoke(v.r.Context(), v.actor, a.ID, v.r.PathValue("service"), form.Get("why"))
	var wrong hours.FieldErrors
	if errors.As(err, &wrong) {
		return v.showRevokeGrant(http.StatusUnprocessableEntity, form.Get("why"), wrong)
	}
	if err != nil {
		return err
	}
	return v.redirect(accessQueuePath+"/accounts/"+string(a.ID), "notice", "grant-revoked")
}
