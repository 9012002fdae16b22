package portal

import (
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// seat is the place of a file in the queue as the address filters it, so that staff go
// from one to the next without the list between.
type seat struct {
	// Place says which of how many it is; empty when it is none of them any more.
	Place string
	// Previous and Next are the files beside it, and Back the list; empty where there is
	// none.
	Previous, Next, Back string
	// Gone says who dealt with it meanwhile, when it waits no more.
	Gone string
}

// declarationSeat returns the place of a declaration among those that the reader may
// decide.
func (v *visit) declarationSeat(d hours.Declaration) (seat, error) {
	s := seat{Back: "/queue" + v.queued()}
	waiting, err := v.allWaiting()
	if err != nil {
		return s, err
	}
	q := v.queueQuery()
	chosen := slices.DeleteFunc(q.Choose(waiting, v.now()), func(w hours.Waiting) bool {
		return !v.actor.May(identity.Decide, v.Org, w.Member)
	})
	holder, err := v.Directory.Member(v.r.Context(), v.actor, d.Member)
	if err != nil {
		return s, err
	}
	at, before, after := q.Place(chosen, hours.Waiting{Declaration: d, Holder: holder})
	if before != nil {
		s.Previous = v.reviewLink(before.Declaration)
	}
	if after != nil {
		s.Next = v.reviewLink(after.Declaration)
	}
	if slices.ContainsFunc(chosen, func(w hours.Waiting) bool { return w.Key == d.Key }) {
		s.Place = v.t("seat.place", "at", at+1, "of", len(chosen))
	}
	if n := len(d.Decisions); !d.Awaits() && n > 0 {
		s.Gone = v.t("seat.gone", "by", v.decider(d.Decisions[n-1].By), "at", v.print.Instant(d.Decisions[n-1].At, v.zone))
	}
	return s, nil
}

// exemptionSeat returns the place of a request likewise.
func (v *visit) exemptionSeat(r exemption.Request) (seat, error) {
	s := seat{Back: "/queue" + v.queued()}
	all, err := v.queuedExemptions()
	if err != nil {
		return s, err
	}
	all = slices.DeleteFunc(all, func(q queuedExemption) bool { return q.Own })
	at := slices.IndexFunc(all, func(q queuedExemption) bool { return q.request.Member == r.Member && q.request.ID == r.ID })
	switch {
	case at >= 0:
		s.Place = v.t("seat.place", "at", at+1, "of", len(all))
		if at > 0 {
			s.Previous = all[at-1].Review
		}
		if at+1 < len(all) {
			s.Next = all[at+1].Review
		}
	case len(all) > 0:
		s.Next = all[0].Review
	}
	if n := len(r.Decisions); at < 0 && n > 0 {
		s.Gone = v.t("seat.gone", "by", v.decider(r.Decisions[n-1].By), "at", v.print.Instant(r.Decisions[n-1].At, v.zone))
	}
	return s, nil
}

// leadOn leads on from a file that was decided: to the next one when that was asked for
// and there is one, and back to the list otherwise.
func (v *visit) leadOn(s seat, asked string) error {
	to := s.Back
	if asked == "next" && s.Next != "" {
		to = s.Next
	}
	sign := "?"
	if strings.Contains(to, "?") {
		sign = "&"
	}
	return v.redirect(to + sign + "notice=decided")
}
