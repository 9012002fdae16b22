package exam

import "time"

// Command is what somebody asks of a sitting. Which fields are used depends on the
// event.
type Command struct {
	// ID names the command, so that sending it again gives the same receipt and
	// changes nothing. It is required but for answers, which have their sequence.
	ID    string
	Event Event
	By    Person
	// Epoch is that of the launch, of Begin, Answer and Submit.
	Epoch int
	// Workstation is where Launch comes from, or where Move leads; empty for any.
	Workstation string
	// Opening is what Authorise opens.
	Opening Opening
	// Question, Sequence, Response and Points are an Answer.
	Question string
	Sequence int
	Response Response
	Points   int
	// Time is what Grant gives.
	Time time.Duration
	// Ground and Note say why, of Cancel, Grant, Pause and Terminate.
	Ground Ground
	Note   string
}

// Opening is what an authorisation opens (E6): the exam as it will be sat, and what the
// authorisation rests on.
type Opening struct {
	Point   PointID
	Exam    ID
	Version string
	Policy  Policy
	Paper   Paper
	Until   time.Time
	// Workstation is the assigned one; empty for any.
	Workstation string
	Proof       Proof
	// Photo is the digest of the accepted photo.
	Photo string
	// Extra is time granted ahead; zero for none. Note says why, or why the sitting
	// continues another.
	Extra time.Duration
	Note  string
	// Continues is the number of the sitting that this one continues, with its
	// Answers; zero for none.
	Continues int
	Answers   []Given
}

// Receipt is what was answered to a command, and will be if it is sent again.
type Receipt struct {
	Command string    `json:"command"`
	Event   Event     `json:"event"`
	At      time.Time `json:"at"`
	// Epoch is the one to send from now on, after a launch.
	Epoch int `json:"epoch,omitempty"`
	// Sequence is that of the answer which is kept.
	Sequence int `json:"sequence,omitempty"`
	// Time is what a grant gave.
	Time time.Duration `json:"time,omitempty"`
}
