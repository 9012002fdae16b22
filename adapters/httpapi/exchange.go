package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/adapters/looks"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// exchange is one request and its answer.
type exchange struct {
	api *API
	w   http.ResponseWriter
	r   *http.Request
	// actor and org are zero where no session is needed.
	actor identity.Actor
	org   identity.Organisation
	// p prints in the language of the answer.
	p i18n.Printer
	// status is 0 until the answer has begun.
	status int
}

// answer runs an endpoint: the headers that every answer has, the session, the
// language, the problem when something goes wrong, and a line in the log. The
// line names the pattern and not the path, which names a person.
func (a *API) answer(e endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &exchange{api: a, w: w, r: r}
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Vary", "Authorization, Accept-Language")
		x.speak(identity.FrenchAndEnglish)

		err := x.run(e)
		if errors.Is(err, http.ErrAbortHandler) {
			panic(err)
		}
		number := ""
		if err != nil {
			number = x.fail(err)
		}
		level := slog.LevelInfo
		attributes := []slog.Attr{
			slog.String("method", r.Method), slog.String("route", e.Pattern), slog.Int("status", x.status),
		}
		if number != "" {
			level = slog.LevelError
			attributes = append(attributes, slog.String("number", number), slog.Any("error", err))
		}
		a.log().LogAttrs(r.Context(), level, "request", attributes...)
	})
}

// run gives the endpoint the actor and the language, and turns a panic into an
// error.
func (x *exchange) run(e endpoint) (err error) {
	defer func() {
		if v := recover(); v != nil {
			if aborted, ok := v.(error); ok && errors.Is(aborted, http.ErrAbortHandler) {
				err = aborted
				return
			}
			err = fmt.Errorf("%w: %v", errPanic, v)
		}
	}()
	if e.open {
		return e.do(x)
	}
	if x.actor, err = x.api.Directory.Who(x.r.Context(), x.token()); err != nil {
		return err
	}
	if x.org, err = x.api.Directory.Organisation(x.r.Context(), x.actor.Org); err != nil {
		return err
	}
	x.speak(x.org.Languages)
	plain := x.w
	err = looks.Serve(x.api.Registrar, x.actor, e.Pattern, plain, x.r, func(w http.ResponseWriter) error {
		x.w = w
		return e.do(x)
	})
	x.w = plain
	return err
}

// token returns the bearer token of the request, or an empty text.
func (x *exchange) token() string {
	scheme, token, _ := strings.Cut(x.r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// spoken are the languages in the order of the matcher's index.
var spoken = []identity.Language{identity.French, identity.English}

// matcher finds the language that a reader prefers; French when none is asked
// for or known. Its index is used: the tag that it returns may carry a region.
var matcher = language.NewMatcher([]language.Tag{language.French, language.English})

// speak chooses the language of the answer, within what the organisation serves.
// Before the organisation is known, the reader's own choice holds.
func (x *exchange) speak(policy identity.LanguagePolicy) {
	_, index := language.MatchStrings(matcher, x.r.Header.Get("Accept-Language"))
	l := policy.Choose(spoken[index])
	x.p = i18n.For(l)
	x.w.Header().Set("Content-Language", string(l))
}

// member returns the member of the path, once the actor may do this to their file.
// It stands before anything else is said of a request: somebody else's file is
// answered as one that does not exist, whatever is wrong with the rest. Staff,
// who write in nobody's file, are told so before anyone looks for the member.
func (x *exchange) member(action identity.Action) (identity.MemberID, error) {
	id, err := identity.ParseMemberID(x.r.PathValue("member"))
	if err != nil {
		return "", err
	}
	if err := x.actor.Check(action, x.actor.Org, id); err != nil {
		return "", err
	}
	_, err = x.api.Directory.Member(x.r.Context(), x.actor, id)
	return id, err
}

// id returns an identifier of the path. One that could not be an identifier is
// answered as one that does not exist, and never reaches a store.
func (x *exchange) id(name string) (string, error) {
	id := x.r.PathValue(name)
	if !identity.WellFormed(id) {
		return "", identity.ErrBadID
	}
	return id, nil
}

// day returns a day of the query, such as "on"; the zero Date when there is none.
func (x *exchange) day(name string) (cycle.Date, error) {
	text := x.r.URL.Query().Get(name)
	if text == "" {
		return cycle.Date{}, nil
	}
	day, err := cycle.ParseDate(text)
	if err != nil {
		return cycle.Date{}, parameter(name, err)
	}
	return day, nil
}

// ifMatch returns the version that the request is about: that of one strong tag,
// as ETag gave it. Without it nothing is changed.
func (x *exchange) ifMatch() (int64, error) {
	tag := strings.TrimSpace(x.r.Header.Get("If-Match"))
	if tag == "" {
		return 0, errNoPrecondition
	}
	text, quoted := strings.CutPrefix(tag, `"`)
	text, closed := strings.CutSuffix(text, `"`)
	version, err := strconv.ParseInt(text, 10, 64)
	if !quoted || !closed || err != nil || version < 1 {
		return 0, parameter("If-Match", errParameter)
	}
	return version, nil
}

// ifMatchOrNew is ifMatch that takes the tag "0" of what was never written.
func (x *exchange) ifMatchOrNew() (int64, error) {
	if strings.TrimSpace(x.r.Header.Get("If-Match")) == `"0"` {
		return 0, nil
	}
	return x.ifMatch()
}

// etag gives the answer the tag of a version.
func (x *exchange) etag(version int64) {
	x.w.Header().Set("ETag", `"`+strconv.FormatInt(version, 10)+`"`)
}

// json answers with a value.
func (x *exchange) json(status int, value any) error {
	return x.write(status, "application/json", value)
}

func (x *exchange) write(status int, media string, value any) error {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	x.w.Header().Set("Content-Type", media)
	x.w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	x.begin(status)
	// The reader may be gone; there is nobody left to tell.
	_, _ = x.w.Write(body.Bytes())
	return nil
}

// nothing answers 204.
func (x *exchange) nothing() error {
	x.begin(http.StatusNoContent)
	return nil
}

func (x *exchange) begin(status int) {
	x.w.WriteHeader(status)
	if held, ok := x.w.(*looks.Writer); ok && held.Err() != nil {
		return // nothing was shown, and the problem is yet to be told
	}
	x.status = status
}

// list is the answer of every route that lists.
type list[T any] struct {
	Items []T `json:"items"`
}

// listOf returns the list of what view makes of each; [] for none.
func listOf[S, T any](all []S, view func(S) T) list[T] {
	items := make([]T, 0, len(all))
	for _, one := range all {
		items = append(items, view(one))
	}
	return list[T]{items}
}
