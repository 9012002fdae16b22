package i18n

import (
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Message returns the subject and the text of a message, as it is sent: in
// French, and for a member whose language is English, where the organisation
// serves it, in English followed by the French (Charter of the French language:
// the French text always goes out too). The language is the member's; the
// printer's plays no part, so that what is shown is what is sent.
//
// portal is the address of the portal, without a slash at its end, for the links of
// the text. A message that has forgotten its secret, or is shown to somebody who may
// not know it, has dots in its place.
func (p Printer) Message(m identity.Message, org identity.Organisation, portal string) (subject, body string) {
	for i, v := range p.Versions(m, org, portal) {
		if i > 0 {
			subject, body = subject+" / ", body+"\n\n"+separator+"\n\n"
		}
		subject, body = subject+v.Subject, body+v.Body
	}
	return subject, body
}

// separator stands between the two languages of a message.
const separator = "----------"

// Version is a message in one language.
type Version struct {
	Language      identity.Language
	Subject, Body string
}

// Versions returns the languages of a message as [Printer.Message] joins them, in their order.
func (p Printer) Versions(m identity.Message, org identity.Organisation, portal string) []Version {
	languages := []identity.Language{identity.French}
	if org.Languages.Choose(m.Language) == identity.English {
		languages = []identity.Language{identity.English, identity.French}
	}
	var all []Version
	for _, l := range languages {
		subject, body := For(l).message(m, org, portal)
		all = append(all, Version{l, subject, body})
	}
	return all
}

func (p Printer) message(m identity.Message, org identity.Organisation, portal string) (subject, body string) {
	key := "message." + string(m.Kind)
	values := []any{
		"organisation", p.Text(org.Name), "contact", org.Contact, "file", portal + FilePath(m.Member),
		"letters", portal + LettersPath(m.Member), "stop", portal + StopPath(m), "lines", p.lines(m.Lines),
	}
	values = append(values, secrets(m, portal)...)
	for name, value := range m.Values {
		if strings.HasSuffix(name, "Day") {
			if day, err := cycle.ParseDate(value); err == nil {
				value = p.Date(day)
			}
		}
		if strings.HasSuffix(name, "At") {
			value = p.at(value, org)
		}
		values = append(values, name, value)
	}
	values = append(values, "browser", p.Browser(identity.Browser{Family: m.Values["family"], System: m.Values["system"]}))
	if state := m.Values["state"]; state != "" && Has(key+"."+state) {
		values = append(values, "decision", p.T(key+"."+state, values...))
	}
	if Has(key + ".observe") {
		said := ""
		if m.Values["observeDay"] != "" {
			said = p.T(key+".observe", values...)
		}
		values = append(values, "observe", said)
	}
	if Has(key + ".note") {
		said := ""
		if m.Values["note"] != "" {
			said = p.T(key+".note", "note", m.Values["note"])
		}
		values = append(values, "noteSaid", said)
	}
	if Has(key + ".due") {
		said := ""
		if m.Values["lastDay"] != "" {
			said = p.T(key+".due", values...)
		}
		values = append(values, "ifDue", said)
	}
	if Has(key + ".pending") {
		said := ""
		if m.Values["pending"] != "" {
			said = p.T(key + ".pending")
		}
		values = append(values, "ifPending", said)
	}
	if Has(key + ".named") {
		said := ""
		if len(m.Lines) > 0 {
			said = p.T(key+".named", "label", p.Text(m.Lines[0].Label))
		}
		values = append(values, "named", said)
	}
	return p.T(key+".subject", values...), p.T(key+".body", values...)
}

// at prints an instant where the organisation counts its days; what is none stays as it
// is.
func (p Printer) at(text string, org identity.Organisation) string {
	t, err := time.Parse(time.RFC3339, text)
	zone, unknown := org.Location()
	if err != nil || unknown != nil {
		return text
	}
	return p.Instant(t, zone)
}

// lines prints the lines of a message, each on its own.
func (p Printer) lines(all []identity.MessageLine) string {
	said := make([]string, 0, len(all))
	for _, l := range all {
		if l.Amount == "" {
			said = append(said, p.T("message.listed", "label", p.Text(l.Label)))
			continue
		}
		amount := l.Amount
		var h hours.Hours
		if err := h.UnmarshalText([]byte(l.Amount)); err == nil {
			amount = p.Measured(hours.Version{Unit: l.Unit}, hours.Measure(l.Measure), h)
		}
		said = append(said, p.T("message.line", "label", p.Text(l.Label), "amount", amount))
	}
	return strings.Join(said, "\n")
}

// FilePath is the page of a member's file in the portal, which letters lead to;
// LettersPath that of the letters and the reminders; StopPath that which stops
// reminders for whoever has the letter.
func FilePath(member identity.MemberID) string { return "/portfolio/" + string(member) }

// LettersPath is described at [FilePath].
func LettersPath(member identity.MemberID) string { return FilePath(member) + "/messages" }

// StopPath is described at [FilePath].
func StopPath(m identity.Message) string {
	return "/reminders/stop/" + string(m.Member) + "/" + secret(m)
}
