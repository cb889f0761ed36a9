package sozw_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/schemetest"
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
	cases, err := schemetest.Load("cases")
	if err != nil {
		b.Fatal(err)
	}
	var batch schemes.Batch
	for len(batch.Questions) < 10_000 {
		for _, c := range cases {
			if c.Overrides == nil {
				batch.Questions = append(batch.Questions, c.Question)
			}
		}
	}
	batch.Questions = batch.Questions[:10_000]
	return batch
}
