package replay

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/parameterfile"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/schemerelease"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// A reader reads registrations in the order of their ids, a batch at a time.
type reader struct {
	db      *ent.Client
	slug    string
	since   time.Time
	size    int
	last    string            // id of the last registration read
	regions map[string]string // of organisations met so far; "" where none is known
}

// A batch is read at once.
type batch struct {
	passed int // registrations that were passed, those that are not replayed included
	files  []file
}

// A file is one registration with the judgement it rests on.
type file struct {
	number, activity, organisation, region string

	rests     rest
	isDecided bool

	question schemes.Question
	before   schemes.Answer
	unread   string // why the judgement cannot be read; then it is not replayed
}

func (b *batch) questions() []schemes.Question {
	out := make([]schemes.Question, 0, len(b.files))
	for i := range b.files {
		if b.files[i].unread == "" {
			out = append(out, b.files[i].question)
		}
	}
	return out
}

// count is how many registrations there are to pass.
func (r *reader) count(ctx context.Context) (int, error) {
	n, err := r.db.Registration.Query().Where(registration.Scheme(r.slug), registration.EvaluationIDNotNil()).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count registrations: %w", err)
	}
	return n, nil
}

// stream reads ahead by one batch. The second channel gives the error that ended it, once.
func (r *reader) stream(ctx context.Context) (<-chan *batch, <-chan error) {
	out, failed := make(chan *batch), make(chan error, 1)
	go func() {
		defer close(out)
		for {
			b, err := r.next(ctx)
			if err != nil || b == nil {
				failed <- err
				return
			}
			select {
			case out <- b:
			case <-ctx.Done():
				failed <- ctx.Err()
				return
			}
		}
	}()
	return out, failed
}

// next reads the next batch; nil after the last.
func (r *reader) next(ctx context.Context) (*batch, error) {
	rows, err := r.db.Registration.Query().
		Where(registration.Scheme(r.slug), registration.EvaluationIDNotNil(), registration.IDGT(r.last)).
		Order(ent.Asc(registration.FieldID)).Limit(r.size).
		Select(registration.FieldID, registration.FieldNumber, registration.FieldActivity, registration.FieldOrganisationID,
			registration.FieldEvaluationID, registration.FieldState).
		All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read registrations: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	r.last = rows[len(rows)-1].ID
	receipts, err := r.receipts(ctx, rows)
	if err != nil {
		return nil, err
	}
	if err := r.place(ctx, rows); err != nil {
		return nil, err
	}
	b := &batch{passed: len(rows)}
	for _, row := range rows {
		if e := receipts[*row.EvaluationID]; e != nil {
			b.files = append(b.files, r.file(row, e))
		}
	}
	return b, nil
}

// receipts reads the judgements that registrations rest on, as far as they are asked.
func (r *reader) receipts(ctx context.Context, of []*ent.Registration) (map[string]*ent.Evaluation, error) {
	ids := make([]string, len(of))
	for i, row := range of {
		ids[i] = *row.EvaluationID
	}
	query := r.db.Evaluation.Query().Where(evaluation.IDIn(ids...))
	if !r.since.IsZero() {
		query.Where(evaluation.JudgedAtGTE(r.since))
	}
	rows, err := query.Select(evaluation.FieldID, evaluation.FieldReleaseID, evaluation.FieldParameterFileID, evaluation.FieldFacts, evaluation.FieldAnswer).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read judgements: %w", err)
	}
	out := make(map[string]*ent.Evaluation, len(rows))
	for _, e := range rows {
		out[e.ID] = e
	}
	return out, nil
}

// place learns the regions of organisations that were not met before.
func (r *reader) place(ctx context.Context, of []*ent.Registration) error {
	var unknown []string
	for _, row := range of {
		if _, met := r.regions[row.OrganisationID]; !met {
			r.regions[row.OrganisationID] = ""
			unknown = append(unknown, row.OrganisationID)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	rows, err := r.db.Organisation.Query().Where(organisation.IDIn(unknown...)).
		Select(organisation.FieldID, organisation.FieldRegionID).All(ctx)
	if err != nil {
		return fmt.Errorf("read organisations: %w", err)
	}
	for _, o := range rows {
		r.regions[o.ID] = o.RegionID
	}
	return nil
}

func (r *reader) file(row *ent.Registration, e *ent.Evaluation) file {
	f := file{
		number: row.Number, activity: row.Activity, organisation: row.OrganisationID, region: r.regions[row.OrganisationID],
		rests: rest{release: e.ReleaseID}, isDecided: slices.Contains(workflow.Final(workflow.Registration), row.State),
	}
	if e.ParameterFileID != nil {
		f.rests.file = *e.ParameterFileID
	}
	if json.Unmarshal(e.Facts, &f.question) != nil || json.Unmarshal(e.Answer, &f.before) != nil {
		f.unread = "its stored judgement cannot be read"
	}
	return f
}

// A rest is the base of a judgement: a release, and a parameter file or none.
type rest struct{ release, file string }

// origins lists the bases of judgements, by release and number of the parameter file.
func (r *reader) origins(ctx context.Context, counted map[rest]int) ([]Origin, error) {
	var releases, files []string
	for on := range counted {
		releases, files = append(releases, on.release), append(files, on.file)
	}
	rows, err := r.db.SchemeRelease.Query().Where(schemerelease.IDIn(releases...)).Select(schemerelease.FieldID, schemerelease.FieldSemver).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read releases: %w", err)
	}
	versions := make(map[string]string, len(rows))
	for _, row := range rows {
		versions[row.ID] = row.Semver
	}
	held, err := r.db.ParameterFile.Query().Where(parameterfile.IDIn(files...)).Select(parameterfile.FieldID, parameterfile.FieldNumber).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read parameter files: %w", err)
	}
	numbers := make(map[string]int, len(held))
	for _, row := range held {
		numbers[row.ID] = row.Number
	}
	out := make([]Origin, 0, len(counted))
	for on, n := range counted {
		out = append(out, Origin{ReleaseID: on.release, Version: versions[on.release], ParameterFile: numbers[on.file], Registrations: n})
	}
	slices.SortFunc(out, func(a, b Origin) int {
		return cmp.Or(cmp.Compare(a.ReleaseID, b.ReleaseID), cmp.Compare(a.ParameterFile, b.ParameterFile))
	})
	return out, nil
}
