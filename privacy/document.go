package privacy

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/identity"
)

// Section is a part of the policy: passages, and a list of the inventory after them.
type Section struct {
	ID         string        `json:"id"`
	Title      identity.Text `json:"title"`
	Statements []string      `json:"statements"`
	// List is what of the inventory the section lists; empty is nothing.
	List List `json:"list"`
}

// List is a list of the inventory that the policy prints.
type List string

// The lists.
const (
	ListGroups   List = "groups"
	ListPurposes List = "purposes"
	ListMeans    List = "means"
)

// Chapter is a section in words, in one language.
type Chapter struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Paragraphs []string `json:"paragraphs"`
	// Lists are what follows the paragraphs: one without a title, or one for each group.
	Lists []Items `json:"lists,omitempty"`
}

// Items is a list with the title that it has, if any.
type Items struct {
	Title string   `json:"title,omitempty"`
	Items []string `json:"items"`
}

// Document returns the policy in words. The same inventory always gives the same words.
func (i Inventory) Document(in identity.Language) []Chapter {
	all := make([]Chapter, 0, len(i.Sections))
	for _, s := range i.Sections {
		c := Chapter{ID: s.ID, Title: s.Title.In(in)}
		for _, id := range s.Statements {
			passage, _ := named(i.Statements, id, func(s Statement) string { return s.ID })
			c.Paragraphs = append(c.Paragraphs, passage.Text.In(in))
		}
		switch s.List {
		case ListGroups:
			for _, g := range i.Groups {
				c.Lists = append(c.Lists, Items{Title: g.Label.In(in), Items: i.collected(g, in)})
			}
		case ListPurposes:
			c.Lists = []Items{{Items: labels(i.Purposes, func(p Purpose) identity.Text { return p.Label }, in)}}
		case ListMeans:
			c.Lists = []Items{{Items: labels(i.Means, func(m Means) identity.Text { return m.Label }, in)}}
		}
		all = append(all, c)
	}
	return all
}

// collected returns what is collected from a group, each with the case in which it is.
func (i Inventory) collected(g Group, in identity.Language) []string {
	var all []string
	for _, c := range g.Collects {
		category, _ := i.Category(c.Category)
		label := category.Label.In(in)
		if only := c.Only.In(in); only != "" {
			label += " (" + only + ")"
		}
		all = append(all, label)
	}
	return all
}

func labels[T any](all []T, label func(T) identity.Text, in identity.Language) []string {
	words := make([]string, len(all))
	for n, one := range all {
		words[n] = label(one).In(in)
	}
	return words
}

// checkSections reports a passage or a list that the policy would leave out, or print
// twice.
func (i Inventory) checkSections(Law) string {
	printed, lists, seen := map[string]bool{}, map[List]bool{}, map[string]bool{}
	for _, s := range i.Sections {
		switch {
		case !identity.WellFormed(s.ID) || seen[s.ID] || !both(s.Title):
			return fmt.Sprintf("a section needs an identifier of its own and both languages: %q", s.ID)
		case s.List != "" && (lists[s.List] || !slices.Contains([]List{ListGroups, ListPurposes, ListMeans}, s.List)):
			return fmt.Sprintf("%s: %q is no list, or is printed twice", s.ID, s.List)
		}
		seen[s.ID], lists[s.List] = true, true
		for _, id := range s.Statements {
			if printed[id] || !i.has("statement", id) {
				return fmt.Sprintf("%s: %q is no passage, or is printed twice", s.ID, id)
			}
			printed[id] = true
		}
	}
	for _, s := range i.Statements {
		if !printed[s.ID] {
			return s.ID + " is a passage that no section prints"
		}
	}
	for _, list := range []List{ListGroups, ListPurposes, ListMeans} {
		if len(i.Sections) > 0 && !lists[list] {
			return fmt.Sprintf("no section lists the %s", list)
		}
	}
	return ""
}
