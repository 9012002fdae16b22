package portal

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/privacy"
)

// journalPath is where the audit chain is verified.
const journalPath = officerPath + "/journal"

func officerJournalRoutes() []Route {
	return []Route{{"GET", journalPath, charged((*visit).journal), false}}
}

// journalPage is what a verification of the whole chain found. Broken says where it does
// not follow; empty when it does.
type journalPage struct {
	At, Count, Last, Broken string
}

// journal verifies the chain anew each time that it is opened.
func (v *visit) journal() error {
	found, err := v.Registrar.Verify(v.r.Context(), v.actor)
	page := journalPage{At: v.print.Instant(v.now(), v.zone)}
	switch {
	case errors.Is(err, privacy.ErrBrokenChain):
		page.Broken = err.Error()
		v.log().Error("portal: the audit chain is broken", "error", err)
	case err != nil:
		return err
	default:
		page.Count, page.Last = v.print.N("journal.links", int(found.Links)), found.Last
	}
	return v.showOfficer(http.StatusOK, "officer_journal", frame{Title: v.t("journal.title"), Body: page})
}
