package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// memberRoutes are the routes about a member, with what a right request needs.
func (w *world) memberRoutes(member string) []call {
	var all []call
	for _, r := range w.api.Routes() {
		if !strings.Contains(r.Pattern, "{member}") {
			continue
		}
		c := call{method: r.Method, path: filled(r.Pattern, member), header: map[string]string{"If-Match": `"1"`}}
		if r.Method == http.MethodPut || strings.HasSuffix(c.path, "/decision") || strings.HasSuffix(c.path, "/amendment") || strings.Contains(c.path, "/correction") || r.Method == http.MethodPost && strings.Contains(c.path, "/closings/") || strings.HasSuffix(c.path, "/what-if") ||
			strings.HasSuffix(c.path, "/acceptance") || strings.HasSuffix(c.path, "/disallowance") || strings.HasSuffix(c.path, "/second-notice") ||
			strings.HasSuffix(c.path, "/evidence") && r.Method == http.MethodPost {
			c.body = map[string]any{}
		}
		all = append(all, c)
	}
	return all
}

func TestSomebodyElsesFileIsAsOneThatDoesNotExist(t *testing.T) {
	w := newWorld(t)
	w.organisation("other", identity.FrenchOnly)
	w.person("other", "eve", "m-9", "Ève", "Autre", identity.RoleMember)
	theirs, none, foreign := w.memberRoutes("m-2"), w.memberRoutes("m-8"), w.memberRoutes("m-9")
	require.GreaterOrEqual(t, len(theirs), 32)
	for i, c := range theirs {
		var answers []answer
		for _, c := range []call{c, none[i], foreign[i]} {
			c.as = "genevieve"
			answers = append(answers, w.do(c).problem(http.StatusNotFound, "not-found"))
		}
		for j, other := range []call{none[i], foreign[i]} {
			require.Equal(t, answers[0].header, answers[j+1].header, c.path)
			require.Equal(t, answers[0].without("instance"), answers[j+1].without("instance"), other.path)
		}
	}
}

// without returns the body but for one member.
func (a answer) without(name string) map[string]any {
	rest := map[string]any{}
	for key, value := range a.json {
		if key != name {
			rest[key] = value
		}
	}
	return rest
}

func TestSomebodyElsesDraftIsAsOneThatDoesNotExist(t *testing.T) {
	w := newWorld(t)
	path, draft := w.begins("genevieve")
	for _, as := range []string{"staff", "marc"} {
		w.get(as, path).problem(http.StatusNotFound, "not-found")
	}
	decision := call{as: "staff", method: "POST", path: path + "/decision", header: draft.etag(), body: map[string]any{"event": "take"}}
	w.do(decision).problem(http.StatusNotFound, "not-found")
	require.Equal(t, 0, w.get("staff", "/members/m-1/declarations").is(http.StatusOK).length("items"))
}

func TestStaffDecideOnOthersFilesAndNeverOnTheirOwn(t *testing.T) {
	w := newWorld(t)
	d := w.submits("staff", "structured", "course", "2", "2026-03-01", "2026-03-01")
	path := "/members/m-3/declarations/" + d.text("id") + "/decision"
	w.do(call{as: "staff", method: "POST", path: path, header: d.etag(), body: map[string]any{"event": "count", "counted": "2"}}).
		problem(http.StatusForbidden, "forbidden")
	ask, r := w.requests("staff")
	w.do(call{as: "staff", method: "POST", path: ask + "/decision", header: r.etag(), body: map[string]any{"event": "grant", "granted": "5"}}).
		problem(http.StatusForbidden, "forbidden")
	require.Equal(t, "submitted", w.get("staff", ask).text("state.code"))

	// Nor do they declare in a member's place, whatever else the request lacks.
	w.do(call{as: "staff", method: "POST", path: "/members/m-1/declarations"}).problem(http.StatusForbidden, "forbidden")
	w.do(call{as: "staff", method: "PUT", path: "/members/m-1/declarations/d-1"}).problem(http.StatusForbidden, "forbidden")
	w.do(call{as: "genevieve", method: "POST", path: "/members/m-1/declarations/d-1/decision"}).problem(http.StatusForbidden, "forbidden")
	w.do(call{as: "genevieve", method: "POST", path: "/members/m-1/exemptions/r-1/decision"}).problem(http.StatusForbidden, "forbidden")
}

func TestMembersAreListedForStaffAndOneselfForAMember(t *testing.T) {
	w := newWorld(t)
	names := func(a answer) []string {
		all := []string{}
		for _, one := range a.is(http.StatusOK).at("items").([]any) {
			all = append(all, one.(map[string]any)["name"].(string))
		}
		return all
	}
	require.Equal(t, []string{"Geneviève Lavigne", "Sylvie Roy", "Marc Tremblay"}, names(w.get("staff", "/members")))
	require.Equal(t, []string{"Geneviève Lavigne"}, names(w.get("staff", "/members?q=GENEVIEVE")))
	require.Equal(t, []string{"Marc Tremblay"}, names(w.get("staff", "/members?q=p-m-2")))
	require.Empty(t, names(w.get("staff", "/members?q=nobody")))
	require.Equal(t, []string{"Geneviève Lavigne"}, names(w.get("genevieve", "/members")))
	w.get("operator", "/members").problem(http.StatusForbidden, "forbidden")
	w.get("operator", "/lists/activities").problem(http.StatusForbidden, "forbidden")
	w.get("staff", "/members/m-404/declarations").problem(http.StatusNotFound, "not-found")
	w.get("genevieve", "/queue/declarations").problem(http.StatusForbidden, "forbidden")
	w.get("genevieve", "/queue/exemptions").problem(http.StatusForbidden, "forbidden")
}

func TestQueueShowsWhatWaitsForStaff(t *testing.T) {
	w := newWorld(t)
	d := w.submits("genevieve", "structured", "course", "2", "2026-03-01", "2026-03-01")
	w.submits("marc", "ethics", "course", "1", "2026-03-02", "2026-03-02")
	require.Equal(t, 2, w.get("staff", "/queue/declarations").is(http.StatusOK).length("items"))
	w.decides(d, map[string]any{"event": "take"})
	require.Equal(t, 1, w.get("staff", "/queue/declarations?state=in-review").length("items"))
	now := w.get("staff", "/members/m-1/declarations/"+d.text("id")).is(http.StatusOK)
	w.decides(now, map[string]any{"event": "refuse", "reason": "Hors sujet"})
	require.Equal(t, 1, w.get("staff", "/queue/declarations").length("items"))
}
