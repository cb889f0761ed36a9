package matrix

import (
	"time"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// NothingRejected says why no repair can be asked.
var NothingRejected = fault.Text{NL: "Herstel vraagt om minstens één afgekeurde cel.", EN: "A repair needs at least one rejected cell."}

// RepairTerm reads what is said with the request for a repair: the words to the employer, and the last day, which lies
// after today and stands in a field of the input. Faults: REASON_REQUIRED, REPAIR_TERM_REQUIRED.
func RepairTerm(note *string, last *typed.Date, field string, today time.Time) (*string, *time.Time, error) {
	var bad fault.Collector
	note = RequiredNote(note, &bad)
	due := typed.Optional(last, &bad, "input", field)
	missing := func(text fault.Text) {
		bad.Add(fault.Invalid([]string{"input", field}, "REPAIR_TERM_REQUIRED", text, "> "+string(typed.DateOf(today))))
	}
	switch {
	case last == nil:
		missing(fault.Text{NL: "Noem de laatste dag voor herstel.", EN: "Name the last day for repair."})
	case due != nil && !due.After(today):
		missing(fault.Text{NL: "De laatste dag voor herstel ligt na vandaag.", EN: "The last day for repair lies after today."})
	}
	return note, due, bad.Err()
}

// RequiredNote reads words to the employer that may not be left out.
func RequiredNote(note *string, bad *fault.Collector) *string {
	before := bad.Len()
	read := typed.Text(note, longestNote, bad, "input", "note")
	if read == nil && bad.Len() == before {
		bad.Add(fault.Invalid([]string{"input", "note"}, "REASON_REQUIRED", fault.Text{
			NL: "Zeg de werkgever waarom.", EN: "Tell the employer why.",
		}, ""))
	}
	return read
}
