package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

// check runs the worked cases of regulation files.
func (c *command) check(args []string) int {
	f := c.flags("check")
	verbose := f.Bool("v", false, "")
	rest, status, done := c.parse(f, args)
	if done {
		return status
	}
	if len(rest) == 0 {
		return c.usage("usage.check")
	}
	for _, arg := range rest {
		names, err := documents(arg)
		if err != nil {
			status = c.fail(err)
			continue
		}
		if len(names) == 0 {
			fmt.Fprintln(c.stderr, c.say("check.empty-folder", "folder", arg))
			status = exitWrong
		}
		for _, name := range names {
			if !c.checkFile(name, *verbose) {
				status = exitWrong
			}
		}
	}
	return status
}

// documents returns the files that an argument names: itself, or the regulations of
// a folder in the order of their names.
func documents(arg string) ([]string, error) {
	info, err := os.Stat(arg)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{arg}, nil
	}
	return filepath.Glob(filepath.Join(arg, "*.yaml"))
}

// checkFile reports that a file can be read and that its cases agree, and says what
// does not.
func (c *command) checkFile(name string, verbose bool) bool {
	d, err := readRegulation(name)
	if err != nil {
		c.fail(err)
		return false
	}
	failed := 0
	for i := range d.Cases {
		if !c.checkCase(name, &d.Cases[i], d.Regulation, verbose) {
			failed++
		}
	}
	var versions []string
	for _, v := range d.Regulation.Versions {
		versions = append(versions, v.ID)
	}
	result := c.say("check.agree")
	switch {
	case len(d.Cases) == 0:
		result = c.say("check.none")
	case failed > 0:
		result = c.say("check.differ", "n", failed)
	}
	fmt.Fprintln(c.stdout, c.say("check.file",
		"file", name, "id", d.Regulation.ID, "versions", strings.Join(versions, ", "), "cases", len(d.Cases), "result", result))
	return failed == 0
}

func (c *command) checkCase(file string, worked *catalogue.Case, r hours.Regulation, verbose bool) bool {
	balance, differences, err := worked.Run(r)
	at := fmt.Sprintf("%s:%d: %s", file, worked.Line, c.say("check.case", "name", worked.Name))
	switch {
	case err != nil:
		fmt.Fprintln(c.stderr, at+c.colon()+c.tell(err))
		return false
	case len(differences) == 0:
		if verbose {
			fmt.Fprintln(c.stdout, at+c.colon()+c.say("check.agrees"))
		}
		return true
	}
	for _, d := range differences {
		fmt.Fprintln(c.stderr, at+c.colon()+c.tell(errors.New(d)))
	}
	if standing, err := worked.Standing(r); err == nil {
		for _, line := range c.trace(&standing.Version, balance, caseActivities(c.voice, worked, &standing.Version)) {
			fmt.Fprintln(c.stderr, "    "+line)
		}
	}
	return false
}

// colon is what stands between a place and what is said of it.
func (v voice) colon() string { return v.say("colon") }
