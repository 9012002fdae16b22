// Embed is another Go service that imports hours: it answers with what is left to
// a member, over the memory store and the technologists' regulation.
//
//	go run ./examples/embed    then open http://localhost:8081/left/m-1
package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/identity"
)

func main() {
	handler, err := service(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe("localhost:8081", handler))
}

// service answers GET /left/{member} with the hours left, by requirement.
func service(ctx context.Context) (http.Handler, error) {
	regulations, err := catalogue.Regulations()
	if err != nil {
		return nil, err
	}
	store := memory.New()
	if _, err := store.Identity().ChangeOrganisation(ctx, "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Regulation = "qc-otpq"
		return o, nil
	}); err != nil {
		return nil, err
	}
	if _, err := store.Identity().ChangeMember(ctx, "otpq", "m-1", func(m identity.Member) (identity.Member, error) {
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2014-05-12"), To: cycle.Forever}}}
		return m, nil
	}); err != nil {
		return nil, err
	}
	ledger := &hours.Ledger{Store: store.Hours(), Roll: store.Identity(), Regulations: regulations}
	staff := identity.Actor{Org: "otpq", Roles: []identity.Role{identity.RoleStaff}}

	mux := http.NewServeMux()
	mux.HandleFunc("GET /left/{member}", func(w http.ResponseWriter, r *http.Request) {
		balance, err := ledger.Balance(r.Context(), staff, identity.MemberID(r.PathValue("member")), cycle.Date{})
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		left := map[string]hours.Hours{}
		for _, line := range balance.Lines {
			left[line.Name()] = line.Remaining
		}
		_ = json.NewEncoder(w).Encode(left)
	})
	return mux, nil
}
