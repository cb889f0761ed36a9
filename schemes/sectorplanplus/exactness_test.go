package sectorplanplus_test

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
)

// The amounts are held against a second computation that shares nothing with the first: fractions of whole numbers, and
// day rates that are year amounts divided by 365 and cut off to cents.

// halfUp rounds a fraction of euros to cents.
func halfUp(euros *big.Rat) int64 {
	n := new(big.Int).Mul(euros.Num(), big.NewInt(200))
	n.Add(n, euros.Denom())
	return n.Div(n, new(big.Int).Mul(euros.Denom(), big.NewInt(2))).Int64()
}

// sizes are the percentages by size of the organisation.
var sizes = map[string]int64{"SMALL": 70, "MEDIUM": 60, "LARGE": 50}

// courseEuros is the amount of one participant of a course: a percentage of hours x 1,25 x norm of the teacher /
// group and hours x 0,8 x 27,04, at most 2.000.
func courseEuros(hundredths, group, norm, percent int64) *big.Rat {
	worth := new(big.Rat).Add(big.NewRat(125*norm, 100*100*group), big.NewRat(80*2704, 100*100))
	worth.Mul(worth, big.NewRat(hundredths*percent, 100*100))
	if most := big.NewRat(2000, 1); worth.Cmp(most) > 0 {
		return most
	}
	return worth
}

func TestCoursesAreExactToTheCent(t *testing.T) {
	t.Parallel()
	notes := map[string]schemes.ExtraValue{"groupNote": {Text: new("een kleine groep")}, "hoursNote": {Text: new("een lange opleiding")}}
	groups, asked := int64(40), 0
	if testing.Short() {
		groups = 3
	}
	for size, percent := range sizes {
		for teacher, norm := range map[string]int64{"INTERNAL": 4458, "AFFILIATED": 4458, "EXTERNAL": 10900} {
			for group := int64(1); group <= groups; group++ {
				var batch schemes.Batch
				var want []int64
				for hours := int64(300); hours < 14000; hours += 35 {
					want = append(want, halfUp(courseEuros(hours, group, norm, percent)))
					batch.Questions = append(batch.Questions, schemes.Question{
						AsOf:         schemes.Moment("2025-06-01T12:00:00+02:00"),
						Organisation: schemes.Organisation{SizeClass: schemes.Known(size), SizeEvidence: schemes.Known("JAARREKENING")},
						Registration: &schemes.Registration{
							Activity: "C", Start: schemes.Known(schemes.On(2025, 3, 3)), End: schemes.Known(schemes.On(2025, 3, 31)), Facts: schemes.NewExtras(notes),
							Training: schemes.Training{
								Title: schemes.Known("Beeldbellen"), Teacher: schemes.Known(teacher), GroupSize: schemes.Known(group),
								Hours: schemes.Known(schemes.Decimal(fmt.Sprintf("%d.%02d", hours/100, hours%100))),
							},
							Participations: []schemes.Participation{participant("p")},
						},
					})
				}
				for i, a := range answers(t, sectorplanplus.V4, batch) {
					if got := paid(t, a, 0); got != want[i] {
						t.Fatalf("%s, %s, group of %d, %d hundredths of an hour: %d cents, want %d", size, teacher, group, 300+35*i, got, want[i])
					}
				}
				asked += len(want)
			}
		}
	}
	t.Logf("%d courses", asked)
}

func participant(key string) schemes.Participation {
	return schemes.Participation{Key: key, Employment: schemes.Known("EMPLOYED"), EmployedSince: schemes.Known(schemes.On(2015, 1, 1)), TargetGroup: schemes.Known("OPSCHOLING"), ContractHours: schemes.Known(schemes.Whole(24))}
}

