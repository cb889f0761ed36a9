// Package procedure is the way in which every act on a dossier is carried out, whatever it is done to: load, permit, expect
// the version, step, judge, write. An act brings what is its own; the order is here, and only here.
//
// It owns no table and asks no scheme: the row of the act says where it can be done, and the desk of the subject loads,
// judges and writes.
package procedure

import (
	"context"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Subject is a plan, a registration or a project file as it was read, and as an act makes it.
type Subject interface {
	// Object is what the policy looks at.
	Object() access.Object
	// Stands returns the state of the subject, and that of its plan.
	Stands() (state, plan string)
	// Enter takes the subject to a state, in memory.
	Enter(state string)
	// Conflict refuses an act at a field of the input because of how the subject stands.
	Conflict(field, reason string, text fault.Text) *fault.Error
}

// Order is an act as somebody asked for it. Every step but Load and Write may be nil.
type Order[S Subject] struct {
	Act   workflow.Act
	Field string // of the input, that names the subject: where a wrong state is reported

	Load   func(ctx context.Context) (S, error)
	Expect func(s S) error                                          // the version that the caller saw
	First  func(s S) error                                          // refuses before the state does
	Change func(ctx context.Context, s S) error                     // what the act changes, in memory
	Judge  func(ctx context.Context, s S) (*question.Judged, error) // the subject as the act makes it
	Stops  func(s S, j *question.Judged) (rules []string, is bool)  // whether the regulation stops the act, and by which rules
	Settle func(ctx context.Context, s S, w *Writing) error         // what follows from the judgement; may refuse
	Write  func(ctx context.Context, s S, w Writing) error          // in one transaction, or ErrOvertaken
	Keep   func(ctx context.Context, s S, w Writing) error          // keeps an attempt that was stopped
}

// Writing is what comes of the steps before the write.
type Writing struct {
	Act    workflow.Act
	Ground access.Ground
	Judged *question.Judged // nil where nothing was judged
	Rules  []string         // that decided
	Reason string           // that was given
}

// Outcome is what came of an order.
type Outcome[S Subject] struct {
	Subject S
	Judged  *question.Judged
	IsDone  bool // false where the regulation stopped the act: the subject is as it was, and the attempt was kept
}

// Carry carries an order out, again from reading on where another act came in between. So two people who work on one
// subject at the same time both succeed, and each judgement rests on what is there; what a caller itself saw is guarded by
// the versions that it sends. Faults: those of the guard, STALE_VERSION, WRONG_STATE, those of the order, and UNAVAILABLE
// with reason BUSY.
func Carry[S Subject](ctx context.Context, g *access.Guard, o Order[S]) (Outcome[S], error) {
	return WhileStill(ctx, func() (Outcome[S], error) { return o.once(ctx, g) })
}

func (o Order[S]) once(ctx context.Context, g *access.Guard) (out Outcome[S], err error) {
	if out.Subject, err = o.Load(ctx); err != nil {
		return out, err
	}
	s := out.Subject

	w := Writing{Act: o.Act}
	if w.Ground, err = g.Permit(ctx, o.Act.Asks, s.Object().As(o.Act.Of)); err != nil {
		return out, err
	}
	if err := o.step(s); err != nil {
		return out, err
	}
	if o.Change != nil {
		if err := o.Change(ctx, s); err != nil {
			return out, err
		}
	}

	if err := o.judge(ctx, s, &w); err != nil {
		return out, err
	}
	out.Judged, out.IsDone = w.Judged, true
	if o.Stops != nil {
		rules, is := o.Stops(s, w.Judged)
		if w.Rules, out.IsDone = rules, !is; is {
			return out, o.Keep(ctx, s, w)
		}
	}
	if o.Settle != nil {
		if err := o.Settle(ctx, s, &w); err != nil {
			return out, err
		}
	}

	return out, o.Write(ctx, s, w)
}

// step holds the act against the version and the state, and takes the subject to the state to which the act leads.
func (o Order[S]) step(s S) error {
	if o.Expect != nil {
		if err := o.Expect(s); err != nil {
			return err
		}
	}
	if o.First != nil {
		if err := o.First(s); err != nil {
			return err
		}
	}
	return Step(s, o.Act, o.Field)
}

// Step takes a subject to the state to which an act leads. Fault: WRONG_STATE at the field.
func Step(s Subject, a workflow.Act, field string) error {
	state, plan := s.Stands()
	to, ok := a.Next(state)
	switch {
	case !ok:
		return s.Conflict(field, fault.ReasonWrongState, a.Refusal(state))
	case !a.Fits(plan):
		return s.Conflict(field, fault.ReasonWrongState, a.RefusalUnder(plan))
	}
	s.Enter(to)
	return nil
}

func (o Order[S]) judge(ctx context.Context, s S, w *Writing) (err error) {
	if o.Judge == nil {
		return nil
	}
	w.Judged, err = o.Judge(ctx, s)
	return err
}
