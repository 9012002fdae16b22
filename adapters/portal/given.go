package portal

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// givenBack is a form that was posted in vain, with what was typed in it.
type givenBack struct {
	// Action is where it is sent again, and Kept all that it holds but its documents.
	Action string
	Kept   []kept
	// Texts are what is worth reading of it, or copying.
	Texts []string
	// Documents says that some came with it, which are to be chosen again.
	Documents bool
}

// givenBack returns the form that was posted; nil when nothing was, or nothing that a page
// may give back: what comes from another site, passwords and codes.
func (v *visit) givenBack() *givenBack {
	if v.r.Method != http.MethodPost || http.NewCrossOriginProtection().Check(v.r) != nil {
		return nil
	}
	form := v.r.PostForm
	if form == nil {
		var err error
		if form, err = v.typed(); err != nil {
			return nil
		}
	}
	if quiet(form) || v.r.URL.Path == "/language" {
		return nil
	}
	g := givenBack{Action: local(v.r.URL.RequestURI()), Kept: keep(unkept(v.r.URL.Path, form)), Documents: v.documents}
	if len(g.Kept) == 0 {
		return nil
	}
	for _, one := range g.Kept {
		if strings.ContainsAny(strings.TrimSpace(one.Value), " \n") {
			g.Texts = append(g.Texts, one.Value)
		}
	}
	return &g
}

// secretPaths are the forms of passwords, codes and answers: all of it is typed again.
var secretPaths = []string{
	"/signin", "/signout", "/linking", "/temporary", "/password", "/questions", securityPath, "/sessions",
	"/access/code", "/access/reference",
}

// secretNames are what no form gives back, wherever it is asked for.
var secretNames = []string{"password", "current", "new", "code"}

// unkept takes out of a form what no page but its own may show again: passwords, codes,
// and the number of an identity card.
func unkept(path string, form url.Values) url.Values {
	if slices.ContainsFunc(secretPaths, func(p string) bool { return path == p || strings.HasPrefix(path, p+"/") }) {
		return nil
	}
	given := url.Values{}
	for name, values := range form {
		number := name == "number" && strings.HasPrefix(path, "/learners/") && strings.HasSuffix(path, "/identity")
		if !number && !slices.Contains(secretNames, name) {
			given[name] = values
		}
	}
	return given
}
