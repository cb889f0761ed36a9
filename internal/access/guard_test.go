package access_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// rows are what the guard is asked about; they come from nowhere, so that the words alone decide.
func submittedRegistration() *ent.Registration {
	at := noon
	assessor := "per_SSC"
	return &ent.Registration{OrganisationID: "org_A", RegionalOrganisationID: "rgo_A", SubmittedAt: &at, AssessorID: &assessor, CellJudges: []string{"SSC"}}
}

func draftRegistration() *ent.Registration {
	return &ent.Registration{OrganisationID: "org_A", RegionalOrganisationID: "rgo_A"}
}

func assessedPlan(by string) *ent.Plan {
	at := time.Time{}
	return &ent.Plan{OrganisationID: "org_A", RegionalOrganisationID: "rgo_A", SubmittedAt: &at, AssessedBy: &by}
}

func TestPermitTellsWhyNot(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	build(t, s)
	g, err := access.New(s)
	if err != nil {
		t.Fatal(err)
	}
	submitted, draft := access.OfRegistration(submittedRegistration()), access.OfRegistration(draftRegistration())
	asked := draft
	asked.IsContentAsked, asked.ContentJudge = true, "AMR"
	insider := actor.Actor{PersonID: "per_A", Role: actor.AMR}
	other := submitted
	other.OrganisationID, other.RegionalOrganisationID = "org_B", "rgo_B"
	for name, c := range map[string]struct {
		who    actor.Actor
		act    access.Action
		to     access.Object
		code   fault.Code
		reason string
	}{
		"an employer submits its own":            {as("EMPLOYER"), access.Submit, draft, "", ""},
		"another's is not there":                 {as("EMPLOYER"), access.Submit, other, fault.CodeNotFound, "REGISTRATION_NOT_FOUND"},
		"an employer does not decide":            {as("EMPLOYER"), access.Decide, submitted, fault.CodeForbidden, "ROLE"},
		"the SSC does not see a draft":           {as("SSC"), access.Review, draft, fault.CodeNotFound, "REGISTRATION_NOT_FOUND"},
		"the SSC reviews what was handed in":     {as("SSC"), access.Review, submitted, "", ""},
		"the assessor decides":                   {as("SSC"), access.Decide, submitted, "", ""},
		"another assessor does not":              {actor.Actor{PersonID: "per_x", Role: actor.SSC}, access.Decide, submitted, fault.CodeForbidden, "NOT_ASSIGNED"},
		"the assessor judges its cells":          {as("SSC"), access.JudgeCells, submitted.As(access.Cell), "", ""},
		"an employee of it never reviews":        {actor.Actor{PersonID: "per_A", Role: actor.SSC}, access.Review, submitted, fault.CodeForbidden, "FOUR_EYES_REQUIRED"},
		"a leader assesses in the region":        {as("LEADER"), access.Assess, access.OfPlan(assessedPlan("")), "", ""},
		"and again":                              {as("LEADER"), access.Assess, access.OfPlan(assessedPlan("per_pl_A")), "", ""},
		"not in another region":                  {actor.Actor{PersonID: "per_pl_B", Role: actor.ProjectLeader, RegionalOrganisationID: "rgo_B"}, access.Assess, access.OfPlan(assessedPlan("")), fault.CodeNotFound, "PLAN_NOT_FOUND"},
		"RegioPlus grants":                       {as("REGIOPLUS"), access.Grant, access.OfPlan(assessedPlan("per_pl_A")), "", ""},
		"who assessed does not grant":            {actor.Actor{PersonID: "per_pl_A", Role: actor.RegioPlus}, access.Grant, access.OfPlan(assessedPlan("per_pl_A")), fault.CodeForbidden, "FOUR_EYES_REQUIRED"},
		"the ministry does not see it":           {as("VWS"), access.Export, submitted, fault.CodeNotFound, "REGISTRATION_NOT_FOUND"},
		"the committee does not see a plan":      {as("AMR"), access.Assess, access.OfPlan(assessedPlan("")), fault.CodeNotFound, "PLAN_NOT_FOUND"},
		"the committee judges what was asked":    {as("AMR"), access.JudgeContent, asked, "", ""},
		"not what was not":                       {as("AMR"), access.JudgeContent, draft, fault.CodeNotFound, "REGISTRATION_NOT_FOUND"},
		"nor its own organisation's":             {insider, access.JudgeContent, asked, fault.CodeForbidden, "FOUR_EYES_REQUIRED"},
		"nor decides it":                         {as("AMR"), access.Decide, asked, fault.CodeForbidden, "ROLE"},
		"nor reads who takes part":               {as("AMR"), access.Remove, asked.As(access.Participation), fault.CodeNotFound, "PARTICIPATION_NOT_FOUND"},
		"an employer does not judge its own":     {as("EMPLOYER"), access.JudgeContent, asked, fault.CodeForbidden, "ROLE"},
		"but asks":                               {as("EMPLOYER"), access.AskContent, draft, "", ""},
		"nobody signs in first":                  {as("nobody"), access.Submit, draft, fault.CodeUnauthenticated, "SIGN_IN_REQUIRED"},
		"nobody adds nothing":                    {as("nobody"), access.Add, access.Mine(actor.Actor{}, access.Organisation), fault.CodeUnauthenticated, "SIGN_IN_REQUIRED"},
		"a new account signs up an organisation": {as("NONE"), access.Add, access.Mine(as("NONE"), access.Organisation), "", ""},
		"but no plan":                            {as("NONE"), access.Add, access.Mine(as("NONE"), access.Plan), fault.CodeForbidden, "ROLE"},
		"an employer begins a plan":              {as("EMPLOYER"), access.Add, access.Mine(as("EMPLOYER"), access.Plan), "", ""},
		"not for another":                        {as("EMPLOYER"), access.Add, other.As(access.Plan), fault.CodeForbidden, "NOT_YOURS"},
		"a token without the scope":              {as("READ"), access.Submit, draft, fault.CodeForbidden, "SCOPE"},
		"a token issues no token":                {as("READ"), access.IssueToken, access.Mine(as("READ"), access.Token), fault.CodeForbidden, "SCOPE"},
		"a token that writes employees":          {as("WRITE_EMPLOYEES"), access.Add, access.Mine(as("WRITE_EMPLOYEES"), access.Employee), "", ""},
	} {
		ground, err := g.Permit(actor.With(t.Context(), c.who), c.act, c.to)
		switch {
		case c.code == "" && (err != nil || ground == ""):
			t.Errorf("%s: ground %q, %v", name, ground, err)
		case c.code != "" && (!fault.Is(err, c.code) || !fault.HasReason(err, c.reason)):
			t.Errorf("%s: %v, want %s %s", name, err, c.code, c.reason)
		}
	}
	if ground, err := g.Permit(actor.AsSystem(t.Context()), access.Decide, submitted); err != nil || ground != access.OfPlatform {
		t.Errorf("the platform itself: %q, %v", ground, err)
	}
}

