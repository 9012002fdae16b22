package inventory_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
	"github.com/goodstanding/goodstanding/privacy/inventory"
	"github.com/goodstanding/goodstanding/privacy/law"
)

func quebec(t testing.TB) privacy.Law {
	t.Helper()
	l, err := law.Quebec()
	require.NoError(t, err)
	return l
}

func otpq(t testing.TB) privacy.Inventory {
	t.Helper()
	all, err := inventory.All(quebec(t))
	require.NoError(t, err)
	require.Contains(t, all, "qc-otpq")
	return all["qc-otpq"]
}

func TestEveryInventoryIsOfARegulationOfTheCatalogue(t *testing.T) {
	all, err := inventory.All(quebec(t))
	require.NoError(t, err)
	regulations, err := catalogue.Regulations()
	require.NoError(t, err)
	for id := range all {
		require.Contains(t, regulations, id)
	}
}

// What the policy collects from each of its six groups, in its order.
func TestV3_WhatIsCollectedFromWhom(t *testing.T) {
	i := otpq(t)
	want := []struct {
		group string
		of    []string
	}{
		{"Candidats à l’admission, à l’inscription ou à la réinscription au Tableau de l’Ordre", []string{
			"Nom et prénom", "Date de naissance", "Sexe", "Photographie", "Preuve d’identité", "Coordonnées résidentielles",
			"Coordonnées professionnelles", "Parcours académique", "Formations complétées", "Attestations d’emploi",
			"Autres renseignements pouvant influencer l’admissibilité pour la délivrance d’un permis d’exercice ou l’inscription au Tableau (exemple, le dossier judiciaire)",
			"Numéro de carte de crédit (selon le cas)",
			"Renseignements sur la santé (en lien avec l’exercice de la profession et uniquement si nécessaire)",
		}},
		{"Membres inscrits au Tableau de l’Ordre", []string{
			"Nom et prénom", "Adresse professionnelle", "Adresse personnelle", "Date de naissance", "Sexe", "Lieu d’emploi",
			"Photographie", "Courriel professionnel", "Courriel personnel", "Renseignements liés à la formation continue",
			"Numéro de carte de crédit", "Information relative à l’assurance responsabilité professionnelle",
			"Renseignements sur la santé (uniquement si nécessaire)",
		}},
		{"Candidats à un emploi ou une fonction à l’Ordre, ou personnel de l’Ordre", []string{
			"Nom et prénom", "Coordonnées", "Renseignements sur l’identité", "Photographie", "Curriculum vitæ",
			"Qualifications professionnelles (formation, diplômes, expériences de travail, etc.)",
			"Antécédents judiciaires ou disciplinaires", "Renseignements sur la santé (personnel de l’Ordre seulement)",
			"Renseignements sur la famille (personnel de l’Ordre seulement)", "Coordonnées bancaires",
		}},
		{"Public en général", []string{"Nom et prénom", "Coordonnées", "Tout renseignement nécessaire pour traiter la demande"}},
		{"Visiteurs du site Internet", []string{"Adresse IP", "Pages visitées et requêtes", "Heure et jour de la connexion"}},
		{"Visiteurs des médias sociaux de l’Ordre", []string{
			"Nom et prénom", "Autres renseignements à caractère public", "Forme de l’interaction (appui, partage, commentaires, etc.)",
		}},
	}
	require.Len(t, i.Groups, len(want))
	for n, g := range i.Groups {
		var of []string
		for _, c := range g.Collects {
			category, ok := i.Category(c.Category)
			require.True(t, ok, c.Category)
			label := category.Label.FR
			if c.Only.FR != "" {
				label += " (" + c.Only.FR + ")"
			}
			of = append(of, label)
		}
		require.Equal(t, want[n].group, g.Label.FR)
		require.Equal(t, want[n].of, of, g.ID)
	}
}

