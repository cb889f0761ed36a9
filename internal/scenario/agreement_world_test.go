package scenario_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/internal/workflow"
)

// book is the dossier of one employer under one scheme, with one of everything, which is put into any situation and back.
type book struct {
	*employer
	name            string
	isContentJudged bool
	rows            *rows
	tables          []table // that acts change
	assessor, pen   string  // persons: the assessor on record, and who decides on the grant

	reg, part, document, projectDocument, projectCell string
	cells, lines                                      []string
	bare                                              []string // the cells that take no documents
	column                                            map[string]string
	versions                                          map[string]int
	project                                           int // version of the project file
	release                                           string
	begun                                             func(reference string) object // a registration
	who                                               map[string]*visitor           // who asks, by what they are to this dossier
	elsewhere                                         []string                      // those who have an organisation of their own beside it
}

// in is the same dossier in another test.
func (b *book) in(t testing.TB) *book {
	c := *b
	c.employer, c.rows = b.employer.in(t), b.rows.in(t)
	return &c
}

// agree makes the world: an employer in Utrecht under SOZW and one in Groningen under SectorplanPlus, whose content is
// judged beforehand; each is the other's stranger.
func agree(t *testing.T, database string, seed int64, table *authorisation) *agreement {
	w := &agreement{program: run(t, database), seed: seed, table: table, done: map[string]int{}, seen: map[place]row{}}
	logins := map[string]*visitor{}
	for _, login := range staff {
		logins[login] = w.persona(t, login)
	}
	person := func(login string) string {
		return logins[login].ask(`{ viewer { person { id } } }`, nil).text("viewer.person.id")
	}
	assessor, pen := person("ssc"), person("regioplus")

	linde := w.employer(t, "Linde", "10000001", "3511 AB")
	linde.file() // its plan is assessed and granted behind the program's back: the window for that opens later
	logins["leader.utrechtzorg"].verify(linde)
	oost := w.employer(t, "Oost", "10000002", "9711 CD")
	oost.applied(logins["leader.zorgpleinnoord"], logins["regioplus"])
	w.sozw = &book{employer: linde, name: "sozw-2026", assessor: assessor, pen: pen, begun: func(reference string) object {
		return linde.course("Cursus", someone("Nieuw Mens", reference))
	}}
	w.spp = &book{employer: oost, name: "sectorplanplus-v4", assessor: assessor, pen: pen, isContentJudged: true, begun: func(string) object { return oost.aloud("8.00") }}
	w.sozw.surround(t, w, logins, w.spp, "leader.utrechtzorg", "leader.zorgpleinnoord")
	w.spp.surround(t, w, logins, w.sozw, "leader.zorgpleinnoord", "leader.utrechtzorg")
	for _, b := range []*book{w.sozw, w.spp} {
		b.furnish()
	}
	return w
}

// furnish registers, with documents of the registration and of the project, and keeps all of it aside.
func (b *book) furnish() {
	b.reg = b.register(b.begun("eerste"))
	b.do("createEmployee", object{"employee": hired("Co Lega", colleague)}, "employee { id }")
	b.attach(b.reg, "LOONSTROOK_START", object{"month": "2026-05"})
	b.attach(b.plan, "KVK_UITTREKSEL", object{"issuedOn": "2025-10-01"})
	b.do("amendProjectFile", object{"planID": b.plan, "expectedVersion": b.home(b.plan), "signatoryName": "T. Teken"}, "projectFile { version }")
	b.rows.quiet(b.org)

	one := func(query, id string) string { return b.rows.texts(query+` ORDER BY 1 LIMIT 1`, id)[0] }
	b.part = one(`SELECT id FROM participations WHERE registration_id = ?`, b.reg)
	b.document = one(`SELECT id FROM documents WHERE registration_id = ?`, b.reg)
	b.projectDocument = one(`SELECT id FROM documents WHERE registration_id IS NULL AND plan_id = ?`, b.plan)
	b.projectCell = one(`SELECT id FROM cells WHERE registration_id IS NULL AND plan_id = ?`, b.plan)
	b.release = one(`SELECT release_id FROM plans WHERE id = ?`, b.plan)
	b.cells = b.rows.texts(`SELECT id FROM cells WHERE registration_id = ? ORDER BY kind DESC, "column", id`, b.reg)
	b.lines = b.rows.texts(`SELECT id FROM plan_lines WHERE plan_id = ? ORDER BY position`, b.plan)
	b.column = map[string]string{}
	b.bare = b.rows.texts(`SELECT id FROM cells WHERE registration_id = ? AND kind = 'JUDGEMENT'`, b.reg)
	for _, id := range append([]string{b.projectCell}, b.cells...) {
		b.column[id] = one(`SELECT "column" FROM cells WHERE id = ?`, id)
	}
	b.versions = map[string]int{}
	for _, id := range append([]string{b.plan, b.reg, b.part, b.document, b.projectDocument, b.projectCell}, b.cells...) {
		b.versions[id] = b.version(id)
	}
	b.project = b.home(b.plan)
	b.keepAside()
}

// growing are tables to which acts only add.
var growing = []string{"audit_entries", "audit_heads", "evaluations", "events", "organisations", "partner_tokens", "role_assignments"}

// keepAside copies what acts change.
func (b *book) keepAside() {
	b.rows.exec(`UPDATE plans SET valid_until = NULL WHERE id = ?`, b.plan)
	b.rows.exec(`UPDATE registrations SET valid_until = NULL WHERE id = ?`, b.reg) // time judges nothing meanwhile
	for _, t := range b.rows.tables {
		if slices.Contains(growing, t.name) {
			continue
		}
		b.tables = append(b.tables, t)
		b.statement(`CREATE TABLE ` + b.aside(t) + ` AS SELECT * FROM ` + t.name + ` WHERE ` + t.owner + ` = '` + b.org + `'`)
	}
	slices.SortFunc(b.tables, func(x, y table) int { return isRow(x) - isRow(y) }) // what is owned through another goes first
}

