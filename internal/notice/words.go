package notice

import (
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// things are the kinds of subject in words, before the number.
var things = map[workflow.Subject]fault.Text{
	workflow.Plan:         {NL: "Plan", EN: "Plan"},
	workflow.Registration: {NL: "Registratie", EN: "Registration"},
	workflow.ProjectFile:  {NL: "Projectdossier van plan", EN: "Project file of plan"},
	workflow.Release:      {NL: "Regeling", EN: "Scheme"},
	workflow.Tie:          {NL: "Band tussen organisaties", EN: "Tie between organisations"},
}

// reminders are what is told that no act did.
var reminders = map[string]fault.Text{
	RepairEnds:       {NL: "het herstel moet bijna klaar zijn", EN: "the repair is due soon"},
	ApplicationEnds:  {NL: "het aanvraagtijdvak sluit bijna en het plan is nog niet ingediend", EN: "the application window closes soon and the plan is not submitted yet"},
	AssessmentEnds:   {NL: "het beoordelingstijdvak sluit bijna en het plan is nog niet beoordeeld", EN: "the assessment window closes soon and the plan is not assessed yet"},
	AccountingEnds:   {NL: "de verantwoording sluit bijna en er zijn nog registraties in te dienen", EN: "accounting closes soon and there are registrations to be submitted"},
	ApplicationOpens: {NL: "het aanvraagtijdvak is open", EN: "the application window is open"},
	AccountingOpens:  {NL: "de verantwoording is open", EN: "accounting is open"},
}

// letter writes what a person is told.
func (d *Desk) letter(to *ent.Person, rows []*ent.Told, about *around) mail.Message {
	items := make([]mail.Item, len(rows))
	for i, r := range rows {
		items[i] = d.item(r, about.numbers[r.SubjectID], to.Language)
	}
	return mail.News(to.Email, to.Language, items)
}

func (d *Desk) item(r *ent.Told, number, language string) mail.Item {
	news, isReminder := reminders[r.What]
	if !isReminder {
		act, _ := workflow.Done(workflow.Subject(r.Subject), r.What)
		news = act.News
	}
	what := things[workflow.Subject(r.Subject)].In(language)
	if number != "" {
		what += " " + number
	}
	it := mail.Item{What: what + ": " + news.In(language), Page: d.Origin + "/?id=" + r.SubjectID}
	switch {
	case r.Until != nil:
		it.More = until.In(language) + " " + day(*r.Until).In(language) + "."
	case r.Manner == string(workflow.AsReceipt):
		it.More = received.In(language) + " " + moment(r.At).In(language) + "."
	case r.Manner == string(workflow.AsDecision):
		it.More = reasons.In(language)
	}
	return it
}

var (
	until    = fault.Text{NL: "Dit kan tot en met", EN: "This can be done until and including"}
	received = fault.Text{NL: "Dit is de bevestiging van ontvangst. Ontvangen op", EN: "This confirms that it was received, on"}
	reasons  = fault.Text{NL: "Het besluit en de redenen ervan staan bij het dossier.", EN: "The decision and its reasons stand with the dossier."}
)

func day(t time.Time) fault.Text {
	return fault.Text(schemes.Spoken("", t.Format(time.DateOnly)))
}

// moment is a moment in Amsterdam, to the minute.
func moment(t time.Time) fault.Text {
	there := t.In(clock.Amsterdam)
	on, at := day(there), there.Format("15:04")
	return fault.Text{NL: on.NL + " om " + at, EN: on.EN + " at " + at}
}
