package registrations_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/event"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/hypothesis"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// memory is the catalogue with one release, judged in this process. Every answer is verified as the host verifies it.
type memory struct {
	release *catalog.Release
	scheme  schemes.Scheme
	calls   atomic.Int64
}

func (m *memory) InForce(slug string) (*catalog.Release, bool) {
	return m.release, slug == m.release.Slug
}

func (m *memory) Release(id string) (*catalog.Release, bool) { return m.release, id == m.release.ID }

func (m *memory) Judge(ctx context.Context, r *catalog.Release, qs []schemes.Question) ([]schemes.Answer, error) {
	m.calls.Add(1)
	if store.InTransaction(ctx) {
		return nil, errors.New("a scheme was asked within a transaction")
	}
	answers, err := m.scheme.Judge(ctx, schemes.Batch{Overrides: r.Overrides(), Questions: qs})
	for i, a := range answers {
		if bad := m.release.Manifest.Verify(qs[i], a, nil); bad != nil {
			return nil, bad
		}
	}
	return answers, err
}

func (m *memory) JudgeEach(ctx context.Context, r *catalog.Release, qs []schemes.Question) ([]schemes.Answer, error) {
	return m.Judge(ctx, r, qs)
}

// world is one employer with a granted plan, a colleague organisation, two assessors, and the desks.
type world struct {
	t       *testing.T
	store   *store.Store
	desk    *registrations.Desk
	intake  *intake.Desk
	project *projectfiles.Desk
	guess   *hypothesis.Desk
	below   *reading.Registry
	rejudge *rejudge.Desk
	files   *documents.Desk
	memory  *memory
	clock   *clock.Clock
	later   *atomic.Int64 // seconds that the wall is ahead
	plan    string
	organ   string
	other   string // another organisation
	uploads http.Handler

	employer, stranger, assessor, colleague, insider func() context.Context
}

func each(t *testing.T, body func(w *world)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, s *store.Store) { body(newWorld(t, s)) })
}

// Where worlds begin: while the trainings of 2026 run, and when they are over and accounted for.
var (
	whileTheyRun = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	whenAllOver  = time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
)

func newWorld(t *testing.T, s *store.Store) *world { return newWorldOf(t, s, sozw.Scheme, whenAllOver) }

// newWorldOf is a world in which the plan is one of this scheme, from a moment on.
func newWorldOf(t *testing.T, s *store.Store, scheme schemes.Scheme, start time.Time) *world {
	t.Helper()
	w := &world{t: t, store: s, later: &atomic.Int64{}}
	wall := func() time.Time { return start.Add(time.Duration(w.later.Load()) * time.Second) }
	w.clock = clock.Still(start, wall)
	guard, err := access.New(s)
	w.must(err)
	w.memory = &memory{scheme: scheme, release: &catalog.Release{
		ID: ids.New(ids.SchemeRelease), Slug: scheme.Manifest().Slug, Version: "1.0.0", Digest: "test", Manifest: scheme.Manifest(),
	}}
	bucket, err := documents.OpenDirectory(t.TempDir())
	w.must(err)
	t.Cleanup(func() { _ = bucket.Close() })
	w.files, err = documents.New(documents.Config{
		Store: s, Guard: guard, Clock: w.clock, Bucket: bucket, Key: bytes.Repeat([]byte{7}, 32), Origin: "https://penvoerder.example",
	})
	w.must(err)
	mux := http.NewServeMux()
	mux.Handle("/uploads/{ticket}", w.files.Uploads())
	w.uploads = mux
	w.open(w.memory, guard)
	w.rejudge = rejudge.New(rejudge.Config{Store: s, Schemes: w.memory, Clock: w.clock, Registrations: w.below})
	w.populate()
	return w
}

// schemesAndReleases is what the desks ask of the schemes.
type schemesAndReleases interface {
	reading.Schemes
	InForce(slug string) (*catalog.Release, bool)
}

