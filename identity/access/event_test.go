package access_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// reads are the methods of the desk that change nothing, and those whose every change is
// somebody's draft, or finishes what another method has noted.
var reads = []string{
	"Mine", "Request", "Signing", "Queue", "Requests", "File", "References", "Workplaces", "Enrolments", "HandedOver",
	"Begin", "Enter", "Settle", "Account", "Refusal",
}

// checklist 94: every method of the desk that changes something notes that it was tried,
// with who tried and why not, and nothing that was typed.
func TestEveryAttemptAtTheOfficeIsNoted(t *testing.T) {
	const typed = "MARQUE-TAPEE"
	ctx := t.Context()
	person := access.Person{First: typed, Last: typed, Email: typed}
	attempts := map[string]func(w *world){
		"Submit":   func(w *world) { _, _ = w.office.Submit(ctx, org, typed, "r-1") },
		"Sign":     func(w *world) { _, _ = w.office.Sign(ctx, org, "r-1", typed, typed, true) },
		"Decline":  func(w *world) { _, _ = w.office.Decline(ctx, org, "r-1", typed) },
		"Withdraw": func(w *world) { _, _ = w.office.Withdraw(ctx, org, typed, "r-1") },
		"Record": func(w *world) {
			_, _ = w.office.Record(ctx, w.manon, "r-1", access.Entry{User: person}, access.Paper{}, nil, nil)
		},
		"Accept": func(w *world) { _, _ = w.office.Accept(ctx, w.jeanne, "r-1", 1) },
		"Refuse": func(w *world) { _, _ = w.office.Refuse(ctx, w.jeanne, "r-1", 1, nil, typed) },
		"Revoke": func(w *world) { _ = w.office.Revoke(ctx, w.jeanne, "paul", "billing", typed) },
		"IssueReference": func(w *world) {
			_, _ = w.office.IssueReference(ctx, w.jeanne, "ref-1", person, identity.French, nil)
		},
		"RevokeReference": func(w *world) { _ = w.office.RevokeReference(ctx, w.jeanne, "none", 1) },
		"OpenByReference": func(w *world) { _, _ = w.office.OpenByReference(ctx, org, typed, typed, typed, typed, typed) },
		"SetWorkplace":    func(w *world) { _, _ = w.office.SetWorkplace(ctx, w.jeanne, "centre", 9, typed, nil) },
		"Enrol": func(w *world) {
			_, _, _ = w.office.Enrol(ctx, w.manon, "e-1", "centre", person, identity.French, nil)
		},
		"Renew":             func(w *world) { _, _, _ = w.office.Renew(ctx, w.manon, "e-1", 1) },
		"WithdrawEnrolment": func(w *world) { _ = w.office.WithdrawEnrolment(ctx, w.manon, "e-1", 1) },
		"SendEnrolment":     func(w *world) { _ = w.office.SendEnrolment(ctx, org, typed+"@exemple.org") },
		"OpenByCode":        func(w *world) { _, _ = w.office.OpenByCode(ctx, org, typed, typed, typed, typed, typed, typed) },
	}
	for name, try := range attempts {
		t.Run(name, func(t *testing.T) {
			w, kept := newWorld(t), new(memory.Trail)
			w.directory.Trail = kept
			try(w)
			all := kept.Events()
			require.NotEmpty(t, all)
			for _, e := range all {
				require.Equal(t, org, e.Org)
				require.Equal(t, w.at, e.At)
				require.Equal(t, name != "SendEnrolment", e.Outcome == identity.OutcomeRefused, "%v", e)
				require.Equal(t, e.Outcome == identity.OutcomeRefused, e.Reason != "", "%v", e)
				require.NotContains(t, fmt.Sprintf("%v", e), typed)
			}
		})
	}
	methods := reflect.TypeFor[*access.Office]()
	for i := range methods.NumMethod() {
		name := methods.Method(i).Name
		require.True(t, slices.Contains(reads, name) || attempts[name] != nil, "%s is in reads, or notes an event", name)
	}
}
