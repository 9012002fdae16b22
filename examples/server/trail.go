package main

import (
	"context"
	"log/slog"

	"github.com/goodstanding/goodstanding/identity"
)

// trail writes the events of the directory to the log of the server: a line each, which
// holds identifiers and nothing that was typed.
type trail struct{ log *slog.Logger }

func (t trail) Note(ctx context.Context, e identity.Event) {
	level := slog.LevelInfo
	if e.Outcome == identity.OutcomeFailed {
		level = slog.LevelError
	}
	t.log.LogAttrs(ctx, level, "trail",
		slog.Time("at", e.At),
		slog.String("org", string(e.Org)),
		slog.String("actor", string(e.Actor)),
		slog.String("subject", string(e.Subject)),
		slog.String("flow", e.Flow),
		slog.String("what", string(e.What)),
		slog.String("outcome", string(e.Outcome)),
		slog.String("reason", string(e.Reason)),
	)
}
