package scenario_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/internal/command"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// The key that signs receipts, and by which people are recognised, is not replaced without a word when its file is gone.
func TestAVanishedKeyIsNotReplaced(t *testing.T) {
	t.Parallel()
	database := storetest.PostgresDSN(t)
	begin := func(data string, flags ...string) (said string, url string) {
		p := &program{data: data, database: database, log: &journal{}}
		out, in := io.Pipe()
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		ended := make(chan int, 1)
		go func() {
			ended <- command.Run(ctx, p.arguments(flags), in, p.log)
			_ = in.Close()
		}()
		url = announced(out)
		stop()
		<-ended
		return p.log.tail(), url
	}
	data := t.TempDir()
	if said, url := begin(data); url == "" {
		t.Fatalf("the first start: %s", said)
	}
	if err := os.Rename(filepath.Join(data, "signing.key"), filepath.Join(data, "elsewhere")); err != nil {
		t.Fatal(err)
	}
	if said, url := begin(data); url != "" || !strings.Contains(said, "signing.key is missing") || !strings.Contains(said, "put it back") {
		t.Errorf("without its key it starts at %q and says:\n%s", url, said)
	}
	if _, err := os.Stat(filepath.Join(data, "signing.key")); !os.IsNotExist(err) {
		t.Errorf("another key was made: %v", err)
	}
	if said, url := begin(t.TempDir()); url != "" || !strings.Contains(said, "signing.key is missing") {
		t.Errorf("a second server makes a key of its own at %q and says:\n%s", url, said)
	}
	if said, url := begin(data, "--secret="+strings.Repeat("another ", 5)); url == "" || !strings.Contains(said, "another signing key than before") {
		t.Errorf("with a secret it starts at %q and says:\n%s", url, said)
	}
}

// Whoever can be entered is recognised from the first moment: the hashes of people are not taken away by a round that comes
// later.
func TestPeopleAreRecognisedFromTheStart(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) {
		p := run(t, database)
		if got := p.rows.texts("SELECT id FROM settings WHERE id = 'person key'"); len(got) != 1 {
			t.Errorf("the key of people that is remembered when the server is ready: %v", got)
		}
	})
}
