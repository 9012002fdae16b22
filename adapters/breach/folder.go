package breach

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
)

// Folder is a list in files of this machine, one for each five digits ("21BD1.txt", or
// "21BD1"), as the public list's own downloader writes them. It implements
// identity.BlockList, and may be used by any number of goroutines.
type Folder struct {
	// Files are the files.
	Files fs.FS
	// Log is told why a file could not be read; nil tells nobody.
	Log *slog.Logger
}

// OpenFolder returns the list in a folder. The error says that there is no such folder.
func OpenFolder(name string) (*Folder, error) {
	about, err := os.Stat(name)
	if err == nil && !about.IsDir() {
		err = fmt.Errorf("breach: %s is no folder", name)
	}
	if err != nil {
		return nil, err
	}
	return &Folder{Files: os.DirFS(name)}, nil
}

// Listed reports that the password is on the list. The error is [ErrRange], or that of
// the file: a list without a file for those five digits is not whole, and says nothing.
func (f *Folder) Listed(ctx context.Context, password string) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	d := digestOf(password)
	a, err := f.read(d.prefix())
	if err != nil && f.Log != nil {
		f.Log.WarnContext(ctx, "breach: the list cannot be read", "error", err)
	}
	return a.has(d), err
}

func (f *Folder) read(prefix string) (answer, error) {
	file, err := f.Files.Open(prefix + ".txt")
	if errors.Is(err, fs.ErrNotExist) {
		file, err = f.Files.Open(prefix)
	}
	if wrong := (*fs.PathError)(nil); errors.As(err, &wrong) {
		return nil, fmt.Errorf("breach: %w", wrong.Err) // without the digits
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return parse(file, prefix)
}
