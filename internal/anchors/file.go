package anchors

import (
	"bufio"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Format is the first line of an anchor.
const Format = "penvoerder-anchor/1"

const (
	extension = ".anchor"
	day       = "2006-01-02"
	none      = "-" // no anchor before the first
)

// Anchor is what an anchor says of itself.
type Anchor struct {
	Number   int       // counts from 1
	At       time.Time // wall time; a day has one anchor
	Previous string    // SHA-256 of the file before, in hexadecimal; "-" for the first
	Heads    int
	Lines    int               // of all dossiers
	Sum      string            // SHA-256 of this file
	Key      ed25519.PublicKey // as the file names it; it vouches for nobody
	IsSigned bool              // by Key
}

// Head is the end of the chain of one dossier.
type Head struct {
	Dossier  string
	Sequence int
	Hash     string
}

// list returns the anchors of a directory, the oldest first.
func list(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, e := range entries {
		name, is := strings.CutSuffix(e.Name(), extension)
		if _, err := time.Parse(day, name); is && err == nil {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	slices.Sort(paths) // days sort as text
	return paths, nil
}

// signed is what the signature covers: the SHA-256 of everything above its line.
func signed(above hash.Hash) []byte {
	return append([]byte(Format+" signature\n"), hex.EncodeToString(above.Sum(nil))...)
}

// begin writes what stands above the heads.
func (a Anchor) begin(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%s\nnumber %d\nat %s\nprevious %s\n", Format, a.Number, a.At.UTC().Format(time.RFC3339), a.Previous)
	return err
}

func (h Head) write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "head %s %d %s\n", h.Dossier, h.Sequence, h.Hash)
	return err
}

// reader goes through an anchor line by line, so that its size does not matter.
type reader struct {
	Anchor
	file  *os.File
	lines *bufio.Scanner
	above hash.Hash // of what was read until the signature
	whole hash.Hash
	last  string // dossier
	ended bool
}

var errForm = errors.New("this is no anchor, or it was cut off or changed")

// open reads an anchor up to its heads.
func open(path string) (r *reader, err error) {
	f, err := os.Open(path) //nolint:gosec // the operator names the directory
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // it was only read
		}
	}()
	r = &reader{file: f, lines: bufio.NewScanner(f), above: sha256.New(), whole: sha256.New()}
	var number, at string
	for _, want := range []struct {
		name string
		to   *string
	}{{Format, nil}, {"number", &number}, {"at", &at}, {"previous", &r.Previous}} {
		name, value, _ := strings.Cut(r.line(), " ")
		if name != want.name {
			return nil, errForm
		}
		if want.to != nil {
			*want.to = value
		}
	}
	if r.Number, err = strconv.Atoi(number); err == nil {
		r.At, err = time.Parse(time.RFC3339, at)
	}
	if err != nil {
		return nil, errForm
	}
	return r, nil
}

// line is the next line, counted to what is signed.
func (r *reader) line() string {
	if !r.lines.Scan() {
		return ""
	}
	text := r.lines.Text()
	_, _ = io.WriteString(r.whole, text+"\n") // a hash never fails to be written to
	if !strings.HasPrefix(text, "signature ") {
		_, _ = io.WriteString(r.above, text+"\n")
	}
	return text
}

// next is the next head; nil at the end, once the signature was compared.
func (r *reader) next() (*Head, error) {
	if r.ended {
		return nil, nil
	}
	fields := strings.Fields(r.line())
	switch {
	case len(fields) == 4 && fields[0] == "head":
		sequence, err := strconv.Atoi(fields[2])
		if err != nil || fields[1] <= r.last {
			return nil, errForm
		}
		r.last, r.Heads, r.Lines = fields[1], r.Heads+1, r.Lines+sequence
		return &Head{fields[1], sequence, fields[3]}, nil
	case len(fields) == 3 && fields[0] == "signature":
		key, bad := base64.StdEncoding.DecodeString(fields[1])
		signature, worse := base64.StdEncoding.DecodeString(fields[2])
		if bad != nil || worse != nil || len(key) != ed25519.PublicKeySize || r.lines.Scan() {
			return nil, errForm
		}
		r.Key, r.IsSigned = key, ed25519.Verify(key, signed(r.above), signature)
		r.Sum, r.ended = hex.EncodeToString(r.whole.Sum(nil)), true
		return nil, nil
	}
	return nil, errors.Join(errForm, r.lines.Err())
}

func (r *reader) close() { _ = r.file.Close() } // it was only read

// read reads an anchor whole.
func read(path string) (Anchor, error) {
	r, err := open(path)
	if err != nil {
		return Anchor{}, err
	}
	defer r.close()
	for {
		if h, err := r.next(); h == nil {
			return r.Anchor, err
		}
	}
}
