package mail_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"github.com/penvoerder/penvoerder/internal/mail"
)

// server is a mail server that knows nobody whose name is gone, and is busy for whoever is busy.
type server struct{ took []string }

func (s *server) NewSession(*smtp.Conn) (smtp.Session, error) { return s, nil }
func (*server) Mail(string, *smtp.MailOptions) error          { return nil }
func (*server) Reset()                                        {}
func (*server) Logout() error                                 { return nil }

func (*server) Rcpt(to string, _ *smtp.RcptOptions) error {
	switch {
	case strings.HasPrefix(to, "gone"):
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no mailbox " + to}
	case strings.HasPrefix(to, "busy"):
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 2, 1}, Message: "later " + to}
	}
	return nil
}

func (s *server) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	s.took = append(s.took, string(raw))
	return err
}

func TestWhatAMailServerRefusesForGoodIsToldApart(t *testing.T) {
	t.Parallel()
	own := httptest.NewTLSServer(http.NotFoundHandler()) // for its certificate
	defer own.Close()
	box := &server{}
	there := smtp.NewServer(box)
	there.TLSConfig = &tls.Config{Certificates: own.TLS.Certificates, MinVersion: tls.VersionTLS13}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- there.Serve(ln) }()
	defer func() {
		if err := errors.Join(there.Close(), <-ended); err != nil {
			t.Error(err)
		}
	}()
	trusted := x509.NewCertPool()
	trusted.AddCert(own.Certificate())
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	sender, err := mail.NewSMTP(mail.SMTP{
		Host: "127.0.0.1", Port: number, From: "p@penvoerder.example", TLS: &tls.Config{RootCAs: trusted, ServerName: "127.0.0.1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	send := func(to string) error {
		return sender.Send(t.Context(), mail.Message{ID: "tld_1", To: to, Subject: "S", Text: "T"})
	}
	var refused *mail.Refused
	if err := send("gone@a.example"); !errors.As(err, &refused) || refused.Code != 550 || strings.Contains(err.Error(), "@") {
		t.Errorf("refused for good: %v", err)
	}
	if err := send("busy@a.example"); err == nil || errors.As(err, new(*mail.Refused)) || strings.Contains(err.Error(), "@") {
		t.Errorf("refused for now: %v", err)
	}
	for range 2 {
		if err := send("here@a.example"); err != nil {
			t.Fatal(err)
		}
	}
	for _, letter := range box.took {
		if !strings.Contains(letter, "Message-ID: <tld_1@penvoerder>") {
			t.Errorf("the same letter has another Message-ID:\n%s", letter)
		}
	}
	if len(box.took) != 2 {
		t.Errorf("%d letters came", len(box.took))
	}
}
