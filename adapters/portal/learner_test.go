package portal_test

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
)

// born types a date of birth.
func born(f *portaltest.Form, day, month, year string) *portaltest.Form {
	return f.Fill("birth.day", day).Fill("birth.month", month).Fill("birth.year", year)
}

// What is wrong is said beside the field, and the number stays in the form: it is in no
// address and in no log.
func TestE4_TheIdentityIsConfirmed(t *testing.T) {
	h := openPoint(t)
	b := h.signIn(t, "louise").Get("/learners/genevieve")
	require.Contains(t, b.Text(), "Confirmation de l’identité de l’apprenant À faire")
	b.Form("#step").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Len(t, b.Errors(), 2)
	born(b.Form("#step").Fill("kind", "licence").Fill("number", "L123"), "17", "mai", "1990").Press("")
	require.Equal(t, []string{"Ce numéro n’a pas la forme attendue. Permis de conduire du Québec : une lettre et 12 chiffres; carte d’assurance maladie : 4 lettres et 8 chiffres."}, b.Errors())
	require.Equal(t, "/learners/genevieve/identity", b.URL.RequestURI())
	require.Equal(t, []string{"licence", "L123", "mai"}, []string{b.Value("kind"), b.Value("number"), b.Value("birth.month")})
	number := b.With("id", "number")
	require.Equal(t, "off", portaltest.Attr(number, "autocomplete"))
	require.Equal(t, "text", portaltest.Attr(number, "inputmode"))
	born(b.Form("#step").Fill("number", "L1234-170590-12"), "31", "février", "1990").Press("")
	require.Len(t, b.Errors(), 1)
	require.Equal(t, "31", b.Value("birth.day"))
	require.Equal(t, "#birth-day", portaltest.Attr(portaltest.All(b.With("id", "errors"), "a")[0], "href"))
	b.Form("#step").Press("en")
	require.Equal(t, "L1234-170590-12", b.Value("number"), "what was typed survives the language")
	b.Form("#step").Press("fr")

	// Letters and digits that do not go together are told, and never refused.
	born(b.Form("#step").Fill("number", "M1234-180590-12"), "17", "mai", "1990").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Contains(t, b.Text(), "J’ai vérifié la carte")
	require.Contains(t, b.Text(), "Les lettres du numéro ne correspondent pas au nom.")
	require.Contains(t, b.Text(), "Les chiffres du numéro ne correspondent pas à la date de naissance.")
	b.Form("#step").Tick("sure").Press("")
	require.Equal(t, "/learners/genevieve?notice=identity-confirmed", b.URL.RequestURI())
	require.Contains(t, b.Text(), "Permis de conduire du Québec – carte vérifiée par louise le 22 novembre 2026 à 10 h 00.")
	require.Contains(t, b.Text(), "l’opérateur a vérifié la carte")
	require.NotContains(t, b.Body, "180590")
	require.NotContains(t, h.logged.String(), "180590")

	// It may be confirmed again.
	b.Follow("Confirmer de nouveau")
	born(b.Form("#step").Fill("kind", "other-licence").Fill("number", "AB12345"), "17", "5", "1990").Press("")
	require.Contains(t, b.Text(), "Permis de conduire d’ailleurs – carte vérifiée")
}

func TestE4_TooManyWrongConfirmationsWait(t *testing.T) {
	h := openPoint(t)
	b := h.signIn(t, "louise").Get("/learners/genevieve")
	for range 20 {
		born(b.Form("#step").Fill("kind", "licence").Fill("number", "L123"), "17", "mai", "1990").Press("")
		if b.Status == http.StatusTooManyRequests {
			break
		}
		b.Get("/learners/genevieve")
	}
	require.Equal(t, http.StatusTooManyRequests, b.Status)
	f, err := h.portal.ServicePoint.File(t.Context(), proctor, "genevieve")
	require.NoError(t, err)
	until := f.Learner.Tries.Until().Sub(h.clock())
	require.Positive(t, until)
	require.Regexp(t, `Aucune n’est acceptée avant 10 h \d+ min \d+ s\.`, b.Text())
	require.Equal(t, "L123", b.Value("number"))
	h.pass(until)
	born(b.Form("#step").Fill("number", "L1234-170590-12"), "17", "mai", "1990").Press("")
	require.Contains(t, b.Text(), "L’identité est confirmée.")
}

