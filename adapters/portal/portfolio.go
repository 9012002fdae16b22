package portal

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func portfolioRoutes() []Route {
	return []Route{
		{"GET", "/portfolio/{member}", (*visit).portfolio, false},
		{"GET", "/portfolio/{member}/explanation", (*visit).explanation, false},
		{"GET", "/portfolio/{member}/what-if", (*visit).whatIf, false},
		{"GET", "/portfolio/{member}/deadlines.ics", (*visit).deadlines, false},
	}
}

// file is a member's file open at a period: what the pages of a portfolio share.
type file struct {
	Member   identity.Member
	Standing hours.Standing
	Balance  hours.Balance
	// Own says that it is the reader's own, and Write that they may declare in it.
	Own   bool
	Write bool
	// Base is the address of the portfolio.
	Base string
	// Query is what opens the file as it is open: "?period=…" for a period that is
	// not the current one, and the day as of which it is shown. Asked is that period.
	Query   string
	Asked   string
	Periods []periodLink
	// Past is the day as of which the file is asked for.
	Past past
}

// periodLink leads to a period of the file.
type periodLink struct {
	Years   string
	Key     string
	Link    string
	Current bool
}

// file reads the file named by the address, at the period that the address asks
// for, as it was known on the day that it asks for. A period that is none of the
// member's is not found.
func (v *visit) file() (file, error) {
	member, err := v.member()
	if err != nil {
		return file{}, err
	}
	var day cycle.Date
	asked := v.r.URL.Query().Get("period")
	if asked != "" {
		if day, err = cycle.ParseDate(asked); err != nil {
			return file{}, identity.ErrNotFound
		}
	}
	past := v.readPast()
	f, err := v.fileOf(member, day, past.day)
	if why, ours := past.refused(err, asked == ""); ours {
		past.wrong, past.day = hours.FieldErrors{{Field: "asOf", Err: why}}, cycle.Date{}
		f, err = v.fileOf(member, day, past.day)
	}
	if !day.IsZero() && (errors.Is(err, hours.ErrNoRegulation) || errors.Is(err, cycle.ErrNoPeriod)) {
		return file{}, identity.ErrNotFound
	}
	if err != nil {
		return file{}, err
	}
	f.Past = past
	periods, err := v.Ledger.Periods(v.r.Context(), v.actor, member)
	if err != nil {
		return file{}, err
	}
	query := url.Values{}
	for i, p := range periods {
		link := periodLink{v.print.Years(p), p.Key(), f.Base, p == f.Standing.Period}
		if i > 0 {
			link.Link += "?period=" + p.Key()
			if link.Current {
				query.Set("period", p.Key())
				f.Asked = p.Key()
			}
		}
		f.Periods = append(f.Periods, link)
	}
	past.keep(query)
	if len(query) > 0 {
		f.Query = "?" + query.Encode()
	}
	return f, nil
}

// fileOf reads a member's file at the period that holds the day, as it was known at
// the end of a day; the zero Date is today.
func (v *visit) fileOf(member identity.MemberID, day, known cycle.Date) (file, error) {
	ctx := v.r.Context()
	f := file{Base: "/portfolio/" + string(member), Write: v.actor.May(identity.Write, v.Org, member)}
	f.Own = v.actor.Relation(v.Org, member) == identity.Own
	if day.IsZero() {
		day = known
	}
	var err error
	if f.Member, err = v.Directory.Member(ctx, v.actor, member); err != nil {
		return file{}, err
	}
	if f.Standing, err = v.Ledger.Standing(ctx, v.actor, member, day); err != nil {
		return file{}, err
	}
	f.Balance, err = v.Ledger.BalanceAsOf(ctx, v.actor, member, day, known)
	return f, err
}

// portfolioPage is the portfolio (P4): the summary of hours, the declarations
// and the exemptions.
type portfolioPage struct {
	file
	Summary summary
	// Proposals are what training bodies say, to confirm; they count nowhere.
	Proposals    []proposalRow
	Importable   bool
	Declarations []declarationRow
	Exemptions   []exemptionRow
	// Exemptible says that exemptions may be asked for.
	Exemptible bool
	// Fresh are new identifiers for the two "+" buttons: a double press opens one
	// draft.
	FreshDeclaration string
	FreshExemption   string
	// Alerts are the periods in default, today.
	Alerts []closingAlert
	// AsOf is the field of the day as of which the file is shown.
	AsOf field
	// Archived says that the whole file may be downloaded.
	Archived bool
	// Audit says that documents are asked for; nil when none are.
	Audit *evidenceAlert
	// Menu leads to the other pages of the file.
	Menu []menuItem
}

func (v *visit) portfolio() error {
	f, err := v.file()
	if err != nil {
		return err
	}
	ctx, period := v.r.Context(), f.Standing.Period.Key()
	declarations, err := v.Ledger.Declarations(ctx, v.actor, f.Member.ID, hours.Query{Period: period})
	if err != nil {
		return err
	}
	// A regulation for which no grounds are known has a portfolio, without exemptions.
	requests, err := v.Board.Requests(ctx, v.actor, f.Member.ID, exemption.Query{Period: period})
	if err != nil && !errors.Is(err, exemption.ErrNoGrounds) {
		return err
	}
	grounds, err := v.Board.GroundsFor(ctx, v.actor, f.Member.ID)
	if err != nil && !errors.Is(err, exemption.ErrNoGrounds) {
		return err
	}
	page := portfolioPage{
		Menu: fileMenu, file: f, Exemptible: err == nil, Summary: v.summary(f), FreshDeclaration: freshID(), FreshExemption: freshID(),
	}
	page.Archived, page.Importable = v.Archive != nil, v.Reception != nil && f.Write
	if v.Reception != nil {
		if page.Proposals, err = v.proposals(f); err != nil {
			return err
		}
	}
	if page.Audit, err = v.evidenceAlert(f.Member.ID); err != nil {
		return err
	}
	if page.Alerts, err = v.alerts(f.Member.ID); err != nil {
		return err
	}
	page.AsOf = v.form("portfolio", f.Past.wrong).date("asOf", f.Past.typed)
	lists, err := v.Ledger.Lists(ctx, v.actor)
	if err != nil {
		return err
	}
	for _, d := range declarations {
		page.Declarations = append(page.Declarations, v.declarationRow(f, lists, d))
	}
	for _, r := range requests {
		page.Exemptions = append(page.Exemptions, v.exemptionRow(grounds, r))
	}
	title := v.counting(f.Standing.Version, "portfolio.title", "name", f.Member.Name(), "years", v.print.Years(f.Standing.Period))
	status := http.StatusOK
	if len(f.Past.wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return v.show(status, "portfolio", frame{Title: title, Tab: "portfolio", Wrong: v.problems(f.Past.wrong), Body: page})
}

func freshID() string { return strings.ToLower(rand.Text()) }
