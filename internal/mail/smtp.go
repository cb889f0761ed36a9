package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// SMTP is a mail server. The connection is encrypted, or no letter leaves.
type SMTP struct {
	Host               string
	Port               int    // 0 for 587
	ImplicitTLS        bool   // TLS from the first byte, as on port 465; otherwise STARTTLS
	Username, Password string // both empty for a server that asks for none
	From               string
	TLS                *tls.Config // nil for the system's authorities
}

// Sender sends to a mail server; every letter has a connection of its own.
type Sender struct {
	client *gomail.Client
	from   string
}

const smtpTimeout = 20 * time.Second

// NewSMTP checks the settings; it makes no connection.
func NewSMTP(s SMTP) (*Sender, error) {
	options := []gomail.Option{gomail.WithTimeout(smtpTimeout), gomail.WithTLSPolicy(gomail.TLSMandatory)}
	if s.ImplicitTLS {
		options = append(options, gomail.WithSSL())
	}
	if s.Port == 0 {
		s.Port = gomail.DefaultPortTLS
	}
	options = append(options, gomail.WithPort(s.Port))
	if s.TLS != nil {
		options = append(options, gomail.WithTLSConfig(s.TLS))
	}
	if s.Username != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.Username), gomail.WithPassword(s.Password))
	}
	client, err := gomail.NewClient(s.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("set up mail server: %w", err)
	}
	if _, err := compose(s.From, Message{To: "postmaster@localhost"}); err != nil {
		return nil, err
	}
	return &Sender{client: client, from: s.From}, nil
}

// permanent is the least code of a reply that says that trying again does not help.
const permanent = 500

// Send delivers the letter to the server. The server's own text about the recipient stays out of the error. Error: *Refused
// where it does not help to try again.
func (s *Sender) Send(ctx context.Context, m Message) error {
	msg, err := compose(s.from, m)
	if err != nil {
		return err
	}
	err = s.client.DialAndSendWithContext(ctx, msg)
	if refused, ok := errors.AsType[*gomail.SendError](err); ok {
		if refused.Reason == gomail.ErrSMTPRcptTo && !refused.IsTemp() && refused.ErrorCode() >= permanent {
			return &Refused{Code: refused.ErrorCode()}
		}
		return fmt.Errorf("send mail: refused by the server (code %d, %s)", refused.ErrorCode(), refused.EnhancedStatusCode())
	}
	if err != nil {
		return fmt.Errorf("send mail: %w", err)
	}
	return nil
}
