package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// LinearIdentity lets clients race for codes and for what limits guesses, through every
// handle on the same data, and requires that all that they were told can be told as one
// story: a code gives one ticket, a ticket sets one password, and guesses that race each
// other get no more than guesses in a row.
//
// open returns an empty store, which LinearIdentity closes.
func LinearIdentity(t *testing.T, hasher identity.Hasher, open func(t *testing.T) Stores) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("Seed", seed), func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() { require.NoError(t, s.Close()) })
			handles := []Identities{{s.Identity(), s.Flows(), s.Outbox()}}
			if r, ok := s.(Reopener); ok {
				other := r.Again(t)
				t.Cleanup(func() { require.NoError(t, other.Close()) })
				handles = append(handles, Identities{other.Identity(), other.Flows(), other.Outbox()})
			}
			race := IdentityRace{Seed: seed, Clients: 8, Rounds: 6}
			require.Equal(t, porcupine.Ok, race.Codes(t, hasher, handles...), "codes")
			require.Equal(t, porcupine.Ok, race.Limits(t, handles...), "limits")
		})
	}
}

// Identities is a handle on a store, or on one that is broken.
type Identities struct {
	Store  identity.Store
	Flows  identity.Flows
	Outbox identity.Outbox
}

// IdentityRace is how clients race.
type IdentityRace struct {
	Seed uint64
	// Clients race at once, in so many rounds.
	Clients, Rounds int
}

// races is a history while it is written.
type races struct {
	ticks   atomic.Int64
	mu      sync.Mutex
	history []porcupine.Operation
}

// note runs a request, and writes down what was asked and answered, and when.
func (h *races) note(client int, input any, ask func() (any, error)) error {
	call := h.ticks.Add(1)
	output, err := ask()
	returned := h.ticks.Add(1)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.history = append(h.history, porcupine.Operation{ClientId: client, Input: input, Output: output, Call: call, Return: returned})
	return nil
}

// check says what the checker finds, of each round apart.
func (h *races) check(t *testing.T, of func(input any) int, rounds int, m porcupine.Model) porcupine.CheckResult {
	m.Partition = func(history []porcupine.Operation) [][]porcupine.Operation {
		parts := make([][]porcupine.Operation, rounds)
		for _, o := range history {
			parts[of(o.Input)] = append(parts[of(o.Input)], o)
		}
		return parts
	}
	for round, part := range m.Partition(h.history) {
		one := m
		one.Partition = nil
		if found := porcupine.CheckOperationsTimeout(one, part, time.Minute); found != porcupine.Ok {
			for _, o := range part {
				t.Logf("round %d: %3d to %3d: %v: %v", round, o.Call, o.Return, o.Input, o.Output)
			}
			return found
		}
	}
	return porcupine.Ok
}

// step is what a client asks of a flow.
type step struct {
	round int
	// do is "verify", "continue" or "set"; text what is given: a code, or a ticket.
	do, text string
}

// stepped is what it was told: "ok" with the ticket, "code" or "refused".
type stepped struct{ answer, ticket string }

// way is a flow as the rules have it, told without time: nothing expires in a race.
type way struct {
	state    string // "sent", "verified", "choosing", "completed" or "dead"
	failures int
	code     string
	ticket   string
}

// next returns what a step may be told, whatever the ticket, and the flow after it.
func (w way) next(s step, got stepped) (bool, way) {
	told := func(answer string) bool { return got.answer == answer }
	switch s.do {
	case "verify":
		switch {
		case w.state == "dead":
			return told("code"), w
		case w.state != "sent":
			return told("refused"), w
		case s.text == w.code:
			w.state, w.ticket = "verified", got.ticket
			return told("ok") && got.ticket != "", w
		}
		if w.failures++; w.failures == 5 {
			w.state = "dead"
		}
		return told("code"), w
	case "continue":
		if w.state != "verified" {
			return told("refused"), w
		}
		w.state = "choosing"
		return told("ok"), w
	}
	if w.state != "choosing" || s.text != w.ticket {
		return told("refused"), w
	}
	w.state = "completed"
	return told("ok"), w
}

// Codes lets clients verify the same code, go on and set a password with its ticket, a
// flow in each round.
func (r IdentityRace) Codes(t *testing.T, hasher identity.Hasher, over ...Identities) porcupine.CheckResult {
	t.Helper()
	now := linearBegins
	var desks []*identity.Directory
	for _, o := range over {
		desks = append(desks, &identity.Directory{
			Store: o.Store, Flows: o.Flows, Hasher: hasher, Key: make([]byte, 32), Now: func() time.Time { return now },
		})
	}
	h, codes := &races{}, make([]string, r.Rounds)
	for round := range r.Rounds {
		name := fmt.Sprintf("racer-%d", round)
		require.NoError(t, racer(t.Context(), over[0], name))
		browser, err := desks[0].StartLinking(t.Context(), north, name+"@example.org")
		require.NoError(t, err)
		require.NoError(t, desks[0].SendCode(t.Context(), north, browser))
		letters, err := over[0].Outbox.Messages(t.Context(), north, 1000)
		require.NoError(t, err)
		for _, m := range letters {
			if m.To == name+"@example.org" && m.Kind == identity.LinkingCode {
				codes[round] = m.Secret
			}
		}
		require.NotEmpty(t, codes[round])
		var known atomic.Value
		known.Store("no ticket")
		require.NoError(t, together(r.Clients, 1, func(client, _ int) error {
			dice := rand.New(rand.NewPCG(r.Seed, uint64(round*r.Clients+client))) //nolint:gosec // a test that can be run again
			for i, do := range []string{"verify", "continue", "set", "set", "continue"} {
				s := step{round: round, do: do}
				switch {
				case do == "verify" && dice.IntN(2) == 0:
					s.text = codes[round]
				case do == "verify":
					s.text = "00000000"
				case do == "set":
					s.text = known.Load().(string)
				}
				d := desks[(client+i)%len(desks)]
				if err := h.note(client, s, func() (any, error) {
					got, err := take(t.Context(), d, browser, s)
					if got.ticket != "" {
						known.Store(got.ticket)
					}
					return got, err
				}); err != nil {
					return err
				}
			}
			return nil
		}))
		now = now.Add(time.Hour) // nobody's budget is used up
	}
	t.Logf("seed %d: %d steps over %d handles", r.Seed, len(h.history), len(over))
	return h.check(t, func(input any) int { return input.(step).round }, r.Rounds, porcupine.Model{
		Init: func() any { return way{} },
		Step: func(state, input, output any) (bool, any) {
			w, s := state.(way), input.(step)
			if w.state == "" {
				w.state, w.code = "sent", codes[s.round]
			}
			return w.next(s, output.(stepped))
		},
	})
}

