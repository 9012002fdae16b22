package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/hours"
)

const photoPath = learnerPath + "/photo"

func photoEndpoints() []endpoint {
	return atServicePoint(
		endpoint{Route{http.MethodPost, photoPath}, false, addPhoto},
		endpoint{Route{http.MethodPut, photoPath}, false, acceptPhoto},
		endpoint{Route{http.MethodDelete, photoPath}, false, removePhoto},
		endpoint{Route{http.MethodPost, photoPath + "/reopening"}, false, reopenPhoto},
		endpoint{Route{http.MethodPost, photoPath + "/measure"}, false, measurePhoto},
		endpoint{Route{http.MethodGet, photoPath + "/preview.jpg"}, false, previewPhoto},
		endpoint{Route{http.MethodGet, photoPath + "/card.jpg"}, false, cutPhoto},
	)
}

// photoView is what is known of a learner's photo (E5), without its pixels.
type photoView struct {
	Revision   int               `json:"revision"`
	Name       string            `json:"name"`
	Width      int               `json:"width"`
	Height     int               `json:"height"`
	SHA256     string            `json:"sha256"`
	Crop       photo.Crop        `json:"crop"`
	Checks     []checkView       `json:"checks"`
	Attested   []attestationView `json:"attested"`
	Added      time.Time         `json:"added"`
	AddedBy    string            `json:"addedBy"`
	Accepted   *time.Time        `json:"accepted"`
	AcceptedBy string            `json:"acceptedBy"`
}

// checkView is a check of a crop. Advice is what to do about it, empty for nothing.
type checkView struct {
	Check     coded  `json:"check"`
	Verdict   coded  `json:"verdict"`
	Source    coded  `json:"source"`
	Value     int    `json:"value"`
	Threshold int    `json:"threshold"`
	Advice    string `json:"advice"`
}

// attestationView is what the operator said of the photo.
type attestationView struct {
	Check  coded  `json:"check"`
	Met    bool   `json:"met"`
	Reason string `json:"reason"`
}

// photoActView is a line of what was done with photos.
type photoActView struct {
	Event    coded     `json:"event"`
	Revision int       `json:"revision"`
	SHA256   string    `json:"sha256"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`
}

func (x *exchange) viewPhoto(l exam.Learner) *photoView {
	p := l.Photo
	if p == nil {
		return nil
	}
	return &photoView{
		Revision: p.Revision, Name: l.PhotoName(), Width: p.Width, Height: p.Height, SHA256: p.SHA256, Crop: p.Crop,
		Checks: listOf(p.Checks, x.viewCheck).Items, Added: p.Added, AddedBy: p.AddedBy.Name,
		Attested: listOf(p.Attested, func(a exam.Attestation) attestationView {
			return attestationView{x.labelled("photo.check.", string(a.Check)), a.Met, a.Reason}
		}).Items,
		Accepted: instant(p.Accepted), AcceptedBy: p.AcceptedBy.Name,
	}
}

func (x *exchange) viewCheck(c photo.Check) checkView {
	v := checkView{
		Check: x.labelled("photo.check.", string(c.ID)), Verdict: x.labelled("photo.verdict.", string(c.Verdict)),
		Source: x.labelled("photo.source.", string(c.Source)), Value: c.Value, Threshold: c.Threshold,
	}
	if key := "photo.advice." + string(c.ID) + "." + string(c.Verdict); i18n.Has(key) {
		v.Advice = x.p.T(key)
	}
	return v
}

func (x *exchange) viewPhotoAct(e exam.PhotoEntry) photoActView {
	return photoActView{x.labelled("exam.photo.", string(e.Event)), e.Revision, e.SHA256, e.At, e.By.Name}
}

// addPhoto takes a photo in place of the one there is: the first file of a multipart
// form, or the body itself. What the file is called does not matter.
func addPhoto(x *exchange) error {
	return x.onLearner(http.StatusCreated, func(l exam.Learner, version int64) (exam.Learner, error) {
		x.r.Body = http.MaxBytesReader(x.w, x.r.Body, photo.LargestFile+around)
		content, err := x.picture()
		if err != nil {
			return l, onPhoto(err)
		}
		l, err = x.api.ServicePoint.AddPhoto(x.r.Context(), x.actor, l.Member, version, content)
		return l, onPhoto(err)
	})
}

