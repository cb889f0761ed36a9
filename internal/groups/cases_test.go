package groups_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/internal/groups"
)

// file is testdata/groups.yaml.
type file struct {
	Cases []struct {
		ID, Title  string
		Day, Known *day
		Ties       []struct {
			From, To, Kind, Body    string
			Percent                 *number
			Of                      []int64
			Since, Until, Confirmed *day
		}
		Plans []string
		Want  struct {
			Top    map[string][]string
			Submit map[string]groups.Code
		}
		Why string
	}
}

type day struct{ time.Time }

func (d *day) UnmarshalYAML(n *yaml.Node) (err error) {
	d.Time, err = time.Parse(time.DateOnly, n.Value)
	return err
}

// number is read as it is written, never as a float.
type number struct{ decimal.Decimal }

func (d *number) UnmarshalYAML(n *yaml.Node) (err error) {
	d.Decimal, err = decimal.NewFromString(n.Value)
	return err
}

// of returns a percentage as so many of so many.
func (d number) of() (part, whole int64) {
	return d.Coefficient().Int64(), decimal.New(100, -d.Exponent()).IntPart()
}

func moment(d *day) *time.Time {
	if d == nil {
		return nil
	}
	return &d.Time
}

func TestCases(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/groups.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var f file
	if err := yaml.Unmarshal(text, &f); err != nil {
		t.Fatal(err)
	}
	for _, c := range f.Cases {
		t.Run(c.ID, func(t *testing.T) {
			t.Parallel()
			var ties []groups.Tie
			for _, in := range c.Ties {
				tie := groups.Tie{
					From: in.From, To: in.To, Kind: groups.Kind(strings.ToUpper(in.Kind)), Body: groups.Body(strings.ToUpper(in.Body)),
					Since: in.Since.Time, Until: moment(in.Until), Confirmed: moment(in.Confirmed),
				}
				if in.Percent != nil {
					tie.Part, tie.Whole = in.Percent.of()
				} else {
					tie.Part, tie.Whole = in.Of[0], in.Of[1]
				}
				ties = append(ties, tie)
			}
			known := c.Day
			if c.Known != nil {
				known = c.Known
			}
			g, err := groups.On(c.Day.Time, known.Time, ties)
			if err != nil {
				t.Fatal(err)
			}
			for of, want := range c.Want.Top {
				if diff := cmp.Diff(want, g.Standing(of).Top); diff != "" {
					t.Errorf("top of %s (%s): %s", of, c.Why, diff)
				}
			}
			for of, want := range c.Want.Submit {
				got := g.Standing(of).Submit(func(key string) bool { return slices.Contains(c.Plans, key) })
				if got.Code != want {
					t.Errorf("%s submits: %s, want %s (%s)", of, got.Code, want, c.Why)
				}
			}
		})
	}
	if len(f.Cases) != 20 {
		t.Errorf("%d cases were read", len(f.Cases))
	}
}
