package vault_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/vault"
	"github.com/goodstanding/goodstanding/identity"
)

const north identity.OrganisationID = "north"

// start is when the tests take place.
var start = time.Date(2026, time.November, 22, 15, 0, 0, 0, time.UTC)

// clock is a clock that tests set.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// clocked returns a vault over the keys with a clock of its own.
func clocked(t testing.TB, keys vault.Keys, c *clock) *vault.Vault {
	v := open(t, keys)
	v.Now = c.now
	return v
}

func id(subject vault.Subject, class string) vault.KeyID {
	return vault.KeyID{Org: north, Subject: subject, Class: class}
}

func TestSeal_WhatIsSealedIsReadBackAndTellsNothing(t *testing.T) {
	v := open(t, vault.KeysIn(memory.New()))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.Byte(), 12, 300).Draw(t, "text")
		row := []string{"records", "north", rapid.String().Draw(t, "id")}
		sealed, err := v.SealRow(context.Background(), id("member/m-1", "exemption"), row, text)
		require.NoError(t, err)
		require.True(t, json.Valid(sealed), "databases want JSON")
		require.False(t, bytes.Contains(sealed, text))
		again, err := v.SealRow(context.Background(), id("member/m-1", "exemption"), row, text)
		require.NoError(t, err)
		require.NotEqual(t, sealed, again, "nor that two bodies are the same")
		plain, err := v.OpenRow(context.Background(), north, row, sealed)
		require.NoError(t, err)
		require.Equal(t, text, plain)
	})
}

func TestOpen_WhatWasNeverSealedIsAsItIs(t *testing.T) {
	v := open(t, vault.KeysIn(memory.New()))
	for _, text := range []string{``, `{}`, `{"org":"north"}`, ` {"sealed":1}`, `{"seal":1}`} {
		plain, err := v.OpenRow(t.Context(), north, []string{"records"}, []byte(text))
		require.NoError(t, err)
		require.Equal(t, text, string(plain))
	}
}

