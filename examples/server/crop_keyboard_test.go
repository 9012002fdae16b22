package main

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam/photo/phototest"
)

// toCrop uploads a photo of 900 × 1200 pixels, whose first crop is 896 × 1152 from
// (2, 19), and opens its page as the operator.
func (k *keyboard) toCrop(h *house) {
	k.t.Helper()
	file, err := h.exams.File(k.t.Context(), demoLouise, demoExam.Member)
	require.NoError(k.t, err)
	_, err = h.exams.AddPhoto(k.t.Context(), demoLouise, demoExam.Member, file.Learner.Version, bytes.NewReader(phototest.Good(900, 1200)))
	require.NoError(k.t, err)
	k.visit("/signin")
	k.fill("Nom d’utilisateur", "louise")
	k.fill("Mot de passe", "louise-demonstration")
	k.follow("Se connecter")
	k.visit("/learners/genevieve/photo")
}

// number returns what a field holds.
func (k *keyboard) number(id string) int {
	k.t.Helper()
	text, err := chromedp.Run(k.ctx, chromedp.Evaluate[string](`document.getElementById("`+id+`").value`))
	require.NoError(k.t, err)
	n, err := strconv.Atoi(text)
	require.NoError(k.t, err)
	return n
}

// Scripts on, the arrows and + and − move the frame while the photo has the focus, and
// so does dragging; the page's keys are its own anywhere else.
func TestE5_TheFrameIsDraggedWithScripts(t *testing.T) {
	h := testHouse(t, "memory:")
	require.NoError(t, h.fill(t.Context()))
	k := sitIn(t, h, 1280, true)
	k.toCrop(h)
	k.reads("#crop-keys", `x !== "" && !document.getElementById("crop-keys").hidden`)
	k.does(`document.getElementById("picture").focus()`)
	k.press("-")
	require.InDelta(t, 896/1.1, k.number("width"), 1)
	require.InDelta(t, 1152/1.1, k.number("height"), 2)
	x, y := k.number("x"), k.number("y")
	k.press(kb.ArrowLeft)
	require.Less(t, k.number("x"), x)
	k.press(kb.ArrowDown)
	require.Greater(t, k.number("y"), y)
	x, y = k.number("x"), k.number("y")
	k.does(`document.getElementById("x").focus()`)
	k.press(kb.ArrowUp)
	require.Equal(t, y, k.number("y"), "the arrows of a field are the field’s")

	k.does(`document.getElementById("picture").scrollIntoView({block: "start"})`)
	type place struct{ X, Y float64 }
	at, err := chromedp.Run(k.ctx, chromedp.Evaluate[place](`(() => { const r = document.getElementById("picture").getBoundingClientRect(); return {X: r.x + 100, Y: r.y + 100}; })()`))
	require.NoError(t, err)
	require.NoError(t, chromedp.Do(k.ctx, chromedp.MouseEvent(chromedp.MousePressed, at.X, at.Y, chromedp.ButtonLeft)))
	require.NoError(t, chromedp.Do(k.ctx, chromedp.MouseEvent(chromedp.MouseMoved, at.X+20, at.Y, chromedp.ButtonLeft)))
	require.NoError(t, chromedp.Do(k.ctx, chromedp.MouseEvent(chromedp.MouseReleased, at.X+20, at.Y, chromedp.ButtonLeft)))
	require.Greater(t, k.number("x"), x)
	require.Equal(t, y, k.number("y"))
	width := k.number("width")
	k.follow("Mettre à jour l’aperçu")
	require.InDelta(t, width, k.number("width"), 7, "the server keeps what was drawn, in the proportion of the card")
}
