package hours_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

func TestP7_Status(t *testing.T) {
	full := []hours.Declaration{
		counted("d1", "structured", "2023-02-01", "15"), counted("d2", "ethics", "2023-02-02", "1"),
		counted("d3", "autonomous", "2023-02-03", "14"),
	}
	for _, c := range []struct {
		name   string
		change func(*hours.File)
		want   hours.Status
	}{
		{"thirty hours complete it", func(f *hours.File) {}, hours.Met},
		{"a quarter of an hour is missing", func(f *hours.File) { f.Declarations[2] = counted("d3", "autonomous", "2023-02-03", "13.75") }, hours.Short},
		{"on the last day there is time left", func(f *hours.File) { f.Declarations, f.Day = nil, day("2025-03-31") }, hours.Short},
		{"the day after there is none", func(f *hours.File) { f.Declarations, f.Day = nil, day("2025-04-01") }, hours.NonCompliant},
		{"pending would be enough", func(f *hours.File) { f.Declarations[0] = in(full[0], hours.Submitted) }, hours.OnCourse},
		{"pending would be enough, after the end", func(f *hours.File) {
			f.Declarations[0], f.Day = in(full[0], hours.InReview), day("2025-04-01")
		}, hours.OnCourse},
		{"pending would not be enough", func(f *hours.File) { f.Declarations = []hours.Declaration{in(full[0], hours.Submitted)} }, hours.Short},
		{"with hours carried over", func(f *hours.File) {
			f.Declarations[2] = counted("d3", "autonomous", "2023-02-03", "10")
			f.Carried = []hours.Carry{{From: day("2019-04-01"), Hours: h("4")}}
		}, hours.MetWithCarry},
		{"carried over without need", func(f *hours.File) { f.Carried = []hours.Carry{{From: day("2019-04-01"), Hours: h("4")}} }, hours.Met},
		{"not on the roll", func(f *hours.File) { f.Part = cycle.Part{} }, hours.Unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := file(append([]hours.Declaration{}, full...)...)
			c.change(&f)
			b := otpqVersion(t).Evaluate(f)
			require.Equal(t, c.want, b.Status)
			require.Equal(t, c.want == hours.Met || c.want == hours.MetWithCarry, b.Status.Complete())
		})
	}
}

// Where every requirement is relieved, exemptions alone may be enough.
func TestP7_StatusOfAFileExemptedInFull(t *testing.T) {
	v := otpqVersion(t)
	v.Requirements = v.Requirements[:2]
	f := file()
	f.Reliefs = []hours.Relief{relief("x1", "30")}
	b := v.Evaluate(f)
	require.Equal(t, hours.Exempt, b.Status)
	require.True(t, b.Status.Complete())
	f.Declarations = []hours.Declaration{counted("d1", "structured", "2023-02-01", "1")}
	require.Equal(t, hours.Met, v.Evaluate(f).Status)
}
