package portal

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/exam"
)

// authoriseForm is where an operator opens an exam (E6).
type authoriseForm struct {
	Exam, Workstation, Extra, Note field
	Command                        string
	// Unapproved says that an exam in the list is not approved by who answers for the
	// training.
	Unapproved string
}

// authoriseTyped is what was typed in it.
type authoriseTyped struct{ command, exam, workstation, extra, note string }

func (v *visit) authoriseForm(f exam.File, o opened) authoriseForm {
	form, typed := v.form("authorisation", o.wrong), o.authorise
	page := authoriseForm{Command: typed.command}
	if page.Command == "" {
		page.Command = freshID()
	}
	var exams group
	for _, e := range f.Exams {
		exams.Options = append(exams.Options, option{Value: string(e.ID), Label: v.print.Text(e.Title)})
		if !e.Verified {
			page.Unapproved = v.unapproved(e)
		}
	}
	if len(f.Exams) == 1 && typed.exam == "" {
		typed.exam = string(f.Exams[0].ID)
	}
	page.Exam = form.choice("exam", typed.exam, exams)
	page.Workstation = v.workstationField(form, f.Point, typed.workstation)
	page.Extra = form.text("extra", typed.extra)
	page.Note = form.area("note", typed.note)
	page.Note.Rows = 2
	return page
}

// workstationField is the choice of a workstation of the point, or any.
func (v *visit) workstationField(form form, p exam.Point, value string) field {
	var all group
	for _, w := range p.Workstations {
		all.Options = append(all.Options, option{Value: w.Name, Label: w.Name})
	}
	control := form.choice("workstation", value, all)
	control.Options[0].Options[0].Label = v.t("workstation.any")
	return control
}

func (v *visit) askAuthorisation() error {
	if _, err := v.workedFile(); err != nil {
		return err
	}
	return v.redirect(strings.TrimSuffix(v.r.URL.Path, "/authorisation"))
}

// authorise opens the exam. The command was named when the page was made, so that
// pressing twice, or going back and pressing again, opens one.
func (v *visit) authorise() error {
	id, err := v.learnerID()
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	o := opened{form: "authorisation", authorise: authoriseTyped{
		form.Get("command"), form.Get("exam"), form.Get("workstation"), form.Get("extra"), form.Get("note"),
	}}
	if v.chooseLanguage(form) {
		return v.showLearner(http.StatusOK, o)
	}
	_, err = v.ServicePoint.Authorise(v.r.Context(), v.actor, id, exam.Authorising{
		Command: o.authorise.command, Exam: exam.ID(o.authorise.exam), Workstation: o.authorise.workstation,
		Extra: timeTyped(o.authorise.extra), Note: o.authorise.note,
	})
	if err != nil {
		return v.refuseLearner(o, err)
	}
	return v.redirect("/learners/"+string(id), "notice", "exam-authorised")
}

// lastingTyped is a length of time as people type it: minutes alone, hours, or both.
var lastingTyped = regexp.MustCompile(`^(?:(\d{1,2}) ?(?:h|:) ?)?(?:(\d{1,3}) ?(?:min|m)?\.?)?$`)

// timeTyped reads a length of time: "15", "15 min", "1 h", "1 h 30", "1:30". It is 0 of
// nothing, and below zero of what is no length of time.
func timeTyped(text string) time.Duration {
	text = strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(text, "\u00a0", " ")), " "))
	m := lastingTyped.FindStringSubmatch(text)
	if m == nil {
		return -1
	}
	hours, _ := strconv.Atoi(m[1])
	minutes, _ := strconv.Atoi(m[2])
	return time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
}
