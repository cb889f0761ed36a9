package main

import (
	"context"
	"fmt"
	"testing"

	"github.com/penvoerder/penvoerder/plugins/plugintest"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// BenchmarkJudge judges batches of golden cases in memory and through a process,
// recomputing every answer on both sides. Compare the two of one size in one run.
func BenchmarkJudge(b *testing.B) {
	golden, err := cases.Load("../../../schemes/sozw/cases", "sozw-2026")
	if err != nil {
		b.Fatal(err)
	}
	process := plugintest.Start(b, "sozw-2026")
	for _, n := range []int{1, 100, 10_000} {
		var batch schemes.Batch
		for i := range n {
			batch.Questions = append(batch.Questions, golden[i%len(golden)].Question)
		}
		b.Run(fmt.Sprintf("memory/%d", n), func(b *testing.B) { benchmark(b, sozw.Scheme, batch, true) })
		b.Run(fmt.Sprintf("process/%d", n), func(b *testing.B) { benchmark(b, process, batch, false) })
	}
}

func benchmark(b *testing.B, s schemes.Scheme, batch schemes.Batch, verify bool) {
	for b.Loop() {
		answers, err := s.Judge(context.Background(), batch)
		if err != nil {
			b.Fatal(err)
		}
		for i, a := range answers {
			if !verify {
				break
			}
			if err := s.Manifest().Verify(batch.Questions[i], a, batch.Overrides); err != nil {
				b.Fatal(err)
			}
		}
	}
}
