package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

// Every case of the catalogue that rows can say gives, through CSV files, the
// figures that the case gives by itself.
func TestEvaluateAgreesWithTheCasesOfTheCatalogue(t *testing.T) {
	paths, err := filepath.Glob("../../hours/catalogue/*.yaml")
	require.NoError(t, err)
	compared := 0
	for _, path := range paths {
		d, err := readRegulation(path)
		require.NoError(t, err)
		for i := range d.Cases {
			worked := &d.Cases[i]
			content, ok := rowsOf(worked)
			if words := vocabularyOf(d.Regulation); !ok || strange(worked, words) {
				continue
			}
			balance, _, err := worked.Run(d.Regulation)
			if err != nil || balance.Version == "" {
				continue
			}
			folder := t.TempDir()
			args := []string{"evaluate", "-regulation", path, "-day", worked.Day.String(), "-decimal", "point"}
			if !worked.In.IsZero() {
				args = append(args, "-in", worked.In.String())
			}
			for flag, text := range content {
				args = append(args, "-"+flag, fileIn(t, folder, flag+".csv", text))
			}
			got := cohort(t, args...)
			require.Equal(t, exitDone, got.status, "%s:%d\n%s", path, worked.Line, got.err)
			require.Equal(t, wanted(balance), figuresOf(got.out), "%s:%d", path, worked.Line)
			compared++
		}
	}
	require.Greater(t, compared, 50)
}

// rowsOf writes a case as the rows of files; it reports false for what rows do not
// say: a roll, a birth after the admission that a case supposes, a split, facts that begin or end, hours carried for one requirement.
func rowsOf(c *catalogue.Case) (files, bool) {
	if len(c.Roll) > 0 || c.Admitted.IsZero() && c.Birth.Year() >= 1974 {
		return nil, false
	}
	admitted := "1974-04-01" // on the roll all along
	if !c.Admitted.IsZero() {
		admitted = c.Admitted.String()
	}
	var profile []string
	for _, fact := range c.Profile {
		if !fact.IsZero() {
			return nil, false
		}
		profile = append(profile, fact.Is)
	}
	all := files{"members": "member,admitted,readmitted,left,birth,number,surname,profile\n" +
		strings.Join([]string{"m", admitted, c.Readmitted.String(), c.Left.String(), c.Birth.String(), c.Number, c.Surname, strings.Join(profile, "|")}, ",") + "\n"}
	if !c.Readmitted.IsZero() && !c.Left.IsZero() && !c.Left.After(c.Readmitted) {
		return nil, false
	}
	var b strings.Builder
	b.WriteString("member,category,date,hours,since,type,tags,content,provider,measure,state,for,counted\n")
	for _, d := range c.Declarations {
		if len(d.Split) > 0 {
			return nil, false
		}
		amount, counted := "", ""
		switch {
		case d.Hours != nil:
			amount = d.Hours.String()
		case d.Minutes != nil:
			amount = d.Minutes.Times(1, 60).String()
		case d.Amount != nil:
			amount = d.Amount.String()
		}
		if d.Counted != nil {
			counted = d.Counted.String()
		}
		fmt.Fprintf(&b, "m,%s,%s,%s,%s,%s,%s,%q,%q,%s,%s,%s,%s\n", d.Category, d.On, amount, d.Since, d.Type,
			strings.Join(d.Tags, "|"), d.Content, d.Provider, d.Measure, d.State, d.For, counted)
	}
	all["declarations"] = b.String()
	exemptions := "member,ground,from,to,hours\n"
	in := c.In
	if in.IsZero() {
		in = c.Day
	}
	for _, h := range c.Exempted {
		exemptions += fmt.Sprintf("m,,%s,,%s\n", in, h)
	}
	for _, x := range c.Exemptions {
		exemptions += fmt.Sprintf("m,%s,%s,%s,\n", x.Ground, x.From, x.To)
	}
	all["exemptions"] = exemptions
	if c.Carried != nil {
		carried := "member,hours,from\n"
		for _, lot := range c.Carried {
			if lot.Of != nil {
				return nil, false
			}
			carried += fmt.Sprintf("m,%s,%s\n", lot.Hours, lot.From)
		}
		all["carried"] = carried
	}
	return all, len(c.Carried) > 0 || c.Carried == nil
}

// strange reports an exemption of a ground that no version knows, which is told as a
// row that takes nothing off.
func strange(c *catalogue.Case, words *vocabulary) bool {
	for _, x := range c.Exemptions {
		if _, known := words.grounds.of[x.Ground]; !known && !words.anyGround {
			return true
		}
	}
	return false
}

// wanted is what the balances file says of a balance, by column.
func wanted(b hours.Balance) map[string]string {
	all := map[string]string{
		"version": b.Version, "start": b.Start.String(), "end": b.End.String(), "status": string(b.Status), "surplus": b.Surplus.String(),
	}
	for _, l := range b.Lines {
		all[l.Name()+" due"], all[l.Name()+" counted"] = l.Due.String(), l.Counted.String()
		all[l.Name()+" carried"], all[l.Name()+" remaining"] = l.Carried.String(), l.Remaining.String()
	}
	return all
}

// figuresOf reads a balances file of one member, without the columns that are empty.
func figuresOf(out string) map[string]string {
	lines := strings.Split(out, "\n")
	all := map[string]string{}
	values := strings.Split(lines[1], ",")
	for i, name := range strings.Split(lines[0], ",") {
		if values[i] != "" && name != "member" {
			all[name] = values[i]
		}
	}
	return all
}