func TestTheGroundIsTheLineOfThePolicy(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	g, err := access.New(s)
	if err != nil {
		t.Fatal(err)
	}
	for want, who := range map[access.Ground]actor.Actor{
		"p, role:EMPLOYER, employee, ADD, own_organisation, -":                                                               as("EMPLOYER"),
		"p, role:EMPLOYER, employee, ADD, own_organisation, -; p, scope:WRITE_EMPLOYEES, employee, ADD, own_organisation, -": as("WRITE_EMPLOYEES"),
	} {
		got, err := g.Permit(actor.With(t.Context(), who), access.Add, access.Mine(who, access.Employee))
		if err != nil || got != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
}

func TestWhoLeftTheOrganisationStillDoesNotJudgeIt(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		build(t, s)
		g, err := access.New(s)
		if err != nil {
			t.Fatal(err)
		}
		system := actor.AsSystem(t.Context())
		err = s.Tx(system, func(tx *ent.Tx) error {
			return tx.RoleAssignment.UpdateOneID("rol_A").SetUntil(noon.AddDate(-1, 0, 0)).Exec(system)
		})
		if err != nil {
			t.Fatal(err)
		}
		left := actor.With(t.Context(), actor.Actor{PersonID: "per_A", Role: actor.SSC})
		registration := access.OfRegistration(submittedRegistration())
		asked := map[string]context.Context{
			"looked up":  left,
			"remembered": access.WithPast(left, "per_A", []string{"org_A"}),
			// what is remembered of another person is not taken for this one's
			"another's": access.WithPast(left, "per_B", nil),
		}
		for name, ctx := range asked {
			if _, err := g.Permit(ctx, access.Review, registration); !fault.HasReason(err, "FOUR_EYES_REQUIRED") {
				t.Errorf("%s: %v", name, err)
			}
		}
		elsewhere := registration
		elsewhere.OrganisationID, elsewhere.RegionalOrganisationID = "org_B", "rgo_B"
		if _, err := g.Permit(left, access.Review, elsewhere); err != nil {
			t.Errorf("of another organisation: %v", err)
		}
	})
}

