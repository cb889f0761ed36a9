package registrations_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Who is listed can be given the registration, unless away; who is not listed cannot.
func TestTheListOfColleaguesAgreesWithAssigning(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		assessor := actor.Actor{Role: actor.SSC}
		planJudge, projectJudge, absent, left := w.Person(assessor), w.Person(assessor), w.Person(assessor), w.Person(assessor)
		w.away(absent, 2)
		w.plan(func(up *ent.PlanUpdateOne) {
			up.SetGrantedBy(person(planJudge)).SetProjectJudgedBy([]string{person(projectJudge)})
		})
		former := person(left)
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.RoleAssignment.Update().Where(roleassignment.PersonID(former)).SetUntil(w.Clock.Today()).Exec(ctx)
		})
		everybody := map[string]who{
			"I": w.AsAssessor, "colleague": w.AsColleague, "insider": w.AsInsider, "who granted": planJudge, "who judged the project file": projectJudge,
			"absent": absent, "who left": left, "employer": w.AsEmployer,
		}
		id := w.submitted()
		q, err := w.Registrations.Assignees(w.AsAssessor(), w.Reload(id))
		w.Must(err)
		people, err := q.All(w.AsAssessor())
		w.Must(err)
		of, err := w.Registrations.Presences(w.AsAssessor(), people)
		w.Must(err)
		var listed []string
		for name, one := range everybody {
			a := of[person(one)]
			if a != nil {
				listed = append(listed, name)
				if a.ReviewCount != 0 || (a.AbsenceEnd != nil) != (name == "absent") {
					w.T.Errorf("%s: %+v", name, a)
				}
			}
			err := w.pass(workflow.AssignRegistration, w.AsAssessor, id, new("Graag."), person(one))
			w.Write(func(ctx context.Context, tx *ent.Tx) error {
				return tx.Registration.UpdateOneID(id).SetState(workflow.Submitted).ClearAssessorID().Exec(ctx)
			})
			if can, want := err == nil, a != nil && a.AbsenceEnd == nil; can != want {
				w.T.Errorf("%s is assignable: %v, and listed as %+v", name, err, a)
			}
		}
		slices.Sort(listed)
		if diff := cmp.Diff([]string{"I", "absent", "colleague"}, listed); diff != "" || len(people) != len(listed) {
			w.T.Errorf("%d people: %s", len(people), diff)
		}
		w.Must(w.pass(workflow.ClaimRegistration, w.AsColleague, id, nil, ""))
		of, err = w.Registrations.Presences(w.AsAssessor(), people)
		w.Must(err)
		if n, mine := of[person(w.AsColleague)].ReviewCount, of[person(w.AsAssessor)].ReviewCount; n != 1 || mine != 0 {
			w.T.Errorf("%d and %d in review", n, mine)
		}
	})
}
