package catalog_test

import (
	"crypto/ed25519"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/schemes"
)

func try(t *testing.T, s *store.Store, in catalog.SignedFile, m *schemes.Manifest, trusted ...ed25519.PublicKey) (*catalog.Tried, error) {
	t.Helper()
	return catalog.Applying{Store: s, Trusted: trusted, Now: time.Now}.Try(system(t), "assuming", in, m)
}

// texts returns the values of a parameter as texts.
func texts(values []schemes.Value) string {
	var out []string
	for _, v := range values {
		out = append(out, v.Text)
	}
	return strings.Join(out, " ")
}

func TestAFileThatIsTriedSaysWhatItWouldChangeAndChangesNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		secret, open := keys(t)
		k := start(t, s, release(t, "assuming", "1.0.0"))
		first := signed(secret, fileHead+bonusOf)
		got, err := try(t, s, first, nil, open)
		if err != nil {
			t.Fatal(err)
		}
		if got.Signing != catalog.SignedByTrusted || got.SignedBy != catalog.Fingerprint(open) || got.IsInForce || got.Refused != nil || got.Number != 1 {
			t.Errorf("it is told as %+v", got)
		}
		if len(got.Changes) != 1 || texts(got.Changes[0].Before) != "5 10" || texts(got.Changes[0].After) != "5 12.50 15" || !got.Changes[0].Differs() {
			t.Errorf("it changes %+v", got.Changes)
		}
		refresh(t, k)
		if got := *on(t, k, "2026-03-01").Amount; got != 11_00 || events(t, s, catalog.EventParameters) != 0 {
			t.Errorf("trying put it in force: %s", got)
		}
		if _, err := apply(t, s, open, first); err != nil {
			t.Fatal(err)
		}
		if got, err := try(t, s, first, nil, open); err != nil || !got.IsInForce || got.Changes[0].Differs() {
			t.Errorf("the file in force is told as %+v, %v", got, err)
		}
		next := signed(secret, strings.NewReplacer("number: 1", "number: 2", "12.50", "20.00").Replace(fileHead+bonusOf))
		if got, err := try(t, s, next, nil, open); err != nil || texts(got.Changes[0].Before) != "5 12.50 15" || texts(got.Changes[0].After) != "5 20.00 15" {
			t.Errorf("the next one is told as %+v, %v", got, err)
		}
	})
}

// TestAFileThatIsTriedIsRefusedAsApplyWould holds both to the same words.
func TestAFileThatIsTriedIsRefusedAsApplyWould(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	secret, open := keys(t)
	stranger, _ := keys(t)
	start(t, s, release(t, "assuming", "1.0.0"))
	second := strings.Replace(fileHead+bonusOf, "number: 1", "number: 2", 1)
	if _, err := apply(t, s, open, signed(secret, second)); err != nil {
		t.Fatal(err)
	}
	third := func(pairs ...string) string {
		return strings.NewReplacer(append(pairs, "number: 1", "number: 3")...).Replace(fileHead + bonusOf)
	}
	for name, in := range map[string]catalog.SignedFile{
		"overtaken":        signed(secret, fileHead+bonusOf),
		"same number":      signed(secret, second+"\n"),
		"stated parameter": signed(secret, third("code: bonus", "code: maximum")),
		"wrong unit":       signed(secret, third("unit: EUR", "unit: PERCENT")),
		"a gap":            signed(secret, third("2026-06-30", "2026-06-29")),
		"no file":          signed(secret, "x: y"),
		"by a stranger":    signed(stranger, third()),
		"changed after it": {Content: []byte(third("12.50", "99.50")), Signature: catalog.Sign(secret, []byte(third()))},
		"half a signature": {Content: []byte(third()), Signature: []byte("AAAA")},
	} {
		t.Run(name, func(t *testing.T) {
			_, want := apply(t, s, open, in)
			if want == nil {
				t.Fatal("it was applied")
			}
			_, got := try(t, s, in, nil, open)
			if got == nil || got.Error() != want.Error() {
				t.Errorf("tried it is answered\n%v, applied\n%v", got, want)
			}
		})
	}
	if _, err := try(t, s, signed(secret, strings.Replace(third(), "scheme: assuming", "scheme: two", 1)), nil, open); err == nil || err.Error() != `line 1: the scheme is "two"; write assuming` {
		t.Errorf("a file of another scheme is answered %v", err)
	}
}

