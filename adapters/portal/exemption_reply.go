package portal

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
)

// replyPage is where the member sends what the order asks for.
type replyPage struct {
	Base, Ground string
	Asked        askedView
	Documents    documentsField
	Note         field
	Action       string
	Version      int64
	Stale        bool
}

func (v *visit) replyExemption() error {
	r, err := v.replying()
	if err != nil || r.State != exemption.Incomplete {
		return err
	}
	var wrong hours.FieldErrors
	if v.r.URL.Query().Get("errors") == "1" {
		_, wrong = r.CheckReply()
	}
	return v.showReply(http.StatusOK, r, wrong, false)
}

// replying returns the request that waits for a reply. One that no longer does leads
// to its page.
func (v *visit) replying() (exemption.Request, error) {
	r, err := v.writtenExemption()
	if err == nil && r.State != exemption.Incomplete {
		return r, v.redirect(exemptionLink(r.Member, r.ID))
	}
	return r, err
}

func (v *visit) showReply(status int, r exemption.Request, wrong hours.FieldErrors, stale bool) error {
	grounds, err := v.Board.GroundsFor(v.r.Context(), v.actor, r.Member)
	if err != nil {
		return err
	}
	row, asked := v.exemptionRow(grounds, r), askedView{}
	if d, ok := r.Asked(); ok {
		asked = askedView{What: d.Reason, By: d.By, At: v.print.Instant(d.At, v.zone)}
		if !d.Until.IsZero() {
			asked.Until = v.print.Date(d.Until)
		}
	}
	page := replyPage{
		Base: row.Link, Ground: row.Ground, Asked: asked, Action: row.Link + "/reply", Version: r.Version, Stale: stale,
		Documents: v.documentsField(r, wrong, v.refused(row.Link+"/reply")), Note: v.form("reply", wrong).area("note", r.Note),
	}
	var all []problem
	for _, message := range page.Documents.Errors {
		all = append(all, problem{"documents", message})
	}
	for _, w := range wrong {
		if w.Field != "documents" {
			all = append(all, v.problems(hours.FieldErrors{w})...)
		}
	}
	return v.show(status, "exemption_reply", frame{
		Title: v.t("exemption.reply.title", "ground", row.Ground), Tab: "portfolio", Form: true, Wrong: all, Body: page,
	})
}

// saveReply saves what was typed and the documents one by one, right or wrong, then
// sends all of it when that is what was pressed.
func (v *visit) saveReply() error {
	r, err := v.writtenExemption()
	if err != nil {
		return err
	}
	form, files, err := v.uploaded()
	if err != nil {
		return err
	}
	defer files.close()
	if r.State != exemption.Incomplete {
		return v.redirect(exemptionLink(r.Member, r.ID))
	}
	ctx := v.r.Context()
	saved, err := v.Board.Note(ctx, v.actor, r.Member, r.ID, versionTyped(form), form.Get("note"))
	if errors.Is(err, exemption.ErrStale) {
		r.Note = form.Get("note")
		v.chooseLanguage(form)
		return v.showReply(http.StatusConflict, r, nil, true)
	}
	if err != nil {
		return err
	}
	saved, refused, err := v.attach(saved, files)
	if err != nil {
		return err
	}
	if form.Has("removed") {
		before := saved.Documents
		if saved, err = v.Board.Remove(ctx, v.actor, r.Member, r.ID, saved.Version, form.Get("removed")); err != nil {
			return err
		}
		v.setRemoved(before, form.Get("removed"), exemptionLink(r.Member, r.ID)+"/reply")
	}
	return v.afterReply(form, saved, refused)
}

func (v *visit) afterReply(form url.Values, r exemption.Request, refused []refusal) error {
	here := exemptionLink(r.Member, r.ID) + "/reply"
	switch {
	case v.chooseLanguage(form):
		return v.redirect(here)
	case form.Has("remove"):
		return v.redirect(here, "remove", form.Get("remove"))
	case form.Has("removed"):
		return v.redirect(here)
	case len(refused) > 0:
		v.setRefused(refused, here)
		return v.redirect(here)
	case form.Get("do") != "send":
		return v.redirect(here, "notice", "documents-added")
	}
	_, err := v.Board.Reply(v.r.Context(), v.actor, r.Member, r.ID, r.Version)
	var wrong hours.FieldErrors
	if errors.As(err, &wrong) {
		return v.redirect(here, "errors", "1")
	}
	if err != nil {
		return err
	}
	return v.redirect(exemptionLink(r.Member, r.ID), "notice", "replied")
}
