package portal

import (
	"encoding/csv"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/identity"
)

func importRoutes() []Route {
	return []Route{
		{"GET", "/portfolio/{member}/import", (*visit).importForm, false},
		{"POST", "/portfolio/{member}/import", (*visit).importPosted, false},
		{"GET", "/portfolio/{member}/import.csv", (*visit).importTemplate, false},
	}
}

// largestImport is how much of a file a page carries, in bytes: nothing is kept
// before it is confirmed, so the page holds the whole of it. The API has no such bound.
const largestImport = 128 << 10

// importPage is a file to import: the form, then how each line is read.
type importPage struct {
	Base      string
	Name      string
	Years     string
	Most      string
	Columns   string
	Error     string
	Text      string
	Lines     []importLine
	Counts    []string
	Unknown   string
	Boxes     []field
	Drafts    field
	WithDraft bool
	// Ready says that there is something to confirm.
	Ready bool
}

// importLine is how a line is read.
type importLine struct {
	Number   int
	Fate     string
	Class    string
	Title    string
	Category string
	Days     string
	Hours    string
	Wrong    []string
	// Again is the box that declares it all the same; empty when it is not known.
	Again field
	Known string
}

// importing is who imports: the member, and the period of the file.
func (v *visit) importing() (importPage, identity.MemberID, hours.Rules, error) {
	if err := v.mayWrite(); err != nil {
		return importPage{}, "", hours.Rules{}, err
	}
	id, err := v.member()
	if err != nil {
		return importPage{}, "", hours.Rules{}, err
	}
	member, err := v.Directory.Member(v.r.Context(), v.actor, id)
	if err != nil {
		return importPage{}, "", hours.Rules{}, err
	}
	rules, err := v.Ledger.Rules(v.r.Context(), v.actor, id)
	page := importPage{
		Base: "/portfolio/" + string(id), Name: member.Name(), Years: v.print.Years(rules.Period),
		Most: strconv.Itoa(largestImport >> 10), Columns: strings.Join(intake.ImportFile.Template(), ", "),
	}
	return page, id, rules, err
}

func (v *visit) importForm() error {
	page, _, _, err := v.importing()
	if err != nil {
		return err
	}
	return v.showImport(http.StatusOK, page)
}

func (v *visit) showImport(status int, page importPage) error {
	f := frame{Title: v.t("import.title", "name", page.Name), Tab: "portfolio", Body: page}
	if page.Error != "" {
		f.Wrong = append(f.Wrong, problem{"file", page.Error})
	}
	for _, box := range page.Boxes {
		if box.Error != "" {
			f.Wrong = append(f.Wrong, problem{box.ID, box.Error})
		}
	}
	return v.show(status, "import", f)
}

