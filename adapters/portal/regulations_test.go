package portal_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Every regulation of the catalogue has its pages, in both languages, for a member
// who has done an activity of every category, and one that is more than any limit.
func TestEveryRegulationOfTheCatalogueHasItsPages(t *testing.T) {
	h := open(t)
	all, err := regulations()
	require.NoError(t, err)
	b := h.signIn(t, "emma")
	shown := 0
	for id, regulation := range all {
		h.organisation(t, func(o *identity.Organisation) { o.Regulation = id })
		h.fills(t, regulation)
		for _, page := range []string{"/portfolio/emma", "/portfolio/emma/explanation", "/portfolio/emma/what-if"} {
			for _, language := range []string{"fr", "en"} {
				b.Get(page)
				if b.Status != http.StatusOK {
					require.NotEqual(t, http.StatusInternalServerError, b.Status, "%s %s %s", id, page, h.logged)
					continue
				}
				shown++
				t.Run(id+page, func(t *testing.T) { structure(t, b, language) })
				b.Form("/language").Press(map[string]string{"fr": "en", "en": "fr"}[language])
			}
		}
	}
	require.Greater(t, shown, 5*len(all), "most are in force")
}

// fills gives emma what calendars may look at, and activities of every category.
func (h *house) fills(t *testing.T, r hours.Regulation) {
	t.Helper()
	_, err := h.store.Identity().ChangeMember(t.Context(), otpq, "emma", func(m identity.Member) (identity.Member, error) {
		m.Permit, m.Birth = "12345", cycle.MustDate("1980-05-17")
		return m, nil
	})
	require.NoError(t, err)
	version := r.Versions[len(r.Versions)-1]
	on := cycle.MustDate("2026-11-10")
	for i, c := range version.Categories {
		for _, amount := range []int64{1, 90} {
			key := hours.Key{Org: otpq, Member: "emma", ID: "done-" + string(rune('a'+i%26)) + string(rune('a'+i/26)) + map[int64]string{1: "1", 90: "2"}[amount]}
			_, err := h.store.Hours().Change(t.Context(), key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
				d.Period, d.State, d.Counted = on, hours.Counted, hours.Whole(amount)
				d.Activity = hours.Activity{Category: c.ID, Title: "Essai", First: on, Last: on, Hours: hours.Whole(amount)}
				if kinds := slices.Clone(c.Types); len(kinds) > 0 {
					d.Activity.Type = kinds[0].ID
				}
				return d, hours.Telling{}, nil
			})
			require.NoError(t, err)
		}
	}
}
