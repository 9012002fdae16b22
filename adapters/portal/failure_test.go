package portal_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

func TestInternalErrorGivesANumberAndAWayBackAndNothingElse(t *testing.T) {
	for name, fails := range map[string]func(context.Context, int) ([]identity.Message, error){
		"an error": func(context.Context, int) ([]identity.Message, error) { return nil, errors.New("dsn=secret") },
		"a panic":  func(context.Context, int) ([]identity.Message, error) { panic("dsn=secret") },
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			h.portal.Mailbox = fails
			b := h.signIn(t, "sylvie").Get("/mailbox")
			require.Equal(t, http.StatusInternalServerError, b.Status)
			require.Contains(t, b.Text(), "Une erreur est survenue")
			number := regexp.MustCompile(`citer si vous nous écrivez : ([A-Z2-7]{8})`).FindStringSubmatch(b.Text())
			require.Len(t, number, 2)
			require.Contains(t, h.logged.String(), number[1])
			require.Contains(t, h.logged.String(), "dsn=secret")
			require.NotContains(t, b.Body, "secret")
			require.Equal(t, http.StatusOK, b.Follow("Aller au portfolio").Status)
		})
	}
}

func TestFormTooLargeIsRefused(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	b.Describe(course).Fill("title", string(bytes.Repeat([]byte("é"), 200<<10))).Press("continue")
	require.Equal(t, http.StatusRequestEntityTooLarge, b.Status)
	require.Contains(t, b.Text(), "L’envoi est trop volumineux.")
}

func TestEleventhDocumentIsRefusedAndNoFileIsLeftBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	f := b.Ask(illness)
	for range 11 {
		f.Attach("billet.pdf", pdf)
	}
	f.Press("continue")
	require.Equal(t, []string{
		"« billet.pdf » n’a pas été joint. Une demande peut contenir 10 documents. Supprimez-en un avant d’en ajouter un autre.",
	}, b.Errors())
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "portal-*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestDocumentsOfSomebodyWithoutASessionAreNotKept(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	h := open(t)
	b := h.signIn(t, "emma").Begin("emma", "exemptions")
	f := b.Ask(illness).Fill("note", "Merci").Attach("billet.pdf", pdf)
	b.Client.Jar = nil
	f.Press("continue")
	require.Equal(t, http.StatusUnauthorized, b.Status)
	require.Equal(t, "Merci", b.Form("#step").Values.Get("kept.note"))
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "portal-*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestFormThatBreaksOffLeavesNoFileBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	media, body := b.Ask(illness).Attach("billet.pdf", pdf).Multipart()
	whole, err := io.ReadAll(body)
	require.NoError(t, err)
	r, err := http.NewRequest("POST", b.URL.String(), bytes.NewReader(whole[:len(whole)-10]))
	require.NoError(t, err)
	r.Header.Set("Content-Type", media)
	require.Equal(t, http.StatusBadRequest, b.Do(r).Status)
	require.Contains(t, b.Text(), "L’envoi s’est interrompu")
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "portal-*"))
	require.NoError(t, err)
	require.Empty(t, left)
}
