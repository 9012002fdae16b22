package vault_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/postgres"
	"github.com/goodstanding/goodstanding/adapters/postgres/pgtest"
	"github.com/goodstanding/goodstanding/adapters/storetest"
	"github.com/goodstanding/goodstanding/adapters/vault"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// What people told of themselves, which must be nowhere in what is kept.
const (
	markFirst   = "Philomène"
	markLast    = "Quesnel-Marker"
	markPermit  = "PERMIT774411"
	markLogin   = "philomene.login"
	markAddress = "philomene@marker.example"
	markWords   = "chimiothérapie depuis mars"
	markReason  = "the reason that staff wrote"
	markCode    = "CODE-998877"
	markPhoto   = "\xff\xd8\xff\xe0 the bytes of a photo"
)

// marks are all of them, and how JSON may write some.
var marks = []string{
	markFirst, markLast, markPermit, markLogin, markAddress, markWords, markReason, markCode, markPhoto,
	access.Mailbox(markAddress), identity.Digest(markAddress), identity.Digest(markLogin), // which can be guessed
	`Philom\u00e8ne`, "Quesnel", "marker.example", "chimioth", "Tableau of markers", "MarkBrowser", "bytes of a photo",
}

// furnish writes a person's everything into a store.
func furnish(t testing.TB, s storetest.Stores) {
	t.Helper()
	ctx := t.Context()
	_, err := s.Identity().ChangeMember(ctx, north, "m-1", func(m identity.Member) (identity.Member, error) {
		m.First, m.Last, m.Permit, m.Email = markFirst, markLast, markPermit, markAddress
		return m, nil
	})
	require.NoError(t, err)
	letter := func(id string, member identity.MemberID) identity.Message {
		return identity.Message{
			Org: north, Member: member, ID: id, Kind: identity.LinkingCode, To: markAddress,
			Values: map[string]string{"name": markFirst}, Secret: markCode, Written: start,
		}
	}
	_, err = s.Identity().ChangeAccount(ctx, north, "a-1", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Login, a.Member, a.Name = markLogin, "m-1", markLast
		return a, []identity.Message{letter("letter", "m-1")}, nil
	})
	require.NoError(t, err)
	_, err = s.Identity().ChangeAccount(ctx, north, "a-2", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Login, a.Email, a.Name = "other."+markLogin, markAddress, markLast
		return a, nil, nil
	})
	require.NoError(t, err)
	require.NoError(t, s.Identity().PutSession(ctx, identity.Session{
		Org: north, Digest: "digest", Account: "a-1", Opened: start, Seen: start, Browser: identity.Browser{Family: "MarkBrowser"},
	}))
	_, err = s.Exemption().Change(ctx, hours.Key{Org: north, Member: "m-1", ID: "x-1"}, func(r exemption.Request) (exemption.Request, hours.Telling, error) {
		r.State, r.Submitted, r.Note = exemption.Submitted, start, markWords
		act := &hours.Act{Org: north, Member: "m-1", Seq: 1, At: start, By: markLast, Of: "x-1", Reason: markReason}
		return r, hours.Telling{Act: act, Messages: []identity.Message{letter("decided", "m-1")}}, nil
	})
	require.NoError(t, err)
	_, err = s.Hours().Change(ctx, hours.Key{Org: north, Member: "m-1", ID: "d-1"}, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		d.State, d.Submitted, d.Entry.Title = hours.Submitted, start, "Tableau of markers"
		return d, hours.Telling{Act: &hours.Act{Org: north, Member: "m-1", Seq: 2, At: start, By: markFirst, Of: "d-1"}}, nil
	})
	require.NoError(t, err)
	_, err = s.Access().ChangeEnrolment(ctx, north, "e-1", func(e access.Enrolment) (access.Enrolment, []identity.Message, error) {
		e.State, e.Began = access.EnrolmentInvited, start
		e.Person = access.Person{First: markFirst, Last: markLast, Email: markAddress}
		return e, []identity.Message{letter("invited", "")}, nil
	})
	require.NoError(t, err)
	_, err = s.Flows().ChangeFlow(ctx, north, "f-1", func(f identity.Flow) (identity.Flow, []identity.Message, error) {
		f.Address, f.Began = markAddress, start
		return f, []identity.Message{letter("code", "")}, nil
	})
	require.NoError(t, err)
	_, err = s.Exam().ChangeLearner(ctx, north, "m-1", func(l exam.Learner) (exam.Learner, error) {
		l.First, l.Last, l.Email = markFirst, markLast, markAddress
		return l, nil
	})
	require.NoError(t, err)
	require.NoError(t, s.Flows().ChangeBudget(ctx, north, identity.Digest(markAddress), func(b identity.Budget) identity.Budget {
		b.Failures = []time.Time{start}
		return b
	}))
	require.NoError(t, s.Identity().ChangeThrottle(ctx, north, markLogin, func(t identity.Throttle) identity.Throttle {
		t.Failures, t.Latest = 1, start
		return t
	}))
}

