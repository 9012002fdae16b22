package identity_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/identity"
)

// Any sequence of setting, asking, answering and setting passwords, beside a model that
// knows the answers: no password without the answer to the question that was asked, the
// question stays until it is answered, and what is stored holds no answer.
func TestA9_AnyCommandsKeepTheQuestionsHonest(t *testing.T) {
	sets := [][]identity.Given{good(), given("first-dish", "Tourtière du lac", "first-car", "Une Lada verte", "school-trip", "Parc des Grands-Jardins")}
	rapid.Check(t, func(rt *rapid.T) {
		h := open(t)
		h.asks(t, mandated(t))
		password, set, turn, n := emmasPassword, -1, 0, 0
		var browser, ticket string
		for range rapid.IntRange(1, 14).Draw(rt, "commands") {
			h.now = h.now.Add(25 * time.Hour) // what may be sent and guessed in a day is there anew
			switch rapid.SampledFrom([]string{"set", "set wrongly", "flow", "temporary"}).Draw(rt, "command") {
			case "set", "set wrongly":
				token, _, err := h.SignIn(t.Context(), "otpq", "emma", password)
				require.NoError(rt, err)
				to := rapid.IntRange(0, 1).Draw(rt, "to")
				if rapid.Bool().Draw(rt, "with the password") {
					require.NoError(rt, h.SetAnswers(t.Context(), token, password, sets[to]))
					set, turn = to, 0
				} else {
					require.ErrorIs(rt, h.SetAnswers(t.Context(), token, "wrong", sets[to]), identity.ErrPasswordWrong)
				}
				_, err = h.Who(t.Context(), token)
				if set < 0 {
					require.ErrorIs(rt, err, identity.ErrMustAnswer)
				} else {
					require.NoError(rt, err)
				}
			case "flow":
				browser, ticket = h.choosing(t)
				flowAnswered, misses := -1, 0
				for range rapid.IntRange(1, 7).Draw(rt, "answers") {
					h.now = h.now.Add(time.Second)
					q, asked, err := h.LinkingQuestion(t.Context(), "otpq", browser, ticket)
					if misses == 5 {
						require.ErrorIs(rt, err, identity.ErrFlowEnded)
						break
					}
					require.NoError(rt, err)
					require.Equal(rt, set >= 0 && flowAnswered < 0, asked)
					n++
					next := fmt.Sprintf("%s %d", newPassword, n)
					if !asked {
						require.NoError(rt, h.SetPassword(t.Context(), "otpq", browser, ticket, next))
						password = next
						break
					}
					require.Equal(rt, sets[set][turn%3].Question, q.ID)
					require.ErrorIs(rt, h.SetPassword(t.Context(), "otpq", browser, ticket, next), identity.ErrAnswer)
					say := rapid.IntRange(-1, 2).Draw(rt, "answer")
					answer := "none of them"
					if say >= 0 {
						answer = sets[set][say].Answer.Reveal()
					}
					err = h.AnswerLinking(t.Context(), "otpq", browser, ticket, answer)
					switch {
					case say == turn%3:
						require.NoError(rt, err)
						flowAnswered, turn = turn, turn+1
					case misses == 4:
						require.ErrorIs(rt, err, identity.ErrFlowEnded)
						misses++
					default:
						require.ErrorIs(rt, err, identity.ErrAnswer)
						misses++
					}
				}
			case "temporary":
				require.NoError(rt, h.RequestTemporary(t.Context(), "otpq", "emma"))
				all := h.letters(t)
				token, _, err := h.SignIn(t.Context(), "otpq", "emma", all[len(all)-1].Secret)
				require.NoError(rt, err)
				n++
				next := fmt.Sprintf("%s %d", newPassword, n)
				if set >= 0 {
					require.ErrorIs(rt, h.ChangePassword(t.Context(), token, "", next), identity.ErrAnswer)
					if !rapid.Bool().Draw(rt, "answer") {
						require.ErrorIs(rt, h.AnswerSession(t.Context(), token, "none of them"), identity.ErrAnswer)
						require.ErrorIs(rt, h.ChangePassword(t.Context(), token, "", next), identity.ErrAnswer)
						continue
					}
					require.NoError(rt, h.AnswerSession(t.Context(), token, sets[set][turn%3].Answer.Reveal()))
					turn++
				}
				require.NoError(rt, h.ChangePassword(t.Context(), token, "", next))
				password = next
			}
			account, err := h.store.Account(t.Context(), "otpq", "a-1")
			require.NoError(rt, err)
			body, err := json.Marshal(account)
			require.NoError(rt, err)
			text := identity.NormalAnswer(string(body))
			for _, g := range slices.Concat(sets...) {
				require.NotContains(rt, text, identity.NormalAnswer(g.Answer.Reveal()))
			}
			h.signIn(t, "emma", password)
		}
	})
}