// open makes the desks.
func (w *world) open(of schemesAndReleases, guard *access.Guard) {
	employees := organisations.New(organisations.Config{Store: w.store, Guard: guard, Clock: w.clock})
	w.below = reading.New(w.store, of, w.clock)
	clerk := &entered.Clerk{Store: w.store, Guard: guard, Employees: employees}
	w.desk = registrations.New(registrations.Config{
		Store: w.store, Catalog: of, Guard: guard, Clock: w.clock, Registry: w.below, Clerk: clerk, Uploads: w.files,
	})
	w.intake = intake.New(intake.Config{Store: w.store, Schemes: of, Guard: guard, Registry: w.below, Clerk: clerk})
	w.project = projectfiles.New(projectfiles.Config{Store: w.store, Schemes: of, Guard: guard, Clock: w.clock, Uploads: w.files})
	w.guess = hypothesis.New(hypothesis.Config{Store: w.store, Catalog: of, Guard: guard, Clock: w.clock})
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) system() context.Context { return actor.AsSystem(w.t.Context()) }

func (w *world) populate() {
	w.t.Helper()
	now := w.clock.Wall()
	w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error {
		ctx := w.system()
		if err := tx.SchemeRelease.Create().SetID(w.memory.release.ID).SetSlug(w.memory.release.Slug).SetSemver("1.0.0").
			SetDigest("test").SetState("IN_FORCE").SetStateSince(now).SetManifest([]byte("{}")).Exec(ctx); err != nil {
			return err
		}
		for i, name := range []string{"Zorggroep Noord", "Thuiszorg Zuid"} {
			id := ids.New(ids.Organisation)
			if i == 0 {
				w.organ = id
			} else {
				w.other = id
			}
			err := tx.Organisation.Create().SetID(id).SetName(name).SetKvkNumber(fmt.Sprintf("1234567%d", i)).SetPostcode("9712 AB").
				SetFundingLaws([]string{"WLZ"}).SetIsMedicalSpecialist(false).SetIsSubcontractorOnly(false).
				SetRegionID("rgn_groningen").SetRegionalOrganisationID("rgo_noord").SetCreatedAt(now).SetUpdatedAt(now).Exec(ctx)
			if err != nil {
				return err
			}
		}
		w.plan = ids.New(ids.Plan)
		return tx.Plan.Create().SetID(w.plan).SetNumber("P-2026-000001").SetScheme(w.memory.release.Slug).SetReleaseID(w.memory.release.ID).
			SetState(workflow.Granted).SetOrganisationID(w.organ).SetRegionalOrganisationID("rgo_noord").SetRequestedCents(10_000_00).
			SetSubmittedAt(now).SetCreatedAt(now).SetUpdatedAt(now).Exec(ctx)
	}))
	w.employer = w.person(actor.Employer, w.organ)
	w.stranger = w.person(actor.Employer, w.other)
	w.assessor, w.colleague = w.person(actor.SSC, ""), w.person(actor.SSC, "")
	w.insider = w.person(actor.SSC, "")
	w.role(actor.From(w.insider()).PersonID, actor.Employer, w.organ)
}

// person makes somebody who acts in a role.
func (w *world) person(role actor.Role, organisationID string) func() context.Context {
	w.t.Helper()
	id := ids.New(ids.Person)
	w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error {
		return tx.Person.Create().SetID(id).SetName("P").SetEmail(strings.ToLower(id) + "@demo.example").SetPasswordHash("-").SetLanguage("nl").SetCreatedAt(w.clock.Wall()).Exec(w.system())
	}))
	w.role(id, role, organisationID)
	a := actor.Actor{PersonID: id, SessionID: ids.New(ids.Session), Role: role, OrganisationID: organisationID, Language: "nl"}
	return func() context.Context { return actor.With(w.t.Context(), a) }
}

func (w *world) role(personID string, role actor.Role, organisationID string) {
	w.t.Helper()
	w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error {
		create := tx.RoleAssignment.Create().SetID(ids.New(ids.RoleAssignment)).SetPersonID(personID).SetRole(string(role)).SetSince(w.clock.Today())
		if organisationID != "" {
			create.SetOrganisationID(organisationID)
		}
		return create.Exec(w.system())
	}))
}

func some[T any](v T) entry.Change[*T] { return entry.ChangeTo(&v) }

// newcomer is a participant who is eligible for anything.
func newcomer(name, reference string) entered.ParticipantInput {
	return entered.ParticipantInput{
		Employee: entered.EmployeeChoice{New: &organisations.EmployeeInput{
			Name: name, DateOfBirth: "1990-05-06", Employment: "EMPLOYED", EmployedSince: some(entry.Date("2020-01-01")),
			ContractHours: some(entry.Hours("32")), ExternalReference: some(reference),
		}},
		Statement: clean(),
	}
}

