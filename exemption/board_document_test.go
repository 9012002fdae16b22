package exemption_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// sumABC is the SHA-256 of "%PDF-abc", by sha256sum.
const sumABC = "1e8a7587529cc956d46dea481f38c623395a879a1179c277f476a9cdb88a540d"

func TestP44_AttachKeepsTheDocument(t *testing.T) {
	b := open(t)
	r, err := b.Begin(t.Context(), emma, "m-1", "r1")
	require.NoError(t, err)
	r = b.attach(t, r, `C:\Users\Emma\Billet médical.PDF`, "%PDF-abc")
	require.Len(t, r.Documents, 1)
	d := r.Documents[0]
	require.True(t, identity.WellFormed(d.ID))
	require.Equal(t, hours.Document{
		ID: d.ID, Name: "Billet médical.PDF", Type: "application/pdf", Size: 8, SHA256: sumABC, Added: noon,
	}, d)
	b.stored(t, r)
	opened, content, err := b.Open(t.Context(), emma, "m-1", "r1", d.ID)
	require.NoError(t, err)
	require.Equal(t, d, opened)
	all, err := io.ReadAll(content)
	require.NoError(t, err)
	require.Equal(t, "%PDF-abc", string(all))
}

func TestP44_RemoveDeletesTheContent(t *testing.T) {
	b := open(t)
	r := b.attach(t, b.draft(t), "second.png", png)
	first, second := r.Documents[0].ID, r.Documents[1].ID
	r, err := b.Remove(t.Context(), emma, "m-1", "r1", r.Version, first)
	require.NoError(t, err)
	require.Len(t, r.Documents, 1)
	require.Equal(t, second, r.Documents[0].ID)
	require.Equal(t, 1, b.documents.Len())
	require.Equal(t, png, b.content(t, emma, r, second))
	_, _, err = b.Open(t.Context(), emma, "m-1", "r1", first)
	require.ErrorIs(t, err, exemption.ErrNotFound)
	_, err = b.Remove(t.Context(), emma, "m-1", "r1", r.Version, first)
	require.ErrorIs(t, err, exemption.ErrNotFound)
	b.stored(t, r)
}

// of returns a PDF of that many bytes.
func of(size int) io.Reader {
	return io.MultiReader(strings.NewReader("%PDF-"), io.LimitReader(zeros{}, int64(size-5)))
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestP44_NothingIsKeptOfWhatIsRefused(t *testing.T) {
	broken := errors.New("the connection broke")
	for name, c := range map[string]struct {
		name    string
		content io.Reader
		err     error
	}{
		"empty":              {"a.pdf", strings.NewReader(""), hours.ErrDocumentEmpty},
		"of another type":    {"a.txt", strings.NewReader("Bonjour"), hours.ErrDocumentType},
		"disguised":          {"a.pdf", strings.NewReader("MZ\x90"), hours.ErrDocumentDisguised},
		"a byte too big":     {"a.pdf", of(hours.LargestDocument + 1), hours.ErrDocumentTooBig},
		"endless":            {"a.pdf", io.MultiReader(strings.NewReader("%PDF-"), zeros{}), hours.ErrDocumentTooBig},
		"broken at once":     {"a.pdf", iotest.ErrReader(broken), broken},
		"broken in the head": {"a.pdf", io.MultiReader(strings.NewReader("%PDF-"), iotest.ErrReader(broken)), broken},
		"broken later on":    {"a.pdf", io.MultiReader(of(10_000), iotest.ErrReader(broken)), broken},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			r := b.draft(t)
			_, err := b.Attach(t.Context(), emma, "m-1", "r1", r.Version, c.name, c.content)
			require.ErrorIs(t, err, c.err)
			b.stored(t, r)
			require.Equal(t, 1, b.documents.Len())
		})
	}
}

func TestP44_TheLargestDocumentIsTaken(t *testing.T) {
	b := open(t)
	r, err := b.Attach(t.Context(), emma, "m-1", "r1", b.draft(t).Version, "a.pdf", of(hours.LargestDocument))
	require.NoError(t, err)
	require.Equal(t, int64(10<<20), r.Documents[1].Size)
}

