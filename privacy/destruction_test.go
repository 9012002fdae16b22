package privacy_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/storetest"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	services "github.com/goodstanding/goodstanding/identity/access"
	"github.com/goodstanding/goodstanding/privacy"
)

func TestDestructionTransitions(t *testing.T) {
	var b strings.Builder
	for _, s := range privacy.DestructionStates() {
		for _, e := range privacy.DestructionEvents() {
			after, err := s.Next(e)
			if err != nil {
				require.ErrorIs(t, err, privacy.ErrTransition)
				require.Equal(t, s, after)
				continue
			}
			require.Contains(t, privacy.DestructionStates(), after)
			fmt.Fprintf(&b, "%-12s %-9s %s\n", fmt.Sprintf("%q", s), e, after)
		}
	}
	golden(t, "destruction.txt", b.String())
	_, err := privacy.DestructionState("lost").Next(privacy.Approve)
	require.ErrorIs(t, err, privacy.ErrTransition)
}

// custody gives the desk a store with things about Ana, and a folder with a document.
func (d *desk) custody(t *testing.T) *files.Memory {
	t.Helper()
	ctx := t.Context()
	documents := files.NewMemory()
	d.Custody = &privacy.Custody{
		Keeping: storetest.Keeping(t), Records: d.store.Holder(storetest.Keeping(t)), Others: []privacy.Holder{files.Held(documents)},
		Journal: &files.MemoryJournal{}, BackupDays: 35, Established: privacy.Facts{"read-provided": privacy.Yes},
	}
	key := hours.Key{Org: "otpq", Member: "m-ana", ID: "d-1"}
	_, err := d.store.Hours().Change(ctx, key, func(x hours.Declaration) (hours.Declaration, hours.Telling, error) {
		x.Key, x.State = key, hours.Counted
		x.Activity.Title, x.Activity.Content = "Radioprotection", "ce que j’ai appris"
		x.Decisions = []hours.Decision{{Event: hours.Count, At: noon, Reason: "compté en entier", By: "Jeanne"}}
		return x, hours.Telling{Act: &hours.Act{Org: "otpq", Member: "m-ana", Seq: 1, At: noon, Account: "staff", By: "Jeanne", Kind: hours.DeclarationCounted, Title: identity.Text{FR: "Radioprotection"}}}, nil
	})
	require.NoError(t, err)
	asked := exemption.Key{Org: "otpq", Member: "m-ana", ID: "r-1"}
	_, err = d.store.Exemption().Change(ctx, asked, func(x exemption.Request) (exemption.Request, hours.Telling, error) {
		x.Key, x.State, x.Claim.Details = asked, exemption.Granted, "une maladie"
		x.Documents = []hours.Document{{ID: "x-1", Name: "médecin.pdf"}}
		return x, hours.Telling{}, nil
	})
	require.NoError(t, err)
	_, _, err = documents.Put(ctx, hours.DocumentKey{Key: asked, Document: "x-1"}, strings.NewReader("%PDF-"))
	require.NoError(t, err)
	_, err = d.store.Access().ChangeRequest(ctx, "otpq", "a-1", func(r services.Request) (services.Request, []identity.Message, error) {
		r.Org, r.ID, r.Account, r.State = "otpq", "a-1", "ana", services.Refused
		r.User = services.Person{First: "Nom", Last: "De ana", Email: "ana@example.org"}
		r.Decided = noon
		return r, nil, nil
	})
	require.NoError(t, err)
	return documents
}

// everything is what the person in charge finds when nothing is left to do for Ana.
func everything(t *testing.T) privacy.Findings {
	f := privacy.Findings{Legal: privacy.No, Incident: privacy.No}
	for _, p := range rules(t).Inventory.Purposes {
		f.Purposes = append(f.Purposes, privacy.Achieved{Purpose: p.ID, Is: privacy.Yes, On: day("2026-01-31")})
	}
	return f
}

