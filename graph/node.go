package graph

import (
	"context"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/admission"
	"github.com/penvoerder/penvoerder/ent/appointment"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/decision"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/event"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/partnertoken"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/planline"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/ent/schemerelease"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/graph/queue"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/reference"
)

// Node returns any thing by its id; what is not there or not in sight is null.
func (r queryResolver) Node(ctx context.Context, id string) (relay.Node, error) {
	return r.node(ctx, id)
}

// Nodes returns things in the order asked.
func (r queryResolver) Nodes(ctx context.Context, ids []string) ([]relay.Node, error) {
	if err := r.primeNodes(ctx, ids); err != nil {
		return nil, err
	}
	out := make([]relay.Node, len(ids))
	for i, id := range ids {
		n, err := r.node(ctx, id)
		if err != nil {
			return nil, err
		}
		out[i] = n
	}
	return out, r.primeKinds(ctx, out, asked(ctx))
}

// node reads one thing, once in a request.
func (r *root) node(ctx context.Context, id string) (relay.Node, error) {
	return recalled(ctx).nodes.get(id, func() (relay.Node, error) {
		found, err := r.readNodes(ctx, []string{id})
		return found[id], err
	})
}

// primeNodes reads things that will be asked one by one: one statement for each type.
func (r *root) primeNodes(ctx context.Context, ids []string) error {
	lacking := recalled(ctx).nodes.lacks(ids)
	found, err := r.readNodes(ctx, lacking)
	if err != nil {
		return err
	}
	for _, id := range lacking {
		recalled(ctx).nodes.put(id, found[id])
	}
	return nil
}

