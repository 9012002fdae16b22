package main

import (
	"bytes"
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/adapters/postgres/pgtest"
	"github.com/goodstanding/goodstanding/adapters/vault"
	"github.com/goodstanding/goodstanding/identity"
)

// inFolder are the settings of a server whose everything is in a folder.
func inFolder(folder string) settings {
	return settings{
		store: "sqlite:" + filepath.Join(folder, "goodstanding.db"), documents: filepath.Join(folder, "goodstanding-documents"), now: stopped,
	}
}

// everyByte returns what the files of a folder hold, but for those of a suffix.
func everyByte(t *testing.T, folder, but string) string {
	t.Helper()
	var all bytes.Buffer
	require.NoError(t, filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || but != "" && strings.HasSuffix(name, but) {
			return err
		}
		text, err := os.ReadFile(name)
		all.Write(text)
		return err
	}))
	return all.String()
}

// confided is what the demonstration's people told of themselves, in what is kept of them in
// the clear.
var confided = []string{"Gélinas", "malik@membres.example", "emma@membres.example", "malik-demonstration"}

func TestMaster_IsDrawnOnceForItsOwnerAlone(t *testing.T) {
	folder := t.TempDir()
	s := inFolder(folder)
	require.Equal(t, filepath.Join(folder, "goodstanding.master"), s.masterFile())
	require.Equal(t, "goodstanding.master", settings{store: "postgres://localhost/goodstanding"}.masterFile())
	require.Equal(t, "elsewhere", settings{store: "memory:", master: "elsewhere"}.masterFile())
	require.Empty(t, settings{store: "memory:"}.masterFile())

	var all sync.WaitGroup
	rings, drew := make([]vault.Masters, 16), make([]bool, 16)
	for i := range rings {
		all.Go(func() { rings[i], drew[i], _ = openMasters(s.masterFile()) })
	}
	all.Wait()
	first := 0
	for i, ring := range rings {
		require.Equal(t, 1, ring.Newest())
		require.Equal(t, rings[0], ring)
		if drew[i] {
			first++
		}
	}
	require.Equal(t, 1, first)
	about, err := os.Stat(s.masterFile())
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Equal(t, os.FileMode(0o600), about.Mode())
	}
	require.NoError(t, os.WriteFile(s.masterFile(), []byte("1 nothing\n"), 0o600))
	_, _, err = openMasters(s.masterFile())
	require.ErrorContains(t, err, "line 1 holds no number and key")
	require.ErrorContains(t, err, s.masterFile())
	require.NotContains(t, err.Error(), "nothing of")
}

// started opens a house as the program does, with the demonstration's people.
func started(t *testing.T, s settings) *house {
	t.Helper()
	h, err := open(t.Context(), s, quiet())
	require.NoError(t, err)
	if _, err := h.store.Identity().Member(t.Context(), demoOrganisation, "malik"); err != nil {
		h.directory.Hasher = cheap
		require.NoError(t, h.furnish(t.Context(), nil))
	}
	return h
}

// The program seals by itself, everything that it keeps, and what it keeps outlives it.
func TestServer_SealsWhatItKeeps(t *testing.T) {
	folder := t.TempDir()
	h := started(t, inFolder(folder))
	m, err := h.store.Identity().Member(t.Context(), demoOrganisation, "malik")
	require.NoError(t, err)
	require.NotEmpty(t, m.Last)
	for _, mark := range append(confided, m.Last, m.Permit, m.Email) {
		require.NotContains(t, everyByte(t, folder, ""), mark)
	}
	require.NoError(t, h.Close())
	h = started(t, inFolder(folder))
	again, err := h.store.Identity().Member(t.Context(), demoOrganisation, "malik")
	require.NoError(t, err)
	require.Equal(t, m, again)
	_, err = h.store.Identity().AccountByLogin(t.Context(), demoOrganisation, "malik")
	require.NoError(t, err)
	require.NoError(t, h.Close())

	// Without its keys it does not start: neither in the clear, nor with others.
	s := inFolder(folder)
	s.vault = noVault
	_, err = open(t.Context(), s, quiet())
	require.ErrorContains(t, err, "the store is sealed")
	s = inFolder(folder)
	s.vault = "sqlite:" + filepath.Join(t.TempDir(), "others.db")
	_, err = open(t.Context(), s, quiet())
	require.ErrorIs(t, err, vault.ErrNoKey)
}

