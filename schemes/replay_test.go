package schemes

import (
	"testing"

	"pgregory.net/rapid"
)

var testLine = Line{Code: "T-LINE-1", Unit: EUR}

// sheetOf computes a random chain of operations.
func sheetOf(t *rapid.T) *Sheet {
	s := &Sheet{}
	terms := []Term{s.Fact(testLine, Known(Whole(rapid.Int64Range(-1000, 1000).Draw(t, "first"))))}
	pick := func() Term { return terms[rapid.IntRange(0, len(terms)-1).Draw(t, "term")] }
	for range rapid.IntRange(1, 12).Draw(t, "steps") {
		var next Term
		switch rapid.IntRange(0, 7).Draw(t, "op") {
		case 0:
			next = s.Add(testLine, pick(), pick(), pick())
		case 1:
			next = s.Subtract(testLine, pick(), pick())
		case 2:
			next = s.Multiply(testLine, pick(), pick())
		case 3:
			next = s.Divide(testLine, pick(), s.Fact(testLine, Known(Whole(7))))
		case 4:
			next = s.Min(testLine, pick(), pick())
		case 5:
			next = s.Max(testLine, pick(), pick())
		case 6:
			next = s.Days(testLine, pick(), pick())
		default:
			next = s.Fact(testLine, Known(Amount(rapid.Int64Range(-1e6, 1e6).Draw(t, "amount"))))
		}
		terms = append(terms, next)
	}
	s.Round(testLine, terms[len(terms)-1])
	return s
}

func TestEverySheetReplays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := sheetOf(t)
		amount, err := s.result()
		if err != nil {
			t.Skip("more than an amount holds")
		}
		long := false
		for _, st := range s.trace() {
			long = long || len(st.Value) > maxTraceDigits
		}
		if long {
			t.Skip("values longer than a trace holds")
		}
		if err := Replay(s.trace(), amount); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAChangedStepDoesNotReplay(t *testing.T) {
	t.Parallel()
	s := &Sheet{}
	days := s.Days(testLine, s.Fact(testLine, Known(On(2026, 2, 1))), s.Fact(testLine, Known(On(2026, 12, 31))))
	s.Round(testLine, s.Min(testLine, s.Multiply(testLine, days, s.Fact(testLine, Known(Amount(904)))), s.Fact(testLine, Known(Amount(330000)))))
	amount, err := s.result()
	if err != nil || *amount != 301936 {
		t.Fatalf("334 days give %v, %v", amount, err)
	}
	for i, st := range s.trace() {
		if st.Op == OpInput {
			continue
		}
		steps := append([]Step(nil), s.trace()...)
		steps[i].Value = "1"
		if Replay(steps, amount) == nil {
			t.Errorf("step %d may state anything", i+1)
		}
	}
	for name, mutate := range map[string]func([]Step) []Step{
		"forward reference": func(s []Step) []Step { s[2].Args = []int{0, 3}; return s },
		"itself":            func(s []Step) []Step { s[2].Args = []int{0, 2}; return s },
		"unknown operation": func(s []Step) []Step { s[2].Op = "POWER"; return s },
		"no arguments":      func(s []Step) []Step { s[2].Args = nil; return s },
		"no steps":          func([]Step) []Step { return nil },
		"exponent":          func(s []Step) []Step { s[0].Value = "1e999999999"; return s },
	} {
		if Replay(mutate(append([]Step(nil), s.trace()...)), amount) == nil {
			t.Errorf("%s was believed", name)
		}
	}
	less := *amount - 1
	if Replay(s.trace(), &less) == nil {
		t.Error("an amount at odds with its trace was believed")
	}
}

func TestRoundHalfUp(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"1/2": "1", "-1/2": "0", "-3/2": "-1", "5/3": "2", "4/3": "1", "7": "7", "49999/100000": "0"} {
		if got := roundHalfUp(Decimal(in)).String(); got != want {
			t.Errorf("%s rounds to %s, want %s", in, got, want)
		}
	}
}

func TestDivisionByZeroIsAFinding(t *testing.T) {
	t.Parallel()
	s := &Sheet{}
	s.Divide(testLine, s.Fact(testLine, Known(Whole(1))), s.Fact(testLine, Known(Whole(0))))
	if a, err := s.result(); a != nil || err != nil {
		t.Errorf("result %v, %v", a, err)
	}
	if len(s.told) != 1 || s.told[0].Params["detail"] != "Er zou door nul worden gedeeld." || s.told[0].Params["detail@en"] == "" {
		t.Errorf("told %v", s.told)
	}
}
