package vault_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/vault"
)

func TestMasters_AreReadAsTheyAreWritten(t *testing.T) {
	ring := vault.DrawMasters().Next().Next()
	require.Equal(t, []int{1, 2, 3}, ring.Numbers())
	require.Equal(t, 3, ring.Newest())
	again, err := vault.ParseMasters(append([]byte("# the master keys\n\n"), ring.Text()...))
	require.NoError(t, err)
	require.Equal(t, ring, again)
	require.Equal(t, []int{2, 3}, ring.Without(2).Numbers())
	require.Len(t, bytes.Split(bytes.TrimSpace(ring.Text()), []byte("\n")), 3, "a line each")
	require.NotEqual(t, ring.Text(), vault.DrawMasters().Next().Next().Text(), "chance draws them")
}

func TestMasters_AreNeverPrinted(t *testing.T) {
	ring := vault.DrawMasters()
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("ring", "ring", ring)
	asJSON, err := json.Marshal(map[string]any{"ring": ring})
	require.NoError(t, err)
	for _, printed := range []string{
		fmt.Sprint(ring), fmt.Sprintf("%+v", ring), fmt.Sprintf("%#v", ring), fmt.Sprintf("%x", ring), log.String(), string(asJSON),
	} {
		require.LessOrEqual(t, len(printed), 120, printed)
	}
	require.Equal(t, "master keys [1]", fmt.Sprintf("%v", ring))
}

func TestParseMasters_SaysWhichLineIsWrongAndNotWhatItHolds(t *testing.T) {
	const good = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" // 32 bytes of nothing
	_, err := vault.ParseMasters([]byte("1 " + good))
	require.NoError(t, err)
	for text, says := range map[string]string{
		"":                          "no line holds a key",
		"# nothing\n":               "no line holds a key",
		"1 " + good + "\n1 " + good: "line 2 has a number that another line has",
		"0 " + good:                 "line 1 holds no number",
		"-1 " + good:                "line 1 holds no number",
		good:                        "line 1 holds no number",
		"\n2 " + good[:40]:          "line 2 holds no number",
		"1 " + good + good:          "line 1 holds no number",
		"1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=": "line 1 holds no number",
	} {
		_, err := vault.ParseMasters([]byte(text))
		require.ErrorContains(t, err, says, text)
		require.NotContains(t, err.Error(), "AAAA")
	}
}

// sealMany seals a text for each of so many people.
func sealMany(t *testing.T, v *vault.Vault, n int) map[vault.KeyID][]byte {
	t.Helper()
	texts := map[vault.KeyID][]byte{}
	for i := range n {
		key := id(vault.Subject(fmt.Sprintf("member/m-%04d", i)), "roll")
		text, err := v.SealRow(t.Context(), key, []string{"records"}, []byte(key.Subject))
		require.NoError(t, err)
		texts[key] = text
	}
	return texts
}

// opens holds a vault to every text, but for those that were shredded.
func opens(t *testing.T, v *vault.Vault, texts map[vault.KeyID][]byte, gone ...vault.Subject) {
	t.Helper()
	for key, text := range texts {
		plain, err := v.OpenRow(t.Context(), north, []string{"records"}, text)
		if len(gone) > 0 && key.Subject == gone[0] {
			require.ErrorIs(t, err, vault.ErrShredded)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, string(key.Subject), string(plain))
	}
}

// More keys than a page holds go under the new master, and the old one is dropped.
func TestRotate_TheOldMasterIsNotNeededAnyMore(t *testing.T) {
	keys, first := vault.KeysIn(memory.New()), vault.DrawMasters()
	v, err := vault.New(keys, first)
	require.NoError(t, err)
	texts := sealMany(t, v, 1203)
	_, err = v.Shred(t.Context(), north, "member/m-0007", "roll")
	require.NoError(t, err)

	second := first.Next()
	v.Use(second)
	var said []vault.Rotation
	r, err := v.Rotate(t.Context(), north, func(r vault.Rotation) { said = append(said, r) })
	require.NoError(t, err)
	require.Equal(t, vault.Rotation{Seen: 1203, Wrapped: 1202}, r)
	require.Equal(t, []vault.Rotation{{500, 499}, {1000, 999}, {1203, 1202}}, said)

	alone, err := vault.New(keys, second.Without(2))
	require.NoError(t, err)
	opens(t, alone, texts, "member/m-0007")
	old, err := vault.New(keys, first)
	require.NoError(t, err)
	_, err = old.OpenRow(t.Context(), north, []string{"records"}, texts[id("member/m-0001", "roll")])
	require.ErrorIs(t, err, vault.ErrMaster)

	again, err := v.Rotate(t.Context(), north, nil)
	require.NoError(t, err)
	require.Equal(t, vault.Rotation{Seen: 1203}, again, "there is nothing left to do")
}

// A rotation that is killed leaves every key readable with both masters, and the next
// one does what is left.
func TestRotate_OneThatIsKilledHalfwayIsTakenUp(t *testing.T) {
	for _, after := range []int{0, 1, 17, 39} {
		keys, first := vault.KeysIn(memory.New()), vault.DrawMasters()
		v, err := vault.New(keys, first)
		require.NoError(t, err)
		texts := sealMany(t, v, 40)

		second := first.Next()
		dying, err := vault.New(&killed{Keys: keys, after: after}, second)
		require.NoError(t, err)
		r, err := dying.Rotate(t.Context(), north, nil)
		require.ErrorIs(t, err, errKilled)
		require.Equal(t, after, r.Wrapped)

		next, err := vault.New(keys, second)
		require.NoError(t, err)
		opens(t, next, texts)
		r, err = next.Rotate(t.Context(), north, nil)
		require.NoError(t, err)
		require.Equal(t, vault.Rotation{Seen: 40, Wrapped: 40 - after}, r)
		alone, err := vault.New(keys, second.Without(2))
		require.NoError(t, err)
		opens(t, alone, texts)
	}
}

// A process that was started before the rotation reads the ring again.
func TestRotate_AnotherProcessReadsTheRingAgain(t *testing.T) {
	keys, first := vault.KeysIn(memory.New()), vault.DrawMasters()
	v, err := vault.New(keys, first)
	require.NoError(t, err)
	texts := sealMany(t, v, 3)
	second := first.Next()
	other, err := vault.New(keys, first)
	require.NoError(t, err)
	other.Reload = func() (vault.Masters, error) { return second, nil }
	v.Use(second)
	_, err = v.Rotate(t.Context(), north, nil)
	require.NoError(t, err)
	opens(t, other, texts)
	lost, err := vault.New(keys, first)
	require.NoError(t, err)
	lost.Reload = func() (vault.Masters, error) { return vault.Masters{}, errKilled }
	_, err = lost.OpenRow(t.Context(), north, []string{"records"}, texts[id("member/m-0001", "roll")])
	require.ErrorIs(t, err, vault.ErrMaster)
	require.ErrorIs(t, err, errKilled)
}

var errKilled = errors.New("killed")

// killed are keys of which so many can be changed.
type killed struct {
	vault.Keys
	after int
}

func (k *killed) ChangeKey(ctx context.Context, id vault.KeyID, fn func(vault.Key) (vault.Key, error)) (vault.Key, error) {
	if k.after == 0 {
		return vault.Key{}, errKilled
	}
	k.after--
	return k.Keys.ChangeKey(ctx, id, fn)
}
