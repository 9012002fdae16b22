package main

import (
	"fmt"
	"log/slog"
	"net/url"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/breach"
	"github.com/goodstanding/goodstanding/identity"
)

// openBreaches returns the list of breached passwords that -breaches names; nil is none.
func (s settings) openBreaches(log *slog.Logger) (identity.BlockList, error) {
	if s.breaches == "" {
		return nil, nil
	}
	if folder, ok := strings.CutPrefix(s.breaches, "folder:"); ok {
		list, err := breach.OpenFolder(folder)
		if err != nil {
			return nil, fmt.Errorf("-breaches: %w", err)
		}
		list.Log = log
		return list, nil
	}
	if at, err := url.Parse(s.breaches); err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" {
		return nil, fmt.Errorf("-breaches %q is no list: give its URL, such as %s, or folder:DIR", s.breaches, breach.Public)
	}
	return &breach.Client{URL: s.breaches, Log: log}, nil
}
