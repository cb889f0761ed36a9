package plans

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/groups"
	"github.com/penvoerder/penvoerder/internal/groups/ties"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// group is where an organisation stands in its group on the day on which its plan would be submitted, beside the plans of
// others. The day of submission counts: what begins or ends later changes nothing for a plan that was submitted.
type group struct {
	day      time.Time
	standing groups.Standing
	decision groups.Decision
}

// place looks where the organisation of a plan that is not submitted yet stands, under a scheme with one plan per group. Its
// own word that it is below another counts as well: it stands in the way of nobody else.
func (r *reading) place(ctx context.Context, db *ent.Client) error {
	if r.release.Manifest.PlanPer != schemes.PerGroup {
		return nil
	}
	g, err := r.lookAround(ctx, db)
	if err != nil {
		return fmt.Errorf("look at the group of organisation %s: %w", r.organisation.ID, err)
	}
	o := r.organisation
	isMember, isTop := o.GroupTopKvkNumber != nil || !g.standing.IsAlone(), g.standing.IsTop()
	isTop = isTop && (o.GroupTopKvkNumber == nil || *o.GroupTopKvkNumber == o.KvkNumber)
	r.group, r.plan.GroupMember, r.plan.GroupTop = g, &isMember, nil
	if isMember {
		r.plan.GroupTop = &isTop
	}
	return nil
}

func (r *reading) lookAround(ctx context.Context, db *ent.Client) (*group, error) {
	around, err := ties.Around(ctx, db, r.organisation.KvkNumber)
	if err != nil {
		return nil, err
	}
	g := &group{day: clock.DateOf(r.now)}
	if g.standing, err = around.Standing(g.day); err != nil || g.standing.IsAlone() {
		return g, err
	}
	with, err := ties.WithPlans(ctx, db, g.standing, r.release.Slug)
	g.decision = g.standing.Submit(func(number string) bool { return number != r.organisation.KvkNumber && slices.Contains(with, number) })
	return g, err
}

// isPlaceSame reports whether the organisation still stands where it was found, and the plans of its group too.
func (r *reading) isPlaceSame(ctx context.Context, tx *ent.Tx) (bool, error) {
	if r.group == nil {
		return true, nil
	}
	now, err := r.lookAround(actor.AsSystem(ctx), tx.Client())
	if err != nil {
		return false, err
	}
	return reflect.DeepEqual(now, r.group), nil
}

// inTheWay are those of the ring whose plan was submitted first.
func (g *group) inTheWay() []string {
	if g == nil || g.decision.Code != groups.RingHasPlan {
		return nil
	}
	return g.decision.Who
}

// key is what only one submitted plan of those can have that are top together; nil for who is top alone, or is not.
func (g *group) key(slug string) *string {
	if g == nil || len(g.standing.Ring) == 1 || !g.standing.IsTop() {
		return nil
	}
	return new(slug + ":" + strings.Join(g.standing.Ring, "+"))
}

// putPlace stores the place of the organisation as the plan has it.
func (r *reading) putPlace(up *ent.PlanUpdateOne) {
	store.Put(r.plan.GroupMember, up.SetGroupMember, up.ClearGroupMember)
	store.Put(r.plan.GroupTop, up.SetGroupTop, up.ClearGroupTop)
	store.Put(r.plan.GroupKey, up.SetGroupKey, up.ClearGroupKey)
}

// onePlan refuses while another plan of the group stands: nothing of the group is granted until one of both is withdrawn.
func (d *Desk) onePlan(ctx context.Context, r *reading) error {
	if r.release.Manifest.PlanPer != schemes.PerGroup || r.was.SubmittedAt == nil {
		return nil
	}
	system := actor.AsSystem(ctx)
	around, err := ties.Around(system, d.store.Client(), r.organisation.KvkNumber)
	if err != nil {
		return err
	}
	others, err := d.store.Client().Plan.Query().Where(
		plan.Scheme(r.plan.Scheme), plan.IDNEQ(r.plan.ID), ties.Stands(),
		plan.HasOrganisationWith(organisation.KvkNumberIn(around.Numbers()...)),
	).WithOrganisation().Order(plan.ByNumber()).All(system)
	if err != nil {
		return fmt.Errorf("look for other plans of the group of %s: %w", r.plan.Number, err)
	}
	var beside []string
	for _, other := range others {
		day := r.was.SubmittedAt
		if other.SubmittedAt.After(*day) {
			day = other.SubmittedAt // the two met then
		}
		s, err := around.Standing(clock.DateOf(*day))
		if err != nil {
			return err
		}
		if slices.Contains(s.Group(), other.Edges.Organisation.KvkNumber) {
			beside = append(beside, other.Number+" ("+other.Edges.Organisation.Name+")")
		}
	}
	if len(beside) == 0 {
		return nil
	}
	also := strings.Join(beside, ", ")
	return r.Conflict("id", "GROUP_HAS_TWO_PLANS", fault.Text{
		NL: "Van dezelfde groep staat ook " + also + ". Zolang beide plannen staan, wordt niets van de groep toegekend: laat een van beide intrekken of wijs het af.",
		EN: "Of the same group " + also + " stands as well. While both plans stand nothing of the group is granted: have one of them withdrawn, or reject it.",
	})
}
