package portal_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

var errDown = errors.New("the disk is gone")

// Stores that are down while down is true.
type (
	downHours struct {
		hours.Store
		down *bool
	}
	downExemption struct {
		exemption.Store
		down *bool
	}
	downIdentity struct {
		identity.Store
		down *bool
	}
)

func (s downHours) Change(ctx context.Context, key hours.Key, fn func(hours.Declaration) (hours.Declaration, hours.Telling, error)) (hours.Declaration, error) {
	if *s.down {
		return hours.Declaration{}, errDown
	}
	return s.Store.Change(ctx, key, fn)
}

func (s downExemption) Request(ctx context.Context, key exemption.Key) (exemption.Request, error) {
	if *s.down {
		return exemption.Request{}, errDown
	}
	return s.Store.Request(ctx, key)
}

func (s downIdentity) Organisation(ctx context.Context, org identity.OrganisationID) (identity.Organisation, error) {
	if *s.down {
		return identity.Organisation{}, errDown
	}
	return s.Store.Organisation(ctx, org)
}

func TestE11_TheTypedTextIsGivenBackByThePageOfAFailure(t *testing.T) {
	h, down := open(t), false
	h.portal.Ledger.Store = downHours{h.portal.Ledger.Store, &down}
	b := h.signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	step := b.URL.Path
	f := b.Describe(course).Fill("title", "L’énergie « verte » & <co>")
	down = true
	f.Press("continue")
	require.Equal(t, http.StatusInternalServerError, b.Status)
	require.Contains(t, b.Text(), "Ce que vous avez inscrit n’est pas perdu")
	require.Contains(t, b.Text(), "Numéro à citer")
	require.Contains(t, b.Text(), "L’énergie « verte » & <co>", "to read, or to copy")
	require.NotContains(t, b.Text(), "documents", "none came with it")
	require.Empty(t, portaltest.Faults(b.Page))
	f = b.Form("#step")
	require.Equal(t, step, portaltest.Attr(f.Node, "action"))
	f.Press("")
	require.Equal(t, http.StatusInternalServerError, b.Status, "as often as it takes")
	down = false
	b.Form("#step").Press("")
	require.Contains(t, b.URL.Path, "/attestations")
	require.Equal(t, "L’énergie « verte » & <co>", b.Get(step).Value("title"))
}

// Before anybody is known, and with documents, which are to be chosen again.
func TestE11_WhateverFailsFirst(t *testing.T) {
	for name, breaks := range map[string]func(h *house, down *bool){
		"the store of requests": func(h *house, down *bool) { h.portal.Board.Store = downExemption{h.portal.Board.Store, down} },
		"the organisation": func(h *house, down *bool) {
			h.portal.Directory.Store = downIdentity{h.portal.Directory.Store, down}
		},
	} {
		t.Run(name, func(t *testing.T) {
			h, down := open(t), false
			breaks(h, &down)
			b := h.signIn(t, "emma").Begin("emma", "exemptions")
			step := b.URL.Path
			f := b.Ask(illness).Fill("note", "Une note\r\nde deux lignes").Attach("billet.pdf", pdf)
			down = true
			f.Press("continue")
			require.Equal(t, http.StatusInternalServerError, b.Status)
			require.Contains(t, b.Text(), "Seuls les documents que vous aviez choisis ne sont plus là")
			down = false
			b.Form("#step").Press("")
			require.Equal(t, step, b.URL.Path)
			require.Len(t, b.Errors(), 1, "a document is missing")
			require.Contains(t, b.Value("note"), "Une note")
		})
	}
}

func TestE11_StaffKeepTheirReasons(t *testing.T) {
	h, down := open(t), false
	h.portal.Ledger.Store = downHours{h.portal.Ledger.Store, &down}
	h.signIn(t, "emma").Declare("emma", course)
	b := h.signIn(t, "sylvie").Get("/queue").Follow("Lecture de plans")
	f := b.Form("#step").Tick("event", "refuse").Fill("reason", "L’attestation est illisible.")
	down = true
	f.Press("")
	require.Equal(t, http.StatusInternalServerError, b.Status)
	down = false
	b.Form("#step").Press("")
	require.Equal(t, http.StatusOK, b.Status)
	require.Contains(t, b.Text(), "La décision est enregistrée.")
}

// Passwords and codes are typed again, and another site's form is never offered to be sent
// from here.
func TestE11_NothingSecretAndNothingForeignIsGivenBack(t *testing.T) {
	h, down := open(t), false
	b := h.visit(t).Get("/signin")
	h.portal.Directory.Store = downIdentity{h.portal.Directory.Store, &down}
	signin := b.Form("#step").Fill("login", "emma").Fill("password", password)
	down = true
	signin.Press("")
	require.Equal(t, http.StatusInternalServerError, b.Status)
	require.NotContains(t, b.Body, password)
	require.Empty(t, portaltest.All(portaltest.All(b.Page, "main")[0], "form"))

	r, err := http.NewRequest(http.MethodPost, b.Server.URL+"/portfolio/emma/declarations", strings.NewReader("title=Venu+de+loin&current=secret"))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	require.Contains(t, b.Do(r).Body, "Venu de loin")
	require.NotContains(t, b.Body, "secret")
	from := httptest.NewRequest(http.MethodPost, "/portfolio/emma/declarations", strings.NewReader("title=Venu+de+loin"))
	from.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	from.Header.Set("Sec-Fetch-Site", "cross-site")
	answer := httptest.NewRecorder()
	h.portal.Handler().ServeHTTP(answer, from)
	require.Equal(t, http.StatusInternalServerError, answer.Code)
	require.NotContains(t, answer.Body.String(), "Venu de loin")
}