// take takes a step at a desk.
func take(ctx context.Context, d *identity.Directory, browser string, s step) (got stepped, err error) {
	switch s.do {
	case "verify":
		got.ticket, err = d.VerifyCode(ctx, north, browser, s.text)
	case "continue":
		err = d.ContinueLinking(ctx, north, browser)
	default:
		err = d.SetPassword(ctx, north, browser, s.text, "le canard traverse la rue")
	}
	switch {
	case err == nil:
		got.answer = "ok"
	case errors.Is(err, identity.ErrCode):
		got.answer = "code"
	case errors.Is(err, identity.ErrFlowStep), errors.Is(err, identity.ErrFlowEnded):
		got.answer = "refused"
	default:
		return got, err
	}
	return got, nil
}

// racer writes somebody with an account and an address.
func racer(ctx context.Context, o Identities, name string) error {
	_, err := o.Store.ChangeOrganisation(ctx, north, func(o identity.Organisation) (identity.Organisation, error) { return o, nil })
	if err != nil {
		return err
	}
	_, err = o.Store.ChangeMember(ctx, north, identity.MemberID(name), func(m identity.Member) (identity.Member, error) {
		m.First, m.Last, m.Email = "Marie", "Roy", name+"@example.org"
		return m, nil
	})
	if err != nil {
		return err
	}
	_, err = o.Store.ChangeAccount(ctx, north, identity.AccountID(name), func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Login, a.Member = name, identity.MemberID(name)
		return a, nil, nil
	})
	return err
}

// limit is what a client asks of a limiter: "attempt" and "forgive" of the throttle, "try",
// "send" and "right" of the budget.
type limit struct {
	round int
	do    string
	now   time.Time
}

// limited is the limiter of a round: the pure rules are the model.
type limited struct {
	throttle identity.Throttle
	budget   identity.Budget
}

func (l limited) next(a limit) (bool, limited) {
	allowed := true
	switch a.do {
	case "attempt":
		if allowed = l.throttle.May(a.now); allowed {
			l.throttle = l.throttle.Failed(a.now)
		}
	case "forgive":
		l.throttle.Failures = 0
	case "try":
		l.budget, allowed = l.budget.Try(a.now)
	case "send":
		l.budget, allowed = l.budget.Send(a.now)
	default:
		l.budget = l.budget.Right()
	}
	return allowed, l
}

// Limits lets clients use up what may be guessed and sent.
func (r IdentityRace) Limits(t *testing.T, over ...Identities) porcupine.CheckResult {
	t.Helper()
	h := &races{}
	for round := range r.Rounds {
		key := fmt.Sprintf("limited-%d", round)
		now := linearBegins
		for moment := range 4 {
			require.NoError(t, together(r.Clients, 1, func(client, _ int) error {
				dice := rand.New(rand.NewPCG(r.Seed, uint64((round*4+moment)*r.Clients+client))) //nolint:gosec // the same
				for range 3 {
					a := limit{round, []string{"attempt", "attempt", "attempt", "try", "try", "try", "send", "forgive", "right"}[dice.IntN(9)], now}
					o := over[dice.IntN(len(over))]
					if err := h.note(client, a, func() (any, error) { return use(t.Context(), o, key, a) }); err != nil {
						return err
					}
				}
				return nil
			}))
			now = now.Add([]time.Duration{time.Minute, 15 * time.Minute, time.Hour, 24 * time.Hour}[moment])
		}
	}
	return h.check(t, func(input any) int { return input.(limit).round }, r.Rounds, porcupine.Model{
		Init: func() any { return limited{} },
		Step: func(state, input, output any) (bool, any) {
			allowed, after := state.(limited).next(input.(limit))
			return allowed == output.(bool), after
		},
		Equal: func(a, b any) bool { return fmt.Sprint(a) == fmt.Sprint(b) },
	})
}

// use uses a limiter of a store.
func use(ctx context.Context, o Identities, key string, a limit) (allowed bool, err error) {
	switch a.do {
	case "attempt", "forgive":
		err = o.Store.ChangeThrottle(ctx, north, key, func(t identity.Throttle) identity.Throttle {
			var l limited
			allowed, l = limited{throttle: t}.next(a)
			return l.throttle
		})
	default:
		err = o.Flows.ChangeBudget(ctx, north, key, func(b identity.Budget) identity.Budget {
			var l limited
			allowed, l = limited{budget: b}.next(a)
			return l.budget
		})
	}
	return allowed, err
}
