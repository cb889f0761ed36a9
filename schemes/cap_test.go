package schemes_test

import (
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

func TestACapThatSaysTooLittleIsRefused(t *testing.T) {
	t.Parallel()
	for says, change := range map[string]func(c *schemes.Cap){
		`cap toy does not match`:                                   func(c *schemes.Cap) { c.Code = "toy" },
		`cap TOY-CAP-001 lacks a title`:                            func(c *schemes.Cap) { c.Title = schemes.Text{} },
		`cap TOY-CAP-001 is per "TEAM"; want PERSON or EMPLOYER`:   func(c *schemes.Cap) { c.Per = "TEAM" },
		`cap TOY-CAP-001 is for each "MONTH"; want YEAR or SCHEME`: func(c *schemes.Cap) { c.Each = "MONTH" },
		`limit "least-days" is not a declared parameter in euros`:  func(c *schemes.Cap) { c.Limit = "least-days" },
		`cap TOY-CAP-001 names undeclared activity "Z"`:            func(c *schemes.Cap) { c.Activities = []string{"Z"} },
		`cap TOY-CAP-001 does not cite a place in a declared work`: func(c *schemes.Cap) { c.Source = schemes.Citation{} },
		`cap TOY-CAP-002 is declared twice`:                        func(c *schemes.Cap) { c.Code = "TOY-CAP-002" },
	} {
		m := *toy.Scheme.Manifest()
		m.Caps = append([]schemes.Cap(nil), m.Caps...)
		change(&m.Caps[0])
		if err := m.Validate(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want %q, got %v", says, err)
		}
	}
}

// An answer is not believed where its amount does not follow from what stands before and from what it claims.
func TestTheHostReplaysCaps(t *testing.T) {
	t.Parallel()
	q := schemes.Question{AsOf: schemes.Moment("2025-06-01T12:00:00+02:00"), Organisation: schemes.Organisation{}, Registration: &schemes.Registration{
		Activity: "J", Start: schemes.Known(schemes.On(2025, 5, 1)), End: schemes.Known(schemes.On(2025, 5, 10)),
		Training: schemes.Training{List: schemes.Known("jongleren"), Code: schemes.Known("J1"), Title: schemes.Known("Drie ballen")},
		Facts:    schemes.NewExtras(map[string]schemes.ExtraValue{"balls": {Integer: new(int64(3))}}),
		Earlier: []schemes.Claim{{
			Number: "R-1", SubmittedAt: schemes.Moment("2025-05-20T12:00:00+02:00"), Person: "ada", Year: 2025, Activity: "J", Amount: 140_00,
		}},
		Participations: []schemes.Participation{{Key: "p1", Person: "ada", TargetGroup: schemes.Known("CLOWN")}},
	}}
	ask := func() schemes.Answer {
		as, err := toy.Scheme.Judge(t.Context(), schemes.Batch{Questions: []schemes.Question{q}})
		if err != nil {
			t.Fatal(err)
		}
		return as[0]
	}
	m := toy.Scheme.Manifest()
	if a := ask(); m.Verify(q, a, nil) != nil || *a.Parts[0].Amount != 10_00 || *a.Parts[0].Claimed != 25_00 {
		t.Fatalf("%+v: %v", a.Parts[0], m.Verify(q, a, nil))
	}
	for name, change := range map[string]func(a *schemes.Answer){
		"more than the cap leaves": func(a *schemes.Answer) {
			p := &a.Parts[0]
			p.Amount, p.Steps, a.Whole.Amount = new(schemes.Amount(25_00)), p.Steps[:len(p.Steps)-8], new(schemes.Amount(25_00))
		},
		"another use than the earlier claims": func(a *schemes.Answer) {
			for i := range a.Parts[0].Steps {
				if st := &a.Parts[0].Steps[i]; st.Op == schemes.OpUsed {
					st.Value = "13000"
				}
			}
		},
		"no amount before caps":    func(a *schemes.Answer) { a.Parts[0].Claimed = nil },
		"a claim by the whole":     func(a *schemes.Answer) { a.Whole.Claimed = a.Parts[0].Claimed },
		"less than the caps leave": func(a *schemes.Answer) { a.Parts[0].Claimed = new(schemes.Amount(9_00)) },
	} {
		a := ask()
		if change(&a); m.Verify(q, a, nil) == nil {
			t.Errorf("%s is believed", name)
		}
	}
}
