package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// evaluate evaluates every member of a file, and writes their balances.
func (c *command) evaluate(args []string) int {
	f := c.flags("evaluate")
	var e evaluation
	e.command = c
	regulation := f.String("regulation", "", "")
	inputFlags(f, &e.inputs)
	day, in := f.String("day", "", ""), f.String("in", "", "")
	f.StringVar(&e.out, "out", "", "")
	f.StringVar(&e.bad, "bad", "", "")
	f.IntVar(&e.workers, "workers", runtime.GOMAXPROCS(0), "")
	f.IntVar(&e.memory, "memory", 64, "")
	f.StringVar(&e.temp, "temp", "", "")
	f.StringVar(&e.decimal, "decimal", "", "")
	rest, status, done := c.parse(f, args)
	if done {
		return status
	}
	switch {
	case len(rest) > 0:
		return c.usage("usage.argument", "value", rest[0])
	case e.members == "" || e.declarations == "":
		return c.usage("usage.evaluate")
	case e.workers < 1 || e.memory < 1 || e.memory > 2048:
		return c.usage("usage.numbers")
	case e.decimal != "" && e.decimal != "comma" && e.decimal != "point":
		return c.usage("usage.decimal", "value", e.decimal)
	}
	var err error
	if e.today, err = c.day(*day, c.today); err == nil {
		e.day, err = c.day(*in, e.today)
	}
	if err != nil {
		return c.usage("usage.day", "value", cmp.Or(*day, *in))
	}
	for _, name := range []string{e.members, e.declarations, e.exemptions, e.carried} {
		if name != "" && (same(name, e.out) || same(name, e.bad)) || e.out != "" && same(e.out, e.bad) {
			return c.usage("usage.same", "name", name)
		}
	}
	d, status := c.find(*regulation)
	if status != exitDone {
		return status
	}
	e.regulation = d.Regulation
	e.bytes = e.memory << 20
	bad, err := e.run()
	switch {
	case err != nil:
		return c.fail(err)
	case bad > 0:
		return exitWrong
	}
	return exitDone
}

// same reports two names of one file.
func same(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	first, err1 := filepath.Abs(a)
	second, err2 := filepath.Abs(b)
	return err1 == nil && err2 == nil && first == second
}

// evaluation is one run of evaluate.
type evaluation struct {
	*command
	inputs
	regulation        hours.Regulation
	today, day        cycle.Date // as of which, and a day of the period
	out, bad, decimal string
	temp              string
	workers, memory   int // memory is in MiB
	bytes             int // that the sorting of the declarations may hold
	report            *report
	join              *join
	total             grand
	output            *output
	progress          *progress
}

// run does it all, and returns how many rows were wrong.
func (e *evaluation) run() (bad int64, err error) {
	e.report = newReport(e.voice, e.temp)
	e.progress = &progress{voice: e.voice}
	if isTerminal(e.stderr) {
		e.progress.out = e.stderr
	}
	defer e.close()
	words := vocabularyOf(e.regulation)
	comma, err := e.take(words, "")
	if err != nil {
		return 0, err
	}
	if err := e.write(words, comma); err != nil {
		return 0, err
	}
	e.sayTotals()
	return e.report.n, e.sayBad()
}

// take reads the files and sorts their rows by member: those of one member, or of
// all. It returns what separates the columns of the members file.
func (e *evaluation) take(words *vocabulary, only string) (comma byte, err error) {
	in := &reading{
		command: e.command, words: words, report: e.report, progress: e.progress, folder: e.temp, memory: e.bytes, only: only,
	}
	e.join = &join{report: e.report}
	if e.join.members, err = in.take(e.members, memberColumns, words.memberRecord, 4); err != nil {
		return 0, err
	}
	if e.join.declarations, err = in.take(e.declarations, declarationColumns, words.declarationRecord, 1); err != nil {
		return 0, err
	}
	if e.join.exemptions, err = in.take(e.exemptions, exemptionColumns, words.exemptionRecord, 8); err != nil {
		return 0, err
	}
	e.join.carried, err = in.take(e.carried, carriedColumns, words.carriedRecord, 8)
	return in.comma, err
}

// close gives back the temporary files.
func (e *evaluation) close() {
	e.report.rows.close()
	if e.join != nil {
		for _, s := range []*source{e.join.members, e.join.declarations, e.join.exemptions, e.join.carried} {
			s.close()
		}
	}
}

