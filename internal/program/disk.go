package program

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// probeSize is what is written to see whether the disk takes more: a block or two.
const probeSize = 16 << 10

// writable reports why nothing can be written where uploads and files are kept: a disk that is full, or was taken away.
func (p *Program) writable(context.Context) error {
	for _, dir := range []string{spoolDir, blobDir} {
		if err := probe(filepath.Join(p.settings.Data, dir)); err != nil {
			return err
		}
	}
	return nil
}

func probe(dir string) error {
	f, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, probeSize)) // without a sync: anybody may ask, and others write
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}