// A store from before is sealed when the program is started over it, documents included.
func TestServer_SealsWhatWasThereBefore(t *testing.T) {
	folder := t.TempDir()
	s := inFolder(folder)
	s.vault = noVault
	h := started(t, s)
	key := documentKey("malik", "id-1", "d-1")
	_, _, err := h.documents.Put(t.Context(), key, strings.NewReader("the diagnosis"))
	require.NoError(t, err)
	m, err := h.store.Identity().Member(t.Context(), demoOrganisation, "malik")
	require.NoError(t, err)
	require.Contains(t, everyByte(t, folder, ""), m.Last)
	require.NoError(t, h.Close())

	h = started(t, inFolder(folder))
	again, err := h.store.Identity().Member(t.Context(), demoOrganisation, "malik")
	require.NoError(t, err)
	require.Equal(t, m.Name(), again.Name())
	for _, mark := range []string{m.Last, m.Email, m.Permit, "the diagnosis"} {
		require.NotContains(t, everyByte(t, folder, ""), mark)
	}
	_, err = h.store.Identity().AccountByLogin(t.Context(), demoOrganisation, "malik")
	require.NoError(t, err)
	require.NoError(t, h.Close())
}

// rotated runs the program with -rotate.
func rotated(t *testing.T, folder string) string {
	t.Helper()
	var out, log bytes.Buffer
	require.NoError(t, run(t.Context(), []string{
		"-rotate", "-store", "sqlite:" + filepath.Join(folder, "goodstanding.db"), "-documents", filepath.Join(folder, "goodstanding-documents"),
	}, &out, &log), log.String())
	return out.String()
}

// After a rotation the old master key can go, and what it had wrapped with it.
func TestServer_RotatesItsMasterKey(t *testing.T) {
	folder := t.TempDir()
	s := inFolder(folder)
	h := started(t, s)
	before, err := readMasters(s.masterFile())
	require.NoError(t, err)
	said := rotated(t, folder)
	require.Contains(t, said, "every key is under master key 2")
	after, err := readMasters(s.masterFile())
	require.NoError(t, err)
	require.Equal(t, []int{1, 2}, after.Numbers())
	// The server that runs goes on: it reads the new key when it meets it.
	_, err = h.store.Identity().ChangeMember(t.Context(), demoOrganisation, "emma", func(m identity.Member) (identity.Member, error) { return m, nil })
	require.NoError(t, err)
	require.NoError(t, h.Close())

	// The old line goes.
	require.NoError(t, replacePrivate(s.masterFile(), after.Without(2).Text()))
	h = started(t, s)
	_, err = h.store.Identity().Member(t.Context(), demoOrganisation, "malik")
	require.NoError(t, err)
	require.NoError(t, h.Close())
	// And with the old line alone nothing opens.
	require.NoError(t, replacePrivate(s.masterFile(), before.Text()))
	_, err = open(t.Context(), s, quiet())
	require.ErrorIs(t, err, vault.ErrMaster)
}

func TestServer_ARotationThatWasCutShortIsFinishedFirst(t *testing.T) {
	folder := t.TempDir()
	s := inFolder(folder)
	require.NoError(t, started(t, s).Close())
	ring, err := addMaster(s.masterFile()) // and killed before anything was wrapped again
	require.NoError(t, err)
	require.Equal(t, 2, ring.Newest())
	require.Contains(t, rotated(t, folder), "every key is under master key 2")
	ring, err = readMasters(s.masterFile())
	require.NoError(t, err)
	require.Equal(t, 2, ring.Newest(), "no third one was drawn")
	require.Contains(t, rotated(t, folder), "every key is under master key 3")

	turn := s.masterFile() + ".rotating"
	require.NoError(t, os.WriteFile(turn, nil, 0o600))
	_, err = addMaster(s.masterFile())
	require.ErrorContains(t, err, turn)
	err = run(context.Background(), []string{"-rotate", "-store", "memory:"}, &bytes.Buffer{}, &bytes.Buffer{})
	require.ErrorContains(t, err, "-rotate")
}

