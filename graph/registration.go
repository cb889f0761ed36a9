package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/decision"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/matrix"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/queue"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/store/page"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

func (r queryResolver) Registration(ctx context.Context, by model.RegistrationKey) (*ent.Registration, error) {
	q := r.db().Registration.Query()
	switch {
	case by.ID != nil:
		q.Where(registration.ID(*by.ID))
	case by.Number != nil:
		q.Where(registration.Number(*by.Number))
	default:
		q.Where(registration.ExternalReference(*by.ExternalReference), registration.OrganisationID(actor.From(ctx).OrganisationID))
	}
	return maybe(q.Only(ctx))
}

func (r queryResolver) Registrations(ctx context.Context, filter *model.RegistrationFilter, order *model.RegistrationOrder, first *int, after *string, last *int, before *string) (*relay.RegistrationConnection, error) {
	return r.registrations(ctx, r.db().Registration.Query(), filter, order, page.Input{First: first, After: after, Last: last, Before: before})
}

func (r queryResolver) RegistrationCounts(ctx context.Context, filter *model.RegistrationFilter) ([]*model.RegistrationCount, error) {
	return r.registrationCounts(ctx, r.db().Registration.Query(), filter)
}

// registrations reads a page, and for all of it what its entries will show.
func (r *root) registrations(ctx context.Context, q *ent.RegistrationQuery, filter *model.RegistrationFilter, order *model.RegistrationOrder, in page.Input) (*relay.RegistrationConnection, error) {
	which, err := r.registrationsIn(ctx, filter)
	if err != nil {
		return nil, err
	}
	what := asked(ctx)
	in.Total = what.any("totalCount")
	by := page.Order[*ent.Registration]{ID: registrationID, Key: registrationOrders["NUMBER"]}
	if order != nil {
		by.Key, by.Descending = registrationOrders[order.By], order.Direction == descending
	}
	p, err := page.Read(ctx, q.Where(which...), in, by)
	if err != nil {
		return nil, err
	}
	return relay.Of(p), r.primeRegistrations(ctx, p.Nodes, what.entries())
}

// registrationCounts counts per state, in the order of the process: all, and those that wait for the viewer's role.
func (r *root) registrationCounts(ctx context.Context, q *ent.RegistrationQuery, filter *model.RegistrationFilter) ([]*model.RegistrationCount, error) {
	if filter != nil {
		plain := *filter
		plain.States = nil
		filter = &plain
	}
	which, err := r.registrationsIn(ctx, filter)
	if err != nil {
		return nil, err
	}
	role := actor.From(ctx).Role
	by, err := perState(ctx, q.Clone().Where(which...))
	if err != nil {
		return nil, err
	}
	waiting := map[string]int{}
	for _, state := range waitingFor(role, workflow.Registration) {
		waiting[state] = by[state]
	}
	if mayBeNamed(role) { // then the state does not say it
		if waiting, err = perState(ctx, q.Where(which...).Where(waitsFor(role))); err != nil {
			return nil, err
		}
	}
	return countsOf(by, waiting), nil
}

// perState counts registrations in one statement.
func perState(ctx context.Context, q *ent.RegistrationQuery) (map[string]int, error) {
	var counted []struct {
		State string
		Count int
	}
	err := q.GroupBy(registration.FieldState).Aggregate(ent.Count()).Scan(ctx, &counted)
	by := map[string]int{}
	for _, c := range counted {
		by[c.State] = c.Count
	}
	return by, err
}

// Assessor is nobody's business but of who sees the person.
func (r registrationResolver) Assessor(ctx context.Context, g *ent.Registration) (*ent.Person, error) {
	holder := registrations.Holder(g)
	if holder == "" {
		return nil, nil
	}
	return r.personByID(ctx, &holder)
}

func (r registrationResolver) Plan(ctx context.Context, g *ent.Registration) (*ent.Plan, error) {
	if g.Edges.Plan != nil {
		return g.Edges.Plan, nil
	}
	n, err := r.node(ctx, g.PlanID)
	p, _ := n.(*ent.Plan)
	return p, err
}

func (r registrationResolver) Organisation(ctx context.Context, g *ent.Registration) (*ent.Organisation, error) {
	return r.organisation(ctx, g.OrganisationID)
}

func (r registrationResolver) Activity(ctx context.Context, g *ent.Registration) (*regulation.Activity, error) {
	m, err := r.manifestOf(ctx, g.PlanID)
	return activityOf(m, err, g.Activity)
}

func (r registrationResolver) Training(ctx context.Context, g *ent.Registration) (regulation.Training, error) {
	m, err := r.manifestOf(ctx, g.PlanID)
	if err != nil {
		return nil, err
	}
	return m.Training(g.Training), nil
}

func (r registrationResolver) Facts(ctx context.Context, g *ent.Registration) ([]*regulation.Fact, error) {
	m, err := r.manifestOf(ctx, g.PlanID)
	if err != nil {
		return nil, err
	}
	isPersonal := r.use.Guard.Can(ctx, string(access.ReadPersonalData), g).Allowed // who judges the content alone does not read them
	return m.FactsOf(schemes.AboutRegistration, g.Activity, g.Facts, isPersonal), nil
}

// ExternalReference is the employer's key, often a personnel number.
func (r registrationResolver) ExternalReference(ctx context.Context, g *ent.Registration) (*string, error) {
	return r.aboutEmployees(ctx, g.ExternalReference), nil
}

// ParticipantCount is shown to those who see participations.
func (r registrationResolver) ParticipantCount(ctx context.Context, g *ent.Registration) (*int, error) {
	if !r.use.Guard.Sees(ctx, access.Participation) {
		return nil, nil
	}
	return &g.ParticipantCount, nil
}

