package vault

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/identity"
)

// index returns what a text is found by that is not to be read: its HMAC under the
// organisation's key, 64 characters among 0-9 and a-f. The same text of two kinds gives
// two. The empty text stays empty, which finds nothing.
func (v *Vault) index(ctx context.Context, org identity.OrganisationID, kind, text string) (string, error) {
	if text = body.Text(text); text == "" {
		return "", nil
	}
	id := KeyID{identity.OrganisationID(body.Text(org)), organisation, classIndex}
	var k opened
	err := v.change(ctx, func() (err error) {
		var ok bool
		if k, ok = v.remembered(id, 1); !ok || k.secret == nil {
			k, err = v.writing(ctx, id)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	sum := hmac.New(sha256.New, k.secret)
	sum.Write(parts("goodstanding index", kind, text))
	return hex.EncodeToString(sum.Sum(nil)), nil
}