// The keys of a PostgreSQL store are where -vault says, and what they open is elsewhere.
func TestServer_KeepsTheKeysOfPostgreSQLApart(t *testing.T) {
	folder := t.TempDir()
	s := settings{
		store: pgtest.DSN(t), vault: pgtest.DSN(t), documents: filepath.Join(folder, "documents"), now: stopped,
		key: filepath.Join(folder, "key"), master: filepath.Join(folder, "master"),
	}
	h := started(t, s)
	m, err := h.store.Identity().Member(t.Context(), demoOrganisation, "malik")
	require.NoError(t, err)
	require.NotEmpty(t, m.Last)
	require.NoError(t, h.Close())
	bare, err := openStore(t.Context(), s.store)
	require.NoError(t, err)
	husk, err := bare.Identity().Member(t.Context(), demoOrganisation, "malik")
	require.NoError(t, err)
	require.Empty(t, husk.First+husk.Permit)
	require.NoError(t, bare.Close())
}

// sealedHouse is a testHouse over a sealed store in memory.
func sealedHouse(t *testing.T) (*house, *vault.Vault) {
	t.Helper()
	opened, err := openStore(t.Context(), "memory:")
	require.NoError(t, err)
	over, documents, err := settings{store: "memory:"}.seal(t.Context(), opened, files.NewMemory(), quiet())
	require.NoError(t, err)
	return testHouseOver(t, over, documents), over.(sealed).Vault()
}

// People see the same, whether or not what is kept of them is sealed.
func TestServer_TellsTheSameStorySealed(t *testing.T) {
	h, _ := sealedHouse(t)
	require.Equal(t, story(t, "memory:"), storyIn(t, h))
}

// No page falls over what is gone: neither those of the person, who is still signed in,
// nor the lists of staff.
func TestServer_PagesStandWithoutWhatWasShredded(t *testing.T) {
	h, v := sealedHouse(t)
	require.NoError(t, h.fill(t.Context()))
	server := httptest.NewServer(h.handler(settings{demo: true}, quiet()))
	t.Cleanup(server.Close)
	malik := portaltest.Open(t, server).SignIn("malik", "malik-demonstration")
	jeanne := portaltest.Open(t, server).SignIn("jeanne", "jeanne-demonstration")
	var paths []string
	for _, r := range h.pages(settings{demo: true}, quiet()).Routes() {
		path := strings.ReplaceAll(r.Pattern, "{member}", "malik")
		if r.Method == http.MethodGet && !strings.Contains(path, "{") && !strings.HasPrefix(path, "/signin") {
			paths = append(paths, path)
		}
	}
	require.Greater(t, len(paths), 50)
	jeanne.Get("/queue/accounts")
	require.Contains(t, jeanne.Body, "Tremblay")

	classes, err := v.Classes(t.Context(), demoOrganisation, vault.Member("malik"))
	require.NoError(t, err)
	require.Contains(t, classes, "exemption")
	look := func(class string) {
		for _, path := range paths {
			for who, browser := range map[string]*portaltest.Browser{"malik": malik, "jeanne": jeanne} {
				browser.Get(path)
				require.Less(t, browser.Status, 500, "%s: %s without %s", who, path, class)
			}
		}
	}
	look("nothing")
	for _, class := range classes {
		_, err := v.Shred(t.Context(), demoOrganisation, vault.Member("malik"), class)
		require.NoError(t, err)
		if class != "history" && class != "organisation" {
			look(class)
		}
	}
	jeanne.Get("/portfolio/malik")
	require.Equal(t, http.StatusNotFound, jeanne.Status)
	// Their account is another subject, and has the name of its own.
	_, err = v.Shred(t.Context(), demoOrganisation, vault.Account("malik"), vault.ClassAccount)
	require.NoError(t, err)
	look("account")
	jeanne.Get("/queue/accounts")
	require.Equal(t, http.StatusOK, jeanne.Status)
	require.NotContains(t, jeanne.Body, "Tremblay")
}
