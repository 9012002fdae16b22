package identity

import "github.com/goodstanding/goodstanding/cycle"

// Fact is something that is true of a member, for a time or always: what a
// regulation names in the profile that it has, such as "retired".
type Fact struct {
	// Is names what is true.
	Is string `json:"is"`
	// Span is when: since ever when From is the zero Date, for good when To is. The
	// zero Span is always.
	cycle.Span `yaml:",inline"`
}

// During reports that the fact is true on a day of the window. In an empty window
// nothing is.
func (f Fact) During(window cycle.Span) bool {
	return !window.Empty() && f.From.Before(window.To) && (f.To.IsZero() || f.From.Before(f.To) && f.To.After(window.From))
}

// UnmarshalYAML reads a fact, or the name alone of one that is always true. The
// error is that of unmarshal.
func (f *Fact) UnmarshalYAML(unmarshal func(any) error) error {
	var name string
	if unmarshal(&name) == nil {
		*f = Fact{Is: name}
		return nil
	}
	type plain Fact // without this method, which would call itself
	var read plain
	if err := unmarshal(&read); err != nil {
		return err
	}
	*f = Fact(read)
	return nil
}