func TestAFileMayBeTriedUnsignedAndThatIsTold(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	secret, open := keys(t)
	start(t, s, release(t, "assuming", "1.0.0"))
	path := filepath.Join(t.TempDir(), "f.yaml")
	if err := os.WriteFile(path, []byte(fileHead+bonusOf), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := catalog.ReadTrial(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := try(t, s, in, nil, open); err != nil || got.Signing != catalog.Unsigned || got.SignedBy != "" {
		t.Errorf("unsigned it is told as %+v, %v", got, err)
	}
	if err := os.WriteFile(path+catalog.SignatureSuffix, catalog.Sign(secret, in.Content), 0o600); err != nil {
		t.Fatal(err)
	}
	if in, err = catalog.ReadTrial(path); err != nil {
		t.Fatal(err)
	}
	if got, err := try(t, s, in, nil); err != nil || got.Signing != catalog.SignedByUnknown || got.SignedBy != "" {
		t.Errorf("without a key it is told as %+v, %v", got, err)
	}
	if got, err := try(t, s, in, nil, open); err != nil || got.Signing != catalog.SignedByTrusted {
		t.Errorf("with the key it is told as %+v, %v", got, err)
	}
	if _, err := try(t, s, catalog.SignedFile{Content: in.Content, Signature: []byte("x")}, nil); err == nil {
		t.Error("what is no signature passes for one")
	}
	if _, err := catalog.ReadTrial(path + ".none"); err == nil {
		t.Error("a file that is not there is read")
	}
}

func TestAFileIsTriedAgainstACandidateToo(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	start(t, s, release(t, "assuming", "1.0.0"))
	candidate := *scheme("assuming", "2.0.0").Manifest()
	candidate.Parameters = append([]schemes.Parameter{}, candidate.Parameters...)
	for i := range candidate.Parameters {
		if candidate.Parameters[i].Code == "bonus" {
			candidate.Parameters[i].Code = "premium"
		}
	}
	file := catalog.SignedFile{Content: []byte(strings.Replace(fileHead+bonusOf, "code: bonus", "code: premium", 1))}
	got, err := try(t, s, file, &candidate)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Overrides["premium"]) != 3 || got.Refused == nil || !strings.Contains(got.Refused.Error(), `declares no parameter "premium"`) {
		t.Errorf("it is told as %+v", got)
	}
	_, err = try(t, s, catalog.SignedFile{Content: []byte(fileHead + bonusOf)}, &candidate)
	if err == nil || !strings.Contains(err.Error(), `declares no parameter "bonus"`) {
		t.Errorf("what the candidate does not declare is answered %v", err)
	}
}

func TestChangesTellWhatAFileBringsAndWhatItGivesBack(t *testing.T) {
	t.Parallel()
	m := scheme("assuming", "1.0.0").Manifest()
	with, without := &ent.ParameterFile{Content: []byte(fileHead + bonusOf)}, &ent.ParameterFile{Content: []byte(fileHead + "parameters: []\n")}
	for _, c := range []struct {
		name          string
		before, after *ent.ParameterFile
		want          []string
	}{
		{"the first", nil, with, []string{"5 10 > 5 12.50 15"}},
		{"the same again", with, with, []string{"5 12.50 15 > 5 12.50 15"}},
		{"an empty one", with, without, []string{"5 12.50 15 > 5 10"}},
		{"one empty after another", without, without, nil},
	} {
		got, err := catalog.Changes(m, c.before, c.after)
		var told []string
		for _, change := range got {
			told = append(told, texts(change.Before)+" > "+texts(change.After))
		}
		if diff := cmp.Diff(c.want, told); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", c.name, err, diff)
		}
	}
}
