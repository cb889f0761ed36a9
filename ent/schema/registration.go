package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/penvoerder/penvoerder/internal/question/fields"
)

// Registration (registratie, R-nummer) is one training under one activity of one plan.
type Registration struct{ ent.Schema }

// Mixin of Registration.
func (Registration) Mixin() []ent.Mixin { return []ent.Mixin{Owned{}, Versioned{}} }

// Fields of Registration.
func (Registration) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("number").Unique().Immutable(), // R-2026-000123
		field.String("plan_id").Immutable(),
		field.String("scheme").Immutable(), // slug
		field.String("activity").Immutable(),
		field.String("state"),
		field.String("training_title"), // for lists and search
		field.JSON("training", fields.Training{}),
		field.Time("start").SchemaType(date()).Optional().Nillable(),
		field.Time("end").SchemaType(date()).Optional().Nillable(),
		field.String("external_reference").Optional().Nillable(),
		field.JSON("facts", fields.Facts{}).Optional(),
		field.String("outcome").Optional().Nillable(),
		field.Int64("amount_cents").Optional().Nillable(),
		field.Int("participant_count").Default(0),
		field.JSON("holds", []fields.Hold{}).Optional(),        // acts that wait by the last judgement
		field.Time("submitted_at").Optional().Nillable(),       // last, in regulation time as everything of the process
		field.Time("first_submitted_at").Optional().Nillable(), // a repair keeps it, a withdrawal ends it
		field.Time("review_started_at").Optional().Nillable(),
		field.String("assessor_id").Optional().Nillable(),
		field.JSON("second", &fields.Second{}).Optional(), // why its last approval needs a second assessor, and what came of it
		field.JSON("approved_by", []string{}).Optional(),  // who judged it up to that approval: none of them is the second
		field.String("evaluation_id").Optional().Nillable(),
		field.Time("valid_until").Optional().Nillable(),      // when time changes the judgement
		field.Time("content_asked_at").Optional().Nillable(), // last, in regulation time: a term runs from it
		field.Time("content_expected_on").SchemaType(date()).Optional().Nillable(),
		field.String("content_judge").Optional().Nillable(), // role that judges the content; null where nobody does
		field.JSON("cell_judges", []string{}).Optional(),    // roles that judge a cell of it
		field.String("content_verdict").Optional().Nillable(),
		field.String("content_note").Optional().Nillable(),
		field.Time("content_judged_at").Optional().Nillable(),
		field.String("content_judged_by").Optional().Nillable(),
		field.JSON("content_approved", &fields.Training{}).Optional(), // the training as it was last approved
		field.Bool("content_changed").Optional(),                      // something of it that leaves the approval standing
	}
}

// Edges of Registration.
func (Registration) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("plan", Plan.Type).Ref("registrations").Field("plan_id").Unique().Required().Immutable(),
		edge.To("organisation", Organisation.Type).Field("organisation_id").Unique().Required().Immutable(),
		edge.To("participations", Participation.Type),
		edge.To("cells", Cell.Type).Annotations(entsql.OnDelete(entsql.NoAction)),
		edge.To("documents", Document.Type).Annotations(entsql.OnDelete(entsql.NoAction)),
		edge.To("decisions", Decision.Type),
		edge.To("repairs", Repair.Type),
	}
}

// waiting is the condition under which a registration waits for an assessor, in the words of its query.
const waiting = "state = 'SUBMITTED' OR state = 'IN_REVIEW' OR state = 'AWAITING_SECOND'"