func TestP44_TooManyDocuments(t *testing.T) {
	b := open(t)
	r := b.draft(t)
	for i := len(r.Documents); i < hours.MostDocuments; i++ {
		r = b.attach(t, r, fmt.Sprintf("%d.png", i), png)
	}
	require.Len(t, r.Documents, 10)
	_, err := b.Attach(t.Context(), emma, "m-1", "r1", r.Version, "more.pdf", strings.NewReader(pdf))
	require.ErrorIs(t, err, hours.ErrTooManyDocuments)
	b.stored(t, r)
	require.Equal(t, 10, b.documents.Len())
}

// untouched fails the test when it is read.
type untouched struct{ t *testing.T }

func (u untouched) Read([]byte) (int, error) {
	u.t.Error("what cannot be attached was read")
	return 0, io.EOF
}

func TestP50_NothingIsAttachedToWhatIsSubmitted(t *testing.T) {
	b := open(t)
	r := b.submitted(t)
	_, err := b.Attach(t.Context(), emma, "m-1", "r1", r.Version, "late.pdf", untouched{t})
	require.ErrorIs(t, err, exemption.ErrProcessed)
	_, err = b.Attach(t.Context(), emma, "m-1", "none", 1, "late.pdf", untouched{t})
	require.ErrorIs(t, err, exemption.ErrNotFound)
	_, err = b.Attach(t.Context(), staff, "m-1", "r1", r.Version, "late.pdf", untouched{t})
	require.ErrorIs(t, err, identity.ErrForbidden)
	b.stored(t, r)
	require.Equal(t, 1, b.documents.Len())
}

func TestPageThatIsBehindAttachesNothing(t *testing.T) {
	b := open(t)
	r := b.draft(t)
	_, err := b.Attach(t.Context(), emma, "m-1", "r1", r.Version-1, "a.pdf", untouched{t})
	require.ErrorIs(t, err, exemption.ErrStale)
	b.stored(t, r)
}

func TestOfTwoPagesThatAttachAtOnceOneWins(t *testing.T) {
	b := open(t)
	r := b.draft(t)
	var both sync.WaitGroup
	failed := make([]error, 2)
	for i := range failed {
		both.Go(func() {
			_, failed[i] = b.Attach(t.Context(), emma, "m-1", "r1", r.Version, "a.png", strings.NewReader(png))
		})
	}
	both.Wait()
	require.ErrorIs(t, errors.Join(failed...), exemption.ErrStale)
	require.True(t, failed[0] == nil || failed[1] == nil)
	after, err := b.Request(t.Context(), emma, "m-1", "r1")
	require.NoError(t, err)
	require.Len(t, after.Documents, 2)
	require.Equal(t, 2, b.documents.Len())
}

// late stores nothing: the person leaves while the change is being written.
type late struct {
	exemption.Store
	leave context.CancelFunc
}

func (l late) Change(ctx context.Context, _ exemption.Key, _ func(exemption.Request) (exemption.Request, hours.Telling, error)) (exemption.Request, error) {
	l.leave()
	return exemption.Request{}, ctx.Err()
}

func TestNothingIsKeptWhenThePersonLeaves(t *testing.T) {
	b := open(t)
	r := b.draft(t)
	ctx, leave := context.WithCancel(t.Context())
	b.Store = late{b.Store, leave}
	_, err := b.Attach(ctx, emma, "m-1", "r1", r.Version, "a.pdf", strings.NewReader(pdf))
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 1, b.documents.Len())
}

// hasty stores the change, and then the connection breaks before it can say so.
type hasty struct{ exemption.Store }

var errBroken = errors.New("the connection broke")

func (h hasty) Change(ctx context.Context, key exemption.Key, fn func(exemption.Request) (exemption.Request, hours.Telling, error)) (exemption.Request, error) {
	_, err := h.Store.Change(ctx, key, fn)
	return exemption.Request{}, errors.Join(errBroken, err)
}

func TestTheContentStaysWhenTheRequestHoldsTheDocumentAllTheSame(t *testing.T) {
	b := open(t)
	r := b.draft(t)
	b.Store = hasty{b.Store}
	_, err := b.Attach(t.Context(), emma, "m-1", "r1", r.Version, "a.pdf", strings.NewReader(pdf))
	require.ErrorIs(t, err, errBroken)
	after, err := b.Request(t.Context(), emma, "m-1", "r1")
	require.NoError(t, err)
	require.Len(t, after.Documents, 2)
	require.Equal(t, pdf, b.content(t, emma, after, after.Documents[1].ID))
}
