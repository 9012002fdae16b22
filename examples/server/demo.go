package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/goodstanding/goodstanding/adapters/portal"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// demoOrganisation is the order of the demonstration. Its people are invented.
const demoOrganisation identity.OrganisationID = "otpq"

// person is somebody of the demonstration.
type person struct {
	account  identity.Account
	password string
	member   identity.Member
	says     identity.Text // who they are, on the sign-in page
}

func people() []person {
	since := func(day string) []cycle.Stay {
		return []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate(day), To: cycle.Forever}}}
	}
	member := func(id, first, last, permit string, roll []cycle.Stay) identity.Member {
		return identity.Member{
			Org: demoOrganisation, ID: identity.MemberID(id), First: first, Last: last, Permit: permit,
			Email: id + "@membres.example", Language: identity.French, Roll: roll,
		}
	}
	account := func(id string, member identity.MemberID, name string, roles ...identity.Role) identity.Account {
		return identity.Account{
			Org: demoOrganisation, ID: identity.AccountID(id), Login: id, Roles: roles, Member: member, Name: name,
		}
	}
	readmitted := append(since("2012-06-01"), cycle.Stay{
		Span:  cycle.Span{From: cycle.MustDate("2025-10-01"), To: cycle.Forever},
		Entry: cycle.Readmission,
	})
	readmitted[0].To = cycle.MustDate("2020-04-01")
	return []person{
		{
			account("emma", "emma", "Emma Gélinas", identity.RoleMember), "emma-demonstration",
			member("emma", "Emma", "Gélinas", "T-10421", since("2014-05-12")),
			identity.Text{FR: "membre, rien de déclaré encore", EN: "member, nothing declared yet"},
		},
		{
			account("malik", "malik", "Malik Tremblay", identity.RoleMember), "malik-demonstration",
			member("malik", "Malik", "Tremblay", "T-20877", since("2018-09-04")),
			identity.Text{FR: "membre, des activités et une demande de dispense", EN: "member, activities and a request for exemption"},
		},
		{
			account("rosalie", "rosalie", "Rosalie Côté", identity.RoleMember), "rosalie-demonstration",
			member("rosalie", "Rosalie", "Côté", "T-07310", readmitted),
			identity.Text{FR: "membre, réadmise en cours de période", EN: "member, readmitted during the period"},
		},
		{
			account("sofia", "sofia", "Sofia Marchand", identity.RoleMember), "sofia-demonstration",
			member("sofia", "Sofia", "Marchand", "T-15238", since("2016-03-21")),
			identity.Text{FR: "membre, des heures reportées et une vérification", EN: "member, hours carried over and an audit"},
		},
		{
			account("olivier", "olivier", "Olivier Fortin", identity.RoleMember), "olivier-demonstration",
			member("olivier", "Olivier", "Fortin", "T-18604", since("2017-01-09")),
			identity.Text{FR: "membre, en défaut pour la période précédente", EN: "member, in default for the period before"},
		},
		{
			account("jeanne", "", "Jeanne Roy", identity.RoleStaff), "jeanne-demonstration",
			identity.Member{},
			identity.Text{FR: "personnel de l’Ordre", EN: "the order’s staff"},
		},
		{
			account("louise", "", "Louise Bergeron", identity.RoleOperator), "louise-demonstration",
			identity.Member{},
			identity.Text{FR: "opératrice d’un point de service, pour les examens", EN: "operator of a service point, for exams"},
		},
		{
			account("sylvain", "", "Sylvain Caron", identity.RoleSupervisor), "sylvain-demonstration",
			identity.Member{},
			identity.Text{FR: "superviseur des points de service", EN: "supervisor of the service points"},
		},
		{
			account("genevieve", "genevieve", "Geneviève Lavigne", identity.RoleLearner), "genevieve-demonstration",
			identity.Member{},
			identity.Text{FR: "apprenante, un examen à passer", EN: "learner, with an exam to sit"},
		},
		{
			account("ngoc", "a-1187", "Ngoc Anh Trần", identity.RoleLearner), "ngoc-demonstration",
			identity.Member{},
			identity.Text{FR: "apprenante, un examen réussi et sa carte d’attestation", EN: "learner, with an exam passed and its attestation card"},
		},
		{
			account("martine", "", "Martine Gauthier", identity.RoleRepresentative), "martine-demonstration",
			identity.Member{},
			identity.Text{FR: "représentante désignée d’un lieu de travail", EN: "designated representative of a workplace"},
		},
		{
			served(account("mireille", "", "Mireille Dubois", identity.RoleUser), "billing", "eligibility"), "mireille-demonstration",
			identity.Member{},
			identity.Text{FR: "utilisatrice de deux services en ligne, sans dossier de formation", EN: "user of two online services, without a training file"},
		},
		{
			account("odile", "", "Odile Charest", identity.RolePrivacyOfficer), "odile-demonstration",
			identity.Member{},
			identity.Text{FR: "personne responsable de la protection des renseignements personnels", EN: "person in charge of the protection of personal information"},
		},
	}
}

// served is the account with services that it has had since the day of the cut-over.
func served(a identity.Account, services ...string) identity.Account {
	a.Email, a.Language = string(a.ID)+"@services.example", identity.French
	for _, s := range services {
		a.Grants = append(a.Grants, identity.Grant{Service: s, By: "demonstration-" + s, Since: demoLinked})
	}
	return a
}

