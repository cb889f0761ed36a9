package scenario_test

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/command"
)

// The heads leave a server once a day, and an auditor with a copy of them and the public key compares them.
func TestHeadsLeaveTheServer(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) {
		dir := t.TempDir()
		p := run(t, database, "--anchor-dir="+dir)
		file := waitFor(t, dir)
		key := filepath.Join(t.TempDir(), "key.pem")
		if err := os.WriteFile(key, fetch(t, p.url+"/receipts/key"), 0o600); err != nil {
			t.Fatal(err)
		}
		verify := func(flags ...string) (code int, said string) {
			args := []string{"audit", "--data=" + p.data}
			if p.database != "" {
				args = append(args, "--database="+p.database)
			}
			var out bytes.Buffer
			return command.Run(t.Context(), append(append(args, "verify"), flags...), &out, &out), out.String()
		}
		if code, said := verify("--anchors="+dir, "--key="+key); code != 0 || !strings.Contains(said, "1 anchors, the last of ") {
			t.Errorf("exit %d: %s", code, said)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		ahead := t.TempDir() // the copy of another database, which has a line that this one lacks
		text = bytes.Replace(text, []byte("\nsignature "), []byte("\nhead zzz_1 7 abc\nsignature "), 1)
		if err := os.WriteFile(filepath.Join(ahead, filepath.Base(file)), text, 0o600); err != nil {
			t.Fatal(err)
		}
		code, said := verify("--anchors=" + ahead)
		if code != 1 || !strings.Contains(said, "zzz_1 had 7 lines on ") || !strings.Contains(said, "was changed after it was signed") {
			t.Errorf("exit %d: %s", code, said)
		}
		if code, said := verify("--anchors=" + t.TempDir()); code != 2 || !strings.Contains(said, "holds no anchor") {
			t.Errorf("exit %d: %s", code, said)
		}
	})
}

// waitFor is the anchor that a server writes once it leads.
func waitFor(t *testing.T, dir string) string {
	t.Helper()
	tick, late := time.NewTicker(50*time.Millisecond), time.After(2*time.Minute)
	defer tick.Stop()
	for {
		if found, err := filepath.Glob(filepath.Join(dir, "*.anchor")); err != nil || len(found) == 1 {
			return found[0]
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("the server wrote no anchor")
		}
	}
}

func fetch(t *testing.T, url string) []byte {
	t.Helper()
	response, err := http.Get(url) //nolint:noctx,gosec // of a server that the test started
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }() // it was read
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}
