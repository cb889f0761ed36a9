package sozw_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// BenchmarkJudge judges, and BenchmarkVerify replays, ten thousand questions.
func BenchmarkJudge(b *testing.B) {
	batch := tenThousand(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sozw.Scheme.Judge(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	batch := tenThousand(b)
	answers, err := sozw.Scheme.Judge(b.Context(), batch)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		for i, a := range answers {
			if err := sozw.Scheme.Manifest().Verify(batch.Questions[i], a, nil); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func tenThousand(b *testing.B) schemes.Batch {
	golden, err := cases.Load("cases", "sozw-2026")
	if err != nil {
		b.Fatal(err)
	}
	var batch schemes.Batch
	for len(batch.Questions) < 10_000 {
		for _, c := range golden {
			if c.Overrides == nil {
				batch.Questions = append(batch.Questions, c.Question)
			}
		}
	}
	batch.Questions = batch.Questions[:10_000]
	return batch
}

// BenchmarkCourse judges one participant of a course, and BenchmarkVerifyCourse replays the answer.
func BenchmarkCourse(b *testing.B) {
	batch := schemes.Batch{Questions: []schemes.Question{course{1250, 12, "EXTERNAL"}.question()}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sozw.Scheme.Judge(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerifyCourse(b *testing.B) {
	q := course{1250, 12, "EXTERNAL"}.question()
	answers, err := sozw.Scheme.Judge(b.Context(), schemes.Batch{Questions: []schemes.Question{q}})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := sozw.Scheme.Manifest().Verify(q, answers[0], nil); err != nil {
			b.Fatal(err)
		}
	}
}
