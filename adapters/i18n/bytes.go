package i18n

import (
	"strconv"

	"github.com/goodstanding/goodstanding/identity"
)

// Bytes prints a size: "850 o", "12 ko", "2,4 Mo" in French; "850 B", "12 kB",
// "2.4 MB" in English. A kilobyte has 1024 bytes; what is not whole is rounded up.
func (p Printer) Bytes(size int64) string {
	units := [3]string{"o", "ko", "Mo"}
	if p.Language == identity.English {
		units = [3]string{"B", "kB", "MB"}
	}
	switch {
	case size < 1<<10:
		return strconv.FormatInt(size, 10) + noBreak + units[0]
	case size < 1<<20:
		return strconv.FormatInt((size+1<<10-1)>>10, 10) + noBreak + units[1]
	}
	tenths := (size*10 + 1<<20 - 1) >> 20
	text := strconv.FormatInt(tenths/10, 10)
	if tenths%10 > 0 {
		mark := ","
		if p.Language == identity.English {
			mark = "."
		}
		text += mark + strconv.FormatInt(tenths%10, 10)
	}
	return text + noBreak + units[2]
}
