package groups_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/groups"
)

var today = time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)

// tie is a confirmed one that has lasted for years.
func tie(from, to string, part, whole int64) groups.Tie {
	since := today.AddDate(-10, 0, 0)
	return groups.Tie{ID: from + ">" + to, From: from, To: to, Kind: groups.Capital, Part: part, Whole: whole, Since: since, Confirmed: &since}
}

func board(from, to string, part, whole int64) groups.Tie {
	t := tie(from, to, part, whole)
	t.Kind, t.Body = groups.Board, groups.Supervisory
	return t
}

func on(t *testing.T, ties ...groups.Tie) *groups.Graph {
	t.Helper()
	g, err := groups.On(today, today, ties)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func itself(key string) string { return key }

func TestWhatIsConfirmedLaterDoesNotCountYet(t *testing.T) {
	t.Parallel()
	late := tie("Top", "Zorg", 1, 1)
	late.Confirmed = new(today.AddDate(0, 0, 1))
	for known, want := range map[time.Time][]string{today: {"Zorg"}, today.AddDate(0, 0, 1): {"Top"}} {
		g, err := groups.On(today, known, []groups.Tie{late})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, g.Standing("Zorg").Top); diff != "" {
			t.Errorf("known on %s: %s", known.Format(time.DateOnly), diff)
		}
	}
}

func TestATieToOneselfDecidesNothing(t *testing.T) {
	t.Parallel()
	s := on(t, tie("Zorg", "Zorg", 1, 1), tie("Zorg", "Los", 1, 2)).Standing("Zorg")
	if !s.IsAlone() || !s.IsTop() || len(s.Steps) > 0 {
		t.Errorf("%+v", s)
	}
}

func TestARingUnderAHoldingIsBelowIt(t *testing.T) {
	t.Parallel()
	g := on(t, tie("A", "B", 6, 10), tie("B", "A", 4, 10), tie("Holding", "A", 3, 5), tie("Holding", "B", 1, 10))
	for _, of := range []string{"A", "B"} {
		if got := g.Standing(of).Submit(func(string) bool { return false }); got.Code != groups.NotTop || !slices.Equal(got.Who, []string{"Holding"}) {
			t.Errorf("%s: %+v", of, got)
		}
	}
}

func TestATopMaySubmitBesideAMember(t *testing.T) {
	t.Parallel()
	got := on(t, tie("Top", "Lid", 3, 5)).Standing("Top").Submit(func(key string) bool { return key == "Lid" })
	if diff := cmp.Diff(groups.Decision{Code: groups.MayMemberHasPlan, Who: []string{"Lid"}}, got); diff != "" || !got.May() {
		t.Error(diff)
	}
}

// What is below somebody whose top is not settled has none either.
func TestBelowTwoTopsNothingIsSettled(t *testing.T) {
	t.Parallel()
	votes := tie("B", "X", 3, 5)
	votes.Kind = groups.Votes
	g := on(t, tie("A", "X", 3, 5), votes, tie("X", "Y", 1, 1))
	if got := g.Standing("Y").Submit(func(string) bool { return false }); got.Code != groups.TwoTops || !slices.Equal(got.Who, []string{"A", "B"}) {
		t.Errorf("%+v", got)
	}
	if s := g.Standing("A"); slices.Contains(s.Group(), "B") {
		t.Errorf("A and B became one group: %+v", s)
	}
}

func TestAThirdCountsAsAThird(t *testing.T) {
	t.Parallel()
	third := func(from string) groups.Tie { return tie(from, "X", 1, 3) }
	g := on(t, third("A"), third("B"), tie("A", "B", 1, 1))
	if top := g.Standing("X").Top; !slices.Equal(top, []string{"A"}) {
		t.Errorf("two thirds are more than half, and the top is %v", top)
	}
	six := tie("B", "X", 1, 6)
	g = on(t, third("A"), six, tie("A", "B", 1, 1))
	if top := g.Standing("X").Top; !slices.Equal(top, []string{"X"}) {
		t.Errorf("a third and a sixth are half, and the top is %v", top)
	}
}

