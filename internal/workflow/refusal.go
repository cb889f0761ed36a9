package workflow

import (
	"strings"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// called is how a sentence speaks of a subject.
var called = map[Subject]fault.Text{
	Plan:         {NL: "Dit plan", EN: "This plan"},
	Registration: {NL: "Deze registratie", EN: "This registration"},
	ProjectFile:  {NL: "Dit projectdossier", EN: "This project file"},
	Appointment:  {NL: "Deze uitnodiging", EN: "This invitation"},
	Admission:    {NL: "Deze uitnodiging of dit verzoek", EN: "This invitation or request"},
	Tie:          {NL: "Deze band", EN: "This tie"},
}

// Refusal says why an act cannot be done to its subject in a state, and in which states it can.
func (a Act) Refusal(state string) fault.Text {
	st, _ := StateOf(a.Subject, state)
	nl, en := labels(a.Subject, a.From())
	return fault.Text{
		NL: called[a.Subject].NL + " is in de staat ‘" + st.Label.NL + "’. " + a.Label.NL + " kan alleen in de staat " + either(nl, "of") + ".",
		EN: called[a.Subject].EN + " is in the state ‘" + st.Label.EN + "’. To " + lower(a.Label.EN) + " it has to be in the state " + either(en, "or") + ".",
	}
}

// RefusalUnder says why an act cannot be done under a plan in a state, and under which it can.
func (a Act) RefusalUnder(plan string) fault.Text {
	st, _ := StateOf(Plan, plan)
	nl, en := labels(Plan, a.Under)
	return fault.Text{
		NL: "Het plan is in de staat ‘" + st.Label.NL + "’. " + a.Label.NL + " kan alleen als het plan in de staat " + either(nl, "of") + " is.",
		EN: "The plan is in the state ‘" + st.Label.EN + "’. To " + lower(a.Label.EN) + " the plan has to be in the state " + either(en, "or") + ".",
	}
}

// Hindered says why viewerCan refuses an act on a subject in a state under a plan in a state, and what is needed; false where
// the states are not in the way.
func (a Act) Hindered(state, plan string) (access.Permission, bool) {
	p := access.Permission{Reason: access.ReasonState}
	_, fits := a.Next(state)
	switch {
	case !fits:
		p.Message = a.Refusal(state)
	case !a.Fits(plan):
		p.Message, p.Need = a.RefusalUnder(plan), a.wayUnder(plan)
	default:
		return access.Permission{}, false
	}
	return p, true
}

// wayUnder names the act on a plan that takes it from a state to one under which an act can be done, and whose it is;
// nothing where no single act does.
func (a Act) wayUnder(plan string) fault.Text {
	for _, way := range planActs {
		to, can := way.Next(plan)
		role, bound := way.Slot.Role()
		if can && bound && a.Fits(to) {
			who := access.RoleName(role)
			return fault.Text{NL: way.Label.NL + ": " + who.NL + ".", EN: way.Label.EN + ": " + who.EN + "."}
		}
	}
	return fault.Text{}
}

// Held says that the regulation lets an act wait until a day, or for as long as no day can be said.
func (a Act) Held(first *typed.Date) fault.Text {
	if first == nil {
		return fault.Text{
			NL: a.Label.NL + " kan nog niet. Vanaf welke dag het kan, is nog niet te zeggen; zie de bevindingen.",
			EN: "You cannot " + lower(a.Label.EN) + " yet. The day from which you can is not known yet; see the findings.",
		}
	}
	day := schemes.Spoken(schemes.DateUnit, string(*first))
	return fault.Text{NL: a.Label.NL + " kan vanaf " + day.NL + ".", EN: "You can " + lower(a.Label.EN) + " from " + day.EN + "."}
}

// labels are the names of states as a sentence quotes them.
func labels(s Subject, states []string) (nl, en []string) {
	for _, name := range states {
		if st, ok := StateOf(s, name); ok {
			nl, en = append(nl, "‘"+st.Label.NL+"’"), append(en, "‘"+st.Label.EN+"’")
		}
	}
	return nl, en
}

// either joins alternatives as people write them: a, b or c.
func either(all []string, or string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	last := len(all) - 1
	return strings.Join(all[:last], ", ") + " " + or + " " + all[last]
}

func lower(sentence string) string {
	if sentence == "" {
		return ""
	}
	return strings.ToLower(sentence[:1]) + sentence[1:]
}
