package exam_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func TestE1_FourStepsRegisterAnOperator(t *testing.T) {
	w := newWorld(t)
	nadia := identity.Actor{Org: aqtr, Account: "nadia", Name: "Nadia Roy", Roles: []identity.Role{identity.RoleOperator}}
	p, err := w.Point(t.Context(), jeanne, quebec)
	require.NoError(t, err)
	p.Operators = append(p.Operators, "nadia")
	_, err = w.PutPoint(t.Context(), jeanne, p)
	require.NoError(t, err)

	o, err := w.Registration(t.Context(), nadia)
	require.NoError(t, err)
	require.Equal(t, exam.Steps(), o.Missing())
	typed := exam.Operator{
		First: " Nadia ", Last: "Roy", Email: "nadia@point.example", Shown: "Nadia R.", Employer: "Centre", City: "Lévis",
		Language: identity.French, Membership: "member", Number: "0042",
	}
	for i, step := range exam.Steps() {
		// Until the last step she works nowhere.
		_, err := w.Points(t.Context(), nadia)
		require.ErrorIs(t, err, exam.ErrRegistration)
		_, err = w.File(t.Context(), nadia, genevieve)
		require.ErrorIs(t, err, exam.ErrRegistration)
		o, err = w.Register(t.Context(), nadia, step, typed)
		require.NoError(t, err)
		require.Equal(t, exam.Steps()[i+1:], o.Missing())
		require.Equal(t, w.now, o.Done[step])
		typed.Version = o.Version
	}
	require.Equal(t, "Nadia", o.First)
	points, err := w.Points(t.Context(), nadia)
	require.NoError(t, err)
	require.Len(t, points, 1)

	typed.Version--
	_, err = w.Register(t.Context(), nadia, exam.StepAccount, typed)
	require.ErrorIs(t, err, exam.ErrStale)
}

func TestE1_WhatAStepNeeds(t *testing.T) {
	w := newWorld(t)
	long := strings.Repeat("é", exam.LongestName+1)
	nadia := identity.Actor{Org: aqtr, Account: "nadia", Roles: []identity.Role{identity.RoleOperator}}
	for _, c := range []struct {
		step  exam.Step
		typed exam.Operator
		field string
		want  error
	}{
		{exam.StepAccount, exam.Operator{Last: "Roy", Email: "n@p.example"}, "first", hours.ErrMissing},
		{exam.StepAccount, exam.Operator{First: "Nadia", Last: "  ", Email: "n@p.example"}, "last", hours.ErrMissing},
		{exam.StepAccount, exam.Operator{First: "Nadia", Last: long, Email: "n@p.example"}, "last", hours.ErrTooLong},
		{exam.StepAccount, exam.Operator{First: "Nadia", Last: "Roy"}, "email", hours.ErrMissing},
		{exam.StepAccount, exam.Operator{First: "Nadia", Last: "Roy", Email: "nadia"}, "email", exam.ErrEmail},
		{exam.StepAccount, exam.Operator{First: "Nadia", Last: "Roy", Email: "@p.example"}, "email", exam.ErrEmail},
		{exam.StepAccount, exam.Operator{First: "Nadia", Last: "Roy", Email: "n@example"}, "email", exam.ErrEmail},
		{exam.StepAccount, exam.Operator{First: "Nadia", Last: "Roy", Email: "n@p.example", Phone: long}, "phone", hours.ErrTooLong},
		{exam.StepProfile, exam.Operator{Employer: "Centre", City: "Lévis"}, "shown", hours.ErrMissing},
		{exam.StepProfile, exam.Operator{Shown: "N.", City: "Lévis"}, "employer", hours.ErrMissing},
		{exam.StepProfile, exam.Operator{Shown: "N.", Employer: "Centre"}, "city", hours.ErrMissing},
		{exam.StepPreferences, exam.Operator{}, "language", hours.ErrMissing},
		{exam.StepMembership, exam.Operator{}, "membership", hours.ErrMissing},
		{exam.StepMembership, exam.Operator{Membership: "friend"}, "membership", hours.ErrUnknownChoice},
		{exam.StepMembership, exam.Operator{Membership: "member"}, "number", hours.ErrMissing},
	} {
		_, err := w.Register(t.Context(), nadia, c.step, c.typed)
		onField(t, err, c.field, c.want)
	}
	o, err := w.Registration(t.Context(), nadia)
	require.NoError(t, err)
	require.Equal(t, exam.Steps(), o.Missing())
}
