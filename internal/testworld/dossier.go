package testworld

import (
	"context"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/event"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// Where dossiers begin: while the trainings of 2026 run, and when they are over and accounted for.
var (
	WhileTheyRun = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	WhenAllOver  = time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
)

// Dossier is a world in which one employer has a granted plan, with a colleague organisation and the people who judge.
type Dossier struct {
	*World
	Plan  string
	Organ string // the employer's organisation
	Other string // another one

	AsEmployer  func() context.Context
	AsStranger  func() context.Context // the employer of the other organisation
	AsAssessor  func() context.Context
	AsColleague func() context.Context // another assessor
	AsInsider   func() context.Context // an assessor who is of the employer's organisation too
}

// EachDossier runs the body on each database, in a dossier under SO-Z&W when all trainings are over.
func EachDossier(t *testing.T, body func(d *Dossier)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, s *store.Store) { body(OpenDossier(t, s, sozw.Scheme, WhenAllOver)) })
}

// OpenDossier makes a world in which the plan is one of this scheme, from a moment on.
func OpenDossier(t *testing.T, s *store.Store, scheme schemes.Scheme, start time.Time) *Dossier {
	t.Helper()
	d := &Dossier{World: Open(t, s, scheme, start)}
	d.Organ, d.Other = d.Organisation().ID, d.Organisation().ID
	d.Plan = d.Granted(d.Organ).ID
	employer := actor.Actor{Role: actor.Employer, OrganisationID: d.Organ}
	d.AsEmployer = d.Person(employer)
	d.AsStranger = d.Person(actor.Actor{Role: actor.Employer, OrganisationID: d.Other})
	assessor := actor.Actor{Role: actor.SSC}
	d.AsAssessor, d.AsColleague, d.AsInsider = d.Person(assessor), d.Person(assessor), d.Person(assessor)
	employer.PersonID = actor.From(d.AsInsider()).PersonID
	d.Assign(employer)
	return d
}

// Granted is a granted plan of an organisation, as the rounds leave it.
func (w *World) Granted(organisationID string) *ent.Plan {
	w.T.Helper()
	var p *ent.Plan
	w.write(func(ctx context.Context, tx *ent.Tx) error {
		o, err := tx.Organisation.Get(ctx, organisationID)
		if err != nil {
			return err
		}
		p, err = tx.Plan.Create().SetID(ids.New(ids.Plan)).SetNumber("P-2026-000001").SetScheme(w.Catalog.Current.Slug).
			SetReleaseID(w.Catalog.Current.ID).SetState(workflow.Granted).SetRequestedCents(10_000_00).
			SetOrganisationID(o.ID).SetRegionalOrganisationID(o.RegionalOrganisationID).
			SetSubmittedAt(w.Wall()).SetGrantedAt(w.Wall()).SetCreatedAt(w.Wall()).SetUpdatedAt(w.Wall()).Save(ctx)
		return err
	})
	return p.Unwrap()
}

// PlanRow is the plan as it is stored.
func (d *Dossier) PlanRow() *ent.Plan {
	d.T.Helper()
	p, err := d.Store.Client().Plan.Get(d.System(), d.Plan)
	d.Must(err)
	return p
}

// Acts lists the audit of the dossier as "act RESULT", from a line on.
func (d *Dossier) Acts(from int) []string {
	d.T.Helper()
	lines, err := d.Store.Client().AuditEntry.Query().Where(auditentry.DossierID(d.Plan)).Order(auditentry.BySequence()).All(d.System())
	d.Must(err)
	var all []string
	for _, l := range lines[min(from, len(lines)):] {
		all = append(all, l.Act+" "+l.Result)
	}
	return all
}

// Events lists the types of the events of the dossier, from one on.
func (d *Dossier) Events(from int) []string {
	d.T.Helper()
	found, err := d.Store.Client().Event.Query().Where(event.DossierID(d.Plan)).Order(event.ByID()).All(d.System())
	d.Must(err)
	var all []string
	for _, e := range found[min(from, len(found)):] {
		all = append(all, e.Type)
	}
	return all
}
