package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"
)

// MessageKind says what a message announces; the text for each kind, in both
// languages, is adapters/i18n's.
type MessageKind string

// The messages.
const (
	// ExemptionDecided: a request for exemption was granted, refused or cancelled
	// (P51). Its values are "request", "state" and "name".
	ExemptionDecided MessageKind = "exemption-decided"
	// ExemptionIncomplete: more documents are asked for a request for exemption. Its
	// values are the same.
	ExemptionIncomplete MessageKind = "exemption-incomplete"
	// DeclarationDecided: a declaration was counted, corrected, refused or cancelled.
	// Its values are "declaration", "state" and "name".
	DeclarationDecided MessageKind = "declaration-decided"
	// CorrectionAnswered: a member's request for the correction of a declaration has
	// an answer, by a decision or by none. Its values are those of DeclarationDecided.
	CorrectionAnswered MessageKind = "correction-answered"
	// DecisionTakenBack: what [DeclarationDecided] announced was taken back since, and the
	// declaration is in process again. Its values are those of that kind.
	DecisionTakenBack MessageKind = "decision-taken-back"
	// Reminder: what is left to do before a last day. Its values are "name", "lastDay",
	// "months" (how long before it is sent), and "pending" when something is; its lines
	// are what is left, and its secret stops reminders.
	Reminder MessageKind = "reminder"
	// AuditSelected: a draw chose the file. Its values are "name", "firstDay" and
	// "lastDay", of what the audit is about.
	AuditSelected MessageKind = "audit-selected"
	// AuditAsked and AuditAskedAgain: documents are asked for. AuditOverdue: they did not
	// come. Their values are "name" and "lastDay".
	AuditAsked      MessageKind = "audit-asked"
	AuditAskedAgain MessageKind = "audit-asked-again"
	AuditOverdue    MessageKind = "audit-overdue"
	// AuditDecided: documents were accepted, or hours disallowed. Its values are "name"
	// and "state".
	AuditDecided MessageKind = "audit-decided"

	// What follows a default, about a reference period: a notice of it, the final
	// notice, a consequence, and how it ends: made good, lifted, or withdrawn. Their
	// values are "name", "years" and "period" and, as far as the notice has them,
	// "state" (what is missing), "servedDay", "lastDay" and "observeDay".
	DefaultNotice      MessageKind = "default-notice"
	DefaultFinal       MessageKind = "default-final"
	DefaultConsequence MessageKind = "default-consequence"
	DefaultCured       MessageKind = "default-cured"
	DefaultLifted      MessageKind = "default-lifted"
	DefaultWithdrawn   MessageKind = "default-withdrawn"

	// LinkingCode: the code of a flow (L4), its secret. Its values are "name", and
	// "flow", by which the flow is disowned.
	LinkingCode MessageKind = "linking-code"
	// TemporaryPassword: a temporary password (P2), its secret. Its value is "name":
	// no letter holds the login too.
	TemporaryPassword MessageKind = "temporary-password"
	// PasswordChanged: a new password was set. Its values are "name" and "account"; its
	// secret takes the password back.
	PasswordChanged MessageKind = "password-changed"
	// QuestionsSet: the security questions were set or changed (A9). Its value is "name".
	QuestionsSet MessageKind = "questions-set"

	// AccessSign asks one of the two for their signature of a request (A4). Its values are
	// "name", "user", "service" and "request"; its secret opens the text to be signed.
	AccessSign MessageKind = "access-sign"
	// AccessUsername hands a user name to whoever authorised the request, and
	// AccessPassword the temporary password to the user (A8): their secrets. No letter
	// holds both. Their values are "name", "service", and "user" or "authoriser".
	AccessUsername MessageKind = "access-username"
	AccessPassword MessageKind = "access-password"
	// AccessGranted: an account has another service. AccessRefused: a request is refused;
	// its lines are every reason, and "note" what staff add. AccessEnded: it has ended
	// without a decision, as "state" says. AccessRevoked: a service is taken away. Their
	// values are "name", "user" and "service".
	AccessGranted MessageKind = "access-granted"
	AccessRefused MessageKind = "access-refused"
	AccessEnded   MessageKind = "access-ended"
	AccessRevoked MessageKind = "access-revoked"
	// ReferenceNumber: the reference number that an order gives (A6), its secret.
	// EnrolmentPassword: a registration by a representative is confirmed (A12); its secret
	// is the password. Its values are "name", "representative", "workplace" and "service".
	// AccountOpened: an account was opened with one of them.
	ReferenceNumber   MessageKind = "reference-number"
	EnrolmentPassword MessageKind = "enrolment-password"
	AccountOpened     MessageKind = "account-opened"
	// What happened to the second factor of an account. Their values are "name" and
	// "account"; their secret takes the password back, as that of PasswordChanged does.
	FactorTurnedOn  MessageKind = "factor-on"
	FactorTurnedOff MessageKind = "factor-off"
	RecoveryUsed    MessageKind = "recovery-used"
	RecoveryRenewed MessageKind = "recovery-renewed"
	// The same of what is beside another factor, which stays: FactorTurnedOn and
	// FactorTurnedOff are for the application alone, and for the last of all.
	ApplicationAdded   MessageKind = "application-added"
	ApplicationRemoved MessageKind = "application-removed"
	PasskeyAdded       MessageKind = "passkey-added"
	PasskeyRemoved     MessageKind = "passkey-removed"
	// NewBrowser: the account was signed in to from a browser that it did not know. Its
	// values are "name", "account", "family" and "system" (those of [Browser]) and
	// "signedInAt"; its secret ends every session and takes the password back.
	NewBrowser MessageKind = "new-browser"

	// About a request on one's information (V16, V17): it was received, something is asked
	// for, the time limit is extended, it has an answer. Their values are "name",
	// "request", "state" and, where there is one, "lastDay". PrivacyNew tells the person in
	// charge, and its state is the kind of request.
	PrivacyReceived MessageKind = "privacy-received"
	PrivacyAsked    MessageKind = "privacy-asked"
	PrivacyExtended MessageKind = "privacy-extended"
	PrivacyAnswered MessageKind = "privacy-answered"
	PrivacyNew      MessageKind = "privacy-new"
	// ConsentChanged: a consent was given, declined, withdrawn or found without effect
	// (V7), as "state" says. Its other value is "name".
	ConsentChanged MessageKind = "consent-changed"

	// What staff decided of an account (A15). Their values are "name", "state" (the cause,
	// where there is one) and "words".
	AccountDisabledLetter   MessageKind = "account-disabled"
	AccountReinstatedLetter MessageKind = "account-reinstated"
	AccountClosedLetter     MessageKind = "account-closed"
	// FactorFreed and AnswersFreed: staff took the second factor of an account away, or the
	// answers to its questions, for who has lost them. Their values are "name", "account"
	// and "words"; their secret is that of PasswordChanged.
	FactorFreed  MessageKind = "factor-freed"
	AnswersFreed MessageKind = "answers-freed"
)

