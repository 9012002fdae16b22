package main

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a visitor writes into the header themselves is not believed: only what the
// proxy adds to it.
func TestTheVisitorIsWhoTheProxySaw(t *testing.T) {
	require.Nil(t, settings{}.visitor())
	from := settings{forwarded: "X-Forwarded-For"}.visitor()
	for want, given := range map[string][]string{
		"203.0.113.7":       {"198.51.100.1, 203.0.113.7"},
		"203.0.113.8":       {"198.51.100.1", " 203.0.113.8 "},
		"2001:db8:1:2::/64": {"2001:db8:1:2:3:4:5:6"},
		"192.0.2.1":         nil,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/verify", nil)
		r.Header["X-Forwarded-For"] = given
		require.Equal(t, want, from(r))
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/verify", nil)
	r.Header.Set("X-Forwarded-For", "unknown")
	require.Equal(t, "192.0.2.1", from(r))
}
