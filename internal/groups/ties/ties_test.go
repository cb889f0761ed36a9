package ties_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/groups"
	"github.com/penvoerder/penvoerder/internal/groups/ties"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

const today = "2025-12-01"

func TestATieCountsOnceSomebodyElseConfirmedIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		top, held := w.Organisation(named("Holding")), w.Organisation()
		stated := w.states(w.Employer(held.ID), capital(top.KvkNumber, held.KvkNumber, "60"))
		if got := w.top(held, today); got != held.KvkNumber {
			t.Errorf("what nobody confirmed puts %s at the top", got)
		}
		if stated.HeldName != "Zorg" || stated.HolderName != "Houder" {
			t.Errorf("called %s and %s", stated.HolderName, stated.HeldName) // of the other side nothing is told
		}
		for who, c := range map[string]struct {
			who  func() context.Context
			in   ties.ConfirmInput
			want string
		}{
			"who stated it":              {func() context.Context { return w.Employer(held.ID) }, confirmation(stated), "OWN_STATEMENT"},
			"an unverified contact":      {func() context.Context { return w.Employer(top.ID) }, confirmation(stated), "NOT_VERIFIED"},
			"a leader without extract":   {func() context.Context { return w.Leader(here) }, ties.ConfirmInput{ID: stated.ID, ExpectedVersion: 1}, "REQUIRED at [input extractOn]"},
			"a leader with a future one": {func() context.Context { return w.Leader(here) }, ties.ConfirmInput{ID: stated.ID, ExpectedVersion: 1, ExtractOn: new(typed.Date("2025-12-02"))}, "DATE_IN_FUTURE at [input extractOn] <= 2025-12-01"},
			"another region":             {func() context.Context { return w.Leader(there) }, confirmation(stated), "TIE_NOT_FOUND"},
			"RegioPlus":                  {w.RegioPlus, confirmation(stated), "ROLE"},
		} {
			_, err := w.Ties.Confirm(c.who(), c.in)
			if got := strings.Join(testworld.Faults(err), " "); !strings.HasPrefix(got, c.want) {
				t.Errorf("%s: %q, want %q", who, got, c.want)
			}
		}
		w.happened()
		got, err := w.Ties.Confirm(w.Leader(here), confirmation(stated))
		testworld.Must(t, got, err)
		if w.top(held, today) != top.KvkNumber || *got.ConfirmedBy != "per_leader" || got.ExtractOn == nil {
			t.Errorf("the top is %s, confirmed by %s", w.top(held, today), *got.ConfirmedBy)
		}
		if diff := cmp.Diff([]string{"confirmTie by PROJECT_LEADER", "TIE_CHANGED v2", "TIE_CHANGED v2"}, w.happened()); diff != "" {
			t.Error(diff) // an event for each side
		}
	})
}

func TestAVerifiedContactOfTheOtherSideConfirms(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		top, held := w.Organisation(), w.Organisation()
		desk := w.verifying()
		stated := w.states(w.Employer(held.ID), capital(top.KvkNumber, held.KvkNumber, "60"))
		if _, err := desk.Confirm(w.Employer(held.ID), confirmation(stated)); !fault.HasReason(err, "OWN_STATEMENT") {
			t.Errorf("its own statement: %v", err)
		}
		got, err := desk.Confirm(w.Employer(top.ID), ties.ConfirmInput{ID: stated.ID, ExpectedVersion: 1})
		testworld.Must(t, got, err)
		if w.top(held, today) != top.KvkNumber {
			t.Error("it does not count")
		}
		byStaff := w.states(w.RegioPlus(), votes(top.KvkNumber, held.KvkNumber, "60"))
		if _, err := desk.Confirm(w.Employer(top.ID), confirmation(byStaff)); !fault.HasReason(err, "NOT_VERIFIED") {
			t.Errorf("what the staff stated is the leader's to confirm: %v", err)
		}
	})
}

