package access

import (
	"github.com/penvoerder/penvoerder/internal/fault"
)

// Why something is refused.
const (
	reasonRole        = "ROLE"
	reasonScope       = "SCOPE"
	reasonNotYours    = "NOT_YOURS"
	reasonNotAssigned = "NOT_ASSIGNED"
	reasonFourEyes    = "FOUR_EYES_REQUIRED"
	reasonNotVerified = "NOT_VERIFIED"
	reasonSignIn      = "SIGN_IN_REQUIRED"
)

// Why viewerCan refuses what the policy allows.
const (
	ReasonState         = "NOT_IN_THIS_STATE"
	ReasonNotApplicable = "NOT_APPLICABLE"
	ReasonTaken         = "TAKEN"
)

// refusals has the text of each reason; need is empty where it depends on the policy.
var refusals = map[string]struct{ message, need fault.Text }{
	reasonRole: {message: fault.Text{NL: "Dit mag niet in deze rol.", EN: "This is not allowed in this role."}},
	reasonScope: {
		message: fault.Text{NL: "Dit token mag dit niet.", EN: "This token may not do this."},
		need:    fault.Text{NL: "Een token met een ruimer bereik.", EN: "A token with a wider scope."},
	},
	reasonNotYours: {message: fault.Text{
		NL: "Dit mag niet bij dit dossier: het is niet van u of nog niet ingediend.",
		EN: "This is not allowed in this dossier: it is not yours or not submitted yet.",
	}},
	reasonNotAssigned: {
		message: fault.Text{NL: "Alleen de beoordelaar die dit in behandeling nam mag dit.", EN: "Only the assessor who took this into review may do this."},
		need:    fault.Text{NL: "Neem het in behandeling, of vraag de beoordelaar.", EN: "Take it into review, or ask its assessor."},
	},
	reasonNotVerified: {
		message: fault.Text{
			NL: "Van u is nog niet vastgesteld dat u voor de organisatie spreekt.", EN: "It is not established yet that you speak for the organisation.",
		},
		need: fault.Text{NL: "Vraag uw projectleider het vast te stellen.", EN: "Ask your project leader to establish it."},
	},
	reasonFourEyes: {
		message: fault.Text{
			NL: "Wie bij de organisatie hoort, een ander deel van dit dossier beoordeelde of er zelf over gaat, mag dit niet (vier ogen).",
			EN: "Who belongs to the organisation, judged another part of this dossier or is the person concerned may not do this (four eyes).",
		},
		need: fault.Text{NL: "Een collega die er niet bij betrokken is.", EN: "A colleague who has no part in it."},
	},
	ReasonNotApplicable: {message: fault.Text{NL: "Dit is hier niet van toepassing.", EN: "This does not apply here."}},
	reasonSignIn: {
		message: fault.Text{NL: "Log eerst in.", EN: "Sign in first."},
		need:    fault.Text{NL: "Een account.", EN: "An account."},
	},
}

func signIn() error { return fault.Unauthenticated(reasonSignIn, refusals[reasonSignIn].message) }
