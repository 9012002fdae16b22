package portal

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/adapters/looks"
	"github.com/goodstanding/goodstanding/identity"
)

// site is a portal with what it read at start.
type site struct {
	*Portal
	views views
	files assets
}

// visit is one request: who asks, in which language, and where the answer goes.
type visit struct {
	*site
	w     http.ResponseWriter
	r     *http.Request
	actor identity.Actor
	org   identity.Organisation
	print i18n.Printer
	zone  *time.Location
	// documents says that some came with the form that was posted.
	documents bool
}

// page wraps a handler: it finds out who asks, and turns an error into a page.
func (s *site) page(route Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// Until the organisation is known, what goes wrong is said in French.
		v := &visit{site: s, w: w, r: r, zone: time.UTC, print: i18n.For(identity.French)}
		defer func() {
			if cause := recover(); cause != nil {
				if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(cause)
				}
				v.fail(fmt.Errorf("portal: panic: %v", cause))
			}
		}()
		if err := v.open(route); err != nil {
			v.fail(err)
		}
	}
}

func (v *visit) open(route Route) error {
	org, err := v.Directory.Organisation(v.r.Context(), v.Org)
	if err != nil {
		return err
	}
	zone, err := org.Location()
	if err != nil {
		return err
	}
	v.zone, v.org, v.print = zone, org, i18n.For(org.Languages.Choose(v.wanted()))
	// Whoever asks when a session ends does not keep it open by that.
	if route.Method != http.MethodGet || route.Pattern != sessionPath {
		v.actor, err = v.who()
	}
	if route.open && unsettled(err) {
		err = nil
	}
	if err != nil {
		return err
	}
	if route.open { // nobody's session opens it
		return route.serve(v)
	}
	plain := v.w
	err = looks.Serve(v.Registrar, v.actor, route.Pattern, plain, v.r, func(w http.ResponseWriter) error {
		v.w = w
		return route.serve(v)
	})
	v.w = plain
	return err
}

// unsettled reports that nobody is signed in, or not yet: pages that need no session are
// open all the same.
func unsettled(err error) bool {
	return errors.Is(err, identity.ErrNoSession) || errors.Is(err, identity.ErrMustChange) || errors.Is(err, identity.ErrMustReplace) ||
		errors.Is(err, identity.ErrMustAnswer) || errors.Is(err, identity.ErrSecondFactor)
}

// t returns a message in the language of the page.
func (v *visit) t(key string, values ...any) string { return v.print.T(key, values...) }

// member returns the member named by the address.
func (v *visit) member() (identity.MemberID, error) {
	return identity.ParseMemberID(v.r.PathValue("member"))
}

// mayWrite is nil when the person may write in the file of the member that the
// address names.
func (v *visit) mayWrite() error {
	member, err := v.member()
	if err != nil {
		return err
	}
	return v.actor.Check(identity.Write, v.Org, member)
}

// redirect answers a post with the address of the page to read (post, redirect,
// get), so that going back or reloading never repeats it.
func (v *visit) redirect(path string, query ...string) error {
	if len(query) > 0 {
		q := url.Values{}
		for i := 0; i+1 < len(query); i += 2 {
			if query[i+1] != "" {
				q.Set(query[i], query[i+1])
			}
		}
		if len(q) > 0 {
			path += "?" + q.Encode()
		}
	}
	http.Redirect(v.w, v.r, path, http.StatusSeeOther)
	return nil
}

// show renders a page whole before a byte of it leaves, so that a failure gives
// an error page and not half a page.
func (v *visit) show(status int, name string, f frame) error {
	var b bytes.Buffer
	f = v.framed(f)
	if err := v.views[v.print.Language][name].ExecuteTemplate(&b, "layout", f); err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if len(f.Modules) > 0 {
		v.w.Header().Set("Content-Security-Policy", policy("'self'"))
	}
	v.w.WriteHeader(status)
	_, err := b.WriteTo(v.w)
	if err != nil {
		v.log().Info("portal: the page did not leave", "error", err)
	}
	return nil
}

func (v *visit) log() *slog.Logger {
	if v.Log == nil {
		return slog.Default()
	}
	return v.Log
}

func (v *visit) now() time.Time {
	if v.Now == nil {
		return time.Now()
	}
	return v.Now()
}
