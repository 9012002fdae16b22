package archive_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

// 90 days from 20 November 2026 end on 18 February 2027, and nothing was done of the
// 30 h.
func TestArchiveHoldsClosings(t *testing.T) {
	h, old, served := memoryHouse(t), cycle.MustDate("2022-01-01"), cycle.MustDate("2026-11-20")
	c, err := h.Docket.Close(t.Context(), staff, "m-1", old, 0)
	require.NoError(t, err)
	_, err = h.Docket.Notify(t.Context(), staff, "m-1", old, c.Version, closing.Summons{Of: hours.LackingHours, Served: served}, "=Rien reçu")
	require.NoError(t, err)
	all := unzip(t, h.file(t, emma, identity.French))
	rows := table(t, all["closings.csv"], ';')
	require.Len(t, rows, 2)
	require.Equal(t, []string{"2022-01-01", "2025-03-31", "Avis de défaut", "30", "0", "0", "30", "0"}, rows[1][:8])
	require.Contains(t, rows[1][8], "Total : 30 h")
	require.Equal(t, []string{"Des heures de formation", "2026-11-20", "2027-02-18"}, rows[1][9:12])
	require.Len(t, rows[1], len(rows[0]))
	said := page(t, all["dossier.html"], "fr")
	for _, words := range []string{
		"Fermeture des périodes et défauts", "Dernier jour pour corriger le défaut : 18 février 2027",
		"Ordre d’essai a fermé la période : il manque des heures.", "Ordre d’essai a envoyé un avis de défaut.=Rien reçu",
	} {
		require.Contains(t, said, words)
	}
	require.NotContains(t, said, "Anne Côté", "who decided is not told")
	require.Contains(t, plain(all["LISEZMOI.txt"]), "closings.csv – la fermeture des périodes et les défauts")
	english := unzip(t, h.file(t, emma, identity.English))
	require.Contains(t, page(t, english["file.html"], "en"), "Last day to make the default good: 18 February 2027")
	other, err := h.Open(t.Context(), luc, "m-2", identity.French, h.now)
	require.NoError(t, err)
	require.Contains(t, page(t, unzip(t, other)["dossier.html"], "fr"), "Aucune période n’est fermée.")
}

// evidenced has staff ask for the documents of a counted declaration, of which the
// member adds one.
func evidenced(t *testing.T, h *house) hours.Declaration {
	t.Helper()
	ctx, d := t.Context(), h.declare(t, emma, "d-1", "Lire un plan")
	_, err := h.Ledger.Decide(ctx, staff, "m-1", "d-1", d.Version, hours.Verdict{Event: hours.Count, Counted: hours.Whole(2), Reason: "Pause retirée."})
	require.NoError(t, err)
	asked, err := h.Auditor.Ask(ctx, staff, "m-1", audit.Request{Declarations: []string{"d-1"}, Last: cycle.MustDate("2027-01-31")})
	require.NoError(t, err)
	d, err = h.Auditor.Attach(ctx, emma, "m-1", "d-1", asked[0].Version, "attestation.pdf", strings.NewReader(pdf))
	require.NoError(t, err)
	return d
}

func TestArchiveHoldsEvidence(t *testing.T) {
	h := memoryHouse(t)
	h.request(t, emma, "r-1", [2]string{"photo.png", png})
	d := evidenced(t, h)
	all := unzip(t, h.file(t, emma, identity.French))
	require.Equal(t, png, all["documents/01-photo.png"])
	require.Equal(t, pdf, all["documents/02-attestation.pdf"])
	require.Contains(t, all["dossier.html"], `À fournir<br><a href="documents/02-attestation.pdf">attestation.pdf</a>`)
	require.Equal(t, []string{"À fournir", "attestation.pdf"}, table(t, all["declarations.csv"], ';')[1][14:])
	require.Contains(t, plain(all["LISEZMOI.txt"]), "documents/02-attestation.pdf – attestation.pdf")

	// What is not sent is the member's alone.
	for name, content := range unzip(t, h.file(t, staff, identity.French)) {
		require.NotContains(t, name, "attestation")
		require.NotContains(t, content, "attestation.pdf", name)
	}
	_, err := h.Auditor.Send(t.Context(), emma, "m-1", "d-1", d.Version)
	require.NoError(t, err)
	require.Equal(t, pdf, unzip(t, h.file(t, staff, identity.French))["documents/01-attestation.pdf"])
}

// Once the documents were kept for as long as the regulation says, the file names them
// and does not say that they were lost.
func TestArchiveSaysWhatWasErased(t *testing.T) {
	h := memoryHouse(t)
	d := evidenced(t, h)
	d, err := h.Auditor.Send(t.Context(), emma, "m-1", "d-1", d.Version)
	require.NoError(t, err)
	_, err = h.Auditor.Accept(t.Context(), staff, "m-1", "d-1", d.Version, "")
	require.NoError(t, err)
	h.now = time.Date(2040, 1, 1, 17, 0, 0, 0, time.UTC)
	require.NoError(t, h.Auditor.Advance(t.Context(), "otpq"))
	all := unzip(t, h.file(t, emma, identity.French))
	require.NotContains(t, all, "documents/01-attestation.pdf")
	require.Contains(t, page(t, all["dossier.html"], "fr"), "attestation.pdf (supprimé après sa durée de conservation)")
	require.NotContains(t, all["LISEZMOI.txt"], "introuvable")
}
