package identity

// renewed returns what to keep of a password that was just verified against the
// account's hash: the hash, or another when it is stale.
func (d *Directory) renewed(account Account, password string) (string, error) {
	if !d.Hasher.Stale(account.Hash) {
		return account.Hash, nil
	}
	return d.Hasher.Hash(d.normal(password))
}
