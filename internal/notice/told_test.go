package notice_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/exchange"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

func TestThoseWhoHoldAPartAreTold(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByHour(testworld.Newcomer("Adalbrecht", "e1")))
		if w.Submit(r.ID).IsSubmitted {
			t.Fatal("submitted without documents")
		}
		if _, got := w.rows(); got != nil {
			t.Errorf("an act that the regulation stopped is told: %v", got)
		}
		statement := w.HandInCourse(r.ID)
		w.Submit(r.ID)
		_, err := w.Registrations.StartReview(w.AsColleague(), registrations.StartReviewInput{RegistrationID: r.ID, ExpectedVersion: w.Reload(r.ID).Version})
		w.Must(err)
		_, err = w.Registrations.TakeOver(w.AsAssessor(), registrations.TakeOverInput{ID: r.ID, ExpectedVersion: w.Reload(r.ID).Version, Reason: new("Ziek.")})
		w.Must(err)
		reasons := w.Catalog.Current.Manifest.Reasons("PRESTATIEVERKLARING")
		w.reject(r.ID, "PRESTATIEVERKLARING", reasons[0].Code)
		w.Decide(r.ID, "REPAIR", new("Laat de docent van Adalbrecht tekenen."), testworld.Date("2027-02-01"))
		_, err = w.Registrations.ReplaceDocument(w.AsEmployer(), matrix.ReplaceDocumentInput{
			ID: statement.ID, ExpectedVersion: statement.Version, TicketID: w.Upload(w.AsEmployer(), r.ID, "signed"),
		})
		w.Must(err)
		w.Submit(r.ID)
		w.Review(r.ID)
		w.Judge(r.ID, "APPROVED", nil, "IN_REVIEW")
		w.Decide(r.ID, "APPROVED", nil, nil)

		rows, got := w.rows()
		if diff := cmp.Diff([]string{
			"employer: submit as a receipt",
			"colleague: take over at once",
			"employer: ask repair at once",
			"employer: submit as a receipt", "assessor: submit digest",
			"employer: approve as a decision",
		}, got); diff != "" {
			t.Error(diff)
		}
		if until := rows[2].Until; until == nil || until.Format(time.DateOnly) != "2027-02-01" {
			t.Errorf("the term of the repair: %v", until)
		}
		w.saysWhatWasDone(r)
	})
}

// reject rejects the cell of a column and approves the others.
func (w *world) reject(id, column, reason string) {
	w.T.Helper()
	in := matrix.JudgeCellsInput{ForID: id, ExpectedVersion: w.Reload(id).Version}
	for _, c := range w.CellRows(id) {
		v := matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "APPROVED"}
		if c.Column == column {
			v.Verdict, v.Reason = "REJECTED", &reason
		}
		in.Cells = append(in.Cells, v)
	}
	_, err := w.Registrations.JudgeCells(w.AsAssessor(), in)
	w.Must(err)
}

func (w *world) saysWhatWasDone(r *ent.Registration) {
	all, got := w.letters()
	it := "Registratie " + r.Number + ": "
	if diff := cmp.Diff([]string{
		"colleague: Registration " + r.Number + ": taken over by a colleague",
		"employer: " + it + "goedgekeurd", "employer: " + it + "ingediend", "employer: " + it + "ingediend", "employer: " + it + "teruggestuurd voor herstel",
	}, got); diff != "" {
		w.T.Error(diff)
	}
	wants := map[string]string{
		"teruggestuurd": "Dit kan tot en met 1 februari 2027.", "ingediend": "Ontvangen op 4 januari 2027 om 10:00.",
		"goedgekeurd": "Het besluit en de redenen ervan staan bij het dossier.", "taken over": "Sign in to Penvoerder",
	}
	for _, m := range all {
		if strings.Contains(m.Text, "Adalbrecht") || !strings.Contains(m.Text, testworld.Origin+"/?id="+r.ID) {
			w.T.Errorf("a letter names somebody, or not its page:\n%s", m.Text)
		}
		for in, want := range wants {
			if strings.Contains(m.Subject, in) && !strings.Contains(m.Text, want) {
				w.T.Errorf("%s does not say %q:\n%s", m.Subject, want, m.Text)
			}
		}
	}
	if _, again := w.letters(); again != nil {
		w.T.Errorf("sent again: %v", again)
	}
}

