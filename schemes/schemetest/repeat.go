package schemetest

import (
	"slices"
	"sync"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
)

// repeats asks every case again, four at once.
func (k *kit) repeats(t rapid.TB) {
	again := make([][]schemes.Answer, 4)
	var asking sync.WaitGroup
	for n := range again {
		asking.Go(func() {
			for _, c := range k.cases {
				as, err := k.scheme.Judge(background(t), schemes.Batch{Overrides: c.Overrides, Questions: []schemes.Question{c.Question}})
				if err != nil || len(as) != 1 {
					return // reported below as too few answers
				}
				again[n] = append(again[n], as[0])
			}
		})
	}
	asking.Wait()
	for _, as := range again {
		if len(as) != len(k.cases) {
			t.Errorf("asked again at once, %d of %d cases were answered", len(as), len(k.cases))
			continue
		}
		for i, a := range as {
			sameAnswer(t, k.cases[i], k.answers[i], a)
		}
	}
}

// batches asks all cases that replace nothing at once, there and back.
func (k *kit) batches(t rapid.TB) {
	var of []int
	for i, c := range k.cases {
		if c.Overrides == nil {
			of = append(of, i)
		}
	}
	back := slices.Clone(of)
	slices.Reverse(back)
	for _, order := range [][]int{of, back} {
		qs := make([]schemes.Question, len(order))
		for i, j := range order {
			qs[i] = k.cases[j].Question
		}
		for i, a := range k.judge(t, nil, qs...) {
			sameAnswer(t, k.cases[order[i]], k.answers[order[i]], a)
		}
	}
	if as := k.judge(t, nil); len(as) != 0 {
		t.Errorf("no questions got %d answers", len(as))
	}
}

func sameAnswer(t rapid.TB, c cases.Case, want, got schemes.Answer) {
	t.Helper()
	if w, g := text(want), text(got); w != g {
		t.Errorf("%s: answered first\n%s\nand then\n%s", c.At(), w, g)
	}
}
