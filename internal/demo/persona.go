package demo

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/reference"
)

// Password opens every demo account. It exists in demo mode alone.
const Password = "Demo-Penvoerder-2026"

// A Persona is a made-up person with a login.
type Persona struct {
	Email string
	Name  string
	Role  actor.Role // "" for an employer that has yet to sign up its organisation
	Does  string
	rgo   string // regional organisation of a project leader
}

// Personas are the demo logins: one for each role, a project leader for each
// regional organisation, a second assessor and administrator, and employers.
func Personas() []Persona {
	people := []Persona{
		{Email: "employer@demo.example", Name: "Evi Werkgever", Does: "employer with registrations of every scheme, in every state"},
		{Email: "employer2@demo.example", Name: "Bas Werkgever", Does: "employer in another region, with SectorplanPlus variant 3 (TAZ) and 4"},
		{Email: "newcomer@demo.example", Name: "Nina Nieuw", Does: "employer that has yet to sign up its organisation"},
		{Email: "ssc@demo.example", Name: "Sara Beoordelaar", Role: actor.SSC, Does: "SSC: judges registrations and documents, and sees possible matches between organisations"},
		{Email: "ssc2@demo.example", Name: "Sem Beoordelaar", Role: actor.SSC, Does: "SSC: a second assessor"},
		{Email: "amr@demo.example", Name: "Amin Commissie", Role: actor.AMR, Does: "AMR: judges the content of trainings under C of SectorplanPlus, without names"},
		{Email: "vws@demo.example", Name: "Vera Ministerie", Role: actor.VWS, Does: "VWS: follows plans and budgets, no personal data"},
		{Email: "regioplus@demo.example", Name: "Rik Penvoerder", Role: actor.RegioPlus, Does: "RegioPlus: enters grants"},
		{Email: "admin@demo.example", Name: "Ada Beheer", Role: actor.Administrator, Does: "administrator: appoints people, no dossiers"},
		{Email: "admin2@demo.example", Name: "Ali Beheer", Role: actor.Administrator, Does: "administrator: a second one, who confirms"},
	}
	for _, o := range reference.RegionalOrganisations() {
		people = append(people, Persona{
			Email: "leader." + slug(o.ID) + "@demo.example", Name: "Projectleider " + o.Name, Role: actor.ProjectLeader,
			Does: "project leader of " + o.Name, rgo: o.ID,
		})
	}
	return people
}

// slug is the readable part of the id of a regional organisation.
func slug(id string) string {
	_, s, _ := strings.Cut(id, "_")
	return strings.ReplaceAll(s, "_", "-")
}

// PrintLogins writes the logins as a table.
func PrintLogins(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, p := range Personas() {
		if _, err := fmt.Fprintf(t, "  %s\t%s\n", p.Email, p.Does); err != nil {
			return err
		}
	}
	return t.Flush()
}

// enrol makes the accounts of personas.
func (s *seeder) enrol(ctx context.Context, personas []Persona) error {
	var accounts []identity.Enrolment
	for _, p := range personas {
		in := identity.Enrolment{Name: p.Name, Email: p.Email, Password: Password}
		if p.Role != "" {
			in.Roles = []identity.Role{{Role: p.Role, RegionalOrganisationID: p.rgo}}
		}
		accounts = append(accounts, in)
	}
	people, err := s.Identity.Enrol(actor.AsSystem(ctx), accounts...)
	if err != nil {
		return err
	}
	for _, p := range people {
		s.people[p.Email] = p.ID
	}
	return nil
}
