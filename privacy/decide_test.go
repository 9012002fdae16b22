package privacy_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/privacy"
)

func yes(facts ...privacy.Fact) privacy.Facts {
	f := privacy.Facts{}
	for _, one := range facts {
		f[one] = privacy.Yes
	}
	return f
}

func with(f privacy.Facts, fact privacy.Fact, is privacy.Truth) privacy.Facts {
	f = maps.Clone(f)
	f[fact] = is
	return f
}

const (
	access  = privacy.AccessAct
	private = privacy.PrivateAct
)

// What each Act permits and the other does not, and what the policy's sentences need.
func TestV9_WhatPermitsADisclosure(t *testing.T) {
	l := quebec(t)
	contract := yes("contract-needs-it", "contract-written", "contract-provisions", "contract-use-limited", "contract-no-keeping", "contract-confidentiality", "contract-notice", "contract-audit")
	violence := yes("serious-risk", "sense-of-urgency", "recipient-can-help", "only-what-is-needed")
	for name, c := range map[string]struct {
		regime privacy.Regime
		facts  privacy.Facts
		want   privacy.Outcome
		ground string
	}{
		"nothing is known":              {access, nil, privacy.Unsettled, ""},
		"consent":                       {private, with(yes("consent-valid"), "sensitive", privacy.No), privacy.Permitted, "consent"},
		"consent, sensitive":            {private, yes("consent-valid", "sensitive"), privacy.Unsettled, ""},
		"express consent, sensitive":    {private, yes("consent-express", "sensitive"), privacy.Permitted, "express-consent"},
		"a court, P-39.1":               {private, yes("court-order"), privacy.Permitted, "court"},
		"a court, A-2.1, unread":        {access, yes("court-order"), privacy.Unsettled, ""},
		"a court, A-2.1, read":          {access, yes("court-order", "read-court"), privacy.Permitted, "court"},
		"an authority":                  {private, yes("authority-may-require"), privacy.Permitted, "authority"},
		"an emergency":                  {access, yes("emergency", "threatens-the-person"), privacy.Permitted, "emergency"},
		"an emergency of someone else":  {access, with(yes("emergency"), "threatens-the-person", privacy.No), privacy.Unsettled, ""},
		"violence, P-39.1":              {private, violence, privacy.Permitted, "violence"},
		"violence, A-2.1, no directive": {access, violence, privacy.Unsettled, ""},
		"violence, A-2.1":               {access, with(violence, "under-directive", privacy.Yes), privacy.Permitted, "violence"},
		"a law":                         {private, yes("law-needs-it"), privacy.Permitted, "law"},
		"a contract, A-2.1":             {access, contract, privacy.Permitted, "contract"},
		"a contract without a clause":   {access, with(contract, "contract-notice", privacy.No), privacy.Unsettled, ""},
		"a contract, P-39.1, unread":    {private, contract, privacy.Unsettled, ""},
		"the attorney, P-39.1":          {private, yes("to-own-attorney"), privacy.Permitted, "attorney"},
		"the attorney, A-2.1":           {access, yes("to-own-attorney"), privacy.Unsettled, ""},
		"the roll, one person":          {access, yes("roll-information", "one-identified-person"), privacy.Permitted, "roll"},
		"the roll, a list":              {access, with(yes("roll-information"), "one-identified-person", privacy.No), privacy.Unsettled, ""},
	} {
		d := l.Decide(privacy.Disclose, c.regime, c.facts)
		require.Equal(t, c.want, d.Outcome, name)
		require.Equal(t, c.ground, d.Ground, name)
		require.Contains(t, d.Articles, privacy.ArticleID("policy:disclosure"), name)
	}
	require.True(t, l.Decide(privacy.Disclose, private, violence).Register, "P-39.1, s. 18.1: entry of the communication")
	require.True(t, l.Decide(privacy.Disclose, access, yes("law-needs-it")).Register, "A-2.1, s. 67.3")
	require.Contains(t, l.Decide(privacy.Disclose, private, yes("emergency")).Missing, privacy.Fact("threatens-the-person"))
}

