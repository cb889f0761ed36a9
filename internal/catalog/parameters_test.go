package catalog_test

import (
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/schemes"
)

const fileHead = `scheme: assuming
number: 1
author: J. de Vries, RegioPlus
reason: besluit van 3 maart
`

const bonusOf = `parameters:
  - code: bonus
    unit: EUR
    values:
      - value: 12.50
        validFrom: 2026-01-01
        validTo: 2026-06-30
        source: besluit, artikel 2
      - value: "15"
        validFrom: 2026-07-01
        source: besluit, artikel 3
`

// keys are a pair to sign and to check with.
func keys(t *testing.T) (ed25519.PrivateKey, ed25519.PublicKey) {
	t.Helper()
	private, public, err := catalog.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	secret, err := catalog.ReadPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	open, err := catalog.ReadPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return secret, open
}

func signed(k ed25519.PrivateKey, text string) catalog.SignedFile {
	return catalog.SignedFile{Content: []byte(text), Signature: catalog.Sign(k, []byte(text))}
}

func apply(t *testing.T, s *store.Store, trusted ed25519.PublicKey, in catalog.SignedFile) (*ent.ParameterFile, error) {
	t.Helper()
	f, _, err := catalog.Applying{Store: s, Trusted: []ed25519.PublicKey{trusted}, Now: time.Now}.Apply(system(t), in)
	return f, err
}

// on returns the amount of a plan of one euro on a day.
func on(t *testing.T, k *catalog.Catalog, day string) schemes.Part {
	t.Helper()
	q := plan(1_00)
	q.AsOf = schemes.Moment(day + "T12:00:00Z")
	answers, err := k.Judge(t.Context(), inForce(t, k, "assuming"), []schemes.Question{q})
	if err != nil {
		t.Fatal(err)
	}
	return answers[0].Whole
}

func TestAFileReplacesAnAssumptionAndNothingElse(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		secret, open := keys(t)
		k, other := start(t, s, release(t, "assuming", "1.0.0")), start(t, s, release(t, "assuming", "1.0.0"))
		before := inForce(t, k, "assuming")
		if got := *on(t, k, "2026-03-01").Amount; got != 11_00 {
			t.Fatalf("by assumption it is %s", got)
		}
		f, err := apply(t, s, open, signed(secret, fileHead+bonusOf))
		if err != nil {
			t.Fatal(err)
		}
		refresh(t, k, other)
		for _, k := range []*catalog.Catalog{k, other} {
			for day, want := range map[string]schemes.Amount{"2025-03-01": 6_00, "2026-03-01": 13_50, "2026-07-01": 16_00, "2031-01-01": 16_00} {
				part := on(t, k, day)
				if *part.Amount != want {
					t.Errorf("on %s it is %s, want %s", day, part.Amount, want)
				}
				for _, step := range part.Steps {
					if step.Assumption {
						t.Errorf("on %s the trace tells of an assumption", day)
					}
				}
			}
			after := inForce(t, k, "assuming")
			if *after.ParameterFileID() != f.ID || after.Parameters.Author != "J. de Vries, RegioPlus" || after.Parameters.SignedBy != catalog.Fingerprint(open) {
				t.Errorf("judgements do not tell the file: %+v", after.Parameters)
			}
			if after.ParametersHash() == before.ParametersHash() {
				t.Error("the hash does not cover the file")
			}
		}
		want := "applyParameters: J. de Vries, RegioPlus: besluit van 3 maart (file 1, SHA-256 " + f.Digest + ", signed with key " + f.SignedBy + ")"
		if diff := cmp.Diff([]string{"installRelease", want}, acts(t, s, "assuming")); diff != "" {
			t.Errorf("log (-want +got):\n%s", diff)
		}
		if n := events(t, s, catalog.EventParameters); n != 1 {
			t.Errorf("%d events", n)
		}
	})
}

func TestADayThatNoValueOfAFileCoversFailsClosed(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	secret, open := keys(t)
	k := start(t, s, release(t, "assuming", "1.0.0"))
	short := strings.Replace(bonusOf, "validFrom: 2026-07-01\n", "validFrom: 2026-07-01\n        validTo: 2026-09-30\n", 1)
	if _, err := apply(t, s, open, signed(secret, fileHead+short)); err != nil {
		t.Fatal(err)
	}
	refresh(t, k)
	part := on(t, k, "2026-10-01") // a day that the assumption did cover
	if part.Outcome != schemes.Undetermined && part.Outcome != schemes.Ineligible || len(part.Findings) != 1 || part.Findings[0].Rule != schemes.RuleUncovered.ID() {
		t.Errorf("%+v", part)
	}
	if part.Amount != nil && *part.Amount > 0 {
		t.Errorf("%s is paid", part.Amount)
	}
}

