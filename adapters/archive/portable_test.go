package archive_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/archive"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

func TestV16_WhatAPersonTakesAlongIsAZIP(t *testing.T) {
	e := privacy.Export{
		Format: "goodstanding-export/1", Organisation: "otpq", Person: "m-1",
		Records: []privacy.ExportRecord{}, Withheld: []privacy.Withheld{},
		Documents: []privacy.ExportDocument{{ID: "documents/m-1/r-1/x-1", Name: "documents/m-1/r-1/x-1", SHA256: "0f"}},
	}
	open := func(_ context.Context, piece string) (io.ReadCloser, error) {
		require.Equal(t, "documents/m-1/r-1/x-1", piece)
		return io.NopCloser(strings.NewReader("%PDF-1.7")), nil
	}
	var out bytes.Buffer
	require.NoError(t, archive.Portable(t.Context(), &out, e, identity.French, time.Date(2026, 2, 2, 17, 0, 0, 0, time.UTC), open))
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	require.NoError(t, err)
	contents := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		contents[f.Name] = string(text)
	}
	require.Len(t, contents, 4)
	require.Equal(t, string(privacy.ExportSchema), contents["export.schema.json"])
	require.Contains(t, contents["export.json"], `"person": "m-1"`)
	require.Equal(t, "kind,record,path,label,category,value\n", contents["export.csv"])
	require.Equal(t, "%PDF-1.7", contents["documents/m-1/r-1/x-1"])

	away := errors.New("the folder is not mounted")
	err = archive.Portable(t.Context(), io.Discard, e, identity.French, time.Time{}, func(context.Context, string) (io.ReadCloser, error) { return nil, away })
	require.ErrorIs(t, err, away, "never less than is promised")
}
