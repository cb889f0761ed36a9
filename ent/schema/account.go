package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Person is a human being with an account.
type Person struct{ ent.Schema }

// Fields of Person.
func (Person) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("name").Sensitive(),
		field.String("email").Unique().Sensitive(), // lower case
		field.String("password_hash").Sensitive(),
		field.Time("confirmed_at").Optional().Nillable(),
		field.Int("failed_attempts").Default(0),
		field.Time("locked_until").Optional().Nillable(),
		field.String("language").Default("nl"),
		field.Time("created_at").Immutable(),
	}
}

// Edges of Person.
func (Person) Edges() []ent.Edge {
	return []ent.Edge{edge.To("roles", RoleAssignment.Type), edge.To("sessions", Session.Type)}
}

// Stranger is a mail address that has no account, and with which a wrong password was tried. It locks as an account does, on
// every server. Its id is a keyed hash: who reads the table finds nobody in it.
type Stranger struct{ ent.Schema }

// Fields of Stranger.
func (Stranger) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.Int("failed_attempts").Default(0),
		field.Time("locked_until").Optional().Nillable(),
		field.Time("last_at"),
	}
}

// Indexes of Stranger.
func (Stranger) Indexes() []ent.Index { return []ent.Index{index.Fields("last_at")} }

// RoleAssignment is a role held by a person; one of role EMPLOYER is a contact of the organisation.
type RoleAssignment struct{ ent.Schema }

// Fields of RoleAssignment.
func (RoleAssignment) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("person_id").Immutable(),
		field.String("role").Immutable(),
		field.String("organisation_id").Optional().Nillable().Immutable(),
		field.String("regional_organisation_id").Optional().Nillable().Immutable(),
		field.Bool("is_signatory").Default(false),
		field.String("phone").Optional().Nillable().Sensitive(),
		field.Time("since").SchemaType(date()).Immutable(),
		field.Time("until").SchemaType(date()).Optional().Nillable(), // the first day on which it is not held
		field.String("end_reason").Optional().Nillable(),
		field.Int("open_reviews").Optional().Nillable(),                    // registrations that the person had in review when it was ended
		field.Bool("is_primary").Default(false),                            // the contact to whom an organisation wants to be written
		field.Time("verified_on").SchemaType(date()).Optional().Nillable(), // of contacts: since when it is known that the person speaks for the organisation
		field.String("verified_how").Optional().Nillable(),                 // EXTRACT, CALL, E_RECOGNITION or COLLEAGUE
		field.String("verified_by").Optional().Nillable(),                  // a person
		field.String("successor_id").Optional().Nillable(),                 // the contact who goes on with what this one had
		field.Time("away_until").SchemaType(date()).Optional().Nillable(),  // last day on which an assessor is not there
		field.Int("version").Default(1),
	}
}

// Edges of RoleAssignment.
func (RoleAssignment) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("person", Person.Type).Ref("roles").Field("person_id").Unique().Required().Immutable(),
		edge.From("organisation", Organisation.Type).Ref("roles").Field("organisation_id").Unique().Immutable(),
	}
}

// Indexes of RoleAssignment.
func (RoleAssignment) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("person_id"), index.Fields("organisation_id"), index.Fields("role", "person_id"), index.Fields("role", "since", "id"),
		index.Fields("organisation_id").Unique().StorageKey("primary_contact").Annotations(where("is_primary")),
	}
}

// Appointment is how a person comes into a role: proposed to a mail address, confirmed by a second administrator where two
// are needed, and accepted by whom the letter reached.
type Appointment struct{ ent.Schema }

// Mixin of Appointment.
func (Appointment) Mixin() []ent.Mixin { return []ent.Mixin{Versioned{}} }

// Fields of Appointment.
func (Appointment) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("email").Immutable().Sensitive(),   // lower case, as the letter is addressed
		field.String("mailbox").Immutable().Sensitive(), // the same in the one spelling by which addresses are compared
		field.String("role").Immutable(),
		field.String("regional_organisation_id").Optional().Nillable().Immutable(),
		field.String("language").Immutable(), // of the letter
		field.String("state"),                // PROPOSED, INVITED, ACCEPTED or WITHDRAWN
		field.String("code_hash").Optional().Nillable().Unique().Sensitive(),
		field.Time("expires_at"),
		field.String("proposed_by").Optional().Nillable().Immutable(), // a person; null for the operator
		field.String("confirmed_by").Optional().Nillable(),
		field.String("accepted_by").Optional().Nillable(),
		field.String("role_assignment_id").Optional().Nillable(), // what came of it
	}
}

// Indexes of Appointment.
func (Appointment) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("created_at", "id"),
		index.Fields("mailbox"),
		// One that is open for a mailbox, a role and a region.
		index.Fields("mailbox", "role").Unique().StorageKey("appointment_open").
			Annotations(where("(state = 'PROPOSED' OR state = 'INVITED') AND regional_organisation_id IS NULL")),
		index.Fields("mailbox", "role", "regional_organisation_id").Unique().StorageKey("appointment_open_of_region").
			Annotations(where("(state = 'PROPOSED' OR state = 'INVITED') AND regional_organisation_id IS NOT NULL")),
	}
}

