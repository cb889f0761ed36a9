package graph

import (
	"context"
	"strconv"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/schemes"
)

// Hindrances of a conflict are read where they are asked.
func (r stateConflictResolver) Hindrances(ctx context.Context, c *model.StateConflict) ([]*model.Hindrance, error) {
	if c.Refusal == nil {
		return []*model.Hindrance{}, nil
	}
	return r.hindrances(ctx, *c.Refusal, asked(ctx))
}

// hindrances shows what keeps an act from being done, in the words of the release and within the viewer's sight; what is
// asked of each.
func (r *root) hindrances(ctx context.Context, by reading.Hindrances, what selection) ([]*model.Hindrance, error) {
	out := make([]*model.Hindrance, 0, len(by.List))
	if len(by.List) == 0 || len(what) == 0 {
		return out, nil
	}
	m, err := r.manifest(ctx, by.Registration.Release.ID)
	if err != nil {
		return nil, err
	}
	var receipt *judgement.Receipt
	if by.Receipt != nil {
		if receipt, err = r.read(ctx, by.Receipt); err != nil {
			return nil, err
		}
	}
	seen, err := r.sightOf(ctx, by.Registration.Row, what)
	if err != nil {
		return nil, err
	}
	language := actor.From(ctx).Language
	for _, h := range by.List {
		message, remedy := h.Words(by.Registration)
		one := &model.Hindrance{Kind: h.Kind, Message: words(language, message), Remedy: words(language, remedy)}
		if h.Participation != nil {
			one.Pointer, one.Participation = participationAt(h.Place), seen.participations[h.Participation.ID]
		}
		if h.Cell != nil {
			one.Column, one.CellState, one.Cell = column(m, h.Cell.Column), &h.State, seen.cells[h.Cell.ID]
		}
		if h.Finding.Rule != "" && receipt != nil {
			one.Pointer, one.Finding, one.Document = h.Finding.Path, receipt.Find(h.Finding), seen.documents[receipt.Document(h.Finding.Path)]
			if one.Finding != nil {
				one.Message, one.PossibleFrom = lacking(language, one), one.Finding.PossibleFrom()
			}
		}
		out = append(out, one)
	}
	return out, nil
}

// lacking names the field that is missing, which the rule of all schemes does not.
func lacking(language string, one *model.Hindrance) *regulation.Text {
	if one.Finding.Code() != string(schemes.RuleMissing.Code) || one.Finding.FieldLabel() == nil {
		return one.Message
	}
	field := one.Finding.FieldLabel()
	return words(language, fault.Text{NL: field.NL + " ontbreekt nog.", EN: field.EN + " is still missing."})
}

// participationAt is the place of a participation in the facts.
func participationAt(i int) string { return "/participations/" + strconv.Itoa(i) }

// sight is what a viewer sees below a registration, by id.
type sight struct {
	participations map[string]*ent.Participation
	cells          map[string]*ent.Cell
	documents      map[string]*ent.Document
}

// sightOf reads what is asked of those that are below a registration, each kind in one statement.
func (r *root) sightOf(ctx context.Context, g *ent.Registration, what selection) (sight, error) {
	seen := sight{participations: map[string]*ent.Participation{}, cells: map[string]*ent.Cell{}}
	if what.any("participation") {
		all, err := r.participationsOf(ctx, g.ID)
		if err != nil {
			return seen, err
		}
		for _, p := range all {
			seen.participations[p.ID] = p
		}
		if err := r.primeEmployees(ctx, all, what["participation"]); err != nil {
			return seen, err
		}
	}
	if what.any("cell") {
		all, err := r.cellsOf(ctx, g.ID)
		if err != nil {
			return seen, err
		}
		for _, c := range all {
			seen.cells[c.ID] = c
		}
	}
	if !what.any("document") {
		return seen, nil
	}
	var err error
	seen.documents, err = r.documentsOf(ctx, g.PlanID, g.ID)
	return seen, err
}
