package access_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

func TestA4_TextOfTheRequest(t *testing.T) {
	w := newWorld(t)
	_, r, err := w.office.Begin(t.Context(), org, "", "r-1", entry())
	require.NoError(t, err)
	s := w.office.Catalogue.Statement(r)
	require.Equal(t, `Formulaire : Médecins
Édition : 2026-11-01
Service en ligne : Facturation en ligne

La personne qui utilisera le service
Nom : Luc Tremblay
Courriel : luc.tremblay@exemple.org
Membre du personnel d’une agence commerciale de facturation : Non

La personne qui autorise la demande
Nom : Diane Gagnon
À titre de : Professionnel ou professionnelle de la santé
Lieu de travail : Clinique du Parc
Courriel : diane.gagnon@exemple.org

Engagements
`, s.Text[:strings.Index(s.Text, "- ")])
	require.Equal(t, 4, strings.Count(s.Text, "\n- "), "A13, A14, A15 and A7")
	require.Equal(t, s, w.office.Catalogue.Statement(r), "to the byte")
	require.Len(t, s.Digest, 64)
}

func TestA4_WhatIsTypedWritesNoLineOfTheText(t *testing.T) {
	w := newWorld(t)
	e := entry()
	e.Authoriser.Place = "Clinique\nNom : Quelqu’un d’autre"
	e.Language = identity.English
	_, r, err := w.office.Begin(t.Context(), org, "", "r-1", e)
	require.NoError(t, err)
	text := w.office.Catalogue.Statement(r).Text
	require.Contains(t, text, "Workplace : Clinique Nom : Quelqu’un d’autre\n")
	require.Contains(t, text, "\n\nCommitments\n- I answer for what is done under my user name.\n")
}

func TestA4_EveryFieldChangesTheDigest(t *testing.T) {
	w := newWorld(t)
	seen := map[string]bool{}
	for name, change := range map[string]func(*access.Entry){
		"nothing": func(*access.Entry) {}, "form": func(e *access.Entry) { e.Form = "clinics" }, "service": func(e *access.Entry) { e.Service = "eligibility" },
		"language": func(e *access.Entry) { e.Language = identity.English }, "agency": func(e *access.Entry) { e.Agency = true },
		"first": func(e *access.Entry) { e.User.First = "Lucie" }, "email": func(e *access.Entry) { e.User.Email = "x@exemple.org" },
		"authoriser": func(e *access.Entry) { e.Authoriser.Last = "Gagné" }, "kind": func(e *access.Entry) { e.Authoriser.Kind = "responsible-physician" },
		"place": func(e *access.Entry) { e.Authoriser.Place = "Ailleurs" }, "their email": func(e *access.Entry) { e.Authoriser.Email = "y@exemple.org" },
	} {
		e := entry()
		change(&e)
		_, r, err := w.office.Begin(t.Context(), org, "", "r-"+strings.ReplaceAll(name, " ", "-"), e)
		require.NoError(t, err)
		digest := w.office.Catalogue.Statement(r).Digest
		require.False(t, seen[digest], name)
		seen[digest] = true
	}
}

func TestA13_WhoSignsAnswersForWhatIsDoneUnderTheirName(t *testing.T) {
	w := newWorld(t)
	_, r, user, _ := w.submitted("r-1", entry())
	for _, said := range []string{
		"Je suis responsable des activités faites sous mon nom d’utilisateur.",
		"Je protège les renseignements personnels par des mesures appropriées, comme fermer ma session avant de quitter mon poste de travail.",
	} {
		require.Contains(t, r.Statement.Text, "\n- "+said+"\n")
	}
	_, err := w.office.Sign(t.Context(), org, "r-1", user, "Luc Tremblay", false)
	require.ErrorIs(t, err, access.ErrAgree, "nobody signs without the commitments")
	r, err = w.office.Sign(t.Context(), org, "r-1", user, "Luc Tremblay", true)
	require.NoError(t, err)
	require.Equal(t, r.Statement.Digest, r.UserSigned.Digest, "what is signed has them")
}
