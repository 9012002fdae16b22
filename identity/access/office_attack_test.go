package access_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// A6: numbers are drawn among 2^60. Ten thousand guesses from one place are few tries in
// a day, and find nothing.
func TestA6_TenThousandGuessesFindNothing(t *testing.T) {
	w := newWorld(t)
	_, err := w.office.IssueReference(t.Context(), w.jeanne, "ref-1", access.Person{First: "Inès", Last: "Roy", Email: "ines@exemple.org"}, identity.French, []string{"billing"})
	require.NoError(t, err)
	looked := 0
	for i := range 10_000 {
		_, err := w.office.OpenByReference(t.Context(), org, "198.51.100.7", fmt.Sprintf("%012d", i), "Roy", "voleur", "quatre mots au hasard ici")
		switch {
		case errors.Is(err, access.ErrReference):
			looked++
		default:
			require.ErrorIs(t, err, identity.ErrThrottled)
		}
		w.at = w.at.Add(time.Second)
	}
	// Five at once, then after 1, 2, 4 and 8 minutes and every quarter of an hour: 10,000
	// seconds are 900 s for the first nine, then ten more quarters.
	require.Equal(t, 19, looked)
}

func TestA12_FiveWrongCodesEndARegistration(t *testing.T) {
	w := newWorld(t)
	luc := access.Person{First: "Luc", Last: "Tremblay", Email: "luc@exemple.org"}
	_, code, err := w.office.Enrol(t.Context(), w.manon, "e-1", "centre", luc, identity.French, []string{"dma"})
	require.NoError(t, err)
	password := w.letters(identity.EnrolmentPassword, "luc@exemple.org")[0].Secret
	open := func(from, secret string) error {
		_, err := w.office.OpenByCode(t.Context(), org, from, "luc@exemple.org", password, secret, "luc.tremblay", "quatre mots au hasard ici")
		return err
	}
	for i := range 5 { // from five places, so that no place must wait
		require.ErrorIs(t, open(fmt.Sprint("place ", i), "0000000000"), access.ErrEnrolment)
	}
	require.ErrorIs(t, open("elsewhere", code.Reveal()), access.ErrEnrolment, "the right one, too late, with the same answer")
	all, err := w.office.Enrolments(t.Context(), w.manon)
	require.NoError(t, err)
	require.Equal(t, access.EnrolmentDead, all[0].State)
	w.at = w.at.Add(time.Minute)
	_, again, err := w.office.Renew(t.Context(), w.manon, "e-1", all[0].Version)
	require.NoError(t, err)
	require.NotEqual(t, code.Reveal(), again.Reveal())
	require.ErrorIs(t, open("elsewhere", again.Reveal()), access.ErrEnrolment, "the former password is dead too")
	password = w.letters(identity.EnrolmentPassword, "luc@exemple.org")[0].Secret
	require.NoError(t, open("elsewhere", again.Reveal()))
}

func TestA12_CodeAndPasswordEndAtTheInstant(t *testing.T) {
	w := newWorld(t)
	luc := access.Person{First: "Luc", Last: "Tremblay", Email: "luc@exemple.org"}
	_, code, err := w.office.Enrol(t.Context(), w.manon, "e-1", "centre", luc, identity.French, []string{"dma"})
	require.NoError(t, err)
	began := w.at
	w.at = began.Add(identity.TemporaryLife)
	open := func(password string) error {
		_, err := w.office.OpenByCode(t.Context(), org, "place", "luc@exemple.org", password, code.Reveal(), "luc.tremblay", "quatre mots au hasard ici")
		return err
	}
	require.ErrorIs(t, open(w.letters(identity.EnrolmentPassword, "luc@exemple.org")[0].Secret), access.ErrEnrolment, "24 hours")
	require.NoError(t, w.office.SendEnrolment(t.Context(), org, "luc@exemple.org"))
	require.NoError(t, w.office.SendEnrolment(t.Context(), org, "nobody@exemple.org"), "the answer is the same")
	sent := w.letters(identity.EnrolmentPassword, "luc@exemple.org")
	require.Len(t, sent, 2)
	require.NoError(t, w.office.SendEnrolment(t.Context(), org, "luc@exemple.org"))
	require.Len(t, w.letters(identity.EnrolmentPassword, "luc@exemple.org"), 2, "not at once")
	w.at = began.Add(access.EnrolmentLife)
	require.ErrorIs(t, open(sent[0].Secret), access.ErrEnrolment, "14 days")
	w.at = began.Add(identity.TemporaryLife)
	require.ErrorIs(t, open(sent[0].Secret), access.ErrEnrolment, "a clock set back revives nothing")
}

