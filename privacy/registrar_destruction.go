package privacy

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Custody is where what is held about people is: the stores, what destroys their keys,
// and the proof of what was destroyed. Keeping, Records and Journal are required.
type Custody struct {
	Keeping Keeping
	Records Records
	// Others are the holders beside Records, such as the folder of documents.
	Others []Holder
	// Shredder destroys the keys under which pieces are encrypted; nil when nothing is.
	Shredder Shredder
	Journal  Journal
	// BackupDays is how many days a backup, of what is held or of its keys, may stay.
	BackupDays int
	// Established are facts that the person in charge has established once and for all,
	// such as that they read the article of a ground ([Ground.Read]).
	Established Facts
}

// Shredder destroys keys.
type Shredder interface {
	// Shred destroys every key under which some of the doomed pieces and none of the
	// spared ones are encrypted, so that no copy of them can be read, in a backup either.
	// A key that is gone already is no error.
	Shred(ctx context.Context, about Subject, doomed, spared []string) error
}

// Journal is the list of what was destroyed, apart from the stores and their backups: a
// store that is restored from one is brought to what it says before anybody is served
// ([Registrar.Replay]). It names nobody.
type Journal interface {
	// Append adds a destruction that has begun. It is on the disk when this returns; one
	// that is in the journal already is no error.
	Append(ctx context.Context, d Destruction) error
	// Entries returns every destruction, the oldest first. A journal that was tampered with
	// is an error.
	Entries(ctx context.Context) ([]Destruction, error)
}

// holders returns every holder, that of the records last: what others find by them is
// erased before.
func (c Custody) holders() []Holder {
	return append(slices.Clone(c.Others), c.Records)
}

// something is held, of a person about whom anything is; the error is [ErrNotFound] when
// nothing is.
func (r *Registrar) something(ctx context.Context, org identity.OrganisationID, person PersonID) ([]Piece, error) {
	pieces, err := r.held(ctx, org, person)
	if err == nil && len(pieces) == 0 {
		err = ErrNotFound
	}
	return pieces, err
}

// held returns everything that is held about a person. The errors are those of the
// holders and [ErrNoCustody].
func (r *Registrar) held(ctx context.Context, org identity.OrganisationID, person PersonID) ([]Piece, error) {
	if r.Custody == nil {
		return nil, ErrNoCustody
	}
	about, err := r.Custody.Records.Subject(ctx, org, person)
	if err != nil {
		return nil, err
	}
	var all []Piece
	for _, h := range r.Custody.holders() {
		pieces, err := h.Pieces(ctx, about)
		if err != nil {
			return nil, err
		}
		all = append(all, pieces...)
	}
	return r.Custody.Keeping.Personal(all)
}

// PlanDestruction makes the plan of a destruction, or makes it again, and destroys
// nothing: a verdict for each piece, from what the person in charge finds, and from the
// person's requests whose recourse is open. The errors are [ErrNotFound], [ErrForbidden],
// [ErrNoCustody], [ErrTransition], [ErrUnknownPurpose], and [ErrReceived] for a day to
// come.
func (r *Registrar) PlanDestruction(ctx context.Context, actor identity.Actor, person PersonID, id string, f Findings) (Destruction, error) {
	if err := decides(actor, person); err != nil {
		return Destruction{}, err
	}
	m, err := r.moment(ctx, actor.Org)
	if err != nil {
		return Destruction{}, err
	}
	for _, p := range f.Purposes {
		if _, known := r.Inventory.Purpose(p.Purpose); !known {
			return Destruction{}, ErrUnknownPurpose
		}
		if p.On.After(m.today) {
			return Destruction{}, ErrReceived
		}
	}
	lines, digest, err := r.plan(ctx, actor.Org, person, f, m)
	if err != nil {
		return Destruction{}, err
	}
	if id == "" {
		id = r.newID()
	}
	return r.changeDestruction(ctx, actor.Org, id, MakePlan, func(d Destruction) (Destruction, error) {
		if d.Version > 0 && d.Person != person {
			return d, ErrNotFound
		}
		d.Person, d.Findings, d.Lines, d.Digest, d.Day = person, f, lines, digest, m.today
		d.Planned, d.PlannedBy = m.at, actor.Account
		d.Approved, d.ApprovedBy = time.Time{}, ""
		return d, nil
	})
}

