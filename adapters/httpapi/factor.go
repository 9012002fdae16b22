package httpapi

import (
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

const factorPath = base + "/me/factor"

// factorEndpoints are what turns an application on as one's own second factor.
func factorEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, factorPath}, false, viewFactor},
		{Route{http.MethodPost, factorPath}, false, beginFactor},
		{Route{http.MethodPost, factorPath + "/cancellation"}, false, cancelFactor},
		{Route{http.MethodPost, factorPath + "/confirmation"}, false, confirmFactor},
	}
}

// factorView is the second factor of the actor. Seed and URI are those of an application
// that waits for its first code, told to the session that began alone.
type factorView struct {
	State string     `json:"state"`
	Since *time.Time `json:"since,omitempty"`
	// Codes is how many recovery codes are left.
	Codes int    `json:"codes"`
	Seed  string `json:"seed,omitempty"`
	URI   string `json:"uri,omitempty"`
}

func viewFactor(x *exchange) error {
	f, err := x.api.Directory.Factor(x.r.Context(), x.token())
	if err != nil {
		return err
	}
	v := factorView{State: string(f.State), Since: instant(f.Since), Codes: f.Codes}
	if f.State == identity.FactorNone {
		v.State = "none"
	}
	if seed := f.Seed.Text().Reveal(); seed != "" {
		v.Seed, v.URI = seed, f.Seed.URI(x.p.Text(x.org.Name), f.Login).Reveal()
	}
	return x.json(http.StatusOK, v)
}

// beginFactor draws the secret of an application, given the password.
func beginFactor(x *exchange) error {
	var given struct {
		Password string `json:"password"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	if err := x.api.Directory.BeginFactor(x.r.Context(), x.token(), given.Password); err != nil {
		return onField(err, factorWrong)
	}
	return viewFactor(x)
}

// factorWrong are the refusals that are about what was typed, by field.
var factorWrong = map[error]string{identity.ErrPasswordWrong: "password", identity.ErrFactorCode: "code"}

func cancelFactor(x *exchange) error {
	if err := x.api.Directory.CancelFactor(x.r.Context(), x.token()); err != nil {
		return err
	}
	return x.nothing()
}

// rotatedView is the token that takes the place of the session's, and the recovery codes:
// both are told this once.
type rotatedView struct {
	Token string   `json:"token"`
	Codes []string `json:"codes"`
}

// confirmFactor turns the factor on, given a code of the application. Every other session
// ends.
func confirmFactor(x *exchange) error {
	var given struct {
		Code string `json:"code"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	token, codes, err := x.api.Directory.ConfirmFactor(x.r.Context(), x.token(), given.Code)
	if err != nil {
		return onField(err, factorWrong)
	}
	return x.json(http.StatusOK, rotatedView{token, listOf(codes, identity.Secret.Reveal).Items})
}
