package catalogue_test

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/hours/catalogue/naive"
)

// The engine and a second evaluator, which is written from the format page and
// knows nothing of the engine, agree on every figure of every case of the folder.
func TestBothEvaluatorsAgreeOnTheCatalogue(t *testing.T) {
	names, err := filepath.Glob("*.yaml")
	require.NoError(t, err)
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		d, err := catalogue.Read(name, strings.NewReader(string(text)))
		require.NoError(t, err)
		results, err := naive.Evaluate(text)
		require.NoError(t, err)
		for i, c := range d.Cases {
			t.Run(d.Regulation.ID+"/"+c.Name, func(t *testing.T) {
				require.Empty(t, disagreements(d.Regulation, c, results[i]), "line %d: engine, then naive", c.Line)
			})
		}
	}
}

// They agree on generated regulations and members too, over the whole format.
func TestBothEvaluatorsAgreeOnWhateverIsWritten(t *testing.T) {
	const documents = 1000
	compared, refused := 0, map[string]int{}
	for seed := range uint64(documents) {
		written := writeDocument(seed)
		text := written.String()
		d, err := catalogue.Read("generated.yaml", strings.NewReader(text))
		if err != nil {
			refused[reasonOf(err)]++
			continue
		}
		results, err := naive.Evaluate([]byte(text))
		require.NoError(t, err, text)
		for i, c := range d.Cases {
			if differ := disagreements(d.Regulation, c, results[i]); len(differ) > 0 {
				least := reduce(written, i, stillDiffers)
				t.Fatalf("seed %d, case %d: engine, then naive:\n%s\n\nof\n%s\nreduced to\n%s", seed, i,
					strings.Join(differ, "\n"), written.only(i), least)
			}
			compared++
		}
	}
	t.Logf("%d members of regulations compared; refused: %v", compared, refused)
	require.Greater(t, compared, 3000)
	total := 0
	for _, n := range refused {
		total += n
	}
	require.Less(t, total, documents/5, "the generator writes what the format refuses: %v", refused)
}

// reasonOf is an error without its place.
func reasonOf(err error) string {
	words := strings.Fields(err.Error())
	return strings.Join(words[max(0, len(words)-12):], " ")
}

func stillDiffers(text string) (differs bool) {
	// Once reduced, a document may be one that naive cannot read.
	defer func() { differs = recover() == nil && differs }()
	d, err := catalogue.Read("reduced.yaml", strings.NewReader(text))
	if err != nil || len(d.Cases) == 0 {
		return false
	}
	results, err := naive.Evaluate([]byte(text))
	if err != nil {
		return false
	}
	differ := disagreements(d.Regulation, d.Cases[0], results[0])
	return len(differ) > 0 && !strings.HasPrefix(differ[0], "error")
}

// disagreements are the figures of a case that differ, the engine's first.
func disagreements(r hours.Regulation, c catalogue.Case, n naive.Result) (all []string) {
	differ := func(what string, engine, naive any) {
		if engine, naive := fmt.Sprint(engine), fmt.Sprint(naive); engine != naive {
			all = append(all, fmt.Sprintf("%s: %s, %s", what, engine, naive))
		}
	}
	if _, err := c.Standing(r); errors.Is(err, hours.ErrNoRegulation) || errors.Is(err, cycle.ErrNoPeriod) {
		differ("version", "none", n.Version)
		return all
	}
	b, _, err := c.Run(r)
	if errors.Is(err, hours.ErrNoRegulation) || errors.Is(err, cycle.ErrNoPeriod) {
		return nil // a declaration is for a time without periods
	}
	if err != nil {
		return []string{"error: " + err.Error()}
	}
	differ("version", b.Version, n.Version)
	differ("status", b.Status, n.Status)
	if n.Version == "none" || b.Version != n.Version {
		return all
	}
	differ("end", b.End, n.End)
	if n.Status == "unknown" {
		return all // there is no part of the period to speak of
	}
	differ("start", b.Start, n.Start)
	lines := map[string]naive.Figures{}
	for _, l := range b.Lines {
		figures := naive.Figures{
			Due: exact(l.Due), Counted: exact(l.Counted), Carried: exact(l.Carried), Remaining: exact(l.Remaining),
		}
		if l.Nth > 0 {
			lines[fmt.Sprintf("%s/%d", l.Requirement, l.Nth)] = figures
		}
		if sum, ok := lines[l.Requirement]; ok {
			figures = naive.Figures{
				Due: new(big.Rat).Add(sum.Due, figures.Due), Counted: new(big.Rat).Add(sum.Counted, figures.Counted),
				Carried: new(big.Rat).Add(sum.Carried, figures.Carried), Remaining: new(big.Rat).Add(sum.Remaining, figures.Remaining),
			}
		}
		lines[l.Requirement] = figures
	}
	nothing := naive.Figures{Due: new(big.Rat), Counted: new(big.Rat), Carried: new(big.Rat), Remaining: new(big.Rat)}
	for _, name := range slices.Sorted(maps.Keys(n.Lines)) {
		theirs, ok := lines[name]
		if !ok { // one that does not concern the member
			theirs = nothing
		}
		ours := n.Lines[name]
		differ("due "+name, theirs.Due.RatString(), ours.Due.RatString())
		differ("counted "+name, theirs.Counted.RatString(), ours.Counted.RatString())
		differ("carried "+name, theirs.Carried.RatString(), ours.Carried.RatString())
		differ("remaining "+name, theirs.Remaining.RatString(), ours.Remaining.RatString())
	}
	limited := map[string]*big.Rat{}
	for _, l := range b.Limits {
		if limited[l.Requirement] == nil {
			limited[l.Requirement] = new(big.Rat)
		}
		limited[l.Requirement].Add(limited[l.Requirement], exact(l.Dropped))
	}
	for _, name := range slices.Sorted(maps.Keys(n.Limited)) {
		if limited[name] == nil {
			limited[name] = new(big.Rat)
		}
		differ("limited "+name, limited[name].RatString(), n.Limited[name].RatString())
	}
	for i, credit := range n.Credits {
		if item, ok := b.Item(fmt.Sprintf("d%03d", i+1)); ok && credit != nil {
			differ(fmt.Sprintf("credit of declaration %d", i+1), exact(item.Credit).RatString(), credit.RatString())
		}
	}
	differ("surplus", exact(b.Surplus).RatString(), n.Surplus.RatString())
	return all
}

func exact(h hours.Hours) *big.Rat { return big.NewRat(h.Fraction()) }