func answers(t *testing.T, s schemes.Scheme, b schemes.Batch) []schemes.Answer {
	t.Helper()
	as, err := s.Judge(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return as
}

func paid(t *testing.T, a schemes.Answer, part int) int64 {
	t.Helper()
	if a.Failure != "" || a.Parts[part].Amount == nil {
		t.Fatalf("no amount: %s %+v", a.Failure, a)
	}
	return int64(*a.Parts[part].Amount)
}

// A round holds the amounts that a variant pays by the day, from 24 hours on and below: amounts of a year, in euros.
type round struct {
	scheme      schemes.Scheme
	opens, last time.Time
	facts       []string // of the plan
	high, low   int64
	ofTheYear   bool // the most is the amount of a year; else that of all days of the period
}

func at(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

var rounds = []round{
	{sectorplanplus.V1, at(2022, 8, 22), at(2024, 8, 31), nil, 2500, 2000, false},
	{sectorplanplus.V2, at(2022, 9, 30), at(2024, 8, 31), nil, 2500, 2000, false},
	{sectorplanplus.V3, at(2023, 8, 21), at(2024, 8, 31), nil, 2250, 1800, true},
	{sectorplanplus.V3, at(2023, 8, 21), at(2024, 8, 31), []string{"tazSurcharge"}, 2750, 2200, true},
	{sectorplanplus.V3, at(2023, 8, 21), at(2024, 8, 31), []string{"tazSurcharge", "iowSurcharge"}, 4000, 3600, true},
	{sectorplanplus.V4, at(2024, 8, 19), at(2025, 12, 31), nil, 3000, 2500, false},
}

func daysBetween(from, to time.Time) int64 { return int64(to.Sub(from)/(24*time.Hour)) + 1 }

// cents is the amount for the days of a stay in the period, both ends included.
func (r round) cents(from, to time.Time, hundredths int64) int64 {
	year := r.high
	if hundredths < 2400 {
		year = r.low
	}
	rate := year * 100 / 365 // cut off to the cent
	most := daysBetween(r.opens, r.last) * rate
	if r.ofTheYear {
		most = year * 100
	}
	if to.After(r.last) {
		to = r.last
	}
	return min(daysBetween(from, to)*rate, most)
}

// TestDaysAreExactToTheCent asks starts through the whole of every period with ends up to two months after it.
func TestDaysAreExactToTheCent(t *testing.T) {
	t.Parallel()
	every, asked := 9, 0
	if testing.Short() {
		every = 97
	}
	for _, r := range rounds {
		plan := map[string]schemes.ExtraValue{}
		for _, key := range r.facts {
			plan[key] = schemes.ExtraValue{Boolean: new(true)}
		}
		for start := r.opens; start.Before(r.last.AddDate(0, -2, 0)); start = start.AddDate(0, 0, every) {
			reg := &schemes.Registration{
				Activity: "A", Start: schemes.Known(schemes.DateOf(start)), End: schemes.Known(schemes.DateOf(r.last.AddDate(0, 2, 0))), Plan: schemes.NewExtras(plan),
				Training: schemes.Training{List: schemes.Known("mbo"), Code: schemes.Known("25655"), Route: schemes.Known("BBL")},
			}
			var want []int64
			for end := start.AddDate(0, 1, 3); end.Before(r.last.AddDate(0, 2, 0)); end = end.AddDate(0, 0, 1) {
				for _, hundredths := range []int64{2399, 2400} {
					p := participant(fmt.Sprint(len(want)))
					p.End = schemes.Known(schemes.DateOf(end))
					p.ContractHours = schemes.Known(schemes.Decimal(fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)))
					reg.Participations = append(reg.Participations, p)
					want = append(want, r.cents(start, end, hundredths))
				}
			}
			a := answers(t, r.scheme, schemes.Batch{Questions: []schemes.Question{{AsOf: schemes.Moment("2026-01-15T12:00:00+01:00"), Registration: reg}}})[0]
			for i := range want {
				if got := paid(t, a, i); got != want[i] {
					t.Fatalf("%s %v from %s, participation %d: %d cents, want %d", r.scheme.Manifest().Slug, r.facts, start.Format(time.DateOnly), i, got, want[i])
				}
			}
			asked += len(want)
		}
	}
	t.Logf("%d stays", asked)
}