// checklist 75: an operator whose wrong confirmations are too many, whoever the learners
// were, is told until when.
func TestE4_AnOperatorWhoWaitsIsToldUntilWhen(t *testing.T) {
	h := openPoint(t)
	_, err := h.store.Exam().ChangeOperator(t.Context(), otpq, "louise", func(o exam.Operator) (exam.Operator, error) {
		for range 10 {
			o.Wrong = append(o.Wrong, h.clock())
		}
		return o, nil
	})
	require.NoError(t, err)
	b := h.signIn(t, "louise").Get("/learners/genevieve")
	born(b.Form("#step").Fill("kind", "licence").Fill("number", "L1234-170590-12"), "17", "mai", "1990").Press("")
	require.Equal(t, http.StatusTooManyRequests, b.Status)
	require.Regexp(t, `Aucune n’est acceptée avant 11 h`, b.Text())
	h.pass(59 * time.Minute)
	b.Get("/learners/genevieve")
	h.pass(time.Minute)
	born(b.Form("#step").Fill("kind", "licence").Fill("number", "L1234-170590-12"), "17", "mai", "1990").Press("")
	require.Contains(t, b.Text(), "L’identité est confirmée.")
}

// A form that was left open past the session does not carry the number through the
// sign-in.
func TestE4_TheNumberIsNotKeptThroughASignIn(t *testing.T) {
	h := openPoint(t)
	b := h.signIn(t, "louise").Get("/learners/genevieve")
	form := born(b.Form("#step").Fill("kind", "licence").Fill("number", "L1234-170590-12"), "17", "mai", "1990")
	h.pass(24 * time.Hour)
	form.Press("")
	require.Equal(t, http.StatusUnauthorized, b.Status)
	require.NotContains(t, b.Body, "170590")
	require.Contains(t, b.Body, "mai")
}

// Two operators with one file: the second is shown the file as it is, with what they
// typed.
func TestE4_AFileThatChangedIsShownAsItIs(t *testing.T) {
	h := openPoint(t)
	b := h.signIn(t, "louise").Get("/learners/genevieve")
	karine := b.Another().SignIn("karine", password).Get("/learners/genevieve")
	born(b.Form("#step").Fill("kind", "other-licence").Fill("number", "AB12345"), "17", "mai", "1990").Press("")
	born(karine.Form("#step").Fill("kind", "other-licence").Fill("number", "CD12345"), "17", "mai", "1990").Press("")
	require.Equal(t, http.StatusConflict, karine.Status)
	require.Contains(t, karine.Text(), "Cette fiche a été modifiée ailleurs")
	require.Equal(t, "CD12345", karine.Value("number"))
	karine.Form("#step").Press("")
	require.Contains(t, karine.Text(), "L’identité est confirmée.")
}

