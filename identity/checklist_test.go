package identity_test

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// sources parses the package as it is built.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	names, err := filepath.Glob("*.go")
	require.NoError(t, err)
	all := map[string]*ast.File{}
	for _, name := range names {
		if !strings.HasSuffix(name, "_test.go") {
			all[name], err = parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			require.NoError(t, err)
		}
	}
	return all
}

// kept are the names of what is kept of a secret, or is one.
var kept = regexp.MustCompile(`(?i)^(code|seal|ticket|digest|disown|hash|token|kept|secret|temporary|password|current|mac|answer)$`)

// operand returns the last name of an operand, and whether it is an empty text or nil,
// with which anything may be compared.
func operand(e ast.Expr) (name string, empty bool) {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name, e.Name == "nil"
	case *ast.SelectorExpr:
		return e.Sel.Name, false
	case *ast.CallExpr:
		return operand(e.Fun)
	case *ast.BasicLit:
		return "", e.Value == `""` || e.Kind == token.INT
	}
	return "", false
}

// comparedPlainly returns the comparisons by == and != of what is kept of secrets.
func comparedPlainly(file *ast.File) (found []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		if e, ok := n.(*ast.BinaryExpr); ok && (e.Op == token.EQL || e.Op == token.NEQ) {
			x, xEmpty := operand(e.X)
			y, yEmpty := operand(e.Y)
			if !xEmpty && !yEmpty && (kept.MatchString(x) || kept.MatchString(y)) {
				found = append(found, x+" "+e.Op.String()+" "+y)
			}
		}
		return true
	})
	return found
}

// checklist 10: what is kept of codes, tickets, tokens and temporary passwords is compared
// by hmac.Equal alone, whatever its length. That a new password must not be the present
// one is asked of two texts that the same person has just typed.
func TestDigestsAreComparedInConstantTime(t *testing.T) {
	for name, file := range sources(t) {
		require.Empty(t, comparedPlainly(file), name)
	}
	for _, wrong := range []string{"f.Code == seal", "digest(a) != b", "x == s.Digest", "t.Ticket != ticket"} {
		file, err := parser.ParseFile(token.NewFileSet(), "wrong.go", "package x\nvar y = "+wrong, 0)
		require.NoError(t, err)
		require.Len(t, comparedPlainly(file), 1, wrong)
	}
}

// checklist 59: nobody waits for a mail server, and no answer is slower for whom a letter
// is written: what answers people knows the outbox, and nothing that sends.
func TestNothingThatAnswersSendsMail(t *testing.T) {
	for _, folder := range []string{".", "../adapters/portal", "../adapters/httpapi"} {
		names, err := filepath.Glob(filepath.Join(folder, "*.go"))
		require.NoError(t, err)
		require.NotEmpty(t, names)
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			require.NoError(t, err)
			for _, i := range file.Imports {
				path, err := strconv.Unquote(i.Path.Value)
				require.NoError(t, err)
				require.NotContains(t, []string{"net/smtp", "github.com/wneessen/go-mail", "github.com/goodstanding/goodstanding/adapters/mail"}, path, name)
			}
		}
	}
}

var errFire = errors.New("the store is on fire")

// burning are flows whose every change fails, once one may have been made.
type burning struct {
	identity.Flows
	on bool
}

func (b *burning) ChangeFlow(ctx context.Context, org identity.OrganisationID, id string, fn func(identity.Flow) (identity.Flow, []identity.Message, error)) (identity.Flow, error) {
	if b.on {
		return identity.Flow{}, errFire
	}
	return b.Flows.ChangeFlow(ctx, org, id, fn)
}

// checklist 14: a code is counted as a failure before it is looked at, and stays counted
// when what follows fails.
func TestL5_AGuessStaysCountedWhateverFollows(t *testing.T) {
	h := open(t)
	broken := &burning{Flows: h.Flows}
	h.Flows = broken
	browser := h.start(t, "emma@example.org")
	code := h.last(t, 1).Secret
	broken.on = true
	for range 10 {
		_, err := h.VerifyCode(t.Context(), "otpq", browser, "00000000")
		require.ErrorIs(t, err, errFire)
	}
	broken.on = false
	_, err := h.VerifyCode(t.Context(), "otpq", browser, code)
	require.ErrorIs(t, err, identity.ErrCode, "the ten of this hour are used up")
}

// once is a store that makes the changes that it is let, and no more.
type once struct {
	identity.Store
	changes int
}

func (o *once) ChangeAccount(ctx context.Context, org identity.OrganisationID, id identity.AccountID, fn func(identity.Account) (identity.Account, []identity.Message, error)) (identity.Account, error) {
	if o.changes--; o.changes < 0 {
		return identity.Account{}, errFire
	}
	return o.Store.ChangeAccount(ctx, org, id, fn)
}

// checklist 29: the password, the ticket that is used up, the end of the sessions and the
// letter are one change of one account. Without it nothing has happened, and with it
// alone everything has, even when nothing that comes after can be written.
func TestL7_APasswordIsSetInOneChange(t *testing.T) {
	for _, made := range []int{0, 1} {
		h := open(t)
		session, _ := h.signIn(t, "emma", emmasPassword)
		browser, ticket := h.choosing(t)
		h.now = h.now.Add(time.Minute)
		store, flows := h.Store, h.Flows
		h.Store, h.Flows = &once{store, made}, &burning{flows, true}
		require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword), errFire)
		h.Store, h.Flows = store, flows
		if made == 0 {
			h.live(t, session)
			h.signIn(t, "emma", emmasPassword)
			require.Len(t, h.letters(t), 1, "the code")
			require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword), "the ticket is still good")
			continue
		}
		h.ended(t, session)
		h.refused(t, "emma", emmasPassword, identity.ErrSignIn)
		h.signIn(t, "emma", newPassword)
		require.Equal(t, identity.PasswordChanged, h.last(t, 2).Kind)
		require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, "la chèvre monte au grenier"), identity.ErrFlowEnded)
	}
}

// checklist 20 and 78: what opens something is drawn anew, 256 bits each time.
func TestTokensAreNeverTheSame(t *testing.T) {
	h := open(t)
	seen := map[string]bool{}
	for i := range 50 {
		browser, err := h.StartLinking(t.Context(), "otpq", "nobody"+strconv.Itoa(i)+"@example.org")
		require.NoError(t, err)
		token, _ := h.signIn(t, "emma", emmasPassword)
		for _, text := range []string{browser, token} {
			_, random, _ := strings.Cut(text, ".")
			require.Len(t, random, 43, "32 bytes in base64")
			require.False(t, seen[random])
			seen[random] = true
		}
	}
}
