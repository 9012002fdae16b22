package privacy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/privacy"
)

func rules(t testing.TB) privacy.Rules {
	t.Helper()
	return privacy.Rules{Law: quebec(t), Inventory: otpq(t), Holidays: quebecHolidays(t)}
}

var noon = time.Date(2026, 2, 2, 17, 0, 0, 0, time.UTC)

const (
	rollName   privacy.HoldingID = "roll/members/name"
	inspection privacy.HoldingID = "inspection/members/workplace"
	newsletter privacy.HoldingID = "publications/members/name"    // P-39.1
)

// asked is a request of 2 February 2026, a Monday. Under P-39.1 it is due on Wednesday 4
// March; under on Monday 23 February, since the 22nd is a Sunday.
func asked(t testing.TB, with privacy.Rules, kind privacy.Kind, scope ...privacy.HoldingID) privacy.Request {
	t.Helper()
	r, err := privacy.Open(privacy.Ask{
		Org: "otpq", Person: "m-1", ID: "r-1", Kind: kind, Quality: privacy.Oneself, Asked: "ce que vous avez sur moi",
		Scope: scope, Received: day("2026-02-02"),
	}, with, noon, day("2026-02-03"))
	require.NoError(t, err)
	return r
}

// life applies commands, each on its day.
type step struct {
	on string
	privacy.Command
}

func live(t testing.TB, with privacy.Rules, r privacy.Request, steps ...step) privacy.Request {
	t.Helper()
	for _, s := range steps {
		next, err := r.Apply(s.Command, with, noon, day(s.on))
		require.NoError(t, err, "%s on %s", s.Event, s.on)
		r = next
	}
	return r
}

func refused(t testing.TB, with privacy.Rules, r privacy.Request, on string, c privacy.Command, want error) {
	t.Helper()
	next, err := r.Apply(c, with, noon, day(on))
	require.ErrorIs(t, err, want, "%s on %s", c.Event, on)
	require.Equal(t, r, next)
}

func leg(t testing.TB, r privacy.Request, of privacy.Regime) privacy.Leg {
	t.Helper()
	l, ok := r.Leg(of)
	require.True(t, ok, of)
	return l
}

var (
	identify = step{"2026-02-03", privacy.Command{Event: privacy.Identify, Proof: "séance ouverte avec second facteur"}}
	admit    = step{"2026-02-03", privacy.Command{Event: privacy.Admit}}
)

// One request, two Acts, two clocks.
func TestV16_ARequestIsSplitIntoLegsByRegime(t *testing.T) {
	with := rules(t)
	r := asked(t, with, privacy.Access, rollName, newsletter, inspection)
	require.Len(t, r.Legs, 2)
	access, private := leg(t, r, privacy.AccessAct), leg(t, r, privacy.PrivateAct)
	require.Equal(t, []privacy.HoldingID{rollName, inspection}, access.Scope)
	require.Equal(t, []privacy.HoldingID{newsletter}, private.Scope)
	require.Equal(t, day("2026-02-23"), access.Due)
	require.Equal(t, day("2026-03-04"), private.Due)
	require.True(t, private.NoticeBy.IsZero())
	require.Equal(t, day("2026-02-23"), r.Due(), "the earliest")

	require.Len(t, asked(t, with, privacy.Access, newsletter).Legs, 1)
	require.Len(t, asked(t, with, privacy.Access).Legs, 2, "what is not precise may be about either")
}