func clean() *dossier.ParticipationInput {
	return &dossier.ParticipationInput{
		EmployeeContribution: some(entry.Money("0.00")), HasRepaymentArrangement: some(false),
		OtherSubsidies: entry.ChangeTo([]string{}),
	}
}

func nurse() dossier.TrainingInput {
	code, route := "25655", "BBL"
	return dossier.TrainingInput{Listed: &dossier.ListedTrainingInput{Code: &code, Route: &route}}
}

func course() dossier.TrainingInput {
	theme, goal, form, teacher, size := "1", "1.3", "CLASSROOM", "EXTERNAL", 12
	hours := entry.Hours("8")
	return dossier.TrainingInput{Course: &dossier.CourseInput{
		Title: "Beeldbellen met cliënten", Theme: &theme, Goal: &goal, Form: &form, Teacher: &teacher, GroupSize: &size, Hours: &hours,
	}}
}

func date(s string) *entry.Date { return new(entry.Date(s)) }

// byDay is a registration under 1A with these participants.
func (w *world) byDay(participants ...entered.ParticipantInput) entered.CreateInput {
	return entered.CreateInput{
		PlanID: w.plan, Activity: "1A", Training: nurse(), Start: date("2026-02-01"), End: date("2026-12-31"), Participants: participants,
	}
}

func (w *world) byHour(participants ...entered.ParticipantInput) entered.CreateInput {
	return entered.CreateInput{
		PlanID: w.plan, Activity: "2", Training: course(), Start: date("2026-02-02"), End: date("2026-02-10"), Participants: participants,
	}
}

func (w *world) create(in entered.CreateInput) *ent.Registration {
	w.t.Helper()
	r, err := w.desk.Create(w.employer(), in)
	w.must(err)
	return r
}

// round judges again what is due, and says how many were.
func (w *world) round() int {
	w.t.Helper()
	n, err := w.rejudge.Round(w.t.Context())
	w.must(err)
	return n
}

func (w *world) reload(id string) *ent.Registration {
	w.t.Helper()
	r, err := w.store.Client().Registration.Get(w.system(), id)
	w.must(err)
	return r
}

func (w *world) parts(id string) []*ent.Participation {
	w.t.Helper()
	r := w.reload(id)
	ps, err := r.QueryParticipations().All(w.system())
	w.must(err)
	slices.SortFunc(ps, func(a, b *ent.Participation) int { return strings.Compare(a.ID, b.ID) })
	return ps
}

// cells lists the cells of a registration as "COLUMN STATE", those of the registration itself first.
func (w *world) cells(id string) []string {
	w.t.Helper()
	var all []string
	for _, c := range w.cellRows(id) {
		all = append(all, c.Column+" "+c.State)
	}
	return all
}

func (w *world) cellRows(id string) []*ent.Cell {
	w.t.Helper()
	cells, err := w.store.Client().Cell.Query().Where(cell.RegistrationID(id)).Order(cell.ByID()).All(w.system())
	w.must(err)
	return cells
}

func aPDF(text string) []byte {
	body := "%PDF-1.4\n% " + text + "\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] >>\nendobj\n3 0 obj\n<< /Type /Page >>\nendobj\n"
	return fmt.Appendf(nil, "%sxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", body, len(body))
}

// upload asks a ticket and puts a file there.
func (w *world) upload(ctx context.Context, forID, text string) string {
	w.t.Helper()
	content := aPDF(text)
	tickets, err := w.files.CreateTickets(ctx, documents.CreateTicketsInput{ForID: forID, Files: []documents.FileInput{{Name: "scan.pdf", Size: len(content)}}})
	w.must(err)
	answer := httptest.NewRecorder()
	w.uploads.ServeHTTP(answer, httptest.NewRequest(http.MethodPut, strings.TrimPrefix(tickets[0].URL, "https://penvoerder.example"), bytes.NewReader(content)))
	if answer.Code != http.StatusCreated {
		w.t.Fatalf("upload: %d %s", answer.Code, answer.Body)
	}
	return tickets[0].ID
}

