package portal

import (
	"net/http"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// welcome greets (P3), and says at once what is left to do. A file whose hours
// cannot be worked out is no reason not to greet: its own page says why.
func (v *visit) welcome() error {
	page := frame{Title: v.t("welcome.title"), Tab: "welcome"}
	if v.actor.May(identity.Read, v.Org, v.actor.Member) && v.actor.Member != "" {
		f, err := v.fileOf(v.actor.Member, cycle.Date{})
		switch {
		case err == nil:
			page.Body = v.summary(f)
		case !i18n.Known(err):
			return err
		}
	}
	return v.show(http.StatusOK, "welcome", page)
}

// dossierList is the list of the files that one may open (P4).
type dossierList struct {
	Text    field
	Search  bool
	Members []identity.Member
	Count   string
}

func (v *visit) dossiers() error {
	members, err := v.Directory.Members(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	list := dossierList{Search: v.actor.May(identity.List, v.actor.Org, "")}
	if list.Search {
		text := v.r.URL.Query().Get("text")
		list.Text = v.form("dossier", nil).text("text", text)
		members = found(members, text)
		list.Count = v.print.N("dossier.count", len(members))
	}
	list.Members = members
	return v.show(http.StatusOK, "dossiers", frame{Title: v.t("dossier.title"), Tab: "portfolio", Body: list})
}

// found returns the members whose name or permit holds every word, whatever the
// case and the accents.
func found(members []identity.Member, text string) []identity.Member {
	var some []identity.Member
	for _, m := range members {
		if namesAll(m, text) {
			some = append(some, m)
		}
	}
	return some
}

func namesAll(m identity.Member, text string) bool {
	name := hours.Fold(m.First + " " + m.Last + " " + m.Permit)
	for _, word := range strings.Fields(hours.Fold(text)) {
		if !strings.Contains(name, word) {
			return false
		}
	}
	return true
}
