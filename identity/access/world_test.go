package access_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
	"github.com/goodstanding/goodstanding/identity/access/forms"
)

const org identity.OrganisationID = "ramq"

// plain keeps passwords as they are: hashing is not what is tried here.
type plain struct{}

func (plain) Hash(password string) (string, error)       { return "plain:" + password, nil }
func (plain) Verify(password, hash string) (bool, error) { return hash == "plain:"+password, nil }
func (plain) Stale(string) bool                          { return false }

// catalogues are read once: models make many worlds.
var catalogues = sync.OnceValues(forms.All)

// world is an organisation with its staff and a representative, at an instant that the
// tests move.
type world struct {
	t         *testing.T
	store     *memory.Store
	directory *identity.Directory
	office    *access.Office
	at        time.Time
	jeanne    identity.Actor // staff
	paul      identity.Actor // staff
	manon     identity.Actor // representative of the centre
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, store: memory.New(), at: time.Date(2026, time.November, 20, 15, 0, 0, 0, time.UTC)}
	now := func() time.Time { return w.at }
	w.directory = &identity.Directory{Store: w.store.Identity(), Flows: w.store.Flows(), Hasher: plain{}, Now: now}
	all, err := catalogues()
	require.NoError(t, err)
	w.office = &access.Office{Store: w.store.Access(), Directory: w.directory, Catalogue: all["qc-insurer"], Now: now}
	_, err = w.store.Identity().ChangeOrganisation(t.Context(), org, func(o identity.Organisation) (identity.Organisation, error) {
		o.Name, o.Zone = identity.Text{FR: "Régie", EN: "Board"}, "America/Toronto"
		return o, nil
	})
	require.NoError(t, err)
	w.jeanne = w.account("jeanne", "Jeanne Roy", identity.RoleStaff)
	w.paul = w.account("paul", "Paul Morin", identity.RoleStaff)
	w.manon = w.account("manon", "Manon Leblanc", identity.RoleRepresentative)
	_, err = w.office.SetWorkplace(t.Context(), w.jeanne, "centre", 0, "Centre jeunesse du Fleuve", []identity.AccountID{"manon"})
	require.NoError(t, err)
	return w
}

func (w *world) account(id identity.AccountID, name string, role identity.Role) identity.Actor {
	a, err := w.store.Identity().ChangeAccount(w.t.Context(), org, id, func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Login, a.Name, a.Roles, a.LastOpened = string(id), name, []identity.Role{role}, w.at
		return a, nil, nil
	})
	require.NoError(w.t, err)
	return a.Actor()
}

// entry is a request that nothing has refused: Dr Diane Gagnon authorises Luc Tremblay.
func entry() access.Entry {
	return access.Entry{
		Form: "physicians", Service: "billing", Language: identity.French,
		User: access.Person{First: "Luc", Last: "Tremblay", Email: "luc.tremblay@exemple.org"},
		Authoriser: access.AuthoriserNamed{
			Person: access.Person{First: "Diane", Last: "Gagnon", Email: "diane.gagnon@exemple.org"}, Kind: "professional", Place: "Clinique du Parc",
		},
	}
}

// letters returns the messages of a kind to an address, the latest first.
func (w *world) letters(kind identity.MessageKind, to string) []identity.Message {
	all, err := w.store.Outbox().Messages(w.t.Context(), org, 1000)
	require.NoError(w.t, err)
	var found []identity.Message
	for _, m := range all {
		if m.Kind == kind && m.To == to {
			found = append(found, m)
		}
	}
	return found
}

// submitted returns a request that was sent to be signed, and the two secrets.
func (w *world) submitted(id string, e access.Entry) (browser string, r access.Request, user, authoriser string) {
	w.t.Helper()
	browser, _, err := w.office.Begin(w.t.Context(), org, "", id, e)
	require.NoError(w.t, err)
	r, err = w.office.Submit(w.t.Context(), org, browser, id)
	require.NoError(w.t, err)
	for _, m := range append(w.letters(identity.AccessSign, e.User.Email), w.letters(identity.AccessSign, e.Authoriser.Email)...) {
		if m.Values["request"] != id {
			continue
		}
		if m.To == e.User.Email {
			user = m.Secret
		} else {
			authoriser = m.Secret
		}
	}
	return browser, r, user, authoriser
}

// signed returns a request that both have signed.
func (w *world) signed(id string, e access.Entry) access.Request {
	w.t.Helper()
	_, _, user, authoriser := w.submitted(id, e)
	_, err := w.office.Sign(w.t.Context(), org, id, user, e.User.Name(), true)
	require.NoError(w.t, err)
	r, err := w.office.Sign(w.t.Context(), org, id, authoriser, e.Authoriser.Name(), true)
	require.NoError(w.t, err)
	require.Equal(w.t, access.Queued, r.State)
	return r
}

// accepted returns a request that staff have accepted.
func (w *world) accepted(id string, e access.Entry) access.Request {
	w.t.Helper()
	r := w.signed(id, e)
	r, err := w.office.Accept(w.t.Context(), w.jeanne, id, r.Version)
	require.NoError(w.t, err)
	require.Equal(w.t, access.Accepted, r.State)
	require.False(w.t, r.Granted.IsZero())
	return r
}

// holds reports that what is written of a value has the text in it.
func holds(t *testing.T, v any, text string) bool {
	t.Helper()
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return strings.Contains(string(out), text)
}
