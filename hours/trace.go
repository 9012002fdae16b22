package hours

// Stage is a step's place in the evaluation.
type Stage string

// The stages, in the order in which they happen.
const (
	// StageMeasured: the hours of a declaration, as declared.
	StageMeasured Stage = "measured"
	// StageCounted: the hours of a declaration that count.
	StageCounted Stage = "counted"
	// StageAsked: the amount that the clause asks for.
	StageAsked Stage = "asked"
	// StageShared: a share of what another requirement leaves to do.
	StageShared Stage = "shared"
	// StageProrated: the amount for the member's own part of the period.
	StageProrated Stage = "prorated"
	// StageRelieved: less the hours of an exemption.
	StageRelieved Stage = "relieved"
	// StageCarried: less the hours of the period before that serve, when there are
	// any; the same figure when they do not serve the requirement.
	StageCarried Stage = "carried"
	// StageServed: the hours counted for the requirement.
	StageServed Stage = "served"
	// StageLeft: what is left to do.
	StageLeft Stage = "left"
)

// Stages lists every stage.
func Stages() []Stage {
	return []Stage{
		StageMeasured, StageCounted, StageAsked, StageShared, StageProrated, StageRelieved,
		StageCarried, StageServed, StageLeft,
	}
}

// Step is one step of an evaluation.
type Step struct {
	Stage Stage `json:"stage"`
	// Requirement is the requirement that the step is about; Declaration the
	// declaration. One of the two is empty.
	Requirement string `json:"requirement,omitempty"`
	Declaration string `json:"declaration,omitempty"`
	// Before and After are the figure before and after the step.
	Before Hours `json:"before"`
	After  Hours `json:"after"`
	// Num and Den are the proportion that the step multiplied by: a share, or
	// months over months. Zero when it did not.
	Num int64 `json:"num,omitempty"`
	Den int64 `json:"den,omitempty"`
	// By is what else the step draws on: the requirement that a share is of, the
	// exemption that relieves, the period that hours were carried from, why hours
	// do not count.
	By string `json:"by,omitempty"`
	// Clause is the identifier of the version's clause that says so.
	Clause string `json:"clause,omitempty"`
}
