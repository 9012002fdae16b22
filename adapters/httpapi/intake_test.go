package httpapi_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// sylvie is the member of staff as desks know her.
var sylvie = identity.Actor{Org: "otpq", Account: "a-staff", Member: "m-3", Name: "Sylvie Roy", Roles: []identity.Role{identity.RoleStaff}}

// trainingBody adds a training body and returns its token.
func (w *world) trainingBody() string {
	_, token, err := w.api.Reception.AddProvider(context.Background(), sylvie, "ets", "École de technologie supérieure")
	require.NoError(w.t, err)
	return token
}

func (w *world) csv(token, path, content string) answer {
	return w.do(call{token: token, method: "POST", path: path, body: content, header: map[string]string{"Content-Type": "text/csv"}})
}

// said returns the objects of a stream, one a line.
func (a answer) said() []map[string]any {
	var all []map[string]any
	for line := range strings.Lines(a.body) {
		var one map[string]any
		require.NoError(a.t, json.Unmarshal([]byte(line), &one), line)
		all = append(all, one)
	}
	return all
}

const roster = `permis;nom;activité;début;heures
p-m-1;Geneviève Lavigne;act-1;2026-11-02;3
p-m-2;Marc Tremblay;act-1;2026-11-02;3
p-m-2;Geneviève Lavigne;act-1;2026-11-02;3
p-m-9;Personne;act-1;2026-11-02;3
p-m-1;Geneviève Lavigne;act-1;03/04/2026;3
`

func TestARosterIsSentWithTheTokenOfATrainingBody(t *testing.T) {
	w := newWorld(t)
	token := w.trainingBody()
	w.submits("marc", "structured", "course", "3", "2026-11-02", "2026-11-02")
	trial := w.csv(token, "/rosters?dry-run=true", roster).is(http.StatusOK).said()
	require.Equal(t, true, trial[len(trial)-1]["report"].(map[string]any)["dryRun"])
	require.Empty(t, w.get("staff", "/rosters").is(http.StatusOK).json["items"])

	said := w.csv(token, "/rosters", roster).is(http.StatusOK).said()
	report := said[len(said)-1]["report"].(map[string]any)
	// Proposed and matched are one count: what a member had declared is not told.
	require.Equal(t, []any{5.0, 2.0, 0.0, 3.0}, []any{report["lines"], report["accepted"], report["repeated"], report["reported"]})
	require.Len(t, said, 4)
	require.EqualValues(t, 4, said[0]["line"])
	require.Equal(t, said[0]["errors"], said[1]["errors"], "another's number and nobody's are answered alike")
	require.Contains(t, said[2]["errors"].([]any)[0].(map[string]any)["detail"], "2026-11-22")

	again := w.csv(token, "/rosters", roster).is(http.StatusOK).said()
	report = again[len(again)-1]["report"].(map[string]any)
	require.Equal(t, []any{5.0, 0.0, 2.0, 3.0}, []any{report["lines"], report["accepted"], report["repeated"], report["reported"]})
	require.Len(t, w.get("staff", "/rosters").is(http.StatusOK).json["items"], 1)
	proposed := w.get("genevieve", "/members/m-1/declarations?state=proposed").is(http.StatusOK).json["items"].([]any)
	require.Len(t, proposed, 1)
}

func TestATokenThatOpensNothingIsAnsweredAlike(t *testing.T) {
	w := newWorld(t)
	token := w.trainingBody()
	_, err := w.api.Reception.Enable(context.Background(), sylvie, "ets", 1, false)
	require.NoError(t, err)
	session := w.signedIn("staff")
	var bodies []string
	for _, bad := range []string{token, token + "x", "otpq.nobody.x", session, ""} {
		bodies = append(bodies, w.csv(bad, "/rosters", roster).problem(http.StatusUnauthorized, "token").body)
	}
	for _, body := range bodies {
		require.Equal(t, bodies[0], body)
	}
}

func TestWhatIsWrongWithAFileIsToldAtOnce(t *testing.T) {
	w := newWorld(t)
	token := w.trainingBody()
	a := w.csv(token, "/rosters", "couleur;permis\nbleu;1\n").problem(http.StatusUnprocessableEntity, "invalid-entry")
	require.Len(t, a.json["errors"], 4)
	w.csv(token, "/rosters", "").problem(http.StatusUnprocessableEntity, "no-header")
	w.do(call{token: token, method: "POST", path: "/rosters", body: "{}"}).problem(http.StatusUnsupportedMediaType, "media-type")
}

const imported = `category,type,activity,provider,trainer,date,hours
structured,course,act-1,prov-1,Amélie Gagnon,2026-11-02,"2,5"
structured,course,act-1,prov-1,Amélie Gagnon,2026-12-24,1
`

func TestAMemberImportsAFile(t *testing.T) {
	w := newWorld(t)
	token := w.signedIn("genevieve")
	said := w.csv(token, "/members/m-1/imports?dry-run=1", imported).is(http.StatusOK).said()
	require.Equal(t, []any{"ready", "wrong"}, []any{said[0]["outcome"], said[1]["outcome"]})
	w.csv(token, "/members/m-1/imports", imported).problem(http.StatusUnprocessableEntity, "invalid-entry")
	rules, err := w.api.Ledger.Rules(context.Background(), identity.Actor{Org: "otpq", Member: "m-1", Roles: []identity.Role{identity.RoleMember}}, "m-1")
	require.NoError(t, err)
	path := "/members/m-1/imports?drafts=1"
	for _, a := range rules.Version.Attestations {
		path += "&attested=" + a.ID
	}
	said = w.csv(token, path, imported).is(http.StatusOK).said()
	require.Equal(t, []any{"sent", "drafted"}, []any{said[0]["outcome"], said[1]["outcome"]})
	said = w.csv(token, path, imported).is(http.StatusOK).said()
	require.Equal(t, []any{"imported", "imported"}, []any{said[0]["outcome"], said[1]["outcome"]})
	all, err := w.store.Hours().Declarations(context.Background(), "otpq", "m-1")
	require.NoError(t, err)
	require.Len(t, all, 2)
	states := []hours.State{all[0].State, all[1].State}
	require.ElementsMatch(t, []hours.State{hours.Submitted, hours.Draft}, states)
	w.csv(w.signedIn("marc"), "/members/m-1/imports", imported).problem(http.StatusNotFound, "not-found")
}