// What belongs to two is seen by both, by their leaders and by RegioPlus, and by nobody else.
func TestBothSidesSeeATie(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		top, held, other := w.Organisation(elsewhere), w.Organisation(), w.Organisation()
		stated := w.states(w.Employer(held.ID), capital(top.KvkNumber, held.KvkNumber, "60"))
		all := map[string]context.Context{
			"top": w.Employer(top.ID), "held": w.Employer(held.ID), "other": w.Employer(other.ID), "here": w.Leader(here), "there": w.Leader(there),
			"nowhere": w.Leader("rgo_nergens"), "plus": w.RegioPlus(), "nobody": w.As(actor.Actor{}),
			"SSC": w.As(actor.Actor{PersonID: "p", Role: actor.SSC}), "VWS": w.As(actor.Actor{PersonID: "p", Role: actor.VWS}), "AMR": w.As(actor.Actor{PersonID: "p", Role: actor.AMR}),
		}
		if got := w.sees(stated, all); got != "held here plus there top" {
			t.Errorf("it is seen by %s", got)
		}
		for name, who := range all {
			_, err := w.Ties.Withdraw(who, ties.WithdrawInput{ID: stated.ID, ExpectedVersion: 99})
			want := "STALE_VERSION"
			if !slices.Contains([]string{"held", "here", "plus", "there", "top"}, name) {
				want = "TIE_NOT_FOUND"
			}
			if !fault.HasReason(err, want) {
				t.Errorf("%s: %v, want %s", name, err, want)
			}
		}
	})
}

