package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
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
	"github.com/goodstanding/goodstanding/identity"
)

// lettered is something that was acknowledged of an account, and of which there must be
// a letter.
type lettered struct {
	Account identity.AccountID
	Kind    identity.MessageKind
	// Password is the one that was set, at the account's Epoch.
	Password string
	Epoch    int64
	// Flow is whose code was sent.
	Flow string
}

var crashAccounts = []identity.AccountID{"crash-a", "crash-b", "crash-c"}

// openAccounts writes the people whose process is killed, once.
func openAccounts(ctx context.Context, h *house) error {
	store := h.store.Identity()
	_, err := store.ChangeOrganisation(ctx, demoOrganisation, func(o identity.Organisation) (identity.Organisation, error) { return o, nil })
	for _, id := range crashAccounts {
		if err == nil {
			_, err = store.ChangeMember(ctx, demoOrganisation, identity.MemberID(id), func(m identity.Member) (identity.Member, error) {
				m.First, m.Last, m.Email = "Ève", "Roy", string(id)+"@crash.example"
				return m, nil
			})
		}
		if err == nil {
			_, err = store.ChangeAccount(ctx, demoOrganisation, id, func(a identity.Account) (identity.Account, []identity.Message, error) {
				a.Login, a.Member, a.Roles = string(id), identity.MemberID(id), []identity.Role{identity.RoleMember}
				return a, nil, nil
			})
		}
	}
	return err
}

// secretOf returns the secret of the letter of a flow's code.
func secretOf(ctx context.Context, h *house, flow string) (string, error) {
	all, err := h.store.Outbox().Messages(ctx, demoOrganisation, 100_000)
	for _, m := range all {
		if m.Kind == identity.LinkingCode && m.Values["flow"] == flow {
			return m.Secret, err
		}
	}
	return "", errors.Join(err, errors.New("no letter has the code"))
}

// links links an account over and over, and asks for temporary passwords on the way.
func links(ctx context.Context, h *house, id identity.AccountID, round int, say func(lettered)) error {
	d, address := h.directory, string(id)+"@crash.example"
	for n := 0; ; n++ {
		browser, err := d.StartLinking(ctx, demoOrganisation, address)
		if err == nil {
			err = d.SendCode(ctx, demoOrganisation, browser)
		}
		if err != nil {
			return err
		}
		f, err := d.Linking(ctx, demoOrganisation, browser)
		if err != nil {
			return err
		}
		say(lettered{Account: id, Kind: identity.LinkingCode, Flow: f.ID})
		code, err := secretOf(ctx, h, f.ID)
		if err != nil {
			return err
		}
		if err := d.RequestTemporary(ctx, demoOrganisation, string(id)); err != nil {
			return err
		}
		say(lettered{Account: id, Kind: identity.TemporaryPassword})
		ticket, err := d.VerifyCode(ctx, demoOrganisation, browser, code)
		if err == nil {
			err = d.ContinueLinking(ctx, demoOrganisation, browser)
		}
		if err != nil {
			return err
		}
		password := fmt.Sprintf("le canard %d traverse la rue %d", n, round)
		if err := d.SetPassword(ctx, demoOrganisation, browser, ticket, password); err != nil {
			return err
		}
		say(lettered{Account: id, Kind: identity.PasswordChanged, Password: password, Epoch: f.Epoch + 1})
	}
}

// TestIdentityCrashChild is the process that is killed while people link their accounts. By
// itself it does nothing.
func TestIdentityCrashChild(t *testing.T) {
	url := os.Getenv(childStore)
	if url == "" {
		return
	}
	round, err := strconv.Atoi(os.Getenv(childRound))
	require.NoError(t, err)
	opened, err := openStore(t.Context(), url)
	require.NoError(t, err)
	h, err := wire(opened, files.NewMemory(), cheap, nil)
	require.NoError(t, err)
	h.directory.Key = make([]byte, 32)
	require.NoError(t, openAccounts(t.Context(), h))
	var mu sync.Mutex
	say := func(l lettered) {
		line, err := json.Marshal(l)
		if err != nil {
			panic(err)
		}
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(os.Stdout, "%s\n", line)
	}
	var all sync.WaitGroup
	for _, id := range crashAccounts {
		all.Go(func() {
			// Each has a clock of their own, a day on after each password.
			own := *h
			d := &identity.Directory{Store: h.directory.Store, Flows: h.directory.Flows, Hasher: cheap, Key: h.directory.Key}
			start, looks := today.AddDate(0, 0, 1000*round), 0
			d.Now = func() time.Time { looks++; return start.Add(time.Duration(looks) * 2 * time.Minute) }
			own.directory = d
			err := links(t.Context(), &own, id, round, func(l lettered) {
				if l.Kind == identity.PasswordChanged {
					start = start.AddDate(0, 0, 1)
				}
				say(l)
			})
			fmt.Fprintln(os.Stderr, id, err)
			os.Exit(3)
		})
	}
	all.Wait()
}

