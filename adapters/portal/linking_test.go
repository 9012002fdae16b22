package portal_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

const newPassword = "le canard traverse la rue"

// letters are the messages of a kind, the latest first.
func (h *house) letters(t *testing.T, kind identity.MessageKind) []identity.Message {
	t.Helper()
	all, err := h.store.Outbox().Messages(t.Context(), otpq, 1000)
	require.NoError(t, err)
	return slices.DeleteFunc(all, func(m identity.Message) bool { return m.Kind != kind })
}

func (h *house) after(d time.Duration) { h.at(h.clock().Add(d).Format(time.RFC3339Nano)) }

func (h *house) cutOver(t *testing.T) {
	t.Helper()
	h.organisation(t, func(o *identity.Organisation) { o.LinkSince = cycle.MustDate("2023-10-30") })
}

func heading(b *portaltest.Browser) string {
	return portaltest.Words(portaltest.TextOf(portaltest.All(b.Page, "h1")[0]))
}

// verified goes from the sign-in page to the page of a verified address.
func (h *house) verified(t *testing.T) *portaltest.Browser {
	t.Helper()
	b := h.visit(t).Get("/linking")
	b.Form("#step").Fill("address", "emma@membre.example").Press("")
	b.Form("#step").Fill("code", h.letters(t, identity.LinkingCode)[0].Secret).Press("")
	require.Equal(t, "/linking/verified", b.URL.Path)
	return b
}

// The source document from end to end, with its own labels (L1 to L8).
func TestL1toL8_LinkingAnAccountStepByStep(t *testing.T) {
	h := open(t)
	h.cutOver(t)
	b := h.visit(t).Get("/signin")
	require.Contains(t, b.Text(), "Si vous n’avez pas ouvert de session depuis le 30 octobre 2023", "L1")

	// L1: with the right password alone one learns that the account is to be linked.
	b.Form("#step").Fill("login", "emma").Fill("password", password).Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Contains(t, b.Errors()[0], "n’a pas encore été relié au nouveau portail")
	b.Form("#step").Fill("login", "emma").Fill("password", "non").Press("")
	require.Equal(t, []string{"Le nom d’utilisateur et le mot de passe ne correspondent pas. Vérifiez les deux, puis recommencez."}, b.Errors())

	b.Follow("Changer le mot de passe?") // L2
	require.Equal(t, "/linking", b.URL.Path)
	require.Contains(t, b.Text(), "Détails de l’utilisateur")
	require.Contains(t, b.Text(), "comme moyen de communication préféré")                   // L3
	b.Form("#step").Fill("address", " Emma@membre.example ").Press("")                      // L4
	require.Equal(t, "/linking/code", b.URL.Path, "a page of its own, without the address") // checklist 21
	require.Empty(t, b.URL.RawQuery)
	require.Contains(t, b.Text(), "Le code de vérification a été envoyé à votre boîte de réception. Copiez-le dans la zone d’entrée ci-dessous.")
	require.Contains(t, b.Text(), "emma@membre.example")
	first := h.letters(t, identity.LinkingCode)[0]

	h.after(time.Minute)
	again(b) // L5
	require.Contains(t, b.Text(), "seul le dernier code est valide")
	all := h.letters(t, identity.LinkingCode)
	require.Len(t, all, 2)
	b.Form("#step").Fill("code", first.Secret).Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status, "the former code is dead")
	require.Contains(t, b.Errors()[0], "Ce code n’est pas le bon, ou n’est plus valide.")
	b.Form("#step").Fill("code", identity.ShowCode(all[0].Secret)).Press("")
	require.Equal(t, "/linking/verified", b.URL.Path)
	require.Contains(t, b.Text(), "Nous avons vérifié l’adresse e-mail. Vous pouvez continuer maintenant.") // L6
	require.Contains(t, b.Text(), "Modifier l’adresse e-mail")
	require.Contains(t, b.Text(), "Annuler")

	b.Form("#step").Press("")
	require.Equal(t, "/linking/password", b.URL.Path)
	require.Equal(t, "Créer un nouveau mot de passe", heading(b)) // L7
	require.Contains(t, b.Text(), "Créez votre nouveau mot de passe")
	b.Form("#step").Fill("new", "court").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Empty(t, b.Value("new"), "a password is never sent back")
	b.Form("#step").Fill("new", newPassword).Press("")

	require.Equal(t, "/signin", b.URL.Path) // L8
	require.Contains(t, b.Text(), "Votre nouveau mot de passe est enregistré. Ouvrez une nouvelle session.")
	require.Equal(t, "/signin", b.Get("/portfolio").URL.Path, "nobody is signed in")
	b.Form("#step").Fill("login", "emma@membre.example").Fill("password", newPassword).Press("")
	require.Equal(t, "/portfolio", b.URL.Path)
	require.Len(t, h.letters(t, identity.PasswordChanged), 1)
	for _, secret := range []string{first.Secret, all[0].Secret, newPassword} {
		require.NotContains(t, h.logged.String(), secret)
	}
}

