package portal_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/argon2id/argon2idtest"
	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/pace"
	"github.com/goodstanding/goodstanding/adapters/portal"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/cycle/holidays"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/exemption/grounds"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/acceptance"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/hours/reminder"
	"github.com/goodstanding/goodstanding/identity"
)

const (
	otpq = identity.OrganisationID("otpq")

	password = "une phrase assez longue"
)

// regulations are those of the catalogue, read once.
var regulations = sync.OnceValues(catalogue.Regulations)

// house is an order with its desks over the memory store, and a clock that tests
// set.
type house struct {
	portal *portal.Portal
	store  *memory.Store
	logged *bytes.Buffer

	mu  sync.Mutex
	now time.Time
}

func (h *house) at(instant string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	at, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		panic(err)
	}
	h.now = at
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// open returns the order of the technologists on 22 November 2026 at 10:00 in
// Montréal, with three members, a member of staff, and one who is both.
func open(t *testing.T) *house {
	t.Helper()
	h := &house{store: memory.New(), logged: &bytes.Buffer{}}
	h.at("2026-11-22T15:00:00Z")
	laws, err := regulations()
	require.NoError(t, err)
	all, err := grounds.All()
	require.NoError(t, err)
	off, err := holidays.All()
	require.NoError(t, err)
	papers := files.NewMemory()
	ledger := &hours.Ledger{Store: h.store.Hours(), Roll: h.store.Identity(), Regulations: laws, Holidays: off, Now: h.clock}
	board := &exemption.Board{
		Store: h.store.Exemption(), Documents: papers, Ledger: ledger, Grounds: all, Now: h.clock,
	}
	docket := &closing.Docket{Store: h.store.Closing(), Ledger: ledger, Now: h.clock}
	ledger.Reliefs, ledger.Outcomes = board, docket
	h.portal = &portal.Portal{
		Directory: &identity.Directory{Store: h.store.Identity(), Flows: h.store.Flows(), Hasher: hasher, Now: h.clock},
		Ledger:    ledger, Board: board, Docket: docket, Org: otpq,
		Clerk:        &acceptance.Clerk{Store: h.store.Acceptance(), Ledger: ledger, Now: h.clock},
		Reception:    &intake.Reception{Store: h.store.Intake(), Ledger: ledger, Now: h.clock},
		Auditor:      &audit.Auditor{Store: h.store.Audit(), Ledger: ledger, Documents: papers, Now: h.clock},
		Certificates: &certificate.Registry{Store: h.store.Certificate(), Ledger: ledger, Now: h.clock},
		Reminders:    &reminder.Reminders{Store: h.store.Reminder(), Ledger: ledger, Outbox: h.store.Outbox(), Now: h.clock},
		Mailbox: func(ctx context.Context, limit int) ([]identity.Message, error) {
			return h.store.Outbox().Messages(ctx, otpq, limit)
		},
		Log:  slog.New(slog.NewTextHandler(h.logged, nil)),
		Pace: &pace.Pace{Sleep: func(context.Context, time.Duration) {}},
	}
	h.organisation(t, func(o *identity.Organisation) {
		o.Name = identity.Text{FR: "Ordre d’essai", EN: "Order of the tests"}
		o.Contact, o.Regulation = "formation@ordre.example", "qc-otpq"
		o.Languages, o.Holidays, o.WithdrawBeforeProcessing = identity.FrenchAndEnglish, "qc", true
	})
	h.member(t, "emma", "Emma", "Gélinas", "2020-01-01")
	h.member(t, "luc", "Luc", "Côté", "2020-01-01")
	h.member(t, "nova", "Nova", "Roy", "2026-02-01")
	h.account(t, "emma", "emma", identity.RoleMember)
	h.account(t, "luc", "luc", identity.RoleMember, identity.RoleStaff)
	h.account(t, "nova", "nova", identity.RoleMember)
	h.account(t, "sylvie", "", identity.RoleStaff)
	for _, item := range []hours.Listing{
		{Kind: hours.Activities, ID: "a1", Label: "Gestion de l’énergie"},
		{Kind: hours.Providers, ID: "p1", Label: "Cégep du Nord"},
		{Kind: hours.Trainers, ID: "t1", Label: "Zoé D’Amours"},
	} {
		item.Org = otpq
		require.NoError(t, h.store.Hours().PutListing(t.Context(), item))
	}
	return h
}

// hasher is cheap: these tests are not about passwords.
var hasher = argon2idtest.Hasher{}

var hashed = sync.OnceValues(func() (string, error) { return hasher.Hash(password) })

func (h *house) organisation(t *testing.T, fn func(*identity.Organisation)) {
	t.Helper()
	_, err := h.store.Identity().ChangeOrganisation(t.Context(), otpq, func(o identity.Organisation) (identity.Organisation, error) {
		o.ID = otpq
		fn(&o)
		return o, nil
	})
	require.NoError(t, err)
}

func (h *house) member(t *testing.T, id, first, last, admitted string) {
	t.Helper()
	_, err := h.store.Identity().ChangeMember(t.Context(), otpq, identity.MemberID(id), func(m identity.Member) (identity.Member, error) {
		m.Org, m.ID, m.First, m.Last = otpq, identity.MemberID(id), first, last
		m.Permit, m.Email, m.Language = "T-"+id, id+"@membre.example", identity.French
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate(admitted), To: cycle.Forever}}}
		return m, nil
	})
	require.NoError(t, err)
}

func (h *house) account(t *testing.T, login, member string, roles ...identity.Role) {
	t.Helper()
	hash, err := hashed()
	require.NoError(t, err)
	_, err = h.store.Identity().ChangeAccount(t.Context(), otpq, identity.AccountID(login), func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Org, a.ID, a.Login, a.Hash, a.Roles = otpq, identity.AccountID(login), login, hash, roles
		a.Member, a.Name = identity.MemberID(member), login
		return a, nil, nil
	})
	require.NoError(t, err)
}

func (h *house) handler() http.Handler { return h.portal.Handler() }
