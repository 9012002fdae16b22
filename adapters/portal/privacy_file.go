package portal

import (
	"cmp"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
)

// privacyFilePath is what is really held about the reader, as opposed to what the policy
// says may be.
const privacyFilePath = privacyPath + "/file"

func privacyFileRoutes() []Route {
	return []Route{
		{"GET", privacyFilePath, (*visit).ownFile, false},
		{"GET", privacyFilePath + ".csv", (*visit).ownFileCSV, false},
		{"GET", privacyFilePath + "/document", (*visit).ownDocument, false},
		{"GET", privacyPath + "/export.zip", (*visit).ownExport, false},
	}
}

// ownKind is everything of one kind that is held, with why.
type ownKind struct {
	ID     string
	Label  string
	Count  string
	Why    []ownWhy
	Pieces []ownPiece
	// Show opens the content, or what comes next of it; Earlier what came before.
	Show, Earlier string
}

// ownShown is how many things of a kind a page shows at once: one may have fifty values.
const ownShown = 5

// ownWhy is a purpose for which it is held.
type ownWhy struct {
	Purpose, Basis, Act, Kept string
	Articles                  []citation
	Unverified                bool
}

// ownPiece is one thing that is held. Document is where to open it, for a file.
type ownPiece struct {
	Document string
	Values   []ownValue
}

// ownValue is a value that is held.
type ownValue struct{ Label, Category, From, Text string }

// ownFilePage is what is really held about the reader.
type ownFilePage struct {
	Text                    field
	Count, Download, Export string
	Kinds                   []ownKind
	Empty                   bool
}

// ownKinds reads what is held about the reader, as far as it has the words looked for.
func (v *visit) ownKinds() ([]ownKind, int, error) {
	all, err := v.Registrar.Held(v.r.Context(), v.actor, v.self())
	if err != nil {
		return nil, 0, err
	}
	words := strings.Fields(hours.Fold(v.r.URL.Query().Get("text")))
	var kinds []ownKind
	at, count := map[string]int{}, map[string]int{}
	for _, p := range all {
		piece := v.ownPiece(p)
		found := []string{v.print.Text(p.Label)}
		for _, value := range piece.Values {
			found = append(found, value.Label, value.Category, value.Text)
		}
		folded := hours.Fold(strings.Join(found, " "))
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(folded, w) }) {
			continue
		}
		n, known := at[p.Kind]
		if !known {
			n, at[p.Kind] = len(kinds), len(kinds)
			kinds = append(kinds, ownKind{ID: p.Kind, Label: v.print.Text(p.Label), Why: v.ownWhy(p.Why)})
		}
		kinds[n].Pieces = append(kinds[n].Pieces, piece)
		count[p.Kind]++
		kinds[n].Count = v.print.N("own-file.pieces", count[p.Kind])
	}
	return kinds, len(all), nil
}

// shown returns the kind with as much of its content as a page shows: that of the kind
// which was asked for, from a place on. Everything is in the table to download.
func (k ownKind) shown(kind string, from int, text string) ownKind {
	link := func(from int) string {
		return privacyFilePath + "?" + url.Values{"kind": {k.ID}, "from": {strconv.Itoa(from)}, "text": {text}}.Encode() + "#kind-" + k.ID
	}
	if kind != k.ID {
		k.Pieces, k.Show = nil, link(0)
		return k
	}
	all := k.Pieces
	from = min(max(from, 0), max(len(all)-1, 0))
	to := min(from+ownShown, len(all))
	k.Pieces = all[from:to]
	if to < len(all) {
		k.Show = link(to)
	}
	if from > 0 {
		k.Earlier = link(max(from-ownShown, 0))
	}
	return k
}

func (v *visit) ownPiece(p privacy.HeldPiece) ownPiece {
	piece := ownPiece{}
	if p.Document {
		piece.Document = privacyFilePath + "/document?piece=" + url.QueryEscape(p.ID)
	}
	for _, value := range p.Values {
		piece.Values = append(piece.Values, ownValue{
			Label: v.print.Text(value.Label), Category: v.print.Text(value.Category), From: v.t("privacy.from." + string(value.From)), Text: value.Text,
		})
	}
	return piece
}

func (v *visit) ownWhy(all []privacy.Why) []ownWhy {
	var lines []ownWhy
	for _, why := range all {
		lines = append(lines, ownWhy{
			Purpose: v.print.Text(why.Purpose), Basis: v.t("privacy.basis." + string(why.Basis)), Act: v.t("privacy.regime." + string(why.Regime)),
			Kept: v.print.Text(why.Class), Articles: v.articles(why.Articles), Unverified: !why.Verified,
		})
	}
	return lines
}

func (v *visit) ownFile() error {
	kinds, all, err := v.ownKinds()
	if err != nil {
		return err
	}
	n := 0
	for _, k := range kinds {
		n += len(k.Pieces)
	}
	q := v.r.URL.Query()
	from, _ := strconv.Atoi(q.Get("from"))
	for i := range kinds {
		kinds[i] = kinds[i].shown(q.Get("kind"), from, q.Get("text"))
	}
	page := ownFilePage{
		Text: v.form("list", nil).text("text", v.r.URL.Query().Get("text")), Kinds: kinds, Empty: all == 0,
		Count: v.print.N("own-file.pieces", n), Download: privacyFilePath + ".csv" + v.query(), Export: privacyPath + "/export.zip",
	}
	return v.show(http.StatusOK, "privacy_file", frame{Title: v.t("mine.file"), Tab: "privacy", Body: page})
}

