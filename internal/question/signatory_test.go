package question_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/internal/question"
)

func TestNamesAreComparedAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ one, other, want string }{
		{"Anna de Vries", "anna  DE vries", "SAME"},
		{"Zoë Özdemir", "Zoe\u0308 Ozdemir", "SAME"},
		{"Anne-Marie Smit", "Anne Marie Smit", "SAME"},
		{"drs. A. de Vries", "A. de Vries MBA", "SAME"},
		{"A.B. de Vries", "A. B. de Vries", "SAME"},
		{"A. de Vries", "Anna de Vries", "INITIALS"},
		{"Anna Barbara de Vries", "A.B. de Vries", "INITIALS"},
		{"Anna Barbara de Vries", "A. de Vries", "INITIALS"},
		{"Th. Bos", "Theodora Bos", "INITIALS"},
		{"B. de Vries", "Anna de Vries", "OTHER"},
		{"A. de Vries", "Anna Bakker", "OTHER"},
		{"A. Vries", "A. de Vries", "OTHER"},
		{"Anna de Vries", "Bas de Vries", "OTHER"},
		{"Anna", "Anna de Vries", "OTHER"},
		{"A.B.", "A.B. de Vries", "OTHER"},
		{"A. de Vries", "de Vries", "OTHER"},
		{"", "A. de Vries", "OTHER"},
		{"李 小龙", "李 小龙", "SAME"},
	} {
		for _, pair := range [][2]string{{c.one, c.other}, {c.other, c.one}} {
			if got := question.CompareNames(pair[0], pair[1]); got != c.want {
				t.Errorf("%q beside %q: %s, want %s", pair[0], pair[1], got, c.want)
			}
		}
	}
	for name, want := range map[string]bool{"A.B.": false, "A B": false, "J.": false, "drs. J.": false, "": false, "J. Bos": true, "Madonna": true, "Li": true, "J.P. van der Berg": true} {
		if got := question.HasSurname(name); got != want {
			t.Errorf("%q has a surname: %t", name, got)
		}
	}
}