// importTemplate is an empty file with its columns, and a line to follow.
func (v *visit) importTemplate() error {
	if err := v.mayWrite(); err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "import.csv"}))
	if _, err := io.WriteString(v.w, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(v.w)
	w.Comma, w.UseCRLF = ';', true
	if err := w.Write(intake.ImportFile.Template()); err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// importPosted shows how the file is read, and writes it once it is confirmed.
func (v *visit) importPosted() error {
	page, member, rules, err := v.importing()
	if err != nil {
		return err
	}
	form, files, err := v.parse(spoolImport)
	defer files.close()
	if err != nil {
		return err
	}
	text, err := postedText(form, files)
	if err != nil {
		page.Error = v.importError(err)
		return v.showImport(http.StatusUnprocessableEntity, page)
	}
	if strings.TrimSpace(text) == "" {
		page.Error = v.t("import.none")
		return v.showImport(http.StatusUnprocessableEntity, page)
	}
	choice := intake.Choice{Attested: form["attested"], Drafts: form.Get("drafts") != "", Write: form.Get("do") == "confirm"}
	for _, again := range form["again"] {
		if n, err := strconv.Atoi(again); err == nil {
			choice.Again = append(choice.Again, n)
		}
	}
	var wrong hours.FieldErrors
	if choice.Write {
		_, err := v.Reception.Import(v.r.Context(), v.actor, member, strings.NewReader(text), choice, func(intake.Reading) error { return nil })
		if err == nil {
			return v.redirect(page.Base, "notice", "imported")
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	return v.preview(page, member, rules, text, choice, wrong)
}

func (v *visit) preview(page importPage, member identity.MemberID, rules hours.Rules, text string, choice intake.Choice, wrong hours.FieldErrors) error {
	shown := choice
	shown.Write = false
	tally, err := v.Reception.Import(v.r.Context(), v.actor, member, strings.NewReader(text), shown, func(r intake.Reading) error {
		page.Lines = append(page.Lines, v.importLine(rules, r, choice))
		return nil
	})
	var header *intake.HeaderError
	if errors.As(err, &header) {
		page.Error, page.Text = v.importError(err), text
		return v.showImport(http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	page.Text = text
	for _, fate := range intake.Fates() {
		if n := tally.Of[fate]; n > 0 {
			page.Counts = append(page.Counts, v.t("import.count."+string(fate), "n", n))
		}
	}
	page.Unknown = strings.Join(slices.DeleteFunc(tally.Unknown, func(name string) bool { return name == "" }), ", ")
	page.Ready = tally.Of[intake.Ready]+tally.Of[intake.Wrong]+tally.Of[intake.Known] > 0
	page.WithDraft = tally.Of[intake.Wrong] > 0
	page.Drafts = v.form("import", nil).box("drafts", "1", choice.Drafts)
	for i, a := range rules.Version.Attestations {
		page.Boxes = append(page.Boxes, v.commitment("attested", a.ID, v.print.Text(a.Text), i, slices.Contains(choice.Attested, a.ID), wrong))
	}
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return v.showImport(status, page)
}

func (v *visit) importLine(rules hours.Rules, r intake.Reading, choice intake.Choice) importLine {
	line := importLine{
		Number: r.Line.Number, Fate: v.t("import.fate." + string(r.Fate)), Class: string(r.Fate), Title: r.Line.Title,
		Category: r.Line.Category, Days: joined(r.Line.FirstDay, r.Line.LastDay), Hours: r.Line.Duration,
	}
	if line.Title == "" {
		line.Title = r.Line.Activity
	}
	if r.Fate != intake.Wrong && r.Fate != intake.Imported {
		a := r.Activity
		category, _ := rules.Version.Category(a.Category)
		line.Title, line.Category, line.Hours = a.Title, v.print.Text(category.Label), v.print.Duration(a.Hours)
		line.Days = v.print.Date(a.First)
		if a.Last != a.First {
			line.Days = v.t("import.days", "first", v.print.Date(a.First), "last", v.print.Date(a.Last))
		}
	}
	for _, w := range r.Wrong {
		line.Wrong = append(line.Wrong, v.print.FieldError(w.Field, w.Err))
	}
	if r.Err != nil {
		line.Wrong = append(line.Wrong, v.print.Error(r.Err))
	}
	again := slices.Contains(choice.Again, r.Line.Number)
	if r.Fate == intake.Known || again {
		line.Again = field{ID: "again-" + strconv.Itoa(r.Line.Number), Name: "again", Value: strconv.Itoa(r.Line.Number), Label: v.t("import.again"), Checked: again}
	}
	if r.Declaration != "" {
		line.Known = "/portfolio/" + v.r.PathValue("member") + "/declarations/" + r.Declaration
	}
	return line
}

// importError says what is wrong with a file as a whole, with the names that a
// missing column may have.
func (v *visit) importError(err error) string {
	var header *intake.HeaderError
	if !errors.As(err, &header) {
		if i18n.Known(err) {
			return v.print.Error(err)
		}
		return v.t("import.unreadable")
	}
	sentence := v.print.Error(header)
	for _, names := range header.Missing {
		sentence += " " + v.t("import.missing", "names", strings.Join(names, ", "))
	}
	if errors.Is(header, intake.ErrColumnTwice) {
		sentence += " « " + header.Twice[0] + " », « " + header.Twice[1] + " »."
	}
	return sentence
}

// spoolImport keeps the file of an import, and one byte more than may be kept of it.
func spoolImport(part *multipart.Part, files uploads) (uploads, error) {
	return spoolUpTo(largestImport, part, files)
}

func spoolUpTo(most int64, part *multipart.Part, files uploads) (uploads, error) {
	if len(files) > 0 {
		return files, nil
	}
	kept, err := os.CreateTemp("", "portal-*")
	if err != nil {
		return files, err
	}
	files = append(files, upload{part.FileName(), kept})
	if _, err := io.Copy(kept, io.LimitReader(part, most+1)); err != nil {
		return files, err
	}
	_, err = kept.Seek(0, io.SeekStart)
	return files, err
}

// postedText is the text of the file that was chosen, or the one that the page
// carried.
func postedText(form url.Values, files uploads) (string, error) {
	if len(files) == 0 {
		return intake.Text([]byte(form.Get("text"))), nil
	}
	content, err := io.ReadAll(files[0].file)
	switch {
	case err != nil:
		return "", err
	case len(content) > largestImport:
		return "", intake.ErrFileTooBig
	}
	return intake.Text(content), nil
}
