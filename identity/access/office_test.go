package access_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

func TestA4_BothSignTheSameFrozenText(t *testing.T) {
	w := newWorld(t)
	browser, r, user, authoriser := w.submitted("r-1", entry())
	require.Equal(t, access.Awaiting, r.State)
	require.NotEqual(t, user, authoriser)
	mine, err := w.office.Signing(t.Context(), org, "r-1", user)
	require.NoError(t, err)
	theirs, err := w.office.Signing(t.Context(), org, "r-1", authoriser)
	require.NoError(t, err)
	require.Equal(t, access.TheUser, mine.Party)
	require.Equal(t, access.TheAuthoriser, theirs.Party)
	require.Equal(t, mine.Request.Statement, theirs.Request.Statement)
	require.Contains(t, mine.Request.Statement.Text, "Luc Tremblay")

	_, err = w.office.Enter(t.Context(), org, browser, "r-1", entry())
	require.ErrorIs(t, err, access.ErrStep, "the text is frozen")
	_, err = w.office.Sign(t.Context(), org, "r-1", user, "Luc Tremblay", false)
	require.ErrorIs(t, err, access.ErrAgree)
	_, err = w.office.Sign(t.Context(), org, "r-1", authoriser, "Luc Tremblay", true)
	require.ErrorIs(t, err, access.ErrSigner, "the authoriser does not sign for the user")
	r, err = w.office.Sign(t.Context(), org, "r-1", user, " luc  TREMBLAY ", true)
	require.NoError(t, err)
	require.Equal(t, access.Awaiting, r.State)
	at := w.at
	w.at = w.at.Add(time.Hour)
	again, err := w.office.Sign(t.Context(), org, "r-1", user, "Luc Tremblay", true)
	require.NoError(t, err)
	require.Equal(t, at, again.UserSigned.At, "signing again changes nothing")
	r, err = w.office.Sign(t.Context(), org, "r-1", authoriser, "Diane Gagnon", true)
	require.NoError(t, err)
	require.Equal(t, access.Queued, r.State)
	require.Equal(t, r.Statement.Digest, r.UserSigned.Digest)
	require.Equal(t, r.Statement.Digest, r.AuthoriserSigned.Digest)
	require.Equal(t, r.Statement.Version, r.AuthoriserSigned.Version)
}

func TestA8_UserNameAndPasswordGoToTwoPeople(t *testing.T) {
	w := newWorld(t)
	r := w.accepted("r-1", entry())
	name := w.letters(identity.AccessUsername, "diane.gagnon@exemple.org")
	password := w.letters(identity.AccessPassword, "luc.tremblay@exemple.org")
	require.Len(t, name, 1)
	require.Len(t, password, 1)
	require.Equal(t, r.Login, name[0].Secret)
	require.False(t, holds(t, name[0], password[0].Secret))
	require.False(t, holds(t, password[0], r.Login))

	token, actor, err := w.directory.SignIn(t.Context(), org, r.Login, password[0].Secret)
	require.NoError(t, err)
	require.Equal(t, []string{"billing"}, actor.Services)
	_, err = w.directory.Who(t.Context(), token)
	require.ErrorIs(t, err, identity.ErrMustChange)
	require.NoError(t, w.directory.ChangePassword(t.Context(), token, "", "quatre mots au hasard ici"))
	token, _, err = w.directory.SignIn(t.Context(), org, r.Login, "quatre mots au hasard ici")
	require.NoError(t, err)
	actor, err = w.directory.Who(t.Context(), token)
	require.NoError(t, err)
	require.True(t, actor.Opens("billing"))
	require.NoError(t, w.office.Revoke(t.Context(), w.jeanne, actor.Account, "billing", "a quitté la clinique"))
	actor, err = w.directory.Who(t.Context(), token)
	require.NoError(t, err)
	require.False(t, actor.Opens("billing"), "from the next request on")
}

func TestA2_ASecondRequestAddsAServiceAndSendsNoSecret(t *testing.T) {
	w := newWorld(t)
	first := w.accepted("r-1", entry())
	e := entry()
	e.Service = "eligibility"
	second := w.accepted("r-2", e)
	require.Equal(t, first.Account, second.Account)
	require.Len(t, w.letters(identity.AccessPassword, e.User.Email), 1)
	require.Len(t, w.letters(identity.AccessUsername, e.Authoriser.Email), 1)
	granted := w.letters(identity.AccessGranted, e.User.Email)
	require.Len(t, granted, 1)
	require.Empty(t, granted[0].Secret)
	a, err := w.store.Identity().Account(t.Context(), org, first.Account)
	require.NoError(t, err)
	require.Equal(t, []string{"billing", "eligibility"}, a.Services())
}

