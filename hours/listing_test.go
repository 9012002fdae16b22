package hours_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
)

func TestP24_AnEntryIsNamedByItsLabelsAndByWhatMembersTyped(t *testing.T) {
	item := hours.Listing{Label: "Éthique et intelligence artificielle", Former: []string{"Éthique et IA"}, From: "ethique & ia"}
	for _, text := range []string{"éthique et intelligence  artificielle", " ETHIQUE ET IA ", "Éthique & IA"} {
		require.True(t, item.Names(text), text)
	}
	for _, text := range []string{"", " ", "Éthique", "ia"} {
		require.False(t, item.Names(text), text)
	}
	require.True(t, item.Near("L’éthique au travail"))
	require.False(t, item.Near("et dans les plans"))
}

func TestP24_WhatIsRetiredIsFoundAndNotOffered(t *testing.T) {
	all := hours.Lists{
		{Kind: hours.Providers, ID: "p1", Label: "Cégep de Lévis", RetiredAt: noon},
		{Kind: hours.Providers, ID: "p2", Label: "Cégep de Lévis"},
		{Kind: hours.Trainers, ID: "p3", Label: "Cégep de Lévis"},
	}
	require.Equal(t, []hours.Listing{all[1]}, all.Offered(hours.Providers))
	require.Equal(t, []hours.Listing{all[0], all[1]}, all.Of(hours.Providers))
	found, ok := all.Find(hours.Providers, "p1")
	require.True(t, ok)
	require.True(t, found.Retired())
	named, ok := all.Named(hours.Providers, "cegep de levis")
	require.True(t, ok)
	require.Equal(t, "p2", named.ID, "one that is offered before one that is not")
	named, ok = all[:1].Named(hours.Providers, "cegep de levis")
	require.True(t, ok)
	require.Equal(t, "p1", named.ID)
	_, ok = all.Named(hours.Activities, "cegep de levis")
	require.False(t, ok)
}

// A member typed a title; staff put it in the list; somebody chooses it there, and
// somebody types it again. It is one activity for the rules that count it once.
func TestP24_AnActivityIsTheSameTypedOrChosen(t *testing.T) {
	typedIn := func(title string) func(*hours.Entry) {
		return func(e *hours.Entry) { e.Activity, e.ActivityUnlisted, e.Title = "", true, title }
	}
	same := func(lists hours.Lists, change func(*hours.Entry)) string {
		e, r := typed(), rules(t)
		change(&e)
		r.Lists = append(lists, r.Lists...)
		a, wrong := e.Check(r)
		require.Empty(t, wrong)
		return a.Same()
	}
	before := same(nil, typedIn("Éthique  et IA"))
	require.Equal(t, "ethique et ia", before)
	added := hours.Lists{{Kind: hours.Activities, ID: "a9", Label: "Éthique et intelligence artificielle", From: "ethique et ia"}}
	require.Equal(t, before, same(added, func(e *hours.Entry) { e.Activity = "a9" }))
	require.Equal(t, before, same(added, typedIn("éthique et ia")))
	require.Equal(t, before, same(added, typedIn("Éthique et intelligence artificielle")))
	require.NotEqual(t, before, same(added, typedIn("Soudage")))
	// One that was in the list from the start, and typed all the same.
	require.Equal(t, "a1", same(nil, asIs))
	require.Equal(t, "a1", same(nil, typedIn("LIRE UN PLAN")))
}
