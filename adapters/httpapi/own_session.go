package httpapi

import (
	"errors"
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

func ownSessionEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, base + "/sessions"}, false, listSessions},
		{Route{http.MethodDelete, base + "/sessions/others"}, false, endOtherSessions},
		{Route{http.MethodDelete, base + "/sessions/{session}"}, false, endSession},
	}
}

// ownSessionView is an open session of the actor's own. Its id opens nothing.
type ownSessionView struct {
	ID      string    `json:"id"`
	Browser string    `json:"browser"`
	Opened  time.Time `json:"opened"`
	Seen    time.Time `json:"seen"`
	Current bool      `json:"current"`
}

// listSessions answers the open sessions of the actor, the newest first.
func listSessions(x *exchange) error {
	open, err := x.api.Directory.Sessions(x.r.Context(), x.token())
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(open, func(s identity.OpenSession) ownSessionView {
		return ownSessionView{s.ID, x.p.Browser(s.Browser), s.Opened, s.Seen, s.Current}
	}))
}

// endSession ends one of them. One that has ended meanwhile is what was asked for.
func endSession(x *exchange) error {
	err := x.api.Directory.EndSession(x.r.Context(), x.token(), x.r.PathValue("session"))
	if err != nil && !errors.Is(err, identity.ErrNotFound) {
		return err
	}
	return x.nothing()
}

// endOtherSessions ends every one but that which asks.
func endOtherSessions(x *exchange) error {
	if _, err := x.api.Directory.EndOtherSessions(x.r.Context(), x.token()); err != nil {
		return err
	}
	return x.nothing()
}
