package registrations

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// The content of a training is judged before its registration is submitted, where the scheme names a role for it: the
// AMR, under C. The judge sees the training and nothing of the dossier around it.

// ContentRequest is what came of putting a training to the judge of content.
type ContentRequest struct {
	Registration *ent.Registration // waiting for the judge, or as it was
	IsAsked      bool
	Evaluation   *ent.Evaluation // what the regulation said of it at this moment
	Hindrances   reading.Hindrances
}

// AskContentInput names the registration whose training is put to the judge of content.
type AskContentInput struct {
	ID              string
	ExpectedVersion int
}

// AskContent puts the training of a registration to the judge of content, once nothing that is stated of it is missing
// or refused (SPP-FLOW-010); else it is left as it was and the attempt is kept with its receipt. The day by which the
// verdict is expected is shown, and nothing happens on it (OQ-SPP-13). Faults: CONTENT_NOT_JUDGED where no role judges it,
// CONTENT_APPROVED where it was approved as it is.
func (d *Desk) AskContent(ctx context.Context, in AskContentInput) (*ContentRequest, error) {
	o := d.order(workflow.AskContent, in.ID, in.ExpectedVersion)
	o.First = mayAskContent
	var hindering []reading.Hindrance
	o.Stops = func(r *reading.Registration, j *question.Judged) ([]string, bool) {
		hindering = r.ToAskContent(j.Answer)
		return reading.RulesOf(hindering), len(hindering) > 0
	}
	o.Settle = func(_ context.Context, r *reading.Registration, _ *procedure.Writing) error {
		putToJudge(r)
		return nil
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	reg, err := d.registry.Fresh(ctx, in.ID)
	return &ContentRequest{
		Registration: reg, IsAsked: done.IsDone, Evaluation: done.Subject.Receipt,
		Hindrances: done.Subject.Hindered(done.Subject.Receipt, hindering),
	}, err
}

// mayAskContent refuses where nobody judges the content, or where it was approved as it is.
func mayAskContent(r *reading.Registration) error {
	if activity, _ := r.Manifest().Activity(r.Row.Activity); activity.ContentJudge == "" {
		return fault.Invalid([]string{"input", "id"}, "CONTENT_NOT_JUDGED", contentNotJudged, "")
	}
	if _, fits := workflow.AskContent.Next(r.Row.State); fits && r.IsContentJudged() {
		return r.Conflict("id", "CONTENT_APPROVED", contentApproved)
	}
	return nil
}

// putToJudge begins the term; a verdict that stood is spent by asking again. Its note stays, for both sides to read.
func putToJudge(r *reading.Registration) {
	r.Row.ContentAskedAt, r.Row.ContentVerdict = &r.Now, nil
	r.Row.ContentExpectedOn = contentExpected(r)
}

// contentExpected is the day by which the judge of content decides as a rule; nil where the scheme states no term.
func contentExpected(r *reading.Registration) *time.Time {
	activity, _ := r.Manifest().Activity(r.Row.Activity)
	term, known := r.Manifest().Parameter(activity.ContentTerm)
	if !known {
		return nil
	}
	asked := schemes.DateOf(clock.DateOf(r.Now))
	values := term.Values
	if replaced, ok := r.Release.Overrides()[term.Code]; ok {
		values = replaced
	}
	i := slices.IndexFunc(values, func(v schemes.Value) bool { return v.Covers(asked) })
	if i < 0 {
		return nil
	}
	days, err := strconv.Atoi(values[i].Text)
	if err != nil {
		return nil
	}
	return new(asked.AddDays(days).Time())
}

// WithdrawContentInput names the registration whose training is taken back from the judge of content.
type WithdrawContentInput struct {
	ID              string
	ExpectedVersion int
}

// WithdrawContentRequest takes a training back from the judge of content, so that it can be changed.
func (d *Desk) WithdrawContentRequest(ctx context.Context, in WithdrawContentInput) (*ent.Registration, error) {
	o := d.order(workflow.WithdrawContentRequest, in.ID, in.ExpectedVersion)
	o.Judge = nil
	o.Change = func(_ context.Context, r *reading.Registration) error {
		r.Row.ContentExpectedOn = nil
		if r.Row.ContentJudgedAt == nil {
			r.Row.ContentAskedAt = nil // who judged nothing of it needs to see nothing of it
		}
		return nil
	}
	return d.carry(ctx, o)
}

// JudgeContentInput is what the judge of content says of a training.
type JudgeContentInput struct {
	RegistrationID  string
	ExpectedVersion int
	Verdict         string // APPROVED or REJECTED
	Note            *string
}

// JudgeContent says of a training that its content is approved or rejected. What is approved is a draft again, or ready
// where nothing else is lacking; what is rejected can be changed and asked again. Fault: REASON_REQUIRED.
func (d *Desk) JudgeContent(ctx context.Context, in JudgeContentInput) (*ent.Registration, error) {
	act := workflow.RejectContent
	if in.Verdict == matrix.VerdictApproved {
		act = workflow.ApproveContent
	}
	o := d.order(act, in.RegistrationID, in.ExpectedVersion)
	o.Field = "registrationID"
	o.Change = func(ctx context.Context, r *reading.Registration) error {
		return sayContent(r, in, actor.From(ctx).ID())
	}
	if in.Verdict == matrix.VerdictRejected {
		o.Judge = nil // only what is approved is judged: the scheme says what else is lacking
	}
	o.Settle = func(_ context.Context, r *reading.Registration, w *procedure.Writing) error {
		w.Reason = orEmpty(r.Row.ContentNote)
		return nil
	}
	return d.carry(ctx, o)
}

func sayContent(r *reading.Registration, in JudgeContentInput, by string) error {
	var bad fault.Collector
	note := typed.Text(in.Note, longestNote, &bad, "input", "note")
	if note == nil && bad.Len() == 0 && in.Verdict == matrix.VerdictRejected {
		bad.Add(fault.Invalid([]string{"input", "note"}, "REASON_REQUIRED", fault.Text{
			NL: "Zeg de werkgever waarom.", EN: "Tell the employer why.",
		}, ""))
	}
	r.Row.ContentVerdict, r.Row.ContentNote, r.Row.ContentJudgedAt, r.Row.ContentJudgedBy = &in.Verdict, note, &r.Now, &by
	r.Row.ContentExpectedOn = nil
	if in.Verdict == matrix.VerdictApproved {
		r.ApproveContent()
	}
	return bad.Err()
}

// isWithContent reports whether a registration in this state waits for what comes of the judgement of content.
func isWithContent(state string) bool {
	return state == workflow.AwaitingContent || state == workflow.ContentRejected
}

// contentFirst refuses to submit before the content was approved, where that is asked.
func contentFirst(r *reading.Registration) error {
	_, fits := workflow.SubmitRegistration.Next(r.Row.State)
	if (fits || isWithContent(r.Row.State)) && !r.IsContentJudged() {
		return r.ContentConflict("id")
	}
	return nil
}

var (
	contentNotJudged = fault.Text{
		NL: "Van deze activiteit wordt de inhoud niet vooraf beoordeeld.", EN: "The content of this activity is not judged beforehand.",
	}
	contentApproved = fault.Text{
		NL: "De inhoud is al goedgekeurd zoals hij nu is.", EN: "The content was approved as it is now.",
	}
)

// heldByContent says that an act waits for the judgement of content, or that nothing is judged; false where it does not
// depend on it.
func (d *Desk) heldByContent(p *ent.Plan, r *ent.Registration, a workflow.Act) (access.Permission, bool) {
	isAsking, isSubmitting := a.Name == workflow.AskContent.Name, a.Name == workflow.SubmitRegistration.Name
	release, known := d.catalog.Release(p.ReleaseID)
	if !known || !isAsking && !isSubmitting {
		return access.Permission{}, false
	}
	if _, fits := a.Next(r.State); !fits && !isWithContent(r.State) {
		return access.Permission{}, false // the state says more
	}
	activity, _ := release.Manifest.Activity(r.Activity)
	title := release.Manifest.RoleTitle(activity.ContentJudge)
	isApproved := reading.IsContentApproved(r)
	switch {
	case isAsking && activity.ContentJudge == "":
		return access.Permission{Reason: access.ReasonNotApplicable, Message: contentNotJudged}, true
	case isAsking && isApproved:
		return access.Permission{Reason: "CONTENT_APPROVED", Message: contentApproved}, true
	case isSubmitting && activity.ContentJudge != "" && !isApproved:
		return access.Permission{Reason: "CONTENT_NOT_APPROVED", Message: reading.ContentNotApproved, Need: fault.Text{
			NL: "Het oordeel van: " + title.NL + ".", EN: "The judgement of: " + title.EN + ".",
		}}, true
	}
	return access.Permission{}, false
}