func (r *Registrar) plan(ctx context.Context, org identity.OrganisationID, person PersonID, f Findings, m moment) ([]Line, string, error) {
	pieces, err := r.something(ctx, org, person)
	if err != nil {
		return nil, "", err
	}
	requests, err := r.Store.Requests(ctx, org, person)
	if err != nil {
		return nil, "", err
	}
	var frozen []HoldingID
	for _, request := range requests {
		frozen = append(frozen, request.Frozen(m.today)...)
	}
	return r.Custody.Keeping.Plan(Judged{Pieces: pieces, Findings: f, Frozen: frozen, Rules: m.rules, Day: m.today, Zone: m.zone})
}

// ApproveDestruction approves a plan as it was read: digest is the plan's. The errors are
// [ErrNotFound], [ErrForbidden], [ErrTransition], and [ErrPlanChanged] for another plan.
func (r *Registrar) ApproveDestruction(ctx context.Context, actor identity.Actor, person PersonID, id, digest string) (Destruction, error) {
	m, err := r.charge(ctx, actor, person)
	if err != nil {
		return Destruction{}, err
	}
	return r.changeDestruction(ctx, actor.Org, id, Approve, func(d Destruction) (Destruction, error) {
		switch {
		case d.Version == 0 || d.Person != person:
			return d, ErrNotFound
		case d.Digest != digest:
			return d, ErrPlanChanged
		}
		d.Approved, d.ApprovedBy = m.at, actor.Account
		return d, nil
	})
}

// GiveUpDestruction leaves everything as it is. The errors are [ErrNotFound],
// [ErrForbidden] and [ErrTransition].
func (r *Registrar) GiveUpDestruction(ctx context.Context, actor identity.Actor, person PersonID, id string) (Destruction, error) {
	if _, err := r.charge(ctx, actor, person); err != nil {
		return Destruction{}, err
	}
	return r.changeDestruction(ctx, actor.Org, id, GiveUp, func(d Destruction) (Destruction, error) {
		if d.Version == 0 || d.Person != person {
			return d, ErrNotFound
		}
		return d, nil
	})
}

// Destroy carries out an approved plan: the journal first, so that what was begun is
// always finished; then the keys, the rows and the documents; then the files in which
// they were. It refuses with [ErrPlanChanged] when the plan would be another today, and
// with [ErrStillHeld] when something is still found after. Called again after a failure,
// it goes on. The errors are also those of [Registrar.ApproveDestruction] and of the
// holders.
func (r *Registrar) Destroy(ctx context.Context, actor identity.Actor, person PersonID, id string) (Destruction, error) {
	m, err := r.charge(ctx, actor, person)
	if err != nil {
		return Destruction{}, err
	}
	d, err := r.Destruction(ctx, actor, person, id)
	if err != nil {
		return Destruction{}, err
	}
	version := d.Version
	if d.State == Approved {
		lines, digest, err := r.plan(ctx, actor.Org, person, d.Findings, m)
		switch {
		case err != nil:
			return d, err
		case digest != d.Digest:
			return d, ErrPlanChanged
		}
		d.Lines = lines // with the sessions and the looks since
	}
	d, err = r.changeDestruction(ctx, actor.Org, id, Begin, func(now Destruction) (Destruction, error) {
		if now.Version != version {
			return now, ErrStale
		}
		now.Lines = d.Lines
		if now.Begun.IsZero() {
			now.Begun, now.Irrecoverable = m.at, m.today.AddDays(r.Custody.BackupDays)
		}
		return now, nil
	})
	if err != nil {
		return d, err
	}
	if err := r.Custody.Journal.Append(ctx, d); err != nil {
		return d, err
	}
	return r.carryOut(ctx, d, m)
}

