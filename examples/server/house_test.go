package main

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/argon2id/argon2idtest"
	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// today is the instant at which the tests take place: a Sunday morning in Québec.
var today = time.Date(2026, time.November, 22, 15, 0, 0, 0, time.UTC)

func stopped() time.Time { return today }

// cheap is a hasher that does not slow tests down.
var cheap = argon2idtest.Hasher{}

// testHouse is a house over the store, on the tests' day, whose identifiers
// follow one another.
func testHouse(t *testing.T, storeURL string) *house {
	t.Helper()
	opened, err := openStore(t.Context(), storeURL)
	require.NoError(t, err)
	return testHouseOver(t, opened, files.NewMemory())
}

func testHouseOver(t *testing.T, opened store, documents hours.Documents) *house {
	t.Helper()
	h, err := wire(opened, documents, cheap, stopped)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	n := 0
	require.NoError(t, h.passkeysAt(t.Context(), "http://localhost:8080", quiet()))
	h.board.NewID = func() string { n++; return fmt.Sprintf("id-%d", n) }
	return h
}

// lifeHouse is a house over the store whose clock and identifiers are its own.
func lifeHouse(t *testing.T, storeURL string) *house {
	t.Helper()
	opened, err := openStore(t.Context(), storeURL)
	require.NoError(t, err)
	h, err := wire(opened, files.NewMemory(), cheap, stopped)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	return h
}

// at sets the clock of every desk.
func (h *house) at(now func() time.Time) {
	h.now, h.ledger.Now, h.board.Now, h.directory.Now, h.auditor.Now = now, now, now, now, now
	h.docket.Now, h.exams.Now = now, now
}

// seeded is chance from a seed.
func seeded(seed uint64) func(int) int { return rand.New(rand.NewPCG(seed, seed)).IntN }

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func hoursKey(member identity.MemberID, id string) hours.Key {
	return hours.Key{Org: demoOrganisation, Member: member, ID: id}
}

func exemptionKey(member identity.MemberID, id string) exemption.Key {
	return exemption.Key{Org: demoOrganisation, Member: member, ID: id}
}

func documentKey(member identity.MemberID, id, document string) hours.DocumentKey {
	return hours.DocumentKey{Key: exemptionKey(member, id), Document: document}
}

// copyDeclaration gives a member what another one has.
func copyDeclaration(from hours.Declaration) func(hours.Declaration) (hours.Declaration, hours.Telling, error) {
	return func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		from.Key, from.Version = d.Key, d.Version
		return from, hours.Telling{}, nil
	}
}

// copyRequest gives a member what another one has.
func copyRequest(from exemption.Request) func(exemption.Request) (exemption.Request, hours.Telling, error) {
	return func(r exemption.Request) (exemption.Request, hours.Telling, error) {
		from.Key, from.Version = r.Key, r.Version
		return from, hours.Telling{}, nil
	}
}
