package privacy

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// LeafLinks is how many links a leaf of the chain has.
const LeafLinks = 64

// Link is one thing that was done, as the audit chain keeps it for good: who, when, what,
// under which articles, and a commitment to the rest. The rest is a [Trace] in the file
// of the person whom it is about, and goes with it: what stays here tells nothing of
// anybody but who acted, and the chain verifies all the same.
type Link struct {
	// Seq is 1 for the first of the organisation, without a gap.
	Seq      int64              `json:"seq"`
	At       time.Time          `json:"at"`
	Account  identity.AccountID `json:"account"`
	Did      Deed               `json:"did"`
	Articles []ArticleID        `json:"articles,omitempty"`
	// Commitment is [Trace.Commitment], in hexadecimal. It tells nothing without the
	// trace's nonce.
	Commitment string `json:"commitment"`
	// Hash is over the link and the hash of the one before, in hexadecimal.
	Hash string `json:"hash"`
}

// Chain is the latest links of an organisation's audit chain. Those before are in leaves
// of [LeafLinks] links each, so that to add one writes little however long the chain is.
// The zero value with its key is an empty chain.
type Chain struct {
	Org identity.OrganisationID `json:"org"`
	// Leaves is how many leaves come before, and Base the hash of the last link of them.
	Leaves int64  `json:"leaves"`
	Base   string `json:"base"`
	Links  []Link `json:"links"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// Leaf is LeafLinks links that are never changed any more.
type Leaf struct {
	Org     identity.OrganisationID `json:"org"`
	Number  int64                   `json:"number"`
	Base    string                  `json:"base"`
	Links   []Link                  `json:"links"`
	Version int64                   `json:"version"`
}

// Full reports that the links are to be kept as a leaf before another is added.
func (c Chain) Full() bool { return len(c.Links) >= LeafLinks }

// Leaf returns the leaf that the links of a full chain make.
func (c Chain) Leaf() Leaf {
	return Leaf{Org: c.Org, Number: c.Leaves, Base: c.Base, Links: slices.Clone(c.Links)}
}

// Turned returns the chain once its leaf is kept.
func (c Chain) Turned() Chain {
	c.Leaves, c.Base, c.Links = c.Leaves+1, c.last(), nil
	return c
}

// Append returns the chain with a link more, which has its place and its hash.
func (c Chain) Append(l Link) (Chain, Link) {
	l.Seq = c.Leaves*LeafLinks + int64(len(c.Links)) + 1
	l.Hash = l.hash(c.Org, c.last())
	c.Links = append(slices.Clone(c.Links), l)
	return c, l
}

// last returns the hash of the latest link; empty for an empty chain.
func (c Chain) last() string {
	if len(c.Links) == 0 {
		return c.Base
	}
	return c.Links[len(c.Links)-1].Hash
}

// hash is SHA-256 over every field, each after its length, so that no two links write
// the same bytes.
func (l Link) hash(org identity.OrganisationID, before string) string {
	fields := []string{
		before, string(org), strconv.FormatInt(l.Seq, 10), l.At.UTC().Format(time.RFC3339Nano), string(l.Account), string(l.Did), l.Commitment,
		strconv.Itoa(len(l.Articles)),
	}
	for _, a := range l.Articles {
		fields = append(fields, string(a))
	}
	return digest(fields)
}

// digest is SHA-256 over fields, each after its length in 8 bytes, in hexadecimal.
func digest(fields []string) string {
	sum := sha256.New()
	for _, f := range fields {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(f)))
		sum.Write(length[:])
		sum.Write([]byte(f))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Follow verifies that a leaf comes after the links that were verified before: number
// says how many leaves those were, and base is their last hash. It returns the hash of
// its own last link. The error wraps [ErrBrokenChain] and names the place.
func (f Leaf) Follow(number int64, base string) (string, error) {
	if f.Number != number || f.Base != base || len(f.Links) != LeafLinks {
		return "", fmt.Errorf("%w: leaf %d is not after the %d before", ErrBrokenChain, f.Number, number)
	}
	return follow(f.Org, f.Links, number*LeafLinks, base)
}

// Follow verifies the latest links after as many leaves, in the same way.
func (c Chain) Follow(number int64, base string) (string, error) {
	if c.Leaves != number || c.Base != base || len(c.Links) > LeafLinks {
		return "", fmt.Errorf("%w: the latest links are not after %d leaves", ErrBrokenChain, number)
	}
	return follow(c.Org, c.Links, number*LeafLinks, base)
}

func follow(org identity.OrganisationID, links []Link, seq int64, base string) (string, error) {
	for _, l := range links {
		seq++
		if l.Seq != seq || l.Hash != l.hash(org, base) {
			return "", fmt.Errorf("%w: at link %d", ErrBrokenChain, seq)
		}
		base = l.Hash
	}
	return base, nil
}
