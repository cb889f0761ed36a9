package receipts_test

import (
	"bytes"
	"crypto/ed25519"
	"slices"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/receipts"
)

// authored is a receipt under a parameter file that the operator signed.
func authored(t *testing.T) []byte {
	t.Helper()
	return forge(t, exported(t), key, func(b *receipts.Body) {
		replace(t, b, "4.00")
		b.Replaced.SignedBy, b.Replaced.Signature = catalog.Fingerprint(publicOf(operator)), catalog.Sign(operator, b.Replaced.File)
	})
}

func told(t *testing.T, p *receipts.Proof) string {
	t.Helper()
	var out bytes.Buffer
	if err := p.Tell(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestWhoSignedAParameterFileIsProvenWithAKeyAndToldWithout covers documents that are whole: none of them has a flaw.
func TestWhoSignedAParameterFileIsProvenWithAKeyAndToldWithout(t *testing.T) {
	t.Parallel()
	whole, v := authored(t), verifier(t)
	bare := func(edit func(*receipts.Replacement)) []byte {
		return forge(t, whole, key, func(b *receipts.Body) { edit(b.Replaced) })
	}
	keys := []ed25519.PublicKey{publicOf(other), publicOf(operator)}
	for name, c := range map[string]struct {
		text []byte
		keys []ed25519.PublicKey
		want receipts.Authorship
		says string
	}{
		"with the key":         {whole, keys, receipts.Authored, "signed with the operator's key that was given, " + catalog.Fingerprint(publicOf(operator))},
		"without a key":        {whole, nil, receipts.Unverified, "NOT VERIFIED: no --parameter-key is given"},
		"without a file":       {exported(t), keys, "", "Signed"},
		"of before":            {bare(func(r *receipts.Replacement) { r.File, r.Signature = nil, nil }), nil, receipts.NotCarried, "NOT CARRIED"},
		"of before, with keys": {bare(func(r *receipts.Replacement) { r.File, r.Signature = nil, nil }), keys, receipts.NotCarried, "NOT CARRIED"},
		"without a signature":  {bare(func(r *receipts.Replacement) { r.Signature = nil }), keys, receipts.NotCarried, "NOT CARRIED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := v
			with.Operators = c.keys
			p, err := with.Verify(t.Context(), c.text)
			if err != nil || p.Level != receipts.Asked || p.Authorship != c.want {
				t.Fatalf("%+v, %v", p, err)
			}
			if said := told(t, p); !strings.Contains(said, c.says) || c.want == "" && strings.Contains(said, "Authorship") {
				t.Errorf("people read\n%s", said)
			}
		})
	}
}

// TestAParameterFileThatTheOperatorDidNotSignIsRefused forges with the key of the server and without the operator's.
func TestAParameterFileThatTheOperatorDidNotSignIsRefused(t *testing.T) {
	t.Parallel()
	whole, v := authored(t), verifier(t)
	v.Operators = []ed25519.PublicKey{publicOf(operator)}
	for name, c := range map[string]struct {
		edit func(*receipts.Body)
		says string
	}{
		"another file, whole in itself": {func(b *receipts.Body) {
			was := b.Replaced
			replace(t, b, "5.00")
			b.Replaced.SignedBy, b.Replaced.Signature = was.SignedBy, was.Signature
		}, "is not what the operator signed with key"},
		"another file, signed by another": {func(b *receipts.Body) {
			replace(t, b, "5.00")
			b.Replaced.SignedBy, b.Replaced.Signature = catalog.Fingerprint(publicOf(other)), catalog.Sign(other, b.Replaced.File)
		}, "is none of those given with --parameter-key"},
		"another file, signed by another in the operator's name": {func(b *receipts.Body) {
			was := b.Replaced
			replace(t, b, "5.00")
			b.Replaced.SignedBy, b.Replaced.Signature = was.SignedBy, catalog.Sign(other, b.Replaced.File)
		}, "is not what the operator signed with key"},
		"another signature": {func(b *receipts.Body) { b.Replaced.Signature = catalog.Sign(operator, []byte("x")) }, "is not what the operator signed with key"},
		"half a signature":  {func(b *receipts.Body) { b.Replaced.Signature = b.Replaced.Signature[:20] }, "is not what the operator signed with key"},
		"another name":      {func(b *receipts.Body) { b.Replaced.SignedBy = catalog.Fingerprint(publicOf(other)) }, "and the receipt names " + catalog.Fingerprint(publicOf(other))},
		"a signature alone": {func(b *receipts.Body) { b.Replaced.File = nil }, "carries the signature of a parameter file and not the file"},
		"a line more":       {func(b *receipts.Body) { b.Replaced.File = append(b.Replaced.File, '\n') }, "is not what the operator signed with key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := v.Verify(t.Context(), forge(t, whole, key, c.edit))
			if err != nil {
				t.Fatal(err)
			}
			if p.Level != receipts.None || p.Authorship != receipts.Disproven || !slices.Contains(codes(p), receipts.FlawAuthor) {
				t.Errorf("%+v", p)
			}
			if said := told(t, p); !strings.Contains(said, "WRONG      AUTHOR: ") || !strings.Contains(said, c.says) || !strings.Contains(said, "does not hold") {
				t.Errorf("people read\n%s", said)
			}
		})
	}
}