// The photo: chosen, uploaded, cropped without a mouse, saved, cropped again, removed.
func TestE5_ThePhotoIsAddedCroppedAndRemoved(t *testing.T) {
	h := openPoint(t)
	b := h.signIn(t, "louise").Get("/learners/genevieve").Follow("Ajouter la photo")
	require.Contains(t, b.Text(), "LavigneGenevieve")
	require.Contains(t, b.Text(), "Les yeux sont ouverts et les traits du visage visibles")
	require.Equal(t, "image/svg+xml", b.Another().Get(portaltest.Attr(portaltest.All(b.With("class", "photo-rules"), "img")[0], "src")).Header.Get("Content-Type"))
	require.NotContains(t, b.Body, "/assets/crop.")
	b.Form("#step").Press("")
	require.Equal(t, []string{"Choisissez la photo, puis appuyez sur « Transférer »."}, b.Errors())
	b.Form("#step").Attach("photo.jpg", []byte("%PDF-1.7")).Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Contains(t, b.Errors()[0], "Ce format n’est pas accepté.")
	b.Form("#step").Attach("n’importe.png", phototest.Good(900, 1200)).Press("")
	require.Contains(t, b.Text(), "La photo est transférée. Recadrez-la, puis enregistrez-la.")
	require.Contains(t, b.Header.Get("Content-Security-Policy"), "script-src 'self'")

	// Buttons move the frame: 896 × 1152 from (2, 19), and a tenth less of it.
	require.Equal(t, "896", b.Value("width"))
	b.Form("#step").Tick("attest-clear").Fill("reason-uncovered", "Turban porté par conviction").Press("smaller")
	require.Equal(t, http.StatusOK, b.Status)
	require.Equal(t, "1", b.Value("attest-clear"), "what was attested stays")
	require.Equal(t, "Turban porté par conviction", b.Value("reason-uncovered"))
	require.Equal(t, "812", b.Value("width"))
	y := b.Value("y")
	b.Form("#step").Press("up")
	require.NotEqual(t, y, b.Value("y"))
	picture := b.With("id", "picture")
	b.Another().SignIn("karine", password).Get(portaltest.Attr(picture, "src"))
	require.Equal(t, http.StatusOK, b.Status)
	// So do numbers; what is outside is told, with what was typed.
	b.Form("#step").Fill("width", "100").Press("measure")
	require.Equal(t, []string{"Le cadre est trop petit pour la carte : agrandissez-le, ou prenez la photo de plus près."}, b.Errors())
	require.Equal(t, "100", b.Value("width"))
	b.Form("#step").Fill("width", "beaucoup").Press("save")
	require.Equal(t, "beaucoup", b.Value("width"))
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	b.Form("#step").Fill("x", "2").Fill("y", "19").Fill("width", "896").Fill("height", "1152").Press("save")
	require.Len(t, b.Errors(), len(photo.Attested())-2, "one per attestation that is missing")
	form := b.Form("#step")
	for _, id := range photo.Attested() {
		if id != photo.AttestUncovered {
			form.Tick("attest-" + string(id))
		}
	}
	form.Press("save")
	require.Equal(t, "/learners/genevieve?notice=photo-accepted", b.URL.RequestURI())
	require.Equal(t, "Photo de Geneviève Lavigne", portaltest.Attr(portaltest.All(b.With("class", "face"), "img")[0], "alt"))
	f, err := h.portal.ServicePoint.File(t.Context(), proctor, "genevieve")
	require.NoError(t, err)
	require.Equal(t, photo.Crop{X: 2, Y: 19, Width: 896, Height: 1152}, f.Learner.Photo.Crop)

	cut := b.Another().SignIn("karine", password).Get(portaltest.Attr(portaltest.All(b.With("class", "face"), "img")[0], "src"))
	require.Equal(t, "image/jpeg", cut.Header.Get("Content-Type"))
	require.Equal(t, "no-store", cut.Header.Get("Cache-Control"))
	b.Follow("Voir, recadrer ou retirer la photo").Form("/reopening").Press("")
	require.Contains(t, b.Text(), "Recadrez la photo, puis enregistrez-la de nouveau.")
	require.Equal(t, "896", b.Value("width"))
	b.Follow("Retirer")
	require.Contains(t, b.Text(), "Retirer cette photo?")
	require.Contains(t, b.Text(), "Geneviève Lavigne")
	removal := b.Form("/removal")
	removal.Press("")
	require.Contains(t, b.Text(), "La photo est retirée. Vous pouvez en ajouter une autre.")
	removal.Send()
	require.Equal(t, http.StatusConflict, b.Status, "another version of the file")
	require.Equal(t, http.StatusNotFound, b.Get("/learners/genevieve/photo/cut.jpg").Status)
}

