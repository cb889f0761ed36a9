package organisations_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/reference"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

// region returns the region that a postcode leads to.
func region(postcode string) reference.Region { return *reference.ForPostcode(postcode).Region }

func TestSigningUpAnOrganisation(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		in := groningen()
		in.Name, in.Postcode, in.FundingLaws = "  Zorg Noord ", "9712ab", []string{"WLZ", "WMO", "WLZ"}
		in.IsMedicalSpecialist = new(false)
		in.Group = &organisations.GroupInput{TopName: "Top", TopKvkNumber: "12345678"}
		o, who, err := w.Organisations.Create(w.newcomer(), in)
		testworld.Must(t, o, err)
		if o.Name != "Zorg Noord" || o.Postcode != "9712 AB" || o.RegionID != region("9712").ID || o.RegionalOrganisationID != region("9712").OrganisationID ||
			o.RegionByHand || *o.IsMedicalSpecialist || o.IsSubcontractorOnly != nil || *o.GroupTopKvkNumber != o.KvkNumber || o.Version != 1 {
			t.Errorf("signed up %+v", o)
		}
		if diff := cmp.Diff([]string{"WLZ", "WMO"}, o.FundingLaws); diff != "" {
			t.Error(diff)
		}
		if who.Role != actor.Employer || who.OrganisationID != o.ID || who.Signatory {
			t.Errorf("the viewer is %+v", who)
		}
		w.expect("createOrganisation DONE", "ORGANISATION_CHANGED org v1")

		_, _, err = w.Organisations.Create(w.newcomer(), groningen())
		if diff := cmp.Diff([]string{"KVK_NUMBER_TAKEN at [input kvkNumber]"}, testworld.Faults(err)); diff != "" {
			t.Error(diff)
		}
		w.expect()
		if n := s.Client().RoleAssignment.Query().CountX(w.System()); n != 1 {
			t.Errorf("%d contacts", n)
		}
	})
}

func TestWhatIsEnteredOfAnOrganisation(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		for name, c := range map[string]struct {
			change func(*organisations.CreateInput)
			want   []string
		}{
			"everything at once": {func(in *organisations.CreateInput) {
				in.Name, in.KvkNumber, in.Postcode = " ", "1234567", "0123 AB"
				in.Group = &organisations.GroupInput{TopName: "", TopKvkNumber: "x"}
			}, []string{
				"REQUIRED at [input name]", "KVK_NUMBER_MALFORMED at [input kvkNumber] 12345678", "POSTCODE_MALFORMED at [input postcode] 9712 AB",
				"REQUIRED at [input group topName]", "KVK_NUMBER_MALFORMED at [input group topKvkNumber] 12345678",
			}},
			"four digits":       {func(in *organisations.CreateInput) { in.Postcode = "9712" }, []string{"POSTCODE_MALFORMED at [input postcode] 9712 AB"}},
			"digits elsewhere":  {func(in *organisations.CreateInput) { in.KvkNumber = "１２３４５６７８" }, []string{"KVK_NUMBER_MALFORMED at [input kvkNumber] 12345678"}},
			"a long name":       {func(in *organisations.CreateInput) { in.Name = strings.Repeat("é", 201) }, []string{"TOO_LONG at [input name] <= 200"}},
			"a guess":           {func(in *organisations.CreateInput) { in.Postcode = "1381 AA" }, []string{"REGION_UNKNOWN at [input regionID]"}},
			"an unknown region": {func(in *organisations.CreateInput) { in.RegionID = new("rgn_x") }, []string{"REGION_UNKNOWN at [input regionID]"}},
			"another region": {
				func(in *organisations.CreateInput) { in.RegionID = new(region("1300").ID) },
				[]string{"REGION_CONTRADICTS_POSTCODE at [input regionID] " + region("9712").ID},
			},
		} {
			in := groningen()
			c.change(&in)
			_, _, err := w.Organisations.Create(w.newcomer(), in)
			if diff := cmp.Diff(c.want, testworld.Faults(err)); diff != "" {
				t.Errorf("%s:\n%s", name, diff)
			}
		}
		w.expect()
	})
}

func TestARegionIsChosenByHandWhereTheTableIsNotSure(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		for i, c := range []struct {
			postcode string
			region   *string
			want     string
			byHand   bool
		}{
			{"9712 AB", new(region("9712").ID), region("9712").ID, false},
			{"2450 AA", nil, region("2450").ID, false},
			{"2450 AA", new(region("9712").ID), region("9712").ID, true},
			{"1381 AA", new(region("1300").ID), region("1300").ID, true},
		} {
			o := w.signedUp(func(in *organisations.CreateInput) {
				in.KvkNumber, in.Postcode, in.RegionID = "0000000"+string(rune('1'+i)), c.postcode, c.region
			})
			if o.RegionID != c.want || o.RegionByHand != c.byHand {
				t.Errorf("%s: %s, by hand %t", c.postcode, o.RegionID, o.RegionByHand)
			}
		}
	})
}

