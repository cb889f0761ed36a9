package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Organisation (arbeidsorganisatie, werkgever) carries out economic activities and employs staff.
type Organisation struct{ ent.Schema }

// Mixin of Organisation.
func (Organisation) Mixin() []ent.Mixin { return []ent.Mixin{Versioned{}} }

// Fields of Organisation.
func (Organisation) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("name"),
		field.String("kvk_number").Unique().Immutable(),
		field.String("postcode"),
		field.JSON("funding_laws", []string{}),
		field.Bool("is_medical_specialist").Optional().Nillable(),
		field.Bool("is_subcontractor_only").Optional().Nillable(),
		field.String("group_top_name").Optional().Nillable(),
		field.String("group_top_kvk_number").Optional().Nillable(),
		field.String("region_id"),
		field.String("regional_organisation_id"),
		field.Bool("region_by_hand").Default(false),
		field.String("region_reason").Optional().Nillable(),
		field.Time("verified_on").SchemaType(date()).Optional().Nillable(),        // the first day on which somebody was known to speak for it
		field.Time("without_contact_on").SchemaType(date()).Optional().Nillable(), // since when it has no contact
	}
}

// Edges of Organisation.
func (Organisation) Edges() []ent.Edge {
	return []ent.Edge{edge.To("roles", RoleAssignment.Type), edge.To("plans", Plan.Type)}
}

// Indexes of Organisation.
func (Organisation) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("name", "id"),
		index.Fields("created_at", "id"),
		index.Fields("regional_organisation_id", "name", "id"),
		index.Fields("region_id", "name", "id"),
	}
}

// Employee is a person who works, or worked, for the organisation.
type Employee struct{ ent.Schema }

// Mixin of Employee.
func (Employee) Mixin() []ent.Mixin { return []ent.Mixin{Owned{}, Versioned{}} }

// Fields of Employee.
func (Employee) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("name").Sensitive(),
		field.Time("date_of_birth").SchemaType(date()), // the first day that it can be, where it is known in part
		// The last day that it can be; null where the date of birth is known whole.
		field.Time("date_of_birth_last").SchemaType(date()).Optional().Nillable(),
		field.String("external_reference").Optional().Nillable().Sensitive(),
		field.String("employment"),
		field.Time("employed_since").SchemaType(date()).Optional().Nillable(),
		field.Time("employed_until").SchemaType(date()).Optional().Nillable(),
		field.Int("contract_hours").Optional().Nillable(),             // per week, in hundredths
		field.String("distinction").Optional().Nillable().Sensitive(), // from a namesake born on the same day
		// Who was entered first of those who are one person; null for that one. Two are who ever had one name.
		field.String("same_as").Optional().Nillable(),
	}
}

// Edges of Employee.
func (Employee) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("organisation", Organisation.Type).Field("organisation_id").Unique().Required().Immutable(),
		edge.To("participations", Participation.Type),
		edge.To("names", EmployeeName.Type),
	}
}

// Indexes of Employee.
func (Employee) Indexes() []ent.Index {
	return append(perOwner("name", "id"),
		index.Fields("organisation_id", "external_reference").Unique(),
		index.Fields("organisation_id", "employed_since", "id"),
		index.Fields("organisation_id", "updated_at", "id"),
		index.Fields("date_of_birth"),
		index.Fields("same_as"),
	)
}

// EmployeeName is what an employee is, or was, called: a row for each name with date of birth and distinction, kept as it
// was. By it a person is recognised, under a former name too.
type EmployeeName struct{ ent.Schema }

// Fields of EmployeeName.
func (EmployeeName) Fields() []ent.Field {
	return []ent.Field{
		field.Int("id").Immutable(),
		field.String("organisation_id").Immutable(),
		field.String("employee_id").Immutable(),
		field.String("name").Immutable().Sensitive(),
		field.Time("date_of_birth").SchemaType(date()).Immutable(),
		field.Time("date_of_birth_last").SchemaType(date()).Optional().Nillable().Immutable(), // as of the employee
		field.String("distinction").Optional().Nillable().Immutable().Sensitive(),
		field.Time("recorded_at").Immutable(),
		// Keyed hashes, null until made: of name and year of birth, and of name, date of birth and distinction.
		field.String("namesake_hash").Optional().Nillable().Sensitive(),
		field.String("person_hash").Optional().Nillable().Sensitive(),
		// Nobody else in the organisation can be entered under it. True for the present name of an employee, unless two were
		// entered under it before this was kept.
		field.Bool("is_reserved"),
	}
}

// Edges of EmployeeName.
func (EmployeeName) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("employee", Employee.Type).Ref("names").Field("employee_id").Unique().Required().Immutable(),
	}
}

// Indexes of EmployeeName.
func (EmployeeName) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organisation_id", "person_hash").Unique().StorageKey("employee_name_reserved").Annotations(where("is_reserved")),
		index.Fields("employee_id"),
		index.Fields("namesake_hash"),
		index.Fields("person_hash"),
	}
}
