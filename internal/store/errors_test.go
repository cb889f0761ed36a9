package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

func newRelease(tx *ent.Tx) *ent.SchemeReleaseCreate {
	return tx.SchemeRelease.Create().SetID(ids.New(ids.SchemeRelease)).SetSlug("toy").SetSemver("1.0.0").SetDigest("d").
		SetState("IN_FORCE").SetStateSince(noon).SetManifest([]byte("{}"))
}

// doubles makes, for each constraint, rows of which the second violates it. Each is called twice in one transaction;
// the rows that they refer to exist.
var doubles = map[string]func(ctx context.Context, tx *ent.Tx, n int) error{
	"organisations_kvk_number_key": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return newOrganisation(tx, "99999999").Exec(ctx)
	},
	"persons_email_key": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return tx.Person.Create().SetID(ids.New(ids.Person)).SetName("A").SetEmail("a@example.org").SetPasswordHash("x").SetCreatedAt(noon).Exec(ctx)
	},
	"employee_organisation_id_external_reference": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return newEmployee(tx, owner, "A").SetExternalReference("p1").Exec(ctx)
	},
	"employee_name_reserved": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return tx.EmployeeName.Create().SetOrganisationID("org_0").SetEmployeeID("emp_0").SetName("A").SetDateOfBirth(noon).SetRecordedAt(noon).
			SetPersonHash("h").SetIsReserved(true).Exec(ctx)
	},
	"registration_organisation_id_external_reference": func(ctx context.Context, tx *ent.Tx, n int) error {
		return newRegistration(tx, fmt.Sprint("reg_", n)).SetExternalReference("t1").Exec(ctx)
	},
	"plans_active_key_key": func(ctx context.Context, tx *ent.Tx, n int) error {
		return newPlan(tx, fmt.Sprint("pln_", n)).SetActiveKey("toy:12345678").Exec(ctx)
	},
	"plan_group_key": func(ctx context.Context, tx *ent.Tx, n int) error {
		return newPlan(tx, fmt.Sprint("pln_ring_", n)).SetGroupKey("toy:12345678+87654321").Exec(ctx)
	},
	"planline_plan_id_activity": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return tx.PlanLine.Create().SetID(ids.New(ids.PlanLine)).SetPlanID("pln_0").SetActivity("a").SetPosition(1).SetParticipants(1).SetRequestedCents(1).Exec(ctx)
	},
	"grantamount_plan_id_budget": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return tx.GrantAmount.Create().SetID(ids.New(ids.GrantAmount)).SetPlanID("pln_0").SetBudget("b").SetAmountCents(1).Exec(ctx)
	},
	"participation_registration_id_employee_id": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return tx.Participation.Create().SetID(ids.New(ids.Participation)).SetRegistrationID("reg_0").SetEmployeeID("emp_0").SetEmployeeName("A").
			SetOrganisationID("org_0").SetRegionalOrganisationID("rgo_0").SetStatement(fields.Participation{}).SetCreatedAt(noon).SetUpdatedAt(noon).Exec(ctx)
	},
	"schemerelease_slug_semver_digest": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return newRelease(tx).SetState("INSTALLED").SetDigest("other").Exec(ctx)
	},
	"scheme_release_in_force": func(ctx context.Context, tx *ent.Tx, n int) error {
		return newRelease(tx).SetSlug("fresh").SetDigest(fmt.Sprint(n)).Exec(ctx)
	},
	"cell_registration_id_participation_id_column": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return newCell(tx).SetRegistrationID("reg_0").SetParticipationID("par_0").Exec(ctx)
	},
	"cell_of_registration": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return newCell(tx).SetRegistrationID("reg_0").Exec(ctx)
	},
	"cell_of_project": func(ctx context.Context, tx *ent.Tx, _ int) error { return newCell(tx).Exec(ctx) },
	"repair_open": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return tx.Repair.Create().SetID(ids.New(ids.Repair)).SetRegistrationID("reg_0").SetOpenedAt(noon).
			SetOrganisationID("org_0").SetRegionalOrganisationID("rgo_0").Exec(ctx)
	},
	"repair_open_of_project": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return tx.Repair.Create().SetID(ids.New(ids.Repair)).SetPlanID("pln_0").SetOpenedAt(noon).
			SetOrganisationID("org_0").SetRegionalOrganisationID("rgo_0").Exec(ctx)
	},
	"appointment_open": func(ctx context.Context, tx *ent.Tx, _ int) error { return newAppointment(tx).Exec(ctx) },
	"appointment_open_of_region": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return newAppointment(tx).SetRegionalOrganisationID("rgo_0").Exec(ctx)
	},
	"admission_open": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return tx.Admission.Create().SetID(ids.New(ids.Admission)).SetOrganisationID("org_0").SetOrganisationName("A").SetRegionalOrganisationID("rgo_0").
			SetEmail("x@demo.example").SetMailbox("x@demo.example").SetLanguage("nl").SetState("INVITED").SetExpiresAt(noon).SetCreatedAt(noon).SetUpdatedAt(noon).Exec(ctx)
	},
	"primary_contact": func(ctx context.Context, tx *ent.Tx, _ int) error {
		p, err := tx.Person.Create().SetID(ids.New(ids.Person)).SetName("A").SetEmail(ids.New(ids.Person)).SetPasswordHash("x").SetCreatedAt(noon).Save(ctx)
		if err != nil {
			return err
		}
		return tx.RoleAssignment.Create().SetID(ids.New(ids.RoleAssignment)).SetPersonID(p.ID).SetRole("EMPLOYER").SetOrganisationID("org_0").
			SetSince(noon).SetIsPrimary(true).Exec(ctx)
	},
	"parameterfile_slug_number": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return newFile(tx, 1).SetEndedAt(noon).Exec(ctx)
	},
	"parameter_file_in_force": func(ctx context.Context, tx *ent.Tx, n int) error { return newFile(tx, 10+n).Exec(ctx) },
	"idempotencykey_actor_key_key": func(ctx context.Context, tx *ent.Tx, _ int) error {
		return tx.IdempotencyKey.Create().SetID(ids.New(ids.IdempotencyKey)).SetActorKey("a").SetKey("k").SetRequestHash("h").
			SetResponse([]byte("{}")).SetCreatedAt(noon).Exec(ctx)
	},
}