// Indexes of Registration.
func (Registration) Indexes() []ent.Index {
	return append(perOwner("number"),
		index.Fields("organisation_id", "external_reference").Unique(),
		index.Fields("organisation_id", "updated_at", "id"),
		index.Fields("regional_organisation_id", "submitted_at", "id"),
		index.Fields("plan_id", "number"),
		index.Fields("state", "submitted_at", "id"),
		index.Fields("submitted_at", "id").StorageKey("registration_waiting").Annotations(where(waiting)),
		index.Fields("amount_cents", "id").StorageKey("registration_waiting_amount").Annotations(where(waiting)),
		index.Fields("assessor_id", "submitted_at", "id").StorageKey("registration_in_review").Annotations(where("state = 'IN_REVIEW'")),
		index.Fields("state", "content_asked_at", "id"),
		index.Fields("state", "content_expected_on", "id"),
		index.Fields("content_asked_at", "id"),
		index.Fields("start", "id"),
		index.Fields("submitted_at", "id"),
		index.Fields("updated_at", "id"),
		index.Fields("valid_until"),
	)
}

// Participation (deelname) is one person in one registration, with what held at the time.
type Participation struct{ ent.Schema }

// Mixin of Participation.
func (Participation) Mixin() []ent.Mixin { return []ent.Mixin{Owned{}, Versioned{}} }

// Fields of Participation.
func (Participation) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("registration_id").Immutable(),
		field.String("employee_id").Immutable(),
		field.String("employee_name").Sensitive(), // the employee's, repeated so that a list by name needs no join
		field.JSON("statement", fields.Participation{}),
		field.String("outcome").Optional().Nillable(),
		field.Int64("amount_cents").Optional().Nillable(),
		field.Int64("claimed_cents").Optional().Nillable(), // before caps that registrations share; null where the scheme has none
	}
}

// Edges of Participation.
func (Participation) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("registration", Registration.Type).Ref("participations").Field("registration_id").Unique().Required().Immutable(),
		edge.From("employee", Employee.Type).Ref("participations").Field("employee_id").Unique().Required().Immutable(),
		edge.To("cells", Cell.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.From("documents", Document.Type).Ref("participations"),
	}
}

// Indexes of Participation.
func (Participation) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("registration_id", "employee_id").Unique(),
		index.Fields("registration_id", "employee_name", "id"),
		index.Fields("employee_id"),
		index.Fields("organisation_id"),
		index.Fields("regional_organisation_id"),
	}
}

// Cell is what one participation, one registration or one project file owes under one requirement.
type Cell struct{ ent.Schema }

// Mixin of Cell.
func (Cell) Mixin() []ent.Mixin { return []ent.Mixin{Owned{}} }

// Fields of Cell.
func (Cell) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.Int("version").Default(1),
		field.Time("updated_at"),
		field.String("plan_id").Immutable(),
		field.String("registration_id").Immutable().Optional(),             // empty for the project file
		field.String("participation_id").Immutable().Optional().Nillable(), // null for the row of the registration itself
		field.String("column").Immutable(),                                 // code of the requirement or judgement
		field.String("kind").Immutable(),                                   // REQUIREMENT or JUDGEMENT
		field.String("judge").Optional(),                                   // role that judges it; empty where its column is asked no more
		field.String("state"),
		field.Bool("is_complete").Default(false), // the employer said that no more will come
		field.String("verdict").Optional().Nillable(),
		field.String("reason").Optional().Nillable(),
		field.String("note").Optional().Nillable(),
		field.Time("judged_at").Optional().Nillable(),
		field.String("judged_by").Optional().Nillable(),
	}
}

// Edges of Cell.
func (Cell) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("plan", Plan.Type).Ref("cells").Field("plan_id").Unique().Required().Immutable(),
		edge.From("registration", Registration.Type).Ref("cells").Field("registration_id").Unique().Immutable(),
		edge.From("participation", Participation.Type).Ref("cells").Field("participation_id").Unique().Immutable(),
	}
}

// Indexes of Cell: one cell per column of a participation, of a registration itself, of a project file.
func (Cell) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("registration_id", "participation_id", "column").Unique(),
		index.Fields("registration_id", "column").Unique().StorageKey("cell_of_registration").
			Annotations(where("participation_id IS NULL AND registration_id IS NOT NULL")),
		index.Fields("plan_id", "column").Unique().StorageKey("cell_of_project").Annotations(where("registration_id IS NULL")),
		index.Fields("participation_id"),
		index.Fields("organisation_id"),
		index.Fields("regional_organisation_id"),
	}
}
