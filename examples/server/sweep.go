package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/goodstanding/goodstanding/hours/reminder"
	"github.com/goodstanding/goodstanding/identity"
)

// sweep is work that time alone causes: messages that leave, reminders, delays
// that run out. run is called at the start and then again each time that every has
// passed since it returned; it must do no harm when there is nothing to do, or when
// another process does the same.
type sweep struct {
	name  string
	every time.Duration
	run   func(context.Context) error
}

// sweeps is everything that the server does of itself.
func (h *house) sweeps(s settings, log *slog.Logger) []sweep {
	all := []sweep{
		{"reminders", time.Minute, h.daily(demoOrganisation, h.remind(log))},
		{"audits", 5 * time.Minute, func(ctx context.Context) error { return h.auditor.Advance(ctx, demoOrganisation) }},
	}
	all = append(all, sweep{"exams", 5 * time.Second, h.advanceExams()})
	all = append(all, sweep{"flows", time.Minute, func(ctx context.Context) error {
		_, err := h.directory.ForgetFlows(ctx, demoOrganisation)
		return err
	}})
	all = append(all, sweep{"access", time.Minute, func(ctx context.Context) error {
		_, err := h.office.Settle(ctx, demoOrganisation)
		return err
	}})
	all = append(all, sweep{"acceptances", time.Second, func(ctx context.Context) error { return h.clerk.Advance(ctx, demoOrganisation) }})
	if s.smtp != "" {
		all = append(all, sweep{"mail", 5 * time.Second, h.post(s, log)})
	}
	return append(all, sweep{"defaults", time.Minute, func(ctx context.Context) error { return h.docket.Advance(ctx, demoOrganisation) }})
}

// sweepUntil runs the sweeps, each at its own pace, until the context ends and the
// last of them has returned. One that fails or panics is logged and runs again when
// its time comes; the others do not feel it.
func sweepUntil(ctx context.Context, all []sweep, log *slog.Logger) {
	var under sync.WaitGroup
	for _, s := range all {
		under.Go(func() {
			for {
				if err := s.once(ctx); err != nil && ctx.Err() == nil {
					log.Error("sweep", "name", s.name, "error", err)
				}
				select {
				case <-ctx.Done():
					return
				case <-time.After(s.every):
				}
			}
		})
	}
	under.Wait()
}

func (s sweep) once(ctx context.Context) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	return s.run(ctx)
}

// remind writes the reminders that are due, of every member of the organisation.
func (h *house) remind(log *slog.Logger) func(context.Context) error {
	return func(ctx context.Context) error {
		swept, err := h.reminders.Sweep(ctx, identity.Clock(demoOrganisation), func(s reminder.Swept) {
			log.Info("reminders", "members", s.Members, "written", s.Written, "failed", s.Failed)
		})
		if swept.Failed > 0 && ctx.Err() == nil {
			// The others have theirs; it is tried again tomorrow, not every minute.
			log.Error("reminders", "failed", swept.Failed, "error", err)
			return nil
		}
		return err
	}
}

// advanceExams does what time alone causes in exams, unless the machine's clock was
// set.
func (h *house) advanceExams() func(context.Context) error {
	var w watch
	start := time.Now()
	return func(ctx context.Context) error {
		if err := w.look(time.Now(), time.Since(start)); err != nil {
			return err
		}
		return h.exams.Advance(ctx, demoOrganisation)
	}
}

// daily makes of run what does its work once in each civil day of the organisation,
// and again until it succeeds. The day is remembered in this process alone: what is
// done again after a restart must change nothing.
func (h *house) daily(org identity.OrganisationID, run func(context.Context) error) func(context.Context) error {
	var last string
	return func(ctx context.Context) error {
		o, err := h.store.Identity().Organisation(ctx, org)
		if err != nil {
			return err
		}
		zone, err := o.Location()
		if err != nil {
			return err
		}
		day := h.instant().In(zone).Format(time.DateOnly)
		if day == last {
			return nil
		}
		if err := run(ctx); err != nil {
			return err
		}
		last = day
		return nil
	}
}

// instant is the present one by the house's clock.
func (h *house) instant() time.Time {
	if h.now == nil {
		return time.Now()
	}
	return h.now()
}
