package identity

import "slices"

// Role is what an account is for. An account may have several.
type Role string

// The roles.
const (
	RoleMember         Role = "member"
	RoleStaff          Role = "staff"
	RoleOperator       Role = "operator"
	RoleSupervisor     Role = "supervisor"
	RolePrivacyOfficer Role = "privacy-officer"
	// RoleLearner is who sits exams, whether on the roll or not.
	RoleLearner Role = "learner"
	// RoleRepresentative registers the people of a workplace for services (A11, A12).
	RoleRepresentative Role = "representative"
	// RoleUser uses services online and has no file (A1).
	RoleUser Role = "user"
)

// Roles lists every role.
func Roles() []Role {
	return []Role{
		RoleMember, RoleStaff, RoleOperator, RoleSupervisor, RolePrivacyOfficer, RoleLearner, RoleRepresentative, RoleUser,
	}
}

// roleClock is nobody's: what time alone causes is done under it. No account can
// have it.
const roleClock Role = "clock"

// roleTrainingBody is that of [TrainingBody]. No account can have it.
const roleTrainingBody Role = "training-body"

// Clock returns the actor of what falls due by itself in an organisation: a delay
// that has run out, a reminder. It has no account and no name, and may read and
// decide every file.
func Clock(org OrganisationID) Actor { return Actor{Org: org, Roles: []Role{roleClock}} }

// IsClock reports that nobody asks: time does.
func (a Actor) IsClock() bool { return a.Account == "" && a.Is(roleClock) }

// Actor is the person who asks: what every desk needs to know of the one in
// front of it. The zero Actor may do nothing.
type Actor struct {
	Org     OrganisationID
	Account AccountID
	// Member is the person's own file, if they have one.
	Member   MemberID
	Name     string
	Roles    []Role
	Language Language
	// Services are what the account opens ([Account.Services]).
	Services []string
}

// Is reports that the actor has the role.
func (a Actor) Is(role Role) bool { return slices.Contains(a.Roles, role) }

// TrainingBody returns the actor of a training body that has a token of its own: its
// identifier and its name. It may say who attended, and see no file.
func TrainingBody(org OrganisationID, id, name string) Actor {
	return Actor{Org: org, Account: AccountID("provider-" + id), Name: name, Roles: []Role{roleTrainingBody}}
}

// Action is something that can be done to a member's training file.
type Action string

// The actions.
const (
	Read   Action = "read"   // see the file and its documents
	Write  Action = "write"  // declare an activity, ask for an exemption
	Decide Action = "decide" // count or refuse, grant or refuse
	Attend Action = "attend" // say that the member attended an activity
	List   Action = "list"   // go through the files of the organisation
)

// Relation is how a file stands to the actor.
type Relation string

// The relations.
const (
	Own     Relation = "own"
	Another Relation = "another" // of the same organisation
	Foreign Relation = "foreign" // of another organisation
)

// Relation returns how the file stands to the actor.
func (a Actor) Relation(org OrganisationID, member MemberID) Relation {
	switch {
	case a.Org == "" || a.Org != org:
		return Foreign
	case a.Member != "" && a.Member == member:
		return Own
	}
	return Another
}

// allowed is the whole of the access rules: who may do what to which file. What
// is not here is refused. Nobody decides on their own file, and no role reaches
// another organisation's.
var allowed = map[Role]map[Relation][]Action{
	RoleMember: {
		Own: {Read, Write},
	},
	RoleStaff: {
		Own:     {Read, List},
		Another: {Read, Decide, List},
	},
	roleTrainingBody: {
		Another: {Attend},
	},
	roleClock: {
		Another: {Read, Decide, List},
	},
}

// May reports that the actor may do this to that member's file. For List the
// member may be empty.
func (a Actor) May(action Action, org OrganisationID, member MemberID) bool {
	relation := a.Relation(org, member)
	if relation == Foreign {
		return false
	}
	return slices.ContainsFunc(a.Roles, func(r Role) bool {
		return slices.Contains(allowed[r][relation], action)
	})
}

// Check is May as an error: nil when allowed, [ErrForbidden] when the actor may
// read the file but not do this, [ErrNotFound] when the file is not theirs to
// know of.
func (a Actor) Check(action Action, org OrganisationID, member MemberID) error {
	switch {
	case a.May(action, org, member):
		return nil
	case member != "" && !a.May(Read, org, member):
		return ErrNotFound
	}
	return ErrForbidden
}
