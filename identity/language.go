package identity

// Language is a language that pages and messages are written in.
type Language string

// The languages. French is the default everywhere.
const (
	French  Language = "fr"
	English Language = "en"
)

// Text is a text in both languages. English falls back on French.
type Text struct {
	FR string `json:"fr" yaml:"fr"`
	EN string `json:"en" yaml:"en"`
}

// In returns the text in the language.
func (t Text) In(l Language) string {
	if l == English && t.EN != "" {
		return t.EN
	}
	return t.FR
}

// LanguagePolicy says which languages an organisation serves. Since 1 June 2022
// Québec orders address members in French, save narrow exceptions (Charter of the
// French language), so that the zero value serves French alone.
type LanguagePolicy string

// The policies.
const (
	FrenchOnly       LanguagePolicy = "fr"
	FrenchAndEnglish LanguagePolicy = "fr+en"
)

// Choose returns the language to serve to a person who asked for wanted.
func (p LanguagePolicy) Choose(wanted Language) Language {
	if p == FrenchAndEnglish && wanted == English {
		return English
	}
	return French
}
