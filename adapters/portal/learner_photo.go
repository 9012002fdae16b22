package portal

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/hours"
)

func learnerPhotoRoutes() []Route {
	return []Route{
		{"GET", "/learners/{learner}/photo", (*visit).learnerPhoto, false},
		{"POST", "/learners/{learner}/photo", (*visit).addPhoto, false},
		{"POST", "/learners/{learner}/photo/crop", (*visit).cropPhoto, false},
		{"POST", "/learners/{learner}/photo/reopening", (*visit).reopenPhoto, false},
		{"GET", "/learners/{learner}/photo/removal", (*visit).askRemovePhoto, false},
		{"POST", "/learners/{learner}/photo/removal", (*visit).removePhoto, false},
		{"GET", "/learners/{learner}/photo/preview.jpg", (*visit).photoPreview, false},
		{"GET", "/learners/{learner}/photo/cut.jpg", (*visit).photoCut, false},
	}
}

// photoPage is where the photo is added (E5), then cropped and accepted, then seen.
type photoPage struct {
	face
	// FileName is what the source asks to name the file: "LavigneGenevieve".
	FileName string
	Example  string
	Rules    []string
	Version  int64
	Stale    bool
	Upload   field
	Accept   string
	// Accepted says by whom and when; then there is no form to crop.
	Accepted string
	Crop     *cropForm
	Measured []measured
}

// showPhoto shows the photo as it stands, with the crop and the attestations as they
// were typed; of nil, as they are kept.
func (v *visit) showPhoto(status int, typed *cropTyped, wrong hours.FieldErrors, stale bool) error {
	f, err := v.workedFile()
	if err != nil {
		return err
	}
	l := f.Learner
	page := photoPage{
		face: v.face(f), FileName: photo.FileName(l.Last, l.First), Example: v.files.example, Version: l.Version, Stale: stale,
		Upload: v.form("photo", wrong).text("photo", ""), Accept: "image/jpeg,image/png",
	}
	if page.FileName == "" {
		page.FileName = l.Code()
	}
	page.Upload.Hint = v.t("picture.upload.hint", "size", v.print.Bytes(photo.LargestFile), "name", page.FileName)
	for _, id := range photo.Attested() {
		if id != photo.AttestSamePerson {
			page.Rules = append(page.Rules, v.t("photo.check."+string(id)))
		}
	}
	shown := frame{Title: v.t("picture.title", "name", l.Name()), Tab: "points", Form: true, Wrong: v.problems(wrong)}
	switch p := l.Photo; {
	case p == nil:
	case p.IsAccepted():
		page.Accepted = v.t("picture.accepted", "by", p.AcceptedBy.Name, "at", v.print.Instant(p.Accepted, v.zone))
		page.Measured = v.photoMeasures(p.Checks)
		shown.Form = false
	default:
		if typed == nil {
			typed = &cropTyped{crop: cropText(p.Crop), attested: map[photo.CheckID]exam.Attestation{}}
		}
		if page.Crop, err = v.cropForm(*p, *typed, wrong); err != nil {
			return err
		}
		shown.Scripts = []string{"crop.js"}
		shown.Wrong = v.cropProblems(wrong)
	}
	shown.Body = page
	return v.show(status, "learner_photo", shown)
}

func (v *visit) learnerPhoto() error { return v.showPhoto(http.StatusOK, nil, nil, false) }

// photoRefusals are what may be wrong with a file.
var photoRefusals = []error{
	photo.ErrEmpty, photo.ErrTooHeavy, photo.ErrNotPhoto, photo.ErrFormat, photo.ErrHEIC, photo.ErrDamaged, photo.ErrTooManyPixels, photo.ErrTooSmall,
}

