package archive_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/archive"
	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/exemption/grounds"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

var regulations = sync.OnceValues(catalogue.Regulations)

var (
	emma  = identity.Actor{Org: "otpq", Account: "a-1", Member: "m-1", Name: "Emma Gélinas", Roles: []identity.Role{identity.RoleMember}}
	luc   = identity.Actor{Org: "otpq", Account: "a-2", Member: "m-2", Name: "Luc Roy", Roles: []identity.Role{identity.RoleMember}}
	staff = identity.Actor{Org: "otpq", Account: "a-9", Name: "Anne Côté", Roles: []identity.Role{identity.RoleStaff}}
)

// noon is 22 November 2026, 12:00 in Montréal.
var noon = time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)

// house is an order with two members on the roll since 2020.
type house struct {
	archive.Desks
	store *memory.Store
	now   time.Time
}

func open(t *testing.T, documents hours.Documents) *house {
	t.Helper()
	laws, err := regulations()
	require.NoError(t, err)
	known, err := grounds.All()
	require.NoError(t, err)
	h := &house{store: memory.New(), now: noon}
	clock := func() time.Time { return h.now }
	ledger := &hours.Ledger{Store: h.store.Hours(), Roll: h.store.Identity(), Regulations: laws, Now: clock}
	board := &exemption.Board{Store: h.store.Exemption(), Documents: documents, Ledger: ledger, Grounds: known, Now: clock}
	docket := &closing.Docket{Store: h.store.Closing(), Ledger: ledger, Now: clock}
	ledger.Reliefs, ledger.Outcomes = board, docket
	h.Desks = archive.Desks{
		Directory: &identity.Directory{Store: h.store.Identity(), Now: clock}, Ledger: ledger, Board: board, Docket: docket,
		Auditor: &audit.Auditor{Store: h.store.Audit(), Ledger: ledger, Documents: documents, Now: clock},
	}
	_, err = h.store.Identity().ChangeOrganisation(t.Context(), "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Name, o.Contact, o.Regulation = identity.Text{FR: "Ordre d’essai", EN: "Order of the tests"}, "formation@ordre.example", "qc-otpq"
		o.Languages = identity.FrenchAndEnglish
		return o, nil
	})
	require.NoError(t, err)
	for id, last := range map[identity.MemberID]string{"m-1": "Gélinas", "m-2": "Roy"} {
		_, err := h.store.Identity().ChangeMember(t.Context(), "otpq", id, func(m identity.Member) (identity.Member, error) {
			m.First, m.Last, m.Permit, m.Email = "Emma", last, "T-"+string(id), string(id)+"@membre.example"
			m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2020-01-01"), To: cycle.Forever}}}
			return m, nil
		})
		require.NoError(t, err)
	}
	return h
}

func memoryHouse(t *testing.T) *house { return open(t, files.NewMemory()) }

// declare submits an activity of 2.5 h in the member's file.
func (h *house) declare(t *testing.T, actor identity.Actor, id, title string) hours.Declaration {
	t.Helper()
	ctx := t.Context()
	d, err := h.Ledger.Begin(ctx, actor, actor.Member, id)
	require.NoError(t, err)
	day := hours.DateEntry{Day: "2", Month: "mai", Year: "2026"}
	d, err = h.Ledger.Save(ctx, actor, actor.Member, id, d.Version, hours.Entry{
		Period: "2025-04-01", Category: "structured", Type: "course", ActivityUnlisted: true, Title: title,
		ProviderUnlisted: true, ProviderName: "+Cégep", TrainerUnlisted: true, TrainerFirst: "Léa", TrainerLast: "Gagné",
		First: day, Last: day, Duration: "2,5", Attested: []string{"accurate", "followed", "evidence"},
	})
	require.NoError(t, err)
	d, err = h.Ledger.Submit(ctx, actor, actor.Member, id, d.Version)
	require.NoError(t, err)
	return d
}

// request opens a draft with documents of these names, each with its content.
func (h *house) request(t *testing.T, actor identity.Actor, id string, documents ...[2]string) exemption.Request {
	t.Helper()
	ctx := t.Context()
	r, err := h.Board.Begin(ctx, actor, actor.Member, id)
	require.NoError(t, err)
	r, err = h.Board.Save(ctx, actor, actor.Member, id, r.Version, exemption.Entry{
		Period: "2025-04-01", Ground: "illness", Note: "=HYPERLINK(\"x\")",
		First: hours.DateEntry{Day: "1", Month: "6", Year: "2026"}, Last: hours.DateEntry{Day: "30", Month: "6", Year: "2026"},
	})
	require.NoError(t, err)
	for _, d := range documents {
		r, err = h.Board.Attach(ctx, actor, actor.Member, id, r.Version, d[0], strings.NewReader(d[1]))
		require.NoError(t, err)
	}
	return r
}

func (h *house) file(t *testing.T, actor identity.Actor, language identity.Language) *archive.File {
	t.Helper()
	f, err := h.Open(t.Context(), actor, "m-1", language, h.now)
	require.NoError(t, err)
	return f
}

// unzip writes the archive and reads it back: the content of each entry.
func unzip(t *testing.T, f *archive.File) map[string]string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, f.Write(context.Background(), &b))
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	require.NoError(t, err)
	all := map[string]string{}
	for _, entry := range z.File {
		require.NotContains(t, all, entry.Name)
		r, err := entry.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(r)
		require.NoError(t, err)
		require.NoError(t, r.Close())
		all[entry.Name] = string(content)
	}
	return all
}
