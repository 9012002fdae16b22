package portal

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"

	"github.com/goodstanding/goodstanding/identity"
)

func assetRoutes() []Route {
	return []Route{
		{"GET", "/assets/{file}", (*visit).asset, true},
	}
}

//go:embed assets
var embedded embed.FS

// assets are the files that pages ask for, by a name that changes with their
// content so that browsers may keep them for ever.
type assets struct {
	content map[string][]byte
	// style and icon are the addresses of the stylesheet and the icon.
	style, icon string
	// exam is the address of what the pages of exams add to the style.
	exam string
	// colours is the address of the organisation's own colours, or empty.
	colours string
	// example is the drawing of what a photo must show.
	example string
	// scripts are the addresses of the scripts, by their names such as "timer.js".
	scripts map[string]string
}

func readAssets() assets {
	a := assets{content: map[string][]byte{}, scripts: map[string]string{}}
	a.style = a.add("assets/portal.css")
	a.icon = a.add("assets/icon.svg")
	a.exam = a.add("assets/exam.css")
	a.example = a.add("assets/photo-example.svg")
	names, err := fs.Glob(embedded, "assets/*.js")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		a.scripts[path.Base(name)] = a.add(name)
	}
	return a
}

func (a assets) add(name string) string {
	content, err := embedded.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return a.keep(name, content)
}

// paint adds the stylesheet of an organisation's own colours.
func (a *assets) paint(style []byte) {
	if len(style) > 0 {
		a.colours = a.keep("colours.css", style)
	}
}

// keep files content under a name that changes with it.
func (a assets) keep(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ending := path.Ext(name)
	base := path.Base(name)
	hashed := base[:len(base)-len(ending)] + "." + hex.EncodeToString(sum[:6]) + ending
	a.content[hashed] = content
	return "/assets/" + hashed
}

// mediaTypes are the types of the assets, which do not depend on the machine's
// own table.
var mediaTypes = map[string]string{".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".js": "text/javascript; charset=utf-8"}

func (v *visit) asset() error {
	name := v.r.PathValue("file")
	content, ok := v.files.content[name]
	if !ok {
		return identity.ErrNotFound
	}
	v.w.Header().Set("Content-Type", mediaTypes[path.Ext(name)])
	v.w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, err := v.w.Write(content)
	return err
}
