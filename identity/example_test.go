package identity_test

import (
	"context"
	"fmt"

	"github.com/goodstanding/goodstanding/adapters/argon2id"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/identity"
)

func ExampleDirectory() {
	ctx := context.Background()
	store := memory.New().Identity()
	directory := &identity.Directory{Store: store, Hasher: argon2id.Hasher{}}

	// Somebody puts Emma on the roll and gives her an account.
	hash, err := directory.Hasher.Hash("la tour penche un peu")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = store.ChangeMember(ctx, "otpq", "m-1042", func(m identity.Member) (identity.Member, error) {
		m.First, m.Last = "Emma", "Gélinas"
		return m, nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = store.ChangeAccount(ctx, "otpq", "a-1", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Login, a.Hash, a.Member = "emma", hash, "m-1042"
		a.Roles = []identity.Role{identity.RoleMember}
		return a, nil, nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	// She signs in; her browser keeps the token and sends it with each request.
	token, _, err := directory.SignIn(ctx, "otpq", "Emma", "la tour penche un peu")
	if err != nil {
		fmt.Println(err)
		return
	}
	who, err := directory.Who(ctx, token)
	fmt.Println(who.Name, err)
	fmt.Println("her own file:", who.May(identity.Write, "otpq", "m-1042"))
	fmt.Println("another's:", who.Check(identity.Read, "otpq", "m-1043"))

	fmt.Println(directory.SignOut(ctx, token))
	_, err = directory.Who(ctx, token)
	fmt.Println(err)

	// Output:
	// Emma Gélinas <nil>
	// her own file: true
	// another's: identity: not found
	// <nil>
	// identity: no open session
}
