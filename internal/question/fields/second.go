package fields

// Second is why the approval of a registration needs a second assessor, with what that was decided by, so that it can be
// done again.
type Second struct {
	ByAmount  bool   `json:"byAmount,omitempty"`
	ByDraw    bool   `json:"byDraw,omitempty"`
	Threshold *int64 `json:"threshold,omitempty"` // in cents, on the day of the approval; none where no value covers that day
	Share     string `json:"share,omitempty"`     // in percent; empty where no value covers that day
	Draw      int    `json:"draw"`                // what the number of the registration draws, of 10 000

	Note     string `json:"note,omitempty"`     // of the first, for the decision
	Returned string `json:"returned,omitempty"` // why the second sent it back; empty until then
}
