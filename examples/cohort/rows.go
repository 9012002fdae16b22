package main

import (
	"slices"

	"github.com/goodstanding/goodstanding/hours"
)

// The rows of the four files, each turned into a record. What is wrong is returned
// instead.

func absent(l *listing, col int) *wrong { return &wrong{"bad.missing", []any{"column", l.Names[col]}} }

func badDate(l *listing, col int) *wrong {
	return &wrong{"bad.date", []any{"column", l.Names[col], "value", clip(l.Get(col))}}
}

func badAmount(l *listing, col int) *wrong {
	return &wrong{"bad.hours", []any{"column", l.Names[col], "value", clip(l.Get(col))}}
}

func badName(l *listing, col int, value []byte, known names) *wrong {
	return &wrong{"bad.name", []any{"column", l.Names[col], "value", clip(value), "known", offered(known)}}
}

// offered are the names that may be written, the first ones when there are many.
func offered(known names) string {
	const most = 12
	text := ""
	for i, name := range known.all {
		if i > 0 {
			text += ", "
		}
		if i == most {
			return text + "…"
		}
		text += name
	}
	if text == "" {
		return "–"
	}
	return text
}

// clip keeps the start of a value that is shown.
func clip(value []byte) string {
	const most = 40
	runes := []rune(string(value))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}

// memberRecord: member, 0, admitted, readmitted, left, birth, number, surname,
// marks, line.
func (v *vocabulary) memberRecord(b []byte, l *listing) ([]byte, *wrong) {
	if len(l.Get(memberID)) == 0 {
		return b, absent(l, memberID)
	}
	b = append(append(b, l.Get(memberID)...), 0)
	admitted, ok := readDate(l.Get(memberAdmitted))
	switch {
	case !ok:
		return b, badDate(l, memberAdmitted)
	case admitted.IsZero():
		return b, absent(l, memberAdmitted)
	}
	b = putDate(b, admitted)
	for _, col := range []int{memberReadmitted, memberLeft, memberBirth} {
		d, ok := readDate(l.Get(col))
		switch {
		case !ok:
			return b, badDate(l, col)
		case d.IsZero():
		case col == memberBirth && !d.Before(admitted):
			return b, &wrong{"bad.birth", []any{"column", l.Names[col]}}
		case col != memberBirth && !d.After(admitted):
			return b, &wrong{"bad.before-admission", []any{"column", l.Names[col]}}
		}
		b = putDate(b, d)
	}
	b = putText(putText(b, l.Get(memberNumber)), l.Get(memberSurname))
	var ids []int
	unknown, ok := marks(l.Get(memberProfile), func(mark []byte) bool {
		id, known := v.profile.find(mark)
		ids = append(ids, id)
		return known
	})
	if !ok {
		return b, badName(l, memberProfile, []byte(unknown), v.profile)
	}
	return putLine(putNumbers(b, ids), l.Line()), nil
}

// putNumbers puts a set, whose order does not matter.
func putNumbers(b []byte, ids []int) []byte {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	b = append(b, byte(len(ids)))
	for _, id := range ids {
		b = putNumber(b, id)
	}
	return b
}

// The states of a declaration in a record.
var states = []hours.State{hours.Counted, hours.Submitted, hours.Refused}

var stateNames = names{all: []string{"counted", "pending", "refused"}, of: map[string]int{
	"": 0, "counted": 0, "comptee": 0, "pending": 1, "en traitement": 1, "en attente": 1, "refused": 2, "refusee": 2,
}}

// declarationRecord: member, 0, date, since, for, category, type, measure, state,
// tags, hours, counted or none, content, provider, line.
func (v *vocabulary) declarationRecord(b []byte, l *listing) ([]byte, *wrong) {
	if len(l.Get(declMember)) == 0 {
		return b, absent(l, declMember)
	}
	b = append(append(b, l.Get(declMember)...), 0)
	on, ok := readDate(l.Get(declDate))
	switch {
	case !ok:
		return b, badDate(l, declDate)
	case on.IsZero():
		return b, absent(l, declDate)
	}
	since, ok := readDate(l.Get(declSince))
	switch {
	case !ok:
		return b, badDate(l, declSince)
	case since.After(on):
		return b, &wrong{"bad.since", []any{"column", l.Names[declSince], "other", l.Names[declDate]}}
	}
	due, ok := readDate(l.Get(declFor))
	if !ok {
		return b, badDate(l, declFor)
	}
	b = putDate(putDate(putDate(b, on), since), due)
	category, ok := v.categories.find(l.Get(declCategory))
	switch {
	case len(l.Get(declCategory)) == 0:
		return b, absent(l, declCategory)
	case !ok:
		return b, badName(l, declCategory, l.Get(declCategory), v.categories)
	}
	b = putNumber(b, category)
	if b, ok = v.types.put(b, l.Get(declType)); !ok {
		return b, badName(l, declType, l.Get(declType), v.types)
	}
	if b, ok = v.measures.put(b, l.Get(declMeasure)); !ok {
		return b, badName(l, declMeasure, l.Get(declMeasure), v.measures)
	}
	return v.declarationRest(b, l)
}

