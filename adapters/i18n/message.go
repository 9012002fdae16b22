package i18n

import "github.com/goodstanding/goodstanding/identity"

// Message returns the subject and the text of a message, as it is sent: in
// French, and for a member whose language is English, where the organisation
// serves it, in English followed by the French (Charter of the French language:
// the French text always goes out too). The language is the member's; the
// printer's plays no part, so that what is shown is what is sent.
func (p Printer) Message(m identity.Message, org identity.Organisation) (subject, body string) {
	subject, body = For(identity.French).message(m, org)
	if org.Languages.Choose(m.Language) != identity.English {
		return subject, body
	}
	english, text := For(identity.English).message(m, org)
	return english + " / " + subject, text + "\n\n" + separator + "\n\n" + body
}

// separator stands between the two languages of a message.
const separator = "----------"

func (p Printer) message(m identity.Message, org identity.Organisation) (subject, body string) {
	values := []any{"organisation", p.Text(org.Name), "contact", org.Contact}
	for name, value := range m.Values {
		values = append(values, name, value)
	}
	key := "message." + string(m.Kind)
	if state := m.Values["state"]; state != "" && Has(key+"."+state) {
		values = append(values, "decision", p.T(key+"."+state))
	}
	return p.T(key+".subject", values...), p.T(key+".body", values...)
}
