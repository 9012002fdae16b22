package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// planBody is the body of a question "what if".
type planBody struct {
	Activities []plannedActivity `json:"activities"`
}

// plannedActivity is an activity that is not declared yet. On is its last day.
type plannedActivity struct {
	Category string   `json:"category"`
	Type     string   `json:"type"`
	Tags     []string `json:"tags"`
	On       string   `json:"on"`
	Hours    string   `json:"hours"`
}

// UnmarshalJSON refuses members that a planned activity does not have.
func (a *plannedActivity) UnmarshalJSON(data []byte) error {
	type plain plannedActivity // without this method, which would call itself
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	return decoder.Decode((*plain)(a))
}

// mostPlanned is how many activities one question may have.
const mostPlanned = 100

// whatIfView is the present balance beside the one that would be.
type whatIfView struct {
	Present   balanceView `json:"present"`
	Simulated balanceView `json:"simulated"`
}

// whatIf answers where the member would stand if activities were declared and
// counted whole. Nothing is saved.
func whatIf(x *exchange) error {
	id, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	day, err := x.day("on")
	if err != nil {
		return err
	}
	var body planBody
	if err := x.read(&body); err != nil {
		return err
	}
	ctx := x.r.Context()
	standing, err := x.api.Ledger.Standing(ctx, x.actor, id, day)
	if err != nil {
		return err
	}
	planned, err := body.read(standing)
	if err != nil {
		return err
	}
	present, err := x.api.Ledger.Balance(ctx, x.actor, id, day)
	if err != nil {
		return err
	}
	simulated, err := x.api.Ledger.WhatIf(ctx, x.actor, id, day, planned...)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, whatIfView{
		Present: x.viewBalance(present, standing, false), Simulated: x.viewBalance(simulated, standing, false),
	})
}

// read checks the activities against the period's regulation; the error is an
// hours.FieldErrors that names each, such as "activities.0.hours".
func (b planBody) read(s hours.Standing) ([]hours.Activity, error) {
	if len(b.Activities) > mostPlanned {
		return nil, hours.FieldErrors{{Field: "activities", Err: hours.ErrTooLong}}
	}
	var wrong hours.FieldErrors
	var planned []hours.Activity
	for i, given := range b.Activities {
		on := func(field string, err error) {
			if err != nil {
				wrong = append(wrong, hours.FieldError{Field: fmt.Sprintf("activities.%d.%s", i, field), Err: err})
			}
		}
		a := hours.Activity{Category: given.Category, Type: given.Type, Tags: given.Tags}
		on("category", given.checkCategory(s.Version))
		on("type", given.checkType(s.Version))
		on("tags", given.checkTags(s.Version))
		last, err := plannedDay(given.On, s.Period)
		on("on", err)
		a.First, a.Last = last, last
		a.Hours, err = plannedHours(given.Hours)
		on("hours", err)
		planned = append(planned, a)
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return planned, nil
}

func (a plannedActivity) checkCategory(v hours.Version) error {
	if a.Category == "" {
		return hours.ErrMissing
	}
	if _, ok := v.Category(a.Category); !ok {
		return hours.ErrUnknownChoice
	}
	return nil
}

func (a plannedActivity) checkType(v hours.Version) error {
	category, ok := v.Category(a.Category)
	if a.Type == "" || !ok {
		return nil
	}
	if _, ok := category.Type(a.Type); !ok {
		return hours.ErrUnknownChoice
	}
	return nil
}

func (a plannedActivity) checkTags(v hours.Version) error {
	for _, tag := range a.Tags {
		if !slices.ContainsFunc(v.Tags, func(m hours.Mark) bool { return m.ID == tag }) {
			return hours.ErrUnknownChoice
		}
	}
	return nil
}

// plannedDay reads a day of the period, which may be to come.
func plannedDay(text string, period cycle.Period) (cycle.Date, error) {
	if text == "" {
		return cycle.Date{}, hours.ErrMissing
	}
	day, err := cycle.ParseDate(text)
	if err == nil && !period.Contains(day) {
		err = hours.ErrOutsidePeriod
	}
	return day, err
}

func plannedHours(text string) (hours.Hours, error) {
	h, err := readHours("hours", text)
	var wrong hours.FieldErrors
	if errors.As(err, &wrong) && len(wrong) > 0 {
		return h, wrong[0].Err
	}
	switch {
	case err != nil:
		return h, err
	case h.IsZero():
		return h, hours.ErrNoHours
	case !h.Declarable():
		return h, hours.ErrBadHours
	}
	return h, nil
}
