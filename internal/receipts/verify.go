package receipts

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/penvoerder/penvoerder/schemes"
)

// A Level says how much was proven.
type Level string

// The levels; each includes the one before it.
const (
	None  Level = "NONE"    // something does not hold
	Trace Level = "TRACE"   // facts, parameters, answer and signature belong together, and every trace leads to its amount
	Asked Level = "RELEASE" // the release of the same digest was asked again, and gave the same answer
)

// The codes of flaws.
const (
	FlawSignature  = "SIGNATURE"  // it does not fit, or is of another kind
	FlawKey        = "KEY"        // signed by another key than the one trusted
	FlawFacts      = "FACTS"      // the question is not the one that was hashed, or no question
	FlawParameters = "PARAMETERS" // not those of the manifest with the replaced values, or not those that were hashed
	FlawAuthor     = "AUTHOR"     // the operator's signature on the parameter file does not fit, or is of another key
	FlawSummary    = "SUMMARY"    // the summary does not agree with question, answer and manifest
	FlawTrace      = "TRACE"      // the answer does not follow from its own steps, or has a code that the manifest does not declare
	FlawManifest   = "MANIFEST"   // the release declares something else
	FlawAnswer     = "ANSWER"     // the release gives another answer
)

// A Flaw is something that does not hold.
type Flaw struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// A Proof is the result of verifying a document.
type Proof struct {
	Level   Level   `json:"level"`
	Flaws   []Flaw  `json:"flaws"`
	Unasked string  `json:"unasked,omitempty"` // why the release was not asked again
	KeyID   string  `json:"keyID"`
	Trusted bool    `json:"trusted"` // signed by the key that was given, not merely by the one it names itself
	Receipt string  `json:"receipt"`
	Subject Subject `json:"subject"`
	Release Release `json:"release"`

	Outcome  schemes.Outcome `json:"outcome"`
	Amount   *schemes.Amount `json:"amount"`
	Replaced *Replacement    `json:"replaced,omitempty"`

	Authorship Authorship `json:"authorship,omitempty"` // of the parameter file named in Replaced
}

// A Verifier proves documents.
type Verifier struct {
	// Key is the key that must have signed; nil takes the one in the document, which proves that nobody changed it
	// since, and not who made it.
	Key ed25519.PublicKey

	// Operators are the keys of which one must have signed the parameter file that a
	// judgement rests on; none leaves its authorship unverified, and the proof says so.
	Operators []ed25519.PublicKey

	// Open returns the release that a document names, to be asked again. An error says
	// why it cannot be asked; nil never asks.
	Open func(context.Context, Release) (schemes.Scheme, error)
}

// Verify proves one document. It returns an error for a text that is no receipt at all; a claim that does not hold is
// among the flaws.
func (v Verifier) Verify(ctx context.Context, text []byte) (*Proof, error) {
	d, b, err := read(text)
	if err != nil {
		return nil, err
	}
	p := &Proof{
		Level: Trace, Flaws: []Flaw{}, Receipt: b.ID, Subject: b.Subject, Release: b.Release,
		Outcome: b.Outcome, Amount: b.Amount, Replaced: b.Replaced,
	}
	c, err := open(p, b)
	if err != nil {
		return nil, err
	}
	v.signature(p, d)
	c.facts()
	c.parameters()
	if c.Replaced != nil {
		c.author(v.Operators)
	}
	c.summary()
	c.trace()
	if err := v.again(ctx, c); err != nil {
		p.Unasked = err.Error()
	}
	if len(p.Flaws) > 0 {
		p.Level = None
	}
	return p, nil
}

func (p *Proof) flaw(code, format string, args ...any) {
	p.Flaws = append(p.Flaws, Flaw{code, fmt.Sprintf(format, args...)})
}

// signature checks who signed.
func (v Verifier) signature(p *Proof, d *Document) {
	if d.Signature.Algorithm != algorithm {
		p.flaw(FlawSignature, "the signature is of kind %q, want %q", d.Signature.Algorithm, algorithm)
	}
	key, err := bareKey(d.Signature.PublicKey)
	if err != nil {
		p.flaw(FlawSignature, "the key in the document is %v", err)
		return
	}
	p.KeyID = KeyID(key)
	if v.Key != nil && !key.Equal(v.Key) {
		p.flaw(FlawKey, "signed by key %s, trusted is %s", p.KeyID, KeyID(v.Key))
	}
	message, err := signed(d.Receipt)
	value, err2 := base64.StdEncoding.DecodeString(d.Signature.Value)
	if err != nil || err2 != nil || !ed25519.Verify(key, message, value) {
		p.flaw(FlawSignature, "the receipt is not what was signed")
		return
	}
	p.Trusted = v.Key != nil && key.Equal(v.Key)
}

// A content is the body of a receipt, read.
type content struct {
	*Body
	proof    *Proof
	question schemes.Question
	answer   schemes.Answer
	manifest schemes.Manifest
	values   schemes.Overrides
}

