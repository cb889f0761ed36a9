package scenario_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// Readiness names a disk to which nothing can be written. Several releases can be one executable: only the one whose process is down is named.
func TestReadinessNamesWhatIsDown(t *testing.T) {
	t.Parallel()
	p := &program{data: t.TempDir(), log: &journal{}}
	child := start(t, p)
	v := p.employer(t, "Gereed", "30000011", "3511 AB")
	failing := func() (all []string) {
		_, _, body := v.get(p.url + "/readyz")
		var checks map[string]string
		if err := json.Unmarshal(body, &checks); err != nil {
			t.Fatal(err)
		}
		for name, state := range checks {
			if state != "ok" {
				all = append(all, name)
			}
		}
		return all
	}
	is(t, "failing before", 0, len(failing()))
	spool := filepath.Join(p.data, "spool")
	if err := os.Rename(spool, spool+"-taken-away"); err != nil {
		t.Fatal(err)
	}
	if got := failing(); !slices.Equal(got, []string{"disk"}) {
		t.Errorf("failing while nothing can be written: %q", got)
	}
	if err := os.Rename(spool+"-taken-away", spool); err != nil {
		t.Fatal(err)
	}
	is(t, "failing when it is back", 0, len(failing()))
	var down []string
	if !eventually(func() bool {
		for _, pid := range schemes(t, child, "sectorplanplus-v2") {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended meanwhile
		}
		down = failing()
		return len(down) > 0
	}) {
		t.Fatal("no check fails while a release is killed again and again")
	}
	if len(down) != 1 || !strings.HasPrefix(down[0], "scheme sectorplanplus-v2 ") {
		t.Errorf("failing: %q", down)
	}
	stop(t, child, p)
}
