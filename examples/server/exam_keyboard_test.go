package main

import (
	"bytes"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
	"github.com/goodstanding/goodstanding/identity"
)

var (
	demoLouise = identity.Actor{Org: demoOrganisation, Account: "louise", Name: "Louise Bergeron", Roles: []identity.Role{identity.RoleOperator}}
	demoExam   = exam.Key{Org: demoOrganisation, Member: "genevieve", Number: 1}
)

// authorised confirms the identity of the learner, accepts a photo and authorises the
// short exam: 10 minutes, 5 questions.
func (h *house) authorised(t *testing.T) exam.Sitting {
	t.Helper()
	ctx := t.Context()
	file, err := h.exams.File(ctx, demoLouise, demoExam.Member)
	require.NoError(t, err)
	l, err := h.exams.ConfirmIdentity(ctx, demoLouise, demoExam.Member, file.Learner.Version, exam.Claim{Kind: exam.OtherLicence, Number: "AB12345", Birth: "1990-05-17"})
	require.NoError(t, err)
	l, err = h.exams.AddPhoto(ctx, demoLouise, demoExam.Member, l.Version, bytes.NewReader(phototest.Good(450, 600)))
	require.NoError(t, err)
	var attested []exam.Attestation
	for _, id := range photo.Attested() {
		attested = append(attested, exam.Attestation{Check: id, Met: true})
	}
	_, err = h.exams.SavePhoto(ctx, demoLouise, demoExam.Member, l.Version, l.Photo.Crop, attested)
	require.NoError(t, err)
	s, err := h.exams.Authorise(ctx, demoLouise, demoExam.Member, exam.Authorising{Command: "authorise", Exam: "espace-clos"})
	require.NoError(t, err)
	return s
}

// spaced writes no-break spaces as those that the page is read with.
func spaced(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

// tamper gives the test the tab's clocks: frozen stops both, as in a machine that
// sleeps, and skew sets them forward.
const tamper = `(() => {
	const steady = performance.now.bind(performance), wall = Date.now.bind(Date);
	window.skew = 0;
	window.frozen = null;
	performance.now = () => window.frozen ? window.frozen[0] : steady() + window.skew;
	Date.now = () => window.frozen ? window.frozen[1] : wall() + window.skew;
	return true;
})()`

// reads waits until an element of the page reads as the expression wants it, "x" being
// its text, and returns the text.
func (k *keyboard) reads(selector, wants string) string {
	k.t.Helper()
	got := ""
	for range 600 {
		var err error
		got, err = chromedp.Run(k.ctx, chromedp.Evaluate[string](`(document.querySelector("`+selector+`")?.textContent ?? "").replace(/\s+/g, " ").trim()`))
		if err == nil {
			ok, err := chromedp.Run(k.ctx, chromedp.Evaluate[bool](`((x) => `+wants+`)(`+strconv.Quote(got)+`)`))
			require.NoError(k.t, err)
			if ok {
				return got
			}
		}
		require.NoError(k.t, chromedp.Do(k.ctx, chromedp.Sleep(25*time.Millisecond)))
	}
	require.Failf(k.t, "never read so", "%s reads %q, and not %s", selector, got, wants)
	return ""
}

func (k *keyboard) does(script string) {
	k.t.Helper()
	_, err := chromedp.Run(k.ctx, chromedp.Evaluate[bool](`(() => { `+script+`; return true; })()`))
	require.NoError(k.t, err)
}

// The timer with scripts on (E11): it counts down, is right again after the tab's clocks
// stood still, shows time granted at the next turn, announces five minutes, and at zero
// saves the answer that is being given; then the result comes by itself.
func TestE11_TheTimerWithScripts(t *testing.T) {
	h := testHouse(t, "memory:")
	require.NoError(t, h.furnish(t.Context(), nil))
	var shift atomic.Int64
	began := time.Now()
	h.at(func() time.Time { return stopped().Add(time.Since(began) + time.Duration(shift.Load())) })
	pass := func(d time.Duration) { shift.Add(int64(d)) }
	s := h.authorised(t)
	k := sitIn(t, h, 1280, true)
	k.launchExam()

	first := k.reads("#timer-left", `/^9 min [0-9]+ s$/.test(x)`)
	k.reads("#timer-left", `/^9 min/.test(x) && x !== `+strconv.Quote(first))

	// The machine sleeps for six minutes: the tab knows nothing of it until it is shown.
	k.does(tamper)
	k.does(`window.frozen = [performance.now(), Date.now()]`)
	pass(6 * time.Minute)
	require.NoError(t, chromedp.Do(k.ctx, chromedp.Sleep(600*time.Millisecond)))
	k.reads("#timer-left", `/^9 min/.test(x)`)
	k.does(`document.dispatchEvent(new Event("visibilitychange"))`)
	k.reads("#timer-left", `/^3 min/.test(x)`)
	k.reads("#timer-said", `x === "Il vous reste 5 min."`)

	// Time granted shows at the next turn, 30 s later at the latest, and the tab's own
	// clocks, 31 s ahead by then, change nothing.
	until := k.reads("#timer-until", `x !== ""`)
	_, err := h.exams.Grant(t.Context(), demoLouise, demoExam, 5*time.Minute, exam.Because{Command: "grant", Ground: exam.Incident, Note: "Panne"})
	require.NoError(t, err)
	k.does(`window.frozen = null; window.skew = 31000`)
	k.reads("#timer-left", `/^8 min/.test(x)`)
	k.reads("#timer-until", `x !== `+strconv.Quote(until))

	// At zero, of what is chosen and not sent.
	k.does(`document.querySelector("input[name=choice]").click()`)
	now, _, err := h.exams.Own(t.Context(), demoActor, 1)
	require.NoError(t, err)
	require.Zero(t, now.Answered())
	pass(now.Left(h.now()) - 15*time.Second)
	k.does(`dispatchEvent(new Event("focus"))`)
	k.reads("#timer-left", `/^([0-9]|1[0-4]) s$/.test(x)`)
	k.reads("#timer-said", `x === "Il vous reste 1 min."`)
	k.reads("h1", `x === "Le temps est écoulé"`)
	now, _, err = h.exams.Own(t.Context(), demoActor, 1)
	require.NoError(t, err)
	require.Equal(t, 1, now.Answered(), "saved within the grace")
	require.Equal(t, s.Paper[0].Options[:1], now.Given(s.Paper[0].Question).Response.Choices)
	pass(exam.Grace)
	k.reads("h1", `x === "L’examen est terminé"`)
	require.Contains(t, k.text(), "Le temps s’est écoulé")
}

// demoActor is the learner.
var demoActor = identity.Actor{Org: demoOrganisation, Account: "genevieve", Member: demoExam.Member, Name: "Geneviève Lavigne", Roles: []identity.Role{identity.RoleLearner}}