func (r *root) readNodes(ctx context.Context, all []string) (map[string]relay.Node, error) {
	byPrefix := map[string][]string{}
	for _, id := range all {
		byPrefix[ids.Prefix(id)] = append(byPrefix[ids.Prefix(id)], id)
	}
	out := map[string]relay.Node{}
	for prefix, some := range byPrefix {
		if err := r.readKind(ctx, prefix, some, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// readKind reads things of one prefix into out.
func (r *root) readKind(ctx context.Context, prefix string, some []string, out map[string]relay.Node) error {
	for _, id := range some {
		if n := r.table(ctx, prefix, id); n != nil {
			out[id] = n
		}
	}
	var known []string
	for _, id := range some {
		if ids.Valid(id, prefix) { // keeps odd text away from the database
			known = append(known, id)
		}
	}
	if prefix == taskPrefix {
		return r.readTasks(ctx, some, out)
	}
	if read, ok := rows[prefix]; ok && len(known) > 0 {
		return read(ctx, r, known, out)
	}
	return nil
}

var taskPrefix = strings.TrimSuffix(queue.Prefix, "_")

const (
	schemePrefix   = "sch"
	trainingPrefix = "trn"
)

// table returns what is not a row: regions, schemes and trainings are tables of the program or of a release.
func (r *root) table(ctx context.Context, prefix, id string) relay.Node {
	switch prefix {
	case ids.Region:
		if found, ok := reference.RegionByID(id); ok {
			return &found
		}
	case ids.RegionalOrganisation:
		if found, ok := reference.RegionalOrganisationByID(id); ok {
			return &found
		}
	case schemePrefix:
		if s := r.scheme(ctx, strings.TrimPrefix(id, schemePrefix+"_")); s != nil {
			return s
		}
	case trainingPrefix:
		release, place, ok := question.ReadTrainingID(id)
		if !ok {
			return nil
		}
		if m, err := r.manifest(ctx, release); err == nil {
			if t := m.ListedTraining(place); t != nil {
				return t
			}
		}
	}
	return nil
}

// rows reads the rows of each prefix, under the row predicate of who asks.
var rows = map[string]func(context.Context, *root, []string, map[string]relay.Node) error{
	ids.Organisation: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Organisation) string { return n.ID })(r.db().Organisation.Query().Where(organisation.IDIn(ids...)).All(ctx))
	},
	ids.Person: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Person) string { return n.ID })(r.db().Person.Query().Where(person.IDIn(ids...)).All(ctx))
	},
	ids.RoleAssignment: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		contacts := r.db().RoleAssignment.Query().Where(roleassignment.IDIn(ids...), roleassignment.Role(string(actor.Employer)))
		return gather(out, func(n *ent.RoleAssignment) string { return n.ID })(contacts.WithPerson().All(ctx))
	},
	ids.PartnerToken: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.PartnerToken) string { return n.ID })(r.db().PartnerToken.Query().Where(partnertoken.IDIn(ids...)).All(ctx))
	},
	ids.Admission: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Admission) string { return n.ID })(r.db().Admission.Query().Where(admission.IDIn(ids...)).All(ctx))
	},
	ids.Appointment: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Appointment) string { return n.ID })(r.db().Appointment.Query().Where(appointment.IDIn(ids...)).All(ctx))
	},
	ids.Employee: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Employee) string { return n.ID })(r.db().Employee.Query().Where(employee.IDIn(ids...)).All(ctx))
	},
	ids.Tie: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Tie) string { return n.ID })(r.db().Tie.Query().Where(tie.IDIn(ids...)).All(ctx))
	},
	ids.SchemeRelease: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		all := r.db().SchemeRelease.Query().Where(schemerelease.IDIn(ids...))
		return gather(out, func(n *ent.SchemeRelease) string { return n.ID })(all.All(actor.AsSystem(ctx))) // public
	},
	ids.Plan: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Plan) string { return n.ID })(r.db().Plan.Query().Where(plan.IDIn(ids...)).All(ctx))
	},
	ids.PlanLine: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.PlanLine) string { return n.ID })(r.db().PlanLine.Query().Where(planline.IDIn(ids...)).WithPlan().All(ctx))
	},
	ids.Registration: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Registration) string { return n.ID })(r.db().Registration.Query().Where(registration.IDIn(ids...)).All(ctx))
	},
	ids.Participation: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Participation) string { return n.ID })(r.db().Participation.Query().Where(participation.IDIn(ids...)).All(ctx))
	},
	ids.Cell: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Cell) string { return n.ID })(r.db().Cell.Query().Where(cell.IDIn(ids...)).All(ctx))
	},
	ids.Document: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Document) string { return n.ID })(r.db().Document.Query().Where(document.IDIn(ids...)).All(ctx))
	},
	ids.Evaluation: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		all, err := r.db().Evaluation.Query().Where(evaluation.IDIn(ids...)).All(ctx)
		for _, row := range all {
			receipt, err := r.read(ctx, row)
			if err != nil {
				return err
			}
			out[row.ID] = receipt
		}
		return err
	},
	ids.Decision: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Decision) string { return n.ID })(r.db().Decision.Query().Where(decision.IDIn(ids...)).All(ctx))
	},
	ids.Repair: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Repair) string { return n.ID })(r.db().Repair.Query().Where(repair.IDIn(ids...)).All(ctx))
	},
	ids.AuditEntry: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.AuditEntry) string { return n.ID })(r.db().AuditEntry.Query().Where(auditentry.IDIn(ids...)).All(ctx))
	},
	ids.Event: func(ctx context.Context, r *root, ids []string, out map[string]relay.Node) error {
		return gather(out, func(n *ent.Event) string { return n.Key })(r.db().Event.Query().Where(event.KeyIn(ids...)).All(ctx))
	},
}

// gather puts rows that were read into out.
func gather[T any](out map[string]relay.Node, id func(*T) string) func([]*T, error) error {
	return func(all []*T, err error) error {
		for _, n := range all {
			out[id(n)] = n
		}
		return err
	}
}

// personByID reads a person; nil where nobody is named or the person is out of sight.
func (r *root) personByID(ctx context.Context, id *string) (*ent.Person, error) {
	if id == nil {
		return nil, nil
	}
	n, err := r.node(ctx, *id)
	p, _ := n.(*ent.Person)
	return p, err
}

// seen is a thing that was read beforehand; nil where nothing is named or it is out of sight.
func (r *root) seen(ctx context.Context, id *string) relay.Node {
	if id == nil {
		return nil
	}
	n, _ := r.node(ctx, *id) // read without an error, or not there
	return n
}