// The postcode of the seat decides who helps and assesses, in each region; the employer cannot choose another.
func TestThePostcodeDecidesWhoHelps(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-PLAN-007", "SOZW-ROLE-004")
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		all := reference.Regions()
		for i, r := range all {
			at := func(in *organisations.CreateInput) {
				in.KvkNumber, in.Postcode = fmt.Sprintf("2000%04d", i), postcodeIn(t, r.ID)
			}
			o := w.signedUp(at)
			if o.RegionID != r.ID || o.RegionalOrganisationID != r.OrganisationID {
				t.Errorf("%s leads to %s of %s, want %s of %s", o.Postcode, o.RegionID, o.RegionalOrganisationID, r.ID, r.OrganisationID)
			}
			in, other := groningen(), all[(i+1)%len(all)]
			at(&in)
			in.KvkNumber, in.RegionID = "12345678", &other.ID
			_, _, err := w.Organisations.Create(w.newcomer(), in)
			if diff := cmp.Diff([]string{"REGION_CONTRADICTS_POSTCODE at [input regionID] " + r.ID}, testworld.Faults(err)); diff != "" {
				t.Errorf("%s in %s: %s", in.Postcode, other.ID, diff)
			}
			_, err = w.Organisations.AssignRegion(w.Employer(o.ID), organisations.AssignRegionInput{OrganisationID: o.ID, ExpectedVersion: 1, RegionID: other.ID, Reason: "Liever daar."})
			if short(err) != "FORBIDDEN ROLE" {
				t.Errorf("the employer chooses a region: %v", err)
			}
		}
	})
}

// postcodeIn is a postcode of which the table is sure that it lies in a region.
func postcodeIn(t *testing.T, regionID string) string {
	t.Helper()
	for digits := 1000; digits <= 9999; digits++ {
		if found := reference.ForPostcode(strconv.Itoa(digits)); found.Confidence == reference.High && found.Region.ID == regionID {
			return strconv.Itoa(digits) + " AB"
		}
	}
	t.Fatalf("the table is sure of no postcode in %s", regionID)
	return ""
}

func TestAmendingAnOrganisation(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp(func(in *organisations.CreateInput) {
			in.IsMedicalSpecialist, in.IsSubcontractorOnly = new(false), new(true)
		})
		d := w.dossier(o)
		w.forget()

		got, err := w.Organisations.Amend(w.Employer(o.ID), organisations.AmendInput{
			ID: o.ID, ExpectedVersion: 1, Name: new("Zorg Flevoland"), Postcode: new("1311 xx"), FundingLaws: []string{},
			IsMedicalSpecialist: given(new(true)), IsSubcontractorOnly: given[*bool](nil),
			Group: given(&organisations.GroupInput{TopName: "Top", TopKvkNumber: "87654321"}),
		})
		testworld.Must(t, got, err)
		if got.Name != "Zorg Flevoland" || got.Postcode != "1311 XX" || len(got.FundingLaws) != 0 || !*got.IsMedicalSpecialist || got.IsSubcontractorOnly != nil ||
			*got.GroupTopName != "Top" || got.RegionID != region("1311").ID || got.Version != 2 {
			t.Errorf("amended %+v", got)
		}
		w.expect("amendOrganisation DONE", "ORGANISATION_CHANGED org v2")
		w.expectDue(d, "plan", "draft")
		w.expectRegion(o.ID, region("1311").OrganisationID)

		got, err = w.Organisations.Amend(w.Employer(o.ID), organisations.AmendInput{ID: o.ID, ExpectedVersion: 2, Group: given[*organisations.GroupInput](nil)})
		testworld.Must(t, got, err)
		if got.GroupTopName != nil || got.GroupTopKvkNumber != nil || !*got.IsMedicalSpecialist || got.Name != "Zorg Flevoland" {
			t.Errorf("what is absent does not stay, or null does not clear: %+v", got)
		}
	})
}

