package host_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/penvoerder/penvoerder/plugins/internal/hostile"
	"github.com/penvoerder/penvoerder/plugins/internal/wire"
	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

// FuzzAnswer reads anything that a plugin may send as an answer: nothing panics, and an answer that is believed lies
// within the bounds of the manifest.
func FuzzAnswer(f *testing.F) {
	scheme := hostile.New("hostile")
	q := good().Questions[0]
	for i, a := range judge(f, scheme, good()) {
		b, err := proto.Marshal(wire.FromAnswer(i, a))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same every time
		for range 500 {
			spoilt := slices.Clone(b)
			for range 1 + random.IntN(3) {
				spoilt[random.IntN(len(spoilt))] ^= byte(1 << random.IntN(8))
			}
			f.Add(spoilt[:len(spoilt)-random.IntN(2)*random.IntN(len(spoilt))])
		}
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		var p schemev1.Answer
		if proto.Unmarshal(b, &p) != nil {
			return
		}
		a, err := wire.ToAnswer(0, &p)
		if err != nil || a.Failure != "" || scheme.Manifest().Verify(q, a, nil) != nil {
			return
		}
		sum := schemes.Amount(0)
		for _, part := range a.Parts {
			if part.Amount != nil {
				if *part.Amount < 0 || *part.Amount > schemes.Euros(3300) {
					t.Errorf("%s was believed", part.Amount)
				}
				sum += *part.Amount
			}
		}
		if a.Whole.Amount != nil && a.Whole.Outcome != schemes.Ineligible && *a.Whole.Amount != sum {
			t.Errorf("a whole of %s was believed, its parts are %s", a.Whole.Amount, sum)
		}
	})
}
