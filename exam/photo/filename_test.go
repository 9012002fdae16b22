package photo_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/exam/photo"
)

func TestE5_TheFileIsNamedAfterTheLearner(t *testing.T) {
	for _, c := range []struct{ last, first, want string }{
		{"Lavigne", "Geneviève", "LavigneGenevieve"}, // the source's example
		{"Lavigne", "Genevie\u0300ve", "LavigneGenevieve"},
		{"LAVIGNE", "geneviève", "LavigneGenevieve"},
		{"St-Pierre", "Jean-Noël", "StPierreJeanNoel"},
		{"D’Amours", "Zoé", "DAmoursZoe"},
		{"de la Tour", "Chloé", "DeLaTourChloe"},
		{"McDuff", "Ann", "McDuffAnn"},
		{"Łukasiewicz", "Øyvind", "LukasiewiczOyvind"},
		{"Strauß", "Æsa", "StraussAesa"},
		{"Đặng", "Thị Ánh", "DangThiAnh"},
		{"Yıldız", "Œdipe", "YildizOedipe"},
		{"Þórsson", "Çelik", "ThorssonCelik"},
		{"Иванов", "Anna", "Anna"},
		{"Иванов", "Анна", ""},
		{"王", "秀英", ""},
		{"../../etc", "x.exe", "EtcXExe"},
		{"Henri 4", "", "Henri4"},
		{"", "", ""},
		{
			"Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "Marie-Madeleine",
			"AbcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzMarieMad",
		},
	} {
		require.Equal(t, c.want, photo.FileName(c.last, c.first))
	}
}

func TestE5_NoNameMakesAFileNameOfAnythingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		require.Regexp(t, "^([A-Z0-9][A-Za-z0-9]{0,59})?$", photo.FileName(rapid.String().Draw(t, "last"), rapid.String().Draw(t, "first")))
	})
}