func TestBadStatements(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		own, other := w.Organisation(), w.Organisation(elsewhere)
		with := func(change func(*ties.StateInput)) ties.StateInput {
			in := capital(own.KvkNumber, other.KvkNumber, "60")
			change(&in)
			return in
		}
		of := func(part, whole int) func(*ties.StateInput) {
			return func(in *ties.StateInput) {
				in.Share = ties.ShareInput{Of: &ties.PartInput{PartCount: part, WholeCount: whole}}
			}
		}
		percent := func(text string) func(*ties.StateInput) {
			return func(in *ties.StateInput) { in.Share.Percent = new(typed.Decimal(text)) }
		}
		for name, c := range map[string]struct {
			change func(*ties.StateInput)
			want   string
		}{
			"to oneself":             {func(in *ties.StateInput) { in.Held = in.Holder }, "TIE_TO_ONESELF at [input held registerNumber]"},
			"to oneself, spaced":     {func(in *ties.StateInput) { in.Held.RegisterNumber = " " + own.KvkNumber + " " }, "TIE_TO_ONESELF at [input held registerNumber]"},
			"of others":              {func(in *ties.StateInput) { in.Holder.RegisterNumber = "99999999" }, "NOT_ONES_OWN_TIE at [input holder registerNumber]"},
			"no number":              {func(in *ties.StateInput) { in.Held.RegisterNumber = "1234" }, "NUMBER_MALFORMED at [input held registerNumber] 12345678"},
			"a Dutch one as foreign": {func(in *ties.StateInput) { in.Held.RegisterNumber = "NL 12345678" }, "NUMBER_MALFORMED at [input held registerNumber] 12345678"},
			"no name":                {func(in *ties.StateInput) { in.Held.Name = " " }, "REQUIRED at [input held name]"},
			"a long name":            {func(in *ties.StateInput) { in.Held.Name = strings.Repeat("x", 201) }, "TOO_LONG at [input held name] <= 200"},
			"nothing":                {percent("0"), "SHARE_OUT_OF_RANGE at [input share percent] 50.01"},
			"less":                   {percent("-1"), "SHARE_OUT_OF_RANGE at [input share percent] 50.01"},
			"more than all":          {percent("100.000001"), "SHARE_OUT_OF_RANGE at [input share percent] 50.01"},
			"seven digits":           {percent("50.0000001"), "SHARE_OUT_OF_RANGE at [input share percent] 50.01"},
			"no digits":              {percent("veel"), "MALFORMED at [input share percent] 0.25"},
			"none of some":           {of(0, 5), "SHARE_OUT_OF_RANGE at [input share of] 501 / 1000"},
			"six of five":            {of(6, 5), "SHARE_OUT_OF_RANGE at [input share of] 501 / 1000"},
			"some of none":           {of(0, 0), "SHARE_OUT_OF_RANGE at [input share of] 501 / 1000"},
			"members by percentage":  {func(in *ties.StateInput) { in.Kind, in.Body = "BOARD", new("SUPERVISORY") }, "SHARE_OF_MEMBERS at [input share percent] 3 / 5"},
			"members of no body":     {func(in *ties.StateInput) { in.Kind = "BOARD"; of(3, 5)(in) }, "REQUIRED at [input body]"},
			"shares of a body":       {func(in *ties.StateInput) { in.Body = new("SUPERVISORY") }, "BODY_NOT_ASKED at [input body]"},
			"an end before":          {func(in *ties.StateInput) { in.End = new(typed.Date("2014-12-31")) }, "END_BEFORE_START at [input end] >= 2015-01-01"},
			"no day":                 {func(in *ties.StateInput) { in.Start = "2015-02-30" }, "MALFORMED at [input start] 2026-02-01"},
		} {
			_, err := w.Ties.State(w.Employer(own.ID), with(c.change))
			if diff := cmp.Diff([]string{c.want}, testworld.Faults(err)); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		if _, err := w.Ties.State(w.Leader("rgo_nergens"), capital(own.KvkNumber, other.KvkNumber, "60")); !fault.HasReason(err, "NOT_ONES_OWN_TIE") {
			t.Errorf("a leader of neither: %v", err)
		}
		for name, change := range map[string]func(*ties.StateInput){"all": percent("100"), "a millionth": percent("0.000001")} {
			if _, err := w.Ties.State(w.Employer(own.ID), with(func(in *ties.StateInput) { change(in); in.Held.RegisterNumber = fmt.Sprintf("BE %d", len(name)) + "23" })); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestTheSameTieIsStatedOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		top, held := w.Organisation(), w.Organisation()
		first := capital(top.KvkNumber, held.KvkNumber, "60")
		first.End = new(typed.Date("2025-06-30"))
		stated := w.states(w.Employer(held.ID), first)
		again := capital(top.KvkNumber, held.KvkNumber, "70")
		again.Start = "2025-06-30"
		_, err := w.Ties.State(w.Employer(top.ID), again)
		if diff := cmp.Diff([]string{"TIE_EXISTS at [input held registerNumber]"}, testworld.Faults(err)); diff != "" {
			t.Error(diff)
		}
		again.Start = "2025-07-01"
		w.states(w.Employer(top.ID), again)
		w.states(w.Employer(top.ID), votes(top.KvkNumber, held.KvkNumber, "60"))
		gone, err := w.Ties.Withdraw(w.Employer(held.ID), ties.WithdrawInput{ID: stated.ID, ExpectedVersion: 1, Reason: new("Vergissing")})
		if testworld.Must(t, gone, err).State != workflow.Lapsed {
			t.Error(gone.State)
		}
		w.states(w.Employer(held.ID), first)
	})
}

func TestAnAccountCannotFillTheListsOfTheLeaders(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o := w.Organisation()
		for i := range 100 {
			w.states(w.Employer(o.ID), capital(o.KvkNumber, fmt.Sprintf("5%07d", i), "60"))
		}
		if _, err := w.Ties.State(w.Employer(o.ID), capital(o.KvkNumber, "60000000", "60")); !fault.HasReason(err, "TOO_MANY_TIES") {
			t.Error(err)
		}
	})
}

// A holder of all and one of half cannot both be right: who comes second is refused, however close behind.
func TestPartsAreNeverMoreThanTheWhole(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for range 10 {
			held, all, half := w.Organisation(), w.Organisation(), w.Organisation()
			one := w.states(w.Leader(here), capital(all.KvkNumber, held.KvkNumber, "100"))
			two := w.states(w.Leader(here), capital(half.KvkNumber, held.KvkNumber, "50"))
			errs := testworld.AtOnce(
				func() error { _, err := w.Ties.Confirm(w.Leader(here), confirmation(one)); return err },
				func() error { _, err := w.Ties.Confirm(w.Leader(here), confirmation(two)); return err },
			)
			refused := 0
			for _, err := range errs {
				if fault.HasReason(err, "TIES_EXCEED_WHOLE") {
					refused++
				} else if err != nil {
					t.Error(err)
				}
			}
			if refused != 1 {
				t.Errorf("%d of two are refused: %v", refused, errs)
			}
		}
	})
}

