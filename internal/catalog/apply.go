package catalog

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/parameterfile"
	"github.com/penvoerder/penvoerder/ent/schemerelease"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// SignatureSuffix is added to the name of a parameter file for the signature beside it.
const SignatureSuffix = ".sig"

const mostFile = 1 << 20 // bytes

// A SignedFile is a parameter file with its signature, as an operator hands it in.
type SignedFile struct{ Content, Signature []byte }

// ReadSigned reads a parameter file and the signature beside it.
func ReadSigned(path string) (SignedFile, error) {
	var f SignedFile
	var err error
	if f.Content, err = readSmall(path); err != nil {
		return f, err
	}
	f.Signature, err = readSmall(path + SignatureSuffix)
	return f, err
}

func readSmall(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > mostFile {
		return nil, fmt.Errorf("%s is no file of at most %d bytes", path, mostFile)
	}
	return os.ReadFile(path) //nolint:gosec // the operator names it
}

// CheckParameters says whether content can take the place of assumptions of the
// release that declares m; the error is [Flaws]. It returns the number of the file.
func CheckParameters(m *schemes.Manifest, content []byte) (number int, err error) {
	f, err := readFile(content)
	if err != nil {
		return 0, err
	}
	if err := f.check(m).err(); err != nil {
		return 0, err
	}
	return strconv.Atoi(f.Number.string)
}

// A Head is the header of a parameter file.
type Head struct{ Scheme, Number, Author, Reason string }

// HeadOf reads the header of a parameter file.
func HeadOf(content []byte) (Head, error) {
	f, err := readFile(content)
	if err != nil {
		return Head{}, err
	}
	return Head{f.Scheme.string, f.Number.string, f.Author.string, f.Reason.string}, nil
}

// Applying is the input for applying a parameter file.
type Applying struct {
	Store   *store.Store
	Trusted []ed25519.PublicKey
	Now     func() time.Time // wall time
}

// Apply puts a signed parameter file in force in place of the one before it, all of it or nothing, with a line in the
// log of its scheme and an event. It returns the parameter file in force, and false where this very file already was.
// The desks' own job then judges anew all that rests on the earlier parameter file; decisions stay as they were
// taken. The error says what is wrong, where, and what would be right.
func (a Applying) Apply(ctx context.Context, in SignedFile) (*ent.ParameterFile, bool, error) {
	key, err := signer(a.Trusted, in.Content, in.Signature)
	if err != nil {
		return nil, false, err
	}
	f, err := readFile(in.Content)
	if err != nil {
		return nil, false, err
	}
	m, releaseID, err := a.declared(ctx, f.Scheme.string)
	if err != nil {
		return nil, false, err
	}
	if err := f.check(m).err(); err != nil {
		return nil, false, err
	}
	number, _ := strconv.Atoi(f.Number.string) // checked above
	sum := sha256.Sum256(in.Content)
	row := &ent.ParameterFile{
		ID: ids.New(ids.ParameterFile), Slug: m.Slug, Number: number, Author: f.Author.string, Reason: f.Reason.string,
		Digest: hex.EncodeToString(sum[:]), SignedBy: Fingerprint(key), Content: in.Content, Signature: in.Signature, AppliedAt: a.Now(),
		ReleaseID: &releaseID,
	}
	out, isNew, err := a.put(ctx, row)
	if fault.Is(err, fault.CodeConflict) { // another server was first
		return a.put(ctx, row)
	}
	return out, isNew, err
}

// InForce reads the release of a scheme that is in force; the error is [Flaws] where
// there is none.
func (a Applying) InForce(ctx context.Context, slug string) (*ent.SchemeRelease, error) {
	row, err := a.Store.Client().SchemeRelease.Query().Where(schemerelease.Slug(slug), schemerelease.State(StateInForce)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, Flaws{{What: fmt.Sprintf("no release of a scheme %q is in force", slug), Right: "name a scheme that is installed"}}
	}
	if err != nil {
		return nil, fmt.Errorf("read the release in force of %s: %w", slug, err)
	}
	return row, nil
}

// declared returns the manifest of the release in force of a scheme, and its id.
func (a Applying) declared(ctx context.Context, slug string) (m *schemes.Manifest, releaseID string, err error) {
	row, err := a.InForce(ctx, slug)
	if err != nil {
		return nil, "", err
	}
	m = &schemes.Manifest{}
	return m, row.ID, json.Unmarshal(row.Manifest, m)
}