// A public body, an enterprise or another order, where a law requires it.
func TestV10_DisclosedWhereALawRequiresIt(t *testing.T) {
	l, i := quebec(t), otpq(t)
	for _, r := range privacy.Regimes() {
		d := l.Decide(privacy.Disclose, r, yes("law-needs-it"))
		require.Equal(t, "law", d.Ground)
		require.Equal(t, r == access, d.Register, "A-2.1, s. 67.3, asks for an entry")
		held := map[privacy.Regime]privacy.HoldingID{access: rollName, private: newsletter}[r]
		for _, to := range []string{"public-bodies", "enterprises", "other-orders"} {
			entry, err := d.Enter(privacy.Disclosure{Person: "m-1", Holdings: []privacy.HoldingID{held}, To: "x", Recipient: to, Why: "loi", Day: day("2026-02-02")}, i)
			require.NoError(t, err, to)
			require.Equal(t, r, entry.Regime)
		}
		require.NotEqual(t, privacy.Permitted, l.Decide(privacy.Disclose, r, privacy.Facts{"law-needs-it": privacy.No}).Outcome)
	}
}

// Partners are bound by contract: each of the policy's partners is, and each clause counts.
func TestV11_PartnersUnderAContractThatBindsThem(t *testing.T) {
	l, i := quebec(t), otpq(t)
	bound := 0
	for _, r := range i.Recipients {
		if r.Contract {
			bound++
		}
	}
	require.Equal(t, 5, bound, "legal, inquiry, inspection, training, information technology")
	clauses := yes("contract-needs-it", "contract-written", "contract-provisions", "contract-use-limited", "contract-no-keeping", "contract-confidentiality", "contract-notice", "contract-audit", "read-contract")
	for _, r := range privacy.Regimes() {
		require.Equal(t, "contract", l.Decide(privacy.Disclose, r, clauses).Ground)
		for f := range clauses {
			if f == "read-contract" && r == access {
				continue // s. 67.2 was read
			}
			without := l.Decide(privacy.Disclose, r, with(clauses, f, privacy.Unknown))
			require.Equal(t, privacy.Unsettled, without.Outcome, f)
			require.Contains(t, without.Missing, f)
		}
	}
}

// Fraud and service are grounds of P-39.1 alone, the application of a law of alone.
func TestV9_SecondaryUseByAct(t *testing.T) {
	l := quebec(t)
	for name, c := range map[string]struct {
		facts           privacy.Facts
		access, private bool
	}{
		"fraud":                    {yes("fraud-or-security-needs-it"), false, true},
		"service":                  {yes("service-needs-it"), false, true},
		"a law":                    {yes("law-needs-it"), true, false},
		"benefit":                  {yes("clearly-for-the-person"), true, true},
		"research, identified":     {with(yes("research-needs-it"), "de-identified", privacy.No), false, false},
		"research, de-identified":  {yes("research-needs-it", "de-identified"), true, true},
		"prospecting":              {yes("direct-relevant-link", "prospecting"), true, false},
		"a link, prospecting or?":  {yes("direct-relevant-link"), true, false},
		"a link, not prospecting":  {with(yes("direct-relevant-link"), "prospecting", privacy.No), true, true},
		"V6: implied, unread":      {with(with(yes("consent-implied"), "sensitive", privacy.No), "profiling", privacy.No), false, false},
		"V6: implied, read":        {with(with(yes("consent-implied", "read-implied-consent"), "sensitive", privacy.No), "profiling", privacy.No), false, true},
		"V18: implied, profiling":  {with(yes("consent-implied", "read-implied-consent", "profiling"), "sensitive", privacy.No), false, false},
		"V8: implied, sensitive":   {with(yes("consent-implied", "read-implied-consent", "sensitive"), "profiling", privacy.No), false, false},
		"V8: sensitive unanswered": {yes("consent-valid"), false, false},
	} {
		require.Equal(t, c.access, l.Decide(privacy.Use, access, c.facts).Outcome == privacy.Permitted, "%s, A-2.1", name)
		require.Equal(t, c.private, l.Decide(privacy.Use, private, c.facts).Outcome == privacy.Permitted, "%s, P-39.1", name)
	}
	for ground, logged := range map[privacy.Fact]bool{"direct-relevant-link": true, "clearly-for-the-person": true, "law-needs-it": true} {
		require.Equal(t, logged, l.Decide(privacy.Use, access, yes(ground)).Register, "s. 67.3: %s", ground)
	}
	require.False(t, l.Decide(privacy.Use, access, yes("research-needs-it", "de-identified")).Register, "research is not in the log duty")
}

