package ties

import "github.com/penvoerder/penvoerder/ent"

// Party is one side of a tie, as stated.
type Party struct {
	RegisterNumber string // KvK number, or a country code and the number of its register
	Name           string
	OrganisationID *string // nil where it has no account
}

// Holder is the side that holds.
func Holder(t *ent.Tie) Party { return Party{t.HolderNumber, t.HolderName, t.HolderID} }

// Held is the side that is held.
func Held(t *ent.Tie) Party { return Party{t.HeldNumber, t.HeldName, t.HeldID} }

// Who stated a tie.
const (
	ByHolder = "HOLDER"
	ByHeld   = "HELD"
	ByStaff  = "STAFF" // a project leader or RegioPlus
)

// StatedBy says which side stated a tie.
func StatedBy(t *ent.Tie) string {
	switch by := t.StatedFor; {
	case by == nil:
		return ByStaff
	case t.HolderID != nil && *by == *t.HolderID:
		return ByHolder
	}
	return ByHeld
}
