package portal

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func dossierRoutes() []Route {
	return []Route{
		{"GET", "/{$}", (*visit).welcome, false},
		{"GET", "/portfolio", (*visit).dossiers, false},
		{"GET", "/portfolio.csv", (*visit).dossiersCSV, false},
	}
}

// welcomePage is what the first page says of the reader's own file. The Summary is nil
// when its hours cannot be worked out.
type welcomePage struct {
	Summary *summary
	Alerts  []closingAlert
	// Exams are those that are authorised or under way.
	Exams []trainingLine
	// Questions says that a mandate has security questions asked.
	Questions bool
	// Services are what the account opens; nil where nothing is said of it.
	Services *serviceList
}

// welcome greets (P3), and says at once what is left to do. A file whose hours
// cannot be worked out is no reason not to greet: its own page says why.
func (v *visit) welcome() error {
	var body welcomePage
	if v.actor.May(identity.Read, v.Org, v.actor.Member) && v.actor.Member != "" {
		f, err := v.fileOf(v.actor.Member, cycle.Date{}, cycle.Date{})
		switch {
		case err == nil:
			now := v.summary(f)
			alerts, err := v.alerts(v.actor.Member)
			if err != nil {
				return err
			}
			body.Summary, body.Alerts = &now, alerts
		case !i18n.Known(err):
			return err
		}
	}
	if v.ServicePoint != nil && v.actor.Is(identity.RoleLearner) {
		var err error
		if body.Exams, err = v.trainingLines(true); err != nil && !i18n.Known(err) {
			return err
		}
	}
	_, body.Questions = v.org.Recovery.Mandate()
	body.Services = v.services()
	return v.show(http.StatusOK, "welcome", frame{Title: v.t("welcome.title"), Tab: "welcome", Body: body})
}

// dossierList is the list of the files that one may open (P4).
type dossierList struct {
	Text     field
	Search   bool
	Columns  []column
	Members  []identity.Member
	Count    string
	Download string
	Sort     string
	Reverse  bool
}

func (v *visit) dossiers() error {
	members, order, err := v.membersChosen()
	if err != nil {
		return err
	}
	list := dossierList{
		Search: v.actor.May(identity.List, v.actor.Org, ""), Members: members,
		Text:    v.form("dossier", nil).text("text", v.r.URL.Query().Get("text")),
		Columns: order.columns(v, "name", "dossier.column.name", "permit", "dossier.column.permit"),
		Count:   v.print.N("dossier.count", len(members)), Download: "/portfolio.csv" + v.query(),
		Sort: order.key, Reverse: order.reverse,
	}
	return v.show(http.StatusOK, "dossiers", frame{Title: v.t("dossier.title"), Tab: "portfolio", Body: list})
}

// dossiersCSV is the same list, to download.
func (v *visit) dossiersCSV() error {
	members, _, err := v.membersChosen()
	if err != nil {
		return err
	}
	s := v.csv("permit", "last-name", "first-name", "email")
	for _, m := range members {
		s.add(m.Permit, m.Last, m.First, m.Email)
	}
	return s.send("dossiers.csv")
}

// membersChosen returns the members whose files one may open, found and sorted as
// the address says.
func (v *visit) membersChosen() ([]identity.Member, order, error) {
	order := v.order("name", "permit")
	members, err := v.Directory.Members(v.r.Context(), v.actor)
	if err != nil {
		return nil, order, err
	}
	members = found(members, v.r.URL.Query().Get("text"))
	slices.SortStableFunc(members, func(a, b identity.Member) int {
		if order.key == "permit" {
			return cmp.Compare(a.Permit, b.Permit)
		}
		// The store sorts by code: here Éloïse stands among the E.
		return cmp.Compare(hours.Fold(a.Last+" "+a.First), hours.Fold(b.Last+" "+b.First))
	})
	if order.reverse {
		slices.Reverse(members)
	}
	return members, order, nil
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
