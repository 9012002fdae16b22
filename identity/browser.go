package identity

import "strings"

// Browser is what tells sessions apart: the family of the browser and of the system it
// runs on, in the names that their makers give, such as "Firefox" and "Windows". What is
// not known is empty. Neither a version nor an address is kept.
type Browser struct {
	Family string `json:"family,omitempty"`
	System string `json:"system,omitempty"`
}

// families and systems are looked for in the order of the lists: most browsers also name
// those that they descend from.
var (
	families = [][2]string{
		{"Edg/", "Edge"},
		{"EdgA/", "Edge"},
		{"EdgiOS/", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser/", "Samsung Internet"},
		{"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	}
	systems = [][2]string{
		{"Windows", "Windows"},
		{"iPhone", "iOS"},
		{"iPad", "iPadOS"},
		{"Android", "Android"},
		{"CrOS", "ChromeOS"},
		{"Macintosh", "macOS"},
		{"Linux", "Linux"},
	}
)

// longestAgent bounds what is looked at of a User-Agent, in bytes.
const longestAgent = 512

// ReadBrowser returns the browser of a User-Agent (RFC 9110, 10.1.5).
func ReadBrowser(agent string) Browser {
	agent = agent[:min(len(agent), longestAgent)]
	first := func(all [][2]string) string {
		for _, known := range all {
			if strings.Contains(agent, known[0]) {
				return known[1]
			}
		}
		return ""
	}
	return Browser{Family: first(families), System: first(systems)}
}
