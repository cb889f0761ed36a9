package reading

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// Using are the states of a registration that uses caps. A draft uses none, and neither does what is gone.
var Using = []string{workflow.Submitted, workflow.InReview, workflow.AwaitingSecond, workflow.Repair, workflow.Approved, workflow.Settled}

// claim is what a participation claims of caps, with where it stands.
type claim struct {
	schemes.Claim

	registrationID, participationID string
}

// hasCaps reports whether registrations under its scheme share caps.
func (r *Registration) hasCaps() bool { return len(r.Manifest().Caps) > 0 }

// claimsOf reads the claims on caps that registrations of one organisation share, by scheme, in the order in which they
// stand. Schemes without caps cost nothing.
func claimsOf(ctx context.Context, db *ent.Client, of []*Registration) (map[string][]claim, error) {
	claims := map[string][]claim{}
	for _, r := range of {
		slug := r.Row.Scheme
		if _, known := claims[slug]; known || !r.hasCaps() {
			continue
		}
		rows, err := db.Registration.Query().
			Where(registration.OrganisationID(r.Plan.OrganisationID), registration.Scheme(slug), registration.StateIn(Using...)).
			Select(
				registration.FieldNumber, registration.FieldActivity, registration.FieldOrganisationID, registration.FieldStart,
				registration.FieldFirstSubmittedAt,
			).All(actor.AsSystem(ctx))
		if err != nil {
			return nil, fmt.Errorf("look for registrations that share a cap: %w", err)
		}
		if claims[slug], err = claimed(actor.AsSystem(ctx), db, rows); err != nil {
			return nil, err
		}
	}
	return claims, nil
}

// claimed reads what the participations in registrations claim.
func claimed(ctx context.Context, db *ent.Client, rows []*ent.Registration) ([]claim, error) {
	by, which := map[string]*ent.Registration{}, make([]string, len(rows))
	for i, row := range rows {
		by[row.ID], which[i] = row, row.ID
	}
	var all []claim
	for some := range slices.Chunk(which, peopleAtOnce) {
		parts, err := db.Participation.Query().Where(participation.RegistrationIDIn(some...)).
			Select(participation.FieldRegistrationID, participation.FieldEmployeeID, participation.FieldAmountCents, participation.FieldClaimedCents).
			WithEmployee(func(q *ent.EmployeeQuery) { q.Select(employee.FieldSameAs) }).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("look for claims on a cap: %w", err)
		}
		for _, p := range parts {
			all = append(all, claimOf(by[p.RegistrationID], p))
		}
	}
	slices.SortFunc(all, func(a, b claim) int {
		return cmp.Or(a.SubmittedAt.Compare(b.SubmittedAt), strings.Compare(a.Number, b.Number), strings.Compare(a.participationID, b.participationID))
	})
	return all, nil
}

func claimOf(r *ent.Registration, p *ent.Participation) claim {
	c := claim{registrationID: r.ID, participationID: p.ID, Claim: schemes.Claim{
		Number: r.Number, Activity: r.Activity, Person: personKey(r.OrganisationID, p), Year: yearOf(r),
	}}
	if r.FirstSubmittedAt != nil {
		c.SubmittedAt = schemes.At(*r.FirstSubmittedAt)
	}
	switch {
	case p.ClaimedCents != nil:
		c.Amount = schemes.Amount(*p.ClaimedCents)
	case p.AmountCents != nil: // judged when its scheme had no caps
		c.Amount = schemes.Amount(*p.AmountCents)
	}
	return c
}

// personKey is the same for one person at one organisation, and says nothing about who that is.
func personKey(organisationID string, p *ent.Participation) string {
	sum := sha256.Sum256([]byte("person of " + organisationID + "\x00" + Taker(p)))
	return hex.EncodeToString(sum[:12])
}

// claim puts into a question who takes part, and the claims that stand before this registration. Where no cap is the
// employer's, what others claim changes nothing; where each is of a year, neither does another year.
func (r *Registration) claim(q *schemes.Registration, all map[string][]claim) {
	if !r.hasCaps() {
		return
	}
	caps, mine := r.Manifest().Caps, map[string]bool{}
	for i, p := range r.Parts {
		q.Participations[i].Person = personKey(r.Plan.OrganisationID, p)
		mine[q.Participations[i].Person] = true
	}
	isEveryones := r.Manifest().HasCapPer(schemes.PerEmployer)
	isOfAllTime := slices.ContainsFunc(caps, func(c schemes.Cap) bool { return c.Each == schemes.WholeScheme })
	for _, c := range all[r.Row.Scheme] {
		switch {
		case c.registrationID == r.Row.ID || !schemes.Stands(c.SubmittedAt, c.Number, q.SubmittedAt.Value(), r.Row.Number):
		case !isEveryones && !mine[c.Person]:
		case !isOfAllTime && c.Year != yearOf(r.Row):
		default:
			q.Earlier = append(q.Earlier, c.Claim)
		}
	}
}

// yearOf is the year in which the training starts; 0 while unknown.
func yearOf(r *ent.Registration) int64 {
	if r.Start == nil {
		return 0
	}
	return int64(r.Start.Year())
}

// capMarks are the registrations that share caps with this one.
func (r *Registration) capMarks() []rejudge.Mark {
	if r.Manifest().HasCapPer(schemes.PerEmployer) {
		return []rejudge.Mark{rejudge.OfScheme(r.Plan)}
	}
	if r.hasCaps() {
		return r.peopleMarks()
	}
	return nil
}

// uses is what a registration uses of caps, as text to be compared.
func (r *Registration) uses() string {
	if !r.hasCaps() || !slices.Contains(Using, r.Row.State) {
		return ""
	}
	var text strings.Builder
	for _, p := range r.Parts {
		c := claimOf(r.Row, p)
		fmt.Fprintln(&text, c.SubmittedAt, c.Person, c.Year, c.Amount)
	}
	return text.String()
}

// lockCaps has those who write registrations that share caps follow each other: the second sees what the first claims. It
// comes before any row of a registration is locked.
func (r *Registration) lockCaps(ctx context.Context, tx *ent.Tx) error {
	if !r.hasCaps() {
		return nil
	}
	return tx.Organisation.UpdateOneID(r.Plan.OrganisationID).AddVersion(0).Exec(actor.AsSystem(ctx))
}

// compareClaims finds out whether the claims that stand before are those that the registration was judged by.
func (r *Registration) compareClaims(ctx context.Context, tx *ent.Tx, asked *schemes.Registration) error {
	if !r.hasCaps() || asked == nil {
		return nil
	}
	claims, err := claimsOf(ctx, tx.Client(), []*Registration{r})
	if err != nil {
		return err
	}
	now := *asked
	now.Participations, now.Earlier = slices.Clone(asked.Participations), nil
	if r.claim(&now, claims); !slices.Equal(now.Earlier, asked.Earlier) {
		return procedure.ErrOvertaken
	}
	return nil
}
