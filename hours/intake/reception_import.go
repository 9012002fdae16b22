package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// MostImported is how many declarations one file may write: each is a line of the
// history of one file, which is read whole for its figures. A preview has no such
// bound.
const MostImported = 1000

// Choice is what the member chose, having seen the preview.
type Choice struct {
	// Write says that it is confirmed; otherwise nothing is written.
	Write bool
	// Attested are the attestations that were ticked, for all of the lines.
	Attested []string
	// Drafts keeps the lines with something wrong as drafts; otherwise they are left.
	Drafts bool
	// Again are the numbers of lines to be declared though the file has the activity.
	Again []int
}

// Fate is what becomes of a line of an import.
type Fate string

// The fates.
const (
	Ready    Fate = "ready"    // it would be submitted
	Known    Fate = "known"    // the file has the activity already: left out
	Wrong    Fate = "wrong"    // left out, with what is wrong
	Sent     Fate = "sent"     // submitted
	Drafted  Fate = "drafted"  // kept as a draft, with what is wrong
	Imported Fate = "imported" // written before, from the same file: nothing changed
)

// Fates lists every fate.
func Fates() []Fate { return []Fate{Ready, Known, Wrong, Sent, Drafted, Imported} }

// Reading is how a line of an import is read.
type Reading struct {
	Line  Line
	Fate  Fate
	Entry hours.Entry
	// Activity is meaningful when nothing is wrong.
	Activity hours.Activity
	// Wrong is what is wrong with its fields, and Err with the line as a whole.
	Wrong hours.FieldErrors
	Err   error
	// Declaration is that of the member's file which it is, or was written as.
	Declaration string
}

// Tally is how many lines an import has, by fate.
type Tally struct {
	Lines   int
	Of      map[Fate]int
	Unknown []string
}

// Import reads a file of the member's own, for the current period, and gives each
// line to each as soon as it is read, in order. It writes what the choice says, and
// nothing unless it is confirmed. The identifier of what a line writes is that of the
// file and the line: confirming twice writes once. The error is a [hours.FieldErrors]
// when an attestation is not ticked, and then nothing is written; a [HeaderError];
// [hours.ErrNotOnRoll]; or that of the reader, of each, or of a store.
func (r *Reception) Import(ctx context.Context, actor identity.Actor, member identity.MemberID, content io.ReadSeeker, c Choice, each func(Reading) error) (Tally, error) {
	tally := Tally{Of: map[Fate]int{}}
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return tally, err
	}
	rules, err := r.Ledger.Rules(ctx, actor, member)
	switch {
	case err != nil:
		return tally, err
	case rules.Part.Empty():
		return tally, hours.ErrNotOnRoll
	}
	if wrong := unticked(rules.Version, c); len(wrong) > 0 {
		return tally, wrong
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, content); err != nil {
		return tally, err
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return tally, err
	}
	lines, err := NewLines(content, ImportFile)
	if err != nil {
		return tally, err
	}
	tally.Unknown = lines.Unknown
	i := importing{reception: r, actor: actor, member: member, rules: rules, choice: c, file: hex.EncodeToString(sum.Sum(nil))}
	if err := i.know(ctx); err != nil {
		return tally, err
	}
	for {
		line, err := lines.Next()
		if errors.Is(err, io.EOF) {
			return tally, nil
		}
		reading, err := i.line(ctx, line, err)
		if err != nil {
			return tally, err
		}
		tally.Lines++
		tally.Of[reading.Fate]++
		if err := each(reading); err != nil {
			return tally, err
		}
	}
}

// unticked returns the attestations that a confirmed choice lacks.
func unticked(v hours.Version, c Choice) hours.FieldErrors {
	var wrong hours.FieldErrors
	for _, a := range v.Attestations {
		if c.Write && !slices.Contains(c.Attested, a.ID) {
			wrong = append(wrong, hours.FieldError{Field: "attested." + a.ID, Err: hours.ErrNotAttested})
		}
	}
	return wrong
}

