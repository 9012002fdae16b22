package portal

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
)

// step is a step of a wizard and the fields of the entry that are asked there.
type step struct {
	id     string
	fields []string
}

// wizard is what the two wizards share: the menu, the form's hidden values, and
// the words around the step.
type wizard struct {
	// Room is "declaration" or "exemption", and Base the address of the draft.
	Room, Base string
	Step       string
	N, Of      int
	Steps      []stepLink
	Heading    string
	Version    int64
	// Shown is what the page carries of its own ([visit.weigh]).
	Shown string
	// Saves says that what is typed is saved after a pause, where scripts run.
	Saves bool
	// Return is the check page when one came from there.
	Return string
	// Back is the step before, which saves as the menu does; empty on the first.
	Back string
	// Stale says that the draft was saved elsewhere since the page was read, and
	// Led that a later step was asked for. Unsent says that the documents that came
	// with a stale page are to be chosen again.
	Stale, Led, Unsent bool
	// Standing is what was saved elsewhere in the fields that were typed otherwise here.
	Standing []answer
	// Ended says that the period for which the draft was opened has ended, and what
	// may be done; empty when it has not.
	Ended     string
	Multipart bool
	Close     string
	Fields    map[string]field
	Answers   []answer
	Content   any
}

// stepLink is a step in the menu "Étapes".
type stepLink struct {
	ID, Label, Status string
	Class             string
	Current, Reached  bool
	N                 int
}

// answer is a line of the check page.
type answer struct {
	Row    string
	Label  string
	Values []string
	// Change is the address that changes it.
	Change string
}

// Answered reports that something was answered.
func (a answer) Answered() bool { return len(a.Values) > 0 && strings.Join(a.Values, "") != "" }

// index returns the place of a step, -1 when there is none.
func index(steps []step, id string) int {
	return slices.IndexFunc(steps, func(s step) bool { return s.id == id })
}

// in returns the errors that are about the step's fields.
func (s step) in(wrong hours.FieldErrors) hours.FieldErrors {
	var own hours.FieldErrors
	for _, w := range wrong {
		name, _, _ := strings.Cut(w.Field, ".")
		if slices.Contains(s.fields, name) {
			own = append(own, w)
		}
	}
	return own
}

// progress is how far a draft has come.
type progress struct {
	steps []step
	// read says that the privacy notice was read: "Commencer" was pressed.
	read  bool
	wrong hours.FieldErrors
	// begun says that something was typed in a step.
	begun func(step string) bool
}

// done reports a step in which nothing is missing or wrong. The last one is done
// by submitting.
func (p progress) done(i int) bool {
	switch i {
	case 0:
		return p.read
	case len(p.steps) - 1:
		return false
	}
	return p.read && len(p.steps[i].in(p.wrong)) == 0
}

// first returns the first step that is not done.
func (p progress) first() int {
	for i := range p.steps {
		if !p.done(i) {
			return i
		}
	}
	return len(p.steps) - 1
}

// wizard returns the frame of a step.
func (v *visit) wizard(room, base, portfolio string, p progress, at int, version int64) wizard {
	w := wizard{
		Room: room, Base: base, Step: p.steps[at].id, N: at + 1, Of: len(p.steps), Version: version,
		Heading: v.t(room + ".step." + p.steps[at].id), Close: portfolio, Fields: map[string]field{},
		Led: v.r.URL.Query().Get("led") == "1",
	}
	if v.back() == "submission" {
		w.Return = "submission"
	}
	if at > 0 {
		w.Back = p.steps[at-1].id
	}
	reached := p.first()
	for i, s := range p.steps {
		link := stepLink{ID: s.id, Label: v.t(room + ".step." + s.id), N: i + 1, Current: i == at, Reached: i <= reached, Class: "todo"}
		switch {
		case p.done(i):
			link.Class = "done"
		case p.begun(s.id):
			link.Class = "partial"
		}
		link.Status = v.t("wizard." + link.Class)
		w.Steps = append(w.Steps, link)
	}
	return w
}

// saves has what is typed in a step saved after a pause, where scripts run: not on a page
// that asks which of two texts is to stay, for pressing the button answers.
func (w *wizard) saves(page *frame, s step) {
	if w.Saves = len(s.fields) > 0 && !w.Stale; w.Saves {
		page.Scripts = append(page.Scripts, "autosave.js")
	}
}

// back returns the step to return to, from the address or the form.
func (v *visit) back() string {
	if v.r.Method == "POST" {
		return v.r.PostForm.Get("return")
	}
	return v.r.URL.Query().Get("return")
}

// versionTyped returns the version of the draft that the page showed; 0, which no
// draft has, when the form does not say.
func versionTyped(form url.Values) int64 {
	n, err := strconv.ParseInt(form.Get("version"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// onward redirects after a step was saved: to where the button says, to the same
// step when something is wrong with it, to the next one or the check page
// otherwise.
func (v *visit) onward(form url.Values, p progress, at int, base, portfolio, notice string) error {
	id := p.steps[at].id
	back := ""
	if form.Get("return") == "submission" {
		back = "submission"
	}
	switch {
	case v.chooseLanguage(form):
		return v.redirect(base+"/"+id, "return", back)
	case form.Get("do") == "later":
		return v.redirect(portfolio, "notice", notice)
	case index(p.steps, form.Get("go")) >= 0:
		return v.redirect(base + "/" + form.Get("go"))
	case !p.done(at) && at < len(p.steps)-1:
		return v.redirect(base+"/"+id, "errors", "1", "return", back)
	case back != "":
		return v.redirect(base + "/submission")
	}
	return v.redirect(base + "/" + p.steps[min(at+1, len(p.steps)-1)].id)
}

// titled returns the title of a step: "Description – Étape 3 sur 5 – Déclarer une
// formation".
func (v *visit) titled(w wizard) string {
	return w.Heading + " – " + v.t("wizard.step-of", "n", w.N, "of", w.Of) + " – " + v.t(w.Room+".title")
}
