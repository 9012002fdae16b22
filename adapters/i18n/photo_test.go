package i18n_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
	"github.com/goodstanding/goodstanding/identity"
)

// Whatever file a service point is sent, the operator reads what is wrong with it and
// what to do.
func TestE5_EachFileGetsTheRightMessage(t *testing.T) {
	french, english := i18n.For(identity.French), i18n.For(identity.English)
	begins := map[error]string{
		photo.ErrEmpty:         "Ce fichier est vide.",
		photo.ErrTooHeavy:      "Cette photo dépasse 8\u00a0Mo.",
		photo.ErrNotPhoto:      "Ce fichier n’est pas une photo.",
		photo.ErrFormat:        "Ce format n’est pas accepté.",
		photo.ErrHEIC:          "Cette photo est au format HEIC",
		photo.ErrDamaged:       "Cette photo est incomplète ou endommagée.",
		photo.ErrTooManyPixels: "Cette photo a trop de pixels",
		photo.ErrTooSmall:      "Cette photo est trop petite",
	}
	told := map[error]bool{}
	for _, f := range phototest.Files(t) {
		p, err := photo.Read(bytes.NewReader(f.Content))
		if err != nil {
			require.Contains(t, french.Error(err), begins[f.Err], f.Name)
			require.NotEqual(t, english.T("error.internal"), english.Error(err), f.Name)
			told[f.Err] = true
			continue
		}
		for _, c := range p.Assess(p.Suggest()) {
			require.True(t, i18n.Has("photo.check."+string(c.ID)), c.ID)
			if c.Verdict == photo.Warn || c.Verdict == photo.Fail {
				require.True(t, i18n.Has("photo.advice."+string(c.ID)+"."+string(c.Verdict)), "%s: %v", f.Name, c)
			}
		}
	}
	require.Len(t, told, len(begins))
	require.Equal(t, "Cette photo est en noir et blanc. Prenez-en une en couleurs.", french.T("photo.advice.colour.fail"))
}

func TestE5_EveryCheckHasItsWords(t *testing.T) {
	var keys []string
	for _, id := range append(photo.Measured(), photo.Attested()...) {
		keys = append(keys, "photo.check."+string(id))
	}
	for _, id := range photo.Measured()[1:] { // a frame of another size than the card needs cannot pass
		keys = append(keys, "photo.advice."+string(id)+".warn")
	}
	for _, id := range []photo.CheckID{photo.CheckSize, photo.CheckColour, photo.CheckBackgroundLight, photo.CheckBackgroundColour} {
		keys = append(keys, "photo.advice."+string(id)+".fail")
	}
	for _, v := range photo.Verdicts() {
		keys = append(keys, "photo.verdict."+string(v))
	}
	for _, s := range []photo.Source{photo.SourceMeasured, photo.SourceSuggested, photo.SourceAttested} {
		keys = append(keys, "photo.source."+string(s))
	}
	for _, s := range photo.Steps() {
		keys = append(keys, "photo.step."+string(s))
	}
	for _, key := range keys {
		require.True(t, i18n.Has(key), key)
	}
}