func TestV13_ATransferNeedsFourFactorsAndAnAgreement(t *testing.T) {
	l := quebec(t)
	for _, r := range privacy.Regimes() {
		all := yes("disclosure-permitted", "assessed-sensitivity", "assessed-purposes", "assessed-protection", "assessed-framework", "protection-adequate", "written-agreement")
		require.Equal(t, privacy.Permitted, l.Decide(privacy.Transfer, r, all).Outcome)
		for f := range all {
			require.NotEqual(t, privacy.Permitted, l.Decide(privacy.Transfer, r, with(all, f, privacy.No)).Outcome, f)
		}
		require.Equal(t, "emergency", l.Decide(privacy.Transfer, r, yes("disclosure-permitted", "emergency", "threatens-the-person")).Ground)
		// s. 18.1 and 59.1 are not among the exemptions.
		require.NotEqual(t, privacy.Permitted, l.Decide(privacy.Transfer, r, yes("disclosure-permitted", "serious-risk", "sense-of-urgency", "recipient-can-help", "only-what-is-needed", "under-directive")).Outcome)
	}
}

func TestV16_TheTestOfDeIndexing(t *testing.T) {
	l := quebec(t)
	seven := []privacy.Fact{"public-figure", "as-a-minor", "current-and-accurate", "sensitive-information", "context", "time-elapsed", "pardon-or-restriction"}
	limb := yes("serious-injury", "outweighs", "no-more-than-needed")
	for n, f := range seven {
		limb[f] = []privacy.Truth{privacy.Yes, privacy.No}[n%2]
	}
	for _, r := range privacy.Regimes() {
		d := l.Decide(privacy.Cease, r, yes("contravenes-the-law"))
		require.Equal(t, privacy.Permitted, d.Outcome, "the first limb alone is enough")
		require.Equal(t, r == access, d.Promise, "under the Access Act it is the policy's promise")
		limb := with(limb, "contravenes-the-law", privacy.No)
		require.Equal(t, "injury", l.Decide(privacy.Cease, r, limb).Ground)
		for f := range limb {
			if f != "contravenes-the-law" {
				d := l.Decide(privacy.Cease, r, with(limb, f, privacy.Unknown))
				require.Equal(t, privacy.Unsettled, d.Outcome, "%s must be weighed", f)
				require.Equal(t, []privacy.Fact{f}, d.Missing)
			}
		}
		for _, f := range seven {
			require.Equal(t, privacy.Permitted, l.Decide(privacy.Cease, r, with(limb, f, privacy.Yes)).Outcome, "a factor weighs, and does not decide")
		}
		require.Equal(t, privacy.Forbidden, l.Decide(privacy.Cease, r, with(limb, "outweighs", privacy.No)).Outcome)
	}
}

func TestV16_WhatAnExportForPortabilityHolds(t *testing.T) {
	l := quebec(t)
	whole := privacy.Facts{
		"computerised": privacy.Yes, "collected-from-the-person": privacy.Yes, "created-or-inferred": privacy.No, "serious-practical-difficulties": privacy.No,
	}
	require.Equal(t, privacy.Permitted, l.Decide(privacy.Port, private, whole).Outcome)
	require.Equal(t, privacy.Unsettled, l.Decide(privacy.Port, access, whole).Outcome, "s. 84 was not read")
	require.Equal(t, privacy.Permitted, l.Decide(privacy.Port, access, with(whole, "read-provided", privacy.Yes)).Outcome)
	for fact, is := range map[privacy.Fact]privacy.Truth{
		"computerised": privacy.No, "collected-from-the-person": privacy.No, "created-or-inferred": privacy.Yes, "serious-practical-difficulties": privacy.Yes,
	} {
		require.Equal(t, privacy.Forbidden, l.Decide(privacy.Port, private, with(whole, fact, is)).Outcome, fact)
	}
}