var owner = &ent.Organisation{ID: "org_0", RegionalOrganisationID: "rgo_0"}

func newAppointment(tx *ent.Tx) *ent.AppointmentCreate {
	return tx.Appointment.Create().SetID(ids.New(ids.Appointment)).SetEmail("x@demo.example").SetMailbox("x@demo.example").SetRole("SSC").
		SetLanguage("nl").SetState("PROPOSED").SetExpiresAt(noon).SetCreatedAt(noon).SetUpdatedAt(noon)
}

func newFile(tx *ent.Tx, number int) *ent.ParameterFileCreate {
	return tx.ParameterFile.Create().SetID(ids.New(ids.ParameterFile)).SetSlug("toy").SetNumber(number).SetAuthor("a").SetReason("r").
		SetDigest("d").SetSignedBy("k").SetContent([]byte("c")).SetSignature([]byte("s")).SetAppliedAt(noon)
}

func newPlan(tx *ent.Tx, id string) *ent.PlanCreate {
	return tx.Plan.Create().SetID(id).SetOrganisationID("org_0").SetRegionalOrganisationID("rgo_0").SetNumber(id).SetScheme("toy").
		SetReleaseID("rel_0").SetState("DRAFT").SetCreatedAt(noon).SetUpdatedAt(noon)
}

func newRegistration(tx *ent.Tx, id string) *ent.RegistrationCreate {
	return tx.Registration.Create().SetID(id).SetOrganisationID("org_0").SetRegionalOrganisationID("rgo_0").SetNumber(id).SetPlanID("pln_0").
		SetScheme("toy").SetActivity("a").SetState("DRAFT").SetTrainingTitle("T").SetTraining(fields.Training{}).SetCreatedAt(noon).SetUpdatedAt(noon)
}

func newCell(tx *ent.Tx) *ent.CellCreate {
	return tx.Cell.Create().SetID(ids.New(ids.Cell)).SetPlanID("pln_0").SetOrganisationID("org_0").SetRegionalOrganisationID("rgo_0").
		SetColumn("payslip").SetKind("REQUIREMENT").SetState("MISSING").SetUpdatedAt(noon)
}

