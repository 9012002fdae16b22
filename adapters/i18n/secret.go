package i18n

import "github.com/goodstanding/goodstanding/identity"

// secret returns what a letter carries, or dots once it was forgotten.
func secret(m identity.Message) string {
	if m.Secret == "" {
		return "•••"
	}
	return m.Secret
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
	switch m.Kind {
	case identity.PasswordChanged, identity.FactorTurnedOn, identity.FactorTurnedOff, identity.RecoveryUsed, identity.RecoveryRenewed:
		return []any{"disown", portal + "/password/stop/" + m.Values["account"] + "/" + secret(m), "forgotten", portal + "/temporary"}
	}
	return nil
}