// holds holds a store to what furnish wrote.
func holds(t testing.TB, s storetest.Stores) {
	t.Helper()
	ctx := t.Context()
	m, err := s.Identity().Member(ctx, north, "m-1")
	require.NoError(t, err)
	require.Equal(t, markLast, m.Last)
	a, err := s.Identity().AccountByLogin(ctx, north, markLogin)
	require.NoError(t, err)
	require.Equal(t, identity.AccountID("a-1"), a.ID)
	at, err := s.Identity().AccountsAt(ctx, north, markAddress)
	require.NoError(t, err)
	require.Len(t, at, 2, "that of the member, and one that has no file")
	open, err := s.Identity().Sessions(ctx, north, "a-1")
	require.NoError(t, err)
	require.Equal(t, "MarkBrowser", open[0].Browser.Family)
	r, err := s.Exemption().Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, markWords, r[0].Note)
	d, err := s.Hours().Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, "Tableau of markers", d[0].Entry.Title)
	acts, err := s.Hours().Acts(ctx, north, "m-1")
	require.NoError(t, err)
	require.Equal(t, []string{markReason, ""}, []string{acts[0].Reason, acts[1].Reason})
	invited, err := s.Access().Invited(ctx, north, access.Mailbox(markAddress))
	require.NoError(t, err)
	require.Len(t, invited, 1)
	flow, err := s.Flows().Flow(ctx, north, "f-1")
	require.NoError(t, err)
	require.Equal(t, markAddress, flow.Address)
	l, err := s.Exam().Learner(ctx, north, "m-1")
	require.NoError(t, err)
	require.Equal(t, markFirst, l.First)
	letters, err := s.Outbox().Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Len(t, letters, 4)
	for _, letter := range letters {
		require.Equal(t, markCode, letter.Secret)
	}
}

// tellsNothing holds what is kept to none of the marks, and to be what is kept: the
// identifiers are in it.
func tellsNothing(t *testing.T, kept []byte) {
	t.Helper()
	require.Contains(t, string(kept), "m-1")
	for _, mark := range marks {
		require.False(t, bytes.Contains(kept, []byte(mark)), "%q is in what is kept", mark)
	}
}

func TestSealed_TheFilesOfSQLiteTellNothing(t *testing.T) {
	dir := t.TempDir()
	h := sealedSQLite(t, dir)
	furnish(t, h)
	below, err := files.Open(filepath.Join(dir, "documents"))
	require.NoError(t, err)
	defer func() { require.NoError(t, below.Close()) }()
	_, _, err = h.Vault().Documents(below, "exam").Put(t.Context(), paper("photo"), strings.NewReader(markPhoto))
	require.NoError(t, err)
	holds(t, h)
	tellsNothing(t, everything(t, dir)) // with its write-ahead log
	require.NoError(t, h.Close())
	tellsNothing(t, everything(t, dir))
	h = h.again(t)
	holds(t, h)
	require.NoError(t, h.Close())
}

// rows returns every row of every table of a database, as text.
func rows(t *testing.T, dsn string) []byte {
	t.Helper()
	c, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, c.Close(t.Context())) }()
	var all []byte
	for _, table := range []string{"organisations", "members", "accounts", "throttles", "sessions", "records", "acts", "messages"} {
		found, err := c.Query(t.Context(), `SELECT of::text FROM `+table+` AS of`)
		require.NoError(t, err, table)
		texts, err := pgx.CollectRows(found, pgx.RowTo[string])
		require.NoError(t, err)
		all = append(all, strings.Join(texts, "\n")...)
	}
	return all
}

