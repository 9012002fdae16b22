package httpapi

import (
	"net/http"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func memberEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, base + "/members"}, false, listMembers},
		{Route{http.MethodGet, memberPath}, false, showMember},
	}
}

// memberView is a member of the roll.
type memberView struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	First    string     `json:"first"`
	Last     string     `json:"last"`
	Permit   string     `json:"permit"`
	Email    string     `json:"email"`
	Language string     `json:"language"`
	Roll     []stayView `json:"roll"`
}

// stayView is a time on the roll; Last is null while it goes on.
type stayView struct {
	First cycle.Date  `json:"first"`
	Last  *cycle.Date `json:"last"`
	Entry string      `json:"entry"`
}

func viewMember(m identity.Member) memberView {
	v := memberView{
		ID: string(m.ID), Name: m.Name(), First: m.First, Last: m.Last, Permit: m.Permit,
		Email: m.Email, Language: string(identity.French), Roll: []stayView{},
	}
	if m.Language != "" {
		v.Language = string(m.Language)
	}
	for _, stay := range m.Roll {
		s := stayView{First: stay.From, Entry: entryName(stay.Entry)}
		if stay.To != cycle.Forever {
			last := stay.Last()
			s.Last = &last
		}
		v.Roll = append(v.Roll, s)
	}
	return v
}

// entryName names an entry on the roll: the domain's zero value is an admission.
func entryName(e cycle.Entry) string {
	if e == cycle.Readmission {
		return "readmission"
	}
	return "admission"
}

// listMembers answers the members whose files the actor may open; q is looked for
// in the name, the permit and the address, whatever the case and the accents.
func listMembers(x *exchange) error {
	all, err := x.api.Directory.Members(x.r.Context(), x.actor)
	if err != nil {
		return err
	}
	text := hours.Fold(x.r.URL.Query().Get("q"))
	all = slices.DeleteFunc(all, func(m identity.Member) bool {
		return !strings.Contains(hours.Fold(m.Name()+" "+m.Last+" "+m.Permit+" "+m.Email), text)
	})
	return x.json(http.StatusOK, listOf(all, viewMember))
}

func showMember(x *exchange) error {
	id, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	m, err := x.api.Directory.Member(x.r.Context(), x.actor, id)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, viewMember(m))
}

// periodView is a reference period; both days are in it.
type periodView struct {
	Key   string     `json:"key"`
	Start cycle.Date `json:"start"`
	End   cycle.Date `json:"end"`
	Label string     `json:"label"`
}

func (x *exchange) viewPeriod(p cycle.Period) periodView {
	return periodView{Key: p.Key(), Start: p.From, End: p.Last(), Label: x.p.Years(p)}
}

// listPeriods answers the member's reference periods, the current one first.
func listPeriods(x *exchange) error {
	id, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	all, err := x.api.Ledger.Periods(x.r.Context(), x.actor, id)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewPeriod))
}
