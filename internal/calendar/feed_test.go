package calendar_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/calendar"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// get asks at an address, as a calendar program does.
func (w *town) get(url string, header ...string) *httptest.ResponseRecorder {
	w.T.Helper()
	mux := http.NewServeMux()
	mux.Handle(calendar.Pattern, w.Calendars.Feed())
	r := httptest.NewRequest(http.MethodGet, strings.TrimPrefix(url, testworld.Origin), nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res := httptest.NewRecorder()
	mux.ServeHTTP(res, r)
	return res
}

// events reads a feed back with another library than the one that wrote it: when, and in which words.
func events(t *testing.T, text string) []string {
	t.Helper()
	c, err := ical.NewDecoder(strings.NewReader(text)).Decode()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	seen := map[string]bool{}
	for _, e := range c.Events() {
		uid, err := e.Props.Text(ical.PropUID)
		if err != nil || seen[uid] || e.Props.Get(ical.PropDateTimeStamp) == nil {
			t.Errorf("%v: two events have one UID, or one has no stamp", err)
		}
		seen[uid] = true
		words, err := e.Props.Text(ical.PropSummary)
		if err != nil {
			t.Fatal(err)
		}
		start := e.Props.Get(ical.PropDateTimeStart)
		if _, err := e.DateTimeStart(time.UTC); err != nil {
			t.Error(err)
		}
		out = append(out, start.Value+" "+words)
	}
	return out
}

func (w *town) address(ctx context.Context, label string) (*ent.CalendarAddress, string) {
	w.T.Helper()
	row, url, err := w.Calendars.CreateAddress(ctx, calendar.CreateAddressInput{Label: label})
	w.Must(err)
	return row, url
}

func TestACalendarProgramReadsWhatIsOverdueAndWhatIsToCome(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newTown(t, s, moment("2025-12-10T12:00:00+01:00"))
		employer := w.Person(actor.Actor{Role: actor.Employer, OrganisationID: w.here.ID})
		w.plan(w.here, workflow.Draft)
		running := w.plan(w.here, workflow.Granted)
		w.repair(w.registration(running, workflow.Repair, func(*ent.RegistrationCreate) {}), "2025-12-01")
		w.repair(w.registration(w.plan(w.there, workflow.Granted), workflow.Repair, func(*ent.RegistrationCreate) {}), "2025-12-02")
		_, url := w.address(employer(), "Telefoon")
		res := w.get(url)
		text := res.Body.String()
		got := events(t, text)
		want := []string{
			"20251210 Te laat: R-3: Herstel van een registratie",
			"20251219T170000Z P-1: Activiteitenplan indienen sluit",
			"20251222 P-1: Beoordeling door de projectleider opent",
		}
		if diff := cmp.Diff(want, got[:3]); diff != "" {
			t.Error(diff)
		}
		for name, value := range map[string]string{
			"Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "private, no-store", "Content-Language": "nl", "Set-Cookie": "",
		} {
			if res.Header().Get(name) != value {
				t.Errorf("%s: %q", name, res.Header().Get(name))
			}
		}
		isWritten(t, text)
		if plain := unfolded(text); !strings.Contains(plain, "De termijn liep tot en met 01-12-2025.") || !strings.Contains(plain, "U bent aan zet: Registratie indienen") {
			t.Errorf("the overdue repair is not explained:\n%s", plain)
		}

		tag := res.Header().Get("ETag")
		if res = w.get(url, "If-None-Match", `"x", `+tag); res.Code != http.StatusNotModified || res.Body.String() != "" {
			t.Errorf("what did not change is sent again: %d", res.Code)
		}
		w.Advance(24 * time.Hour)
		if res = w.get(url, "If-None-Match", tag); res.Code != http.StatusOK || events(t, res.Body.String())[0] != "20251211 Te laat: R-3: Herstel van een registratie" {
			t.Errorf("a day later: %d", res.Code)
		}
		reader := actor.From(employer()).PersonID
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Person.Update().Where(person.ID(reader)).SetLanguage("en").Exec(ctx)
		})
		if got := events(t, w.get(url).Body.String()); got[0] != "20251211 Overdue: R-3: Repair of a registration" {
			t.Errorf("in English: %s", got[0])
		}
	})
}

// isWritten looks at the form that RFC 5545 asks: CRLF, and lines of at most 75 octets that break no letter.
func isWritten(t *testing.T, text string) {
	t.Helper()
	if strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
		t.Error("a line ends in LF alone")
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("%d octets: %q", len(line), line)
		}
	}
}