func TestFiftyFiftyIsNobodys(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b, joint := w.Organisation(), w.Organisation(), w.Organisation()
		w.confirmed(capital(a.KvkNumber, joint.KvkNumber, "50"))
		w.confirmed(capital(b.KvkNumber, joint.KvkNumber, "50"))
		if got := w.top(joint, today); got != joint.KvkNumber {
			t.Errorf("the top is %s", got)
		}
		w.confirmed(capital(joint.KvkNumber, a.KvkNumber, "51"))
		w.confirmed(capital(a.KvkNumber, b.KvkNumber, "51"))
		if got := w.top(joint, today); got != a.KvkNumber+" "+joint.KvkNumber {
			t.Errorf("in a circle the top is %s", got) // a and b hold all of the joint venture together, which holds a
		}
	})
}

// Ending a tie takes two, as stating it did: else who is not the top would end it, submit, and state it again.
func TestALastDayCountsOnceSomebodyElseConfirmedIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		top, held := w.Organisation(), w.Organisation()
		c := w.confirmed(capital(top.KvkNumber, held.KvkNumber, "60"))
		if _, err := w.Ties.End(w.Employer(held.ID), ties.EndInput{ID: c.ID, ExpectedVersion: 2, EndsOn: "2014-12-31"}); !fault.HasReason(err, "END_BEFORE_START") {
			t.Error(err)
		}
		ending, err := w.Ties.End(w.Employer(held.ID), ties.EndInput{ID: c.ID, ExpectedVersion: 2, EndsOn: "2025-11-30"})
		testworld.Must(t, ending, err)
		if w.top(held, today) != top.KvkNumber || ending.Until != nil {
			t.Error("what nobody confirmed ended it")
		}
		back, err := w.Ties.Withdraw(w.Employer(top.ID), ties.WithdrawInput{ID: c.ID, ExpectedVersion: 3})
		if testworld.Must(t, back, err); back.State != workflow.Confirmed || back.EndsOn != nil {
			t.Errorf("refused, it is %s", back.State)
		}
		ending, err = w.Ties.End(w.Employer(held.ID), ties.EndInput{ID: c.ID, ExpectedVersion: 4, EndsOn: "2025-11-30"})
		testworld.Must(t, ending, err)
		ended, err := w.Ties.Confirm(w.Leader(here), confirmation(ending))
		testworld.Must(t, ended, err)
		if w.top(held, "2025-11-30") != top.KvkNumber || w.top(held, today) != held.KvkNumber {
			t.Errorf("on the last day the top is %s, the day after %s", w.top(held, "2025-11-30"), w.top(held, today))
		}
	})
}

