package receipts_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/schemes"
)

// exported is the receipt of the case whose trace is longest, with a finding and a cell.
func exported(t *testing.T) []byte {
	t.Helper()
	w := build(t, storetest.SQLite(t))
	text, err := w.desk.Export(as(t, employer), w.keep(t, golden(t, "DAYS-EDGE"), question.SubjectRegistration, "reg_1"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

type object = map[string]any

// at follows names and places into a tree.
func at(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			o, _ := v.(object)
			v = o[p]
		case int:
			l, _ := v.([]any)
			v = l[p]
		}
	}
	return v
}

// in is the object at a place, to be changed.
func in(v any, path ...any) object {
	o, _ := at(v, path...).(object)
	return o
}

// change edits a document as a tree.
func change(t *testing.T, text []byte, edit func(d object)) []byte {
	t.Helper()
	var d object
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&d); err != nil {
		t.Fatal(err)
	}
	edit(d)
	out, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// forge edits a receipt as the holder of a key: the change is signed again.
func forge(t *testing.T, text []byte, with ed25519.PrivateKey, edit func(b *receipts.Body)) []byte {
	t.Helper()
	var d receipts.Document
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	var b receipts.Body
	if err := json.Unmarshal(d.Receipt, &b); err != nil {
		t.Fatal(err)
	}
	edit(&b)
	out, err := receipts.Sign(b, with)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// inside edits one of the parts of a receipt that are JSON themselves.
func inside[T any](t *testing.T, part *json.RawMessage, edit func(*T)) {
	t.Helper()
	var v T
	if err := json.Unmarshal(*part, &v); err != nil {
		t.Fatal(err)
	}
	edit(&v)
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	*part = out
}

func codes(p *receipts.Proof) []string {
	var out []string
	for _, f := range p.Flaws {
		if !slices.Contains(out, f.Code) {
			out = append(out, f.Code)
		}
	}
	return out
}

// TestWhoeverChangesAReceiptIsFound changes one thing at a time without the key: the signature exposes each.
func TestWhoeverChangesAReceiptIsFound(t *testing.T) {
	t.Parallel()
	text := exported(t)
	body := func(name string, v any) func(object) {
		return func(d object) { in(d, "receipt")[name] = v }
	}
	for name, edit := range map[string]func(object){
		"its id":                  body("id", "rcp_other"),
		"when it was exported":    body("exportedAt", "2020-01-01T00:00:00Z"),
		"its dossier":             body("dossier", "pln_other"),
		"its subject":             func(d object) { in(d, "receipt", "subject")["id"] = "reg_2" },
		"the release":             func(d object) { in(d, "receipt", "release")["version"] = "9.9.9" },
		"the digest":              func(d object) { in(d, "receipt", "release")["digest"] = strings.Repeat("e", 64) },
		"the moment of judgement": body("asOf", "2020-01-01T00:00:00Z"),
		"when it was judged":      body("judgedAt", "2020-01-01T00:00:00Z"),
		"until when it holds":     body("validUntil", "2030-01-01T00:00:00Z"),
		"the outcome":             body("outcome", "INELIGIBLE"),
		"a cent of the amount":    body("amount", "17.51"),
		"the hash of the facts":   body("factsHash", strings.Repeat("0", 64)),
		"the hash of parameters":  body("parametersHash", strings.Repeat("0", 64)),
		"a parameter": func(d object) {
			in(d, "receipt", "parameters", 0, "values", 0)["value"] = "1"
		},
		"a fact": func(d object) { in(d, "receipt", "question", "registration")["end"] = "2025-05-08" },
		"the cent of a participation": func(d object) {
			in(d, "receipt", "answer", "parts", 0)["amount"] = "17.51"
		},
		"a step": func(d object) { in(d, "receipt", "answer", "parts", 0, "steps", 0)["value"] = "1" },
		"a finding": func(d object) {
			p := in(d, "receipt", "answer", "parts", 0)
			whole := in(d, "receipt", "answer", "whole")
			delete(p, "findings")
			delete(whole, "findings")
		},
		"a cell":            func(d object) { in(d, "receipt", "answer", "parts", 0, "cells", 0)["state"] = "MISSING" },
		"the manifest":      func(d object) { in(d, "receipt", "manifest")["authority"] = "Somebody else" },
		"what was replaced": body("replaced", object{"id": "prm_1", "digest": "d", "author": "A", "signedBy": "k", "reason": "", "appliedAt": "2025-01-01T00:00:00Z", "values": object{}, "file": "", "signature": ""}),
		"the signature": func(d object) {
			in(d, "signature")["value"] = "AAAA" + fmt.Sprint(at(d, "signature", "value"))[4:]
		},
		"the key":             func(d object) { in(d, "signature")["publicKey"] = base(other) },
		"the kind of signing": func(d object) { in(d, "signature")["algorithm"] = "none" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changed := change(t, text, edit)
			p, err := receipts.Verifier{}.Verify(t.Context(), changed)
			if err != nil {
				t.Fatalf("it is not even read: %v", err)
			}
			if p.Level != receipts.None || !slices.Contains(codes(p), receipts.FlawSignature) {
				t.Errorf("level %s, flaws %+v", p.Level, p.Flaws)
			}
			var told bytes.Buffer
			if err := p.Tell(&told); err != nil || !strings.Contains(told.String(), "does not hold") {
				t.Errorf("people read %s, %v", &told, err)
			}
		})
	}
}

func base(k ed25519.PrivateKey) string {
	return base64.StdEncoding.EncodeToString(publicOf(k))
}

// TestWhoeverHoldsTheKeyIsFoundToo signs each change anew, as an insider would: the parts of a receipt no longer
// belong together, or the release gives another answer.
func TestWhoeverHoldsTheKeyIsFoundToo(t *testing.T) {
	t.Parallel()
	text, v := exported(t), verifier(t)
	answer := func(edit func(*schemes.Answer)) func(*receipts.Body) {
		return func(b *receipts.Body) { inside(t, &b.Answer, edit) }
	}
	manifest := func(edit func(*schemes.Manifest)) func(*receipts.Body) {
		return func(b *receipts.Body) { inside(t, &b.Manifest, edit) }
	}
	fact := func(b *receipts.Body) {
		inside(t, &b.Question, func(q *schemes.Question) { q.Registration.End = schemes.Known(schemes.On(2025, time.May, 8)) })
	}
	cent := schemes.Amount(17_51)
	for name, c := range map[string]struct {
		edit func(*receipts.Body)
		want string
	}{
		"a cent of the amount":        {func(b *receipts.Body) { b.Amount = &cent }, receipts.FlawSummary},
		"no amount":                   {func(b *receipts.Body) { b.Amount = nil }, receipts.FlawSummary},
		"the outcome":                 {func(b *receipts.Body) { b.Outcome = schemes.Ineligible }, receipts.FlawSummary},
		"the moment of judgement":     {func(b *receipts.Body) { b.AsOf = schemes.Moment("2025-04-11T12:00:00Z") }, receipts.FlawSummary},
		"until when it holds":         {func(b *receipts.Body) { b.ValidUntil = schemes.Moment("2030-01-01T00:00:00Z") }, receipts.FlawSummary},
		"the version":                 {func(b *receipts.Body) { b.Release.Version = "9.9.9" }, receipts.FlawSummary},
		"the scheme":                  {func(b *receipts.Body) { b.Release.Slug = "sozw-2026" }, receipts.FlawSummary},
		"the kind of subject":         {func(b *receipts.Body) { b.Subject.Kind = "PLAN" }, receipts.FlawSummary},
		"a reading that was not used": {func(b *receipts.Body) { b.Readings = append(b.Readings, schemes.Reading{ID: "OQ-1"}) }, receipts.FlawSummary},
		"a fact":                      {fact, receipts.FlawFacts},
		"the hash of the facts":       {func(b *receipts.Body) { b.FactsHash = strings.Repeat("0", 64) }, receipts.FlawFacts},
		"the hash of the parameters":  {func(b *receipts.Body) { b.ParametersHash = strings.Repeat("0", 64) }, receipts.FlawParameters},
		"a fact and its hash":         {func(b *receipts.Body) { fact(b); b.FactsHash = rehash(t, b.Question) }, receipts.FlawTrace},
		"a parameter": {func(b *receipts.Body) {
			inside(t, &b.Parameters, func(ps *[]schemes.Parameter) { (*ps)[0].Values[0].Text = "1" })
		}, receipts.FlawParameters},
		"a parameter of the manifest":  {manifest(func(m *schemes.Manifest) { m.Parameters[0].Values[0].Text = "1" }), receipts.FlawParameters},
		"a replaced value nobody used": {func(b *receipts.Body) { replace(t, b, "4.00"); reanswer(t, b, nil) }, receipts.FlawTrace},
		"the cent of a whole":          {answer(func(a *schemes.Answer) { a.Whole.Amount = &cent }), receipts.FlawTrace},
		"the cent of a participation":  {answer(func(a *schemes.Answer) { a.Parts[0].Amount = &cent }), receipts.FlawTrace},
		"the cent of both": {func(b *receipts.Body) {
			b.Amount = &cent
			answer(func(a *schemes.Answer) { a.Parts[0].Amount, a.Whole.Amount = &cent, &cent })(b)
		}, receipts.FlawTrace},
		"a step":               {answer(func(a *schemes.Answer) { a.Parts[0].Steps[0].Value = "1" }), receipts.FlawTrace},
		"no steps":             {answer(func(a *schemes.Answer) { a.Parts[0].Steps = nil }), receipts.FlawTrace},
		"a participation less": {answer(func(a *schemes.Answer) { a.Parts = nil }), receipts.FlawTrace},
		"a rule that is not declared": {answer(func(a *schemes.Answer) {
			a.Whole.Findings = append(a.Whole.Findings, schemes.Finding{Rule: "TOY-X", Severity: schemes.Notice})
		}), receipts.FlawTrace},
		"a failure":                        {answer(func(a *schemes.Answer) { *a = schemes.Answer{Failure: "no"} }), receipts.FlawTrace},
		"a finding less":                   {answer(func(a *schemes.Answer) { a.Whole.Findings, a.Parts[0].Findings = nil, nil }), receipts.FlawAnswer},
		"a cell":                           {answer(func(a *schemes.Answer) { a.Parts[0].Cells[0].State = schemes.CellMissing }), receipts.FlawAnswer},
		"a document of a cell":             {answer(func(a *schemes.Answer) { a.Parts[0].Cells[0].Documents = nil }), receipts.FlawAnswer},
		"the words of the manifest":        {manifest(func(m *schemes.Manifest) { m.Authority = "Somebody else" }), receipts.FlawManifest},
		"a rule less in the manifest":      {manifest(func(m *schemes.Manifest) { m.Rules = m.Rules[:len(m.Rules)-1] }), receipts.FlawManifest},
		"everything, as if rates differed": {richer(t), receipts.FlawManifest},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := v.Verify(t.Context(), forge(t, text, key, c.edit))
			if err != nil {
				t.Fatalf("it is not even read: %v", err)
			}
			if got := codes(p); p.Level != receipts.None || !slices.Contains(got, c.want) || slices.Contains(got, receipts.FlawSignature) {
				t.Errorf("level %s, flaws %+v; want %s among them", p.Level, p.Flaws, c.want)
			}
		})
	}
	t.Run("another key", func(t *testing.T) {
		t.Parallel()
		forged := forge(t, text, other, func(*receipts.Body) {})
		trusting := v
		trusting.Key = publicOf(key)
		p, err := trusting.Verify(t.Context(), forged)
		if err != nil || p.Level != receipts.None || !slices.Equal(codes(p), []string{receipts.FlawKey}) || p.Trusted {
			t.Errorf("%+v, %v", p, err)
		}
		if p, err := v.Verify(t.Context(), forged); err != nil || p.Level != receipts.Asked || p.Trusted {
			t.Errorf("without a trusted key it is %+v, %v", p, err)
		}
		if p, err := trusting.Verify(t.Context(), text); err != nil || p.Level != receipts.Asked || !p.Trusted {
			t.Errorf("signed by the trusted key it is %+v, %v", p, err)
		}
	})
}