// again presses "Envoyer un nouveau code", which posts elsewhere.
func again(b *portaltest.Browser) { post(b, "/linking/code/again") }

// post presses a button of the page's form that posts elsewhere, as it is in the page.
func post(b *portaltest.Browser, path string, values ...string) {
	b.T.Helper()
	require.Contains(b.T, b.Body, `formaction="`+path+`"`)
	form := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	answer, err := b.Client.PostForm(b.Server.URL+path, form)
	require.NoError(b.T, err)
	require.NoError(b.T, answer.Body.Close())
	b.Get(answer.Request.URL.RequestURI())
}

func TestL2_LinkIsThereWithACutOverAlone(t *testing.T) {
	h := open(t)
	require.NotContains(t, h.visit(t).Get("/signin").Body, "Changer le mot de passe?")
	h.cutOver(t)
	require.Contains(t, h.visit(t).Get("/signin").Body, "Changer le mot de passe?")
}

// L6: every step can be cancelled, and nothing has changed.
func TestL6_EveryStepCanBeCancelled(t *testing.T) {
	h := open(t)
	for steps := range 4 {
		h.after(time.Hour)
		b := h.visit(t).Get("/linking")
		if steps > 0 {
			b.Form("#step").Fill("address", "emma@membre.example").Press("")
		}
		if steps > 1 {
			b.Form("#step").Fill("code", h.letters(t, identity.LinkingCode)[0].Secret).Press("")
		}
		if steps > 2 {
			b.Form("#step").Press("")
		}
		post(b, "/linking/cancel")
		require.Equal(t, "/signin", b.URL.Path)
		require.Contains(t, b.Text(), "La démarche est annulée. Rien n’a été changé.")
		require.Equal(t, "/linking", b.Get("/linking/password").URL.Path)
		h.signIn(t, "emma")
	}
}

// L6: the address is typed again; the verified one is void (checklist 26).
func TestL6_AddressIsTypedAgain(t *testing.T) {
	h := open(t)
	b := h.verified(t)
	post(b, "/linking/address")
	require.Equal(t, "/linking", b.URL.Path)
	require.Equal(t, "emma@membre.example", b.Value("address"))
	require.Equal(t, "/linking", b.Get("/linking/verified").URL.Path)
	h.after(time.Minute)
	b.Form("#step").Fill("address", "luc@membre.example").Press("")
	require.Equal(t, "luc@membre.example", h.letters(t, identity.LinkingCode)[0].To)
}

// checklist 22: no page that is loaded changes anything; checklist 21: no address holds
// a secret.
func TestL5_LoadingAPageChangesNothing(t *testing.T) {
	h := open(t)
	b := h.verified(t)
	for range 3 {
		for _, path := range []string{"/linking", "/linking/code", "/linking/verified", "/linking/password", "/temporary", "/temporary/sent"} {
			b.Get(path)
		}
	}
	letter := h.letters(t, identity.LinkingCode)[0]
	b.Another().Get("/linking/stop/" + letter.Values["flow"])
	require.Equal(t, "/linking/verified", b.Get("/linking/verified").URL.Path)
	b.Form("#step").Press("")
	require.Equal(t, "/linking/password", b.URL.Path)
}

// checklist 20: whoever has the flow's cookie and not the ticket's sets no password.
func TestL7_CookieWithoutTicketSetsNoPassword(t *testing.T) {
	h := open(t)
	b := h.verified(t)
	b.Form("#step").Press("")
	thief := b.Another()
	at, err := url.Parse(b.Server.URL)
	require.NoError(t, err)
	for _, c := range b.Client.Jar.Cookies(at) {
		if c.Name == "linking" {
			thief.Client.Jar.SetCookies(at, []*http.Cookie{c})
		}
	}
	thief.Get("/linking/password").Form("#step").Fill("new", newPassword).Press("")
	require.Equal(t, "/linking", thief.URL.Path)
	require.Contains(t, thief.Text(), "Cette démarche a pris fin.")
	h.signIn(t, "emma")
	b.Form("#step").Fill("new", newPassword).Press("")
	require.Equal(t, "/signin", b.URL.Path)
}