// Nothing that is sealed opens in another row, under another subject, class or
// generation, or in another organisation: whatever of these is changed, by whoever
// writes into the store.
func TestOpen_NothingOpensElsewhere(t *testing.T) {
	v := open(t, vault.KeysIn(memory.New()))
	part := rapid.SampledFrom([]string{"a", "b", "ab", "", "a/b", "1"})
	place := rapid.Custom(func(t *rapid.T) [6]string {
		return [6]string{
			rapid.SampledFrom([]string{"north", "south"}).Draw(t, "org"),
			rapid.SampledFrom([]string{"member/a", "member/b", "account/a"}).Draw(t, "subject"),
			rapid.SampledFrom([]string{"roll", "exam"}).Draw(t, "class"),
			rapid.SampledFrom([]string{"records", "members"}).Draw(t, "table"),
			part.Draw(t, "member"), part.Draw(t, "record"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		from, to := place.Draw(t, "from"), place.Draw(t, "to")
		seal := func(at [6]string) []byte {
			sealed, err := v.SealRow(ctx, vault.KeyID{Org: identity.OrganisationID(at[0]), Subject: vault.Subject(at[1]), Class: at[2]}, at[3:], []byte("words"))
			require.NoError(t, err)
			return sealed
		}
		moved := seal(from)
		// The envelope names the place to which it was moved.
		var e map[string]any
		require.NoError(t, json.Unmarshal(moved, &e))
		e["subject"], e["retention"] = to[1], to[2]
		renamed, err := json.Marshal(e)
		require.NoError(t, err)
		renamed = append([]byte(`{"sealed":1,`), bytes.Replace(renamed[1:], []byte(`,"sealed":1`), nil, 1)...)
		_ = seal(to) // so that there is a key there
		plain, err := v.OpenRow(ctx, identity.OrganisationID(to[0]), to[3:], renamed)
		if from == to {
			require.NoError(t, err)
			require.Equal(t, "words", string(plain))
			return
		}
		require.ErrorIs(t, err, vault.ErrDamaged)
		require.Nil(t, plain)
	})
}

// Parts that are written one after the other are not the same parts in another way.
func TestOpen_PartsOfARowDoNotRunTogether(t *testing.T) {
	v := open(t, vault.KeysIn(memory.New()))
	sealed, err := v.SealRow(t.Context(), id("member/a", "roll"), []string{"records", "ab", "c"}, []byte("words"))
	require.NoError(t, err)
	for _, row := range [][]string{{"records", "a", "bc"}, {"records", "abc"}, {"records", "ab", "c", ""}, {"recordsab", "c"}} {
		_, err := v.OpenRow(t.Context(), north, row, sealed)
		require.ErrorIs(t, err, vault.ErrDamaged, "%q", row)
	}
}

func TestOpen_AByteThatIsChangedIsRefused(t *testing.T) {
	v := open(t, vault.KeysIn(memory.New()))
	row := []string{"records", "north"}
	sealed, err := v.SealRow(t.Context(), id("member/a", "roll"), row, []byte("words"))
	require.NoError(t, err)
	for i := range sealed {
		for _, bit := range []byte{1, 2, 128} {
			changed := bytes.Clone(sealed)
			changed[i] ^= bit
			plain, err := v.OpenRow(t.Context(), north, row, changed)
			if err == nil {
				// The mark itself is gone, so that it is no envelope any more, or the name of a
				// member has another case, which is the same name to JSON.
				require.True(t, bytes.Equal(plain, changed) || string(plain) == "words", "byte %d", i)
				require.False(t, bytes.Equal(plain, changed) && bytes.HasPrefix(changed, []byte(`{"sealed":`)))
				continue
			}
			require.True(t, errors.Is(err, vault.ErrDamaged) || errors.Is(err, vault.ErrNoKey), "byte %d: %v", i, err)
			require.NotContains(t, err.Error(), "words")
		}
	}
}

func FuzzEnvelope(f *testing.F) {
	good, err := vault.WriteEnvelope("member/m-1", "roll", 3, []byte("bytes"))
	require.NoError(f, err)
	f.Add(good)
	f.Add([]byte(`{"sealed": 1, "subject": "member/m-1", "retention": "roll", "ciphertext": "Ynl0ZXM=", "generation": 3}`)) // as PostgreSQL writes it
	f.Add([]byte(`{"sealed":1}`))
	f.Add([]byte(`{"sealed":2,"subject":"a","retention":"b","ciphertext":"","generation":1}`))
	f.Add([]byte(`{"sealed":1,"subject":"a","retention":"b","ciphertext":"","generation":-1}`))
	f.Add([]byte(`{"sealed":1,"subject":"a","retention":"b","ciphertext":"","generation":1}{`))
	f.Add([]byte(`{"sealed":1,"subject":"member/\u00e9","retention":"b","ciphertext":"YQ==","generation":1}`))
	f.Add([]byte(`{"sealed":01,"subject":"a","retention":"b","ciphertext":"YQ==","generation":1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		// What is read the fast way is what JSON says.
		if sealed, subject, class, ciphertext, generation, ok := vault.ScanEnvelope(text); ok {
			var e struct {
				Sealed     int           `json:"sealed"`
				Subject    vault.Subject `json:"subject"`
				Retention  string        `json:"retention"`
				Ciphertext []byte        `json:"ciphertext"`
				Generation int           `json:"generation"`
			}
			require.NoError(t, json.Unmarshal(text, &e))
			require.Equal(t, []any{e.Sealed, e.Subject, e.Retention, e.Generation}, []any{sealed, subject, class, generation})
			require.True(t, bytes.Equal(e.Ciphertext, ciphertext))
		}
		is, subject, class, generation, err := vault.ReadEnvelope(text)
		if err != nil {
			require.ErrorIs(t, err, vault.ErrDamaged)
			return
		}
		require.NotEmpty(t, subject)
		require.NotEmpty(t, class)
		require.Positive(t, generation)
		_ = is
		// Nothing that anybody writes opens without the key that sealed it.
		v := open(t, vault.KeysIn(memory.New()))
		if plain, err := v.OpenRow(t.Context(), north, []string{"records"}, text); is {
			require.Error(t, err)
			require.Nil(t, plain)
		}
	})
}

func TestShred_WhatWasSealedIsGoneAndTheRestStays(t *testing.T) {
	c := &clock{start}
	v := clocked(t, vault.KeysIn(memory.New()), c)
	row := []string{"records", "north", "m-1"}
	sealed := map[vault.KeyID][]byte{}
	for _, k := range []vault.KeyID{id("member/m-1", "roll"), id("member/m-1", "exemption"), id("member/m-2", "roll")} {
		text, err := v.SealRow(t.Context(), k, row, []byte(k.Class))
		require.NoError(t, err)
		sealed[k] = text
	}
	classes, err := v.Classes(t.Context(), north, "member/m-1")
	require.NoError(t, err)
	require.Equal(t, []string{"exemption", "roll"}, classes)

	c.at = start.Add(time.Hour)
	proof, err := v.Shred(t.Context(), north, vault.Member("m-1"), "exemption")
	require.NoError(t, err)
	require.Equal(t, c.at, proof.Shredded)
	require.Equal(t, start, proof.Created)
	require.Equal(t, 1, proof.Generation)
	require.Empty(t, proof.Wrapped)
	for k, text := range sealed {
		plain, err := v.OpenRow(t.Context(), north, row, text)
		if k == id("member/m-1", "exemption") {
			require.ErrorIs(t, err, vault.ErrShredded)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, k.Class, string(plain))
	}
	classes, err = v.Classes(t.Context(), north, "member/m-1")
	require.NoError(t, err)
	require.Equal(t, []string{"roll"}, classes)

	// Done again, it says when it was done.
	c.at = start.Add(2 * time.Hour)
	again, err := v.Shred(t.Context(), north, "member/m-1", "exemption")
	require.NoError(t, err)
	require.Equal(t, proof, again)
	_, err = v.Shred(t.Context(), north, "member/nobody", "exemption")
	require.ErrorIs(t, err, vault.ErrNoKey)

	// Whoever comes back gets the next generation, and what was shredded stays so.
	text, err := v.SealRow(t.Context(), id("member/m-1", "exemption"), row, []byte("back"))
	require.NoError(t, err)
	plain, err := v.OpenRow(t.Context(), north, row, text)
	require.NoError(t, err)
	require.Equal(t, "back", string(plain))
	_, err = v.OpenRow(t.Context(), north, row, sealed[id("member/m-1", "exemption")])
	require.ErrorIs(t, err, vault.ErrShredded)
	all, err := v.KeysOf(t.Context(), north, "member/m-1")
	require.NoError(t, err)
	require.Equal(t, 2, all[0].Generation)
	require.Equal(t, []vault.Shredding{{Generation: 1, Created: start, Shredded: start.Add(time.Hour)}}, all[0].Former)
}

// What another process has opened it reads for a minute at most, and writes nothing
// under it.
func TestShred_AnotherProcessReadsForAMinuteAndNeverWritesUnderIt(t *testing.T) {
	c, keys := &clock{start}, vault.KeysIn(memory.New())
	one, other := clocked(t, keys, c), clocked(t, keys, c)
	row, key := []string{"records", "north"}, id("member/m-1", "roll")
	text, err := one.SealRow(t.Context(), key, row, []byte("words"))
	require.NoError(t, err)
	_, err = other.OpenRow(t.Context(), north, row, text)
	require.NoError(t, err)
	_, err = one.Shred(t.Context(), north, key.Subject, key.Class)
	require.NoError(t, err)

	_, err = one.OpenRow(t.Context(), north, row, text)
	require.ErrorIs(t, err, vault.ErrShredded, "at once where it was shredded")
	c.at = start.Add(59 * time.Second)
	_, err = other.OpenRow(t.Context(), north, row, text)
	require.NoError(t, err)
	c.at = start.Add(time.Minute)
	_, err = other.OpenRow(t.Context(), north, row, text)
	require.ErrorIs(t, err, vault.ErrShredded)

	// The other had this key open when it was shredded, and writes under the next.
	second, err := other.SealRow(t.Context(), key, row, []byte("words"))
	require.NoError(t, err)
	_, err = one.Shred(t.Context(), north, key.Subject, key.Class)
	require.NoError(t, err)
	third, err := other.SealRow(t.Context(), key, row, []byte("words"))
	require.NoError(t, err)
	for text, want := range map[string]int{string(second): 2, string(third): 3} {
		_, _, _, generation, err := vault.ReadEnvelope([]byte(text))
		require.NoError(t, err)
		require.Equal(t, want, generation)
	}
}

// A key that there is no trace of is not one that was shredded: the keys are another
// store's, and what answered as if nothing were there would lose it all.
func TestOpen_WithoutItsKeysNothingIsReadOrWritten(t *testing.T) {
	row, key := []string{"records", "north"}, id("member/m-1", "roll")
	keys := vault.KeysIn(memory.New())
	v := open(t, keys)
	text, err := v.SealRow(t.Context(), key, row, []byte("words"))
	require.NoError(t, err)
	_, err = open(t, vault.KeysIn(memory.New())).OpenRow(t.Context(), north, row, text)
	require.ErrorIs(t, err, vault.ErrNoKey)

	stranger, err := vault.New(keys, vault.DrawMasters().Next().Without(2))
	require.NoError(t, err)
	_, err = stranger.OpenRow(t.Context(), north, row, text)
	require.ErrorIs(t, err, vault.ErrMaster)
	_, err = stranger.SealRow(t.Context(), key, row, []byte("words"))
	require.ErrorIs(t, err, vault.ErrMaster, "nothing is written")
	impostor, err := vault.New(keys, vault.DrawMasters())
	require.NoError(t, err)
	_, err = impostor.OpenRow(t.Context(), north, row, text)
	require.ErrorIs(t, err, vault.ErrDamaged)
	_, err = vault.New(keys, vault.Masters{})
	require.ErrorIs(t, err, vault.ErrMaster)

	unreadable := open(t, broken{keys})
	_, err = unreadable.SealRow(t.Context(), key, row, []byte("words"))
	require.ErrorIs(t, err, errBroken)
}

// A wrapped key is bound to its name, its generation and its master: in the place of
// another it does not unwrap.
func TestUnwrap_AKeyInThePlaceOfAnotherIsRefused(t *testing.T) {
	keys, row := vault.KeysIn(memory.New()), []string{"records"}
	v := open(t, keys)
	mine, theirs := id("member/m-1", "roll"), id("member/m-2", "roll")
	text, err := v.SealRow(t.Context(), mine, row, []byte("words"))
	require.NoError(t, err)
	_, err = v.SealRow(t.Context(), theirs, row, []byte("words"))
	require.NoError(t, err)
	other, err := keys.Key(t.Context(), theirs)
	require.NoError(t, err)
	for what, change := range map[string]func(vault.Key) vault.Key{
		"another's":      func(k vault.Key) vault.Key { k.Wrapped = other.Wrapped; return k },
		"a changed byte": func(k vault.Key) vault.Key { k.Wrapped[20] ^= 1; return k },
		"cut short":      func(k vault.Key) vault.Key { k.Wrapped = k.Wrapped[:5]; return k },
		"a generation":   func(k vault.Key) vault.Key { k.Generation = 2; return k },
	} {
		var before vault.Key
		_, err := keys.ChangeKey(t.Context(), mine, func(k vault.Key) (vault.Key, error) {
			before = k
			before.Wrapped = bytes.Clone(k.Wrapped)
			return change(k), nil
		})
		require.NoError(t, err)
		_, err = open(t, keys).OpenRow(t.Context(), north, row, text)
		require.ErrorIs(t, err, vault.ErrDamaged, what)
		_, err = open(t, keys).SealRow(t.Context(), mine, row, []byte("words"))
		require.ErrorIs(t, err, vault.ErrDamaged, what)
		_, err = keys.ChangeKey(t.Context(), mine, func(vault.Key) (vault.Key, error) { return before, nil })
		require.NoError(t, err)
	}
	plain, err := open(t, keys).OpenRow(t.Context(), north, row, text)
	require.NoError(t, err)
	require.Equal(t, "words", string(plain))
}

// A crash between the drawing of a key and the first write under it leaves a key that
// the next write uses.
func TestDraw_AKeyThatNothingWasWrittenUnderIsUsed(t *testing.T) {
	keys, key := vault.KeysIn(memory.New()), id("member/m-1", "roll")
	require.NoError(t, open(t, keys).Writing(t.Context(), key))
	text, err := open(t, keys).SealRow(t.Context(), key, []string{"records"}, []byte("words"))
	require.NoError(t, err)
	_, _, _, generation, err := vault.ReadEnvelope(text)
	require.NoError(t, err)
	require.Equal(t, 1, generation)
}

// Processes that draw the same key at once have one, and all of them go on.
func TestDraw_ProcessesThatDrawAtOnceHaveTheSame(t *testing.T) {
	folder := t.TempDir()
	key, row := id("member/m-1", "roll"), []string{"records"}
	texts, errs := make([][]byte, 6), make([]error, 6)
	vaults := make([]*vault.Vault, len(texts))
	for i := range vaults {
		vaults[i] = sealedSQLite(t, folder).Vault()
	}
	var all sync.WaitGroup
	start := make(chan struct{})
	for i, v := range vaults {
		all.Go(func() {
			<-start
			texts[i], errs[i] = v.SealRow(t.Context(), key, row, []byte(fmt.Sprint("words ", i)))
		})
	}
	close(start)
	all.Wait()
	require.NoError(t, errors.Join(errs...))
	for i, text := range texts {
		plain, err := sealedSQLite(t, folder).Vault().OpenRow(t.Context(), north, row, text)
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint("words ", i), string(plain))
	}
}

func TestIndex_FindsAndTellsNothing(t *testing.T) {
	keys := vault.KeysIn(memory.New())
	v, other := open(t, keys), open(t, keys)
	index := func(v *vault.Vault, org identity.OrganisationID, kind, text string) string {
		found, err := v.Index(t.Context(), org, kind, text)
		require.NoError(t, err)
		return found
	}
	emma := index(v, north, "login", "emma")
	require.Equal(t, emma, index(other, north, "login", "emma"), "another process finds it")
	require.Len(t, emma, 64)
	require.Equal(t, emma, strings.ToLower(emma), "as a normal address is")
	for _, not := range []string{index(v, north, "address", "emma"), index(v, "south", "login", "emma"), index(v, north, "login", "emmb")} {
		require.NotEqual(t, emma, not)
	}
	require.Empty(t, index(v, north, "login", ""))
}

var errBroken = errors.New("the store of the keys does not answer")

// broken are keys that cannot be read.
type broken struct{ vault.Keys }

func (broken) Key(context.Context, vault.KeyID) (vault.Key, error) { return vault.Key{}, errBroken }
