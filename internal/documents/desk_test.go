package documents

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

const origin = "https://penvoerder.example"

// counter is one employer with a plan, and the desk.
type counter struct {
	t                  *testing.T
	desk               *Desk
	dir, spool         string
	later              atomic.Int64 // seconds that the wall is ahead
	plan, organisation string
	employer, stranger func() context.Context
	mux                *http.ServeMux
}

func newCounter(t *testing.T, s *store.Store) *counter {
	t.Helper()
	c := &counter{t: t, dir: t.TempDir(), spool: t.TempDir(), mux: http.NewServeMux()}
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	times := clock.Still(start, func() time.Time { return start.Add(time.Duration(c.later.Load()) * time.Second) })
	guard, err := access.New(s)
	c.must(err)
	bucket, err := OpenDirectory(c.dir)
	c.must(err)
	t.Cleanup(func() { _ = bucket.Close() })
	c.desk, err = New(Config{
		Store: s, Guard: guard, Clock: times, Bucket: bucket, Key: bytes.Repeat([]byte{1}, 32), Origin: origin, MaximumSize: 1 << 20, SpoolDir: c.spool,
	})
	c.must(err)
	c.mux.Handle("/uploads/{ticket}", c.desk.Uploads())
	c.mux.Handle("/files/{token}", c.desk.Files())
	c.plan, c.organisation = c.aPlan("12345678"), ""
	row, err := s.Client().Plan.Get(c.system(), c.plan)
	c.must(err)
	c.organisation = row.OrganisationID
	c.employer = c.asEmployer(c.organisation)
	c.stranger = c.asEmployer(ids.New(ids.Organisation))
	return c
}

func (c *counter) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *counter) system() context.Context { return actor.AsSystem(c.t.Context()) }

func (c *counter) asEmployer(organisationID string) func() context.Context {
	a := actor.Actor{PersonID: ids.New(ids.Person), SessionID: ids.New(ids.Session), Role: actor.Employer, OrganisationID: organisationID}
	return func() context.Context { return actor.With(c.t.Context(), a) }
}

func (c *counter) aPlan(kvk string) string {
	c.t.Helper()
	organisation, release, plan := ids.New(ids.Organisation), ids.New(ids.SchemeRelease), ids.New(ids.Plan)
	now, ctx := c.desk.Clock.Wall(), c.system()
	c.must(c.desk.Store.Tx(ctx, func(tx *ent.Tx) error {
		return errors.Join(
			tx.SchemeRelease.Create().SetID(release).SetSlug(kvk).SetSemver("1").SetDigest("x").SetState("IN_FORCE").SetStateSince(now).SetManifest([]byte("{}")).Exec(ctx),
			tx.Organisation.Create().SetID(organisation).SetName("Zorg").SetKvkNumber(kvk).SetPostcode("9712 AB").SetFundingLaws(nil).
				SetRegionID("r").SetRegionalOrganisationID("o").SetCreatedAt(now).SetUpdatedAt(now).Exec(ctx),
			tx.Plan.Create().SetID(plan).SetNumber(kvk).SetScheme("s").SetReleaseID(release).SetState("GRANTED").
				SetOrganisationID(organisation).SetRegionalOrganisationID("o").SetCreatedAt(now).SetUpdatedAt(now).Exec(ctx),
		)
	}))
	return plan
}

func (c *counter) ticket(size int, sum *string) Ticket {
	c.t.Helper()
	tickets, err := c.desk.CreateTickets(c.employer(), CreateTicketsInput{ForID: c.plan, Files: []FileInput{{Name: "kvk.pdf", Size: size, SHA256: sum}}})
	c.must(err)
	return tickets[0]
}

func (c *counter) put(t Ticket, body io.Reader) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	c.mux.ServeHTTP(answer, httptest.NewRequest(http.MethodPut, strings.TrimPrefix(t.URL, origin), body))
	return answer
}

// kept lists the files in the store of blobs and in the spool.
func (c *counter) kept() []string {
	c.t.Helper()
	var all []string
	for _, dir := range []string{c.dir, c.spool} {
		c.must(filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				all = append(all, strings.TrimPrefix(path, dir))
			}
			return err
		}))
	}
	return all
}

// unannounced hides the length of a body, as a chunked upload does.
type unannounced struct{ io.Reader }

