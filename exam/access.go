package exam

import (
	"slices"

	"github.com/goodstanding/goodstanding/identity"
)

// OperatedBy reports that the actor works at the service point, and may see its
// learners (E2): an operator whom it lists, or a supervisor of the organisation.
func (p Point) OperatedBy(actor identity.Actor) bool {
	if actor.Org == "" || actor.Org != p.Org {
		return false
	}
	return actor.Is(identity.RoleSupervisor) || actor.Is(identity.RoleOperator) && slices.Contains(p.Operators, actor.Account)
}

// MayOperate reports that the actor may work at some service point: who sees the pages
// "Point de service formation".
func MayOperate(actor identity.Actor) bool {
	return actor.Is(identity.RoleOperator) || actor.Is(identity.RoleSupervisor)
}

// MaySupervise reports that the actor may have a sitting continued.
func MaySupervise(actor identity.Actor) bool { return actor.Is(identity.RoleSupervisor) }

// MayManage reports that the actor may open service points, enrol learners and issue
// cards: the organisation's staff.
func MayManage(actor identity.Actor) bool { return actor.Is(identity.RoleStaff) }

// MayIssue reports that the actor may issue attestation cards.
func MayIssue(actor identity.Actor) bool { return MayManage(actor) || MaySupervise(actor) }
