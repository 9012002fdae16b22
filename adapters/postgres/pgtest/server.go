package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// patience is how long the server may take to start.
const patience = time.Minute

// server is a throw-away PostgreSQL that listens on a socket of its folder and on
// no network.
type server struct {
	dsn    string
	folder string
	output bytes.Buffer
	cmd    *exec.Cmd
	ended  chan error
}

func newServer() (*server, error) {
	binaries, err := binaries()
	if err != nil {
		return nil, err
	}
	// Short, because the name of a socket may have a hundred characters or so.
	folder, err := os.MkdirTemp("", "pg")
	if err != nil {
		return nil, err
	}
	s := &server{folder: folder, ended: make(chan error, 1)}
	if err := s.start(binaries); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

func (s *server) start(binaries string) error {
	if err := owned(s.folder); err != nil {
		return err
	}
	data := filepath.Join(s.folder, "data")
	initdb := exec.Command(filepath.Join(binaries, "initdb"), "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync")
	initdb.Dir = s.folder
	if err := asOwner(initdb); err != nil {
		return err
	}
	if output, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, output)
	}
	// Nothing here has to survive a loss of power.
	s.cmd = exec.Command(filepath.Join(binaries, "postgres"), "-D", data, "-k", s.folder, "-h", "",
		"-F", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "max_connections=200")
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = s.folder, &s.output, &s.output
	if err := asOwner(s.cmd); err != nil {
		return err
	}
	begun := make(chan error)
	go func() {
		// The server ends with the thread that started it (see asOwner), which this
		// keeps until the end.
		runtime.LockOSThread()
		err := s.cmd.Start()
		begun <- err
		if err == nil {
			s.ended <- s.cmd.Wait()
		}
	}()
	if err := <-begun; err != nil {
		s.cmd = nil
		return err
	}
	s.dsn = "postgres://tests@/postgres?host=" + url.QueryEscape(s.folder)
	return s.answers()
}

// answers waits until the server does.
func (s *server) answers() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		c, err := pgx.Connect(ctx, s.dsn)
		if err == nil {
			return c.Close(ctx)
		}
		select {
		case ended := <-s.ended:
			s.cmd = nil
			return fmt.Errorf("the server ended: %w: %s", errors.Join(ended, err), s.output.String())
		case <-ctx.Done():
			return fmt.Errorf("the server does not answer: %w", err)
		case <-tick.C:
		}
	}
}

func (s *server) stop() {
	if s.cmd != nil && s.cmd.Process.Signal(os.Interrupt) == nil { // PostgreSQL's fast shutdown
		<-s.ended //nolint:errcheck // how a server that was told to end ended does not matter
	}
	_ = os.RemoveAll(s.folder) // a temporary folder: what stays is swept with the others
}

// binaries returns the folder of initdb and postgres: that of the path, or else
// the highest version where packages put them.
func binaries() (string, error) {
	if found, err := exec.LookPath("initdb"); err == nil {
		if target, err := filepath.EvalSymlinks(found); err == nil {
			found = target
		}
		if complete(filepath.Dir(found)) {
			return filepath.Dir(found), nil
		}
	}
	var found []string
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin"} {
		folders, err := filepath.Glob(pattern)
		if err != nil {
			return "", err
		}
		found = append(found, slices.DeleteFunc(folders, func(f string) bool { return !complete(f) })...)
	}
	if len(found) == 0 {
		return "", errors.New("neither initdb nor postgres was found")
	}
	return slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) }), nil
}

func complete(folder string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		if _, err := exec.LookPath(filepath.Join(folder, name)); err != nil {
			return false
		}
	}
	return true
}

// version returns the number in the name of a folder of binaries, 0 for none.
func version(folder string) int {
	name := filepath.Base(filepath.Dir(folder))
	n, err := strconv.Atoi(name[strings.LastIndexAny(name, "-@")+1:])
	if err != nil {
		return 0
	}
	return n
}
