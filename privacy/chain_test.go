package privacy_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// seen notes n looks of staff at Ana's file, each in a window of its own.
func seen(t *testing.T, d *desk, n int) {
	t.Helper()
	for range n {
		d.now = d.now.Add(20 * time.Minute)
		require.NoError(t, d.Look(t.Context(), staff, "m-ana", privacy.SightDeclarations, "continuing-education"))
	}
}

func TestV14_ThePersonReadsWhoLooked(t *testing.T) {
	d := opened(t)
	seen(t, d, 2)
	require.NoError(t, d.Look(t.Context(), staff, "m-ana", privacy.SightDeclarations, "continuing-education"), "again at once: the same look")
	require.NoError(t, d.Look(t.Context(), ana, "m-ana", privacy.SightFile, "continuing-education"), "one's own file is no look")
	all, err := d.Traces(t.Context(), ana, "m-ana")
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, privacy.SightDeclarations, all[0].What)
	require.Equal(t, identity.AccountID("staff"), all[0].Account)
	require.True(t, all[0].At.After(all[1].At), "the latest first")
	for _, one := range all {
		require.NoError(t, d.Attests(t.Context(), ana, one))
		other := one
		other.What = privacy.SightFile
		require.ErrorIs(t, d.Attests(t.Context(), ana, other), privacy.ErrBrokenChain)
	}
	_, err = d.Traces(t.Context(), ben, "m-ana")
	require.ErrorIs(t, err, privacy.ErrNotFound)
	_, err = d.Traces(t.Context(), staff, "m-ana")
	require.ErrorIs(t, err, privacy.ErrNotFound)
}

func TestV14_StaffSeeWhatTheirWorkNeeds(t *testing.T) {
	d := opened(t)
	require.NoError(t, d.Look(t.Context(), staff, "m-ana", privacy.SightDeclarations, "continuing-education"))
	require.ErrorIs(t, d.Look(t.Context(), staff, "m-ana", privacy.SightFile, "discipline"), privacy.ErrForbidden, "the syndic's")
	require.ErrorIs(t, d.Look(t.Context(), staff, "m-ana", privacy.SightFile, "no such purpose"), privacy.ErrForbidden)
	all, err := d.Traces(t.Context(), ana, "m-ana")
	require.NoError(t, err)
	require.Len(t, all, 1)
}

func TestTheChainVerifiesOverItsLeaves(t *testing.T) {
	d := opened(t)
	empty, err := d.Verify(t.Context(), dora)
	require.NoError(t, err)
	require.Equal(t, privacy.Verified{}, empty)
	seen(t, d, 2*privacy.LeafLinks+3)
	got, err := d.Verify(t.Context(), dora)
	require.NoError(t, err)
	require.EqualValues(t, 2*privacy.LeafLinks+3, got.Links)
	require.Len(t, got.Last, 64)
	_, err = d.Verify(t.Context(), staff)
	require.ErrorIs(t, err, privacy.ErrForbidden)
	all, err := d.Traces(t.Context(), ana, "m-ana")
	require.NoError(t, err)
	var places []int64
	for _, one := range all {
		require.NoError(t, d.Attests(t.Context(), ana, one))
		places = append(places, one.Link)
	}
	slices.Sort(places)
	require.EqualValues(t, 1, places[0])
	require.EqualValues(t, len(all), places[len(places)-1])
	require.Len(t, slices.Compact(places), len(all), "each its own place")
}

// TestTheChainVerifiesAfterErasure: what is about a person goes, and the chain neither
// breaks nor says whom it was about.
func TestTheChainVerifiesAfterErasure(t *testing.T) {
	d := opened(t)
	seen(t, d, privacy.LeafLinks+5)
	all, err := d.Traces(t.Context(), ana, "m-ana")
	require.NoError(t, err)
	for _, one := range all {
		_, err := d.store.Privacy().ChangeTrace(t.Context(), "otpq", "m-ana", one.ID, func(before privacy.Trace) (privacy.Trace, []identity.Message, error) {
			return privacy.Trace{Version: before.Version}, nil, nil
		})
		require.NoError(t, err)
	}
	got, err := d.Verify(t.Context(), dora)
	require.NoError(t, err)
	require.EqualValues(t, privacy.LeafLinks+5, got.Links)
	head, err := d.store.Privacy().Chain(t.Context(), "otpq")
	require.NoError(t, err)
	for _, l := range head.Links {
		require.NotContains(t, string(l.Account)+l.Commitment+l.Hash+string(l.Did), "ana")
	}
}