// put writes a file that was checked.
func (a Applying) put(ctx context.Context, f *ent.ParameterFile) (out *ent.ParameterFile, isNew bool, err error) {
	err = a.Store.Tx(ctx, func(tx *ent.Tx) error {
		before, err := current(ctx, tx.ParameterFile, f.Slug)
		if err != nil {
			return err
		}
		isInForce, err := succeeds(before, f)
		if err != nil {
			return err
		}
		if isInForce {
			out, isNew = before.Unwrap(), false
			return nil
		}
		if before != nil {
			if err := tx.ParameterFile.UpdateOneID(before.ID).Where(parameterfile.EndedAtIsNil()).SetEndedAt(f.AppliedAt).Exec(ctx); err != nil {
				return store.Stale(err)
			}
		}
		saved, err := tx.ParameterFile.Create().SetID(f.ID).SetSlug(f.Slug).SetNumber(f.Number).SetAuthor(f.Author).SetReason(f.Reason).
			SetDigest(f.Digest).SetSignedBy(f.SignedBy).SetContent(f.Content).SetSignature(f.Signature).SetAppliedAt(f.AppliedAt).
			SetNillableReleaseID(f.ReleaseID).Save(ctx)
		if err != nil {
			return err
		}
		out, isNew = saved.Unwrap(), true
		return tell(ctx, tx, happened{
			act: actApplyParameters, ground: access.OfPlatform, slug: f.Slug, subject: Chain(f.Slug), event: EventParameters, at: f.AppliedAt,
			reason: fmt.Sprintf("%s: %s (file %d, SHA-256 %s, signed with key %s)", f.Author, f.Reason, f.Number, f.Digest, f.SignedBy),
		})
	})
	if flaws, ok := errors.AsType[Flaws](err); ok {
		return nil, false, flaws
	}
	if err != nil {
		return nil, false, fmt.Errorf("apply parameter file of %s: %w", f.Slug, err)
	}
	return out, isNew, nil
}

// current is the file of a scheme that is in force; nil for none.
func current(ctx context.Context, in *ent.ParameterFileClient, slug string) (*ent.ParameterFile, error) {
	row, err := in.Query().Where(parameterfile.Slug(slug), parameterfile.EndedAtIsNil()).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the parameter file in force of %s: %w", slug, err)
	}
	return row, nil
}

// succeeds refuses a file that the one in force has overtaken, and reports whether it is
// the one in force; before is nil where there is none.
func succeeds(before, f *ent.ParameterFile) (isInForce bool, err error) {
	switch {
	case before == nil:
		return false, nil
	case before.Digest == f.Digest:
		return true, nil
	case before.Number >= f.Number:
		return false, Flaws{{
			What:  fmt.Sprintf("the file in force has number %d, this one %d", before.Number, f.Number),
			Right: fmt.Sprintf("give it number %d", before.Number+1),
		}}
	}
	return false, nil
}

// Signer returns which of the trusted keys made the signature of a file; the error says
// that none did, or that it is no signature.
func Signer(trusted []ed25519.PublicKey, f SignedFile) (ed25519.PublicKey, error) {
	return signer(trusted, f.Content, f.Signature)
}

// takeInFiles applies the new files in the directory of parameter files: one for each scheme, named after its slug,
// with its signature beside it. A file with the number of the one in force, or a lower one, is left alone, so that
// servers with an older directory undo nothing.
func (k *Catalog) takeInFiles(ctx context.Context) error {
	if k.config.Parameters == "" {
		return nil
	}
	paths, err := parameterFiles(k.config.Parameters)
	if err != nil {
		return err
	}
	applying := Applying{Store: k.config.Store, Trusted: k.config.Trusted, Now: k.config.Now}
	changed := false
	wrong := map[string]bool{}
	for _, path := range paths {
		about := "parameters " + path
		isNew, err := k.takeIn(ctx, applying, path)
		changed = changed || isNew
		k.once(about, "a parameter file is refused: "+path, err)
		wrong[about] = err != nil
	}
	k.forget("parameters ", wrong)
	if !changed {
		return nil
	}
	return k.readRows(ctx)
}

// parameterFiles lists the files of a directory.
func parameterFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("directory of parameter files: %w", err)
	}
	var paths []string
	for _, e := range entries {
		if filepath.Ext(e.Name()) == ".yaml" && !strings.HasPrefix(e.Name(), ".") {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	return paths, nil
}

// takeIn applies one file of the directory unless it is in force or was overtaken.
func (k *Catalog) takeIn(ctx context.Context, a Applying, path string) (bool, error) {
	in, err := ReadSigned(path)
	if errors.Is(err, fs.ErrNotExist) && filepath.Ext(path) == ".yaml" && len(in.Content) > 0 {
		return false, errors.New("its signature is missing: sign it with `penvoerder parameters sign`")
	}
	if err != nil {
		return false, err
	}
	slug := strings.TrimSuffix(filepath.Base(path), ".yaml")
	f, err := readFile(in.Content)
	if err != nil {
		return false, err
	}
	if f.Scheme.string != slug {
		return false, Flaws{{Line: f.Scheme.line, What: fmt.Sprintf("the scheme is %q, the name of the file says %q", f.Scheme.string, slug), Right: "name the file after its scheme"}}
	}
	k.mu.RLock()
	before := k.files[slug]
	k.mu.RUnlock()
	if before != nil {
		sum := sha256.Sum256(in.Content)
		number, _ := strconv.Atoi(f.Number.string) // text that is no number is reported below
		if before.Digest == hex.EncodeToString(sum[:]) || 0 < number && number < before.Number {
			return false, nil
		}
	}
	_, isNew, err := a.Apply(ctx, in)
	return isNew, err
}
