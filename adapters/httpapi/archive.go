package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"mime"
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/adapters/archive"
	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/adapters/ical"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

func archiveEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, memberPath + "/deadlines.ics"}, false, showDeadlines},
		{Route{http.MethodGet, memberPath + "/file.zip"}, false, downloadFile},
	}
}

// showDeadlines answers the member's deadlines as a calendar.
func showDeadlines(x *exchange) error {
	id, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	ctx := x.r.Context()
	m, err := x.api.Directory.Member(ctx, x.actor, id)
	if err != nil {
		return err
	}
	// Programs that fetch calendars ask for no language: the member's is best.
	if x.r.Header.Get("Accept-Language") == "" {
		x.p = i18n.For(x.org.Languages.Choose(m.Language))
		x.w.Header().Set("Content-Language", string(x.p.Language))
	}
	all, err := x.api.Ledger.Deadlines(ctx, x.actor, id)
	if err != nil {
		return err
	}
	x.attachment(ical.Media, "deadlines.ics")
	x.begin(http.StatusOK)
	_, err = ical.Deadlines(x.p, x.org, id, all, x.api.now()).WriteTo(x.w)
	return err
}

// downloadFile answers the member's whole file, as it is read: what the desks
// refuse is refused before a byte of it leaves.
func downloadFile(x *exchange) error {
	id, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	f, err := x.api.Archive(x.r.Context(), x.actor, id, x.p.Language)
	if err != nil {
		return err
	}
	x.attachment(archive.Media, "file.zip")
	x.begin(http.StatusOK)
	if err := f.Write(x.r.Context(), archive.Patient(x.w, time.Now)); err != nil {
		// What broke off must not pass for a whole archive: the connection breaks too.
		x.api.log().Error("archive broke off", "error", err)
		return http.ErrAbortHandler
	}
	return nil
}

// attachment says that the answer is to be saved.
func (x *exchange) attachment(media, name string) {
	h := x.w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}

// Archive returns a member's whole file, to be written as a ZIP, with the balances
// and the lists as this API gives them. The errors are those of
// archive.Desks.Open.
func (a *API) Archive(ctx context.Context, actor identity.Actor, member identity.MemberID, language identity.Language) (*archive.File, error) {
	desks := archive.Desks{Directory: a.Directory, Ledger: a.Ledger, Board: a.Board, Docket: a.Docket, Auditor: a.Auditor}
	f, err := desks.Open(ctx, actor, member, language, a.now())
	if err != nil {
		return nil, err
	}
	x := &exchange{api: a, actor: actor, org: f.Organisation, p: i18n.For(language)}
	for i, p := range f.Periods {
		name := "balance.json"
		if i > 0 {
			name = "balance-" + p.Standing.Period.Key() + ".json"
		}
		if err := attach(f, name, x.viewBalance(p.Balance, p.Standing, true)); err != nil {
			return nil, err
		}
	}
	if err := attach(f, "declarations.json", listOf(f.Declarations, x.viewDeclaration)); err != nil {
		return nil, err
	}
	if err := attach(f, "exemptions.json", listOf(f.Requests, x.viewExemption)); err != nil {
		return nil, err
	}
	if err := attach(f, "closings.json", listOf(f.Closings, x.viewClosingFile)); err != nil {
		return nil, err
	}
	acts, err := a.Ledger.History(ctx, actor, member, hours.ActQuery{})
	if err != nil {
		return nil, err
	}
	if err := attach(f, "history.json", listOf(acts, x.viewAct)); err != nil {
		return nil, err
	}
	papers, err := a.Certificates.Certificates(ctx, actor, member, certificate.Query{})
	if err != nil {
		return nil, err
	}
	return f, attach(f, "certificates.json", listOf(papers, x.viewCertificate))
}

// attach adds a value to the archive as the API writes it, but for lines that
// people can read.
func attach(f *archive.File, name string, value any) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return err
	}
	f.Data = append(f.Data, archive.Data{Name: name, Content: b.Bytes()})
	return nil
}