// picture returns the file that the body holds, of whatever kind it says that it is:
// its content tells.
func (x *exchange) picture() (io.Reader, error) {
	media, _, err := mime.ParseMediaType(x.r.Header.Get("Content-Type"))
	switch {
	case err == nil && strings.HasPrefix(media, "image/"):
		return x.r.Body, nil
	case err != nil || media != "multipart/form-data":
		return nil, errMediaType
	}
	form, err := x.r.MultipartReader()
	if err != nil {
		return nil, errMalformed
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, photo.ErrEmpty
		}
		if err != nil {
			return nil, errors.Join(errMalformed, err)
		}
		if part.FileName() != "" {
			return part, nil
		}
	}
}

// onPhoto says that an error of a file is on "photo".
func onPhoto(err error) error {
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		err = photo.ErrTooHeavy
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.Join(errMalformed, err)
	}
	for _, mine := range []error{
		photo.ErrEmpty, photo.ErrTooHeavy, photo.ErrNotPhoto, photo.ErrHEIC, photo.ErrFormat, photo.ErrDamaged,
		photo.ErrTooManyPixels, photo.ErrTooSmall,
	} {
		if errors.Is(err, mine) {
			return onFields{{Field: "photo", Err: err}}
		}
	}
	return err
}

// cropAsked is a crop as a body has it.
type cropAsked photo.Crop

// UnmarshalJSON refuses what is not a crop, as read does of a body.
func (c *cropAsked) UnmarshalJSON(text []byte) error { return strictly(text, (*photo.Crop)(c)) }

// attestationAsked is an attestation as a body has it.
type attestationAsked exam.Attestation

// UnmarshalJSON refuses what is not an attestation, as read does of a body.
func (a *attestationAsked) UnmarshalJSON(text []byte) error {
	return strictly(text, (*exam.Attestation)(a))
}

