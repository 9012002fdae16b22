package cabinet

import (
	"reflect"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// The tables of the databases that keep bodies, beside that of the records.
const (
	TableRecords       = "records"
	TableMembers       = "members"
	TableAccounts      = "accounts"
	TableSessions      = "sessions"
	TableMessages      = "messages"
	TableActs          = "acts"
	TableOrganisations = "organisations"
	TableThrottles     = "throttles"
)

// Kind is a kind of thing that the stores keep as a body: what is in a drawer, or in a
// table of its own.
type Kind struct {
	Name, Table string
	// Type is the type of the aggregate.
	Type reflect.Type
	// refile returns what a body is found by and its order; nil for what is found by
	// nothing.
	refile func(text []byte) (string, int64, error)
}

// Kinds lists every kind. Its test reads the sources of this package, so that no drawer
// is forgotten.
func Kinds() []Kind {
	return []Kind{
		kind(accessRequests), kind(accessReferences), kind(workplaces), kind(enrolments),
		kind(draws), kind(selections), kind(certificates), kind(closings),
		kind(points), kind(operators), kind(learners), kind(sittings),
		kind(requests), kind(declarations), kind(listings), kind(acceptances),
		kind(flows), kind(budgets), kind(sprays),
		kind(providers), kind(rosters), kind(leaves), kind(reminders),
		kind(privacyRequests), kind(consents), kind(disclosures), kind(incidents), kind(runs), kind(destructions),
		kind(traces), kind(chains), kind(chainLeaves),
		tabled[identity.Organisation]("organisation", TableOrganisations),
		tabled[identity.Member]("member", TableMembers),
		tabled[identity.Account]("account", TableAccounts),
		tabled[identity.Session]("session", TableSessions),
		tabled[identity.Message]("message", TableMessages),
		tabled[hours.Act]("act", TableActs),
	}
}

func tabled[V any](name, table string) Kind {
	return Kind{Name: name, Table: table, Type: reflect.TypeFor[V]()}
}

func kind[K, V any](w drawer[K, V]) Kind {
	k := Kind{Name: w.kind, Table: TableRecords, Type: reflect.TypeFor[V]()}
	if w.found != nil {
		k.refile = func(text []byte) (string, int64, error) {
			v, err := body.Decode[V](text)
			if err != nil {
				return "", 0, err
			}
			found, at := w.found(v)
			if found == "" {
				return "", 0, nil
			}
			return body.Text(found), at.UnixMicro(), nil
		}
	}
	return k
}
