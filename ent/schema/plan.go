package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/penvoerder/penvoerder/internal/question/fields"
)

// Plan (activiteitenplan, aanvraag) with its registrations is the dossier: pinned, encrypted and audited together.
type Plan struct{ ent.Schema }

// Mixin of Plan.
func (Plan) Mixin() []ent.Mixin { return []ent.Mixin{Owned{}, Versioned{}} }

// Fields of Plan.
func (Plan) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("number").Unique().Immutable(), // P-2026-000123
		field.String("scheme").Immutable(),          // slug
		field.String("release_id"),
		field.Time("moved_at").Optional().Nillable(), // last, to another release
		field.String("state"),
		field.String("active_key").Optional().Nillable().Unique(),   // one plan of an organisation per scheme, or per scheme and region, until withdrawn or rejected
		field.String("region_id").Optional().Nillable().Immutable(), // of a plan per region; null where it follows the organisation
		field.Time("submitted_at").Optional().Nillable(),
		field.Time("returned_at").Optional().Nillable(), // last handed back, before the window closed
		field.String("returned_by").Optional().Nillable(),
		field.String("return_reason").Optional().Nillable(),
		// The place of the organisation in its group: while the plan is a draft as it was last looked at, and from the
		// submission on as it was then. Null where the scheme knows no groups.
		field.Bool("group_member").Optional().Nillable(),
		field.Bool("group_top").Optional().Nillable(),
		field.String("group_key").Optional().Nillable(), // one submitted plan of those that are top together
		field.Int64("requested_cents").Default(0),
		field.JSON("facts", fields.Facts{}).Optional(),
		field.String("outcome").Optional().Nillable(),
		field.String("evaluation_id").Optional().Nillable(),
		field.Time("valid_until").Optional().Nillable(), // when time changes the judgement
		field.String("assessment_verdict").Optional().Nillable(),
		field.String("assessment_note").Optional().Nillable(),
		field.Time("assessed_at").Optional().Nillable(),
		field.String("assessed_by").Optional().Nillable(),
		field.String("late_reason").Optional().Nillable(), // why it was assessed after the window for it; null where it was in time
		field.String("grant_note").Optional().Nillable(),
		field.Time("granted_at").Optional().Nillable(),
		field.String("granted_by").Optional().Nillable(),
		field.String("unverified_reason").Optional().Nillable(), // why it was granted while nobody was known to speak for the organisation
		field.String("withdrawn_part").Optional().Nillable(),    // what the applicant no longer asks: why less than the guaranteed part is granted
		field.String("withdrawn_reason").Optional().Nillable(),
		field.String("signatory_name").Optional().Nillable().Sensitive(), // of the project agreement
		field.Int("project_version").Default(1),                          // of the project file
		field.String("project_state").Optional(),                         // of the project file while the plan runs; empty before its first judgement
		field.Time("project_waiting_since").Optional().Nillable(),        // for its judge, in regulation time
		field.JSON("project_judges", []string{}).Optional(),              // roles that judge a cell of it
		field.JSON("project_judged_by", []string{}).Optional(),           // persons who judged a project document
		field.JSON("reviewed_by", []string{}).Optional(),                 // persons who reviewed a registration
		field.String("size_class").Optional().Nillable(),                 // that approved project documents prove
		field.String("size_evidence").Optional().Nillable(),              // kind of the document that proves it
		field.String("size_awaited").Optional().Nillable(),               // that documents claim which nobody judged yet
	}
}

// Edges of Plan.
func (Plan) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("organisation", Organisation.Type).Ref("plans").Field("organisation_id").Unique().Required().Immutable(),
		edge.To("release", SchemeRelease.Type).Field("release_id").Unique().Required(),
		edge.To("lines", PlanLine.Type),
		edge.To("grants", GrantAmount.Type),
		edge.To("registrations", Registration.Type),
		edge.To("documents", Document.Type),
		edge.To("cells", Cell.Type),
		edge.To("repairs", Repair.Type),
	}
}

// Indexes of Plan.
func (Plan) Indexes() []ent.Index {
	return append(perOwner("number"),
		index.Fields("regional_organisation_id", "submitted_at", "id"),
		index.Fields("submitted_at", "id"),
		index.Fields("group_key").Unique(),
		index.Fields("requested_cents", "id"),
		index.Fields("state", "submitted_at", "id"),
		index.Fields("project_state", "project_waiting_since", "id"),
		index.Fields("valid_until"),
		index.Fields("moved_at"),
	)
}

// PlanLine is what is planned under one activity.
type PlanLine struct{ ent.Schema }

// Fields of PlanLine.
func (PlanLine) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("plan_id").Immutable(),
		field.String("activity").Immutable(),
		field.Int("position"),
		field.Int("participants"),
		field.Int64("requested_cents"),
		field.Int("assessed_participants").Optional().Nillable(),
		field.Int64("assessed_cents").Optional().Nillable(),
		field.String("reduction_reason").Optional().Nillable(),
	}
}

// Edges of PlanLine.
func (PlanLine) Edges() []ent.Edge {
	return []ent.Edge{edge.From("plan", Plan.Type).Ref("lines").Field("plan_id").Unique().Required().Immutable()}
}

// Indexes of PlanLine.
func (PlanLine) Indexes() []ent.Index {
	return []ent.Index{index.Fields("plan_id", "activity").Unique()}
}

// GrantAmount (toekenning) is what was granted for one budget of a plan.
type GrantAmount struct{ ent.Schema }

// Fields of GrantAmount.
func (GrantAmount) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("plan_id").Immutable(),
		field.String("budget").Immutable(),
		field.Int64("amount_cents"),
	}
}

// Edges of GrantAmount.
func (GrantAmount) Edges() []ent.Edge {
	return []ent.Edge{edge.From("plan", Plan.Type).Ref("grants").Field("plan_id").Unique().Required().Immutable()}
}

// Indexes of GrantAmount.
func (GrantAmount) Indexes() []ent.Index {
	return []ent.Index{index.Fields("plan_id", "budget").Unique()}
}