func TestV16_WhatIsAskedMustBeKnown(t *testing.T) {
	with := rules(t)
	ask := privacy.Ask{Kind: privacy.Access, Quality: privacy.Oneself, Received: day("2026-02-02")}
	for name, c := range map[string]struct {
		change func(*privacy.Ask)
		want   error
	}{
		"no kind":               {func(a *privacy.Ask) { a.Kind = "erasure" }, privacy.ErrUnknownKind},
		"no quality":            {func(a *privacy.Ask) { a.Quality = "neighbour" }, privacy.ErrUnknownQuality},
		"no day":                {func(a *privacy.Ask) { a.Received = cycle.Date{} }, privacy.ErrReceived},
		"to come":               {func(a *privacy.Ask) { a.Received = day("2026-02-04") }, privacy.ErrReceived},
		"no holding":            {func(a *privacy.Ask) { a.Scope = []privacy.HoldingID{"roll/members/blood"} }, privacy.ErrUnknownHolding},
		"a holding twice":       {func(a *privacy.Ask) { a.Scope = []privacy.HoldingID{rollName, rollName} }, privacy.ErrUnknownHolding},
		"portability too early": {func(a *privacy.Ask) { a.Kind, a.Received = privacy.Portability, day("2024-09-21") }, privacy.ErrNoRight},
	} {
		a := ask
		c.change(&a)
		_, err := privacy.Open(a, with, noon, day("2026-02-03"))
		require.ErrorIs(t, err, c.want, name)
	}
	for _, k := range privacy.Kinds() {
		require.Equal(t, privacy.Received, asked(t, with, k, rollName).State, k)
	}
}

// Identity and precision come first, and the clock runs all the same.
func TestV16_IdentityAndPrecisionFirst(t *testing.T) {
	with := rules(t)
	r := asked(t, with, privacy.Access)
	refused(t, with, r, "2026-02-03", privacy.Command{Event: privacy.Admit}, privacy.ErrProof)
	refused(t, with, r, "2026-02-03", privacy.Command{Event: privacy.Identify, Proof: "  "}, privacy.ErrProof)
	refused(t, with, r, "2026-02-03", privacy.Command{Event: privacy.Grant, Regime: privacy.AccessAct}, privacy.ErrNotAdmitted)

	r = live(t, with, r, step{"2026-02-03", privacy.Command{Event: privacy.AskIdentity}})
	refused(t, with, r, "2026-02-04", privacy.Command{Event: privacy.Admit}, privacy.ErrTransition)
	r = live(t, with, r, identify)
	refused(t, with, r, "2026-02-04", privacy.Command{Event: privacy.Admit}, privacy.ErrImprecise)
	r = live(t, with, r, step{"2026-02-04", privacy.Command{Event: privacy.AskPrecision}})
	refused(t, with, r, "2026-02-04", privacy.Command{Event: privacy.Specify}, privacy.ErrImprecise)
	refused(t, with, r, "2026-02-04", privacy.Command{Event: privacy.Specify, Scope: []privacy.HoldingID{"x"}}, privacy.ErrUnknownHolding)
	r = live(t, with, r, step{"2026-02-10", privacy.Command{Event: privacy.Specify, Scope: []privacy.HoldingID{newsletter}}})
	require.Len(t, r.Legs, 1, "it is about the private-sector Act alone")
	require.Equal(t, day("2026-03-04"), leg(t, r, privacy.PrivateAct).Due, "from receipt, and not from when it was made precise")
	r = live(t, with, r, admit)
	require.False(t, r.Done())
	refused(t, with, r, "2026-02-10", privacy.Command{Event: privacy.Grant, Regime: privacy.AccessAct}, privacy.ErrNoLeg)
	refused(t, with, r, "2026-02-10", privacy.Command{Event: privacy.Drop}, privacy.ErrTransition)
}

func TestV16_WhatCannotBeDealtWithIsRefusedWithRecourse(t *testing.T) {
	with := rules(t)
	r := asked(t, with, privacy.Access, rollName, newsletter)
	refused(t, with, r, "2026-02-20", privacy.Command{Event: privacy.Dismiss, Ground: "unidentified"}, privacy.ErrReason)
	refused(t, with, r, "2026-02-20", privacy.Command{Event: privacy.Dismiss, Ground: "protected", Reason: "x"}, privacy.ErrGround)
	r = live(t, with, r, step{"2026-02-20", privacy.Command{Event: privacy.Dismiss, Ground: "unidentified", Reason: "Aucune preuve reçue."}})
	require.Equal(t, privacy.Inadmissible, r.State)
	require.True(t, r.Done())
	for _, of := range privacy.Regimes() {
		reply, ok := leg(t, r, of).Reply()
		require.True(t, ok)
		require.NotEmpty(t, reply.Articles)
		require.False(t, reply.RecourseBy.IsZero())
	}
	require.ElementsMatch(t, []privacy.HoldingID{rollName, newsletter}, r.Frozen(day("2026-02-20")))
	refused(t, with, r, "2026-02-21", privacy.Command{Event: privacy.Grant, Regime: privacy.AccessAct}, privacy.ErrNotAdmitted)
}

