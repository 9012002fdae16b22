package i18n

import "github.com/goodstanding/goodstanding/identity"

// Browser prints where a session was opened from: "Firefox sous Windows".
func (p Printer) Browser(b identity.Browser) string {
	key := "browser.on"
	switch {
	case b.Family == "" && b.System == "":
		key = "browser.unknown"
	case b.System == "":
		key = "browser.family"
	case b.Family == "":
		key = "browser.system"
	}
	return p.T(key, "family", b.Family, "system", b.System)
}
