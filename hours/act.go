package hours

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Act is what somebody did in a member's file, with what it changed: one line of
// the file's history. It is written with the change that it tells, or neither is,
// and never altered after. What is done to a draft is no act: it is its author's
// alone.
type Act struct {
	Org    identity.OrganisationID `json:"org"`
	Member identity.MemberID       `json:"member"`
	// Seq numbers the acts of a member's file from 1, without a gap.
	Seq int64     `json:"seq"`
	At  time.Time `json:"at"`
	// Account is that of the person who did it, and By the name they then had.
	Account identity.AccountID `json:"account"`
	By      string             `json:"by"`
	Kind    ActKind            `json:"kind"`
	// Of is the identifier of the declaration, or of the request for exemption
	// ([ActKind.OfExemption]), or the key of the period ([ActKind.OfPeriod]). Title is
	// the title of its activity as declared, the same in both languages, or the label
	// of its ground, or the years of the period.
	Of    string        `json:"of"`
	Title identity.Text `json:"title"`
	// Period is the first day of the reference period that it is for, and that the
	// figures are of.
	Period cycle.Date `json:"period"`
	// Reason is what staff wrote, or what the member asks to have corrected; empty when
	// nothing was written.
	Reason string `json:"reason"`
	Before Tally  `json:"before"`
	After  Tally  `json:"after"`
	// Selected is how a draw chose the member ([AuditSelected]); nil otherwise.
	Selected *Selected `json:"selected,omitempty"`
	// Also are the other periods whose figures it changes, in their order: those
	// after it, to which more or less is carried, and those to which the order
	// allocates hours of the declaration.
	Also []PeriodTally `json:"also,omitempty"`
	// Allocations are where the counted hours go, when not to Period alone.
	Allocations []Allocation `json:"allocations,omitempty"`
}

// Selected is how a draw chose a member, so that anybody can check it: hours/audit
// says how.
type Selected struct {
	// Seed is that of the draw, and Number what the member is in it by.
	Seed   string `json:"seed"`
	Number string `json:"number"`
	// Rank is the member's among so many in the Population, from 1, whose numbers have
	// the Digest. It is 0 for who was added by staff.
	Rank       int    `json:"rank"`
	Population int    `json:"population"`
	Digest     string `json:"digest"`
}

// ActKind is what was done.
type ActKind string

// The kinds. Corrected is counted, or granted, after an earlier decision.
const (
	DeclarationSubmitted ActKind = "declaration-submitted"
	DeclarationWithdrawn ActKind = "declaration-withdrawn"
	DeclarationTaken     ActKind = "declaration-taken" // into review
	DeclarationCounted   ActKind = "declaration-counted"
	DeclarationRefused   ActKind = "declaration-refused"
	DeclarationCancelled ActKind = "declaration-cancelled"
	DeclarationCorrected ActKind = "declaration-corrected"
	DeclarationProposed  ActKind = "declaration-proposed" // by a training body's roster
	DeclarationAttested  ActKind = "declaration-attested" // likewise, after the member
	ProposalDismissed    ActKind = "proposal-dismissed"
	ProposalRevoked      ActKind = "proposal-revoked"
	DeclarationAmended   ActKind = "declaration-amended" // the activity itself, by staff
	// DeclarationRecalled: what was counted with many others was taken back in time.
	DeclarationRecalled ActKind = "declaration-recalled"

	CorrectionAsked     ActKind = "correction-asked"
	CorrectionTakenBack ActKind = "correction-taken-back"
	CorrectionDeclined  ActKind = "correction-declined"

	ExemptionSubmitted ActKind = "exemption-submitted"
	ExemptionWithdrawn ActKind = "exemption-withdrawn"
	ExemptionGranted   ActKind = "exemption-granted"
	ExemptionRefused   ActKind = "exemption-refused"
	ExemptionCancelled ActKind = "exemption-cancelled"
	ExemptionCorrected ActKind = "exemption-corrected"
	ExemptionAsked     ActKind = "exemption-asked"    // for more documents
	ExemptionReplied   ActKind = "exemption-replied"  // the documents were sent
	ExemptionEndTold   ActKind = "exemption-end-told" // by the member
	ExemptionEnded     ActKind = "exemption-ended"    // the hours were decided again

	CertificateIssued  ActKind = "certificate-issued"
	CertificateRevoked ActKind = "certificate-revoked"

	AuditSelected   ActKind = "audit-selected" // in a draw
	AuditAsked      ActKind = "audit-asked"    // for the evidence of a declaration
	AuditAskedAgain ActKind = "audit-asked-again"
	AuditOverdue    ActKind = "audit-overdue"
	AuditReceived   ActKind = "audit-received"
	AuditAccepted   ActKind = "audit-accepted"
	AuditDisallowed ActKind = "audit-disallowed"
	AuditErased     ActKind = "audit-erased" // the contents of the documents
	// What becomes of a reference period once it has ended: see hours/closing.
	PeriodClosed      ActKind = "period-closed"
	PeriodReopened    ActKind = "period-reopened"
	DefaultNotified   ActKind = "default-notified"
	DefaultObserved   ActKind = "default-observed" // the member's written observations
	DefaultCured      ActKind = "default-cured"
	DefaultFinal      ActKind = "default-final" // the final notice
	DefaultSanctioned ActKind = "default-sanctioned"
	DefaultLifted     ActKind = "default-lifted"
	DefaultWithdrawn  ActKind = "default-withdrawn"
)

