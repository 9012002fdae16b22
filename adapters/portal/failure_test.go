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

	"github.com/goodstanding/goodstanding/identity"
	"github.com/stretchr/testify/require"
)

func TestInternalErrorGivesANumberAndAWayBackAndNothingElse(t *testing.T) {
	for name, fails := range map[string]func(context.Context, int) ([]identity.Message, error){
		"an error": func(context.Context, int) ([]identity.Message, error) { return nil, errors.New("dsn=secret") },
		"a panic":  func(context.Context, int) ([]identity.Message, error) { panic("dsn=secret") },
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			h.portal.Mailbox = fails
			b := h.signIn(t, "sylvie").get("/mailbox")
			require.Equal(t, http.StatusInternalServerError, b.status)
			require.Contains(t, b.text(), "Une erreur est survenue")
			number := regexp.MustCompile(`citer si vous nous écrivez : ([A-Z2-7]{8})`).FindStringSubmatch(b.text())
			require.Len(t, number, 2)
			require.Contains(t, h.logged.String(), number[1])
			require.Contains(t, h.logged.String(), "dsn=secret")
			require.NotContains(t, b.body, "secret")
			require.Equal(t, http.StatusOK, b.follow("Aller au portfolio").status)
		})
	}
}

func TestFormTooLargeIsRefused(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	b.describe(course).fill("title", string(bytes.Repeat([]byte("é"), 200<<10))).press("continue")
	require.Equal(t, http.StatusRequestEntityTooLarge, b.status)
	require.Contains(t, b.text(), "L’envoi est trop volumineux.")
}

func TestEleventhDocumentIsRefusedAndNoFileIsLeftBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	b := open(t).signIn(t, "emma").begin("exemptions")
	f := b.ask()
	for range 11 {
		f.attach("billet.pdf", pdf)
	}
	f.press("continue")
	require.Equal(t, []string{
		"« billet.pdf » n’a pas été joint. Une demande peut contenir 10 documents. Supprimez-en un avant d’en ajouter un autre.",
	}, b.errors())
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "portal-*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestDocumentsOfSomebodyWithoutASessionAreNotKept(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	h := open(t)
	b := h.signIn(t, "emma").begin("exemptions")
	f := b.ask().fill("note", "Merci").attach("billet.pdf", pdf)
	b.client.Jar = nil
	f.press("continue")
	require.Equal(t, http.StatusUnauthorized, b.status)
	require.Equal(t, "Merci", b.form("#step").values.Get("kept.note"))
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "portal-*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestFormThatBreaksOffLeavesNoFileBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	b := open(t).signIn(t, "emma").begin("exemptions")
	media, body := b.ask().attach("billet.pdf", pdf).multipart()
	whole, err := io.ReadAll(body)
	require.NoError(t, err)
	r, err := http.NewRequest("POST", b.url.String(), bytes.NewReader(whole[:len(whole)-10]))
	require.NoError(t, err)
	r.Header.Set("Content-Type", media)
	require.Equal(t, http.StatusBadRequest, b.do(r).status)
	require.Contains(t, b.text(), "L’envoi s’est interrompu")
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "portal-*"))
	require.NoError(t, err)
	require.Empty(t, left)
}