func TestTheNextFileTakesThePlaceOfTheOneBefore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		secret, open := keys(t)
		k := start(t, s, release(t, "assuming", "1.0.0"))
		first := signed(secret, fileHead+bonusOf)
		for range 2 { // handing the same file in again changes nothing
			if _, err := apply(t, s, open, first); err != nil {
				t.Fatal(err)
			}
		}
		second := strings.Replace(fileHead, "number: 1", "number: 2", 1) + "parameters: []\n"
		if _, err := apply(t, s, open, signed(secret, second)); err != nil {
			t.Fatal(err)
		}
		refresh(t, k)
		if got := *on(t, k, "2026-03-01").Amount; got != 11_00 {
			t.Errorf("a file without parameters leaves the assumption at %s", got)
		}
		for _, late := range []string{fileHead + bonusOf, strings.Replace(second, "besluit", "ander besluit", 1)} {
			_, err := apply(t, s, open, signed(secret, late))
			if flaws, ok := errors.AsType[catalog.Flaws](err); !ok || flaws[0].Right != "give it number 3" {
				t.Errorf("an overtaken file is answered %v", err)
			}
		}
		if n := events(t, s, catalog.EventParameters); n != 2 {
			t.Errorf("%d events", n)
		}
	})
}

func TestWhatIsWrongWithAFileIsToldWithItsPlaceAndTheRemedy(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	secret, open := keys(t)
	start(t, s, release(t, "assuming", "1.0.0"), release(t, "two", "1.0.0"))
	change := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(fileHead + bonusOf) }
	for name, c := range map[string]struct{ text, want string }{
		"no such scheme":    {change("scheme: assuming", "scheme: none"), `no release of a scheme "none" is in force; name a scheme that is installed`},
		"no author":         {change("J. de Vries, RegioPlus", `""`), "line 3: author is missing; it is kept and shown with every amount that rests on the file"},
		"no reason":         {change("reason: besluit van 3 maart\n", ""), "reason is missing; it is kept and shown with every amount that rests on the file"},
		"number":            {change("number: 1", "number: one"), `line 2: the number is "one"; write 1, and one more with each next file of this scheme`},
		"unknown key":       {change("reason:", "cause: x\nreason:"), "not a parameter file: yaml: unmarshal errors:\n  line 4: field cause not found; see docs/operator.md for its form"},
		"two documents":     {change() + "---\nscheme: x\n", "the file holds more than one document; write one file for each scheme"},
		"unknown parameter": {change("code: bonus", "code: bones"), `line 6: the release declares no parameter "bones"; assumptions of this release: bonus`},
		"stated parameter":  {change("code: bonus", "code: maximum"), "line 6: parameter maximum is stated by the regulation; a file replaces assumptions only; assumptions of this release: bonus"},
		"unit":              {change("unit: EUR", "unit: PERCENT"), `line 7: the unit of bonus is "PERCENT"; write EUR`},
		"value":             {change("12.50", "12,50"), `line 9: "12,50" is no value in EUR; write euros such as 2500.00`},
		"negative value":    {change("12.50", "-1"), `line 9: "-1" is no value in EUR; write euros such as 2500.00`},
		"tenth of a cent":   {change("12.50", "12.505"), `line 9: "12.505" is no value in EUR; write euros such as 2500.00`},
		"no source":         {change("        source: besluit, artikel 2\n", ""), "source is missing; it is kept and shown with every amount that rests on the file"},
		"no such day":       {change("2026-06-30", "2026-06-31"), `line 11: validTo is "2026-06-31"; write the last day on which it holds, or leave it out while it runs`},
		"ends before":       {change("2026-06-30", "2025-06-30"), "line 11: validTo 2025-06-30 lies before validFrom; write a day from 2026-01-01 on"},
		"overlap":           {change("2026-06-30", "2026-07-01"), "line 6: bonus: the value from 2026-07-01 overlaps the one before it; end the value from 2026-01-01 on 2026-06-30"},
		"gap":               {change("2026-06-30", "2026-06-29"), "line 6: bonus: no value holds from 2026-06-30 until 2026-06-30; begin it on 2026-06-30"},
		"over what is stated": {
			change("validFrom: 2026-01-01", "validFrom: 2025-12-31"),
			"line 6: bonus: the value from 2025-12-31 overlaps the one before it; end the value from 2025-01-01 on 2025-12-30",
		},
		"twice": {change() + strings.TrimPrefix(bonusOf, "parameters:\n"), "line 16: parameter bonus is given twice; put all its values under one"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := apply(t, s, open, signed(secret, c.text))
			if err == nil || err.Error() != c.want {
				t.Errorf("refused with\n%v, want\n%s", err, c.want)
			}
		})
	}
	if n := events(t, s, catalog.EventParameters); n != 0 {
		t.Errorf("%d files were applied", n)
	}
}

