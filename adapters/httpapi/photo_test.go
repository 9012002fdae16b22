package httpapi_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
	"github.com/goodstanding/goodstanding/identity"
)

// problems is what each error of a photo is answered with: the status, the problem type
// and what the message tells the operator to do.
var problems = map[error]struct {
	status   int
	slug, do string
}{
	photo.ErrEmpty:         {http.StatusUnprocessableEntity, "photo-empty", "Choisissez de nouveau"},
	photo.ErrTooHeavy:      {http.StatusRequestEntityTooLarge, "photo-too-heavy", "Réduisez-la"},
	photo.ErrNotPhoto:      {http.StatusUnsupportedMediaType, "not-a-photo", "JPEG ou PNG"},
	photo.ErrFormat:        {http.StatusUnsupportedMediaType, "photo-format", "JPEG ou en PNG"},
	photo.ErrHEIC:          {http.StatusUnsupportedMediaType, "photo-heic", "Réglages"},
	photo.ErrDamaged:       {http.StatusUnprocessableEntity, "photo-damaged", "reprenez-la"},
	photo.ErrTooManyPixels: {http.StatusUnprocessableEntity, "photo-too-many-pixels", "Réduisez-la"},
	photo.ErrTooSmall:      {http.StatusUnprocessableEntity, "photo-too-small", "413"},
}

// More than thirty files, bad and odd: each of the bad ones has its own problem type and
// leaves nothing behind, and what could not be accepted is refused when it is saved.
func TestE5_EveryBadPhotoIsAnsweredWithWhatToDo(t *testing.T) {
	w := served(t)
	before := w.get("operator", herFile)
	for _, f := range phototest.Files(t) {
		t.Run(f.Name, func(t *testing.T) {
			before.t, w.t = t, t
			a := w.uploads(herFile, before, f.Content)
			if f.Err != nil {
				want := problems[f.Err]
				code, detail := a.problem(want.status, want.slug).field("photo")
				require.Equal(t, want.slug, code)
				require.Contains(t, detail, want.do)
				require.Equal(t, before.json, w.get("operator", herFile).json)
				require.Zero(t, w.photos.Len())
				return
			}
			a.is(http.StatusCreated)
			verdicts := map[string][]photo.CheckID{}
			for _, one := range a.at("photo.checks").([]any) {
				check := one.(map[string]any)
				verdict := check["verdict"].(map[string]any)["code"].(string)
				verdicts[verdict] = append(verdicts[verdict], photo.CheckID(check["check"].(map[string]any)["code"].(string)))
				require.Equal(t, verdict == "fail" || verdict == "warn", check["advice"] != "", "advice when something is to be done")
			}
			require.Equal(t, f.Fails, verdicts["fail"])
			require.Equal(t, f.Warns, verdicts["warn"])
			saved := w.do(call{as: "operator", method: "PUT", path: herFile + "/photo", header: a.etag(), body: map[string]any{"attestations": attested()}})
			if len(f.Fails) > 0 {
				code, _ := saved.problem(http.StatusUnprocessableEntity, "invalid-entry").field("crop")
				require.Equal(t, "photo-refused", code)
			} else {
				a = saved.is(http.StatusOK)
			}
			for _, path := range []string{"/photo/card.jpg", "/photo/preview.jpg?w=2000"} {
				require.NotContains(t, w.get("operator", herFile+path).is(http.StatusOK).body, phototest.Trace)
			}
			before = w.do(call{as: "operator", method: "DELETE", path: herFile + "/photo", header: a.etag()}).is(http.StatusOK)
			require.Zero(t, w.photos.Len())
		})
	}
	w.t = t
	require.NotContains(t, w.logged.String(), phototest.Trace)
	require.NotContains(t, w.logged.String(), "level=ERROR")
}

