package identity

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/penvoerder/penvoerder/internal/actor"
)

// mailbox writes an address in the one spelling by which two addresses are compared: letters folded, the domain in the form
// in which it travels, without what follows a plus and without dots before the at sign, which many providers deliver to the
// same person. Some tell such addresses apart: then two colleagues cannot appoint each other, and a third one can.
func mailbox(address string) string {
	local, domain, _ := strings.Cut(cases.Fold().String(norm.NFKC.String(strings.TrimSpace(address))), "@")
	local, _, _ = strings.Cut(local, "+")
	domain = strings.TrimSuffix(domain, ".")
	if plain, err := idna.Lookup.ToASCII(domain); err == nil {
		domain = plain
	}
	return strings.ReplaceAll(local, ".", "") + "@" + domain
}

// ownMailbox is that of the person who asks, as the door found it.
type ownMailbox struct{ personID, mailbox string }

type mailboxKey struct{}

// withMailbox returns a context that remembers the mailbox of the person who asks, so that a list costs no statement per row.
func withMailbox(ctx context.Context, personID, address string) context.Context {
	return context.WithValue(ctx, mailboxKey{}, ownMailbox{personID, mailbox(address)})
}

// isOwn reports whether an address reaches the person who asks, in whatever spelling.
func (d *Desk) isOwn(ctx context.Context, address string) (bool, error) {
	me := actor.From(ctx).PersonID
	if me == "" {
		return false, nil
	}
	if known, ok := ctx.Value(mailboxKey{}).(ownMailbox); ok && known.personID == me {
		return known.mailbox == mailbox(address), nil
	}
	p, err := d.Store.Client().Person.Get(actor.AsSystem(ctx), me)
	if err != nil {
		return false, fmt.Errorf("look up who asks: %w", err)
	}
	return mailbox(p.Email) == mailbox(address), nil
}