// attach hands a document in for everyone.
func (w *world) attach(id, kind string, statement *dossier.DocumentInput) *matrix.Attached {
	w.t.Helper()
	done, err := w.desk.AttachDocument(w.employer(), matrix.AttachDocumentInput{
		TicketID: w.upload(w.employer(), id, kind+ids.New(ids.File)), ForID: id, ExpectedVersion: w.reload(id).Version, Kind: kind, ServesAll: true, Statement: statement,
	})
	w.must(err)
	return done
}

func month(m string) *dossier.DocumentInput {
	return &dossier.DocumentInput{Month: some(entry.YearMonth(m))}
}

// handIn attaches everything that 1A asks and says that it is complete.
func (w *world) handIn(id string) {
	w.t.Helper()
	w.attach(id, "LEERWERKOVEREENKOMST", nil)
	w.attach(id, "LOONSTROOK_START", month("2026-02"))
	w.attach(id, "LOONSTROOK_EIND", month("2026-12"))
	w.attach(id, "DIPLOMA", nil)
	for _, column := range []string{"LEERWERKOVEREENKOMST", "LOONSTROOK_START", "LOONSTROOK_EIND", "PRESTATIEBEWIJS"} {
		w.complete(id, column)
	}
}

func (w *world) complete(id, column string) {
	w.t.Helper()
	_, err := w.desk.CompleteCells(w.employer(), matrix.CompleteCellsInput{ForID: id, ExpectedVersion: w.reload(id).Version, Column: column, IsComplete: true})
	w.must(err)
}

func (w *world) submit(id string) *registrations.Submission {
	w.t.Helper()
	s, err := w.desk.Submit(w.employer(), registrations.SubmitInput{ID: id, ExpectedVersion: w.reload(id).Version})
	w.must(err)
	return s
}

func (w *world) review(id string) {
	w.t.Helper()
	_, err := w.desk.StartReview(w.assessor(), registrations.StartReviewInput{RegistrationID: id, ExpectedVersion: w.reload(id).Version})
	w.must(err)
}

// judge says the same of every cell that is in one of the states.
func (w *world) judge(id, verdict string, reason *string, states ...string) {
	w.t.Helper()
	in := matrix.JudgeCellsInput{ForID: id, ExpectedVersion: w.reload(id).Version}
	for _, c := range w.cellRows(id) {
		if slices.Contains(states, c.State) {
			in.Cells = append(in.Cells, matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: verdict, Reason: reason})
		}
	}
	_, err := w.desk.JudgeCells(w.assessor(), in)
	w.must(err)
}

func (w *world) decide(id, verdict string, note *string, by *entry.Date) *registrations.Decided {
	w.t.Helper()
	d, err := w.desk.Decide(w.assessor(), registrations.DecideInput{RegistrationID: id, ExpectedVersion: w.reload(id).Version, Verdict: verdict, Note: note, RepairBy: by})
	w.must(err)
	return d
}

// acts lists the audit of the dossier as "act RESULT", from a line on.
func (w *world) acts(from int) []string {
	w.t.Helper()
	lines, err := w.store.Client().AuditEntry.Query().Where(auditentry.DossierID(w.plan)).Order(auditentry.BySequence()).All(w.system())
	w.must(err)
	var all []string
	for _, l := range lines[min(from, len(lines)):] {
		all = append(all, l.Act+" "+l.Result)
	}
	return all
}

// events lists the types of events about registrations and what is below them, from one on.
func (w *world) events(from int) []string {
	w.t.Helper()
	found, err := w.store.Client().Event.Query().Where(event.DossierID(w.plan)).Order(event.ByID()).All(w.system())
	w.must(err)
	var all []string
	for _, e := range found[min(from, len(found)):] {
		all = append(all, e.Type)
	}
	return all
}

// rules lists the rules that a receipt names.
func (w *world) rules(e *ent.Evaluation) []string {
	w.t.Helper()
	var a schemes.Answer
	w.must(json.Unmarshal(e.Answer, &a))
	var all []string
	for _, p := range append(a.Parts, a.Whole) {
		for _, f := range p.Findings {
			all = append(all, f.Rule)
		}
	}
	return all
}

// refused lists the faults of an error as "CODE REASON at path".
func refused(err error) []string {
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
