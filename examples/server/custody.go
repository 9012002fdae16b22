package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
	"github.com/goodstanding/goodstanding/privacy/holders"
	"github.com/goodstanding/goodstanding/privacy/inventory"
	privacylaw "github.com/goodstanding/goodstanding/privacy/law"
)

// backupDays is how long a backup may stay when the setting does not say.
const backupDays = 35

// keepings are what the stores keep, by inventory, read once.
var keepings = sync.OnceValues(func() (map[string]privacy.Keeping, error) {
	law, err := privacylaw.Quebec()
	if err != nil {
		return nil, err
	}
	inventories, err := inventory.All(law)
	if err != nil {
		return nil, err
	}
	return holders.All(inventories)
})

// custody is where what is held about people is, over a store and its documents. The
// journal is in memory until the settings say where it is.
func custody(over store, documents hours.Documents) (*privacy.Custody, error) {
	all, err := keepings()
	if err != nil {
		return nil, err
	}
	c := &privacy.Custody{
		Keeping: all["qc-otpq"], Records: over.Holder(all["qc-otpq"]), Journal: new(files.MemoryJournal), BackupDays: backupDays,
	}
	if listed, ok := documents.(files.Lister); ok {
		c.Others = []privacy.Holder{files.Holder{Listed: listed, Documents: documents}}
	}
	return c, nil
}

// journalFile returns where the journal of destructions is: where -destructions says, or
// beside the store. A store in memory has none.
func (s settings) journalFile() string {
	scheme, rest, _ := strings.Cut(s.store, ":")
	switch {
	case s.destructions != "":
		return s.destructions
	case scheme == "memory":
		return ""
	case scheme == "sqlite":
		return filepath.Join(filepath.Dir(rest), "goodstanding.destructions")
	}
	return "goodstanding.destructions"
}

// guard gives the desk the settings, the documents as they are kept and the keys, and
// then destroys again what a restored backup has brought back, before anybody is served.
func (h *house) guard(ctx context.Context, s settings, contents hours.Documents, log *slog.Logger) error {
	c := h.registrar.Custody
	c.BackupDays, c.Established = s.backupDays, privacy.Facts{}
	for _, fact := range strings.Fields(strings.ReplaceAll(s.established, ",", " ")) {
		c.Established[privacy.Fact(fact)] = privacy.Yes
	}
	listed, ok := contents.(files.Lister)
	if !ok {
		return fmt.Errorf("documents of %T cannot be listed", contents)
	}
	c.Others = []privacy.Holder{files.Holder{Listed: listed, Documents: h.documents}}
	c.Shredder = shredder(h.store, contents)
	if name := s.journalFile(); name != "" {
		c.Journal = files.OpenJournal(name)
	}
	done, err := h.registrar.Replay(ctx)
	if done > 0 {
		log.Warn("the store was behind the journal of destructions, and was brought up to it", "destructions", done)
	}
	return err
}
