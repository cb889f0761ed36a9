package schemes

// A Cap (plafond) bounds what several registrations get together. It is spent in the order in which they were first
// submitted, and only what is payable uses any of it. The platform states the claims that stand before a registration,
// and the amount that the rules compute is bounded after them: a scheme declares its caps and calls nothing.
type Cap struct {
	Code       Code      `json:"code"`
	Title      Text      `json:"title"` // whose, such as "Jaarplafond per deelnemer"
	Per        CapHolder `json:"per"`
	Each       CapTerm   `json:"each"`
	Limit      string    `json:"limit"`                // code of the parameter in EUR; of a year its value on 1 January, else the first
	Activities []string  `json:"activities,omitempty"` // empty for all
	Source     Citation  `json:"source"`
}

// A CapHolder says whose registrations share a cap. A person is counted within one employer.
type CapHolder string

// The holders.
const (
	PerPerson   CapHolder = "PERSON"
	PerEmployer CapHolder = "EMPLOYER"
)

// A CapTerm says over what time a cap is shared.
type CapTerm string

// The terms.
const (
	EachYear    CapTerm = "YEAR"   // calendar year in which the training starts
	WholeScheme CapTerm = "SCHEME" // everything under the scheme
)

// HasCapPer reports whether registrations share a cap per holder.
func (m *Manifest) HasCapPer(of CapHolder) bool {
	return first(m.Caps, func(c *Cap) bool { return c.Per == of }) != nil
}

// The lines with which a cap is explained. They are declared with it.
const (
	capLimit   = "limit"
	capUsed    = "used"
	capRoom    = "room"
	capPayable = "payable"
)

// line is the line of c for an aspect.
func (c Cap) line(aspect string) Line {
	words := map[string]Text{
		capLimit:   {NL: "maximum", EN: "maximum"},
		capUsed:    {NL: "eerder gebruikt", EN: "used before"},
		capRoom:    {NL: "nog over", EN: "left"},
		capPayable: {NL: "uit te keren", EN: "payable"},
	}
	label := Text{NL: c.Title.NL + ": " + words[aspect].NL, EN: c.Title.EN + ": " + words[aspect].EN}
	return Line{Code: c.Code, Aspect: aspect, Unit: EUR, Label: label, Source: c.Source}
}

// capLines are the lines that the caps of m bring along.
func (m *Manifest) capLines() []Line {
	var all []Line
	for _, c := range m.Caps {
		for _, aspect := range []string{capLimit, capUsed, capRoom, capPayable} {
			all = append(all, c.line(aspect))
		}
	}
	return all
}

// caps checks what is declared about caps.
func (c *manifestCheck) caps() {
	c.unique("cap", names(c.m.Caps, func(one Cap) string { return string(one.Code) }))
	for _, one := range c.m.Caps {
		c.require(codeForm.MatchString(string(one.Code)), "cap %s does not match %s", one.Code, codeForm)
		c.require(one.Title.complete(), "cap %s lacks a title", one.Code)
		c.require(one.Per == PerPerson || one.Per == PerEmployer, "cap %s is per %q; want %s or %s", one.Code, one.Per, PerPerson, PerEmployer)
		c.require(one.Each == EachYear || one.Each == WholeScheme, "cap %s is for each %q; want %s or %s", one.Code, one.Each, EachYear, WholeScheme)
		c.cited("cap "+string(one.Code), one.Source)
		for _, a := range one.Activities {
			_, ok := c.m.Activity(a)
			c.require(ok, "cap %s names undeclared activity %q", one.Code, a)
		}
		p, ok := c.m.Parameter(one.Limit)
		c.require(ok && p.Unit == EUR, "cap %s: limit %q is not a declared parameter in euros", one.Code, one.Limit)
		for _, v := range p.Values {
			n, known := v.number(p.Unit)
			_, whole := n.whole()
			c.require(!known || whole && n.Sign() >= 0, "cap %s: its limit of %s is not zero or more in whole cents", one.Code, v.Text)
		}
	}
}
