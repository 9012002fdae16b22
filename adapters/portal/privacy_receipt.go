package portal

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"

	"github.com/goodstanding/goodstanding/privacy"
)

// receiptPage is the receipt of a consent, to be printed or kept as a file.
type receiptPage struct {
	Back, Download, Purpose string
	Receipt                 privacy.Receipt
	At, Day, Until, Channel string
	Organisation            string
}

func (v *visit) receipt() (privacy.Receipt, error) {
	c, err := v.choice()
	if err != nil {
		return privacy.Receipt{}, err
	}
	return v.Registrar.Receipt(v.r.Context(), v.actor, v.self(), c.Purpose.ID, v.print.Language)
}

func (v *visit) consentReceipt() error {
	r, err := v.receipt()
	back := privacyConsentsPath + "/" + v.r.PathValue("purpose")
	if errors.Is(err, privacy.ErrNotGiven) {
		return v.redirect(back, "notice", "consent-no-receipt")
	}
	if err != nil {
		return err
	}
	page := receiptPage{
		Back: back, Download: back + "/receipt.json", Purpose: v.tied(r.Purpose), Receipt: r, At: v.print.Instant(r.At, v.zone), Until: v.print.Date(r.Until),
		Channel: v.t("privacy.channel." + string(r.Channel)), Organisation: v.print.Text(v.org.Name),
	}
	return v.show(http.StatusOK, "privacy_receipt", frame{Title: v.t("consent-receipt.title") + " – " + page.Purpose, Tab: "privacy", Body: page})
}

func (v *visit) consentReceiptJSON() error {
	r, err := v.receipt()
	if err != nil {
		return err
	}
	content, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": v.t("consent-receipt.file") + "-" + r.ID + ".json"}))
	_, err = v.w.Write(append(content, '\n'))
	return err
}
