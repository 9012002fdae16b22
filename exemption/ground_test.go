package exemption_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/identity"
)

func TestGroundsThatLackSomethingAreRefused(t *testing.T) {
	text := identity.Text{FR: "oui", EN: "yes"}
	usable := func() exemption.Grounds {
		return exemption.Grounds{
			Regulation: "qc-x", Version: "1", Notice: text,
			Grounds: []exemption.Ground{
				{ID: "a", Label: text, Documents: text, Source: "s. 1"},
				{ID: "b", Label: text, Documents: text, Source: "s. 2"},
			},
			Commitments: []exemption.Commitment{{ID: "c", Text: text}, {ID: "d", Text: text}},
		}
	}
	require.NoError(t, usable().Check())
	for name, change := range map[string]func(*exemption.Grounds){
		"no regulation":               func(g *exemption.Grounds) { g.Regulation = "" },
		"no version":                  func(g *exemption.Grounds) { g.Version = "" },
		"no ground":                   func(g *exemption.Grounds) { g.Grounds = nil },
		"no notice":                   func(g *exemption.Grounds) { g.Notice = identity.Text{} },
		"notice in one language":      func(g *exemption.Grounds) { g.Notice.EN = "" },
		"ground without identifier":   func(g *exemption.Grounds) { g.Grounds[1].ID = "" },
		"two grounds of a name":       func(g *exemption.Grounds) { g.Grounds[1].ID = "a" },
		"label in one language":       func(g *exemption.Grounds) { g.Grounds[1].Label.EN = "" },
		"no source":                   func(g *exemption.Grounds) { g.Grounds[1].Source = "" },
		"no word of documents":        func(g *exemption.Grounds) { g.Grounds[1].Documents = identity.Text{} },
		"documents in one language":   func(g *exemption.Grounds) { g.Grounds[1].Documents.FR = "" },
		"commitment without a name":   func(g *exemption.Grounds) { g.Commitments[1].ID = "" },
		"two commitments of a name":   func(g *exemption.Grounds) { g.Commitments[1].ID = "c" },
		"commitment in one language":  func(g *exemption.Grounds) { g.Commitments[1].Text.EN = "" },
		"commitment without its text": func(g *exemption.Grounds) { g.Commitments[0].Text = identity.Text{} },
	} {
		t.Run(name, func(t *testing.T) {
			g := usable()
			change(&g)
			require.ErrorIs(t, g.Check(), exemption.ErrBadGrounds)
		})
	}
}

func TestGroundByItsIdentifier(t *testing.T) {
	g := otpqGrounds(t)
	ground, ok := g.Ground("exceptional")
	require.True(t, ok)
	require.Equal(t, "Circonstances exceptionnelles", ground.Label.FR)
	require.True(t, ground.Details)
	ground, ok = g.Ground("")
	require.False(t, ok)
	require.Equal(t, exemption.Ground{}, ground)
}
