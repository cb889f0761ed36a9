package host_test

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/plugins/internal/hostile"
)

// elsewhere are the ways of going wrong that have a test of their own.
var elsewhere = []struct {
	name, does, comes string
	proven            func(*testing.T)
}{
	{"environment", "reads its environment", "sees no variable of the server", TestAPluginHasNoEnvironment},
	{"changed file", "is another file than its lock says", "not started", TestExecutablesThatAreNotWhatWasInstalledAreRefused},
	{"symbolic link", "is reached through a link", "not started", TestExecutablesThatAreNotWhatWasInstalledAreRefused},
	{"writable file", "stands where others than its owner can write", "not started", TestExecutablesThatAreNotWhatWasInstalledAreRefused},
	{"swapped", "is replaced while it runs, then ends", "not started again, circuit open", TestAnExecutableThatIsSwappedWhileItRunsIsNotStartedAgain},
	{"swapped in between", "is replaced again and again while it is started", "what is started is what was checked", TestAnExecutableThatIsSwappedBetweenItsCheckAndItsStartIsNotStarted},
	{"swapped script", "replaces its own script while it runs", "what runs is a copy of what was checked", TestAScriptThatIsSwappedAfterItsCheckIsNotRun},
	{"other manifest", "describes itself otherwise after a restart", "stays down, circuit open", TestAReleaseThatDescribesItselfOtherwiseAfterARestartStaysDown},
	{"other answers", "answers the same question otherwise after a restart", "stays down, circuit open", TestAReleaseThatAnswersOtherwiseAfterARestartStaysDown},
	{"panicking scheme", "panics within the care of package serve", "INTERNAL, process kept", TestAPanicOfASchemeIsAFailedCallAndNoCrash},
	{"prisoner", "reads, lists, writes and removes files, connects, listens, signals the server, reads memory and environments", "refused by the system, each way", TestAPluginReachesNothingOfTheMachine},
	{"orphaned", "runs on when the server is killed", "dies with it", TestPluginsDieWithAHostThatIsKilled},
}

// hostileTable prints the result of every way of going wrong.
func hostileTable() string {
	var b strings.Builder
	b.WriteString("| Mode | What the plugin does | The caller is told | The process | The circuit |\n| --- | --- | --- | --- | --- |\n")
	for _, m := range hostile.Modes {
		process, circuit := "kept", "opens at the fifth in a row"
		if m.Ends {
			process, circuit = "ended, started again", "opens at the fifth"
		}
		switch {
		case m.Calm:
			circuit = "stays closed"
		case m.Name == "two answers":
			circuit = "opens at once"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", m.Name, m.Does, m.Told, process, circuit)
	}
	b.WriteString("\n| Mode | What the plugin does | What comes of it |\n| --- | --- | --- |\n")
	for _, s := range hostile.Starts {
		fmt.Fprintf(&b, "| %s | %s | not started |\n", s.Name, s.Does)
	}
	for _, e := range elsewhere {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", e.name, e.does, e.comes)
	}
	return b.String()
}

func TestTheDocumentationTellsWhatComesOfHostilePlugins(t *testing.T) {
	t.Parallel()
	const file = "../../docs/plugin-protocol.md"
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := bytes.Cut(page, []byte("<!-- hostile plugins -->\n"))
	told, after, closed := bytes.Cut(rest, []byte("<!-- end -->\n"))
	if !ok || !closed {
		t.Fatalf("%s has no place for the table", file)
	}
	want := hostileTable()
	if *update {
		if os.Getenv("CI") != "" {
			t.Fatal("-update is refused in CI")
		}
		page = bytes.Join([][]byte{before, []byte("<!-- hostile plugins -->\n"), []byte(want), []byte("<!-- end -->\n"), after}, nil)
		if err := os.WriteFile(file, page, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := gocmp.Diff(string(told), want); diff != "" {
		t.Errorf("%s (-file +tests); write it with: go test ./plugins/host -run Documentation -update\n%s", file, diff)
	}
	for _, e := range elsewhere {
		if name := runtime.FuncForPC(reflect.ValueOf(e.proven).Pointer()).Name(); !strings.Contains(name, ".Test") {
			t.Errorf("%s is proven by %s", e.name, name)
		}
	}
}
