package demo

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// A round is one plan of SectorplanPlus with its registrations. Days are of
// regulation time.
type round struct {
	scheme   string
	practice int // index into practices
	region   string
	facts    []question.FactInput
	accounts int      // year of the annual accounts that are submitted; 0 for none
	judged   []string // columns of the project file that the SSC approves; the others wait for it
	leader   string

	filed, granted, registered, accounted string
	trainings                             []training
}

// A training is one registration of the demo: its facts, its participants and the state that it reaches.
type training struct {
	activity, code, title, route string // code is empty for a course
	start, end                   string
	people                       []int  // indexes into the staff of the practice
	content                      string // of C: APPROVED, REJECTED or WAITING
	state                        string
	stated                       string // target group, where it is not the one that follows from the facts; - for none
}

// running is a round under way.
type running struct {
	round
	plan *ent.Plan
	made []*ent.Registration // of each training
}

var rounds = []round{
	{
		scheme: "sectorplanplus-v1", practice: 0, leader: "utrechtzorg", judged: []string{"KVK_UITTREKSEL", "PROJECTOVEREENKOMST"},
		filed: "2022-08-10", granted: "2022-08-19", registered: "2022-09-12", accounted: "2023-09-11",
		trainings: []training{
			{activity: "A", code: "25473", title: "Doktersassistent", route: "BBL", start: "2022-09-01", end: "2023-08-31", people: []int{0}, state: "APPROVED"},
			{activity: "C", title: "Leren begeleiden", start: "2023-03-06", end: "2023-03-20", people: []int{1, 2}, content: "APPROVED", state: "SUBMITTED"},
		},
	},
	{
		scheme: "sectorplanplus-v2", practice: 0, leader: "utrechtzorg",
		filed: "2022-09-15", granted: "2022-09-29", registered: "2022-10-10", accounted: "2023-09-12",
		trainings: []training{
			{activity: "A", code: "25650", title: "Apothekersassistent", route: "BBL", start: "2022-10-03", end: "2023-07-31", people: []int{2}, state: "IN_REVIEW"},
			{activity: "C", title: "Omgaan met onbegrepen gedrag", start: "2023-02-01", end: "2023-02-15", people: []int{0, 3}, content: "APPROVED", state: "APPROVED"},
		},
	},
	{
		scheme: "sectorplanplus-v3", practice: 1, leader: "zorgpleinnoord",
		facts: []question.FactInput{yes("tazSurcharge")},
		filed: "2023-08-10", granted: "2023-08-18", registered: "2023-09-11", accounted: "2024-09-09",
		trainings: []training{
			{activity: "A", code: "25655", title: "", route: "BBL", start: "2023-09-01", end: "2024-07-31", people: []int{1}, state: "APPROVED"},
			{activity: "A", code: "25650", title: "Apothekersassistent", route: "BBL", start: "2023-09-04", end: "2024-06-28", people: []int{0}, state: "REPAIR"},
		},
	},
	{
		scheme: "sectorplanplus-v4", practice: 0, leader: "utrechtzorg", accounts: 2023, judged: []string{"OMVANG", "KVK_UITTREKSEL"},
		filed: "2024-07-01", granted: "2024-08-16", registered: "2024-09-09", accounted: "2025-09-08",
		trainings: []training{
			{activity: "A", code: "25655", route: "BBL", start: "2024-09-02", end: "2025-07-31", people: []int{3}, state: "APPROVED"},
			{activity: "A", code: "25473", title: "Doktersassistent", route: "BBL", start: "2024-09-02", end: "2025-07-31", people: []int{0}, state: "DRAFT"}, // in variant 1 already
			{activity: "B", code: "34560", route: "DUAAL", start: "2024-09-02", end: "2026-07-31", people: []int{1}, state: "DRAFT", stated: "NIEUWE_INSTROOM"},
			{activity: "C", title: "Samenwerken in de wijk", start: "2025-03-03", end: "2025-03-17", people: []int{0, 1, 2}, content: "APPROVED", state: "APPROVED"},
			{activity: "C", title: "Methodisch werken", start: "2025-04-07", end: "2025-04-14", people: []int{1, 3}, content: "APPROVED", state: "READY"},
			{activity: "C", title: "Veilig werken met medicatie", start: "2025-05-12", end: "2025-05-19", people: []int{2}, content: "APPROVED", state: "REJECTED"},
			{activity: "C", title: "Ontspannen aan zee", start: "2025-06-02", end: "2025-06-03", people: []int{0, 1}, content: "REJECTED", state: "CONTENT_REJECTED"},
			{activity: "C", title: "Digitaal vaardig in de zorg", start: "2025-10-06", end: "2025-10-20", people: []int{0, 2, 3}, content: "WAITING", state: "AWAITING_CONTENT"},
			{activity: "C", title: "Werken met een zorgdossier", start: "2025-11-03", end: "2025-11-10", people: []int{0}, state: "DRAFT", stated: "-"},
		},
	},
	{
		scheme: "sectorplanplus-v4", practice: 1, leader: "zorgpleinnoord",
		filed: "2024-07-02", granted: "2024-08-16", registered: "2024-09-10", accounted: "2025-09-09",
		trainings: []training{ // the same person and course as at another practice
			{activity: "C", title: "Samenwerken in de wijk", start: "2025-03-03", end: "2025-03-17", people: []int{0}, content: "APPROVED", state: "SUBMITTED"},
		},
	},
	{scheme: "sectorplanplus-v4", practice: 0, region: "rgn_gelderland-midden-zuid-en-west", leader: "wzw", filed: "2024-07-03"},
}

func yes(key string) question.FactInput {
	return question.FactInput{Key: key, Value: &question.FactValueInput{Boolean: pointer(true)}}
}

func (s *seeder) fileRound(ctx context.Context, r *running) error {
	employer, err := s.as(ctx, practices[r.practice].email)
	if err != nil {
		return err
	}
	in := plans.CreateInput{Scheme: r.scheme, Facts: append([]question.FactInput{yes("employsStaff")}, r.facts...), Lines: []plans.LineInput{
		{Activity: "A", Participants: 4, Requested: typed.MoneyOf(1_200_000)},
		{Activity: "B", Participants: 1, Requested: typed.MoneyOf(300_000)},
		{Activity: "C", Participants: 12, Requested: typed.MoneyOf(600_000)},
	}}
	if r.region != "" {
		in.RegionID = &r.region
	}
	p, err := s.Plans.Create(employer, in)
	if err != nil {
		return fmt.Errorf("plan of %s: %w", r.scheme, err)
	}
	r.plan, err = s.file(employer, p, "SUBMITTED")
	return err
}

func (s *seeder) grantRound(ctx context.Context, r *running) error {
	if err := s.assess(ctx, r.plan, r.leader, "GRANTED"); err != nil {
		return err
	}
	regioplus, err := s.as(ctx, "regioplus@demo.example")
	if err != nil {
		return err
	}
	p, err := s.Store.Client().Plan.Get(regioplus, r.plan.ID)
	if err != nil {
		return err
	}
	r.plan, err = done(s.Plans.EnterGrant(regioplus, plans.EnterGrantInput{ID: p.ID, ExpectedVersion: p.Version, Amounts: []plans.GrantAmountInput{
		{Budget: "A", Amount: typed.MoneyOf(1_000_000)}, {Budget: "B", Amount: typed.MoneyOf(250_000)}, {Budget: "C", Amount: typed.MoneyOf(500_000)},
	}}))
	return err
}
