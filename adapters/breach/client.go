package breach

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Public is the public list.
const Public = "https://api.pwnedpasswords.com"

// The defaults and bounds of a [Client].
const (
	// DefaultTimeout is how long a person waits for the list at most.
	DefaultTimeout = 3 * time.Second
	// DefaultLife is how long an answer is kept. The list changes a few times a year.
	DefaultLife = time.Hour
	// MostKept is how many answers are kept, some 20,000 bytes each; the oldest go.
	MostKept = 100
)

// Client asks a list over HTTP. It implements identity.BlockList, and may be used by any
// number of goroutines. URL is required.
type Client struct {
	// URL is the address of the list, such as [Public]: what stands before "/range/".
	URL string
	// HTTP makes the requests; nil is a client of this package that follows no redirect.
	HTTP *http.Client
	// Timeout bounds a request, and Life how long its answer is kept; zero are the
	// defaults, and a Life below zero keeps nothing.
	Timeout, Life time.Duration
	// Now returns the present instant; nil is [time.Now].
	Now func() time.Time
	// Log is told why the list did not answer; nil tells nobody.
	Log *slog.Logger

	mu    sync.Mutex
	kept  map[string]keptAnswer
	order []string // the oldest first
}

type keptAnswer struct {
	answer
	until time.Time
}

// direct follows no redirect: another address is not the list that was named.
var direct = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// Listed reports that the password is on the list. Of the password, five digits of its
// SHA-1 leave this process. The error is [ErrRange], or that of the request; it tells
// nothing of the password, not even those digits.
func (c *Client) Listed(ctx context.Context, password string) (bool, error) {
	d := digestOf(password)
	if a, ok := c.recall(d.prefix()); ok {
		return a.has(d), nil
	}
	a, err := c.ask(ctx, d.prefix())
	if err != nil {
		if c.Log != nil {
			c.Log.WarnContext(ctx, "breach: the list did not answer", "error", err)
		}
		return false, err
	}
	c.keep(d.prefix(), a)
	return a.has(d), nil
}

func (c *Client) ask(ctx context.Context, prefix string) (answer, error) {
	timeout := c.Timeout
	if timeout == 0 {
		timeout = DefaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(c.URL, "/")+"/range/"+prefix, nil)
	if err != nil {
		return nil, without(err)
	}
	request.Header.Set("Add-Padding", "true")
	request.Header.Set("User-Agent", "goodstanding")
	by := c.HTTP
	if by == nil {
		by = direct
	}
	response, err := by.Do(request)
	if err != nil {
		return nil, without(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: status %d", ErrRange, response.StatusCode)
	}
	a, err := parse(response.Body, prefix)
	return a, without(err)
}

// without returns the error without the address, which holds the digits.
func without(err error) error {
	if wrong := (*url.Error)(nil); errors.As(err, &wrong) {
		return fmt.Errorf("breach: %w", wrong.Err)
	}
	return err
}

func (c *Client) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

// recall returns the answer that is kept of a prefix.
func (c *Client) recall(prefix string) (answer, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.kept[prefix]
	return k.answer, ok && c.now().Before(k.until)
}

// keep keeps an answer, in the place of the oldest when there are too many.
func (c *Client) keep(prefix string, a answer) {
	life := c.Life
	if life == 0 {
		life = DefaultLife
	}
	if life < 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[string]keptAnswer{}
	}
	if _, again := c.kept[prefix]; !again {
		if len(c.order) == MostKept {
			delete(c.kept, c.order[0])
			c.order = c.order[1:]
		}
		c.order = append(c.order, prefix)
	}
	c.kept[prefix] = keptAnswer{a, c.now().Add(life)}
}
