package portal

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// sessionPath is asked when the session ends, and a post to it puts that off.
const sessionPath = "/session"

// sessionEnd is what a page with a form says of the end of the session (WCAG 2.2.1): its
// foot says when, and a script announces it.
type sessionEnd struct {
	// Left is in milliseconds.
	Left  int64 `json:"left"`
	Final bool  `json:"final"`
	// Said is the announcement.
	Said string `json:"said"`
	// Foot is the sentence at the foot of the page.
	Foot string `json:"-"`
	Ask  string `json:"-"`
}

// sessionEnd returns what the page says; nil when nobody is signed in.
func (v *visit) sessionEnd() (*sessionEnd, error) {
	cookie, err := v.r.Cookie(v.sessionCookie())
	if err != nil {
		return nil, nil
	}
	end, err := v.Directory.SessionEnd(v.r.Context(), cookie.Value)
	if errors.Is(err, identity.ErrNoSession) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	at := v.print.Time(end.At, v.zone)
	s := sessionEnd{
		Left: end.Left.Milliseconds(), Final: end.Final,
		Said: v.t("session.ends", "at", at), Foot: v.t("session.foot", "at", at), Ask: sessionPath,
	}
	if end.Final {
		s.Said = v.t("session.ends.final", "at", at, "hours", int(identity.AbsoluteLife/time.Hour))
		s.Foot = v.t("session.foot.final", "at", at)
	}
	return &s, nil
}

// sessionLeft tells a script when the session ends. A post is a sign of life, and has put
// it off; asking is none.
func (v *visit) sessionLeft() error {
	end, err := v.sessionEnd()
	if err != nil {
		return err
	}
	if end == nil {
		end = &sessionEnd{Final: true, Said: v.t("session.ended")}
	}
	content, err := json.Marshal(end)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/json")
	v.w.WriteHeader(http.StatusOK)
	_, err = v.w.Write(content)
	return err
}
