package testworld

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// Create begins a registration.
func (d *Dossier) Create(in entered.CreateInput) *ent.Registration {
	d.T.Helper()
	r, err := d.Registrations.Create(d.AsEmployer(), in)
	d.Must(err)
	return r
}

// Reload is a registration as it is stored.
func (d *Dossier) Reload(id string) *ent.Registration {
	d.T.Helper()
	r, err := d.Store.Client().Registration.Get(d.System(), id)
	d.Must(err)
	return r
}

// Parts are the participations of a registration, in the order in which they came.
func (d *Dossier) Parts(id string) []*ent.Participation {
	d.T.Helper()
	ps, err := d.Reload(id).QueryParticipations().All(d.System())
	d.Must(err)
	slices.SortFunc(ps, func(a, b *ent.Participation) int { return strings.Compare(a.ID, b.ID) })
	return ps
}

// Cells lists the cells of a registration as "COLUMN STATE", those of the registration itself first.
func (d *Dossier) Cells(id string) []string {
	d.T.Helper()
	var all []string
	for _, c := range d.CellRows(id) {
		all = append(all, c.Column+" "+c.State)
	}
	return all
}

// CellRows are the cells of a registration, in the order of Cells.
func (d *Dossier) CellRows(id string) []*ent.Cell {
	d.T.Helper()
	cells, err := d.Store.Client().Cell.Query().Where(cell.RegistrationID(id)).Order(cell.ByID()).All(d.System())
	d.Must(err)
	return cells
}

// PDF is a small file of that type, with a page.
func PDF(text string) []byte {
	body := "%PDF-1.4\n% " + text + "\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] >>\nendobj\n3 0 obj\n<< /Type /Page >>\nendobj\n"
	return fmt.Appendf(nil, "%sxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", body, len(body))
}

// Upload asks a ticket and puts a file there.
func (d *Dossier) Upload(ctx context.Context, forID, text string) (ticketID string) {
	d.T.Helper()
	content := PDF(text)
	tickets, err := d.Documents.CreateTickets(ctx, documents.CreateTicketsInput{ForID: forID, Files: []documents.FileInput{{Name: "scan.pdf", Size: len(content)}}})
	d.Must(err)
	answer := httptest.NewRecorder()
	d.uploads.ServeHTTP(answer, httptest.NewRequest(http.MethodPut, strings.TrimPrefix(tickets[0].URL, Origin), bytes.NewReader(content)))
	if answer.Code != http.StatusCreated {
		d.T.Fatalf("upload: %d %s", answer.Code, answer.Body)
	}
	return tickets[0].ID
}

// Attach hands a document in for everyone.
func (d *Dossier) Attach(id, kind string, statement *question.DocumentInput) *matrix.Attached {
	d.T.Helper()
	done, err := d.Registrations.AttachDocument(d.AsEmployer(), matrix.AttachDocumentInput{
		TicketID: d.Upload(d.AsEmployer(), id, kind+ids.New(ids.File)), ForID: id, ExpectedVersion: d.Reload(id).Version, Kind: kind, ServesAll: true, Statement: statement,
	})
	d.Must(err)
	return done
}

// Complete reports a column as complete.
func (d *Dossier) Complete(id, column string) {
	d.T.Helper()
	_, err := d.Registrations.CompleteCells(d.AsEmployer(), matrix.CompleteCellsInput{ForID: id, ExpectedVersion: d.Reload(id).Version, Column: column, IsComplete: true})
	d.Must(err)
}

// HandIn attaches everything that 1A of SO-Z&W asks and reports it as complete.
func (d *Dossier) HandIn(id string) {
	d.T.Helper()
	d.Attach(id, "LEERWERKOVEREENKOMST", nil)
	d.Attach(id, "LOONSTROOK_START", Month("2026-02"))
	d.Attach(id, "LOONSTROOK_EIND", Month("2026-12"))
	d.Attach(id, "DIPLOMA", nil)
	for _, column := range []string{"LEERWERKOVEREENKOMST", "LOONSTROOK_START", "LOONSTROOK_EIND", "PRESTATIEBEWIJS"} {
		d.Complete(id, column)
	}
}

