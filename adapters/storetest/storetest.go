// Package storetest says what a store must do, as tests: every adapter calls
// [Run], so that one may take another's place. The contract in words is at the Store
// of each noun, beside its desk, and at identity.Outbox.
package storetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/acceptance"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/hours/reminder"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
	"github.com/goodstanding/goodstanding/privacy"
)

// Stores is what every adapter's Store hands out.
type Stores interface {
	Identity() identity.Store
	Flows() identity.Flows
	Access() access.Store
	Hours() hours.Store
	Exemption() exemption.Store
	Audit() audit.Store
	Certificate() certificate.Store
	Intake() intake.Store
	Reminder() reminder.Store
	Closing() closing.Store
	Acceptance() acceptance.Store
	Exam() exam.Store
	Privacy() privacy.Store
	Outbox() identity.Outbox
	// Holder lists and erases what is kept about a person.
	Holder(declared privacy.Keeping) privacy.Records
	Close() error
}

// Reopener is what Stores implement when they outlive the process: Again opens
// the same data once more, beside the first, and it is closed by the caller.
type Reopener interface {
	Again(t *testing.T) Stores
}

// test is one thing that a store must do, given a store that holds nothing.
type test struct {
	name string
	run  func(t *testing.T, s Stores)
}

// Run runs the whole suite; open returns an empty store, which Run closes.
func Run(t *testing.T, open func(t *testing.T) Stores) {
	for _, floor := range []struct {
		name  string
		tests []test
	}{
		{"Identity", identityTests()},
		{"Flows", flowTests()},
		{"Access", accessTests()},
		{"Hours", hoursTests()},
		{"Exemption", exemptionTests()},
		{"Audit", auditTests()},
		{"Certificate", certificateTests()},
		{"Reminder", reminderTests()},
		{"Closing", closingTests()},
		{"Acceptance", acceptanceTests()},
		{"Exam", examTests()},
		{"Privacy", privacyTests()},
		{"History", actTests()},
		{"Records", recordTests()},
		{"Intake", intakeTests()},
		{"Outbox", outboxTests()},
		{"Holder", holderTests()},
	} {
		t.Run(floor.name, func(t *testing.T) {
			for _, c := range floor.tests {
				t.Run(c.name, func(t *testing.T) {
					s := open(t)
					t.Cleanup(func() { require.NoError(t, s.Close()) })
					c.run(t, s)
				})
			}
		})
	}
}

// again opens the data of s once more, or skips the test.
func again(t *testing.T, s Stores) Stores {
	t.Helper()
	r, ok := s.(Reopener)
	if !ok {
		t.Skip("this store does not outlive the process")
	}
	other := r.Again(t)
	t.Cleanup(func() { require.NoError(t, other.Close()) })
	return other
}

// The keys of the tests: two organisations that both have the same member.
const (
	north  identity.OrganisationID = "north"
	south  identity.OrganisationID = "south"
	marie  identity.MemberID       = "m-1042"
	joseph identity.MemberID       = "m-7"
)

// strange holds what names and reasons really hold, and what SQL, JSON and HTML
// each treat as their own.
const strange = "L’Œuvre d'Élise-Noëlle 🩻 ½ \"à\" \\ % _ ; -- <b>&amp;\t\u2028\r\nfin"

// errRefused stands for any error of a desk.
var errRefused = errors.New("refused by the desk")

// instant is to the microsecond, which is what stores keep.
func instant(second int) time.Time {
	return time.Date(2025, time.November, 3, 9, 30, second, 123_457_000, time.UTC)
}

// day returns a day for a literal.
func day(text string) cycle.Date { return cycle.MustDate(text) }

// together runs fn in n goroutines, each times, and returns every error.
func together(n, times int, fn func(goroutine, time int) error) error {
	errs := make([]error, n)
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			for j := range times {
				errs[i] = errors.Join(errs[i], fn(i, j))
			}
		})
	}
	close(start)
	all.Wait()
	return errors.Join(errs...)
}
