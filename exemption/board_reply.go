package exemption

import (
	"context"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// longestNote is the greatest length of a note, in characters.
const longestNote = 4000

// Note keeps what was typed for the reply to a request for more documents, right or
// wrong. [Board.Attach] and [Board.Remove] are for its documents. The errors are those
// of [Board.Save].
func (b *Board) Note(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, note string) (Request, error) {
	return b.own(ctx, actor, member, id, version, Supply, func(r Request, _ hours.Standing, _ time.Time) (Request, error) {
		if r.State != Incomplete {
			return r, ErrTransition
		}
		r.Note = note
		return r, nil
	})
}

// Reply sends the documents that were added and the note, and the request waits for
// the order again. Nothing else of it changes, and what was sent before stays. The
// error is an hours.FieldErrors on "documents" or "note", or one of [Board.Save]'s.
// Sending again what the same page already sent changes nothing and is no error.
func (b *Board) Reply(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Request, error) {
	return b.own(ctx, actor, member, id, version, Reply, func(r Request, _ hours.Standing, now time.Time) (Request, error) {
		note, wrong := r.CheckReply()
		if len(wrong) > 0 {
			return r, wrong
		}
		r.Replies = append(slices.Clone(r.Replies), Sent{Note: note, Documents: len(r.Unsent()), At: now})
		r.Note, r.Sealed = "", len(r.Documents)
		return r, nil
	})
}

// CheckReply returns the note of the reply that is being prepared, or everything
// wrong with it.
func (r Request) CheckReply() (note string, wrong hours.FieldErrors) {
	note = hours.Tidy(r.Note)
	if note == "" && len(r.Unsent()) == 0 {
		wrong = append(wrong, hours.FieldError{Field: "documents", Err: ErrNothingSent})
	}
	if len([]rune(note)) > longestNote {
		wrong = append(wrong, hours.FieldError{Field: "note", Err: hours.ErrTooLong})
	}
	return note, wrong
}

// TellEnd says that the ground of a request that was granted ended, or will end,
// earlier than was claimed. Nothing is taken back before staff decide. The error is
// an hours.FieldErrors on "last" or "note", or one of [Board.Save]'s. Telling again
// what the same page already told changes nothing and is no error.
func (b *Board) TellEnd(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, last cycle.Date, note string) (Request, error) {
	note = hours.Tidy(note)
	if key := (Key{Org: actor.Org, Member: member, ID: id}); actor.Check(identity.Write, actor.Org, member) == nil {
		// A double press leads from Ending to itself: what it tells is already there.
		r, err := b.Store.Request(ctx, key)
		if err == nil && r.Version == version+1 && r.Told != nil && r.Told.Last == last && r.Told.Note == note {
			return r, nil
		}
	}
	return b.own(ctx, actor, member, id, version, TellEnd, func(r Request, _ hours.Standing, now time.Time) (Request, error) {
		var wrong hours.FieldErrors
		switch {
		case last.IsZero():
			wrong = append(wrong, hours.FieldError{Field: "last", Err: hours.ErrMissing})
		case last.Before(r.Claim.First) || !last.Before(r.LastDay()):
			wrong = append(wrong, hours.FieldError{Field: "last", Err: ErrOutsideGround})
		}
		if len([]rune(note)) > longestNote {
			wrong = append(wrong, hours.FieldError{Field: "note", Err: hours.ErrTooLong})
		}
		if len(wrong) > 0 {
			return r, wrong
		}
		r.Told = &EndTold{Last: last, Note: note, At: now}
		return r, nil
	})
}
