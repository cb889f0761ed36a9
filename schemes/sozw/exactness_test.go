package sozw_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// The amounts are held against a second computation that shares nothing with the first: fractions of whole numbers,
// written from the formulas of chapter 5 as printed. Every point of the grid must agree to the cent.

// cents rounds a fraction of euros half up to the cent.
func cents(euros *big.Rat) int64 {
	n := new(big.Int).Mul(euros.Num(), big.NewInt(200))
	n.Add(n, euros.Denom())
	return n.Div(n, new(big.Int).Mul(euros.Denom(), big.NewInt(2))).Int64()
}

// course is a point of the grid of activity 2.
type course struct {
	hours, group int64 // hundredths of an hour, persons
	teacher      string
}

var teacherNorms = map[string]int64{"INTERNAL": 4458, "AFFILIATED": 4458, "EXTERNAL": 10900} // cents an hour

// euros is the amount of one participant of the course: half of hours x 1,25 x norm of the teacher / group and hours
// x 0,8 x 27,04, at most 2.200.
func (c course) euros() *big.Rat {
	hours := big.NewRat(c.hours, 100)
	teacher := big.NewRat(125*teacherNorms[c.teacher], 100*100*c.group)
	absence := big.NewRat(80*2704, 100*100)
	worth := new(big.Rat).Add(teacher, absence)
	worth.Mul(worth, hours).Mul(worth, big.NewRat(1, 2))
	if most := big.NewRat(2200, 1); worth.Cmp(most) > 0 {
		return most
	}
	return worth
}

// courses are lessons of 3 to 130 hours, by quarters below 40, in groups of 1 to 60, and around the maximum.
func courses(t *testing.T) []course {
	var out []course
	add := func(hours, group int64) {
		for _, teacher := range []string{"INTERNAL", "EXTERNAL", "AFFILIATED"} {
			if teacher != "AFFILIATED" || group%5 == 0 {
				out = append(out, course{hours, group, teacher})
			}
		}
	}
	groups := int64(60)
	if testing.Short() {
		groups = 7
	}
	for group := int64(1); group <= groups; group++ {
		for hours := int64(300); hours <= 13000; hours += step(hours) {
			add(hours, group)
		}
		for hours := int64(300); hours < 330; hours++ {
			add(hours, group)
		}
	}
	t.Logf("%d courses", len(out))
	return out
}

func step(hours int64) int64 {
	if hours < 4000 {
		return 5
	}
	return 25
}

func (c course) question() schemes.Question {
	return schemes.Question{
		AsOf: schemes.Moment("2026-06-01T12:00:00+02:00"),
		Registration: &schemes.Registration{
			Activity: "2", Start: schemes.Known(schemes.On(2026, 5, 11)),
			Training: schemes.Training{
				Theme: schemes.Known("1"), Goal: schemes.Known("1.3"), Form: schemes.Known("CLASSROOM"), Teacher: schemes.Known(c.teacher),
				Hours: schemes.Known(schemes.Decimal(fmt.Sprintf("%d.%02d", c.hours/100, c.hours%100))), GroupSize: schemes.Known(c.group),
			},
			Participations: []schemes.Participation{participant("p")},
		},
	}
}

func participant(key string) schemes.Participation {
	return schemes.Participation{
		Key: key, Employment: schemes.Known("EMPLOYED"), EmployeeContribution: schemes.Known(schemes.Amount(0)),
		RepaymentArrangement: schemes.Known(false), OtherSubsidies: schemes.Known([]string{}),
	}
}

func TestCoursesAreExactToTheCent(t *testing.T) {
	t.Parallel()
	grid := courses(t)
	for from := 0; from < len(grid); from += 1000 {
		part := grid[from:min(from+1000, len(grid))]
		var batch schemes.Batch
		for _, c := range part {
			batch.Questions = append(batch.Questions, c.question())
		}
		for i, a := range answers(t, batch) {
			if got, want := paid(t, a, 0), cents(part[i].euros()); got != want {
				t.Fatalf("%+v pays %d cents, want %d", part[i], got, want)
			}
		}
	}
}

