package demo

import (
	"context"
	"fmt"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// signatory is the made-up director who signs for each practice.
const signatory = "Dirkje Bestuurder"

// projectPapers are the documents about a plan as a whole, with an extract of one day and an agreement that was signed on
// another; contents are ticked off on both. Those of the size come where a year of accounts is given.
func projectPapers(extracted, signedOn string, accounts int, contents ...string) []paper {
	director := signed("DIRECTOR", signedOn, 0)
	director.Name = pointer(signatory)
	papers := []paper{
		{"KVK_UITTREKSEL", "KVK_UITTREKSEL", question.DocumentInput{Document: fields.Document{IssuedOn: new(typed.Date(extracted)), Contents: contents}}},
		{"PROJECTOVEREENKOMST", "PROJECTOVEREENKOMST", question.DocumentInput{Document: fields.Document{
			Contents: contents, Signatures: []question.SignatureInput{director},
		}}},
	}
	if accounts > 0 {
		papers = append(papers, paper{"JAARREKENING", "OMVANG", question.DocumentInput{Document: fields.Document{Year: new(accounts), SizeClass: new("SMALL")}}})
	}
	return papers
}

// handInProject attaches project documents and reports each as complete.
func (s *seeder) handInProject(employer context.Context, planID string, papers []paper) error {
	p, err := s.Store.Client().Plan.Get(employer, planID)
	if err != nil {
		return err
	}
	if p, err = s.ProjectFiles.Amend(employer, projectfiles.AmendInput{PlanID: planID, ExpectedVersion: p.ProjectVersion, SignatoryName: pointer(signatory)}); err != nil {
		return err
	}
	for _, d := range papers {
		ticket, err := s.upload(employer, planID, d.kind)
		if err != nil {
			return err
		}
		_, err = s.ProjectFiles.AttachDocument(employer, matrix.AttachDocumentInput{
			TicketID: ticket, ForID: planID, ExpectedVersion: p.ProjectVersion, Kind: d.kind, Statement: &d.statement,
		})
		if err != nil {
			return fmt.Errorf("attach %s: %w", d.kind, err)
		}
		_, err = s.ProjectFiles.CompleteCells(employer, matrix.CompleteCellsInput{ForID: planID, ExpectedVersion: p.ProjectVersion, Column: d.column, IsComplete: true})
		if err != nil {
			return fmt.Errorf("complete %s: %w", d.column, err)
		}
	}
	return nil
}

// judgeProject approves what waits in some columns of a project file, and rejects one of them with a reason.
func (s *seeder) judgeProject(ctx context.Context, planID, rejected string, columns ...string) (*ent.Plan, error) {
	ssc, err := s.as(ctx, "ssc2@demo.example")
	if err != nil {
		return nil, err
	}
	p, err := s.Store.Client().Plan.Get(ssc, planID)
	if err != nil {
		return nil, err
	}
	cells, err := s.Store.Client().Cell.Query().Where(cell.PlanID(planID), cell.RegistrationIDIsNil(), cell.State(matrix.InReview)).All(ssc)
	if err != nil {
		return nil, err
	}
	in := matrix.JudgeCellsInput{ForID: planID, ExpectedVersion: p.ProjectVersion}
	for _, c := range cells {
		verdict := matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: matrix.VerdictApproved}
		if c.Column == rejected {
			verdict.Verdict, verdict.Reason, verdict.Note = matrix.VerdictRejected, pointer("DOCUMENT_ILLEGIBLE"), pointer("De scan is niet leesbaar.")
		}
		if slices.Contains(columns, c.Column) {
			in.Cells = append(in.Cells, verdict)
		}
	}
	judged, err := s.ProjectFiles.JudgeCells(ssc, in)
	if err != nil {
		return nil, fmt.Errorf("judge project documents: %w", err)
	}
	return judged.Plan, nil
}

// accountProject hands in the documents of the plan of SO-Z&W, of which the SSC sends one back.
func (s *seeder) accountProject(ctx context.Context, employer context.Context) error {
	if err := s.handInProject(employer, s.plan.ID, projectPapers("2025-10-06", "2026-01-12", 0)); err != nil {
		return err
	}
	p, err := s.judgeProject(ctx, s.plan.ID, "KVK_UITTREKSEL", "KVK_UITTREKSEL", "PROJECTOVEREENKOMST")
	if err != nil {
		return err
	}
	ssc, err := s.as(ctx, "ssc2@demo.example")
	if err != nil {
		return err
	}
	_, err = s.ProjectFiles.AskRepair(ssc, projectfiles.AskRepairInput{
		PlanID: p.ID, ExpectedVersion: p.ProjectVersion, Note: pointer("Lever het uittreksel graag als leesbare scan aan."),
		DueOn: pointer(typed.DateOf(s.Clock.Regulation().AddDate(0, 2, 0))),
	})
	return err
}
