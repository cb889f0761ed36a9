package groups

import (
	"slices"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// Code says whether an organisation may submit the plan of its group.
type Code string

// The codes.
const (
	May              Code = "MAY"
	MayMemberHasPlan Code = "MAY_MEMBER_HAS_PLAN" // nothing of the group is granted while both stand
	NotTop           Code = "NOT_TOP"
	TwoTops          Code = "TWO_TOPS"
	RingHasPlan      Code = "RING_HAS_PLAN"
	OwnPlan          Code = "OWN_PLAN"
)

// Decision is whether an organisation may submit, and because of whom it may not.
type Decision struct {
	Code Code
	Who  []string // the tops, or those that have the plan that stands
}

// May reports whether the organisation may submit.
func (d Decision) May() bool { return d.Code == May || d.Code == MayMemberHasPlan }

// Submit decides whether the organisation may submit, where others have submitted plans that still stand.
func (s Standing) Submit(hasPlan func(key string) bool) Decision {
	with := func(all []string) []string {
		var found []string
		for _, k := range all {
			if k != s.Of && hasPlan(k) {
				found = append(found, k)
			}
		}
		return found
	}
	ring, members := with(s.Ring), with(s.Members)
	switch {
	case hasPlan(s.Of):
		return Decision{OwnPlan, []string{s.Of}}
	case s.IsContradicted:
		return Decision{TwoTops, s.Top}
	case !s.IsTop():
		return Decision{NotTop, s.Top}
	case len(ring) > 0:
		return Decision{RingHasPlan, ring}
	case len(members) > 0:
		return Decision{MayMemberHasPlan, members}
	}
	return Decision{Code: May}
}

// Text says what was decided and what can be done, in words. Names are those of organisations.
func (d Decision) Text(name func(key string) string) fault.Text {
	nl, en := listed(d.Who, name, "en"), listed(d.Who, name, "and")
	switch d.Code {
	case NotTop:
		if len(d.Who) > 1 {
			return fault.Text{
				NL: nl + " staan samen aan het hoofd van de groep. Laat een van hen het plan indienen, of laat de projectleider een band nakijken die niet (meer) klopt.",
				EN: en + " are the top of the group together. Let one of them submit the plan, or have the project leader look at a tie that is not right (any more).",
			}
		}
		return fault.Text{
			NL: nl + " staat aan het hoofd van de groep. Laat " + nl + " het plan indienen, of laat de projectleider een band nakijken die niet (meer) klopt.",
			EN: en + " is the top of the group. Let " + en + " submit the plan, or have the project leader look at a tie that is not right (any more).",
		}
	case TwoTops:
		return fault.Text{
			NL: nl + " worden elk geacht te beslissen over uw organisatie. Vraag de projectleider welk vermoeden weerlegd is; zolang dat niet vaststaat, kan uw organisatie niets indienen.",
			EN: en + " are each presumed to decide over your organisation. Ask the project leader which presumption is rebutted; until that is settled, your organisation can submit nothing.",
		}
	case RingHasPlan:
		return fault.Text{
			NL: nl + " heeft het plan van de groep al ingediend. Neem de deelnemers op in dat plan.",
			EN: en + " has already submitted the plan of the group. Add the participants to that plan.",
		}
	case OwnPlan:
		return fault.Text{
			NL: "Uw organisatie heeft al een plan ingediend. Werk in dat plan verder.",
			EN: "Your organisation has already submitted a plan. Continue with that plan.",
		}
	case MayMemberHasPlan:
		return fault.Text{
			NL: "Indienen kan, maar " + nl + " heeft als lid van de groep al een plan. Zolang beide plannen staan, wordt niets van de groep toegekend: laat een van beide intrekken.",
			EN: "You can submit, but " + en + " has a plan as a member of the group. While both plans stand nothing of the group is granted: have one of them withdrawn.",
		}
	}
	return fault.Text{NL: "Uw organisatie kan het plan indienen.", EN: "Your organisation can submit the plan."}
}

// listed joins names as people write them: a, b and c.
func listed(all []string, name func(string) string, and string) string {
	text := ""
	for i, k := range slices.Sorted(slices.Values(all)) {
		switch {
		case i == 0:
		case i == len(all)-1:
			text += " " + and + " "
		default:
			text += ", "
		}
		text += name(k)
	}
	return text
}
