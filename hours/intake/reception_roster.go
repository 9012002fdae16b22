package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Sending is one sending of a roster.
type Sending struct {
	// Roster is the roster as it stands after it; of a trial, as it would be received.
	Roster Roster
	// Counts are those of this sending: of a roster sent before, its lines are repeated.
	Counts Counts
}

// Receive receives a roster from the training body itself ([Reception.Who]). The
// content is read twice: once to know it, once line by line. each is given every
// line as soon as it is dealt with, in order, and an error of it stops there; what
// was received before stays. With try nothing is written. The error is a
// [HeaderError], or that of the reader or of a store; what is wrong with a line is
// told by the line.
func (r *Reception) Receive(ctx context.Context, p Provider, content io.ReadSeeker, try bool, each func(Result) error) (Sending, error) {
	return r.receive(ctx, p, "", content, try, each)
}

// ReceiveFor receives a roster that staff upload for a training body. One that is
// disabled may be received so.
func (r *Reception) ReceiveFor(ctx context.Context, actor identity.Actor, provider string, content io.ReadSeeker, try bool, each func(Result) error) (Sending, error) {
	if err := actor.Check(identity.Decide, actor.Org, ""); err != nil {
		return Sending{}, err
	}
	p, err := r.Store.Provider(ctx, ProviderKey{actor.Org, provider})
	if err != nil {
		return Sending{}, err
	}
	return r.receive(ctx, p, actor.Name, content, try, each)
}

func (r *Reception) receive(ctx context.Context, p Provider, by string, content io.ReadSeeker, try bool, each func(Result) error) (Sending, error) {
	now := r.now()
	sum := sha256.New()
	size, err := io.Copy(sum, content)
	if err != nil {
		return Sending{}, err
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return Sending{}, err
	}
	lines, err := NewLines(content, RosterFile)
	if err != nil {
		return Sending{}, err
	}
	hash := hex.EncodeToString(sum.Sum(nil))
	roster := Roster{
		RosterKey: RosterKey{p.Org, derived("roster", p.ID, hash)}, Provider: p.ID, Name: p.Name, By: by,
		Digest: hash, Bytes: size, Received: now, Unknown: lines.Unknown,
	}
	judge, err := r.judge(ctx, p, roster, now, try)
	if err != nil {
		return Sending{}, err
	}
	if !try {
		if roster, err = r.open(ctx, roster); err != nil {
			return Sending{}, err
		}
	}
	s := Sending{Roster: roster}
	var kept Counts
	leaf := Leaf{Org: p.Org, Roster: roster.ID}
	for {
		line, err := lines.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		result, first, err := judge.line(ctx, line, err)
		if err != nil {
			return s, err
		}
		s.Counts.add(result.Outcome)
		kept.add(first)
		if err := each(result); err != nil {
			return s, err
		}
		result.Outcome = first
		if leaf.Lines = append(leaf.Lines, result); len(leaf.Lines) == LeafLines && !try {
			if err := r.keep(ctx, leaf); err != nil {
				return s, err
			}
			leaf.Number, leaf.Lines = leaf.Number+1, leaf.Lines[:0]
		} else if try {
			leaf.Lines = leaf.Lines[:0]
		}
	}
	if try {
		s.Roster.Counts = kept
		return s, nil
	}
	if len(leaf.Lines) > 0 {
		if err := r.keep(ctx, leaf); err != nil {
			return s, err
		}
	}
	s.Roster, err = r.finish(ctx, roster, kept, now)
	return s, err
}

// open writes the roster before its lines, unless it was sent before.
func (r *Reception) open(ctx context.Context, roster Roster) (Roster, error) {
	return r.changeRoster(ctx, roster.RosterKey, func(known Roster) (Roster, error) {
		if known.Version > 0 {
			return known, errUnchanged
		}
		return roster, nil
	})
}

// finish writes what became of the lines, unless that is what is known.
func (r *Reception) finish(ctx context.Context, roster Roster, counts Counts, now time.Time) (Roster, error) {
	return r.changeRoster(ctx, roster.RosterKey, func(known Roster) (Roster, error) {
		if !known.Finished.IsZero() && known.Counts == counts && !known.Withdrawn {
			return known, errUnchanged
		}
		known.Finished, known.Counts, known.Withdrawn = now, counts, false
		return known, nil
	})
}

func (r *Reception) changeRoster(ctx context.Context, key RosterKey, fn func(Roster) (Roster, error)) (Roster, error) {
	var known Roster
	changed, err := r.Store.ChangeRoster(ctx, key, func(before Roster) (Roster, hours.Telling, error) {
		known = before
		after, err := fn(before)
		return after, hours.Telling{}, err
	})
	if errors.Is(err, errUnchanged) {
		return known, nil
	}
	return changed, err
}

