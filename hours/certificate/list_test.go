package certificate_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours/certificate"
)

func TestCertificatesAreChosenAndSorted(t *testing.T) {
	one := func(last byte, hour int, from string, state certificate.State, reason string) certificate.Certificate {
		c := certificate.Certificate{State: state, Issued: time.Date(2026, 2, 3, hour, 0, 0, 0, time.UTC), Reason: reason}
		c.Code, c.Name = code(0, 0, 0, 0, 0, 0, 0, 0, 0, last), "Maé Œuvrard"
		c.Period = cycle.Period{Span: cycle.Span{From: day(from), To: day("2028-04-01")}}
		return c
	}
	first := one(1, 9, "2025-04-01", certificate.Issued, "")
	second := one(2, 10, "2022-01-01", certificate.Revoked, "Pièce égarée")
	third := one(3, 11, "2025-04-01", certificate.Issued, "")
	all := []certificate.Certificate{second, first, third}
	for name, c := range map[string]struct {
		query certificate.Query
		want  []certificate.Certificate
	}{
		"all, the latest first":      {certificate.Query{}, []certificate.Certificate{third, second, first}},
		"the earliest first":         {certificate.Query{Reverse: true}, []certificate.Certificate{first, second, third}},
		"by period":                  {certificate.Query{Sort: certificate.ByPeriod}, []certificate.Certificate{second, third, first}},
		"of a period":                {certificate.Query{Period: "2025-04-01"}, []certificate.Certificate{third, first}},
		"revoked":                    {certificate.Query{States: []certificate.State{certificate.Revoked}}, []certificate.Certificate{second}},
		"by a word of the reason":    {certificate.Query{Text: "EGAREE"}, []certificate.Certificate{second}},
		"by the name":                {certificate.Query{Text: "mae"}, []certificate.Certificate{third, second, first}},
		"by the code, in groups":     {certificate.Query{Text: first.Code.String()}, []certificate.Certificate{first}},
		"by the code, in lower case": {certificate.Query{Text: "000-0001"}, []certificate.Certificate{first}},
		"nothing":                    {certificate.Query{Text: "zzz"}, []certificate.Certificate{}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, c.query.Choose(all)) })
	}
}

func TestTriesAreCountedByAddress(t *testing.T) {
	for remote, want := range map[string]string{
		"192.0.2.1:4711": "192.0.2.1", "[::ffff:192.0.2.1]:1": "192.0.2.1", "[2001:db8:1:2:3:4:5:6]:443": "2001:db8:1:2::/64",
		"[fe80::1%eth0]:80": "fe80::/64", "@": "@", "": "",
	} {
		require.Equal(t, want, certificate.From(remote))
	}
}
