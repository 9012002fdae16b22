package portal

import (
	"net/url"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/identity"
)

const languageCookie = "language"

// aYear is the life of the language cookie, in seconds.
const aYear = 365 * 24 * 60 * 60

// wanted returns the language that the person chose before; none on a first
// visit, whatever the browser says of its own language: French comes first.
func (v *visit) wanted() identity.Language {
	cookie, err := v.r.Cookie(languageCookie)
	if err != nil {
		return ""
	}
	return identity.Language(cookie.Value)
}

// switchLanguage remembers the language and returns to the page.
func (v *visit) switchLanguage() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	v.chooseLanguage(form)
	back := form.Get("return")
	if back == "" {
		if from, err := url.Parse(v.r.Referer()); err == nil && from.Host == v.r.Host {
			back = from.RequestURI()
		}
	}
	return v.redirect(local(back))
}

// chooseLanguage remembers the language that a form's button asks for, and
// reports that there was one: the form is then saved or shown again, and nothing
// else is done with it.
func (v *visit) chooseLanguage(form url.Values) bool {
	asked := identity.Language(form.Get("language"))
	if asked == "" {
		return false
	}
	chosen := v.org.Languages.Choose(asked)
	v.cookie(languageCookie, string(chosen), aYear)
	v.print = i18n.For(chosen)
	return true
}
