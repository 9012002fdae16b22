package files

import (
	"bytes"
	"context"
	"io"
	"sync"

	"github.com/goodstanding/goodstanding/hours"
)

// Memory keeps documents in memory, for as long as it lives itself. It is for any
// number of goroutines.
type Memory struct {
	mu   sync.Mutex
	kept map[hours.DocumentKey][]byte
}

// NewMemory returns a Memory that keeps nothing yet.
func NewMemory() *Memory {
	return &Memory{kept: map[hours.DocumentKey][]byte{}}
}

// Put implements hours.Documents.
func (m *Memory) Put(ctx context.Context, key hours.DocumentKey, content io.Reader) (size int64, sha256 string, err error) {
	if err := check(key); err != nil {
		return 0, "", err
	}
	var whole bytes.Buffer
	size, sha256, err = measure(ctx, &whole, content)
	if err != nil {
		return 0, "", err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[key] = whole.Bytes()
	return size, sha256, nil
}

// Open implements hours.Documents.
func (m *Memory) Open(ctx context.Context, key hours.DocumentKey) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	content, ok := m.kept[key]
	if !ok {
		return nil, hours.ErrNotFound
	}
	return io.NopCloser(bytes.NewReader(content)), nil
}

// Delete implements hours.Documents.
func (m *Memory) Delete(ctx context.Context, key hours.DocumentKey) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.kept, key)
	return nil
}

// Len returns how many documents are kept.
func (m *Memory) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.kept)
}