// importing is one import.
type importing struct {
	reception *Reception
	actor     identity.Actor
	member    identity.MemberID
	rules     hours.Rules
	choice    Choice
	file      string
	// ids are those of the file's declarations, and days the activities of each pair
	// of days.
	ids     map[string]bool
	days    map[[2]string][]hours.Declaration
	written int
	// closed are the periods in which nothing is declared any more.
	closed []cycle.Period
}

// know reads what the member has declared, or has to confirm.
func (i *importing) know(ctx context.Context) error {
	states := slices.DeleteFunc(hours.States(), func(s hours.State) bool { return s == hours.Discarded || s == hours.Revoked })
	all, err := i.reception.Ledger.Declarations(ctx, i.actor, i.member, hours.Query{States: states})
	if err != nil {
		return err
	}
	if i.closed, err = i.reception.Ledger.Closed(ctx, i.actor, i.member); err != nil {
		return err
	}
	i.ids, i.days = map[string]bool{}, map[[2]string][]hours.Declaration{}
	for _, d := range all {
		i.ids[d.ID] = true
		if d.State == hours.Withdrawn || d.State == hours.Cancelled || d.State == hours.Draft || d.State == hours.Dismissed {
			continue
		}
		key := [2]string{d.Activity.First.String(), d.Activity.Last.String()}
		i.days[key] = append(i.days[key], d)
	}
	return nil
}

func (i *importing) line(ctx context.Context, line Line, err error) (Reading, error) {
	reading := Reading{Line: line, Fate: Wrong}
	var bad *LineError
	switch {
	case errors.As(err, &bad):
		reading.Err = bad.Err
		return reading, nil
	case err != nil:
		return reading, err
	}
	_, last, days := line.days()
	e := line.entry(&i.rules.Version, i.rules.Lists)
	e.Period = i.rules.Period.Key()
	for _, a := range i.rules.Version.Attestations {
		e.Attested = append(e.Attested, a.ID) // for all of the lines: the choice was checked before
	}
	activity, wrong := e.Check(i.rules)
	reading.Entry, reading.Activity, reading.Wrong = e, activity, i.said(instead(wrong, days), last)
	id := derived("import", string(i.member), i.file, strconv.Itoa(line.Number))
	known := i.known(activity)
	switch {
	case i.ids[id]:
		reading.Fate, reading.Declaration = Imported, id
		return reading, nil
	case len(wrong) > 0 && (!i.choice.Write || !i.choice.Drafts):
		return reading, nil
	case len(wrong) == 0 && known != "" && !slices.Contains(i.choice.Again, line.Number):
		reading.Fate, reading.Declaration = Known, known
		return reading, nil
	case !i.choice.Write:
		reading.Fate = Ready
		return reading, nil
	case i.written == MostImported:
		reading.Err = ErrTooManyLines
		return reading, nil
	}
	draft := len(wrong) > 0
	if draft {
		e.Attested = nil // what is still to be written is still to be attested
	}
	return reading, i.write(ctx, &reading, id, e, draft)
}

// said says [hours.ErrClosed] of an activity that ended in a period that was closed,
// in place of being outside the current one: no other import will take it either.
func (i *importing) said(wrong hours.FieldErrors, last cycle.Date) hours.FieldErrors {
	closed := slices.ContainsFunc(i.closed, func(p cycle.Period) bool { return p.Contains(last) })
	for n := range wrong {
		if closed && errors.Is(wrong[n].Err, hours.ErrOutsidePeriod) {
			wrong[n].Err = hours.ErrClosed
		}
	}
	return wrong
}

func (i *importing) write(ctx context.Context, reading *Reading, id string, e hours.Entry, draft bool) error {
	d, fresh, err := i.reception.Ledger.Declare(ctx, i.actor, i.member, id, e, draft)
	if err != nil {
		return err
	}
	reading.Declaration, reading.Fate = d.ID, Imported
	if fresh {
		i.written++
		reading.Fate = Sent
		if draft {
			reading.Fate = Drafted
		}
	}
	return nil
}

// known returns the declaration of the same activity on the same days; empty when
// there is none.
func (i *importing) known(a hours.Activity) string {
	for _, d := range i.days[[2]string{a.First.String(), a.Last.String()}] {
		if d.Activity.Alike(a) {
			return d.ID
		}
	}
	return ""
}
