package access_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity/access"
)

func TestA7_SharedMailboxesAreKnownByTheirNames(t *testing.T) {
	for _, address := range []string{
		"info@clinique.example", "INFO@clinique.example", "info+luc@clinique.example", "secretariat@clinique.example",
		"secrétariat@clinique.example", "pharmacie.fleuve@exemple.org", "rh-montreal@exemple.org", "equipe2@exemple.org", "ne-pas-repondre@exemple.org",
	} {
		require.True(t, access.Shared(address), address)
	}
	for _, address := range []string{
		"luc@clinique.example", "luc.info@exemple.org", "infante@exemple.org", "m.service@exemple.org", "rhea@exemple.org", "clinique@", "",
	} {
		require.Equal(t, address == "clinique@", access.Shared(address), address)
	}
}

func TestA7_OneMailboxUnderTwoNamesIsOne(t *testing.T) {
	for _, other := range []string{"luc@exemple.org", "LUC@Exemple.ORG", " luc@exemple.org ", "luc+travail@exemple.org", "luc@exemple.org."} {
		require.True(t, access.SameMailbox("luc@exemple.org", other), other)
		require.Equal(t, access.Mailbox("luc@exemple.org"), access.Mailbox(other))
	}
	for _, other := range []string{"l.uc@exemple.org", "luc@exemple.com", "luc", ""} {
		require.False(t, access.SameMailbox("luc@exemple.org", other), other)
	}
	require.False(t, access.SameMailbox("", ""))
	require.NotContains(t, access.Mailbox("luc@exemple.org"), "luc")
}

// checklist 91: what would write a line of a letter's head is no name and no address.
func TestA4_NamesAndAddressesAreOneLine(t *testing.T) {
	w := newWorld(t)
	for _, evil := range []string{"Luc\r\nBcc: x@exemple.org", "Luc\nX", "Luc\x00"} {
		e := entry()
		e.User.First, e.Authoriser.Email = evil, evil+"@exemple.org"
		_, r, err := w.office.Begin(t.Context(), org, "", access.Mailbox(evil)[:20], e)
		require.NoError(t, err, "what was typed is kept")
		wrong := w.office.Catalogue.Missing(r)
		fields := map[string]bool{}
		for _, f := range wrong {
			fields[f.Field] = true
		}
		require.True(t, fields["authoriserEmail"] || !strings.ContainsAny(r.Authoriser.Email, "\r\n\x00"), "%q", r.Authoriser.Email)
		require.True(t, fields["first"] || !strings.ContainsAny(r.User.First, "\r\n\x00"), "%q", r.User.First)
	}
}
