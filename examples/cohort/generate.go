package main

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// generate writes the files of members who do not exist, the same ones for the
// same seed: to try the program, and to measure it.
func (c *command) generate(args []string) int {
	f := c.flags("generate")
	name := f.String("regulation", "", "")
	g := generator{}
	f.IntVar(&g.members, "n", 1000, "")
	f.IntVar(&g.each, "each", 10, "")
	seed := f.Uint64("seed", 1, "")
	text := f.String("day", "", "")
	f.StringVar(&g.folder, "folder", ".", "")
	f.BoolVar(&g.shuffled, "shuffled", false, "")
	rest, status, done := c.parse(f, args)
	if done {
		return status
	}
	day, err := c.day(*text, c.today)
	switch {
	case err != nil:
		return c.usage("usage.day", "value", *text)
	case len(rest) > 0:
		return c.usage("usage.argument", "value", rest[0])
	case g.members < 1 || g.members > 1<<30 || g.each < 0:
		return c.usage("usage.numbers")
	}
	d, status := c.find(*name)
	if status != exitDone {
		return status
	}
	g.random = rand.New(rand.NewPCG(*seed, 0))
	if err := g.write(d.Regulation, day); err != nil {
		return c.fail(err)
	}
	return exitDone
}

type generator struct {
	members, each int
	folder        string
	shuffled      bool
	random        *rand.Rand
}

func (g *generator) write(r hours.Regulation, day cycle.Date) error {
	version, err := r.InForce(day)
	if err != nil {
		return err
	}
	members, err := os.Create(filepath.Join(g.folder, "members.csv"))
	if err != nil {
		return err
	}
	declarations, err := os.Create(filepath.Join(g.folder, "declarations.csv"))
	if err != nil {
		return errors.Join(err, members.Close())
	}
	m, d := bufio.NewWriter(members), bufio.NewWriter(declarations)
	fmt.Fprintln(m, "member,admitted,birth,number,surname")
	fmt.Fprintln(d, "member,category,date,hours")
	for i := range g.members {
		fmt.Fprintf(m, "%s,%s,%s,%d,%c\n", g.name(i), day.AddDays(-400-g.random.IntN(12000)), day.AddDays(-13000-g.random.IntN(9000)),
			100000+i, 'A'+rune(g.random.IntN(26)))
	}
	// Shuffled, each declaration is that of a member at random: so many on average.
	for i := range g.members {
		n := g.random.IntN(2*g.each + 1)
		for range n {
			of := i
			if g.shuffled {
				of = g.random.IntN(g.members)
			}
			category := version.Categories[g.random.IntN(len(version.Categories))].ID
			quarters := 1 + g.random.IntN(32)
			fmt.Fprintf(d, "%s,%s,%s,%d.%02d\n", g.name(of), category, day.AddDays(-g.random.IntN(1000)), quarters/4, quarters%4*25)
		}
	}
	return errors.Join(m.Flush(), d.Flush(), members.Close(), declarations.Close())
}

func (g *generator) name(i int) string { return fmt.Sprintf("m%07d", i+1) }
