// Package exam holds exams at service points: who is in training there, how the
// identity of a learner is confirmed and their photo taken, and each sitting, from the
// operator's authorisation to a result that nothing changes any more.
//
// Start with [ServicePoint], the desk: what an operator does for the learners of a
// service point, and what a learner does at the assigned workstation. Below it,
// [Sitting.Apply] is the whole of what may happen to a sitting: a pure function from
// the sitting, a [Command] and the present instant to the next sitting and a
// [Receipt], or to a refusal that says what won.
//
// A sitting is two machines. The authorisation may be cancelled until the learner
// begins, and lapses by itself:
//
//	stateDiagram-v2
//	[*] --> unauthorised
//	unauthorised --> authorised: authorise
//	authorised --> consumed: begin
//	authorised --> cancelled: cancel
//	authorised --> lapsed: lapse
//	consumed --> [*]
//	cancelled --> [*]
//	lapsed --> [*]
//
// The attempt is launched, begun, answered question by question, and ended once:
//
//	stateDiagram-v2
//	[*] --> unlaunched
//	unlaunched --> unlaunched: grant, move
//	unlaunched --> launched: launch
//	unlaunched --> withdrawn: withdraw
//	launched --> launched: launch, grant, move
//	launched --> running: begin
//	launched --> withdrawn: withdraw
//	running --> running: launch, answer, grant, move
//	running --> paused: pause
//	running --> submitted: submit
//	running --> timedOut: time-out
//	running --> terminated: terminate
//	paused --> running: resume, pause-over
//	paused --> paused: launch, grant, move
//	paused --> terminated: terminate
//	submitted --> [*]
//	timedOut --> [*]
//	terminated --> [*]
//	withdrawn --> [*]
//
// Both diagrams are drawn from the tables, and a test fails when they are not.
//
// What time alone causes is applied before any command, dated at the instant at which
// it fell due, so that it makes no difference whether or when a sweep runs. An answer
// is on time when it comes before the deadline, or in the [Grace] after it that is
// never shown; a finish is dated at the deadline at the latest. The instant never runs
// backwards: a clock that does is taken to stand still.
//
// A learner has one live sitting at most: sittings are numbered, and the next one is
// opened only when the last has ended.
//
// Files other than those of the desk and store.go are pure: no clock, no context, no
// store, no chance, no floating point.
package exam
