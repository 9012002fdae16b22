package main

import (
	"net/http"
	"net/netip"
	"strings"

	"github.com/goodstanding/goodstanding/hours/certificate"
)

// visitor names who verifies a certificate, by whom tries are counted: the address
// that the proxy in front of this server has added to its header, which is the last
// there. What stands before it anybody may have written. Nil is the connection's.
func (s settings) visitor() func(*http.Request) string {
	if s.forwarded == "" {
		return nil
	}
	return func(r *http.Request) string {
		all := strings.Split(strings.Join(r.Header.Values(s.forwarded), ","), ",")
		address, err := netip.ParseAddr(strings.TrimSpace(all[len(all)-1]))
		if err != nil {
			return certificate.From(r.RemoteAddr)
		}
		return certificate.From(netip.AddrPortFrom(address, 0).String())
	}
}