func TestAnUploadIsTakenInAsAnnouncedOrNotAtAll(t *testing.T) {
	t.Parallel()
	pdf := aPDF("kvk")
	right := sha256.Sum256(pdf)
	for name, test := range map[string]struct {
		size   int
		sum    string
		body   io.Reader
		status int
		reason string
	}{
		"a PDF":                        {len(pdf), "", bytes.NewReader(pdf), http.StatusCreated, ""},
		"a PDF in pieces":              {len(pdf), "", unannounced{bytes.NewReader(pdf)}, http.StatusCreated, ""},
		"a PDF with its hash":          {len(pdf), strings.ToUpper(hex.EncodeToString(right[:])), bytes.NewReader(pdf), http.StatusCreated, ""},
		"a JPEG, whatever the name":    {len(aJPEG(8, 8)), "", bytes.NewReader(aJPEG(8, 8)), http.StatusCreated, ""},
		"other bytes than the hash":    {len(pdf), strings.Repeat("0", 64), bytes.NewReader(pdf), http.StatusBadRequest, ReasonOtherContent},
		"fewer bytes":                  {len(pdf) + 1, "", bytes.NewReader(pdf), http.StatusBadRequest, ReasonOtherSize},
		"fewer bytes in pieces":        {len(pdf) + 1, "", unannounced{bytes.NewReader(pdf)}, http.StatusBadRequest, ReasonOtherSize},
		"more bytes in pieces":         {len(pdf) - 1, "", unannounced{bytes.NewReader(pdf)}, http.StatusBadRequest, ReasonOtherSize},
		"nothing":                      {len(pdf), "", http.NoBody, http.StatusBadRequest, ReasonEmpty},
		"more than a file can be":      {len(pdf), "", bytes.NewReader(make([]byte, 1<<20+1)), http.StatusRequestEntityTooLarge, ReasonTooLarge},
		"a Word document named as PDF": {len(aDocx()), "", bytes.NewReader(aDocx()), http.StatusUnsupportedMediaType, ReasonTypeRefused},
		"a connection that breaks":     {len(pdf), "", io.MultiReader(bytes.NewReader(pdf[:9]), broken{}), http.StatusInternalServerError, "FILE_FAILED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t, storetest.SQLite(t))
			var sum *string
			if test.sum != "" {
				sum = &test.sum
			}
			answer := c.put(c.ticket(test.size, sum), test.body)
			if answer.Code != test.status {
				t.Fatalf("answered %d %s", answer.Code, answer.Body)
			}
			if test.reason == "" {
				if got := c.kept(); len(got) != 1 || !strings.HasPrefix(got[0], "/quarantine/") {
					t.Errorf("kept %v", got)
				}
				return
			}
			var p struct {
				Reason, Detail string
				Message        struct{ NL, EN string }
			}
			c.must(json.Unmarshal(answer.Body.Bytes(), &p))
			if p.Reason != test.reason || p.Message.NL == "" || p.Message.EN == "" || p.Detail != p.Message.NL || answer.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("problem %+v", p)
			}
			if p.Reason == ReasonTypeRefused && (!strings.HasPrefix(p.Message.NL, "kvk.pdf: ") || !strings.HasPrefix(p.Message.EN, "kvk.pdf: ")) {
				t.Errorf("the file is not named: %q", p.Message.NL)
			}
			if got := c.kept(); got != nil {
				t.Errorf("kept %v of what was refused", got)
			}
		})
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("reset by peer") }

func TestATicketIsForOneFileAndAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		c := newCounter(t, s)
		pdf := aPDF("once")
		ticket := c.ticket(len(pdf), nil)
		if got := c.put(ticket, bytes.NewReader(append(aDocx(), make([]byte, len(pdf))...)[:len(pdf)])).Code; got != http.StatusUnsupportedMediaType {
			t.Fatalf("refused file: %d", got)
		}
		if got := c.put(ticket, bytes.NewReader(pdf)).Code; got != http.StatusCreated {
			t.Fatalf("a better file after a refusal: %d", got)
		}
		if got := c.put(ticket, bytes.NewReader(pdf)); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), ReasonTicketUsed) {
			t.Errorf("used twice: %d %s", got.Code, got.Body)
		}
		late := c.ticket(len(pdf), nil)
		c.later.Add(15 * 60)
		if got := c.put(late, bytes.NewReader(pdf)); got.Code != http.StatusGone || !strings.Contains(got.Body.String(), ReasonTicketExpired) {
			t.Errorf("too late: %d %s", got.Code, got.Body)
		}
		if got := c.put(Ticket{URL: origin + "/uploads/guess"}, bytes.NewReader(pdf)); got.Code != http.StatusNotFound {
			t.Errorf("guessed: %d", got.Code)
		}
		answer := httptest.NewRecorder()
		c.mux.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, strings.TrimPrefix(ticket.URL, origin), nil))
		if answer.Code != http.StatusMethodNotAllowed || answer.Header().Get("Allow") != http.MethodPut {
			t.Errorf("POST: %d", answer.Code)
		}
		if row, err := s.Client().UploadTicket.Query().First(c.system()); err != nil || strings.Contains(ticket.URL, row.SecretHash) {
			t.Errorf("the secret is kept as it is: %v", err)
		}
	})
}

