package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// outside is a module of its own with one package in a directory below it.
func outside(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":            "module example.org/outside\n\ngo 1.26.0\n",
		"grant/grant.go":    "package grant\n\nfunc Amount(days int) int { return min(days*9, 100) }\n",
		"grant/all_test.go": "package grant\n\nimport \"testing\"\n\nfunc TestAmount(t *testing.T) {\n\tif Amount(2) != 18 {\n\t\tt.Fail()\n\t}\n}\n",
	} {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(root, "grant")
}

func TestFaultsArePutIntoAPackageOfAnotherModule(t *testing.T) {
	t.Parallel()
	pkg, err := load(t.Context(), outside(t))
	if err != nil {
		t.Fatal(err)
	}
	faults := pkg.mutate()
	binary, err := pkg.build(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	noticed := 0
	for _, f := range append([]fault{{}}, faults...) {
		c := exec.CommandContext(t.Context(), binary)
		c.Dir, c.Env = pkg.Dir, append(os.Environ(), fmt.Sprintf("%s=%d", variable, f.number))
		if err := c.Run(); err != nil {
			noticed++
			if f.number == 0 {
				t.Fatalf("it fails without a fault: %v", err)
			}
		}
	}
	if noticed == 0 || noticed == len(faults) {
		t.Errorf("%d of %d faults are noticed; want the ones about the rate, and not those about the cap", noticed, len(faults))
	}
}
