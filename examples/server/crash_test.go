package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/postgres/pgtest"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// acknowledged is a change that a store said was written.
type acknowledged struct {
	Kind    string
	Key     hours.Key
	Version int64
	// Seq is the number of the act that told it; 0 when none did.
	Seq int64
}

// told says each change that was written, on a line of its own, before anybody
// else learns of it.
type told struct {
	to *os.File
	// One line at a time; a pipe takes it whole.
	mu *sync.Mutex
}

func (t told) say(kind string, key hours.Key, version int64, act *hours.Act) {
	a := acknowledged{kind, key, version, 0}
	if act != nil {
		a.Seq = act.Seq
	}
	line, err := json.Marshal(a)
	if err != nil {
		panic(err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Fprintf(t.to, "%s\n", line)
}

type toldHours struct {
	hours.Store
	told
}

func (s toldHours) Change(ctx context.Context, key hours.Key, fn func(hours.Declaration) (hours.Declaration, hours.Telling, error)) (hours.Declaration, error) {
	var telling hours.Telling
	d, err := s.Store.Change(ctx, key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		var err error
		d, telling, err = fn(d)
		return d, telling, err
	})
	if err == nil {
		s.say("declaration", key, d.Version, telling.Act)
	}
	return d, err
}

type toldExemption struct {
	exemption.Store
	told
}

func (s toldExemption) Change(ctx context.Context, key exemption.Key, fn func(exemption.Request) (exemption.Request, hours.Telling, error)) (exemption.Request, error) {
	var telling hours.Telling
	r, err := s.Store.Change(ctx, key, func(r exemption.Request) (exemption.Request, hours.Telling, error) {
		var err error
		r, telling, err = fn(r)
		return r, telling, err
	})
	if err == nil {
		s.say("request", key, r.Version, telling.Act)
	}
	return r, err
}

// The child's settings.
const (
	childStore = "GOODSTANDING_TEST_CRASH_STORE"
	childFiles = "GOODSTANDING_TEST_CRASH_FILES"
	childRound = "GOODSTANDING_TEST_CRASH_ROUND"
)

// TestCrashChild is the process that is killed: it lives until then. By itself it
// does nothing.
func TestCrashChild(t *testing.T) {
	url := os.Getenv(childStore)
	if url == "" {
		return
	}
	round, err := strconv.Atoi(os.Getenv(childRound))
	require.NoError(t, err)
	opened, err := openStore(t.Context(), url)
	require.NoError(t, err)
	documents, err := files.Open(os.Getenv(childFiles))
	require.NoError(t, err)
	h, err := wire(opened, documents, cheap, stopped)
	require.NoError(t, err)
	l, err := newLife(t.Context(), h)
	require.NoError(t, err)
	l.named = round * 1_000_000
	said := told{os.Stdout, new(sync.Mutex)}
	h.ledger.Store = toldHours{h.ledger.Store, said}
	h.board.Store = toldExemption{h.board.Store, said}
	// Several people at once: whenever the end comes, somebody is in the middle of
	// a change.
	var all sync.WaitGroup
	for person := range 4 {
		all.Go(func() {
			draws := chance(seeded(uint64(10*round + person)))
			for {
				c, err := l.draw(t.Context(), draws)
				if err == nil {
					err = c.run(t.Context())
				}
				if !explained(err) {
					fmt.Fprintln(os.Stderr, c.name, err)
					os.Exit(3)
				}
			}
		})
	}
	all.Wait()
}

// crash starts the child on a store, kills it in the middle of what it does, and
// returns what it had been told was written.
func crash(t *testing.T, url, folder string, round int, draws chance) []acknowledged {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCrashChild$", "-test.timeout=2m")
	child.Env = append(os.Environ(), childStore+"="+url, childFiles+"="+folder, childRound+"="+strconv.Itoa(round))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	var all []acknowledged
	after, moment := 1+draws(40), time.Duration(draws(3000))*time.Microsecond
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var a acknowledged
		// A line that the end cut short is no acknowledgement.
		if json.Unmarshal(lines.Bytes(), &a) != nil {
			require.NotEmpty(t, all, "%s", lines.Text())
			continue
		}
		all = append(all, a)
		if len(all) == after {
			go func() {
				time.Sleep(moment)
				_ = child.Process.Kill()
			}()
		}
	}
	require.NoError(t, lines.Err())
	var killed *exec.ExitError
	require.ErrorAs(t, child.Wait(), &killed)
	require.False(t, killed.Exited(), "the child ended by itself")
	return all
}

// survives kills a process over a store again and again, and looks each time, from
// another process, at what is left.
func survives(t *testing.T, url string) {
	t.Helper()
	folder, draws := t.TempDir(), chance(seeded(11))
	kept := map[hours.Key]acknowledged{}
	for round := range 10 {
		for _, a := range crash(t, url, folder, round+1, draws) {
			// Two changes of one record may be said in the other order.
			if a.Version > kept[a.Key].Version {
				kept[a.Key] = a
			}
		}
		h := lifeHouse(t, url)
		l, err := newLife(t.Context(), h)
		require.NoError(t, err)
		acts := map[identity.MemberID][]hours.Act{}
		for _, member := range l.members {
			found, err := l.wrongs(t.Context(), member)
			require.NoError(t, err)
			require.Empty(t, found, "round %d", round)
			acts[member.Member], err = h.store.Hours().Acts(t.Context(), demoOrganisation, member.Member)
			require.NoError(t, err)
		}
		for key, a := range kept {
			require.LessOrEqual(t, a.Version, l.version(t, a), "%v was written", a)
			if a.Seq > 0 {
				require.GreaterOrEqual(t, int64(len(acts[key.Member])), a.Seq, "%v was told", a)
				require.Equal(t, key.ID, acts[key.Member][a.Seq-1].Of)
			}
		}
	}
	require.Greater(t, len(kept), 50, "changes acknowledged")
}

// version returns the version in which something acknowledged is now.
func (l *life) version(t *testing.T, a acknowledged) int64 {
	t.Helper()
	if a.Kind == "request" {
		r, err := l.h.store.Exemption().Request(t.Context(), a.Key)
		require.NoError(t, err)
		return r.Version
	}
	d, err := l.h.store.Hours().Declaration(t.Context(), a.Key)
	require.NoError(t, err)
	return d.Version
}

func TestCrash_SQLiteKeepsWholeChanges(t *testing.T) {
	survives(t, "sqlite:"+filepath.Join(t.TempDir(), "crash.db"))
}

func TestCrash_PostgreSQLKeepsWholeChanges(t *testing.T) {
	survives(t, pgtest.DSN(t))
}
