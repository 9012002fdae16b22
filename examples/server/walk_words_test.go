package main

import (
	"strings"
	"sync"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

// sentences are the words of every message in each language, as they are read.
var sentences = sync.OnceValue(func() map[identity.Language]map[string]bool {
	all := map[identity.Language]map[string]bool{}
	for _, l := range []identity.Language{identity.French, identity.English} {
		all[l] = map[string]bool{}
		for _, key := range i18n.Keys() {
			all[l][portaltest.Words(i18n.For(l).T(key))] = true
		}
	}
	return all
})

// foreign returns what a page says in the words of the other language alone, where it does
// not say that it is in that language: what was forgotten in a translation.
func foreign(page *portaltest.Node) []string {
	var found []string
	own, other := identity.French, identity.English
	if portaltest.Attr(portaltest.All(page, "html")[0], "lang") == "en-CA" {
		own, other = other, own
	}
	look := func(n *portaltest.Node, text string) {
		words := portaltest.Words(text)
		if !strings.Contains(words, " ") || !sentences()[other][words] || sentences()[own][words] {
			return
		}
		for n.Parent != nil && !portaltest.Has(n, "lang") {
			n = n.Parent
		}
		if portaltest.Attr(n, "lang") == string(own)+"-CA" {
			found = append(found, words)
		}
	}
	for n := range page.Descendants() {
		switch n.Type {
		case portaltest.TextNode:
			look(n.Parent, n.Data)
		case portaltest.ElementNode:
			for _, name := range []string{"aria-label", "alt", "title", "label"} {
				look(n, portaltest.Attr(n, name))
			}
		}
	}
	return found
}