func unfolded(text string) string { return strings.ReplaceAll(text, "\r\n ", "") }

// A title in long words, with commas, semicolons and letters of several octets, comes out as it went in.
func TestLongWordsAreFoldedAndReadBack(t *testing.T) {
	t.Parallel()
	w := newTown(t, storetest.SQLite(t), moment("2025-12-10T12:00:00+01:00"))
	m := *w.Catalog.Current.Manifest
	m.Deadlines = m.Deadlines[:1:1]
	title := strings.Repeat("Überprüfung, één; ", 20) + `"\n" einde`
	m.Deadlines[0].Title.NL = title
	w.Catalog.Current.Manifest = &m
	ministry := w.Person(actor.Actor{Role: actor.VWS})
	_, url := w.address(ministry(), "x")
	text := w.get(url).Body.String()
	isWritten(t, text)
	if got := events(t, text); len(got) != 1 || got[0] != "20260220 "+title {
		t.Errorf("%q", got)
	}
}

func TestAnAddressStopsWhenItIsRevokedOrTheRightsEnd(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newTown(t, s, moment("2025-12-10T12:00:00+01:00"))
		employer, stranger := w.Person(actor.Actor{Role: actor.Employer, OrganisationID: w.here.ID}), w.Person(actor.Actor{Role: actor.Employer, OrganisationID: w.there.ID})
		row, url := w.address(employer(), "Telefoon")
		_, kept := w.address(employer(), "Laptop")
		_, err := w.Calendars.RevokeAddress(stranger(), calendar.RevokeAddressInput{ID: row.ID})
		if !fault.Is(err, fault.CodeNotFound) || w.get(url).Code != http.StatusOK {
			t.Errorf("somebody else revoked it: %v", err)
		}
		_, err = w.Calendars.RevokeAddress(employer(), calendar.RevokeAddressInput{ID: row.ID})
		w.Must(err)
		guessed := testworld.Origin + "/calendar/" + strings.Repeat("A", 52) + ".ics"
		refused := func(name, url string) {
			t.Helper()
			res, other := w.get(url), w.get(guessed)
			if res.Code != http.StatusNotFound || res.Body.String() != other.Body.String() || cmp.Diff(other.Header(), res.Header()) != "" {
				t.Errorf("%s: %d, in other words than a guessed one", name, res.Code)
			}
		}
		refused("revoked", url)
		if _, err = w.Calendars.RevokeAddress(employer(), calendar.RevokeAddressInput{ID: row.ID}); !fault.HasReason(err, fault.ReasonWrongState) {
			t.Errorf("revoked twice: %v", err)
		}
		for _, path := range []string{"", "x", "x.ics", ".ics", "%00.ics", strings.Repeat("A", 5000) + ".ics"} {
			if path != "" {
				refused(path[:min(len(path), 10)], testworld.Origin+"/calendar/"+path)
			}
		}
		refused("without its extension", strings.TrimSuffix(kept, ".ics"))
		if w.get(kept).Code != http.StatusOK {
			t.Error("the other address stopped as well")
		}
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.RoleAssignment.Update().Where(roleassignment.PersonID(row.PersonID)).SetUntil(w.Clock.Today()).Exec(ctx)
		})
		refused("the role has ended", kept)

		acts, err := s.Client().AuditEntry.Query().Where(auditentry.DossierID(row.PersonID)).Order(auditentry.BySequence()).All(w.System())
		w.Must(err)
		var lines []string
		for _, l := range acts {
			lines = append(lines, l.Act)
		}
		if got := strings.Join(lines, " "); got != "createCalendarAddress createCalendarAddress revokeCalendarAddress" {
			t.Errorf("the log says %s", got)
		}
	})
}

// The feed is of the person: all roles that are held, each entry once, and nothing that one of them may not see.
func TestAFeedIsOfAllRolesOfAPerson(t *testing.T) {
	t.Parallel()
	w := newTown(t, storetest.SQLite(t), moment("2026-01-10T12:00:00+01:00"))
	adviser := w.Person(actor.Actor{Role: actor.Employer, OrganisationID: w.here.ID})
	for _, o := range []*ent.Organisation{w.here, w.there, w.Organisation()} {
		w.repair(w.registration(w.plan(o, workflow.Granted), workflow.Repair, func(*ent.RegistrationCreate) {}), "2026-01-20")
	}
	second := actor.From(adviser())
	second.OrganisationID = w.there.ID
	w.Assign(second)
	_, url := w.address(adviser(), "x")
	var got []string
	for _, e := range events(t, w.get(url).Body.String()) {
		if strings.Contains(e, "Herstel") {
			got = append(got, e)
		}
	}
	want := []string{"20260120 R-2: Herstel van een registratie", "20260120 R-4: Herstel van een registratie"}
	if diff := cmp.Diff(want, got, cmp.Transformer("sorted", func(in []string) map[string]bool {
		out := map[string]bool{}
		for _, l := range in {
			out[l] = true
		}
		return out
	})); diff != "" || len(got) != 2 {
		t.Errorf("%s\n%q", diff, got)
	}
}

