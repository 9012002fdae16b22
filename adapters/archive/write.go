package archive

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/goodstanding/goodstanding/hours"
)

// document is a document of the file and its name in the archive.
type document struct {
	hours.Document
	// of is the request for exemption; of evidence, the declaration.
	of       string
	evidence bool
	entry    string
	// lost: the store has no such content.
	lost bool
	// erased: the content was deleted once it had been kept for long enough.
	erased bool
}

// Write writes the archive. Documents come first, so that the page and the notice
// can say which content was not found; an archive without it is better than none.
// After any other error what was written is no whole ZIP, and must not pass for
// one.
func (f *File) Write(ctx context.Context, w io.Writer) error {
	z := zip.NewWriter(w)
	documents := f.documents()
	for i := range documents {
		if documents[i].erased {
			continue
		}
		if err := f.copyDocument(ctx, z, &documents[i]); err != nil {
			return err
		}
	}
	for _, part := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{f.p.T("archive.file.page"), func(w io.Writer) error { return f.writePage(w, documents) }},
		{"declarations.csv", func(w io.Writer) error { return f.writeTable(w, f.declarationTable(documents)) }},
		{"exemptions.csv", func(w io.Writer) error { return f.writeTable(w, f.exemptionTable(documents)) }},
		{"closings.csv", func(w io.Writer) error { return f.writeTable(w, f.closingTable()) }},
		{f.p.T("archive.file.notice"), func(w io.Writer) error { return f.writeNotice(w, documents) }},
	} {
		if err := f.add(z, part.name, part.write); err != nil {
			return err
		}
	}
	for _, d := range f.Data {
		if err := f.add(z, d.Name, func(w io.Writer) error { _, err := w.Write(d.Content); return err }); err != nil {
			return err
		}
	}
	return z.Close()
}

func (f *File) add(z *zip.Writer, name string, write func(io.Writer) error) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: f.made.In(f.zone)})
	if err != nil {
		return err
	}
	return write(w)
}

// copyDocument copies a document's bytes, as they are: what is accepted is
// compressed already.
func (f *File) copyDocument(ctx context.Context, z *zip.Writer, d *document) error {
	content, err := f.content(ctx, *d)
	if errors.Is(err, hours.ErrNotFound) {
		d.lost = true
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	w, err := z.CreateHeader(&zip.FileHeader{Name: d.entry, Method: zip.Store, Modified: d.Added.In(f.zone)})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, content)
	return err
}

// documents returns the documents of every request, then those of evidence, each with
// a name of its own.
func (f *File) documents() []document {
	var all []document
	add := func(d document) {
		d.entry = fmt.Sprintf("documents/%02d-%s", len(all)+1, safe(d.Name))
		all = append(all, d)
	}
	for _, r := range f.Requests {
		for _, d := range r.Documents {
			add(document{Document: d, of: r.ID})
		}
	}
	for _, item := range f.Evidence {
		for _, d := range item.Evidence.Documents {
			add(document{Document: d, of: item.ID, evidence: true, erased: !item.Evidence.Erased.IsZero()})
		}
	}
	return all
}

// safe returns a name that every system can write: no folder, no character that
// one of them keeps for itself, and not so long that it is refused.
func safe(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*/\`, r) {
			return '_'
		}
		return r
	}, hours.FileName(name))
	name = strings.TrimRight(name, ". ")
	ending := path.Ext(name)
	if len(ending) > 10 {
		ending = ""
	}
	// A name of few characters may have many bytes.
	kept := strings.TrimSuffix(name, ending)
	for len(kept)+len(ending) > longestName {
		_, size := utf8.DecodeLastRuneInString(kept)
		kept = kept[:len(kept)-size]
	}
	return kept + ending
}

// longestName is how many bytes a name may have; most systems refuse more than
// 255.
const longestName = 180

// writeNotice says what the archive holds, in lines that end as every system's
// simplest editor reads them.
func (f *File) writeNotice(w io.Writer, documents []document) error {
	made := f.p.Instant(f.made, f.zone)
	lines := []string{
		f.p.T("archive.notice.lead", "name", f.Member.Name(), "made", made), "",
		f.p.T("archive.file.page") + " – " + f.p.T("archive.notice.page"),
		"declarations.csv – " + f.p.T("archive.notice.declarations"),
		"exemptions.csv – " + f.p.T("archive.notice.exemptions"),
		"closings.csv – " + f.p.T("archive.notice.closings"),
	}
	for _, d := range f.Data {
		lines = append(lines, d.Name+" – "+f.p.T("archive.notice.data"))
	}
	var missing []string
	for _, d := range documents {
		said := f.p.T("archive.notice.document", "name", d.Name, "size", f.p.Bytes(d.Size))
		if d.erased {
			continue
		}
		if d.lost {
			missing = append(missing, "- "+said)
			continue
		}
		lines = append(lines, d.entry+" – "+said)
	}
	if len(missing) > 0 {
		lines = append(append(lines, "", f.p.T("archive.notice.missing")), missing...)
	}
	lines = append(lines, "", f.p.Text(f.Organisation.Name))
	if f.Organisation.Contact != "" {
		lines = append(lines, f.p.T("archive.notice.contact", "contact", f.Organisation.Contact))
	}
	_, err := io.WriteString(w, strings.Join(lines, "\r\n")+"\r\n")
	return err
}
