package exam

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/identity"
)

// Drawn is a question of a paper.
type Drawn struct {
	Question string `json:"question"`
	// Points are what the question is worth.
	Points int `json:"points"`
	// Options are the identifiers of its options, in the order in which they are shown;
	// none for a numeric question.
	Options []string `json:"options,omitempty"`
}

// Paper is what a learner is asked, in order. It is drawn once and kept with the
// sitting; no answer is in it.
type Paper []Drawn

// Points is what the paper is worth.
func (p Paper) Points() int {
	sum := 0
	for _, d := range p {
		sum += d.Points
	}
	return sum
}

// Find returns where a question stands in the paper, from 0.
func (p Paper) Find(question string) (int, bool) {
	i := slices.IndexFunc(p, func(d Drawn) bool { return d.Question == question })
	return i, i >= 0
}

// Draw draws a paper. It depends on the seed and on the identifiers alone, so that it
// is the same in both languages and on every machine, and anybody can do it again
// without this program. The score of a question is the SHA-256 of the seed, a line feed
// and its identifier, in hexadecimal:
//
//	printf '%s\n%s' "$seed" "$question" | sha256sum
//
// The questions of a topic are ranked by score, the smallest first, and the first of
// them are drawn, as many as the part says; without parts, all are. When the exam
// shuffles, the questions drawn stand in the order of their scores, whatever their
// topics, and the options of each by theirs:
//
//	printf '%s\n%s\n%s' "$seed" "$question" "$option" | sha256sum
//
// A part that asks for more than its topic has, which [Exam.Validate] refuses, takes
// them all.
func (e Exam) Draw(seed string) Paper {
	places := make([]int, len(e.Questions))
	for i := range places {
		places[i] = i
	}
	order := ranked(places, func(i int) string { return e.Questions[i].ID }, seed)
	chosen := order
	if len(e.Parts) > 0 {
		left := map[string]int{}
		for _, part := range e.Parts {
			left[part.Topic] += part.Draw
		}
		chosen = nil
		for _, i := range order {
			if topic := e.Questions[i].Topic; left[topic] > 0 {
				left[topic]--
				chosen = append(chosen, i)
			}
		}
	}
	if !e.Shuffle {
		slices.Sort(chosen)
	}
	paper := make(Paper, 0, len(chosen))
	for _, i := range chosen {
		q := e.Questions[i]
		options := q.Options
		if e.Shuffle && !q.Fixed {
			options = ranked(options, func(o Option) string { return o.ID }, seed+"\n"+q.ID)
		}
		drawn := Drawn{Question: q.ID, Points: q.Points}
		for _, o := range options {
			drawn.Options = append(drawn.Options, o.ID)
		}
		paper = append(paper, drawn)
	}
	return paper
}

// ranked returns the items in the order of the scores of their identifiers.
func ranked[T any](items []T, id func(T) string, seed string) []T {
	score := make(map[string][sha256.Size]byte, len(items))
	for _, item := range items {
		score[id(item)] = sha256.Sum256([]byte(seed + "\n" + id(item)))
	}
	order := slices.Clone(items)
	slices.SortStableFunc(order, func(a, b T) int {
		x, y := score[id(a)], score[id(b)]
		return bytes.Compare(x[:], y[:])
	})
	return order
}

// Score returns what a question, or an option of it, is ranked by, in hexadecimal, as
// [Exam.Draw] says.
func Score(seed string, ids ...string) string {
	sum := sha256.Sum256([]byte(seed + "\n" + strings.Join(ids, "\n")))
	return hex.EncodeToString(sum[:])
}

// Asked is what a browser may see of a question: no answer. It is a type of its own, so
// that no page and no program gets an answer by accident.
type Asked struct {
	Question string        `json:"question"`
	Kind     Kind          `json:"kind"`
	Text     identity.Text `json:"text"`
	// Options stand in the order in which they were drawn.
	Options []AskedOption `json:"options,omitempty"`
	Unit    identity.Text `json:"unit,omitzero"`
	Points  int           `json:"points"`
}

// AskedOption is an option that may be chosen, right or wrong.
type AskedOption struct {
	ID   string        `json:"id"`
	Text identity.Text `json:"text"`
}

// Ask returns what to show of a question drawn; the zero Asked when this version does
// not have it.
func (e Exam) Ask(d Drawn) Asked {
	q, ok := e.Question(d.Question)
	if !ok {
		return Asked{}
	}
	asked := Asked{Question: q.ID, Kind: q.Kind, Text: q.Text, Unit: q.Unit, Points: d.Points}
	for _, id := range d.Options {
		if o, ok := q.Option(id); ok {
			asked.Options = append(asked.Options, AskedOption{o.ID, o.Text})
		}
	}
	return asked
}
