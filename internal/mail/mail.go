// Package mail writes the platform's letters and delivers them: into files, or to an SMTP server.
//
// It keeps no queue and tries once; the sender decides what to do about a failure. No address, name or code reaches a
// log or an error text from here.
package mail

import (
	"cmp"
	"fmt"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/penvoerder/penvoerder/internal/ids"
)

// Message is one letter to one address, in plain text.
type Message struct {
	ID                string // by which it is known to be the same letter when it is sent again; a fresh one when empty
	To, Subject, Text string
}

// Refused says that a mail server takes no letters for an address, now or later.
type Refused struct {
	Code int // of its reply
}

// Error says so without the address.
func (r *Refused) Error() string {
	return fmt.Sprintf("the mail server refuses the recipient (code %d)", r.Code)
}

// DefaultFrom is the sender where none is given.
const DefaultFrom = "Penvoerder <noreply@localhost>"

// compose writes the message in the form in which it travels. The errors name the part that is wrong, never its
// content.
func compose(from string, m Message) (*gomail.Msg, error) {
	if from == "" {
		from = DefaultFrom
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if msg.From(from) != nil {
		return nil, fmt.Errorf("compose mail: the sender is no address")
	}
	if msg.To(m.To) != nil {
		return nil, fmt.Errorf("compose mail: the recipient is no address")
	}
	msg.SetDateWithValue(time.Now())
	msg.SetMessageIDWithValue(cmp.Or(m.ID, ids.New("mail")) + "@penvoerder")
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // no answer from an absent reader
	msg.Subject(m.Subject)
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	return msg, nil
}
