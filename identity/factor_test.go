package identity_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/identity"
)

// requireHidden requires that nothing that prints the value shows the text.
func requireHidden(t require.TestingT, value any, text string) {
	inJSON, err := json.Marshal(value)
	require.NoError(t, err)
	for _, printed := range []string{fmt.Sprintf("%v %+v %#v %s %q %x", value, value, value, value, value, value), string(inJSON)} {
		require.NotContains(t, printed, text)
	}
}

// TestFactors prints the life of a second factor: every state under every event
// (checklist 24).
func TestFactors(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-8s", "")
	for _, e := range identity.FactorEvents() {
		fmt.Fprintf(&b, " %-8s", e)
	}
	for _, s := range identity.FactorStates() {
		fmt.Fprintf(&b, "\n%-8s", factorName(s))
		for _, e := range identity.FactorEvents() {
			next, err := s.Next(e)
			cell := factorName(next)
			if err != nil {
				require.ErrorIs(t, err, identity.ErrFactorStep)
				require.Equal(t, s, next)
				cell = "."
			}
			require.Contains(t, identity.FactorStates(), next)
			fmt.Fprintf(&b, " %-8s", cell)
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	got, path := strings.Join(lines, "\n")+"\n", filepath.Join("testdata", "factors.txt")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func factorName(s identity.FactorState) string {
	if s == identity.FactorNone {
		return "none"
	}
	return string(s)
}

// on is a factor that was confirmed at noon, with two recovery codes left.
func on(t require.TestingT) identity.Factor {
	f, err := identity.Factor{}.Begin("sealed", "session", noon)
	require.NoError(t, err)
	f, err = f.Confirm(rfcSeed, rfcSeed.Code(noon).Reveal(), []string{digestOf(spare[0]), digestOf(spare[1])}, noon)
	require.NoError(t, err)
	require.True(t, f.On())
	return f
}

func digestOf(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// spare are two recovery codes, as they were drawn.
var spare = []string{strings.Repeat("ab", 12), strings.Repeat("cd", 12)}

func TestSecondFactor_IsConfirmedByARightCode(t *testing.T) {
	f, err := identity.Factor{}.Begin("sealed", "session", noon)
	require.NoError(t, err)
	require.False(t, f.On())
	_, _, err = f.Show(rfcSeed, rfcSeed.Code(noon).Reveal(), noon)
	require.ErrorIs(t, err, identity.ErrFactorStep, "what is pending opens nothing")
	for _, typed := range []string{"", "000000", rfcSeed.Code(noon.Add(-time.Minute)).Reveal(), "12345678", "1234567"} {
		same, err := f.Confirm(rfcSeed, typed, nil, noon)
		require.ErrorIs(t, err, identity.ErrFactorCode, typed)
		require.Equal(t, f, same)
	}
	confirmed, err := f.Confirm(rfcSeed, rfcSeed.Code(noon).Reveal(), nil, noon)
	require.NoError(t, err)
	_, _, err = confirmed.Show(rfcSeed, rfcSeed.Code(noon).Reveal(), noon)
	require.ErrorIs(t, err, identity.ErrFactorCode, "the code that confirmed it was used")
	_, err = confirmed.Begin("another", "session", noon)
	require.ErrorIs(t, err, identity.ErrFactorStep)
}

func TestSecondFactor_PendingIsNoneAfterHalfAnHour(t *testing.T) {
	f, err := identity.Factor{}.Begin("sealed", "session", noon)
	require.NoError(t, err)
	last := noon.Add(30*time.Minute - time.Microsecond)
	_, err = f.Confirm(rfcSeed, rfcSeed.Code(last).Reveal(), nil, last)
	require.NoError(t, err)
	end := noon.Add(30 * time.Minute)
	f, err = f.Confirm(rfcSeed, rfcSeed.Code(end).Reveal(), nil, end)
	require.ErrorIs(t, err, identity.ErrFactorStep)
	require.Equal(t, identity.Factor{}, f)
}

func TestSecondFactor_OneStepEitherSide(t *testing.T) {
	for off, right := range map[time.Duration]bool{
		-60 * time.Second: false, -30 * time.Second: true, 0: true, 30 * time.Second: true, 60 * time.Second: false,
	} {
		f := on(t)
		at := noon.Add(time.Hour)
		_, shown, err := f.Show(rfcSeed, rfcSeed.Code(at.Add(off)).Reveal(), at)
		require.Equal(t, right, err == nil, off)
		if right {
			require.Equal(t, identity.ShownCode, shown)
		}
	}
}

// RFC 6238, 5.2: a code is accepted once, and an earlier one not after it (checklist 6).
func TestSecondFactor_AStepIsAcceptedOnce(t *testing.T) {
	at := noon.Add(time.Hour)
	f, _, err := on(t).Show(rfcSeed, rfcSeed.Code(at).Reveal(), at)
	require.NoError(t, err)
	for _, again := range []time.Duration{0, -30 * time.Second} {
		_, _, err := f.Show(rfcSeed, rfcSeed.Code(at.Add(again)).Reveal(), at)
		require.ErrorIs(t, err, identity.ErrFactorCode)
	}
	_, _, err = f.Show(rfcSeed, rfcSeed.Code(at.Add(30*time.Second)).Reveal(), at)
	require.NoError(t, err)
}

func TestSecondFactor_TypedAsPeopleType(t *testing.T) {
	at := noon.Add(time.Hour)
	code := rfcSeed.Code(at).Reveal()
	for _, typed := range []string{code, " " + code[:3] + " " + code[3:] + "\n", code[:3] + "\u00a0" + code[3:], code[:3] + "-" + code[3:]} {
		_, _, err := on(t).Show(rfcSeed, typed, at)
		require.NoError(t, err, typed)
	}
	for _, typed := range []string{"", " ", code + "0", code[:5], code + code, strings.Repeat(code, 1000), code[:5] + "x"} {
		f, _, err := on(t).Show(rfcSeed, typed, at)
		require.ErrorIs(t, err, identity.ErrFactorCode, typed)
		require.Equal(t, 1, f.Misses)
	}
}

func TestSecondFactor_RecoveryCodesAreUsedOnce(t *testing.T) {
	f := on(t)
	f, shown, err := f.Show(rfcSeed, " "+strings.ToUpper(identity.ShowTemporary(spare[0]))+" ", noon)
	require.NoError(t, err)
	require.Equal(t, identity.ShownRecovery, shown)
	require.Equal(t, []string{digestOf(spare[1])}, f.Codes)
	f, _, err = f.Show(rfcSeed, spare[0], noon)
	require.ErrorIs(t, err, identity.ErrFactorCode)
	f, err = f.Renew([]string{digestOf("another")})
	require.NoError(t, err)
	_, _, err = f.Show(rfcSeed, spare[1], noon)
	require.ErrorIs(t, err, identity.ErrFactorCode, "others kill the former ones")
}

// Checklist 17: wrong codes in a row end the application's codes, and nothing else.
func TestSecondFactor_FiftyWrongCodesLeaveTheRecoveryCodes(t *testing.T) {
	f, at := on(t), noon.Add(time.Hour)
	for range 50 {
		var err error
		f, _, err = f.Show(rfcSeed, "x", at)
		require.ErrorIs(t, err, identity.ErrFactorCode)
	}
	_, _, err := f.Show(rfcSeed, rfcSeed.Code(at).Reveal(), at)
	require.ErrorIs(t, err, identity.ErrFactorCode)
	f, _, err = f.Show(rfcSeed, spare[0], at)
	require.NoError(t, err)
	_, _, err = f.Show(rfcSeed, rfcSeed.Code(at).Reveal(), at)
	require.NoError(t, err, "which set the count back")
}

func TestSecondFactor_OffIsAsIfThereHadBeenNone(t *testing.T) {
	f, err := on(t).Off()
	require.NoError(t, err)
	require.Equal(t, identity.Factor{}, f)
	_, _, err = f.Show(rfcSeed, spare[0], noon)
	require.ErrorIs(t, err, identity.ErrFactorStep)
	_, err = f.Off()
	require.ErrorIs(t, err, identity.ErrFactorStep)
}

// Whatever is shown, in whatever order and at whatever instants, a code of the
// application opens at most once, and a recovery code too.
func TestSecondFactor_NothingIsAcceptedTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, now := on(t), noon
		used := map[string]bool{rfcSeed.Code(noon).Reveal() + noon.Truncate(30*time.Second).String(): true}
		for range rapid.IntRange(1, 60).Draw(t, "tries") {
			now = now.Add(time.Duration(rapid.IntRange(-40, 40).Draw(t, "seconds")) * time.Second)
			of := now.Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "steps")) * 30 * time.Second)
			typed, what := rfcSeed.Code(of).Reveal(), rfcSeed.Code(of).Reveal()+of.Truncate(30*time.Second).String()
			if rapid.Bool().Draw(t, "recovery") {
				typed = rapid.SampledFrom(spare).Draw(t, "code")
				what = typed
			}
			next, _, err := f.Show(rfcSeed, typed, now)
			if err == nil {
				require.False(t, used[what])
				used[what] = true
			}
			require.GreaterOrEqual(t, next.Step, f.Step)
			require.LessOrEqual(t, len(next.Codes), len(f.Codes))
			f = next
		}
	})
}
