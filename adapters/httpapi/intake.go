package httpapi

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/identity"
)

const (
	rostersPath = base + "/rosters"
	importsPath = memberPath + "/imports"
)

func intakeEndpoints() []endpoint {
	return []endpoint{
		// A roster is opened by the token of a training body, and by no session.
		{Route{http.MethodPost, rostersPath}, true, receiveRoster},
		{Route{http.MethodGet, rostersPath}, false, listRosters},
		{Route{http.MethodPost, importsPath}, false, importFile},
	}
}

const (
	// largestFile is the greatest size of a roster or an import, in bytes: some
	// 600,000 lines. Every other body keeps its own bound.
	largestFile = 64 << 20
	// slowest is how long a file may take to arrive, and then its lines to be dealt
	// with: the server's own bounds are for bodies that fit in memory.
	slowest = 30 * time.Minute
	// each is the number of lines between two reports of progress.
	each = 1000
)

// spooled puts the body, a CSV file, on disk while it is read: nothing is answered
// before it is whole, and a body that breaks off changes nothing. forget is to be
// called whatever happens.
func (x *exchange) spooled() (file *os.File, forget func(), err error) {
	forget = func() {}
	if media, _, err := mime.ParseMediaType(x.r.Header.Get("Content-Type")); err != nil || media != "text/csv" {
		return nil, forget, errMediaType
	}
	control := http.NewResponseController(x.w)
	until := time.Now().Add(slowest) //nolint:forbidigo // a connection's own clock
	_ = control.SetReadDeadline(until)
	_ = control.SetWriteDeadline(until)
	if file, err = os.CreateTemp("", "intake-*"); err != nil {
		return nil, forget, err
	}
	forget = func() {
		_ = file.Close()
		_ = os.Remove(file.Name())
	}
	var tooBig *http.MaxBytesError
	_, err = io.Copy(file, http.MaxBytesReader(x.w, x.r.Body, largestFile))
	switch {
	case errors.As(err, &tooBig):
		return nil, forget, intake.ErrFileTooBig
	case err != nil:
		return nil, forget, errors.Join(errMalformed, err)
	}
	_, err = file.Seek(0, io.SeekStart)
	return file, forget, err
}

// stream answers with one JSON object a line, as soon as there is something to say.
type stream struct {
	x     *exchange
	lines int
}

func (s *stream) say(value any) error {
	if s.x.status == 0 {
		s.x.w.Header().Set("Content-Type", "application/x-ndjson")
		s.x.begin(http.StatusOK)
	}
	body, err := json.Marshal(value)
	if err == nil {
		_, err = s.x.w.Write(append(body, '\n'))
	}
	return err
}

// line counts a line, and reports progress now and then.
func (s *stream) line() error {
	if s.lines++; s.lines%each != 0 {
		return nil
	}
	if err := s.say(map[string]any{"progress": map[string]int{"lines": s.lines}}); err != nil {
		return err
	}
	_ = http.NewResponseController(s.x.w).Flush()
	return nil
}

// end ends the stream: with the report, or, when lines have been told already, with
// the problem that stopped it.
func (s *stream) end(err error, report any) error {
	if err == nil {
		return s.say(map[string]any{"report": report})
	}
	var header *intake.HeaderError
	if errors.As(err, &header) && s.x.status == 0 {
		return headerProblem(header)
	}
	if s.x.status != 0 {
		_ = s.say(map[string]any{"problem": kindOf(err).slug})
	}
	return err
}

// headerProblem names what is wrong with a header as fields of an entry: a column
// that is missing by the names that it may have.
func headerProblem(h *intake.HeaderError) error {
	var wrong hours.FieldErrors
	for _, names := range h.Missing {
		wrong = append(wrong, hours.FieldError{Field: strings.Join(names, " / "), Err: h.Err})
	}
	if errors.Is(h, intake.ErrColumnTwice) {
		wrong = append(wrong, hours.FieldError{Field: h.Twice[0] + " / " + h.Twice[1], Err: h.Err})
	}
	if len(wrong) == 0 {
		return h.Err
	}
	return wrong
}

// outcomeView is a line that has something to say.
type outcomeView struct {
	Line    int            `json:"line"`
	Outcome string         `json:"outcome"`
	Errors  []fieldProblem `json:"errors"`
}

