package memory

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Rows implements cabinet.Eraser.
func (r records) Rows(ctx context.Context, org identity.OrganisationID, table, column, value string, each func(cabinet.Row) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	rows, err := r.rows(org, table)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if of, ok := row.by[column]; ok && of == value {
			if err := each(row.Row); err != nil {
				return err
			}
		}
	}
	return nil
}

// kept is a row with the columns by which it is asked for.
type kept struct {
	cabinet.Row
	by map[string]string
}

// rows returns every row of an organisation's table.
func (r records) rows(org identity.OrganisationID, table string) ([]kept, error) {
	r.s.mu.RLock()
	defer r.s.mu.RUnlock()
	var all []kept
	var failure error
	add := func(v any, more map[string]string, key ...string) {
		row := kept{Row: cabinet.Row{Table: table, Key: key}, by: map[string]string{}}
		for i, column := range cabinet.KeyOf(table) {
			row.by[column] = key[i]
		}
		for column, value := range more {
			row.by[column] = value
		}
		if text, ok := v.([]byte); ok {
			row.Body = slices.Clone(text)
		} else if v != nil && failure == nil {
			row.Body, failure = body.Encode(v)
		}
		all = append(all, row)
	}
	switch table {
	case cabinet.TableMembers:
		for id, m := range r.s.members[org] {
			add(m, nil, string(id))
		}
	case cabinet.TableAccounts:
		for id, a := range r.s.accounts[org] {
			add(a, map[string]string{"member": string(a.Member)}, string(id))
		}
	case cabinet.TableSessions:
		for id, one := range r.s.sessions[org] {
			add(one, map[string]string{"account": string(one.Account)}, id)
		}
	case cabinet.TableThrottles:
		for login := range r.s.throttles[org] {
			add(nil, nil, body.Digest(login))
		}
	case cabinet.TableMessages:
		for of, messages := range r.s.messages {
			for id, m := range messages {
				if of.org == org {
					add(m, nil, string(of.member), id)
				}
			}
		}
	case cabinet.TableActs:
		for of, acts := range r.s.acts {
			for _, a := range acts {
				if of.org == org {
					add(a, nil, string(of.member), strconv.FormatInt(a.Seq, 10))
				}
			}
		}
	case cabinet.TableRecords:
		for of, records := range r.s.records {
			for id, record := range records {
				if of.org == org {
					add(record.Body, nil, string(of.member), of.kind, id)
				}
			}
		}
	}
	return all, failure
}

// Erase implements cabinet.Eraser. What may fail comes before what erases.
func (r records) Erase(ctx context.Context, org identity.OrganisationID, removals []cabinet.Removal) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	var effects []func()
	for _, removal := range removals {
		effect, err := r.effect(org, removal)
		if err != nil {
			return fmt.Errorf("memory: erase: %s: %w", removal.Table, err)
		}
		effects = append(effects, effect)
	}
	for _, effect := range effects {
		effect()
	}
	return nil
}

// effect returns what erases a row, under the lock.
func (r records) effect(org identity.OrganisationID, removal cabinet.Removal) (func(), error) {
	key := removal.Key
	switch {
	case removal.Table == cabinet.TableMembers:
		return func() { delete(r.s.members[org], identity.MemberID(key[0])) }, nil
	case removal.Table == cabinet.TableAccounts:
		return func() { delete(r.s.accounts[org], identity.AccountID(key[0])) }, nil
	case removal.Table == cabinet.TableSessions:
		return func() { delete(r.s.sessions[org], key[0]) }, nil
	case removal.Table == cabinet.TableThrottles:
		return func() {
			for login := range r.s.throttles[org] {
				if body.Digest(login) == key[0] {
					delete(r.s.throttles[org], login)
				}
			}
		}, nil
	case removal.Table == cabinet.TableMessages:
		return func() { delete(r.s.messages[file{org, identity.MemberID(key[0])}], key[1]) }, nil
	case removal.Table == cabinet.TableActs && removal.Strip != nil:
		return r.stripped(org, removal)
	case removal.Table == cabinet.TableRecords:
		of := drawer{file{org, identity.MemberID(key[0])}, key[1]}
		record, ok := r.s.records[of][key[2]]
		if removal.Strip == nil || !ok {
			return func() { delete(r.s.records[of], key[2]) }, nil
		}
		left, err := removal.Strip(slices.Clone(record.Body))
		left.Key, left.Version = record.Key, record.Version+1
		return func() { r.s.records.put(of, key[2], left) }, err
	}
	return nil, fmt.Errorf("no row of it is erased so")
}

// stripped returns what strips an act: its number stays.
func (r records) stripped(org identity.OrganisationID, removal cabinet.Removal) (func(), error) {
	acts := r.s.acts[file{org, identity.MemberID(removal.Key[0])}]
	i := slices.IndexFunc(acts, func(a hours.Act) bool { return strconv.FormatInt(a.Seq, 10) == removal.Key[1] })
	if i < 0 {
		return func() {}, nil
	}
	text, err := body.Encode(acts[i])
	if err != nil {
		return nil, err
	}
	left, err := removal.Strip(text)
	if err != nil {
		return nil, err
	}
	act, err := body.Decode[hours.Act](left.Body)
	return func() { acts[i] = act }, err
}

// Purge implements cabinet.Eraser: nothing of what was erased is left in memory that
// this store leads to.
func (r records) Purge(ctx context.Context) error { return ctx.Err() }
