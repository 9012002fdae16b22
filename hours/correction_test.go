package hours_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// asked is a declaration of Emma's that was counted whole, of which she asks to have
// the duration corrected.
func asked(t *testing.T, d *desk) hours.Declaration {
	counted := d.decide(t, d.declare(t, "d1", asIs), hours.Verdict{Event: hours.Count, Counted: h("2.5")})
	d.at = noon.Add(time.Hour)
	asked, err := d.AskCorrection(context.Background(), emma, "m-1", "d1", counted.Version, " La durée est de 2 heures. ")
	require.NoError(t, err)
	return asked
}

func TestP32_AMemberAsksForACorrectionAndStaffFindIt(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	of := asked(t, d)
	require.Equal(t, hours.Counted, of.State)
	require.Equal(t, []hours.Correction{{State: hours.Open, Text: "La durée est de 2 heures.", Asked: d.at}}, of.Corrections)
	require.Equal(t, "2.5", d.balance(t).Counted.String(), "asking changes no hours")
	waiting, err := d.Awaiting(ctx, staff, hours.Query{})
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{of}, waiting)
	acts, err := d.History(ctx, emma, "m-1", hours.ActQuery{})
	require.NoError(t, err)
	require.Equal(t, hours.CorrectionAsked, acts[0].Kind)
	require.Equal(t, "La durée est de 2 heures.", acts[0].Reason)

	_, err = d.AskCorrection(ctx, emma, "m-1", "d1", of.Version, "Encore")
	require.ErrorIs(t, err, hours.ErrAskedAlready)
	again, err := d.AskCorrection(ctx, emma, "m-1", "d1", of.Version-1, "La durée est de 2 heures.")
	require.NoError(t, err, "a double press is one request")
	require.Equal(t, of, again)
}

func TestP32_ARequestIsAnsweredByCorrecting(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	of := asked(t, d)
	d.at = noon.Add(2 * time.Hour)
	after, err := d.Amend(ctx, staff, "m-1", "d1", of.Version, corrected(of, "2", "Selon l’attestation", shorter))
	require.NoError(t, err)
	require.Equal(t, []hours.Correction{{
		State: hours.Answered, Text: "La durée est de 2 heures.", Asked: of.Changed, Closed: d.at,
		Event: hours.Correct, Answer: "Selon l’attestation", By: "Noah Roy",
	}}, after.Corrections)
	require.Equal(t, "2", d.balance(t).Counted.String())
	waiting, err := d.Awaiting(ctx, staff, hours.Query{})
	require.NoError(t, err)
	require.Empty(t, waiting)
	require.True(t, after.Askable(), "another may be asked for once one is answered")
}

func TestP32_ARequestIsAnsweredByAnyDecision(t *testing.T) {
	for _, v := range []hours.Verdict{
		{Event: hours.Cancel, Reason: "Comme demandé"},
		{Event: hours.Refuse, Reason: "Hors sujet"},
		{Event: hours.Count, Counted: h("2"), Reason: "Pause déduite"},
	} {
		d := newDesk(t)
		after := d.decide(t, asked(t, d), v)
		require.Equal(t, hours.Answered, after.Corrections[0].State)
		require.Equal(t, v.Event, after.Corrections[0].Event)
		require.Equal(t, v.Reason, after.Corrections[0].Answer)
		require.Equal(t, v.Event != hours.Cancel, after.Askable(), "a cancelled declaration stays cancelled")
	}
}

func TestP32_ARequestIsDeclinedWithAReason(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	of := asked(t, d)
	_, err := d.DeclineCorrection(ctx, staff, "m-1", "d1", of.Version, " ")
	require.Equal(t, error(hours.FieldErrors{{Field: "reason", Err: hours.ErrMissing}}), err)
	_, err = d.DeclineCorrection(ctx, staff, "m-1", "d1", of.Version, strings.Repeat("é", 2001))
	require.Equal(t, error(hours.FieldErrors{{Field: "reason", Err: hours.ErrTooLong}}), err)
	_, err = d.DeclineCorrection(ctx, emma, "m-1", "d1", of.Version, "Non")
	require.ErrorIs(t, err, identity.ErrForbidden)
	d.at = noon.Add(2 * time.Hour)
	after, err := d.DeclineCorrection(ctx, staff, "m-1", "d1", of.Version, "L’attestation dit 2,5 heures.")
	require.NoError(t, err)
	require.Equal(t, hours.Declined, after.Corrections[0].State)
	require.Equal(t, of.Decisions, after.Decisions)
	require.Equal(t, "2.5", after.Counted.String())
	again, err := d.DeclineCorrection(ctx, staff, "m-1", "d1", of.Version, "L’attestation dit 2,5 heures.")
	require.NoError(t, err)
	require.Equal(t, after, again)
	_, err = d.DeclineCorrection(ctx, staff, "m-1", "d1", after.Version, "Non")
	require.ErrorIs(t, err, hours.ErrTransition)
	acts, err := d.History(ctx, emma, "m-1", hours.ActQuery{Kinds: []hours.ActKind{hours.CorrectionDeclined}})
	require.NoError(t, err)
	require.Equal(t, "L’attestation dit 2,5 heures.", acts[0].Reason)
	require.Empty(t, acts[0].By, "who of the staff did it is told to staff alone")
}