// ContentJudgement is null where the activity names no role that judges the content.
func (r registrationResolver) ContentJudgement(ctx context.Context, g *ent.Registration) (*queue.Content, error) {
	m, err := r.manifestOf(ctx, g.PlanID)
	activity, err := activityOf(m, err, g.Activity)
	if err != nil || activity == nil {
		return nil, err
	}
	judge, ok := activity.ContentJudge()
	if !ok {
		return nil, nil
	}
	out := &queue.Content{Registration: g, Role: judge, JudgeName: m.RoleTitle(judge), Today: r.use.Clock.Today()}
	if g.ContentApproved != nil {
		out.ApprovedTraining = m.Training(*g.ContentApproved)
	}
	return out, nil
}

// JudgedBy is null for who does not see the person.
func (r contentJudgementResolver) JudgedBy(ctx context.Context, c *queue.Content) (*ent.Person, error) {
	return r.personByID(ctx, c.Registration.ContentJudgedBy)
}

func (r registrationResolver) Judgement(ctx context.Context, g *ent.Registration) (*judgement.Judgement, error) {
	receipt, err := r.receipt(ctx, g.EvaluationID)
	if err != nil || receipt == nil {
		return nil, err
	}
	return receipt.Whole(), nil
}

func (r registrationResolver) OutcomeCounts(ctx context.Context, g *ent.Registration) ([]*model.OutcomeCount, error) {
	counts, err := r.outcomesOf(ctx, g.ID)
	out := []*model.OutcomeCount{}
	for _, outcome := range []schemes.Outcome{schemes.Eligible, schemes.Ineligible, schemes.Undetermined} {
		if n := counts[string(outcome)]; n > 0 {
			out = append(out, &model.OutcomeCount{Outcome: string(outcome), Count: n})
		}
	}
	return out, err
}

func (r registrationResolver) Participations(ctx context.Context, g *ent.Registration, filter *model.ParticipationFilter, first *int, after *string, last *int, before *string) (*relay.ParticipationConnection, error) {
	if !r.use.Guard.Sees(ctx, access.Participation) {
		return nil, nil
	}
	return r.participations(ctx, g, filter, page.Input{First: first, After: after, Last: last, Before: before})
}

func (r registrationResolver) Matrix(ctx context.Context, g *ent.Registration) (*matrix.Matrix, error) {
	if !r.use.Guard.Sees(ctx, access.Cell) {
		return nil, nil
	}
	return r.matrix(ctx, g)
}

func (r registrationResolver) NextSteps(ctx context.Context, g *ent.Registration) ([]*model.NextStep, error) {
	open, err := r.repairOf(ctx, g.ID)
	if err != nil {
		return nil, err
	}
	content, err := r.ContentJudgement(ctx, g)
	if err != nil {
		return nil, err
	}
	return nextSteps(actor.From(ctx).Language, g, typed.DateOf(r.use.Clock.Today()), r.use.Guard.Sees(ctx, access.Participation), open, content), nil
}

func (r registrationResolver) Repair(ctx context.Context, g *ent.Registration) (*ent.Repair, error) {
	return r.repairOf(ctx, g.ID)
}

// PossibleMatches is null for those who may not see them: whether there are any is not shown either.
func (r registrationResolver) PossibleMatches(ctx context.Context, g *ent.Registration) ([]*registrations.PossibleMatch, error) {
	if !r.use.Guard.Sees(ctx, access.Match) {
		return nil, nil
	}
	return recalled(ctx).matches.get(g.ID, func() ([]*registrations.PossibleMatch, error) {
		found, err := r.use.Registrations.PossibleMatches(ctx, []*ent.Registration{g})
		return notNone(found[g.ID]), err
	})
}

// primeMatches finds them for all registrations of a list, and reads what is asked of those elsewhere.
func (r *root) primeMatches(ctx context.Context, list []*ent.Registration, what selection) error {
	found, err := r.use.Registrations.PossibleMatches(ctx, list)
	if err != nil || found == nil {
		return err
	}
	var there []*ent.Registration
	for _, g := range list {
		recalled(ctx).matches.put(g.ID, notNone(found[g.ID]))
		for _, m := range found[g.ID] {
			there = append(there, m.Registration)
		}
	}
	return r.primeRegistrations(ctx, there, what)
}

func notNone(all []*registrations.PossibleMatch) []*registrations.PossibleMatch {
	if all == nil {
		return []*registrations.PossibleMatch{}
	}
	return all
}

const mostDecisions = 20

func (r registrationResolver) Decisions(ctx context.Context, g *ent.Registration) ([]*ent.Decision, error) {
	return r.db().Decision.Query().Where(decision.RegistrationID(g.ID)).
		Order(ent.Desc(decision.FieldAt, decision.FieldID)).Limit(mostDecisions).All(ctx)
}

// Payable is what the cap leaves of an approved amount.
func (r registrationResolver) Payable(ctx context.Context, g *ent.Registration) (*typed.Money, error) {
	if !isApproved(g.State) {
		return nil, nil
	}
	p, err := r.Plan(ctx, g)
	if err != nil || p == nil {
		return nil, err
	}
	budgets, err := r.ledgerOf(ctx, p)
	for _, b := range budgets {
		if cents, ok := b.PayableOf[g.ID]; ok {
			return new(typed.MoneyOf(cents)), nil
		}
	}
	return nil, err
}

func (r registrationResolver) ViewerCan(ctx context.Context, g *ent.Registration, action string) (*model.Permission, error) {
	return r.can(ctx, action, g), nil
}
