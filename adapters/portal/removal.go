package portal

import (
	"encoding/base64"
	"net/http"

	"github.com/goodstanding/goodstanding/hours"
)

// removedCookie carries the name of a document that was removed over the redirect that
// follows, for the one page that says so: the address, which others may see, has no name.
const removedCookie = "removed"

// setRemoved leaves the name of the document for the page at the path.
func (v *visit) setRemoved(documents []hours.Document, id, path string) {
	for _, d := range documents {
		if d.ID == id {
			http.SetCookie(v.w, &http.Cookie{
				Name: removedCookie, Value: base64.RawURLEncoding.EncodeToString([]byte(d.Name)), Path: path, MaxAge: 300,
				HttpOnly: true, Secure: v.Secure, SameSite: http.SameSiteLaxMode,
			})
		}
	}
}

// removed returns the sentence about the document that the page before removed, and
// forgets it; empty when there is none.
func (v *visit) removed() string {
	cookie, err := v.r.Cookie(removedCookie)
	if err != nil {
		return ""
	}
	http.SetCookie(v.w, &http.Cookie{Name: removedCookie, Path: v.r.URL.Path, MaxAge: -1, HttpOnly: true, Secure: v.Secure})
	name, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return ""
	}
	return v.t("document.removed", "name", string(name))
}

// removals are the notices of what was removed from a list on the page: they take the
// focus, which was on a button that is gone.
var removals = []string{"discarded", "passkey-removed", "application-removed", "workstation-removed"}
