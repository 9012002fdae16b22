package archive_test

import (
	"context"
	"io"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// vast opens documents of 50 MB that exist nowhere: they are made as they are read.
type vast struct {
	hours.Documents
	read *int64
}

const vastSize = 50 << 20

func (v vast) Open(context.Context, hours.DocumentKey) (io.ReadCloser, error) {
	return io.NopCloser(io.LimitReader(counting{v.read}, vastSize)), nil
}

type counting struct{ n *int64 }

func (c counting) Read(b []byte) (int, error) {
	*c.n += int64(len(b))
	return len(b), nil
}

// ahead notes how far reading was before writing.
type ahead struct {
	read          *int64
	written, most int64
}

func (a *ahead) Write(b []byte) (int, error) {
	a.written += int64(len(b))
	a.most = max(a.most, *a.read-a.written)
	return len(b), nil
}

// What is read of a document leaves before the rest is read, and a document of 50 MB
// asks for no more memory than one of a few bytes.
func TestDocumentsAreStreamed(t *testing.T) {
	h := memoryHouse(t)
	h.request(t, emma, "r-1", [2]string{"billet.pdf", pdf})
	var read int64
	h.Board.Documents = vast{h.Board.Documents, &read}
	f := h.file(t, emma, identity.French)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	w := &ahead{read: &read}
	require.NoError(t, f.Write(t.Context(), w))
	runtime.ReadMemStats(&after)
	require.GreaterOrEqual(t, w.written, int64(vastSize))
	require.Less(t, w.most, int64(1<<20), "read and not written yet")
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(10<<20), "allocated in all")
}
