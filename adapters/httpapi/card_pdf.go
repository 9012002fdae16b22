package httpapi

import (
	"net/http"

	"github.com/goodstanding/goodstanding/adapters/pdf"
)

func cardPDFEndpoints() []endpoint {
	return atServicePoint(
		endpoint{Route{http.MethodGet, cardPath + ".pdf"}, false, downloadCard},
	)
}

// downloadCard answers the card on a page to print, with its photo: to whoever the card
// is answered to.
func downloadCard(x *exchange) error {
	key, err := x.sittingKey()
	if err != nil {
		return err
	}
	face, err := x.api.ServicePoint.Card(x.r.Context(), x.actor, key)
	if err != nil {
		return err
	}
	content, err := pdf.Card(face, x.verifyAt())
	if err != nil {
		return err
	}
	x.attachment(pdf.Media, face.File+".pdf")
	x.begin(http.StatusOK)
	_, _ = x.w.Write(content)
	return nil
}
