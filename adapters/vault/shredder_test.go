package vault_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/postgres/pgtest"
	"github.com/goodstanding/goodstanding/adapters/storetest"
	"github.com/goodstanding/goodstanding/adapters/vault"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// destruction is a person in a sealed store, and what holds them.
type destruction struct {
	handle
	documents *vault.Documents
	shredder  vault.Shredder
	about     privacy.Subject
}

func doomed(t *testing.T) destruction {
	t.Helper()
	h := sealedSQLite(t, t.TempDir())
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	return doomedIn(t, h)
}

func doomedIn(t *testing.T, h handle) destruction {
	t.Helper()
	furnish(t, h)
	below := files.NewMemory()
	d := destruction{handle: h, documents: h.Vault().Documents(below, "exemption")}
	_, _, err := d.documents.Put(t.Context(), paper("d1"), strings.NewReader("diagnosis"))
	require.NoError(t, err)
	d.shredder = vault.Shredder{Sealed: h.Sealed, Documents: below, Key: files.Key}
	d.about, err = h.Holder(storetest.Keeping(t)).Subject(t.Context(), north, "m-1")
	require.NoError(t, err)
	return d
}

// pieces are what is held about the person, in the store and in the documents.
func (d destruction) pieces(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, holder := range []privacy.Holder{d.Holder(storetest.Keeping(t)), files.Held(d.documents)} {
		all, err := holder.Pieces(t.Context(), d.about)
		require.NoError(t, err)
		for _, p := range all {
			names = append(names, p.ID)
		}
	}
	return names
}

func (d destruction) lives(t *testing.T, subject vault.Subject) []string {
	t.Helper()
	classes, err := d.Vault().Classes(t.Context(), north, subject)
	require.NoError(t, err)
	return classes
}

// everything destroys all that is held about the person, as the desk does: what remains
// of what is stripped is written first, then the keys go, then the rows.
func (d destruction) everything(t *testing.T, names []string) {
	t.Helper()
	h := d.Holder(storetest.Keeping(t))
	var stripped []string
	for _, name := range names {
		if strings.HasPrefix(name, "acts/") {
			stripped = append(stripped, name)
		}
	}
	require.NoError(t, h.Erase(t.Context(), north, stripped))
	require.NoError(t, d.shredder.Shred(t.Context(), d.about, names, nil))
}

// Everything goes but what remains of the history, of which the hours stay, and what is
// not the person's.
func TestShredder_DestroysTheKeysOfWhatIsDoomed(t *testing.T) {
	d := doomed(t)
	names := d.pieces(t)
	require.Contains(t, names, "records/m-1/exemption/x-1")
	require.Contains(t, names, "documents/m-1/r1/d1")
	require.Contains(t, names, "sessions/digest")
	d.everything(t, names)
	require.Equal(t, []string{"remains"}, d.lives(t, "member/m-1"))
	require.Empty(t, d.lives(t, "account/a-1"))
	require.Empty(t, d.lives(t, "identity-flow/f-1"))
	require.Equal(t, []string{"index", "organisation"}, d.lives(t, "organisation/"), "everybody's")
	require.Equal(t, []string{"account"}, d.lives(t, "account/a-2"), "somebody else's")

	_, err := d.documents.Open(t.Context(), paper("d1"))
	require.ErrorIs(t, err, hours.ErrNotFound)
	_, err = d.Exemption().Request(t.Context(), exemption.Key{Org: north, Member: "m-1", ID: "x-1"})
	require.ErrorIs(t, err, exemption.ErrNotFound)
	// The rows go after their keys, the failures of the login that is lost among them.
	h := d.Holder(storetest.Keeping(t))
	require.NoError(t, h.Erase(t.Context(), north, names))
	throttle, err := d.Identity().Throttle(t.Context(), north, markLogin)
	require.NoError(t, err)
	require.Zero(t, throttle.Failures)
	left, err := h.Pieces(t.Context(), privacy.Subject{Org: north, Person: "m-1", Accounts: []identity.AccountID{"a-1"}})
	require.NoError(t, err)
	for _, p := range left {
		require.True(t, strings.HasPrefix(p.ID, "acts/"), p.ID)
	}
	acts, err := d.Hours().Acts(t.Context(), north, "m-1")
	require.NoError(t, err)
	require.Len(t, acts, 2)
	require.Empty(t, acts[0].By+acts[0].Reason)
	// Once more changes nothing.
	d.everything(t, names)
	require.Equal(t, []string{"remains"}, d.lives(t, "member/m-1"))
	require.NoError(t, h.Purge(t.Context()))
}

// A key under which one piece is spared stays, and so does all that it sealed. The
// history has a key of its own: that it stays spares nothing else.
func TestShredder_SparesTheKeyOfWhatIsSpared(t *testing.T) {
	d := doomed(t)
	_, _, err := d.documents.As("exam").Put(t.Context(), paper("photo"), strings.NewReader("photo"))
	require.NoError(t, err)
	names := d.pieces(t)
	spared := []string{"accounts/a-1", "records/m-1/declaration/d-1", "acts/m-1/1", "acts/m-1/2"}
	doomed := slices.DeleteFunc(names, func(name string) bool { return slices.Contains(spared, name) })
	require.NoError(t, d.shredder.Shred(t.Context(), d.about, doomed, spared))
	require.Equal(t, []string{"continuing-education", "history"}, d.lives(t, "member/m-1"))
	require.Equal(t, []string{"account"}, d.lives(t, "account/a-1"), "with the session that it seals too")
	for _, document := range []string{"photo", "d1"} {
		_, err = d.documents.Open(t.Context(), paper(document))
		require.ErrorIs(t, err, hours.ErrNotFound)
	}
	acts, err := d.Hours().Acts(t.Context(), north, "m-1")
	require.NoError(t, err)
	require.Equal(t, markReason, acts[0].Reason)
}

// A piece that names nothing, or nothing that is there, destroys nothing.
func TestShredder_WhatIsNotThereDestroysNothing(t *testing.T) {
	d := doomed(t)
	before := d.lives(t, "member/m-1")
	require.NoError(t, d.shredder.Shred(t.Context(), d.about, []string{
		"records/m-1/declaration/none", "documents/m-1/r1/none", "elsewhere/1", "", "acts/m-1/99", "members/m-2", "throttles/a-1",
	}, nil))
	require.Equal(t, before, d.lives(t, "member/m-1"))
}

func TestShredder_FindsTheKeysOfEveryTableInPostgreSQL(t *testing.T) {
	d := doomedIn(t, sealedPostgres(t, pgtest.DSN(t), memoryKeys()))
	d.everything(t, d.pieces(t))
	require.Equal(t, []string{"remains"}, d.lives(t, "member/m-1"))
	require.NoError(t, d.Close())
}