func TestSealed_TheRowsOfPostgreSQLTellNothing(t *testing.T) {
	dsn, keys := pgtest.DSN(t), pgtest.DSN(t)
	kept, err := postgres.Open(t.Context(), keys)
	require.NoError(t, err)
	defer func() { require.NoError(t, kept.Close()) }()
	h := sealedPostgres(t, dsn, vault.KeysIn(kept))
	furnish(t, h)
	holds(t, h)
	tellsNothing(t, rows(t, dsn))
	tellsNothing(t, rows(t, keys))
	require.NoError(t, h.Close())
}

// The test of the tests: the same, in the clear, tells all of it.
func TestSealed_TheSameInTheClearTellsEverything(t *testing.T) {
	dsn := pgtest.DSN(t)
	s, err := postgres.Open(t.Context(), dsn)
	require.NoError(t, err)
	furnish(t, s)
	holds(t, s)
	for _, mark := range []string{markFirst, markLast, markPermit, markLogin, markAddress, markWords, markReason, markCode, "MarkBrowser", "Tableau of markers", access.Mailbox(markAddress), identity.Digest(markAddress), identity.Digest(markLogin)} {
		require.Contains(t, string(rows(t, dsn)), mark)
	}
	require.NoError(t, s.Close())
}

// shredAll shreds every key of a subject.
func shredAll(t *testing.T, v *vault.Vault, subject vault.Subject) {
	t.Helper()
	classes, err := v.Classes(t.Context(), north, subject)
	require.NoError(t, err)
	require.NotEmpty(t, classes, subject)
	for _, class := range classes {
		_, err := v.Shred(t.Context(), north, subject, class)
		require.NoError(t, err)
	}
}

// What was shredded is as if it had never been: not found by itself, left out of lists,
// and nobody else's is touched. Whoever comes back begins anew.
func TestSealed_WhatWasShreddedIsGone(t *testing.T) {
	for name, open := range sealing {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			defer func() { require.NoError(t, s.Close()) }()
			gone(t, s, vaultOf(s))
		})
	}
}

func vaultOf(s storetest.Stores) *vault.Vault {
	return s.(interface{ Vault() *vault.Vault }).Vault()
}

