package reading

import (
	"encoding/json"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
)

// Registration is a registration as it was read and as an act makes it: all that one question is made of, and the cells
// that the answer fills. Acts change it in memory; [Registry.Write] carries it to the database.
type Registration struct {
	*matrix.Matrix

	Row     *ent.Registration
	Before  *ent.Evaluation // nil before the first judgement
	Receipt *ent.Evaluation // of the judgement that the act asked; nil where it asked none

	Also []outbox.Event // of other things that the act changes

	was was
}

// was is what the database held at the time of reading.
type was struct {
	version int
	state   string
	holder  string // the assessor on record; empty where nobody was
	shown   string // to the other registrations of its people
	stated  string // of the registration itself
	uses    string // of caps that registrations share
}

// lay makes a registration of what was read.
func lay(m *matrix.Matrix, row *ent.Registration, before *ent.Evaluation) *Registration {
	r := &Registration{Matrix: m, Row: row, Before: before, was: was{version: row.Version, state: row.State}}
	r.was.holder = orNobody(row.AssessorID)
	r.was.shown, r.was.stated, r.was.uses = r.show(), r.States(), r.uses()
	return r
}

func orNobody(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}

// Blank is a registration under a plan of which nothing is stated yet.
func Blank(h matrix.Home) *Registration {
	row := &ent.Registration{
		ID: ids.New(ids.Registration), PlanID: h.Plan.ID, Scheme: h.Plan.Scheme,
		OrganisationID: h.Plan.OrganisationID, RegionalOrganisationID: h.Plan.RegionalOrganisationID,
	}
	return lay(matrix.OfRegistration(h, row.ID, nil, nil, nil), row, nil)
}

// IsNew reports whether the registration is not stored yet.
func (r *Registration) IsNew() bool { return r.was.version == 0 }

// Subject says what is judged, and whose it is.
func (r *Registration) Subject() question.Subject {
	return question.Subject{
		Kind: question.SubjectRegistration, ID: r.Row.ID, PlanID: r.Plan.ID,
		OrganisationID: r.Plan.OrganisationID, RegionalOrganisationID: r.Plan.RegionalOrganisationID,
	}
}

// Raise gives the registration its next version, because what it states itself, or its state by hand, changed.
func (r *Registration) Raise() { r.Row.Version = r.was.version + 1 }

// Submit dates a submission. A repair is no new one: the first counts, for terms and for the order among registrations.
func (r *Registration) Submit() {
	r.Row.SubmittedAt = &r.Now
	if r.Row.FirstSubmittedAt == nil {
		r.Row.FirstSubmittedAt = &r.Now
	}
}

// End prepares a registration for a state by hand in which time changes nothing any more.
func (r *Registration) End() {
	r.Follow()
	r.Row.ValidUntil = nil
}

// Follow fits the cells to a state by hand that was entered without judging.
func (r *Registration) Follow() {
	r.Silent = true
	r.Relabel(r.isInReview())
}

// stated is what a registration states of itself.
type stated struct {
	Training   fields.Training
	Start, End *time.Time
	Facts      fields.Facts `json:",omitempty"`
}

// States returns what the registration states of itself, as text to be compared.
func (r *Registration) States() string {
	text, err := json.Marshal(stated{r.Row.Training, r.Row.Start, r.Row.End, r.Row.Facts})
	if err != nil {
		return "" // checked text cannot fail to be written
	}
	return string(text)
}
