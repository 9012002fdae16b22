package privacy_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/privacy"
)

// legModel is a leg as a person would note it down: what was answered and when. Days are
// texts, which compare as days do.
type legModel struct {
	scope              []privacy.HoldingID
	due, first20       string
	extended           bool
	answers            []answerModel
	contested, settled bool
}

type answerModel struct {
	on   string
	kept []privacy.HoldingID // none: everything was given
}

func (m *legModel) given() bool {
	return len(m.answers) > 0 && len(m.answers[len(m.answers)-1].kept) == 0
}

func (m *legModel) kept() []privacy.HoldingID {
	if len(m.answers) == 0 {
		return m.scope
	}
	return m.answers[len(m.answers)-1].kept
}

func (m *legModel) deemed(on string) bool {
	return on > m.due && (len(m.answers) == 0 || m.answers[0].on > m.due)
}

// frozen is what may not be destroyed on a day.
func (m *legModel) frozen(n naive, on string) []privacy.HoldingID {
	switch {
	case m.contested:
		return m.kept()
	case m.settled || m.given():
		return nil
	case len(m.answers) > 0:
		if on <= n.after(m.answers[len(m.answers)-1].on, 30) {
			return m.kept()
		}
	case m.deemed(on) && on <= n.after(m.due, 30):
		return m.scope
	}
	return nil
}

// may says whether an event of the leg is possible on a day, and does it.
func (m *legModel) may(n naive, access bool, received, on string, c privacy.Command, admitted bool) bool {
	refuses := func() bool {
		if !admitted || len(m.answers) > 0 {
			return false
		}
		m.answers = append(m.answers, answerModel{on, m.scope})
		return true
	}
	switch c.Event {
	case privacy.Extend:
		if !access || m.extended || len(m.answers) > 0 || m.contested || m.settled || c.Days < 1 || c.Days > 10 || on > m.first20 {
			return false
		}
		m.extended, m.due = true, n.after(received, 20+c.Days)
		return true
	case privacy.Grant:
		if !admitted || m.given() {
			return false
		}
		m.answers, m.contested, m.settled = append(m.answers, answerModel{on, nil}), false, false
		return true
	case privacy.GrantPart:
		if !admitted || m.given() || !slices.Contains(m.kept(), c.Kept[0]) || len(m.scope) < 2 {
			return false
		}
		m.answers, m.contested, m.settled = append(m.answers, answerModel{on, c.Kept}), false, false
		return true
	case privacy.Refuse:
		return !m.settled && refuses()
	case privacy.Withhold:
		return access && !m.settled && refuses()
	case privacy.Contest:
		if m.contested || m.settled || m.given() || len(m.answers) == 0 && !m.deemed(on) {
			return false
		}
		m.contested = true
		return true
	default: // Settle
		if !m.contested {
			return false
		}
		m.contested, m.settled = false, true
		return true
	}
}

// Any story, told to the machine and to the model: they allow the same, agree every day
// on what silence did and what is frozen, and every refusal can be defended.
func TestV16_V17_TheMachineAndTheModelAgree(t *testing.T) {
	with, n := rules(t), newNaive(t)
	scope := map[privacy.Regime][]privacy.HoldingID{
		privacy.AccessAct:  {rollName, inspection},
		privacy.PrivateAct: {newsletter, "publications/members/work-email"},
	}
	ground := map[privacy.Regime]string{privacy.AccessAct: "investigation", privacy.PrivateAct: "third-person"}
	rapid.Check(t, func(t *rapid.T) {
		today := day("2024-01-01").AddDays(rapid.IntRange(0, 3000).Draw(t, "day"))
		received := today.String()
		r, err := privacy.Open(privacy.Ask{
			Kind: privacy.Access, Quality: privacy.Oneself, Received: today,
			Scope: slices.Concat(scope[privacy.AccessAct], scope[privacy.PrivateAct]),
		}, with, noon, today)
		require.NoError(t, err)
		models := map[privacy.Regime]*legModel{
			privacy.AccessAct:  {scope: scope[privacy.AccessAct], due: n.after(received, 20), first20: n.after(received, 20)},
			privacy.PrivateAct: {scope: scope[privacy.PrivateAct], due: n.after(received, 30)},
		}
		identified, admitted, withdrawn, dismissed := false, false, false, false
		for range rapid.IntRange(1, 14).Draw(t, "steps") {
			today = today.AddDays(rapid.SampledFrom([]int{0, 1, 3, 10, 19, 31}).Draw(t, "later"))
			on := today.String()
			c := privacy.Command{
				Event: rapid.SampledFrom([]privacy.Event{
					privacy.Identify, privacy.Admit, privacy.Admit, privacy.Withdraw, privacy.Dismiss, privacy.Extend, privacy.Extend, privacy.Grant,
					privacy.GrantPart, privacy.Refuse, privacy.Refuse, privacy.Withhold, privacy.Contest, privacy.Contest, privacy.Settle,
				}).Draw(t, "event"),
				Regime: rapid.SampledFrom(privacy.Regimes()).Draw(t, "regime"),
				Proof:  "carte vue", Reason: "motif", Days: rapid.IntRange(0, 11).Draw(t, "days"),
			}
			c.Ground = ground[c.Regime]
			c.Kept = scope[c.Regime][:1]
			if rapid.Bool().Draw(t, "the other part") {
				c.Kept = scope[c.Regime][1:]
			}
			gone := withdrawn || dismissed
			possible := false
			switch c.Event {
			case privacy.Identify:
				possible = !admitted && !gone
				identified = identified || possible
			case privacy.Admit:
				possible = identified && !admitted && !gone
				admitted = admitted || possible
			case privacy.Withdraw:
				possible = !gone
				for _, m := range models {
					possible = possible && len(m.answers) == 0 && !m.contested && !m.settled
				}
				withdrawn = withdrawn || possible
			case privacy.Dismiss:
				c.Ground = "unidentified"
				possible = !gone && !admitted
				for _, m := range models {
					possible = possible && !m.settled
				}
				if possible {
					dismissed = true
					for _, m := range models {
						m.answers = append(m.answers, answerModel{on, m.scope})
					}
				}
			default:
				possible = !withdrawn && models[c.Regime].may(n, c.Regime == privacy.AccessAct, received, on, c, admitted)
			}
			next, err := r.Apply(c, with, noon, today)
			require.Equal(t, possible, err == nil, "%s %s on %s: %v", c.Event, c.Regime, on, err)
			if err != nil {
				require.Equal(t, r, next)
			} else {
				require.Len(t, next.Entries, len(r.Entries)+1)
			}
			r = next
			look := today.AddDays(rapid.IntRange(0, 70).Draw(t, "look"))
			for _, l := range r.Legs {
				m, s := models[l.Regime], l.On(look)
				if withdrawn {
					require.Equal(t, privacy.Status{State: privacy.Dropped}, s)
					continue
				}
				require.Equal(t, m.due, l.Due.String())
				require.Equal(t, m.deemed(look.String()), s.Deemed, "%s on %s", l.Regime, look)
				require.ElementsMatch(t, m.frozen(n, look.String()), s.Frozen, "%s on %s", l.Regime, look)
				for _, a := range l.Answers {
					require.ElementsMatch(t, l.Scope, slices.Concat(a.Given, a.Kept))
					if len(a.Kept) > 0 {
						require.NotEmpty(t, a.Articles)
						require.NotEmpty(t, a.Reason)
						require.Equal(t, n.after(a.Day.String(), 30), a.RecourseBy.String())
					}
				}
			}
		}
	})
}
