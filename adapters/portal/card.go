package portal

import (
	"errors"
	"mime"
	"net/http"
	"strconv"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/adapters/pdf"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

func cardRoutes() []Route {
	return []Route{
		{"GET", "/learners/{id}/sittings/{n}/card", (*visit).card, false},
		{"POST", "/learners/{id}/sittings/{n}/card", (*visit).issueCard, false},
		{"GET", "/learners/{id}/sittings/{n}/card.pdf", (*visit).cardPDF, false},
		{"GET", "/learners/{id}/sittings/{n}/card/photo.jpg", (*visit).cardPhoto, false},
		{"GET", "/sittings/{n}/card", (*visit).card, false},
		{"GET", "/sittings/{n}/card.pdf", (*visit).cardPDF, false},
		{"GET", "/sittings/{n}/card/photo.jpg", (*visit).cardPhoto, false},
	}
}

// cardPlace is the sitting that the address names, and where its card is among the
// pages of the reader: the learner's own, those of a service point, or the staff's.
type cardPlace struct {
	Key exam.Key
	// Own says that the learner reads.
	Own bool
	// Link is the address of the card, and Back leads to the page before it, BackTo.
	Link, Back, BackTo string
	tab                string
}

func (v *visit) cardPlace() (cardPlace, error) {
	n, err := strconv.Atoi(v.r.PathValue("n"))
	if err != nil || n < 1 {
		return cardPlace{}, exam.ErrNotFound
	}
	member := v.actor.Member
	if id := v.r.PathValue("id"); id != "" {
		if member, err = identity.ParseMemberID(id); err != nil {
			return cardPlace{}, err
		}
	}
	switch member {
	case "":
		return cardPlace{}, exam.ErrNotFound
	case v.actor.Member:
		return cardPlace{
			Key: exam.Key{Org: v.Org, Member: member, Number: n}, Own: true,
			Link: "/sittings/" + strconv.Itoa(n) + "/card", Back: v.t("card.back.trainings"), BackTo: "/trainings", tab: "trainings",
		}, nil
	}
	p := cardPlace{
		Key:  exam.Key{Org: v.Org, Member: member, Number: n},
		Link: "/learners/" + string(member) + "/sittings/" + strconv.Itoa(n) + "/card",
		Back: v.t("card.back.file"), BackTo: "/learners/" + string(member), tab: "points",
	}
	if exam.MayManage(v.actor) {
		p.BackTo, p.tab = "/queue/learners/"+string(member), "queue"
	}
	return p, nil
}

// cardPage is an attestation card as it is read and printed.
type cardPage struct {
	cardPlace
	// Lang and Words are the card's own, in its language, like what is around them.
	Lang                          string
	Words                         i18n.CardWords
	Alt, Code, CodeLabel          string
	VerifyLabel, Verify, Unsigned string
	// Printable says that there is a PDF of it.
	Printable bool
}

// noCardPage is the place of a card that is not there, and why.
type noCardPage struct {
	cardPlace
	Heading, Sentence string
	// May says that the reader may have it issued now.
	May bool
}

func (v *visit) card() error {
	place, err := v.cardPlace()
	if err != nil {
		return err
	}
	f, err := v.ServicePoint.Card(v.r.Context(), v.actor, place.Key)
	switch {
	case errors.Is(err, exam.ErrNoCard), errors.Is(err, exam.ErrNoPhoto):
		return v.showNoCard(http.StatusOK, place, err)
	case err != nil:
		return err
	}
	own := i18n.For(f.Language)
	return v.show(http.StatusOK, "card", frame{Title: v.t("card.page", "name", f.Name), Tab: place.tab, Body: cardPage{
		cardPlace: place, Lang: langTags[own.Language], Words: own.Card(f), Alt: own.T("card.photo", "name", f.Name),
		Code: f.Code.String(), CodeLabel: own.T("certificate.code"), VerifyLabel: own.T("card.verify"), Verify: v.verifyAt(),
		Unsigned: own.T("certificate.unsigned"), Printable: pdf.PrintableCard(f),
	}})
}

// showNoCard says why there is no card to be seen, and offers to issue one to who may.
func (v *visit) showNoCard(status int, place cardPlace, why error) error {
	page := noCardPage{cardPlace: place, Heading: v.t("card.title"), Sentence: v.t("card.none.own")}
	issued := errors.Is(why, exam.ErrNoPhoto)
	switch {
	case !place.Own:
		file, err := v.ServicePoint.File(v.r.Context(), v.actor, place.Key.Member)
		if err != nil {
			return err
		}
		s, err := v.ServicePoint.Sitting(v.r.Context(), v.actor, place.Key)
		if err != nil {
			return err
		}
		page.Heading, page.Sentence = v.cardMissing(file.Learner, s)
		page.May = page.Sentence == ""
		if page.May {
			page.Heading, page.Sentence = v.t("card.none"), v.t("card.issue.lead", "name", file.Learner.Name())
		}
		if page.May && !exam.MayIssue(v.actor) {
			page.May, page.Sentence = false, v.t("card.ask-staff")
		}
	case issued:
		page.Heading, page.Sentence = v.t("card.missing.shown"), v.t("card.missing.photo-since")
	}
	return v.show(status, "card_missing", frame{Title: page.Heading, Tab: place.tab, Body: page})
}

// cardMissing says why no card can be issued, or shown, of a sitting; nothing when one
// can be.
func (v *visit) cardMissing(l exam.Learner, s exam.Sitting) (heading, sentence string) {
	card := exam.Card{}
	if l.Photo.IsAccepted() {
		card.Photo = l.Photo.SHA256
	}
	_, err := s.IssueCard(card)
	switch {
	case errors.Is(err, exam.ErrNoPhoto):
		return v.t("card.missing"), v.t("card.missing.photo")
	case err != nil:
		return v.t("card.missing"), v.print.Error(err)
	case s.Card != nil && card.Photo == "":
		return v.t("card.missing.shown"), v.t("card.missing.photo-since")
	}
	return "", ""
}

func (v *visit) issueCard() error {
	place, err := v.cardPlace()
	if err != nil {
		return err
	}
	_, err = v.ServicePoint.IssueCard(v.r.Context(), v.actor, place.Key)
	switch {
	case errors.Is(err, exam.ErrNoCard), errors.Is(err, exam.ErrNoPhoto):
		return v.showNoCard(statusOf(err), place, err)
	case err != nil:
		return err
	}
	return v.redirect(place.Link, "notice", "card-issued")
}

func (v *visit) cardPDF() error {
	place, err := v.cardPlace()
	if err != nil {
		return err
	}
	f, err := v.ServicePoint.Card(v.r.Context(), v.actor, place.Key)
	if err != nil {
		return err
	}
	content, err := pdf.Card(f, v.verifyAt())
	if err != nil {
		return err
	}
	v.attachment(pdf.Media, f.File+".pdf")
	if _, err := v.w.Write(content); err != nil {
		v.log().Info("portal: the card did not leave", "error", err)
	}
	return nil
}

// cardPhoto is the photo as the card has it, for the page of the card alone (E10): kept
// in no cache, and shown by no other site.
func (v *visit) cardPhoto() error {
	place, err := v.cardPlace()
	if err != nil {
		return err
	}
	f, err := v.ServicePoint.Card(v.r.Context(), v.actor, place.Key)
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "image/jpeg")
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": f.File + ".jpg"}))
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if _, err := v.w.Write(f.Photo); err != nil {
		v.log().Info("portal: the photo did not leave", "error", err)
	}
	return nil
}
