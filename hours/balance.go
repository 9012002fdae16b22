package hours

import (
	"slices"
	"strconv"

	"github.com/goodstanding/goodstanding/cycle"
)

// Balance is where a member stands in a reference period: what is required, what
// counts, what is left, and why. The figures of each line add up:
// Due = Asked − Exempted, and Remaining = Due − Carried − Counted, or none.
type Balance struct {
	// Regulation and Version name the text that was applied.
	Regulation string `json:"regulation"`
	Version    string `json:"version"`
	// Period is the reference period, and Day the day as of which it is judged.
	Period cycle.Period `json:"period"`
	Day    cycle.Date   `json:"day"`
	// Start is the period's first day, or that of the admission or readmission
	// that falls inside it, and Entry then says which (P5). End is the period's
	// last day (P6).
	Start   cycle.Date  `json:"start"`
	End     cycle.Date  `json:"end"`
	Entered bool        `json:"entered"`
	Entry   cycle.Entry `json:"entry"`
	Status  Status      `json:"status"` // P7
	// Granted is the total of the hours of exemption granted (P9): the figures, and
	// what the rules take off the total. What of it lowers each requirement is in the
	// lines.
	Granted Hours `json:"granted"`
	// Declared is the hours declared to date (P10): counted, pending or refused,
	// but neither withdrawn nor cancelled. Counted and Pending are parts of it.
	Declared Hours `json:"declared"`
	Counted  Hours `json:"counted"`
	Pending  Hours `json:"pending"`
	// Categories has the hours of every category of the regulation (P11 to P13).
	Categories []CategoryHours `json:"categories"`
	// Lines has every requirement, in the regulation's order (P8, P14 to P16).
	Lines []Line `json:"lines"`
	// Items says of each declaration what counts, and why the rest does not.
	Items []Item `json:"items"`
	// Limits has every limit, with what it drops.
	Limits []Limit `json:"limits,omitempty"`
	// Soonest is what would satisfy what is left, in the fewest hours found.
	Soonest []Advice `json:"soonest,omitempty"`
	// Tier is the late tier that applies, from 1; 0 is none.
	Tier int `json:"tier,omitempty"`
	// Surplus is what may be carried to the next period as things stand, and
	// Passing the ledger of all that is.
	Surplus Hours   `json:"surplus"`
	Passing []Carry `json:"passing,omitempty"`
	// Trace leads from the regulation and the declarations to the figures above,
	// in order, each step with its clause.
	Trace []Step `json:"trace"`
}

// CategoryHours is the hours of a category.
type CategoryHours struct {
	Category string `json:"category"`
	Declared Hours  `json:"declared"`
	Counted  Hours  `json:"counted"`
	Pending  Hours  `json:"pending"`
}

// Line is a requirement, in one of its windows, and where the member stands in it.
type Line struct {
	Requirement string `json:"requirement"`
	// Nth is which of its windows it is, from 1; 0 when it has one. Window is the
	// window.
	Nth    int        `json:"nth,omitempty"`
	Window cycle.Span `json:"window"`
	// Total: it is the total.
	Total bool `json:"total,omitempty"`
	// Measure is what the figures are a number of.
	Measure Measure `json:"measure,omitempty"`
	// Decides: it decides the status. What is recommended, what is part of a choice,
	// and a window that ends later than the period do not.
	Decides bool `json:"decides"`
	// Asked is the amount for the member's own part of the period; Exempted what
	// exemptions take off; Due what is to be done after that (P8).
	Asked    Hours `json:"asked"`
	Exempted Hours `json:"exempted"`
	Due      Hours `json:"due"`
	// Carried is what hours of the period before serve, Counted the hours of this
	// one. Counted may be more than is due.
	Carried Hours `json:"carried"`
	Counted Hours `json:"counted"`
	Pending Hours `json:"pending"`
	// Remaining is what is left (P14 to P16), and AfterPending what would be if
	// everything pending were counted.
	Remaining    Hours  `json:"remaining"`
	AfterPending Hours  `json:"afterPending"`
	Clause       string `json:"clause"`
}

// Limit is a limit on what counts, in one of its windows.
type Limit struct {
	Requirement string     `json:"requirement"`
	Nth         int        `json:"nth,omitempty"`
	Window      cycle.Span `json:"window"`
	// Most is how much counts, Done what was done, Dropped what does not count for
	// it.
	Most    Hours  `json:"most"`
	Done    Hours  `json:"done"`
	Dropped Hours  `json:"dropped"`
	Clause  string `json:"clause"`
}