func TestA4_LinkOfOneRequestSignsNoOther(t *testing.T) {
	w := newWorld(t)
	_, _, user, _ := w.submitted("r-1", entry())
	e := entry()
	e.Service = "eligibility"
	w.submitted("r-2", e)
	for _, id := range []string{"r-2", "r-3", ""} {
		_, err := w.office.Sign(t.Context(), org, id, user, "Luc Tremblay", true)
		require.ErrorIs(t, err, access.ErrNotFound, id)
		_, err = w.office.Signing(t.Context(), org, id, user)
		require.ErrorIs(t, err, access.ErrNotFound)
	}
	_, err := w.office.Sign(t.Context(), "other", "r-1", user, "Luc Tremblay", true)
	require.ErrorIs(t, err, access.ErrNotFound)
	_, err = w.office.Signing(t.Context(), org, "r-1", "")
	require.ErrorIs(t, err, access.ErrNotFound)
}

func TestA1_RequestIsItsBrowsersAlone(t *testing.T) {
	w := newWorld(t)
	browser, _, err := w.office.Begin(t.Context(), org, "", "r-1", entry())
	require.NoError(t, err)
	again, r, err := w.office.Begin(t.Context(), org, browser, "r-1", access.Entry{})
	require.NoError(t, err, "the page sent twice")
	require.Equal(t, browser, again)
	require.Equal(t, "billing", r.Service, "changes nothing")
	_, _, err = w.office.Begin(t.Context(), org, "", "r-1", entry())
	require.ErrorIs(t, err, access.ErrNotFound)
	for _, other := range []string{"", "another"} {
		_, err = w.office.Request(t.Context(), org, other, "r-1")
		require.ErrorIs(t, err, access.ErrNotFound)
		_, err = w.office.Enter(t.Context(), org, other, "r-1", entry())
		require.ErrorIs(t, err, access.ErrNotFound)
		_, err = w.office.Submit(t.Context(), org, other, "r-1")
		require.ErrorIs(t, err, access.ErrNotFound)
		_, err = w.office.Withdraw(t.Context(), org, other, "r-1")
		require.ErrorIs(t, err, access.ErrNotFound)
	}
	_, err = w.office.File(t.Context(), w.jeanne, "r-1")
	require.ErrorIs(t, err, access.ErrNotFound, "staff see nothing that was not sent")
	require.False(t, holds(t, r, browser))
}

func TestA4_NobodyDecidesOnTheirOwn(t *testing.T) {
	w := newWorld(t)
	e := entry()
	e.User.First, e.User.Last = "Jeanne", "Roy"
	r := w.signed("r-1", e)
	_, err := w.office.Accept(t.Context(), w.jeanne, "r-1", r.Version)
	require.ErrorIs(t, err, access.ErrForbidden)
	_, err = w.office.Refuse(t.Context(), w.jeanne, "r-1", r.Version, []string{"illegible"}, "")
	require.ErrorIs(t, err, access.ErrForbidden)
	_, err = w.office.Accept(t.Context(), w.manon, "r-1", r.Version)
	require.ErrorIs(t, err, access.ErrForbidden, "a representative is no staff")
	_, err = w.office.Accept(t.Context(), w.paul, "r-1", r.Version-1)
	require.ErrorIs(t, err, access.ErrStale)
	_, err = w.office.Accept(t.Context(), w.paul, "r-1", r.Version)
	require.NoError(t, err)
}

// killed is a store that dies when an account is changed, or right after.
type killed struct {
	identity.Store
	before, after bool
}

var errKilled = errors.New("killed")

func (k *killed) ChangeAccount(ctx context.Context, o identity.OrganisationID, id identity.AccountID, fn func(identity.Account) (identity.Account, []identity.Message, error)) (identity.Account, error) {
	if k.before {
		return identity.Account{}, errKilled
	}
	a, err := k.Store.ChangeAccount(ctx, o, id, fn)
	if k.after && err == nil {
		err = errKilled
	}
	return a, err
}

