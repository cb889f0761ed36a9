package matrix_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/schemes"
)

// An answer without cells, as to facts that cannot be true, asks what is always asked and no more.
func TestAConditionalJudgementIsAskedWhereTheSchemeSaysSo(t *testing.T) {
	t.Parallel()
	m := &schemes.Manifest{Judgements: []schemes.ContentJudgement{
		{Code: "ALWAYS", Judge: schemes.RoleSSC}, {Code: "SOMETIMES", Judge: schemes.RoleSSC, Condition: schemes.Same("soms")},
	}}
	for name, test := range map[string]struct {
		said []schemes.Cell
		want string
	}{
		"nothing was said": {nil, matrix.NotRequired},
		"it was asked":     {[]schemes.Cell{{Column: "SOMETIMES", State: schemes.CellComplete}}, matrix.Complete},
	} {
		x := matrix.OfRegistration(matrix.Home{Plan: &ent.Plan{}, Release: &catalog.Release{Manifest: m}}, "reg_1", nil, nil, nil)
		x.Settle(schemes.Answer{Whole: schemes.Part{Cells: test.said}}, matrix.Frame{})
		for _, c := range x.Cells {
			want := test.want
			if c.Column == "ALWAYS" {
				want = matrix.Complete
			}
			if c.State != want {
				t.Errorf("%s: %s is %s, want %s", name, c.Column, c.State, want)
			}
		}
	}
}
