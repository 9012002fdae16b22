package privacy_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/adapters/storetest"
	"github.com/goodstanding/goodstanding/privacy"
)

// bodyOf draws a body of a kind: a value at some of its declared paths.
func bodyOf(rt *rapid.T, k privacy.Kept) map[string]any {
	root := map[string]any{}
	for i, f := range k.Fields {
		if !rapid.Bool().Draw(rt, f.Path) {
			continue
		}
		path := strings.ReplaceAll(strings.ReplaceAll(f.Path, "*", "leaf"), "{}", ".leaf")
		put(root, strings.Split(path, "."), fmt.Sprintf("v%d", i))
	}
	return root
}

// put puts a value where a path says, with two items in each list on the way.
func put(at map[string]any, path []string, value string) {
	name, list := strings.CutSuffix(path[0], "[]")
	switch {
	case len(path) == 1 && list:
		at[name] = []any{value, value + "'"}
	case len(path) == 1:
		at[name] = value
	case list:
		items, ok := at[name].([]any)
		if !ok {
			items = []any{map[string]any{}, map[string]any{}}
			at[name] = items
		}
		for n, item := range items {
			put(item.(map[string]any), path[1:], fmt.Sprint(value, "-", n))
		}
	default:
		next, ok := at[name].(map[string]any)
		if !ok {
			next = map[string]any{}
			at[name] = next
		}
		put(next, path[1:], value)
	}
}

// Whatever is in a record, stripping leaves nothing personal and takes away nothing else;
// of a part, the other parts stay as they were.
func TestStripped_LeavesNothingPersonalAndTheRest(t *testing.T) {
	keeping := storetest.Keeping(t)
	rapid.Check(t, func(rt *rapid.T) {
		kept := rapid.SampledFrom(keeping.Kinds).Draw(rt, "kind")
		if kept.In == "documents" || len(kept.Fields) == 0 {
			return
		}
		body, err := json.Marshal(bodyOf(rt, kept))
		require.NoError(rt, err)
		before, err := keeping.Data(privacy.Piece{ID: "x", Kind: kept.Kind, Body: body})
		require.NoError(rt, err)
		part := -1
		if kept.Parts != "" {
			part = rapid.IntRange(-1, 1).Draw(rt, "part")
		}
		left, err := keeping.Stripped(kept.Kind, body, part)
		require.NoError(rt, err)
		after, err := keeping.Data(privacy.Piece{ID: "x", Kind: kept.Kind, Body: left})
		require.NoError(rt, err)
		want := map[string]string{}
		within := fmt.Sprintf("%s[%d]", strings.TrimSuffix(kept.Parts, "[]"), part)
		for _, d := range before {
			if !d.Field.Personal() || part >= 0 && !strings.HasPrefix(d.Path, within) {
				want[d.Path] = d.Text()
			}
		}
		got := map[string]string{}
		for _, d := range after {
			got[d.Path] = d.Text()
		}
		require.Equal(rt, want, got)
		again, err := keeping.Stripped(kept.Kind, left, part)
		require.NoError(rt, err)
		require.Equal(rt, string(left), string(again), "twice is as once")
	})
}

func TestData_WhatIsNotDeclaredIsAnErrorAndNotLeftOut(t *testing.T) {
	keeping := storetest.Keeping(t)
	_, err := keeping.Data(privacy.Piece{Kind: "member", Body: []byte(`{"first":"Ana","shoeSize":"38"}`)})
	require.ErrorIs(t, err, privacy.ErrUndeclared)
	require.ErrorContains(t, err, "shoeSize")
	_, err = keeping.Data(privacy.Piece{Kind: "shoes", Body: []byte(`{}`)})
	require.ErrorIs(t, err, privacy.ErrUndeclared)
	left, err := keeping.Stripped("act", []byte(`{"seq":1,"shoeSize":"38"}`), -1)
	require.NoError(t, err)
	require.JSONEq(t, `{"seq":1}`, string(left), "what is not declared goes")
}

func TestDecided_IsTheDayOfTheLatestInTheZone(t *testing.T) {
	keeping := storetest.Keeping(t)
	montreal, err := time.LoadLocation("America/Toronto")
	require.NoError(t, err)
	for body, want := range map[string]struct {
		served privacy.Truth
		on     string
	}{
		`{}`:                                 {privacy.No, ""},
		`{"decided":"0001-01-01T00:00:00Z"}`: {privacy.No, ""},
		`{"decided":"2026-02-02T03:00:00Z"}`: {privacy.Yes, "2026-02-01"}, // ten in the evening in Montréal
		`{"decided":"soon"}`:                 {privacy.Unknown, ""},
		`nothing`:                            {privacy.Unknown, ""},
	} {
		served, on := keeping.Decided(privacy.Piece{Kind: "access-request", Body: []byte(body)}, montreal)
		require.Equal(t, want.served, served, body)
		if want.on != "" {
			require.Equal(t, day(want.on), on, body)
		}
	}
	served, _ := keeping.Decided(privacy.Piece{Kind: "shoes"}, montreal)
	require.Equal(t, privacy.Unknown, served)
}