func (d *desk) plan(t *testing.T, id string, f privacy.Findings) privacy.Destruction {
	t.Helper()
	planned, err := d.PlanDestruction(t.Context(), dora, "m-ana", id, f)
	require.NoError(t, err)
	return planned
}

func lineOf(t *testing.T, d privacy.Destruction, piece string) privacy.Line {
	t.Helper()
	i := slices.IndexFunc(d.Lines, func(l privacy.Line) bool { return l.Record == piece })
	require.GreaterOrEqual(t, i, 0, piece)
	return d.Lines[i]
}

// One verdict for each record: what served a decision of the other activities is kept
// for a year after it (P-39.1, s. 11), and what supervises the practice is destroyed once
// its purposes are achieved (A-2.1, s. 73).
func TestV12_EachRecordHasItsVerdictAndWhy(t *testing.T) {
	d := opened(t)
	d.custody(t)
	planned := d.plan(t, "x", everything(t))
	declaration := lineOf(t, planned, "records/m-ana/declaration/d-1")
	require.Equal(t, privacy.Destroy, declaration.Action)
	require.Contains(t, declaration.Articles, privacy.ArticleID("a-2.1:73"))
	refused := lineOf(t, planned, "records//access-request/a-1")
	require.Equal(t, privacy.Keep, refused.Action)
	require.Equal(t, []string{"decision"}, refused.Reasons)
	require.Contains(t, refused.Articles, privacy.ArticleID("p-39.1:11"))
	require.Equal(t, day("2027-02-02"), refused.Until, "a year after 2 February 2026")
	d.on("2027-02-03")
	require.Equal(t, privacy.Destroy, lineOf(t, d.plan(t, "x", everything(t)), "records//access-request/a-1").Action)
	for _, l := range planned.Lines {
		require.NotEmpty(t, l.Articles, l.Record)
	}
}

func TestV12_WhatNobodySaidDestroysNothing(t *testing.T) {
	d := opened(t)
	d.custody(t)
	for _, l := range d.plan(t, "x", privacy.Findings{}).Lines {
		require.Equal(t, privacy.Undecided, l.Action, l.Record)
		require.NotEmpty(t, l.Missing, l.Record)
	}
	f := everything(t)
	f.Incident = privacy.Unknown
	for _, l := range d.plan(t, "x", f).Lines {
		require.Equal(t, privacy.Undecided, l.Action, l.Record)
	}
	f.Incident, f.Legal = privacy.No, privacy.Yes
	for _, l := range d.plan(t, "x", f).Lines {
		require.Equal(t, privacy.Keep, l.Action, l.Record)
		require.Contains(t, l.Reasons, "legal")
		require.True(t, l.Until.IsZero())
	}
	// An exemption is about health too: both purposes must be achieved, and its document
	// stays as long as it does.
	f = everything(t)
	for i := range f.Purposes {
		if f.Purposes[i].Purpose == "fitness" {
			f.Purposes[i].Is = privacy.No
		}
	}
	planned := d.plan(t, "x", f)
	require.Equal(t, privacy.Keep, lineOf(t, planned, "records/m-ana/exemption/r-1").Action)
	require.Equal(t, "exemption-document", lineOf(t, planned, "documents/m-ana/r-1/x-1").Kind)
	require.Equal(t, privacy.Keep, lineOf(t, planned, "documents/m-ana/r-1/x-1").Action)
	require.Equal(t, privacy.Destroy, lineOf(t, planned, "records/m-ana/declaration/d-1").Action)
}

// What a request was refused is frozen while recourse is open (A-2.1, s. 102.1).
func TestV16_WhatIsRefusedIsKeptWhileRecourseIsOpen(t *testing.T) {
	d := opened(t)
	d.custody(t)
	asked, err := d.Ask(t.Context(), ana, privacy.Asking{Kind: privacy.Access, Quality: privacy.Oneself, Asked: "tout", Scope: []privacy.HoldingID{"roll/members/name"}})
	require.NoError(t, err)
	d.on("2026-03-02") // past the 20 days, without an answer: refused by silence
	f := everything(t)
	require.Equal(t, []string{"recourse"}, lineOf(t, d.plan(t, "x", f), "members/m-ana").Reasons)
	require.Equal(t, privacy.Destroy, lineOf(t, d.plan(t, "x", f), "records/m-ana/exemption/r-1").Action)
	require.NotEmpty(t, asked.Legs)
}

func TestDestroy_OnlyTheApprovedPlanAndAllOfIt(t *testing.T) {
	d := opened(t)
	documents := d.custody(t)
	ctx := t.Context()
	planned := d.plan(t, "x", everything(t))
	_, err := d.Destroy(ctx, dora, "m-ana", "x")
	require.ErrorIs(t, err, privacy.ErrTransition, "nobody approved it")
	_, err = d.ApproveDestruction(ctx, dora, "m-ana", "x", "another")
	require.ErrorIs(t, err, privacy.ErrPlanChanged)
	_, err = d.ApproveDestruction(ctx, dora, "m-ana", "x", planned.Digest)
	require.NoError(t, err)

	// Somebody writes in the meantime.
	change := func(title string) {
		_, err := d.store.Hours().Change(ctx, hours.Key{Org: "otpq", Member: "m-ana", ID: "d-1"}, func(x hours.Declaration) (hours.Declaration, hours.Telling, error) {
			x.Activity.Title = title
			return x, hours.Telling{}, nil
		})
		require.NoError(t, err)
	}
	change("Une autre")
	_, err = d.Destroy(ctx, dora, "m-ana", "x")
	require.ErrorIs(t, err, privacy.ErrPlanChanged)
	require.Equal(t, 1, documents.Len(), "nothing was destroyed")
	planned = d.plan(t, "x", everything(t))
	require.True(t, planned.Approved.IsZero(), "another plan takes approval away")
	require.Empty(t, planned.ApprovedBy)
	_, err = d.ApproveDestruction(ctx, dora, "m-ana", "x", planned.Digest)
	require.NoError(t, err)
	// A look or a session in the meantime is no other plan.
	require.NoError(t, d.store.Identity().PutSession(ctx, identity.Session{Org: "otpq", Digest: "late", Account: "ana"}))

	done, err := d.Destroy(ctx, dora, "m-ana", "x")
	require.NoError(t, err)
	require.Equal(t, privacy.Destroyed, done.State)
	require.Equal(t, day("2026-03-09"), done.Irrecoverable, "35 days after 2 February 2026")
	require.Zero(t, documents.Len())
	_, err = d.store.Identity().Member(ctx, "otpq", "m-ana")
	require.ErrorIs(t, err, identity.ErrNotFound)
	_, err = d.store.Identity().AccountByLogin(ctx, "otpq", "ana")
	require.ErrorIs(t, err, identity.ErrNotFound)
	sessions, err := d.store.Identity().Sessions(ctx, "otpq", "ana")
	require.NoError(t, err)
	require.Empty(t, sessions)
	kept, err := d.store.Access().Request(ctx, "otpq", "a-1")
	require.NoError(t, err)
	require.Equal(t, "ana@example.org", kept.User.Email, "what the law has it keep is there")
	_, err = d.store.Identity().Member(ctx, "otpq", "m-ben")
	require.NoError(t, err)
	text, err := json.Marshal(done)
	require.NoError(t, err)
	for _, told := range []string{"Radioprotection", "De ana", "ana@example.org", "maladie", "médecin"} {
		require.NotContains(t, string(text), told, "the proof names nobody")
	}
	_, err = d.Destroy(ctx, dora, "m-ana", "x")
	require.ErrorIs(t, err, privacy.ErrTransition, "done once")

	_, err = planned.Certificate(d.Custody.Keeping)
	require.ErrorIs(t, err, privacy.ErrTransition, "a plan proves nothing")
	proof, err := done.Certificate(d.Custody.Keeping)
	require.NoError(t, err)
	gone := map[string]int{}
	for _, k := range proof.Gone {
		require.NotEmpty(t, k.Articles, k.Kind)
		gone[k.Kind] = k.Count
	}
	require.Equal(t, map[string]int{"member": 1, "account": 1, "session": 1, "act": 1, "declaration": 1, "exemption": 1, "exemption-document": 1}, gone)
	require.Len(t, proof.Kept, 1)
	require.Equal(t, "access-request", proof.Kept[0].Kind)
	require.Equal(t, day("2027-02-02"), proof.Kept[0].Until)
	require.Equal(t, "Ce qui a servi à une décision est conservé au moins un an après elle", rules(t).Why(proof.Kept[0].Reasons[0]).FR)
}

// A backup brings back what was destroyed; the journal, which is not in it, takes it away
// again, once.
func TestReplay_DestroysAgainWhatABackupBroughtBack(t *testing.T) {
	d := opened(t)
	d.custody(t)
	planned := d.plan(t, "x", everything(t))
	_, err := d.ApproveDestruction(t.Context(), dora, "m-ana", "x", planned.Digest)
	require.NoError(t, err)
	_, err = d.Destroy(t.Context(), dora, "m-ana", "x")
	require.NoError(t, err)
	done, err := d.Replay(t.Context())
	require.NoError(t, err)
	require.Zero(t, done, "nothing to do")

	restored := opened(t) // as it was before
	restored.custody(t)
	restored.Custody.Journal = d.Custody.Journal
	done, err = restored.Replay(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, done)
	_, err = restored.store.Identity().Member(t.Context(), "otpq", "m-ana")
	require.ErrorIs(t, err, identity.ErrNotFound)
	again, err := restored.Destruction(t.Context(), dora, "m-ana", "x")
	require.NoError(t, err)
	require.Equal(t, privacy.Destroyed, again.State)
	done, err = restored.Replay(t.Context())
	require.NoError(t, err)
	require.Zero(t, done)
}

// broken is a holder that cannot be reached, or fails in the middle.
type broken struct {
	privacy.Holder
	reads, erases error
}

func (b broken) Pieces(ctx context.Context, about privacy.Subject) ([]privacy.Piece, error) {
	if b.reads != nil {
		return nil, b.reads
	}
	return b.Holder.Pieces(ctx, about)
}

func (b broken) Erase(ctx context.Context, org identity.OrganisationID, pieces []string) error {
	if b.erases != nil {
		return b.erases
	}
	return b.Holder.Erase(ctx, org, pieces)
}

func TestAHolderThatCannotBeReachedIsAnErrorAndNotNothing(t *testing.T) {
	d := opened(t)
	d.custody(t)
	away := errors.New("the folder is not mounted")
	whole := d.Custody.Others[0]
	d.Custody.Others[0] = broken{Holder: whole, reads: away}
	_, err := d.Held(t.Context(), ana, "m-ana")
	require.ErrorIs(t, err, away)
	_, err = d.Portable(t.Context(), ana, "m-ana")
	require.ErrorIs(t, err, away)
	_, err = d.PlanDestruction(t.Context(), dora, "m-ana", "x", everything(t))
	require.ErrorIs(t, err, away)

	// What fails in the middle is begun, and goes on when it is asked for again.
	d.Custody.Others[0] = broken{Holder: whole, erases: away}
	planned := d.plan(t, "x", everything(t))
	_, err = d.ApproveDestruction(t.Context(), dora, "m-ana", "x", planned.Digest)
	require.NoError(t, err)
	_, err = d.Destroy(t.Context(), dora, "m-ana", "x")
	require.ErrorIs(t, err, away)
	_, err = d.GiveUpDestruction(t.Context(), dora, "m-ana", "x")
	require.ErrorIs(t, err, privacy.ErrTransition)
	d.Custody.Others[0] = whole
	done, err := d.Destroy(t.Context(), dora, "m-ana", "x")
	require.NoError(t, err)
	require.Equal(t, privacy.Destroyed, done.State)

	d.Custody = nil
	_, err = d.Held(t.Context(), ana, "m-ana")
	require.ErrorIs(t, err, privacy.ErrNoCustody)
}

func TestWhatIsHeldIsThePersonsOwn(t *testing.T) {
	d := opened(t)
	d.custody(t)
	ctx := t.Context()
	for _, who := range []identity.Actor{ben, carl, staff, other, {}} {
		_, err := d.Held(ctx, who, "m-ana")
		require.ErrorIs(t, err, privacy.ErrNotFound, who.Account)
		_, err = d.Portable(ctx, who, "m-ana")
		require.ErrorIs(t, err, privacy.ErrNotFound, who.Account)
		_, err = d.PlanDestruction(ctx, who, "m-ana", "x", everything(t))
		require.ErrorIs(t, err, privacy.ErrNotFound, who.Account)
		_, err = d.OpenHeld(ctx, who, "m-ana", "documents/m-ana/r-1/x-1")
		require.ErrorIs(t, err, privacy.ErrNotFound, who.Account)
	}
	_, err := d.PlanDestruction(ctx, ana, "m-ana", "x", everything(t))
	require.ErrorIs(t, err, privacy.ErrForbidden, "not even of oneself")
	_, err = d.PlanDestruction(ctx, dora, "m-dora", "x", everything(t))
	require.ErrorIs(t, err, privacy.ErrForbidden, "nor the person in charge")
	content, err := d.OpenHeld(ctx, ana, "m-ana", "documents/m-ana/r-1/x-1")
	require.NoError(t, err)
	require.NoError(t, content.Close())
	_, err = d.OpenHeld(ctx, ben, "m-ben", "documents/m-ana/r-1/x-1")
	require.ErrorIs(t, err, privacy.ErrNotFound)
}

// Everything, in words and with why.
func TestV16_WhatIsHeldAboutMe(t *testing.T) {
	d := opened(t)
	d.custody(t)
	all, err := d.Held(t.Context(), ana, "m-ana")
	require.NoError(t, err)
	said := map[string]string{}
	for _, p := range all {
		require.NotEmpty(t, p.Label.FR, p.ID)
		require.NotEmpty(t, p.Label.EN, p.ID)
		require.NotEmpty(t, p.Why, p.ID)
		for _, w := range p.Why {
			require.NotEmpty(t, w.Purpose.FR, p.ID)
			require.NotEmpty(t, w.Articles, p.ID)
			require.NotEmpty(t, w.Class.FR, p.ID)
		}
		for _, v := range p.Values {
			said[v.Text] = v.Label.FR + "/" + v.Category.FR
		}
	}
	require.Equal(t, "Nom/Nom et prénom", said["De ana"])
	require.Equal(t, "Précisions/Renseignements sur la santé", said["une maladie"])
	require.Equal(t, "Décisions/Renseignements liés à la formation continue", said["compté en entier"])
	require.Equal(t, "Identifiant de connexion/", said["ana"], "the policy names no category for it")
}

// The export is of what the person provided: their words, and no decision of the order.
func TestV16_PortabilityIsOfWhatThePersonProvided(t *testing.T) {
	d := opened(t)
	d.custody(t)
	e, err := d.Portable(t.Context(), ana, "m-ana")
	require.NoError(t, err)
	text, err := e.JSON()
	require.NoError(t, err)
	table, err := e.CSV(identity.French)
	require.NoError(t, err)
	for _, out := range []string{string(text), string(table)} {
		for _, in := range []string{"Radioprotection", "ce que j’ai appris", "une maladie", "ana@example.org", "De ana"} {
			require.Contains(t, out, in)
		}
		for _, not := range []string{"compté en entier", "Jeanne", "granted", "refused"} {
			require.NotContains(t, out, not)
		}
	}
	require.True(t, strings.HasPrefix(string(table), "kind,record,path,label,category,value\n"))
	require.Empty(t, e.Withheld)
	require.Equal(t, []privacy.ExportDocument{{ID: "documents/m-ana/r-1/x-1", Name: "documents/m-ana/r-1/x-1", SHA256: e.Documents[0].SHA256}}, e.Documents)

	var schema, value map[string]any
	require.NoError(t, json.Unmarshal(privacy.ExportSchema, &schema))
	require.NoError(t, json.Unmarshal(text, &value))
	require.Empty(t, breaks(schema, schema, value, "export"))
	value["more"] = 1.0
	require.Equal(t, []string{"export: more"}, breaks(schema, schema, value, "export"))

	// s. 84, is from memory: until somebody has read it, nothing goes under it.
	d.Custody.Established = nil
	e, err = d.Portable(t.Context(), ana, "m-ana")
	require.NoError(t, err)
	require.Len(t, e.Withheld, 1)
	require.Equal(t, privacy.AccessAct, e.Withheld[0].Regime)
	require.Equal(t, []privacy.Fact{"read-provided"}, e.Withheld[0].Missing)
	text, err = e.JSON()
	require.NoError(t, err)
	require.NotContains(t, string(text), "Radioprotection")
	require.Contains(t, string(text), "ana@example.org", "what is under the other Act goes")
}

// breaks says where a value is not as a JSON Schema says, for the keywords that ours has:
// it panics on another.
func breaks(root, schema map[string]any, value any, at string) []string {
	var bad []string
	fail := func(is bool, why string) {
		if !is {
			bad = append(bad, at+": "+why)
		}
	}
	object, _ := value.(map[string]any)
	list, _ := value.([]any)
	text, _ := value.(string)
	number, _ := value.(float64)
	for keyword, says := range schema {
		switch keyword {
		case "$schema", "title", "description", "$defs", "format", "properties", "additionalProperties":
		case "$ref":
			name := strings.TrimPrefix(says.(string), "#/$defs/")
			bad = append(bad, breaks(root, root["$defs"].(map[string]any)[name].(map[string]any), value, at)...)
		case "type":
			kinds, several := says.([]any)
			if !several {
				kinds = []any{says}
			}
			fail(slices.ContainsFunc(kinds, func(kind any) bool { return typed(kind.(string), value) }), fmt.Sprint(says))
		case "required":
			for _, name := range says.([]any) {
				_, has := object[name.(string)]
				fail(has, "without "+name.(string))
			}
		case "items":
			for i, item := range list {
				bad = append(bad, breaks(root, says.(map[string]any), item, fmt.Sprintf("%s[%d]", at, i))...)
			}
		case "const":
			fail(value == says, "const")
		case "enum":
			fail(slices.Contains(says.([]any), value), "enum")
		case "pattern":
			fail(regexp.MustCompile(says.(string)).MatchString(text), "pattern")
		case "minLength":
			fail(float64(len(text)) >= says.(float64), keyword)
		case "minItems":
			fail(float64(len(list)) >= says.(float64), keyword)
		case "minimum":
			fail(number >= says.(float64), keyword)
		default:
			panic(keyword)
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for name, one := range object {
		of, known := properties[name].(map[string]any)
		switch {
		case known:
			bad = append(bad, breaks(root, of, one, at+"."+name)...)
		case schema["additionalProperties"] == false:
			bad = append(bad, at+": "+name)
		}
	}
	return bad
}

func typed(kind string, value any) bool {
	switch v := value.(type) {
	case map[string]any:
		return kind == "object"
	case []any:
		return kind == "array"
	case string:
		return kind == "string"
	case bool:
		return kind == "boolean"
	case float64:
		return kind == "number" || kind == "integer" && v == float64(int64(v))
	}
	return false
}