// write evaluates the members and writes their balances. A file that is written is
// put in its place when it is whole.
func (e *evaluation) write(words *vocabulary, comma byte) error {
	compiled := e.regulation.Compile()
	versions := compiled.VersionsOn(e.day)
	if len(versions) == 0 {
		return fmt.Errorf("%w: %s", hours.ErrNoRegulation, e.day)
	}
	e.output = e.form(versions, comma)
	to := e.stdout
	if e.out != "" && e.out != "-" {
		file, err := os.Create(e.out + ".part")
		if err != nil {
			return err
		}
		defer func() {
			_ = file.Close()
			_ = os.Remove(file.Name()) // when it has its name, there is none such
		}()
		to = file
	}
	out := bufio.NewWriterSize(to, 256<<10)
	if _, err := out.Write(e.output.header()); err != nil {
		return err
	}
	e.progress.start("progress.evaluating", e.join.members.count)
	err := e.work(words, compiled, out)
	e.progress.finish()
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if file, ok := to.(*os.File); ok && e.out != "" && e.out != "-" {
		if err := file.Close(); err != nil {
			return err
		}
		return os.Rename(file.Name(), e.out)
	}
	return nil
}

// form chooses the columns and the marks of the balances: those of the members
// file, unless -decimal says otherwise.
func (e *evaluation) form(versions []*hours.Version, comma byte) *output {
	mark := byte('.')
	switch {
	case e.decimal == "comma":
		comma, mark = ';', ','
	case e.decimal == "point":
		comma = ','
	case comma == ';':
		mark = ','
	}
	if comma == 0 {
		comma = ','
	}
	return newOutput(versions, comma, mark)
}

// work gives batches to as many desks as there are workers, and writes what comes
// of them in the order of the members. So many batches are used again and again.
func (e *evaluation) work(words *vocabulary, compiled *hours.Compiled, out io.Writer) error {
	free := make(chan *batch, 2*e.workers)
	todo, order := make(chan *batch, 2*e.workers), make(chan *batch, 2*e.workers)
	for range cap(free) {
		free <- &batch{done: make(chan struct{}, 1)}
	}
	var desks sync.WaitGroup
	for range e.workers {
		d := e.desk(words, compiled)
		desks.Go(func() {
			for b := range todo {
				d.work(b)
				b.done <- struct{}{}
			}
		})
	}
	var failed error
	written := make(chan struct{})
	go func() {
		defer close(written)
		for b := range order {
			<-b.done
			if failed == nil {
				_, failed = out.Write(b.out)
			}
			e.total.add(&b.totals)
			e.progress.done.Add(int64(len(b.members)))
			free <- b
		}
	}()
	var err error
	for more := true; more && err == nil; {
		b := <-free
		b.empty()
		if more, err = e.join.fill(b); err == nil {
			todo <- b
			order <- b
		}
	}
	close(todo)
	close(order)
	desks.Wait()
	<-written
	if err != nil {
		return err
	}
	return failed
}

func (e *evaluation) desk(words *vocabulary, compiled *hours.Compiled) *desk {
	return &desk{
		words: words, report: e.report, assessor: compiled.Assessor(e.today), day: e.day, output: e.output,
		members: e.join.members.file, declared: e.join.declarations.file, tags: map[string][]string{},
	}
}

// sayTotals says what the evaluation came to.
func (e *evaluation) sayTotals() {
	all := int64(0)
	for _, n := range e.total.members {
		all += n
	}
	fmt.Fprintln(e.stderr, e.say("total.members", "n", all, "declarations", e.join.declarations.count))
	for i, s := range statuses {
		if e.total.members[i] > 0 {
			fmt.Fprintln(e.stderr, "  "+e.say("total.status", "status", string(s), "label", e.say("label."+string(s)), "n", e.total.members[i]))
		}
	}
	amount := e.total.hours.RatString()
	if e.total.hours.Num().IsInt64() && e.total.hours.Denom().IsInt64() {
		amount = string(e.output.number(nil, e.total.hours.Num().Int64(), e.total.hours.Denom().Int64()))
	}
	fmt.Fprintln(e.stderr, e.say("total.hours", "amount", amount))
}

// sayBad says the rows that were wrong.
func (e *evaluation) sayBad() error {
	if e.report.n > 0 {
		fmt.Fprintln(e.stderr, e.say("report.title", "n", e.report.n))
	}
	if e.bad == "" {
		return e.report.write(e.stderr, nil)
	}
	file, err := os.Create(e.bad)
	if err != nil {
		return err
	}
	return errors.Join(e.report.write(e.stderr, file), file.Close())
}
