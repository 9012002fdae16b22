// Package looks has what somebody opens of another person's file noted before it is
// shown (V14), for the portal and the API alike. A route says by its pattern whose file
// it opens, which part of it, and for which purpose of the inventory ([Of]); [Before]
// holds the answer back until that is noted, and lets nothing through when it cannot be.
// An answer that shows nothing, such as a refusal, is no look.
package looks

import (
	"errors"
	"net/http"
	"strings"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// Look is what a route opens: of whom, by the name of a part of its pattern, and what.
type Look struct {
	// Param is the part of the path that names the person: a member's, a learner's or a
	// person's identifier, or that of an account where Account is set.
	Param   string
	Account bool
	What    privacy.Sight
	Purpose string
}

// training is the purpose of everything in a training file.
const training = "continuing-education"

// params are the names of the parts of a pattern that name a person.
var params = map[string]Look{
	"member":  {Param: "member", What: privacy.SightFile, Purpose: training},
	"learner": {Param: "learner", What: privacy.SightLearner},
	"holder":  {Param: "holder", Account: true, What: privacy.SightAccount},
	"person":  {Param: "person", What: privacy.SightInformation},
}

// parts are the parts of a training file, by the word of the pattern that stands before
// or after the member.
var parts = map[string]privacy.Sight{
	"declarations": privacy.SightDeclarations,
	"evidence":     privacy.SightEvidence,
	"exemptions":   privacy.SightExemptions,
	"periods":      privacy.SightPeriods,
	"closings":     privacy.SightPeriods,
	"certificates": privacy.SightCertificates,
	"messages":     privacy.SightMessages,
	"reminders":    privacy.SightMessages,
	"history":      privacy.SightHistory,
	"file.zip":     privacy.SightArchive,
}

// Of returns what a route opens by its pattern; false for one that is about nobody.
func Of(pattern string) (Look, bool) {
	words := strings.Split(pattern, "/")
	for n, word := range words {
		name, is := strings.CutPrefix(word, "{")
		name = strings.TrimSuffix(name, "}")
		if is && name == "id" && n > 0 && words[n-1] == "learners" {
			return Look{Param: "id", What: privacy.SightLearner}, true
		}
		l, known := params[name]
		if !is || !known {
			continue
		}
		if l.What == privacy.SightFile {
			for _, beside := range []int{n + 1, n - 1} {
				if beside >= 0 && beside < len(words) {
					if part, ok := parts[strings.TrimSuffix(words[beside], ".csv")]; ok {
						l.What = part
						break
					}
				}
			}
		}
		return l, true
	}
	return Look{}, false
}

// Serve has serve answer a request, by the pattern of its route and for who asks. What it
// opens of somebody else's file is noted first. An error means that nothing was shown;
// it is serve's own, or that of privacy.Registrar.Look. A nil registrar notes nothing.
func Serve(registrar *privacy.Registrar, actor identity.Actor, pattern string, w http.ResponseWriter, r *http.Request, serve func(http.ResponseWriter) error) error {
	look, is := Of(pattern)
	if !is || registrar == nil {
		return serve(w)
	}
	person := privacy.PersonID(r.PathValue(look.Param))
	if look.Account {
		holder, err := registrar.Holder(r.Context(), actor, identity.AccountID(person))
		if errors.Is(err, privacy.ErrNotFound) {
			return serve(w) // the desk says that there is none
		}
		if err != nil {
			return err
		}
		person = holder
	}
	if err := registrar.MayLook(actor, person, look.Purpose); err != nil {
		return err
	}
	held := Before(w, func() error { return registrar.Look(r.Context(), actor, person, look.What, look.Purpose) })
	err := held.serve(serve)
	if held.Err() == nil {
		return err
	}
	// What was to be shown said how to read it.
	for _, name := range []string{"Content-Type", "Content-Length", "Content-Disposition", "Content-Range", "ETag"} {
		w.Header().Del(name)
	}
	return held.Err()
}

// Writer is an answer that shows nothing until it is noted.
type Writer struct {
	http.ResponseWriter
	note  func() error
	begun bool
	err   error
}

// Before returns the answer w, before whose first byte note is called, once, when the
// answer is a success.
func Before(w http.ResponseWriter, note func() error) *Writer {
	return &Writer{ResponseWriter: w, note: note}
}

// serve runs serve. What breaks an answer off in the middle, as downloads do, breaks off
// nothing when nothing was shown.
func (w *Writer) serve(serve func(http.ResponseWriter) error) error {
	defer func() {
		if w.err == nil {
			return
		}
		_ = recover()
	}()
	return serve(w)
}

// Err is why nothing was shown: that note failed.
func (w *Writer) Err() error { return w.err }

// WriteHeader implements [http.ResponseWriter].
func (w *Writer) WriteHeader(status int) {
	if !w.begun {
		w.begun = true
		if status >= http.StatusOK && status < http.StatusMultipleChoices {
			w.err = w.note()
		}
	}
	if w.err == nil {
		w.ResponseWriter.WriteHeader(status)
	}
}

// Write implements [http.ResponseWriter].
func (w *Writer) Write(b []byte) (int, error) {
	if !w.begun {
		w.WriteHeader(http.StatusOK)
	}
	if w.err != nil {
		return 0, w.err
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets [http.ResponseController] reach the answer itself.
func (w *Writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }
