package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// practices are the made-up organisations: one for each state that a plan can be in.
var practices = []struct {
	email, name, kvk, postcode, leader, state string
}{
	{"employer@demo.example", "Huisartsenpraktijk De Linde", "90000011", "3511 AB", "utrechtzorg", "GRANTED"},
	{"employer2@demo.example", "Apotheek Oosterpoort", "90000022", "9711 CD", "zorgpleinnoord", "SUBMITTED"},
	{"employer3@demo.example", "Tandartspraktijk Walcheren", "90000033", "4331 EF", "viazorg", "ASSESSED"},
	{"employer4@demo.example", "Thuiszorg De Kempen", "90000044", "5611 GH", "transvorm", "DRAFT"},
	{"employer5@demo.example", "Verpleeghuis Maaszicht", "90000055", "6211 JK", "zorg-aan-zet", "REJECTED"},
	{"employer6@demo.example", "Jeugdhulp Het Anker", "90000066", "1311 LM", "flever", "WITHDRAWN"},
}

func (s *seeder) organisations(ctx context.Context) error {
	var others []Persona
	for _, p := range practices {
		if s.people[p.email] == "" {
			others = append(others, Persona{Email: p.email, Name: "Werkgever " + p.name})
		}
	}
	if err := s.enrol(ctx, others); err != nil {
		return err
	}
	for _, p := range practices {
		as, err := s.as(ctx, p.email)
		if err != nil {
			return err
		}
		org, _, err := s.Organisations.Create(as, organisations.CreateInput{
			Name: p.name, KvkNumber: p.kvk, Postcode: p.postcode, FundingLaws: []string{"ZVW", "WLZ"},
			IsMedicalSpecialist: pointer(false), IsSubcontractorOnly: pointer(false),
		})
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		s.orgs = append(s.orgs, org)
		if p.state == "DRAFT" {
			continue // of who has only begun nobody knows yet who speaks for it
		}
		if err := s.verify(ctx, org, p.leader); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return s.staff(ctx)
}

// verify has the project leader establish that the first contact speaks for its organisation.
func (s *seeder) verify(ctx context.Context, org *ent.Organisation, leader string) error {
	as, err := s.as(ctx, "leader."+leader+"@demo.example")
	if err != nil {
		return err
	}
	contact, err := s.Store.Client().RoleAssignment.Query().Where(roleassignment.OrganisationID(org.ID)).Only(actor.AsSystem(ctx))
	if err != nil {
		return err
	}
	_, err = s.Identity.VerifyContact(as, identity.VerifyContactInput{
		ID: contact.ID, ExpectedVersion: contact.Version, How: "CALL", Note: pointer("Gebeld met het nummer in het Handelsregister."),
	})
	return err
}

// staff adds made-up employees; somebody works for two practices.
func (s *seeder) staff(ctx context.Context) error {
	for i, names := range [][]string{{"Noor Voorbeeld", "Sam Verzonnen", "Lotte Bedacht", "Daan Denkbeeld"}, {"Noor Voorbeeld", "Fleur Fictief"}} {
		employer, err := s.as(ctx, practices[i].email)
		if err != nil {
			return err
		}
		employees, err := s.employ(employer, names)
		if err != nil {
			return err
		}
		s.staffOf = append(s.staffOf, employees)
	}
	return nil
}

func (s *seeder) employ(employer context.Context, names []string) ([]*ent.Employee, error) {
	var out []*ent.Employee
	for i, name := range names {
		in := organisations.EmployeeInput{
			Name: name, DateOfBirth: typed.DateOf(time.Date(1990+i, 3, 14, 0, 0, 0, 0, time.UTC)), Employment: "EMPLOYED",
			EmployedSince: given(typed.DateOf(time.Date(2022, 9, 1, 0, 0, 0, 0, time.UTC))), ContractHours: given(typed.HoursOf(2000 + 400*i)),
			ExternalReference: given(fmt.Sprintf("M-%03d", i+1)),
		}
		e, err := s.Organisations.CreateEmployee(employer, organisations.CreateEmployeeInput{Employee: in})
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}