// grey returns a photo without its colours.
func grey(t *testing.T, content []byte) []byte {
	t.Helper()
	coloured, err := jpeg.Decode(bytes.NewReader(content))
	require.NoError(t, err)
	plain := image.NewGray(coloured.Bounds())
	draw.Draw(plain, plain.Rect, coloured, image.Point{}, draw.Src)
	var out bytes.Buffer
	require.NoError(t, jpeg.Encode(&out, plain, nil))
	return out.Bytes()
}

// What is certainly wrong blocks, and is said in words.
func TestE5_APhotoInBlackAndWhiteIsRefused(t *testing.T) {
	h := openPoint(t)
	b := h.signIn(t, "louise").Get("/learners/a-1042/photo")
	require.Contains(t, b.Text(), "BelangerEtienne")
	b.Form("#step").Attach("gris.jpg", grey(t, phototest.Good(900, 1200))).Press("")
	require.Contains(t, b.Text(), "Bloquant Couleurs Cette photo est en noir et blanc. Prenez-en une en couleurs.")
	form := b.Form("#step")
	for _, id := range photo.Attested() {
		form.Tick("attest-" + string(id))
	}
	form.Press("save")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"La photo ne respecte pas les règles : voyez ce qui a été mesuré. Recadrez-la ou prenez-en une autre."}, b.Errors())
}

// An exam needs an identity and a photo; pressing twice opens one; who comes second is
// told by whom and when.
func TestE6_TheExamIsAuthorised(t *testing.T) {
	h := openPoint(t)
	b := h.signIn(t, "louise").Get("/learners/genevieve")
	require.Contains(t, b.Text(), "L’examen pourra être autorisé une fois l’identité confirmée et la photo enregistrée.")
	h.admit(t)
	_, _, err := h.portal.ServicePoint.RegisterWorkstation(t.Context(), proctor, "quebec", "Poste 3")
	require.NoError(t, err)
	karine := b.Another().SignIn("karine", password).Get("/learners/genevieve")
	b.Get("/learners/genevieve")
	require.Equal(t, "Photo de Geneviève Lavigne", portaltest.Attr(portaltest.All(b.With("class", "face"), "img")[0], "alt"))
	b.Form("#step").Press("")
	require.Equal(t, []string{"Choisissez l’examen à autoriser."}, b.Errors())
	b.Form("#step").Fill("exam", string(signaleur)).Fill("extra", "un peu").Press("")
	require.Equal(t, []string{"Inscrivez un temps de plus de zéro et d’au plus 8 heures, par exemple 15 min ou 1 h 30."}, b.Errors())
	require.Equal(t, "un peu", b.Value("extra"))
	b.Form("#step").Fill("extra", "15").Press("")
	require.Equal(t, []string{"Dites pourquoi en quelques mots."}, b.Errors(), "extra time has a reason")
	form := b.Form("#step").Fill("note", "Mesure convenue").Fill("workstation", "Poste 3")
	form.Press("")
	require.Contains(t, b.Text(), "L’examen est autorisé.")
	require.Contains(t, b.Text(), "« Se souvenir de moi »")
	require.Equal(t, "Poste 3", fact(b, "workstation"))
	require.Equal(t, "45 min", fact(b, "time-given"), "30 min and 15 more")
	form.Send()
	require.Contains(t, b.Text(), "L’examen est autorisé.", "pressed twice, it is told the same")
	f, err := h.portal.ServicePoint.File(t.Context(), proctor, "genevieve")
	require.NoError(t, err)
	require.Len(t, f.Sittings, 1)

	h.pass(3*time.Second + 4*time.Minute)
	karine.Form("#step").Fill("exam", string(signaleur)).Press("")
	require.Equal(t, http.StatusConflict, karine.Status)
	require.Contains(t, refused(karine), "Cette action n’a pas été faite. louise a autorisé l’examen à 10 h 0 min 0 s.")
	h.at("2026-11-23T01:00:00Z")
	b.SignIn("louise", password).Get("/learners/genevieve")
	require.Contains(t, b.Text(), "Expirée", "it lapsed at 17:00")
	b.Form("#step").Fill("exam", string(signaleur)).Press("")
	require.Equal(t, []string{"La journée du point de service est terminée. L’examen pourra être autorisé à la prochaine ouverture."}, b.Errors())
}

