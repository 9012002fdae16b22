package i18n_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
	"github.com/goodstanding/goodstanding/privacy/law"
)

func TestV12_ACertificateOfDestructionInBothLanguages(t *testing.T) {
	quebec, err := law.Quebec()
	require.NoError(t, err)
	zone, err := time.LoadLocation("America/Toronto")
	require.NoError(t, err)
	c := privacy.DestructionCertificate{
		Org: "otpq", Person: "m-1042", Destruction: "x", Plan: "0f1e", ApprovedBy: "dora", Irrecoverable: cycle.MustDate("2026-03-09"),
		Approved: time.Date(2026, 2, 2, 17, 0, 0, 0, time.UTC), Destroyed: time.Date(2026, 2, 2, 17, 30, 0, 0, time.UTC),
		Gone: []privacy.CertifiedKind{
			{Label: identity.Text{FR: "Déclaration d’heures", EN: "Declaration of hours"}, Count: 20, Erase: privacy.Delete, Articles: []privacy.ArticleID{"a-2.1:73"}},
			{Label: identity.Text{FR: "Ligne de l’historique", EN: "Line of the history"}, Count: 3, Erase: privacy.Strip, Articles: []privacy.ArticleID{"a-2.1:73"}},
		},
		Kept: []privacy.CertifiedKind{{
			Label: identity.Text{FR: "Demande d’accès", EN: "Request for access"}, Count: 1, Reasons: []string{"decision", "legal"},
			Articles: []privacy.ArticleID{"p-39.1:11"}, Until: cycle.MustDate("2027-02-02"),
		}},
	}
	org := identity.Organisation{Name: identity.Text{FR: "L’Ordre", EN: "The Order"}}
	rules := privacy.Rules{Law: quebec}
	plain := func(l identity.Language) string {
		return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(i18n.For(l).Destruction(c, org, rules, zone).Text())
	}
	fr := plain(identity.French)
	for _, line := range []string{
		"Attestation de destruction de renseignements personnels", "L’Ordre",
		"Personne : m-1042", "Irrécupérable après le : 9 mars 2026", "Empreinte du plan : 0f1e",
		"- Déclaration d’heures (20) : RLRQ, c. A-2.1, art. 73",
		"- Ligne de l’historique (3) : dépouillé de tout ce qui désigne la personne; RLRQ, c. A-2.1, art. 73",
		"- Demande d’accès (1) : Ce qui a servi à une décision est conservé au moins un an après elle; une procédure ou une ordonnance demande de le conserver; jusqu’au 2 février 2027; RLRQ, c. P-39.1, art. 11",
		"Une copie de sauvegarde peut exister jusqu’au 9 mars 2026.",
	} {
		require.Contains(t, fr, line)
	}
	en := plain(identity.English)
	for _, line := range []string{
		"Certificate of destruction of personal information", "The Order", "- Declaration of hours (20)", "CQLR, c. A-2.1, s. 73", "Person: m-1042",
		"a proceeding or an order asks that it be kept",
	} {
		require.Contains(t, en, line)
	}
	c.Kept = nil
	require.Contains(t, plain(identity.French), "- Rien\n")
}
