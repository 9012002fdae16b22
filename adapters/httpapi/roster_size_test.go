package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// attendances writes a roster as it is read: so many lines, one in a hundred bad.
type attendances struct {
	lines, next, members int
	rest                 []byte
}

func (a *attendances) Read(b []byte) (int, error) {
	if len(a.rest) == 0 {
		if a.next > a.lines {
			return 0, io.EOF
		}
		a.rest = a.rest[:0]
		switch n := a.next; {
		case n == 0:
			a.rest = append(a.rest, "permis;nom;activité;début;heures\n"...)
		case n%100 == 0:
			a.rest = append(a.rest, [...]string{"1;\"ouvert;act-1;2026-11-02;3\n", "1;trop;peu\n", "0;Personne;act-1;2026-11-02;3\n", "1;Nom N1;act-1;03/04/2026;3\n"}[n/100%4]...)
		default:
			m := n % a.members
			a.rest = fmt.Appendf(a.rest, "%d;Nom N%d;Cours %d;2026-10-%02d;3\n", 10_000+m, m, n/a.members, 1+n%28)
		}
		a.next++
	}
	n := copy(b, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// heard is an answer of which only the objects that are not lines are kept, with the
// greatest size of the heap while it was written.
type heard struct {
	header  http.Header
	status  int
	told    int
	reports []map[string]any
	peak    uint64
	after   int
}

func (h *heard) Header() http.Header { return h.header }
func (h *heard) WriteHeader(s int)   { h.status = s }
func (h *heard) Flush()              { h.after++ }
func (h *heard) Write(b []byte) (int, error) {
	var one map[string]any
	if err := json.Unmarshal(bytes.TrimSpace(b), &one); err != nil {
		return 0, err
	}
	if one["line"] != nil {
		h.told++
		return len(b), nil
	}
	h.reports = append(h.reports, one)
	if len(h.reports)%10 == 0 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		h.peak = max(h.peak, m.HeapAlloc)
	}
	return len(b), nil
}

// counts are those of the report at the end.
func (h *heard) counts() []any {
	report, _ := h.reports[len(h.reports)-1]["report"].(map[string]any)
	return []any{report["lines"], report["accepted"], report["repeated"], report["reported"]}
}

// send sends lines through the handler.
func (w *world) send(token, path string, lines, members int) *heard {
	r := httptest.NewRequest(http.MethodPost, "http://api.example.org/api/v1"+path, &attendances{lines: lines, members: members})
	r.Header.Set("Content-Type", "text/csv")
	r.Header.Set("Authorization", "Bearer "+token)
	h := &heard{header: http.Header{}}
	w.handler.ServeHTTP(h, r)
	require.Equal(w.t, http.StatusOK, h.status)
	return h
}

// A roster of 100,000 lines goes through the handler line by line, with a report of
// progress every thousand; one line in a hundred is bad and stops no other. The heap
// while it is checked stays within what the roll takes, whatever the number of lines.
// Then all of them are received, and sent once more: nothing changes. What is received
// stays in the memory store, whose size therefore says nothing of the streaming; sent
// again nothing more stays, and the heap is again what it is with fewer lines.
func TestARosterOf100000LinesStreamsInConstantMemory(t *testing.T) {
	const members = 20_000
	lines, some := 100_000, 20_000
	if testing.Short() {
		t.Log("-short: 20,000 lines, and not 100,000")
		lines = 20_000
	}
	w := newWorld(t)
	token := w.trainingBody()
	for m := range members {
		_, err := w.store.Identity().ChangeMember(context.Background(), "otpq", identity.MemberID(fmt.Sprintf("n-%d", m)), func(one identity.Member) (identity.Member, error) {
			one.First, one.Last, one.Permit = "Nom", fmt.Sprintf("N%d", m), fmt.Sprint(10_000+m)
			one.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2015-06-01"), To: cycle.Forever}}}
			return one, nil
		})
		require.NoError(t, err)
	}
	few := w.send(token, "/rosters?dry-run=true", some, members)
	at := time.Now()
	many := w.send(token, "/rosters?dry-run=true", lines, members)
	t.Logf("checked %d lines in %s; heap %d MiB, and %d MiB with %d lines", lines, time.Since(at), many.peak>>20, few.peak>>20, some)
	require.Less(t, many.peak, few.peak+8<<20)
	require.Len(t, many.reports, lines/1000+1)
	require.Equal(t, lines/100, many.told)

	at = time.Now()
	first := w.send(token, "/rosters", lines, members)
	t.Logf("received %d lines in %s", lines, time.Since(at))
	good, bad := float64(lines-lines/100), float64(lines/100)
	require.Equal(t, []any{float64(lines), good, 0.0, bad}, first.counts())
	require.Len(t, first.reports, lines/1000+1)
	acts, err := w.store.Hours().LastAct(context.Background(), "otpq", "n-1")
	require.NoError(t, err)
	require.EqualValues(t, (lines+members-1)/members, acts)

	at = time.Now()
	again := w.send(token, "/rosters", lines, members)
	t.Logf("sent again in %s; heap %d MiB, and %d MiB at the end of the first time", time.Since(at), again.peak>>20, first.peak>>20)
	require.Less(t, again.peak, first.peak+8<<20)
	require.Equal(t, []any{float64(lines), 0.0, good, bad}, again.counts())
	same, err := w.store.Hours().LastAct(context.Background(), "otpq", "n-1")
	require.NoError(t, err)
	require.Equal(t, acts, same, "nothing changes")
}
