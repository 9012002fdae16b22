package privacy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// PersonID names, inside an organisation, a person about whom something is held: a
// member's identifier, or one of somebody who is not a member. The zero value names
// nobody.
type PersonID string

// Quality is in what quality a person asks (P-39.1, s. 30, s. 94).
type Quality string

// The qualities.
const (
	Oneself        Quality = "oneself"
	Representative Quality = "representative"
	Heir           Quality = "heir"
	Liquidator     Quality = "liquidator"
	Beneficiary    Quality = "beneficiary"
	Parental       Quality = "parental-authority"
)

// Qualities lists them.
func Qualities() []Quality {
	return []Quality{Oneself, Representative, Heir, Liquidator, Beneficiary, Parental}
}

// Request is what a person asks about their information, or complains of (V16, V17).
type Request struct {
	Org    identity.OrganisationID `json:"org"`
	Person PersonID                `json:"person"`
	ID     string                  `json:"id"`
	Kind   Kind                    `json:"kind"`
	// Quality is in what quality it is made, and Proof how identity and quality were
	// established, in words that hold no number; empty: they are not.
	Quality Quality `json:"quality"`
	Proof   string  `json:"proof"`
	// From is who asks, and where to answer.
	From Contact `json:"from"`
	// Asked is what the person wrote, and Scope the holdings that it is about; none:
	// it is not precise.
	Asked string      `json:"asked"`
	Scope []HoldingID `json:"scope"`
	// Received is the day from which the clocks run, and Logged when it was entered,
	// which may be later.
	Received cycle.Date `json:"received"`
	Logged   time.Time  `json:"logged"`
	State    State      `json:"state"`
	Legs     []Leg      `json:"legs"`
	// Entries are what happened, in order, without a name.
	Entries []Entry `json:"entries"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// Entry is one thing that happened to a request. Account is of who did it.
type Entry struct {
	Event   Event              `json:"event"`
	Regime  Regime             `json:"regime,omitempty"`
	At      time.Time          `json:"at"`
	Account identity.AccountID `json:"account,omitempty"`
	// State and Leg are those after the event.
	State State    `json:"state"`
	Leg   LegState `json:"leg,omitempty"`
}

// Rules are what a request is judged by.
type Rules struct {
	Law       Law
	Inventory Inventory
	Holidays  cycle.Holidays
}

// Ask is what a person asks, as it comes in.
type Ask struct {
	Org      identity.OrganisationID
	Person   PersonID
	ID       string
	Kind     Kind
	Quality  Quality
	Asked    string
	Scope    []HoldingID
	Received cycle.Date
}

// Open returns a new request, with a leg for each Act whose holdings it is about. What
// is not precise may be about either, and has both until it is. The errors are
// [ErrUnknownKind], [ErrUnknownQuality], [ErrUnknownHolding], [ErrReceived] and
// [ErrNoRight].
func Open(a Ask, rules Rules, at time.Time, today cycle.Date) (Request, error) {
	r := Request{
		Org: a.Org, Person: a.Person, ID: a.ID, Kind: a.Kind, Quality: a.Quality, Asked: a.Asked,
		Received: a.Received, Logged: at, State: Received,
	}
	switch {
	case !slices.Contains(Kinds(), a.Kind):
		return Request{}, fmt.Errorf("%w: %.40q", ErrUnknownKind, string(a.Kind))
	case !slices.Contains(Qualities(), a.Quality):
		return Request{}, fmt.Errorf("%w: %.40q", ErrUnknownQuality, string(a.Quality))
	case a.Received.IsZero() || a.Received.After(today):
		return Request{}, ErrReceived
	}
	return r.split(a.Scope, rules)
}

// split opens the legs for a scope.
func (r Request) split(scope []HoldingID, rules Rules) (Request, error) {
	of := map[Regime][]HoldingID{}
	for n, id := range scope {
		h, ok := rules.Inventory.Holding(id)
		if !ok || slices.Contains(scope[:n], id) {
			return r, fmt.Errorf("%w: %.120q", ErrUnknownHolding, string(id))
		}
		of[h.Regime] = append(of[h.Regime], id)
	}
	r.Scope, r.Legs = slices.Clone(scope), nil
	for _, regime := range Regimes() {
		if len(scope) > 0 && len(of[regime]) == 0 {
			continue
		}
		c, ok := rules.Law.Clock(regime, r.Kind, r.Received)
		if !ok {
			return r, fmt.Errorf("%w: %s under %s on %s", ErrNoRight, r.Kind, regime, r.Received)
		}
		r.Legs = append(r.Legs, c.open(r.Received, of[regime], rules.Holidays))
	}
	return r, nil
}

// Number is what people quote of the request: the beginning of its identifier, in
// capitals.
func (r Request) Number() string { return strings.ToUpper(r.ID[:min(len(r.ID), 8)]) }

// letterID names a letter of the request: there is one for each thing that happens to it.
func (r Request) letterID(kind identity.MessageKind) string {
	return fmt.Sprintf("%s-%s-%d", kind, r.ID, len(r.Entries))
}

// Leg returns the leg under an Act; false when there is none.
func (r Request) Leg(of Regime) (Leg, bool) {
	return named(r.Legs, string(of), func(l Leg) string { return string(l.Regime) })
}

// Done reports that there is nothing left to answer.
func (r Request) Done() bool {
	return r.State.Over() || r.State == Admissible && !slices.ContainsFunc(r.Legs, func(l Leg) bool { return l.State.Unanswered() })
}

// Frozen returns what the request keeps from being destroyed on a day.
func (r Request) Frozen(day cycle.Date) []HoldingID {
	var all []HoldingID
	for _, l := range r.Legs {
		all = append(all, l.On(day).Frozen...)
	}
	return all
}

// Due returns the earliest last day of the legs that nobody has answered; the zero Date
// when there is none.
func (r Request) Due() cycle.Date {
	var due cycle.Date
	for _, l := range r.Legs {
		if l.State.Unanswered() && !l.Due.IsZero() && (due.IsZero() || l.Due.Before(due)) {
			due = l.Due
		}
	}
	return due
}

// Command is what somebody does to a request. Which fields an event takes stands beside
// them.
type Command struct {
	Event Event
	// Regime names the leg, for the events of a leg.
	Regime Regime
	// Proof says how identity and quality were established (Identify).
	Proof string
	// Scope is what is asked about (Specify).
	Scope []HoldingID
	// Ground and Reason are those of a refusal (Dismiss, Refuse, Withhold, GrantPart),
	// and Since the day of the document, for a ground that time takes away.
	Ground string
	Reason string
	Since  cycle.Date
	// Kept is what is refused (GrantPart).
	Kept []HoldingID
	// Days is how many more there are (Extend, with a reason).
	Days    int
	Account identity.AccountID
}

// Apply returns the request after a command of a day and an instant. On an error it is as
// it was. The errors are [ErrTransition], [ErrNoLeg], those of the events (ErrProof,
// ErrImprecise, ErrGround, ErrGroundLost, ErrReason, ErrPart, ErrNotRefused,
// ErrNoRecourse, ErrDecided, ErrNotAdmitted), those of [Open] for a new scope, and those
// of [Clock.Extend].
func (r Request) Apply(c Command, rules Rules, at time.Time, today cycle.Date) (Request, error) {
	next := r
	next.Legs, next.Entries = slices.Clone(r.Legs), slices.Clone(r.Entries)
	entry := Entry{Event: c.Event, At: at, Account: c.Account}
	var err error
	if slices.Contains(LegEvents(), c.Event) && c.Event != Drop && c.Event != Dismiss {
		entry.Regime = c.Regime
		i := slices.IndexFunc(next.Legs, func(l Leg) bool { return l.Regime == c.Regime })
		if i < 0 {
			return r, fmt.Errorf("%w: %.20q", ErrNoLeg, string(c.Regime))
		}
		next.Legs[i], err = next.answer(next.Legs[i], c, rules, today)
		entry.Leg = next.Legs[i].State
	} else {
		next, err = next.triage(c, rules, today)
	}
	if err != nil {
		return r, err
	}
	entry.State = next.State
	next.Entries = append(next.Entries, entry)
	return next, nil
}

// triage applies an event of the request itself.
func (r Request) triage(c Command, rules Rules, today cycle.Date) (Request, error) {
	state, err := r.State.Next(c.Event)
	if err != nil {
		return r, err
	}
	switch c.Event {
	case Identify:
		if r.Proof = strings.TrimSpace(c.Proof); r.Proof == "" {
			return r, ErrProof
		}
	case Specify:
		if len(c.Scope) == 0 {
			return r, ErrImprecise
		}
		if slices.ContainsFunc(r.Legs, func(l Leg) bool { return l.State != Running }) {
			return r, ErrDecided
		}
		if r, err = r.split(c.Scope, rules); err != nil {
			return r, err
		}
	case Admit:
		switch {
		case r.Proof == "" && r.Kind != Complaint:
			return r, ErrProof
		case len(r.Scope) == 0 && r.Kind != Complaint:
			return r, ErrImprecise
		}
	case Withdraw:
		if slices.ContainsFunc(r.Legs, func(l Leg) bool { return !l.State.Unanswered() }) {
			return r, ErrDecided
		}
	default: // what is asked for is in the message, and dismissing is up to the legs
	}
	for i := range r.Legs {
		switch c.Event {
		case Withdraw:
			r.Legs[i].State, err = r.Legs[i].State.Next(Drop)
		case Dismiss:
			r.Legs[i], err = r.answer(r.Legs[i], c, rules, today)
		default:
		}
		if err != nil {
			return r, err
		}
	}
	r.State = state
	return r, nil
}

// answer applies an event of a leg.
func (r Request) answer(l Leg, c Command, rules Rules, today cycle.Date) (Leg, error) {
	state, err := l.State.Next(c.Event)
	if err != nil {
		return l, err
	}
	clock, ok := named(rules.Law.Clocks, l.Clock, func(c Clock) string { return c.ID })
	if !ok {
		return l, fmt.Errorf("%w: no clock %q", ErrNoRight, l.Clock)
	}
	switch c.Event {
	case Extend:
		// While identity or precision is wanting too: the clock runs all the same. The
		// notice says why.
		if l.ExtendedWhy = strings.TrimSpace(c.Reason); l.ExtendedWhy == "" {
			return l, ErrReason
		}
		if l.Due, err = clock.Extend(r.Received, today, c.Days, rules.Holidays); err != nil {
			return l, err
		}
		l.Extended, l.SilenceUntil = c.Days, clock.RecourseBy(l.Due, rules.Holidays)
	case Contest:
		switch {
		case clock.Recourse == nil:
			return l, ErrNoRecourse
		case l.State.Unanswered() && !l.On(today).Deemed:
			return l, ErrNotRefused
		}
		l.Contested = today
	case Settle:
	default:
		// What cannot be dealt with is refused before it is admitted, and nothing else is.
		if c.Event != Dismiss && r.State != Admissible {
			return l, ErrNotAdmitted
		}
		a := Answer{Event: c.Event, Day: today, Late: !l.Due.IsZero() && today.After(l.Due), Given: l.Scope}
		if a.refuses() {
			if a, err = r.refuse(a, l, c, rules.Law); err != nil {
				return l, err
			}
			a.RecourseBy = clock.RecourseBy(today, rules.Holidays)
		}
		l.Answers = append(slices.Clone(l.Answers), a)
	}
	l.State = state
	return l, nil
}

// refuse fills in an answer that refuses: nothing is refused without a ground that the
// Act has, its article, and a reason.
func (r Request) refuse(a Answer, l Leg, c Command, law Law) (Answer, error) {
	g, ok := law.Refusal(l.Regime, r.Kind, c.Ground)
	switch {
	case !ok || g.Dismiss != (c.Event == Dismiss) || c.Event == Withhold && !g.Deny:
		return a, fmt.Errorf("%w: %.40q", ErrGround, c.Ground)
	case strings.TrimSpace(c.Reason) == "":
		return a, ErrReason
	}
	if g.Years > 0 {
		if a.LostOn = g.Lost(c.Since); c.Since.IsZero() || c.Since.After(a.Day) || !a.Day.Before(a.LostOn) {
			return a, fmt.Errorf("%w: %d years", ErrGroundLost, g.Years)
		}
	}
	if len(l.Answers) > 0 {
		// An answer came before: what it gave is not taken back.
		switch {
		case c.Event != GrantPart:
			return a, ErrDecided
		case slices.ContainsFunc(c.Kept, func(id HoldingID) bool { return !slices.Contains(l.latest().Kept, id) }):
			return a, ErrPart
		}
	}
	a.Ground, a.Articles, a.Verified, a.Reason = g.ID, g.Articles, g.Verified, c.Reason
	a.Given, a.Kept = nil, l.Scope
	if c.Event == GrantPart {
		given, err := part(l.Scope, c.Kept)
		if err != nil {
			return a, err
		}
		a.Given, a.Kept = given, slices.Clone(c.Kept)
	}
	return a, nil
}
