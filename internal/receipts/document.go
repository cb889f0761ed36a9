package receipts

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/schemes"
)

// Format names the form of a document; another form gets another name.
const Format = "penvoerder-receipt/1"

// A Document is a receipt as it leaves the platform. The signature covers the line of the format, then the canonical
// form of Receipt.
type Document struct {
	Format    string          `json:"format"`
	Receipt   json.RawMessage `json:"receipt"` // a Body
	Signature Signature       `json:"signature"`
}

// A Signature is over the canonical form of a receipt.
type Signature struct {
	Algorithm string `json:"algorithm"` // ed25519
	PublicKey string `json:"publicKey"` // base64; it says nothing about whose key it is
	Value     string `json:"value"`     // base64
}

// A Body is the question to a scheme, its answer, and everything that the answer rests on. It holds no name of a
// person: keys tell participations and documents apart.
type Body struct {
	ID         string          `json:"id"`
	ExportedAt time.Time       `json:"exportedAt"`
	Dossier    string          `json:"dossier"` // id of the plan
	Subject    Subject         `json:"subject"`
	Release    Release         `json:"release"`
	AsOf       schemes.Instant `json:"asOf"`     // regulation time
	JudgedAt   time.Time       `json:"judgedAt"` // wall time
	ValidUntil schemes.Instant `json:"validUntil,omitzero"`

	Outcome  schemes.Outcome   `json:"outcome"`
	Amount   *schemes.Amount   `json:"amount"`   // cents; null while undetermined
	Readings []schemes.Reading `json:"readings"` // on which a finding or a step rests

	FactsHash      string          `json:"factsHash"`          // SHA-256 of Question without white space
	ParametersHash string          `json:"parametersHash"`     // SHA-256 of Parameters without white space
	Replaced       *Replacement    `json:"replaced,omitempty"` // by the operator
	Parameters     json.RawMessage `json:"parameters"`         // in effect: those of Manifest, with the values of Replaced

	Question json.RawMessage `json:"question"` // a schemes.Question: the facts
	Answer   json.RawMessage `json:"answer"`   // a schemes.Answer: findings, traces, cells
	Manifest json.RawMessage `json:"manifest"` // a schemes.Manifest, as the release declares itself
}

// A Subject is the subject of the judgement.
type Subject struct {
	Kind string `json:"kind"` // PLAN, REGISTRATION, PROJECT_FILE, …
	ID   string `json:"id"`
}

// A Release is the implementation that gave the answer.
type Release struct {
	Slug    string `json:"slug"`
	Version string `json:"version"`
	Digest  string `json:"digest"` // SHA-256 that the dossier was pinned to
}

// A Replacement is the operator's file that took the place of values of the manifest.
type Replacement struct {
	ID        string            `json:"id"`
	Digest    string            `json:"digest"` // SHA-256 of the signed file
	Author    string            `json:"author"`
	SignedBy  string            `json:"signedBy"` // SHA-256 of the operator's public key
	Reason    string            `json:"reason"`
	AppliedAt time.Time         `json:"appliedAt"`
	Values    schemes.Overrides `json:"values"`    // each with its source
	File      []byte            `json:"file"`      // base64, byte for byte as it was signed; early receipts may lack it
	Signature []byte            `json:"signature"` // base64 of the file that stands beside a signed one, of the operator over File; likewise
}

// Sign writes b down as a document signed with key.
func Sign(b Body, key ed25519.PrivateKey) ([]byte, error) {
	receipt, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("write receipt %s: %w", b.ID, err)
	}
	message, err := signed(receipt)
	if err != nil {
		return nil, fmt.Errorf("write receipt %s: %w", b.ID, err)
	}
	public, _ := key.Public().(ed25519.PublicKey) // of an ed25519 key it is one
	return json.MarshalIndent(Document{Format: Format, Receipt: receipt, Signature: Signature{
		Algorithm: algorithm, PublicKey: base64.StdEncoding.EncodeToString(public),
		Value: base64.StdEncoding.EncodeToString(ed25519.Sign(key, message)),
	}}, "", "  ")
}

// signed returns the bytes that a signature covers.
func signed(receipt []byte) ([]byte, error) {
	form, err := canonical(receipt)
	return append([]byte(Format+"\n"), form...), err
}

// read reads a document. Another form is refused as a whole, unknown names included: a reader that ignores names it
// does not know proves less than it says.
func read(text []byte) (*Document, *Body, error) {
	if _, err := tree(text); err != nil {
		return nil, nil, fmt.Errorf("not a receipt: %w", err)
	}
	var form struct{ Format string }
	if err := json.Unmarshal(text, &form); err != nil || form.Format != Format {
		return nil, nil, fmt.Errorf("not a receipt: its format is %q, want %q", form.Format, Format)
	}
	var d Document
	if err := strictly(text, &d); err != nil {
		return nil, nil, fmt.Errorf("not a receipt: %w", err)
	}
	var b Body
	if err := strictly(d.Receipt, &b); err != nil {
		return nil, nil, fmt.Errorf("not a receipt: %w", err)
	}
	for _, part := range []json.RawMessage{b.Parameters, b.Question, b.Answer, b.Manifest} {
		if len(part) == 0 {
			return nil, nil, errors.New("not a receipt: parameters, question, answer or manifest is missing")
		}
	}
	return &d, &b, nil
}

func strictly(b []byte, to any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	return dec.Decode(to)
}

// effective returns the parameters of a manifest with the replaced values.
func effective(m *schemes.Manifest, o schemes.Overrides) []schemes.Parameter {
	out := slices.Clone(m.Parameters)
	for i, p := range out {
		if values, replaced := o[p.Code]; replaced {
			out[i].Values = values
		}
	}
	return out
}

// readings are those of m that some finding or step of a rests on, in its order.
func readings(m *schemes.Manifest, a schemes.Answer) []schemes.Reading {
	used := map[string]bool{}
	note := func(ids []string) {
		for _, id := range ids {
			used[id] = true
		}
	}
	told := func(fs []schemes.Finding) {
		for _, f := range fs {
			rule, _ := m.Rule(f.Rule)
			note(rule.Readings)
		}
	}
	for _, p := range append([]schemes.Part{a.Whole}, a.Parts...) {
		told(p.Findings)
		for _, c := range p.Cells {
			told(c.Findings)
		}
		for _, s := range p.Steps {
			line, _ := m.Line(s.Line)
			note(line.Readings)
		}
	}
	out := []schemes.Reading{}
	for _, r := range m.Readings {
		if used[r.ID] {
			out = append(out, r)
		}
	}
	return out
}

// hash is the hexadecimal SHA-256 of JSON as it is written, without white space.
func hash(b []byte) (string, error) {
	var bare bytes.Buffer
	if err := json.Compact(&bare, b); err != nil {
		return "", err
	}
	sum := sha256.Sum256(bare.Bytes())
	return hex.EncodeToString(sum[:]), nil
}