func isPhotoRefusal(err error) bool {
	for _, refusal := range photoRefusals {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return false
}

// addPhoto takes the file ("Transférer"); what it is named does not matter.
func (v *visit) addPhoto() error {
	if _, err := v.workedFile(); err != nil {
		return err
	}
	id, err := v.learnerID()
	if err != nil {
		return err
	}
	form, files, err := v.uploaded()
	if err != nil {
		return err
	}
	defer files.close()
	here := "/learners/" + string(id) + "/photo"
	if v.chooseLanguage(form) {
		return v.redirect(here)
	}
	if len(files) == 0 {
		return v.showPhoto(http.StatusUnprocessableEntity, nil, hours.FieldErrors{{Field: "photo", Err: hours.ErrMissing}}, false)
	}
	_, err = v.ServicePoint.AddPhoto(v.r.Context(), v.actor, id, versionTyped(form), files[0].file)
	switch {
	case isPhotoRefusal(err):
		return v.showPhoto(http.StatusUnprocessableEntity, nil, hours.FieldErrors{{Field: "photo", Err: err}}, false)
	case errors.Is(err, exam.ErrStale):
		return v.showPhoto(http.StatusConflict, nil, nil, true)
	case err != nil:
		return err
	}
	return v.redirect(here, "notice", "photo-added")
}

// reopenPhoto lets an accepted photo be cropped again ("Recadrer la photo").
func (v *visit) reopenPhoto() error {
	return v.changePhoto(func(l exam.Learner, version int64) error {
		_, err := v.ServicePoint.ReopenPhoto(v.r.Context(), v.actor, l.Member, version)
		return err
	}, "photo-reopened")
}

// removePhoto deletes it ("Retirer").
func (v *visit) removePhoto() error {
	return v.changePhoto(func(l exam.Learner, version int64) error {
		_, err := v.ServicePoint.RemovePhoto(v.r.Context(), v.actor, l.Member, version)
		return err
	}, "photo-removed")
}

// changePhoto does one thing to a photo, and says so. A photo that is gone already is
// gone.
func (v *visit) changePhoto(do func(exam.Learner, int64) error, notice string) error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	f, err := v.workedFile()
	if err != nil {
		return err
	}
	err = do(f.Learner, versionTyped(form))
	switch {
	case errors.Is(err, exam.ErrStale):
		return v.showPhoto(http.StatusConflict, nil, nil, true)
	case errors.Is(err, exam.ErrNoPhoto):
		notice = ""
	case err != nil:
		return err
	}
	return v.redirect("/learners/"+string(f.Learner.Member)+"/photo", "notice", notice)
}

func (v *visit) askRemovePhoto() error {
	f, err := v.workedFile()
	if err != nil {
		return err
	}
	here := "/learners/" + string(f.Learner.Member) + "/photo"
	if f.Learner.Photo == nil {
		return v.redirect(here)
	}
	sentence := v.t("picture.remove.sentence")
	if f.Live() != nil {
		sentence = v.t("picture.remove.live")
	}
	return v.show(http.StatusOK, "learner_photo_removal", frame{Title: v.t("picture.remove.title", "name", f.Learner.Name()), Tab: "points", Body: struct {
		face
		question
	}{v.face(f), question{
		Heading: v.t("picture.remove.heading"), Sentence: sentence, Button: v.t("picture.remove.button"), Action: here + "/removal", Back: here,
		Version: f.Learner.Version,
	}}})
}

// photoPreview sends the whole photo with what is outside the crop dimmed.
func (v *visit) photoPreview() error {
	f, err := v.workedFile()
	if err != nil {
		return err
	}
	if f.Learner.Photo == nil {
		return exam.ErrNotFound
	}
	crop, ok := readCrop(v.r.URL.Query())
	if !ok {
		crop = f.Learner.Photo.Crop
	}
	return v.sendPhoto(v.ServicePoint.PhotoPreview(v.r.Context(), v.actor, f.Learner.Member, crop, previewWidth))
}

// previewWidth is the width of the preview, in pixels.
const previewWidth = 640

// photoCut sends the photo as it is cropped.
func (v *visit) photoCut() error {
	f, err := v.workedFile()
	if err != nil {
		return err
	}
	if f.Learner.Photo == nil {
		return exam.ErrNotFound
	}
	return v.sendPhoto(v.ServicePoint.PhotoCut(v.r.Context(), v.actor, f.Learner.Member, f.Learner.Photo.Crop))
}

func (v *visit) sendPhoto(content []byte, err error) error {
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "image/jpeg")
	h.Set("Content-Length", strconv.Itoa(len(content)))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if _, err := v.w.Write(content); err != nil {
		v.log().Info("portal: the photo did not leave", "error", err)
	}
	return nil
}

// readCrop reads the four numbers of a crop; ok is false when one is none.
func readCrop(values url.Values) (c photo.Crop, ok bool) {
	for _, one := range []struct {
		name string
		to   *int
	}{{"x", &c.X}, {"y", &c.Y}, {"width", &c.Width}, {"height", &c.Height}} {
		n, err := strconv.Atoi(values.Get(one.name))
		if err != nil {
			return photo.Crop{}, false
		}
		*one.to = n
	}
	return c, true
}
