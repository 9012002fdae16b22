package exam

import (
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Event is what happens to a sitting.
type Event string

// The operator's events. Grant gives more time, Move assigns another workstation.
const (
	Authorise Event = "authorise"
	Cancel    Event = "cancel"
	Grant     Event = "grant"
	Move      Event = "move"
	Pause     Event = "pause"
	Resume    Event = "resume"
	Terminate Event = "terminate"
)

// The learner's events. Launch opens the exam in a browser, also again after a crash;
// the clock starts at Begin.
const (
	Launch Event = "launch"
	Begin  Event = "begin"
	Answer Event = "answer"
	Submit Event = "submit"
)

// The events that time alone causes, and Withdraw, which follows from Cancel and
// Lapse.
const (
	Lapse     Event = "lapse"
	PauseOver Event = "pause-over"
	TimeOut   Event = "time-out"
	Withdraw  Event = "withdraw"
)

// Commands lists the events that somebody commands, the operator's first. No command
// can cause the others.
func Commands() []Event {
	return []Event{Authorise, Cancel, Grant, Move, Pause, Resume, Terminate, Launch, Begin, Answer, Submit}
}

// ByLearner reports an event of the learner's, which carries the epoch of a launch.
func (e Event) ByLearner() bool { return e == Launch || e == Begin || e == Answer || e == Submit }

// commanded reports an event that a command may cause.
func (e Event) commanded() bool { return slices.Contains(Commands(), e) }

// Ground says in a word why an operator did something; what they wrote stands beside
// it.
type Ground string

// The grounds of a termination: the learner had finished and not closed (E15), was
// stopped before the end (E16), broke the rules, or the workstation failed. Those of a
// grant: an adjustment agreed beforehand, or an incident. Those of a cancellation: at
// the learner's wish, or by mistake.
const (
	FinishedUnclosed Ground = "finished"
	StoppedBefore    Ground = "stopped"
	Irregularity     Ground = "irregularity"
	Technical        Ground = "technical"
	Accommodation    Ground = "accommodation"
	Incident         Ground = "incident"
	AtTheirWish      Ground = "wish"
	ByMistake        Ground = "mistake"
)

// grounds are those that each event may have.
var grounds = map[Event][]Ground{
	Terminate: {FinishedUnclosed, StoppedBefore, Irregularity, Technical},
	Grant:     {Accommodation, Incident},
	Cancel:    {AtTheirWish, ByMistake, Technical},
}

// Grounds lists the grounds that an event may have; none for one that has no ground.
func (e Event) Grounds() []Ground { return slices.Clone(grounds[e]) }

// Person is who did something; the zero value is nobody: time did.
type Person struct {
	Account identity.AccountID `json:"account"`
	Name    string             `json:"name"`
}

// PersonOf returns the person that an actor is.
func PersonOf(actor identity.Actor) Person { return Person{actor.Account, actor.Name} }

// Entry is a line of a sitting's log: every event but answers, which have their own
// instants, has one.
type Entry struct {
	Event Event `json:"event"`
	// At is when it happened; what time alone causes is dated when it fell due.
	At time.Time `json:"at"`
	// Noted is what the clock showed when it was written: later than At for what fell
	// due meanwhile, earlier when the clock went back.
	Noted time.Time `json:"noted"`
	By    Person    `json:"by,omitzero"`
	// Ground and Note are why; Workstation, Epoch and Time what a move, a launch and a
	// grant were about.
	Ground      Ground        `json:"ground,omitempty"`
	Note        string        `json:"note,omitempty"`
	Workstation string        `json:"workstation,omitempty"`
	Epoch       int           `json:"epoch,omitempty"`
	Time        time.Duration `json:"time,omitempty"`
}