// Admission is how a person becomes a contact of an organisation: invited to a mail address, or asked by the person.
type Admission struct{ ent.Schema }

// Mixin of Admission.
func (Admission) Mixin() []ent.Mixin { return []ent.Mixin{Versioned{}} }

// Fields of Admission.
func (Admission) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("organisation_id").Immutable(),
		field.String("organisation_name").Immutable(), // as it was called then; who asks does not see the organisation yet
		field.String("regional_organisation_id"),
		field.String("email").Immutable().Sensitive(),   // as the letter is addressed
		field.String("mailbox").Immutable().Sensitive(), // the same in the one spelling by which addresses are compared
		field.String("language").Immutable(),            // of the letter
		field.Bool("is_signatory").Default(false),
		field.String("name").Optional().Nillable().Immutable().Sensitive(), // of who asks
		field.String("note").Optional().Nillable().Immutable().Sensitive(), // what who asks says of itself
		field.String("state"),                                              // REQUESTED, INVITED, ACCEPTED, REJECTED or WITHDRAWN
		field.String("code_hash").Optional().Nillable().Unique().Sensitive(),
		field.Time("expires_at"),
		field.String("person_id").Optional().Nillable(), // who asked, or accepted
		field.String("invited_by").Optional().Nillable().Immutable(),
		field.String("decided_by").Optional().Nillable(),
		field.String("reason").Optional().Nillable().Sensitive(), // why it was rejected
		field.String("role_assignment_id").Optional().Nillable(), // what came of it
	}
}

// Indexes of Admission.
func (Admission) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organisation_id", "created_at", "id"),
		index.Fields("regional_organisation_id", "created_at", "id"),
		index.Fields("person_id"),
		index.Fields("mailbox", "organisation_id").Unique().StorageKey("admission_open").
			Annotations(where("state = 'REQUESTED' OR state = 'INVITED'")),
	}
}

// Session is a place where a person is signed in.
type Session struct{ ent.Schema }

// Fields of Session.
func (Session) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("person_id").Immutable(),
		field.String("token_hash").Unique().Sensitive(),
		field.String("role_assignment_id").Optional().Nillable(),
		field.String("device").Optional().Nillable().Immutable(),
		field.Time("created_at").Immutable(),
		field.Time("last_used_at"),
		field.Time("expires_at"),
	}
}

// Edges of Session.
func (Session) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("person", Person.Type).Ref("sessions").Field("person_id").Unique().Required().Immutable(),
		edge.To("role_assignment", RoleAssignment.Type).Field("role_assignment_id").Unique(),
	}
}

// Indexes of Session.
func (Session) Indexes() []ent.Index {
	return []ent.Index{index.Fields("person_id", "last_used_at"), index.Fields("expires_at")}
}

// OneTimeCode is the code of a mail, to confirm an address or to set a password anew.
type OneTimeCode struct{ ent.Schema }

// Fields of OneTimeCode.
func (OneTimeCode) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("person_id").Immutable(),
		field.String("purpose").Immutable(),
		field.String("code_hash").Unique().Immutable().Sensitive(),
		field.Time("expires_at").Immutable(),
		field.Time("used_at").Optional().Nillable(),
	}
}

// Edges of OneTimeCode.
func (OneTimeCode) Edges() []ent.Edge {
	return []ent.Edge{edge.To("person", Person.Type).Field("person_id").Unique().Required().Immutable()}
}

// Indexes of OneTimeCode.
func (OneTimeCode) Indexes() []ent.Index { return []ent.Index{index.Fields("person_id", "purpose")} }

// PartnerToken lets a partner system act for one organisation.
type PartnerToken struct{ ent.Schema }

// Fields of PartnerToken.
func (PartnerToken) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("organisation_id").Immutable(),
		field.String("name").Immutable(),   // what the organisation calls it
		field.String("prefix").Immutable(), // first characters of the secret, to recognise it in logs
		field.String("secret_hash").Unique().Immutable().Sensitive(),
		field.JSON("scopes", []string{}).Immutable(),
		field.String("created_by").Immutable(),
		field.Time("created_at").Immutable(),
		field.Time("expires_at").Immutable(),
		field.Time("last_used_at").Optional().Nillable(),
		field.Time("revoked_at").Optional().Nillable(),
		field.Int("version").Default(1),
	}
}

// Edges of PartnerToken.
func (PartnerToken) Edges() []ent.Edge {
	return []ent.Edge{edge.To("organisation", Organisation.Type).Field("organisation_id").Unique().Required().Immutable()}
}

// Indexes of PartnerToken.
func (PartnerToken) Indexes() []ent.Index { return []ent.Index{index.Fields("organisation_id")} }

// CalendarAddress is a secret address at which calendar programs read the calendar of a person.
type CalendarAddress struct{ ent.Schema }

// Fields of CalendarAddress.
func (CalendarAddress) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("person_id").Immutable(),
		field.String("label").Immutable(), // what the person calls it
		field.String("secret_hash").Unique().Immutable().Sensitive(),
		field.Time("created_at").Immutable(),
		field.Time("revoked_at").Optional().Nillable(),
	}
}

// Indexes of CalendarAddress.
func (CalendarAddress) Indexes() []ent.Index { return []ent.Index{index.Fields("person_id")} }