func (v *visit) ownFileCSV() error {
	kinds, _, err := v.ownKinds()
	if err != nil {
		return err
	}
	table := v.csv("own-kind", "own-label", "held-category", "own-from", "own-value", "held-purpose")
	for _, k := range kinds {
		var why []string
		for _, w := range k.Why {
			why = append(why, w.Purpose)
		}
		for _, p := range k.Pieces {
			for _, value := range p.Values {
				table.add(k.Label, value.Label, value.Category, value.From, value.Text, strings.Join(why, "; "))
			}
		}
	}
	return table.send(v.t("own-file.file") + ".csv")
}

// ownDocument is the content of a document that is held about the reader. What it is was
// never asked: it is saved, and not shown.
func (v *visit) ownDocument() error {
	piece := v.r.URL.Query().Get("piece")
	if piece == "" {
		return v.redirect(privacyFilePath)
	}
	content, err := v.Registrar.OpenHeld(v.r.Context(), v.actor, v.self(), piece)
	if err != nil {
		return err
	}
	defer content.Close()
	v.attachment("application/octet-stream", v.t("own-file.document"))
	if _, err := io.Copy(v.w, content); err != nil {
		v.log().Error("portal: the document broke off", "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// traceRow is a line of who looked, and what else was done.
type traceRow struct {
	At, Who, What, Of, Purpose string
	Articles                   []citation
	entry                      privacy.Trace
}

// tracesPage is who looked at one's information, and what else was done with it.
type tracesPage struct {
	Text field
	listState
	Rows  []traceRow
	Empty bool
}

func privacyTraceRoutes() []Route {
	return []Route{
		{"GET", privacyPath + "/looks", (*visit).ownTraces, false},
		{"GET", privacyPath + "/looks.csv", (*visit).ownTracesCSV, false},
	}
}

func (v *visit) traceRow(t privacy.Trace) traceRow {
	row := traceRow{At: v.print.Instant(t.At, v.zone), What: v.t("privacy.deed." + string(t.Did)), Purpose: v.purposeOf(t.Purpose), Articles: v.articles(t.Articles), entry: t}
	if t.What != "" {
		row.Of = v.t("privacy.sight." + string(t.What))
	}
	var roles []string
	for _, r := range t.Roles {
		roles = append(roles, v.t("looks.role."+string(r)))
	}
	row.Who = strings.Join(roles, ", ")
	return row
}

// traceRows reads what the address asks for of what was done with the reader's
// information.
func (v *visit) traceRows() ([]traceRow, order, error) {
	q, order := v.r.URL.Query(), v.order("", "what", "who")
	all, err := v.Registrar.Traces(v.r.Context(), v.actor, v.self())
	if err != nil {
		return nil, order, err
	}
	words := strings.Fields(hours.Fold(q.Get("text")))
	var rows []traceRow
	for _, t := range all {
		row := v.traceRow(t)
		found := hours.Fold(strings.Join([]string{row.At, row.Who, row.What, row.Of, row.Purpose}, " "))
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(found, w) }) {
			rows = append(rows, row)
		}
	}
	sorted(rows, order, func(a, b traceRow) int {
		switch order.key {
		case "what":
			return cmp.Compare(a.What+a.Of, b.What+b.Of)
		case "who":
			return cmp.Compare(hours.Fold(a.Who), hours.Fold(b.Who))
		}
		return b.entry.At.Compare(a.entry.At)
	})
	return rows, order, nil
}

func (v *visit) ownTraces() error {
	rows, order, err := v.traceRows()
	if err != nil {
		return err
	}
	text := v.r.URL.Query().Get("text")
	page := tracesPage{Text: v.form("list", nil).text("text", text), Rows: rows, Empty: len(rows) == 0 && text == ""}
	page.Sort, page.Reverse, page.Count = order.key, order.reverse, v.print.N("looks.count", len(rows))
	page.Download = privacyPath + "/looks.csv" + v.query()
	page.Columns = order.columns(v, "", "looks.column.at", "what", "looks.column.what", "who", "looks.column.who", "-", "looks.column.why")
	return v.show(http.StatusOK, "privacy_looks", frame{Title: v.t("mine.looks"), Tab: "privacy", Body: page})
}

func (v *visit) ownTracesCSV() error {
	rows, _, err := v.traceRows()
	if err != nil {
		return err
	}
	table := v.csv("looks-at", "looks-what", "looks-of", "looks-who", "held-purpose", "told-articles", "looks-link")
	for _, row := range rows {
		var articles []string
		for _, a := range row.Articles {
			articles = append(articles, a.Cite)
		}
		table.add(row.At, row.What, row.Of, row.Who, row.Purpose, strings.Join(articles, "; "), strconv.FormatInt(row.entry.Link, 10))
	}
	return table.send(v.t("looks.file") + ".csv")
}
