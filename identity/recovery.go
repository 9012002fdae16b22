package identity

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
)

// RecoveryPolicy says what an organisation asks for, beside the mailbox, of who has lost a
// password: nothing, look-up codes, or the answers to questions that an authority makes
// it ask for. The zero value is nothing. It is made by [LookupCodes] and
// [MandatedQuestions] alone, and nothing else can be read from what is stored: there are
// no questions without a mandate.
type RecoveryPolicy struct {
	kind    recoveryKind
	mandate Mandate
}

type recoveryKind string

const (
	recoveryCodes     recoveryKind = "lookup-codes"
	recoveryQuestions recoveryKind = "mandated-questions"
)

// Mandate is why questions are asked for, against the standards: all three must be known.
type Mandate struct {
	// Authority is who imposes them, and Reference where it says so.
	Authority Text `json:"authority"`
	Reference Text `json:"reference"`
	// Review is the last day on which answers can be set or changed, unless the mandate
	// was looked at again and a later day given.
	Review cycle.Date `json:"review"`
}

// LookupCodes is the policy of recovery codes: drawn, kept as digests, each used once.
func LookupCodes() RecoveryPolicy { return RecoveryPolicy{kind: recoveryCodes} }

// MandatedQuestions is the policy of questions that an authority imposes. The error is
// [ErrMandate] unless its authority, its reference and the day of its review are known.
func MandatedQuestions(m Mandate) (RecoveryPolicy, error) {
	for _, text := range []string{m.Authority.FR, m.Reference.FR} {
		if strings.TrimSpace(text) == "" {
			return RecoveryPolicy{}, ErrMandate
		}
	}
	if m.Review.IsZero() {
		return RecoveryPolicy{}, ErrMandate
	}
	return RecoveryPolicy{recoveryQuestions, m}, nil
}

// IsZero reports that nothing is asked for.
func (p RecoveryPolicy) IsZero() bool { return p == RecoveryPolicy{} }

// Codes reports that recovery codes may be given: under a mandate too, in the place of an
// answer, for they are what the standards ask for.
func (p RecoveryPolicy) Codes() bool { return p.kind != "" }

// Mandate returns the mandate of questions, and whether there is one.
func (p RecoveryPolicy) Mandate() (Mandate, bool) { return p.mandate, p.kind == recoveryQuestions }

// Enrols reports that answers can be set or changed on the day: until that of the review,
// which it includes. Afterwards nobody new is asked for any, and those that are there stay
// good.
func (p RecoveryPolicy) Enrols(day cycle.Date) bool {
	return p.kind == recoveryQuestions && !day.After(p.mandate.Review)
}

// Deviation is where a policy does not do what a standard asks.
type Deviation struct {
	// ID names the standard and its clause.
	ID string
	// Standard is its title, and Words what it says and what is done instead.
	Standard string
	Words    Text
}

// Deviations lists the standards that the policy does not follow, for the records of
// whoever puts it in service; none is an empty list.
func (p RecoveryPolicy) Deviations() []Deviation {
	if p.kind != recoveryQuestions {
		return nil
	}
	return []Deviation{
		{"asvs-v5.0.0-6.4.2", "OWASP ASVS 5.0.0, 6.4.2", Text{
			FR: "La norme exclut les indices de mot de passe et les questions de sécurité. Des questions sont posées parce qu’une autorité l’exige; elles ne suffisent jamais seules.",
			EN: "The standard rules out password hints and security questions. Questions are asked because an authority requires it; they never suffice alone.",
		}},
		{"nist-sp-800-63b-4-3.1.1.2", "NIST SP 800-63B-4, 3.1.1.2", Text{
			FR: "La norme interdit de faire répondre à des questions fondées sur ce qu’une personne sait au moment de choisir un mot de passe. Une question est posée, après la preuve de l’adresse de courriel, parce qu’une autorité l’exige.",
			EN: "The standard forbids prompting for what a person knows when a password is chosen. One question is asked, after the e-mail address was proven, because an authority requires it.",
		}},
	}
}

// recoveryStored is how a policy is stored.
type recoveryStored struct {
	Kind    recoveryKind `json:"kind"`
	Mandate *Mandate     `json:"mandate,omitempty"`
}

// MarshalJSON writes the policy.
func (p RecoveryPolicy) MarshalJSON() ([]byte, error) {
	stored := recoveryStored{Kind: p.kind}
	if m, ok := p.Mandate(); ok {
		stored.Mandate = &m
	}
	return json.Marshal(stored)
}

// UnmarshalJSON reads a policy. The error is [ErrMandate] for questions without a whole
// mandate: what is stored is held to the same.
func (p *RecoveryPolicy) UnmarshalJSON(text []byte) error {
	var stored recoveryStored
	if err := json.Unmarshal(text, &stored); err != nil {
		return err
	}
	switch stored.Kind {
	case "":
		*p = RecoveryPolicy{}
	case recoveryCodes:
		*p = LookupCodes()
	case recoveryQuestions:
		if stored.Mandate == nil {
			return ErrMandate
		}
		read, err := MandatedQuestions(*stored.Mandate)
		if err != nil {
			return err
		}
		*p = read
	default:
		return fmt.Errorf("identity: %.40q is no recovery policy", stored.Kind)
	}
	return nil
}

// Today returns the organisation's civil day at the instant; the error is that of
// [Organisation.Location].
func (o Organisation) Today(now time.Time) (cycle.Date, error) {
	zone, err := o.Location()
	if err != nil {
		return cycle.Date{}, err
	}
	return cycle.DateOf(now, zone), nil
}
