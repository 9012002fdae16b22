package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// workedFile returns the file of the learner that the address names, for those who work
// at the point.
func (v *visit) workedFile() (exam.File, error) {
	f, err := v.learnerFile()
	if err == nil && !f.Point.OperatedBy(v.actor) {
		return exam.File{}, identity.ErrForbidden
	}
	return f, err
}

// measured is something that was measured of the photo, with what to do about it.
type measured struct {
	Label, Verdict, Class, Advice string
	// Figures are what was measured and what it was held against.
	Figures string
}

// photoMeasures lists what was measured, what blocks first and then what warns.
func (v *visit) photoMeasures(checks []photo.Check) []measured {
	rank := func(c photo.Check) int {
		return slices.Index([]photo.Verdict{photo.Fail, photo.Warn, photo.Pass, photo.NotApplicable}, c.Verdict)
	}
	checks = slices.Clone(checks)
	slices.SortStableFunc(checks, func(a, b photo.Check) int { return rank(a) - rank(b) })
	classes := map[photo.Verdict]string{photo.Fail: "refused", photo.Warn: "submitted", photo.Pass: "counted"}
	var all []measured
	for _, c := range checks {
		m := measured{Label: v.t("photo.check." + string(c.ID)), Verdict: v.t("picture.verdict." + string(c.Verdict)), Class: classes[c.Verdict]}
		if c.Verdict == photo.Fail || c.Verdict == photo.Warn {
			m.Advice = v.t("photo.advice." + string(c.ID) + "." + string(c.Verdict))
			m.Figures = v.t("picture.figures", "value", c.Value, "threshold", c.Threshold)
		}
		all = append(all, m)
	}
	return all
}

// cropTyped is the crop as it was typed, and what was attested.
type cropTyped struct {
	crop     map[string]string
	attested map[photo.CheckID]exam.Attestation
}

var cropFields = []string{"x", "y", "width", "height"}

func cropText(c photo.Crop) map[string]string {
	return map[string]string{"x": strconv.Itoa(c.X), "y": strconv.Itoa(c.Y), "width": strconv.Itoa(c.Width), "height": strconv.Itoa(c.Height)}
}

// cropForm is the crop tool: a picture that the server makes, buttons and four numbers.
// It needs neither a pointer nor a script.
type cropForm struct {
	// Preview is the address of the picture with the crop lit, Cut of what is cut out.
	Preview string
	// Width and Height are those of the whole photo, in pixels.
	Width, Height int
	Shown         int
	ShownHeight   int
	Fields        []field
	Steps         []option
	Measured      []measured
	Blocking      bool
	Attested      []attestField
}

// attestField is something that the operator looks at: it is as asked, or accepted all
// the same for a reason.
type attestField struct{ Met, Reason field }

func (v *visit) cropForm(p exam.Photo, typed cropTyped, wrong hours.FieldErrors) (*cropForm, error) {
	form := v.form("crop", wrong)
	page := &cropForm{Width: p.Width, Height: p.Height, Shown: min(previewWidth, p.Width)}
	page.ShownHeight = max(1, p.Height*page.Shown/p.Width)
	for _, name := range cropFields {
		page.Fields = append(page.Fields, form.text(name, typed.crop[name]).with("inputmode", "numeric"))
	}
	if err := wrong.Of("crop"); err != nil {
		page.Fields[0].Error = v.print.Error(err)
	}
	for _, s := range photo.Steps() {
		page.Steps = append(page.Steps, option{Value: string(s), Label: v.t("photo.step." + string(s))})
	}
	query, checks := url.Values{}, p.Checks
	if crop, ok := readCrop(asValues(typed.crop)); ok {
		fitted, found, err := v.measureCrop(crop)
		switch {
		case err == nil:
			checks, query = found, asValues(cropText(fitted))
		case !errors.Is(err, photo.ErrCropOutside) && !errors.Is(err, photo.ErrCropSmall):
			return nil, err
		}
	}
	page.Preview = strings.TrimSuffix(v.photoPath(), "/crop") + "/preview.jpg" + asQuery(query)
	page.Measured, page.Blocking = v.photoMeasures(checks), photo.Blocking(checks)
	for _, id := range photo.Attested() {
		a, given := typed.attested[id]
		met := form.text("attest-"+string(id), "1")
		met.Label, met.Checked = v.t("photo.check."+string(id)), given && a.Met
		reason := form.text("reason-"+string(id), a.Reason)
		reason.Label, reason.Hint = v.t("picture.because"), ""
		page.Attested = append(page.Attested, attestField{met, reason.wide()})
	}
	return page, nil
}