func TestARegionByHandStaysWhenThePostcodeChanges(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		o, err := w.Organisations.AssignRegion(w.RegioPlus(), organisations.AssignRegionInput{OrganisationID: o.ID, ExpectedVersion: 1, RegionID: region("1300").ID, Reason: "bestuur"})
		testworld.Must(t, o, err)
		o, err = w.Organisations.Amend(w.Employer(o.ID), organisations.AmendInput{ID: o.ID, ExpectedVersion: 2, Postcode: new("9713 AB")})
		if testworld.Must(t, o, err).RegionID != region("1300").ID {
			t.Errorf("region %s", o.RegionID)
		}
		other := w.signedUp(func(in *organisations.CreateInput) { in.KvkNumber = "11111111" })
		_, err = w.Organisations.Amend(w.Employer(other.ID), organisations.AmendInput{ID: other.ID, ExpectedVersion: 1, Postcode: new("1381 AA")})
		if diff := cmp.Diff([]string{"REGION_UNKNOWN at [input postcode]"}, testworld.Faults(err)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestEverythingOfAnOrganisationGoesToItsNewRegion(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-PLAN-007")
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		other := w.signedUp(func(in *organisations.CreateInput) { in.KvkNumber = "11111111" })
		w.dossier(o)
		w.forget()
		from, to := region("9712"), region("1300")

		_, err := w.Organisations.AssignRegion(w.Leader(from.OrganisationID), organisations.AssignRegionInput{OrganisationID: o.ID, ExpectedVersion: 1, RegionID: "rgn_x", Reason: " "})
		if diff := cmp.Diff([]string{"REQUIRED at [input reason]", "REGION_UNKNOWN at [input regionID]"}, testworld.Faults(err)); diff != "" {
			t.Error(diff)
		}
		w.expect()

		in := organisations.AssignRegionInput{OrganisationID: o.ID, ExpectedVersion: 1, RegionID: to.ID, Reason: "hoofdvestiging in Almere"}
		got, err := w.Organisations.AssignRegion(w.Leader(from.OrganisationID), in)
		testworld.Must(t, got, err)
		if got.RegionID != to.ID || !got.RegionByHand || *got.RegionReason != in.Reason || got.Version != 2 {
			t.Errorf("assigned %+v", got)
		}
		w.expect("assignRegion DONE: hoofdvestiging in Almere", "ORGANISATION_CHANGED org v2")
		w.expectRegion(o.ID, to.OrganisationID)
		if got := w.reload(other); got.RegionalOrganisationID != from.OrganisationID {
			t.Errorf("another organisation went along: %+v", got)
		}
		in.ExpectedVersion = 2
		if _, err = w.Organisations.AssignRegion(w.Leader(from.OrganisationID), in); short(err) != "NOT_FOUND ORGANISATION_NOT_FOUND" {
			t.Errorf("the old leader still sees it: %v", err)
		}
	})
}

// A line is never touched when its organisation goes to another region: whose leader sees it follows from its plan, or else
// from its organisation.
func TestLinesOfTheAuditAreSeenInTheRegionOfTheirDossier(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		d := w.dossier(o)
		from, to := region("9712"), region("1300")
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			apart := tx.Plan.Query().Where(plan.ID(d["plan"])).OnlyX(ctx)
			id := ids.New(ids.Plan)
			tx.Plan.Create().SetID(id).SetNumber(id).SetScheme("s").SetReleaseID(apart.ReleaseID).SetState("GRANTED").SetRegionID(from.ID).
				SetOrganisationID(o.ID).SetRegionalOrganisationID(from.OrganisationID).SetCreatedAt(wall).SetUpdatedAt(wall).SaveX(ctx)
			for _, dossier := range []string{d["plan"], id} {
				if err := audit.Append(ctx, tx, audit.Line{DossierID: dossier, OrganisationID: o.ID, At: wall, Act: "submitPlan"}); err != nil {
					return err
				}
			}
			return nil
		})
		seen := func(by reference.Region) int {
			return w.Store.Client().AuditEntry.Query().Where(auditentry.OrganisationID(o.ID)).CountX(w.Leader(by.OrganisationID))
		}
		if here, there := seen(from), seen(to); here != 3 || there != 0 {
			t.Errorf("before: %d and %d lines", here, there)
		}
		_, err := w.Organisations.AssignRegion(w.RegioPlus(), organisations.AssignRegionInput{OrganisationID: o.ID, ExpectedVersion: 1, RegionID: to.ID, Reason: "Almere"})
		w.Must(err)
		if here, there := seen(from), seen(to); here != 1 || there != 3 { // the plan for the old region stays; the move has a line of its own
			t.Errorf("after: %d and %d lines", here, there)
		}
	})
}

