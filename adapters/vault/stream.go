package vault

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A sealed document is a line that says that it is one, the line of an envelope without
// a text, a salt, then chunks. Each document has a key of its own, derived from the
// subject's with the salt, and each chunk its number, and whether it is the last one, as
// its nonce: chunks that are missing, added or in another order do not open. That is
// the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár (CRYPTO 2015), as
// age writes its files.
const (
	magic      = "goodstanding sealed document 1\n"
	saltLength = 32
	chunk      = 64 << 10
	overhead   = 16
)

// longestHead is the longest line that may name a key.
const longestHead = 4096

// chunks is the state that both ends share.
type chunks struct {
	aead   cipher.AEAD
	number uint64
}

func newChunks(secret, salt, bound []byte) (*chunks, error) {
	key, err := hkdf.Key(sha256.New, secret, salt, string(bound), keyLength)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &chunks{aead: aead}, err
}

// nonce returns that of the next chunk: eight bytes of its number, three of nothing,
// and one for the last.
func (c *chunks) nonce(last bool) []byte {
	nonce := make([]byte, c.aead.NonceSize())
	binary.BigEndian.PutUint64(nonce, c.number)
	if last {
		nonce[len(nonce)-1] = 1
	}
	c.number++
	return nonce
}

// sealing reads a content sealed.
type sealing struct {
	*chunks
	from  io.Reader
	plain []byte // what was read of from and not sealed yet
	ready []byte // what is sealed and not read yet
	ended bool
}

// newSealing returns the content sealed under a key for a document's row.
func newSealing(k opened, of row, content io.Reader) (io.Reader, error) {
	head, err := envelope{Sealed: format, Subject: k.Subject, Class: k.Class, Generation: k.generation}.text()
	if err != nil {
		return nil, err
	}
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails: the program ends instead
	c, err := newChunks(k.secret, salt, of.bound(k.KeyID, k.generation))
	if err != nil {
		return nil, err
	}
	before := bytes.Join([][]byte{[]byte(magic), head, []byte("\n"), salt}, nil)
	return &sealing{chunks: c, from: content, ready: before, plain: make([]byte, 0, chunk+1)}, nil
}

// Read seals a chunk once it knows whether another one follows.
func (s *sealing) Read(p []byte) (int, error) {
	for len(s.ready) == 0 {
		if s.ended {
			return 0, io.EOF
		}
		n, err := io.ReadFull(s.from, s.plain[len(s.plain):chunk+1])
		s.plain = s.plain[:len(s.plain)+n]
		s.ended = errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !s.ended {
			return 0, err
		}
		whole := min(len(s.plain), chunk)
		s.ready = s.aead.Seal(nil, s.nonce(s.ended), s.plain[:whole], nil)
		s.plain = append(s.plain[:0], s.plain[whole:]...)
	}
	n := copy(p, s.ready)
	s.ready = s.ready[n:]
	return n, nil
}

// opening reads what [sealing] gave.
type opening struct {
	*chunks
	from   io.Reader
	kept   []byte // what was read of from and not opened yet
	ready  []byte // what is opened and not read yet
	ended  bool
	failed error
}

// readHead reads a document up to its chunks: the envelope that names the key, and the
// salt.
func readHead(from io.Reader) (envelope, []byte, error) {
	line := make([]byte, 0, 256)
	one := make([]byte, 1)
	for {
		if _, err := io.ReadFull(from, one); err != nil || len(line) == longestHead {
			return envelope{}, nil, fmt.Errorf("%w: a document without its head", ErrDamaged)
		}
		if one[0] == '\n' {
			break
		}
		line = append(line, one[0])
	}
	e, err := readEnvelope(line)
	if err != nil {
		return envelope{}, nil, err
	}
	salt := make([]byte, saltLength)
	if _, err := io.ReadFull(from, salt); err != nil {
		return envelope{}, nil, fmt.Errorf("%w: a document without its salt", ErrDamaged)
	}
	return e, salt, nil
}

// Read opens a chunk once it knows whether another one follows.
func (o *opening) Read(p []byte) (int, error) {
	for len(o.ready) == 0 {
		if o.failed != nil {
			return 0, o.failed
		}
		if o.ended {
			return 0, io.EOF
		}
		o.ready, o.failed = o.next()
	}
	n := copy(p, o.ready)
	o.ready = o.ready[n:]
	return n, nil
}

func (o *opening) next() ([]byte, error) {
	const sealed = chunk + overhead
	n, err := io.ReadFull(o.from, o.kept[len(o.kept):sealed+1])
	o.kept = o.kept[:len(o.kept)+n]
	o.ended = errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	if err != nil && !o.ended {
		return nil, err
	}
	whole := min(len(o.kept), sealed)
	text, err := o.aead.Open(nil, o.nonce(o.ended), o.kept[:whole], nil)
	if err != nil {
		return nil, fmt.Errorf("%w: a document", ErrDamaged)
	}
	o.kept = append(o.kept[:0], o.kept[whole:]...)
	return text, nil
}
