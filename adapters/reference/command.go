package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Command is a command for curl: its words, each of which stands on a line of its own
// after the first, quoted for a POSIX shell.
type Command struct {
	Lines []string
	// Body is the JSON that is sent, or empty.
	Body string
}

// String is the command as it is pasted: $API is the address of the server, and $TOKEN
// what signing in gave.
func (c Command) String() string { return strings.Join(c.Lines, " \\\n  ") }

// command makes the command of an operation from the examples of the schemas: what the
// path needs, the headers that are required, and a body.
func (r *reader) command(o Operation, parameters []parameter, from operation) Command {
	path := o.Path
	var headers []string
	for _, p := range parameters {
		if p.Ref != "" {
			p = follow(r, r.Components.Parameters, "parameters", p.Ref)
		}
		if p.Schema == nil || !p.Required {
			continue
		}
		value := fmt.Sprint(r.example(*p.Schema, map[string]bool{}))
		switch p.In {
		case "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", value)
		case "header":
			headers = append(headers, "-H "+quoted(p.Name+": "+value))
		case "query":
			path += "?" + p.Name + "=" + value
		}
	}
	c := Command{Lines: []string{"curl"}}
	if o.Method != "GET" {
		c.Lines[0] += " -X " + o.Method
	}
	c.Lines[0] += ` "$API` + path + `"`
	if !o.Open {
		c.Lines = append(c.Lines, `-H "Authorization: Bearer $TOKEN"`)
	}
	c.Lines = append(c.Lines, headers...)
	if len(o.Bodies) == 0 {
		return c
	}
	kind := o.Bodies[0].Type
	if _, json := from.RequestBody.Content["application/json"]; json {
		kind = "application/json"
	}
	if kind == "multipart/form-data" {
		c.Lines = append(c.Lines, "-F document=@document.pdf")
		return c
	}
	c.Lines = append(c.Lines, "-H "+quoted("Content-Type: "+kind))
	if kind != "application/json" {
		c.Lines = append(c.Lines, "--data-binary @"+strings.NewReplacer("/", ".").Replace(kind))
		return c
	}
	if s := from.RequestBody.Content[kind].Schema; s != nil {
		c.Body = indented(r.example(*s, map[string]bool{}))
		c.Lines = append(c.Lines, "-d "+quoted(c.Body))
	}
	return c
}

func indented(value any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("  ", "  ")
	if err := e.Encode(value); err != nil {
		return "" // what JSON gave can be given back
	}
	return strings.TrimSpace(b.String())
}

// quoted is a word for a POSIX shell.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// example is the first example of a schema, or one made of those within it: all that is
// required, and what has an example besides. Within are the names on the way, so that
// what holds itself ends.
func (r *reader) example(s schema, within map[string]bool) any {
	if len(s.Examples) > 0 {
		return value(s.Examples[0])
	}
	if s.Ref != "" {
		name := s.Ref[strings.LastIndex(s.Ref, "/")+1:]
		if within[name] {
			return nil
		}
		within[name] = true
		defer delete(within, name)
		return r.example(follow(r, r.Components.Schemas, "schemas", s.Ref), within)
	}
	for _, parts := range [][]schema{s.AllOf, s.OneOf, s.AnyOf} {
		if len(parts) > 0 && len(s.Properties) == 0 {
			return r.example(parts[0], within)
		}
	}
	switch {
	case len(s.Const) > 0:
		return value(s.Const)
	case len(s.Enum) > 0:
		return value(s.Enum[0])
	case slices.Contains(s.Type, "object") || len(s.Properties) > 0:
		made := map[string]any{}
		for name, p := range s.Properties {
			if slices.Contains(s.Required, name) || len(p.Examples) > 0 {
				made[name] = r.example(p, within)
			}
		}
		return made
	case slices.Contains(s.Type, "array") && s.Items != nil:
		return []any{r.example(*s.Items, within)}
	case slices.Contains(s.Type, "integer") || slices.Contains(s.Type, "number"):
		if s.Minimum != nil {
			return *s.Minimum
		}
		return 1
	case slices.Contains(s.Type, "boolean"):
		return true
	}
	return "…"
}

func value(text json.RawMessage) any {
	var v any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil // it was read once
	}
	return v
}
