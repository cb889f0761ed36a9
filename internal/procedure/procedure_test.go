package procedure_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// paper is a registration as far as the procedure looks at it.
type paper struct{ state, plan string }

func (p *paper) Object() access.Object        { return access.Object{Noun: access.Registration} }
func (p *paper) Stands() (state, plan string) { return p.state, p.plan }
func (p *paper) Enter(state string)           { p.state = state }
func (p *paper) Conflict(field, reason string, text fault.Text) *fault.Error {
	return fault.Conflict([]string{"input", field}, reason, text)
}

// told writes down what is asked of an order, and lets single steps end otherwise.
type told struct {
	steps  []string
	stops  bool
	writes []error // one for each attempt
	from   string
	plan   string
}

func (o *told) order(act workflow.Act) procedure.Order[*paper] {
	say := func(step string) { o.steps = append(o.steps, step) }
	return procedure.Order[*paper]{
		Act: act, Field: "id",
		Load:   func(context.Context) (*paper, error) { say("load"); return &paper{o.from, o.plan}, nil },
		Expect: func(*paper) error { say("expect"); return nil },
		First:  func(*paper) error { say("first"); return nil },
		Change: func(_ context.Context, p *paper) error { say("change in " + p.state); return nil },
		Judge:  func(context.Context, *paper) (*question.Judged, error) { say("judge"); return &question.Judged{}, nil },
		Stops:  func(*paper, *question.Judged) ([]string, bool) { return []string{"TOY-1"}, o.stops },
		Settle: func(context.Context, *paper, *procedure.Writing) error { say("settle"); return nil },
		Write: func(_ context.Context, _ *paper, w procedure.Writing) error {
			say("write " + string(w.Ground))
			if len(o.writes) == 0 {
				return nil
			}
			err := o.writes[0]
			o.writes = o.writes[1:]
			return err
		},
		Keep: func(_ context.Context, _ *paper, w procedure.Writing) error { say("keep " + w.Rules[0]); return nil },
	}
}

func carry(t *testing.T, o *told, act workflow.Act) (procedure.Outcome[*paper], error) {
	t.Helper()
	g, err := access.New(storetest.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	return procedure.Carry(actor.AsSystem(t.Context()), g, o.order(act))
}

func TestAnActIsCarriedOutStepByStep(t *testing.T) {
	t.Parallel()
	whole := []string{"load", "expect", "first", "change in SUBMITTED", "judge", "settle", "write system"}
	for name, c := range map[string]struct {
		o      told
		done   bool
		reason string
		want   []string
	}{
		"where nothing is in the way": {told{from: workflow.Ready, plan: workflow.Granted}, true, "", whole},
		"and kept as an attempt where the regulation stops it": {
			told{from: workflow.Ready, plan: workflow.Granted, stops: true},
			false, "",
			[]string{"load", "expect", "first", "change in SUBMITTED", "judge", "keep TOY-1"},
		},
		"and not in another state": {
			told{from: workflow.InReview, plan: workflow.Granted}, false, fault.ReasonWrongState, []string{"load", "expect", "first"},
		},
		"and not under a plan in another state": {
			told{from: workflow.Ready, plan: workflow.Assessed}, false, fault.ReasonWrongState, []string{"load", "expect", "first"},
		},
		"and again from reading on where another act came in between": {
			told{from: workflow.Ready, plan: workflow.Granted, writes: []error{procedure.ErrOvertaken}}, true, "", append(whole[:len(whole):len(whole)], whole...),
		},
	} {
		done, err := carry(t, &c.o, workflow.SubmitRegistration)
		if done.IsDone != c.done || !fault.HasReason(err, c.reason) && (c.reason != "" || err != nil) {
			t.Errorf("%s: done %t, %v; want %t and reason %q", name, done.IsDone, err, c.done, c.reason)
		}
		if diff := cmp.Diff(c.want, c.o.steps); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

func TestAnActThatIsAlwaysOvertakenIsBusy(t *testing.T) {
	t.Parallel()
	attempts := 0
	_, err := procedure.WhileStill(t.Context(), func() (string, error) {
		attempts++
		return "", procedure.ErrOvertaken
	})
	if !fault.HasReason(err, "BUSY") || !errors.Is(err, procedure.ErrOvertaken) || attempts < 2 {
		t.Errorf("after %d attempts: %v", attempts, err)
	}
}
