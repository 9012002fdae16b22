package cabinet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
)

// Whom the organisation's own records are about, kind by kind: a new kind is about
// itself until somebody writes here what it is about.
func TestHolding_SaysWhomEachRecordIsAbout(t *testing.T) {
	nobody := map[string]bool{}
	for _, kind := range []string{
		"listing", "provider", "exam-point", "draw", "identity-budget", "identity-spray",
		"privacy-incident", "privacy-run", "privacy-chain", "privacy-chain-leaf",
	} {
		nobody[kind] = true
	}
	for _, k := range cabinet.Kinds() {
		if k.Table != cabinet.TableRecords {
			continue
		}
		own, class := cabinet.Holding(cabinet.Key{Org: "north", Kind: k.Name, ID: "x-1"})
		want := k.Name + "/x-1"
		switch {
		case nobody[k.Name]:
			want = "organisation/"
		case k.Name == "exam-operator":
			want = "account/x-1"
		case k.Name == "roster-leaf":
			want = "roster/x-1"
		}
		require.Equal(t, want, own, k.Name)
		require.NotEmpty(t, class)
		member, same := cabinet.Holding(cabinet.Key{Org: "north", Member: "m-1", Kind: k.Name, ID: "x-1"})
		require.Equal(t, "member/m-1", member, k.Name)
		require.Equal(t, class, same)
	}
	_, exemption := cabinet.Holding(cabinet.Key{Member: "m-1", Kind: "exemption"})
	_, declaration := cabinet.Holding(cabinet.Key{Member: "m-1", Kind: "declaration"})
	require.NotEqual(t, exemption, declaration, "medical papers end before hours do")
	leaf, _ := cabinet.Holding(cabinet.Key{Kind: "roster-leaf", ID: "r/000001"})
	roster, _ := cabinet.Holding(cabinet.Key{Kind: "roster", ID: "r"})
	require.Equal(t, roster, leaf)
}
