// Package archive writes a member's whole file as a ZIP that is read without this
// program: a page, tables for a spreadsheet, data for another program, and the
// documents. It is what a person takes along.
//
// Start with [Desks.Open], which reads the file and refuses whom the desks refuse,
// then [File.Write], which streams it: a document is never held whole in memory.
package archive

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

// Media is the media type of an archive.
const Media = "application/zip"

// Desks are where a file is read. All are required.
type Desks struct {
	Directory *identity.Directory
	Ledger    *hours.Ledger
	Board     *exemption.Board
	Docket    *closing.Docket
	Auditor   *audit.Auditor
}

// File is a member's file, read for an actor: it holds what they may see of it,
// and no more. The content of documents is read when the file is written.
type File struct {
	Organisation identity.Organisation
	Member       identity.Member
	// Periods are the member's, the current one first.
	Periods      []Period
	Declarations []hours.Declaration
	Requests     []exemption.Request
	// Evidence is what audits have asked of the member, with the documents.
	Evidence []audit.Item
	// Closings are what became of the periods that were closed, in their order.
	Closings []closing.File
	// Data are further entries of the archive, such as the file as JSON.
	Data []Data

	made    time.Time
	zone    *time.Location
	p       i18n.Printer
	grounds exemption.Grounds
	lists   hours.Lists
	content func(context.Context, document) (io.ReadCloser, error)
}

// Period is a reference period and where the member stands in it.
type Period struct {
	Standing hours.Standing
	Balance  hours.Balance
}

// Data is an entry of an archive, such as "balance.json".
type Data struct {
	Name    string
	Content []byte
}

// Open reads a member's file, to be written in a language. Made is the present
// instant. The errors are those of identity.Directory.Member and
// hours.Ledger.Standing.
func (d Desks) Open(ctx context.Context, actor identity.Actor, member identity.MemberID, language identity.Language, made time.Time) (*File, error) {
	f := &File{made: made, p: i18n.For(language)}
	var err error
	if f.Member, err = d.Directory.Member(ctx, actor, member); err != nil {
		return nil, err
	}
	if err := d.standings(ctx, actor, f); err != nil {
		return nil, err
	}
	f.Organisation = f.Periods[0].Standing.Organisation
	if f.zone, err = f.Organisation.Location(); err != nil {
		return nil, err
	}
	if f.Declarations, err = d.Ledger.Declarations(ctx, actor, member, hours.Query{}); err != nil {
		return nil, err
	}
	if f.lists, err = d.Ledger.Lists(ctx, actor); err != nil {
		return nil, err
	}
	// A regulation for which no grounds are known has a file without exemptions.
	if f.Requests, err = d.Board.Requests(ctx, actor, member, exemption.Query{}); err != nil && !errors.Is(err, exemption.ErrNoGrounds) {
		return nil, err
	}
	if f.grounds, err = d.Board.GroundsFor(ctx, actor, member); err != nil && !errors.Is(err, exemption.ErrNoGrounds) {
		return nil, err
	}
	dossier, err := d.Auditor.Dossier(ctx, actor, member)
	if err != nil {
		return nil, err
	}
	f.Evidence = dossier.Items
	closings, err := d.Docket.Closings(ctx, actor, member)
	if err != nil {
		return nil, err
	}
	for _, c := range closings {
		one, err := d.Docket.File(ctx, actor, member, c.Period)
		if err != nil {
			return nil, err
		}
		f.Closings = append(f.Closings, one)
	}
	f.content = func(ctx context.Context, one document) (content io.ReadCloser, err error) {
		if one.evidence {
			_, content, err = d.Auditor.Open(ctx, actor, member, one.of, one.ID)
		} else {
			_, content, err = d.Board.Open(ctx, actor, member, one.of, one.ID)
		}
		return content, err
	}
	return f, nil
}

func (d Desks) standings(ctx context.Context, actor identity.Actor, f *File) error {
	periods, err := d.Ledger.Periods(ctx, actor, f.Member.ID)
	if err != nil {
		return err
	}
	for i, p := range periods {
		// The current period is that of today: rolling ones share their days.
		day := p.From
		if i == 0 {
			day = cycle.Date{}
		}
		s, err := d.Ledger.Standing(ctx, actor, f.Member.ID, day)
		if err != nil {
			return err
		}
		b, err := d.Ledger.Balance(ctx, actor, f.Member.ID, day)
		if err != nil {
			return err
		}
		f.Periods = append(f.Periods, Period{s, b})
	}
	return nil
}

// period returns the period that starts on a day, or the current one.
func (f *File) period(start cycle.Date) Period {
	for _, p := range f.Periods {
		if p.Standing.Period.From == start {
			return p
		}
	}
	return f.Periods[0]
}

// day returns the day of an instant; the zero Date for the zero time.
func (f *File) day(t time.Time) cycle.Date {
	if t.IsZero() {
		return cycle.Date{}
	}
	return cycle.DateOf(t, f.zone)
}
