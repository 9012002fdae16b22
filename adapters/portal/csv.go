package portal

import (
	"encoding/csv"
	"mime"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// sheet is a table to download, for spreadsheets: with a byte-order mark, and
// with semicolons in French, where the comma is the decimal mark.
type sheet struct {
	v    *visit
	rows [][]string
}

// csv starts a table whose heads are the messages "csv.<name>".
func (v *visit) csv(names ...string) *sheet {
	s := &sheet{v: v}
	var heads []string
	for _, name := range names {
		heads = append(heads, v.t("csv."+name))
	}
	s.rows = append(s.rows, heads)
	return s
}

func (s *sheet) add(cells ...string) {
	for i, c := range cells {
		cells[i] = harmless(c)
	}
	s.rows = append(s.rows, cells)
}

// harmless returns the text so that no spreadsheet takes it for a formula.
func harmless(text string) string {
	text = strings.NewReplacer("\u00a0", " ", "\r", " ", "\n", " ").Replace(text)
	if trimmed := strings.TrimLeft(text, " \t"); trimmed != "" && strings.ContainsRune("=+-@|%", rune(trimmed[0])) || strings.HasPrefix(text, "\t") {
		return "'" + text
	}
	return text
}

func (s *sheet) send(name string) error {
	var b strings.Builder
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	if s.v.print.Language != identity.English {
		w.Comma = ';'
	}
	w.UseCRLF = true
	if err := w.WriteAll(s.rows); err != nil {
		return err
	}
	h := s.v.w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, err := s.v.w.Write([]byte(b.String()))
	return err
}

// day returns the day of an instant as tables write it; empty for the zero time.
func (v *visit) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return cycle.DateOf(t, v.zone).String()
}