func TestTheTopIsExplained(t *testing.T) {
	t.Parallel()
	g := on(t, tie("A", "B", 6000, 10000), tie("A", "C", 1, 3), tie("B", "C", 25, 100), board("C", "D", 3, 5), tie("Los", "D", 1, 1))
	var got []fault.Text
	for _, s := range g.Standing("C").Steps {
		got = append(got, s.Text(itself))
	}
	for _, s := range on(t, board("S", "D", 3, 5)).Standing("D").Steps {
		got = append(got, s.Text(itself))
	}
	want := []fault.Text{
		{NL: "A beslist over B: zelf heeft het 60% van het kapitaal.", EN: "A decides over B: it has 60% of the capital."},
		{
			NL: "A beslist over C: zelf heeft het 1 van de 3 aandelen in het kapitaal; B, waarover het beslist, heeft 25% van het kapitaal.",
			EN: "A decides over C: it has 1 of the 3 shares in the capital; B, over which it decides, has 25% of the capital.",
		},
		{
			NL: "S beslist over D: zelf heeft het 3 van de 5 leden van het toezichthoudend orgaan.",
			EN: "S decides over D: it has 3 of the 5 members of the supervisory body.",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryRefusalSaysWhatCanBeDone(t *testing.T) {
	t.Parallel()
	for _, code := range []groups.Code{groups.May, groups.MayMemberHasPlan, groups.NotTop, groups.TwoTops, groups.RingHasPlan, groups.OwnPlan} {
		if text := (groups.Decision{Code: code, Who: []string{"A", "B"}}).Text(itself); text.NL == "" || text.EN == "" || text.NL == text.EN {
			t.Errorf("%s: %+v", code, text)
		}
	}
	got := groups.Decision{Code: groups.NotTop, Who: []string{"Holding"}}.Text(itself)
	if want := "Holding staat aan het hoofd van de groep. Laat Holding het plan indienen, of laat de projectleider een band nakijken die niet (meer) klopt."; got.NL != want {
		t.Error(got.NL)
	}
}

func TestMoreThanTheWholeIsNoticedOnTheDayThatItIs(t *testing.T) {
	t.Parallel()
	sold := tie("A", "X", 1, 1)
	sold.Until = new(today)
	bought := tie("B", "X", 1, 2)
	bought.Since = today.AddDate(0, 0, 1)
	if in := groups.Exceeds(bought, []groups.Tie{sold}); in != nil {
		t.Errorf("the day after, %v is in the way", in)
	}
	bought.Since = today
	if in := groups.Exceeds(bought, []groups.Tie{sold}); len(in) != 1 || in[0].ID != "A>X" {
		t.Errorf("on the last day, in the way is %v", in)
	}
	if in := groups.Exceeds(board("B", "X", 1, 2), []groups.Tie{sold}); in != nil {
		t.Errorf("of another kind, %v is in the way", in)
	}
}

func TestTooManyTiesAreRefused(t *testing.T) {
	t.Parallel()
	if _, err := groups.On(today, today, make([]groups.Tie, groups.Most+1)); !errors.Is(err, groups.ErrTooMany) {
		t.Error(err)
	}
}

// The worst that fits: a chain, and below it one organisation of which everybody in the chain has a share of another
// denominator, so that a sum of fractions has thousands of digits.
func TestTheWorstGraphIsComputed(t *testing.T) {
	t.Parallel()
	var ties []groups.Tie
	n := groups.Most / 2
	for i := range n {
		from := fmt.Sprintf("o%04d", i)
		ties = append(ties, tie(from, fmt.Sprintf("o%04d", i+1), 51, 100), tie(from, "X", 1, 1_000_000_007+int64(2*i)))
	}
	ties[1] = tie("o0000", "X", 1, 2)
	g := on(t, ties...)
	if top := g.Standing("X").Top; !slices.Equal(top, []string{"o0000"}) {
		t.Errorf("the top is %v", top)
	}
	if s := g.Standing(fmt.Sprintf("o%04d", n)); len(s.Above) != n || !slices.Equal(s.Top, []string{"o0000"}) {
		t.Errorf("%d decide over the last, the top is %v", len(s.Above), s.Top)
	}
}

// Whatever the ties: the same, in whatever order they are told; there is a top; and nobody is above a top who is not of it.
func TestAnyGraphHasTops(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"A", "B", "C", "D", "E"})
		ties := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) groups.Tie {
			made := tie(name.Draw(t, "from"), name.Draw(t, "to"), rapid.Int64Range(1, 10).Draw(t, "part"), 10)
			made.Kind = rapid.SampledFrom([]groups.Kind{groups.Capital, groups.Votes}).Draw(t, "kind")
			return made
		}), 0, 15).Draw(t, "ties")
		g, err := groups.On(today, today, ties)
		if err != nil {
			t.Fatal(err)
		}
		again, err := groups.On(today, today, rapid.Permutation(ties).Draw(t, "shuffled"))
		if err != nil {
			t.Fatal(err)
		}
		for _, of := range []string{"A", "B", "C", "D", "E"} {
			s := g.Standing(of)
			if len(s.Top) == 0 || s.IsTop() && !slices.Contains(s.Top, of) {
				t.Fatalf("%s: %+v", of, s)
			}
			other := again.Standing(of)
			if diff := cmp.Diff([][]string{s.Top, s.Ring, s.Above, s.Members}, [][]string{other.Top, other.Ring, other.Above, other.Members}); diff != "" {
				t.Fatal(diff)
			}
			for _, top := range s.Top {
				if !s.IsContradicted && !g.Standing(top).IsTop() {
					t.Fatalf("%s is top of %s and not its own", top, of)
				}
			}
		}
	})
}