func TestALeaderSettlesWhichPresumptionIsRebutted(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b, x := w.Organisation(), w.Organisation(), w.Organisation()
		one := w.confirmed(capital(a.KvkNumber, x.KvkNumber, "60"))
		alone := ties.SettleInput{ID: one.ID, ExpectedVersion: one.Version, Reason: "Feitelijk geen zeggenschap"}
		if _, err := w.Ties.Rebut(w.Leader(here), alone); !fault.HasReason(err, "NOTHING_CONTRADICTS") {
			t.Errorf("the only presumption is not rebutted: %v", err)
		}
		w.confirmed(votes(b.KvkNumber, x.KvkNumber, "60"))
		if got := w.top(x, today); got != a.KvkNumber+" "+b.KvkNumber {
			t.Errorf("presumed are %s", got)
		}
		if _, err := w.Ties.Rebut(w.Employer(x.ID), alone); !fault.HasReason(err, "ROLE") {
			t.Errorf("by itself: %v", err)
		}
		if _, err := w.Ties.Rebut(w.Leader(here), ties.SettleInput{ID: one.ID, ExpectedVersion: 2, Reason: " "}); !fault.HasReason(err, "REQUIRED") {
			t.Errorf("without a reason: %v", err)
		}
		w.happened()
		got, err := w.Ties.Rebut(w.Leader(here), alone)
		if testworld.Must(t, got, err); w.top(x, today) != b.KvkNumber || *got.ClosedReason != alone.Reason || *got.ClosedBy != "per_leader" {
			t.Errorf("the top is %s", w.top(x, today))
		}
		if diff := cmp.Diff([]string{"rebutTie by PROJECT_LEADER: Feitelijk geen zeggenschap", "TIE_CHANGED v3", "TIE_CHANGED v3"}, w.happened()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAnAnnulledTieNeverWas(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		top, held := w.Organisation(), w.Organisation()
		c := w.confirmed(capital(top.KvkNumber, held.KvkNumber, "60"))
		got, err := w.Ties.Annul(w.Leader(here), ties.SettleInput{ID: c.ID, ExpectedVersion: c.Version, Reason: "Verkeerd uittreksel"})
		if testworld.Must(t, got, err); w.top(held, today) != held.KvkNumber || w.top(held, "2020-01-01") != held.KvkNumber {
			t.Errorf("the top is %s", w.top(held, "2020-01-01"))
		}
	})
}

// A top that is foreign, or has no account, is entered without one; it gets its ties when it signs up.
func TestATopWithoutAnAccount(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x, y := w.Organisation(), w.Organisation()
		const holding = "70000001"
		w.confirmed(capital("be  0123.456.789", holding, "100"))
		w.confirmed(capital(holding, x.KvkNumber, "60"))
		w.confirmed(capital(holding, y.KvkNumber, "60"))
		if got := w.top(x, today); got != "BE 0123.456.789" {
			t.Errorf("the top is %s", got)
		}
		between := w.Store.Client().Tie.Query().Where(tie.HeldNumber(holding))
		if n, err := between.Clone().Count(w.Leader(there)); n != 0 || err != nil {
			t.Errorf("another region sees %d, %v", n, err)
		}
		if n, err := between.Clone().Count(w.Leader(here)); n != 1 || err != nil {
			t.Errorf("the region that stated it sees %d, %v", n, err)
		}
		newcomer := w.Person(actor.Actor{})()
		o, who, err := w.Organisations.Create(newcomer, organisations.CreateInput{Name: "Holding", KvkNumber: holding, Postcode: "3511 AB", FundingLaws: []string{}})
		testworld.Must(t, o, err)
		if n, err := w.Store.Client().Tie.Query().Count(w.As(who)); n != 3 || err != nil {
			t.Errorf("the holding sees %d, %v", n, err)
		}
		if n, err := w.Store.Client().Tie.Query().Count(w.Leader(o.RegionalOrganisationID)); n != 3 || err != nil {
			t.Errorf("its leader sees %d, %v", n, err)
		}
		moved, err := w.Organisations.AssignRegion(w.RegioPlus(), organisations.AssignRegionInput{OrganisationID: o.ID, ExpectedVersion: 1, RegionID: "rgn_zeeland", Reason: "Verhuisd"})
		testworld.Must(t, moved, err)
		if n, err := w.Store.Client().Tie.Query().Count(w.Leader(moved.RegionalOrganisationID)); n != 3 || err != nil || moved.RegionalOrganisationID == o.RegionalOrganisationID {
			t.Errorf("the leader of its new region sees %d, %v", n, err)
		}
	})
}

func TestWhoBelongsToASideDoesNotConfirmAsALeader(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		top, held := w.Organisation(), w.Organisation(elsewhere)
		stated := w.states(w.Employer(held.ID), capital(top.KvkNumber, held.KvkNumber, "60"))
		for _, side := range []*ent.Organisation{top, held} {
			both := actor.Actor{Role: actor.ProjectLeader, RegionalOrganisationID: here}
			who := w.Person(both)()
			both = actor.From(who)
			w.Assign(actor.Actor{PersonID: both.PersonID, Role: actor.Employer, OrganisationID: side.ID})
			if _, err := w.Ties.Confirm(who, confirmation(stated)); !fault.HasReason(err, "FOUR_EYES_REQUIRED") {
				t.Errorf("a contact: %v", err)
			}
		}
	})
}

