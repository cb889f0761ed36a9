package fields

import "github.com/penvoerder/penvoerder/internal/typed"

// Hold is an act on a registration that waits by its last judgement.
type Hold struct {
	Act   string      `json:"act"`             // SUBMISSION or APPROVAL
	First *typed.Date `json:"first,omitempty"` // day from which it can be done; none where no day can be said
}

// Holds reports whether the act still waits on a day.
func (h Hold) Holds(today typed.Date) bool { return h.First == nil || today < *h.First }