func TestA5_EveryReasonIsToldAtOnce(t *testing.T) {
	w := newWorld(t)
	e := entry()
	e.Service, e.Authoriser.Kind, e.Agency = "dma", "general-manager", true
	e.User.Email = "info@exemple.org"
	e.Authoriser.Email = "info+x@exemple.org"
	old := w.office.Catalogue.Forms[0].Edition.AddDays(-40)
	r, err := w.office.Record(t.Context(), w.jeanne, "p-1", e, access.Paper{Received: old.AddDays(10), Forms: 3, Edition: old},
		&access.Signature{Name: "Diane Gagnon", On: old.AddDays(-1)}, nil)
	require.NoError(t, err)
	f, err := w.office.File(t.Context(), w.paul, r.ID)
	require.NoError(t, err)
	require.Equal(t, []access.Reason{
		access.AtRepresentative, access.SameAddress, access.SharedAddress, access.BillingAgency,
		access.AuthoriserUnsigned, access.SignedByAnother, access.SignedEarly, access.SeveralForms, access.OldEdition,
	}, f.Reasons)
	_, err = w.office.Accept(t.Context(), w.paul, r.ID, r.Version)
	require.ErrorIs(t, err, access.ErrReasons)
	r, err = w.office.Refuse(t.Context(), w.paul, r.ID, r.Version, []string{"illegible"}, "Le bas de la page manque.")
	require.NoError(t, err)
	require.Len(t, r.Grounds, 10)
	refused := w.letters(identity.AccessRefused, e.User.Email)
	require.Len(t, refused, 1)
	require.Len(t, refused[0].Lines, 10)
	require.Equal(t, "Le bas de la page manque.", refused[0].Values["note"])
}

func TestA7_AddressOfAnotherPersonIsRefused(t *testing.T) {
	w := newWorld(t)
	w.accepted("r-1", entry())
	e := entry()
	e.User.First = "Lucie"
	r := w.signed("r-2", e)
	f, err := w.office.File(t.Context(), w.jeanne, r.ID)
	require.NoError(t, err)
	require.Equal(t, []access.Reason{access.TakenAddress}, f.Reasons)
	require.Zero(t, f.Account)
}

func TestA6_ReferenceNumberOpensAnAccountAtOnce(t *testing.T) {
	w := newWorld(t)
	holder := access.Person{First: "Inès", Last: "Côté-Roy", Email: "ines@exemple.org"}
	ref, err := w.office.IssueReference(t.Context(), w.jeanne, "ref-1", holder, identity.French, []string{"billing"})
	require.NoError(t, err)
	sent := w.letters(identity.ReferenceNumber, "ines@exemple.org")
	require.Len(t, sent, 1)
	require.False(t, holds(t, ref, sent[0].Secret), "staff do not see it")
	open := func(number, last, login string) error {
		_, err := w.office.OpenByReference(t.Context(), org, "198.51.100.7", number, last, login, "quatre mots au hasard ici")
		return err
	}
	require.ErrorIs(t, open("0000-0000-0000", "Côté-Roy", "ines.cote"), access.ErrReference)
	require.ErrorIs(t, open(sent[0].Secret, "Roy", "ines.cote"), access.ErrReference)
	require.ErrorIs(t, open(sent[0].Secret, "Côté-Roy", "jeanne"), identity.ErrLoginTaken)
	require.ErrorIs(t, open(sent[0].Secret, "Côté-Roy", "é"), identity.ErrLogin)
	require.NoError(t, open(access.ShowReference(sent[0].Secret), "cote roy", "ines.cote"))
	_, actor, err := w.directory.SignIn(t.Context(), org, "ines.cote", "quatre mots au hasard ici")
	require.NoError(t, err)
	require.Equal(t, []string{"billing"}, actor.Services)
	require.ErrorIs(t, open(sent[0].Secret, "Côté-Roy", "ines.cote2"), access.ErrReference, "once")
	require.Len(t, w.letters(identity.AccountOpened, "ines@exemple.org"), 1)
}