func TestOnlyFilesThatATrustedKeySignedAreBelieved(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	secret, open := keys(t)
	stranger, _ := keys(t)
	start(t, s, release(t, "assuming", "1.0.0"))
	good := signed(secret, fileHead+bonusOf)
	for name, in := range map[string]catalog.SignedFile{
		"by a stranger":        signed(stranger, fileHead+bonusOf),
		"changed after it":     {Content: []byte(fileHead + strings.Replace(bonusOf, "12.50", "99.50", 1)), Signature: good.Signature},
		"without a signature":  {Content: good.Content},
		"with half of it":      {Content: good.Content, Signature: good.Signature[:40]},
		"with words behind it": {Content: append([]byte{}, append(good.Content, ' ')...), Signature: good.Signature},
	} {
		if _, err := apply(t, s, open, in); err == nil {
			t.Errorf("a file signed %s was applied", name)
		}
	}
	if _, _, err := (catalog.Applying{Store: s, Now: time.Now}).Apply(system(t), good); err == nil {
		t.Error("a file was applied where no key is trusted")
	}
	if _, err := apply(t, s, open, good); err != nil {
		t.Error(err)
	}
}

func TestFilesOfADirectoryAreTakenInAndAnOlderOneUndoesNothing(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	secret, open := keys(t)
	write := func(dir, name, text string) {
		t.Helper()
		in := signed(secret, text)
		for suffix, content := range map[string][]byte{"": in.Content, catalog.SignatureSuffix: in.Signature} {
			if err := os.WriteFile(filepath.Join(dir, name)+suffix, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	plugins, old, fresh := newShelf(t), t.TempDir(), t.TempDir()
	plugins.put("assuming", "1.0.0")
	write(old, "assuming.yaml", fileHead+bonusOf)
	trusted := []ed25519.PublicKey{open}
	k := serverOf(t, s, catalog.Config{Directory: plugins.dir, Parameters: old, Trusted: trusted})
	if got := *on(t, k, "2026-03-01").Amount; got != 13_50 {
		t.Fatalf("at start it is %s", got)
	}
	other := serverOf(t, s, catalog.Config{Directory: plugins.dir, Parameters: fresh, Trusted: trusted})
	write(fresh, "assuming.yaml", strings.NewReplacer("number: 1", "number: 2", "12.50", "20.00").Replace(fileHead+bonusOf))
	write(fresh, "else.yaml", strings.Replace(fileHead+bonusOf, "number: 1", "number: 9", 1)) // named after another scheme
	refresh(t, other, k, other, k)
	for _, k := range []*catalog.Catalog{k, other} {
		if got := *on(t, k, "2026-03-01").Amount; got != 21_00 {
			t.Errorf("it is %s", got)
		}
	}
	if n := events(t, s, catalog.EventParameters); n != 2 {
		t.Errorf("%d files were applied", n)
	}
}

func TestAnotherReleaseTakesFromAFileWhatItDeclaresLikewise(t *testing.T) {
	t.Parallel()
	m := *scheme("assuming", "1.0.0").Manifest()
	row := &ent.ParameterFile{ID: "prm_1", Content: []byte(fileHead + bonusOf)}
	if o, err := catalog.Effective(&m, row); err != nil || len(o["bonus"]) != 3 {
		t.Errorf("%v, %v", o, err)
	}
	m.Parameters = m.Parameters[:1]
	if o, err := catalog.Effective(&m, row); err != nil || len(o) != 0 {
		t.Errorf("%v, %v", o, err)
	}
}

func TestAReleaseThatIsNotInstalledAnswersNothing(t *testing.T) {
	t.Parallel()
	k := start(t, storetest.SQLite(t), release(t, "one", "1.0.0"))
	_, err := k.Judge(t.Context(), &catalog.Release{ID: "rel_none"}, []schemes.Question{plan(1)})
	wantReason(t, err, fault.CodeUnavailable, catalog.ReasonNotInstalled)
}