// The photo from the upload to its removal, and what its answers keep from others.
func TestE5_APhotoIsCroppedAttestedAndRemoved(t *testing.T) {
	w := served(t)
	empty := w.get("operator", herFile)
	for _, path := range []string{"/photo/card.jpg", "/photo/preview.jpg"} {
		w.get("operator", herFile+path).problem(http.StatusConflict, "no-photo")
	}
	w.post("operator", herFile+"/photo/measure", map[string]any{}).problem(http.StatusConflict, "no-photo")
	w.do(call{as: "operator", method: "PUT", path: herFile + "/photo", header: empty.etag(), body: map[string]any{}}).problem(http.StatusConflict, "no-photo")
	w.do(call{as: "operator", method: "DELETE", path: herFile + "/photo", header: empty.etag()}).problem(http.StatusConflict, "no-photo")
	w.do(call{as: "operator", method: "POST", path: herFile + "/photo/reopening", header: empty.etag()}).problem(http.StatusConflict, "no-photo")

	// As a form, under a name that does not matter.
	media, body := form(t, "IMG_0042.HEIC", string(phototest.Good(700, 900)))
	body = strings.Replace(body, `name="document"`, `name="photo"`, 1)
	header := empty.etag()
	header["Content-Type"] = media
	added := w.do(call{as: "operator", method: "POST", path: herFile + "/photo", header: header, body: body}).is(http.StatusCreated)
	require.Equal(t, "LavigneGenevieve.jpg", added.text("photo.name"))
	require.Equal(t, map[string]any{"x": 0.0, "y": 0.0, "width": 700.0, "height": 900.0}, added.at("photo.crop"))
	require.Nil(t, added.at("photo.accepted"))
	w.uploads(herFile, empty, phototest.Good(700, 900)).problem(http.StatusPreconditionFailed, "stale")

	// One step smaller is a tenth less about the middle: 90 units of 7 × 9 pixels.
	measured := w.post("operator", herFile+"/photo/measure", map[string]any{"steps": []string{"smaller"}}).is(http.StatusOK)
	require.Equal(t, map[string]any{"x": 35.0, "y": 45.0, "width": 630.0, "height": 810.0}, measured.at("crop"))
	require.Equal(t, false, measured.at("blocking"))
	outside := w.post("operator", herFile+"/photo/measure", map[string]any{"crop": map[string]int{"x": 300, "width": 490, "height": 630}}).
		problem(http.StatusUnprocessableEntity, "invalid-entry")
	code, _ := outside.field("crop")
	require.Equal(t, "crop-outside", code)
	code, _ = w.post("operator", herFile+"/photo/measure", map[string]any{"steps": []string{"jump"}}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("steps")
	require.Equal(t, "unknown-choice", code)
	code, _ = w.post("operator", herFile+"/photo/measure", map[string]any{"crop": map[string]any{"x": 1, "z": 2}}).problem(http.StatusBadRequest, "wrong-type").field("crop")
	require.Equal(t, "wrong-type", code)

	accept := func(before answer, body map[string]any) answer {
		return w.do(call{as: "operator", method: "PUT", path: herFile + "/photo", header: before.etag(), body: body})
	}
	wrong := accept(added, map[string]any{"attestations": attested()[1:]}).problem(http.StatusUnprocessableEntity, "invalid-entry")
	code, _ = wrong.field("attest-clear")
	require.Equal(t, "unattested", code)
	for _, more := range []map[string]any{{"check": "clear", "met": true}, {"check": "smile", "met": true}} {
		code, _ = accept(added, map[string]any{"attestations": append(attested(), more)}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("attestations")
		require.Equal(t, "unknown-choice", code)
	}
	with := attested()
	with[5] = map[string]any{"check": "uncovered", "met": false, "reason": "Foulard porté pour un motif religieux."}
	accepted := accept(added, map[string]any{"crop": measured.at("crop"), "attestations": with}).is(http.StatusOK)
	require.Equal(t, "2026-11-22T15:00:00Z", accepted.text("photo.accepted"))
	require.Equal(t, "Foulard porté pour un motif religieux.", accepted.text("photo.attested.5.reason"))

	card := w.get("operator", herFile+"/photo/card.jpg").is(http.StatusOK)
	cut, err := jpeg.Decode(strings.NewReader(card.body))
	require.NoError(t, err)
	require.Equal(t, image.Pt(photo.CardWidth, photo.CardHeight), cut.Bounds().Size())
	require.Contains(t, card.header.Get("Content-Disposition"), "filename=LavigneGenevieve.jpg")
	preview := w.get("operator", herFile+"/photo/preview.jpg?x=0&y=0&width=490&height=630&w=350").is(http.StatusOK)
	whole, err := jpeg.DecodeConfig(bytes.NewReader([]byte(preview.body)))
	require.NoError(t, err)
	require.Equal(t, []int{350, 450}, []int{whole.Width, whole.Height})
	for _, a := range []answer{card, preview} {
		require.Equal(t, []string{"image/jpeg", "no-store", "nosniff", "same-origin"}, []string{
			a.header.Get("Content-Type"), a.header.Get("Cache-Control"), a.header.Get("X-Content-Type-Options"), a.header.Get("Cross-Origin-Resource-Policy"),
		})
	}
	for path, parameter := range map[string]string{"card.jpg?x=1": "y", "card.jpg?x=-1&y=0&width=490&height=630": "x", "preview.jpg?w=0": "w", "preview.jpg?w=large": "w"} {
		code, _ := w.get("operator", herFile+"/photo/"+path).problem(http.StatusBadRequest, "bad-parameter").field(parameter)
		require.NotEmpty(t, code, path)
	}
	code, _ = w.get("operator", herFile+"/photo/card.jpg?x=0&y=0&width=100&height=100").problem(http.StatusUnprocessableEntity, "invalid-entry").field("crop")
	require.Equal(t, "crop-small", code)

	reopened := w.do(call{as: "operator", method: "POST", path: herFile + "/photo/reopening", header: accepted.etag()}).is(http.StatusOK)
	require.Nil(t, reopened.at("photo.accepted"))
	removed := w.do(call{as: "operator", method: "DELETE", path: herFile + "/photo", header: reopened.etag()}).is(http.StatusOK)
	require.Nil(t, removed.at("photo"))
	require.Zero(t, w.photos.Len())
	var events []string
	for _, one := range removed.at("photoLog").([]any) {
		events = append(events, one.(map[string]any)["event"].(map[string]any)["code"].(string))
	}
	require.Equal(t, []string{"added", "accepted", "reopened", "removed"}, events)
}

// What is no file, or another kind of body, is told as such.
func TestABodyThatIsNoPhoto(t *testing.T) {
	w := served(t)
	before := w.get("operator", herFile)
	send := func(media, body string) answer {
		header := before.etag()
		header["Content-Type"] = media
		return w.do(call{as: "operator", method: "POST", path: herFile + "/photo", header: header, body: body})
	}
	send("application/json", "{}").problem(http.StatusUnsupportedMediaType, "media-type")
	send("", "x").problem(http.StatusUnsupportedMediaType, "media-type")
	send("image/heic", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic").problem(http.StatusUnsupportedMediaType, "photo-heic")
	send("multipart/form-data", "x").problem(http.StatusBadRequest, "malformed-body")
	send("multipart/form-data; boundary=x", "--x--\r\n").problem(http.StatusUnprocessableEntity, "photo-empty")
	media, body := form(t, "p.jpg", string(phototest.Good(490, 630)))
	send(media, body[:len(body)/2]).problem(http.StatusBadRequest, "malformed-body")
	media, body = form(t, "p.jpg", strings.Repeat("x", photo.LargestFile+1<<20))
	send(media, body).problem(http.StatusRequestEntityTooLarge, "photo-too-heavy")
	require.Equal(t, before.body, w.get("operator", herFile).body)
	require.Zero(t, w.photos.Len())
}

// The photo is kept for the card: no answer to the learner has it, nor the proof (E10).
func TestE10_TheLearnerNeverSeesThePhoto(t *testing.T) {
	w := served(t)
	epoch := w.beginsExam("signaleur")
	file := w.get("operator", herFile)
	w.said.Reset()
	for _, path := range []string{"/me", "/members/m-1", "/trainings", own} {
		w.get("genevieve", path).is(http.StatusOK)
	}
	w.post("genevieve", own+"/submission", map[string]any{"command": "s-1", "epoch": epoch}).is(http.StatusOK)
	w.get("genevieve", own).is(http.StatusOK)
	for _, secret := range []string{"photo", "image/", file.text("photo.sha256"), "other-licence", "Nom de operator", "ttest"} {
		require.NotContains(t, w.said.String(), secret)
	}
	for _, path := range []string{"", "/photo/card.jpg", "/photo/preview.jpg", "/sittings/1"} {
		w.get("genevieve", herFile+path).problem(http.StatusNotFound, "not-found")
	}
	// A learner who works at the point as well is not their own operator.
	_, err := w.store.Identity().ChangeAccount(t.Context(), "otpq", "a-genevieve", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Roles = append(a.Roles, identity.RoleSupervisor)
		return a, nil, nil
	})
	require.NoError(t, err)
	for _, path := range []string{"", "/photo/card.jpg", "/sittings/1"} {
		w.get("genevieve", herFile+path).problem(http.StatusForbidden, "forbidden")
	}
}
