package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func exemptionTests() []test {
	return []test{
		{"WhatIsNotThereIsNotFound", exemptionNotFound},
		{"WhatIsChangedIsReadBack", exemptionReadBack},
		{"AnErrorWritesNothing", exemptionRollback},
		{"ConcurrentChangesLoseNothing", exemptionConcurrent},
		{"ConcurrentCreationsMakeOne", exemptionCreation},
		{"RequestsAreSortedByIdentifier", exemptionOrder},
		{"AwaitingIsInOrderOfSubmission", exemptionAwaiting},
		{"OrganisationsAndMembersAreApart", exemptionTenancy},
		{"ReturnedValuesAreCopies", exemptionAliasing},
		{"P17_AnotherConnectionSeesItAtOnce", exemptionAgain},
	}
}

// request returns one whose every field is in use.
func request(key exemption.Key, state exemption.State, submitted time.Time) exemption.Request {
	return exemption.Request{
		Key: key, Period: day("2025-04-01"), State: state,
		Entry: exemption.Entry{
			Period: "2025-04-01", Ground: "parental-leave", First: hours.DateEntry{Day: "1", Month: "10", Year: "2025"},
			Last: hours.DateEntry{Day: "31", Month: "02"}, Details: strange, Note: strange, Committed: []string{"true"},
		},
		Documents: []hours.Document{{
			ID: "x-1", Name: "Élise – attestation.pdf", Type: "application/pdf", Size: 10 << 20, SHA256: "0f", Added: instant(1),
		}},
		Claim: exemption.Claim{
			Ground: "parental-leave", First: day("2025-10-01"), Last: day("2026-02-28"), Details: strange, Note: strange,
			Covers:    cycle.Span{From: day("2025-10-01"), To: day("2026-03-01")},
			Committed: []string{"true"}, CommittedVersion: "2025-1",
		},
		Granted: hours.Ratio(7, 3), ByRule: true, Ended: day("2026-01-31"),
		Told:   &exemption.EndTold{Last: day("2026-01-15"), Note: strange, At: instant(2)},
		Sealed: 1, Note: strange, Replies: []exemption.Sent{{Note: strange, Documents: 1, At: instant(2)}}, Follows: "r-0",
		Decisions: []exemption.Decision{granted("one")},
		Created:   instant(1), Changed: instant(3), Submitted: submitted,
	}
}

func granted(reason string) exemption.Decision {
	computed := hours.Ratio(7, 2)
	return exemption.Decision{
		ByRule: true, Computed: &computed, Ended: day("2026-01-31"), Until: day("2026-02-15"),
		Event: exemption.Grant, Granted: hours.Ratio(7, 3), Before: hours.MustHours("12.5"), Reason: reason, By: strange, At: instant(3),
	}
}

// ask returns a Change that writes the request as it is, with messages.
func ask(r exemption.Request, messages ...identity.Message) func(exemption.Request) (exemption.Request, hours.Telling, error) {
	return func(exemption.Request) (exemption.Request, hours.Telling, error) {
		return r, hours.Telling{Messages: messages}, nil
	}
}

func exemptionNotFound(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exemption()
	for _, id := range []string{"none", strange, "a\x00b", "\xff"} {
		key := exemption.Key{Org: north, Member: marie, ID: id}
		_, err := e.Request(ctx, key)
		require.ErrorIs(t, err, exemption.ErrNotFound, "%q", id)
		_, err = e.Change(ctx, key, func(r exemption.Request) (exemption.Request, hours.Telling, error) {
			require.Equal(t, exemption.Request{Key: r.Key}, r)
			return r, hours.Telling{}, errRefused
		})
		require.Same(t, errRefused, err, "%q: %v", id, err)
	}
	all, err := e.Requests(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, []exemption.Request{}, all)
	all, err = e.Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []exemption.Request{}, all)
}

func exemptionReadBack(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exemption()
	key := exemption.Key{Org: north, Member: marie, ID: "r-1"}
	for version, want := range []exemption.Request{
		{Key: key, State: exemption.Draft},
		request(key, exemption.Granted, instant(2)),
		{Key: key, State: exemption.Discarded, Documents: []hours.Document{}},
	} {
		changed, err := e.Change(ctx, key, func(before exemption.Request) (exemption.Request, hours.Telling, error) {
			require.Equal(t, int64(version), before.Version)
			return want, hours.Telling{}, nil
		})
		require.NoError(t, err)
		want.Version = int64(version) + 1
		require.Equal(t, want, changed)
		read, err := e.Request(ctx, key)
		require.NoError(t, err)
		require.Equal(t, want, read)
		all, err := e.Requests(ctx, north, marie)
		require.NoError(t, err)
		require.Equal(t, []exemption.Request{want}, all)
	}
}

