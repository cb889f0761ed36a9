package host

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/plugins/internal/wire"
	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

// The reasons of the faults that a Process returns.
const (
	ReasonUnavailable = "SCHEME_UNAVAILABLE" // UNAVAILABLE: the process is down, or did not answer in time
	ReasonFailed      = "SCHEME_FAILED"      // INTERNAL: the answer of the process cannot be believed
)

// refused is the failure of an answer that is not believed. It holds nothing that
// the plugin said.
const refused = "the scheme gave no answer that can be believed"

// A chunk of a batch weighs at most this much, so that each call stays far below
// the message limit and the deadline. A question weighs one, and one more for each
// participation and document.
const chunkWeight = 1024

// Judge implements [schemes.Scheme]. Large batches are asked in several calls, some
// at once. An answer that does not verify is the failure of that answer; errors are
// faults with ReasonUnavailable or ReasonFailed.
func (p *Process) Judge(ctx context.Context, b schemes.Batch) ([]schemes.Answer, error) {
	out := make([]schemes.Answer, len(b.Questions))
	if len(out) == 0 {
		return out, nil
	}
	p.mu.Lock()
	live, wait := p.live, time.Until(p.retryAt)
	p.mu.Unlock()
	if live == nil {
		return nil, unavailable(errors.New("the process is down"), wait)
	}
	j := &judging{p: p, live: live, overrides: b.Overrides}
	if err := j.askAll(ctx, cut(b.Questions), b.Questions, out); err != nil {
		return nil, err
	}
	return out, nil
}

// A judging is one batch on its way.
type judging struct {
	p         *Process
	live      *instance
	overrides schemes.Overrides
}

// askAll asks the chunks of qs that end at cuts, several at once, until one goes
// wrong.
func (j *judging) askAll(ctx context.Context, cuts []int, qs []schemes.Question, out []schemes.Answer) error {
	if len(cuts) == 1 {
		return j.ask(ctx, qs, out)
	}
	var next atomic.Int64
	var first atomic.Pointer[error]
	var wg sync.WaitGroup
	for range min(len(cuts), cap(j.p.slots)) {
		wg.Go(func() {
			for n := int(next.Add(1)) - 1; n < len(cuts) && first.Load() == nil; n = int(next.Add(1)) - 1 {
				from := 0
				if n > 0 {
					from = cuts[n-1]
				}
				if err := j.ask(ctx, qs[from:cuts[n]], out[from:cuts[n]]); err != nil {
					first.CompareAndSwap(nil, &err)
				}
			}
		})
	}
	wg.Wait()
	if err := first.Load(); err != nil {
		return *err
	}
	return nil
}

// ask puts qs to the process in one call and writes the answers that are believed to out.
func (j *judging) ask(ctx context.Context, qs []schemes.Question, out []schemes.Answer) error {
	req := &schemev1.JudgeRequest{Overrides: wire.FromOverrides(j.overrides), Questions: make([]*schemev1.Question, len(qs))}
	for i, q := range qs {
		req.Questions[i] = wire.FromQuestion(q)
	}
	answers, err := j.request(ctx, req)
	if err != nil {
		return err
	}
	if j.live.isRepeated(j.p.config.Repeat) {
		if err := j.repeat(ctx, req, answers); err != nil {
			return err
		}
	}
	believed, refused := 0, 0
	for i, answer := range answers {
		switch out[i], err = j.believe(i, qs[i], answer); {
		case err == nil && out[i].Failure == "":
			believed++
		case err != nil:
			refused++
		}
	}
	j.p.tally(j.live, believed, refused)
	return nil
}

// request makes one call and returns its answers, as many as there are questions.
func (j *judging) request(ctx context.Context, req *schemev1.JudgeRequest) ([]*schemev1.Answer, error) {
	req.RequestId = j.p.requests.next()
	resp, err := j.call(ctx, req)
	if err == nil && (resp.GetRequestId() != req.GetRequestId() || len(resp.GetAnswers()) != len(req.GetQuestions())) {
		err = fault.Internal(ReasonFailed, fmt.Errorf("scheme %s answered another request", j.p.config.Slug))
	}
	if fault.HasReason(err, ReasonFailed) {
		j.p.tally(j.live, 0, 1)
	}
	return resp.GetAnswers(), err
}