func TestV12_AnonymisingNeedsAnApprovedRun(t *testing.T) {
	l := quebec(t)
	whole := privacy.Run{
		ID: "run-1", Holdings: []privacy.HoldingID{"statistics/members/sex"}, Purpose: "statistiques annuelles", Supervisor: "a-7", Stripped: true,
		Analysed: day("2026-01-05"), Techniques: "agrégation", Measures: "accès restreint", Final: day("2026-02-02"), VeryLow: true,
		Again: day("2027-02-02"), Approved: day("2026-02-03"),
	}
	for _, r := range privacy.Regimes() {
		d, err := whole.Anonymisable(l, r, privacy.Yes, privacy.Yes)
		require.NoError(t, err)
		require.Len(t, d.Articles, 8, "the principle, and s. 3 to 9 of the regulation")
		for name, change := range map[string]func(*privacy.Run){
			"no entry":             func(r *privacy.Run) { r.ID = "" },
			"of nothing":           func(r *privacy.Run) { r.Holdings = nil },
			"no purpose":           func(r *privacy.Run) { r.Purpose = "" },
			"nobody competent":     func(r *privacy.Run) { r.Supervisor = "" },
			"names stay":           func(r *privacy.Run) { r.Stripped = false },
			"no analysis":          func(r *privacy.Run) { r.Analysed = day("2026-03-01") },
			"no technique":         func(r *privacy.Run) { r.Techniques = "" },
			"the risk is not low":  func(r *privacy.Run) { r.VeryLow = false },
			"never looked at more": func(r *privacy.Run) { r.Again = r.Final },
			"approved before":      func(r *privacy.Run) { r.Approved = day("2026-02-01") },
			"hashed, and no more":  func(r *privacy.Run) { *r = privacy.Run{ID: "hash", Stripped: true, Techniques: "hash"} },
		} {
			run := whole
			change(&run)
			_, err := run.Anonymisable(l, r, privacy.Yes, privacy.Yes)
			require.ErrorIs(t, err, privacy.ErrUseDestruction, name)
		}
		_, err = whole.Anonymisable(l, r, privacy.Unknown, privacy.Yes)
		require.ErrorIs(t, err, privacy.ErrUseDestruction)
		_, err = whole.Anonymisable(l, r, privacy.Yes, privacy.No)
		require.ErrorIs(t, err, privacy.ErrUseDestruction)
	}
}

// holds is a ground read again, by a sentence: everything that must be so is, nothing
// that must not be is, and every factor was looked at.
func holds(g privacy.Ground, f privacy.Facts) bool {
	is := func(want privacy.Truth) func(privacy.Fact) bool {
		return func(fact privacy.Fact) bool { return f[fact] != want }
	}
	unknown := func(fact privacy.Fact) bool { return f[fact] != privacy.Yes && f[fact] != privacy.No }
	return !slices.ContainsFunc(g.All, is(privacy.Yes)) && !slices.ContainsFunc(g.None, is(privacy.No)) &&
		!slices.ContainsFunc(g.Weighed, unknown) && (g.Verified || f[privacy.Fact("read-"+g.ID)] == privacy.Yes)
}

