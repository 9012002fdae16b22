package portal_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// browser is a person without scripts: it follows links, fills in forms and
// presses buttons, as the page has them.
type browser struct {
	t      *testing.T
	server *httptest.Server
	client *http.Client

	status int
	header http.Header
	url    *url.URL
	body   string
	page   *html.Node
}

// visit opens a browser on the portal, without a session.
func (h *house) visit(t *testing.T) *browser {
	t.Helper()
	server := httptest.NewServer(h.handler())
	t.Cleanup(server.Close)
	return (&browser{t: t, server: server}).another()
}

// another opens a second browser on the same portal.
func (b *browser) another() *browser {
	jar, err := cookiejar.New(nil)
	require.NoError(b.t, err)
	return &browser{t: b.t, server: b.server, client: &http.Client{Jar: jar}}
}

// signIn opens the portal as somebody.
func (h *house) signIn(t *testing.T, login string) *browser {
	t.Helper()
	return h.visit(t).signIn(login)
}

func (b *browser) signIn(login string) *browser {
	b.t.Helper()
	b.get("/signin").form("#step").fill("login", login).fill("password", password).press("")
	require.Equal(b.t, "/", b.url.Path)
	return b
}

func (b *browser) get(path string) *browser {
	b.t.Helper()
	at, err := url.Parse(b.server.URL)
	require.NoError(b.t, err)
	if b.url != nil {
		at = b.url
	}
	to, err := at.Parse(path)
	require.NoError(b.t, err)
	r, err := http.NewRequest("GET", to.String(), nil)
	require.NoError(b.t, err)
	return b.do(r)
}

func (b *browser) do(r *http.Request) *browser {
	b.t.Helper()
	if r.Method == "POST" {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if b.url != nil {
		r.Header.Set("Referer", b.url.String())
	}
	answer, err := b.client.Do(r)
	require.NoError(b.t, err)
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	require.NoError(b.t, err)
	b.status, b.header, b.url, b.body = answer.StatusCode, answer.Header, answer.Request.URL, string(content)
	b.page, err = html.Parse(strings.NewReader(b.body))
	require.NoError(b.t, err)
	return b
}

// form is a form of the page, being filled in.
type form struct {
	b      *browser
	node   *html.Node
	values url.Values
	files  []sent
}

type sent struct {
	field, name string
	content     []byte
}

// form finds a form: "#id", "search", or the end of its action.
func (b *browser) form(which string) *form {
	b.t.Helper()
	for _, node := range all(b.page, "form") {
		id, found := strings.CutPrefix(which, "#")
		if found && attr(node, "id") == id || which == attr(node, "role") || !found && strings.HasSuffix(attr(node, "action"), which) {
			f := &form{b: b, node: node, values: url.Values{}}
			f.read()
			return f
		}
	}
	require.Fail(b.t, "no form "+which, b.text())
	return nil
}

// read takes what the form already holds, as a browser would send it.
func (f *form) read() {
	for _, node := range all(f.node, "input", "select", "textarea") {
		name := attr(node, "name")
		switch {
		case node.Data == "select":
			f.values.Set(name, "")
			for _, o := range all(node, "option") {
				if has(o, "selected") {
					f.values.Set(name, attr(o, "value"))
				}
			}
		case node.Data == "textarea":
			f.values.Set(name, strings.TrimPrefix(text(node), " "))
		case attr(node, "type") == "checkbox" || attr(node, "type") == "radio":
			if has(node, "checked") {
				f.values.Add(name, attr(node, "value"))
			}
		case attr(node, "type") != "file":
			f.values.Add(name, attr(node, "value"))
		}
	}
}

// fill types in a field, which the page must have.
func (f *form) fill(name, value string) *form {
	f.b.t.Helper()
	f.control(name)
	f.values.Set(name, value)
	return f
}

// tick ticks every box of that name, or the one with the value.
func (f *form) tick(name string, only ...string) *form {
	f.b.t.Helper()
	f.control(name)
	f.values.Del(name)
	for _, node := range all(f.node, "input") {
		if attr(node, "name") == name && (len(only) == 0 || attr(node, "value") == only[0]) {
			f.values.Add(name, attr(node, "value"))
		}
	}
	return f
}

// attach chooses a document.
func (f *form) attach(name string, content []byte) *form {
	f.files = append(f.files, sent{"documents", name, content})
	return f
}

func (f *form) control(name string) {
	f.b.t.Helper()
	for _, node := range all(f.node, "input", "select", "textarea") {
		if attr(node, "name") == name {
			return
		}
	}
	require.Fail(f.b.t, "no field "+name)
}

// press presses the button with that value; an empty value is the first button
// without one.
func (f *form) press(value string) *browser {
	f.b.t.Helper()
	for _, button := range all(f.b.page, "button") {
		within := inside(button, f.node) || attr(button, "form") != "" && attr(button, "form") == attr(f.node, "id")
		if !within || attr(button, "value") != value || attr(button, "aria-hidden") == "true" {
			continue
		}
		if name := attr(button, "name"); name != "" {
			f.values.Set(name, value)
		}
		return f.send()
	}
	require.Fail(f.b.t, "no button "+value)
	return nil
}

func (f *form) send() *browser {
	f.b.t.Helper()
	to, err := f.b.url.Parse(attr(f.node, "action"))
	require.NoError(f.b.t, err)
	if !strings.EqualFold(attr(f.node, "method"), "post") {
		to.RawQuery = f.values.Encode()
		return f.b.get(to.String())
	}
	media, body := "application/x-www-form-urlencoded", io.Reader(strings.NewReader(f.values.Encode()))
	if attr(f.node, "enctype") == "multipart/form-data" {
		media, body = f.multipart()
	}
	r, err := http.NewRequest("POST", to.String(), body)
	require.NoError(f.b.t, err)
	r.Header.Set("Content-Type", media)
	return f.b.do(r)
}

func (f *form) multipart() (string, io.Reader) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range f.values {
		for _, value := range values {
			require.NoError(f.b.t, w.WriteField(name, value))
		}
	}
	if len(f.files) == 0 {
		// A browser sends an empty part for a file control without a file.
		_, err := w.CreateFormFile("documents", "")
		require.NoError(f.b.t, err)
	}
	for _, one := range f.files {
		part, err := w.CreateFormFile(one.field, one.name)
		require.NoError(f.b.t, err)
		_, err = part.Write(one.content)
		require.NoError(f.b.t, err)
	}
	require.NoError(f.b.t, w.Close())
	return w.FormDataContentType(), &b
}

// follow follows the link with that text.
func (b *browser) follow(label string) *browser {
	b.t.Helper()
	for _, a := range all(b.page, "a") {
		if words(text(a)) == label {
			return b.get(attr(a, "href"))
		}
	}
	require.Fail(b.t, "no link "+label, b.text())
	return nil
}
