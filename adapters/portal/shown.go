package portal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// A page of a wizard carries in its field "shown" its own name and a digest of what the
// fields of its step held when it was shown. A page that Back brings out of the
// browser's memory carries what it carried, though it has saved since: what it saved
// last is in a cookie, under its name. From the two, [visit.weigh] tells a person who
// goes on from an earlier page of theirs from two windows that meet.

const (
	shownCookie = "pages"
	// mostShown is how many pages the cookie remembers: of a forgotten one, at worst, it
	// is asked which text is to stay.
	mostShown = 20
)

// fate is what becomes of what was typed in a step.
type fate int

const (
	// takeTyped: nobody else changed the step, and what was typed replaces what stands.
	takeTyped fate = iota
	// keepStanding: somebody else did, and the page has nothing new to say.
	keepStanding
	// askWhich: both changed it, and the person chooses.
	askWhich
)

// held is the digest of what the fields of a step hold.
func held(fields any) string {
	content, _ := json.Marshal(fields) // strings and truths alone
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8])
}

// mark is what a new page carries over a step that holds that.
func mark(held string) string { return rand.Text()[:10] + "." + held }

// base returns what the step held when the page of the form was shown, or when it saved
// last; false when the form does not say.
func (v *visit) base(form url.Values) (string, bool) {
	page, held, ok := strings.Cut(form.Get("shown"), ".")
	for _, one := range v.shownBefore() {
		if name, saved, _ := strings.Cut(one, "."); ok && name == page {
			return saved, true
		}
	}
	return held, ok
}

// weigh says what becomes of what was typed in a step of a draft, by the version of the
// draft now and the digests of what stands and what was typed.
func (v *visit) weigh(form url.Values, version int64, standing, typed string) fate {
	base, known := v.base(form)
	switch {
	case versionTyped(form) == version, typed == standing, known && standing == base:
		return takeTyped
	case known && typed == base:
		return keepStanding
	}
	return askWhich
}

// agreed returns the version of the draft to submit from the page that shows all of it:
// that of the page, or the present one when what the page shows is what stands.
// submitted says that the draft has been submitted, perhaps by the first half of a double
// press.
func (v *visit) agreed(form url.Values, version int64, standing string, submitted bool) int64 {
	base, known := v.base(form)
	switch {
	case !known || base != standing:
		return versionTyped(form)
	case submitted:
		return version - 1
	}
	return version
}

func (v *visit) shownBefore() []string {
	cookie, err := v.r.Cookie(shownCookie)
	if err != nil {
		return nil
	}
	return strings.Split(cookie.Value, "~")
}

// remembers notes what the page of the form has saved.
func (v *visit) remembers(form url.Values, held string) {
	page, _, ok := strings.Cut(form.Get("shown"), ".")
	if !ok || strings.ContainsAny(page, "~;, ") {
		return
	}
	all := slices.DeleteFunc(v.shownBefore(), func(one string) bool { return strings.HasPrefix(one, page+".") })
	all = append(all, page+"."+held)
	v.cookie(shownCookie, strings.Join(all[max(0, len(all)-mostShown):], "~"), int(identity.AbsoluteLife.Seconds()))
}

// quiet reports that a script saves the form while somebody types: the answer is not for
// people to read.
func quiet(form url.Values) bool { return form.Get("save") == "auto" }

// quietly answers such a form with the words that say what became of it, and the version
// of the draft when it is that which the page has saved.
func (v *visit) quietly(version int64, at time.Time, as fate) error {
	status, answer := http.StatusOK, struct {
		Version int64  `json:"version,omitempty"`
		Said    string `json:"said"`
	}{version, v.t("wizard.saved", "at", v.print.Time(at, v.zone))}
	switch as {
	default: // taken as it was typed
	case keepStanding:
		answer.Version = 0 // the page goes on saying which it showed
	case askWhich:
		status, answer.Version, answer.Said = http.StatusConflict, 0, v.t("wizard.saved.stale")
	}
	content, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/json")
	v.w.WriteHeader(status)
	_, err = v.w.Write(content)
	return err
}

// differing lists, of the fields of a step in their order, those that stand otherwise than
// they were typed, with what stands.
func (v *visit) differing(standing, typed []field) []answer {
	var all []answer
	for i, f := range standing {
		if says := v.says(f); i < len(typed) && says != v.says(typed[i]) {
			all = append(all, answer{Label: f.Label, Values: []string{says}})
		}
	}
	return all
}

// ordered returns the fields of a step in the order of its names.
func ordered(names []string, fields map[string]field) []field {
	var all []field
	for _, name := range names {
		if f, ok := fields[name]; ok {
			all = append(all, f)
		}
	}
	return all
}

// says is what a control holds, as a person reads it.
func (v *visit) says(f field) string {
	switch {
	case len(f.Options) > 0:
		for _, g := range f.Options {
			for _, o := range g.Options {
				if o.Selected && o.Value != "" {
					return o.Label
				}
			}
		}
		return ""
	case len(f.Parts) > 0:
		var parts []string
		for _, part := range f.Parts {
			switch {
			case !part.Box:
				parts = append(parts, part.Value)
			case part.Checked:
				parts = append(parts, part.Label)
			}
		}
		return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
	case f.Box && f.Checked:
		return v.t("wizard.ticked")
	case f.Box:
		return v.t("wizard.unticked")
	}
	return f.Value
}
