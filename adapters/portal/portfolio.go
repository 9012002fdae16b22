package portal

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

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
	// Query is "?period=…" for a period that is not the current one.
	Query   string
	Periods []periodLink
}

// periodLink leads to a period of the file.
type periodLink struct {
	Years   string
	Key     string
	Link    string
	Current bool
}

// file reads the file named by the address, at the period that the address asks
// for. A period that is none of the member's is not found.
func (v *visit) file() (file, error) {
	member, err := v.member()
	if err != nil {
		return file{}, err
	}
	var day cycle.Date
	if asked := v.r.URL.Query().Get("period"); asked != "" {
		if day, err = cycle.ParseDate(asked); err != nil {
			return file{}, identity.ErrNotFound
		}
	}
	f, err := v.fileOf(member, day)
	if !day.IsZero() && (errors.Is(err, hours.ErrNoRegulation) || errors.Is(err, cycle.ErrNoPeriod)) {
		return file{}, identity.ErrNotFound
	}
	if err != nil {
		return file{}, err
	}
	periods, err := v.Ledger.Periods(v.r.Context(), v.actor, member)
	if err != nil {
		return file{}, err
	}
	for i, p := range periods {
		link := periodLink{v.print.Years(p), p.Key(), f.Base, p == f.Standing.Period}
		if i > 0 {
			link.Link += "?period=" + p.Key()
			if link.Current {
				f.Query = "?period=" + p.Key()
			}
		}
		f.Periods = append(f.Periods, link)
	}
	return f, nil
}

// fileOf reads a member's file at the period that holds the day; the zero Date is
// today.
func (v *visit) fileOf(member identity.MemberID, day cycle.Date) (file, error) {
	ctx := v.r.Context()
	f := file{Base: "/portfolio/" + string(member), Write: v.actor.May(identity.Write, v.Org, member)}
	f.Own = v.actor.Relation(v.Org, member) == identity.Own
	var err error
	if f.Member, err = v.Directory.Member(ctx, v.actor, member); err != nil {
		return file{}, err
	}
	if f.Standing, err = v.Ledger.Standing(ctx, v.actor, member, day); err != nil {
		return file{}, err
	}
	f.Balance, err = v.Ledger.Balance(ctx, v.actor, member, day)
	return f, err
}

// portfolioPage is the portfolio (P4): the summary of hours, the declarations
// and the exemptions.
type portfolioPage struct {
	file
	Summary      summary
	Declarations []declarationRow
	Exemptions   []exemptionRow
	// Fresh are new identifiers for the two "+" buttons: a double press opens one
	// draft.
	FreshDeclaration string
	FreshExemption   string
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
	requests, err := v.Board.Requests(ctx, v.actor, f.Member.ID, exemption.Query{Period: period})
	if err != nil {
		return err
	}
	grounds, err := v.Board.GroundsFor(ctx, v.actor, f.Member.ID)
	if err != nil {
		return err
	}
	page := portfolioPage{file: f, Summary: v.summary(f), FreshDeclaration: freshID(), FreshExemption: freshID()}
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
	title := v.t("portfolio.title", "name", f.Member.Name(), "years", v.print.Years(f.Standing.Period))
	return v.show(http.StatusOK, "portfolio", frame{Title: title, Tab: "portfolio", Body: page})
}

func freshID() string { return strings.ToLower(rand.Text()) }
