package breach_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/breach"
)

// list is a list over HTTP that keeps what it was asked.
type list struct {
	mu     sync.Mutex
	asked  []*http.Request
	answer http.HandlerFunc
}

func (l *list) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	l.asked = append(l.asked, r)
	l.mu.Unlock()
	l.answer(w, r)
}

// requests returns what the list was asked so far.
func (l *list) requests() []*http.Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.asked
}

func rows(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
}

func serve(t *testing.T, answer http.HandlerFunc) (*list, *breach.Client) {
	t.Helper()
	l := &list{answer: answer}
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	return l, &breach.Client{URL: server.URL}
}

// k-anonymity: five digits of the SHA-1 leave, and nothing else of the password; padding
// is asked for.
func TestClient_TellsFiveDigits(t *testing.T) {
	for _, end := range []string{"", "/"} {
		l, c := serve(t, rows(suffix+":3861493\r\n"))
		c.URL += end
		listed, err := c.Listed(t.Context(), "password")
		require.NoError(t, err)
		require.True(t, listed)
		require.Len(t, l.requests(), 1)
		r := l.requests()[0]
		require.Equal(t, http.MethodGet, r.Method)
		require.Equal(t, "/range/5BAA6", r.RequestURI)
		require.Equal(t, "true", r.Header.Get("Add-Padding"))
		require.NotEmpty(t, r.UserAgent())
		require.Zero(t, r.ContentLength)
		told := fmt.Sprint(r.RequestURI, r.Header)
		require.NotContains(t, told, "password")
		require.NotContains(t, told, suffix[:6])
	}
}

func TestClient_PasswordThatIsNotListed(t *testing.T) {
	_, c := serve(t, rows(other+":4\r\n"+suffix+":0\r\n"))
	listed, err := c.Listed(t.Context(), "password")
	require.NoError(t, err)
	require.False(t, listed)
}

// checklist 38: whatever keeps the list from answering is an error, told to the log, and
// neither holds any of the password.
func TestClient_OutageIsAnError(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"an error of the server": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, suffix, http.StatusInternalServerError) },
		"too many requests":      func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		"not found":              http.NotFound,
		"another status of success": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusAccepted)
			_, _ = io.WriteString(w, other+":1")
		},
		"no content":    func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
		"nothing":       func(http.ResponseWriter, *http.Request) {},
		"a page":        rows("<html>"),
		"another place": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) },
		"broken off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			rows(other+":1\r\n")(w, nil)
		},
		"never ends":     func(w http.ResponseWriter, r *http.Request) { endless(w, r) },
		"hangs up":       func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"does not start": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"does not end": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, other+":1\r\n")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
	} {
		t.Run(name, func(t *testing.T) {
			l, c := serve(t, answer)
			var log bytes.Buffer
			c.Timeout, c.Log = 200*time.Millisecond, slog.New(slog.NewTextHandler(&log, nil))
			listed, err := c.Listed(t.Context(), "password")
			require.Error(t, err)
			require.False(t, listed)
			require.Len(t, l.requests(), 1, "it is asked once, and no other address is")
			require.Contains(t, log.String(), "the list did not answer")
			for _, told := range []string{err.Error(), log.String()} {
				require.NotContains(t, told, prefix)
				require.NotContains(t, told, "password")
			}
			// An outage is not kept.
			_, err = c.Listed(t.Context(), "password")
			require.Error(t, err)
			require.Len(t, l.requests(), 2)
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		server := httptest.NewServer(http.NotFoundHandler())
		server.Close()
		_, err := (&breach.Client{URL: server.URL}).Listed(t.Context(), "password")
		require.Error(t, err)
		require.NotContains(t, err.Error(), prefix)
	})
	t.Run("an address that is none", func(t *testing.T) {
		_, err := (&breach.Client{URL: "http://[::1"}).Listed(t.Context(), "password")
		require.Error(t, err)
		require.NotContains(t, err.Error(), prefix)
	})
	t.Run("nobody waits any more", func(t *testing.T) {
		_, c := serve(t, rows(suffix))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := c.Listed(ctx, "password")
		require.ErrorIs(t, err, context.Canceled)
	})
}

// endless sends rows for as long as anybody reads.
func endless(w io.Writer, r *http.Request) {
	row := []byte(strings.Repeat(other+":1\r\n", 1000))
	for r.Context().Err() == nil {
		if _, err := w.Write(row); err != nil {
			return
		}
	}
}

// An answer is kept for its life, and a hundred of them at most.
func TestClient_KeepsAnswersForAWhile(t *testing.T) {
	l, c := serve(t, rows(other+":1"))
	now := time.Date(2026, time.November, 25, 12, 0, 0, 0, time.UTC)
	c.Now = func() time.Time { return now }
	ask := func(password string) {
		t.Helper()
		_, err := c.Listed(t.Context(), password)
		require.NoError(t, err)
	}
	ask("password")
	now = now.Add(breach.DefaultLife - 1)
	ask("password")
	require.Len(t, l.requests(), 1)
	now = now.Add(1)
	ask("password")
	require.Len(t, l.requests(), 2, "at the very end it is over")

	for i := range breach.MostKept {
		ask(fmt.Sprint(i)) // each under five digits of its own, or all but a few of 2^20
	}
	before := len(l.requests())
	ask(fmt.Sprint(breach.MostKept - 1))
	require.Len(t, l.requests(), before, "the latest is kept")
	ask("password")
	require.Len(t, l.requests(), before+1, "the oldest is not")

	c.Life = -1
	ask("nothing is kept")
	ask("nothing is kept")
	require.Len(t, l.requests(), before+3)
}

func TestClient_ManyAtOnce(t *testing.T) {
	_, c := serve(t, rows(suffix))
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			password := "password"
			if i%2 == 1 {
				password = fmt.Sprint(i)
			}
			listed, err := c.Listed(t.Context(), password)
			if err != nil || listed != (i%2 == 0) {
				t.Error(i, listed, err)
			}
		})
	}
	all.Wait()
}
