package privacy

import (
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// DestructionCertificate is the proof of a destruction, for whoever asks for it: what was
// destroyed, under which articles, by whom and when, and what is kept and why. It names
// nobody: the person is an identifier.
type DestructionCertificate struct {
	Org    identity.OrganisationID
	Person PersonID
	// Destruction and Plan name what was carried out, and tell its plan.
	Destruction string
	Plan        string
	ApprovedBy  identity.AccountID
	Approved    time.Time
	Destroyed   time.Time
	// Irrecoverable is the last day on which a backup may hold a copy, or the key to one:
	// after it nothing can be recovered. It is not the day of the destruction.
	Irrecoverable cycle.Date
	Gone, Kept    []CertifiedKind
}

// CertifiedKind is what became of the records of one kind that had one fate.
type CertifiedKind struct {
	Kind  string
	Label identity.Text
	Count int
	// Erase is how they were destroyed.
	Erase    Erasure
	Articles []ArticleID
	// Reasons are why they are kept: limits, classes, holds; Missing what nobody had
	// established; and Until the latest day on which one of them is kept, where all are
	// known.
	Reasons []string
	Missing []Fact
	Until   cycle.Date
}

// Certificate returns the proof of a destruction that was carried out, its kinds in the
// order of the declaration. The error is [ErrTransition] for one that was not.
func (d Destruction) Certificate(k Keeping) (DestructionCertificate, error) {
	if d.State != Destroyed {
		return DestructionCertificate{}, ErrTransition
	}
	c := DestructionCertificate{
		Org: d.Org, Person: d.Person, Destruction: d.ID, Plan: d.Digest, ApprovedBy: d.ApprovedBy, Approved: d.Approved,
		Destroyed: d.Destroyed, Irrecoverable: d.Irrecoverable,
	}
	for _, kept := range k.Kinds {
		gone := CertifiedKind{Kind: kept.Kind, Label: kept.Label, Erase: kept.Erase}
		stays := gone
		endless := false
		for _, l := range d.Lines {
			switch {
			case l.Kind != kept.Kind:
			case l.Action == Destroy:
				gone.Count++
				gone.Articles = union(gone.Articles, l.Articles)
			default:
				stays.Count++
				stays.Articles = union(stays.Articles, l.Articles)
				stays.Reasons = union(stays.Reasons, l.Reasons)
				stays.Missing = union(stays.Missing, l.Missing)
				endless = endless || l.Until.IsZero()
				if l.Until.After(stays.Until) {
					stays.Until = l.Until
				}
			}
		}
		if endless {
			stays.Until = cycle.Date{}
		}
		if gone.Count > 0 {
			c.Gone = append(c.Gone, gone)
		}
		if stays.Count > 0 {
			c.Kept = append(c.Kept, stays)
		}
	}
	return c, nil
}

// Why returns why something is kept, in words: a limit of the law, a class of the
// inventory, or the name of a hold, which has none here; "" for what is not known.
func (r Rules) Why(reason string) identity.Text {
	i := slices.IndexFunc(r.Law.Limits, func(l Limit) bool { return l.ID == reason })
	if i >= 0 {
		return r.Law.Limits[i].Label
	}
	class, _ := r.Inventory.Class(reason)
	return class.Label
}
