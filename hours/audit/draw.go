// Package audit draws files at random for an audit, and holds the desk where their
// evidence is asked for, sent and decided ([Auditor]). The evidence itself is part of
// each declaration: hours.Evidence.
//
// A draw can be done again by anybody, without this program. Each member on the roll
// in the span of the draw has a number: that of the permit, or the identifier of the
// file when there is no permit. The member's score is the SHA-256 of the seed, a line
// feed and the number, in hexadecimal:
//
//	printf '%s\n%s' "$seed" "$number" | sha256sum
//
// Members are ranked by score, the smallest first. The first of them are selected, as
// many as the size of the draw says, those that the draw before had selected left out
// when the draw says never twice in a row: they keep their ranks. For a list of
// numbers, one a line:
//
//	while read -r n; do printf '%s %s\n' "$(printf '%s\n%s' "$seed" "$n" | sha256sum | cut -c-64)" "$n"; done < numbers | LC_ALL=C sort
//
// The digest of the population is that of the numbers in the order of their bytes,
// each followed by a line feed: LC_ALL=C sort numbers | sha256sum. A score depends on
// nobody else's: whoever is added or taken away, the others keep their order.
//
// A share of the population is rounded up, so that it is reached, and is of everybody,
// those left out too. Who staff add with a reason is not of the number drawn.
package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Key names a draw: the organisation, then itself.
type Key struct {
	Org identity.OrganisationID `json:"org"`
	ID  string                  `json:"id"`
}

// Draw is files chosen for an audit: some at random, some by staff. Once drawn it
// never changes but for Told.
type Draw struct {
	Key
	// Span is the days that the audit is about. The population is who was on the roll on
	// one of them.
	Span cycle.Span `json:"span"`
	// Seed is published; Random says that nobody chose it.
	Seed   string `json:"seed"`
	Random bool   `json:"random"`
	Size   Size   `json:"size"`
	// NotTwice leaves out whom the draw Before had selected.
	NotTwice bool   `json:"notTwice"`
	Before   string `json:"before,omitempty"`
	// Population is how many members there were, Digest what tells their numbers, and
	// Excluded how many of them were left out.
	Population int    `json:"population"`
	Digest     string `json:"digest"`
	Excluded   int    `json:"excluded"`
	// Selected are who was chosen: at random in the order of rank, then by staff.
	Selected []Selected         `json:"selected"`
	At       time.Time          `json:"at"`
	Account  identity.AccountID `json:"account"`
	By       string             `json:"by"`
	// Told is when the last of the selected had been told; the zero time before.
	Told time.Time `json:"told,omitzero"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// Selected is a member whom a draw chose.
type Selected struct {
	Member identity.MemberID `json:"member"`
	Number string            `json:"number"`
	// Rank is from 1 among the whole population, and Score what it is by. They are 0 and
	// empty for who was added by staff, with a Reason.
	Rank   int    `json:"rank,omitempty"`
	Score  string `json:"score,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// Directed reports who was added by staff.
func (s Selected) Directed() bool { return s.Rank == 0 }

// Ticket is a member in a draw.
type Ticket struct {
	Member identity.MemberID
	Number string
}

// TicketOf returns a member's.
func TicketOf(m identity.Member) Ticket {
	number := strings.TrimSpace(m.Permit)
	if number == "" {
		number = string(m.ID)
	}
	return Ticket{m.ID, number}
}

// Population returns the tickets of the members who were on the roll on a day of the
// span, in the order of the list.
func Population(members []identity.Member, span cycle.Span) []Ticket {
	var all []Ticket
	for _, m := range members {
		if slices.ContainsFunc(m.Roll, func(stay cycle.Stay) bool { return stay.Overlaps(span) }) {
			all = append(all, TicketOf(m))
		}
	}
	return all
}

// Digest returns the digest of the population, as the package says.
func Digest(population []Ticket) string {
	numbers := make([]string, 0, len(population))
	for _, t := range population {
		numbers = append(numbers, t.Number)
	}
	slices.Sort(numbers)
	sum := sha256.New()
	for _, number := range numbers {
		sum.Write([]byte(number + "\n"))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Score returns what a number is ranked by, as the package says.
func Score(seed, number string) string {
	sum := score(seed, number)
	return hex.EncodeToString(sum[:])
}

func score(seed, number string) [sha256.Size]byte { return sha256.Sum256([]byte(seed + "\n" + number)) }

// Rank returns the whole population in the order of their scores. Two members with one
// number, which a roll should not have, are in the order of their identifiers.
func Rank(seed string, population []Ticket) []Selected {
	type ranked struct {
		Ticket
		score [sha256.Size]byte
	}
	all := make([]ranked, 0, len(population))
	for _, t := range population {
		all = append(all, ranked{t, score(seed, t.Number)})
	}
	slices.SortFunc(all, func(a, b ranked) int {
		if c := bytes.Compare(a.score[:], b.score[:]); c != 0 {
			return c
		}
		return strings.Compare(string(a.Member), string(b.Member))
	})
	order := make([]Selected, len(all))
	for i, r := range all {
		order[i] = Selected{Member: r.Member, Number: r.Number, Rank: i + 1, Score: hex.EncodeToString(r.score[:])}
	}
	return order
}

// Choose returns the n first of the population who are not excluded; fewer when there
// are not as many.
func Choose(seed string, population []Ticket, excluded map[identity.MemberID]bool, n int) []Selected {
	var chosen []Selected
	for _, s := range Rank(seed, population) {
		if len(chosen) >= n {
			break
		}
		if !excluded[s.Member] {
			chosen = append(chosen, s)
		}
	}
	return chosen
}

// Has returns how the draw chose a member.
func (d Draw) Has(member identity.MemberID) (Selected, bool) {
	i := slices.IndexFunc(d.Selected, func(s Selected) bool { return s.Member == member })
	if i < 0 {
		return Selected{}, false
	}
	return d.Selected[i], true
}

// Drawn is how many were chosen at random.
func (d Draw) Drawn() int {
	n := 0
	for _, s := range d.Selected {
		if !s.Directed() {
			n++
		}
	}
	return n
}

// Covers reports a declaration that the audit is about: its activity ended in the span.
func (d Draw) Covers(one hours.Declaration) bool {
	return one.Member != "" && d.Span.Contains(one.Activity.Last)
}