// rosterView is a roster. Received is how many lines reached a member's file: what
// each of those members had declared is not the training body's to know.
type rosterView struct {
	ID       string    `json:"id"`
	Provider string    `json:"provider"`
	Received time.Time `json:"receivedAt"`
	Lines    int       `json:"lines"`
	Accepted int       `json:"accepted"`
	Repeated int       `json:"repeated"`
	Reported int       `json:"reported"`
	Unknown  []string  `json:"unknownColumns"`
	DryRun   bool      `json:"dryRun"`
}

func viewRoster(r intake.Roster, c intake.Counts) rosterView {
	return rosterView{
		ID: r.ID, Provider: r.Name, Received: r.Received, Lines: c.Lines, Accepted: c.Proposed + c.Matched,
		Repeated: c.Repeated, Reported: c.Reported, Unknown: append([]string{}, r.Unknown...),
	}
}

// receiveRoster receives the roster of the training body whose token it is. Lines
// that are reported back are told one by one, the others counted.
func receiveRoster(x *exchange) error {
	if x.api.Reception == nil {
		return identity.ErrNotFound
	}
	provider, err := x.api.Reception.Who(x.r.Context(), x.token())
	if err != nil {
		return err
	}
	if x.org, err = x.api.Directory.Organisation(x.r.Context(), provider.Org); err != nil {
		return err
	}
	x.speak(x.org.Languages)
	try, err := x.flag("dry-run")
	if err != nil {
		return err
	}
	file, forget, err := x.spooled()
	defer forget()
	if err != nil {
		return err
	}
	out := &stream{x: x}
	sent, err := x.api.Reception.Receive(x.r.Context(), provider, file, try, func(r intake.Result) error {
		if r.Outcome == intake.Reported {
			if err := out.say(outcomeView{r.Line.Number, string(r.Outcome), x.troubles(r.Wrong)}); err != nil {
				return err
			}
		}
		return out.line()
	})
	view := viewRoster(sent.Roster, sent.Counts)
	view.DryRun = try
	return out.end(err, view)
}

func (x *exchange) troubles(all []intake.Trouble) []fieldProblem {
	var wrong hours.FieldErrors
	for _, t := range all {
		wrong = append(wrong, hours.FieldError{Field: t.Field, Err: t.Err()})
	}
	return x.fieldProblems(wrong)
}

// listRosters answers the rosters received, the latest first, to staff.
func listRosters(x *exchange) error {
	if x.api.Reception == nil {
		return identity.ErrNotFound
	}
	all, err := x.api.Reception.Rosters(x.r.Context(), x.actor)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, func(r intake.Roster) rosterView { return viewRoster(r, r.Counts) }))
}

// importView is how many lines an import has, by what became of them.
type importView struct {
	Lines   int            `json:"lines"`
	Of      map[string]int `json:"outcomes"`
	Unknown []string       `json:"unknownColumns"`
	DryRun  bool           `json:"dryRun"`
}

// importFile reads a file of the member's own, and writes what it declares unless it
// is a dry run. Every line is told.
func importFile(x *exchange) error {
	member, err := x.member(identity.Write)
	if err != nil {
		return err
	}
	if x.api.Reception == nil {
		return identity.ErrNotFound
	}
	try, err := x.flag("dry-run")
	if err != nil {
		return err
	}
	choice := intake.Choice{Write: !try, Attested: x.r.URL.Query()["attested"]}
	if choice.Drafts, err = x.flag("drafts"); err != nil {
		return err
	}
	for _, text := range x.r.URL.Query()["again"] {
		line, err := strconv.Atoi(text)
		if err != nil {
			return parameter("again", errParameter)
		}
		choice.Again = append(choice.Again, line)
	}
	file, forget, err := x.spooled()
	defer forget()
	if err != nil {
		return err
	}
	out := &stream{x: x}
	tally, err := x.api.Reception.Import(x.r.Context(), x.actor, member, file, choice, func(r intake.Reading) error {
		wrong := r.Wrong
		if r.Err != nil {
			wrong = hours.FieldErrors{{Err: r.Err}}
		}
		if err := out.say(outcomeView{r.Line.Number, string(r.Fate), x.fieldProblems(wrong)}); err != nil {
			return err
		}
		return out.line()
	})
	view := importView{tally.Lines, map[string]int{}, append([]string{}, tally.Unknown...), try}
	for fate, n := range tally.Of {
		view.Of[string(fate)] = n
	}
	return out.end(err, view)
}

// attendanceView is what a training body said of a declaration.
type attendanceView struct {
	Provider string    `json:"provider"`
	Hours    amount    `json:"hours"`
	Received time.Time `json:"receivedAt"`
}
