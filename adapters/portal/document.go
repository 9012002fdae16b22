package portal

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
)

// documentLine is a document in a list.
type documentLine struct {
	ID, Name, Kind, Size, Added, Link string
	// Asked says that its removal was asked for and is to be confirmed.
	Asked bool
}

func (v *visit) documentLines(r exemption.Request, asked string) []documentLine {
	return v.documentLinesAt("/portfolio/"+string(r.Member)+"/exemptions/"+r.ID, r.Documents, asked)
}

// documentLinesAt lists documents that are read below an address.
func (v *visit) documentLinesAt(base string, documents []hours.Document, asked string) []documentLine {
	var all []documentLine
	for _, d := range documents {
		all = append(all, documentLine{
			ID: d.ID, Name: d.Name, Kind: v.t("document." + d.Type), Size: v.print.Bytes(d.Size),
			Added: v.print.Instant(d.Added, v.zone), Asked: d.ID == asked,
			Link: base + "/documents/" + d.ID,
		})
	}
	return all
}

// document sends a document to its owner or to staff. It is downloaded and not
// opened in the page: what people send is not trusted.
func (v *visit) document() error {
	member, err := v.member()
	if err != nil {
		return err
	}
	d, content, err := v.Board.Open(v.r.Context(), v.actor, member, v.r.PathValue("id"), v.r.PathValue("document"))
	if err != nil {
		return err
	}
	return v.sendDocument(d, content)
}

func (v *visit) sendDocument(d hours.Document, content io.ReadCloser) error {
	defer content.Close()
	h := v.w.Header()
	h.Set("Content-Type", d.Type)
	h.Set("Content-Length", strconv.FormatInt(d.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.Name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	if _, err := io.Copy(v.w, content); err != nil {
		v.log().Info("portal: the document did not leave whole", "error", err)
	}
	return nil
}

// refusal is a document that was not kept, and why.
type refusal struct {
	Name string `json:"n"`
	Why  string `json:"w"`
}

// refusals are the errors of a document, by the short name under which the
// refusal travels to the next page.
var refusals = map[string]error{
	"big": hours.ErrDocumentTooBig, "empty": hours.ErrDocumentEmpty, "type": hours.ErrDocumentType,
	"disguised": hours.ErrDocumentDisguised, "many": hours.ErrTooManyDocuments,
}

// attach adds the documents one by one. One that is refused keeps none of the
// others out; any other error stops.
func (v *visit) attach(r exemption.Request, files uploads) (exemption.Request, []refusal, error) {
	var refused []refusal
	for _, one := range files {
		with, err := v.Board.Attach(v.r.Context(), v.actor, r.Member, r.ID, r.Version, one.name, one.file)
		if err == nil {
			r = with
			continue
		}
		why := whyRefused(err)
		if why == "" {
			return r, refused, fmt.Errorf("portal: attach: %w", err)
		}
		refused = append(refused, refusal{hours.FileName(one.name), why})
	}
	return r, refused, nil
}

// unattached returns the documents that are not held under their name already, when a form
// may come a second time.
func unattached(held []hours.Document, files uploads) (uploads, error) {
	var fresh uploads
	for _, one := range files {
		sum := sha256.New()
		if _, err := io.Copy(sum, one.file); err != nil {
			return nil, err
		}
		if _, err := one.file.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		digest := hex.EncodeToString(sum.Sum(nil))
		if !slices.ContainsFunc(held, func(d hours.Document) bool { return d.SHA256 == digest && d.Name == hours.FileName(one.name) }) {
			fresh = append(fresh, one)
		}
	}
	return fresh, nil
}

// whyRefused returns the short name of the error of a document; empty for another.
func whyRefused(err error) string {
	for name, refusal := range refusals {
		if errors.Is(err, refusal) {
			return name
		}
	}
	return ""
}

// refusedCookie carries the refusals over the redirect that follows a post, for
// the one page that shows them.
const refusedCookie = "refused"

func (v *visit) setRefused(refused []refusal, path string) {
	content, err := json.Marshal(refused)
	if err != nil || len(content) > 2500 {
		content, _ = json.Marshal(refused[:1])
	}
	http.SetCookie(v.w, &http.Cookie{
		Name: refusedCookie, Value: base64.RawURLEncoding.EncodeToString(content), Path: path, MaxAge: 300,
		HttpOnly: true, Secure: v.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// refused returns the refusals that the page before left, and forgets them.
func (v *visit) refused(path string) []refusal {
	cookie, err := v.r.Cookie(refusedCookie)
	if err != nil {
		return nil
	}
	http.SetCookie(v.w, &http.Cookie{Name: refusedCookie, Path: path, MaxAge: -1, HttpOnly: true, Secure: v.Secure})
	var refused []refusal
	content, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || json.Unmarshal(content, &refused) != nil {
		return nil
	}
	return refused
}

// refusedMessages says of each document, by its name, why it was not kept.
func (v *visit) refusedMessages(refused []refusal) []string {
	var all []string
	for _, r := range refused {
		if err, ok := refusals[r.Why]; ok {
			all = append(all, v.t("document.refused", "name", r.Name, "message", v.print.Error(err)))
		}
	}
	return all
}

// documentsField is what the page says before a document is chosen (P44).
type documentsField struct {
	Hint   string
	Errors []string
	Lines  []documentLine
	// Removed says which document the page before removed: the list's heading takes the
	// focus, which was on a button that is gone.
	Removed string
	Accept  string
	Full    bool
}

// documentsField is about the documents that are not sent yet.
func (v *visit) documentsField(r exemption.Request, wrong hours.FieldErrors, refused []refusal) documentsField {
	r.Documents = r.Unsent()
	return v.documentsFieldAt("/portfolio/"+string(r.Member)+"/exemptions/"+r.ID, r.Documents, wrong, refused)
}

func (v *visit) documentsFieldAt(base string, documents []hours.Document, wrong hours.FieldErrors, refused []refusal) documentsField {
	d := documentsField{
		Hint: v.t("document.hint", "most", hours.MostDocuments, "size", v.print.Bytes(hours.LargestDocument)),
		Full: len(documents) >= hours.MostDocuments, Lines: v.documentLinesAt(base, documents, v.r.URL.Query().Get("remove")),
		Errors: v.refusedMessages(refused), Removed: v.removed(),
	}
	if err := wrong.Of("documents"); err != nil {
		d.Errors = append(d.Errors, v.print.FieldError("documents", err))
	}
	for i, ending := range hours.Endings() {
		if i > 0 {
			d.Accept += ","
		}
		d.Accept += ending
	}
	return d
}