// strictly reads an object inside a body, and nothing beside its members.
func strictly(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

// acceptPhoto accepts the photo as it is cropped, with what the operator attests.
func acceptPhoto(x *exchange) error {
	return x.onLearner(http.StatusOK, func(l exam.Learner, version int64) (exam.Learner, error) {
		var given struct {
			Crop         *cropAsked         `json:"crop"`
			Attestations []attestationAsked `json:"attestations"`
		}
		if err := x.read(&given); err != nil {
			return l, err
		}
		var attested []exam.Attestation
		for _, a := range given.Attestations {
			again := slices.ContainsFunc(attested, func(was exam.Attestation) bool { return was.Check == a.Check })
			if again || !slices.Contains(photo.Attested(), a.Check) {
				return l, hours.FieldErrors{{Field: "attestations", Err: hours.ErrUnknownChoice}}
			}
			attested = append(attested, exam.Attestation(a))
		}
		return x.api.ServicePoint.SavePhoto(x.r.Context(), x.actor, l.Member, version, cropOr(given.Crop, l), attested)
	})
}

// cropOr returns the crop given, or the one that the photo has.
func cropOr(given *cropAsked, l exam.Learner) photo.Crop {
	switch {
	case given != nil:
		return photo.Crop(*given)
	case l.Photo != nil:
		return l.Photo.Crop
	}
	return photo.Crop{}
}

// removePhoto deletes the photo; who did what with it stays.
func removePhoto(x *exchange) error {
	return x.onLearner(http.StatusOK, func(l exam.Learner, version int64) (exam.Learner, error) {
		return x.api.ServicePoint.RemovePhoto(x.r.Context(), x.actor, l.Member, version)
	})
}

// reopenPhoto takes the acceptance back, so that the photo is cropped again.
func reopenPhoto(x *exchange) error {
	return x.onLearner(http.StatusOK, func(l exam.Learner, version int64) (exam.Learner, error) {
		return x.api.ServicePoint.ReopenPhoto(x.r.Context(), x.actor, l.Member, version)
	})
}

// measuredView is a crop as it would be saved, and what is measured in it.
type measuredView struct {
	Crop   photo.Crop  `json:"crop"`
	Checks []checkView `json:"checks"`
	// Blocking says that a photo cropped so would be refused.
	Blocking bool `json:"blocking"`
}

// measurePhoto measures a crop after the steps. It writes nothing.
func measurePhoto(x *exchange) error {
	f, err := x.workedFile()
	if err != nil {
		return err
	}
	var given struct {
		Crop  *cropAsked   `json:"crop"`
		Steps []photo.Step `json:"steps"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	if len(given.Steps) > mostSteps || slices.ContainsFunc(given.Steps, func(s photo.Step) bool { return !slices.Contains(photo.Steps(), s) }) {
		return hours.FieldErrors{{Field: "steps", Err: hours.ErrUnknownChoice}}
	}
	crop, checks, err := x.api.ServicePoint.MeasurePhoto(x.r.Context(), x.actor, f.Learner.Member, cropOr(given.Crop, f.Learner), given.Steps...)
	if err != nil {
		return onCrop(err)
	}
	return x.json(http.StatusOK, measuredView{crop, listOf(checks, x.viewCheck).Items, photo.Blocking(checks)})
}

// mostSteps is how many steps one request may take: from one end of a picture to the
// other, and back.
const mostSteps = 100

// onCrop says that an error of a crop is on "crop".
func onCrop(err error) error {
	if errors.Is(err, photo.ErrCropOutside) || errors.Is(err, photo.ErrCropSmall) {
		return hours.FieldErrors{{Field: "crop", Err: err}}
	}
	return err
}

// cropped returns the crop of the query, all four numbers or none, in which case it is
// the one that the photo has.
func (x *exchange) cropped(l exam.Learner) (photo.Crop, error) {
	q := x.r.URL.Query()
	if !q.Has("x") && !q.Has("y") && !q.Has("width") && !q.Has("height") {
		return cropOr(nil, l), nil
	}
	var c photo.Crop
	for _, part := range []struct {
		name string
		into *int
	}{{"x", &c.X}, {"y", &c.Y}, {"width", &c.Width}, {"height", &c.Height}} {
		n, err := strconv.Atoi(q.Get(part.name))
		if err != nil || n < 0 {
			return c, parameter(part.name, errParameter)
		}
		*part.into = n
	}
	return c, nil
}

// jpeg answers with a picture, which nothing keeps and no page of another host shows.
func (x *exchange) jpeg(content []byte) error {
	x.w.Header().Set("Content-Type", "image/jpeg")
	x.w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	x.begin(http.StatusOK)
	_, _ = x.w.Write(content)
	return nil
}

// previewPhoto answers the whole photo, with what the crop leaves out made darker.
func previewPhoto(x *exchange) error {
	f, err := x.workedFile()
	if err != nil {
		return err
	}
	crop, err := x.cropped(f.Learner)
	if err != nil {
		return err
	}
	width := photo.CardWidth
	if w := x.r.URL.Query().Get("w"); w != "" {
		if width, err = strconv.Atoi(w); err != nil || width < 1 {
			return parameter("w", errParameter)
		}
	}
	content, err := x.api.ServicePoint.PhotoPreview(x.r.Context(), x.actor, f.Learner.Member, crop, width)
	if err != nil {
		return err
	}
	return x.jpeg(content)
}

// cutPhoto answers the crop as the card has it, under the name of the learner (E5).
func cutPhoto(x *exchange) error {
	f, err := x.workedFile()
	if err != nil {
		return err
	}
	crop, err := x.cropped(f.Learner)
	if err != nil {
		return err
	}
	content, err := x.api.ServicePoint.PhotoCut(x.r.Context(), x.actor, f.Learner.Member, crop)
	if err != nil {
		return onCrop(err)
	}
	x.attachment("image/jpeg", f.Learner.PhotoName())
	return x.jpeg(content)
}
