package access_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// model is what a clerk with a pencil would know of a request.
type model struct {
	entry                access.Entry
	browser              string
	toUser, toAuthoriser string
	state                access.State
	began, sent          time.Time
	user, authoriser     bool
}

// TestA4A8_AnySequenceAgreesWithThePencil tries any sequence of what people do with
// requests, at any instants, against a model that knows nothing of the table.
func TestA4A8_AnySequenceAgreesWithThePencil(t *testing.T) {
	people := []access.Person{
		{First: "Luc", Last: "Tremblay", Email: "luc@exemple.org"},
		{First: "Inès", Last: "Côté", Email: "ines@exemple.org"},
	}
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		ctx := t.Context()
		known := map[string]*model{}
		names := []string{"r-1", "r-2", "r-3"}
		pick := func(rt *rapid.T) (string, *model) {
			id := rapid.SampledFrom(names).Draw(rt, "request")
			return id, known[id]
		}
		// due is what time alone does to the model.
		due := func(m *model) {
			from := m.began
			if m.state == access.Awaiting {
				from = m.sent
			}
			if (m.state == access.Draft || m.state == access.Awaiting) && !w.at.Before(from.Add(access.SigningLife)) {
				m.state = access.Lapsed
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"begin": func(rt *rapid.T) {
				id, m := pick(rt)
				if m != nil {
					return
				}
				e := entry()
				e.User = rapid.SampledFrom(people).Draw(rt, "user")
				e.Service = rapid.SampledFrom([]string{"billing", "eligibility", "registration"}).Draw(rt, "service")
				browser, _, err := w.office.Begin(ctx, org, "", id, e)
				require.NoError(rt, err)
				known[id] = &model{entry: e, browser: browser, state: access.Draft, began: w.at}
			},
			"submit": func(rt *rapid.T) {
				id, m := pick(rt)
				if m == nil {
					return
				}
				due(m)
				_, err := w.office.Submit(ctx, org, m.browser, id)
				if errors.Is(err, access.ErrTooMany) {
					return
				}
				switch m.state {
				case access.Draft:
					require.NoError(rt, err)
					m.state, m.sent = access.Awaiting, w.at
					for _, l := range append(w.letters(identity.AccessSign, m.entry.User.Email), w.letters(identity.AccessSign, m.entry.Authoriser.Email)...) {
						if l.Values["request"] == id && l.To == m.entry.User.Email {
							m.toUser = l.Secret
						} else if l.Values["request"] == id {
							m.toAuthoriser = l.Secret
						}
					}
				case access.Awaiting, access.Queued:
					require.NoError(rt, err, "sent already: it stays as it is")
				case access.Lapsed:
					require.Error(rt, err)
				default:
					require.ErrorIs(rt, err, access.ErrEnded)
				}
			},
			"sign": func(rt *rapid.T) {
				id, m := pick(rt)
				if m == nil {
					return
				}
				due(m)
				asUser, wrong := rapid.Bool().Draw(rt, "as the user"), rapid.Bool().Draw(rt, "another's name")
				secret, name, signed := m.toAuthoriser, m.entry.Authoriser.Name(), &m.authoriser
				if asUser {
					secret, name, signed = m.toUser, m.entry.User.Name(), &m.user
				}
				if wrong {
					name = "Quelqu’un d’autre"
				}
				_, err := w.office.Sign(ctx, org, id, secret, name, true)
				switch {
				case m.state == access.Queued:
					require.NoError(rt, err, "both have signed: again changes nothing")
				case m.state != access.Awaiting:
					require.ErrorIs(rt, err, access.ErrNotFound)
				case *signed:
					require.NoError(rt, err)
				case wrong:
					require.ErrorIs(rt, err, access.ErrSigner)
				default:
					require.NoError(rt, err)
					*signed = true
					if m.user && m.authoriser {
						m.state = access.Queued
					}
				}
			},
			"decline": func(rt *rapid.T) {
				id, m := pick(rt)
				if m == nil {
					return
				}
				due(m)
				_, err := w.office.Decline(ctx, org, id, m.toUser)
				if m.state != access.Awaiting {
					require.ErrorIs(rt, err, access.ErrNotFound)
					return
				}
				require.NoError(rt, err)
				m.state = access.Declined
			},
			"withdraw": func(rt *rapid.T) {
				id, m := pick(rt)
				if m == nil {
					return
				}
				due(m)
				_, err := w.office.Withdraw(ctx, org, m.browser, id)
				switch m.state {
				case access.Draft, access.Awaiting, access.Queued, access.Withdrawn:
					require.NoError(rt, err)
					m.state = access.Withdrawn
				case access.Lapsed: // it may be forgotten, with whose it was
					require.Error(rt, err)
				default:
					require.ErrorIs(rt, err, access.ErrEnded)
				}
			},
			"decide": func(rt *rapid.T) {
				id, m := pick(rt)
				if m == nil {
					return
				}
				due(m)
				f, err := w.office.File(ctx, w.jeanne, id)
				if m.sent.IsZero() {
					require.ErrorIs(rt, err, access.ErrNotFound, "staff see nothing that was not sent")
					return
				}
				require.NoError(rt, err)
				if rapid.Bool().Draw(rt, "accept") {
					_, err = w.office.Accept(ctx, w.jeanne, id, f.Request.Version)
					switch {
					case m.state == access.Queued || m.state == access.Accepted:
						require.NoError(rt, err)
						m.state = access.Accepted
					case !m.user || !m.authoriser:
						require.ErrorIs(rt, err, access.ErrReasons)
					default:
						require.ErrorIs(rt, err, access.ErrEnded)
					}
					return
				}
				_, err = w.office.Refuse(ctx, w.jeanne, id, f.Request.Version, []string{"not-entitled"}, "")
				switch m.state {
				case access.Queued:
					require.NoError(rt, err)
					m.state = access.Refused
				case access.Awaiting:
					require.ErrorIs(rt, err, access.ErrStep)
				default:
					require.ErrorIs(rt, err, access.ErrEnded)
				}
			},
			"wait": func(rt *rapid.T) {
				w.at = w.at.Add(rapid.SampledFrom([]time.Duration{time.Minute, 26 * time.Hour, 29*24*time.Hour + 23*time.Hour, access.SigningLife}).Draw(rt, "how long"))
			},
			"sweep": func(rt *rapid.T) {
				n, err := w.office.Settle(ctx, org)
				require.NoError(rt, err)
				require.Zero(rt, n, "nobody was killed: nothing was left")
			},
			"": func(rt *rapid.T) { w.holdsTrue(rt, known) },
		})
	})
}