func TestA8_KilledBetweenTheDecisionAndTheAccountLosesNothing(t *testing.T) {
	for name, k := range map[string]*killed{"before": {before: true}, "after": {after: true}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r := w.signed("r-1", entry())
			k.Store = w.directory.Store
			w.directory.Store = k
			_, err := w.office.Accept(t.Context(), w.jeanne, "r-1", r.Version)
			require.ErrorIs(t, err, errKilled)
			w.directory.Store = k.Store
			w.at = w.at.Add(time.Minute)
			n, err := w.office.Settle(t.Context(), org)
			require.NoError(t, err)
			require.Equal(t, 1, n)
			_, err = w.office.Accept(t.Context(), w.jeanne, "r-1", r.Version)
			require.NoError(t, err, "pressing again")
			require.Len(t, w.letters(identity.AccessPassword, "luc.tremblay@exemple.org"), 1)
			require.Len(t, w.letters(identity.AccessUsername, "diane.gagnon@exemple.org"), 1)
			n, err = w.office.Settle(t.Context(), org)
			require.NoError(t, err)
			require.Zero(t, n)
		})
	}
}

func TestA2_TwoRequestsAcceptedAtOnceOpenOneAccount(t *testing.T) {
	w := newWorld(t)
	first := w.signed("r-1", entry())
	e := entry()
	e.Service = "eligibility"
	second := w.signed("r-2", e)
	var both sync.WaitGroup
	errs := make([]error, 2)
	both.Go(func() { _, errs[0] = w.office.Accept(t.Context(), w.jeanne, "r-1", first.Version) })
	both.Go(func() { _, errs[1] = w.office.Accept(t.Context(), w.paul, "r-2", second.Version) })
	both.Wait()
	require.NoError(t, errors.Join(errs...))
	accounts, err := w.store.Identity().AccountsAt(t.Context(), org, "luc.tremblay@exemple.org")
	require.NoError(t, err)
	require.Len(t, accounts, 1)
	require.Equal(t, []string{"billing", "eligibility"}, accounts[0].Services())
	require.Len(t, w.letters(identity.AccessPassword, "luc.tremblay@exemple.org"), 1)
}

// Anybody may fill in a form: what is kept of it has an end, and is wrong all the same.
func TestA1_WhatIsKeptOfADraftHasAnEnd(t *testing.T) {
	w := newWorld(t)
	long := strings.Repeat("é", 100_000)
	e := access.Entry{
		Form: long, Service: long, User: access.Person{First: long, Last: long, Email: long},
		Authoriser: access.AuthoriserNamed{Person: access.Person{First: long, Last: long, Email: long}, Kind: long, Place: long},
	}
	_, r, err := w.office.Begin(t.Context(), org, "", "r-1", e)
	require.NoError(t, err)
	out, err := json.Marshal(r)
	require.NoError(t, err)
	require.Less(t, len(out), 10_000)
	require.Len(t, w.office.Catalogue.Missing(r), 10, "every field is wrong")
}

func TestA15_WhatIsGrantedToADisabledAccountOpensNothing(t *testing.T) {
	w := newWorld(t)
	first := w.accepted("r-1", entry())
	e := entry()
	e.Service = "eligibility"
	second := w.signed("r-2", e)
	k := &killed{Store: w.directory.Store, before: true}
	w.directory.Store = k
	_, err := w.office.Accept(t.Context(), w.jeanne, "r-2", second.Version)
	require.ErrorIs(t, err, errKilled, "decided, and not granted yet")
	w.directory.Store = k.Store
	_, err = w.store.Identity().ChangeAccount(t.Context(), org, first.Account, func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.State = identity.AccountDisabled
		return a, nil, nil
	})
	require.NoError(t, err)
	n, err := w.office.Settle(t.Context(), org)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	a, err := w.store.Identity().Account(t.Context(), org, first.Account)
	require.NoError(t, err)
	require.NotContains(t, a.Services(), "eligibility")
	require.Empty(t, w.letters(identity.AccessGranted, e.User.Email))
}