// put puts the number of a name plus one, or 0 for none.
func (n *names) put(b, name []byte) ([]byte, bool) {
	if len(name) == 0 {
		return putNumber(b, 0), true
	}
	i, ok := n.find(name)
	return putNumber(b, i+1), ok
}

func (v *vocabulary) declarationRest(b []byte, l *listing) ([]byte, *wrong) {
	text := l.Get(declState)
	state, ok := stateNames.find(text)
	if !ok {
		if state, ok = stateNames.find([]byte(hours.Fold(string(text)))); !ok {
			return b, badName(l, declState, text, stateNames)
		}
	}
	var held [8]int
	ids := held[:0]
	unknown, ok := marks(l.Get(declTags), func(mark []byte) bool {
		id, known := v.tags.find(mark)
		ids = append(ids, id)
		return known
	})
	if !ok {
		return b, badName(l, declTags, []byte(unknown), v.tags)
	}
	b = putNumbers(append(b, byte(state)), ids)
	var amount hours.Hours
	switch text := l.Get(declHours); {
	case len(text) == 0 && v.durationless:
	case len(text) == 0:
		return b, absent(l, declHours)
	default:
		if amount, ok = readAmount(text); !ok || amount.IsZero() && !v.durationless {
			return b, badAmount(l, declHours)
		}
	}
	b = putHours(b, amount)
	if text := l.Get(declCounted); len(text) == 0 {
		b = append(b, 0)
	} else {
		counted, ok := readAmount(text)
		switch {
		case !ok:
			return b, badAmount(l, declCounted)
		case state != 0:
			return b, &wrong{"bad.counted-state", []any{"column", l.Names[declCounted]}}
		case amount.Less(counted):
			return b, &wrong{"bad.counted-more", []any{"column", l.Names[declCounted], "other", l.Names[declHours]}}
		}
		b = putHours(append(b, 1), counted)
	}
	return putLine(putText(putText(b, l.Get(declContent)), l.Get(declProvider)), l.Line()), nil
}

// exemptionRecord: member, 0, from, to, ground, hours, line.
func (v *vocabulary) exemptionRecord(b []byte, l *listing) ([]byte, *wrong) {
	if len(l.Get(exemptMember)) == 0 {
		return b, absent(l, exemptMember)
	}
	b = append(append(b, l.Get(exemptMember)...), 0)
	from, ok := readDate(l.Get(exemptFrom))
	switch {
	case !ok:
		return b, badDate(l, exemptFrom)
	case from.IsZero():
		return b, absent(l, exemptFrom)
	}
	to, ok := readDate(l.Get(exemptTo))
	switch {
	case !ok:
		return b, badDate(l, exemptTo)
	case !to.IsZero() && to.Before(from):
		return b, &wrong{"bad.since", []any{"column", l.Names[exemptFrom], "other", l.Names[exemptTo]}}
	}
	var amount hours.Hours
	ground := l.Get(exemptGround)
	if text := l.Get(exemptHours); len(text) > 0 {
		if amount, ok = readAmount(text); !ok || amount.IsZero() {
			return b, badAmount(l, exemptHours)
		}
	} else {
		_, known := v.grounds.find(ground)
		switch {
		case len(ground) == 0 || to.IsZero():
			return b, &wrong{"bad.exemption", nil}
		case !known && !v.anyGround:
			return b, badName(l, exemptGround, ground, v.grounds)
		}
	}
	return putLine(putHours(putText(putDate(putDate(b, from), to), ground), amount), l.Line()), nil
}

// carriedRecord: member, 0, from, hours, line.
func (v *vocabulary) carriedRecord(b []byte, l *listing) ([]byte, *wrong) {
	if len(l.Get(carriedMember)) == 0 {
		return b, absent(l, carriedMember)
	}
	b = append(append(b, l.Get(carriedMember)...), 0)
	from, ok := readDate(l.Get(carriedFrom))
	if !ok {
		return b, badDate(l, carriedFrom)
	}
	amount, ok := readAmount(l.Get(carriedHours))
	if !ok {
		return b, badAmount(l, carriedHours)
	}
	return putLine(putHours(putDate(b, from), amount), l.Line()), nil
}