func TestP32_AMemberTakesTheRequestBack(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	of := asked(t, d)
	_, err := d.TakeBackCorrection(ctx, staff, "m-1", "d1", of.Version)
	require.ErrorIs(t, err, identity.ErrForbidden)
	after, err := d.TakeBackCorrection(ctx, emma, "m-1", "d1", of.Version)
	require.NoError(t, err)
	require.Equal(t, hours.TakenBack, after.Corrections[0].State)
	again, err := d.TakeBackCorrection(ctx, emma, "m-1", "d1", of.Version)
	require.NoError(t, err)
	require.Equal(t, after, again)
	_, err = d.TakeBackCorrection(ctx, emma, "m-1", "d1", after.Version)
	require.ErrorIs(t, err, hours.ErrTransition)
	second, err := d.AskCorrection(ctx, emma, "m-1", "d1", after.Version, "Finalement, si.")
	require.NoError(t, err)
	require.Len(t, second.Corrections, 2)
}

func TestP32_WhatMayNotBeAskedFor(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	ask := func(actor identity.Actor, of hours.Declaration, text string) error {
		_, err := d.AskCorrection(ctx, actor, of.Member, of.ID, of.Version, text)
		return err
	}
	require.ErrorIs(t, ask(emma, sent, "x"), hours.ErrTransition, "it is not dealt with yet")
	counted := d.decide(t, sent, hours.Verdict{Event: hours.Count, Counted: h("2.5")})
	require.Equal(t, error(hours.FieldErrors{{Field: "text", Err: hours.ErrMissing}}), ask(emma, counted, "\u200b "))
	require.Equal(t, error(hours.FieldErrors{{Field: "text", Err: hours.ErrTooLong}}), ask(emma, counted, strings.Repeat("é", 2001)))
	require.ErrorIs(t, ask(staff, counted, "x"), identity.ErrForbidden)
	require.ErrorIs(t, ask(noah, counted, "x"), identity.ErrNotFound)
	cancelled := d.decide(t, counted, hours.Verdict{Event: hours.Cancel, Reason: "x"})
	require.ErrorIs(t, ask(emma, cancelled, "x"), hours.ErrTransition)
	require.ErrorIs(t, ask(emma, hours.Declaration{Key: hours.Key{Member: "m-1", ID: "none"}, Version: 1}, "x"), hours.ErrNotFound)
}

// Each decision is announced with it, and nothing but that there is one.
func TestP32_TheMemberIsToldOfDecisionsAndAnswers(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	_, err := d.store.Identity().ChangeMember(ctx, "otpq", "m-1", func(m identity.Member) (identity.Member, error) {
		m.Email, m.Language = "emma@example.org", identity.French
		return m, nil
	})
	require.NoError(t, err)
	letters := func() []identity.Message {
		all, err := d.store.Outbox().Messages(ctx, "otpq", 10)
		require.NoError(t, err)
		return all
	}
	sent := d.declare(t, "d1", asIs)
	taken := d.decide(t, sent, hours.Verdict{Event: hours.Take})
	require.Empty(t, letters(), "taking it into review decides nothing")
	counted := d.decide(t, taken, hours.Verdict{Event: hours.Count, Counted: h("2"), Reason: "Pause déduite"})
	require.Len(t, letters(), 1)
	require.Equal(t, identity.Message{
		Org: "otpq", Member: "m-1", ID: letters()[0].ID, Kind: identity.DeclarationDecided, To: "emma@example.org", Language: identity.French,
		Values: map[string]string{"declaration": "d1", "state": "counted", "name": "Emma Gélinas"}, Written: noon,
	}, letters()[0])
	d.decide(t, taken, hours.Verdict{Event: hours.Count, Counted: h("2"), Reason: "Pause déduite"})
	require.Len(t, letters(), 1, "a double press is announced once")

	of, err := d.AskCorrection(ctx, emma, "m-1", "d1", counted.Version, "Deux heures et demie")
	require.NoError(t, err)
	of, err = d.TakeBackCorrection(ctx, emma, "m-1", "d1", of.Version)
	require.NoError(t, err)
	of, err = d.AskCorrection(ctx, emma, "m-1", "d1", of.Version, "Deux heures et demie")
	require.NoError(t, err)
	require.Len(t, letters(), 1, "the member is not told what the member did")
	d.at = noon.Add(time.Hour)
	of, err = d.DeclineCorrection(ctx, staff, "m-1", "d1", of.Version, "Non")
	require.NoError(t, err)
	require.Equal(t, identity.CorrectionAnswered, letters()[0].Kind)
	of, err = d.AskCorrection(ctx, emma, "m-1", "d1", of.Version, "Si")
	require.NoError(t, err)
	d.at = noon.Add(2 * time.Hour)
	of, err = d.Amend(ctx, staff, "m-1", "d1", of.Version, corrected(of, "2", "D’accord", func(e *hours.Entry) { e.Category = "ethics" }))
	require.NoError(t, err)
	require.Len(t, letters(), 3)
	require.Equal(t, identity.CorrectionAnswered, letters()[0].Kind)
	d.at = noon.Add(3 * time.Hour)
	d.decide(t, of, hours.Verdict{Event: hours.Cancel, Reason: "Fini"})
	require.Equal(t, identity.DeclarationDecided, letters()[0].Kind)
	require.Equal(t, "cancelled", letters()[0].Values["state"])
}
