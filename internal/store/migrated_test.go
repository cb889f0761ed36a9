package store_test

import (
	"database/sql"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "github.com/lib/pq"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite"

	"github.com/penvoerder/penvoerder/ent/migrate"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// history is a database on its way through the migrations.
type history struct {
	t     *testing.T
	db    *sql.DB
	goose *goose.Provider
	files fs.FS
	loose string // has the database look at no foreign key: a row is filled without those that it refers to
}

// before runs the body on an empty database of each kind that has every migration before the named one.
func before(t *testing.T, name string, body func(h *history)) {
	t.Helper()
	open := map[string]func(t *testing.T) *history{"sqlite": sqliteHistory, "postgres": postgresHistory}
	for database, begin := range open {
		t.Run(database, func(t *testing.T) {
			t.Parallel()
			h := begin(t)
			h.upTo(h.version(name) - 1)
			h.exec(h.loose)
			body(h)
		})
	}
}

func sqliteHistory(t *testing.T) *history {
	return newHistory(t, "sqlite", "file:"+filepath.Join(t.TempDir(), "x.db"), goose.DialectSQLite3, migrate.SQLite(), `PRAGMA foreign_keys = OFF`)
}

func postgresHistory(t *testing.T) *history {
	return newHistory(t, "postgres", storetest.EmptyPostgresDSN(t), goose.DialectPostgres, migrate.Postgres(), `SET session_replication_role = replica`)
}

func newHistory(t *testing.T, driver, dsn string, dialect goose.Dialect, files fs.FS, loose string) *history {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1) // settings belong to a connection
	p, err := goose.NewProvider(dialect, db, files)
	if err != nil {
		t.Fatal(err)
	}
	return &history{t, db, p, files, loose}
}