func asValues(texts map[string]string) url.Values {
	values := url.Values{}
	for name, text := range texts {
		values.Set(name, strings.TrimSpace(text))
	}
	return values
}

// photoPath is the address of the photo of the learner.
func (v *visit) photoPath() string { return "/learners/" + v.r.PathValue("learner") + "/photo" }

func (v *visit) measureCrop(c photo.Crop, steps ...photo.Step) (photo.Crop, []photo.Check, error) {
	id, err := v.learnerID()
	if err != nil {
		return photo.Crop{}, nil, err
	}
	return v.ServicePoint.MeasurePhoto(v.r.Context(), v.actor, id, c, steps...)
}

// cropProblems leads from the summary to the first of the four numbers for what is wrong
// with the crop.
func (v *visit) cropProblems(wrong hours.FieldErrors) []problem {
	problems := v.problems(wrong)
	for i := range problems {
		switch {
		case problems[i].ID == "crop":
			problems[i].ID = cropFields[0]
		case strings.HasPrefix(problems[i].ID, "attest-"):
			id := strings.TrimPrefix(problems[i].ID, "attest-")
			problems[i].Message = v.t("photo.check."+id) + " – " + problems[i].Message
		}
	}
	return problems
}

// readCropForm reads what was typed.
func readCropForm(form url.Values) cropTyped {
	typed := cropTyped{crop: map[string]string{}, attested: map[photo.CheckID]exam.Attestation{}}
	for _, name := range cropFields {
		typed.crop[name] = form.Get(name)
	}
	for _, id := range photo.Attested() {
		a := exam.Attestation{Check: id, Met: form.Get("attest-"+string(id)) == "1", Reason: form.Get("reason-" + string(id))}
		if a.Met || a.Reason != "" {
			typed.attested[id] = a
		}
	}
	return typed
}

// cropPhoto moves the crop by a button, measures what was typed, or accepts the photo
// ("Enregistrer"). Moving and measuring keep nothing: the page is shown again with
// everything that was typed.
func (v *visit) cropPhoto() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	f, err := v.workedFile()
	if err != nil {
		return err
	}
	here := v.photoPath()
	if f.Learner.Photo == nil || f.Learner.Photo.IsAccepted() {
		return v.redirect(here)
	}
	typed := readCropForm(form)
	if v.chooseLanguage(form) {
		return v.showPhoto(http.StatusOK, &typed, nil, false)
	}
	crop, ok := readCrop(asValues(typed.crop))
	if !ok {
		return v.showPhoto(http.StatusUnprocessableEntity, &typed, hours.FieldErrors{{Field: "crop", Err: photo.ErrCropOutside}}, false)
	}
	if form.Get("do") == "save" {
		return v.savePhoto(f.Learner, versionTyped(form), crop, typed)
	}
	var steps []photo.Step
	if s := photo.Step(form.Get("step")); slices.Contains(photo.Steps(), s) {
		steps = append(steps, s)
	}
	fitted, _, err := v.measureCrop(crop, steps...)
	switch {
	case errors.Is(err, photo.ErrCropOutside), errors.Is(err, photo.ErrCropSmall):
		return v.showPhoto(http.StatusUnprocessableEntity, &typed, hours.FieldErrors{{Field: "crop", Err: err}}, false)
	case err != nil:
		return err
	}
	typed.crop = cropText(fitted)
	return v.showPhoto(http.StatusOK, &typed, nil, false)
}

func (v *visit) savePhoto(l exam.Learner, version int64, crop photo.Crop, typed cropTyped) error {
	var attested []exam.Attestation
	for _, id := range photo.Attested() {
		if a, ok := typed.attested[id]; ok {
			attested = append(attested, a)
		}
	}
	_, err := v.ServicePoint.SavePhoto(v.r.Context(), v.actor, l.Member, version, crop, attested)
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return v.showPhoto(http.StatusUnprocessableEntity, &typed, wrong, false)
	case errors.Is(err, exam.ErrStale):
		return v.showPhoto(http.StatusConflict, &typed, nil, true)
	case errors.Is(err, exam.ErrNoPhoto):
		return v.redirect(v.photoPath())
	case err != nil:
		return err
	}
	return v.redirect("/learners/"+string(l.Member), "notice", "photo-accepted")
}
