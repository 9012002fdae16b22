package portal

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// letter is a message as the person reads it, and where it stands.
type letter struct {
	Slot     string // for the page's own anchors
	Kind     string
	Legal    bool
	To       string
	Written  string
	Language string
	// Subject is in all of its languages, as it is sent.
	Subject  string
	Versions []letterVersion
	State    string
	Class    string
	// Detail says when it left or is tried again, and Trouble what was wrong.
	Detail  string
	Trouble string
	Open    bool

	message identity.Message
	text    string
}

// letterVersion is a letter in one language; Lang is as HTML names it.
type letterVersion struct {
	Lang, Subject string
	Body          []passage
}

// passage is text of a letter; with a Link, the address that it is.
type passage struct{ Text, Link string }

// deliveryClass gives the badge the colour of a state that is alike.
var deliveryClass = map[identity.Delivery]string{
	identity.Waiting: "submitted", identity.Retrying: "submitted", identity.Left: "counted", identity.GivenUp: "refused", identity.HeldBack: "cancelled",
}

func (v *visit) letter(m identity.Message) letter {
	d := m.Delivery()
	l := letter{
		Slot: m.Digest(), Kind: v.t("message.kind." + string(m.Kind)), Legal: m.Kind.Legal(), To: m.To,
		Written: v.print.Instant(m.Written, v.zone), Language: v.t("letter.language." + string(m.Language)),
		State: v.t("message.delivery." + string(d)), Class: deliveryClass[d], message: m,
	}
	if m.Trouble != "" {
		l.Trouble = v.t("message.trouble." + string(m.Trouble))
	}
	switch d {
	case identity.Waiting:
		if m.Attempts == 0 && m.Next.After(m.Written) {
			l.Detail = v.t("letter.from", "at", v.print.Instant(m.Next, v.zone))
		}
	case identity.HeldBack:
		l.Detail = v.t("letter.held-back", "at", v.print.Instant(m.HeldBack, v.zone))
	case identity.Left:
		l.Detail = v.t("letter.sent", "at", v.print.Instant(m.Sent, v.zone))
	case identity.GivenUp:
		l.Detail = v.t("letter.given-up", "at", v.print.Instant(m.GivenUp, v.zone), "attempts", v.print.N("letter.attempts", m.Attempts))
	case identity.Retrying:
		l.Detail = v.t("letter.next", "at", v.print.Instant(m.Next, v.zone), "attempts", v.print.N("letter.attempts", m.Attempts))
	}
	l.Subject, l.text = v.print.Message(m, v.org, v.Address)
	l.Versions = v.letterVersions(m)
	return l
}

func (v *visit) letterVersions(m identity.Message) []letterVersion {
	var all []letterVersion
	for _, one := range v.print.Versions(m, v.org, v.Address) {
		all = append(all, letterVersion{langTags[one.Language], one.Subject, v.passages(one.Body)})
	}
	return all
}

// passages splits a letter where a line is an address of this portal, to make links
// of them.
func (v *visit) passages(text string) []passage {
	var all []passage
	plain := func(line string) {
		if n := len(all); n > 0 && all[n-1].Link == "" {
			all[n-1].Text += line
			return
		}
		all = append(all, passage{Text: line})
	}
	for line := range strings.Lines(text) {
		address, ending := strings.TrimSuffix(line, "\n"), line[len(strings.TrimSuffix(line, "\n")):]
		path, ours := strings.CutPrefix(address, v.Address)
		if !ours || !strings.HasPrefix(path, "/") || strings.Contains(path, "•") {
			plain(line)
			continue
		}
		all = append(all, passage{address, path})
		plain(ending)
	}
	return all
}

// letterList is a list of letters with its search, filters and order.
type letterList struct {
	Text     field
	Kind     field
	State    field
	Sort     string
	Reverse  bool
	Columns  []column
	Count    string
	Download string
	Letters  []letter
	// Empty says that there is none at all, whatever was asked for.
	Empty bool
}

// letterSorts are the orders of a list of letters: by day, the latest first, is the
// one without a key.
var letterSorts = []string{"", "subject", "to", "kind", "state"}

// letters chooses among messages, the latest first, as the address asks.
func (v *visit) letters(messages []identity.Message, csv string) letterList {
	q, order, form := v.r.URL.Query(), v.order(letterSorts...), v.form("letter", nil)
	list := letterList{
		Empty: len(messages) == 0, Sort: order.key, Reverse: order.reverse, Download: csv + v.query(),
		Text: form.text("text", q.Get("text")),
		Columns: order.columns(v, "", "letter.column.written", "subject", "letter.column.subject", "to", "letter.column.to",
			"kind", "letter.column.kind", "state", "letter.column.state"),
	}
	var kinds, states group
	for _, k := range identity.MessageKinds() {
		kinds.Options = append(kinds.Options, option{Value: string(k), Label: v.t("message.kind." + string(k))})
	}
	for _, d := range identity.Deliveries() {
		states.Options = append(states.Options, option{Value: string(d), Label: v.t("message.delivery." + string(d))})
	}
	list.Kind, list.State = form.choice("kind", q.Get("kind"), kinds), form.choice("state", q.Get("state"), states)
	list.Kind.Options[0].Options[0].Label, list.State.Options[0].Options[0].Label = v.t("letter.all-kinds"), v.t("letter.all-states")
	words := strings.Fields(hours.Fold(q.Get("text")))
	for _, m := range messages {
		l := v.letter(m)
		if l.holds(words) && oneOf(q.Get("kind"), string(m.Kind)) && oneOf(q.Get("state"), string(m.Delivery())) {
			list.Letters = append(list.Letters, l)
		}
	}
	sortLetters(list.Letters, order)
	if len(list.Letters) > 0 {
		list.Letters[0].Open = true
	}
	list.Count = v.print.N("letter.count", len(list.Letters))
	return list
}

func oneOf(asked, is string) bool { return asked == "" || asked == is }

// holds reports that the letter holds every word, whatever the case and the accents.
func (l letter) holds(words []string) bool {
	if len(words) == 0 {
		return true
	}
	text := hours.Fold(l.Subject + " " + l.text + " " + l.To + " " + l.Kind)
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
}

func sortLetters(all []letter, o order) {
	slices.SortStableFunc(all, func(a, b letter) int {
		switch o.key {
		case "subject":
			return cmp.Compare(hours.Fold(a.Subject), hours.Fold(b.Subject))
		case "to":
			return cmp.Compare(a.To, b.To)
		case "kind":
			return cmp.Compare(hours.Fold(a.Kind), hours.Fold(b.Kind))
		case "state":
			return cmp.Compare(hours.Fold(a.State), hours.Fold(b.State))
		}
		return b.message.Written.Compare(a.message.Written)
	})
	if o.reverse {
		slices.Reverse(all)
	}
}

// send downloads the list.
func (l letterList) send(v *visit, name string) error {
	table := v.csv("written", "message-kind", "subject", "member", "to", "language", "state", "sent", "next", "attempts", "trouble")
	for _, row := range l.Letters {
		m := row.message
		table.add(v.stamp(m.Written), row.Kind, row.Subject, m.Values["name"], m.To, string(m.Language), row.State,
			v.stamp(m.Sent), v.stamp(m.Next), v.print.Number(hours.Whole(int64(m.Attempts))), row.Trouble)
	}
	return table.send(name)
}

// stamp returns an instant as tables write it; empty for the zero time.
func (v *visit) stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(v.zone).Format(time.DateTime)
}