func gone(t *testing.T, s storetest.Stores, v *vault.Vault) {
	ctx := t.Context()
	furnish(t, s)
	_, err := s.Identity().ChangeMember(ctx, north, "m-2", func(m identity.Member) (identity.Member, error) {
		m.Last = "Stays"
		return m, nil
	})
	require.NoError(t, err)
	for _, subject := range []vault.Subject{"member/m-1", "account/a-1", "access-enrolment/e-1", "identity-flow/f-1"} {
		shredAll(t, v, subject)
	}

	_, err = s.Identity().Member(ctx, north, "m-1")
	require.ErrorIs(t, err, identity.ErrNotFound)
	members, err := s.Identity().Members(ctx, north)
	require.NoError(t, err)
	require.Len(t, members, 1)
	members, err = s.Identity().MembersAfter(ctx, north, "", 1)
	require.NoError(t, err)
	require.Equal(t, identity.MemberID("m-2"), members[0].ID, "the page is full all the same")
	_, err = s.Identity().Account(ctx, north, "a-1")
	require.ErrorIs(t, err, identity.ErrNotFound)
	_, err = s.Identity().AccountByLogin(ctx, north, markLogin)
	require.ErrorIs(t, err, identity.ErrNotFound)
	at, err := s.Identity().AccountsAt(ctx, north, markAddress)
	require.NoError(t, err)
	require.Len(t, at, 1, "that of another account stays")
	_, err = s.Identity().Session(ctx, north, "digest")
	require.ErrorIs(t, err, identity.ErrNotFound)
	open, err := s.Identity().Sessions(ctx, north, "a-1")
	require.NoError(t, err)
	require.Equal(t, []identity.Session{}, open)
	key := hours.Key{Org: north, Member: "m-1", ID: "x-1"}
	_, err = s.Exemption().Request(ctx, key)
	require.ErrorIs(t, err, exemption.ErrNotFound)
	requests, err := s.Exemption().Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []exemption.Request{}, requests)
	acts, err := s.Hours().Acts(ctx, north, "m-1")
	require.NoError(t, err)
	require.Equal(t, []hours.Act{}, acts)
	invited, err := s.Access().Invited(ctx, north, access.Mailbox(markAddress))
	require.NoError(t, err)
	require.Equal(t, []access.Enrolment{}, invited)
	letters, err := s.Outbox().Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{}, letters)
	_, err = s.Outbox().ChangeMessage(ctx, north, "m-1", "letter", func(m identity.Message) (identity.Message, error) { return m, nil })
	require.ErrorIs(t, err, identity.ErrNotFound)

	// A letter that is gone keeps no other from leaving.
	_, err = s.Identity().ChangeAccount(ctx, north, "a-2", func(a identity.Account) (identity.Account, []identity.Message, error) {
		return a, []identity.Message{{Org: north, ID: "last", To: "a@example.org", Written: start.AddDate(0, 0, 1)}}, nil
	})
	require.NoError(t, err)
	var taken []identity.Message
	for range 5 {
		more, err := s.Outbox().Claim(ctx, start.AddDate(0, 0, 2), start.AddDate(0, 0, 3), 1)
		require.NoError(t, err)
		taken = append(taken, more...)
	}
	require.Len(t, taken, 1)
	require.Equal(t, "last", taken[0].ID)
	due, err := s.(interface{ Below() vault.Store }).Below().Outbox().Due(ctx, start.AddDate(9, 0, 0), 10)
	require.NoError(t, err)
	require.Len(t, due, 1, "those that are gone are given up for good")

	// They come back.
	back, err := s.Exemption().Change(ctx, key, func(r exemption.Request) (exemption.Request, hours.Telling, error) {
		require.Equal(t, exemption.Request{Key: key}, r)
		r.Note = "anew"
		last, err := s.Hours().LastAct(ctx, north, "m-1")
		return r, hours.Telling{Act: &hours.Act{Org: north, Member: "m-1", Seq: last + 1, Of: "x-1"}}, err
	})
	require.NoError(t, err)
	read, err := s.Exemption().Request(ctx, key)
	require.NoError(t, err)
	require.Equal(t, back, read)
	require.Equal(t, "anew", read.Note)
	_, err = s.Identity().ChangeMember(ctx, north, "m-1", func(m identity.Member) (identity.Member, error) {
		require.Equal(t, identity.Member{}, m)
		m.Last = "Back"
		return m, nil
	})
	require.NoError(t, err)
	for range 2 { // and change again
		m, err := s.Identity().ChangeMember(ctx, north, "m-1", func(m identity.Member) (identity.Member, error) { return m, nil })
		require.NoError(t, err)
		require.Equal(t, "Back", m.Last)
	}
	acts, err = s.Hours().Acts(ctx, north, "m-1")
	require.NoError(t, err)
	require.Len(t, acts, 1)
	require.Equal(t, int64(3), acts[0].Seq, "the history goes on")
}

