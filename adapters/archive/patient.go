package archive

import (
	"io"
	"net/http"
	"time"
)

// patience is how long a piece of an archive may take to leave. A whole archive may
// take as long as it needs, on a slow connection more than any server allows an
// answer.
const patience = time.Minute

// Patient returns a writer to an answer that moves the server's deadline before
// each piece. Now is [time.Now]: deadlines are of the machine's clock.
func Patient(w http.ResponseWriter, now func() time.Time) io.Writer {
	return &patient{w, http.NewResponseController(w), now}
}

type patient struct {
	w          http.ResponseWriter
	controller *http.ResponseController
	now        func() time.Time
}

func (p *patient) Write(b []byte) (int, error) {
	// An answer that has no deadline, such as a test's, needs none moved.
	_ = p.controller.SetWriteDeadline(p.now().Add(patience))
	return p.w.Write(b)
}
