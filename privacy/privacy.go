// Package privacy says what a person may ask about their own information, and what
// an order may do with it: what is held and why, who agreed to what, which request is
// due when, what may be used, disclosed or sent elsewhere, how long it stays, and what
// is owed when it was seen by somebody who should not have.
//
// Two things are data, and are read from documents by the packages beside this one.
// [Law] is what the Acts say: articles, clocks, grounds of refusal, rules of decision,
// what a policy must state, how long things are kept (privacy/law). [Inventory] is
// what one order's confidentiality policy says: groups of people, categories of
// information, purposes, means, recipients, and the holdings that they make together
// (privacy/inventory). Each entry says where it was read; what was not read is
// Verified false, and no permission rests on it alone.
//
// The [Regime] belongs to a [Holding], a category kept for a purpose, and not to a
// person: the order's papers on the supervision of the practice are under the Access
// Act, its others under the Act respecting the private sector (C-26, s. 108.1 and
// 108.2), and one member has both. So a [Request] is split into legs, one for each
// regime, each with its own [Clock]:
//
//	Inventory ── Open ───▶ Request ── Apply(Command) ──▶ Request, or a refusal
//	    │                     │ each Leg: Clock.Due, Leg.On(day)
//	    │                     └ what a refusal freezes ──▶ Record.Holds
//	    ├─ Notice, what was shown and provided ──▶ Consent (express, or Derive)
//	    ├─ Facts ── Law.Decide ──▶ Decision ── Enter ──▶ Disclosure (register)
//	    ├─ Record ── Verdict ──▶ keep (why, until when), destroy, or what is missing
//	    ├─ Document, Gaps: the policy in words, and what it leaves out of what is asked
//	    └─ Keeping: what the stores keep, in its words ── Data ──▶ what is held, Export
//	         └ Plan(pieces, findings) ──▶ Destruction ──▶ Certificate, Journal
//	Incident ── Assessment, Notices ──▶ what is owed to whom
//
// A request is dealt with once it is known who asks, and what:
//
//	stateDiagram-v2
//	[*] --> received
//	received --> received: identify, specify
//	received --> identifying: ask-identity
//	received --> clarifying: ask-precision
//	received --> admissible: admit
//	received --> inadmissible: dismiss
//	received --> withdrawn: withdraw
//	identifying --> received: identify
//	identifying --> identifying: ask-identity
//	identifying --> inadmissible: dismiss
//	identifying --> withdrawn: withdraw
//	clarifying --> received: specify
//	clarifying --> clarifying: ask-precision
//	clarifying --> inadmissible: dismiss
//	clarifying --> withdrawn: withdraw
//	admissible --> withdrawn: withdraw
//	inadmissible --> [*]
//	withdrawn --> [*]
//
// Each of its legs is then answered, or is not:
//
//	stateDiagram-v2
//	[*] --> running
//	running --> extended: extend
//	running --> granted: grant
//	running --> partial: grant-part
//	running --> refused: refuse, dismiss
//	running --> undisclosed: withhold
//	running --> contested: contest
//	running --> dropped: drop
//	extended --> granted: grant
//	extended --> partial: grant-part
//	extended --> refused: refuse, dismiss
//	extended --> undisclosed: withhold
//	extended --> contested: contest
//	extended --> dropped: drop
//	granted --> [*]
//	partial --> granted: grant
//	partial --> partial: grant-part
//	partial --> contested: contest
//	refused --> granted: grant
//	refused --> partial: grant-part
//	refused --> contested: contest
//	undisclosed --> granted: grant
//	undisclosed --> partial: grant-part
//	undisclosed --> contested: contest
//	contested --> granted: grant
//	contested --> partial: grant-part
//	contested --> contested: refuse, withhold, dismiss
//	contested --> settled: settle
//	settled --> granted: grant
//	settled --> partial: grant-part
//	dropped --> [*]
//
// Both diagrams are drawn from the tables, and a test fails when they are not.
//
// Silence is a refusal: [Leg.On] computes it from the day of receipt, and nobody
// has to come by for it to be so. A late answer stands beside it, and does not undo
// that the answer was late.
//
// Every decision is a total function from facts to an outcome, the articles and what
// is missing. A fact that nobody has given is [Unknown], and an unknown fact never
// permits anything.
//
// All of that is pure: no clock, no context, no store, no randomness. The day and the
// instant are arguments, and the holidays are a port ([cycle.Holidays]). Above it stands
// one desk, the [Registrar], over a [Store]: who may ask, answer and keep the registers.
// The package imports cycle, identity and the standard library only.
package privacy

import (
	"github.com/goodstanding/goodstanding/identity"
)

// Regime is the Act that governs a holding.
type Regime string

// The regimes (V2). C-26, s. 108.1 and 108.2, say which is whose.
const (
	// AccessAct is for documents held to supervise the practice of the profession.
	AccessAct Regime = "a-2.1"
	// PrivateAct is for the other functions and activities of the order.
	PrivateAct Regime = "p-39.1"
)

// Regimes lists both.
func Regimes() []Regime { return []Regime{AccessAct, PrivateAct} }

// both reports a text in both languages.
func both(t identity.Text) bool { return t.FR != "" && t.EN != "" }
