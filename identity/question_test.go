package identity_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/identity"
)

func given(pairs ...string) []identity.Given {
	var all []identity.Given
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, identity.Given{Question: identity.QuestionID(pairs[i]), Answer: identity.NewSecret(pairs[i+1])})
	}
	return all
}

// good are answers that nothing is wrong with.
func good() []identity.Given {
	return given("first-school", "École du Vieux-Moulin", "first-toy", "Grisou le raton", "first-concert", "Les Frères à ch’val")
}

// checklist 68: a fixed list, in both languages, with room to choose three.
func TestA9_QuestionsAreAFixedListInBothLanguages(t *testing.T) {
	seen := map[string]bool{}
	for _, q := range identity.Questions() {
		require.True(t, identity.WellFormed(string(q.ID)), q.ID)
		for _, text := range []string{string(q.ID), q.Words.FR, q.Words.EN} {
			require.False(t, seen[text], text)
			seen[text] = true
		}
		require.True(t, strings.HasSuffix(q.Words.FR, "?"), q.Words.FR)
		require.True(t, strings.HasSuffix(q.Words.EN, "?"), q.Words.EN)
		require.NotContains(t, q.Words.FR, "'", "a typographic apostrophe")
		got, ok := identity.QuestionOf(q.ID)
		require.True(t, ok)
		require.Equal(t, q, got)
	}
	require.GreaterOrEqual(t, len(identity.Questions()), 2*identity.AnswersAsked)
	_, ok := identity.QuestionOf("")
	require.False(t, ok)
	identity.Questions()[0].ID = "changed"
	_, ok = identity.QuestionOf("changed")
	require.False(t, ok, "nobody changes the list")
}

// checklist 68: case, accents, spaces and marks play no part; letters and digits do.
func TestA9_AnswersAreNormalised(t *testing.T) {
	for _, c := range []struct{ one, other string }{
		{"École Saint-Jean", "ecole saint jean"},
		{"ÉCOLE SAINT JEAN", "École Saint Jean."},
		{"L’Île-d’Orléans", "l'ile d'orleans"},
		{"Œuvre", "oeuvre"},
		{" 12 rue des Érables ", "12, rue des erables"},
		{"abcd-efgh-jkmn-pqrs", "ABCDEFGHJKMNPQRS"},
	} {
		require.Equal(t, identity.NormalAnswer(c.one), identity.NormalAnswer(c.other))
		require.NotEmpty(t, identity.NormalAnswer(c.one))
	}
	require.NotEqual(t, identity.NormalAnswer("École Saint-Jean"), identity.NormalAnswer("École Saint-Jean 2"))
	require.Equal(t, "дружба", identity.NormalAnswer("Дружба!"), "letters of every script count")
	rapid.Check(t, func(t *rapid.T) {
		once := identity.NormalAnswer(rapid.String().Draw(t, "text"))
		require.Equal(t, once, identity.NormalAnswer(once))
	})
}

// checklist 68: what cannot be an answer, each with its reason.
func TestA9_WhatIsNoAnswer(t *testing.T) {
	require.NoError(t, identity.CheckAnswers(good(), "emma", "emma@example.org", "Emma Gélinas", emmasPassword))
	known := []string{"egelinas7", "emma.gelinas@example.org", "Emma Gélinas", "T-1042", "Ordre des technologues", emmasPassword}
	for answer, want := range map[string]error{
		"":                               identity.ErrAnswerShort,
		"Roy":                            identity.ErrAnswerShort,
		"- - - R O Y - - -":              identity.ErrAnswerShort,
		"Rois":                           nil,
		strings.Repeat("ab9x", 25):       nil,
		strings.Repeat("ab9x", 25) + "a": identity.ErrAnswerLong,
		strings.Repeat("x y ", 1<<20):    identity.ErrAnswerLong,
		"Egelinas7":                      identity.ErrAnswerPersonal,
		"emma.gelinas@example.org":       identity.ErrAnswerPersonal,
		"GÉLINAS":                        identity.ErrAnswerPersonal,
		"Emma Gelinas":                   identity.ErrAnswerPersonal,
		"T1042":                          identity.ErrAnswerPersonal,
		strings.ToUpper(emmasPassword):   identity.ErrAnswerPersonal,
		"technologues":                   identity.ErrAnswerPersonal,
		"Montréal":                       identity.ErrAnswerCommon,
		"Je ne sais pas":                 identity.ErrAnswerCommon,
		"I don’t know":                   identity.ErrAnswerCommon,
		"Trois-Rivières":                 identity.ErrAnswerCommon,
		"motdepasse123":                  identity.ErrAnswerCommon,
		"12345":                          identity.ErrAnswerCommon,
		"aaaaaaa":                        identity.ErrAnswerCommon,
		"azerty":                         identity.ErrAnswerCommon,
		"Montréal, rue du Fleuve":        nil,
		"Grisou le raton":                identity.ErrAnswerTwice,
		"GRISOU-LE-RATON":                identity.ErrAnswerTwice,
	} {
		all := good()
		all[2].Answer = identity.NewSecret(answer)
		err := identity.CheckAnswers(all, known...)
		if want == nil {
			require.NoError(t, err, answer)
			continue
		}
		var wrong *identity.AnswersError
		require.ErrorAs(t, err, &wrong, answer)
		require.Equal(t, []identity.AnswerWrong{{At: 2, Err: want}}, wrong.Wrong, answer)
		require.ErrorIs(t, err, want)
		require.NotContains(t, err.Error(), "raton", "an error holds no answer")
	}
}

// Everything that is wrong is said at once, each in its place.
func TestA9_EverythingThatIsWrongIsSaidAtOnce(t *testing.T) {
	all := given("first-school", "École du Vieux-Moulin", "first-school", "Roy", "my own question?", "ecole du vieux moulin")
	var wrong *identity.AnswersError
	require.ErrorAs(t, identity.CheckAnswers(all), &wrong)
	require.Equal(t, []identity.AnswerWrong{
		{1, identity.ErrQuestionTwice},
		{1, identity.ErrAnswerShort},
		{2, identity.ErrQuestion},
		{2, identity.ErrAnswerTwice},
	}, wrong.Wrong)
	for _, all := range [][]identity.Given{nil, good()[:2], append(good(), given("first-dish", "Tourtière du lac")...)} {
		require.ErrorIs(t, identity.CheckAnswers(all), identity.ErrQuestion, "three, no fewer and no more")
	}
}

// checklist 67: one question, the same until it is answered.
func TestA9_OneQuestionUntilItIsAnswered(t *testing.T) {
	var none *identity.Answers
	for _, a := range []*identity.Answers{none, {}} {
		_, ok := a.Asked()
		require.False(t, ok)
	}
	a := identity.Answers{Kept: []identity.Answer{{Question: "first-school"}, {Question: "first-toy"}, {Question: "first-dish"}}}
	for turn, want := range []identity.QuestionID{"first-school", "first-toy", "first-dish", "first-school"} {
		a.Turn = turn
		for range 3 {
			got, ok := a.Asked()
			require.True(t, ok)
			require.Equal(t, want, got.Question)
		}
	}
}

// An answer that is given holds nothing that is printed.
func TestI8_AGivenAnswerPrintsDots(t *testing.T) {
	g := given("first-school", "École du Vieux-Moulin")
	require.NotContains(t, errors.Join(identity.CheckAnswers(g)).Error(), "Moulin")
	require.NotContains(t, g[0].Answer.String(), "Moulin")
}
