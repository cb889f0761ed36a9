package organisations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// Born is what is known of somebody's date of birth. The column date_of_birth alone says too much of a date that is known
// in part.
func Born(e *ent.Employee) typed.PartialDate { return typed.PartialDateOf(days(e)) }

func days(e *ent.Employee) typed.Span { return typed.SpanOf(e.DateOfBirth, e.DateOfBirthLast) }

func bornAs(n *ent.EmployeeName) typed.Span { return typed.SpanOf(n.DateOfBirth, n.DateOfBirthLast) }

// CanBeBornWith reports whether what two names say of the date of birth can be one day.
func CanBeBornWith(a, b *ent.EmployeeName) bool { return bornAs(a).Meets(bornAs(b)) }

// MayBeOne reports whether two who are entered together, b after a, can be one person, while nobody said that they are two.
func MayBeOne(a, b *ent.Employee) bool {
	return (b.Distinction == nil || isMarked(a.Distinction, b)) && PlainName(a.Name) == PlainName(b.Name) && days(a).Meets(days(b))
}

// Birth is what is stated of the date of birth, in whichever field.
func (in EmployeeInput) Birth() typed.PartialDate {
	if in.Born != "" {
		return in.Born
	}
	return typed.PartialDate(in.DateOfBirth)
}

func (in EmployeeInput) birthField() string {
	if in.Born != "" {
		return "born"
	}
	return "dateOfBirth"
}

// born reads the date of birth, which is stated whole or as far as it is known.
func (in EmployeeInput) born(bad *fault.Collector, at func(string) []string) typed.Span {
	switch {
	case in.Born == "" && in.DateOfBirth == "":
		bad.Add(fault.Invalid(at("dateOfBirth"), fault.ReasonRequired, fault.Text{
			NL: "Vul de geboortedatum in, of in born wat daarvan bekend is.", EN: "Enter the date of birth, or in born what is known of it.",
		}, ""))
		return typed.Span{}
	case in.Born == "":
		day := in.DateOfBirth.Parse(bad, at("dateOfBirth")...)
		return typed.Span{First: day, Last: day}
	case in.DateOfBirth != "" && string(in.DateOfBirth) != string(in.Born):
		bad.Add(fault.Invalid(at("born"), "NAMED_TWICE", fault.Text{
			NL: "De geboortedatum staat er tweemaal, en verschillend. Laat een van beide weg.", EN: "The date of birth is there twice, and differs. Leave one out.",
		}, ""))
	}
	return in.Born.Parse(bad, at("born")...)
}

// isStillFree looks once more, within the transaction that enters or renames an employee, whether somebody is called so, and
// keeps whoever would be from coming in until it ends: dates of birth that can be one are no equal keys, so that no index
// refuses the second. It returns procedure.ErrOvertaken where somebody was quicker.
func (d *Desk) isStillFree(ctx context.Context, tx *ent.Tx, e *ent.Employee) error {
	if err := d.store.Lock(ctx, tx, e.OrganisationID+" "+d.hashes(e).namesake); err != nil {
		return err
	}
	_, err := d.recognise(ctx, tx.EmployeeName, e)
	if fault.HasReason(err, employeeExists) || fault.HasReason(err, mayExist) {
		return procedure.ErrOvertaken
	}
	return err
}