// The beginnings of the twenty-six purposes of the policy, in its order.
func TestV4_EveryPurposeOfThePolicy(t *testing.T) {
	want := []string{
		"Traiter les demandes de délivrance de permis d’exercice", "Traiter les demandes d’équivalence",
		"Traiter les inscriptions, les renouvellements", "Gérer les paiements des frais", "Assurer la conformité des membres",
		"Mener les activités d’inspection professionnelle", "Évaluer la compétence des membres",
		"Mener des enquêtes et tenir des audiences disciplinaires", "Mener une enquête en usurpation de titre",
		"Mener une conciliation ou un arbitrage", "Traiter les déclarations d’antécédents", "Traiter les situations où l’état de santé",
		"Tenir un registre des étudiants", "Traiter les inscriptions à des formations ou des activités", "Développer des activités de formations",
		"Transmettre des publications et invitations", "Répondre à toute autre demande", "Procéder aux élections",
		"Gérer et traiter les candidatures sur des comités", "Verser la rémunération", "Embaucher des membres du personnel",
		"Communiquer dans le cadre de la poursuite de la mission", "Évaluer la portée des communications",
		"Produire des statistiques", "Pour exploiter, maintenir, améliorer", "Sous réserve de votre consentement, comprendre et analyser",
	}
	i := otpq(t)
	require.Len(t, want, 26)
	require.Len(t, i.Purposes, len(want))
	for n, p := range i.Purposes {
		require.True(t, strings.HasPrefix(p.Label.FR, want[n]), "%s: %q", p.ID, p.Label.FR)
	}
}

// The eight means of the policy, in its order.
func TestV5_EveryMeansOfThePolicy(t *testing.T) {
	want := []string{
		"Site Internet", "Formulaires disponibles sur le site web de l’Ordre et dans l’Espace personnel",
		"Communications effectuées par courriel, télécopie, téléphone, visioconférence, etc.", "Témoins de connexion dits « Cookies »",
		"Inscription à l’infolettre de l’Ordre TPEXpress", "Inscription aux activités de l’Ordre y compris la rencontre annuelle et les formations",
		"Boutique en ligne y compris la commande de sceaux", "Plateformes de nos fournisseurs externes",
	}
	var got []string
	for _, m := range otpq(t).Means {
		got = append(got, m.Label.FR)
	}
	require.Equal(t, want, got)
}

// One member has data under both Acts.
func TestV2_TheRegimeIsThatOfThePurpose(t *testing.T) {
	i := otpq(t)
	regimes := map[privacy.Regime]bool{}
	for _, h := range i.Holdings() {
		purpose, ok := i.Purpose(h.Purpose)
		require.True(t, ok)
		require.Equal(t, purpose.Regime, h.Regime, h.ID)
		if h.Group == "members" && h.Category == "name" {
			regimes[h.Regime] = true
		}
	}
	require.Len(t, regimes, 2)
	for id, want := range map[string]privacy.Regime{
		// C-26, s. 108.1: admission, permits, training, inspection, discipline, fees, title.
		"permits": privacy.AccessAct, "equivalences": privacy.AccessAct, "roll": privacy.AccessAct, "inspection": privacy.AccessAct,
		"discipline": privacy.AccessAct, "illegal-practice": privacy.AccessAct, "fees": privacy.AccessAct, "continuing-education": privacy.AccessAct,
		// s. 108.2: human resources, payroll, events, website.
		"hiring": privacy.PrivateAct, "pay": privacy.PrivateAct, "events": privacy.PrivateAct, "website": privacy.PrivateAct,
	} {
		purpose, ok := i.Purpose(id)
		require.True(t, ok, id)
		require.Equal(t, want, purpose.Regime, id)
		require.True(t, purpose.Verified, id)
	}
}

func TestV8_WhatIsSensitiveRestsOnExpressConsent(t *testing.T) {
	sensitive := 0
	for _, h := range otpq(t).Holdings() {
		if h.Category == "health" || h.Category == "family" {
			require.True(t, h.Sensitive, h.ID)
		}
		if h.Sensitive {
			require.Equal(t, privacy.Express, h.Basis, h.ID)
			sensitive++
		}
	}
	require.Equal(t, 4, sensitive, "health of candidates, of members and of staff; family of staff")
}

