package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/goodstanding/goodstanding/adapters/argon2id"
	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/httpapi"
	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/adapters/mail"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/pace"
	"github.com/goodstanding/goodstanding/adapters/portal"
	"github.com/goodstanding/goodstanding/adapters/postgres"
	"github.com/goodstanding/goodstanding/adapters/reference"
	"github.com/goodstanding/goodstanding/adapters/sqlite"
	"github.com/goodstanding/goodstanding/cycle/holidays"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/banks"
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
	"github.com/goodstanding/goodstanding/identity/access"
	"github.com/goodstanding/goodstanding/identity/access/forms"
	"github.com/goodstanding/goodstanding/privacy"
	"github.com/goodstanding/goodstanding/privacy/inventory"
	privacylaw "github.com/goodstanding/goodstanding/privacy/law"
)

// store is what every storage adapter gives.
type store interface {
	Identity() identity.Store
	Flows() identity.Flows
	Access() access.Store
	Hours() hours.Store
	Exemption() exemption.Store
	Audit() audit.Store
	Certificate() certificate.Store
	Reminder() reminder.Store
	Closing() closing.Store
	Acceptance() acceptance.Store
	Intake() intake.Store
	Exam() exam.Store
	Privacy() privacy.Store
	Holder(declared privacy.Keeping) privacy.Records
	Outbox() identity.Outbox
	Close() error
}

// house is the whole of the wiring: one store, the desks over it.
type house struct {
	store     store
	documents hours.Documents
	directory *identity.Directory
	ledger    *hours.Ledger
	board     *exemption.Board
	auditor   *audit.Auditor
	// certificates is shared by the pages and the API: tries are counted together.
	certificates *certificate.Registry
	reminders    *reminder.Reminders
	docket       *closing.Docket
	clerk        *acceptance.Clerk
	reception    *intake.Reception
	exams        *exam.ServicePoint
	office       *access.Office
	registrar    *privacy.Registrar
	// pace is shared by the pages and the API.
	pace *pace.Pace
	// now is the clock of every desk; nil is the real one.
	now func() time.Time
}