// ActKinds lists every kind.
func ActKinds() []ActKind {
	return []ActKind{
		DeclarationSubmitted, DeclarationWithdrawn, DeclarationTaken, DeclarationCounted, DeclarationRefused,
		DeclarationCancelled, DeclarationCorrected, DeclarationAmended, DeclarationRecalled, CorrectionAsked, CorrectionTakenBack, CorrectionDeclined,
		DeclarationProposed, DeclarationAttested, ProposalDismissed, ProposalRevoked,
		ExemptionSubmitted, ExemptionWithdrawn, ExemptionGranted,
		ExemptionRefused, ExemptionCancelled, ExemptionCorrected,
		ExemptionAsked, ExemptionReplied, ExemptionEndTold, ExemptionEnded,
		CertificateIssued, CertificateRevoked,
		AuditSelected, AuditAsked, AuditAskedAgain, AuditOverdue, AuditReceived, AuditAccepted, AuditDisallowed, AuditErased,
		PeriodClosed, PeriodReopened, DefaultNotified, DefaultObserved, DefaultCured, DefaultFinal, DefaultSanctioned,
		DefaultLifted, DefaultWithdrawn,
	}
}

// OfExemption reports a kind that is about a request for exemption.
func (k ActKind) OfExemption() bool { return strings.HasPrefix(string(k), "exemption-") }

// OfAudit reports a kind that is about an audit; Act.Of is then the declaration, and
// for [AuditSelected] the draw.
func (k ActKind) OfAudit() bool { return strings.HasPrefix(string(k), "audit-") }

// OfCertificate reports a kind that is about a standing certificate; Act.Of is then
// its code.
func (k ActKind) OfCertificate() bool { return strings.HasPrefix(string(k), "certificate-") }

// OfPeriod reports a kind that is about a reference period as a whole, of which Of
// is then the key.
func (k ActKind) OfPeriod() bool {
	return strings.HasPrefix(string(k), "period-") || strings.HasPrefix(string(k), "default-")
}

// told is what the events of a declaration are called in the history. Those of a
// draft are not in it.
var told = map[Event]ActKind{
	Submit: DeclarationSubmitted, Withdraw: DeclarationWithdrawn, Take: DeclarationTaken,
	Count: DeclarationCounted, Refuse: DeclarationRefused, Cancel: DeclarationCancelled,
	Correct: DeclarationAmended, Recall: DeclarationRecalled,
	Propose: DeclarationProposed, Attest: DeclarationAttested, Dismiss: ProposalDismissed, Revoke: ProposalRevoked,
}

// actKind returns what an event is called that leads out of the state.
func (s State) actKind(e Event) ActKind {
	if e == Count && s.Processed() {
		return DeclarationCorrected
	}
	return told[e]
}

// ActSort is what a history is sorted by.
type ActSort string

// The sorts. The zero value is by number, the latest first.
const (
	ActsByTime  ActSort = ""
	ActsByTitle ActSort = "title"
	ActsByName  ActSort = "by"
)

// ActQuery chooses and sorts acts.
type ActQuery struct {
	// Text is looked for in titles, names and reasons, whatever the case and the
	// accents. Empty chooses all.
	Text string
	// Kinds chooses acts of these kinds; none chooses all.
	Kinds []ActKind
	// Period chooses a reference period by its first day; empty chooses all.
	Period string
	Sort   ActSort
	// Reverse turns the order round.
	Reverse bool
}

// Choose returns the acts that the query chooses, in its order, titles in French.
// Of equal ones the latest is first.
func (q ActQuery) Choose(all []Act) []Act {
	text := Fold(q.Text)
	chosen := slices.DeleteFunc(slices.Clone(all), func(a Act) bool {
		switch {
		case len(q.Kinds) > 0 && !slices.Contains(q.Kinds, a.Kind):
			return true
		case q.Period != "" && a.Period.String() != q.Period:
			return true
		}
		return !strings.Contains(Fold(strings.Join([]string{a.Title.FR, a.Title.EN, a.By, a.Reason}, " ")), text)
	})
	slices.SortStableFunc(chosen, func(a, b Act) int {
		order := 0
		switch q.Sort {
		case ActsByTitle:
			order = cmp.Compare(Fold(a.Title.FR), Fold(b.Title.FR))
		case ActsByName:
			order = cmp.Compare(Fold(a.By), Fold(b.By))
		case ActsByTime:
			order = cmp.Compare(b.Seq, a.Seq)
		}
		if q.Reverse {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(b.Seq, a.Seq))
	})
	return chosen
}
