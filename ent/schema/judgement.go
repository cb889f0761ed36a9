package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Evaluation is a receipt: what a scheme was asked and what it answered, kept as it was. Rows are only added.
type Evaluation struct{ ent.Schema }

// Mixin of Evaluation.
func (Evaluation) Mixin() []ent.Mixin { return []ent.Mixin{Owned{}} }

// Fields of Evaluation.
func (Evaluation) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("plan_id").Immutable(),
		field.String("subject").Immutable(), // PLAN, REGISTRATION or PROJECT_FILE
		field.String("subject_id").Immutable(),
		field.String("release_id").Immutable(),
		field.Time("as_of").Immutable(),     // regulation time
		field.Time("judged_at").Immutable(), // wall time
		field.Time("valid_until").Optional().Nillable().Immutable(),
		field.String("facts_hash").Immutable(),
		field.String("parameters_hash").Immutable(),
		field.String("parameter_file_id").Optional().Nillable().Immutable(), // that replaced assumptions; null for none
		field.String("outcome").Immutable(),
		field.Int64("amount_cents").Optional().Nillable().Immutable(),
		field.Bytes("facts").Immutable().Sensitive(),  // the question as JSON, byte for byte what was hashed
		field.Bytes("answer").Immutable().Sensitive(), // the answer as JSON
	}
}

// Edges of Evaluation.
func (Evaluation) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("plan", Plan.Type).Field("plan_id").Unique().Required().Immutable(),
		edge.To("release", SchemeRelease.Type).Field("release_id").Unique().Required().Immutable(),
	}
}

// Indexes of Evaluation.
func (Evaluation) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("subject_id", "judged_at"),
		index.Fields("plan_id"),
		index.Fields("organisation_id"),
		index.Fields("regional_organisation_id"),
	}
}

// Decision (beschikking) is a decision on a registration, explained and kept. Rows are only added.
type Decision struct{ ent.Schema }

// Mixin of Decision.
func (Decision) Mixin() []ent.Mixin { return []ent.Mixin{Owned{}} }

// Fields of Decision.
func (Decision) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("registration_id").Immutable(),
		field.String("verdict").Immutable(),
		field.String("note").Optional().Nillable().Immutable(),
		field.Time("at").Immutable(),
		field.String("by").Immutable(),
		field.String("evaluation_id").Immutable(),
		field.Int64("amount_cents").Optional().Nillable().Immutable(),
	}
}

// Edges of Decision.
func (Decision) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("registration", Registration.Type).Ref("decisions").Field("registration_id").Unique().Required().Immutable(),
		edge.To("evaluation", Evaluation.Type).Field("evaluation_id").Unique().Required().Immutable(),
	}
}

// Indexes of Decision.
func (Decision) Indexes() []ent.Index {
	return []ent.Index{index.Fields("registration_id", "at"), index.Fields("organisation_id"), index.Fields("regional_organisation_id")}
}

// Repair (herstel) is what has to be repaired in a registration or a project file, and by when.
type Repair struct{ ent.Schema }

// Mixin of Repair.
func (Repair) Mixin() []ent.Mixin { return []ent.Mixin{Owned{}} }

// Fields of Repair.
func (Repair) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("registration_id").Immutable().Optional(), // empty for a project file
		field.String("plan_id").Immutable().Optional(),         // whose project file it is; empty for a registration
		field.Time("opened_at").Immutable(),
		field.Time("due_on").SchemaType(date()).Optional().Nillable(),
		field.String("note").Optional().Nillable(),
		field.Time("closed_at").Optional().Nillable(),
	}
}

// Edges of Repair.
func (Repair) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("registration", Registration.Type).Ref("repairs").Field("registration_id").Unique().Immutable(),
		edge.From("plan", Plan.Type).Ref("repairs").Field("plan_id").Unique().Immutable(),
	}
}

// Indexes of Repair: at most one is open.
func (Repair) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("registration_id").Unique().StorageKey("repair_open").Annotations(where("closed_at IS NULL")),
		index.Fields("plan_id").Unique().StorageKey("repair_open_of_project").Annotations(where("closed_at IS NULL")),
		index.Fields("registration_id", "opened_at"),
		index.Fields("plan_id", "opened_at"),
		index.Fields("organisation_id"),
		index.Fields("regional_organisation_id"),
	}
}
