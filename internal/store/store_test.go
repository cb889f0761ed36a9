package store_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

var noon = time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)

func system(t *testing.T) context.Context { return actor.AsSystem(t.Context()) }

// oneOrganisation adds one with the KvK number.
func oneOrganisation(t *testing.T, s *store.Store, kvk string) *ent.Organisation {
	t.Helper()
	var made *ent.Organisation
	err := s.Tx(system(t), func(tx *ent.Tx) (err error) {
		made, err = newOrganisation(tx, kvk).Save(system(t))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func newOrganisation(tx *ent.Tx, kvk string) *ent.OrganisationCreate {
	return tx.Organisation.Create().SetID(ids.New(ids.Organisation)).SetName("Zorg " + kvk).SetKvkNumber(kvk).SetPostcode("9712AB").
		SetFundingLaws([]string{"WLZ"}).SetRegionID("rgn_groningen").SetRegionalOrganisationID("rgo_zorgpleinnoord").
		SetCreatedAt(noon).SetUpdatedAt(noon)
}

func newEmployee(tx *ent.Tx, of *ent.Organisation, name string) *ent.EmployeeCreate {
	return tx.Employee.Create().SetID(ids.New(ids.Employee)).SetOrganisationID(of.ID).SetRegionalOrganisationID(of.RegionalOrganisationID).
		SetName(name).SetDateOfBirth(time.Date(1990, 5, 17, 0, 0, 0, 0, time.UTC)).SetEmployment("EMPLOYED").SetCreatedAt(noon).SetUpdatedAt(noon)
}

func TestAMigratedDatabaseLacksNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		if n, err := s.Pending(t.Context()); err != nil || n != 0 {
			t.Errorf("%d pending, %v", n, err)
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Errorf("migrating twice: %v", err)
		}
		if err := s.Ping(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatIsWrittenIsReadBackAlike(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		org := oneOrganisation(t, s, "12345678")
		amsterdam, err := time.LoadLocation("Europe/Amsterdam")
		if err != nil {
			t.Fatal(err)
		}
		instant := time.Date(2026, 7, 1, 0, 30, 0, 123456000, amsterdam)
		birth := time.Date(1969, 12, 31, 0, 0, 0, 0, time.UTC)
		err = s.Tx(system(t), func(tx *ent.Tx) error {
			return newEmployee(tx, org, "Zoë van ’t Hof").SetDateOfBirth(birth).SetContractHours(3600).SetUpdatedAt(instant).Exec(system(t))
		})
		if err != nil {
			t.Fatal(err)
		}
		e := s.Client().Employee.Query().OnlyX(system(t))
		if !e.UpdatedAt.Equal(instant) || !e.DateOfBirth.Equal(birth) || e.DateOfBirth.Format(time.DateOnly) != "1969-12-31" {
			t.Errorf("times changed: %s, %s", e.UpdatedAt, e.DateOfBirth)
		}
		if _, offset := e.UpdatedAt.Zone(); offset != 0 {
			t.Errorf("an instant is not answered in UTC: %s", e.UpdatedAt)
		}
		if e.Name != "Zoë van ’t Hof" || *e.ContractHours != 3600 || e.Version != 1 || e.EmployedSince != nil {
			t.Errorf("read back %+v", e)
		}
	})
}

func TestInstantsOfDifferentZonesAreComparedAsInstants(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		org := oneOrganisation(t, s, "12345678")
		amsterdam, newYork := time.FixedZone("", 2*3600), time.FixedZone("", -5*3600)
		instants := []time.Time{ // in their order
			noon.Add(-time.Hour).In(newYork), noon.Add(-time.Microsecond).In(amsterdam), noon.In(newYork), noon.Add(time.Microsecond), noon.Add(time.Second).In(amsterdam),
		}
		err := s.Tx(system(t), func(tx *ent.Tx) error {
			for i, at := range instants {
				if err := newEmployee(tx, org, strconv.Itoa(i)).SetUpdatedAt(at).Exec(system(t)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		names := s.Client().Employee.Query().Where(employee.UpdatedAtGTE(noon.In(amsterdam))).Order(employee.ByUpdatedAt()).Select(employee.FieldName).StringsX(system(t))
		if diff := cmp.Diff([]string{"2", "3", "4"}, names); diff != "" {
			t.Error(diff)
		}
	})
}
