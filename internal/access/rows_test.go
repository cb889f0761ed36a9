package access_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect/sql"
	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// sight is what each may see of each type, written down apart from the policy. own, region and self are A's.
const sight = `
type            EMPLOYER   LEADER      SSC   AMR   VWS   REGIOPLUS ADMINISTRATOR NONE  READ  WRITE_EMPLOYEES nobody
Organisation    own        region      any   -     any   any       -             -     own   own             -
RoleAssignment  own        region      any   self  self  any       any           self  -     -               -
Person          own        region      any   self  self  any       any           self  -     -               -
Appointment     -          -           -     -     -     -         any           -     -     -               -
Admission       own,self   region,self self  self  self  self      self          self  -     -               -
Session         self       self        self  self  self  self      self          self  -     -               -
CalendarAddress self       self        self  self  self  self      self          self  -     -               -
PartnerToken    own        -           -     -     -     -         -             -     -     -               -
Employee        own        -           sub   -     -     -         -             -     own   own             -
Plan            own        region      any   -     any   any       -             -     own   -               -
PlanLine        own        region      any   -     any   any       -             -     own   -               -
GrantAmount     own        region      any   -     any   any       -             -     own   -               -
Registration    own        region      sub   asked -     sub       -             -     own   -               -
Participation   own        region      sub   -     -     sub       -             -     own   -               -
Cell            own        region      sub   -     -     sub       -             -     own   -               -
Document        own        region      sub   -     -     sub       -             -     own   -               -
File            own        -           sub   -     -     -         -             -     -     -               -
UploadTicket    own        -           -     -     -     -         -             -     -     -               -
Evaluation      own        region      sub   -     -     sub       -             -     own   -               -
Decision        own        region      sub   -     -     sub       -             -     own   -               -
Repair          own        region      sub   -     -     sub       -             -     own   -               -
AuditEntry      own,self   region,self sub,self self self sub,self self          self  own   -               -
Event           own        region      sub   -     -     sub       -             -     own   -               -
SchemeRelease   any        any         any   any   any   any       any           any   any   any             any
AuditHead       -          -           -     -     -     -         -             -     -     -               -
IdempotencyKey  -          -           -     -     -     -         -             -     -     -               -
Number          -          -           -     -     -     -         -             -     -     -               -
OneTimeCode     -          -           -     -     -     -         -             -     -     -               -
Setting         -          -           -     -     -     -         -             -     -     -               -
`

// kinds lists and counts each type.
type kind struct {
	ids   func(context.Context, *ent.Client) ([]string, error)
	count func(context.Context, *ent.Client) (int, error)
}

func kinds() map[string]kind {
	type query interface {
		IDs(context.Context) ([]string, error)
		Count(context.Context) (int, error)
	}
	of := func(q func(*ent.Client) query) kind {
		return kind{
			func(ctx context.Context, c *ent.Client) ([]string, error) { return q(c).IDs(ctx) },
			func(ctx context.Context, c *ent.Client) (int, error) { return q(c).Count(ctx) },
		}
	}
	return map[string]kind{
		ent.TypeOrganisation:    of(func(c *ent.Client) query { return c.Organisation.Query() }),
		ent.TypeRoleAssignment:  of(func(c *ent.Client) query { return c.RoleAssignment.Query() }),
		ent.TypePerson:          of(func(c *ent.Client) query { return c.Person.Query() }),
		ent.TypeAppointment:     of(func(c *ent.Client) query { return c.Appointment.Query() }),
		ent.TypeAdmission:       of(func(c *ent.Client) query { return c.Admission.Query() }),
		ent.TypeSession:         of(func(c *ent.Client) query { return c.Session.Query() }),
		ent.TypeCalendarAddress: of(func(c *ent.Client) query { return c.CalendarAddress.Query() }),
		ent.TypePartnerToken:    of(func(c *ent.Client) query { return c.PartnerToken.Query() }),
		ent.TypeEmployee:        of(func(c *ent.Client) query { return c.Employee.Query() }),
		ent.TypePlan:            of(func(c *ent.Client) query { return c.Plan.Query() }),
		ent.TypePlanLine:        of(func(c *ent.Client) query { return c.PlanLine.Query() }),
		ent.TypeGrantAmount:     of(func(c *ent.Client) query { return c.GrantAmount.Query() }),
		ent.TypeRegistration:    of(func(c *ent.Client) query { return c.Registration.Query() }),
		ent.TypeParticipation:   of(func(c *ent.Client) query { return c.Participation.Query() }),
		ent.TypeCell:            of(func(c *ent.Client) query { return c.Cell.Query() }),
		ent.TypeDocument:        of(func(c *ent.Client) query { return c.Document.Query() }),
		ent.TypeFile:            of(func(c *ent.Client) query { return c.File.Query() }),
		ent.TypeUploadTicket:    of(func(c *ent.Client) query { return c.UploadTicket.Query() }),
		ent.TypeEvaluation:      of(func(c *ent.Client) query { return c.Evaluation.Query() }),
		ent.TypeDecision:        of(func(c *ent.Client) query { return c.Decision.Query() }),
		ent.TypeRepair:          of(func(c *ent.Client) query { return c.Repair.Query() }),
		ent.TypeAuditEntry:      of(func(c *ent.Client) query { return c.AuditEntry.Query() }),
		ent.TypeSchemeRelease:   of(func(c *ent.Client) query { return c.SchemeRelease.Query() }),
		ent.TypeAuditHead:       of(func(c *ent.Client) query { return c.AuditHead.Query() }),
		ent.TypeIdempotencyKey:  of(func(c *ent.Client) query { return c.IdempotencyKey.Query() }),
		ent.TypeOneTimeCode:     of(func(c *ent.Client) query { return c.OneTimeCode.Query() }),
		ent.TypeSetting:         of(func(c *ent.Client) query { return c.Setting.Query() }),
		ent.TypeEvent: {
			func(ctx context.Context, c *ent.Client) ([]string, error) {
				return c.Event.Query().Select("key").Strings(ctx)
			},
			func(ctx context.Context, c *ent.Client) (int, error) { return c.Event.Query().Count(ctx) },
		},
		ent.TypeNumber: {
			func(ctx context.Context, c *ent.Client) ([]string, error) {
				ids, err := c.Number.Query().IDs(ctx)
				return make([]string, len(ids)), err
			},
			func(ctx context.Context, c *ent.Client) (int, error) { return c.Number.Query().Count(ctx) },
		},
	}
}

