package exemption_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// asked asks for more documents.
func askFor(what, until string) exemption.Verdict {
	v := exemption.Verdict{Event: exemption.Ask, Reason: what}
	if until != "" {
		v.Day = cycle.MustDate(until)
	}
	return v
}

func TestP44_StaffAskForMoreDocumentsAndTheMemberSendsThem(t *testing.T) {
	b := open(t)
	r := b.decides(t, b.submitted(t), askFor("La page 2 du billet.", "2023-07-15"))
	require.Equal(t, exemption.Incomplete, r.State)
	asked, ok := r.Asked()
	require.True(t, ok)
	require.Equal(t, "La page 2 du billet.", asked.Reason)
	require.Equal(t, cycle.MustDate("2023-07-15"), asked.Until)
	letters := b.messages(t)
	require.Len(t, letters, 1)
	require.Equal(t, identity.ExemptionIncomplete, letters[0].Kind)
	require.NotContains(t, letters[0].Values, "reason")
	waiting, err := ids(b.Awaiting(t.Context(), staff, exemption.Query{}))
	require.NoError(t, err)
	require.Equal(t, []string{"r1"}, waiting)

	first := r.Documents[0]
	r = b.attach(t, r, "page-2.png", png)
	r = b.attach(t, r, "erreur.png", png)
	r, err = b.Note(t.Context(), emma, "m-1", "r1", r.Version, " Voici la page 2. ")
	require.NoError(t, err)
	seen, err := b.Request(t.Context(), staff, "m-1", "r1")
	require.NoError(t, err)
	require.Len(t, seen.Documents, 1, "what is not sent is the member’s alone")
	require.Empty(t, seen.Note)
	_, _, err = b.Open(t.Context(), staff, "m-1", "r1", r.Documents[1].ID)
	require.ErrorIs(t, err, exemption.ErrNotFound)
	_, err = b.Remove(t.Context(), emma, "m-1", "r1", r.Version, first.ID)
	require.ErrorIs(t, err, exemption.ErrProcessed, "what was sent stays")
	r, err = b.Remove(t.Context(), emma, "m-1", "r1", r.Version, r.Documents[2].ID)
	require.NoError(t, err)
	_, err = b.Save(t.Context(), emma, "m-1", "r1", r.Version, exemption.Entry{})
	require.ErrorIs(t, err, exemption.ErrProcessed, "P50: nothing else can be changed")

	claim, entry := r.Claim, r.Entry
	b.now = b.now.Add(time.Hour)
	sent, err := b.Reply(t.Context(), emma, "m-1", "r1", r.Version)
	require.NoError(t, err)
	again, err := b.Reply(t.Context(), emma, "m-1", "r1", r.Version)
	require.NoError(t, err, "a double press")
	require.Equal(t, sent, again)
	require.Equal(t, exemption.Submitted, sent.State)
	require.Equal(t, claim, sent.Claim)
	require.Equal(t, entry, sent.Entry)
	require.Equal(t, []exemption.Sent{{Note: "Voici la page 2.", Documents: 1, At: b.now}}, sent.Replies)
	require.Equal(t, first, sent.Documents[0])
	require.Equal(t, png, b.content(t, staff, sent, sent.Documents[1].ID))
	acts, err := b.Ledger.History(t.Context(), emma, "m-1", hours.ActQuery{})
	require.NoError(t, err)
	require.Equal(t, []hours.ActKind{hours.ExemptionReplied, hours.ExemptionAsked, hours.ExemptionSubmitted}, []hours.ActKind{acts[0].Kind, acts[1].Kind, acts[2].Kind})
	require.Equal(t, "La page 2 du billet.", acts[1].Reason)
	require.Len(t, b.messages(t), 1)
}

func TestAReplyHoldsSomething(t *testing.T) {
	b := open(t)
	r := b.decides(t, b.submitted(t), askFor("La page 2.", ""))
	_, err := b.Reply(t.Context(), emma, "m-1", "r1", r.Version)
	require.ErrorIs(t, err, exemption.ErrNothingSent)
	r, err = b.Note(t.Context(), emma, "m-1", "r1", r.Version, strings.Repeat("é", 4001))
	require.NoError(t, err, "everything typed is kept")
	_, err = b.Reply(t.Context(), emma, "m-1", "r1", r.Version)
	require.ErrorIs(t, err, hours.ErrTooLong)
	r, err = b.Note(t.Context(), emma, "m-1", "r1", r.Version, "Je n’ai pas la page 2.")
	require.NoError(t, err)
	_, err = b.Reply(t.Context(), emma, "m-1", "r1", r.Version)
	require.NoError(t, err)
}

func TestWhatIsAskedOfTheMember(t *testing.T) {
	b := open(t)
	r := b.submitted(t)
	for name, c := range map[string]struct {
		v     exemption.Verdict
		field string
		err   error
	}{
		"nothing":       {askFor(" ", ""), "reason", hours.ErrMissing},
		"for yesterday": {askFor("La page 2.", "2023-06-14"), "day", exemption.ErrDayPast},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, c.v)
			var wrong hours.FieldErrors
			require.ErrorAs(t, err, &wrong)
			require.ErrorIs(t, wrong.Of(c.field), c.err)
			b.stored(t, r)
		})
	}
	today := b.decides(t, r, askFor("La page 2.", "2023-06-15"))
	other := b.decides(t, today, askFor("La page 3.", ""))
	require.Len(t, other.Decisions, 2)
	require.Len(t, b.messages(t), 2)
	_, err := b.Decide(t.Context(), staff, "m-1", "r1", other.Version-1, askFor("La page 3.", ""))
	require.NoError(t, err, "a double press")
	require.Len(t, b.messages(t), 2, "announced once")
}

// Staff may decide without the reply; what was prepared for it and not sent is not
// kept.
func TestADecisionEndsTheReplyThatWasNotSent(t *testing.T) {
	for name, end := range map[string]func(t *testing.T, b *house, r exemption.Request) exemption.Request{
		"granted": func(t *testing.T, b *house, r exemption.Request) exemption.Request {
			return b.decides(t, r, grant("5"))
		},
		"withdrawn": func(t *testing.T, b *house, r exemption.Request) exemption.Request {
			r, err := b.Withdraw(t.Context(), emma, "m-1", "r1", r.Version)
			require.NoError(t, err)
			return r
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			b.organisation(t, "otpq", func(o *identity.Organisation) { o.WithdrawBeforeProcessing = true })
			r := b.decides(t, b.submitted(t), askFor("La page 2.", ""))
			r = b.attach(t, r, "page-2.png", png)
			require.Equal(t, 2, b.documents.Len())
			r = end(t, b, r)
			require.Len(t, r.Documents, 1)
			require.Equal(t, 1, b.documents.Len())
			b.stored(t, r)
		})
	}
}

func TestTenMoreDocumentsMayBeSentWithAReply(t *testing.T) {
	b := open(t)
	r := b.decides(t, b.submitted(t), askFor("Tout le dossier.", ""))
	for range hours.MostDocuments {
		r = b.attach(t, r, "page.png", png)
	}
	_, err := b.Attach(t.Context(), emma, "m-1", "r1", r.Version, "page.png", strings.NewReader(png))
	require.ErrorIs(t, err, hours.ErrTooManyDocuments)
}
