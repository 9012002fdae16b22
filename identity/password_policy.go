package identity

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// PasswordAlone is the least length of a password that stands alone, in code points
	// (NIST SP 800-63B-4, 3.1.1.2).
	PasswordAlone = 15
	// PasswordWithSecond is that of one beside a second factor that is enforced.
	PasswordWithSecond = 8
	// PasswordMost is the greatest length.
	PasswordMost = 256

	// least is how many letters and digits a password must have that are neither
	// common, nor in a row, nor known of its holder.
	least = 6
	// longestWord and mostWords bound what is looked for of the holder, so that looking
	// costs no more for a long name.
	longestWord = 64
	mostWords   = 32
)

// PasswordPolicy is what a password must be. The zero value is that of a password that
// stands alone. There is no rule of composition, and no password grows old: both make
// people choose worse ones.
type PasswordPolicy struct {
	// SecondFactor says that a second factor is enforced beside it.
	SecondFactor bool
}

// Least returns the least length, in code points.
func (p PasswordPolicy) Least() int {
	if p.SecondFactor {
		return PasswordWithSecond
	}
	return PasswordAlone
}

// Check reports what is wrong with a password, given what others know of its holder:
// login, name, permit, organisation. The password is in the form in which it will be
// hashed. The error is [ErrPasswordShort] ([ErrPasswordShorter] beside a second factor), [ErrPasswordLong], [ErrPasswordCommon] or
// [ErrPasswordPersonal], or nil. Any character counts as one, spaces too.
func (p PasswordPolicy) Check(password string, known ...string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < p.Least() && p.SecondFactor:
		return ErrPasswordShorter
	case n < p.Least():
		return ErrPasswordShort
	case n > PasswordMost:
		return ErrPasswordLong
	}
	text := plain(password)
	if left := len(text) - covered(text, common); left < least && left < len(text) || repeats(password) {
		return ErrPasswordCommon
	}
	if left := len(text) - covered(text, withWords(known)); left < least && left < len(text) {
		return ErrPasswordPersonal
	}
	return nil
}

//go:embed common.txt
var commonText string

// common are the words and keyboard rows of common passwords. With a least length of
// fifteen, lists of the commonest passwords have next to nothing left that fits: what
// fits is made of these, and every chain of them is refused, tens of thousands in two
// words alone.
var common = func() map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(commonText) {
		if word := strings.TrimSpace(line); word != "" && !strings.HasPrefix(word, "#") {
			all[word] = true
		}
	}
	return all
}()

// withWords returns the common words with those that are known of a person.
func withWords(known []string) map[string]bool {
	all := map[string]bool{}
	for word := range common {
		all[word] = true
	}
	for _, text := range known {
		for _, word := range append(strings.FieldsFunc(text, apart), text) {
			word := string(plain(word))
			if n := utf8.RuneCountInString(word); n >= 3 && n <= longestWord && len(all) < len(common)+mostWords {
				all[word] = true
			}
		}
	}
	return all
}

func apart(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// accents are the letters with accents of French, and what keyboards have in the place
// of letters: "pâssw0rd" is "password".
var accents = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i",
	"ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "ÿ", "y", "œ", "oe", "æ", "ae", "@", "a", "$", "s",
)

// plain returns the letters and digits of a text, in lower case and without accents.
func plain(text string) []rune {
	var all []rune
	for _, r := range accents.Replace(strings.ToLower(text)) {
		if !apart(r) {
			all = append(all, r)
		}
	}
	return all
}

// rows are what fingers and heads run along.
var rows = [][]rune{
	[]rune("abcdefghijklmnopqrstuvwxyz"), []rune("01234567890"), []rune("qwertyuiop"), []rune("asdfghjkl"), []rune("zxcvbnm"),
	[]rune("azertyuiop"), []rune("qsdfghjklm"), []rune("wxcvbn"), []rune("1qaz2wsx3edc4rfv5tgb6yhn7ujm"), []rune("1q2w3e4r5t6y7u8i9o0p"),
}

// runs has the three letters in a row of every row, there and back.
var runs = func() map[string]bool {
	all := map[string]bool{}
	for _, row := range rows {
		for i := range len(row) - 2 {
			all[string(row[i:i+3])] = true
			all[string([]rune{row[i+2], row[i+1], row[i]})] = true
		}
	}
	return all
}()

// covered returns how many code points of the text at most are in words of the list,
// runs of three or more, repeats of three or more, or digits beside one of those. Its
// cost is that of the length times that of the longest word.
func covered(text []rune, words map[string]bool) int {
	in := make([]bool, len(text))
	mark := func(from, to int) {
		for i := from; i < to; i++ {
			in[i] = true
		}
	}
	for i := range text {
		for j := i + 3; j <= min(len(text), i+longestWord); j++ {
			if words[string(text[i:j])] {
				mark(i, j)
			}
		}
		if i+3 <= len(text) && (runs[string(text[i:i+3])] || text[i] == text[i+1] && text[i] == text[i+2]) {
			mark(i, i+3)
		}
	}
	// Digits that lengthen what is common are common too: "password2024".
	for range 2 {
		for i, r := range text {
			if unicode.IsDigit(r) && (i > 0 && in[i-1] || i+1 < len(text) && in[i+1]) {
				in[i] = true
			}
		}
		for i := len(text) - 1; i >= 0; i-- {
			if unicode.IsDigit(text[i]) && i+1 < len(text) && in[i+1] {
				in[i] = true
			}
		}
	}
	n := 0
	for _, yes := range in {
		if yes {
			n++
		}
	}
	return n
}

// repeats reports a text that says the same again and again: at most five code points,
// or fewer than five that differ.
func repeats(text string) bool {
	all := []rune(strings.ToLower(text))
	differ := map[rune]bool{}
	for _, r := range all {
		differ[r] = true
	}
	if len(differ) < 5 {
		return true
	}
	for period := 1; period <= 5; period++ {
		same := true
		for i := period; i < len(all) && same; i++ {
			same = all[i] == all[i-period]
		}
		if same {
			return true
		}
	}
	return false
}