func isRow(t table) int {
	if strings.HasPrefix(t.owner, "(") {
		return 0
	}
	return 1
}

func (b *book) aside(t table) string { return "aside_" + strings.ToLower(b.org) + "_" + t.name }

func (b *book) statement(query string) {
	b.t.Helper()
	if _, err := b.rows.db.ExecContext(b.t.Context(), query); err != nil {
		b.t.Fatalf("%s: %v", query, err)
	}
}

// putBack sets every row back to what was kept aside, in one transaction in which no foreign key is looked at.
func (b *book) putBack() {
	b.t.Helper()
	ctx := context.WithoutCancel(b.t.Context())
	tx, err := b.rows.db.BeginTx(ctx, nil)
	b.must(err)
	defer func() { _ = tx.Rollback() }()
	if b.rows.postgres {
		_, err = tx.ExecContext(ctx, `SET LOCAL session_replication_role = replica`)
		b.must(err)
	}
	for _, t := range b.tables {
		_, err = tx.ExecContext(ctx, `DELETE FROM `+t.name+` WHERE `+t.owner+` = '`+b.org+`'`)
		b.must(err)
	}
	for _, t := range b.tables {
		_, err = tx.ExecContext(ctx, `INSERT INTO `+t.name+` SELECT * FROM `+b.aside(t))
		b.must(err)
	}
	b.must(tx.Commit())
}

// isWritten reports whether an act wrote the registration.
func (b *book) isWritten() bool {
	return b.rows.texts(`SELECT version FROM registrations WHERE id = ?`, b.reg)[0] != strconv.Itoa(b.versions[b.reg])
}

// put has the dossier in a situation, behind the program's back.
func (b *book) put(s situation) {
	b.t.Helper()
	plan := `UPDATE plans SET state = ?, submitted_at = created_at WHERE id = ?`
	if s.plan == workflow.Draft {
		plan = `UPDATE plans SET state = ?, submitted_at = NULL WHERE id = ?`
	}
	b.rows.exec(plan, s.plan, b.plan)
	if s.plan == workflow.Draft || s.plan == workflow.Submitted {
		b.rows.exec(`UPDATE plan_lines SET assessed_cents = NULL, assessed_participants = NULL WHERE plan_id = ?`, b.plan)
	}
	if s.judged {
		b.rows.exec(`UPDATE plans SET assessed_by = ?, granted_by = ? WHERE id = ?`, b.pen, b.assessor, b.plan)
		b.rows.exec(`UPDATE registrations SET content_judged_by = ? WHERE id = ?`, b.assessor, b.reg)
	}
	b.file(s)
	if s.registration == "" {
		return
	}
	at := func(is bool) string {
		if is {
			return "created_at"
		}
		return "NULL"
	}
	isIn := slices.Contains([]string{workflow.Submitted, workflow.InReview, workflow.AwaitingSecond, workflow.Repair, workflow.Approved, workflow.Rejected, workflow.Settled}, s.registration)
	isTaken := isIn && s.registration != workflow.Submitted
	isContent := s.verdict != "" || s.registration == workflow.AwaitingContent || s.registration == workflow.ContentRejected
	b.rows.exec(`UPDATE registrations SET state = ?, submitted_at = `+at(isIn)+`, content_asked_at = `+at(isContent)+`, review_started_at = `+at(isTaken)+
		` WHERE id = ?`, s.registration, b.reg)
	set := func(column, value string) {
		if value == "" {
			b.rows.exec(`UPDATE registrations SET `+column+` = NULL WHERE id = ?`, b.reg)
			return
		}
		b.rows.exec(`UPDATE registrations SET `+column+` = ? WHERE id = ?`, value, b.reg)
	}
	set("content_verdict", s.verdict)
	set("assessor_id", map[bool]string{true: b.assessor}[isTaken])
	set("approved_by", map[bool]string{true: `["` + b.assessor + `"]`}[s.registration == workflow.AwaitingSecond])
	b.judged(s, set)
}

// file has the project file in a situation, and names who judges it.
func (b *book) file(s situation) {
	state, judge := s.project, "SSC"
	if state == "" {
		state = workflow.InReview
	}
	if s.judge != "" {
		judge = s.judge
	}
	b.rows.exec(`UPDATE plans SET project_state = ?, project_judges = ? WHERE id = ?`, state, fmt.Sprintf(`["%s"]`, judge), b.plan)
	b.rows.exec(`UPDATE cells SET state = ?, judge = ? WHERE id = ?`, projectCells[state], judge, b.projectCell)
}

// judged names who judges the content and the first cell.
func (b *book) judged(s situation, set func(column, value string)) {
	judge, content := "SSC", ""
	if b.isContentJudged {
		content = "AMR"
	}
	if s.judge != "" {
		judge, content = s.judge, s.judge
	}
	set("content_judge", content)
	if s.bare {
		set("cell_judges", `["SSC"]`)
	} else {
		set("cell_judges", fmt.Sprintf(`["SSC","%s"]`, judge))
	}
	state := "COMPLETE"
	if s.registration == workflow.InReview {
		state = "IN_REVIEW"
	}
	b.rows.exec(`UPDATE cells SET state = ? WHERE registration_id = ?`, state, b.reg)
	if s.bare {
		state = "NOT_REQUIRED"
	}
	b.rows.exec(`UPDATE cells SET judge = ?, state = ? WHERE id = ?`, judge, state, b.cells[0])
}
