package i18n

import (
	"strconv"
	"time"
)

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