func TestOfTwoUploadsWithOneTicketOneIsKept(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		c := newCounter(t, s)
		pdf := aPDF("race")
		ticket := c.ticket(len(pdf), nil)
		codes := make(chan int, 4)
		for range cap(codes) {
			go func() { codes <- c.put(ticket, bytes.NewReader(pdf)).Code }()
		}
		created := 0
		for range cap(codes) {
			if <-codes == http.StatusCreated {
				created++
			}
		}
		if created != 1 || len(c.kept()) != 1 {
			t.Errorf("%d were taken in, %v kept", created, c.kept())
		}
	})
}

func TestWhyTicketsAreRefused(t *testing.T) {
	t.Parallel()
	c := newCounter(t, storetest.SQLite(t))
	sum := "abc"
	_, err := c.desk.CreateTickets(c.employer(), CreateTicketsInput{ForID: c.plan, Files: []FileInput{
		{Name: "a.pdf", Size: 0}, {Name: "b.pdf", Size: 1<<20 + 1}, {Name: "loon.DOCX", Size: 1}, {Name: " \u202e\x00", Size: 1, SHA256: &sum},
	}})
	var got []string
	for _, f := range fault.All(err) {
		got = append(got, f.Reason+" "+strings.Join(f.Path, "."))
	}
	if diff := cmp.Diff([]string{
		"FILE_EMPTY input.files.0.size", "FILE_TOO_LARGE input.files.1.size", "FILE_TYPE_REFUSED input.files.2.name",
		"REQUIRED input.files.3.name", "MALFORMED input.files.3.sha256",
	}, got); diff != "" {
		t.Error(diff)
	}
	if _, err := c.desk.CreateTickets(c.stranger(), CreateTicketsInput{ForID: c.plan, Files: []FileInput{{Name: "a.pdf", Size: 1}}}); !fault.Is(err, fault.CodeNotFound) {
		t.Errorf("for another's plan: %v", err)
	}
	for _, n := range []int{0, 21} {
		if _, err := c.desk.CreateTickets(c.employer(), CreateTicketsInput{ForID: c.plan, Files: make([]FileInput, n)}); !fault.HasReason(err, "TOO_MANY_FILES") {
			t.Errorf("%d files: %v", n, err)
		}
	}
}

// aFile uploads a file and makes it one of a document of the project file.
func (c *counter) aFile(content []byte, name string) *ent.File {
	c.t.Helper()
	tickets, err := c.desk.CreateTickets(c.employer(), CreateTicketsInput{ForID: c.plan, Files: []FileInput{{Name: name, Size: len(content)}}})
	c.must(err)
	if got := c.put(tickets[0], bytes.NewReader(content)); got.Code != http.StatusCreated {
		c.t.Fatalf("upload: %s", got.Body)
	}
	upload, err := c.desk.Claim(c.employer(), tickets[0].ID, c.plan)
	c.must(err)
	var file *ent.File
	c.must(c.desk.Store.Tx(c.employer(), func(tx *ent.Tx) (err error) {
		now := c.desk.Clock.Wall()
		doc, err := tx.Document.Create().SetID(ids.New(ids.Document)).SetPlanID(c.plan).SetKind("KVK").SetStatement(fields.Document{}).SetAttachedBy("per_x").
			SetOrganisationID(c.organisation).SetRegionalOrganisationID("o").SetCreatedAt(now).SetUpdatedAt(now).Save(c.employer())
		if err != nil {
			return err
		}
		file, err = c.desk.Keep(c.employer(), tx, upload, doc.ID)
		return err
	}))
	c.desk.Release(c.employer(), upload)
	return file
}

