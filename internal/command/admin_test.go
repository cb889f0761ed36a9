package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An operator begins with an empty platform: two invitations leave, a third is refused in words, and one that went to a
// wrong address is taken back. The settings of the server serve here too.
func TestAnOperatorAppointsTheFirstTwoAdministrators(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	config := filepath.Join(data, "penvoerder.yaml")
	settings := "demo: \"off\"\nmigrate: check\ndata: " + data + "\npublic-url: https://penvoerder.example\ntrusted-proxy: 127.0.0.1/32\n"
	if err := os.WriteFile(config, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func(want int, says string, args ...string) {
		t.Helper()
		code, out, errs := run(t, append([]string{"--config", config}, args...)...)
		if code != want || !strings.Contains(out+errs, says) {
			t.Errorf("%v: exit %d, %s%s", args, code, out, errs)
		}
	}
	ask(0, "up to date", "migrate")
	ask(0, "Administrators now: 0", "admin", "appoint", "Anna@Zorg.example", "--role", "ADMINISTRATOR")
	ask(0, "The invitation was sent", "admin", "appoint", "typfout@zorg.example")
	ask(1, "two administrators already", "admin", "appoint", "bas@zorg.example")
	ask(0, "taken back", "admin", "withdraw", "typfout@zorg.example")
	ask(1, "No invitation", "admin", "withdraw", "typfout@zorg.example")
	ask(0, "The invitation was sent", "admin", "appoint", "bas@zorg.example", "--language", "en")
	ask(1, "such as naam@organisatie.nl", "admin", "appoint", "bas")
	ask(2, "must be", "admin", "appoint", "bas@zorg.example", "--role", "SSC")
	letters, err := filepath.Glob(filepath.Join(data, "mail", "*.eml"))
	if err != nil || len(letters) != 3 {
		t.Errorf("%d letters, %v", len(letters), err)
	}
}