func TestV16_ExtensionWithItsConditions(t *testing.T) {
	with := rules(t)
	r := live(t, with, asked(t, with, privacy.Access, rollName, newsletter), identify, admit)
	extend := func(of privacy.Regime, days int) privacy.Command {
		return privacy.Command{Event: privacy.Extend, Regime: of, Days: days, Reason: "Dossiers à rassembler."}
	}
	silent := extend(privacy.AccessAct, 10)
	silent.Reason = ""
	refused(t, with, r, "2026-02-10", silent, privacy.ErrReason)
	refused(t, with, r, "2026-02-10", extend(privacy.PrivateAct, 10), privacy.ErrNoExtension)
	refused(t, with, r, "2026-02-10", extend(privacy.AccessAct, 11), privacy.ErrExtensionDays)
	refused(t, with, r, "2026-02-24", extend(privacy.AccessAct, 10), privacy.ErrExtensionLate)
	r = live(t, with, r, step{"2026-02-23", extend(privacy.AccessAct, 10)})
	l := leg(t, r, privacy.AccessAct)
	require.Equal(t, day("2026-03-04"), l.Due)
	require.Equal(t, day("2026-04-03").AddDays(1), l.SilenceUntil, "3 April 2026 is Good Friday, and Saturday is no holiday")
	require.False(t, l.On(day("2026-03-04")).Deemed)
	require.True(t, l.On(day("2026-03-05")).Deemed)
	refused(t, with, r, "2026-02-23", extend(privacy.AccessAct, 1), privacy.ErrTransition)
}

// Silence refuses, a late answer is an answer, and neither rewrites the other.
func TestV16_SilenceThenALateAnswer(t *testing.T) {
	with := rules(t)
	r := live(t, with, asked(t, with, privacy.Access, newsletter), identify, admit)
	l := leg(t, r, privacy.PrivateAct)
	require.Equal(t, privacy.Status{State: privacy.Running}, l.On(day("2026-03-04")))
	// Thirty days after 4 March is Friday 3 April, Good Friday.
	silent := privacy.Status{
		State: privacy.Running, Deemed: true, RecourseBy: day("2026-04-04"), Open: true, Frozen: []privacy.HoldingID{newsletter},
	}
	require.Equal(t, silent, l.On(day("2026-03-05")))
	require.Equal(t, silent, l.On(day("2026-04-04")))
	over := l.On(day("2026-04-05"))
	require.True(t, over.Deemed)
	require.False(t, over.Open)
	require.Empty(t, over.Frozen)

	late := live(t, with, r, step{"2026-03-10", privacy.Command{Event: privacy.Grant, Regime: privacy.PrivateAct}})
	answered := leg(t, late, privacy.PrivateAct)
	reply, ok := answered.Reply()
	require.True(t, ok)
	require.True(t, reply.Late)
	require.Equal(t, []privacy.HoldingID{newsletter}, reply.Given)
	require.Equal(t, privacy.Status{State: privacy.Granted, Deemed: true}, answered.On(day("2026-03-10")))
	require.True(t, late.Done())

	onTime := live(t, with, r, step{"2026-03-04", privacy.Command{Event: privacy.Grant, Regime: privacy.PrivateAct}})
	require.Equal(t, privacy.Status{State: privacy.Granted}, leg(t, onTime, privacy.PrivateAct).On(day("2026-06-01")))
}

