package i18n

import (
	"strings"

	"github.com/goodstanding/goodstanding/hours"
)

// Measured prints a figure of a line in a sentence: "12,5 h", "3 activités".
func (p Printer) Measured(v hours.Version, m hours.Measure, h hours.Hours) string {
	if m == hours.InHours {
		return p.In(h, v.Unit)
	}
	n, _ := h.Fraction()
	return p.N("measure."+string(m), int(n))
}

// Line returns the label of a line's requirement, with its window when it has
// several.
func (p Printer) Line(v hours.Version, l hours.Line) string {
	label := p.Requirement(v, l.Requirement)
	if l.Nth == 0 {
		return label
	}
	return p.T("summary.window", "label", label, "window", p.Span(l.Window))
}

// List prints a list in a sentence: "a, b et c".
func (p Printer) List(all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + p.T("summary.and") + all[len(all)-1]
}
