package portaltest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

func TestAPageIsReadAsItIsWritten(t *testing.T) {
	page, err := portaltest.Parse("<!doctype html>\n<html lang=fr-CA><head><meta charset=\"utf-8\"><title>É&eacute;&#39;</title></head>" +
		"<body><FORM method=\"post\" novalidate><label for=\"name\">Nom&nbsp;:</label><br><input name=\"name\" value=\"name\" disabled>" +
		"<textarea name=\"why\">\n\n&lt;b&gt; a\nb</textarea></form><svg><path d=\"M0 0\"/></svg></body></html>")
	require.NoError(t, err)
	require.Equal(t, "Éé'", portaltest.Words(portaltest.TextOf(portaltest.All(page, "title")[0])))
	form := portaltest.All(page, "form")[0]
	require.True(t, portaltest.Has(form, "novalidate"))
	require.Empty(t, portaltest.Attr(form, "novalidate"))
	require.Equal(t, "body", form.Parent.Data)
	input := portaltest.All(page, "input")[0]
	require.Same(t, form, input.Parent, "what has no end holds nothing")
	require.Equal(t, "name", portaltest.Attr(input, "value"))
	require.Equal(t, "Nom :", portaltest.Words(portaltest.TextOf(portaltest.All(form, "label")[0])))
	require.Equal(t, " \n<b> a\nb", portaltest.TextOf(portaltest.All(form, "textarea")[0]), "the first line's end is the form's")
	require.Equal(t, "svg", portaltest.All(page, "path")[0].Parent.Data)
	require.Equal(t, "fr-CA", portaltest.Attr(portaltest.All(page, "html")[0], "lang"))
}

func TestWhatABrowserWouldHaveToMendIsRefused(t *testing.T) {
	for _, wrong := range []string{
		"<p>one<p>two", "<ul><li>one</ul>", "<p></div>", "<div>", "</div>", "<b><i></b></i>", "<p>a < b</p>", "<table><tr><td>x</table>",
	} {
		_, err := portaltest.Parse(wrong)
		require.Error(t, err, wrong)
	}
}
