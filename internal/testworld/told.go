package testworld

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/event"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/schemes"
)

// News is every audit line and event since it was last asked.
func (w *World) News() ([]*ent.AuditEntry, []*ent.Event) {
	w.T.Helper()
	db := w.Store.Client()
	lines, err := db.AuditEntry.Query().Order(auditentry.ByID()).All(w.System())
	w.Must(err)
	events, err := db.Event.Query().Order(event.ByID()).All(w.System())
	w.Must(err)
	lines, events = lines[w.audited:], events[w.evented:]
	w.audited, w.evented = w.audited+len(lines), w.evented+len(events)
	return lines, events
}

// Receipt is a judgement that is kept, with what it was asked and the answer.
type Receipt struct {
	*ent.Evaluation
	Question schemes.Question
	Answer   schemes.Answer
}

// Receipt reads a judgement.
func (w *World) Receipt(id string) Receipt {
	w.T.Helper()
	e, err := w.Store.Client().Evaluation.Get(w.System(), id)
	w.Must(err)
	r := Receipt{Evaluation: e}
	w.Must(json.Unmarshal(e.Facts, &r.Question))
	w.Must(json.Unmarshal(e.Answer, &r.Answer))
	return r
}

// Faults tells the faults in err as "REASON at path, expected". A fault that the caller can mend and that says nothing is
// told so.
func Faults(err error) []string {
	var all []string
	for _, f := range fault.All(err) {
		told := f.Reason
		if len(f.Path) > 0 {
			told += fmt.Sprintf(" at %v", f.Path)
		}
		if f.Expected != "" {
			told += " " + f.Expected
		}
		if f.IsMendable() && (f.Text.NL == "" || f.Text.EN == "") {
			told += " (says nothing)"
		}
		all = append(all, told)
	}
	if err != nil && all == nil {
		all = []string{err.Error()}
	}
	return all
}

// Refused tells the faults in err as "CODE REASON path".
func Refused(err error) []string {
	var all []string
	for _, f := range fault.All(err) {
		at := strings.Join(f.Path, ".")
		if f.Text.NL == "" || f.Text.EN == "" {
			at += " without words"
		}
		all = append(all, strings.TrimSpace(string(f.Code)+" "+f.Reason+" "+at))
	}
	return all
}
