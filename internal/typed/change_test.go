package typed_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/internal/typed"
)

func TestAChangeTellsNothingNullAndAValueApart(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change   typed.Change[*int]
		isStated bool
		want     *int
	}{
		"nothing": {},
		"null":    {change: typed.ChangeTo[*int](nil), isStated: true},
		"a value": {change: typed.ChangeTo(new(7)), isStated: true, want: new(7)},
	} {
		got, isStated := tt.change.ValueOK()
		if isStated != tt.isStated || (got == nil) != (tt.want == nil) || got != nil && *got != *tt.want {
			t.Errorf("%s: %v, %t", name, got, isStated)
		}
	}
}
