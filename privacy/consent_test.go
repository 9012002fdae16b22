package privacy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

func TestConsentTransitions(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-10s", "")
	for _, e := range privacy.ConsentEvents() {
		fmt.Fprintf(&b, " %-10s", e)
	}
	for _, s := range privacy.ConsentStates() {
		name := s
		if name == privacy.NotAsked {
			name = "not-asked"
		}
		fmt.Fprintf(&b, "\n%-10s", name)
		for _, e := range privacy.ConsentEvents() {
			after, err := s.Next(e)
			if err != nil {
				require.ErrorIs(t, err, privacy.ErrTransition)
				require.Equal(t, s, after)
				after = "."
			}
			fmt.Fprintf(&b, " %-10s", after)
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	golden(t, "consent.txt", strings.Join(lines, "\n")+"\n")
}

func give(notice string) privacy.Say {
	return privacy.Say{Event: privacy.Give, Channel: privacy.ByForm, Notice: notice, NoticeVersion: "1", Apart: true}
}

func says(t testing.TB, i privacy.Inventory, c privacy.Consent, on string, s privacy.Say) privacy.Consent {
	t.Helper()
	next, err := c.Says(s, i, noon, day(on))
	require.NoError(t, err)
	return next
}

func TestV7_WithdrawnAtAnyTimeAfterBeingToldWhatThatEnds(t *testing.T) {
	i := otpq(t)
	c := says(t, i, privacy.Consent{Person: "m-1", Purpose: "publications"}, "2026-02-02", give("publications"))
	require.True(t, c.Valid(day("2026-02-02")))
	require.False(t, c.Valid(day("2026-02-01")), "not before it was given")

	warning, err := i.Warn("publications")
	require.NoError(t, err)
	require.Contains(t, warning.Ends.FR, "infolettre TPEXpress")
	require.Contains(t, warning.Stays, rollName, "the roll does not rest on consent, and goes on")
	require.NotContains(t, warning.Stays, newsletter)
	for name, told := range map[string]identity.Text{
		"nothing":      {},
		"French alone": {FR: warning.Ends.FR},
		"other words":  {FR: "Rien.", EN: "Nothing."},
	} {
		next, err := c.Says(privacy.Say{Event: privacy.TakeBack, Channel: privacy.ByFile, Told: told}, i, noon, day("2026-03-02"))
		require.ErrorIs(t, err, privacy.ErrNotTold, name)
		require.Equal(t, c, next)
	}
	for _, channel := range []privacy.Channel{privacy.ByFile, privacy.ByMessage} {
		gone := says(t, i, c, "2026-03-02", privacy.Say{Event: privacy.TakeBack, Channel: channel, Told: warning.Ends})
		require.Equal(t, privacy.TakenBack, gone.State)
		require.False(t, gone.Valid(day("2026-03-02")))
		require.True(t, gone.Was(day("2026-03-01")).Valid(day("2026-03-01")), "the history says that it was valid")
		require.Len(t, gone.Acts, 2)
		again := says(t, i, gone, "2026-04-01", give("publications"))
		require.True(t, again.Valid(day("2026-04-01")))
		require.Len(t, again.Acts, 3)
	}
	_, err = c.Says(privacy.Say{Event: privacy.TakeBack, Channel: "pigeon", Told: warning.Ends}, i, noon, day("2026-03-02"))
	require.ErrorIs(t, err, privacy.ErrChannel)
	_, err = i.Warn("roll")
	require.ErrorIs(t, err, privacy.ErrNotConsent, "registration on the roll rests on no consent")
	_, err = i.Warn("spying")
	require.ErrorIs(t, err, privacy.ErrUnknownPurpose)
}

func TestV8_ExpressConsentForWhatIsSensitive(t *testing.T) {
	l := quebec(t)
	i := otpq(t)
	none := privacy.Consent{Person: "m-1", Purpose: "fitness"}
	_, err := none.Says(give("fitness"), i, noon, day("2026-02-02"))
	require.ErrorIs(t, err, privacy.ErrNotExpress)
	say := give("fitness")
	say.Express = true
	c := says(t, i, none, "2026-02-02", say)
	require.Equal(t, "express-consent", l.Decide(privacy.Disclose, privacy.AccessAct, c.Facts(i, day("2026-02-02"))).Ground)
	require.NotEqual(t, privacy.Permitted, l.Decide(privacy.Disclose, privacy.AccessAct, none.Facts(i, day("2026-02-02"))).Outcome)
	plain := says(t, i, privacy.Consent{Purpose: "publications"}, "2026-02-02", give("publications"))
	require.Equal(t, "consent", l.Decide(privacy.Disclose, privacy.PrivateAct, plain.Facts(i, day("2026-02-02"))).Ground)
}

func TestV7_OneConsentForEachPurposeAskedApart(t *testing.T) {
	i := otpq(t)
	none := privacy.Consent{Purpose: "publications"}
	for name, c := range map[string]struct {
		change func(*privacy.Say)
		want   error
	}{
		"no notice":           {func(s *privacy.Say) { s.Notice = "" }, privacy.ErrNoNotice},
		"another version":     {func(s *privacy.Say) { s.NoticeVersion = "2" }, privacy.ErrNoNotice},
		"of another purpose":  {func(s *privacy.Say) { s.Notice = "trends" }, privacy.ErrNoNotice},
		"not apart":           {func(s *privacy.Say) { s.Apart = false }, privacy.ErrNotApart},
		"over before it is":   {func(s *privacy.Say) { s.Until = day("2026-02-01") }, privacy.ErrUntil},
		"by no channel":       {func(s *privacy.Say) { s.Channel = "" }, privacy.ErrChannel},
		"without effect, now": {func(s *privacy.Say) { s.Event = privacy.Invalidate }, privacy.ErrTransition},
	} {
		say := give("publications")
		c.change(&say)
		next, err := none.Says(say, i, noon, day("2026-02-02"))
		require.ErrorIs(t, err, c.want, name)
		require.Equal(t, none, next)
	}
	_, err := none.Says(give("publications"), i, noon, day("2023-09-21"))
	require.ErrorIs(t, err, privacy.ErrNoNotice, "the notice was not in force")
	_, err = privacy.Consent{Purpose: "roll"}.Says(give("policy"), i, noon, day("2026-02-02"))
	require.ErrorIs(t, err, privacy.ErrNotConsent)

	until := give("publications")
	until.Until = day("2026-12-31")
	c := says(t, i, none, "2026-02-02", until)
	require.True(t, c.Valid(day("2026-12-31")))
	require.False(t, c.Valid(day("2027-01-01")), "it expires by itself")
	_, err = c.Says(privacy.Say{Event: privacy.Invalidate, Reason: " "}, i, noon, day("2026-03-01"))
	require.ErrorIs(t, err, privacy.ErrReason)
	require.False(t, says(t, i, c, "2026-03-01", privacy.Say{Event: privacy.Invalidate, Reason: "formulaire trompeur"}).Valid(day("2026-03-01")))
	declined := says(t, i, none, "2026-02-02", privacy.Say{Event: privacy.Decline, Channel: privacy.ByForm, Notice: "publications", NoticeVersion: "1"})
	require.False(t, declined.Valid(day("2026-02-02")))
}

// A receipt is a copy in words: what changes afterwards does not change it.
func TestV7_AReceiptSurvivesWhatChanges(t *testing.T) {
	i := otpq(t)
	c := says(t, i, privacy.Consent{Org: "otpq", Person: "m-1", Purpose: "publications"}, "2026-02-02", give("publications"))
	r, err := c.Receipt("receipt-1", i, identity.French)
	require.NoError(t, err)
	require.Equal(t, "CA-QC", r.Jurisdiction)
	require.Equal(t, "Transmettre des publications et invitations de l’Ordre", r.Purpose)
	require.Equal(t, []string{"Nom et prénom", "Courriel professionnel", "Courriel personnel", "Coordonnées"}, r.Categories)
	require.Equal(t, []string{"Partenaires pour des services professionnels en informatique"}, r.Recipients)
	require.Equal(t, "communication@otpq.org", r.Withdraw)
	require.Contains(t, r.Notice, "infolettre")
	was := r.Notice
	i.Notices, i.Categories = slices.Clone(i.Notices), slices.Clone(i.Categories)
	for n := range i.Notices {
		i.Notices[n].Text.FR = "autre chose"
	}
	i.Categories[0].Label.FR = "Autre chose"
	require.Equal(t, was, r.Notice)
	require.Equal(t, "Nom et prénom", r.Categories[0])
	_, err = privacy.Consent{Purpose: "publications"}.Receipt("x", i, identity.French)
	require.ErrorIs(t, err, privacy.ErrNotGiven)
}

func visit(purpose string, categories ...string) privacy.Collection {
	return privacy.Collection{
		Group: "site-visitors", Purpose: purpose, Categories: categories, Notice: "policy", Version: "2023-09-22", Day: day("2026-02-02"), Visit: true,
	}
}

// Implied consent is derived from a notice and from what was provided, never declared.
func TestV6_ImpliedConsentIsDerived(t *testing.T) {
	i := otpq(t)
	form := privacy.Collection{
		Group: "public", Purpose: "inquiries", Categories: []string{"name", "contact", "request"}, Notice: "policy", Version: "2023-09-22", Day: day("2026-02-02"),
	}
	require.True(t, privacy.Derive(form, i, privacy.Consent{}).Implied, "by providing")
	require.True(t, privacy.Derive(visit("website", "ip-address", "pages"), i, privacy.Consent{}).Implied, "by visiting")
	for name, c := range map[string]struct {
		change func(*privacy.Collection)
		want   privacy.Fault
	}{
		"nothing":           {func(c *privacy.Collection) { c.Categories = nil }, privacy.FaultNothing},
		"no notice":         {func(c *privacy.Collection) { c.Notice = "" }, privacy.FaultNotice},
		"another version":   {func(c *privacy.Collection) { c.Version = "2020" }, privacy.FaultNotice},
		"before the notice": {func(c *privacy.Collection) { c.Day = day("2023-09-21") }, privacy.FaultNotice},
		"no day":            {func(c *privacy.Collection) { c.Day = day("0001-01-01") }, privacy.FaultNotice},
		"another's notice":  {func(c *privacy.Collection) { c.Notice, c.Version = "trends", "1" }, privacy.FaultUntold},
		"not held":          {func(c *privacy.Collection) { c.Categories = []string{"health"} }, privacy.FaultNotHeld},
		"by a visit":        {func(c *privacy.Collection) { c.Visit = true }, privacy.FaultVisit},
		"the Access Act":    {func(c *privacy.Collection) { c.Purpose = "discipline" }, privacy.FaultRegime},
		"of another basis": {func(c *privacy.Collection) {
			c.Group, c.Purpose = "members", "elections"
			c.Categories = []string{"name"}
		}, privacy.FaultBasis},
		"an unknown purpose":   {func(c *privacy.Collection) { c.Purpose = "spying" }, privacy.FaultUntold},
		"sensitive":            {func(c *privacy.Collection) { c.Group, c.Purpose = "staff", "pay"; c.Categories = []string{"health"} }, privacy.FaultSensitive},
		"a purpose that asks":  {func(c *privacy.Collection) { c.Purpose = "publications"; c.Categories = []string{"name"} }, privacy.FaultAsked},
		"another group's data": {func(c *privacy.Collection) { c.Group = "members" }, privacy.FaultNotHeld},
	} {
		of := form
		c.change(&of)
		d := privacy.Derive(of, i, privacy.Consent{})
		require.False(t, d.Implied, name)
		require.Contains(t, d.Faults, c.want, name)
	}
	for _, state := range []privacy.ConsentState{privacy.TakenBack, privacy.Declined, privacy.Invalid} {
		d := privacy.Derive(form, i, privacy.Consent{Purpose: "inquiries", State: state})
		require.Equal(t, []privacy.Fault{privacy.FaultTakenBack}, d.Faults, "what a person withdrew is not implied by their next message")
	}
}

// Trends are off until they are turned on, whatever was visited.
func TestV18_ImpliedConsentNeverOpensProfiling(t *testing.T) {
	l := quebec(t)
	i := otpq(t)
	d := privacy.Derive(visit("trends", "pages", "connection-time"), i, privacy.Consent{})
	require.False(t, d.Implied)
	require.Contains(t, d.Faults, privacy.FaultProfiling)
	require.Contains(t, d.Articles, privacy.ArticleID("p-39.1:8.1"))
	require.NotEqual(t, privacy.Permitted, l.Decide(privacy.Use, privacy.PrivateAct, d.Facts()).Outcome)
	none := privacy.Consent{Purpose: "trends"}
	require.NotEqual(t, privacy.Permitted, l.Decide(privacy.Use, privacy.PrivateAct, none.Facts(i, day("2026-02-02"))).Outcome)
	on := says(t, i, none, "2026-02-02", give("trends"))
	require.Equal(t, "consent", l.Decide(privacy.Use, privacy.PrivateAct, on.Facts(i, day("2026-02-02"))).Ground)
}

// Derive is total, cites an article that the law has, and is never implied for what is
// sensitive, asked for, profiling or under the Access Act.
func TestV6_DerivingIsTotalAndFailsClosed(t *testing.T) {
	l := quebec(t)
	i := otpq(t)
	var groups, purposes, categories []string
	for _, g := range i.Groups {
		groups = append(groups, g.ID)
	}
	for _, p := range i.Purposes {
		purposes = append(purposes, p.ID)
	}
	for _, c := range i.Categories {
		categories = append(categories, c.ID)
	}
	holdings := i.Holdings()
	rapid.Check(t, func(t *rapid.T) {
		// Half of what is drawn is one of the holdings, so that consent is implied at times.
		h := rapid.SampledFrom(holdings).Draw(t, "holding")
		c := privacy.Collection{
			Group: h.Group, Purpose: h.Purpose, Categories: []string{h.Category}, Notice: rapid.SampledFrom([]string{"policy", "policy", "policy", "trends", ""}).Draw(t, "notice"),
			Version: rapid.SampledFrom([]string{"2023-09-22", "2023-09-22", "1", ""}).Draw(t, "version"),
			Day:     day("2023-09-20").AddDays(rapid.IntRange(0, 20).Draw(t, "day")), Visit: rapid.Bool().Draw(t, "visit"),
		}
		if rapid.Bool().Draw(t, "anything") {
			c.Group = rapid.SampledFrom(append(groups, "")).Draw(t, "group")
			c.Purpose = rapid.SampledFrom(append(purposes, "spying")).Draw(t, "purpose")
			c.Categories = rapid.SliceOfN(rapid.SampledFrom(append(categories, "blood")), 0, 3).Draw(t, "categories")
		}
		d := privacy.Derive(c, i, privacy.Consent{})
		require.Equal(t, d.Implied, len(d.Faults) == 0)
		require.NotEmpty(t, d.Articles)
		for _, a := range d.Articles {
			_, known := l.Article(a)
			require.True(t, known, a)
		}
		if !d.Implied {
			return
		}
		require.Equal(t, "policy", c.Notice)
		require.False(t, c.Day.Before(day("2023-09-22")))
		for _, category := range c.Categories {
			at := slices.IndexFunc(holdings, func(h privacy.Holding) bool {
				return h.Purpose == c.Purpose && h.Group == c.Group && h.Category == category
			})
			require.GreaterOrEqual(t, at, 0)
			held := holdings[at]
			require.Equal(t, privacy.PrivateAct, held.Regime)
			require.Equal(t, privacy.Implied, held.Basis)
			require.False(t, held.Sensitive)
			require.NotContains(t, []string{"trends", "publications"}, c.Purpose)
			if c.Visit {
				require.Equal(t, "site-visitors", held.Group)
			}
		}
	})
}

func TestV6_ANoticeTellsWhatTheActAsks(t *testing.T) {
	i := otpq(t)
	for _, n := range i.Notices {
		require.Empty(t, n.Lacks(i), n.ID)
	}
	n, ok := i.Notice("publications", "1")
	require.True(t, ok)
	n.Says = nil
	require.Equal(t, []privacy.Element{privacy.TellsPurposes, privacy.TellsMeans, privacy.TellsRights, privacy.TellsWithdrawal, privacy.TellsThirdParties}, n.Lacks(i))
	n.Until = day("2026-01-31")
	require.True(t, n.InForce(day("2026-01-31")))
	require.False(t, n.InForce(day("2026-02-01")))
}
