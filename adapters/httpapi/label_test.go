package httpapi_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
)

// labels adds the keys "api.<list>.<code>" of a closed list of the domain.
func labels[T ~string](keys []string, list string, all []T) []string {
	for _, code := range all {
		keys = append(keys, "api."+list+"."+string(code))
	}
	return keys
}

func TestEveryCodeOfTheDomainHasALabel(t *testing.T) {
	var keys []string
	keys = labels(keys, "status", hours.Statuses())
	keys = labels(keys, "stage", hours.Stages())
	keys = labels(keys, "why", hours.Whys())
	keys = labels(keys, "act", hours.ActKinds())
	for _, state := range hours.States() {
		if state == hours.Discarded || state == hours.Revoked {
			continue // never shown
		}
		keys = append(keys, "api.declaration."+string(state))
		keys = labels(keys, "event", state.StaffEvents())
	}
	keys = append(keys, "api.event."+string(hours.Correct))
	for _, state := range hours.CorrectionStates() {
		if state != hours.NotAsked {
			keys = append(keys, "api.correction."+string(state))
		}
	}
	for _, state := range exemption.States() {
		if state == exemption.Discarded {
			continue
		}
		keys = append(keys, "api.exemption."+string(state))
		keys = labels(keys, "event", state.StaffEvents())
	}
	keys = append(keys, "api.start.period", "api.start.admission", "api.start.readmission")
	for _, key := range keys {
		require.True(t, i18n.Has(key), key)
	}
}