// TestTheChainFailsWhenOneThingIsChanged: any field of any link, in a leaf or in the
// latest, a link taken away, and one put in.
func TestTheChainFailsWhenOneThingIsChanged(t *testing.T) {
	d := opened(t)
	seen(t, d, privacy.LeafLinks+5)
	for name, change := range map[string]func(*privacy.Link){
		"seq":        func(l *privacy.Link) { l.Seq++ },
		"at":         func(l *privacy.Link) { l.At = l.At.Add(time.Microsecond) },
		"account":    func(l *privacy.Link) { l.Account = "dora" },
		"did":        func(l *privacy.Link) { l.Did = privacy.Erased },
		"articles":   func(l *privacy.Link) { l.Articles = []privacy.ArticleID{"p-39.1:18"} },
		"commitment": func(l *privacy.Link) { l.Commitment = flip(l.Commitment) },
		"hash":       func(l *privacy.Link) { l.Hash = flip(l.Hash) },
	} {
		t.Run(name, func(t *testing.T) {
			d.inLeaf(t, 0, 17, change, func() {
				_, err := d.Verify(t.Context(), dora)
				require.ErrorIs(t, err, privacy.ErrBrokenChain)
			})
			d.inHead(t, func(c *privacy.Chain) { change(&c.Links[2]) }, func() {
				_, err := d.Verify(t.Context(), dora)
				require.ErrorIs(t, err, privacy.ErrBrokenChain)
			})
		})
	}
	for name, change := range map[string]func(*privacy.Chain){
		"taken away":   func(c *privacy.Chain) { c.Links = slices.Delete(slices.Clone(c.Links), 1, 2) },
		"put in":       func(c *privacy.Chain) { c.Links = slices.Insert(slices.Clone(c.Links), 1, c.Links[1]) },
		"base":         func(c *privacy.Chain) { c.Base = flip(c.Base) },
		"fewer leaves": func(c *privacy.Chain) { c.Leaves = 0 },
		"more leaves":  func(c *privacy.Chain) { c.Leaves = 2 },
	} {
		t.Run(name, func(t *testing.T) {
			d.inHead(t, change, func() {
				_, err := d.Verify(t.Context(), dora)
				require.ErrorIs(t, err, privacy.ErrBrokenChain)
			})
		})
	}
	_, err := d.Verify(t.Context(), dora)
	require.NoError(t, err, "as it was")
}

// flip changes one character of a hexadecimal text.
func flip(text string) string {
	if text[0] == '0' {
		return "1" + text[1:]
	}
	return "0" + text[1:]
}

// inLeaf changes a link of a leaf while fn runs.
func (d *desk) inLeaf(t *testing.T, number int64, at int, change func(*privacy.Link), fn func()) {
	t.Helper()
	was, err := d.store.Privacy().Leaf(t.Context(), "otpq", number)
	require.NoError(t, err)
	put := func(links []privacy.Link) {
		_, err := d.store.Privacy().ChangeLeaf(t.Context(), "otpq", number, func(l privacy.Leaf) (privacy.Leaf, []identity.Message, error) {
			l.Links = links
			return l, nil, nil
		})
		require.NoError(t, err)
	}
	changed := slices.Clone(was.Links)
	change(&changed[at])
	put(changed)
	fn()
	put(was.Links)
}

// inHead changes the latest links while fn runs.
func (d *desk) inHead(t *testing.T, change func(*privacy.Chain), fn func()) {
	t.Helper()
	was, err := d.store.Privacy().Chain(t.Context(), "otpq")
	require.NoError(t, err)
	put := func(c privacy.Chain) {
		_, err := d.store.Privacy().ChangeChain(t.Context(), "otpq", func(privacy.Chain) (privacy.Chain, []identity.Message, error) { return c, nil, nil })
		require.NoError(t, err)
	}
	changed := was
	changed.Links = slices.Clone(was.Links)
	change(&changed)
	put(changed)
	fn()
	put(was)
}

// TestTwoLinksNeverHashAlike: no two different links write the same bytes, whatever
// stands at the seams of their fields.
func TestTwoLinksNeverHashAlike(t *testing.T) {
	word := rapid.SampledFrom([]string{"", "a", "b", "ab", "ba", "aab", "1", "11"})
	rapid.Check(t, func(rt *rapid.T) {
		draw := func() privacy.Link {
			l := privacy.Link{At: noon, Account: identity.AccountID(word.Draw(rt, "account")), Did: privacy.Deed(word.Draw(rt, "did")), Commitment: word.Draw(rt, "commitment")}
			for range rapid.IntRange(0, 2).Draw(rt, "articles") {
				l.Articles = append(l.Articles, privacy.ArticleID(word.Draw(rt, "article")))
			}
			return l
		}
		a, b := draw(), draw()
		_, one := privacy.Chain{Org: "otpq"}.Append(a)
		_, two := privacy.Chain{Org: "otpq"}.Append(b)
		a.Seq, b.Seq, a.Hash, b.Hash = 0, 0, "", ""
		if slices.Equal(a.Articles, b.Articles) && a.Account == b.Account && a.Did == b.Did && a.Commitment == b.Commitment {
			require.Equal(rt, one.Hash, two.Hash)
			return
		}
		require.NotEqual(rt, one.Hash, two.Hash)
	})
}

func TestAProcessKilledBetweenTheTraceAndTheChainLosesNeither(t *testing.T) {
	d := opened(t)
	require.NoError(t, d.Look(t.Context(), staff, "m-ana", privacy.SightDeclarations, "continuing-education"))
	all, err := d.Traces(t.Context(), ana, "m-ana")
	require.NoError(t, err)
	// As if it had been killed before the place was written down.
	_, err = d.store.Privacy().ChangeTrace(t.Context(), "otpq", "m-ana", all[0].ID, func(before privacy.Trace) (privacy.Trace, []identity.Message, error) {
		before.Link = 0
		return before, nil, nil
	})
	require.NoError(t, err)
	require.NoError(t, d.Look(t.Context(), staff, "m-ana", privacy.SightDeclarations, "continuing-education"))
	again, err := d.Traces(t.Context(), ana, "m-ana")
	require.NoError(t, err)
	require.Len(t, again, 1)
	require.EqualValues(t, 1, again[0].Link)
	require.NoError(t, d.Attests(t.Context(), ana, again[0]))
	got, err := d.Verify(t.Context(), dora)
	require.NoError(t, err)
	require.EqualValues(t, 1, got.Links, "one look, one link")
}
