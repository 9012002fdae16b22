package audit

import (
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// Selection is a draw's part in the file of a member whom it chose: its identifier is
// that of the draw, so that telling the member twice changes nothing.
type Selection struct {
	hours.Key
	Span cycle.Span `json:"span"`
	// Random says that nobody chose the seed.
	Random   bool           `json:"random"`
	Selected hours.Selected `json:"selected"`
	Score    string         `json:"score,omitempty"`
	// Reason is why staff added the member; empty for who was drawn.
	Reason string    `json:"reason,omitempty"`
	At     time.Time `json:"at"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// selection returns the draw's part in the file of one whom it chose.
func (d Draw) selection(s Selected) Selection {
	return Selection{
		Key: hours.Key{Org: d.Org, Member: s.Member, ID: d.ID}, Span: d.Span, Random: d.Random,
		Selected: hours.Selected{Seed: d.Seed, Number: s.Number, Rank: s.Rank, Population: d.Population, Digest: d.Digest},
		Score:    s.Score, Reason: s.Reason, At: d.At,
	}
}
