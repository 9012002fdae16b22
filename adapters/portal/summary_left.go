package portal

import (
	"strings"

	"github.com/goodstanding/goodstanding/hours"
)

// left says what is left to do and until when.
func (v *visit) left(f file) (sentence, after string) {
	b, version := f.Balance, f.Standing.Version
	voice := "summary.left"
	if !f.Own {
		voice = "summary.left-of"
	}
	end, ended := b.End, func(hours.Line) bool { return false }
	switch {
	case b.Status == hours.Unknown:
		return v.t("summary.unknown", "name", f.Member.Name()), ""
	case b.Status.Complete():
		return v.t("summary.complete", "period", v.print.Period(b.Period)), ""
	case b.Status == hours.InGrace:
		voice += "-grace"
		if last, ok := lastLate(f); ok {
			end = last
		}
	case b.Status == hours.NonCompliant && b.Day.After(b.End):
		voice += "-late"
	case b.Status == hours.NonCompliant:
		// A window inside the period has ended; the rest may still be done.
		ended = func(l hours.Line) bool { return !b.Day.Before(l.Window.To) }
		missed := v.joined(v.parts(b, version, func(l hours.Line) hours.Hours {
			if !ended(l) {
				return hours.Hours{}
			}
			return l.Remaining
		}))
		sentence = v.t("summary.left-missed", "parts", missed)
	}
	left := v.leftIn(f, func(l hours.Line) hours.Hours {
		if ended(l) {
			return hours.Hours{}
		}
		return l.Remaining
	})
	values := []any{"name", f.Member.Name(), "hours", left.total, "end", v.print.Date(end), "parts", left.parts}
	switch {
	case left == leftIn{}:
		return strings.TrimSpace(sentence), ""
	case left.total == "":
		sentence += v.t(voice+"-parts", values...)
	case left.parts != "":
		sentence += v.t(voice, values...) + v.t("summary.of-which", "parts", left.parts)
	default:
		sentence += v.t(voice, values...)
	}
	sentence += "."
	if !b.Pending.IsZero() {
		after = v.after(f)
	}
	return sentence, after
}

// after says what would be left if everything pending were counted.
func (v *visit) after(f file) string {
	left := v.leftIn(f, func(l hours.Line) hours.Hours { return l.AfterPending })
	values := []any{"pending", v.amount(f.Standing.Version, f.Balance.Pending), "hours", left.total, "parts", left.parts}
	switch {
	case left == leftIn{}:
		return v.t("summary.after-nothing", values...)
	case left.total == "":
		return v.t("summary.after-parts", values...) + "."
	case left.parts != "":
		return v.t("summary.after", values...) + v.t("summary.of-which", "parts", left.parts) + "."
	}
	return v.t("summary.after", values...) + "."
}

// leftIn is what is left in words: of the total, and of the requirements that are
// part of it. Without a total, the parts are all that is left.
type leftIn struct{ total, parts string }

// leftIn says "20 h, of which 5 h" only when all the parts lie within the total and
// are no more than it; otherwise they are listed side by side.
func (v *visit) leftIn(f file, left func(hours.Line) hours.Hours) leftIn {
	b, version := f.Balance, f.Standing.Version
	total := b.Total()
	within, covered := true, false
	for _, l := range b.Lines {
		if l.Total || !l.Decides || left(l).IsZero() {
			continue
		}
		inside := contains(version, total, l)
		within = within && inside && !left(total).Less(left(l))
		covered = covered || inside && !left(l).Less(left(total))
	}
	var of leftIn
	parts := v.parts(b, version, left)
	switch {
	case left(total).IsZero():
	case within:
		of.total = v.said(version, total.Measure, left(total))
	case !covered:
		whole := v.t("summary.part", "hours", v.said(version, total.Measure, left(total)), "label", v.shortLabel(version, total))
		parts = append([]string{whole}, parts...)
	}
	of.parts = v.joined(parts)
	return of
}

// parts lists what is left in each requirement but the total: of those that decide.
func (v *visit) parts(b hours.Balance, version hours.Version, left func(hours.Line) hours.Hours) []string {
	var all []string
	for _, l := range b.Lines {
		if !l.Total && l.Decides && !left(l).IsZero() {
			all = append(all, v.t("summary.part", "hours", v.said(version, l.Measure, left(l)), "label", v.shortLabel(version, l)))
		}
	}
	return all
}

// joined is a list in a sentence: "a, b et c".
func (v *visit) joined(all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + v.t("summary.and") + all[len(all)-1]
}