func (c *counter) get(ctx context.Context, url string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	c.mux.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, http.MethodGet, strings.TrimPrefix(url, origin), nil))
	return answer
}

func TestAFileIsHandedToWhoAskedForFiveMinutes(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		c := newCounter(t, s)
		pdf := aPDF("handed out")
		file := c.aFile(pdf, `C:\fakepath\uit"treksel €.exe.pdf`)
		if got := c.kept(); len(got) != 1 || !strings.HasPrefix(got[0], "/documents/") {
			t.Errorf("kept %v", got)
		}
		url, err := c.desk.DownloadURL(c.employer(), file)
		c.must(err)
		answer := c.get(c.employer(), url)
		if answer.Code != http.StatusOK || !bytes.Equal(answer.Body.Bytes(), pdf) {
			t.Fatalf("%d, %d bytes", answer.Code, answer.Body.Len())
		}
		for name, want := range map[string]string{
			"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store",
			"Content-Disposition": `attachment; filename="uit_treksel _.exe.pdf"; filename*=UTF-8''uit%22treksel%20%E2%82%AC.exe.pdf`,
		} {
			if got := answer.Header().Get(name); got != want {
				t.Errorf("%s: %s", name, got)
			}
		}
		colleague := c.asEmployer(c.organisation) // sees the file, and did not ask for this address
		for name, got := range map[string]int{
			"a colleague": c.get(colleague(), url).Code, "nobody": c.get(t.Context(), url).Code,
			"another signature": c.get(c.employer(), url+"x").Code, "another moment": c.get(c.employer(), strings.Replace(url, ".", ".z", 2)).Code,
		} {
			if got != http.StatusNotFound {
				t.Errorf("%s: %d", name, got)
			}
		}
		c.later.Add(5 * 60)
		if got := c.get(c.employer(), url).Code; got != http.StatusNotFound {
			t.Errorf("too late: %d", got)
		}
		if _, err := c.desk.DownloadURL(c.stranger(), file); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("a stranger asked: %v", err)
		}
		lines, err := s.Client().AuditEntry.Query().Where(auditentry.Act("downloadFile")).All(c.system())
		c.must(err)
		if len(lines) != 1 || *lines[0].SubjectID != *file.DocumentID {
			t.Errorf("audit: %+v", lines)
		}
	})
}

func TestWhatIsNeverAttachedIsSwept(t *testing.T) {
	t.Parallel()
	c := newCounter(t, storetest.SQLite(t))
	pdf := aPDF("forgotten")
	ticket := c.ticket(len(pdf), nil)
	c.put(ticket, bytes.NewReader(pdf))
	c.later.Add(60 * 60)
	if _, err := c.desk.Claim(c.employer(), ticket.ID, c.plan); err != nil {
		t.Errorf("attached within a day: %v", err)
	}
	c.must(os.RemoveAll(filepath.Join(c.dir, "documents")))
	c.later.Add(25 * 60 * 60)
	if _, err := c.desk.Claim(c.employer(), ticket.ID, c.plan); !fault.HasReason(err, ReasonTicketExpired) {
		t.Errorf("attached after a day: %v", err)
	}
	n, err := c.desk.Sweep(c.system())
	c.must(err)
	if n != 1 || c.kept() != nil {
		t.Errorf("swept %d, kept %v", n, c.kept())
	}
	if n, err = c.desk.Sweep(c.system()); n != 0 || err != nil {
		t.Errorf("swept again: %d, %v", n, err)
	}
}

type scanner struct {
	clean bool
	err   error
}

func (s scanner) Scan(context.Context, io.Reader) (bool, error) { return s.clean, s.err }

func TestAScannerKeepsFilesOut(t *testing.T) {
	t.Parallel()
	pdf := aPDF("scan")
	for name, test := range map[string]struct {
		scanner scanner
		want    int
	}{
		"clean": {scanner{clean: true}, http.StatusCreated}, "malicious": {scanner{}, http.StatusUnprocessableEntity},
		"down": {scanner{err: errors.New("refused")}, http.StatusServiceUnavailable},
	} {
		c := newCounter(t, storetest.SQLite(t))
		c.desk.Scanner = test.scanner
		if got := c.put(c.ticket(len(pdf), nil), bytes.NewReader(pdf)); got.Code != test.want {
			t.Errorf("%s: %d", name, got.Code)
		}
		if got := len(c.kept()); (got == 1) != test.scanner.clean {
			t.Errorf("%s: %d kept", name, got)
		}
	}
}
