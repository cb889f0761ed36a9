package access_test

import (
	"context"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
)

var noon = time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)

// build fills the database with two organisations, A in region A and B in region B, each with a plan that was handed
// in and a draft, and under the first a registration of either kind and one whose content was put to the committee; and with a person in every role. Identifiers say
// what a row is: reg_A_sub, par_B_draft, cel_A_psub (of the project file of the plan handed in).
func build(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := actor.AsSystem(t.Context())
	err := s.Tx(ctx, func(tx *ent.Tx) error {
		w := &world{tx: tx}
		w.platform()
		for _, x := range []string{"A", "B"} {
			w.organisation(x)
			w.plan(x, "sub")
			w.plan(x, "draft")
			w.registration(x, "sub")
			w.registration(x, "draft")
			w.registration(x, "asked")
		}
		w.people()
		for _, row := range w.rows {
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

// world gathers rows in the order in which they are to be written.
type world struct {
	tx   *ent.Tx
	rows []row
}

type row interface{ Exec(context.Context) error }

func (w *world) add(r row) { w.rows = append(w.rows, r) }

func (w *world) platform() {
	w.add(w.tx.SchemeRelease.Create().SetID("rel_1").SetSlug("toy").SetSemver("1.0.0").SetDigest("d").SetState("IN_FORCE").
		SetStateSince(noon).SetManifest([]byte("{}")))
	w.add(w.tx.Setting.Create().SetID("set_1").SetValue("1"))
	w.add(w.tx.AuditHead.Create().SetID("pln_A_sub").SetSequence(1).SetHash("h"))
	w.add(w.tx.IdempotencyKey.Create().SetID("idk_1").SetActorKey("a").SetKey("k").SetRequestHash("h").SetResponse([]byte("{}")).SetCreatedAt(noon))
	w.add(w.tx.Number.Create())
	w.add(w.tx.Appointment.Create().SetID("apt_1").SetEmail("x@demo.example").SetMailbox("x@demo.example").SetRole("SSC").SetLanguage("nl").
		SetState("PROPOSED").SetExpiresAt(noon).SetProposedBy("per_ADMINISTRATOR").SetCreatedAt(noon).SetUpdatedAt(noon))
}

func (w *world) organisation(x string) {
	w.add(w.tx.Organisation.Create().SetID("org_" + x).SetName("Zorg " + x).SetKvkNumber("1234567" + x).SetPostcode("9712AB").
		SetFundingLaws([]string{"WLZ"}).SetRegionID("rgn_" + x).SetRegionalOrganisationID("rgo_" + x).SetCreatedAt(noon).SetUpdatedAt(noon))
	w.person(x)
	for id, who := range map[string]string{"adm_" + x: "per_" + x, "adm_" + x + "_x_SSC": "per_SSC"} {
		w.add(w.tx.Admission.Create().SetID(id).SetOrganisationID("org_" + x).SetOrganisationName("Zorg").SetRegionalOrganisationID("rgo_" + x).
			SetEmail(id + "@demo.example").SetMailbox(id + "@demo.example").SetLanguage("nl").SetState("REQUESTED").SetPersonID(who).
			SetExpiresAt(noon).SetCreatedAt(noon).SetUpdatedAt(noon))
	}
	w.add(w.tx.RoleAssignment.Create().SetID("rol_" + x).SetPersonID("per_" + x).SetRole("EMPLOYER").SetOrganisationID("org_" + x).SetSince(noon))
	w.add(w.tx.PartnerToken.Create().SetID("tok_" + x).SetOrganisationID("org_" + x).SetName("HR").SetPrefix("pvt_" + x).SetSecretHash("h" + x).
		SetScopes([]string{"READ"}).SetCreatedBy("per_" + x).SetCreatedAt(noon).SetExpiresAt(noon))
	for _, kind := range []string{"sub", "draft", "asked"} {
		w.add(w.tx.Employee.Create().SetID("emp_" + x + "_" + kind).SetOrganisationID("org_" + x).SetRegionalOrganisationID("rgo_" + x).
			SetName("N").SetDateOfBirth(noon).SetEmployment("EMPLOYED").SetCreatedAt(noon).SetUpdatedAt(noon))
	}
	w.audit(x, "org", "org_"+x)
	w.add(w.tx.AuditEntry.Create().SetID("aud_per_" + x).SetDossierID("per_" + x).SetSequence(1).SetAt(noon).SetAct("signIn").
		SetResult("DONE").SetPreviousHash("").SetHash("h"))
}

func (w *world) audit(x, kind, dossier string) {
	w.add(w.tx.AuditEntry.Create().SetID("aud_" + x + "_" + kind).SetOrganisationID("org_" + x).
		SetDossierID(dossier).SetSequence(1).SetAt(noon).SetAct("act").SetResult("DONE").SetPreviousHash("").SetHash("h"))
}

func (w *world) plan(x, kind string) {
	id := "pln_" + x + "_" + kind
	row := w.tx.Plan.Create().SetID(id).SetOrganisationID("org_" + x).SetRegionalOrganisationID("rgo_" + x).SetNumber("P-" + x + kind).
		SetScheme("toy").SetReleaseID("rel_1").SetState("DRAFT").SetCreatedAt(noon).SetUpdatedAt(noon)
	if kind == "sub" {
		row.SetSubmittedAt(noon).SetAssessedBy("per_pl_" + x)
	}
	w.add(row)
	w.add(w.tx.PlanLine.Create().SetID("pll_" + x + "_" + kind).SetPlanID(id).SetActivity("1").SetPosition(1).SetParticipants(1).SetRequestedCents(1))
	w.add(w.tx.GrantAmount.Create().SetID("gra_" + x + "_" + kind).SetPlanID(id).SetBudget("1").SetAmountCents(1))
	w.parts(x, "p"+kind, id, "", "")
	w.audit(x, "p"+kind, id)
}

func (w *world) registration(x, kind string) {
	id, plan := "reg_"+x+"_"+kind, "pln_"+x+"_sub"
	row := w.tx.Registration.Create().SetID(id).SetOrganisationID("org_" + x).SetRegionalOrganisationID("rgo_" + x).SetNumber("R-" + x + kind).
		SetPlanID(plan).SetScheme("toy").SetActivity("1").SetState("DRAFT").SetTrainingTitle("T").SetTraining(fields.Training{}).
		SetCreatedAt(noon).SetUpdatedAt(noon)
	if kind == "sub" {
		row.SetSubmittedAt(noon).SetAssessorID("per_SSC").SetCellJudges([]string{"SSC"})
	}
	if kind == "asked" {
		row.SetContentAskedAt(noon).SetContentJudge("AMR")
	}
	w.add(row)
	participation := "par_" + x + "_" + kind
	w.add(w.tx.Participation.Create().SetID(participation).SetOrganisationID("org_" + x).SetRegionalOrganisationID("rgo_" + x).
		SetRegistrationID(id).SetEmployeeID("emp_" + x + "_" + kind).SetEmployeeName("N").SetStatement(fields.Participation{}).
		SetCreatedAt(noon).SetUpdatedAt(noon))
	w.parts(x, kind, plan, id, participation)
	w.add(w.tx.Decision.Create().SetID("dec_" + x + "_" + kind).SetOrganisationID("org_" + x).SetRegionalOrganisationID("rgo_" + x).
		SetRegistrationID(id).SetVerdict("REPAIR").SetAt(noon).SetBy("per_SSC").SetEvaluationID("rcp_" + x + "_" + kind))
	w.add(w.tx.Repair.Create().SetID("rep_" + x + "_" + kind).SetOrganisationID("org_" + x).SetRegionalOrganisationID("rgo_" + x).
		SetRegistrationID(id).SetOpenedAt(noon))
}

// parts are what registrations and project files have alike.
func (w *world) parts(x, kind, plan, registration, participation string) {
	org, rgo, name, subject := "org_"+x, "rgo_"+x, "_"+x+"_"+kind, plan
	cell := w.tx.Cell.Create().SetID("cel" + name).SetOrganisationID(org).SetRegionalOrganisationID(rgo).SetPlanID(plan).SetColumn("c").
		SetKind("REQUIREMENT").SetJudge("SSC").SetState("MISSING").SetUpdatedAt(noon)
	document := w.tx.Document.Create().SetID("doc" + name).SetOrganisationID(org).SetRegionalOrganisationID(rgo).SetPlanID(plan).SetKind("k").
		SetStatement(fields.Document{}).SetAttachedBy("per_" + x).SetCreatedAt(noon).SetUpdatedAt(noon)
	if registration != "" {
		subject = registration
		cell.SetRegistrationID(registration).SetParticipationID(participation)
		document.SetRegistrationID(registration).AddParticipationIDs(participation)
	}
	w.add(cell)
	w.add(document)
	w.add(w.tx.File.Create().SetID("fil" + name).SetOrganisationID(org).SetRegionalOrganisationID(rgo).SetDocumentID("doc" + name).SetBlobKey("b").
		SetName("n").SetType("PDF").SetSize(1).SetSha256("s").SetUploadedAt(noon))
	w.add(w.tx.UploadTicket.Create().SetID("upl" + name).SetOrganisationID(org).SetRegionalOrganisationID(rgo).SetForID(subject).
		SetSecretHash("h" + name).SetName("n").SetSize(1).SetCreatedBy("per_" + x).SetExpiresAt(noon))
	w.add(w.tx.Evaluation.Create().SetID("rcp" + name).SetOrganisationID(org).SetRegionalOrganisationID(rgo).SetPlanID(plan).SetSubject("S").
		SetSubjectID(subject).SetReleaseID("rel_1").SetAsOf(noon).SetJudgedAt(noon).SetFactsHash("f").SetParametersHash("p").
		SetOutcome("ELIGIBLE").SetFacts([]byte("{}")).SetAnswer([]byte("{}")))
	w.add(w.tx.Event.Create().SetKey("evt" + name).SetOrganisationID(org).SetRegionalOrganisationID(rgo).SetType("PLAN_CHANGED").
		SetOccurredAt(noon).SetSubjectID(subject))
}

func (w *world) person(name string) {
	w.add(w.tx.Person.Create().SetID("per_" + name).SetName(name).SetEmail(name + "@demo.example").SetPasswordHash("h").SetCreatedAt(noon))
	w.add(w.tx.Session.Create().SetID("ses_" + name).SetPersonID("per_" + name).SetTokenHash("h" + name).SetCreatedAt(noon).
		SetLastUsedAt(noon).SetExpiresAt(noon))
	w.add(w.tx.CalendarAddress.Create().SetID("cad_" + name).SetPersonID("per_" + name).SetLabel("x").SetSecretHash("h" + name).SetCreatedAt(noon))
	w.add(w.tx.OneTimeCode.Create().SetID("otc_" + name).SetPersonID("per_" + name).SetPurpose("RESET").SetCodeHash("h" + name).SetExpiresAt(noon))
}

func (w *world) people() {
	for _, x := range []string{"A", "B"} {
		w.person("pl_" + x)
		w.add(w.tx.RoleAssignment.Create().SetID("rol_pl_" + x).SetPersonID("per_pl_" + x).SetRole("PROJECT_LEADER").
			SetRegionalOrganisationID("rgo_" + x).SetSince(noon))
	}
	for _, r := range []actor.Role{actor.SSC, actor.AMR, actor.VWS, actor.RegioPlus, actor.Administrator} {
		w.person(string(r))
		w.add(w.tx.RoleAssignment.Create().SetID("rol_" + string(r)).SetPersonID("per_" + string(r)).SetRole(string(r)).SetSince(noon))
	}
	w.person("NONE")
}

// as is the person or token of the world in this column of a table.
func as(name string) actor.Actor {
	switch name {
	case "nobody":
		return actor.Actor{}
	case "NONE":
		return actor.Actor{PersonID: "per_NONE"}
	case "EMPLOYER":
		return actor.Actor{PersonID: "per_A", Role: actor.Employer, OrganisationID: "org_A"}
	case "LEADER":
		return actor.Actor{PersonID: "per_pl_A", Role: actor.ProjectLeader, RegionalOrganisationID: "rgo_A"}
	case "READ", "WRITE_EMPLOYEES":
		return actor.Actor{TokenID: "tok_A", Role: actor.Employer, OrganisationID: "org_A", Scopes: []string{name}}
	}
	return actor.Actor{PersonID: "per_" + name, Role: actor.Role(name)}
}
