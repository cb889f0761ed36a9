package plans

// Budget is the stand of one budget of a plan, in cents. Nothing shifts to another, unless the scheme says so.
type Budget struct {
	Code       string
	Shifts     bool   // budgets of the plan for which this holds are one cap
	Requested  int64  // aangevraagd, after assessment
	Granted    *int64 // toegekend; nil until then
	Registered int64  // of registrations not withdrawn or rejected
	Submitted  int64  // of which submitted and not yet decided
	Approved   int64  // goedgekeurd, before the cap
	Payable    int64  // approved, as far as the cap leaves room
	CutOff     int64  // approved and not payable
	Free       *int64 // of the cap, that of all that shift together, after all that is registered; nil until granted
	Activities []Activity
	PayableOf  map[string]int64 // by registration that was approved; the cap fills in the order of decisions
}

// Activity is the share of one activity in a budget, in cents. The cap is the budget's.
type Activity struct {
	Code         string
	Requested    int64
	Registered   int64
	Approved     int64
	Participants int
}

func (s *Budget) add(a Activity, submitted int64) {
	s.Activities = append(s.Activities, a)
	s.Registered += a.Registered
	s.Approved += a.Approved
	s.Submitted += submitted
}
