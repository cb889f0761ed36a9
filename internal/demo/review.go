package demo

import (
	"context"
	"errors"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// bring submits documents and brings a registration to a state.
func (s *seeder) bring(ctx, employer context.Context, g *ent.Registration, papers []paper, state string) error {
	g, err := s.handIn(employer, g, papers)
	if err != nil || state == "READY" {
		return err
	}
	submitted, err := s.Registrations.Submit(employer, registrations.SubmitInput{ID: g.ID, ExpectedVersion: g.Version})
	if err != nil {
		return err
	}
	if !submitted.IsSubmitted {
		return fmt.Errorf("%s was not handed in", g.Number)
	}
	if state == "SUBMITTED" {
		return nil
	}
	return s.review(ctx, submitted.Registration, papers[len(papers)-1].column, state)
}

// review plays the SSC's review of a submitted registration. A repair concerns the documents of one column.
func (s *seeder) review(ctx context.Context, r *ent.Registration, column, state string) error {
	ssc, err := s.as(ctx, "ssc@demo.example")
	if err != nil {
		return err
	}
	r, err = s.Registrations.StartReview(ssc, registrations.StartReviewInput{RegistrationID: r.ID, ExpectedVersion: r.Version})
	if err != nil || state == "IN_REVIEW" {
		return err
	}
	reason := "Niet leesbaar."
	in := registrations.DecideInput{RegistrationID: r.ID, Verdict: state}
	switch state {
	case "APPROVED":
		err = s.judge(ssc, r, "")
	case "REPAIR":
		err = s.judge(ssc, r, column)
		in.Note, in.RepairBy = &reason, pointer(typed.DateOf(s.Clock.Regulation().AddDate(0, 1, 0)))
	case "REJECTED":
		in.Note = pointer("De scholing past niet bij het gekozen doel.")
	}
	if err != nil {
		return err
	}
	if r, err = s.reload(ssc, r); err != nil {
		return err
	}
	in.ExpectedVersion = r.Version
	_, err = s.Registrations.Decide(ssc, in)
	return err
}

// judge approves every cell but those of the column that is rejected.
func (s *seeder) judge(ssc context.Context, r *ent.Registration, rejected string) error {
	cells, err := r.QueryCells().Where(cell.StateNEQ("NOT_REQUIRED")).All(ssc)
	if err != nil {
		return err
	}
	reasons, err := s.reasons(ssc, r)
	if err != nil {
		return err
	}
	in := matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: r.Version}
	for _, c := range cells {
		word := matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "APPROVED"}
		if c.Column == rejected {
			word.Verdict, word.Reason, word.Note = "REJECTED", &reasons[0], pointer("De scan is niet leesbaar.")
		}
		in.Cells = append(in.Cells, word)
	}
	_, err = s.Registrations.JudgeCells(ssc, in)
	return err
}

// reasons are the codes of the reasons for a rejection that the scheme knows.
func (s *seeder) reasons(ctx context.Context, r *ent.Registration) ([]string, error) {
	p, err := r.QueryPlan().Only(ctx)
	if err != nil {
		return nil, err
	}
	release, ok := s.Catalog.Release(p.ReleaseID)
	if !ok || len(release.Manifest.ReasonCodes) == 0 {
		return nil, errors.New("the scheme knows no reasons for a rejection")
	}
	var codes []string
	for _, c := range release.Manifest.ReasonCodes {
		codes = append(codes, c.Code)
	}
	return codes, nil
}