// accounts are what the sign-in page shows.
func accounts() []portal.DemoAccount {
	var all []portal.DemoAccount
	for _, p := range people() {
		all = append(all, portal.DemoAccount{Login: p.account.Login, Password: p.password, Role: p.says})
	}
	return all
}

// announce prints where the portal is and who may sign in.
func announce(w io.Writer, address string, demo bool) {
	fmt.Fprintf(w, "goodstanding\n\n  Portail / Portal  %s\n  API               %s/api/v1/openapi.json\n", address, address)
	if demo {
		announceAccounts(w)
	}
	fmt.Fprint(w, "\nCtrl-C pour arrêter / to stop\n")
}

func announceAccounts(w io.Writer) {
	fmt.Fprint(w, "\nComptes de démonstration / Demonstration accounts\n\n")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, p := range people() {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", p.account.Login, p.password, p.says.FR)
	}
	_ = table.Flush()
}

// ready reports whether there is an organisation to serve.
func (h *house) ready(ctx context.Context) error {
	_, err := h.store.Identity().Organisation(ctx, demoOrganisation)
	if errors.Is(err, identity.ErrNotFound) {
		return fmt.Errorf("the store holds no organisation %q: start once with -demo, or write one through identity.Store", demoOrganisation)
	}
	return err
}

// fill puts the demonstration into a store that does not hold it yet.
func (h *house) fill(ctx context.Context) error { return h.furnish(ctx, demoSittings()) }

// furnish is fill with other sittings.
func (h *house) furnish(ctx context.Context, sittings []demoSitting) error {
	at := h.store.Identity()
	// The request is what is written last: a start that was cut short begins
	// again, and doing any of this twice changes nothing.
	last, err := h.store.Exemption().Request(ctx, demoRequest)
	if err == nil && last.State != exemption.Draft {
		return nil
	}
	if err != nil && !errors.Is(err, exemption.ErrNotFound) {
		return err
	}
	for _, p := range people() {
		if err := h.enrol(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", p.account.Login, err)
		}
	}
	for _, item := range demoLists() {
		if err := h.store.Hours().PutListing(ctx, item); err != nil {
			return err
		}
	}
	if _, err := at.ChangeOrganisation(ctx, demoOrganisation, func(o identity.Organisation) (identity.Organisation, error) {
		o.Name = identity.Text{
			FR: "Ordre des technologues professionnels (démonstration)",
			EN: "Order of professional technologists (demonstration)",
		}
		o.Contact = "formation@ordre.example"
		o.Zone, o.Languages, o.Regulation = identity.DefaultZone, identity.FrenchAndEnglish, "qc-otpq"
		o.Holidays, o.WithdrawBeforeProcessing = "qc", true
		o.LinkSince = cycle.DateOf(demoLinked, time.UTC)
		return o, nil
	}); err != nil {
		return err
	}
	if err := h.fillExams(ctx, sittings); err != nil {
		return err
	}
	if err := h.fillAccess(ctx); err != nil {
		return err
	}
	if err := h.fillPrivacy(ctx); err != nil {
		return err
	}
	return h.fillFiles(ctx)
}

// demoLinked is when everybody last opened a session in the demonstration: the day of
// its cut-over, that of the source document of requirement L1, so that all of them sign
// in as usual. Linking can be tried with the address of any.
var demoLinked = time.Date(2023, time.October, 30, 12, 0, 0, 0, time.UTC)

func (h *house) enrol(ctx context.Context, p person) error {
	if p.member.ID != "" {
		if _, err := h.store.Identity().ChangeMember(ctx, demoOrganisation, p.member.ID, func(m identity.Member) (identity.Member, error) {
			version := m.Version
			m = p.member
			m.Version = version
			return m, nil
		}); err != nil {
			return err
		}
	}
	hash, err := h.directory.Hasher.Hash(p.password)
	if err != nil {
		return err
	}
	_, err = h.store.Identity().ChangeAccount(ctx, demoOrganisation, p.account.ID, func(a identity.Account) (identity.Account, []identity.Message, error) {
		version := a.Version
		a = p.account
		a.Version, a.Hash, a.LastOpened = version, hash, demoLinked
		return a, nil, nil
	})
	return err
}

func demoLists() []hours.Listing {
	var all []hours.Listing
	add := func(kind hours.ListKind, labels ...string) {
		for _, label := range labels {
			id := strings.Trim(strings.Map(func(r rune) rune {
				if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
					return r
				}
				return '-'
			}, hours.Fold(label)), "-")
			id = id[:min(len(id), 40)]
			all = append(all, hours.Listing{Org: demoOrganisation, Kind: kind, ID: strings.Trim(id, "-"), Label: label})
		}
	}
	add(hours.Activities,
		"Éthique et déontologie du technologue professionnel", "Lecture de plans et devis",
		"Santé et sécurité sur les chantiers", "Introduction à la modélisation 3D", "Tenue des dossiers et responsabilité professionnelle")
	add(hours.Providers,
		"Ordre des technologues professionnels (démonstration)", "Cégep du Fleuve", "École de technologie des Rives", "Institut de formation continue Boréal")
	add(hours.Trainers, "Aïcha Benali", "Luc Bergeron", "Marie-Ève Paquin", "Thomas O’Neill")
	return all
}
