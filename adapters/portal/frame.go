package portal

import (
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// frame is what every page has around its own content.
type frame struct {
	// Title is the page's own; the name of the portal follows it.
	Title string
	// Tab is the current tab of the navigation.
	Tab string
	// Wrong is the error summary, in the order of the page.
	Wrong []problem
	// Form says that the page has a form with the id "step", which the language
	// button submits so that what was typed is kept.
	Form bool
	// Nowhere says that the page must not name its own address: the answer for
	// another person's file is that for one that does not exist.
	Nowhere bool
	// Scripts are the names of the page's own scripts, such as "timer.js", which only
	// add comfort. A page that names none runs none.
	Scripts []string
	// Alone says that nothing around the page leads away from it: what is being
	// answered is saved by the buttons of its form alone.
	Alone bool
	Body  any

	// What follows is set by framed.
	Lang   string
	Org    identity.Organisation
	Portal string
	Actor  identity.Actor
	Signed bool
	Staff  bool
	// File says that the reader has, or may open, training files; Learner that they sit
	// exams, and Operator that they work at a service point.
	File, Learner, Operator bool
	// Services says that the reader's account opens services online (A10).
	Services bool
	// Represents says that the reader registers the people of a workplace for services.
	Represents bool
	// Officer says that the reader is in charge of the protection of personal information.
	Officer bool
	// Private says that there are pages about people's own information, and a policy.
	Private bool
	// Developers says that there are pages about the API.
	Developers bool
	Mail       bool
	// Menu is the staff's, on their pages.
	Menu   []menuItem
	Notice string
	// Gone says that the notice is of a removal, and takes the focus.
	Gone bool
	// Session is the end of the session, on pages where something is typed.
	Session *sessionEnd
	Style   string
	// Exam is a second stylesheet, on the pages of exams.
	Exam string
	// Colours is the stylesheet of the organisation's own colours, or empty.
	Colours string
	Icon    string
	// Modules are the addresses of the scripts.
	Modules []string
	Return  string
	// Other is the language that one may switch to, empty when there is none.
	Other     identity.Language
	OtherLang string
	OtherName string
}

// problem is a line of the error summary: the control it is about and the same
// words as beside it.
type problem struct {
	ID      string
	Message string
}

// langTags are the languages of pages as HTML names them.
var langTags = map[identity.Language]string{identity.French: "fr-CA", identity.English: "en-CA"}

func (v *visit) framed(f frame) frame {
	f.Lang, f.Org, f.Actor = langTags[v.print.Language], v.org, v.actor
	f.Portal = v.t("portal.name")
	if v.Livery != nil && v.Livery.Name.FR != "" {
		f.Portal = v.print.Text(v.Livery.Name)
	}
	f.Signed = v.actor.Account != ""
	f.Staff = v.actor.May(identity.List, v.actor.Org, "")
	f.File = f.Staff || v.actor.May(identity.Read, v.actor.Org, v.actor.Member)
	if v.ServicePoint != nil {
		f.Learner, f.Operator = v.actor.Is(identity.RoleLearner), exam.MayOperate(v.actor)
	}
	f.Services = v.Office != nil && len(v.actor.Services) > 0
	f.Represents = v.Office != nil && v.actor.Is(identity.RoleRepresentative)
	f.Officer = v.isOfficer()
	f.Private = v.Registrar != nil
	f.Developers = v.API != nil
	f.Mail = v.Mailbox != nil
	if f.Tab == "queue" {
		f.Menu = v.menu()
	}
	if f.Tab == "officer" {
		f.Menu = v.officerItems()
	}
	f.Style, f.Icon, f.Colours = v.files.style, v.files.icon, v.files.colours
	if f.Tab == "points" || f.Tab == "trainings" {
		f.Exam = v.files.exam
	}
	if f.Form && f.Signed && !f.Alone {
		// Where it cannot be known the page is shown without it, as an exam is, whose timer
		// keeps the session open.
		if f.Session, _ = v.sessionEnd(); f.Session != nil {
			f.Scripts = append(slices.Clip(f.Scripts), "session.js")
		}
	}
	for _, name := range f.Scripts {
		f.Modules = append(f.Modules, v.files.scripts[name])
	}
	if notice := v.r.URL.Query().Get("notice"); notice != "" && i18n.Has("notice."+notice) {
		f.Notice, f.Gone = v.t("notice."+notice), slices.Contains(removals, notice)
	}
	if !f.Nowhere {
		f.Return = v.here()
	}
	if v.org.Languages == identity.FrenchAndEnglish {
		f.Other = identity.English
		if v.print.Language == identity.English {
			f.Other = identity.French
		}
		f.OtherLang = langTags[f.Other]
		f.OtherName = i18n.For(f.Other).T("portal.language")
	}
	return f
}

// here returns the address of the page to come back to.
func (v *visit) here() string {
	if v.r.Method == "GET" {
		return v.r.URL.RequestURI()
	}
	return v.r.URL.Path
}

// local returns path when it is an address of this site, "/" otherwise, so that
// nobody can be sent elsewhere.
func local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}