func TestV12_NoNumberOfYearsIsInvented(t *testing.T) {
	i := otpq(t)
	for _, h := range i.Holdings() {
		class, ok := i.Class(h.Class)
		require.True(t, ok)
		require.Zero(t, class.Years, h.ID)
	}
}

func TestV13_NothingIsHeldOutsideQuebec(t *testing.T) {
	for _, h := range otpq(t).Holdings() {
		require.Equal(t, "quebec", h.Place, h.ID)
	}
}

// Need to know: who is nobody sees nothing, and nobody sees everything.
func TestV14_StaffSeeWhatTheirWorkNeeds(t *testing.T) {
	i := otpq(t)
	require.True(t, i.Sees("admissions", "roll/members/name"))
	require.False(t, i.Sees("admissions", "pay/staff/bank-details"))
	require.False(t, i.Sees("communications", "fitness/members/health"))
	require.True(t, i.Sees("inspectors", "fitness/members/health"))
	for _, nobody := range []string{"", "members", "nobody"} {
		require.False(t, i.Sees(nobody, "roll/members/name"), nobody)
	}
	require.False(t, i.Sees("admissions", "roll/members/blood"), "what is not in the inventory is seen by nobody")
	for _, h := range i.Holdings() {
		seen := 0
		for _, d := range i.Staff {
			require.False(t, d.Verified, "the policy names no category of staff")
			if i.Sees(d.ID, h.ID) {
				seen++
			}
		}
		require.Positive(t, seen, h.ID)
		require.Less(t, seen, len(i.Staff), h.ID)
	}
}

func TestV15_V16_V17_TheRightsThatThePolicyPromises(t *testing.T) {
	i := otpq(t)
	text := func(id string) string {
		at := slices.IndexFunc(i.Statements, func(s privacy.Statement) bool { return s.ID == id })
		require.GreaterOrEqual(t, at, 0, id)
		return i.Statements[at].Text.FR
	}
	for _, asked := range []string{"d’accès", "de rectification", "de retrait", "de cessation de la diffusion", "de désindexation", "de portabilité (à partir du 22 septembre 2024)"} {
		require.Contains(t, text("requests"), asked)
	}
	require.Contains(t, text("accuracy"), "Veuillez nous informer de tout changement")
	require.Contains(t, text("complaints"), "responsable de la protection des renseignements personnels")
	require.Equal(t, "affairesjuridiques@otpq.org", i.Officer.Email)
	require.Equal(t, "communication@otpq.org", i.Withdrawals, "V7")
}

func TestV18_TrendsAreAnalysedOnlyWithConsent(t *testing.T) {
	i := otpq(t)
	trends, ok := i.Purpose("trends")
	require.True(t, ok)
	require.True(t, trends.Consent)
	require.True(t, trends.Profiling)
	for _, h := range i.Holdings() {
		if h.Purpose == "trends" {
			require.Equal(t, privacy.Asked, h.Basis, h.ID)
		}
	}
}

// The passages are those of the source document, word for word; only the apostrophes
// and the line breaks are ours.
func TestThePassagesAreThoseOfThePolicy(t *testing.T) {
	content, err := os.ReadFile("testdata/policy.txt")
	require.NoError(t, err)
	plain := func(s string) string {
		return strings.Join(strings.Fields(strings.NewReplacer("'", "’", "*", "", "- ", "").Replace(s)), " ")
	}
	whole := plain(string(content))
	// The message is the passage alone, and not the document beside it.
	in := func(passage string) bool { return strings.Contains(whole, plain(passage)) }
	for _, s := range otpq(t).Statements {
		require.True(t, s.Verified, s.ID)
		for _, sentence := range strings.SplitAfter(s.Text.FR, ". ") {
			switch s.ID {
			case "responsible", "collected", "requests", "means", "purposes": // shortened
				continue
			}
			require.True(t, in(strings.TrimSuffix(strings.TrimSpace(sentence), ".")), "%s: %s", s.ID, sentence)
		}
	}
	for _, p := range otpq(t).Purposes {
		require.True(t, in(p.Label.FR), p.ID)
	}
	for _, m := range otpq(t).Means {
		require.True(t, in(m.Label.FR), m.ID)
	}
}

