package portal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/identity"
)

// Livery is how an organisation names and colours its portal. The zero value changes
// nothing.
type Livery struct {
	// Name is that of the portal, at the head of every page and in its title; empty keeps
	// "Portfolio numérique".
	Name identity.Text
	// Light and Dark are colours, such as "#1d4f7c", by the names of the stylesheet's
	// tokens; those that are not named stay as they are.
	Light, Dark map[string]string
}

// ErrLivery is the error of a livery that cannot be used, which says what to change.
var ErrLivery = errors.New("portal: the livery cannot be used")

// The least contrasts: of text (WCAG 2.2, 1.4.3) and of the edges of controls (1.4.11).
const (
	leastText = 4.5
	leastEdge = 3.0
)

// surfaces are what text and edges lie on.
var surfaces = []string{"page", "card", "soft"}

// colourTokens are the names that a livery may give colours to, in the stylesheet's order.
var colourTokens = []string{"page", "card", "text", "muted", "line", "field", "accent", "on-accent", "soft", "danger", "good", "warn"}

var hexColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// ReadLivery reads a livery in YAML: name (fr and en), and under light and dark colours by
// the names of the stylesheet's tokens. A colour on which something could not be read is
// refused, with the contrast that was measured.
func ReadLivery(text []byte) (*Livery, error) {
	var l Livery
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&l); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: %w", ErrLivery, err)
	}
	if (l.Name.FR == "") != (l.Name.EN == "") {
		return nil, fmt.Errorf("%w: a name is needed in both languages, or in none", ErrLivery)
	}
	light, dark := ownColours()
	for _, s := range []struct {
		scheme      string
		given, base map[string]string
	}{{"light", l.Light, light}, {"dark", l.Dark, dark}} {
		if err := checkColours(s.scheme, s.given, s.base); err != nil {
			return nil, err
		}
	}
	return &l, nil
}

// checkColours measures the colours of a scheme, those that are given over the house's own.
func checkColours(scheme string, given, base map[string]string) error {
	for name, colour := range given {
		if !slices.Contains(colourTokens, name) {
			return fmt.Errorf("%w: %s has no colour called %q: there are %s", ErrLivery, scheme, name, strings.Join(colourTokens, ", "))
		}
		if !hexColour.MatchString(colour) {
			return fmt.Errorf("%w: %s: %s is %q, and must be six digits such as \"#1d4f7c\"", ErrLivery, scheme, name, colour)
		}
		base[name] = colour
	}
	var wrong []error
	measure := func(front, back string, least float64) {
		if ratio := contrast(base[front], base[back]); ratio < least {
			wrong = append(wrong, fmt.Errorf("%w: %s: %s %s on %s %s is %.2f to 1, and must be %g to 1 or more: move one of them away from the other, darker or lighter",
				ErrLivery, scheme, front, base[front], back, base[back], math.Floor(ratio*100)/100, least))
		}
	}
	for _, back := range surfaces {
		for _, front := range []string{"text", "muted", "accent", "danger", "good", "warn"} {
			measure(front, back, leastText)
		}
		measure("field", back, leastEdge)
	}
	measure("on-accent", "accent", leastText)
	return errors.Join(wrong...)
}

var ownToken = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`)

// ownColours are the colours of our stylesheet, of the light and of the dark scheme.
func ownColours() (light, dark map[string]string) {
	sheet, err := embedded.ReadFile("assets/portal.css")
	if err != nil {
		panic(err)
	}
	before, after, _ := strings.Cut(string(sheet), "@media (prefers-color-scheme: dark)")
	after, _, _ = strings.Cut(after, "*, ::before")
	read := func(block string) map[string]string {
		all := map[string]string{}
		for _, m := range ownToken.FindAllStringSubmatch(block, -1) {
			all[m[1]] = m[2]
		}
		return all
	}
	return read(before), read(after)
}

// contrast is WCAG's ratio of two colours, from 1 to 21.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(colour string) float64 {
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			panic(err) // it was matched
		}
		c := float64(n) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// style is the stylesheet of the colours: values of tokens and nothing else, on screens,
// for paper has its own. It is empty where none is given.
func (l *Livery) style() []byte {
	var b strings.Builder
	write := func(medium string, colours map[string]string) {
		if len(colours) == 0 {
			return
		}
		b.WriteString("@media " + medium + " { :root {")
		for _, name := range colourTokens {
			if colour := colours[name]; colour != "" {
				b.WriteString(" --" + name + ": " + colour + ";")
			}
		}
		b.WriteString(" } }\n")
	}
	write("screen and (prefers-color-scheme: light)", l.Light)
	write("screen and (prefers-color-scheme: dark)", l.Dark)
	return []byte(b.String())
}