func rehash(t *testing.T, b []byte) string {
	t.Helper()
	var bare bytes.Buffer
	if err := json.Compact(&bare, b); err != nil {
		t.Fatal(err)
	}
	return sumOf(bare.Bytes())
}

// replace says that the operator replaced the rate by this one.
func replace(t *testing.T, b *receipts.Body, euros string) {
	t.Helper()
	file := parameterFile(euros)
	values, err := catalog.Effective(played.Manifest(), &ent.ParameterFile{Content: file})
	if err != nil {
		t.Fatal(err)
	}
	b.Replaced = &receipts.Replacement{ID: "prm_1", Digest: sumOf(file), Author: "A. Ambtenaar", Reason: "decided", Values: values, File: file}
	reanswer(t, b, values)
	inside(t, &b.Parameters, func(ps *[]schemes.Parameter) {
		for i := range *ps {
			if (*ps)[i].Code == rate.Code {
				(*ps)[i].Values = values[rate.Code]
			}
		}
	})
	b.ParametersHash = rehash(t, b.Parameters)
}

// parameterFile replaces the rate.
func parameterFile(euros string) []byte {
	return []byte("scheme: " + slug + "\nnumber: 1\nauthor: A. Ambtenaar\nreason: decided\nparameters:\n" +
		"  - code: " + rate.Code + "\n    unit: EUR_PER_DAY\n    values:\n      - {value: \"" + euros + "\", validFrom: 2020-01-01, source: a letter}\n")
}

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// richer makes a receipt that is whole in itself: a release with another rate, its
// parameters, and the answer that follows.
func richer(t *testing.T) func(*receipts.Body) {
	return func(b *receipts.Body) {
		var m schemes.Manifest
		inside(t, &b.Manifest, func(in *schemes.Manifest) {
			i := slices.IndexFunc(in.Parameters, func(p schemes.Parameter) bool { return p.Unit == schemes.EURPerDay })
			for j := range in.Parameters[i].Values {
				in.Parameters[i].Values[j].Text = "3.00"
			}
			m = *in
		})
		reanswer(t, b, overridesOf(&m))
		parameters, err := json.Marshal(m.Parameters)
		if err != nil {
			t.Fatal(err)
		}
		b.Parameters, b.ParametersHash = parameters, rehash(t, parameters)
	}
}

