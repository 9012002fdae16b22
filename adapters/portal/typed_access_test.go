package portal_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A request for access is filled in as a declaration is: Back is silent, a script saves, and
// two windows lose nothing to each other.
func TestW5_ARequestForAccessGoesOnFromAnEarlierPage(t *testing.T) {
	h := openAccess(t)
	b := h.visit(t).Get("/access")
	b.Form("#forms-list").Press("physicians")
	step := b.URL.Path
	require.Contains(t, b.Body, "/assets/autosave.")
	other := b.Get(step).Form("#step").Fill("given", "Lucie")
	page := b.Get(step).Form("#step").Tick("service", "billing").Fill("given", "Luc").Fill("family", "Tremblay").Fill("email", "luc@")
	page.Values.Set("save", "auto")
	page.Send()
	require.Equal(t, http.StatusOK, b.Status)
	var answer struct {
		Version int64
		Said    string
	}
	require.NoError(t, json.Unmarshal([]byte(b.Body), &answer))
	require.NotZero(t, answer.Version)
	require.True(t, strings.HasPrefix(answer.Said, "Enregistré à "), answer.Said)
	require.Equal(t, "luc@", b.Get(step).Value("email"), "right or wrong")

	page.Values.Del("save")
	resent(page.Fill("email", "luc.tremblay@exemple.org"), "continue")
	require.True(t, strings.HasSuffix(b.URL.Path, "/authoriser"), b.Text())
	resent(page.Fill("family", "Roy"), "continue")
	require.True(t, strings.HasSuffix(b.URL.Path, "/authoriser"), "from the earlier page, in silence")

	require.Equal(t, http.StatusConflict, resent(other, "continue").Status)
	require.Equal(t, "Lucie", b.Value("given"))
	require.Contains(t, b.Text(), "Voici ce qui est enregistré maintenant, là où vous avez inscrit autre chose : ")
	require.Contains(t, b.Text(), "luc.tremblay@exemple.org")
	require.NotContains(t, b.Body, "/assets/autosave.")
	require.Equal(t, "Roy", b.Get(step).Value("family"), "nothing was overwritten")
	require.Equal(t, "Luc", b.Value("given"))
}
