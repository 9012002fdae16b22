package holders_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/privacy"
	"github.com/goodstanding/goodstanding/privacy/holders"
	"github.com/goodstanding/goodstanding/privacy/inventory"
	"github.com/goodstanding/goodstanding/privacy/law"
)

func inventories(t testing.TB) map[string]privacy.Inventory {
	t.Helper()
	quebec, err := law.Quebec()
	require.NoError(t, err)
	all, err := inventory.All(quebec)
	require.NoError(t, err)
	return all
}

func TestEveryDocumentIsOfAnInventory(t *testing.T) {
	all, err := holders.All(inventories(t))
	require.NoError(t, err)
	require.Contains(t, all, "qc-otpq")
}

// document is the least that is a declaration.
const document = `
inventory: qc-otpq
tables:
  - name: records
    columns:
      - {name: body, is: content}
kinds:
  - kind: declaration
    in: records
    label: {fr: Déclaration, en: Declaration}
    holding: continuing-education/members/continuing-education
    erase: delete
    filed: true
    decided: [never]
    fields:
      - {path: id, is: identifier}
      - {path: title, is: continuing-education, from: provided, label: {fr: Titre, en: Title}}
`

func TestWhatContradictsItselfIsRefused(t *testing.T) {
	with := inventories(t)
	_, err := holders.Read("whole.yaml", []byte(document), with)
	require.NoError(t, err)
	for name, c := range map[string]struct{ from, to string }{
		"an unknown key":                    {"filed: true", "filled: true"},
		"another inventory":                 {"inventory: qc-otpq", "inventory: elsewhere"},
		"an unknown table":                  {"in: records", "in: drawers"},
		"a column of nothing":               {"is: content", "is: whatever"},
		"one language":                      {"{fr: Déclaration, en: Declaration}", "{fr: Déclaration}"},
		"no way of erasing":                 {"erase: delete", "erase: burn"},
		"stripped without a reason":         {"erase: delete", "erase: strip"},
		"spared, and in a person's file":    {"erase: delete", "erase: spare\n    why: {fr: Non, en: No}"},
		"no such holding":                   {"holding: continuing-education/members/continuing-education", "holding: roll/members/health"},
		"nobody's":                          {"filed: true", "filed: false"},
		"silent on decisions":               {"decided: [never]", "decided: []"},
		"a category that is not held so":    {"is: continuing-education, from", "is: health, from"},
		"personal, from nowhere":            {"from: provided, ", ""},
		"personal, without words":           {", label: {fr: Titre, en: Title}", ""},
		"a field twice":                     {"path: id,", "path: title,"},
		"a finder that finds nobody":        {"is: identifier", "is: identifier, finds: chance"},
		"a person found outside of a part":  {"filed: true", "filed: true\n    parts: \"lines[]\"\n    # "},
		"a provenance that there is not":    {"from: provided", "from: rumour"},
		"a table without a column":          {"columns:\n      - {name: body, is: content}", "columns: []"},
		"a kind without a name of its own":  {"kind: declaration", "kind: \"\""},
		"a second table of the same name":   {"kinds:", "  - name: records\n    columns:\n      - {name: body, is: content}\nkinds:"},
		"a column twice in the same table":  {"- {name: body, is: content}", "- {name: body, is: content}\n      - {name: body, is: content}"},
		"no kind at all":                    {document[strings.Index(document, "kinds:"):], "kinds: []\n"},
		"a second document in the document": {"kinds:", "kinds:"},
	} {
		if name == "a second document in the document" {
			_, err := holders.Read("bad.yaml", []byte(document+"---\n"+document), with)
			require.ErrorIs(t, err, privacy.ErrBadInventory, name)
			continue
		}
		broken := strings.Replace(document, c.from, c.to, 1)
		require.NotEqual(t, document, broken, name)
		if name == "a person found outside of a part" {
			broken = strings.Replace(broken, "is: identifier", "is: identifier, finds: member", 1)
		}
		_, err := holders.Read("bad.yaml", []byte(broken), with)
		require.ErrorIs(t, err, privacy.ErrBadInventory, name)
		require.ErrorContains(t, err, "bad.yaml", name)
	}
}

// What the policy collects and names no category for: the program keeps it, and says so.
func TestV3_WhatThePolicyDoesNotName(t *testing.T) {
	all, err := holders.All(inventories(t))
	require.NoError(t, err)
	var gaps []string
	for _, g := range all["qc-otpq"].Uncovered() {
		require.NotEmpty(t, g.Label.FR)
		require.NotEmpty(t, g.Label.EN)
		gaps = append(gaps, g.Kind+" "+g.Path)
	}
	for _, known := range []string{"member permit", "member language", "account login", "session browser.*", "account devices[].*"} {
		require.Contains(t, gaps, known)
	}
}

// Every way in which a record is about somebody is declared with where erasing leaves it,
// and what is not deleted says why.
func TestV12_WhatIsNotDeletedSaysWhy(t *testing.T) {
	all, err := holders.All(inventories(t))
	require.NoError(t, err)
	for _, k := range all["qc-otpq"].Kinds {
		switch k.Erase {
		case privacy.Delete:
			require.Empty(t, k.Why.FR, k.Kind)
		default:
			require.NotEmpty(t, k.Why.FR, k.Kind)
			require.NotContains(t, k.Why.FR, "'", k.Kind)
		}
	}
}
