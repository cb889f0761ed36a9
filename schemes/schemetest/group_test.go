package schemetest

import (
	"testing"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

// TestTheKitFindsAPlanOfWhoIsNotAtTheTop has a scheme promise one plan per group, and take that of anybody in it.
func TestTheKitFindsAPlanOfWhoIsNotAtTheTop(t *testing.T) {
	t.Parallel()
	promising := *toy.Scheme.Manifest()
	promising.PlanPer = schemes.PerGroup
	const says = "planPer is GROUP, and no blocking rule refuses the plan of who is not at the top"
	wants(t, told(t, declaring{toy.Scheme, promising}, (*kit).group), says)
	wants(t, toldOver(t, "../sozw/cases", altered{sozw.Scheme, silent("SOZW-PLAN-009")}, (*kit).group), says)
	if got := toldOver(t, "../sozw/cases", sozw.Scheme, (*kit).group); len(got) > 0 {
		t.Errorf("SO-Z&W is refused: %q", got)
	}
	if got := told(t, toy.Scheme, (*kit).group); len(got) > 0 {
		t.Errorf("toy is refused: %q", got)
	}
}