func TestA12_AccountOpensWithThePasswordAndTheSecretCode(t *testing.T) {
	w := newWorld(t)
	luc := access.Person{First: "Luc", Last: "Tremblay", Email: "luc@exemple.org"}
	_, _, err := w.office.Enrol(t.Context(), w.jeanne, "e-1", "centre", luc, identity.French, []string{"dma"})
	require.ErrorIs(t, err, access.ErrForbidden, "staff are no representatives")
	_, _, err = w.office.Enrol(t.Context(), w.manon, "e-1", "centre", luc, identity.French, []string{"billing"})
	require.Equal(t, hours.FieldErrors{{Field: "services", Err: hours.ErrUnknownChoice}}, err, "A11: by form")
	_, code, err := w.office.Enrol(t.Context(), w.manon, "e-1", "centre", luc, identity.French, []string{"dma", "governance"})
	require.NoError(t, err)
	sent := w.letters(identity.EnrolmentPassword, "luc@exemple.org")
	require.Len(t, sent, 1)
	require.False(t, holds(t, sent[0], code.Reveal()), "the letter has one half")
	open := func(address, password, secret string) error {
		_, err := w.office.OpenByCode(t.Context(), org, "198.51.100.7", address, password, secret, "luc.tremblay", "quatre mots au hasard ici")
		return err
	}
	require.ErrorIs(t, open("luc@exemple.org", sent[0].Secret, "00000-00000"), access.ErrEnrolment, "an intercepted half opens nothing")
	require.ErrorIs(t, open("luc@exemple.org", "x", code.Reveal()), access.ErrEnrolment)
	require.ErrorIs(t, open("nobody@exemple.org", sent[0].Secret, code.Reveal()), access.ErrEnrolment)
	require.NoError(t, open("LUC@exemple.org", identity.ShowTemporary(sent[0].Secret), access.ShowSecret(code.Reveal())))
	_, actor, err := w.directory.SignIn(t.Context(), org, "luc.tremblay", "quatre mots au hasard ici")
	require.NoError(t, err)
	require.Equal(t, []string{"dma", "governance"}, actor.Services)
	require.ErrorIs(t, open("luc@exemple.org", sent[0].Secret, code.Reveal()), access.ErrEnrolment, "once")
}

// A page that is sent twice, or by two presses at once, issues one number and writes one
// letter; who changes what is asked for gets another, and so does the next page.
func TestA6_AReferenceNumberIsIssuedOncePerPage(t *testing.T) {
	w := newWorld(t)
	holder := access.Person{First: "Inès", Last: "Roy", Email: "ines@exemple.org"}
	issue := func(actor identity.Actor, command string, p access.Person, services ...string) string {
		r, err := w.office.IssueReference(t.Context(), actor, command, p, identity.French, services)
		require.NoError(t, err)
		return r.ID
	}
	var both sync.WaitGroup
	ids := make([]string, 2)
	both.Go(func() { ids[0] = issue(w.jeanne, "page-1", holder, "billing") })
	both.Go(func() { ids[1] = issue(w.jeanne, "page-1", holder, "billing") })
	both.Wait()
	require.Equal(t, ids[0], ids[1])
	require.Len(t, w.letters(identity.ReferenceNumber, "ines@exemple.org"), 1)
	seen := map[string]bool{ids[0]: true}
	other := holder
	other.Last = "Roi"
	for _, id := range []string{
		issue(w.jeanne, "page-2", holder, "billing"), issue(w.jeanne, "page-1", other, "billing"), issue(w.jeanne, "page-1", holder, "billing", "eligibility"),
		issue(w.paul, "page-1", holder, "billing"),
	} {
		require.False(t, seen[id])
		seen[id] = true
	}
	all, err := w.office.References(t.Context(), w.jeanne)
	require.NoError(t, err)
	require.Len(t, all, 5)
	require.NoError(t, w.office.RevokeReference(t.Context(), w.jeanne, ids[0], 1))
	again, err := w.office.IssueReference(t.Context(), w.jeanne, "page-1", holder, identity.French, []string{"billing"})
	require.NoError(t, err)
	require.Equal(t, access.ReferenceRevoked, again.State, "an old page gives nothing back")
	_, err = w.office.IssueReference(t.Context(), w.jeanne, "", holder, identity.French, []string{"billing"})
	require.ErrorIs(t, err, access.ErrNotFound)
}

// A4: who signs last and presses twice has the same answer twice. The letters open nothing
// all the same, and after the decision are forgotten.
func TestA4_SigningLastTwiceIsAnsweredTwice(t *testing.T) {
	w := newWorld(t)
	_, _, user, authoriser := w.submitted("r-1", entry())
	sign := func(secret, name string) (access.Request, error) {
		return w.office.Sign(t.Context(), org, "r-1", secret, name, true)
	}
	_, err := sign(user, "Luc Tremblay")
	require.NoError(t, err)
	first, err := sign(authoriser, "Diane Gagnon")
	require.NoError(t, err)
	for _, secret := range []string{authoriser, user} {
		again, err := sign(secret, "Diane Gagnon")
		require.NoError(t, err)
		require.Equal(t, first, again, "nothing changes, not even the version that staff decide on")
		_, err = w.office.Signing(t.Context(), org, "r-1", secret)
		require.ErrorIs(t, err, access.ErrNotFound)
		_, err = w.office.Decline(t.Context(), org, "r-1", secret)
		require.ErrorIs(t, err, access.ErrNotFound)
	}
	_, err = sign("another", "Diane Gagnon")
	require.ErrorIs(t, err, access.ErrNotFound)
	_, err = w.office.Accept(t.Context(), w.jeanne, "r-1", first.Version)
	require.NoError(t, err)
	_, err = sign(authoriser, "Diane Gagnon")
	require.ErrorIs(t, err, access.ErrNotFound)
}