// checklist 15 and 23, on the pages.
func TestL5_DeadFlowAnswersAsAWrongCode(t *testing.T) {
	for name, kill := range map[string]func(*house, *portaltest.Browser){
		"five wrong codes": func(_ *house, b *portaltest.Browser) {
			for range 4 {
				b.Form("#step").Fill("code", "00000000").Press("")
			}
		},
		"this was not me": func(h *house, b *portaltest.Browser) {
			other := b.Another().Get("/linking/stop/" + h.letters(t, identity.LinkingCode)[0].Values["flow"])
			require.Equal(t, "Vous n’avez pas demandé de code?", heading(other))
			other.Form("#disown").Press("")
			require.Equal(t, "Ce code ne sert plus à rien", heading(other))
			require.Equal(t, "/signin", other.Get("/portfolio").URL.Path, "nobody is signed in")
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			b := h.visit(t).Get("/linking")
			b.Form("#step").Fill("address", "emma@membre.example").Press("")
			b.Form("#step").Fill("code", "00000000").Press("")
			wrong := b.Body
			kill(h, b)
			b.Get("/linking/code").Form("#step").Fill("code", h.letters(t, identity.LinkingCode)[0].Secret).Press("")
			require.Equal(t, http.StatusUnprocessableEntity, b.Status)
			require.Equal(t, wrong, b.Body)
		})
	}
}

// checklist 48: paste, password managers, codes from the mail program.
func TestL7_ControlsHelpTheBrowser(t *testing.T) {
	h := open(t)
	b := h.visit(t).Get("/linking")
	require.Contains(t, b.Body, `autocomplete="email"`)
	b.Form("#step").Fill("address", "emma@membre.example").Press("")
	require.Contains(t, b.Body, `autocomplete="one-time-code"`)
	secrets(t, b)
	b.Form("#step").Fill("code", h.letters(t, identity.LinkingCode)[0].Secret).Press("")
	b.Form("#step").Press("")
	require.Contains(t, b.Body, `autocomplete="new-password"`)
	secrets(t, b)
	b.Get("/signin")
	require.Contains(t, b.Body, `autocomplete="username"`)
	secrets(t, b)
	require.NoError(t, fs.WalkDir(os.DirFS("."), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path != "." && !strings.HasPrefix(path, "templates") && !strings.HasPrefix(path, "assets") {
			return err
		}
		if strings.HasSuffix(path, ".html") || strings.HasSuffix(path, ".js") {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NotRegexp(t, `(?i)onpaste|["']paste["']|maxlength|oncontextmenu`, string(text), path)
		}
		return nil
	}))
}

// seen is what somebody outside sees of an answer: all of it, save what is random.
func seen(b *httptest.ResponseRecorder, address string) string {
	var all bytes.Buffer
	fmt.Fprintln(&all, b.Code)
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range b.Header() {
			if !yield(name) {
				return
			}
		}
	}) {
		fmt.Fprintln(&all, name, b.Header()[name])
	}
	all.WriteString(strings.ReplaceAll(b.Body.String(), address, "ADDRESS"))
	return regexp.MustCompile(`otpq\.[A-Za-z0-9_-]{43}`).ReplaceAllString(all.String(), "RANDOM")
}

// tally counts what is hashed.
type tally struct {
	identity.Hasher
	n int
}

func (c *tally) Verify(password, hash string) (bool, error) {
	c.n++
	return c.Hasher.Verify(password, hash)
}

func (c *tally) Hash(password string) (string, error) {
	c.n++
	return c.Hasher.Hash(password)
}

