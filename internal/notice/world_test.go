package notice_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/ent/told"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// world is a dossier whose employer is known to speak for the organisation, and where assessors read English.
type world struct {
	*testworld.Dossier
	leader func() context.Context
	pen    func() context.Context
}

func each(t *testing.T, body func(w *world)) {
	t.Helper()
	eachUnder(t, sozw.Scheme, testworld.WhenAllOver, body)
}

func eachUnder(t *testing.T, scheme schemes.Scheme, start time.Time, body func(w *world)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := &world{Dossier: testworld.OpenDossier(t, s, scheme, start)}
		w.leader = w.Person(actor.Actor{Role: actor.ProjectLeader, RegionalOrganisationID: testworld.RegionalOrganisation})
		w.pen = w.Person(actor.Actor{Role: actor.RegioPlus})
		employer := who(w.AsEmployer)
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			if err := tx.Person.Update().Where(person.HasRolesWith(roleassignment.Role(string(actor.SSC)))).SetLanguage("en").Exec(ctx); err != nil {
				return err
			}
			return tx.RoleAssignment.Update().Where(roleassignment.PersonID(employer), roleassignment.OrganisationID(w.Organ)).
				SetVerifiedOn(w.Clock.Today()).Exec(ctx)
		})
		body(w)
	})
}

func who(as func() context.Context) string { return actor.From(as()).PersonID }

// called is what a person is called here.
func (w *world) called(id string) string {
	for name, as := range map[string]func() context.Context{
		"employer": w.AsEmployer, "stranger": w.AsStranger, "assessor": w.AsAssessor, "colleague": w.AsColleague, "insider": w.AsInsider,
		"leader": w.leader, "pen": w.pen,
	} {
		if who(as) == id {
			return name
		}
	}
	return id
}

// rows is all that was told, and lists it as "who what manner", in the order of the acts.
func (w *world) rows() (rows []*ent.Told, lines []string) {
	w.T.Helper()
	rows, err := w.Store.Client().Told.Query().Order(told.ByID()).All(w.System())
	w.Must(err)
	for _, r := range rows {
		lines = append(lines, w.called(r.PersonID)+": "+r.What+" "+r.Manner)
	}
	return rows, lines
}

// letters lists what was delivered since it was last asked, by addressee.
func (w *world) letters() (all []mail.Message, lines []string) {
	w.T.Helper()
	w.Deliver()
	all = w.Post.Letters()
	for _, m := range all {
		id, err := w.Store.Client().Person.Query().Where(person.Email(m.To)).OnlyID(w.System())
		w.Must(err)
		lines = append(lines, w.called(id)+": "+m.Subject)
	}
	slices.Sort(lines)
	return all, lines
}

// unsent are the letters that did not leave yet.
func (w *world) unsent() notice.Letters {
	w.T.Helper()
	ids, err := w.Store.Client().Told.Query().Where(told.LetterIDNotNil(), told.SentAtIsNil(), told.RefusedAtIsNil()).Select(told.FieldLetterID).Strings(w.System())
	w.Must(err)
	return notice.Letters{IDs: ids}
}

// handedIn is a registration that can be submitted.
func (w *world) handedIn() *ent.Registration {
	w.T.Helper()
	r := w.Create(w.ByHour(testworld.Newcomer("Adalbrecht", "e1")))
	w.HandInCourse(r.ID)
	return w.Reload(r.ID)
}