// carryOut destroys what the plan dooms, and finishes. It may be done again.
func (r *Registrar) carryOut(ctx context.Context, d Destruction, m moment) (Destruction, error) {
	about, err := r.Custody.Records.Subject(ctx, d.Org, d.Person)
	if err != nil {
		return d, err
	}
	doomed := d.Doomed()
	// What remains of what is stripped is written first, under a key of its own.
	if err := r.Custody.Records.Erase(ctx, d.Org, d.stripped()); err != nil {
		return d, err
	}
	if r.Custody.Shredder != nil {
		if err := r.Custody.Shredder.Shred(ctx, about, doomed, d.Spared()); err != nil {
			return d, err
		}
	}
	for _, h := range r.Custody.holders() {
		if err := h.Erase(ctx, d.Org, doomed); err != nil {
			return d, err
		}
	}
	for _, h := range r.Custody.holders() {
		if err := h.Purge(ctx); err != nil {
			return d, err
		}
	}
	left, err := r.held(ctx, d.Org, d.Person)
	if err != nil {
		return d, err
	}
	if slices.ContainsFunc(left, func(p Piece) bool { return slices.Contains(doomed, p.ID) }) {
		return d, ErrStillHeld
	}
	// Who did it, when and under which articles stays in the audit chain.
	err = r.note(ctx, Trace{
		Org: d.Org, Person: d.Person, ID: "destroyed-" + d.ID, At: m.at, Account: d.ApprovedBy, Did: Erased, Of: d.ID, Articles: d.Articles(),
	})
	if err != nil {
		return d, err
	}
	return r.changeDestruction(ctx, d.Org, d.ID, Finish, func(d Destruction) (Destruction, error) {
		d.Destroyed = m.at
		return d, nil
	})
}

// Replay brings the stores to what the journal says: called when a program starts,
// before anybody is served, it destroys again what a restored backup has brought back,
// and finishes what a failure had interrupted. It returns how many destructions it
// carried out. What is destroyed already is left alone.
func (r *Registrar) Replay(ctx context.Context) (int, error) {
	if r.Custody == nil {
		return 0, ErrNoCustody
	}
	entries, err := r.Custody.Journal.Entries(ctx)
	if err != nil {
		return 0, err
	}
	done := 0
	for _, e := range entries {
		kept, err := r.Store.Destruction(ctx, e.Org, e.ID)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return done, err
		}
		if kept.State == Destroyed {
			continue
		}
		m, err := r.moment(ctx, e.Org)
		if err != nil {
			return done, err
		}
		// The store may know nothing of it, or an earlier state.
		_, err = r.Store.ChangeDestruction(ctx, e.Org, e.ID, func(d Destruction) (Destruction, error) {
			version := d.Version
			d = e
			d.State, d.Version = Begun, version
			return d, nil
		})
		if err != nil {
			return done, err
		}
		if _, err := r.carryOut(ctx, e, m); err != nil {
			return done, err
		}
		done++
	}
	return done, nil
}

// Destruction returns one about a person; the person in charge asks. The errors are
// [ErrNotFound] and [ErrForbidden].
func (r *Registrar) Destruction(ctx context.Context, actor identity.Actor, person PersonID, id string) (Destruction, error) {
	if err := officer(actor); err != nil {
		return Destruction{}, err
	}
	d, err := r.Store.Destruction(ctx, actor.Org, id)
	if err == nil && d.Person != person {
		err = ErrNotFound
	}
	return d, err
}

// Destructions returns every destruction of the organisation, in the order of their
// identifiers; the person in charge asks.
func (r *Registrar) Destructions(ctx context.Context, actor identity.Actor) ([]Destruction, error) {
	if err := officer(actor); err != nil {
		return nil, err
	}
	return r.Store.Destructions(ctx, actor.Org)
}

// charge is the moment of what the person in charge does about somebody else.
func (r *Registrar) charge(ctx context.Context, actor identity.Actor, person PersonID) (moment, error) {
	if err := decides(actor, person); err != nil {
		return moment{}, err
	}
	if r.Custody == nil {
		return moment{}, ErrNoCustody
	}
	return r.moment(ctx, actor.Org)
}

// changeDestruction is a change by an event.
func (r *Registrar) changeDestruction(ctx context.Context, org identity.OrganisationID, id string, e DestructionEvent, fn func(Destruction) (Destruction, error)) (Destruction, error) {
	return r.Store.ChangeDestruction(ctx, org, id, func(d Destruction) (Destruction, error) {
		next, err := fn(d)
		if err != nil {
			return d, err
		}
		next.State, err = d.State.Next(e)
		return next, err
	})
}