// Every decision is total over its facts, cites an article, says why of every ground, and
// permits only what a ground permits.
func TestV9_V13_EveryDecisionIsTotalAndFailsClosed(t *testing.T) {
	l := quebec(t)
	rapid.Check(t, func(t *rapid.T) {
		rule := rapid.SampledFrom(l.Rules).Draw(t, "rule")
		facts := privacy.Facts{}
		for _, f := range l.Facts {
			if is := rapid.SampledFrom([]privacy.Truth{privacy.Unknown, privacy.Yes, privacy.Yes, privacy.No, "perhaps"}).Draw(t, string(f.ID)); is != privacy.Unknown {
				facts[f.ID] = is
			}
		}
		for _, g := range rule.Grounds {
			if rapid.Bool().Draw(t, "read "+g.ID) {
				facts[g.Read()] = privacy.Yes
			}
		}
		d := l.Decide(rule.Question, rule.Regime, facts)
		first := slices.IndexFunc(rule.Grounds, func(g privacy.Ground) bool { return holds(g, facts) })
		require.Equal(t, first >= 0, d.Outcome == privacy.Permitted)
		require.NotEmpty(t, d.Articles)
		require.Len(t, d.Reasons, len(rule.Grounds))
		switch d.Outcome {
		case privacy.Permitted:
			require.Equal(t, rule.Grounds[first].ID, d.Ground)
			require.Empty(t, d.Missing)
			require.Subset(t, d.Articles, rule.Grounds[first].Articles)
		case privacy.Unsettled:
			require.NotEmpty(t, d.Missing)
		case privacy.Forbidden:
			require.Empty(t, d.Missing)
			for _, r := range d.Reasons {
				require.NotEmpty(t, r.Against)
			}
		}
		// To forget something never permits.
		for f := range facts {
			if d.Outcome != privacy.Permitted {
				require.NotEqual(t, privacy.Permitted, l.Decide(rule.Question, rule.Regime, with(facts, f, privacy.Unknown)).Outcome)
			}
		}
	})
}

// Each ground with exactly what it asks permits; with anything of it missing, it does not.
func TestV9_AMissingFactNeverYieldsAPermission(t *testing.T) {
	l := quebec(t)
	for _, rule := range l.Rules {
		for _, g := range rule.Grounds {
			facts := yes(g.All...)
			for _, f := range g.None {
				facts[f] = privacy.No
			}
			for _, f := range g.Weighed {
				facts[f] = privacy.No
			}
			if !g.Verified {
				facts["read-"+privacy.Fact(g.ID)] = privacy.Yes
			}
			d := l.Decide(rule.Question, rule.Regime, facts)
			require.Equal(t, g.ID, d.Ground, "%s %s", rule.Question, rule.Regime)
			require.Equal(t, g.Verified, d.Verified)
			for f := range facts {
				without := l.Decide(rule.Question, rule.Regime, with(facts, f, privacy.Unknown))
				require.Equal(t, privacy.Unsettled, without.Outcome, "%s %s %s without %s", rule.Question, rule.Regime, g.ID, f)
				require.Contains(t, without.Missing, f)
			}
		}
	}
	require.Equal(t, privacy.Decision{Question: "guess", Regime: access, Outcome: privacy.Forbidden}, l.Decide("guess", access, yes("consent-express")))
	require.Equal(t, privacy.Forbidden, l.Decide(privacy.Use, "gdpr", yes("consent-express")).Outcome)
}