// The policy is written out of the inventory: the headings of the document in its order,
// and every entry of the lists, in both languages.
func TestV3_V4_V5_ThePolicyIsWrittenFromTheInventory(t *testing.T) {
	i := otpq(t)
	content, err := os.ReadFile("testdata/policy.txt")
	require.NoError(t, err)
	rest := strings.ReplaceAll(string(content), "'", "’")
	for _, in := range []identity.Language{identity.French, identity.English} {
		chapters := i.Document(in)
		require.Len(t, chapters, 11)
		require.Equal(t, chapters, i.Document(in))
		printed := map[string]bool{}
		entries := 0
		for _, c := range chapters {
			if in == identity.French {
				_, after, found := strings.Cut(rest, "\n"+c.Title)
				require.True(t, found, "%s, in the order of the document", c.Title)
				rest = after
			}
			require.NotEmpty(t, c.Paragraphs, c.ID)
			for _, list := range c.Lists {
				printed[list.Title] = true
				for _, item := range list.Items {
					printed[item] = true
					entries++
				}
			}
		}
		require.Equal(t, 13+13+10+3+3+3+26+8, entries, "what each group provides, the purposes, the means")
		for _, g := range i.Groups {
			require.True(t, printed[g.Label.In(in)], g.ID)
		}
	}
}

// The policy of 22 September 2023 is older than the regulation (1 January 2024). What
// it lacks was found by reading both.
func TestTheGapsOfThePolicy(t *testing.T) {
	got := map[string]privacy.Coverage{}
	for _, g := range privacy.Gaps(quebec(t), otpq(t)) {
		got[g.Item] = g.Coverage
		require.NotEmpty(t, g.Articles, g.Item)
		for _, short := range g.Short {
			require.NotEmpty(t, short.Why.FR)
		}
	}
	require.Equal(t, map[string]privacy.Coverage{
		"names":         privacy.Partly, // outside suppliers are not named
		"information":   privacy.Partly, // "etc."
		"purposes":      privacy.Partly, // "non exhaustive"
		"staff":         privacy.Partly, // need to know is said, no category is
		"means":         privacy.Stated, //
		"refusing":      privacy.Partly, // withdrawing is said, refusing is not
		"technological": privacy.Partly, // by e-mail
		"rights":        privacy.Partly, // nobody is named
		"third-parties": privacy.Partly, // which data is not said
		"outside":       privacy.Stated, //
		"security":      privacy.Stated, //
		"complaints":    privacy.Partly, // to whom, and not how
		"after-twelve":  privacy.Unread, // nobody can say
		"change":        privacy.Unread, //
	}, got)

	without := otpq(t)
	without.Statements = nil
	for _, g := range privacy.Gaps(quebec(t), without) {
		require.Contains(t, []privacy.Coverage{privacy.Missing, privacy.Unread}, g.Coverage, g.Item)
	}
}

func TestThePolicyIsInForceFromItsDay(t *testing.T) {
	p := otpq(t).Policy
	require.False(t, p.InForce(cycle.MustDate("2023-09-21")))
	require.True(t, p.InForce(cycle.MustDate("2023-09-22")))
	require.False(t, privacy.Policy{}.InForce(cycle.MustDate("2023-09-22")))
}

