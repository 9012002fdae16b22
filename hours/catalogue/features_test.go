package catalogue_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

const featuresFile = "FEATURES.md"

var update = flag.Bool("update", false, "write "+featuresFile+" anew")

// feature is something that regulations say, as the research on them found it.
type feature struct {
	id, words string
	// keys is how the format says it.
	keys string
	// used looks for it in what a document holds; nil when the format has no place
	// for it, and then excuse says why.
	used   func(catalogue.Document) bool
	excuse string
}

// What the research found is used by a regulation of the catalogue. The page that says so is not stale.
func TestFeatures(t *testing.T) {
	all, err := catalogue.All()
	require.NoError(t, err)
	features := slices.Concat(featuresOfQuebec(), featuresOfTheWorld())
	seen, unused := map[string]bool{}, []string{}
	for _, f := range features {
		require.False(t, seen[f.id], f.id)
		seen[f.id] = true
		require.True(t, f.used != nil || f.excuse != "", f.id)
		if f.excuse == "" && len(users(all, f)) == 0 {
			unused = append(unused, f.id+": "+f.words)
		}
	}
	for _, series := range []struct {
		letter string
		last   int
	}{{"F", 42}, {"T", 9}, {"Q", 15}, {"M", 7}, {"C", 5}, {"P", 7}, {"J", 5}} {
		for n := 1; n <= series.last; n++ {
			id := fmt.Sprintf("%s%d", series.letter, n)
			if series.letter == "F" {
				id = fmt.Sprintf("F%02d", n)
			}
			require.True(t, seen[id] || id == "F33" && seen["F33a"] && seen["F33b"] && seen["F33c"], id)
		}
	}

	require.Empty(t, unused, "no regulation uses these")

	text := featuresPage(all, features)
	if *update {
		require.NoError(t, os.WriteFile(featuresFile, []byte(text), 0o644))
	}
	written, err := os.ReadFile(featuresFile)
	require.NoError(t, err)
	require.Equal(t, text, string(written), "%s is stale: go test ./hours/catalogue -run Features -update", featuresFile)
}

// Every family of regulations is there in number.
func TestFeaturesCounts(t *testing.T) {
	all, err := catalogue.All()
	require.NoError(t, err)
	n := counted(all)
	require.GreaterOrEqual(t, n.regulations, 60)
	require.GreaterOrEqual(t, n.quebecVersions, 25)
	require.GreaterOrEqual(t, n.cpa, 25)
	require.GreaterOrEqual(t, n.others, 10)
}

type counts struct{ regulations, versions, quebec, quebecVersions, cpa, others, cases int }

func counted(all []catalogue.Document) counts {
	n := counts{regulations: len(all)}
	for _, d := range all {
		id := d.Regulation.ID
		n.versions += len(d.Regulation.Versions)
		n.cases += len(d.Cases)
		switch {
		case strings.HasPrefix(id, "qc-"):
			n.quebec++
			n.quebecVersions += len(d.Regulation.Versions)
		case strings.HasPrefix(id, "us-") && strings.HasSuffix(id, "-cpa"):
			n.cpa++
		default:
			n.others++
		}
	}
	return n
}

func users(all []catalogue.Document, f feature) []string {
	var ids []string
	for _, d := range all {
		if f.used != nil && f.used(d) {
			ids = append(ids, d.Regulation.ID)
		}
	}
	return ids
}

