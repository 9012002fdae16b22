package httpapi

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func declarationEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, declarationsPath}, false, listDeclarations},
		{Route{http.MethodPost, declarationsPath}, false, beginDeclaration},
		{Route{http.MethodGet, declarationPath}, false, showDeclaration},
		{Route{http.MethodPut, declarationPath}, false, saveDeclaration},
		{Route{http.MethodDelete, declarationPath}, false, discardDeclaration},
		{Route{http.MethodPost, declarationPath + "/submission"}, false, submitDeclaration},
		{Route{http.MethodPost, declarationPath + "/withdrawal"}, false, withdrawDeclaration},
		{Route{http.MethodPost, declarationPath + "/repetition"}, false, repeatDeclaration},
		{Route{http.MethodPost, declarationPath + "/decision"}, false, decideDeclaration},
		{Route{http.MethodGet, base + "/queue/declarations"}, false, queueDeclarations},
	}
}

// listDeclarations answers the member's declarations that the query chooses
// (P33).
func listDeclarations(x *exchange) error {
	member, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	q, err := x.declarationQuery()
	if err != nil {
		return err
	}
	all, err := x.api.Ledger.Declarations(x.r.Context(), x.actor, member, q)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewDeclaration))
}

// beginDeclaration opens a draft (P20): 201, or 200 when the same press had
// opened it.
func beginDeclaration(x *exchange) error {
	member, err := x.member(identity.Write)
	if err != nil {
		return err
	}
	return x.opens(member, func(ctx context.Context, key string) (hours.Declaration, error) {
		return x.api.Ledger.Begin(ctx, x.actor, member, key)
	})
}

// repeatDeclaration opens a draft with what was declared before: 201 and 200 likewise.
func repeatDeclaration(x *exchange) error {
	member, err := x.member(identity.Write)
	if err != nil {
		return err
	}
	of, err := x.id("declaration")
	if err != nil {
		return err
	}
	return x.opens(member, func(ctx context.Context, key string) (hours.Declaration, error) {
		return x.api.Ledger.Repeat(ctx, x.actor, member, of, key)
	})
}

// opens answers the draft that a press opens.
func (x *exchange) opens(member identity.MemberID, begin func(ctx context.Context, key string) (hours.Declaration, error)) error {
	key, err := x.pressed()
	if err != nil {
		return err
	}
	ctx, status := x.r.Context(), http.StatusCreated
	if key != "" {
		switch _, err := x.api.Ledger.Declaration(ctx, x.actor, member, key); {
		case err == nil:
			status = http.StatusOK
		case !errors.Is(err, hours.ErrNotFound):
			return err
		}
	}
	d, err := begin(ctx, key)
	if err != nil {
		return err
	}
	// The press opened a draft that was thrown away since.
	if d.State == hours.Discarded {
		return hours.ErrTransition
	}
	x.w.Header().Set("Location", base+"/members/"+string(member)+"/declarations/"+d.ID)
	return x.declaration(status, d)
}

func showDeclaration(x *exchange) error {
	member, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	id, err := x.id("declaration")
	if err != nil {
		return err
	}
	d, err := x.api.Ledger.Declaration(x.r.Context(), x.actor, member, id)
	if err != nil {
		return err
	}
	return x.declaration(http.StatusOK, d)
}

// declarationInput is an entry as the API takes it: days as ISO text, and
// everything kept as it was given, right or wrong.
type declarationInput struct {
	Period           string   `json:"period"`
	Category         string   `json:"category"`
	Type             string   `json:"type"`
	Activity         string   `json:"activity"`
	ActivityUnlisted bool     `json:"activityUnlisted"`
	Title            string   `json:"title"`
	Provider         string   `json:"provider"`
	ProviderUnlisted bool     `json:"providerUnlisted"`
	ProviderName     string   `json:"providerName"`
	Trainer          string   `json:"trainer"`
	TrainerUnlisted  bool     `json:"trainerUnlisted"`
	TrainerFirst     string   `json:"trainerFirst"`
	TrainerLast      string   `json:"trainerLast"`
	First            string   `json:"first"`
	Last             string   `json:"last"`
	Duration         string   `json:"duration"`
	Attested         []string `json:"attested"`
}

func (in declarationInput) entry() hours.Entry {
	return hours.Entry{
		Period: in.Period, Category: in.Category, Type: in.Type,
		Activity: in.Activity, ActivityUnlisted: in.ActivityUnlisted, Title: in.Title,
		Provider: in.Provider, ProviderUnlisted: in.ProviderUnlisted, ProviderName: in.ProviderName,
		Trainer: in.Trainer, TrainerUnlisted: in.TrainerUnlisted, TrainerFirst: in.TrainerFirst, TrainerLast: in.TrainerLast,
		First: typedDay(in.First), Last: typedDay(in.Last), Duration: typedDuration(in.Duration), Attested: in.Attested,
	}
}

