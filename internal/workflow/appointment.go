package workflow

import (
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// The acts on an appointment. Where one administrator is enough, what is proposed is an invitation at once.
var (
	ProposeAppointment = Act{
		Name: "proposeAppointment", Subject: Appointment, Verb: "propose", Slot: Keeper, Asks: access.Add, Of: access.Appointment, On: []access.Noun{},
		Ways: leads(Proposed, New), Label: fault.Text{NL: "Iemand voor een rol voorstellen", EN: "Propose somebody for a role"}, Whole: proposing,
	}
	InviteAtOnce = Act{
		Name: "proposeAppointment", Subject: Appointment, Verb: "invite", Slot: Keeper, Asks: access.Add, Of: access.Appointment, On: []access.Noun{},
		Ways: leads(Invited, New), Label: fault.Text{NL: "Iemand voor een rol uitnodigen", EN: "Invite somebody to a role"}, Whole: proposing,
	}
	ConfirmAppointment = Act{
		Name: "confirmAppointment", Subject: Appointment, Verb: "confirm", Slot: Keeper, Asks: access.Confirm, Of: access.Appointment,
		Ways: leads(Invited, Proposed), Label: fault.Text{NL: "Aanstelling als tweede bevestigen", EN: "Confirm the appointment as the second"},
		Todos: []Todo{{In: Proposed, Text: fault.Text{NL: "Bevestig de aanstelling", EN: "Confirm the appointment"}}},
	}
	AcceptAppointment = Act{
		Name: "acceptAppointment", Subject: Appointment, Verb: "accept", Slot: Anybody, Asks: access.Accept, Of: access.Appointment,
		Ways: leads(Accepted, Invited), Label: fault.Text{NL: "Uitnodiging voor een rol aannemen", EN: "Accept the invitation to a role"},
		Todos: []Todo{{In: Invited, Text: fault.Text{NL: "Neem de uitnodiging aan", EN: "Accept the invitation"}}},
	}
	WithdrawAppointment = Act{
		Name: "withdrawAppointment", Subject: Appointment, Verb: "withdraw", Slot: Keeper, Asks: access.Withdraw, Of: access.Appointment,
		Ways: leads(Withdrawn, Proposed, Invited), Label: fault.Text{NL: "Uitnodiging intrekken", EN: "Withdraw the invitation"},
	}
	// ExpireAppointment is done by the passing of its term.
	ExpireAppointment = Act{
		Name: "expireAppointment", Subject: Appointment, Verb: "expire", Slot: Platform, Unlogged: true,
		Ways: leads(Expired, Proposed, Invited), Label: fault.Text{NL: "Uitnodiging laten verlopen", EN: "Let the invitation expire"},
	}
	EndRole = Act{
		Name: "endRole", Subject: Person, Verb: "end role", Slot: Keeper, Asks: access.End, Of: access.Appointment,
		Label: fault.Text{NL: "Rol beëindigen", EN: "End a role"},
	}
)

var proposing = fault.Text{NL: "Aanstelling voorstellen", EN: "Propose an appointment"}

var appointmentActs = []*Act{
	&ProposeAppointment,
	&InviteAtOnce,
	&ConfirmAppointment,
	&AcceptAppointment,
	&WithdrawAppointment,
	&ExpireAppointment,
	&EndRole,
}