func TestWhereNobodyIsKnownToSpeakEveryContactIsTold(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.RoleAssignment.Update().ClearVerifiedOn().Exec(ctx)
		})
		w.Submit(w.handedIn().ID)
		if _, got := w.rows(); !cmp.Equal(got, []string{"employer: submit as a receipt", "insider: submit as a receipt"}) {
			t.Error(got)
		}
	})
}

func TestAnActThatIsRolledBackTellsNobody(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.handedIn()
		ctx, held := w.Store.Hold(w.AsEmployer())
		done, err := w.Registrations.Submit(ctx, registrations.SubmitInput{ID: r.ID, ExpectedVersion: r.Version})
		if err != nil || !done.IsSubmitted {
			t.Fatal(done, err)
		}
		w.Must(held.Abandon())
		_, rows := w.rows()
		if _, letters := w.letters(); rows != nil || letters != nil {
			t.Errorf("told %v, letters %v", rows, letters)
		}
	})
}

func TestAnActThatIsSentAgainUnderItsKeyTellsOnce(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.handedIn()
		keeper := exchange.Keeper{Store: w.Store, Clock: w.Clock}
		for range 2 {
			_, err := keeper.Once(w.AsEmployer(), "k1", `{"query": "mutation { submit }"}`, func(ctx context.Context) ([]byte, bool) {
				_, err := w.Registrations.Submit(ctx, registrations.SubmitInput{ID: r.ID, ExpectedVersion: r.Version})
				return []byte("done"), err == nil
			})
			w.Must(err)
		}
		_, rows := w.rows()
		if _, letters := w.letters(); len(rows) != 1 || len(letters) != 1 {
			t.Errorf("told %v, letters %v", rows, letters)
		}
	})
}

func TestALetterIsTheSameWhenItIsTriedAgain(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.Submit(w.handedIn().ID)
		waiting, tried := w.unsent(), []string{}
		w.Post.Fail(func(m mail.Message) error {
			tried = append(tried, m.ID)
			return errors.New("away")
		})
		for range 2 {
			if err := w.Notices.Send(t.Context(), waiting); err == nil || strings.Contains(err.Error(), "@") {
				t.Fatal(err)
			}
		}
		w.Post.Fail(nil)
		w.Must(w.Notices.Send(t.Context(), waiting))
		w.Must(w.Notices.Send(t.Context(), waiting))
		for _, m := range w.Post.Letters() {
			tried = append(tried, m.ID)
		}
		id := waiting.IDs[0]
		if diff := cmp.Diff([]string{id, id, id}, tried); diff != "" || len(waiting.IDs) != 1 {
			t.Error(diff)
		}
	})
}

func TestALetterThatIsRefusedForGoodIsNotSentAgain(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.Submit(w.handedIn().ID)
		w.Post.Fail(func(mail.Message) error { return &mail.Refused{Code: 550} })
		waiting := w.unsent()
		w.Must(w.Notices.Send(t.Context(), waiting))
		w.Post.Fail(nil)
		w.Must(w.Notices.Send(t.Context(), waiting))
		rows, _ := w.rows()
		if r := rows[0]; r.SentAt != nil || r.RefusedAt == nil || r.RefusedCode == nil || *r.RefusedCode != 550 || len(w.Post.Letters()) > 0 {
			t.Errorf("%+v", r)
		}
	})
}