// Access is taken back until the learner has begun; then the operator is told when that
// was.
func TestE7_AccessIsCancelledUntilItIsBegun(t *testing.T) {
	h := openPoint(t)
	h.authorise(t, signaleur, "")
	b := h.signIn(t, "louise").Get("/learners/genevieve").Follow("Annuler l’accès à l’examen")
	require.Contains(t, b.Text(), "Geneviève Lavigne Code d’utilisateur : genevieve")
	require.Contains(t, b.Text(), "verra que l’accès est annulé")
	b.Form("#step").Fill("note", "Trop tôt").Press("")
	require.Equal(t, []string{"Choisissez un motif."}, b.Errors())
	require.Equal(t, "Trop tôt", b.Value("note"))
	stale := b.Another().SignIn("karine", password).Get("/learners/genevieve/sittings/1/cancellation")
	form := b.Form("#step").Fill("because", string(exam.ByMistake))
	form.Press("")
	require.Contains(t, b.Text(), "L’accès à l’examen est annulé.")
	require.Contains(t, b.Text(), "Autorisation de l’examen", "it can be authorised again")
	form.Send()
	require.Equal(t, http.StatusOK, b.Status, "pressed twice, it is told the same")
	stale.Form("#step").Fill("because", string(exam.AtTheirWish)).Press("")
	require.Equal(t, http.StatusConflict, stale.Status)
	require.Contains(t, refused(stale), "louise a annulé l’accès à l’examen à 10 h 0 min 0 s.")

	h.authorise(t, signaleur, "")
	b.Get("/learners/genevieve/sittings/2/cancellation")
	h.pass(14*time.Minute + 3*time.Second)
	h.start(t, signaleur)
	h.pass(time.Minute)
	b.Form("#step").Fill("because", string(exam.ByMistake)).Press("")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, refused(b), "a commencé l’examen à 10 h 14 min 3 s.")
	require.NotContains(t, b.Text(), "Annuler l’accès à l’examen")
	require.Equal(t, http.StatusConflict, b.Get("/learners/genevieve/sittings/2/cancellation").Status, "nor is it asked any more")
}

// The operator ends it for who had finished; the points accumulated count. While it
// runs, no page of the operator's has them.
func TestE15_TheOperatorEndsTheExam(t *testing.T) {
	h := openPoint(t)
	s := h.authorise(t, signaleur, "")
	own := h.start(t, signaleur)
	k := number(t, own)
	h.fillIn(t, own, s, k, true).Press("continue")
	h.pass(2 * time.Minute)
	b := h.signIn(t, "louise").Get("/points")
	b.Get(portaltest.Attr(portaltest.All(row(b, "genevieve"), "a")[0], "href"))
	require.Equal(t, "1 sur 12", fact(b, "answered"))
	require.Equal(t, "Dernier signe : il y a 2 min", fact(b, "last-heard"))
	require.Equal(t, "28 min", fact(b, "time-left"))
	require.NotContains(t, b.Text(), "point ")
	require.NotContains(t, b.Get("/learners/genevieve/sittings/1").Text(), "points")
	b.Get("/learners/genevieve").Follow("Terminer l’examen")
	require.Contains(t, b.Text(), "ATTENTION : Si l’apprenant n’a pas terminé son processus d’examen, le résultat correspondra au nombre de points accumulés à ce moment, "+
		"ce qui pourrait lui donner le statut « Échec » s’il n’a pas la note de passage. Questions répondues : 1 sur 12.")
	b.Form("#step").Fill("because", string(exam.FinishedUnclosed)).Press("")
	require.Contains(t, b.Text(), "L’examen est terminé. Le résultat est dans la fiche.")
	require.Contains(t, b.Text(), "Terminé par l’opérateur")
	require.Contains(t, b.Text(), "louise L’apprenant avait terminé sans fermer la fenêtre")
}