// HandInCourse attaches everything that 2 of SO-Z&W asks and reports it as complete.
func (d *Dossier) HandInCourse(id string) (statement *ent.Document) {
	d.T.Helper()
	d.Attach(id, "LOONSTROOK_START", Month("2026-02"))
	statement = d.Attach(id, "PRESTATIEVERKLARING", nil).Document
	d.Complete(id, "LOONSTROOK_START")
	d.Complete(id, "PRESTATIEVERKLARING")
	return statement
}

// Submit submits a registration, or finds what stops it.
func (d *Dossier) Submit(id string) *registrations.Submission {
	d.T.Helper()
	s, err := d.Registrations.Submit(d.AsEmployer(), registrations.SubmitInput{ID: id, ExpectedVersion: d.Reload(id).Version})
	d.Must(err)
	return s
}

// Review takes a registration into review.
func (d *Dossier) Review(id string) {
	d.T.Helper()
	_, err := d.Registrations.StartReview(d.AsAssessor(), registrations.StartReviewInput{RegistrationID: id, ExpectedVersion: d.Reload(id).Version})
	d.Must(err)
}

// Judge gives one verdict on every cell that is in one of the states.
func (d *Dossier) Judge(id, verdict string, reason *string, states ...string) {
	d.T.Helper()
	in := matrix.JudgeCellsInput{ForID: id, ExpectedVersion: d.Reload(id).Version}
	for _, c := range d.CellRows(id) {
		if slices.Contains(states, c.State) {
			in.Cells = append(in.Cells, matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: verdict, Reason: reason})
		}
	}
	_, err := d.Registrations.JudgeCells(d.AsAssessor(), in)
	d.Must(err)
}

// Decide decides on a registration.
func (d *Dossier) Decide(id, verdict string, note *string, by *typed.Date) *registrations.Decided {
	d.T.Helper()
	done, err := d.Registrations.Decide(d.AsAssessor(), registrations.DecideInput{RegistrationID: id, ExpectedVersion: d.Reload(id).Version, Verdict: verdict, Note: note, RepairBy: by})
	d.Must(err)
	return done
}

// Rules lists the rules that a judgement names.
func (d *Dossier) Rules(e *ent.Evaluation) []string {
	d.T.Helper()
	a := d.Receipt(e.ID).Answer
	var all []string
	for _, p := range append(a.Parts, a.Whole) {
		for _, f := range p.Findings {
			all = append(all, f.Rule)
		}
	}
	return all
}

// Question is what the scheme was asked of the judgement on which a registration rests now.
func (d *Dossier) Question(id string) *schemes.Question {
	d.T.Helper()
	q := d.Receipt(*d.Reload(id).EvaluationID).Question
	return &q
}

// Withdraw withdraws a registration.
func (d *Dossier) Withdraw(id string) *ent.Registration {
	d.T.Helper()
	r, err := d.Registrations.Withdraw(d.AsEmployer(), registrations.WithdrawInput{ID: id, ExpectedVersion: d.Reload(id).Version})
	d.Must(err)
	return r
}

// Row is a row of an import under 1A of SO-Z&W.
func Row(reference string, participants ...entered.ParticipantInput) intake.ImportRow {
	return intake.ImportRow{
		ExternalReference: reference, Activity: "1A", Training: Nurse(), Start: Date("2026-02-01"), End: Date("2026-12-31"), Participants: participants,
	}
}

// Import takes rows in, or tries them.
func (d *Dossier) Import(in intake.ImportInput) []intake.Imported {
	d.T.Helper()
	in.PlanID = d.Plan
	done, err := d.Intake.Import(d.AsEmployer(), in)
	d.Must(err)
	return done
}

// Others lists, of the judgement on which a registration rests now, the other registrations of its people by number.
func (d *Dossier) Others(id string) []string {
	d.T.Helper()
	all := []string{}
	for _, p := range d.Question(id).Registration.Participations {
		for _, o := range p.Others {
			line := o.Number
			if o.SameTraining {
				line += " same"
			}
			if amount, stated := o.Amount.Get(); stated {
				line += " " + amount.String()
			}
			all = append(all, line)
		}
	}
	slices.Sort(all)
	return all
}
