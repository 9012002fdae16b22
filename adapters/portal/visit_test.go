package portal_test

import (
	"net/http/httptest"
	"testing"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// course is an activity of an hour that nothing is wrong with.
var course = portaltest.Activity{
	Category: "structured", Type: "course", Title: "Lecture de plans", Provider: "p1", Trainer: "t1",
	First: portaltest.Day{Day: "3", Month: "novembre", Year: "2026"}, Hours: "1",
}

// illness is a claim that nothing is wrong with.
var illness = portaltest.Claim{
	Ground: "illness",
	First:  portaltest.Day{Day: "1", Month: "mai", Year: "2026"}, Last: portaltest.Day{Day: "31", Month: "août", Year: "2026"},
}

// pdf and png are documents by their first bytes, which is what the desk looks at.
var (
	pdf = []byte("%PDF-1.7\nune attestation")
	png = []byte("\x89PNG\r\n\x1a\nune image")
)

// visit opens a browser on the portal, without a session.
func (h *house) visit(t *testing.T) *portaltest.Browser {
	t.Helper()
	server := httptest.NewServer(h.handler())
	t.Cleanup(server.Close)
	return portaltest.Open(t, server)
}

// signIn opens the portal as somebody.
func (h *house) signIn(t *testing.T, login string) *portaltest.Browser {
	t.Helper()
	return h.visit(t).SignIn(login, password)
}
