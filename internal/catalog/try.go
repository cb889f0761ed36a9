package catalog

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/schemes"
)

// A Signing says how far the signature of a parameter file is known.
type Signing string

// The states of a signature; one that no trusted key made is refused.
const (
	SignedByTrusted Signing = "TRUSTED"   // a trusted key made it
	SignedByUnknown Signing = "UNCHECKED" // there is one, and no key to check it with
	Unsigned        Signing = "NONE"
)

// A Tried is a parameter file that was checked and not applied.
type Tried struct {
	Parameters // of a file that has no id; SignedBy only where a trusted key signed
	Signing    Signing
	Changes    []Change // against the file in force
	IsInForce  bool     // this very file was applied before
	Refused    error    // why the release now in force would refuse it, where another was tried; nil where it would not
}

// ReadTrial reads a parameter file and the signature beside it, where there is one.
func ReadTrial(path string) (SignedFile, error) {
	f, err := ReadSigned(path)
	if errors.Is(err, fs.ErrNotExist) && len(f.Content) > 0 {
		return f, nil
	}
	return f, err
}

// Try checks a file as Apply does and writes nothing: against the release in force, or,
// where m is given, against the candidate that declares m, as it would be once that is
// in force. A signature may be missing, or be left unchecked where no key is trusted;
// one that none of the trusted keys made is refused, and so is a file for another scheme.
func (a Applying) Try(ctx context.Context, slug string, in SignedFile, m *schemes.Manifest) (*Tried, error) {
	out := &Tried{Signing: Unsigned}
	switch {
	case len(in.Signature) == 0:
	case len(a.Trusted) == 0:
		if _, err := signatureOf(in.Signature); err != nil {
			return nil, err
		}
		out.Signing = SignedByUnknown
	default:
		key, err := signer(a.Trusted, in.Content, in.Signature)
		if err != nil {
			return nil, err
		}
		out.Signing, out.SignedBy = SignedByTrusted, Fingerprint(key)
	}
	f, err := readFile(in.Content)
	if err != nil {
		return nil, err
	}
	if f.Scheme.string != slug {
		return nil, Flaws{{Line: f.Scheme.line, What: fmt.Sprintf("the scheme is %q", f.Scheme.string), Right: "write " + slug}}
	}
	now, _, err := a.declared(ctx, slug)
	switch {
	case m == nil && err != nil:
		return nil, err
	case m == nil:
		m = now
	case err != nil:
		out.Refused = err
	default:
		out.Refused = f.check(now).err()
	}
	if err := f.check(m).err(); err != nil {
		return nil, err
	}
	return out, a.tried(ctx, out, f, in.Content, m)
}

// tried completes the description of a parameter file that was found good, unless another one overtook it.
func (a Applying) tried(ctx context.Context, out *Tried, f *file, content []byte, m *schemes.Manifest) error {
	before, err := current(ctx, a.Store.Client().ParameterFile, m.Slug)
	if err != nil {
		return err
	}
	number, _ := strconv.Atoi(f.Number.string) // checked by the caller
	sum := sha256.Sum256(content)
	row := &ent.ParameterFile{
		Slug: m.Slug, Number: number, Author: f.Author.string, Reason: f.Reason.string, Digest: hex.EncodeToString(sum[:]),
		SignedBy: out.SignedBy, Content: content,
	}
	if out.IsInForce, err = succeeds(before, row); err != nil {
		return err
	}
	p, err := ParametersOf(m, row)
	if err != nil {
		return err
	}
	out.Parameters = *p
	was, err := Effective(m, before)
	out.Changes = changes(m, was, p.Overrides)
	return err
}