func TestWhoMayAmendAnOrganisation(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		w.forget()
		amend := func(ctx context.Context) error {
			_, err := w.Organisations.Amend(ctx, organisations.AmendInput{ID: o.ID, ExpectedVersion: 7, Name: new("X")})
			return err
		}
		assign := func(ctx context.Context) error {
			_, err := w.Organisations.AssignRegion(ctx, organisations.AssignRegionInput{OrganisationID: o.ID, ExpectedVersion: 7, RegionID: region("1300").ID, Reason: "x"})
			return err
		}
		create := func(ctx context.Context) error {
			_, _, err := w.Organisations.Create(ctx, groningen())
			return err
		}
		for _, c := range []struct {
			err  error
			want string
		}{
			{amend(w.Employer(o.ID)), "CONFLICT STALE_VERSION"},
			{amend(w.Employer("org_x")), "NOT_FOUND ORGANISATION_NOT_FOUND"},
			{amend(w.Leader(o.RegionalOrganisationID)), "FORBIDDEN ROLE"},
			{amend(w.As(actor.Actor{})), "NOT_FOUND ORGANISATION_NOT_FOUND"},
			{assign(w.Employer(o.ID)), "FORBIDDEN ROLE"},
			{assign(w.Leader("rgo_x")), "NOT_FOUND ORGANISATION_NOT_FOUND"},
			{assign(w.Leader(o.RegionalOrganisationID)), "CONFLICT STALE_VERSION"},
			{assign(w.RegioPlus()), "CONFLICT STALE_VERSION"},
			{create(w.As(actor.Actor{})), "UNAUTHENTICATED SIGN_IN_REQUIRED"},
			{create(w.Leader(o.RegionalOrganisationID)), "FORBIDDEN ROLE"},
		} {
			if got := short(c.err); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if c.want != "CONFLICT STALE_VERSION" {
				continue
			}
			f := fault.All(c.err)[0]
			if shown, ok := f.Current.(*ent.Organisation); !ok || f.CurrentVersion != 1 || shown.ID != o.ID {
				t.Errorf("the conflict does not show the organisation as it is: %+v", f)
			}
		}
		w.expect()
	})
}

// dossier gives an organisation a running plan and one that ended, and registrations in three states, by name.
func (w *world) dossier(o *ent.Organisation) map[string]string {
	w.T.Helper()
	d := map[string]string{}
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		release := ids.New(ids.SchemeRelease)
		tx.SchemeRelease.Create().SetID(release).SetSlug("s").SetSemver("1").SetDigest(release).SetState("INSTALLED").SetStateSince(wall).SetManifest([]byte("{}")).SaveX(ctx)
		for name, state := range map[string]string{"plan": "GRANTED", "ended": "WITHDRAWN"} {
			d[name] = ids.New(ids.Plan)
			tx.Plan.Create().SetID(d[name]).SetNumber(d[name]).SetScheme("s").SetReleaseID(release).SetState(state).
				SetOrganisationID(o.ID).SetRegionalOrganisationID(o.RegionalOrganisationID).SetCreatedAt(wall).SetUpdatedAt(wall).SaveX(ctx)
		}
		for name, state := range map[string]string{"draft": "DRAFT", "approved": "APPROVED", "withdrawn": "WITHDRAWN"} {
			d[name] = ids.New(ids.Registration)
			tx.Registration.Create().SetID(d[name]).SetNumber(d[name]).SetPlanID(d["plan"]).SetScheme("s").SetActivity("1").SetState(state).
				SetTrainingTitle("t").SetTraining(fields.Training{}).
				SetOrganisationID(o.ID).SetRegionalOrganisationID(o.RegionalOrganisationID).SetCreatedAt(wall).SetUpdatedAt(wall).SaveX(ctx)
		}
		return nil
	})
	return d
}

// expectDue compares the parts of a dossier that are due for judging again.
func (w *world) expectDue(d map[string]string, want ...string) {
	w.T.Helper()
	if _, err := w.rejudge.Round(w.T.Context()); err != nil {
		w.T.Fatal(err)
	}
	var got []string
	for name, id := range d {
		if slices.Contains(w.due, id) {
			got = append(got, name)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		w.T.Errorf("due:\n%s", diff)
	}
}

// expectRegion looks for rows of an organisation that another regional organisation sees, in every table that has the
// column.
func (w *world) expectRegion(of, want string) {
	w.T.Helper()
	db := reflect.ValueOf(w.Store.Client()).Elem()
	tables := 0
	for i := range db.NumField() {
		if !db.Type().Field(i).IsExported() || db.Type().Field(i).Name == "Schema" {
			continue
		}
		query := db.Field(i).MethodByName("Query")
		if !query.IsValid() {
			continue
		}
		rows := query.Call(nil)[0].MethodByName("AllX").Call([]reflect.Value{reflect.ValueOf(w.System())})[0]
		for j := range rows.Len() {
			row := rows.Index(j).Elem()
			owner, region := row.FieldByName("OrganisationID"), row.FieldByName("RegionalOrganisationID")
			if !owner.IsValid() || !region.IsValid() || owner.Kind() != reflect.String || owner.String() != of {
				continue
			}
			tables++
			if region.String() != want {
				w.T.Errorf("a %s stays with %s", row.Type().Name(), region)
			}
		}
	}
	if tables == 0 {
		w.T.Error("no row was looked at")
	}
}

// short writes the first fault as "CODE REASON".
func short(err error) string {
	f := fault.All(err)
	if len(f) == 0 {
		return "no fault"
	}
	return string(f[0].Code) + " " + f[0].Reason
}