// Neither who takes part nor the title of what they follow stands in a feed.
func TestAFeedNamesNoParticipant(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newTown(t, s, moment("2026-01-10T12:00:00+01:00"))
		r := w.registration(w.plan(w.here, workflow.Granted), workflow.Repair, func(c *ent.RegistrationCreate) { c.SetTrainingTitle("Kanarie") })
		w.repair(r, "2026-01-01")
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			e, err := tx.Employee.Create().SetID(ids.New(ids.Employee)).SetName("Kanarie").SetDateOfBirth(w.Wall()).SetEmployment("EMPLOYED").
				SetOrganisationID(r.OrganisationID).SetRegionalOrganisationID(r.RegionalOrganisationID).SetCreatedAt(w.Wall()).SetUpdatedAt(w.Wall()).Save(ctx)
			if err != nil {
				return err
			}
			return tx.Participation.Create().SetID(ids.New(ids.Participation)).SetRegistrationID(r.ID).SetEmployeeID(e.ID).SetEmployeeName(e.Name).
				SetStatement(fields.Participation{}).SetOrganisationID(r.OrganisationID).SetRegionalOrganisationID(r.RegionalOrganisationID).
				SetCreatedAt(w.Wall()).SetUpdatedAt(w.Wall()).Exec(ctx)
		})
		employer := w.Person(actor.Actor{Role: actor.Employer, OrganisationID: w.here.ID})
		_, url := w.address(employer(), "x")
		if text := unfolded(w.get(url).Body.String()); !strings.Contains(text, r.Number) || strings.Contains(text, "Kanarie") {
			t.Errorf("a participant is named, or the repair is not there:\n%s", text)
		}
	})
}

func TestGuessesFromOnePlaceAreRefused(t *testing.T) {
	t.Parallel()
	w := newTown(t, storetest.SQLite(t), moment("2026-01-10T12:00:00+01:00"))
	ministry := w.Person(actor.Actor{Role: actor.VWS})
	_, url := w.address(ministry(), "x")
	last := 0
	for i := range 40 {
		res := w.get(fmt.Sprintf("%s/calendar/%052d.ics", testworld.Origin, i))
		if last = res.Code; last == http.StatusTooManyRequests && res.Header().Get("Retry-After") == "" {
			t.Error("it does not say until when")
		}
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the fortieth guess: %d", last)
	}
	if code := w.get(url).Code; code != http.StatusOK {
		t.Errorf("who has an address reads it all the same: %d", code)
	}
}

func TestWhatIsWrongWithANewAddressIsSaid(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newTown(t, s, moment("2026-01-10T12:00:00+01:00"))
		ministry := w.Person(actor.Actor{Role: actor.VWS})
		for label, reason := range map[string]string{"": "REQUIRED", "  ": "REQUIRED", "a\x00b": "MALFORMED", strings.Repeat("é", 101): "TOO_LONG"} {
			if _, _, err := w.Calendars.CreateAddress(ministry(), calendar.CreateAddressInput{Label: label}); !fault.HasReason(err, reason) {
				t.Errorf("%.10q: %v", label, err)
			}
		}
		for range 10 {
			w.address(ministry(), strings.Repeat("é", 100))
		}
		_, _, err := w.Calendars.CreateAddress(ministry(), calendar.CreateAddressInput{Label: "x"})
		if !fault.HasReason(err, "TOO_MANY_ADDRESSES") {
			t.Errorf("the eleventh: %v", err)
		}
		for name, who := range map[string]actor.Actor{
			"nobody": {}, "a token": {TokenID: ids.New(ids.PartnerToken), Role: actor.Employer, OrganisationID: w.here.ID, Scopes: []string{"READ"}},
		} {
			var f *fault.Error
			if _, _, err := w.Calendars.CreateAddress(w.As(who), calendar.CreateAddressInput{Label: "x"}); !errors.As(err, &f) {
				t.Errorf("%s made one: %v", name, err)
			}
		}
	})
}
