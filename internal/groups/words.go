package groups

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// Text explains a step in words. Names are those of organisations.
func (s Step) Text(name func(key string) string) fault.Text {
	return fault.Text{
		NL: name(s.Decider) + " beslist over " + name(s.Over) + ": " + s.told(name, dutch),
		EN: name(s.Decider) + " decides over " + name(s.Over) + ": " + s.told(name, english),
	}
}

// told joins what the decider holds itself and what others hold over whom it decides.
func (s Step) told(name func(string) string, in language) string {
	var holders, parts []string
	for _, t := range s.Ties {
		if !slices.Contains(holders, t.From) {
			holders = append(holders, t.From)
		}
	}
	for _, h := range holders {
		if h == s.Decider {
			parts = append(parts, in.itself+" "+s.heldBy(h, in))
		} else {
			parts = append(parts, name(h)+in.underIt+" "+s.heldBy(h, in))
		}
	}
	return strings.Join(parts, in.and) + "."
}

// heldBy tells all that one holder has.
func (s Step) heldBy(holder string, in language) string {
	var parts []string
	for _, t := range s.Ties {
		if t.From == holder {
			parts = append(parts, t.share(in))
		}
	}
	return strings.Join(parts, " + ")
}

// language has the words of one language.
type language struct {
	itself, underIt, and, of  string
	point                     string
	capital, votes, members   string
	bodies                    map[Body]string
	percentCapital, percentOf string
}

var (
	dutch = language{
		itself: "zelf heeft het", underIt: ", waarover het beslist, heeft", and: "; ", of: " van de ", point: ",",
		capital: "aandelen in het kapitaal", votes: "stemmen", members: "leden van het ",
		bodies:         map[Body]string{Administrative: "bestuursorgaan", Management: "leidinggevend orgaan", Supervisory: "toezichthoudend orgaan"},
		percentCapital: "% van het kapitaal", percentOf: "% van de stemmen",
	}
	english = language{
		itself: "it has", underIt: ", over which it decides, has", and: "; ", of: " of the ", point: ".",
		capital: "shares in the capital", votes: "votes", members: "members of the ",
		bodies:         map[Body]string{Administrative: "administrative body", Management: "managing body", Supervisory: "supervisory body"},
		percentCapital: "% of the capital", percentOf: "% of the votes",
	}
)

// share tells a part as it was stated: a percentage where it is one, else so many of so many.
func (t Tie) share(in language) string {
	counted := strconv.FormatInt(t.Part, 10) + in.of + strconv.FormatInt(t.Whole, 10) + " "
	percent, is := Percent(t.Part, t.Whole)
	percent = strings.Replace(percent, ".", in.point, 1)
	switch {
	case t.Kind == Board:
		return counted + in.members + in.bodies[t.Body]
	case is && t.Kind == Capital:
		return percent + in.percentCapital
	case is:
		return percent + in.percentOf
	case t.Kind == Capital:
		return counted + in.capital
	}
	return counted + in.votes
}

// Percent writes a part as an exact percentage; false where it is none of few digits.
func Percent(part, whole int64) (string, bool) {
	const most = 6
	r := new(big.Rat).Mul(big.NewRat(part, whole), big.NewRat(100, 1))
	for digits := range most + 1 {
		text := r.FloatString(digits)
		if back, ok := new(big.Rat).SetString(text); ok && back.Cmp(r) == 0 {
			return text, true
		}
	}
	return "", false
}