// holdsTrue is what is true whatever happened.
func (w *world) holdsTrue(rt *rapid.T, known map[string]*model) {
	ctx := w.t.Context()
	granted := map[identity.AccountID]map[string]bool{}
	for id, m := range known {
		r, err := w.store.Access().Request(ctx, org, id)
		require.NoError(rt, err)
		state := r.At(w.at).State
		switch {
		case m.state == access.Draft && !w.at.Before(m.began.Add(access.SigningLife)),
			m.state == access.Awaiting && !w.at.Before(m.sent.Add(access.SigningLife)):
			require.Equal(rt, access.Lapsed, state)
		default:
			require.Equal(rt, m.state, state, id)
		}
		if m.state != access.Accepted {
			continue
		}
		require.Equal(rt, r.Statement.Digest, r.UserSigned.Digest)
		require.Equal(rt, r.Statement.Digest, r.AuthoriserSigned.Digest)
		if granted[r.Account] == nil {
			granted[r.Account] = map[string]bool{}
		}
		granted[r.Account][id] = true
	}
	all, err := w.store.Outbox().Messages(ctx, org, 1000)
	require.NoError(rt, err)
	for account, by := range granted {
		a, err := w.store.Identity().Account(ctx, org, account)
		require.NoError(rt, err)
		require.Len(rt, a.Grants, len(by), "each request is granted once")
		// I1: no letter and no mailbox ever holds both halves.
		halves := map[string]int{}
		passwords := 0
		for _, m := range all {
			text := fmt.Sprint(m.Secret, m.Values, m.Lines)
			if m.Kind == identity.AccessPassword && m.To == a.Email {
				passwords++
				halves[m.To] |= 1
				require.NotContains(rt, text, a.Login)
			}
			if m.Kind == identity.AccessUsername && m.Secret == a.Login {
				halves[m.To] |= 2
			}
		}
		require.Equal(rt, 1, passwords, "one password, with the account")
		for to, half := range halves {
			require.NotEqual(rt, 3, half, to)
		}
	}
}
