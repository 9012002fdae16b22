package portal

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/hours/reminder"
	"github.com/goodstanding/goodstanding/identity"
)

func reminderRoutes() []Route {
	return []Route{
		{"GET", "/portfolio/{member}/messages", (*visit).messages, false},
		{"GET", "/portfolio/{member}/messages.csv", (*visit).messagesCSV, false},
		{"POST", "/portfolio/{member}/reminders", (*visit).preferReminders, false},
		{"GET", "/reminders/stop/{member}/{secret}", (*visit).confirmStopReminders, true},
		{"POST", "/reminders/stop/{member}/{secret}", (*visit).stopReminders, true},
	}
}

// messagesPage is the letters to a member, and the reminders that they get.
type messagesPage struct {
	Member identity.Member
	Base   string
	// Own says that it is the reader's own file, who may then choose.
	Own     bool
	Times   []option
	Stopped bool
	// Said says in a sentence which reminders are sent.
	Said string
	// Legal are the kinds that no choice stops.
	Legal   []string
	Letters letterList
}

func (v *visit) messages() error {
	member, err := v.member()
	if err != nil {
		return err
	}
	list, m, err := v.lettersTo(member)
	if err != nil {
		return err
	}
	p, err := v.Reminders.Preferences(v.r.Context(), v.actor, member)
	if err != nil {
		return err
	}
	page := messagesPage{
		Member: m, Base: "/portfolio/" + string(member), Letters: list, Stopped: p.Stopped(),
		Own: v.actor.May(identity.Write, v.Org, member), Said: v.reminded(p),
	}
	for _, months := range reminder.Times() {
		page.Times = append(page.Times, option{strconv.Itoa(months), v.print.N("reminder.before", months), slices.Contains(p.Months, months)})
	}
	for _, kind := range identity.MessageKinds() {
		if kind.Legal() {
			page.Legal = append(page.Legal, v.t("message.kind."+string(kind)))
		}
	}
	return v.show(http.StatusOK, "messages", frame{
		Title: v.t("letter.title", "name", m.Name()), Tab: "portfolio", Body: page,
	})
}

// reminded says which reminders are sent.
func (v *visit) reminded(p reminder.Preferences) string {
	if p.Stopped() {
		return v.t("reminder.none")
	}
	var all []string
	for _, months := range p.Months {
		all = append(all, strconv.Itoa(months))
	}
	return v.t("reminder.at", "months", v.print.List(all))
}

func (v *visit) lettersTo(member identity.MemberID) (letterList, identity.Member, error) {
	m, err := v.Directory.Member(v.r.Context(), v.actor, member)
	if err != nil {
		return letterList{}, m, err
	}
	messages, err := v.Reminders.Letters(v.r.Context(), v.actor, member)
	if err != nil {
		return letterList{}, m, err
	}
	return v.letters(messages, i18n.LettersPath(member)+".csv"), m, nil
}

func (v *visit) messagesCSV() error {
	member, err := v.member()
	if err != nil {
		return err
	}
	list, _, err := v.lettersTo(member)
	if err != nil {
		return err
	}
	return list.send(v, v.t("letter.file"))
}

// preferReminders keeps what the boxes say, or stops every reminder.
func (v *visit) preferReminders() error {
	if err := v.mayWrite(); err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	member, err := v.member()
	if err != nil {
		return err
	}
	p, notice := reminder.Preferences{}, "reminders-stopped"
	if form.Get("stop") == "" {
		for _, text := range form["months"] {
			months, _ := strconv.Atoi(text) // what is no number is no time either
			p.Months = append(p.Months, months)
		}
	}
	if p, err = v.Reminders.Prefer(v.r.Context(), v.actor, member, p); err != nil {
		return err
	}
	if !p.Stopped() {
		notice = "reminders-kept"
	}
	return v.redirect(i18n.LettersPath(member), "notice", notice)
}

// stopPage asks whoever has a letter, signed in or not, whether reminders are to
// stop. It names nobody.
type stopPage struct {
	Stopped bool
	Letters string
}

func (v *visit) confirmStopReminders() error {
	member, err := v.member()
	if err != nil {
		return err
	}
	if _, err := v.Reminders.Holder(v.r.Context(), v.Org, member, v.r.PathValue("secret")); err != nil {
		return err
	}
	return v.show(http.StatusOK, "stop", frame{Title: v.t("stop.title"), Body: stopPage{Letters: i18n.LettersPath(member)}})
}

// stopReminders is answered without another address: mail programs post here
// themselves and follow none (RFC 8058).
func (v *visit) stopReminders() error {
	member, err := v.member()
	if err != nil {
		return err
	}
	if err := v.Reminders.Stop(v.r.Context(), v.Org, member, v.r.PathValue("secret")); err != nil {
		return err
	}
	return v.show(http.StatusOK, "stop", frame{Title: v.t("stop.done"), Body: stopPage{true, i18n.LettersPath(member)}})
}