// checklist 57, 58 and I3: for every step, an address that somebody has, that nobody
// has, that was written to too often, that two people share, of an account without a
// password or not yet linked: the same status, headers, body and number of hashes. The
// letter is the only difference, and it is not seen.
func TestI3_PagesTellNobodyWhoHasAnAccount(t *testing.T) {
	run := func(address string, prepare func(*house)) (steps []string, hashes int) {
		h := open(t)
		h.cutOver(t)
		h.member(t, "zoe", "Zoé", "Roy", "2020-01-01")
		h.account(t, "zoe", "zoe", identity.RoleMember)
		h.account(t, "nova-2", "nova", identity.RoleMember) // nova's address is that of two accounts
		_, err := h.store.Identity().ChangeAccount(t.Context(), otpq, "zoe", func(a identity.Account) (identity.Account, []identity.Message, error) {
			a.Hash = ""
			return a, nil, nil
		})
		require.NoError(t, err)
		_, err = h.store.Identity().ChangeAccount(t.Context(), otpq, "luc", func(a identity.Account) (identity.Account, []identity.Message, error) {
			a.LastOpened = h.clock()
			return a, nil, nil
		})
		require.NoError(t, err)
		if prepare != nil {
			prepare(h)
		}
		counted := &tally{Hasher: hasher}
		h.portal.Directory.Hasher = counted
		handler := h.portal.Handler()
		jar := map[string]string{}
		call := func(method, path string, values ...string) {
			form := url.Values{}
			for i := 0; i+1 < len(values); i += 2 {
				form.Set(values[i], values[i+1])
			}
			request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(form.Encode()))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for name, value := range jar {
				request.AddCookie(&http.Cookie{Name: name, Value: value})
			}
			answer := httptest.NewRecorder()
			handler.ServeHTTP(answer, request)
			for _, c := range answer.Result().Cookies() {
				jar[c.Name] = c.Value
			}
			steps = append(steps, method+" "+path+"\n"+seen(answer, address))
		}
		call("POST", "/temporary", "login", address)
		call("GET", "/temporary/sent")
		call("POST", "/signin", "login", address, "password", "not the password")
		h.after(2 * time.Minute)
		call("POST", "/linking", "address", address)
		call("GET", "/linking/code")
		call("POST", "/linking/code", "code", "00000000")
		call("POST", "/linking/code", "code", "")
		call("POST", "/linking/code/again")
		h.after(5 * time.Minute)
		call("POST", "/linking/code/again")
		call("GET", "/linking/verified")
		call("POST", "/linking/verified")
		call("GET", "/linking/password")
		call("POST", "/linking/password", "new", newPassword)
		call("POST", "/linking/address")
		call("GET", "/linking")
		call("POST", "/linking", "address", address)
		for range 4 {
			call("POST", "/linking/code", "code", "1111 1111")
		}
		call("GET", "/linking/code")
		call("POST", "/linking/code/again")
		call("GET", "/linking")
		call("POST", "/linking/cancel")
		h.after(time.Hour)
		call("POST", "/linking", "address", address)
		h.after(time.Hour)
		call("POST", "/linking/code", "code", "1111 1111")
		return steps, counted.n
	}
	want, hashes := run("emma@membre.example", nil)
	for name, c := range map[string]struct {
		address string
		prepare func(*house)
	}{
		"nobody's":               {"nobody@membre.example", nil},
		"linked already":         {"luc@membre.example", nil},
		"without a password":     {"zoe@membre.example", nil},
		"shared":                 {"nova@membre.example", nil},
		"written to too often":   {"emma@membre.example", often(t, "emma@membre.example")},
		"nobody's, too often":    {"nobody@membre.example", often(t, "nobody@membre.example")},
		"in another letter case": {"EMMA@membre.example", nil},
	} {
		got, cost := run(c.address, c.prepare)
		require.Len(t, got, len(want))
		for i := range want {
			require.Equal(t, strings.ReplaceAll(want[i], "emma@membre.example", "ADDRESS"), strings.ReplaceAll(got[i], strings.ToLower(c.address), "ADDRESS"), name)
		}
		require.Equal(t, hashes, cost, name)
	}
}

// often writes to an address as often as may be.
func often(t *testing.T, address string) func(*house) {
	return func(h *house) {
		now := h.clock()
		for _, before := range []time.Duration{29, 28, 26, 22, 14} {
			h.at(now.Add(-before * time.Minute).Format(time.RFC3339Nano))
			require.NoError(t, h.portal.Directory.RequestTemporary(t.Context(), otpq, address))
		}
		h.at(now.Format(time.RFC3339Nano))
	}
}