// version of the migration of a name.
func (h *history) version(name string) int64 {
	h.t.Helper()
	found, err := fs.Glob(h.files, "*_"+name+".sql")
	if err != nil || len(found) != 1 {
		h.t.Fatal(found, err)
	}
	stamp, _, _ := strings.Cut(found[0], "_")
	v, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

func (h *history) upTo(version int64) {
	h.t.Helper()
	if _, err := h.goose.UpTo(h.t.Context(), version); err != nil {
		h.t.Fatal(err)
	}
}

// undo takes the last migration back.
func (h *history) undo() {
	h.t.Helper()
	if _, err := h.goose.Down(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

func (h *history) exec(query string) {
	h.t.Helper()
	if _, err := h.db.ExecContext(h.t.Context(), query); err != nil {
		h.t.Fatal(err)
	}
}

// registration fills in a row; the id is its number, too.
func (h *history) registration(id, scheme, activity, state, asked string) {
	h.t.Helper()
	h.exec(fmt.Sprintf(`INSERT INTO registrations (id, number, organisation_id, regional_organisation_id, version, created_at, updated_at, plan_id, scheme,
		activity, state, training_title, training, participant_count, content_asked_at)
		VALUES ('%[1]s', '%[1]s', 'org_1', 'rgo_1', 1, '2026-02-01', '2026-02-01', 'pln_1', '%[2]s', '%[3]s', '%[4]s', 'T', '{}', 0, %[5]s)`, id, scheme, activity, state, asked))
}

// rows are the answers to a query of one text column, in order.
func (h *history) rows(query string) []string {
	h.t.Helper()
	found, err := h.db.QueryContext(h.t.Context(), query)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = found.Close() }()
	var out []string
	for found.Next() {
		var one string
		if err := found.Scan(&one); err != nil {
			h.t.Fatal(err)
		}
		out = append(out, one)
	}
	if err := found.Err(); err != nil {
		h.t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func (h *history) expect(what string, want []string, query string) {
	h.t.Helper()
	if diff := cmp.Diff(want, h.rows(query)); diff != "" {
		h.t.Errorf("%s: %s", what, diff)
	}
}

func TestStatesThatNamedARoleAreRenamedAndComeBack(t *testing.T) {
	t.Parallel()
	before(t, "states_without_roles", func(h *history) {
		states := []string{"DRAFT", "AWAITING_AMR", "AMR_REJECTED", "READY", "SUBMITTED", "IN_REVIEW", "REPAIR", "APPROVED", "REJECTED", "SETTLED", "WITHDRAWN"}
		var was, is []string
		for i, state := range states {
			id := fmt.Sprintf("reg_%02d", i)
			h.registration(id, "sectorplanplus-v4", "C", state, "NULL")
			was = append(was, id+" "+state)
			is = append(is, id+" "+strings.NewReplacer("AWAITING_AMR", "AWAITING_CONTENT", "AMR_REJECTED", "CONTENT_REJECTED").Replace(state))
		}
		const all = `SELECT id || ' ' || state FROM registrations`
		h.upTo(h.version("states_without_roles"))
		h.expect("renamed", is, all)
		h.undo()
		h.expect("taken back", was, all)
		h.upTo(h.version("states_without_roles"))
		h.expect("renamed again", is, all)
	})
}

func TestRowsLearnWhoJudgesThem(t *testing.T) {
	t.Parallel()
	before(t, "slots", func(h *history) {
		h.registration("reg_1", "sectorplanplus-v4", "C", "DRAFT", "NULL")
		h.registration("reg_2", "sectorplanplus-v4", "C", "APPROVED", "'2026-02-01'")
		h.registration("reg_3", "sectorplanplus-v1", "A", "DRAFT", "NULL")
		h.registration("reg_4", "sozw-2026", "2", "SUBMITTED", "NULL")
		for _, id := range []string{"cel_1", "cel_2"} {
			h.exec(`INSERT INTO cells (id, organisation_id, regional_organisation_id, version, updated_at, "column", kind, state, is_complete, plan_id)
				VALUES ('` + id + `', 'org_1', 'rgo_1', 1, '2026-02-01', '` + id + `', 'REQUIREMENT', 'MISSING', false, 'pln_1')`)
		}
		h.upTo(h.version("slots_filled"))
		h.expect("registrations", []string{`reg_1 AMR ["SSC"]`, `reg_2 AMR ["SSC"]`, `reg_3 - ["SSC"]`, `reg_4 - ["SSC"]`},
			`SELECT id || ' ' || coalesce(content_judge, '-') || ' ' || CAST(cell_judges AS text) FROM registrations`)
		h.expect("cells", []string{"cel_1 SSC", "cel_2 SSC"}, `SELECT id || ' ' || judge FROM cells`)
		h.undo()
		h.undo()
		h.expect("taken back", []string{"reg_1", "reg_2", "reg_3", "reg_4"}, `SELECT id FROM registrations`)
		h.upTo(h.version("slots_filled"))
		h.expect("filled again", []string{"cel_1 SSC", "cel_2 SSC"}, `SELECT id || ' ' || judge FROM cells`)
	})
}

func TestARunningPlanIsKeptByItsOrganisationAlone(t *testing.T) {
	t.Parallel()
	before(t, "plan_keys", func(h *history) {
		for id, group := range map[string]string{"1": "NULL", "2": "'10000001'", "3": "'10000002'", "4": "'99999999'"} {
			h.exec(`INSERT INTO organisations (id, name, funding_laws, kvk_number, postcode, group_top_kvk_number, region_id, regional_organisation_id, region_by_hand, version, created_at, updated_at)
				VALUES ('org_` + id + `', 'X', '[]', '1000000` + id + `', '9712 AB', ` + group + `, 'rgn_1', 'rgo_1', false, 1, '2026-02-01', '2026-02-01')`)
		}
		plan := func(id, organisation, scheme, key string) {
			h.exec(`INSERT INTO plans (id, number, organisation_id, regional_organisation_id, version, created_at, updated_at, scheme, release_id, state, active_key)
				VALUES ('` + id + `', '` + id + `', 'org_` + organisation + `', 'rgo_1', 1, '2026-02-01', '2026-02-01', '` + scheme + `', 'rel_1', 'DRAFT', ` + key + `)`)
		}
		plan("pln_1", "2", "sozw-2026", "'sozw-2026:10000001'")                       // under the key of who it says is above it
		plan("pln_2", "3", "sozw-2026", "'sozw-2026:10000002'")                       // under that of one that has a plan itself
		plan("pln_3", "4", "sozw-2026", "'sozw-2026:99999999:pln_3'")                 // came into a group that had one
		plan("pln_4", "1", "sectorplanplus-v4", "'sectorplanplus-v4:10000001:rgn_2'") // in a region
		plan("pln_5", "4", "sectorplanplus-v4", "NULL")                               // ended
		h.upTo(h.version("plan_keys"))
		h.expect("each its own", []string{
			"pln_1 sozw-2026:10000002", "pln_2 sozw-2026:10000003", "pln_3 sozw-2026:10000004", "pln_4 sectorplanplus-v4:10000001:rgn_2", "pln_5 -",
		}, `SELECT id || ' ' || coalesce(active_key, '-') FROM plans`)
	})
}

// A cell that was reported as complete waits for its judge from now on, and no document has proved a size yet.
func TestProjectFilesWaitForTheirJudge(t *testing.T) {
	t.Parallel()
	before(t, "project_files_judged", func(h *history) {
		for _, id := range []string{"pln_1", "pln_2", "pln_3"} {
			h.exec(`INSERT INTO plans (id, regional_organisation_id, version, created_at, updated_at, number, scheme, state, requested_cents, project_version, organisation_id, release_id)
				VALUES ('` + id + `', 'rgo_1', 1, '2026-02-01', '2026-02-01', '` + id + `', 'sectorplanplus-v4', 'GRANTED', 0, 1, 'org_1', 'rel_1')`)
		}
		cell := func(id, plan, state string) {
			h.exec(`INSERT INTO cells (id, organisation_id, regional_organisation_id, version, updated_at, "column", kind, judge, state, is_complete, plan_id)
				VALUES ('` + id + `', 'org_1', 'rgo_1', 1, '2026-02-0` + id[4:] + `', '` + id + `', 'REQUIREMENT', 'SSC', '` + state + `', false, '` + plan + `')`)
		}
		cell("cel_1", "pln_1", "COMPLETE")
		cell("cel_2", "pln_1", "MISSING")
		cell("cel_3", "pln_2", "INCOMPLETE")
		document := func(id, plan, statement string) {
			h.exec(`INSERT INTO documents (id, organisation_id, regional_organisation_id, version, created_at, updated_at, kind, statement, attached_by, plan_id)
				VALUES ('` + id + `', 'org_1', 'rgo_1', 1, '2026-02-01', '2026-02-01', 'JAARREKENING', '` + statement + `', 'per_1', '` + plan + `')`)
		}
		document("doc_1", "pln_2", `{"sizeClass":"MEDIUM"}`)
		document("doc_2", "pln_2", `{"sizeClass":"SMALL"}`)
		document("doc_3", "pln_2", `{}`)
		h.registration("reg_1", "sozw-2026", "2", "REPAIR", "NULL")
		h.exec(`INSERT INTO repairs (id, organisation_id, regional_organisation_id, opened_at, registration_id) VALUES ('rep_1', 'org_1', 'rgo_1', '2026-02-01', 'reg_1')`)
		check := func() {
			h.t.Helper()
			h.expect("plans", []string{`pln_1 IN_REVIEW ["SSC"] -`, `pln_2 - ["SSC"] SMALL`, `pln_3 - - -`},
				`SELECT id || ' ' || coalesce(project_state, '-') || ' ' || coalesce(CAST(project_judges AS text), '-') || ' ' || coalesce(size_awaited, '-') FROM plans`)
			h.expect("cells", []string{"cel_1 IN_REVIEW", "cel_2 MISSING", "cel_3 INCOMPLETE"}, `SELECT id || ' ' || state FROM cells`)
			h.expect("judged again", []string{"DOSSIER pln_2"}, `SELECT subject || ' ' || subject_id FROM due`)
			h.expect("repairs", []string{"rep_1 reg_1"}, `SELECT id || ' ' || registration_id FROM repairs`)
		}
		h.upTo(h.version("project_files_waiting"))
		check()
		h.undo()
		h.undo()
		h.expect("cells taken back", []string{"cel_1 COMPLETE", "cel_2 MISSING", "cel_3 INCOMPLETE"}, `SELECT id || ' ' || state FROM cells`)
		h.expect("repairs taken back", []string{"rep_1 reg_1"}, `SELECT id || ' ' || registration_id FROM repairs`)
		h.upTo(h.version("project_files_waiting"))
		check()
	})
}

func TestRegistrationsLearnWhenTheyWereFirstSubmitted(t *testing.T) {
	t.Parallel()
	before(t, "first_submission", func(h *history) {
		for i, state := range []string{"DRAFT", "SUBMITTED", "REPAIR", "WITHDRAWN"} {
			h.registration(fmt.Sprintf("reg_%d", i), "sozw-2026", "2", state, "NULL")
		}
		h.exec(`UPDATE registrations SET submitted_at = '2026-03-09' WHERE state <> 'DRAFT'`)
		submitted := func(id, of, at, result string) {
			h.exec(`INSERT INTO audit_entries (id, dossier_id, sequence, at, act, subject_id, result, previous_hash, hash, organisation_id, regional_organisation_id)
				VALUES ('` + id + `', 'pln_1', ` + id[4:] + `, '` + at + `', 'submitRegistration', '` + of + `', '` + result + `', '', '', '', '')`)
		}
		submitted("aud_1", "reg_2", "2026-03-01", "REFUSED")
		submitted("aud_2", "reg_2", "2026-03-02", "DONE")
		submitted("aud_3", "reg_2", "2026-03-09", "DONE")
		h.upTo(h.version("first_submission"))
		h.expect("first submissions", []string{"reg_0 -", "reg_1 2026-03-09", "reg_2 2026-03-02", "reg_3 -"},
			`SELECT id || ' ' || coalesce(substr(CAST(first_submitted_at AS text), 1, 10), '-') FROM registrations`)
		h.undo()
		h.expect("taken back", []string{"reg_0", "reg_1", "reg_2", "reg_3"}, `SELECT id FROM registrations`)
	})
}

func TestPlansLearnWhoJudgedBelowThem(t *testing.T) {
	t.Parallel()
	before(t, "assessors", func(h *history) {
		for _, id := range []string{"pln_1", "pln_2"} {
			h.exec(`INSERT INTO plans (id, regional_organisation_id, version, created_at, updated_at, number, scheme, state, requested_cents, project_version, organisation_id, release_id)
				VALUES ('` + id + `', 'rgo_1', 1, '2026-02-01', '2026-02-01', '` + id + `', 'sozw-2026', 'GRANTED', 0, 1, 'org_1', 'rel_1')`)
		}
		h.registration("reg_1", "sozw-2026", "2", "IN_REVIEW", "NULL")
		h.exec(`UPDATE registrations SET assessor_id = 'per_a'`)
		cell := func(id, registration, by string) {
			h.exec(`INSERT INTO cells (id, organisation_id, regional_organisation_id, version, updated_at, "column", kind, judge, state, is_complete, plan_id, registration_id, judged_by)
				VALUES ('` + id + `', 'org_1', 'rgo_1', 1, '2026-02-01', '` + id + `', 'REQUIREMENT', 'SSC', 'APPROVED', true, 'pln_1', ` + registration + `, ` + by + `)`)
		}
		cell("cel_1", "NULL", "'per_p'")
		cell("cel_2", "NULL", "'per_p'")
		cell("cel_3", "NULL", "NULL")
		cell("cel_4", "'reg_1'", "'per_a'")
		cell("cel_5", "'reg_1'", "'per_b'")
		h.upTo(h.version("assessors"))
		h.expect("who judged", []string{`pln_1 ["per_p"] ["per_a","per_b"]`, "pln_2 - -"},
			`SELECT id || ' ' || coalesce(CAST(project_judged_by AS text), '-') || ' ' || replace(coalesce(CAST(reviewed_by AS text), '-'), ', ', ',') FROM plans`)
		h.undo()
		h.expect("taken back", []string{"pln_1", "pln_2"}, `SELECT id FROM plans`)
	})
}

func TestWhatEmployeesAreCalledIsKeptFromNowOn(t *testing.T) {
	t.Parallel()
	before(t, "employee_names", func(h *history) {
		h.exec(`INSERT INTO organisations (id, name, funding_laws, kvk_number, postcode, region_id, regional_organisation_id, region_by_hand, version, created_at, updated_at)
			VALUES ('org_1', 'X', '[]', '10000001', '9712 AB', 'rgn_1', 'rgo_1', false, 1, '2026-02-01', '2026-02-01')`)
		for _, id := range []string{"emp_1", "emp_2"} {
			h.exec(`INSERT INTO employees (id, organisation_id, regional_organisation_id, version, created_at, updated_at, name, date_of_birth, employment, person_hash)
				VALUES ('` + id + `', 'org_1', 'rgo_1', 1, '2026-02-01', '2026-02-01', 'Ada', '1990-05-06', 'EMPLOYED', 'h')`)
		}
		h.exec(`INSERT INTO due (organisation_id, subject, subject_id, cause, made_by, marked_at) VALUES ('org_1', 'PERSON', 'h', 'EMPLOYEE', 'reg_1', '2026-02-01')`)
		check := func() {
			h.t.Helper()
			h.expect("names", []string{"emp_1 Ada 1990-05-06 -", "emp_2 Ada 1990-05-06 -"},
				`SELECT employee_id || ' ' || name || ' ' || substr(CAST(date_of_birth AS text), 1, 10) || ' ' || coalesce(person_hash, '-') FROM employee_names WHERE is_reserved`)
			h.expect("marks", []string{"ORGANISATION org_1 -"}, `SELECT subject || ' ' || subject_id || ' ' || coalesce(made_by, '-') FROM due`)
		}
		h.upTo(h.version("employee_names"))
		check()
		h.undo()
		h.expect("taken back", []string{"emp_1 Ada -", "emp_2 Ada -"}, `SELECT id || ' ' || name || ' ' || coalesce(person_hash, '-') FROM employees`)
		h.upTo(h.version("employee_names"))
		check()
	})
}
