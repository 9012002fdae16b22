package portal

import (
	"context"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/adapters/archive"
	"github.com/goodstanding/goodstanding/adapters/ical"
)

// deadlines is the member's deadlines, for the reader's own calendar.
func (v *visit) deadlines() error {
	member, err := v.member()
	if err != nil {
		return err
	}
	m, err := v.Directory.Member(v.r.Context(), v.actor, member)
	if err != nil {
		return err
	}
	all, err := v.Ledger.Deadlines(v.r.Context(), v.actor, m.ID)
	if err != nil {
		return err
	}
	v.attachment(ical.Media, "deadlines.ics")
	if _, err := ical.Deadlines(v.print, v.org, m.ID, all, v.now()).WriteTo(v.w); err != nil {
		v.log().Info("portal: the calendar did not leave", "error", err)
	}
	return nil
}

// wholeFile is everything of a file. What the desks refuse is refused before a byte
// of it leaves; what breaks off after that must not pass for a whole archive.
func (v *visit) wholeFile() error {
	member, err := v.member()
	if err != nil {
		return err
	}
	f, err := v.Archive(v.r.Context(), v.actor, member, v.print.Language)
	if err != nil {
		return err
	}
	v.attachment(archive.Media, "file.zip")
	if err := f.Write(v.r.Context(), archive.Patient(v.w, time.Now)); err != nil {
		v.log().Error("portal: the archive broke off", "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// ownExport is what the reader may take along (V16): JSON with its schema, the same as a
// table, and the documents. What breaks off must not pass for whole.
func (v *visit) ownExport() error {
	export, err := v.Registrar.Portable(v.r.Context(), v.actor, v.self())
	if err != nil {
		return err
	}
	v.attachment(archive.Media, v.t("own-file.export")+".zip")
	open := func(ctx context.Context, piece string) (io.ReadCloser, error) {
		return v.Registrar.OpenHeld(ctx, v.actor, v.self(), piece)
	}
	if err := archive.Portable(v.r.Context(), archive.Patient(v.w, time.Now), export, v.print.Language, v.now(), open); err != nil {
		v.log().Error("portal: the export broke off", "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (v *visit) attachment(media, name string) {
	h := v.w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}
