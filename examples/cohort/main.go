// Cohort is for analysts who do not write Go: it checks regulation files, explains
// where a member stands, and evaluates everybody from CSV files.
//
//	go run ./examples/cohort check hours/catalogue
//	go run ./examples/cohort explain -regulation qc-otpq -case 1
//	go run ./examples/cohort evaluate -regulation qc-otpq -members members.csv -declarations declarations.csv
//
// README.md is the manual.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// The exit statuses.
const (
	exitDone  = 0
	exitWrong = 1 // something in the files is wrong
	exitUsage = 2 // the command is
)

// command is one run of the program.
type command struct {
	voice
	stdin          io.Reader
	stdout, stderr io.Writer
	today          cycle.Date
}

// run runs the command that the arguments say, and returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	now := time.Now() //nolint:forbidigo // the present day, unless -day says another
	c := &command{voice: spoken(args), stdin: stdin, stdout: stdout, stderr: stderr, today: cycle.DateOf(now, time.Local)}
	commands := map[string]func([]string) int{
		"check": c.check, "explain": c.explain, "evaluate": c.evaluate, "generate": c.generate,
	}
	if len(args) == 0 {
		fmt.Fprint(stderr, c.say("help"))
		return exitUsage
	}
	switch name := args[0]; name {
	case "help", "-h", "-help", "--help":
		fmt.Fprint(stdout, c.say("help"))
		return exitDone
	default:
		if do, ok := commands[name]; ok {
			return do(args[1:])
		}
		return c.usage("usage.command", "name", name)
	}
}

// usage says what is wrong with the command itself.
func (c *command) usage(key string, values ...any) int {
	fmt.Fprintln(c.stderr, "cohort: "+c.say(key, values...))
	fmt.Fprintln(c.stderr, c.say("usage.help"))
	return exitUsage
}

// fail says what went wrong with the files.
func (c *command) fail(err error) int {
	fmt.Fprintln(c.stderr, c.tell(err))
	return exitWrong
}

// flags returns a set of flags whose errors are ours to say. Every command takes
// -lang, which spoken has read.
func (c *command) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.String("lang", "", "")
	return f
}

// parse reads the flags, wherever they stand among the other arguments, which it
// returns; done says that there is nothing more to do.
func (c *command) parse(f *flag.FlagSet, args []string) (rest []string, status int, done bool) {
	for {
		err := f.Parse(args)
		switch {
		case errors.Is(err, flag.ErrHelp):
			fmt.Fprint(c.stdout, c.say("help."+f.Name()))
			return nil, exitDone, true
		case err != nil:
			return nil, c.usage("usage.flag", "command", f.Name(), "error", err), true
		}
		if f.NArg() == 0 {
			break
		}
		rest, args = append(rest, f.Arg(0)), f.Args()[1:]
	}
	if lang := f.Lookup("lang").Value.String(); lang != "" && lang != "fr" && lang != "en" {
		return nil, c.usage("usage.lang", "value", lang), true
	}
	return rest, exitDone, false
}

// day reads a flag that is a day; none is the other one.
func (c *command) day(text string, otherwise cycle.Date) (cycle.Date, error) {
	if text == "" {
		return otherwise, nil
	}
	return cycle.ParseDate(strings.TrimSpace(text))
}
