package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

func certificateTests() []test {
	return []test{
		{"WhatIsNotThereIsNotFound", certificateNotFound},
		{"WhatIsChangedIsReadBack", certificateReadBack},
		{"ACodeIsFoundInItsOrganisation", certificateFound},
		{"TheActIsWrittenWithIt", certificateTold},
		{"AnotherConnectionSeesItAtOnce", certificateAgain},
	}
}

// paper is a certificate whose every field is in use; last is the last byte of its
// code.
func paper(org identity.OrganisationID, member identity.MemberID, last byte) certificate.Certificate {
	return certificate.Certificate{
		Key: certificate.Key{Org: org, Member: member, Code: certificate.NewCode([certificate.RandomBytes]byte{9: last})},
		Printed: certificate.Printed{
			Organisation: identity.Text{FR: strange, EN: strange}, Name: strange, Permit: strange, Day: day("2025-11-03"), OnRoll: true,
			Statement: certificate.UnderWay, Period: cycle.Period{Span: cycle.Span{From: day("2025-04-01"), To: day("2028-04-01")}},
			Remaining: hours.Ratio(7, 3), Unit: identity.Text{FR: "crédits", EN: "credits"}, Parts: true, Until: day("2028-03-31"),
			Unverified: true, Revoked: day("2025-11-04"),
		},
		State: certificate.Revoked, Issued: instant(1), Language: identity.English, Status: hours.Short,
		Figures: certificate.Figures{
			Asked: hours.Whole(30), Exempted: hours.Ratio(1, 3), Carried: hours.Whole(5), Counted: hours.Whole(4), Remaining: hours.Ratio(7, 3),
		},
		Reason: strange,
	}
}

func issue(t *testing.T, s Stores, c certificate.Certificate, told hours.Telling) certificate.Certificate {
	t.Helper()
	changed, err := s.Certificate().Change(t.Context(), c.Key, func(before certificate.Certificate) (certificate.Certificate, hours.Telling, error) {
		require.Equal(t, certificate.Certificate{Key: c.Key}, before)
		return c, told, nil
	})
	require.NoError(t, err)
	c.Version = 1
	require.Equal(t, c, changed)
	return c
}

func certificateNotFound(t *testing.T, s Stores) {
	ctx := t.Context()
	for _, code := range []certificate.Code{"none", strange, "a\x00b", ""} {
		key := certificate.Key{Org: north, Member: marie, Code: code}
		_, err := s.Certificate().Certificate(ctx, key)
		require.ErrorIs(t, err, certificate.ErrNotFound)
		_, err = s.Certificate().Find(ctx, north, code)
		require.ErrorIs(t, err, certificate.ErrNotFound)
		_, err = s.Certificate().Change(ctx, key, func(c certificate.Certificate) (certificate.Certificate, hours.Telling, error) {
			return c, hours.Telling{}, errRefused
		})
		require.Same(t, errRefused, err)
	}
	all, err := s.Certificate().Certificates(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, []certificate.Certificate{}, all)
}

func certificateReadBack(t *testing.T, s Stores) {
	want := issue(t, s, paper(north, marie, 1), hours.Telling{})
	read, err := s.Certificate().Certificate(t.Context(), want.Key)
	require.NoError(t, err)
	require.Equal(t, want, read)
	second := issue(t, s, paper(north, marie, 2), hours.Telling{})
	all, err := s.Certificate().Certificates(t.Context(), north, marie)
	require.NoError(t, err)
	require.Equal(t, []certificate.Certificate{want, second}, all)
}

func certificateFound(t *testing.T, s Stores) {
	hers := issue(t, s, paper(north, marie, 1), hours.Telling{})
	his := issue(t, s, paper(north, joseph, 2), hours.Telling{})
	for _, want := range []certificate.Certificate{hers, his} {
		found, err := s.Certificate().Find(t.Context(), north, want.Code)
		require.NoError(t, err)
		require.Equal(t, want, found)
		_, err = s.Certificate().Find(t.Context(), south, want.Code)
		require.ErrorIs(t, err, certificate.ErrNotFound)
	}
	_, err := s.Certificate().Certificate(t.Context(), certificate.Key{Org: north, Member: joseph, Code: hers.Code})
	require.ErrorIs(t, err, certificate.ErrNotFound)
}

func certificateTold(t *testing.T, s Stores) {
	c := paper(north, marie, 1)
	told := hours.Act{Org: north, Member: marie, Seq: 1, At: instant(1), Kind: hours.CertificateIssued, Of: string(c.Code)}
	issue(t, s, c, hours.Telling{Act: &told})
	acts, err := s.Hours().Acts(t.Context(), north, marie)
	require.NoError(t, err)
	require.Equal(t, []hours.Act{told}, acts)
	// The number is taken: neither the certificate nor the act is written.
	other := paper(north, marie, 2)
	_, err = s.Certificate().Change(t.Context(), other.Key, func(certificate.Certificate) (certificate.Certificate, hours.Telling, error) {
		return other, hours.Telling{Act: &told}, nil
	})
	require.ErrorIs(t, err, hours.ErrStale)
	_, err = s.Certificate().Find(t.Context(), north, other.Code)
	require.ErrorIs(t, err, certificate.ErrNotFound)
}

func certificateAgain(t *testing.T, s Stores) {
	other := again(t, s)
	want := issue(t, s, paper(north, marie, 1), hours.Telling{})
	found, err := other.Certificate().Find(t.Context(), north, want.Code)
	require.NoError(t, err)
	require.Equal(t, want, found)
}
