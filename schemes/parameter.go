package schemes

// A Unit says which quantity a number measures; it does not change the arithmetic.
type Unit string

// The units. Values of euro units are in cents within a trace.
const (
	EUR        Unit = "EUR"
	EURPerDay  Unit = "EUR_PER_DAY"
	EURPerHour Unit = "EUR_PER_HOUR"
	Days       Unit = "DAY"
	Months     Unit = "MONTH"
	Years      Unit = "YEAR"
	Hours      Unit = "HOUR"
	Persons    Unit = "PERSON"
	Percent    Unit = "PERCENT"
	Ratio      Unit = "RATIO"
	DateUnit   Unit = "DATE" // days since 1 January 1970
	Words      Unit = "TEXT"
)

// isMoney reports whether values of u are euros, kept in cents.
func (u Unit) isMoney() bool { return u == EUR || u == EURPerDay || u == EURPerHour }

// A Parameter is a rate, norm, percentage, maximum or term of the regulation. A
// day outside all its values fails closed.
type Parameter struct {
	Code   string  `json:"code"` // stable name, such as "day-rate-24-hours-or-more"
	Title  Text    `json:"title"`
	Unit   Unit    `json:"unit"`
	Values []Value `json:"values"` // in order of time, without overlap
}

// A Value is a parameter's value with its validity.
type Value struct {
	Text       string   `json:"value"` // decimal, in the parameter's unit (euros, not cents); "" while not announced
	From       Date     `json:"validFrom"`
	To         Date     `json:"validTo,omitzero"` // last day, included; zero while it runs
	Source     Citation `json:"source"`
	Assumption bool     `json:"assumption,omitempty"` // no seed states it
}

// Covers reports whether v holds on d.
func (v Value) Covers(d Date) bool { return Period{From: v.From, To: v.To}.Contains(d) }

// A Day is a day on which a parameter is looked up: a [Date], or a [Fact] of one, which the facts may leave open.
type Day interface {
	day() (on Date, known bool)
	missing() string // the place where an open day is missing
}

// number returns the value in the unit of a trace: euros become cents, a date the
// days since 1970.
func (v Value) number(u Unit) (Number, bool) {
	if u == DateUnit {
		d, err := ParseDate(v.Text)
		return d.Number(), err == nil
	}
	n, err := ParseNumber(v.Text)
	if err != nil {
		return Number{}, false
	}
	if u.isMoney() {
		n = n.Multiply(Whole(100))
	}
	return n, true
}

// Overrides replace values of parameters, by code: an operator's signed parameter file replaces assumptions, and a
// test can ask "what if".
type Overrides map[string][]Value

// values are the effective parameters of one batch.
type values struct{ overrides Overrides }

// of returns the values of p, those of the operator before those of the manifest.
func (o Overrides) of(p Parameter) []Value {
	if in, replaced := o[p.Code]; replaced {
		return in
	}
	return p.Values
}

// lookup returns the number that holds for p on d, in cents for euros, and
// whether it is an assumption.
func (v *values) lookup(p Parameter, on Date) (n Number, assumption, ok bool) {
	in := p.Values
	if v != nil {
		in = v.overrides.of(p)
	}
	for _, val := range in {
		if val.Covers(on) {
			n, ok := val.number(p.Unit)
			return n, val.Assumption, ok
		}
	}
	return Number{}, false, false
}
