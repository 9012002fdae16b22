package privacy

import (
	"fmt"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Incident is an entry of the register of confidentiality incidents: unauthorised access,
// use or communication, a loss, or any other breach. Every one is entered, whether its
// risk is serious or not.
type Incident struct {
	Org identity.OrganisationID `json:"org"`
	ID  string                  `json:"id"`
	// Holdings are what it is about, and Undescribed why that cannot be said.
	Holdings    []HoldingID `json:"holdings"`
	Undescribed string      `json:"undescribed"`
	// Circumstances and Cause are in words that name nobody.
	Circumstances string `json:"circumstances"`
	Cause         string `json:"cause"`
	// From and To are the days of the incident, and Known that on which the order became
	// aware of it.
	From  cycle.Date `json:"from,omitzero"`
	To    cycle.Date `json:"to,omitzero"`
	Known cycle.Date `json:"known,omitzero"`
	// Persons is how many are concerned, and InQuebec how many of them there; nil is not
	// known. Both may be approximate.
	Persons    *int       `json:"persons"`
	InQuebec   *int       `json:"inQuebec"`
	Assessment Assessment `json:"assessment"`
	// Measures are those that were taken, Timetable when those to come are, and Suggested
	// those suggested to the persons.
	Measures  string `json:"measures"`
	Timetable string `json:"timetable"`
	Suggested string `json:"suggested"`
	// Telling is how the persons are told, and Foreign the authorities outside Québec that
	// were; "none" is an answer.
	Telling string `json:"telling"`
	Foreign string `json:"foreign"`
	// Body is the order with its number in the register of enterprises, and Contact whom
	// to reach about it.
	Body    string     `json:"body"`
	Contact string     `json:"contact"`
	Told    []Told     `json:"told"`
	Defer   []Deferral `json:"defer"`
	// Entered is when it was first entered, and By who did.
	Entered time.Time          `json:"entered"`
	By      identity.AccountID `json:"by"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// Assessment is that of the risk of injury. The person in charge must be consulted
// (P-39.1, s. 3.7).
type Assessment struct {
	Sensitivity  string `json:"sensitivity"`
	Consequences string `json:"consequences"`
	Likelihood   string `json:"likelihood"`
	// Officer: the person in charge was consulted.
	Officer bool `json:"officer"`
	// Serious: there is a risk of serious injury, and Why.
	Serious Truth      `json:"serious"`
	Why     string     `json:"why"`
	Day     cycle.Date `json:"day,omitzero"`
}

// Told is a notice that was given.
type Told struct {
	To  Addressee  `json:"to"`
	Day cycle.Date `json:"day"`
	// Public: by public notice, and Why.
	Public bool   `json:"public"`
	Why    string `json:"why"`
}

// Addressee is to whom notice of an incident is given.
type Addressee string

// The addressees. Others are those who may reduce the risk: they may be told, with only
// what is needed.
const (
	Authority Addressee = "authority"
	Persons   Addressee = "persons"
	Others    Addressee = "others"
)

// Deferral is an investigation that a notice to the persons could hamper, by a body that
// the law charges with crime or offences. Until is its last day; the zero Date: it goes
// on.
type Deferral struct {
	Body  string     `json:"body"`
	From  cycle.Date `json:"from"`
	Until cycle.Date `json:"until,omitzero"`
}

// Missing returns what the assessment leaves out; none: it is concluded.
func (a Assessment) Missing() []Fact {
	var missing []Fact
	for _, want := range []struct {
		fact Fact
		said bool
	}{
		{"sensitivity", a.Sensitivity != ""},
		{"consequences", a.Consequences != ""},
		{"likelihood", a.Likelihood != ""},
		{"officer-consulted", a.Officer},
		{"serious", a.Serious == Yes || a.Serious == No},
		{"why", a.Why != ""},
		{"day", !a.Day.IsZero()},
	} {
		if !want.said {
			missing = append(missing, want.fact)
		}
	}
	return missing
}

// NoticeState is where a notice of an incident stands.
type NoticeState string

// The states of a notice. Owed is promptly ("avec diligence"): no text gives a number of
// hours or days, and none is given here.
const (
	AssessFirst NoticeState = "assess-first"
	NotOwed     NoticeState = "not-owed"
	Owed        NoticeState = "owed"
	Deferred    NoticeState = "deferred"
	WasGiven    NoticeState = "given"
)

// Owing is where the notice to an addressee stands.
type Owing struct {
	To    Addressee   `json:"to"`
	State NoticeState `json:"state"`
	// Since is the day from which it is owed, and Days how long it has waited.
	Since    cycle.Date  `json:"since,omitzero"`
	Days     int         `json:"days"`
	Articles []ArticleID `json:"articles"`
	Missing  []Fact      `json:"missing,omitempty"`
}

// Notices returns where the notices to the authority and to the persons stand on a day.
// An assessment that leaves something out concludes nothing: least of all that no notice
// is owed.
func (i Incident) Notices(day cycle.Date) []Owing {
	articles := []ArticleID{"p-39.1:3.5", "a-2.1:63.8"}
	missing := i.Assessment.Missing()
	var all []Owing
	for _, to := range []Addressee{Authority, Persons} {
		o := Owing{To: to, Articles: articles}
		deferred := to == Persons && slices.ContainsFunc(i.Defer, func(d Deferral) bool {
			return d.Body != "" && !day.Before(d.From) && (d.Until.IsZero() || !day.After(d.Until))
		})
		switch {
		case slices.ContainsFunc(i.Told, func(t Told) bool { return t.To == to && !t.Day.IsZero() && !t.Day.After(day) }):
			o.State = WasGiven
		case len(missing) > 0:
			o.State, o.Missing = AssessFirst, missing
		case i.Assessment.Serious == No:
			o.State = NotOwed
		case deferred:
			o.State = Deferred
		default:
			o.State = Owed
		}
		if o.State == Owed || o.State == Deferred || o.State == AssessFirst {
			o.Since = i.Assessment.Day
			if o.Since.IsZero() {
				o.Since = i.Known
			}
			if !o.Since.IsZero() {
				o.Days = max(0, day.Sub(o.Since))
			}
		}
		all = append(all, o)
	}
	return all
}

// Field is something that the register or a notice must say.
type Field struct {
	ID       string        `json:"id"`
	Label    identity.Text `json:"label"`
	Articles []ArticleID   `json:"articles"`
	Source   string        `json:"source"`
	Verified bool          `json:"verified"`
}

// Breach is what the register of incidents and the notices must say.
type Breach struct {
	Register  []Field `json:"register"`
	Authority []Field `json:"authority"`
	Persons   []Field `json:"persons"`
}

// fields says of each field whether an incident fills it in.
func (i Incident) fields() map[string]bool {
	told := func(to Addressee) bool { return slices.ContainsFunc(i.Told, func(t Told) bool { return t.To == to }) }
	public := slices.ContainsFunc(i.Told, func(t Told) bool { return t.Public && t.Why == "" })
	return map[string]bool{
		"information":   len(i.Holdings) > 0 || i.Undescribed != "",
		"circumstances": i.Circumstances != "",
		"cause":         i.Cause != "",
		"when":          !i.From.IsZero(),
		"known":         !i.Known.IsZero(),
		"persons":       i.Persons != nil,
		"in-quebec":     i.InQuebec != nil,
		"assessment":    len(i.Assessment.Missing()) == 0,
		// Dates of the notices where the risk is serious, and why one was public.
		"notices":   !public && (i.Assessment.Serious == No || told(Authority) && told(Persons)),
		"measures":  i.Measures != "",
		"timetable": i.Timetable != "",
		"suggested": i.Suggested != "",
		"telling":   i.Telling != "",
		"foreign":   i.Foreign != "",
		"body":      i.Body != "",
		"contact":   i.Contact != "",
	}
}

// Lacks returns the fields that the incident does not fill in.
func (i Incident) Lacks(of []Field) []Field {
	filled := i.fields()
	return slices.DeleteFunc(slices.Clone(of), func(f Field) bool { return filled[f.ID] })
}

// KeepUntil returns the last day on which the entry is kept at least: so many years from
// the day on which the order became aware, as the law has them. The zero Date: nobody
// knows, and it is kept.
func (i Incident) KeepUntil(l Law) cycle.Date {
	var until cycle.Date
	for _, limit := range l.Limits {
		if last := i.Known.AddMonths(12 * limit.Years); limit.From == FromAwareness && last.After(until) {
			until = last
		}
	}
	return until
}

func (l Law) checkIncidents(known map[ArticleID]bool) string {
	there := Incident{}.fields()
	for name, fields := range map[string][]Field{"register": l.Incidents.Register, "authority": l.Incidents.Authority, "persons": l.Incidents.Persons} {
		seen := map[string]bool{}
		for _, f := range fields {
			_, is := there[f.ID]
			switch what := cites(known, f.Articles); {
			case !is || seen[f.ID] || !both(f.Label) || f.Source == "":
				return fmt.Sprintf("%s: %q is no field of an incident, is there twice, or needs both languages and a source", name, f.ID)
			case what != "":
				return name + ": " + f.ID + " " + what
			}
			seen[f.ID] = true
		}
	}
	return ""
}