// With the keys out of reach nothing is written at all.
func TestSealed_NothingIsWrittenInTheClearWithoutKeys(t *testing.T) {
	below := memory.New()
	s := open(t, broken{vault.KeysIn(memory.New())}).Over(below)
	ctx := t.Context()
	_, err := s.Identity().ChangeMember(ctx, north, "m-1", func(m identity.Member) (identity.Member, error) { return m, nil })
	require.ErrorIs(t, err, errBroken)
	_, err = s.Hours().Change(ctx, hours.Key{Org: north, Member: "m-1", ID: "d-1"}, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		return d, hours.Telling{}, nil
	})
	require.ErrorIs(t, err, errBroken)
	require.ErrorIs(t, s.Identity().PutSession(ctx, identity.Session{Org: north, Digest: "d", Account: "a-1"}), errBroken)
	all, err := below.Identity().Members(ctx, north)
	require.NoError(t, err)
	require.Empty(t, all)
	_, err = below.Hours().Declaration(ctx, hours.Key{Org: north, Member: "m-1", ID: "d-1"})
	require.ErrorIs(t, err, hours.ErrNotFound)
	_, err = below.Identity().Session(ctx, north, "d")
	require.ErrorIs(t, err, identity.ErrNotFound)
	// Nor is what other keys have sealed taken for nothing.
	_, err = open(t, memoryKeys()).Over(below).Identity().ChangeMember(ctx, north, "m-1", func(m identity.Member) (identity.Member, error) { return m, nil })
	require.NoError(t, err)
	stranger := open(t, memoryKeys()).Over(below)
	_, err = stranger.Identity().Member(ctx, north, "m-1")
	require.ErrorIs(t, err, vault.ErrNoKey)
	_, err = stranger.Identity().Members(ctx, north)
	require.ErrorIs(t, err, vault.ErrNoKey)
	_, err = stranger.Identity().ChangeMember(ctx, north, "m-1", func(m identity.Member) (identity.Member, error) { return m, nil })
	require.ErrorIs(t, err, vault.ErrNoKey)

	documents := files.NewMemory()
	_, _, err = open(t, broken{vault.KeysIn(memory.New())}).Documents(documents, "exam").Put(ctx, paper("d1"), strings.NewReader("words"))
	require.ErrorIs(t, err, errBroken)
	require.Zero(t, documents.Len())
}

// What is there from before sealing is sealed by one pass, which may be cut short.
func TestSealAll_SealsWhatIsThere(t *testing.T) {
	dsn := pgtest.DSN(t)
	plain, err := postgres.Open(t.Context(), dsn)
	require.NoError(t, err)
	furnish(t, plain)
	// The digest of a login that failed stays until its failures are over.
	require.NoError(t, plain.Identity().ChangeThrottle(t.Context(), north, markLogin, func(t identity.Throttle) identity.Throttle {
		t.Failures = 0
		return t
	}))
	is, err := vault.IsSealed(t.Context(), plain, north)
	require.NoError(t, err)
	require.False(t, is)

	keys := vault.KeysIn(memory.New())
	for _, after := range []int{1, 2, 2} {
		dying := open(t, &killed{Keys: keys, after: after}).Over(plain)
		require.ErrorIs(t, dying.SealAll(t.Context(), north, nil, nil), errKilled)
		is, err = vault.IsSealed(t.Context(), plain, north)
		require.NoError(t, err)
		require.True(t, is, "from the first body on")
	}
	var said []int
	s := open(t, keys).Over(plain)
	require.NoError(t, s.SealAll(t.Context(), north, nil, func(n int) { said = append(said, n) }))
	require.NotEmpty(t, said)
	holds(t, s)
	tellsNothing(t, rows(t, dsn))
	said = nil
	require.NoError(t, s.SealAll(t.Context(), north, nil, func(n int) { said = append(said, n) }))
	require.Empty(t, said, "there is nothing left to do")
	require.NoError(t, s.Close())
}

func BenchmarkSealing(b *testing.B) {
	const members = 1000
	fill := func(b *testing.B, s storetest.Stores) {
		for i := range members {
			_, err := s.Identity().ChangeMember(b.Context(), north, identity.MemberID(fmt.Sprint("m-", i)), func(m identity.Member) (identity.Member, error) {
				m.First, m.Last, m.Permit, m.Email = "Élise", fmt.Sprint("Tremblay ", i), fmt.Sprint(i), fmt.Sprintf("m%d@example.org", i)
				return m, nil
			})
			require.NoError(b, err)
		}
		for i := range 20 {
			_, err := s.Hours().Change(b.Context(), hours.Key{Org: north, Member: "m-1", ID: fmt.Sprint("d-", i)}, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
				d.State, d.Entry.Title, d.Activity.Title = hours.Counted, strings.Repeat("Titre ", 10), strings.Repeat("Titre ", 10)
				return d, hours.Telling{}, nil
			})
			require.NoError(b, err)
		}
	}
	dir := b.TempDir()
	sealed := sealedSQLite(b, dir)
	require.NoError(b, os.Mkdir(filepath.Join(dir, "clear"), 0o700))
	clear := sealedSQLite(b, filepath.Join(dir, "clear")).Below().(storetest.Stores)
	for name, s := range map[string]storetest.Stores{"sealed": sealed, "clear": clear} {
		fill(b, s)
		b.Run("members/"+name, func(b *testing.B) {
			for b.Loop() {
				all, err := s.Identity().Members(b.Context(), north)
				require.NoError(b, err)
				require.Len(b, all, members)
			}
		})
		b.Run("declarations/"+name, func(b *testing.B) {
			for b.Loop() {
				all, err := s.Hours().Declarations(b.Context(), north, "m-1")
				require.NoError(b, err)
				require.Len(b, all, 20)
			}
		})
	}
}

