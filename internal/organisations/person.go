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
	namesake string // the same for everybody of one name, born in one year
	person   string // of those, the same for everybody of one date of birth, as far as it is known, and one distinction
}

func (d *Desk) hashesOf(name string, born typed.Span, distinction *string) hashes {
	plain := PlainName(name)
	who := []string{plain, string(typed.PartialDateOf(born))}
	if distinction != nil {
		who = append(who, PlainName(*distinction))
	}
	return hashes{namesake: d.keyed("person", plain, born.First.Format("2006")), person: d.keyed("one person", who...)}
}

// hashes of an employee as it is called now.
func (d *Desk) hashes(e *ent.Employee) hashes {
	return d.hashesOf(e.Name, days(e), e.Distinction)
}

func (d *Desk) keyed(what string, parts ...string) string {
	mac := hmac.New(sha256.New, d.personKey)
	_, _ = mac.Write([]byte(what + "\x00" + strings.Join(parts, "\x00"))) // a hash never fails
	return hex.EncodeToString(mac.Sum(nil))
}

// nameForm names the way in which hashes are made, and [PlainName] writes a name. Another way has every hash made anew.
const nameForm = "3: namesakes by year of birth"

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

// PersonText is the same for two entries that are surely one person, and says who that is: for what is compared in memory
// alone. It is empty where nobody can tell: without a distinction a date of birth known in part can be that of another.
func PersonText(name string, born typed.PartialDate, distinction *string) string {
	if distinction == nil && len(born) < len(time.DateOnly) {
		return ""
	}
	text := PlainName(name) + "\x00" + string(born)
	if distinction != nil {
		text += "\x00" + PlainName(*distinction)
	}
	return text
}

// recognise compares an employee who is new, or gets another name or date of birth, with everybody in the organisation who
// is, or was, called so. One who is there is refused, and so is who may be there; who was once called so is the same person,
// and is returned.
func (d *Desk) recognise(ctx context.Context, in *ent.EmployeeNameClient, e *ent.Employee) (who *string, err error) {
	mine := d.hashes(e)
	same, err := in.Query().Where(
		employeename.OrganisationID(e.OrganisationID), employeename.NamesakeHash(mine.namesake), employeename.EmployeeIDNEQ(e.ID),
	).Order(employeename.ByID()).WithEmployee().All(actor.AsSystem(ctx))
	if err != nil {
		return nil, fmt.Errorf("look for the same employee: %w", err)
	}
	for _, n := range same {
		switch there := n.Edges.Employee; {
		case d.isCalledSo(there, e):
			return nil, exists(there)
		case mayBe(n, e):
			return nil, possibly(there)
		case n.PersonHash != nil && *n.PersonHash == mine.person:
			who = new(rejudge.PersonOf(there))
		}
	}
	return who, nil
}

// isCalledSo reports whether an employee is now called as another one is to be, and born on the same day, without that
// somebody said that they are two.
func (d *Desk) isCalledSo(there, e *ent.Employee) bool {
	now, mine := d.hashes(there), d.hashes(e)
	return days(e).IsWhole() && Born(there) == Born(e) && (now.person == mine.person || now.namesake == mine.namesake && e.Distinction == nil)
}

// mayBe reports whether somebody who is, or was, called as n says can be e, for all that is known of their dates of birth,
// while nobody said that they are two. Whole dates leave no doubt.
func mayBe(n *ent.EmployeeName, e *ent.Employee) bool {
	there := n.Edges.Employee
	mine, now := days(e), days(there)
	if mine.IsWhole() && now.IsWhole() || !mine.Meets(now) && Born(e) != typed.PartialDateOf(bornAs(n)) {
		return false
	}
	return e.Distinction == nil || isMarked(n.Distinction, e) || isMarked(there.Distinction, e)
}

func isMarked(distinction *string, e *ent.Employee) bool {
	return distinction != nil && PlainName(*distinction) == PlainName(*e.Distinction)
}

// possibly refuses an entry that may be somebody who is there, and shows that one: a person settles it.
func possibly(e *ent.Employee) *fault.Error {
	f := fault.Conflict(pathEmployee, mayExist, fault.Text{
		NL: "Er is al een medewerker met deze naam, en wat van de geboortedatums bekend is past bij elkaar. Is het dezelfde persoon, kies dan die en vul daar de geboortedatum aan. " +
			"Is het iemand anders, vul dan een onderscheid in.",
		EN: "There is already an employee with this name, and what is known of the dates of birth agrees. If it is the same person, choose that one and complete the date of birth there. " +
			"If it is someone else, enter a distinction.",
	})
	f.Current, f.CurrentVersion = e, e.Version
	return f
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
