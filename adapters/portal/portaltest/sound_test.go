package portaltest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// sound is a page without a fault, with a place for another main content.
const sound = `<!DOCTYPE html><html lang="fr-CA"><head><meta charset="utf-8"><title>Page</title><meta name="viewport" content="width=device-width"></head>` +
	`<body><header><a href="#content">Aller au contenu</a></header><main id="content" tabindex="-1"><h1>Page</h1>%</main><footer><p>Fin</p></footer></body></html>`

func faults(t *testing.T, main string) []string {
	t.Helper()
	page, err := portaltest.Parse(strings.Replace(sound, "%", main, 1))
	require.NoError(t, err)
	return portaltest.Faults(page)
}

func TestASoundPageHasNoFault(t *testing.T) {
	require.Empty(t, faults(t, `<form method="post" action="/x" novalidate><fieldset><legend>Jour</legend><label for="a">A</label><p id="a-hint">B</p>`+
		`<input id="a" name="a" type="text" aria-describedby="a-hint"></fieldset><button>Oui</button></form>`+
		`<details><summary>Quoi?</summary><dl><div><dt>A</dt><dd>B</dd></div></dl></details><table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>B</td></tr></tbody></table>`))
}

func TestEachFaultIsFound(t *testing.T) {
	for fault, main := range map[string]string{
		"twice":                     `<p id="content">A</p>`,
		"2 elements <h1>":           `<h1>B</h1>`,
		"order 3 after":             `<h3>B</h3>`,
		"no label":                  `<input name="a" id="a" type="text">`,
		"leads to nothing: b":       `<p><label for="b">B</label></p>`,
		"aria-describedby leads":    `<p aria-describedby="b">B</p>`,
		"a link to nothing":         `<p><a href="#b">B</a></p>`,
		"form leads to nothing":     `<p><button form="content">B</button></p>`,
		"another host":              `<p><a href="https://ailleurs.example/">B</a></p>`,
		"leads to another host":     `<p><img alt="" src="//ailleurs.example/a.png"></p>`,
		"no attribute style":        `<p style="color:red">B</p>`,
		"no attribute onclick":      `<p onclick="x">B</p>`,
		"no attribute placeholder":  `<p><label for="b">B</label><input id="b" name="b" type="text" placeholder="B"></p>`,
		`type="number"`:             `<p><label for="b">B</label><input id="b" name="b" type="number"></p>`,
		"class is there twice":      `<p class="a" class="b">B</p>`,
		"a script within":           `<script type="module">x</script>`,
		"no element of ours":        `<center>B</center>`,
		"within <ul>":               `<ul><p>B</p></ul>`,
		"within <main>":             `<li>B</li>`,
		"which holds a line":        `<p><div>B</div></p>`,
		"within <a>":                `<a href="/"><button>B</button></a>`,
		"within <form>":             `<form method="get"><form method="get"></form></form>`,
		"begin with its legend":     `<fieldset><p>B</p></fieldset>`,
		"begin with its summary":    `<details><p>B</p></details>`,
		"more than dt":              `<dl><div><p>B</p></div></dl>`,
		"without words":             `<p><button></button></p>`,
		"a star":                    `<p><label for="b">B *</label><input id="b" name="b" type="text"></p>`,
		"cannot be pressed":         `<p><button disabled>B</button></p>`,
		"an image without":          `<p><img src="/a.png"></p>`,
		"a drawing without":         `<svg><path d="M0 0"></path></svg>`,
		"a message without":         `<p>[portal.nothing-there]</p>`,
		"validated by the browser":  `<form method="get"><p><label for="b">B</label><input id="b" name="b" type="text"></p></form>`,
		"does not say why":          `<p><label for="b">B</label><input id="b" name="b" type="text" aria-invalid="true"></p>`,
		"Enter in a text presses":   `<form method="post" action="/x" novalidate><p><label for="b">B</label><input id="b" name="b" type="text"></p><button class="link danger" name="remove">Supprimer</button><button>Oui</button></form>`,
		`aria-current="yes"`:        `<p aria-current="yes">B</p>`,
		"aria-label is empty":       `<p aria-label="">B</p>`,
		`autocomplete="given name"`: `<p><label for="b">B</label><input id="b" name="b" type="text" autocomplete="given name"></p>`,
	} {
		found := faults(t, main)
		require.NotEmpty(t, found, fault)
		require.Contains(t, strings.Join(found, "\n"), fault)
	}
}