func TestViewersHearWhetherTheyMay(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	build(t, s)
	g, err := access.New(s)
	if err != nil {
		t.Fatal(err)
	}
	organisation := &ent.Organisation{ID: "org_A", RegionalOrganisationID: "rgo_A"}
	for name, c := range map[string]struct {
		who    string
		action string
		node   any
		reason string
	}{
		"a plan of one's organisation":         {"EMPLOYER", "ADD", organisation, ""},
		"a token of it":                        {"EMPLOYER", "ISSUE_TOKEN", organisation, ""},
		"a registration under a plan":          {"EMPLOYER", "ADD", assessedPlan(""), ""},
		"a participant in a registration":      {"EMPLOYER", "ADD", draftRegistration(), ""},
		"the cells of a registration":          {"SSC", "JUDGE_CELLS", submittedRegistration(), ""},
		"not by the employer":                  {"EMPLOYER", "JUDGE_CELLS", submittedRegistration(), "ROLE"},
		"the region of an organisation":        {"LEADER", "ASSIGN_REGION", organisation, ""},
		"not by the employer itself":           {"EMPLOYER", "ASSIGN_REGION", organisation, "ROLE"},
		"a verb that fits no organisation":     {"EMPLOYER", "DECIDE", organisation, "NOT_APPLICABLE"},
		"a verb that is none":                  {"EMPLOYER", "DANCE", organisation, "NOT_APPLICABLE"},
		"a thing that is none":                 {"EMPLOYER", "AMEND", 7, "NOT_APPLICABLE"},
		"nobody":                               {"nobody", "AMEND", organisation, "SIGN_IN_REQUIRED"},
		"a token without the scope":            {"READ", "AMEND", draftRegistration(), "SCOPE"},
		"a name by the SSC, of a row it sees":  {"SSC", "READ_PERSONAL_DATA", &ent.Participation{OrganisationID: "org_A"}, ""},
		"no file by the leader":                {"LEADER", "READ_PERSONAL_DATA", of(&ent.Document{OrganisationID: "org_A", RegionalOrganisationID: "rgo_A"}).As(access.File), "ROLE"},
		"the file of a document by the SSC":    {"SSC", "READ_PERSONAL_DATA", of(&ent.Document{OrganisationID: "org_A"}).As(access.File), ""},
		"a draft under a plan that is seen":    {"SSC", "READ_PERSONAL_DATA", of(&ent.PlanLine{}).As(access.Registration), "NOT_YOURS"},
		"no name by the leader":                {"LEADER", "READ_PERSONAL_DATA", &ent.Participation{OrganisationID: "org_A", RegionalOrganisationID: "rgo_A"}, "ROLE"},
		"one's own address":                    {"VWS", "READ_PERSONAL_DATA", access.Object{Noun: access.Account, PersonID: "per_VWS"}, ""},
		"not a colleague's":                    {"EMPLOYER", "READ_PERSONAL_DATA", access.Object{Noun: access.Account, PersonID: "per_B"}, "NOT_YOURS"},
		"anybody's by the administrator":       {"ADMINISTRATOR", "READ_PERSONAL_DATA", access.Object{Noun: access.Account, PersonID: "per_B"}, ""},
		"the name of a colleague that is seen": {"EMPLOYER", "READ_PERSONAL_DATA", &ent.Person{ID: "per_colleague"}, ""},
	} {
		got := g.Can(actor.With(t.Context(), as(c.who)), c.action, c.node)
		if got.Reason != c.reason || got.Allowed != (c.reason == "") {
			t.Errorf("%s: %+v, want %q", name, got, c.reason)
		}
		if !got.Allowed && (got.Message.NL == "" || got.Message.EN == "") {
			t.Errorf("%s: refused without words", name)
		}
	}
}

