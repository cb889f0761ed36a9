package kit

import (
	"context"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
)

// A Result is how the golden cases of one scheme went.
type Result struct {
	Cases int
	Flaws []Flaw // of the cases that failed, in order
}

// A Flaw is a case that failed, and everything that is not as it wants.
type Flaw struct {
	Case cases.Case
	Is   []string
}

// Test puts the golden cases to s. Every answer is recomputed before it is believed.
func Test(ctx context.Context, s schemes.Scheme, golden []cases.Case) (Result, error) {
	answers, err := judgeAll(ctx, s, golden)
	if err != nil {
		return Result{}, err
	}
	r := Result{Cases: len(golden)}
	for i, c := range golden {
		is := c.Check(s.Manifest(), answers[i])
		if err := s.Manifest().Verify(c.Question, answers[i], c.Overrides); err != nil {
			is = append(is, c.At()+": the answer is not to be believed: "+err.Error())
		}
		if len(is) > 0 {
			r.Flaws = append(r.Flaws, Flaw{c, is})
		}
	}
	return r, nil
}

// judgeAll answers the cases: in one batch those that replace no parameters, the
// others one by one.
func judgeAll(ctx context.Context, s schemes.Scheme, golden []cases.Case) ([]schemes.Answer, error) {
	out := make([]schemes.Answer, len(golden))
	var plain []int
	var qs []schemes.Question
	for i, c := range golden {
		if c.Overrides == nil {
			plain, qs = append(plain, i), append(qs, c.Question)
			continue
		}
		as, err := s.Judge(ctx, schemes.Batch{Overrides: c.Overrides, Questions: []schemes.Question{c.Question}})
		if err != nil {
			return nil, err
		}
		out[i] = as[0]
	}
	as, err := s.Judge(ctx, schemes.Batch{Questions: qs})
	if err != nil {
		return nil, err
	}
	for n, i := range plain {
		out[i] = as[n]
	}
	return out, nil
}