// Ended before the learner had finished, the result is what was accumulated, and may be
// a failure; it needs a word of explanation.
func TestE16_EndedEarlyTheResultIsWhatWasAccumulated(t *testing.T) {
	h := openPoint(t)
	s := h.authorise(t, signaleur, "")
	own := h.start(t, signaleur)
	k := number(t, own)
	h.fillIn(t, own, s, k, true).Press("continue")
	points := s.Paper[k-1].Points
	b := h.signIn(t, "louise").Get("/learners/genevieve/sittings/1/termination")
	late := b.Another().SignIn("karine", password).Get("/learners/genevieve/sittings/1/termination")
	b.Form("#step").Fill("because", string(exam.StoppedBefore)).Press("")
	require.Equal(t, []string{"Dites pourquoi en quelques mots."}, b.Errors())
	b.Form("#step").Fill("note", "Malaise").Press("")
	require.Contains(t, fact(b, "result"), " sur 15 – Échec")
	require.True(t, strings.HasPrefix(fact(b, "result"), strconv.Itoa(points)+" point"), fact(b, "result"))
	require.Contains(t, b.Text(), "le résultat correspond aux points accumulés à la fin")
	require.Contains(t, b.Text(), "Malaise")
	late.Form("#step").Fill("because", string(exam.FinishedUnclosed)).Press("")
	require.Equal(t, http.StatusConflict, late.Status)
	require.Contains(t, refused(late), "louise a terminé l’examen pour l’apprenant à 10 h 0 min 0 s.")
}

// Who had closed it themselves has won, and when.
func TestE16_TheLearnerWhoClosedFirstHasWon(t *testing.T) {
	h := openPoint(t)
	s := h.authorise(t, signaleur, "")
	h.start(t, signaleur)
	b := h.signIn(t, "louise").Get("/learners/genevieve/sittings/1/termination")
	h.pass(14*time.Minute + 3*time.Second)
	closing := examinee
	closing.Name = "Geneviève Lavigne"
	_, _, err := h.portal.ServicePoint.Submit(t.Context(), closing, s.Number, "fin", h.own(t, s.Number).Attempt.Epoch)
	require.NoError(t, err)
	b.Form("#step").Fill("because", string(exam.FinishedUnclosed)).Press("")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, refused(b), "Geneviève Lavigne a terminé l’examen à 10 h 14 min 3 s. L’examen est terminé : l’apprenant l’a fermé.")
	require.Contains(t, fact(b, "result"), "Échec")
}

// Time, another workstation and a pause; a pause only where the exam has one.
func TestAnOperatorGrantsTimePausesAndMoves(t *testing.T) {
	h := openPoint(t)
	h.authorise(t, espace, "")
	h.start(t, espace)
	b := h.signIn(t, "louise").Get("/learners/genevieve").Follow("Accorder du temps")
	b.Form("#step").Fill("time", "5 min").Fill("because", string(exam.Incident)).Fill("note", "Alarme").Press("")
	require.Contains(t, b.Text(), "Le temps est accordé.")
	require.Equal(t, "15 min", fact(b, "time-left"), "10 min and 5 more")
	b.Follow("Suspendre l’examen").Form("#step").Press("")
	require.Contains(t, b.Text(), "Examen en cours, suspendu")
	h.pass(10 * time.Minute)
	require.Equal(t, "15 min", fact(b.Get("/learners/genevieve"), "time-left"))
	b.Follow("Reprendre l’examen").Form("#step").Press("")
	require.Contains(t, b.Text(), "L’examen a repris.")
	_, _, err := h.portal.ServicePoint.RegisterWorkstation(t.Context(), proctor, "quebec", "Poste 3")
	require.NoError(t, err)
	b.Follow("Changer de poste").Form("#step").Fill("workstation", "Poste 3").Press("")
	require.Equal(t, "Poste 3", fact(b, "workstation"))
	h.pass(time.Hour)
	h.authorise(t, signaleur, "")
	h.start(t, signaleur)
	b.SignIn("louise", password).Get("/learners/genevieve")
	require.NotContains(t, b.Text(), "Suspendre l’examen")
	b.Get("/learners/genevieve/sittings/2/pause")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, refused(b), "Cet examen ne peut pas être suspendu.")
}

