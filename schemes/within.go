package schemes

// The rules about dates of a participation that are not within its training.
var (
	RuleBeforeTraining = Rule{
		Code: "CORE-OUTSIDE-TRAINING", Aspect: "before", Severity: Blocking,
		Message: Text{NL: "Deze datum ligt voor het begin van {of} op {first}.", EN: "This date is before the start of {of} on {first}."},
		Remedy:  Text{NL: "Verbeter de datum, of de startdatum als de opleiding eerder begon.", EN: "Correct the date, or the start date if the training started earlier."},
	}
	RuleAfterTraining = Rule{
		Code: "CORE-OUTSIDE-TRAINING", Aspect: "after", Severity: Blocking,
		Message: Text{NL: "Deze datum ligt na het einde van {of} op {last}.", EN: "This date is after the end of {of} on {last}."},
		Remedy:  Text{NL: "Verbeter de datum, of de einddatum als de opleiding langer duurde.", EN: "Correct the date, or the end date if the training took longer."},
	}
)

// within requires that the own dates of p lie within the training, and its periods within the participation.
func (r *Review) within(reg *Registration, p *Participation) {
	training := span{of: Text{NL: "de opleiding", EN: "the training"}, from: reg.Start, to: reg.End}
	training.holds(r, p.Start)
	training.holds(r, p.End)
	own := span{of: Text{NL: "de deelname", EN: "the participation"}, from: p.Start.Or(reg.Start), to: p.End.Or(reg.End)}
	for _, part := range p.Periods {
		own.holds(r, part.From)
		own.holds(r, part.To)
	}
}

// A span is a stated period with its name; an open end bounds nothing.
type span struct {
	of       Text
	from, to Fact[Date]
}

// holds requires that a stated date lies within s.
func (s span) holds(r *Review, f Fact[Date]) {
	day, stated := f.Get()
	if !stated {
		return
	}
	if first, ok := s.from.Get(); ok && day.Before(first) {
		r.Tell(RuleBeforeTraining.With("of", s.of).With("first", first), f)
	}
	if last, ok := s.to.Get(); ok && day.After(last) {
		r.Tell(RuleAfterTraining.With("of", s.of).With("last", last), f)
	}
}
