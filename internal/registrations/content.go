package registrations

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// The content of a training is judged before its registration is handed in, where the scheme names a role for it: the
// AMR, under C. The judge sees the training and nothing of the dossier around it.

// ContentRequest is what came of putting a training to the judge of content.
type ContentRequest struct {
	Registration *ent.Registration // waiting for the judge, or as it was
	IsAsked      bool
	Evaluation   *ent.Evaluation // what the regulation said of it at this moment
}

// AskContent puts the training of a registration to the judge of content, once nothing that is stated of it is missing
// or refused (SPP-FLOW-010); else it is left as it was and the attempt is kept with its receipt. The day by which the
// word is expected is told and nothing happens on it (OQ-SPP-13). Faults: CONTENT_NOT_JUDGED where no role judges it,
// CONTENT_APPROVED where it was approved as it is.
func (d *Desk) AskContent(ctx context.Context, in AskContentInput) (*ContentRequest, error) {
	o := d.order(workflow.AskContent, in.ID, in.ExpectedVersion)
	o.First = (*file).mayAskContent
	o.Stops = func(_ *file, j *dossier.Judged) ([]string, bool) {
		rules := contentRefusals(j.Answer)
		return rules, len(rules) > 0
	}
	o.Settle = func(_ context.Context, f *file, _ *procedure.Writing) error {
		f.putToJudge()
		return nil
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	reg, err := d.fresh(ctx, in.ID)
	return &ContentRequest{Registration: reg, IsAsked: done.IsDone, Evaluation: done.Subject.receipt}, err
}

// mayAskContent refuses where nobody judges the content, or where it was approved as it is.
func (f *file) mayAskContent() error {
	if activity, _ := f.manifest().Activity(f.reg.Activity); activity.ContentJudge == "" {
		return fault.Invalid([]string{"input", "id"}, "CONTENT_NOT_JUDGED", contentNotJudged, "")
	}
	if _, fits := workflow.AskContent.Next(f.reg.State); fits && f.isContentJudged() {
		return f.Conflict("id", "CONTENT_APPROVED", contentApproved)
	}
	return nil
}

// putToJudge begins the term; a verdict that stood is answered by asking again. Its words stay, for both sides to read.
func (f *file) putToJudge() {
	f.reg.ContentAskedAt, f.reg.ContentVerdict = &f.now, nil
	f.reg.ContentExpectedOn = f.contentExpected()
}

// contentExpected is the day by which the judge of content decides as a rule; nil where the scheme states no term.
func (f *file) contentExpected() *time.Time {
	activity, _ := f.manifest().Activity(f.reg.Activity)
	term, known := f.manifest().Parameter(activity.ContentTerm)
	if !known {
		return nil
	}
	asked := schemes.DateOf(clock.DateOf(f.now))
	values := term.Values
	if replaced, ok := f.release.Overrides()[term.Code]; ok {
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

// WithdrawContentRequest takes a training back from the judge of content, so that it can be changed.
func (d *Desk) WithdrawContentRequest(ctx context.Context, in WithdrawContentInput) (*ent.Registration, error) {
	o := d.order(workflow.WithdrawContentRequest, in.ID, in.ExpectedVersion)
	o.Judge = nil
	o.Change = func(_ context.Context, f *file) error {
		f.reg.ContentExpectedOn = nil
		if f.reg.ContentJudgedAt == nil {
			f.reg.ContentAskedAt = nil // who judged nothing of it needs to see nothing of it
		}
		return nil
	}
	return d.carry(ctx, o)
}

// JudgeContent says of a training that its content is approved or rejected. What is approved is a draft again, or ready
// where nothing else is lacking; what is rejected can be changed and asked again. Fault: REASON_REQUIRED.
func (d *Desk) JudgeContent(ctx context.Context, in JudgeContentInput) (*ent.Registration, error) {
	act := workflow.RejectContent
	if in.Verdict == verdictApproved {
		act = workflow.ApproveContent
	}
	o := d.order(act, in.RegistrationID, in.ExpectedVersion)
	o.Field = "registrationID"
	o.Change = func(ctx context.Context, f *file) error { return f.sayContent(in, who(ctx)) }
	if in.Verdict == verdictRejected {
		o.Judge = nil // what is approved is judged: the machine says what is lacking beside it
	}
	o.Settle = func(_ context.Context, f *file, w *procedure.Writing) error {
		w.Reason = words(f.reg.ContentNote)
		return nil
	}
	return d.carry(ctx, o)
}

func (f *file) sayContent(in JudgeContentInput, by string) error {
	var bad fault.Collector
	words := note(in.Note, &bad, "input", "note")
	if words == nil && bad.Len() == 0 && in.Verdict == verdictRejected {
		bad.Add(fault.Invalid([]string{"input", "note"}, "REASON_REQUIRED", fault.Text{
			NL: "Zeg de werkgever waarom.", EN: "Tell the employer why.",
		}, ""))
	}
	f.reg.ContentVerdict, f.reg.ContentNote, f.reg.ContentJudgedAt, f.reg.ContentJudgedBy = &in.Verdict, words, &f.now, &by
	f.reg.ContentExpectedOn = nil
	return bad.Err()
}

// spendContent takes an approval back because the training is no longer the one that was approved. A rejection stands
// until it is asked again.
func (f *file) spendContent() {
	if f.reg.ContentVerdict != nil && *f.reg.ContentVerdict == verdictApproved {
		f.reg.ContentVerdict = nil
	}
}

// bindSlots notes who judges what of the registration, as the release says to which its plan is pinned, once its cells
// were settled: the policy and the queues look at the row. Whose cells ask nothing has nothing to judge.
func (f *file) bindSlots() {
	f.reg.ContentJudge, f.reg.CellJudges = nil, nil
	if activity, _ := f.manifest().Activity(f.reg.Activity); activity.ContentJudge != "" {
		f.reg.ContentJudge = new(string(activity.ContentJudge))
	}
	for _, judge := range f.manifest().CellJudges(f.reg.Activity) {
		asks := func(c *ent.Cell) bool { return c.Judge == string(judge) && c.State != cellNotRequired }
		if slices.ContainsFunc(f.cells, asks) {
			f.reg.CellJudges = append(f.reg.CellJudges, string(judge))
		}
	}
}

// saveContent writes who judges, and what is known of the judgement of content.
func (f *file) saveContent(up *ent.RegistrationUpdate) {
	r := f.reg
	put(r.ContentJudge, up.SetContentJudge, up.ClearContentJudge)
	up.SetCellJudges(r.CellJudges)
	put(r.ContentAskedAt, up.SetContentAskedAt, up.ClearContentAskedAt)
	put(r.ContentExpectedOn, up.SetContentExpectedOn, up.ClearContentExpectedOn)
	put(r.ContentVerdict, up.SetContentVerdict, up.ClearContentVerdict)
	put(r.ContentNote, up.SetContentNote, up.ClearContentNote)
	put(r.ContentJudgedAt, up.SetContentJudgedAt, up.ClearContentJudgedAt)
	put(r.ContentJudgedBy, up.SetContentJudgedBy, up.ClearContentJudgedBy)
}

// ConcernsContent reports whether a finding at this place is about the fields that the judge of content reads: the
// training, its days, and what the scheme asks of the registration. Who takes part, which documents there are, the
// organisation and the plan are not.
func ConcernsContent(path string) bool {
	field, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return slices.Contains([]string{"training", "start", "end", "facts"}, field)
}

// contentRefusals are the rules that keep a training from being put to the judge of content, each once.
func contentRefusals(a schemes.Answer) []string {
	return refusalsAt(a, ConcernsContent)
}

// isWithContent reports whether a registration in this state waits for what comes of the judgement of content.
func isWithContent(state string) bool {
	return state == workflow.AwaitingContent || state == workflow.ContentRejected
}

// contentFirst refuses to submit before the content was approved, where that is asked.
func (f *file) contentFirst() error {
	_, fits := workflow.SubmitRegistration.Next(f.reg.State)
	if (fits || isWithContent(f.reg.State)) && !f.isContentJudged() {
		return f.Conflict("id", "CONTENT_NOT_APPROVED", contentNotApproved)
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
	contentNotApproved = fault.Text{
		NL: "Eerst moet de inhoud van de opleiding zijn goedgekeurd.", EN: "The content of the training has to be approved first.",
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
	isApproved := r.ContentVerdict != nil && *r.ContentVerdict == verdictApproved
	switch {
	case isAsking && activity.ContentJudge == "":
		return access.Permission{Reason: notApplicable, Message: contentNotJudged}, true
	case isAsking && isApproved:
		return access.Permission{Reason: "CONTENT_APPROVED", Message: contentApproved}, true
	case isSubmitting && activity.ContentJudge != "" && !isApproved:
		return access.Permission{Reason: "CONTENT_NOT_APPROVED", Message: contentNotApproved, Need: fault.Text{
			NL: "Het oordeel van: " + title.NL + ".", EN: "The judgement of: " + title.EN + ".",
		}}, true
	}
	return access.Permission{}, false
}