func exemptionRollback(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exemption()
	key := exemption.Key{Org: north, Member: marie, ID: "r-1"}
	kept, err := e.Change(ctx, key, ask(request(key, exemption.Submitted, instant(2))))
	require.NoError(t, err)
	_, err = e.Change(ctx, key, func(r exemption.Request) (exemption.Request, hours.Telling, error) {
		r.State, r.Documents[0].Name = exemption.Granted, "lost"
		return r, hours.Telling{Messages: []identity.Message{message(north, marie, "lost", instant(3))}}, errRefused
	})
	require.Same(t, errRefused, err, "the error comes back as it is")
	read, err := e.Request(ctx, key)
	require.NoError(t, err)
	require.Equal(t, kept, read)
	posted, err := s.Outbox().Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Empty(t, posted, "the message went with the change")
}

func exemptionConcurrent(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exemption()
	key := exemption.Key{Org: north, Member: marie, ID: "r-1"}
	require.NoError(t, together(8, 25, func(goroutine, time int) error {
		reason := string(rune('a'+goroutine)) + string(rune('a'+time))
		_, err := e.Change(ctx, key, func(r exemption.Request) (exemption.Request, hours.Telling, error) {
			r.Decisions = append(r.Decisions, granted(reason))
			return r, hours.Telling{Messages: []identity.Message{message(north, marie, reason, instant(3))}}, nil
		})
		return err
	}))
	read, err := e.Request(ctx, key)
	require.NoError(t, err)
	require.Equal(t, int64(200), read.Version)
	reasons := map[string]bool{}
	for _, d := range read.Decisions {
		reasons[d.Reason] = true
	}
	require.Len(t, reasons, 200)
	posted, err := s.Outbox().Messages(ctx, north, 1000)
	require.NoError(t, err)
	require.Len(t, posted, 200, "one message for each change, however often it was tried")
}

func exemptionCreation(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exemption()
	key := exemption.Key{Org: north, Member: marie, ID: "r-1"}
	require.NoError(t, together(8, 1, func(int, int) error {
		_, err := e.Change(ctx, key, func(r exemption.Request) (exemption.Request, hours.Telling, error) {
			if r.Version > 0 {
				return r, hours.Telling{}, errRefused
			}
			r.State = exemption.Draft
			return r, hours.Telling{Messages: []identity.Message{message(north, marie, "opened", instant(1))}}, nil
		})
		if err == errRefused {
			return nil
		}
		return err
	}))
	read, err := e.Request(ctx, key)
	require.NoError(t, err)
	require.Equal(t, int64(1), read.Version)
	posted, err := s.Outbox().Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Len(t, posted, 1)
}

func exemptionAliasing(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exemption()
	key := exemption.Key{Org: north, Member: marie, ID: "r-1"}
	spoil := func(r exemption.Request) {
		r.Documents[0].Name, r.Decisions[0].Reason, r.Entry.Committed[0], r.Claim.Committed[0] = "mine", "mine", "mine", "mine"
	}
	given := request(key, exemption.Submitted, instant(2))
	letter := message(north, marie, "l-1", instant(2))
	changed, err := e.Change(ctx, key, ask(given, letter))
	require.NoError(t, err)
	spoil(given)
	spoil(changed)
	letter.Values["request"] = "mine"
	all, err := e.Requests(ctx, north, marie)
	require.NoError(t, err)
	spoil(all[0])
	want := request(key, exemption.Submitted, instant(2))
	want.Version = 1
	read, err := e.Request(ctx, key)
	require.NoError(t, err)
	require.Equal(t, want, read)
	for range 2 {
		posted, err := s.Outbox().Messages(ctx, north, 10)
		require.NoError(t, err)
		require.Equal(t, []identity.Message{message(north, marie, "l-1", instant(2))}, posted)
		posted[0].Values["request"] = "mine"
	}
}

func exemptionAgain(t *testing.T, s Stores) {
	ctx, other := t.Context(), again(t, s)
	key := exemption.Key{Org: north, Member: marie, ID: "r-1"}
	kept, err := s.Exemption().Change(ctx, key, ask(request(key, exemption.Submitted, instant(2)), message(north, marie, "l-1", instant(2))))
	require.NoError(t, err)
	waiting, err := other.Exemption().Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []exemption.Request{kept}, waiting)
	unsent, err := other.Outbox().Due(ctx, later, 10)
	require.NoError(t, err)
	require.Len(t, unsent, 1)
	leave(t, other, unsent[0], instant(4))
	unsent, err = s.Outbox().Due(ctx, later, 10)
	require.NoError(t, err)
	require.Empty(t, unsent)
}
