package i18n

import (
	"slices"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// secret returns what a letter carries, or dots once it was forgotten.
func secret(m identity.Message) string {
	if m.Secret == "" {
		return "•••"
	}
	return m.Secret
}

// passwordLetters take the password back at the word of whoever has them.
var passwordLetters = []identity.MessageKind{
	identity.PasswordChanged, identity.FactorTurnedOn, identity.FactorTurnedOff, identity.RecoveryUsed, identity.RecoveryRenewed,
	identity.FactorFreed, identity.AnswersFreed,
	identity.ApplicationAdded, identity.ApplicationRemoved, identity.PasskeyAdded, identity.PasskeyRemoved,
}

// secrets are the values of the letters about accounts, which their texts print: what
// the letter carries as people type it, and the address that says "this was not me".
func secrets(m identity.Message, portal string) []any {
	if m.Kind == identity.LinkingCode {
		return []any{"code", identity.ShowCode(secret(m)), "disown", portal + "/linking/stop/" + m.Values["flow"]}
	}
	if m.Kind == identity.TemporaryPassword {
		return []any{"temporary", identity.ShowTemporary(secret(m)), "signin", portal + "/signin"}
	}
	if slices.Contains(passwordLetters, m.Kind) {
		return []any{"disown", portal + "/password/stop/" + m.Values["account"] + "/" + secret(m), "forgotten", portal + "/temporary"}
	}
	if m.Kind == identity.NewBrowser {
		return []any{"disown", portal + "/sessions/stop/" + m.Values["account"] + "/" + secret(m), "forgotten", portal + "/temporary"}
	}
	return accessSecrets(m, portal)
}

// accessSecrets are those of the letters about access to services, and the pages that
// they lead to.
func accessSecrets(m identity.Message, portal string) []any {
	pages := []any{"signin", portal + "/signin", "forgotten", portal + "/temporary", "ask", portal + "/access"}
	switch m.Kind { //nolint:exhaustive // the others carry nothing
	case identity.AccessSign:
		return append(pages, "sign", portal+"/access/sign/"+m.Values["request"]+"/"+secret(m))
	case identity.AccessUsername:
		return append(pages, "username", secret(m))
	case identity.AccessPassword:
		return append(pages, "temporary", identity.ShowTemporary(secret(m)))
	case identity.ReferenceNumber:
		return append(pages, "reference", access.ShowReference(secret(m)), "open", portal+"/access/reference")
	case identity.EnrolmentPassword:
		return append(pages, "temporary", identity.ShowTemporary(secret(m)), "open", portal+"/access/code")
	}
	return pages
}