func overridesOf(m *schemes.Manifest) schemes.Overrides {
	out := schemes.Overrides{}
	for _, p := range m.Parameters {
		out[p.Code] = p.Values
	}
	return out
}

func TestReplacedParametersAreProvenToo(t *testing.T) {
	t.Parallel()
	text, v := exported(t), verifier(t)
	replaced := forge(t, text, key, func(b *receipts.Body) { replace(t, b, "4.00") })
	p, err := v.Verify(t.Context(), replaced)
	if err != nil || p.Level != receipts.Asked || *p.Amount != 28_00 {
		t.Fatalf("%+v, %v", p, err)
	}
	var told bytes.Buffer
	if err := p.Tell(&told); err != nil || !strings.Contains(told.String(), "1 parameters, by A. Ambtenaar (prm_1)") {
		t.Errorf("people read %s, %v", &told, err)
	}
	for name, edit := range map[string]func(*receipts.Body){
		"as if nothing was replaced": func(b *receipts.Body) { b.Replaced = nil },
		"another value":              func(b *receipts.Body) { b.Replaced.Values[rate.Code][0].Text = "5.00" },
		"from another day":           func(b *receipts.Body) { b.Replaced.Values[rate.Code][0].From = schemes.On(2001, time.January, 1) },
		"by another source":          func(b *receipts.Body) { b.Replaced.Values[rate.Code][0].Source.Place = "2" },
		"a parameter more":           func(b *receipts.Body) { b.Replaced.Values["nothing"] = b.Replaced.Values[rate.Code] },
		"the file":                   func(b *receipts.Body) { b.Replaced.File = append(b.Replaced.File, '\n') },
		"another author":             func(b *receipts.Body) { b.Replaced.Author = "B. Ambtenaar" },
		"another reason":             func(b *receipts.Body) { b.Replaced.Reason = "" },
		"a value in the file": func(b *receipts.Body) {
			b.Replaced.File = bytes.Replace(b.Replaced.File, []byte("4.00"), []byte("5.00"), 1)
			b.Replaced.Digest = sumOf(b.Replaced.File)
		},
	} {
		if p, err := v.Verify(t.Context(), forge(t, replaced, key, edit)); err != nil || !slices.Contains(codes(p), receipts.FlawParameters) {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
}

// reanswer puts in the scheme's answer under other parameters.
func reanswer(t *testing.T, b *receipts.Body, o schemes.Overrides) {
	t.Helper()
	var q schemes.Question
	if err := json.Unmarshal(b.Question, &q); err != nil {
		t.Fatal(err)
	}
	a := judged(t, q, o)
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	b.Answer, b.Outcome, b.Amount, b.ValidUntil = text, a.Whole.Outcome, a.Whole.Amount, a.ValidUntil
}

func TestALayoutIsNoChange(t *testing.T) {
	t.Parallel()
	text, v := exported(t), verifier(t)
	var bare, wide bytes.Buffer
	if err := errors.Join(json.Compact(&bare, text), json.Indent(&wide, text, ">\t"[1:], "    ")); err != nil {
		t.Fatal(err)
	}
	for name, form := range map[string][]byte{
		"as it came": text, "without white space": bare.Bytes(), "with more of it": wide.Bytes(), "with names in another order": change(t, text, func(object) {}),
	} {
		p, err := v.Verify(t.Context(), form)
		if err != nil || p.Level != receipts.Asked {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
}

func TestWithoutTheReleaseTheTraceIsProven(t *testing.T) {
	t.Parallel()
	text := exported(t)
	for why, open := range map[string]func(context.Context, receipts.Release) (schemes.Scheme, error){
		"release toy 1.0.0 was not looked for": nil,
		"it is elsewhere": func(context.Context, receipts.Release) (schemes.Scheme, error) {
			return nil, errors.New("it is elsewhere")
		},
	} {
		p, err := receipts.Verifier{Open: open}.Verify(t.Context(), text)
		if err != nil || p.Level != receipts.Trace || p.Unasked != strings.ReplaceAll(why, "1.0.0", p.Release.Version) {
			t.Errorf("%s: %+v, %v", why, p, err)
		}
	}
}

func TestWhatIsNoReceiptIsNotRead(t *testing.T) {
	t.Parallel()
	text := exported(t)
	for name, wrong := range map[string][]byte{
		"nothing":             nil,
		"no JSON":             []byte("receipt"),
		"half of it":          text[:len(text)/2],
		"two of it":           slices.Concat(text, text),
		"another format":      change(t, text, func(d object) { d["format"] = "penvoerder-receipt/2" }),
		"a name more":         change(t, text, func(d object) { d["note"] = "x" }),
		"a name more inside":  change(t, text, func(d object) { in(d, "receipt")["note"] = "x" }),
		"a fact nobody knows": change(t, text, func(d object) { in(d, "receipt", "question", "registration")["shoe"] = "x" }),
		"no manifest":         change(t, text, func(d object) { delete(in(d, "receipt"), "manifest") }),
		"a name twice":        bytes.Replace(text, []byte(`"format":`), []byte(`"format": "x", "format":`), 1),
		"a name twice inside": bytes.Replace(text, []byte(`"outcome":`), []byte(`"outcome": "INELIGIBLE", "outcome":`), 1),
		"an amount as number": change(t, text, func(d object) { in(d, "receipt")["amount"] = 17.5 }),
		"endless nesting":     []byte(fmt.Sprintf(`{"format":"penvoerder-receipt/1","receipt":%s1%s}`, strings.Repeat("[", 1000), strings.Repeat("]", 1000))),
	} {
		if p, err := (receipts.Verifier{}).Verify(t.Context(), wrong); err == nil {
			t.Errorf("%s: it was read: %+v", name, p)
		}
	}
}
