package portal

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/identity"
)

//go:embed templates/*.html
var templates embed.FS

// views holds every page as a template, for each language.
type views map[identity.Language]map[string]*template.Template

// shared are the templates that every page may use.
var shared = []string{"templates/layout.html", "templates/field.html", "templates/wizard.html", "templates/list.html", "templates/exemption_parts.html", "templates/sit_parts.html", "templates/learner_parts.html", "templates/passkey_parts.html", "templates/privacy_parts.html", "templates/officer_parts.html", "templates/developers_parts.html"}

// allViews reads the templates once for every portal of the process.
var allViews = sync.OnceValue(readViews)

func readViews() views {
	all := views{}
	names, err := fs.Glob(templates, "templates/*.html")
	if err != nil {
		panic(err)
	}
	for _, language := range []identity.Language{identity.French, identity.English} {
		common := template.Must(template.New("").Funcs(words(i18n.For(language))).ParseFS(templates, shared...))
		all[language] = map[string]*template.Template{}
		for _, name := range names {
			page := strings.TrimSuffix(path.Base(name), ".html")
			all[language][page] = template.Must(template.Must(common.Clone()).ParseFS(templates, name))
		}
	}
	return all
}

// words are the functions that print in a language.
func words(p i18n.Printer) template.FuncMap {
	return template.FuncMap{
		"t": p.T, "n": p.N, "text": p.Text,
		"hours": p.Hours, "number": p.Number, "duration": p.Duration,
		"date": p.Date, "period": p.Period, "years": p.Years,
		"dict": dict, "list": func(all ...string) []string { return all },
	}
}

// dict makes a map of names and values, to give a template several.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("portal: a name without a value")
	}
	m := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("portal: %v is not a name", pairs[i])
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}
