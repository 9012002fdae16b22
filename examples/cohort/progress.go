package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

// progress shows a bar on a terminal, and nothing elsewhere.
type progress struct {
	voice
	out  io.Writer
	done atomic.Int64
	stop chan struct{}
	end  chan struct{}
}

// isTerminal reports that a stream is one that a person looks at.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// start shows a stage of so much work, until finish.
func (p *progress) start(key string, total int64) {
	p.done.Store(0)
	if p.out == nil {
		return
	}
	p.stop, p.end = make(chan struct{}), make(chan struct{})
	stop, end := p.stop, p.end
	go func() {
		defer close(end)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				fmt.Fprint(p.out, "\r\x1b[K")
				return
			case <-tick.C:
				fmt.Fprint(p.out, "\r"+bar(p.say(key), p.done.Load(), total)+"\x1b[K")
			}
		}
	}()
}

func (p *progress) finish() {
	if p.stop == nil {
		return
	}
	close(p.stop)
	<-p.end
	p.stop = nil
}

// bar draws how much of the work is done; when the total is not known, only how
// much.
func bar(label string, done, total int64) string {
	const width = 30
	if total <= 0 {
		return fmt.Sprintf("%s  %d", label, done)
	}
	full := int(min(done*width/total, width))
	return fmt.Sprintf("%-32s [%s%s] %3d %%", label, strings.Repeat("#", full), strings.Repeat("-", width-full), min(done*100/total, 100))
}