// open opens the store, the vault, the key and the folder of documents, and wires the
// desks.
func open(ctx context.Context, s settings, log *slog.Logger) (*house, error) {
	plain, err := openStore(ctx, s.store)
	if err != nil {
		return nil, err
	}
	contents, err := openDocuments(s)
	if err != nil {
		return nil, errors.Join(err, plain.Close())
	}
	opened, documents, err := s.seal(ctx, plain, contents, log)
	if err != nil {
		return nil, errors.Join(err, plain.Close())
	}
	key, drawn, err := openKey(s.keyFile())
	if err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	if drawn {
		log.Warn("a key was drawn: keep a copy apart from the store's, and give it to every other process", "file", s.keyFile())
	}
	breaches, err := s.openBreaches(log)
	if err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	h, err := wire(opened, documents, argon2id.Hasher{}, s.now)
	if err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	h.directory.Key, h.directory.BlockList = key, breaches
	if err := h.guard(ctx, s, contents, log); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

func openStore(ctx context.Context, url string) (opener, error) {
	scheme, rest, _ := strings.Cut(url, ":")
	switch {
	case scheme == "sqlite" && rest != "":
		return sqlite.Open(ctx, rest)
	case scheme == "postgres" || scheme == "postgresql":
		return postgres.Open(ctx, url)
	case scheme == "memory":
		return memory.New(), nil
	}
	return nil, fmt.Errorf("-store %q is none: give sqlite:FILE, postgres://… or memory: as the store", url)
}

// openDocuments keeps documents beside the store: in memory when that is.
func openDocuments(s settings) (hours.Documents, error) {
	if strings.HasPrefix(s.store, "memory:") {
		return files.NewMemory(), nil
	}
	return files.Open(s.documents)
}

// regulations are those of the catalogue, read once: tests wire many houses.
var regulations = sync.OnceValues(catalogue.Regulations)

// wire builds the desks over a store. The Ledger asks the Board what was granted,
// and the Board asks the Ledger which period is current; the Docket tells the Ledger
// which periods are closed or in default.
func wire(over store, documents hours.Documents, hasher identity.Hasher, now func() time.Time) (*house, error) {
	laws, err := regulations()
	if err != nil {
		return nil, err
	}
	known, err := grounds.All()
	if err != nil {
		return nil, err
	}
	content, err := banks.All()
	if err != nil {
		return nil, err
	}
	services, err := forms.All()
	if err != nil {
		return nil, err
	}
	off, err := holidays.All()
	if err != nil {
		return nil, err
	}
	law, err := privacylaw.Quebec()
	if err != nil {
		return nil, err
	}
	held, err := inventory.All(law)
	if err != nil {
		return nil, err
	}
	holding, err := custody(over, documents)
	if err != nil {
		return nil, err
	}
	ledger := &hours.Ledger{Store: over.Hours(), Roll: over.Identity(), Regulations: laws, Holidays: off, Now: now}
	board := &exemption.Board{Store: over.Exemption(), Documents: kept(documents, classExemption), Ledger: ledger, Grounds: known, Now: now}
	docket := &closing.Docket{Store: over.Closing(), Ledger: ledger, Now: now}
	ledger.Reliefs, ledger.Outcomes = board, docket
	directory := &identity.Directory{Store: over.Identity(), Flows: over.Flows(), Hasher: hasher, Normal: norm.NFC.String, Now: now}
	return &house{
		store:        over,
		documents:    documents,
		directory:    directory,
		office:       &access.Office{Store: over.Access(), Directory: directory, Catalogue: services["qc-insurer"], Now: now},
		registrar:    &privacy.Registrar{Store: over.Privacy(), People: over.Identity(), Law: law, Inventory: held["qc-otpq"], Holidays: off, Custody: holding, Now: now},
		ledger:       ledger,
		board:        board,
		auditor:      &audit.Auditor{Store: over.Audit(), Ledger: ledger, Documents: kept(documents, classEvidence), Now: now},
		certificates: &certificate.Registry{Store: over.Certificate(), Ledger: ledger, Now: now},
		reminders:    &reminder.Reminders{Store: over.Reminder(), Ledger: ledger, Outbox: over.Outbox(), Now: now},
		reception:    &intake.Reception{Store: over.Intake(), Ledger: ledger, Now: now},
		exams:        &exam.ServicePoint{Store: over.Exam(), Documents: kept(documents, classExam), Roll: over.Identity(), Exams: content.Catalogue(), Now: now},
		now:          now,
		docket:       docket,
		clerk:        &acceptance.Clerk{Store: over.Acceptance(), Ledger: ledger, Now: now},
		pace:         new(pace.Pace),
	}, nil
}

// Close closes the store, and the folder of documents if it is one.
func (h *house) Close() error {
	err := h.store.Close()
	if folder, ok := h.documents.(io.Closer); ok {
		err = errors.Join(err, folder.Close())
	}
	return err
}

// pages is the portal over the house's desks.
func (h *house) pages(s settings, log *slog.Logger) *portal.Portal {
	p := &portal.Portal{
		Directory: h.directory, Ledger: h.ledger, Board: h.board, Docket: h.docket, Clerk: h.clerk, Certificates: h.certificates, Reminders: h.reminders, Auditor: h.auditor,
		Org: demoOrganisation, Address: s.public, Secure: s.secure, Log: log, Now: h.now, Archive: h.api(log).Archive,
		Reception: h.reception, ServicePoint: h.exams, Office: h.office, Registrar: h.registrar,
		From: s.visitor(), Pace: h.pace, API: described(), Livery: s.livery,
	}
	if s.demo {
		p.Demo = accounts()
		p.Mailbox = func(ctx context.Context, limit int) ([]identity.Message, error) {
			return h.store.Outbox().Messages(ctx, demoOrganisation, limit)
		}
	}
	return p
}

// described is the description of the API, read once for its pages. It is ours: what is
// wrong with it any test finds.
var described = sync.OnceValue(func() *reference.Document {
	text, err := httpapi.Description()
	if err != nil {
		panic(err)
	}
	document, err := reference.Parse(text)
	if err != nil {
		panic(err)
	}
	return document
})

// api is the JSON API over the house's desks.
func (h *house) api(log *slog.Logger) *httpapi.API {
	return &httpapi.API{
		Reception: h.reception, ServicePoint: h.exams, Office: h.office, Registrar: h.registrar,
		Directory: h.directory, Ledger: h.ledger, Board: h.board, Docket: h.docket, Certificates: h.certificates, Reminders: h.reminders, Log: log, Now: h.now,
		Auditor: h.auditor, Pace: h.pace, Clerk: h.clerk,
	}
}

// handler serves the API under /api/v1/ and the portal everywhere else.
func (h *house) handler(s settings, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	api := h.api(log)
	api.From, api.Address = s.visitor(), s.public
	if s.public != "" {
		api.VerifyAt = s.public + "/verify"
	}
	mux.Handle("/api/v1/", api.Handler())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintln(w, "ok")
	})
	mux.Handle("/", h.pages(s, log).Handler())
	return mux
}

// post returns the sweep that sends the messages of the outbox.
func (h *house) post(s settings, log *slog.Logger) func(context.Context) error {
	post := mail.Post{
		Outbox: h.store.Outbox(),
		Sender: &mail.Sender{Host: s.smtpHost, Port: s.smtpPort, From: s.from},
		Write:  h.letters(s.public),
		Now:    h.now,
		Log:    log,
	}
	return func(ctx context.Context) error {
		_, err := post.Deliver(ctx)
		return err
	}
}

// letters writes messages in the words of their organisation, with links to the
// portal at the address.
func (h *house) letters(portal string) func(context.Context, identity.Message) (mail.Letter, error) {
	return func(ctx context.Context, m identity.Message) (mail.Letter, error) {
		organisation, err := h.store.Identity().Organisation(ctx, m.Org)
		if err != nil {
			return mail.Letter{}, err
		}
		l := mail.Letter{To: m.To, Language: m.Language}
		l.Subject, l.Body = i18n.For(m.Language).Message(m, organisation, portal)
		if m.Kind == identity.Reminder && m.Secret != "" {
			l.Stop = portal + i18n.StopPath(m)
		}
		return l, nil
	}
}