func answers(t *testing.T, b schemes.Batch) []schemes.Answer {
	t.Helper()
	as, err := sozw.Scheme.Judge(t.Context(), b)
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

// A stay is a point of the grid of activity 1: when someone is in training, and how many hundredths of an hour the contract has.
type stay struct {
	from, to time.Time
	contract int64
}

// euros is the amount for the days in 2026, both ends included: 9,04 a day and at most 3.300 from 24 hours a week on,
// 7,39 and at most 2.700 below.
func (s stay) euros() *big.Rat {
	first, last := s.from, s.to
	if newYear := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC); !last.Before(newYear) {
		last = newYear.AddDate(0, 0, -1)
	}
	days := int64(last.Sub(first)/(24*time.Hour)) + 1
	rate, most := int64(904), int64(3300)
	if s.contract < 2400 {
		rate, most = 739, 2700
	}
	worth, limit := big.NewRat(days*rate, 100), big.NewRat(most, 1)
	if worth.Cmp(limit) > 0 {
		return limit
	}
	return worth
}

// contracts are hours a week on both sides of the boundary.
var contracts = []int64{800, 2399, 2400, 3600}

// TestDaysAreExactToTheCent asks every start of 2026 with every end that is a month later, up to two months into 2027.
func TestDaysAreExactToTheCent(t *testing.T) {
	t.Parallel()
	every := 1
	if testing.Short() {
		every = 30
	}
	asked := 0
	for d := 0; d < 334; d += every {
		start := time.Date(2026, 1, 1+d, 0, 0, 0, 0, time.UTC)
		var stays []stay
		for end := start.AddDate(0, 1, 3); end.Before(time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)); end = end.AddDate(0, 0, 1) {
			for _, hours := range contracts {
				stays = append(stays, stay{start, end, hours})
			}
		}
		asked += len(stays)
		a := answers(t, schemes.Batch{Questions: []schemes.Question{together(start, stays)}})[0]
		for i, s := range stays {
			if got, want := paid(t, a, i), cents(s.euros()); got != want {
				t.Fatalf("%+v pays %d cents, want %d", s, got, want)
			}
		}
	}
	t.Logf("%d stays", asked)
}

// together is a registration of many people who begin on the same day.
func together(start time.Time, stays []stay) schemes.Question {
	reg := &schemes.Registration{
		Activity: "1A", Start: schemes.Known(schemes.DateOf(start)), End: schemes.Known(schemes.On(2027, 2, 28)),
		Training: schemes.Training{Code: schemes.Known("25655"), Route: schemes.Known("BBL")},
	}
	for i, s := range stays {
		p := participant(fmt.Sprint(i))
		p.End = schemes.Known(schemes.DateOf(s.to))
		p.ContractHours = schemes.Known(schemes.Decimal(fmt.Sprintf("%d.%02d", s.contract/100, s.contract%100)))
		reg.Participations = append(reg.Participations, p)
	}
	return schemes.Question{AsOf: schemes.Moment("2026-06-01T12:00:00+02:00"), Registration: reg}
}

// TestTheGridTellsInexactSumsApart proves that the grid has teeth: floating point, and rounding each part, go wrong on it.
func TestTheGridTellsInexactSumsApart(t *testing.T) {
	t.Parallel()
	floats, twice := 0, 0
	for _, c := range courses(t) {
		want := cents(c.euros())
		if asFloats(c) != want {
			floats++
		}
		if inParts(c) != want {
			twice++
		}
	}
	t.Logf("floating point is a cent off %d times, rounding in parts %d times", floats, twice)
	if floats == 0 || twice == 0 {
		t.Errorf("the grid tells nothing: floating point goes wrong %d times, rounding in parts %d times", floats, twice)
	}
}

func asFloats(c course) int64 {
	hours := float64(c.hours) / 100
	worth := (hours*1.25*float64(teacherNorms[c.teacher])/100/float64(c.group) + hours*0.8*27.04) * 0.5
	return int64(math.Floor(math.Min(worth, 2200)*100 + 0.5))
}

// inParts rounds the costs of the teacher and those of the absence before they are halved.
func inParts(c course) int64 {
	teacher := cents(big.NewRat(c.hours*125*teacherNorms[c.teacher], 100*100*100*c.group))
	absence := cents(big.NewRat(c.hours*80*2704, 100*100*100))
	return min(cents(big.NewRat(teacher+absence, 200)), 220000)
}
