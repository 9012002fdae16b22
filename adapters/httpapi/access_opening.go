package httpapi

import (
	"net/http"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// openingEndpoints are what somebody opens their own account with: a reference number
// (A6), or the password and the secret code of a registration (A12).
func openingEndpoints() []endpoint {
	return atOffice(
		endpoint{Route{http.MethodPost, accessPath + "/references"}, true, openByReference},
		endpoint{Route{http.MethodPost, accessPath + "/codes"}, true, openByCode},
		endpoint{Route{http.MethodPost, accessPath + "/codes/password"}, true, sendEnrolmentPassword},
	)
}

// openingWrong are the refusals that are about what was typed, by field. Whatever opens
// nothing is about the first.
var openingWrong = map[error]string{
	identity.ErrLogin: "login", identity.ErrLoginTaken: "login",
	identity.ErrPasswordShort: "password", identity.ErrPasswordLong: "password", identity.ErrPasswordCommon: "password",
	identity.ErrPasswordPersonal: "password", identity.ErrPasswordBreached: "password",
}

// openedView names the account that was opened: one signs in to it.
type openedView struct {
	Login string `json:"login"`
}

func openByReference(x *exchange) error {
	org, err := x.anybodyOf()
	if err != nil {
		return err
	}
	var given struct {
		Number   string `json:"number"`
		Last     string `json:"last"`
		Login    string `json:"login"`
		Password string `json:"password"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	a, err := x.api.Office.OpenByReference(x.r.Context(), org, x.from(), given.Number, given.Last, given.Login, given.Password)
	return x.accountOpened(a, err, "number")
}

func openByCode(x *exchange) error {
	org, err := x.anybodyOf()
	if err != nil {
		return err
	}
	var given struct {
		Email    string `json:"email"`
		Sent     string `json:"sent"`
		Secret   string `json:"secret"`
		Login    string `json:"login"`
		Password string `json:"password"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	a, err := x.api.Office.OpenByCode(x.r.Context(), org, x.from(), given.Email, given.Sent, given.Secret, given.Login, given.Password)
	return x.accountOpened(a, err, "secret")
}

func (x *exchange) accountOpened(a identity.Account, err error, first string) error {
	if err == nil {
		return x.json(http.StatusCreated, openedView{a.Login})
	}
	return onField(onField(err, openingWrong), map[error]string{access.ErrReference: first, access.ErrEnrolment: first})
}

// sendEnrolmentPassword sends another password of a registration. The answer is the same
// whoever was registered.
func sendEnrolmentPassword(x *exchange) error {
	org, err := x.anybodyOf()
	if err != nil {
		return err
	}
	var given struct {
		Email string `json:"email"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	if err := x.api.Office.SendEnrolment(x.r.Context(), org, given.Email); err != nil {
		return onField(err, map[error]string{identity.ErrAddress: "email"})
	}
	return x.nothing()
}
