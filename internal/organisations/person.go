package organisations

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employeename"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// hashes are what a person is recognised by. They are keyed: without the key nobody can find out from them whether a
// person whom he knows is there.
type hashes struct {
	namesake string // the same for everybody of one name, born on one day
	person   string // of those, the same for everybody of one distinction
}

func (d *Desk) hashesOf(name string, born time.Time, distinction *string) hashes {
	who := []string{PlainName(name), born.Format(time.DateOnly)}
	h := hashes{namesake: d.keyed("person", who...)}
	if distinction != nil {
		who = append(who, PlainName(*distinction))
	}
	h.person = d.keyed("one person", who...)
	return h
}

// hashes of an employee as it is called now.
func (d *Desk) hashes(e *ent.Employee) hashes {
	return d.hashesOf(e.Name, e.DateOfBirth, e.Distinction)
}

func (d *Desk) keyed(what string, parts ...string) string {
	mac := hmac.New(sha256.New, d.personKey)
	_, _ = mac.Write([]byte(what + "\x00" + strings.Join(parts, "\x00"))) // a hash never fails
	return hex.EncodeToString(mac.Sum(nil))
}

// nameForm names the way in which [PlainName] writes a name. Another way has every hash made anew.
const nameForm = "2: without characters that nobody sees"

// PlainName writes a name, of a person or of a training, in a form that case, marks on letters, apostrophes, hyphens,
// dots, spaces and characters that nobody sees do not change.
func PlainName(name string) string {
	plain, gap := make([]byte, 0, len(name)), false
	for _, r := range typed.Fold(name) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && len(plain) > 0 {
				plain = append(plain, ' ')
			}
			plain, gap = utf8.AppendRune(plain, r), false
		case strings.ContainsRune("'’‘`´", r):
		default:
			gap = true
		}
	}
	return string(plain)
}

// PersonText is the same for two entries of one person, and says who that is: for what is compared in memory alone.
func PersonText(name string, born typed.Date, distinction *string) string {
	text := PlainName(name) + "\x00" + string(born)
	if distinction != nil {
		text += "\x00" + PlainName(*distinction)
	}
	return text
}

// recognise compares an employee who is new, or gets another name, with everybody of that name in the organisation. One
// who is there is refused; who was once called so is the same person, and is returned.
func (d *Desk) recognise(ctx context.Context, in *ent.EmployeeNameClient, e *ent.Employee) (who *string, err error) {
	mine := d.hashes(e)
	same, err := in.Query().Where(
		employeename.OrganisationID(e.OrganisationID), employeename.NamesakeHash(mine.namesake), employeename.EmployeeIDNEQ(e.ID),
	).Order(employeename.ByID()).WithEmployee().All(actor.AsSystem(ctx))
	if err != nil {
		return nil, fmt.Errorf("look for the same employee: %w", err)
	}
	for _, n := range same {
		now := d.hashes(n.Edges.Employee)
		if now.person == mine.person || now.namesake == mine.namesake && e.Distinction == nil {
			return nil, exists(n.Edges.Employee)
		}
		if n.PersonHash != nil && *n.PersonHash == mine.person {
			who = new(rejudge.PersonOf(n.Edges.Employee))
		}
	}
	return who, nil
}

// exists refuses a second entry of somebody, and shows the first.
func exists(e *ent.Employee) *fault.Error {
	f := fault.Conflict(pathEmployee, employeeExists, fault.Text{
		NL: "Er is al een medewerker met deze naam en geboortedatum. Kies die, of vul een onderscheid in als dit iemand anders is.",
		EN: "There is already an employee with this name and date of birth. Choose that one, or enter a distinction if this is someone else.",
	})
	f.Current, f.CurrentVersion = e, e.Version
	return f
}
