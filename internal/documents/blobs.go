package documents

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
)

// The directories of blobs: before a document is made of them, and of documents.
const (
	quarantined = "quarantine/"
	kept        = "documents/"
)

// Blobs are the contents of files, in a directory.
type Blobs struct {
	*blob.Bucket
	root string
}

// OpenDirectory opens a directory as the store of blobs, making it where it is not there. Others have no access.
func OpenDirectory(path string) (*Blobs, error) {
	bucket, err := fileblob.OpenBucket(path, &fileblob.Options{
		CreateDir: true, DirFileMode: 0o700, NoTempDir: true, Metadata: fileblob.MetadataDontWrite,
	})
	if err != nil {
		return nil, err
	}
	return &Blobs{Bucket: bucket, root: path}, nil
}

// settle returns when a blob outlasts a power cut: its content, and the directories that name it. What is
// acknowledged to a sender was settled before.
func (b *Blobs) settle(key string) error {
	for path := filepath.Join(b.root, filepath.FromSlash(key)); ; path = filepath.Dir(path) {
		if err := flush(path); err != nil {
			return fmt.Errorf("settle blob: %w", err)
		}
		if path == filepath.Clean(b.root) || path == filepath.Dir(path) {
			return nil
		}
	}
}

func flush(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