func inputOf(e hours.Entry) declarationInput {
	return declarationInput{
		Period: e.Period, Category: e.Category, Type: e.Type,
		Activity: e.Activity, ActivityUnlisted: e.ActivityUnlisted, Title: e.Title,
		Provider: e.Provider, ProviderUnlisted: e.ProviderUnlisted, ProviderName: e.ProviderName,
		Trainer: e.Trainer, TrainerUnlisted: e.TrainerUnlisted, TrainerFirst: e.TrainerFirst, TrainerLast: e.TrainerLast,
		First: dayTyped(e.First), Last: dayTyped(e.Last), Duration: e.Duration, Attested: append([]string{}, e.Attested...),
	}
}

// saveDeclaration saves an entry, right or wrong, and answers what is wrong so
// far. A period that is left out is the draft's (P23).
func saveDeclaration(x *exchange) error {
	member, err := x.member(identity.Write)
	if err != nil {
		return err
	}
	id, err := x.id("declaration")
	if err != nil {
		return err
	}
	ctx := x.r.Context()
	before, err := x.api.Ledger.Declaration(ctx, x.actor, member, id)
	if err != nil {
		return err
	}
	version, err := x.ifMatch()
	if err != nil {
		return err
	}
	in := declarationInput{Period: before.Entry.Period}
	if err := x.read(&in); err != nil {
		return err
	}
	d, err := x.api.Ledger.Save(ctx, x.actor, member, id, version, in.entry())
	if err != nil {
		return err
	}
	return x.declaration(http.StatusOK, d)
}

// discardDeclaration throws a draft away.
func discardDeclaration(x *exchange) error {
	return x.onDeclaration(identity.Write, func(member identity.MemberID, id string, version int64) error {
		if _, err := x.api.Ledger.Discard(x.r.Context(), x.actor, member, id, version); err != nil {
			return err
		}
		return x.nothing()
	})
}

// submitDeclaration submits a draft (P31). Again with the same tag, it answers the
// same.
func submitDeclaration(x *exchange) error {
	return x.onDeclaration(identity.Write, func(member identity.MemberID, id string, version int64) error {
		d, err := x.api.Ledger.Submit(x.r.Context(), x.actor, member, id, version)
		if err != nil {
			return err
		}
		return x.declaration(http.StatusOK, d)
	})
}

// withdrawDeclaration takes a declaration back.
func withdrawDeclaration(x *exchange) error {
	return x.onDeclaration(identity.Write, func(member identity.MemberID, id string, version int64) error {
		d, err := x.api.Ledger.Withdraw(x.r.Context(), x.actor, member, id, version)
		if err != nil {
			return err
		}
		return x.declaration(http.StatusOK, d)
	})
}

// decideDeclaration applies what staff say of a declaration.
func decideDeclaration(x *exchange) error {
	return x.onDeclaration(identity.Decide, func(member identity.MemberID, id string, version int64) error {
		var given struct {
			Event   string `json:"event"`
			Counted string `json:"counted"`
			Reason  string `json:"reason"`
		}
		if err := x.read(&given); err != nil {
			return err
		}
		v := hours.Verdict{Event: hours.Event(given.Event), Reason: given.Reason}
		if !slices.Contains([]hours.Event{hours.Take, hours.Count, hours.Refuse, hours.Cancel}, v.Event) {
			return hours.FieldErrors{{Field: "event", Err: hours.ErrUnknownChoice}}
		}
		if v.Event == hours.Count {
			var err error
			if v.Counted, err = readHours("counted", given.Counted); err != nil {
				return err
			}
		}
		d, err := x.api.Ledger.Decide(x.r.Context(), x.actor, member, id, version, v)
		if err != nil {
			return err
		}
		return x.declaration(http.StatusOK, d)
	})
}

// onDeclaration gives fn what every change of a declaration needs. The actor must
// be able to see it before anything else is said of the request: a draft of
// somebody else's is answered as one that does not exist.
func (x *exchange) onDeclaration(action identity.Action, fn func(member identity.MemberID, id string, version int64) error) error {
	member, err := x.member(action)
	if err != nil {
		return err
	}
	id, err := x.id("declaration")
	if err != nil {
		return err
	}
	if _, err := x.api.Ledger.Declaration(x.r.Context(), x.actor, member, id); err != nil {
		return err
	}
	version, err := x.ifMatch()
	if err != nil {
		return err
	}
	return fn(member, id, version)
}

// queueDeclarations answers the declarations that wait for a decision, for staff.
func queueDeclarations(x *exchange) error {
	q, err := x.declarationQuery()
	if err != nil {
		return err
	}
	all, err := x.api.Ledger.Awaiting(x.r.Context(), x.actor, q)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewDeclaration))
}
