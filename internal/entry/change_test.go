package entry_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/internal/entry"
)

func TestAChangeTellsNothingNullAndAValueApart(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change   entry.Change[*int]
		isStated bool
		want     *int
	}{
		"nothing": {},
		"null":    {change: entry.ChangeTo[*int](nil), isStated: true},
		"a value": {change: entry.ChangeTo(new(7)), isStated: true, want: new(7)},
	} {
		got, isStated := tt.change.ValueOK()
		if isStated != tt.isStated || (got == nil) != (tt.want == nil) || got != nil && *got != *tt.want {
			t.Errorf("%s: %v, %t", name, got, isStated)
		}
	}
}