// believe reads and recomputes one answer; the error says why it is refused.
func (j *judging) believe(i int, q schemes.Question, p *schemev1.Answer) (schemes.Answer, error) {
	a, err := wire.ToAnswer(i, p)
	if err == nil && a.Failure != "" {
		j.p.log.Error("answer failed by its own word")
		return schemes.Answer{Failure: refused}, nil
	}
	if err == nil {
		err = j.p.manifest.Verify(q, a, j.overrides)
	}
	if err != nil {
		j.p.log.Error("answer refused", "cause", bounded(err.Error()))
		return schemes.Answer{Failure: refused}, err
	}
	return a, nil
}

// call makes one call within the deadline. A caller that gives up does not take the
// deadline away: a process that hangs is killed all the same.
func (j *judging) call(ctx context.Context, req *schemev1.JudgeRequest) (*schemev1.JudgeResponse, error) {
	select {
	case j.p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, unavailable(ctx.Err(), 0)
	}
	type result struct {
		resp *schemev1.JudgeResponse
		err  error
	}
	done := make(chan result, 1)
	go func() {
		defer func() { <-j.p.slots }()
		timed, cancel := context.WithTimeout(context.WithoutCancel(ctx), j.p.config.Deadline)
		defer cancel()
		resp, err := j.live.Judge(timed, req)
		switch status.Code(err) {
		case codes.DeadlineExceeded: // said by the plugin's own clock, maybe a moment before ours
			j.live.kill("missed its deadline")
		case codes.Unavailable:
			j.live.kill("connection lost")
		}
		done <- result{resp, err}
	}()
	select {
	case r := <-done:
		return r.resp, j.p.fault(r.err)
	case <-ctx.Done():
		return nil, unavailable(ctx.Err(), 0)
	}
}

// fault classifies an error by its status, never by its text, which is dropped.
func (p *Process) fault(err error) error {
	switch status.Code(err) {
	case codes.OK:
		return nil
	case codes.Canceled, codes.DeadlineExceeded, codes.Unavailable:
		return unavailable(statusOnly(err), 0)
	}
	return fault.Internal(ReasonFailed, fmt.Errorf("scheme %s: %w", p.config.Slug, statusOnly(err)))
}

// statusOnly drops the plugin's own text of a status: it may hold a fact.
func statusOnly(err error) error { return fmt.Errorf("plugin answered %s", status.Code(err)) }

func unavailable(cause error, wait time.Duration) error {
	f := fault.Unavailable(ReasonUnavailable, cause)
	f.RetryAfter = max(wait, time.Second)
	return f
}

// cut returns where the chunks of qs end.
func cut(qs []schemes.Question) []int {
	var cuts []int
	weight := 0
	for i, q := range qs {
		w := weigh(q)
		if i > 0 && weight+w > chunkWeight {
			cuts, weight = append(cuts, i), 0
		}
		weight += w
	}
	return append(cuts, len(qs))
}

func weigh(q schemes.Question) int {
	switch {
	case q.Registration != nil:
		return 1 + len(q.Registration.Participations) + len(q.Registration.Documents)
	case q.ProjectFile != nil:
		return 1 + len(q.ProjectFile.Documents)
	}
	return 1
}

// requestIDs match answers to requests; an id that a plugin makes up belongs to none.
type requestIDs struct {
	prefix string
	last   *atomic.Uint64
}

func newRequestIDs() requestIDs {
	return requestIDs{prefix: rand.Text() + "-", last: new(atomic.Uint64)}
}

func (r requestIDs) next() string { return r.prefix + strconv.FormatUint(r.last.Add(1), 10) }
