package portaltest

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/stretchr/testify/require"
)

// Form is a form of the page, being filled in. Values holds what would be sent,
// which begins as what the page already holds.
type Form struct {
	Node   *Node
	Values url.Values

	b     *Browser
	files []sent
}

// sent is a file that goes with a form.
type sent struct {
	field, name string
	content     []byte
}

// Form finds a form of the page: by its id ("#step"), by its role ("search"), or
// by the end of its action ("/signout").
func (b *Browser) Form(which string) *Form {
	b.T.Helper()
	for _, node := range All(b.Page, "form") {
		id, found := strings.CutPrefix(which, "#")
		if found && Attr(node, "id") == id || which == Attr(node, "role") || !found && strings.HasSuffix(Attr(node, "action"), which) {
			f := &Form{b: b, Node: node, Values: url.Values{}}
			f.read()
			return f
		}
	}
	require.Fail(b.T, "no form "+which, b.Text())
	return nil
}

// Forms returns every form of the page's main content, in its order.
func (b *Browser) Forms() []*Form {
	var all []*Form
	for _, main := range All(b.Page, "main") {
		for _, node := range All(main, "form") {
			f := &Form{b: b, Node: node, Values: url.Values{}}
			f.read()
			all = append(all, f)
		}
	}
	return all
}

// Empty takes out of the form what a person could have typed or ticked, and reports
// whether there is any such field.
func (f *Form) Empty() bool {
	found := false
	for _, node := range All(f.Node, "input", "select", "textarea") {
		if Attr(node, "type") != "hidden" {
			f.Values.Del(Attr(node, "name"))
			found = true
		}
	}
	return found
}

// read takes what the form already holds, as a browser would send it.
func (f *Form) read() {
	for _, node := range All(f.Node, "input", "select", "textarea") {
		name := Attr(node, "name")
		switch {
		case node.Data == "select":
			f.Values.Set(name, "")
			for _, o := range All(node, "option") {
				if Has(o, "selected") {
					f.Values.Set(name, Attr(o, "value"))
				}
			}
		case node.Data == "textarea":
			f.Values.Set(name, strings.TrimPrefix(TextOf(node), " "))
		case Attr(node, "type") == "checkbox" || Attr(node, "type") == "radio":
			if Has(node, "checked") {
				f.Values.Add(name, Attr(node, "value"))
			}
		case Attr(node, "type") != "file":
			f.Values.Add(name, Attr(node, "value"))
		}
	}
}

// Fill types in a field, which the page must have.
func (f *Form) Fill(name, value string) *Form {
	f.b.T.Helper()
	f.control(name)
	f.Values.Set(name, value)
	return f
}

// Tick ticks every box of that name, or only the one with the value.
func (f *Form) Tick(name string, only ...string) *Form {
	f.b.T.Helper()
	f.control(name)
	f.Values.Del(name)
	for _, node := range All(f.Node, "input") {
		if Attr(node, "name") == name && (len(only) == 0 || Attr(node, "value") == only[0]) {
			f.Values.Add(name, Attr(node, "value"))
		}
	}
	return f
}

// Attach chooses a file for the control "documents".
func (f *Form) Attach(name string, content []byte) *Form {
	f.files = append(f.files, sent{"documents", name, content})
	return f
}

// control fails unless the form has a control of that name.
func (f *Form) control(name string) {
	f.b.T.Helper()
	for _, node := range All(f.Node, "input", "select", "textarea") {
		if Attr(node, "name") == name {
			return
		}
	}
	require.Fail(f.b.T, "no field "+name)
}

// Press presses the button of the form with that value; an empty value is the
// first button without one.
func (f *Form) Press(value string) *Browser {
	f.b.T.Helper()
	for _, button := range All(f.b.Page, "button") {
		within := Inside(button, f.Node) || Attr(button, "form") != "" && Attr(button, "form") == Attr(f.Node, "id")
		if !within || Attr(button, "value") != value || Attr(button, "aria-hidden") == "true" {
			continue
		}
		if name := Attr(button, "name"); name != "" {
			f.Values.Set(name, value)
		}
		return f.Send()
	}
	require.Fail(f.b.T, "no button "+value)
	return nil
}

// Send sends the form as if no button had been pressed, and may do so again.
func (f *Form) Send() *Browser {
	f.b.T.Helper()
	to, err := f.b.URL.Parse(Attr(f.Node, "action"))
	require.NoError(f.b.T, err)
	if !strings.EqualFold(Attr(f.Node, "method"), "post") {
		to.RawQuery = f.Values.Encode()
		return f.b.Get(to.String())
	}
	media, body := "application/x-www-form-urlencoded", io.Reader(strings.NewReader(f.Values.Encode()))
	if Attr(f.Node, "enctype") == "multipart/form-data" {
		media, body = f.Multipart()
	}
	r, err := http.NewRequest(http.MethodPost, to.String(), body)
	require.NoError(f.b.T, err)
	r.Header.Set("Content-Type", media)
	return f.b.Do(r)
}

// Multipart returns the form as a browser encodes it with files: the media type
// and the content.
func (f *Form) Multipart() (string, io.Reader) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range f.Values {
		for _, value := range values {
			require.NoError(f.b.T, w.WriteField(name, value))
		}
	}
	if len(f.files) == 0 {
		// A browser sends an empty part for a file control without a file.
		_, err := w.CreateFormFile("documents", "")
		require.NoError(f.b.T, err)
	}
	for _, one := range f.files {
		part, err := w.CreateFormFile(one.field, one.name)
		require.NoError(f.b.T, err)
		_, err = part.Write(one.content)
		require.NoError(f.b.T, err)
	}
	require.NoError(f.b.T, w.Close())
	return w.FormDataContentType(), &b
}
