package memory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// records is the driver of the cabinet. A record's body is never altered, so that
// it may be read after the lock was given up.
type records struct{ s *Store }

// drawer is where records of one kind are, in one file.
type drawer struct {
	file
	kind string
}

func drawerOf(k cabinet.Key) drawer { return drawer{file{k.Org, k.Member}, k.Kind} }

func (r records) Read(ctx context.Context, key cabinet.Key) (cabinet.Record, error) {
	if err := ctx.Err(); err != nil {
		return cabinet.Record{}, err
	}
	r.s.mu.RLock()
	defer r.s.mu.RUnlock()
	record, ok := r.s.records[drawerOf(key)][key.ID]
	if !ok {
		return cabinet.Record{}, cabinet.ErrNone
	}
	return record, nil
}

func (r records) List(ctx context.Context, key cabinet.Key, each cabinet.Each) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.s.mu.RLock()
	rows := slices.Collect(maps.Values(r.s.records[drawerOf(key)]))
	r.s.mu.RUnlock()
	slices.SortFunc(rows, func(a, b cabinet.Record) int { return cmp.Compare(a.ID, b.ID) })
	return visit(rows, each)
}

func (r records) Find(ctx context.Context, key cabinet.Key, found string, each cabinet.Each) error {
	if err := ctx.Err(); err != nil || found == "" {
		return err
	}
	var rows []cabinet.Record
	r.s.mu.RLock()
	for of, all := range r.s.records {
		if of.org != key.Org || of.kind != key.Kind {
			continue
		}
		for _, record := range all {
			if record.Found == found {
				rows = append(rows, record)
			}
		}
	}
	r.s.mu.RUnlock()
	slices.SortFunc(rows, func(a, b cabinet.Record) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Member, b.Member), cmp.Compare(a.ID, b.ID))
	})
	return visit(rows, each)
}

func visit(rows []cabinet.Record, each cabinet.Each) error {
	for _, record := range rows {
		if err := each(record.Key, record.Body); err != nil {
			return err
		}
	}
	return nil
}

func (r records) Walk(ctx context.Context, after cabinet.Key, limit int, each func(cabinet.Record) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	order := func(a, b cabinet.Key) int {
		return cmp.Or(cmp.Compare(a.Member, b.Member), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	}
	var rows []cabinet.Record
	r.s.mu.RLock()
	for of, all := range r.s.records {
		if of.org != after.Org {
			continue
		}
		for _, record := range all {
			if order(record.Key, after) > 0 {
				rows = append(rows, record)
			}
		}
	}
	r.s.mu.RUnlock()
	slices.SortFunc(rows, func(a, b cabinet.Record) int { return order(a.Key, b.Key) })
	for _, record := range rows[:min(max(limit, 0), len(rows))] {
		if err := each(record); err != nil {
			return err
		}
	}
	return nil
}

// Change calls fn without the lock, so that a slow one keeps nobody waiting, and
// again when somebody else wrote in the meantime.
func (r records) Change(ctx context.Context, key cabinet.Key, fn func(cabinet.Record) (cabinet.Record, hours.Telling, error)) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		after, told, err := fn(r.before(key))
		if err != nil {
			return err
		}
		act, err := keep(told.Act)
		if err != nil {
			return err
		}
		messages, err := copies(told.Messages)
		if err != nil {
			return err
		}
		if written, err := r.write(after, act, messages, told); written || err != nil {
			return err
		}
	}
}

// before returns the record as it is; one that has only its key when there is
// none.
func (r records) before(key cabinet.Key) cabinet.Record {
	r.s.mu.RLock()
	defer r.s.mu.RUnlock()
	record := r.s.records[drawerOf(key)][key.ID]
	record.Key = key
	return record
}

// write writes a record with its telling, and reports false when the one there is
// no longer that from which it was made.
func (r records) write(after cabinet.Record, act []hours.Act, messages []identity.Message, told hours.Telling) (bool, error) {
	of := drawerOf(after.Key)
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if r.s.records[of][after.ID].Version != after.Version-1 {
		return false, nil
	}
	// All or nothing: what may refuse comes before what writes.
	for _, a := range act {
		if a.Seq != int64(len(r.s.acts[of.file]))+1 {
			return false, fmt.Errorf("memory: act %d: %w", a.Seq, hours.ErrStale)
		}
	}
	held, err := r.s.heldBack(of.file, told)
	if err != nil {
		return false, err
	}
	if err := r.s.post(of.file, messages); err != nil {
		return false, fmt.Errorf("memory: change a record: %w", err)
	}
	for _, m := range held {
		r.s.messages.put(of.file, m.ID, m)
	}
	r.s.acts[of.file] = append(r.s.acts[of.file], act...)
	r.s.records.put(of, after.ID, after)
	return true, nil
}

func (r records) Acts(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Act, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.s.mu.RLock()
	rows := slices.Clone(r.s.acts[file{org, member}])
	r.s.mu.RUnlock()
	return copies(rows)
}

func (r records) LastAct(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	r.s.mu.RLock()
	defer r.s.mu.RUnlock()
	return int64(len(r.s.acts[file{org, member}])), nil
}

func (r records) RewriteAct(ctx context.Context, act hours.Act) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	kept, err := body.Copy(act)
	if err != nil {
		return err
	}
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	// The acts that were read before share the array: they stay as they were.
	acts := slices.Clone(r.s.acts[file{kept.Org, kept.Member}])
	for i := range acts {
		if acts[i].Seq == kept.Seq {
			acts[i] = kept
			r.s.acts[file{kept.Org, kept.Member}] = acts
		}
	}
	return nil
}

// keep returns a copy of the act of a change, or none.
func keep(act *hours.Act) ([]hours.Act, error) {
	if act == nil {
		return nil, nil
	}
	kept, err := body.Copy(*act)
	return []hours.Act{kept}, err
}
