package schemes

import "slices"

// Reasons returns the reasons with which a cell of a column may be rejected, in the order
// in which the manifest declares them; none where the scheme has no codes.
func (m *Manifest) Reasons(column string) []Choice {
	own := m.ownReasons(column)
	if len(own) == 0 {
		return m.ReasonCodes
	}
	var out []Choice
	for _, c := range m.ReasonCodes {
		if slices.Contains(own, c.Code) {
			out = append(out, c)
		}
	}
	return out
}

func (m *Manifest) ownReasons(column string) []string {
	if r, ok := m.Requirement(column); ok {
		return r.Reasons
	}
	j, _ := find(m.Judgements, func(j *ContentJudgement) bool { return j.Code == column })
	return j.Reasons
}

// reasons requires that a column is rejected with reasons that the scheme has, each once.
func (c *manifestCheck) reasons() {
	known := map[string]bool{}
	for _, r := range c.m.ReasonCodes {
		known[r.Code] = true
	}
	check := func(what string, codes []string) {
		seen := map[string]bool{}
		for _, code := range codes {
			c.require(known[code], "%s: reason %q is not one of the reason codes", what, code)
			c.require(!seen[code], "%s: reason %s is given twice", what, code)
			seen[code] = true
		}
	}
	for _, r := range c.m.Requirements {
		check("requirement "+r.Code, r.Reasons)
	}
	for _, j := range c.m.Judgements {
		check("judgement "+j.Code, j.Reasons)
	}
}
