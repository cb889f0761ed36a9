package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// plans files a plan under SO-Z&W for each practice and takes it to its state.
func (s *seeder) plans(ctx context.Context) error {
	if err := s.to(2025, time.December, 1); err != nil {
		return err
	}
	made := make([]*ent.Plan, len(practices))
	for i, p := range practices {
		as, err := s.as(ctx, p.email)
		if err != nil {
			return err
		}
		pl, err := s.Plans.Create(as, plans.CreateInput{Scheme: "sozw-2026", Lines: []plans.LineInput{
			{Activity: "1A", Participants: 4 + i, Requested: typed.MoneyOf(1_200_000)},
			{Activity: "1B", Participants: 1, Requested: typed.MoneyOf(300_000)},
			{Activity: "2", Participants: 12, Requested: typed.MoneyOf(900_000)},
		}, Facts: []question.FactInput{{Key: "employsStaff", Value: &question.FactValueInput{Boolean: pointer(true)}}}})
		if err != nil {
			return fmt.Errorf("plan of %s: %w", p.name, err)
		}
		if made[i], err = s.file(as, pl, p.state); err != nil {
			return fmt.Errorf("plan of %s: %w", p.name, err)
		}
	}
	if err := s.to(2026, time.January, 15); err != nil {
		return err
	}
	for i, p := range practices {
		if err := s.assess(ctx, made[i], p.leader, p.state); err != nil {
			return fmt.Errorf("assess plan of %s: %w", p.name, err)
		}
	}
	return nil
}

// file submits a plan, and withdraws the one that is to be withdrawn.
func (s *seeder) file(as context.Context, p *ent.Plan, state string) (*ent.Plan, error) {
	if state == "DRAFT" {
		return p, nil
	}
	submitted, err := done(s.Plans.Submit(as, plans.SubmitInput{ID: p.ID, ExpectedVersion: p.Version}))
	if err != nil || state != "WITHDRAWN" {
		return submitted, err
	}
	return s.Plans.Withdraw(as, plans.WithdrawInput{ID: p.ID, ExpectedVersion: submitted.Version, Reason: pointer("Geen capaciteit in 2026.")})
}

func (s *seeder) assess(ctx context.Context, p *ent.Plan, leader, state string) error {
	verdict := "APPROVED"
	switch state {
	case "DRAFT", "SUBMITTED", "WITHDRAWN":
		return nil
	case "REJECTED":
		verdict = "REJECTED"
	}
	as, err := s.as(ctx, "leader."+leader+"@demo.example")
	if err != nil {
		return err
	}
	lines, err := p.QueryLines().All(as)
	if err != nil {
		return err
	}
	in := plans.AssessInput{ID: p.ID, ExpectedVersion: p.Version, Verdict: verdict, Note: pointer("Beoordeeld met de aanvrager.")}
	for _, l := range lines {
		line := plans.AssessLineInput{LineID: l.ID, Participants: l.Participants, Amount: typed.MoneyOf(l.RequestedCents)}
		if l.Activity == "1B" || l.Activity == "B" {
			line.Amount, line.Reason = typed.MoneyOf(250_000), pointer("Een lager bedrag past bij één traject.")
		}
		in.Lines = append(in.Lines, line)
	}
	_, err = done(s.Plans.Assess(as, in))
	return err
}

// done returns the plan that an act made; what the regulation stops is an error here.
func done(r *plans.Result, err error) (*ent.Plan, error) {
	if err != nil {
		return nil, err
	}
	if !r.IsDone {
		return nil, fmt.Errorf("the regulation stops an act on plan %s: %s", r.Plan.Number, r.Evaluation.Answer)
	}
	return r.Plan, nil
}

// grants enters the grants of the first practice.
func (s *seeder) grants(ctx context.Context) error {
	if err := s.to(2026, time.March, 2); err != nil {
		return err
	}
	as, err := s.as(ctx, "regioplus@demo.example")
	if err != nil {
		return err
	}
	p, err := s.Store.Client().Plan.Query().Where(plan.OrganisationID(s.orgs[0].ID), plan.Scheme("sozw-2026")).Only(as)
	if err != nil {
		return err
	}
	s.plan, err = done(s.Plans.EnterGrant(as, plans.EnterGrantInput{
		ID: p.ID, ExpectedVersion: p.Version, Note: pointer("Eerste toekenning."),
		Amounts: []plans.GrantAmountInput{{Budget: "1", Amount: typed.MoneyOf(700_000)}, {Budget: "2", Amount: typed.MoneyOf(800_000)}},
	}))
	return err
}