// P2: the letter, the page that says that it may take minutes and whom to write to, the
// change at the first use.
func TestP2_TemporaryPasswordIsSentAndChanged(t *testing.T) {
	h := open(t)
	b := h.visit(t).Get("/signin").Follow("Première connexion/Mot de passe oublié")
	require.Equal(t, "/temporary", b.URL.Path)
	b.Form("#step").Fill("login", "").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	b.Form("#step").Fill("login", "emma").Press("")
	require.Equal(t, "/temporary/sent", b.URL.Path)
	require.Contains(t, b.Text(), "Cela peut prendre quelques minutes.")
	require.Contains(t, b.Text(), "formation@ordre.example")
	temporary := identity.ShowTemporary(h.letters(t, identity.TemporaryPassword)[0].Secret)
	h.signIn(t, "emma") // the old one works until the new one is used

	b.Get("/signin").Form("#step").Fill("login", "emma").Fill("password", temporary).Press("")
	require.Equal(t, "/password", b.URL.Path)
	require.Equal(t, "Choisissez votre mot de passe", heading(b))
	// checklist 52: every other page leads here, whatever the method.
	for _, path := range []string{"/", "/portfolio", "/portfolio/emma", "/queue", "/portfolio/emma/declarations"} {
		require.Equal(t, "/password", b.Get(path).URL.Path, path)
	}
	answer, err := b.Client.PostForm(b.Server.URL+"/portfolio/emma/declarations", url.Values{})
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, "/password", answer.Request.URL.Path)
	require.NotContains(t, b.Text(), "Emma Gélinas", "the session says nobody's name")

	b.Form("#step").Fill("new", temporary).Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"Ce mot de passe est celui qu’il faut changer. Choisissez-en un autre."}, b.Errors())
	b.Form("#step").Fill("new", newPassword).Press("")
	require.Equal(t, "/signin", b.URL.Path)
	require.Contains(t, b.Text(), "Ouvrez une nouvelle session.")
	b.Form("#step").Fill("login", "emma").Fill("password", newPassword).Press("")
	require.Contains(t, b.Text(), "Bienvenue, Emma Gélinas")
}

// A password is changed by who knows the present one (checklist 40), and taken back by
// who has the letter (checklist 23, 93).
func TestPasswordIsChangedAndTakenBack(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Get("/password")
	b.Form("#step").Fill("current", "non").Fill("new", newPassword).Press("")
	require.Equal(t, []string{"Ce n’est pas votre mot de passe actuel."}, b.Errors())
	b.Form("#step").Fill("current", password).Fill("new", newPassword).Press("")
	require.Equal(t, "/signin", b.URL.Path)
	b.Form("#step").Fill("login", "emma").Fill("password", newPassword).Press("")
	require.Equal(t, "/", b.URL.Path)
	letter := h.letters(t, identity.PasswordChanged)[0]
	require.NotContains(t, b.Get("/portfolio/emma/messages").Body, letter.Secret)
	owner := b.Another().Get("/password/stop/emma/" + letter.Secret)
	require.Contains(t, owner.Text(), "toutes les sessions seront fermées")
	require.Equal(t, "/portfolio/emma", b.Get("/portfolio/emma").URL.Path, "loading the page changed nothing")
	owner.Form("#disown").Press("")
	require.Equal(t, "Ce mot de passe ne fonctionne plus", heading(owner))
	require.Equal(t, "/signin", b.Get("/portfolio/emma").URL.Path)
	b.Form("#step").Fill("login", "emma").Fill("password", newPassword).Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
}

// A session that ended while a password was typed keeps none of it in the page.
func TestPasswordsAreNotKeptThroughASignIn(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Get("/password")
	form := b.Form("#step").Fill("current", password).Fill("new", newPassword)
	h.after(identity.IdleLife)
	form.Press("")
	require.Equal(t, http.StatusUnauthorized, b.Status)
	require.NotContains(t, b.Body, password)
	require.NotContains(t, b.Body, newPassword)
}

// The demonstration says where the letter is; a portal that is none does not.
func TestL4_DemonstrationSaysWhereTheLetterIs(t *testing.T) {
	h := open(t)
	b := h.visit(t).Get("/linking")
	b.Form("#step").Fill("address", "emma@membre.example").Press("")
	require.NotContains(t, b.Text(), "Ceci est une démonstration")
	h.portal.Demo = []portal.DemoAccount{{Login: "emma"}}
	b = h.visit(t).Get("/temporary/sent")
	require.Contains(t, b.Text(), "Ceci est une démonstration")
	staff := h.signIn(t, "sylvie").Get("/mailbox")
	require.Contains(t, staff.Text(), identity.ShowCode(h.letters(t, identity.LinkingCode)[0].Secret))
}