func featuresPage(all []catalogue.Document, features []feature) string {
	var b strings.Builder
	n := counted(all)
	fmt.Fprintf(&b, `# What the catalogue covers

Written by the tests from the documents of this folder: `+"`go test ./hours/catalogue -run Features -update`"+`.

| regulations | versions | of Québec | their versions | CPA jurisdictions of the United States | others | worked cases |
|---|---|---|---|---|---|---|
| %d | %d | %d | %d | %d | %d | %d |

## Features

What regulations say, as their texts were read: F01 to F42 in Québec, the others elsewhere. A regulation is named where the
test finds the feature in its document. F35 to F40, J3 and J5 are the life of a file, and change no figure of a balance.

| | what a regulation says | how the format says it | regulations |
|---|---|---|---|
`, n.regulations, n.versions, n.quebec, n.quebecVersions, n.cpa, n.others, n.cases)
	for _, f := range features {
		ids := users(all, f)
		var cell string
		switch {
		case len(ids) == len(all):
			cell = "all of them"
		case len(ids) > 0:
			cell = fmt.Sprintf("%d: %s", len(ids), strings.Join(ids, ", "))
		}
		if f.excuse != "" {
			cell = strings.TrimPrefix(cell+"; "+f.excuse, "; ")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", f.id, f.words, f.keys, cell)
	}
	b.WriteString(`
## Regulations

A clause is verified when a text that was read says it. The others are assumptions, and balances show them as such.

| id | regulation | place | versions | clauses verified | cases |
|---|---|---|---|---|---|
`)
	for _, d := range all {
		verified, clauses := 0, 0
		for _, v := range d.Regulation.Versions {
			for _, c := range v.Clauses {
				clauses++
				if c.Verified {
					verified++
				}
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %d | %d of %d | %d |\n", d.Regulation.ID, d.Regulation.Title.EN, place(d.Regulation.ID),
			len(d.Regulation.Versions), verified, clauses, len(d.Cases))
	}
	return b.String()
}

// place names the country of an identifier, and its province or state.
func place(id string) string {
	parts := strings.Split(id, "-")
	within := func(names map[string]string, country string) string {
		if len(parts) > 2 && names[parts[1]] != "" {
			return names[parts[1]]
		}
		return country
	}
	switch parts[0] {
	case "qc":
		return "Québec"
	case "ca":
		return within(map[string]string{"ab": "Alberta", "bc": "British Columbia", "on": "Ontario"}, "Canada")
	case "us":
		return within(states, "United States")
	case "uk":
		return "United Kingdom"
	case "au":
		return "Australia"
	case "nz":
		return "New Zealand"
	}
	return "international"
}

var states = map[string]string{
	"ak": "Alaska", "al": "Alabama", "ar": "Arkansas", "az": "Arizona", "ca": "California", "co": "Colorado",
	"ct": "Connecticut", "de": "Delaware", "fl": "Florida", "ga": "Georgia", "gu": "Guam", "hi": "Hawaii", "ia": "Iowa",
	"id": "Idaho", "il": "Illinois", "in": "Indiana", "ks": "Kansas", "ky": "Kentucky", "la": "Louisiana",
	"ma": "Massachusetts", "md": "Maryland", "me": "Maine", "mi": "Michigan", "mn": "Minnesota", "mo": "Missouri",
	"mp": "Northern Mariana Islands", "ms": "Mississippi", "mt": "Montana", "nc": "North Carolina", "nd": "North Dakota",
	"ne": "Nebraska", "nh": "New Hampshire", "nj": "New Jersey", "nm": "New Mexico", "nv": "Nevada", "ny": "New York",
	"oh": "Ohio", "ok": "Oklahoma", "or": "Oregon", "pa": "Pennsylvania", "pr": "Puerto Rico", "ri": "Rhode Island",
	"sc": "South Carolina", "sd": "South Dakota", "tn": "Tennessee", "tx": "Texas", "ut": "Utah", "va": "Virginia",
	"vi": "Virgin Islands", "vt": "Vermont", "wa": "Washington", "wi": "Wisconsin", "wv": "West Virginia", "wy": "Wyoming",
}

// inVersion finds what a version says.
func inVersion(is func(hours.Version) bool) func(catalogue.Document) bool {
	return func(d catalogue.Document) bool { return slices.ContainsFunc(d.Regulation.Versions, is) }
}

// inRequirement finds what a requirement says.
func inRequirement(is func(hours.Version, hours.Requirement) bool) func(catalogue.Document) bool {
	return inVersion(func(v hours.Version) bool {
		return slices.ContainsFunc(v.Requirements, func(q hours.Requirement) bool { return is(v, q) })
	})
}

// inCredit finds what a measuring rule says.
func inCredit(is func(hours.Version, hours.CreditRule) bool) func(catalogue.Document) bool {
	return inVersion(func(v hours.Version) bool {
		return slices.ContainsFunc(v.Credits, func(c hours.CreditRule) bool { return is(v, c) })
	})
}

// inExemption finds what an exemption rule says.
func inExemption(is func(hours.ExemptionRule) bool) func(catalogue.Document) bool {
	return inVersion(func(v hours.Version) bool { return slices.ContainsFunc(v.Exemptions, is) })
}

// inProration finds how a part of a window is asked.
func inProration(is func(hours.Proration) bool) func(catalogue.Document) bool {
	return inRequirement(func(_ hours.Version, q hours.Requirement) bool { return q.Prorate != nil && is(*q.Prorate) })
}

// inDefault finds what follows a default.
func inDefault(is func(hours.DefaultRule) bool) func(catalogue.Document) bool {
	return inVersion(func(v hours.Version) bool { return v.Default != nil && is(*v.Default) })
}

// inCase finds what a worked case shows.
func inCase(is func(hours.Regulation, catalogue.Case) bool) func(catalogue.Document) bool {
	return func(d catalogue.Document) bool {
		return slices.ContainsFunc(d.Cases, func(c catalogue.Case) bool { return is(d.Regulation, c) })
	}
}