// kinds has every kind, in the order of the lists, and whether it is a legal notice.
var kinds = []struct {
	kind  MessageKind
	legal bool
}{
	{ExemptionDecided, true},
	{ExemptionIncomplete, true},
	{DeclarationDecided, true},
	{CorrectionAnswered, true},
	{DecisionTakenBack, true},
	{Reminder, false},
	{AuditSelected, true},
	{AuditAsked, true},
	{AuditAskedAgain, true},
	{AuditOverdue, true},
	{AuditDecided, true},
	{DefaultNotice, true},
	{DefaultFinal, true},
	{DefaultConsequence, true},
	{DefaultCured, true},
	{DefaultLifted, true},
	{DefaultWithdrawn, true},
	{LinkingCode, false},
	{TemporaryPassword, false},
	{PasswordChanged, false},
	{QuestionsSet, false},
	{AccessSign, false},
	{AccessUsername, false},
	{AccessPassword, false},
	{AccessGranted, true},
	{AccessRefused, true},
	{AccessEnded, false},
	{AccessRevoked, true},
	{ReferenceNumber, false},
	{EnrolmentPassword, false},
	{AccountOpened, false},
	{FactorTurnedOn, false},
	{FactorTurnedOff, false},
	{RecoveryUsed, false},
	{RecoveryRenewed, false},
	{ApplicationAdded, false},
	{ApplicationRemoved, false},
	{PasskeyAdded, false},
	{PasskeyRemoved, false},
	{NewBrowser, false},
	{PrivacyReceived, true},
	{PrivacyAsked, true},
	{PrivacyExtended, true},
	{PrivacyAnswered, true},
	{PrivacyNew, false},
	{ConsentChanged, true},
	{AccountDisabledLetter, true},
	{AccountReinstatedLetter, true},
	{AccountClosedLetter, true},
	{FactorFreed, true},
	{AnswersFreed, true},
}