// keep writes a leaf, unless it is what is known.
func (r *Reception) keep(ctx context.Context, leaf Leaf) error {
	lines := slices.Clone(leaf.Lines)
	_, err := r.Store.ChangeLeaf(ctx, LeafKey{leaf.Org, leaf.Roster, leaf.Number}, func(known Leaf) (Leaf, hours.Telling, error) {
		before, err1 := json.Marshal(known.Lines)
		after, err2 := json.Marshal(lines)
		if err := errors.Join(err1, err2); err != nil {
			return known, hours.Telling{}, err
		}
		if known.Version > 0 && bytes.Equal(before, after) {
			return known, hours.Telling{}, errUnchanged
		}
		known.Lines = lines
		return known, hours.Telling{}, nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// judge deals with the lines of one sending.
type judge struct {
	reception *Reception
	provider  Provider
	actor     identity.Actor
	roster    string
	roll      *roll
	lists     hours.Lists
	// listed is the training body in the order's list; the zero value when it is not.
	listed hours.Listing
	// standing is what holds for every member.
	standing hours.Standing
	try      bool
}

func (r *Reception) judge(ctx context.Context, p Provider, roster Roster, now time.Time, try bool) (*judge, error) {
	organisation, err := r.Ledger.Roll.Organisation(ctx, p.Org)
	if err != nil {
		return nil, err
	}
	zone, err := organisation.Location()
	if err != nil {
		return nil, err
	}
	members, err := r.Ledger.Roll.Members(ctx, p.Org)
	if err != nil {
		return nil, err
	}
	lists, err := r.Ledger.Store.Lists(ctx, p.Org)
	if err != nil {
		return nil, err
	}
	regulation, ok := r.Ledger.Regulations[organisation.Regulation]
	if !ok {
		return nil, hours.ErrNoRegulation
	}
	body, _ := listed(lists, hours.Providers, p.Name)
	return &judge{
		listed: body, reception: r, provider: p, actor: p.Actor(), roster: roster.ID, roll: newRoll(members), lists: lists, try: try,
		standing: hours.Standing{Organisation: organisation, Regulation: regulation, Today: cycle.DateOf(now, zone)},
	}, nil
}

// line deals with a line. first is its outcome when the roster was first received:
// what is kept is the same however often it is sent. The error is one of a store.
func (j *judge) line(ctx context.Context, line Line, err error) (result Result, first Outcome, _ error) {
	result = Result{Line: line, Outcome: Reported}
	var bad *LineError
	if err == nil {
		first, err = j.attend(ctx, &result)
	} else if !errors.As(err, &bad) {
		return result, "", err
	}
	if err == nil {
		return result, first, nil
	}
	var known bool
	if result.Wrong, known = troubles(err); !known {
		return result, "", err
	}
	result.Outcome = Reported
	return result, Reported, nil
}

func (j *judge) attend(ctx context.Context, result *Result) (Outcome, error) {
	line := &result.Line
	member, err := j.roll.find(line.Permit, line.First, line.Name)
	if err != nil {
		return "", err
	}
	first, last, wrong := line.days()
	if len(wrong) > 0 {
		return "", wrong
	}
	if last.After(j.standing.Today) {
		return "", hours.FieldErrors{{Field: "last", Err: hours.ErrFuture}}
	}
	s := j.standing
	s.Member = *member
	if s, err = s.In(last); err != nil || s.Part.Empty() {
		return "", hours.FieldErrors{{Field: "last", Err: hours.ErrOutsidePeriod}}
	}
	e := line.entry(&s.Version, j.lists)
	e.Period = s.Period.Key()
	e.Provider, e.ProviderUnlisted, e.ProviderName = "", true, j.provider.Name
	if j.listed.ID != "" {
		e.Provider, e.ProviderUnlisted, e.ProviderName = j.listed.ID, false, ""
	}
	same := e.Activity
	if same == "" {
		same = hours.Fold(e.Title)
	}
	a := hours.Attendance{
		ID:       attendanceID(j.provider.ID, permitKey(line.Permit), same, first, last),
		Provider: j.provider.ID, Name: j.provider.Name, Roster: j.roster, Line: line.Number,
	}
	d, reception, err := j.reception.Ledger.Attend(ctx, j.actor, s, j.lists, e, a, j.try)
	if err != nil {
		return "", err
	}
	result.Member, result.Declaration = member.ID, d.ID
	firstly, known := Proposed, d.Attendance.Hours
	if d.ID != a.ID {
		firstly, known = Matched, d.Activity.Hours
	}
	if read, err := hours.ReadHours(line.Duration); err == nil && !known.IsZero() && read.Compare(known) != 0 {
		result.Declared = known
	}
	switch reception {
	case hours.AttendanceProposed, hours.AttendanceMatched:
		result.Outcome = firstly
	case hours.AttendanceRepeated:
		result.Outcome = Repeated
		if d.Attendance.Roster != j.roster || d.Attendance.Line != line.Number {
			firstly = Repeated
		}
	}
	return firstly, nil
}
