package i18n

import "github.com/goodstanding/goodstanding/hours"

// Delay prints a delay: "90 jours", "5 jours ouvrables", "2 mois"; a range that the
// order has yet to set says so. The zero Delay is "".
func (p Printer) Delay(d hours.Delay) string {
	switch {
	case d.Ranges():
		return p.T("delay.range", "least", d.Least, "most", d.Most)
	case d.WorkingDays > 0:
		return p.N("delay.working", d.WorkingDays)
	case d.Months > 0:
		return p.N("delay.months", d.Months)
	case d.Days > 0:
		return p.N("delay.days", d.Days)
	}
	return ""
}
