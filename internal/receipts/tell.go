package receipts

import (
	"fmt"
	"io"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
)

// Tell writes the proof for people.
func (p *Proof) Tell(w io.Writer) error {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("Receipt    %s, about %s %s", p.Receipt, strings.ToLower(p.Subject.Kind), p.Subject.ID)
	line("Release    %s %s, %s", p.Release.Slug, p.Release.Version, p.Release.Digest)
	line("Judgement  %s, %s", p.Outcome, euros(p.Amount))
	if p.Replaced != nil {
		line("Replaced   %d parameters, by %s (%s)", len(p.Replaced.Values), p.Replaced.Author, p.Replaced.ID)
		line("Authorship %s", p.authorship())
	}
	switch {
	case p.Trusted:
		line("Signed     by the key given, %s", p.KeyID)
	default:
		line("Signed     by key %s of the receipt itself: this tells that nobody changed it, not who made it", p.KeyID)
	}
	for _, f := range p.Flaws {
		line("WRONG      %s: %s", f.Code, f.Text)
	}
	if p.Unasked != "" {
		line("Not asked  %s", p.Unasked)
	}
	switch p.Level {
	case None:
		line("\nThis receipt does not hold.")
	case Trace:
		line("\nProven: facts, parameters and answer belong together, and every amount follows from its steps.\nNot proven: that the release answers so.")
	case Asked:
		line("\nProven: facts, parameters and answer belong together, every amount follows from its steps,\nand the release gives exactly this answer to these facts.")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func euros(a *schemes.Amount) string {
	if a == nil {
		return "no amount yet"
	}
	return "EUR " + a.String()
}

// authorship says who is known to have signed the parameter file.
func (p *Proof) authorship() string {
	switch p.Authorship {
	case Authored:
		return "the parameter file is signed with the operator's key that was given, " + p.Replaced.SignedBy
	case NotCarried:
		return "NOT CARRIED: this receipt holds no signed parameter file, so who wrote the values cannot be verified"
	case Disproven:
		return "REFUSED: see below"
	case Unverified:
	}
	return "NOT VERIFIED: no --parameter-key is given; the receipt says that key " + p.Replaced.SignedBy + " signed the parameter file"
}
