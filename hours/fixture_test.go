package hours_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

func day(text string) cycle.Date { return cycle.MustDate(text) }

func span(from, to string) cycle.Span { return cycle.Span{From: day(from), To: day(to)} }

// period is the technologists' first reference period, and whole a member's part
// of it who was on the roll all along.
var (
	period = cycle.Period{Span: span("2022-01-01", "2025-04-01")}
	whole  = cycle.Part{Span: period.Span}
)

// regulations are those of the catalogue, read once.
var regulations = sync.OnceValues(catalogue.Regulations)

// otpq is the technologists' regulation, from the catalogue.
func otpq(t require.TestingT) hours.Regulation {
	all, err := regulations()
	require.NoError(t, err)
	return all["qc-otpq"]
}

func otpqVersion(t *testing.T) hours.Version {
	v, err := otpq(t).InForce(period.From)
	require.NoError(t, err)
	return v
}

// lists are what declarations choose from.
var lists = hours.Lists{
	{Kind: hours.Activities, ID: "a1", Label: "Lire un plan"},
	{Kind: hours.Providers, ID: "p1", Label: "Cégep de Lévis"},
	{Kind: hours.Trainers, ID: "t1", Label: "Léa Gagné"},
}

// typed is an entry with which nothing is wrong on 15 June 2023.
func typed() hours.Entry {
	return hours.Entry{
		Period: "2022-01-01", Category: "structured", Type: "course", Activity: "a1", Provider: "p1", Trainer: "t1",
		First: hours.DateEntry{Day: "2", Month: "mai", Year: "2023"}, Last: hours.DateEntry{Day: "2", Month: "mai", Year: "2023"},
		Duration: "2,5", Attested: []string{"accurate", "followed", "evidence"},
	}
}

// counted returns a declaration of a day that the order counted whole.
func counted(id, category, on, amount string) hours.Declaration {
	return hours.Declaration{
		Key: hours.Key{ID: id}, Period: period.From, State: hours.Counted, Counted: h(amount),
		Activity: hours.Activity{Category: category, First: day(on), Last: day(on), Hours: h(amount)},
	}
}

func in(d hours.Declaration, s hours.State) hours.Declaration {
	d.State = s
	if s != hours.Counted {
		d.Counted = hours.Hours{}
	}
	return d
}

func relief(id, amount string) hours.Relief {
	return hours.Relief{ID: id, Period: period.From, Hours: h(amount)}
}

func line(t require.TestingT, b hours.Balance, requirement string) hours.Line {
	l, ok := b.Line(requirement)
	require.True(t, ok, requirement)
	return l
}