// fits reports whether a row of this id is within the word, for the actor.
func fits(word, id string, who actor.Actor) bool {
	mine := strings.HasSuffix(id, "_A") || strings.Contains(id, "_A_")
	switch word {
	case "any":
		return true
	case "own":
		return mine && !strings.Contains(id, "_pl_") && id != "aud_per_A"
	case "region":
		return mine && id != "aud_per_A"
	case "sub":
		return strings.HasSuffix(id, "sub")
	case "asked":
		return strings.HasSuffix(id, "_asked")
	case "self":
		_, name, _ := strings.Cut(who.PersonID, "_")
		return who.PersonID != "" && strings.HasSuffix(id, "_"+name) && !(name == "A" && strings.Contains(id, "_pl_"))
	}
	return false
}

func TestEachSeesTheirRowsAndNoOthers(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		build(t, s)
		if _, err := access.New(s); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(sight), "\n")
		askers, all := strings.Fields(lines[0])[1:], kinds()
		if len(lines)-1 != len(all) {
			t.Errorf("%d types are told, %d exist", len(lines)-1, len(all))
		}
		for _, l := range lines[1:] {
			cols := strings.Fields(l)
			everything, err := all[cols[0]].ids(actor.AsSystem(t.Context()), s.Client())
			if err != nil || len(everything) == 0 {
				t.Fatalf("%s: %d rows, %v", cols[0], len(everything), err)
			}
			for i, name := range askers {
				seesOnly(t, s.Client(), all[cols[0]], cols[0], as(name), name, strings.Split(cols[i+1], ","), everything)
			}
		}
	})
}

func seesOnly(t *testing.T, c *ent.Client, k kind, typ string, who actor.Actor, name string, words, everything []string) {
	t.Helper()
	ctx := actor.With(t.Context(), who)
	got, err := k.ids(ctx, c)
	if err != nil {
		t.Fatalf("%s as %s: %v", typ, name, err)
	}
	n, err := k.count(ctx, c)
	if err != nil || n != len(got) {
		t.Errorf("%s as %s: counts %d of %d, %v", typ, name, n, len(got), err)
	}
	want := slices.DeleteFunc(slices.Clone(everything), func(id string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return fits(w, id, who) })
	})
	slices.Sort(got)
	slices.Sort(want)
	if d := cmp.Diff(want, got); d != "" && len(want)+len(got) > 0 {
		t.Errorf("%s as %s (-want +got):\n%s", typ, name, d)
	}
}

