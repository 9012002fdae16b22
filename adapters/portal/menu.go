package portal

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/identity"
)

// menuItem leads to a page: its address, and the key of what it is called.
type menuItem struct {
	Path  string
	Label string
	// Also begins the addresses of what belongs to it and stands elsewhere.
	Also []string
	// Waiting is how many wait for a decision; empty for none.
	Waiting string
	// Current says that it is the page that is shown, or one below it.
	Current bool
}

// managedPointsPath is in the menu where there are service points.
const managedPointsPath = "/queue/points"

// staffMenu are the pages of the staff, in the order of their menu. The first is
// the tab's own.
var staffMenu = []menuItem{
	{Path: "/queue", Label: "menu.queue"},
	{Path: "/queue/periods", Label: "docket.title"},
	{Path: "/queue/lists", Label: "menu.listing"},
	{Path: "/queue/rosters", Label: "roster.heading"},
	{Path: "/queue/providers", Label: "provider.heading"},
	{Path: "/queue/audits", Label: "menu.audits"},
	{Path: accessQueuePath, Label: "access-desk.menu"},
	{Path: accountsPath, Label: "account.list"},
	{Path: incidentsPath + "/new", Label: "officer.incident.menu"},
	{Path: managedPointsPath, Label: "managed-point.heading", Also: []string{"/queue/learners/", "/learners/"}},
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
	var menu []menuItem
	best := 0
	for _, item := range staffMenu {
		if item.Path == managedPointsPath && v.ServicePoint == nil || item.Path == accessQueuePath && v.Office == nil || item.Path == incidentsPath+"/new" && v.Registrar == nil {
			continue
		}
		if item.Path == accessQueuePath {
			item.Waiting = v.waiting()
		}
		menu = append(menu, item)
		under := func(path string) bool { return strings.HasPrefix(here, path) }
		if len(menu) > 1 && (here == item.Path || under(item.Path+"/") || slices.ContainsFunc(item.Also, under)) {
			best = len(menu) - 1
		}
	}
	menu[best].Current = true
	return menu
}

// waiting returns how many requests for access wait. A menu is not worth a page that
// fails: what goes wrong is logged.
func (v *visit) waiting() string {
	all, err := v.Office.Queue(v.r.Context(), v.actor)
	if err != nil {
		v.log().Error("portal: the queue was not counted", "error", err)
	}
	if len(all) == 0 {
		return ""
	}
	return strconv.Itoa(len(all))
}