// Whoever writes into the database itself gives nobody what is somebody else's: a row in
// the place of another does not open.
func TestSealed_ARowInThePlaceOfAnotherDoesNotOpen(t *testing.T) {
	dir := t.TempDir()
	h := sealedSQLite(t, dir)
	furnish(t, h)
	ctx := t.Context()
	_, err := h.Identity().ChangeMember(ctx, north, "m-2", func(m identity.Member) (identity.Member, error) { return m, nil })
	require.NoError(t, err)
	require.NoError(t, h.Identity().PutSession(ctx, identity.Session{Org: north, Digest: "other", Account: "a-1"}))
	key := hours.Key{Org: north, Member: "m-1", ID: "d-2"}
	_, err = h.Hours().Change(ctx, key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		return d, hours.Telling{}, nil
	})
	require.NoError(t, err)

	db, err := sql.Open("sqlite", filepath.Join(dir, "test.db"))
	require.NoError(t, err)
	for _, move := range []string{
		`UPDATE members SET body = (SELECT body FROM members WHERE member = 'm-1') WHERE member = 'm-2'`,
		`UPDATE accounts SET body = (SELECT body FROM accounts WHERE account = 'a-1') WHERE account = 'a-2'`,
		`UPDATE sessions SET body = (SELECT body FROM sessions WHERE digest = 'digest') WHERE digest = 'other'`,
		`UPDATE records SET body = (SELECT body FROM records WHERE id = 'd-1') WHERE id = 'd-2'`,
		`UPDATE accounts SET login = 'x' WHERE account = 'a-1'`,
		`UPDATE messages SET body = (SELECT body FROM messages WHERE id = 'letter') WHERE id = 'decided'`,
	} {
		done, err := db.ExecContext(ctx, move)
		require.NoError(t, err, move)
		n, err := done.RowsAffected()
		require.NoError(t, err)
		require.Equal(t, int64(1), n, move)
	}
	require.NoError(t, db.Close())

	_, err = h.Identity().Member(ctx, north, "m-2")
	require.ErrorIs(t, err, vault.ErrDamaged)
	_, err = h.Identity().ChangeMember(ctx, north, "m-2", func(m identity.Member) (identity.Member, error) { return m, nil })
	require.ErrorIs(t, err, vault.ErrDamaged)
	_, err = h.Identity().Account(ctx, north, "a-2")
	require.ErrorIs(t, err, vault.ErrDamaged)
	_, err = h.Identity().AccountByLogin(ctx, north, "other."+markLogin)
	require.ErrorIs(t, err, vault.ErrDamaged, "nobody signs in as another")
	_, err = h.Identity().ChangeAccount(ctx, north, "a-2", func(a identity.Account) (identity.Account, []identity.Message, error) { return a, nil, nil })
	require.ErrorIs(t, err, vault.ErrDamaged)
	_, err = h.Identity().Session(ctx, north, "other")
	require.ErrorIs(t, err, vault.ErrDamaged)
	_, err = h.Hours().Declaration(ctx, key)
	require.ErrorIs(t, err, vault.ErrDamaged)
	_, err = h.Hours().Declarations(ctx, north, "m-1")
	require.ErrorIs(t, err, vault.ErrDamaged)
	_, err = h.Outbox().ChangeMessage(ctx, north, "m-1", "decided", func(m identity.Message) (identity.Message, error) { return m, nil })
	require.ErrorIs(t, err, vault.ErrDamaged)
	require.NoError(t, h.Close())
}
