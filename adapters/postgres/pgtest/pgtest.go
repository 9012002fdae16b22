// Package pgtest gives tests a PostgreSQL database: that of GOODSTANDING_POSTGRES
// when the variable is set, or else a server of their own, started from the
// binaries that are installed and thrown away at the end.
//
// Start with [DSN], and call [Stop] at the end of TestMain.
package pgtest

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Variable is the environment variable that holds the address of a database in
// which tests may create schemas. When it is set, a database that does not answer
// is a failure; otherwise a test without a server is skipped.
const Variable = "GOODSTANDING_POSTGRES"

// RequireAll is the environment variable that turns every skip for want of a
// server or a browser into a failure. CI sets it.
const RequireAll = "GOODSTANDING_REQUIRE_ALL"

// There is one server for a test binary: it takes a second to start.
var (
	mu      sync.Mutex
	started *server
	refusal error
)

// DSN returns the address of an empty schema of its own, which is dropped at the
// end of the test.
func DSN(t testing.TB) string {
	t.Helper()
	dsn := os.Getenv(Variable)
	if dsn == "" {
		s, err := start()
		if err != nil && os.Getenv(RequireAll) != "" {
			t.Fatalf("no PostgreSQL here, and %s is set: %v", RequireAll, err)
		}
		if err != nil {
			t.Skipf("no PostgreSQL here: set %s, or install its server: %v", Variable, err)
		}
		dsn = s.dsn
	}
	schema := "test_" + strings.ToLower(rand.Text())
	run(t.Context(), t, dsn, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { run(context.Background(), t, dsn, "DROP SCHEMA IF EXISTS "+schema+" CASCADE") })
	return within(t, dsn, schema)
}

// Stop stops the server that was started, if any, and deletes what it wrote.
func Stop() {
	mu.Lock()
	defer mu.Unlock()
	if started != nil {
		started.stop()
		started = nil
	}
}

func start() (*server, error) {
	mu.Lock()
	defer mu.Unlock()
	if started == nil && refusal == nil {
		started, refusal = newServer()
	}
	return started, refusal
}

func run(ctx context.Context, t testing.TB, dsn, statement string) {
	t.Helper()
	c, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatalf("pgtest: connect: %v", err)
	}
	defer func() { _ = c.Close(ctx) }()
	if _, err := c.Exec(ctx, statement); err != nil {
		t.Fatalf("pgtest: %s: %v", statement, err)
	}
}

// within returns the address with the schema as its search path.
func within(t testing.TB, dsn, schema string) string {
	t.Helper()
	if !strings.HasPrefix(dsn, "postgres://") && !strings.HasPrefix(dsn, "postgresql://") {
		return dsn + " search_path=" + schema
	}
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatalf("pgtest: %s: %v", Variable, err)
	}
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	return u.String()
}
