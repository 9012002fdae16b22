package portal

import (
	"strings"

	"github.com/goodstanding/goodstanding/identity"
)

// menuItem leads to a page: its address, and the key of what it is called.
type menuItem struct {
	Path  string
	Label string
	// Current says that it is the page that is shown, or one below it.
	Current bool
}

// staffMenu are the pages of the staff, in the order of their menu. The first is
// the tab's own.
var staffMenu = []menuItem{
	{Path: "/queue", Label: "menu.queue"},
	{Path: "/queue/periods", Label: "docket.title"},
	{Path: "/queue/lists", Label: "menu.listing"},
	{Path: "/queue/rosters", Label: "roster.heading"},
	{Path: "/queue/providers", Label: "provider.heading"},
	{Path: "/queue/audits", Label: "menu.audits"},
}

// fileMenu are the pages of a member's file, below the address of the file.
var fileMenu = []menuItem{
	{Path: "/periods", Label: "closing.list"},
	{Path: "/history", Label: "history.link"},
	{Path: "/certificates", Label: "certificate.link"},
	{Path: "/messages", Label: "menu.messages"},
	{Path: "/evidence", Label: "evidence.link"},
}

// menu returns the staff's menu with the current page marked; nothing to others.
// With one page there is no need of a menu.
func (v *visit) menu() []menuItem {
	if len(staffMenu) < 2 || !v.actor.May(identity.List, v.actor.Org, "") {
		return nil
	}
	here := v.r.URL.Path
	menu := make([]menuItem, len(staffMenu))
	best := 0
	for i, item := range staffMenu {
		menu[i] = item
		if i > 0 && (here == item.Path || strings.HasPrefix(here, item.Path+"/")) {
			best = i
		}
	}
	menu[best].Current = true
	return menu
}
