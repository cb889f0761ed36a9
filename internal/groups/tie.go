package groups

import (
	"math/big"
	"time"
)

// Kind is what a tie consists of. Kinds are never added to each other.
type Kind string

// The kinds.
const (
	Capital Kind = "CAPITAL" // issued capital (geplaatst kapitaal)
	Votes   Kind = "VOTES"   // votes attached to the shares
	Board   Kind = "BOARD"   // members of a body that may be appointed
)

// Body is an organ of which the members are appointed. Bodies are never added to each other.
type Body string

// The bodies.
const (
	Administrative Body = "ADMINISTRATIVE" // bestuursorgaan
	Management     Body = "MANAGEMENT"     // leidinggevend orgaan
	Supervisory    Body = "SUPERVISORY"    // toezichthoudend orgaan
)

// Tie says that one organisation holds a part of another, from the first day to the last, both included. Days are at
// midnight in UTC.
type Tie struct {
	ID          string
	From, To    string // who holds, and what is held
	Kind        Kind
	Body        Body  // of which members are appointed; empty for other kinds
	Part, Whole int64 // 501 of 1.000; a percentage is so many of a hundred, or of a hundred times a power of ten

	Since     time.Time
	Until     *time.Time // nil while it lasts
	Confirmed *time.Time // the day of confirmation; what is not confirmed does not count
}

// counts reports whether the tie holds on a day, by what is known on another. Nobody is tied to itself.
func (t Tie) counts(day, known time.Time) bool {
	return t.Confirmed != nil && !t.Confirmed.After(known) && t.From != t.To && t.Part > 0 && t.Part <= t.Whole && t.holdsOn(day)
}

func (t Tie) holdsOn(day time.Time) bool {
	return !t.Since.After(day) && (t.Until == nil || !t.Until.Before(day))
}

// whole is what a tie is a part of: the capital, the votes or one body of an organisation.
type whole struct {
	of   string
	kind Kind
	body Body
}

func (t Tie) whole() whole { return whole{t.To, t.Kind, t.Body} }

// Exceeds reports whether a tie and others would on some day be more than the whole, and returns those others. Which of
// the others count is for the caller to say.
func Exceeds(t Tie, others []Tie) []Tie {
	days := []time.Time{t.Since}
	for _, o := range others {
		days = append(days, o.Since) // a sum grows on first days alone
	}
	for _, day := range days {
		if !t.holdsOn(day) {
			continue
		}
		sum := big.NewRat(t.Part, t.Whole)
		var beside []Tie
		for _, o := range others {
			if o.ID != t.ID && o.whole() == t.whole() && o.holdsOn(day) {
				sum.Add(sum, big.NewRat(o.Part, o.Whole))
				beside = append(beside, o)
			}
		}
		if sum.Cmp(big.NewRat(1, 1)) > 0 {
			return beside
		}
	}
	return nil
}
