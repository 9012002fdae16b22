package i18n

import (
	"fmt"
	"strconv"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// Clock prints the hour of an instant in the zone to the second: "10 h 14 min 3 s",
// "10:14:03".
func (p Printer) Clock(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	if p.Language == identity.English {
		return t.Format("15:04:05")
	}
	return fmt.Sprintf("%d%sh%s%d%smin%s%d%ss", t.Hour(), noBreak, noBreak, t.Minute(), noBreak, noBreak, t.Second(), noBreak)
}

// Lost says what won over a refused command, when, and who did it: "Geneviève Lavigne a
// terminé l’examen à 10 h 14 min 3 s." The day is said when it is not that of now. It is
// empty when nothing has happened yet.
func (p Printer) Lost(l exam.Lost, now time.Time, zone *time.Location) string {
	if l.At.IsZero() {
		return ""
	}
	at := p.T("exam.lost.at", "at", p.Clock(l.At, zone))
	if day := cycle.DateOf(l.At, zone); day != cycle.DateOf(now, zone) {
		at = p.T("exam.lost.on", "day", p.Date(day), "at", p.Clock(l.At, zone))
	}
	by := l.By.Name
	if by == "" {
		by = string(l.By.Account)
	}
	return p.T("exam.lost."+string(l.Event), "by", by, "when", at)
}

// Lasting returns a length of time as timers and grants show it, such as "1 h 5 min" or
// "24 min 10 s", cut to whole seconds; "0 s" for none. Both languages write it alike.
func (p Printer) Lasting(d time.Duration) string {
	d = max(0, d.Truncate(time.Second))
	text := ""
	for _, part := range []struct {
		of   time.Duration
		name string
	}{{time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}} {
		if n := int(d / part.of); n > 0 || part.of == time.Second && text == "" {
			if text != "" {
				text += "\u00a0"
			}
			text += strconv.Itoa(n) + "\u00a0" + part.name
		}
		d %= part.of
	}
	return text
}
