package identity

import (
	"context"
	"fmt"
	"time"
)

// arrival is a sign-in from a browser, as far as it is prepared before the account is
// changed: what the browser is given, and the letter that says so when it is new.
type arrival struct {
	browser Browser
	// device is the token of the browser; empty when nothing is known of it.
	device string
	// of is to whom the letter goes; may says that one may leave.
	of     holder
	may    bool
	disown Secret
	now    time.Time
	// fresh says that the account did not know the browser.
	fresh bool
}

// arrive prepares the arrival. Letters about new browsers have a budget of their own:
// who knows the password and nothing else cannot use up the letters that bring another.
func (d *Directory) arrive(ctx context.Context, account Account, from *Arrival, now time.Time) (*arrival, error) {
	a := &arrival{now: now}
	if from == nil {
		return a, nil
	}
	a.browser, a.device = from.Browser, from.Device
	if len(a.device) < shortestDevice || len(a.device) > longestDevice {
		drawn, err := DrawToken(d.random())
		if err != nil {
			return nil, err
		}
		a.device = drawn.Reveal()
	}
	if account.knows(digest(a.device)) {
		return a, nil
	}
	var err error
	if a.of, err = d.holderOf(ctx, account); err != nil {
		return nil, err
	}
	if a.disown, err = DrawToken(d.random()); err != nil {
		return nil, err
	}
	a.may, err = d.maySend(ctx, account.Org, "new browser\x00"+string(account.ID), now)
	return a, err
}

// at returns the account with the browser remembered, and the letter when it is new.
func (a *arrival) at(account Account) (Account, []Message) {
	if a.device == "" {
		return account, nil
	}
	device := digest(a.device)
	a.fresh = !account.knows(device)
	if !a.fresh || !a.may || a.of.email() == "" || account.Member != a.of.account.Member {
		return account.seen(device, a.browser, "", a.now), nil
	}
	m := a.of.letter(NewBrowser, fmt.Sprintf("browser-%s-%d", account.ID, account.Version+1), a.now)
	m.Secret = a.disown.Reveal()
	m.Values["account"], m.Values["signedInAt"] = string(account.ID), a.now.Format(time.RFC3339)
	m.Values["family"], m.Values["system"] = a.browser.Family, a.browser.System
	return account.seen(device, a.browser, digest(m.Secret), a.now), []Message{m}
}

// The lengths of what a browser is known by, in bytes: that of a token, or of what a
// workstation has been given in its place.
const (
	shortestDevice = 20
	longestDevice  = 256
)
