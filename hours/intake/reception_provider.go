package intake

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// longestName is the greatest length of the name of a training body, in characters.
const longestName = 200

// Providers returns the training bodies, by name, to staff.
func (r *Reception) Providers(ctx context.Context, actor identity.Actor) ([]Provider, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return nil, err
	}
	all, err := r.Store.Providers(ctx, actor.Org)
	slices.SortStableFunc(all, func(a, b Provider) int { return strings.Compare(hours.Fold(a.Name), hours.Fold(b.Name)) })
	return all, err
}

// AddProvider adds a training body, for staff, and returns its token, which is never
// told again. id is the caller's identifier for this press of the button: the same
// one again adds nothing, and the token is empty. The error is a [hours.FieldErrors]
// on "name".
func (r *Reception) AddProvider(ctx context.Context, actor identity.Actor, id, name string) (Provider, string, error) {
	name = hours.Tidy(name)
	switch {
	case name == "":
		return Provider{}, "", hours.FieldErrors{{Field: "name", Err: hours.ErrMissing}}
	case len([]rune(name)) > longestName:
		return Provider{}, "", hours.FieldErrors{{Field: "name", Err: hours.ErrTooLong}}
	}
	if !identity.WellFormed(id) {
		id = r.newID()
	}
	return r.renew(ctx, actor, id, func(p Provider) (Provider, error) {
		if p.Version > 0 {
			return p, errUnchanged
		}
		p.Name = name
		return p, nil
	})
}

// Rotate gives a training body a new token and ends the old one at once. version is
// that of the provider as the page showed it; another is [ErrStale].
func (r *Reception) Rotate(ctx context.Context, actor identity.Actor, id string, version int64) (Provider, string, error) {
	return r.renew(ctx, actor, id, func(p Provider) (Provider, error) { return p, current(p, version) })
}

// Enable says whether the token of a training body opens anything.
func (r *Reception) Enable(ctx context.Context, actor identity.Actor, id string, version int64, enabled bool) (Provider, error) {
	return r.changeProvider(ctx, actor, id, func(p Provider) (Provider, error) {
		if p.Version > 0 && p.Disabled != enabled {
			return p, errUnchanged
		}
		p.Disabled = !enabled
		return p, current(p, version)
	})
}

func current(p Provider, version int64) error {
	switch {
	case p.Version == 0:
		return ErrNotFound
	case p.Version != version:
		return ErrStale
	}
	return nil
}

// renew changes a provider and gives it a new token.
func (r *Reception) renew(ctx context.Context, actor identity.Actor, id string, fn func(Provider) (Provider, error)) (Provider, string, error) {
	source := r.Random
	if source == nil {
		source = rand.Reader
	}
	var secret [32]byte
	if _, err := io.ReadFull(source, secret[:]); err != nil {
		return Provider{}, "", err
	}
	token := string(actor.Org) + "." + id + "." + base64.RawURLEncoding.EncodeToString(secret[:])
	told := false
	p, err := r.changeProvider(ctx, actor, id, func(p Provider) (Provider, error) {
		told = false
		p, err := fn(p)
		if err == nil {
			p.Digest, p.Issued, told = digest(token), r.now(), true
		}
		return p, err
	})
	if err != nil || !told {
		token = ""
	}
	return p, token, err
}

// errUnchanged leaves a change without writing anything.
var errUnchanged = errors.New("intake: unchanged")

func (r *Reception) changeProvider(ctx context.Context, actor identity.Actor, id string, fn func(Provider) (Provider, error)) (Provider, error) {
	if err := actor.Check(identity.Decide, actor.Org, ""); err != nil {
		return Provider{}, err
	}
	now := r.now()
	var known Provider
	changed, err := r.Store.ChangeProvider(ctx, ProviderKey{actor.Org, id}, func(p Provider) (Provider, hours.Telling, error) {
		known = p
		p, err := fn(p)
		if p.Changed = now; p.Created.IsZero() {
			p.Created = now
		}
		return p, hours.Telling{}, err
	})
	if errors.Is(err, errUnchanged) {
		return known, nil
	}
	return changed, err
}

// Who returns the training body whose token it is. The error is [ErrToken] for a
// token that was never given, that was replaced, or that staff disabled.
func (r *Reception) Who(ctx context.Context, token string) (Provider, error) {
	key, err := holder(token)
	if err != nil {
		return Provider{}, err
	}
	p, err := r.Store.Provider(ctx, key)
	switch {
	case errors.Is(err, ErrNotFound):
		return Provider{}, ErrToken
	case err != nil:
		return Provider{}, err
	case !p.opens(token):
		return Provider{}, ErrToken
	}
	return p, nil
}
