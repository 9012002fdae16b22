package photo_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
)

// withVerdict returns the checks of the verdict, in their order.
func withVerdict(checks []photo.Check, v photo.Verdict) []photo.CheckID {
	var found []photo.CheckID
	for _, c := range checks {
		if c.Verdict == v {
			found = append(found, c.ID)
		}
	}
	return found
}

func TestE5_EachFileBecomesWhatItShould(t *testing.T) {
	files := phototest.Files(t)
	require.GreaterOrEqual(t, len(files), 30)
	for _, f := range files {
		t.Run(f.Name, func(t *testing.T) {
			p, err := photo.Read(bytes.NewReader(f.Content))
			if f.Err != nil {
				require.ErrorIs(t, err, f.Err)
				require.Equal(t, photo.Picture{}, p)
				return
			}
			require.NoError(t, err)
			checks := p.Assess(p.Suggest())
			require.Equal(t, f.Fails, withVerdict(checks, photo.Fail), "%v", checks)
			require.Equal(t, f.Warns, withVerdict(checks, photo.Warn), "%v", checks)
			require.Equal(t, len(f.Fails) > 0, photo.Blocking(checks))
		})
	}
}
