package scenario_test

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
	gomail "github.com/wneessen/go-mail"
)

// postbox is the mail server of whoever runs a platform: it takes letters over TLS, and keeps them for who reads on.
type postbox struct {
	address string

	mu      sync.Mutex
	letters map[string][]string // by recipient: the texts that were not read yet, the oldest first
	news    map[string][]string // by recipient: what tells of acts, which nobody has to answer
}

// openPostbox listens until the test ends.
func openPostbox(t *testing.T, of *authority) *postbox {
	t.Helper()
	box := &postbox{letters: map[string][]string{}, news: map[string][]string{}}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &delivery{box: box}, nil }))
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{of.certificate(t, "127.0.0.1")}, MinVersion: tls.VersionTLS13}
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

// next waits for a letter to an address that was not read yet, and takes the oldest.
func (b *postbox) next(t testing.TB, address string) string {
	t.Helper()
	var text string
	happens(t, "a letter comes to "+address, func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		waiting := b.letters[address]
		if len(waiting) == 0 {
			return false
		}
		text, b.letters[address] = waiting[0], waiting[1:]
		return true
	})
	return text
}

// code is what the next letter to an address asks to fill in.
func (b *postbox) code(t testing.TB, address string) string {
	t.Helper()
	text := b.next(t, address)
	found := code.FindString(text)
	if found == "" {
		t.Fatalf("a letter to %s holds no code:\n%s", address, text)
	}
	return found
}

// page is in every letter that tells of an act, and in no other.
const page = "/?id="

// isTold waits until a person was told something of a dossier.
func (b *postbox) isTold(t testing.TB, address, what string) {
	t.Helper()
	happens(t, address+" is told that it is "+what, func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return slices.ContainsFunc(b.news[address], func(text string) bool { return strings.Contains(text, ": "+what+".") })
	})
}

// unread tells by recipient how many letters nobody has read.
func (b *postbox) unread() (all []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for to, left := range b.letters {
		for _, text := range left {
			first, _, _ := strings.Cut(text, "\n")
			all = append(all, to+": "+first)
		}
	}
	return all
}

// delivery is one letter that comes in.
type delivery struct {
	box *postbox
	to  []string
}

func (*delivery) Mail(string, *smtp.MailOptions) error { return nil }

func (d *delivery) Rcpt(to string, _ *smtp.RcptOptions) error {
	d.to = append(d.to, to)
	return nil
}

func (d *delivery) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	letter, err := gomail.EMLToMsgFromReader(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	body, err := letter.GetParts()[0].GetContent()
	if err != nil {
		return err
	}
	d.box.mu.Lock()
	defer d.box.mu.Unlock()
	for _, to := range d.to {
		text := strings.ReplaceAll(string(body), "\r", "")
		if strings.Contains(text, page) {
			d.box.news[to] = append(d.box.news[to], text)
		} else {
			d.box.letters[to] = append(d.box.letters[to], text)
		}
	}
	return nil
}

func (d *delivery) Reset() { d.to = nil }

func (*delivery) Logout() error { return nil }
