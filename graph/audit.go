package graph

import (
	"context"
	"strings"
	"unicode"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store/page"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// latestFirst is the order of a chain, from its head.
var latestFirst = page.Order[*ent.AuditEntry]{
	ID: auditID, Descending: true,
	Key: page.Integer(auditentry.FieldSequence, func(e *ent.AuditEntry) int64 { return int64(e.Sequence) }),
}

// auditOf reads a page of a dossier's log.
func (r *root) auditOf(ctx context.Context, dossierID string, on *string, in page.Input) (*relay.AuditConnection, error) {
	chain := r.db().AuditEntry.Query().Where(auditentry.DossierID(dossierID))
	what := asked(ctx)
	in.Total = what.any("totalCount")
	q := chain.Clone()
	if on != nil {
		q.Where(auditentry.SubjectID(*on))
	}
	p, err := page.Read(ctx, q, in, latestFirst)
	if err != nil {
		return nil, err
	}
	out := &relay.AuditConnection{Connection: *relay.Of(p)}
	if what.any("head") {
		head, err := maybe(chain.Order(ent.Desc(auditentry.FieldSequence)).First(ctx))
		if err != nil {
			return nil, err
		}
		if head != nil {
			out.Head = head.Hash
		}
	}
	return out, r.primeActors(ctx, p.Nodes, what.entries())
}

// primeActors reads who acted, once for the page.
func (r *root) primeActors(ctx context.Context, entries []*ent.AuditEntry, what selection) error {
	var ids []string
	for _, e := range entries {
		if what.any("actor") {
			ids = append(ids, present(e.ActorPerson, e.ActorToken, e.OnBehalfOf)...)
		}
		if what.any("on") && !what["on"].onlyID() {
			ids = append(ids, present(e.SubjectID)...)
		}
	}
	return r.primeNodes(ctx, ids)
}

func (r auditEntryResolver) Actor(ctx context.Context, e *ent.AuditEntry) (*model.AuditActor, error) {
	if err := r.primeNodes(ctx, present(e.ActorPerson, e.ActorToken, e.OnBehalfOf)); err != nil {
		return nil, err
	}
	out := &model.AuditActor{Role: e.Role}
	out.Person, _ = r.seen(ctx, e.ActorPerson).(*ent.Person)
	out.Token, _ = r.seen(ctx, e.ActorToken).(*ent.PartnerToken)
	out.OnBehalfOf, _ = r.seen(ctx, e.OnBehalfOf).(*ent.Organisation)
	return out, nil
}

func (r auditEntryResolver) On(ctx context.Context, e *ent.AuditEntry) (relay.Node, error) {
	if e.SubjectID == nil {
		return nil, nil
	}
	return r.node(ctx, *e.SubjectID)
}

func (r auditEntryResolver) Ground(ctx context.Context, e *ent.AuditEntry) (*model.AuditGround, error) {
	out := &model.AuditGround{Rules: append([]string{}, e.Rules...), Reason: r.reasonIn(ctx, e)}
	if e.Policy != nil {
		out.Policy = *e.Policy
	}
	var err error
	if asked(ctx).any("receipt") {
		out.Receipt, err = r.receipt(ctx, e.EvaluationID)
	}
	return out, err
}

// Did is the act as the enum of the API names it.
func (r auditEntryResolver) Did(_ context.Context, e *ent.AuditEntry) (string, error) {
	return actName(e.Act), nil
}

// Label is the act in words; an act that the table no longer has is shown by its name.
func (r auditEntryResolver) Label(ctx context.Context, e *ent.AuditEntry) (*regulation.Text, error) {
	text, ok := workflow.Label(e.Act)
	if !ok {
		text = fault.Text{NL: e.Act, EN: e.Act}
	}
	return regulation.NewText(schemes.Text(text), actor.From(ctx).Language), nil
}

// actName writes the name of an act as a value of the enum: submitPlan is SUBMIT_PLAN.
func actName(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}

// Rejudged says what the platform judged again.
func (r auditEntryResolver) Rejudged(_ context.Context, e *ent.AuditEntry) (*model.Rejudged, error) {
	if e.Cause == nil || e.Judged == nil {
		return nil, nil
	}
	return &model.Rejudged{Cause: *e.Cause, Count: *e.Judged}, nil
}

func (r auditEntryResolver) ViewerCan(ctx context.Context, e *ent.AuditEntry, action string) (*model.Permission, error) {
	return r.can(ctx, action, e), nil
}
