package receipts

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/catalog"
)

// An Authorship says whether the operator's signature on a parameter file was proven.
type Authorship string

// The states of authorship; none where no file took the place of anything.
const (
	Authored   Authorship = "VERIFIED"     // one of the operator's keys that were given signed this file
	Unverified Authorship = "NOT_VERIFIED" // no key of the operator was given
	NotCarried Authorship = "NOT_CARRIED"  // the receipt holds no signed file, as those of before it was kept
	Disproven  Authorship = "REFUSED"      // no key signed this file or its signature
)

// replaced checks that the values of the operator are those of the operator's parameter file, and that the header of
// that file agrees with the receipt.
func (c *content) replaced() {
	if len(c.Replaced.File) == 0 {
		return
	}
	sum := sha256.Sum256(c.Replaced.File)
	if hex.EncodeToString(sum[:]) != c.Replaced.Digest {
		c.proof.flaw(FlawParameters, "the parameter file is not the one whose hash is %s", c.Replaced.Digest)
	}
	head, err := catalog.HeadOf(c.Replaced.File)
	if err != nil {
		c.proof.flaw(FlawParameters, "the parameter file cannot be read: %v", err)
		return
	}
	if head.Scheme != c.Release.Slug || head.Author != c.Replaced.Author || head.Reason != c.Replaced.Reason {
		c.proof.flaw(FlawParameters, "the parameter file is of another scheme, or tells another author or reason")
	}
	values, err := catalog.Effective(&c.manifest, &ent.ParameterFile{Content: c.Replaced.File})
	if err != nil {
		c.proof.flaw(FlawParameters, "the parameter file cannot be read: %v", err)
		return
	}
	want, err := json.Marshal(values)
	got, err2 := json.Marshal(c.values)
	if err != nil || err2 != nil || !bytes.Equal(want, got) {
		c.proof.flaw(FlawParameters, "the values replaced are not those of the parameter file")
	}
}

// author checks the operator's signature on the file by the keys that are trusted.
func (c *content) author(trusted []ed25519.PublicKey) {
	r := c.Replaced
	switch hasFile, hasSignature := len(r.File) > 0, len(r.Signature) > 0; {
	case !hasFile && hasSignature:
		c.disprove("the receipt carries the signature of a parameter file and not the file")
	case !hasSignature:
		c.proof.Authorship = NotCarried
	case len(trusted) == 0:
		c.proof.Authorship = Unverified
	default:
		c.signer(trusted)
	}
}

func (c *content) signer(trusted []ed25519.PublicKey) {
	r := c.Replaced
	key, err := catalog.Signer(trusted, catalog.SignedFile{Content: r.File, Signature: r.Signature})
	switch {
	case err != nil && c.names(trusted):
		c.disprove("the parameter file is not what the operator signed with key %s: the file or its signature was changed", r.SignedBy)
	case err != nil:
		c.disprove("the parameter file names key %s, which is none of those given with --parameter-key: %v", r.SignedBy, err)
	case catalog.Fingerprint(key) != r.SignedBy:
		c.disprove("the parameter file is signed with key %s, and the receipt names %s", catalog.Fingerprint(key), r.SignedBy)
	default:
		c.proof.Authorship = Authored
	}
}

// names reports whether the receipt names one of the keys.
func (c *content) names(trusted []ed25519.PublicKey) bool {
	for _, k := range trusted {
		if catalog.Fingerprint(k) == c.Replaced.SignedBy {
			return true
		}
	}
	return false
}

func (c *content) disprove(format string, args ...any) {
	c.proof.Authorship = Disproven
	c.proof.flaw(FlawAuthor, format, args...)
}