// MessageKinds lists every kind.
func MessageKinds() []MessageKind {
	all := make([]MessageKind, 0, len(kinds))
	for _, k := range kinds {
		all = append(all, k.kind)
	}
	return all
}

// Legal reports a notice that the person has a right to, such as a decision on
// their file: no preference stops it. Of a kind that is not known it is true, so
// that nothing is kept from anybody by mistake.
func (k MessageKind) Legal() bool {
	i := slices.IndexFunc(kinds, func(known struct {
		kind  MessageKind
		legal bool
	},
	) bool {
		return known.kind == k
	})
	return i < 0 || kinds[i].legal
}

// Message is an e-mail to be sent. It is written in the same transaction as what
// it announces, so that neither exists without the other, and holds the values
// to print but no text.
type Message struct {
	Org      OrganisationID `json:"org"`
	Member   MemberID       `json:"member"`
	ID       string         `json:"id"`
	Kind     MessageKind    `json:"kind"`
	To       string         `json:"to"`
	Language Language       `json:"language"`
	// Values are what the text prints, by name. A name that ends in "Day" holds a
	// civil day as YYYY-MM-DD, which each language prints in its own way.
	Values map[string]string `json:"values"`
	// Lines are a list that the text holds, where it says {lines}. That of
	// [DefaultConsequence] is the consequence as the regulation names it, without an
	// amount, where it says {named}.
	Lines   []MessageLine `json:"lines,omitempty"`
	Written time.Time     `json:"written"`
	// Secret is what the letter carries and nobody else may read, such as the address
	// that stops reminders. It is forgotten once the letter has left.
	Secret string `json:"secret,omitempty"`
	// Sent is the zero time until the message has left, and GivenUp until nobody
	// tries any more. Never are both set.
	Sent    time.Time `json:"sent"`
	GivenUp time.Time `json:"givenUp,omitzero"`
	// Attempts is how many times it was taken to be sent, Next the instant from which
	// it may be taken, again or for the first time (the zero time: at once), and Trouble why it has not left
	// when it was last tried.
	Attempts int       `json:"attempts,omitempty"`
	Next     time.Time `json:"next,omitzero"`
	Trouble  Trouble   `json:"trouble,omitempty"`
	// HeldBack is when it was taken back before it left; the zero time when it was not.
	HeldBack time.Time `json:"heldBack,omitzero"`
}

// MessageLine is an amount of something in a message.
type MessageLine struct {
	Label Text `json:"label"`
	// Amount is exact text, as hours.Hours writes it, of the unit; the zero Text is
	// hours. A line without one is its label alone. Measure, when it is not empty, is what else it is a number of
	// (hours.Measure).
	Amount  string `json:"amount"`
	Unit    Text   `json:"unit"`
	Measure string `json:"measure,omitempty"`
}

// Digest identifies the message everywhere, always the same, without telling whom
// it is to: 40 characters among 0-9 and a-f. Mail systems can know by it that two
// letters are one.
func (m Message) Digest() string {
	sum := sha256.Sum256([]byte(string(m.Org) + "\x00" + string(m.Member) + "\x00" + m.ID))
	return hex.EncodeToString(sum[:20])
}