func TestV16_ARefusalHasReasonArticleAndRecourse(t *testing.T) {
	with := rules(t)
	r := live(t, with, asked(t, with, privacy.Access, rollName, newsletter), identify, admit)
	c := privacy.Command{Event: privacy.Refuse, Regime: privacy.AccessAct, Ground: "hampers-inspection", Reason: "Inspection en cours."}
	for name, wrong := range map[string]func(*privacy.Command){
		"no ground":                func(c *privacy.Command) { c.Ground = "" },
		"the other Act's ground":   func(c *privacy.Command) { c.Ground = "under-14" },
		"another request's ground": func(c *privacy.Command) { c.Ground = "accurate" },
		"a ground for dismissal":   func(c *privacy.Command) { c.Ground = "unidentified" },
	} {
		w := c
		wrong(&w)
		refused(t, with, r, "2026-02-10", w, privacy.ErrGround)
		require.NotEmpty(t, name)
	}
	silent := c
	silent.Reason = " "
	refused(t, with, r, "2026-02-10", silent, privacy.ErrReason)

	r = live(t, with, r, step{"2026-02-10", c})
	reply, ok := leg(t, r, privacy.AccessAct).Reply()
	require.True(t, ok)
	require.Equal(t, "Inspection en cours.", reply.Reason)
	require.Equal(t, []privacy.ArticleID{"c-26:108.3", "a-2.1:100"}, reply.Articles)
	require.Equal(t, day("2026-03-12"), reply.RecourseBy, "thirty days after 10 February 2026")
	require.Contains(t, reply.Recourse.FR, "Commission d’accès à l’information")
	require.Equal(t, []privacy.HoldingID{rollName}, leg(t, r, privacy.AccessAct).On(day("2026-03-12")).Frozen)
	require.ElementsMatch(t, []privacy.HoldingID{rollName, newsletter}, r.Frozen(day("2026-03-12")), "silence refused the other on 4 March")
	require.Empty(t, leg(t, r, privacy.AccessAct).On(day("2026-03-13")).Frozen)
	require.False(t, r.Done(), "the other leg runs")
}

func TestV16_AGroundThatTimeTakesAway(t *testing.T) {
	with := rules(t)
	r := live(t, with, asked(t, with, privacy.Access, rollName), identify, admit)
	c := privacy.Command{Event: privacy.Refuse, Regime: privacy.AccessAct, Ground: "ongoing-opinion", Reason: "Avis en cours."}
	for _, since := range []cycle.Date{{}, day("2026-02-11"), day("2021-02-10"), day("2010-01-01")} {
		c.Since = since
		refused(t, with, r, "2026-02-10", c, privacy.ErrGroundLost)
	}
	c.Since = day("2021-02-11")
	r = live(t, with, r, step{"2026-02-10", c})
	require.Equal(t, day("2026-02-11"), leg(t, r, privacy.AccessAct).Answers[0].LostOn)
}

func TestV16_PartialGrant(t *testing.T) {
	with := rules(t)
	r := live(t, with, asked(t, with, privacy.Access, rollName, inspection), identify, admit)
	c := privacy.Command{
		Event: privacy.GrantPart, Regime: privacy.AccessAct, Ground: "hampers-inspection", Reason: "Inspection en cours.",
		Kept: []privacy.HoldingID{inspection},
	}
	for _, kept := range [][]privacy.HoldingID{nil, {newsletter}, {rollName, inspection}, {inspection, inspection}} {
		wrong := c
		wrong.Kept = kept
		refused(t, with, r, "2026-02-10", wrong, privacy.ErrPart)
	}
	r = live(t, with, r, step{"2026-02-10", c})
	reply, _ := leg(t, r, privacy.AccessAct).Reply()
	require.Equal(t, []privacy.HoldingID{rollName}, reply.Given)
	require.Equal(t, []privacy.HoldingID{inspection}, reply.Kept)
	require.Equal(t, []privacy.HoldingID{inspection}, r.Frozen(day("2026-02-11")))
	r = live(t, with, r, step{"2026-02-20", privacy.Command{Event: privacy.Grant, Regime: privacy.AccessAct}})
	require.Empty(t, r.Frozen(day("2026-02-21")), "everything was given after all")
	require.Len(t, leg(t, r, privacy.AccessAct).Answers, 2, "both answers stay")
}

