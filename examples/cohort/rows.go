package main

import (
	"slices"

	"github.com/goodstanding/goodstanding/hours"
)

// The rows of the four files, each turned into a record. What is wrong is returned
// instead.

func absent(l *listing, col int) *wrong { return &wrong{"bad.missing", []any{"column", l.names[col]}} }

func badDate(l *listing, col int) *wrong {
	return &wrong{"bad.date", []any{"column", l.names[col], "value", clip(l.get(col))}}
}

func badAmount(l *listing, col int) *wrong {
	return &wrong{"bad.hours", []any{"column", l.names[col], "value", clip(l.get(col))}}
}

func badName(l *listing, col int, value []byte, known names) *wrong {
	return &wrong{"bad.name", []any{"column", l.names[col], "value", clip(value), "known", offered(known)}}
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
	if len(l.get(memberID)) == 0 {
		return b, absent(l, memberID)
	}
	b = append(append(b, l.get(memberID)...), 0)
	admitted, ok := readDate(l.get(memberAdmitted))
	switch {
	case !ok:
		return b, badDate(l, memberAdmitted)
	case admitted.IsZero():
		return b, absent(l, memberAdmitted)
	}
	b = putDate(b, admitted)
	for _, col := range []int{memberReadmitted, memberLeft, memberBirth} {
		d, ok := readDate(l.get(col))
		switch {
		case !ok:
			return b, badDate(l, col)
		case d.IsZero():
		case col == memberBirth && !d.Before(admitted):
			return b, &wrong{"bad.birth", []any{"column", l.names[col]}}
		case col != memberBirth && !d.After(admitted):
			return b, &wrong{"bad.before-admission", []any{"column", l.names[col]}}
		}
		b = putDate(b, d)
	}
	b = putText(putText(b, l.get(memberNumber)), l.get(memberSurname))
	var ids []int
	unknown, ok := marks(l.get(memberProfile), func(mark []byte) bool {
		id, known := v.profile.find(mark)
		ids = append(ids, id)
		return known
	})
	if !ok {
		return b, badName(l, memberProfile, []byte(unknown), v.profile)
	}
	return putLine(putNumbers(b, ids), l.line), nil
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
	if len(l.get(declMember)) == 0 {
		return b, absent(l, declMember)
	}
	b = append(append(b, l.get(declMember)...), 0)
	on, ok := readDate(l.get(declDate))
	switch {
	case !ok:
		return b, badDate(l, declDate)
	case on.IsZero():
		return b, absent(l, declDate)
	}
	since, ok := readDate(l.get(declSince))
	switch {
	case !ok:
		return b, badDate(l, declSince)
	case since.After(on):
		return b, &wrong{"bad.since", []any{"column", l.names[declSince], "other", l.names[declDate]}}
	}
	due, ok := readDate(l.get(declFor))
	if !ok {
		return b, badDate(l, declFor)
	}
	b = putDate(putDate(putDate(b, on), since), due)
	category, ok := v.categories.find(l.get(declCategory))
	switch {
	case len(l.get(declCategory)) == 0:
		return b, absent(l, declCategory)
	case !ok:
		return b, badName(l, declCategory, l.get(declCategory), v.categories)
	}
	b = putNumber(b, category)
	if b, ok = v.types.put(b, l.get(declType)); !ok {
		return b, badName(l, declType, l.get(declType), v.types)
	}
	if b, ok = v.measures.put(b, l.get(declMeasure)); !ok {
		return b, badName(l, declMeasure, l.get(declMeasure), v.measures)
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
	text := l.get(declState)
	state, ok := stateNames.find(text)
	if !ok {
		if state, ok = stateNames.find([]byte(hours.Fold(string(text)))); !ok {
			return b, badName(l, declState, text, stateNames)
		}
	}
	var held [8]int
	ids := held[:0]
	unknown, ok := marks(l.get(declTags), func(mark []byte) bool {
		id, known := v.tags.find(mark)
		ids = append(ids, id)
		return known
	})
	if !ok {
		return b, badName(l, declTags, []byte(unknown), v.tags)
	}
	b = putNumbers(append(b, byte(state)), ids)
	var amount hours.Hours
	switch text := l.get(declHours); {
	case len(text) == 0 && v.durationless:
	case len(text) == 0:
		return b, absent(l, declHours)
	default:
		if amount, ok = readAmount(text); !ok || amount.IsZero() && !v.durationless {
			return b, badAmount(l, declHours)
		}
	}
	b = putHours(b, amount)
	if text := l.get(declCounted); len(text) == 0 {
		b = append(b, 0)
	} else {
		counted, ok := readAmount(text)
		switch {
		case !ok:
			return b, badAmount(l, declCounted)
		case state != 0:
			return b, &wrong{"bad.counted-state", []any{"column", l.names[declCounted]}}
		case amount.Less(counted):
			return b, &wrong{"bad.counted-more", []any{"column", l.names[declCounted], "other", l.names[declHours]}}
		}
		b = putHours(append(b, 1), counted)
	}
	return putLine(putText(putText(b, l.get(declContent)), l.get(declProvider)), l.line), nil
}

// exemptionRecord: member, 0, from, to, ground, hours, line.
func (v *vocabulary) exemptionRecord(b []byte, l *listing) ([]byte, *wrong) {
	if len(l.get(exemptMember)) == 0 {
		return b, absent(l, exemptMember)
	}
	b = append(append(b, l.get(exemptMember)...), 0)
	from, ok := readDate(l.get(exemptFrom))
	switch {
	case !ok:
		return b, badDate(l, exemptFrom)
	case from.IsZero():
		return b, absent(l, exemptFrom)
	}
	to, ok := readDate(l.get(exemptTo))
	switch {
	case !ok:
		return b, badDate(l, exemptTo)
	case !to.IsZero() && to.Before(from):
		return b, &wrong{"bad.since", []any{"column", l.names[exemptFrom], "other", l.names[exemptTo]}}
	}
	var amount hours.Hours
	ground := l.get(exemptGround)
	if text := l.get(exemptHours); len(text) > 0 {
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
	return putLine(putHours(putText(putDate(putDate(b, from), to), ground), amount), l.line), nil
}

// carriedRecord: member, 0, from, hours, line.
func (v *vocabulary) carriedRecord(b []byte, l *listing) ([]byte, *wrong) {
	if len(l.get(carriedMember)) == 0 {
		return b, absent(l, carriedMember)
	}
	b = append(append(b, l.get(carriedMember)...), 0)
	from, ok := readDate(l.get(carriedFrom))
	if !ok {
		return b, badDate(l, carriedFrom)
	}
	amount, ok := readAmount(l.get(carriedHours))
	if !ok {
		return b, badAmount(l, carriedHours)
	}
	return putLine(putHours(putDate(b, from), amount), l.line), nil
}
