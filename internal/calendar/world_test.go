package calendar_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/calendar"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// town is two employers in two regions, each with a plan, and the people who judge.
type town struct {
	*testworld.World
	here, there *ent.Organisation
	numbers     int
}

const elsewhere = "rgo_utrechtzorg"

func newTown(t *testing.T, s *store.Store, at time.Time) *town {
	t.Helper()
	w := &town{World: testworld.Open(t, s, sozw.Scheme, at)}
	w.here = w.Organisation()
	w.there = w.Organisation(func(c *ent.OrganisationCreate) { c.SetRegionalOrganisationID(elsewhere) })
	return w
}

func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

func moment(text string) time.Time {
	m, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return m.UTC()
}

// plan is one of an organisation, in a state.
func (w *town) plan(o *ent.Organisation, state string) *ent.Plan {
	w.T.Helper()
	w.numbers++
	var p *ent.Plan
	w.Write(func(ctx context.Context, tx *ent.Tx) (err error) {
		c := tx.Plan.Create().SetID(ids.New(ids.Plan)).SetNumber(fmt.Sprintf("P-%d", w.numbers)).SetScheme(w.Catalog.Current.Slug).
			SetReleaseID(w.Catalog.Current.ID).SetState(state).SetRequestedCents(1).SetOrganisationID(o.ID).
			SetRegionalOrganisationID(o.RegionalOrganisationID).SetCreatedAt(w.Wall()).SetUpdatedAt(w.Wall())
		if state != workflow.Draft {
			c.SetSubmittedAt(w.Wall())
		}
		p, err = c.Save(ctx)
		return err
	})
	return p.Unwrap()
}

// registration is one under a plan, in a state.
func (w *town) registration(p *ent.Plan, state string, change func(*ent.RegistrationCreate)) *ent.Registration {
	w.T.Helper()
	w.numbers++
	var r *ent.Registration
	w.Write(func(ctx context.Context, tx *ent.Tx) (err error) {
		c := tx.Registration.Create().SetID(ids.New(ids.Registration)).SetNumber(fmt.Sprintf("R-%d", w.numbers)).SetPlanID(p.ID).SetScheme(p.Scheme).
			SetActivity("2").SetState(state).SetTrainingTitle("Tillen").SetTraining(fields.Training{Course: &fields.Course{Title: "Tillen"}}).
			SetOrganisationID(p.OrganisationID).SetRegionalOrganisationID(p.RegionalOrganisationID).SetCreatedAt(w.Wall()).SetUpdatedAt(w.Wall())
		if state != workflow.Draft {
			c.SetSubmittedAt(w.Wall()).SetFirstSubmittedAt(w.Wall())
		}
		change(c)
		r, err = c.Save(ctx)
		return err
	})
	return r.Unwrap()
}

// repair is an open one, of a registration or of the project file of a plan.
func (w *town) repair(of any, due string) *ent.Repair {
	w.T.Helper()
	var open *ent.Repair
	w.Write(func(ctx context.Context, tx *ent.Tx) (err error) {
		c := tx.Repair.Create().SetID(ids.New(ids.Repair)).SetOpenedAt(w.Wall()).SetDueOn(day(due))
		switch of := of.(type) {
		case *ent.Registration:
			c.SetRegistrationID(of.ID).SetOrganisationID(of.OrganisationID).SetRegionalOrganisationID(of.RegionalOrganisationID)
		case *ent.Plan:
			c.SetPlanID(of.ID).SetOrganisationID(of.OrganisationID).SetRegionalOrganisationID(of.RegionalOrganisationID)
		}
		open, err = c.Save(ctx)
		return err
	})
	return open.Unwrap()
}

// seen is a calendar in lines: the number or the code, and what makes it stand out.
func (w *town) seen(ctx context.Context, f calendar.Filter) []string {
	w.T.Helper()
	all, err := w.Calendars.For(ctx, f)
	w.Must(err)
	if !all.IsComplete {
		w.T.Error("the calendar is cut off")
	}
	var out []string
	for _, e := range all.Entries {
		line := string(e.Kind) + " " + e.Code
		if e.Number() != "" {
			line += " " + e.Number()
		}
		if e.At != nil {
			line += " " + e.At.In(clock.Amsterdam).Format("2006-01-02T15:04:05")
		}
		if e.IsOverdue {
			line += " overdue"
		}
		if e.Role != "" && e.Role == actor.From(ctx).Role {
			line += " mine"
		}
		out = append(out, line)
	}
	return out
}

func only(kinds ...calendar.Kind) calendar.Filter { return calendar.Filter{Kinds: kinds} }