func TestReadIsStrict(t *testing.T) {
	under := quebec(t)
	content, err := os.ReadFile("qc-otpq.yaml")
	require.NoError(t, err)
	whole := string(content)
	change := func(old, new string) string {
		changed := strings.Replace(whole, old, new, 1)
		if changed == whole {
			t.Fatalf("%q is not in the document", old)
		}
		return changed
	}
	for name, wrong := range map[string]string{
		"nothing":                        "",
		"not YAML":                       "id: [",
		"an unknown key":                 whole + "extra: 1\n",
		"two documents":                  whole + "---\nid: x\n",
		"verified not said":              change("    source: policy, \"Introduction\"\n    verified: true\n", "    source: policy\n"),
		"another law":                    change("law: qc", "law: on"),
		"a language missing":             change("en: Date of birth", "en: \"\""),
		"a category twice":               change("{id: sex, label", "{id: name, label"),
		"collected and unknown":          change("{category: sex}", "{category: blood}"),
		"collected for no purpose":       change("categories: [name, identity-proof, academic-record, completed-training, employment-attestations]", "categories: [name]"),
		"a purpose without a regime":     change("regime: p-39.1", "regime: gdpr"),
		"a purpose with no holding":      change("  - purpose: elections\n", "  - purpose: committees\n"),
		"held and not collected":         change("categories: [name, public-information, interaction]", "categories: [name, public-information, interaction, health]"),
		"held under no article":          change("articles: [\"p-39.1:14\", \"p-39.1:22\"]", "articles: []"),
		"held under an unknown article":  change("\"p-39.1:22\"", "\"p-39.1:222\""),
		"held by unknown means":          change("means: [cookies]", "means: [spies]"),
		"held for unknown recipients":    change("recipients: [enterprises]", "recipients: [brokers]"),
		"sensitive, and not express":     change("basis: express", "basis: necessity"),
		"trends without consent":         change("basis: consent\n    articles: [\"p-39.1:8.1\"", "basis: implied\n    articles: [\"p-39.1:8.1\""),
		"profiling without consent":      change("consent: true\n    profiling: true", "profiling: true"),
		"implied under the Access Act":   change("basis: necessity", "basis: implied"),
		"staff with an unknown purpose":  change("purposes: [pay, hiring]", "purposes: [pay, spying]"),
		"a statement of no point":        change("states: [rights]", "states: [wrongs]"),
		"short of no point":              change("point: view", "point: blank"),
		"a notice that tells less":       change("says: [purposes, means, access-and-rectification, withdrawal, third-parties]", "says: [purposes, means]"),
		"a notice of no purpose":         change("purposes: [publications]", "purposes: [spying]"),
		"a notice without a day":         change("    version: \"1\"\n    from: 2023-09-22\n", "    version: \"1\"\n"),
		"a withdrawal that ends what?":   change("    ends: {fr: L’inscription aux formations et aux activités de l’Ordre., en: Registration for the order’s training and activities.}\n", ""),
		"a withdrawal of no consent":     change("  - id: elections\n", "  - id: elections\n    ends: {fr: rien, en: nothing}\n"),
		"a passage of no section":        change("statements: [accuracy, requests]", "statements: [accuracy]"),
		"a passage of two sections":      change("statements: [accuracy, requests]", "statements: [accuracy, requests, contact]"),
		"a list of nothing":              change("    list: means\n", "    list: spies\n"),
		"a list left out":                change("    list: means\n", ""),
		"no officer":                     change("email: affairesjuridiques@otpq.org", "email: \"\""),
		"no day on which it is in force": change("  effective: 2023-09-22\n", ""),
	} {
		if name == "collected for no purpose" {
			wrong = strings.Replace(wrong, "completed-training, employment-attestations, eligibility", "completed-training, eligibility", 1)
		}
		_, err := inventory.Read("x.yaml", strings.NewReader(wrong), under)
		require.ErrorIs(t, err, privacy.ErrBadInventory, name)
		require.ErrorContains(t, err, "x.yaml", name)
	}
	broken := errors.New("broken")
	_, err = inventory.Read("x.yaml", iotest.ErrReader(broken), under)
	require.ErrorIs(t, err, broken)
}
