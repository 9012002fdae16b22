package main

import (
	"context"
	"errors"
	"log/slog"

	"github.com/goodstanding/goodstanding/adapters/passkey"
	"github.com/goodstanding/goodstanding/identity"
)

// passkeysAt has the directory accept passkeys of the portal at the address. Where browsers
// have none, such as at a number, it says so and goes without.
func (h *house) passkeysAt(ctx context.Context, address string, log *slog.Logger) error {
	name := "goodstanding"
	organisation, err := h.store.Identity().Organisation(ctx, demoOrganisation)
	switch {
	case err == nil:
		name = organisation.Name.FR
	case !errors.Is(err, identity.ErrNotFound):
		return err
	}
	site, err := passkey.At(address, name)
	if errors.Is(err, passkey.ErrAddress) {
		log.Warn("no passkeys: they need a name and HTTPS, or localhost; give the portal's address with -public", "address", address)
		return nil
	}
	if err != nil {
		return err
	}
	speaks, err := passkey.New(site)
	if err == nil {
		h.directory.Passkeys = speaks
	}
	return err
}