// dossier adds one of each thing that doubles refers to.
func dossier(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := system(t)
	err := s.Tx(ctx, func(tx *ent.Tx) error {
		for _, row := range []interface{ Exec(context.Context) error }{
			newOrganisation(tx, "00000000").SetID("org_0"), newRelease(tx).SetID("rel_0"), newPlan(tx, "pln_0"), newRegistration(tx, "reg_0"),
			newEmployee(tx, owner, "A").SetID("emp_0"), newEmployee(tx, owner, "B").SetID("emp_1"),
			tx.Participation.Create().SetID("par_0").SetRegistrationID("reg_0").SetEmployeeID("emp_1").SetEmployeeName("B").
				SetOrganisationID("org_0").SetRegionalOrganisationID("rgo_0").SetStatement(fields.Participation{}).SetCreatedAt(noon).SetUpdatedAt(noon),
		} {
			if err := row.Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAViolatedUniquenessIsToldAlikeOnBothDatabases(t *testing.T) {
	t.Parallel()
	reasons := map[string]string{
		"organisations_kvk_number_key": "KVK_NUMBER_TAKEN", "persons_email_key": "EMAIL_TAKEN",
		"employee_organisation_id_external_reference": "EXTERNAL_REFERENCE_TAKEN", "registration_organisation_id_external_reference": "EXTERNAL_REFERENCE_TAKEN",
		"employee_name_reserved": "EMPLOYEE_EXISTS", "plans_active_key_key": "PLAN_EXISTS", "plan_group_key": "GROUP_HAS_PLAN", "participation_registration_id_employee_id": "ALREADY_PARTICIPATES",
		"idempotencykey_actor_key_key": "IDEMPOTENCY_KEY_IN_USE", "appointment_open": "ALREADY_INVITED", "appointment_open_of_region": "ALREADY_INVITED",
		"admission_open": "ALREADY_INVITED",
	}
	names, _ := store.ConstraintNames()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		dossier(t, s)
		for _, name := range names {
			double := doubles[name]
			if double == nil {
				t.Errorf("%s is violated by no test", name)
				continue
			}
			ctx := system(t)
			second := false
			err := s.Tx(ctx, func(tx *ent.Tx) error {
				if err := double(ctx, tx, 1); err != nil {
					return err
				}
				second = true
				return double(ctx, tx, 2)
			})
			want := reasons[name]
			if want == "" {
				want = fault.ReasonDuplicate
			}
			if !second || !fault.Is(err, fault.CodeConflict) || !fault.HasReason(err, want) {
				t.Errorf("%s: %v, want %s of the second", name, err, want)
			}
		}
	})
}

// A uniqueness that only a fault of the platform can violate is not turned into another fault.
var internal = []string{
	"admissions_code_hash_key", "appointments_code_hash_key", "auditentry_dossier_id_sequence", "calendar_addresses_secret_hash_key", "events_key_key", "one_time_codes_code_hash_key", "partner_tokens_secret_hash_key", "plans_number_key",
	"registrations_number_key", "river_job_unique_idx", "sessions_token_hash_key", "told_person_id_subject_id_what_occasion", "upload_tickets_secret_hash_key",
}

func TestEveryUniqueIndexIsToldOrKnownToBeInternal(t *testing.T) {
	t.Parallel()
	names, columns := store.ConstraintNames()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		query := `SELECT m.name, group_concat(m.tbl_name || '.' || i.name, ', ') FROM sqlite_master m, pragma_index_info(m.name) i
			WHERE m.type = 'index' AND m.sql LIKE 'CREATE UNIQUE%' AND m.tbl_name <> 'goose_db_version' GROUP BY m.name ORDER BY m.name, i.seqno`
		if s.IsPostgres() {
			query = `SELECT c.relname, '' FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class r ON r.oid = i.indrelid
				WHERE i.indisunique AND NOT i.indisprimary AND r.relnamespace = 'public'::regnamespace ORDER BY 1`
		}
		rows, err := s.Writer().QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		found := 0
		for rows.Next() {
			var name, of string
			if err := rows.Scan(&name, &of); err != nil {
				t.Fatal(err)
			}
			found++
			isTold := slices.Contains(names, name) || !s.IsPostgres() && slices.Contains(columns, of)
			if isTold == slices.Contains(internal, name) {
				t.Errorf("%s on %s is told and internal, or neither", name, of)
			}
		}
		if want := len(names) + len(internal); found != want || rows.Err() != nil {
			t.Errorf("%d unique indexes, want %d; %v", found, want, rows.Err())
		}
	})
}

func TestOtherErrorsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx := system(t)
		err := s.Tx(ctx, func(tx *ent.Tx) error { return newEmployee(tx, owner, "without organisation").Exec(ctx) })
		if err == nil || len(fault.All(err)) != 0 {
			t.Errorf("a reference to nothing: %v", err)
		}
		refusal := fault.Forbidden("FOUR_EYES_REQUIRED", fault.Text{})
		if err := s.Tx(ctx, func(*ent.Tx) error { return refusal }); !errors.Is(err, refusal) {
			t.Errorf("a fault became %v", err)
		}
	})
}

func TestWhatIsNotThereAndWhatChangedAreFaults(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx := system(t)
		_, err := s.Client().Plan.Get(ctx, "pln_x")
		if err := store.Missing(err, "PLAN_NOT_FOUND"); !fault.Is(err, fault.CodeNotFound) || !fault.HasReason(err, "PLAN_NOT_FOUND") {
			t.Error(err)
		}
		org := oneOrganisation(t, s, "55555555")
		amend := func(version int) error {
			return s.Tx(ctx, func(tx *ent.Tx) error {
				_, err := tx.Organisation.UpdateOneID(org.ID).Where(organisation.Version(version)).AddVersion(1).SetName("Anders").Save(ctx)
				return store.Stale(err, "input", "expectedVersion")
			})
		}
		if err := amend(1); err != nil {
			t.Fatal(err)
		}
		err = amend(1)
		if !fault.Is(err, fault.CodeConflict) || !fault.HasReason(err, fault.ReasonStaleVersion) || len(fault.All(err)[0].Path) != 2 {
			t.Errorf("a stale version: %v", err)
		}
		if got := s.Client().Organisation.GetX(ctx, org.ID); got.Version != 2 {
			t.Errorf("version %d", got.Version)
		}
		timeout, cancel := context.WithTimeout(ctx, -time.Second)
		defer cancel()
		if err := store.Missing(s.Client().Plan.Query().Where().Limit(1).Select("id").Scan(timeout, &[]string{}), "X"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("another error: %v", err)
		}
	})
}
