package workflow

import (
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// The acts by which people become contacts of an organisation (contactpersonen), and by which they go.
var (
	InviteContact = Act{
		Name: "inviteContact", Subject: Admission, Verb: "invite", Slot: Applicant, Asks: access.Invite, Of: access.Organisation, On: []access.Noun{},
		Ways: leads(Invited, New), Event: ContactChanged, Label: fault.Text{NL: "Contactpersoon uitnodigen", EN: "Invite a contact"},
	}
	AskToJoin = Act{
		Name: "askToJoin", Subject: Admission, Verb: "ask", Slot: Anybody, Asks: access.Add, Of: access.Admission, On: []access.Noun{},
		Ways: leads(Requested, New), Event: ContactChanged, Label: fault.Text{NL: "Vragen om contactpersoon te worden", EN: "Ask to become a contact"},
	}
	AdmitContact = Act{
		Name: "admitContact", Subject: Admission, Verb: "admit", Slot: Applicant, Asks: access.Decide, Of: access.Admission,
		Ways: leads(Accepted, Requested), Event: ContactChanged, Label: fault.Text{NL: "Contactpersoon toelaten", EN: "Admit a contact"},
		Todos: []Todo{{In: Requested, Text: fault.Text{NL: "Laat de aanvrager toe, of weiger", EN: "Admit who asks, or refuse"}}},
	}
	RejectAdmission = Act{
		Name: "rejectAdmission", Subject: Admission, Verb: "refuse", Slot: Applicant, Asks: access.Decide, Of: access.Admission,
		Ways: leads(Rejected, Requested), Event: ContactChanged, Label: fault.Text{NL: "Verzoek om contactpersoon te worden weigeren", EN: "Refuse a request to become a contact"},
	}
	AcceptAdmission = Act{
		Name: "acceptAdmission", Subject: Admission, Verb: "accept", Slot: Anybody, Asks: access.Accept, Of: access.Admission,
		Ways: leads(Accepted, Invited), Event: ContactChanged, Label: fault.Text{NL: "Uitnodiging als contactpersoon aannemen", EN: "Accept the invitation to be a contact"},
		Todos: []Todo{{In: Invited, Text: fault.Text{NL: "Neem de uitnodiging aan", EN: "Accept the invitation"}}},
	}
	WithdrawAdmission = Act{
		Name: "withdrawAdmission", Subject: Admission, Verb: "withdraw", Slot: Anybody, Asks: access.Withdraw, Of: access.Admission,
		Ways: leads(Withdrawn, Requested, Invited), Event: ContactChanged, Label: fault.Text{NL: "Uitnodiging of verzoek intrekken", EN: "Withdraw an invitation or a request"},
	}
	// ExpireAdmission is done by the passing of its term.
	ExpireAdmission = Act{
		Name: "expireAdmission", Subject: Admission, Verb: "expire", Slot: Platform, Unlogged: true,
		Ways: leads(Expired, Requested, Invited), Label: fault.Text{NL: "Uitnodiging of verzoek laten verlopen", EN: "Let an invitation or a request expire"},
	}
	VerifyContact = Act{
		Name: "verifyContact", Subject: Contact, Verb: "verify", Slot: Leader, Asks: access.Verify, Of: access.Contact, Event: ContactChanged,
		Label: fault.Text{NL: "Vaststellen dat iemand voor de organisatie spreekt", EN: "Establish that somebody speaks for the organisation"},
	}
	AmendContact = Act{
		Name: "amendContact", Subject: Contact, Verb: "amend", Slot: Applicant, Asks: access.Amend, Of: access.Contact, Event: ContactChanged,
		Label: fault.Text{NL: "Gegevens van een contactpersoon wijzigen", EN: "Change what is stated about a contact"},
	}
	EndContact = Act{
		Name: "endContact", Subject: Contact, Verb: "end", Slot: Applicant, Asks: access.End, Of: access.Contact, Event: ContactChanged,
		Label: fault.Text{NL: "Contactpersoon beëindigen", EN: "End a contact"},
	}
)

var contactActs = []*Act{
	&InviteContact,
	&AskToJoin,
	&AdmitContact,
	&RejectAdmission,
	&AcceptAdmission,
	&WithdrawAdmission,
	&ExpireAdmission,
	&VerifyContact,
	&AmendContact,
	&EndContact,
}
