package workflow

import (
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// What can be done to a tie between two organisations, in the order of the process.
var (
	StateTie = Act{
		Name: "stateTie", Subject: Tie, Verb: "state", Slot: Applicant, Asks: access.StateTie, Of: access.Tie, On: []access.Noun{access.Organisation},
		Ways: leads(Stated, New), Event: TieChanged,
		Label: fault.Text{NL: "Band melden", EN: "State the tie"},
		Tells: []Notice{{Applicant, AtOnce}, {Leader, Digest}},
		News:  fault.Text{NL: "gemeld", EN: "stated"},
	}
	ConfirmTie = Act{
		Name: "confirmTie", Subject: Tie, Verb: "confirm", Slot: Leader, Asks: access.Confirm, Of: access.Tie,
		Ways: leads(Confirmed, Stated, Ending), Event: TieChanged,
		Label: fault.Text{NL: "Band of laatste dag bevestigen", EN: "Confirm the tie or its last day"},
		Todos: []Todo{
			{In: Stated, Text: fault.Text{NL: "Bevestig de band, of laat hem vervallen", EN: "Confirm the tie, or let it lapse"}},
			{In: Ending, Text: fault.Text{NL: "Bevestig de laatste dag, of weiger hem", EN: "Confirm the last day, or refuse it"}},
		},
		Tells: []Notice{{Applicant, AtOnce}},
		News:  fault.Text{NL: "bevestigd", EN: "confirmed"},
	}
	WithdrawTie = Act{
		Name: "withdrawTie", Subject: Tie, Verb: "withdraw", Slot: Applicant, Asks: access.Withdraw, Of: access.Tie,
		Ways: []Way{{Stated, Lapsed}, {Ending, Confirmed}}, Event: TieChanged,
		Label: fault.Text{NL: "Melding intrekken of weigeren", EN: "Withdraw or refuse the statement"},
		Tells: []Notice{{Applicant, AtOnce}},
		News:  fault.Text{NL: "melding ingetrokken of geweigerd", EN: "statement withdrawn or refused"},
	}
	EndTie = Act{
		Name: "endTie", Subject: Tie, Verb: "end", Slot: Applicant, Asks: access.End, Of: access.Tie,
		Ways: leads(Ending, Confirmed), Event: TieChanged,
		Label: fault.Text{NL: "Laatste dag van de band melden", EN: "State the last day of the tie"},
		Tells: []Notice{{Applicant, AtOnce}, {Leader, Digest}},
		News:  fault.Text{NL: "laatste dag gemeld", EN: "last day stated"},
	}
	RebutTie = Act{
		Name: "rebutTie", Subject: Tie, Verb: "rebut", Slot: Leader, Asks: access.Rebut, Of: access.Tie,
		Ways: leads(Rebutted, Confirmed, Ending), Event: TieChanged,
		Label: fault.Text{NL: "Vermoeden van overheersende invloed weerleggen", EN: "Rebut the presumption of dominant influence"},
		Tells: []Notice{{Applicant, AsDecision}},
		News:  fault.Text{NL: "vermoeden van overheersende invloed weerlegd", EN: "presumption of dominant influence rebutted"},
	}
	AnnulTie = Act{
		Name: "annulTie", Subject: Tie, Verb: "annul", Slot: Leader, Asks: access.Annul, Of: access.Tie,
		Ways: leads(Annulled, Confirmed, Ending, Rebutted), Event: TieChanged,
		Label: fault.Text{NL: "Band nietig verklaren", EN: "Annul the tie"},
		Tells: []Notice{{Applicant, AsDecision}},
		News:  fault.Text{NL: "nietig verklaard", EN: "annulled"},
	}
)

var tieActs = []*Act{&StateTie, &ConfirmTie, &WithdrawTie, &EndTie, &RebutTie, &AnnulTie}
