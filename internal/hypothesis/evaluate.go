package hypothesis

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// Evaluate judges facts that are not stored, and stores nothing: would this be eligible, how much, what is needed? The
// keys of participations are the caller's; documents are named by their place. Faults: SCHEME_NOT_IN_FORCE,
// ACTIVITY_UNKNOWN, and what cannot be true.
func (d *Desk) Evaluate(ctx context.Context, in EvaluateInput) (*ent.Evaluation, error) {
	release, err := d.releaseOf(in)
	if err != nil {
		return nil, err
	}

	if _, err := d.guard.Permit(ctx, access.Evaluate, access.Mine(actor.From(ctx), access.Evaluation)); err != nil {
		return nil, err
	}

	q, at, err := d.hypothesis(ctx, release, in)
	if err != nil {
		return nil, err
	}
	var bad fault.Collector
	question.Faults(release.Manifest.Impossible(q), &bad, at)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	answers, err := d.catalog.Judge(ctx, release, []schemes.Question{q})
	if err != nil {
		return nil, fmt.Errorf("evaluate: %w", err)
	}

	kind := question.SubjectPlan
	if q.Registration != nil {
		kind = question.SubjectRegistration
	}
	judged := matrix.Home{Release: release, At: d.clock.Wall()}.Judged(q, answers[0])
	return judged.Receipt(question.Subject{Kind: kind})
}

// releaseOf returns the release that is asked: the one in force, or an installed one by its version.
func (d *Desk) releaseOf(in EvaluateInput) (*catalog.Release, error) {
	path := []string{"input", "scheme"}
	release, ok := d.catalog.InForce(in.Scheme)
	if ok && in.Release != nil && release.Version != *in.Release {
		path, ok = []string{"input", "release"}, false
	}
	if !ok {
		return nil, fault.Invalid(path, "SCHEME_NOT_IN_FORCE", fault.Text{
			NL: "Deze regeling, of deze versie ervan, is niet van kracht.", EN: "This scheme, or this version of it, is not in force.",
		}, "")
	}
	return release, nil
}

// hypothesis makes the question of what was entered.
func (d *Desk) hypothesis(ctx context.Context, release *catalog.Release, in EvaluateInput) (schemes.Question, reading.Locate, error) {
	var bad fault.Collector
	asOf := d.clock.Regulation().Truncate(time.Second)
	if t := typed.Optional(in.AsOf, &bad, "input", "asOf"); t != nil {
		asOf = *t
	}
	organisation, err := d.supposed(ctx, in.Organisation)
	if err != nil {
		return schemes.Question{}, nil, err
	}
	var q schemes.Question
	var at reading.Locate
	if in.Subject.Plan != nil {
		q, at = supposedPlan(*in.Subject.Plan, &bad)
		q.AsOf, q.Organisation = schemes.At(asOf), organisation
		return q, at, bad.Err()
	}
	r := *in.Subject.Registration
	if _, known := release.Manifest.Activity(r.Activity); !known {
		bad.Add(entered.UnknownActivity(release.Manifest, []string{"input", "subject", "registration", "activity"}))
		return q, nil, bad.Err()
	}
	of := suppose(r, release, &bad)
	q = question.Registration(asOf, organisation, of.planFacts, of.row, of.parts, nil, nil)
	q.Registration.Documents = of.documents
	return q, inEvaluate(r), bad.Err()
}
