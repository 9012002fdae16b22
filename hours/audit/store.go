package audit

import (
	"context"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Store keeps draws, and their parts in the members' files. adapters/storetest says
// what it must do, and every adapter passes it.
type Store interface {
	// Draw returns one draw, or [ErrNotFound].
	Draw(ctx context.Context, key Key) (Draw, error)
	// Draws returns the organisation's draws in the order of their identifiers; none is
	// an empty slice.
	Draws(ctx context.Context, org identity.OrganisationID) ([]Draw, error)
	// ChangeDraw is hours.Store.Change for draws: only Key is set, Version 0, when there
	// is none.
	ChangeDraw(ctx context.Context, key Key, fn func(Draw) (Draw, hours.Telling, error)) (Draw, error)

	// Selections returns a member's, in the order of their draws; none is an empty slice.
	Selections(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]Selection, error)
	// ChangeSelection is hours.Store.Change for selections.
	ChangeSelection(ctx context.Context, key hours.Key, fn func(Selection) (Selection, hours.Telling, error)) (Selection, error)
}