func TestPersonalFieldsFollowTheNoun(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	g, err := access.New(s)
	if err != nil {
		t.Fatal(err)
	}
	full := actor.Actor{TokenID: "tok_A", Role: actor.Employer, OrganisationID: "org_A", Scopes: []string{"READ", "READ_PERSONAL_DATA"}}
	for name, c := range map[string]struct {
		who  actor.Actor
		noun access.Noun
		want bool
	}{
		"an employer its employees":   {as("EMPLOYER"), access.Employee, true},
		"the SSC what was handed in":  {as("SSC"), access.Participation, true},
		"no leader":                   {as("LEADER"), access.Participation, false},
		"a leader whom to call":       {as("LEADER"), access.Contact, true},
		"no ministry":                 {as("VWS"), access.Participation, false},
		"the ministry one's own name": {as("VWS"), access.Person, true},
		"no committee":                {as("AMR"), access.Document, false},
		"not by a token that reads":   {as("READ"), access.Employee, false},
		"by one with the scope":       {full, access.Employee, true},
		"nobody":                      {as("nobody"), access.Employee, false},
	} {
		if got := g.CanReadPersonal(actor.With(t.Context(), c.who), c.noun); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if !g.CanReadPersonal(actor.AsSystem(t.Context()), access.Employee) {
		t.Error("the platform itself may not")
	}
}

func TestTheCommitteeSeesTheTrainingAlone(t *testing.T) {
	t.Parallel()
	g, err := access.New(storetest.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	sees := map[string][]access.Noun{}
	for _, who := range []string{"AMR", "VWS", "nobody"} {
		for _, n := range []access.Noun{access.Organisation, access.Plan, access.Registration, access.Participation, access.Cell, access.Document, access.Receipt} {
			if g.Sees(actor.With(t.Context(), as(who)), n) {
				sees[who] = append(sees[who], n)
			}
		}
	}
	want := map[string][]access.Noun{"AMR": {access.Registration, access.Cell}, "VWS": {access.Organisation, access.Plan}}
	if diff := cmp.Diff(want, sees); diff != "" {
		t.Error(diff)
	}
	if !g.Sees(actor.AsSystem(t.Context()), access.Participation) {
		t.Error("the platform itself does not")
	}
}

func of(node any) access.Object {
	o, _ := access.Of(node)
	return o
}

func BenchmarkViewerCanOnAList(b *testing.B) {
	s := storetest.SQLite(b)
	g, err := access.New(s)
	if err != nil {
		b.Fatal(err)
	}
	ctx := access.WithPast(actor.With(b.Context(), as("SSC")), "per_SSC", nil)
	row := submittedRegistration()
	b.ReportAllocs()
	for b.Loop() {
		if !g.Can(ctx, "DECIDE", row).Allowed {
			b.Fatal("refused")
		}
	}
}