func TestADigestGathersADayInOneLetter(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		about, assessor := []*ent.Registration{w.handedIn()}, who(w.AsAssessor)
		second := w.Create(w.ByHour(testworld.Participant("e1")))
		w.HandInCourse(second.ID)
		about = append(about, second)
		for _, r := range about {
			w.Write(func(ctx context.Context, tx *ent.Tx) error {
				return tx.Registration.UpdateOneID(r.ID).SetAssessorID(assessor).Exec(ctx)
			})
			w.Submit(r.ID)
		}
		if _, got := w.letters(); len(got) != 2 {
			t.Fatalf("at once: %v", got)
		}
		w.Must(w.Notices.Gather(t.Context()))
		if _, got := w.letters(); got != nil {
			t.Errorf("before its time: %v", got)
		}
		w.Pass(24 * time.Hour)
		for range 2 {
			w.Must(w.Notices.Gather(t.Context()))
		}
		all, got := w.letters()
		if diff := cmp.Diff([]string{"assessor: News of your dossiers (2)"}, got); diff != "" {
			t.Fatal(diff)
		}
		for _, r := range about {
			if !strings.Contains(all[0].Text, "Registration "+r.Number+": submitted.\n"+testworld.Origin+"/?id="+r.ID) {
				t.Errorf("%s is not in it:\n%s", r.Number, all[0].Text)
			}
		}
	})
}

// Every act of the table that tells somebody has words and addressees in a dossier where each part is held.
func TestEveryActOfTheTableIsToldToWhomItNames(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		amr := w.Person(actor.Actor{Role: actor.AMR})
		sides := []access.Side{{OrganisationID: w.Organ, RegionalOrganisationID: testworld.RegionalOrganisation}}
		parts := notice.Parts{Assessor: who(w.AsAssessor), FormerAssessor: who(w.AsColleague), ContentJudge: actor.AMR}
		holders := map[workflow.Slot]func() context.Context{
			workflow.Applicant: w.AsEmployer, workflow.Leader: w.leader, workflow.Pen: w.pen,
			workflow.Assessor: w.AsAssessor, workflow.FormerAssessor: w.AsColleague, workflow.ContentJudge: amr,
		}
		var want []string
		for i, a := range workflow.Table() {
			deed := notice.Deed{Act: a, SubjectID: w.Plan, Line: strconv.Itoa(i), At: w.Wall(), Now: w.Clock.Regulation(), Sides: sides, Parts: parts}
			w.Must(w.Store.Tx(w.System(), func(tx *ent.Tx) error { return w.Notices.Tell(w.System(), tx, deed) }))
			for _, n := range a.Tells {
				want = append(want, who(holders[n.Slot])+" "+string(a.Subject)+" "+a.Verb+" "+string(n.Manner))
			}
		}
		var got []string
		rows, _ := w.rows()
		for _, r := range rows {
			got = append(got, r.PersonID+" "+r.Subject+" "+r.What+" "+r.Manner)
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTellingManyAsksAsOftenAsTellingFew(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		var asked atomic.Int32
		w.Store.Client().Intercept(ent.InterceptFunc(func(next ent.Querier) ent.Querier {
			return ent.QuerierFunc(func(ctx context.Context, q ent.Query) (ent.Value, error) {
				asked.Add(1)
				return next.Query(ctx, q)
			})
		}))
		tell := func(line string) int32 {
			deed := notice.Deed{
				Act: workflow.AssessPlan, SubjectID: w.Plan, Line: line, At: w.Wall(), Now: w.Clock.Regulation(),
				Sides: []access.Side{{OrganisationID: w.Organ, RegionalOrganisationID: testworld.RegionalOrganisation}},
			}
			asked.Store(0)
			w.Must(w.Store.Tx(w.System(), func(tx *ent.Tx) error { return w.Notices.Tell(w.System(), tx, deed) }))
			return asked.Load()
		}
		few := tell("1")
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.RoleAssignment.Update().Where(roleassignment.OrganisationID(w.Organ)).SetVerifiedOn(w.Clock.Today()).Exec(ctx)
		})
		for range 30 {
			contact := actor.From(w.Person(actor.Actor{Role: actor.Employer, OrganisationID: w.Organ})()).PersonID
			w.Write(func(ctx context.Context, tx *ent.Tx) error {
				return tx.RoleAssignment.Update().Where(roleassignment.PersonID(contact)).SetVerifiedOn(w.Clock.Today()).Exec(ctx)
			})
		}
		many := tell("2")
		if rows, _ := w.rows(); few != many || few != 2 || len(rows) != 2+32 { // the digest of the holder of the pen waits already
			t.Errorf("%d and %d statements for %d", few, many, len(rows))
		}
	})
}