// Item is a declaration in the balance.
type Item struct {
	Declaration string `json:"declaration"`
	Declared    Hours  `json:"declared"`
	// Credit is what it gives before any limit, and Counted what limits leave.
	Credit  Hours `json:"credit"`
	Counted Hours `json:"counted"`
	Pending Hours `json:"pending"`
	// Serves names the requirements that it counts for, each with its window when it
	// has several.
	Serves []string `json:"serves,omitempty"`
	// Why says why some of it does not count; empty when all of it does. Reason
	// is what staff wrote, if they did.
	Why    Why    `json:"why"`
	Reason string `json:"reason"`
}

// Why is why hours do not count.
type Why string

// The reasons. The zero value is none: they count.
const (
	WhyNone      Why = ""
	WhyPending   Why = "pending"   // the order has not dealt with it yet
	WhyPartly    Why = "partly"    // the order counted fewer hours
	WhyRefused   Why = "refused"   // the order refused it
	WhyWithdrawn Why = "withdrawn" // the member took it back
	WhyCancelled Why = "cancelled" // the order cancelled it
	WhyOutside   Why = "outside"   // it ended outside the member's part of the period
	WhyRule      Why = "rule"      // the regulation measures it so
	WhyLimit     Why = "limit"     // it is beyond a limit of the regulation
)

// Whys lists every reason.
func Whys() []Why {
	return []Why{WhyPending, WhyPartly, WhyRefused, WhyWithdrawn, WhyCancelled, WhyOutside, WhyRule, WhyLimit}
}

// Status is where a file stands for a period (P7).
type Status string

// The statuses.
const (
	// Met: every requirement is reached ("Formations complétées").
	Met Status = "met"
	// MetWithCarry: reached with the help of hours carried over.
	MetWithCarry Status = "met-with-carry"
	// Exempt: reached by exemption alone, with nothing counted.
	Exempt Status = "exempt"
	// OnCourse: what is pending would be enough. After the period has ended too:
	// nobody is in default while it is for the order to decide.
	OnCourse Status = "on-course"
	// Short: hours are missing, and there is time left.
	Short Status = "short"
	// InGrace: time has run out, and what is missing may still be done.
	InGrace Status = "in-grace"
	// NonCompliant: the period has ended and hours are missing, whatever the order
	// decides of those that are pending.
	NonCompliant Status = "non-compliant"
	// Unknown: the member is on the roll on no day of the period.
	Unknown Status = "unknown"
)

// Statuses lists every status.
func Statuses() []Status {
	return []Status{Met, MetWithCarry, Exempt, OnCourse, Short, InGrace, NonCompliant, Unknown}
}

// Complete reports that nothing is left to do.
func (s Status) Complete() bool { return s == Met || s == MetWithCarry || s == Exempt }

// Total returns the line of the total; the zero Line when it does not concern the
// member.
func (b Balance) Total() Line {
	i := slices.IndexFunc(b.Lines, func(l Line) bool { return l.Total })
	if i < 0 {
		return Line{}
	}
	return b.Lines[i]
}

// Line returns the line of a requirement: of its n-th window when the name ends
// with a stroke and a number, such as "yearly/2"; of the first otherwise.
func (b Balance) Line(requirement string) (Line, bool) {
	i := slices.IndexFunc(b.Lines, func(l Line) bool { return l.Requirement == requirement || l.Name() == requirement })
	if i < 0 {
		return Line{}, false
	}
	return b.Lines[i], true
}

// Name names the requirement and, when it has several, the window.
func (l Line) Name() string {
	if l.Nth == 0 {
		return l.Requirement
	}
	return l.Requirement + "/" + strconv.Itoa(l.Nth)
}

// Category returns the hours of a category; none when the regulation has no such
// category.
func (b Balance) Category(id string) CategoryHours {
	for _, c := range b.Categories {
		if c.Category == id {
			return c
		}
	}
	return CategoryHours{Category: id}
}

// Item returns what the balance says of a declaration.
func (b Balance) Item(declaration string) (Item, bool) {
	i := slices.IndexFunc(b.Items, func(i Item) bool { return i.Declaration == declaration })
	if i < 0 {
		return Item{}, false
	}
	return b.Items[i], true
}
