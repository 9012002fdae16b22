package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// certificateCode finds a code as it is printed.
var certificateCode = regexp.MustCompile(`([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]`)

// By keyboard alone, scripts off, at 320 px: a member gets a certificate, and whoever
// has no account verifies its code.
func TestKeyboard_GetsACertificateAndVerifiesItAt320Pixels(t *testing.T) {
	k := sit(t, 320)
	k.openPortfolio("emma", "Gélinas")
	k.follow("Attestations de situation")
	k.narrow()
	k.follow("Obtenir l’attestation")
	k.titled("Attestation ")
	k.narrow()
	code := certificateCode.FindString(k.text())
	require.NotEmpty(t, code)
	k.onOnePage()
	k.visit("/portfolio/emma/certificates")
	k.narrow()

	k.visit("/")
	k.follow("Se déconnecter")
	k.follow("Vérifier une attestation")
	k.titled("Vérifier une attestation")
	k.narrow()
	// The last character is another: the slip is told, and what was typed stays.
	wrong := code[:len(code)-1] + "0"
	if strings.HasSuffix(code, "0") {
		wrong = code[:len(code)-1] + "1"
	}
	k.fill("Code de vérification", wrong)
	k.enter()
	k.titled("Erreur")
	k.narrow()
	require.Contains(t, k.text(), "Ce code comporte une erreur de frappe")
	k.visit("/verify")
	k.fill("Code de vérification", strings.ToLower(strings.ReplaceAll(code, "-", " ")))
	k.enter()
	k.titled("Vérifier une attestation")
	k.narrow()
	require.Contains(t, k.text(), "Cette attestation est authentique.")
	require.Contains(t, k.text(), code)
}

// sheets finds the sheets of a printed document.
var sheets = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

// onOnePage fails unless the page prints on one sheet of letter size.
func (k *keyboard) onOnePage() {
	k.t.Helper()
	content, err := chromedp.Run(k.ctx, chromedp.PrintToPDF())
	require.NoError(k.t, err)
	require.Len(k.t, sheets.FindAll(content, -1), 1, "sheets")
	if folder := os.Getenv("GOODSTANDING_SCREENSHOTS"); folder != "" {
		require.NoError(k.t, os.WriteFile(filepath.Join(folder, "certificate printed.pdf"), content, 0o600))
	}
}