// viewerCan says what the act does, in every state and for everybody.
func TestViewerCanAgreesWithTheAct(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		top, held, third := w.Organisation(), w.Organisation(elsewhere), w.Organisation()
		desk := w.verifying()
		cells := 0
		for _, st := range workflow.StatesOf(workflow.Tie) {
			for _, by := range []*string{&held.ID, &top.ID, nil} {
				row := w.placed(top, held, st.Name, by)
				for name, who := range map[string]context.Context{
					"top": w.Employer(top.ID), "held": w.Employer(held.ID), "third": w.Employer(third.ID), "here": w.Leader(here), "there": w.Leader(there), "plus": w.RegioPlus(),
				} {
					for _, on := range []*ties.Desk{desk, w.Ties} {
						for _, a := range workflow.Table() {
							if a.Subject != workflow.Tie || a.Name == workflow.StateTie.Name {
								continue
							}
							can := on.Can(who, string(a.Asks), row).Allowed
							err := do(who, on, a, row)
							if done := err == nil || fault.HasReason(err, "NOTHING_CONTRADICTS"); done != can && !fault.HasReason(err, "TIE_NOT_FOUND") {
								t.Errorf("%s by %s in %s: viewerCan says %t, the act %v", a.Name, name, st.Name, can, err)
							}
							cells++
							row = w.placed(top, held, st.Name, by)
						}
					}
				}
			}
		}
		if cells != 6*3*6*2*5 {
			t.Errorf("%d cells", cells)
		}
	})
}

// placed puts the only tie between two in a state, as somebody stated it and its end.
func (w *world) placed(top, held *ent.Organisation, state string, by *string) *ent.Tie {
	w.T.Helper()
	var t *ent.Tie
	w.Write(func(ctx context.Context, tx *ent.Tx) (err error) {
		if _, err := tx.Tie.Delete().Exec(ctx); err != nil {
			return err
		}
		c := tx.Tie.Create().SetID("tie_01JZZZZZZZZZZZZZZZZZZZZZZZ").SetState(state).SetHolderNumber(top.KvkNumber).SetHolderName("T").SetHeldNumber(held.KvkNumber).SetHeldName("H").
			SetHolderID(top.ID).SetHeldID(held.ID).SetHolderRegionalOrganisationID(top.RegionalOrganisationID).SetHeldRegionalOrganisationID(held.RegionalOrganisationID).
			SetKind(string(groups.Capital)).SetPart(1).SetWhole(1).SetSince(now.AddDate(-1, 0, 0)).SetStatedBy("per_x").SetNillableStatedFor(by).SetNillableEndStatedFor(by).
			SetEndsOn(now.AddDate(0, 0, -1)).SetCreatedAt(now).SetUpdatedAt(now)
		if state != workflow.Stated && state != workflow.Lapsed {
			c.SetConfirmedAt(now)
		}
		t, err = c.Save(ctx)
		return err
	})
	return t.Unwrap()
}

func do(who context.Context, on *ties.Desk, a workflow.Act, t *ent.Tie) (err error) {
	settle := ties.SettleInput{ID: t.ID, ExpectedVersion: t.Version, Reason: "Daarom"}
	switch a.Asks {
	case access.Confirm:
		_, err = on.Confirm(who, confirmation(t))
	case access.Withdraw:
		_, err = on.Withdraw(who, ties.WithdrawInput{ID: t.ID, ExpectedVersion: t.Version})
	case access.End:
		_, err = on.End(who, ties.EndInput{ID: t.ID, ExpectedVersion: t.Version, EndsOn: today})
	case access.Rebut:
		_, err = on.Rebut(who, settle)
	case access.Annul:
		_, err = on.Annul(who, settle)
	}
	return err
}
