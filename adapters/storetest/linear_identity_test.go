package storetest_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/argon2id/argon2idtest"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/storetest"
	"github.com/goodstanding/goodstanding/identity"
)

// forgetfulFlows lose updates: they read a flow or a budget, and write what was made of it
// over whatever is there by then.
type forgetfulFlows struct{ identity.Flows }

func (f forgetfulFlows) ChangeFlow(ctx context.Context, org identity.OrganisationID, id string, fn func(identity.Flow) (identity.Flow, []identity.Message, error)) (identity.Flow, error) {
	before, err := f.Flow(ctx, org, id)
	if err != nil {
		before = identity.Flow{Org: org, ID: id}
	}
	after, messages, err := fn(before)
	if err != nil {
		return identity.Flow{}, err
	}
	runtime.Gosched()
	return f.Flows.ChangeFlow(ctx, org, id, func(identity.Flow) (identity.Flow, []identity.Message, error) { return after, messages, nil })
}

func (f forgetfulFlows) ChangeBudget(ctx context.Context, org identity.OrganisationID, key string, fn func(identity.Budget) identity.Budget) error {
	var before identity.Budget
	if err := f.Flows.ChangeBudget(ctx, org, key, func(b identity.Budget) identity.Budget { before = b; return b }); err != nil {
		return err
	}
	after := fn(before)
	runtime.Gosched()
	return f.Flows.ChangeBudget(ctx, org, key, func(b identity.Budget) identity.Budget { after.Version = b.Version; return after })
}

// The test of the test: the checker finds a code that gives two tickets, and a limiter
// that forgets.
func TestLinearIdentity_TheCheckerFindsABrokenStore(t *testing.T) {
	broken := func() storetest.Identities {
		s := memory.New()
		return storetest.Identities{Store: s.Identity(), Flows: forgetfulFlows{s.Flows()}, Outbox: s.Outbox()}
	}
	for name, run := range map[string]func(storetest.IdentityRace) porcupine.CheckResult{
		"codes": func(r storetest.IdentityRace) porcupine.CheckResult {
			return r.Codes(t, argon2idtest.Hasher{}, broken())
		},
		"limits": func(r storetest.IdentityRace) porcupine.CheckResult { return r.Limits(t, broken()) },
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(30) {
				if run(storetest.IdentityRace{Seed: seed, Clients: 8, Rounds: 6}) == porcupine.Illegal {
					return
				}
			}
			require.Fail(t, "the checker has found nothing")
		})
	}
}
