package hours_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func titled(title string) func(*hours.Entry) {
	return func(e *hours.Entry) { e.Activity, e.ActivityUnlisted, e.Title = "", true, title }
}

// stored is the whole file of Emma as it is kept.
func (d *desk) stored(t *testing.T) string {
	all, err := d.Store.Declarations(context.Background(), "otpq", "m-1")
	require.NoError(t, err)
	text, err := json.Marshal(all)
	require.NoError(t, err)
	return string(text)
}

func TestP24_WhatMembersTypedBecomesAnEntryAndPastDeclarationsStay(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	d.decide(t, d.declare(t, "d1", titled("Éthique et IA")), hours.Verdict{Event: hours.Count, Counted: h("2.5")})
	d.declare(t, "d2", titled("ETHIQUE  et ia"))
	d.declare(t, "d3", titled("éthique et IA"))
	d.at = noon.Add(time.Hour)
	d.declare(t, "d4", titled("Lire un schéma"))
	d.declare(t, "d5", asIs)
	gone := d.declare(t, "d6", titled("Retirée"))
	_, err := d.Withdraw(ctx, emma, "m-1", "d6", gone.Version)
	require.NoError(t, err)

	found, err := d.Unlisted(ctx, staff, hours.Activities, hours.ListQuery{})
	require.NoError(t, err)
	require.Equal(t, []hours.Unlisted{
		{Text: "ETHIQUE  et ia", Variants: []string{"ETHIQUE  et ia", "Éthique et IA", "éthique et IA"}, Declarations: 3, Members: 1, Latest: noon, Near: nil},
		{
			Text: "Lire un schéma", Variants: []string{"Lire un schéma"}, Declarations: 1, Members: 1, Latest: d.at,
			Near: []hours.Listing{{Org: "otpq", Kind: hours.Activities, ID: "a1", Label: "Lire un plan", Version: 1}},
		},
	}, cleared(found))
	_, err = d.Unlisted(ctx, emma, hours.Activities, hours.ListQuery{})
	require.ErrorIs(t, err, identity.ErrForbidden)
	some, err := d.Unlisted(ctx, staff, hours.Activities, hours.ListQuery{Text: "schema"})
	require.NoError(t, err)
	require.Len(t, some, 1)

	before := d.stored(t)
	added, err := d.AddListing(ctx, staff, hours.Activities, " Éthique et intelligence artificielle ", found[0].Text)
	require.NoError(t, err)
	require.Equal(t, "Éthique et intelligence artificielle", added.Label)
	require.Equal(t, "ethique et ia", added.From)
	again, err := d.AddListing(ctx, staff, hours.Activities, "Éthique et intelligence artificielle", found[0].Text)
	require.NoError(t, err)
	require.Equal(t, added, again, "a double press adds one entry")
	require.Equal(t, before, d.stored(t), "past declarations are not touched")

	left, err := d.Unlisted(ctx, staff, hours.Activities, hours.ListQuery{})
	require.NoError(t, err)
	require.Len(t, left, 1, "what is in the list now is dealt with")
	chosen := d.declare(t, "d7", func(e *hours.Entry) { e.Activity = added.ID })
	require.Equal(t, "Éthique et intelligence artificielle", chosen.Activity.Title)
	first, err := d.Declaration(ctx, emma, "m-1", "d1")
	require.NoError(t, err)
	require.Equal(t, first.Activity.Same(), chosen.Activity.Same(), "one activity for the rules that count it once")
	_, err = d.AddListing(ctx, staff, hours.Activities, "éthique et ia", "")
	require.Equal(t, error(hours.FieldErrors{{Field: "label", Err: hours.ErrListed}}), err)
}

// cleared has nil for lists that are empty.
func cleared(all []hours.Unlisted) []hours.Unlisted {
	for i := range all {
		if len(all[i].Near) == 0 {
			all[i].Near = nil
		}
	}
	return all
}

func TestP25_P26_ProvidersAndTrainersLikewise(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	d.declare(t, "d1", func(e *hours.Entry) {
		e.Provider, e.ProviderUnlisted, e.ProviderName = "", true, "Atelier du Nord"
		e.Trainer, e.TrainerUnlisted, e.TrainerFirst, e.TrainerLast = "", true, "Jean", "Roy"
	})
	for kind, text := range map[hours.ListKind]string{hours.Providers: "Atelier du Nord", hours.Trainers: "Jean Roy"} {
		found, err := d.Unlisted(ctx, staff, kind, hours.ListQuery{})
		require.NoError(t, err)
		require.Len(t, found, 1)
		require.Equal(t, text, found[0].Text)
		_, err = d.AddListing(ctx, staff, kind, text, text)
		require.NoError(t, err)
		found, err = d.Unlisted(ctx, staff, kind, hours.ListQuery{})
		require.NoError(t, err)
		require.Empty(t, found)
	}
}

func TestP24_AnEntryIsRenamedAndRetired(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	before := d.stored(t)
	renamed, err := d.ChangeListing(ctx, staff, hours.Activities, "a1", 1, "Lecture de plans", false)
	require.NoError(t, err)
	require.Equal(t, []string{"Lire un plan"}, renamed.Former)
	require.Equal(t, "Noah Roy", renamed.By)
	_, err = d.ChangeListing(ctx, staff, hours.Activities, "a1", 1, "Autre chose", false)
	require.ErrorIs(t, err, hours.ErrStale)
	retired, err := d.ChangeListing(ctx, staff, hours.Activities, "a1", 2, "Lecture de plans", true)
	require.NoError(t, err)
	require.Equal(t, noon, retired.RetiredAt)
	require.Equal(t, before, d.stored(t), "past declarations keep the title as declared")

	draft, err := d.Begin(ctx, emma, "m-1", "d2")
	require.NoError(t, err)
	draft, err = d.Save(ctx, emma, "m-1", "d2", draft.Version, typed())
	require.NoError(t, err)
	_, err = d.Submit(ctx, emma, "m-1", "d2", draft.Version)
	require.Equal(t, error(hours.FieldErrors{{Field: "activity", Err: hours.ErrRetired}}), err)
	_, err = d.Amend(ctx, staff, "m-1", "d1", sent.Version, corrected(sent, "2", "x", shorter))
	require.NoError(t, err, "a correction may keep what is retired")
	offered, err := d.ChangeListing(ctx, staff, hours.Activities, "a1", 3, "Lecture de plans", false)
	require.NoError(t, err)
	require.False(t, offered.Retired())
	_, err = d.Submit(ctx, emma, "m-1", "d2", draft.Version)
	require.NoError(t, err)

	for _, c := range []struct {
		id, label string
		want      error
	}{
		{"a1", " ", hours.FieldErrors{{Field: "label", Err: hours.ErrMissing}}}, {"none", "X", hours.ErrNotFound},
	} {
		_, err = d.ChangeListing(ctx, staff, hours.Activities, c.id, 4, c.label, false)
		require.Equal(t, c.want, err)
	}
	_, err = d.AddListing(ctx, emma, hours.Activities, "X", "")
	require.ErrorIs(t, err, identity.ErrForbidden)
	_, err = d.AddListing(ctx, staff, "colours", "X", "")
	require.ErrorIs(t, err, hours.ErrNotFound)
}