// What was given is not taken back, in a recourse neither.
func TestV16_WhatWasGivenStaysGiven(t *testing.T) {
	with := rules(t)
	r := live(t, with, asked(t, with, privacy.Access, rollName, inspection, "roll/members/sex"), identify, admit)
	part := privacy.Command{
		Event: privacy.GrantPart, Regime: privacy.AccessAct, Ground: "hampers-inspection", Reason: "Inspection en cours.",
		Kept: []privacy.HoldingID{inspection, "roll/members/sex"},
	}
	r = live(t, with, r, step{"2026-02-10", part})
	more := part
	more.Kept = []privacy.HoldingID{rollName}
	refused(t, with, r, "2026-02-11", more, privacy.ErrPart)
	less := part
	less.Kept = []privacy.HoldingID{inspection}
	less.Event = privacy.GrantPart
	r = live(t, with, r, step{"2026-02-11", less}, step{"2026-02-12", privacy.Command{Event: privacy.Contest, Regime: privacy.AccessAct}})
	all := part
	all.Event = privacy.Refuse
	refused(t, with, r, "2026-02-13", all, privacy.ErrDecided)
	require.Equal(t, []privacy.HoldingID{inspection}, r.Frozen(day("2026-02-13")))
}

// Whoever is under an inquiry and whoever is not read the same.
func TestV16_NeitherConfirmNorDeny(t *testing.T) {
	with := rules(t)
	r := live(t, with, asked(t, with, privacy.Access, rollName, inspection), identify, admit)
	c := privacy.Command{Event: privacy.Withhold, Regime: privacy.AccessAct, Ground: "hampers-inspection", Reason: "x"}
	refused(t, with, r, "2026-02-10", c, privacy.ErrGround)
	c.Ground, c.Reason = "investigation", "Le syndic enquête."
	under := live(t, with, r, step{"2026-02-10", c})
	c.Reason = "Rien au dossier."
	not := live(t, with, live(t, with, asked(t, with, privacy.Access, rollName), identify, admit), step{"2026-02-10", c})
	a, _ := leg(t, under, privacy.AccessAct).Reply()
	b, _ := leg(t, not, privacy.AccessAct).Reply()
	require.Equal(t, a, b)
	require.Empty(t, a.Reason)
	require.Equal(t, []privacy.ArticleID{"c-26:108.3", "a-2.1:100"}, a.Articles)
	require.NotEmpty(t, under.Frozen(day("2026-02-11")), "it is frozen all the same")
	require.Equal(t, "Le syndic enquête.", leg(t, under, privacy.AccessAct).Answers[0].Reason, "the order knows why")
}

func TestV16_WhatIsRefusedIsFrozenWhileTheRecourseIsOpen(t *testing.T) {
	with := rules(t)
	r := live(t, with, asked(t, with, privacy.Access, newsletter), identify, admit)
	contest := privacy.Command{Event: privacy.Contest, Regime: privacy.PrivateAct}
	refused(t, with, r, "2026-03-04", contest, privacy.ErrNotRefused)
	r = live(t, with, r, step{"2026-03-05", contest})
	require.Equal(t, []privacy.HoldingID{newsletter}, r.Frozen(day("2029-01-01")), "until it is decided")
	refused(t, with, r, "2026-03-06", privacy.Command{Event: privacy.Withdraw}, privacy.ErrDecided)
	reasoned := live(t, with, r, step{"2026-03-06", privacy.Command{Event: privacy.Refuse, Regime: privacy.PrivateAct, Ground: "third-person", Reason: "Nuirait à un tiers."}})
	require.Equal(t, privacy.Contested, leg(t, reasoned, privacy.PrivateAct).State)
	require.True(t, leg(t, reasoned, privacy.PrivateAct).Answers[0].Late)
	require.False(t, leg(t, reasoned, privacy.PrivateAct).Answers[0].Verified, "s. 40 was not read, and the answer says so")
	settled := live(t, with, reasoned, step{"2026-09-01", privacy.Command{Event: privacy.Settle, Regime: privacy.PrivateAct}})
	require.Empty(t, settled.Frozen(day("2026-09-01")))
	ordered := live(t, with, settled, step{"2026-09-02", privacy.Command{Event: privacy.Grant, Regime: privacy.PrivateAct}})
	require.Equal(t, privacy.Granted, leg(t, ordered, privacy.PrivateAct).State)
}

