// Package breach asks whether a password was found in breaches of other systems, without
// telling anybody the password: of the SHA-1 of the password, the first five hexadecimal
// digits are named, and the list answers with all that it has under them (k-anonymity,
// the range format of Have I Been Pwned).
//
// [Client] asks over HTTP, the public list or one's own; [Folder] reads the same files
// from a folder, for whoever may not call out. Both implement identity.BlockList.
package breach

import (
	"bufio"
	"bytes"
	"crypto/sha1" //nolint:gosec // the list is by SHA-1; nothing rests on it
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
)

// ErrRange says that what was answered is not a range of the list, or is too long to be
// one. Nothing is known of the password then; compare with [errors.Is].
var ErrRange = errors.New("breach: not a range of the list")

// MostRange bounds what is read of a range, in bytes. The ranges of the public list have
// some 40,000 (about 1,000 rows, with padding).
const MostRange = 1 << 20

// prefixDigits is how many digits are told.
const prefixDigits = 5

// digest is the SHA-1 of a password.
type digest [sha1.Size]byte

func digestOf(password string) digest { return sha1.Sum([]byte(password)) } //nolint:gosec // as above

// prefix returns what is told of a digest.
func (d digest) prefix() string { return strings.ToUpper(hex.EncodeToString(d[:]))[:prefixDigits] }

// answer is what the list has under a prefix, in order.
type answer []digest

func (a answer) has(d digest) bool {
	_, found := slices.BinarySearchFunc(a, d, compare)
	return found
}

func compare(a, b digest) int { return bytes.Compare(a[:], b[:]) }

// parse reads the range of a prefix: rows of the 35 digits that follow it, and after a
// colon how often the password was seen. A row without a count was; one that was seen 0
// times is padding, there to hide how long the range is. The error is [ErrRange] for
// anything else: the page of a proxy that answers in the place of the list is no pass.
// So is a range without a row, which the list does not have.
func parse(from io.Reader, prefix string) (answer, error) {
	bounded := &io.LimitedReader{R: from, N: MostRange + 1}
	rows := bufio.NewScanner(bounded)
	var all answer
	some := false
	for rows.Scan() {
		suffix, count, counted := strings.Cut(rows.Text(), ":")
		whole, err := hex.DecodeString(prefix + suffix)
		if err != nil || len(whole) != sha1.Size || counted && !digits(count) {
			return nil, ErrRange
		}
		some = true
		if !counted || strings.Trim(count, "0") != "" {
			all = append(all, digest(whole))
		}
	}
	switch {
	case errors.Is(rows.Err(), bufio.ErrTooLong):
		return nil, ErrRange
	case rows.Err() != nil:
		return nil, rows.Err()
	case !some || bounded.N == 0:
		return nil, ErrRange
	}
	slices.SortFunc(all, compare)
	return all, nil
}

func digits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