// A supervisor has an exam continued; an operator cannot.
func TestASupervisorHasAnExamContinued(t *testing.T) {
	h := openPoint(t)
	s := h.authorise(t, signaleur, "")
	h.start(t, signaleur)
	_, err := h.portal.ServicePoint.Terminate(t.Context(), proctor, s.Key, h.because(exam.Technical))
	require.NoError(t, err)
	b := h.signIn(t, "louise").Get("/learners/genevieve/sittings/1")
	require.NotContains(t, b.Text(), "Continuer cet examen")
	require.Equal(t, http.StatusForbidden, b.Get("/learners/genevieve/sittings/1/continuation").Status)
	sylvain := b.Another().SignIn("sylvain", password).Get("/learners/genevieve/sittings/1").Follow("Continuer cet examen")
	sylvain.Form("#step").Press("")
	require.Len(t, sylvain.Errors(), 2)
	sylvain.Form("#step").Fill("time", "1 h 5").Fill("note", "Panne").Press("")
	require.Contains(t, sylvain.Text(), "La suite de l’examen est autorisée.")
	require.Equal(t, "1 h 5 min", fact(sylvain, "time-given"))
	require.Contains(t, sylvain.Text(), "Continue l’examen n° 1")
	require.Equal(t, http.StatusConflict, sylvain.Get("/learners/genevieve/sittings/1/continuation").Status)
}

// Every page has what the checklist asks of it, in both languages.
func TestThePagesOfAServicePointAreSound(t *testing.T) {
	h := openPoint(t)
	h.admit(t)
	l, err := h.portal.ServicePoint.File(t.Context(), proctor, "a-1042")
	require.NoError(t, err)
	_, err = h.portal.ServicePoint.AddPhoto(t.Context(), proctor, "a-1042", l.Learner.Version, bytes.NewReader(phototest.Good(900, 1200)))
	require.NoError(t, err)
	h.authorise(t, espace, "")
	h.start(t, espace)
	paths := []string{
		"/points/quebec/learners", "/points/quebec/learners?text=rien", "/points/quebec/workstations", "/points/registration/account",
		"/points/registration/profile", "/points/registration/preferences", "/points/registration/membership", "/learners/genevieve", "/learners/a-1203",
		"/learners/a-1042", "/learners/a-1042/photo", "/learners/a-1203/photo", "/learners/genevieve/photo", "/learners/a-1042/photo/removal",
		"/learners/genevieve/sittings/1", "/learners/genevieve/sittings/1/termination", "/learners/genevieve/sittings/1/time",
		"/learners/genevieve/sittings/1/pause", "/learners/genevieve/sittings/1/workstation",
	}
	for _, language := range []string{"fr", "en"} {
		b := h.signIn(t, "louise")
		if language == "en" {
			b.Form("/language").Press("en")
		}
		titles := map[string]string{}
		for _, path := range paths {
			b.Get(path)
			require.Equal(t, http.StatusOK, b.Status, path)
			sane(t, b, language)
			if !strings.Contains(path, "?") {
				require.Empty(t, titles[b.Title()], "%s has the title of %s", path, titles[b.Title()])
				titles[b.Title()] = path
			}
		}
		b.Get("/learners/a-1203").Form("#step").Press("")
		sane(t, b, language)
		b.Get("/learners/a-1042/photo").Form("#step").Press("save")
		sane(t, b, language)
	}
}