// crashIdentity starts the child, kills it in the middle, and returns what it had been
// told.
func crashIdentity(t *testing.T, url string, round int, draws chance) []lettered {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestIdentityCrashChild$", "-test.timeout=2m")
	child.Env = append(os.Environ(), childStore+"="+url, childRound+"="+strconv.Itoa(round))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	var all []lettered
	after, moment := 10+draws(30), time.Duration(draws(3000))*time.Microsecond
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var l lettered
		if json.Unmarshal(lines.Bytes(), &l) != nil {
			continue // cut short by the end
		}
		if all = append(all, l); len(all) == after {
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

// lettersSurvive kills a process while people link their accounts, again and again. From
// another process, each time: there is a letter for every change, and a change for every
// letter; what was acknowledged is there.
func lettersSurvive(t *testing.T, url string) {
	t.Helper()
	draws, told, counted := chance(seeded(23)), []lettered(nil), map[identity.MessageKind]int{}
	for round := range 5 {
		told = append(told, crashIdentity(t, url, round+1, draws)...)
		h := lifeHouse(t, url)
		all, err := h.store.Outbox().Messages(t.Context(), demoOrganisation, 100_000)
		require.NoError(t, err)
		letters := map[string]identity.Message{}
		changed := map[identity.AccountID]int64{}
		latest := map[identity.AccountID]identity.Message{}
		for _, m := range all {
			letters[m.ID] = m
			switch m.Kind { //nolint:exhaustive // what is written here
			case identity.PasswordChanged:
				changed[identity.AccountID(m.Values["account"])]++
			case identity.TemporaryPassword:
				if id := identity.AccountID(m.Member); latest[id].Written.Before(m.Written) {
					latest[id] = m
				}
			}
		}
		for _, id := range crashAccounts {
			a, err := h.store.Identity().Account(t.Context(), demoOrganisation, id)
			require.NoError(t, err)
			require.Equal(t, a.Epoch, changed[id], "a letter for each password of %s", id)
			if a.Temporary != nil {
				require.True(t, a.Temporary.Is(latest[id].Secret), "the temporary password of %s is that of the letter", id)
			}
		}
		flows, err := h.store.Flows().Remembered(t.Context(), demoOrganisation)
		require.NoError(t, err)
		for _, f := range flows {
			for n := 1; n <= f.Sends; n++ {
				require.Contains(t, letters, fmt.Sprintf("code-%.24s-%d", f.ID, n))
			}
		}
		last := map[identity.AccountID]lettered{}
		for _, l := range told {
			switch l.Kind { //nolint:exhaustive // what was acknowledged
			case identity.LinkingCode:
				require.Contains(t, letters, fmt.Sprintf("code-%.24s-1", l.Flow))
			case identity.PasswordChanged:
				require.Contains(t, letters, fmt.Sprintf("password-%s-%d", l.Account, l.Epoch))
				last[l.Account] = l
			}
		}
		for id, l := range last {
			a, err := h.store.Identity().Account(t.Context(), demoOrganisation, id)
			require.NoError(t, err)
			require.LessOrEqual(t, l.Epoch, a.Epoch)
			if l.Epoch == a.Epoch {
				right, err := cheap.Verify(l.Password, a.Hash)
				require.NoError(t, err)
				require.True(t, right, "the password that was acknowledged opens the account")
			}
		}
	}
	for _, l := range told {
		counted[l.Kind]++
	}
	for _, kind := range []identity.MessageKind{identity.LinkingCode, identity.TemporaryPassword, identity.PasswordChanged} {
		require.Positive(t, counted[kind], kind)
	}
}

func TestCrash_SQLiteLosesNoLetter(t *testing.T) {
	lettersSurvive(t, "sqlite:"+filepath.Join(t.TempDir(), "identity.db"))
}

func TestCrash_PostgreSQLLosesNoLetter(t *testing.T) { lettersSurvive(t, pgtest.DSN(t)) }