func TestEdgesLeadNowhereElse(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		build(t, s)
		if _, err := access.New(s); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string][]string{
			"SSC": {
				"pln_A_draft", "pln_A_sub", "reg_A_sub", "par_A_sub", "emp_A_sub", "doc_A_sub", "fil_A_sub", "par_A_sub", "cel_A_sub",
				"doc_A_psub", "fil_A_psub", "cel_A_psub",
				"pln_B_draft", "pln_B_sub", "reg_B_sub", "par_B_sub", "emp_B_sub", "doc_B_sub", "fil_B_sub", "par_B_sub", "cel_B_sub",
				"doc_B_psub", "fil_B_psub", "cel_B_psub",
			},
			"VWS": {"pln_A_draft", "pln_A_sub", "pln_B_draft", "pln_B_sub"},
			"LEADER": {
				"pln_A_draft", "doc_A_pdraft", "cel_A_pdraft",
				"pln_A_sub", "reg_A_draft", "par_A_draft", "doc_A_draft", "par_A_draft", "cel_A_draft",
				"reg_A_asked", "par_A_asked", "doc_A_asked", "par_A_asked", "cel_A_asked",
				"reg_A_sub", "par_A_sub", "doc_A_sub", "par_A_sub", "cel_A_sub", "doc_A_psub", "cel_A_psub",
			},
			"AMR": nil,
		} {
			got := walk(actor.With(t.Context(), as(name)), t, s.Client())
			slices.Sort(got)
			slices.Sort(want)
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s (-want +got):\n%s", name, d)
			}
		}
	})
}

// walk follows every eager edge below plans, and back over the many-to-many of documents.
func walk(ctx context.Context, t *testing.T, c *ent.Client) []string {
	t.Helper()
	plans, err := c.Plan.Query().WithRegistrations(func(q *ent.RegistrationQuery) {
		q.WithParticipations(func(q *ent.ParticipationQuery) { q.WithEmployee() }).WithCells().
			WithDocuments(func(q *ent.DocumentQuery) { q.WithFiles().WithParticipations() })
	}).WithDocuments(func(q *ent.DocumentQuery) {
		q.Where(func(s *sql.Selector) { s.Where(sql.IsNull(s.C("registration_id"))) }).WithFiles()
	}).WithCells(func(q *ent.CellQuery) {
		q.Where(func(s *sql.Selector) { s.Where(sql.IsNull(s.C("registration_id"))) })
	}).All(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, p := range plans {
		ids = append(ids, p.ID)
		for _, r := range p.Edges.Registrations {
			ids = append(ids, r.ID)
			for _, par := range r.Edges.Participations {
				ids = append(ids, par.ID)
				if par.Edges.Employee != nil {
					ids = append(ids, par.Edges.Employee.ID)
				}
			}
			ids = append(append(ids, cellIDs(r.Edges.Cells)...), documentIDs(r.Edges.Documents)...)
		}
		ids = append(append(ids, cellIDs(p.Edges.Cells)...), documentIDs(p.Edges.Documents)...)
		n, err := p.QueryRegistrations().Count(ctx)
		if err != nil || n != len(p.Edges.Registrations) {
			t.Errorf("%s counts %d registrations and shows %d, %v", p.ID, n, len(p.Edges.Registrations), err)
		}
	}
	return ids
}

func cellIDs(cells []*ent.Cell) []string {
	var ids []string
	for _, c := range cells {
		ids = append(ids, c.ID)
	}
	return ids
}

func documentIDs(documents []*ent.Document) []string {
	var ids []string
	for _, d := range documents {
		ids = append(ids, d.ID)
		for _, f := range d.Edges.Files {
			ids = append(ids, f.ID)
		}
		for _, p := range d.Edges.Participations {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

func TestWhoLacksTheirOwnSeesNothingOfAnybody(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		build(t, s)
		if _, err := access.New(s); err != nil {
			t.Fatal(err)
		}
		for _, who := range []actor.Actor{
			{PersonID: "per_x", Role: actor.Employer},      // no organisation yet
			{PersonID: "per_x", Role: actor.ProjectLeader}, // no region
			{TokenID: "tok_x", Role: actor.Employer, Scopes: []string{"READ", "READ_PERSONAL_DATA"}},
			{TokenID: "tok_x", Role: actor.SSC, Scopes: []string{"READ"}}, // a token is never an assessor
			{PersonID: "per_x", Role: "CHIEF"},
		} {
			for typ, k := range kinds() {
				n, err := k.count(actor.With(t.Context(), who), s.Client())
				if err != nil || n != 0 && typ != ent.TypeSchemeRelease {
					t.Errorf("%+v sees %d of %s, %v", who, n, typ, err)
				}
			}
		}
	})
}
