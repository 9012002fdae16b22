package portal

import (
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/hours"
)

// field is a control of a form, with its words.
type field struct {
	// ID is the control's, and Name what is posted.
	ID, Name string
	// Label, Hint and Error are the words; Hint and Error may be empty.
	Label, Hint, Error string
	Value              string
	Type               string
	Autocomplete       string
	InputMode          string
	// Wide gives the whole width; Rows makes it a text of several lines.
	Wide bool
	Rows int
	// Box says that it is a box to tick, and Checked that it is ticked.
	Box     bool
	Checked bool
	// Narrow has a script put a box above a list, to look for a line in it by typing.
	Narrow  bool
	Options []group
	Parts   []field
}

// group is options under a heading; without Label they stand alone.
type group struct {
	Label   string
	Options []option
}

// option is a choice of a list.
type option struct {
	Value, Label string
	Selected     bool
}

// Describe returns the ids of the hint and the error, for aria-describedby.
func (f field) Describe() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}

// with sets an attribute of the control.
func (f field) with(attribute, value string) field {
	switch attribute {
	case "autocomplete":
		f.Autocomplete = value
	case "inputmode":
		f.InputMode = value
	case "label":
		f.Label = value
	case "hint":
		f.Hint = value
	}
	return f
}

func (f field) wide() field { f.Wide = true; return f }

// listScripts are those of a page with lists that may be long.
var listScripts = []string{"list.js"}

// longList is how many lines a list has from which it is worth typing to find one.
const longList = 7

// narrowed has a long list looked through by typing, where scripts run (list.js).
func (f field) narrowed() field {
	lines := 0
	for _, g := range f.Options {
		lines += len(g.Options)
	}
	f.Narrow = lines > longList
	return f
}

// form makes the fields of a room's form: their labels are the messages
// "field.<room>.<name>", their hints the same with ".hint" when there is one.
type form struct {
	v     *visit
	room  string
	wrong hours.FieldErrors
}

func (v *visit) form(room string, wrong hours.FieldErrors) form { return form{v, room, wrong} }

func (f form) text(name, value string) field {
	key := "field." + f.room + "." + name
	control := field{ID: controlID(name), Name: name, Value: value, Type: "text", Autocomplete: "off", Label: f.v.t(key)}
	if i18n.Has(key + ".hint") {
		control.Hint = f.v.t(key + ".hint")
	}
	if err := f.wrong.Of(name); err != nil {
		control.Error = f.v.print.FieldError(name, err)
	}
	return control
}

func (f form) area(name, value string) field {
	control := f.text(name, value)
	control.Rows = 5
	return control
}

func (f form) box(name, value string, checked bool) field {
	control := f.text(name, value)
	control.Box, control.Checked = true, checked
	return control
}

// choice is a list to choose from. A value that is not in the list stays in it as
// it is: nothing typed is lost.
func (f form) choice(name, value string, groups ...group) field {
	control := f.text(name, value)
	control.Options = append([]group{{Options: []option{{Label: f.v.t("field.choose")}}}}, groups...)
	found := value == ""
	for _, g := range control.Options {
		for i, o := range g.Options {
			g.Options[i].Selected = o.Value == value
			found = found || o.Value == value
		}
	}
	if !found {
		control.Options = append(control.Options, group{Options: []option{{value, value, true}}})
	}
	return control
}

// date is a day in three boxes: never a date control alone, which reads days in
// the order of the browser's language and not of the page's.
func (f form) date(name string, typed hours.DateEntry) field {
	control := f.text(name, "")
	for _, part := range []struct{ name, value string }{{"day", typed.Day}, {"month", typed.Month}, {"year", typed.Year}} {
		box := field{
			ID: name + "-" + part.name, Name: name + "." + part.name, Value: part.value, Type: "text",
			Label: f.v.t("field.date." + part.name), Autocomplete: "off", Error: control.Error,
		}
		if part.name != "month" {
			box.InputMode = "numeric"
		}
		control.Parts = append(control.Parts, box)
	}
	return control
}

// dateTyped reads the three boxes of a date.
func dateTyped(values map[string][]string, name string) hours.DateEntry {
	get := func(part string) string {
		if all := values[name+"."+part]; len(all) > 0 {
			return all[0]
		}
		return ""
	}
	return hours.DateEntry{Day: get("day"), Month: get("month"), Year: get("year")}
}

// controlID returns the id of the control of a field.
func controlID(name string) string { return strings.ReplaceAll(name, ".", "-") }

// problems returns the error summary of the fields, in their order.
func (v *visit) problems(wrong hours.FieldErrors) []problem {
	var all []problem
	for _, w := range wrong {
		id := controlID(w.Field)
		if slices.Contains([]string{"first", "last", "asOf", "on", "served", "day", "birth", "received", "edition", "until", "userSigned", "authoriserSigned"}, w.Field) {
			id += "-day"
		}
		all = append(all, problem{id, v.print.FieldError(w.Field, w.Err)})
	}
	return all
}
