package host

import (
	"context"
	"errors"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/penvoerder/penvoerder/internal/fault"
	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

// patience is how many calls in a row may end without one answer that can be
// believed; a process that goes on is not asked until its circuit closes.
const patience = 5

// tally counts the results of a call to live: answers that were believed, and answers or whole calls that were
// refused. An answer that reports its own failure counts for neither.
func (p *Process) tally(live *instance, believed, refused int) {
	p.mu.Lock()
	if p.live != live {
		p.mu.Unlock()
		return
	}
	switch {
	case believed > 0:
		p.doubts = 0
	case refused > 0:
		p.doubts++
	}
	enough := p.doubts >= patience
	p.mu.Unlock()
	if enough {
		p.distrust(live, "nothing it says can be believed")
	}
}

// distrust ends live and opens the circuit.
func (p *Process) distrust(live *instance, reason string) {
	p.mu.Lock()
	if p.live == live {
		p.doubts = 0
		p.breaker.trip(time.Now())
	}
	p.mu.Unlock()
	live.kill(reason)
}

// isRepeated counts a call and reports whether it is one that is made twice.
func (i *instance) isRepeated(every int) bool { return (i.calls.Add(1)-1)%uint64(every) == 0 }

// repeat puts the same questions again. Other answers end the process, open its circuit and are not passed on; the
// first question and its answer are kept, so that the next start must answer the same.
func (j *judging) repeat(ctx context.Context, req *schemev1.JudgeRequest, first []*schemev1.Answer) error {
	again, err := j.request(ctx, req)
	if err != nil {
		return err
	}
	if !alike(first, again) {
		j.p.distrust(j.live, "two answers to one question")
		return fault.Internal(ReasonFailed, errors.New("two answers to one question"))
	}
	if first[0].GetFailure() == "" {
		j.p.mu.Lock()
		j.p.sample = &sample{question: req.GetQuestions()[0], overrides: req.GetOverrides(), answer: first[0]}
		j.p.mu.Unlock()
	}
	return nil
}

// alike reports whether answers mean the same. The wording of a failure does not count.
func alike(a, b []*schemev1.Answer) bool {
	for i := range a {
		if a[i].GetFailure() != "" && b[i].GetFailure() != "" {
			continue
		}
		if !proto.Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

// A sample is a question that had the same answer twice.
type sample struct {
	question  *schemev1.Question
	overrides []*schemev1.Override
	answer    *schemev1.Answer
}

var (
	errManifest = errors.New("the manifest changed")
	errChanged  = errors.New("it answers otherwise than before")
)

// resume reports why next, which was just started, must not take the place of the process before it: its manifest, or
// its answer to the sample, is different.
func (p *Process) resume(ctx context.Context, next *instance, m *schemes.Manifest) error {
	if identify(m) != p.identity {
		return errManifest
	}
	p.mu.Lock()
	s := p.sample
	p.mu.Unlock()
	if s == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, p.config.Deadline)
	defer cancel()
	resp, err := next.Judge(ctx, &schemev1.JudgeRequest{
		RequestId: p.requests.next(), Overrides: s.overrides, Questions: []*schemev1.Question{s.question},
	})
	if err != nil {
		return statusOnly(err)
	}
	if len(resp.GetAnswers()) != 1 || !alike([]*schemev1.Answer{s.answer}, resp.GetAnswers()) {
		return errChanged
	}
	return nil
}
