package exemption_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// sequence is a member and staff who press whatever they can, in any order.
type sequence struct {
	*house
	t     *testing.T
	known exemption.Request
}

// press runs an act on the request as last seen, or on a page that is behind.
func (s *sequence) press(rt *rapid.T) {
	version := s.known.Version - int64(rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(rt, "pages behind"))
	act := rapid.SampledFrom([]string{"save", "attach", "remove", "submit", "discard", "withdraw", "note", "reply", "tell-end", "ask", "grant", "end", "refuse", "cancel"}).Draw(rt, "act")
	ctx := s.t.Context()
	day := cycle.MustDate(rapid.SampledFrom([]string{"2023-03-31", "2023-05-31", "2023-07-15", "2023-01-01"}).Draw(rt, "day"))
	switch act {
	case "save":
		_, _ = s.Save(ctx, emma, "m-1", "r1", version, rapid.SampledFrom([]exemption.Entry{s.known.Entry, {}}).Draw(rt, "typed"))
	case "attach":
		_, _ = s.Attach(ctx, emma, "m-1", "r1", version, "a.pdf", strings.NewReader(rapid.SampledFrom([]string{pdf, png}).Draw(rt, "content")))
	case "remove":
		if len(s.known.Documents) > 0 {
			i := rapid.IntRange(0, len(s.known.Documents)-1).Draw(rt, "document")
			_, _ = s.Remove(ctx, emma, "m-1", "r1", version, s.known.Documents[i].ID)
		}
	case "note":
		_, _ = s.Note(ctx, emma, "m-1", "r1", version, "Voici.")
	case "reply":
		_, _ = s.Reply(ctx, emma, "m-1", "r1", version)
	case "tell-end":
		_, _ = s.TellEnd(ctx, emma, "m-1", "r1", version, day, "")
	case "submit":
		_, _ = s.Submit(ctx, emma, "m-1", "r1", version)
	case "discard":
		_, _ = s.Discard(ctx, emma, "m-1", "r1", version)
	case "withdraw":
		_, _ = s.Withdraw(ctx, emma, "m-1", "r1", version)
	default:
		_, _ = s.Decide(ctx, staff, "m-1", "r1", version, exemption.Verdict{
			Event:   exemption.Event(act),
			Granted: hours.Ratio(rapid.Int64Range(0, 140).Draw(rt, "quarters"), 4),
			ByRule:  rapid.Bool().Draw(rt, "by rule"),
			Day:     day,
			Reason:  rapid.SampledFrom([]string{"", "why"}).Draw(rt, "reason"),
		})
	}
}

// under puts the house under a regulation that has no rule for exemptions, or one that
// has.
func (s *sequence) under(rt *rapid.T) {
	if !rapid.Bool().Draw(rt, "has a rule") {
		return
	}
	s.organisation(s.t, "otpq", func(o *identity.Organisation) { o.Regulation = "qc-otstcfq" })
}

// reachable reports that one event, or none, leads from one state to the other.
func reachable(from, to exemption.State) bool {
	if from == to {
		return true
	}
	for _, e := range exemption.Events() {
		if next, err := from.Next(e); err == nil && next == to {
			return true
		}
	}
	return false
}

// Whatever is pressed, in whatever order: the state stays in the table, each
// decision has its message, what is stored of documents is what the request says,
// no more is granted than is asked, and hours are excused only when granted.
func TestWhateverIsPressed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := sequence{house: open(t), t: t}
		s.under(rt)
		s.organisation(t, "otpq", func(o *identity.Organisation) { o.WithdrawBeforeProcessing = rapid.Bool().Draw(rt, "lets withdraw") })
		s.known = s.draft(t)
		for range rapid.IntRange(1, 12).Draw(rt, "presses") {
			before := s.known
			s.press(rt)
			var err error
			s.known, err = s.Store.Request(t.Context(), before.Key)
			require.NoError(rt, err)
			require.True(rt, reachable(before.State, s.known.State), "%s to %s", before.State, s.known.State)
			if s.known.Version == before.Version {
				require.Equal(rt, before, s.known)
			}
			if before.State != exemption.Draft {
				require.Equal(rt, before.Claim, s.known.Claim)
				for i := range before.Sealed {
					require.Equal(rt, before.Documents[i], s.known.Documents[i], "what was sent stays")
				}
			}
			require.GreaterOrEqual(rt, len(s.known.Decisions), len(before.Decisions))
			for i := range before.Decisions {
				require.Equal(rt, before.Decisions[i], s.known.Decisions[i], "decisions only grow")
			}
			if s.known.State != exemption.Draft && s.known.State != exemption.Incomplete {
				require.Empty(rt, s.known.Unsent())
			}
			require.Len(rt, s.messages(t), len(s.known.Decisions))
			require.Equal(rt, len(s.known.Documents), s.documents.Len())
			require.False(rt, h("30").Less(s.known.Granted))

			balance, err := s.Ledger.Balance(t.Context(), emma, "m-1", cycle.Date{})
			require.NoError(rt, err)
			excused := hours.Hours{}
			if s.known.State.Excuses() {
				excused = s.known.Granted
			}
			require.Equal(rt, excused, balance.Granted)
			require.Equal(rt, h("30").Minus(excused), balance.Total().Due)
		}
	})
}