func TestV16_WithdrawnBeforeItIsDecided(t *testing.T) {
	with := rules(t)
	r := live(t, with, asked(t, with, privacy.Access, rollName, newsletter), identify, admit)
	gone := live(t, with, r, step{"2026-02-10", privacy.Command{Event: privacy.Withdraw}})
	require.True(t, gone.Done())
	require.Equal(t, privacy.Status{State: privacy.Dropped}, leg(t, gone, privacy.AccessAct).On(day("2027-01-01")))
	answered := live(t, with, r, step{"2026-02-10", privacy.Command{Event: privacy.Grant, Regime: privacy.AccessAct}})
	refused(t, with, answered, "2026-02-11", privacy.Command{Event: privacy.Withdraw}, privacy.ErrDecided)
}

// A complaint needs neither proof nor holdings; its process has no number of days.
func TestV17_AComplaintToThePersonInCharge(t *testing.T) {
	with := rules(t)
	r := live(t, with, asked(t, with, privacy.Complaint), admit)
	require.True(t, r.Due().IsZero())
	c := privacy.Command{Event: privacy.Refuse, Regime: privacy.PrivateAct, Ground: "unfounded", Reason: "Rien n’a été communiqué."}
	r = live(t, with, r, step{"2026-09-01", c}, step{"2026-09-01", privacy.Command{Event: privacy.Grant, Regime: privacy.AccessAct}})
	require.True(t, r.Done())
	refused(t, with, r, "2026-09-02", privacy.Command{Event: privacy.Contest, Regime: privacy.PrivateAct}, privacy.ErrNoRecourse)
}

func TestV16_DeIndexingUnderTheAccessActIsLabelledAPromise(t *testing.T) {
	with := rules(t)
	r := live(t, with, asked(t, with, privacy.DeIndex, rollName, newsletter), identify, admit,
		step{"2026-02-10", privacy.Command{Event: privacy.Grant, Regime: privacy.AccessAct}},
		step{"2026-02-10", privacy.Command{Event: privacy.Grant, Regime: privacy.PrivateAct}})
	promise, _ := leg(t, r, privacy.AccessAct).Reply()
	right, _ := leg(t, r, privacy.PrivateAct).Reply()
	require.True(t, promise.Promise)
	require.False(t, right.Promise)
	require.True(t, leg(t, r, privacy.AccessAct).Due.IsZero())
}

// What happened stands without a name, and what was is not changed by what comes.
func TestV16_EveryEventLeavesAnEntry(t *testing.T) {
	with := rules(t)
	first := asked(t, with, privacy.Access, rollName)
	r := live(t, with, first, identify, admit, step{"2026-02-10", privacy.Command{Event: privacy.Grant, Regime: privacy.AccessAct, Account: "a-officer"}})
	require.Empty(t, first.Entries)
	require.Len(t, r.Entries, 3)
	require.Equal(t, privacy.Entry{
		Event: privacy.Grant, Regime: privacy.AccessAct, At: noon, Account: "a-officer", State: privacy.Admissible, Leg: privacy.Granted,
	}, r.Entries[2])
}
