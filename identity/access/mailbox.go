package access

import (
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// roles are the local parts of addresses that are an office's and nobody's own: those of
// RFC 2142, and what workplaces call their shared mailboxes in either language. It finds
// what says so itself: a shared mailbox with the name of a person is known to its people
// alone, who declare that theirs is not (A7).
var roles = strings.Fields(`
	info marketing sales support abuse noc security postmaster hostmaster usenet news webmaster www uucp ftp
	admin administration adjointe adjoint agenda accueil achats bureau cabinet clinic clinique comptabilite comptes
	commandes conseil contact courriel courrier desk direction dossiers equipe facturation finance finances general
	gestion hello help helpdesk hr infirmerie informatique it laboratoire mail medecins office orders paie payroll
	pharmacie pharmacy poste reception recrutement rendezvous renseignements reservations rh rdv secretariat secretary
	service services soins staff team technique ti urgence ventes noreply no-reply nepasrepondre ne-pas-repondre`)

// Shared reports an address that says itself that several people read it: its local part
// is that of an office, alone or with a number or a place after it.
func Shared(address string) bool {
	local, _, _ := strings.Cut(key(address), "@")
	word := hours.Fold(local)
	if slices.Contains(roles, word) {
		return true
	}
	first := strings.FieldsFunc(word, func(r rune) bool { return r == '.' || r == '_' || r == '-' || r >= '0' && r <= '9' })
	return len(first) > 0 && slices.Contains(roles, first[0])
}

// SameMailbox reports that two addresses are those of one mailbox as far as they tell: a
// tag after "+" is not looked at.
func SameMailbox(a, b string) bool { return key(a) != "" && key(a) == key(b) }

// key returns an address as it is compared with others: never what is written to.
func key(address string) string {
	local, domain, found := strings.Cut(identity.NormalAddress(address), "@")
	if !found {
		return local
	}
	local, _, _ = strings.Cut(local, "+")
	return local + "@" + strings.TrimSuffix(domain, ".")
}

// fold returns a name as it is compared: without accents, capitals, or what stands
// between its words.
func fold(name string) string {
	return strings.Join(strings.FieldsFunc(hours.Fold(name), func(r rune) bool { return strings.ContainsRune(" -'’.,\u00a0\u202f", r) }), " ")
}
