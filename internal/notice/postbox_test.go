package notice_test

import (
	"crypto/tls"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// The points at which a mail server sees its client, in the order of one letter.
const (
	named = "named" // the recipient is named
	given = "given" // the letter is there, and the server did not say so yet
	taken = "taken" // the server said so, and its client may know
)

// postbox is a mail server that keeps what it takes, by Message-ID, and waits at a point.
type postbox struct {
	address, authority string // where it listens, and the file of the certificate to be trusted

	mu      sync.Mutex
	took    map[string][]string // recipients by Message-ID, once for each time that the letter came
	at      string              // the point at which it waits; none when empty
	after   int                 // letters that pass before
	reached chan struct{}
	gone    chan struct{} // closed once the client was killed
}

func openPostbox(t *testing.T) *postbox {
	t.Helper()
	own := httptest.NewTLSServer(http.NotFoundHandler()) // for its certificate
	t.Cleanup(own.Close)
	box := &postbox{authority: filepath.Join(t.TempDir(), "authority.pem"), took: map[string][]string{}}
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: own.Certificate().Raw})
	if err := os.WriteFile(box.authority, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &delivery{box: box}, nil }))
	server.TLSConfig = &tls.Config{Certificates: own.TLS.Certificates, MinVersion: tls.VersionTLS13}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	box.address = ln.Addr().String()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ln) }()
	t.Cleanup(func() {
		if err := errors.Join(server.Close(), <-ended); err != nil {
			t.Error(err)
		}
	})
	return box
}

// waitAt has the server wait at a point of the letter behind so many others, until release.
func (b *postbox) waitAt(point string, after int) (reached <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at, b.after, b.reached, b.gone = point, after, make(chan struct{}), make(chan struct{})
	return b.reached
}

// release ends the waiting.
func (b *postbox) release() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.gone)
	b.at = ""
}

func (b *postbox) pass(point string) {
	b.mu.Lock()
	is := point == b.at
	if is {
		b.after--
		is = b.after == -1
	}
	reached, gone := b.reached, b.gone
	b.mu.Unlock()
	if is {
		close(reached)
		<-gone
	}
}

// delivery is one connection.
type delivery struct {
	box *postbox
	to  string
}

func (*delivery) Mail(string, *smtp.MailOptions) error { return nil }
func (*delivery) Reset()                               {}

func (d *delivery) Rcpt(to string, _ *smtp.RcptOptions) error {
	d.to = to
	d.box.pass(named)
	return nil
}

var messageID = regexp.MustCompile(`(?m)^Message-ID: <(.*)@penvoerder>`)

func (d *delivery) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	id := messageID.FindSubmatch(raw)
	if id == nil {
		return errors.New("a letter without a Message-ID")
	}
	d.box.pass(given)
	d.box.mu.Lock()
	d.box.took[string(id[1])] = append(d.box.took[string(id[1])], d.to)
	d.box.mu.Unlock()
	return nil
}

func (d *delivery) Logout() error {
	d.box.pass(taken)
	return nil
}
