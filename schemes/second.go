package schemes

// The parameters by which approvals under a regulation need a second assessor. The platform reads them, no rule does; a
// regulation that declares neither never asks one.
const (
	SecondFrom  = "second-assessor-from"  // in EUR: the amount from which one is needed; 0 for never
	SecondShare = "second-assessor-share" // in Percent: the share of all others that is drawn; 0 for none
)

// SecondAssessor (tweede beoordelaar) declares both parameters as off: an assumption, as long as no document asks one, that
// a parameter file replaces.
func SecondAssessor(from Date, source Citation) []Parameter {
	off := []Value{{Text: "0", From: from, Source: source, Assumption: true}}
	return []Parameter{
		{Code: SecondFrom, Unit: EUR, Values: off, Title: Text{
			NL: "Bedrag vanaf waar een tweede beoordelaar de goedkeuring bevestigt (0 = nooit)",
			EN: "Amount from which a second assessor confirms the approval (0 = never)",
		}},
		{Code: SecondShare, Unit: Percent, Values: off, Title: Text{
			NL: "Percentage van de registraties dat voor een tweede beoordelaar wordt geloot (0 = geen)",
			EN: "Percentage of the registrations that is drawn for a second assessor (0 = none)",
		}},
	}
}

// SecondDemand is what a regulation demands on a day; nil where a parameter is declared and no value covers that day.
type SecondDemand struct {
	From  *Amount
	Share *Number
}

// SecondDemand looks both parameters up, with what o replaces.
func (m *Manifest) SecondDemand(o Overrides, on Date) SecondDemand {
	var d SecondDemand
	if n := m.orNever(SecondFrom, o, on); n != nil {
		d.From = new(Cents(*n))
	}
	d.Share = m.orNever(SecondShare, o, on)
	return d
}

// orNever is a value, 0 where the parameter is not declared.
func (m *Manifest) orNever(code string, o Overrides, on Date) *Number {
	p, ok := m.Parameter(code)
	if !ok {
		return new(Whole(0))
	}
	n, _, ok := (&values{o}).lookup(p, on)
	if !ok {
		return nil
	}
	return &n
}

// Draws are the numbers that can be drawn: from 0 up to this one, which is left out.
const Draws = 10_000

// ByAmount reports whether an amount needs a second assessor. A day that no value covers does: it fails closed.
func (d SecondDemand) ByAmount(a Amount) bool {
	return d.From == nil || *d.From > 0 && a >= *d.From
}

// ByDraw reports whether a number that was drawn needs a second assessor, as ByAmount.
func (d SecondDemand) ByDraw(draw int) bool {
	return d.Share == nil || Whole(int64(draw)).Cmp(d.Share.Multiply(Whole(Draws/100))) < 0
}
