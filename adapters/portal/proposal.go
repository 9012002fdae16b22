package portal

import (
	"net/http"

	"github.com/goodstanding/goodstanding/hours"
)

func proposalRoutes() []Route {
	return []Route{
		{"POST", "/portfolio/{member}/declarations/{id}/adopt", (*visit).adoptProposal, false},
		{"GET", "/portfolio/{member}/declarations/{id}/dismiss", (*visit).confirmDismissProposal, false},
		{"POST", "/portfolio/{member}/declarations/{id}/dismiss", (*visit).dismissProposal, false},
	}
}

// proposalRow is what a training body's roster proposes ("À confirmer").
type proposalRow struct {
	declarationRow
	Provider string
}

// proposals are those of the file, to confirm.
func (v *visit) proposals(f file) ([]proposalRow, error) {
	all, err := v.Ledger.Proposals(v.r.Context(), v.actor, f.Member.ID)
	if err != nil {
		return nil, err
	}
	var rows []proposalRow
	for _, d := range all {
		rows = append(rows, proposalRow{v.declarationRow(f, nil, d), d.Attendance.Name})
	}
	return rows, nil
}

// attended says what a training body said of a declaration, with its hours when they
// are not those that were declared.
func (v *visit) attended(d hours.Declaration) string {
	a := d.Attendance
	switch {
	case a.IsZero():
		return ""
	case d.State == hours.Proposed || d.State == hours.Dismissed || a.Hours.Compare(d.Activity.Hours) == 0:
		return v.t("proposal.attested", "provider", a.Name, "at", v.print.Instant(a.Received, v.zone))
	}
	return v.t("proposal.differs", "provider", a.Name, "at", v.print.Instant(a.Received, v.zone),
		"hours", v.print.Hours(a.Hours), "declared", v.print.Hours(d.Activity.Hours))
}

// proposalPage is a proposal, or one that was dismissed, with what its member may do.
type proposalPage struct {
	declarationPage
	Attended  string
	Version   int64
	Action    string
	Dismissed bool
}

func (v *visit) showProposal(d hours.Declaration) error {
	read, err := v.declarationRead(d)
	if err != nil {
		return err
	}
	page := proposalPage{
		declarationPage: read, Attended: v.attended(d), Version: d.Version, Action: v.r.URL.Path, Dismissed: d.State == hours.Dismissed,
	}
	title := v.t("proposal.title", "title", d.Activity.Title)
	return v.show(http.StatusOK, "proposal", frame{Title: title, Tab: "portfolio", Body: page})
}

// adoptProposal makes a draft of a proposal, and opens it where it is to be
// completed.
func (v *visit) adoptProposal() error {
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
	d, err := v.Ledger.Adopt(v.r.Context(), v.actor, member, v.r.PathValue("id"), versionTyped(form))
	if err != nil {
		return err
	}
	return v.redirect("/portfolio/" + string(member) + "/declarations/" + d.ID + "/privacy")
}

func (v *visit) confirmDismissProposal() error {
	d, err := v.writtenDeclaration()
	if err != nil {
		return err
	}
	if _, err := d.State.Next(hours.Dismiss); err != nil {
		return err
	}
	back := "/portfolio/" + string(d.Member) + "/declarations/" + d.ID
	return v.ask(question{
		Heading: v.t("proposal.dismiss.title"), What: d.Activity.Title, Sentence: v.t("proposal.dismiss.text", "provider", d.Attendance.Name),
		Button: v.t("proposal.dismiss.button"), Action: back + "/dismiss", Back: back, Version: d.Version,
	})
}

func (v *visit) dismissProposal() error { return v.onDeclaration("dismissed", v.Ledger.Dismiss) }