// open reads the parts of a receipt. A receipt of another release of the platform, with facts that this one does not
// know, is refused rather than half read.
func open(p *Proof, b *Body) (*content, error) {
	c := &content{Body: b, proof: p}
	for _, part := range []struct {
		name string
		from json.RawMessage
		to   any
	}{{"question", b.Question, &c.question}, {"answer", b.Answer, &c.answer}, {"manifest", b.Manifest, &c.manifest}} {
		if err := strictly(part.from, part.to); err != nil {
			return nil, fmt.Errorf("the %s cannot be read: %w", part.name, err)
		}
	}
	if b.Replaced != nil {
		c.values = b.Replaced.Values
	}
	return c, nil
}

// facts checks that the question is the one whose hash was kept. A document that was
// formatted anew holds the same facts in other bytes, so the question is also hashed as
// the platform writes it.
func (c *content) facts() {
	if is, err := hash(c.Question); err == nil && is == c.FactsHash {
		return
	}
	again, err := json.Marshal(c.question)
	if err == nil {
		if is, err := hash(again); err == nil && is == c.FactsHash {
			return
		}
	}
	c.proof.flaw(FlawFacts, "the facts are not those whose hash is %s", c.FactsHash)
}

// parameters checks that those in effect follow from the manifest and the replaced values, and are the ones whose
// hash was kept.
func (c *content) parameters() {
	if c.Replaced != nil {
		c.replaced()
	}
	want, err := json.Marshal(effective(&c.manifest, c.values))
	if err != nil {
		c.proof.flaw(FlawParameters, "the parameters cannot be written: %v", err)
		return
	}
	if is, err := hash(want); err != nil || is != c.ParametersHash {
		c.proof.flaw(FlawParameters, "the manifest and what was replaced do not make the parameters whose hash is %s", c.ParametersHash)
	}
	for _, d := range differences(want, c.Parameters) {
		c.proof.flaw(FlawParameters, "parameters%s", d)
	}
}

// summary checks the summary against question, answer and manifest.
func (c *content) summary() {
	told, err := json.Marshal(c.Readings)
	used, err2 := json.Marshal(readings(&c.manifest, c.answer))
	for _, check := range []struct {
		what string
		ok   bool
	}{
		{"asOf", c.AsOf == c.question.AsOf},
		{"validUntil", c.ValidUntil == c.answer.ValidUntil},
		{"outcome", c.Outcome == c.answer.Whole.Outcome},
		{"amount", equalAmount(c.Amount, c.answer.Whole.Amount)},
		{"release", c.Release.Slug == c.manifest.Slug && c.Release.Version == c.manifest.Version},
		{"subject", c.Subject.Kind == subject(c.question)},
		{"readings", err == nil && err2 == nil && bytes.Equal(told, used)},
	} {
		if !check.ok {
			c.proof.flaw(FlawSummary, "%s is not what question, answer and manifest say", check.what)
		}
	}
}

func equalAmount(a, b *schemes.Amount) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

func subject(q schemes.Question) string {
	switch {
	case q.Plan != nil:
		return "PLAN"
	case q.Registration != nil:
		return "REGISTRATION"
	case q.ProjectFile != nil:
		return "PROJECT_FILE"
	case q.RetentionReport != nil:
		return "RETENTION_REPORT"
	}
	return ""
}

// trace recomputes every step without the release, as the host did before the answer
// was stored.
func (c *content) trace() {
	if c.answer.Failure != "" {
		c.proof.flaw(FlawTrace, "the answer is a failure")
		return
	}
	if err := c.manifest.Verify(c.question, c.answer, c.values); err != nil {
		c.proof.flaw(FlawTrace, "%v", err)
	}
}

// again asks the release the same question; the error says why it was not.
func (v Verifier) again(ctx context.Context, c *content) error {
	if v.Open == nil {
		return fmt.Errorf("release %s %s was not looked for", c.Release.Slug, c.Release.Version)
	}
	s, err := v.Open(ctx, c.Release)
	if err != nil {
		return err
	}
	answers, err := s.Judge(ctx, schemes.Batch{Overrides: c.values, Questions: []schemes.Question{c.question}})
	if err != nil {
		return err
	}
	if len(answers) != 1 || answers[0].Failure != "" {
		c.proof.flaw(FlawAnswer, "the release gives no answer to this question")
		return nil
	}
	declared, err := json.Marshal(s.Manifest())
	if err != nil {
		return err
	}
	answered, err := json.Marshal(answers[0])
	if err != nil {
		return err
	}
	for _, d := range differences(declared, c.Manifest) {
		c.proof.flaw(FlawManifest, "manifest%s", d)
	}
	for _, d := range differences(answered, c.Answer) {
		c.proof.flaw(FlawAnswer, "answer%s", d)
	}
	c.proof.Level = Asked
	return nil
}
