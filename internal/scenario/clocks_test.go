package scenario_test

import (
	"strings"
	"testing"
	"time"
)

// onTheWall are the moments that the wall clock gives: of the record, of access, and of the machine. Every other moment
// that the API shows is one of the process, in regulation time.
var onTheWall = map[string]bool{
	"AuditEntry.at": true, "Event.occurredAt": true, "Receipt.judgedAt": true, "Registration.updatedAt": true,
	"Session.startedAt": true, "Session.lastUsedAt": true, "Session.expiresAt": true,
	"PartnerToken.createdAt": true, "PartnerToken.expiresAt": true, "PartnerToken.lastUsedAt": true, "PartnerToken.revokedAt": true,
	"SchemeRelease.stateSince": true, "ParameterFile.appliedAt": true, "ParameterFile.endedAt": true, "UploadTicket.expiresAt": true,
}

// ofTheProcess are moments that the story below brings about.
var ofTheProcess = []string{
	"Plan.submittedAt", "PlanAssessment.at", "Grant.at", "Registration.submittedAt", "Registration.firstSubmittedAt", "CellJudgement.at",
	"Repair.openedAt", "Decision.at", "Document.attachedAt", "File.uploadedAt", "Receipt.asOf",
}

func TestEveryMomentOfTheProcessIsInRegulationTime(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) {
		began := time.Now().Add(-time.Minute)
		p := run(t, database)
		s := &teller{program: p, t: t}
		e := signUp(t, s)
		granted(t, s, e, p.persona(t, "leader.utrechtzorg"), p.persona(t, "regioplus"))
		_, course := registered(t, s, e)
		p.advance(t, "2027-01-11T10:00:00+01:00")
		ssc := p.persona(t, "ssc")
		e.ready(course)
		e.handIn(course)
		ssc.sendBack(course, "PRESTATIEVERKLARING")

		c := e.in(t).introspect()
		w := &timekeeper{t: t, c: c, wall: began, seen: map[string]bool{}}
		for typ, query := range map[string]string{
			"Plan": `SELECT id FROM plans`, "Registration": `SELECT id FROM registrations`, "MatrixCell": `SELECT id FROM cells WHERE verdict IS NOT NULL`,
			"Document": `SELECT id FROM documents`, "Repair": `SELECT id FROM repairs`, "Decision": `SELECT id FROM decisions`, "Receipt": `SELECT id FROM evaluations`,
			"AuditEntry": `SELECT id FROM audit_entries`,
		} {
			for _, id := range s.rows.in(t).texts(query) {
				c.crawl(t, ssc.in(t), typ, []string{id}, func(a *answer) { w.walk(a.data) })
				c.crawl(t, e.visitor.in(t), typ, []string{id}, func(a *answer) { w.walk(a.data) })
			}
		}
		for _, field := range append([]string{"AuditEntry.at", "Receipt.judgedAt"}, ofTheProcess...) {
			if !w.seen[field] {
				t.Errorf("%s was never shown: nothing is proven of it", field)
			}
		}
	})
}

// timekeeper holds every moment of an answer to the clock that gives it. The regulation clock of a scenario stands nowhere
// near the wall.
type timekeeper struct {
	t    testing.TB
	c    *catalogue
	wall time.Time // since when the scenario runs
	seen map[string]bool
}

func (w *timekeeper) walk(at any) {
	switch at := at.(type) {
	case []any:
		for _, e := range at {
			w.walk(e)
		}
	case object:
		typ, _ := at["__typename"].(string)
		for name, value := range at {
			w.walk(value)
			moment, isText := value.(string)
			if f, known := w.c.field(typ, name); known && isText && f.Type.base().Name == "DateTime" {
				w.hold(typ+"."+name, moment)
			}
		}
	}
}

func (w *timekeeper) hold(field, moment string) {
	w.seen[field] = true
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		w.t.Errorf("%s: %v", field, err)
		return
	}
	isWall := at.After(w.wall) && !at.After(time.Now().Add(time.Minute)) || strings.HasSuffix(field, ".expiresAt")
	if isWall != onTheWall[field] {
		w.t.Errorf("%s is %s: on the wall %t, want %t", field, moment, isWall, onTheWall[field])
	}
}