func TestV9_EveryDisclosureIsEntered(t *testing.T) {
	l := quebec(t)
	i := otpq(t)
	entry := privacy.Disclosure{
		Org: "otpq", Person: "m-1", ID: "d-1", Holdings: []privacy.HoldingID{newsletter}, To: "Cour du Québec", Recipient: "authorities",
		Why: "ordonnance du 2 février", Day: day("2026-02-03"), At: noon, Account: "a-1",
	}
	permitted := l.Decide(privacy.Disclose, private, yes("court-order"))
	d, err := permitted.Enter(entry, i)
	require.NoError(t, err)
	require.Equal(t, "court", d.Ground)
	require.Equal(t, []privacy.ArticleID{"p-39.1:13", "policy:disclosure", "p-39.1:18"}, d.Articles)
	require.False(t, d.Required)
	require.True(t, d.Verified)

	for name, no := range map[string]privacy.Decision{
		"unsettled":    l.Decide(privacy.Disclose, private, nil),
		"another":      l.Decide(privacy.Use, private, yes("consent-express")),
		"no decision":  {},
		"hand-written": {Question: privacy.Disclose, Outcome: privacy.Unsettled},
	} {
		_, err := no.Enter(entry, i)
		require.ErrorIs(t, err, privacy.ErrNotPermitted, name)
	}
	for name, c := range map[string]struct {
		change func(*privacy.Disclosure)
		want   error
	}{
		"to nobody":            {func(d *privacy.Disclosure) { d.To = "" }, privacy.ErrIncomplete},
		"for nothing":          {func(d *privacy.Disclosure) { d.Why = "" }, privacy.ErrIncomplete},
		"an unknown recipient": {func(d *privacy.Disclosure) { d.Recipient = "brokers" }, privacy.ErrIncomplete},
		"of nobody":            {func(d *privacy.Disclosure) { d.Person = "" }, privacy.ErrIncomplete},
		"of nothing":           {func(d *privacy.Disclosure) { d.Holdings = nil }, privacy.ErrUnknownHolding},
		"of the other Act":     {func(d *privacy.Disclosure) { d.Holdings = []privacy.HoldingID{rollName} }, privacy.ErrUnknownHolding},
	} {
		e := entry
		c.change(&e)
		_, err := permitted.Enter(e, i)
		require.ErrorIs(t, err, c.want, name)
	}
}

// Six calendar months, with both ends.
func TestV15_WhoIsToldOfARectification(t *testing.T) {
	on := func(id, d string, h privacy.HoldingID) privacy.Disclosure {
		return privacy.Disclosure{ID: id, Day: day(d), Holdings: []privacy.HoldingID{h}}
	}
	register := []privacy.Disclosure{
		on("too old", "2026-02-27", rollName), on("first", "2026-02-28", rollName), on("other", "2026-05-01", newsletter),
		on("last", "2026-08-31", rollName), on("after", "2026-09-01", rollName),
	}
	var told []string
	for _, d := range privacy.ToTell(register, []privacy.HoldingID{rollName}, day("2026-08-31")) {
		told = append(told, d.ID)
	}
	require.Equal(t, []string{"first", "last"}, told)
}

func TestV1_WhatPersonalInformationIs(t *testing.T) {
	y, n := privacy.Yes, privacy.No
	for name, c := range map[string]struct {
		i               privacy.Information
		access, private privacy.Standing
	}{
		"nothing is known":       {privacy.Information{}, privacy.IsPersonal, privacy.IsPersonal},
		"a home address":         {privacy.Information{Concerns: y, Identifies: y, AtWork: n, PublicByLaw: n}, privacy.IsPersonal, privacy.IsPersonal},
		"of a company":           {privacy.Information{Concerns: n}, privacy.IsNot, privacy.IsNot},
		"anonymous":              {privacy.Information{Concerns: y, Identifies: n}, privacy.IsNot, privacy.IsNot},
		"at work":                {privacy.Information{Concerns: y, Identifies: y, AtWork: y}, privacy.IsPersonal, privacy.IsAtWork},
		"on the roll":            {privacy.Information{Concerns: y, Identifies: y, PublicByLaw: y}, privacy.IsPublic, privacy.IsPublic},
		"may not identify":       {privacy.Information{Concerns: y}, privacy.IsPersonal, privacy.IsPersonal},
		"public, and of whom?":   {privacy.Information{PublicByLaw: y}, privacy.IsPublic, privacy.IsPublic},
		"at work, and anonymous": {privacy.Information{Identifies: n, AtWork: y}, privacy.IsNot, privacy.IsNot},
	} {
		for r, want := range map[privacy.Regime]privacy.Standing{access: c.access, private: c.private} {
			is, articles := c.i.Of(r)
			require.Equal(t, want, is, "%s, %s", name, r)
			require.NotEmpty(t, articles)
			for _, a := range articles {
				_, known := quebec(t).Article(a)
				require.True(t, known, a)
			}
		}
	}
}
