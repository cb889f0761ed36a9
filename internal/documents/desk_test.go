package documents_test

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
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

// counter is a dossier at the desk, with a bound of one mebibyte.
type counter struct {
	*testworld.Dossier
	spool string
	mux   *http.ServeMux
}

func newCounter(t *testing.T, s *store.Store) *counter {
	t.Helper()
	c := &counter{testworld.OpenDossier(t, s, toy.Scheme, testworld.WhileTheyRun), t.TempDir(), http.NewServeMux()}
	c.Documents.MaximumSize, c.Documents.SpoolDir = 1<<20, c.spool
	c.mux.Handle("/uploads/{ticket}", c.Documents.Uploads())
	c.mux.Handle("/files/{token}", c.Documents.Files())
	return c
}

func (c *counter) ticket(size int, sum *string) documents.Ticket {
	c.T.Helper()
	tickets, err := c.Documents.CreateTickets(c.AsEmployer(), documents.CreateTicketsInput{ForID: c.Plan, Files: []documents.FileInput{{Name: "kvk.pdf", Size: size, SHA256: sum}}})
	c.Must(err)
	return tickets[0]
}

func (c *counter) put(t documents.Ticket, body io.Reader) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	c.mux.ServeHTTP(answer, httptest.NewRequest(http.MethodPut, strings.TrimPrefix(t.URL, testworld.Origin), body))
	return answer
}

// kept lists the files in the store of blobs and in the spool.
func (c *counter) kept() []string {
	c.T.Helper()
	var all []string
	for _, dir := range []string{c.Blobs, c.spool} {
		c.Must(filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
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
	pdf := testworld.PDF("kvk")
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
		"a JPEG, whatever the name":    {len(documents.Photo(8, 8)), "", bytes.NewReader(documents.Photo(8, 8)), http.StatusCreated, ""},
		"other bytes than the hash":    {len(pdf), strings.Repeat("0", 64), bytes.NewReader(pdf), http.StatusBadRequest, documents.ReasonOtherContent},
		"fewer bytes":                  {len(pdf) + 1, "", bytes.NewReader(pdf), http.StatusBadRequest, documents.ReasonOtherSize},
		"fewer bytes in pieces":        {len(pdf) + 1, "", unannounced{bytes.NewReader(pdf)}, http.StatusBadRequest, documents.ReasonOtherSize},
		"more bytes in pieces":         {len(pdf) - 1, "", unannounced{bytes.NewReader(pdf)}, http.StatusBadRequest, documents.ReasonOtherSize},
		"nothing":                      {len(pdf), "", http.NoBody, http.StatusBadRequest, documents.ReasonEmpty},
		"more than a file can be":      {len(pdf), "", bytes.NewReader(make([]byte, 1<<20+1)), http.StatusRequestEntityTooLarge, documents.ReasonTooLarge},
		"a Word document named as PDF": {len(documents.WordDocument()), "", bytes.NewReader(documents.WordDocument()), http.StatusUnsupportedMediaType, documents.ReasonTypeRefused},
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
			c.Must(json.Unmarshal(answer.Body.Bytes(), &p))
			if p.Reason != test.reason || p.Message.NL == "" || p.Message.EN == "" || p.Detail != p.Message.NL || answer.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("problem %+v", p)
			}
			if p.Reason == documents.ReasonTypeRefused && (!strings.HasPrefix(p.Message.NL, "kvk.pdf: ") || !strings.HasPrefix(p.Message.EN, "kvk.pdf: ")) {
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

func TestAFullDiskIsToWaitFor(t *testing.T) {
	t.Parallel()
	c := newCounter(t, storetest.SQLite(t))
	pdf := testworld.PDF("full")
	ticket := c.ticket(len(pdf), nil)
	full := iotest.ErrReader(&os.PathError{Op: "write", Path: "spool", Err: syscall.ENOSPC})
	if answer := c.put(ticket, full); answer.Code != http.StatusServiceUnavailable || !strings.Contains(answer.Body.String(), "STORAGE_FULL") {
		t.Errorf("a full disk: %d %s", answer.Code, answer.Body)
	}
	if answer := c.put(ticket, bytes.NewReader(pdf)); answer.Code != http.StatusCreated {
		t.Errorf("and when there is room again: %d %s", answer.Code, answer.Body)
	}
}

func TestATicketIsForOneFileAndAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		c := newCounter(t, s)
		pdf := testworld.PDF("once")
		ticket := c.ticket(len(pdf), nil)
		if got := c.put(ticket, bytes.NewReader(append(documents.WordDocument(), make([]byte, len(pdf))...)[:len(pdf)])).Code; got != http.StatusUnsupportedMediaType {
			t.Fatalf("refused file: %d", got)
		}
		if got := c.put(ticket, bytes.NewReader(pdf)).Code; got != http.StatusCreated {
			t.Fatalf("a better file after a refusal: %d", got)
		}
		if got := c.put(ticket, bytes.NewReader(pdf)); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), documents.ReasonTicketUsed) {
			t.Errorf("used twice: %d %s", got.Code, got.Body)
		}
		late := c.ticket(len(pdf), nil)
		c.Pass(15 * 60 * time.Second)
		if got := c.put(late, bytes.NewReader(pdf)); got.Code != http.StatusGone || !strings.Contains(got.Body.String(), documents.ReasonTicketExpired) {
			t.Errorf("too late: %d %s", got.Code, got.Body)
		}
		if got := c.put(documents.Ticket{URL: testworld.Origin + "/uploads/guess"}, bytes.NewReader(pdf)); got.Code != http.StatusNotFound {
			t.Errorf("guessed: %d", got.Code)
		}
		answer := httptest.NewRecorder()
		c.mux.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, strings.TrimPrefix(ticket.URL, testworld.Origin), nil))
		if answer.Code != http.StatusMethodNotAllowed || answer.Header().Get("Allow") != http.MethodPut {
			t.Errorf("POST: %d", answer.Code)
		}
		if row, err := s.Client().UploadTicket.Query().First(c.System()); err != nil || strings.Contains(ticket.URL, row.SecretHash) {
			t.Errorf("the secret is kept as it is: %v", err)
		}
	})
}

func TestOfTwoUploadsWithOneTicketOneIsKept(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		c := newCounter(t, s)
		pdf := testworld.PDF("race")
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
	_, err := c.Documents.CreateTickets(c.AsEmployer(), documents.CreateTicketsInput{ForID: c.Plan, Files: []documents.FileInput{
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
	if _, err := c.Documents.CreateTickets(c.AsStranger(), documents.CreateTicketsInput{ForID: c.Plan, Files: []documents.FileInput{{Name: "a.pdf", Size: 1}}}); !fault.Is(err, fault.CodeNotFound) {
		t.Errorf("for another's plan: %v", err)
	}
	for _, n := range []int{0, 21} {
		if _, err := c.Documents.CreateTickets(c.AsEmployer(), documents.CreateTicketsInput{ForID: c.Plan, Files: make([]documents.FileInput, n)}); !fault.HasReason(err, "TOO_MANY_FILES") {
			t.Errorf("%d files: %v", n, err)
		}
	}
}

// aFile uploads a file and makes it one of a document of the project file.
func (c *counter) aFile(content []byte, name string) *ent.File {
	c.T.Helper()
	tickets, err := c.Documents.CreateTickets(c.AsEmployer(), documents.CreateTicketsInput{ForID: c.Plan, Files: []documents.FileInput{{Name: name, Size: len(content)}}})
	c.Must(err)
	if got := c.put(tickets[0], bytes.NewReader(content)); got.Code != http.StatusCreated {
		c.T.Fatalf("upload: %s", got.Body)
	}
	upload, err := c.Documents.Claim(c.AsEmployer(), tickets[0].ID, c.Plan)
	c.Must(err)
	var file *ent.File
	c.Must(c.Documents.Store.Tx(c.AsEmployer(), func(tx *ent.Tx) (err error) {
		now := c.Documents.Clock.Wall()
		doc, err := tx.Document.Create().SetID(ids.New(ids.Document)).SetPlanID(c.Plan).SetKind("KVK").SetStatement(fields.Document{}).SetAttachedBy("per_x").
			SetOrganisationID(c.Organ).SetRegionalOrganisationID(testworld.RegionalOrganisation).SetCreatedAt(now).SetUpdatedAt(now).Save(c.AsEmployer())
		if err != nil {
			return err
		}
		file, err = c.Documents.Keep(c.AsEmployer(), tx, upload, doc.ID)
		return err
	}))
	c.Documents.Release(c.AsEmployer(), upload)
	return file
}

func (c *counter) get(ctx context.Context, url string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	c.mux.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, http.MethodGet, strings.TrimPrefix(url, testworld.Origin), nil))
	return answer
}

func TestAFileIsHandedToWhoAskedForFiveMinutes(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		c := newCounter(t, s)
		pdf := testworld.PDF("handed out")
		file := c.aFile(pdf, `C:\fakepath\uit"treksel €.exe.pdf`)
		if got := c.kept(); len(got) != 1 || !strings.HasPrefix(got[0], "/documents/") {
			t.Errorf("kept %v", got)
		}
		url, err := c.Documents.DownloadURL(c.AsEmployer(), file)
		c.Must(err)
		answer := c.get(c.AsEmployer(), url)
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
		colleague := c.Person(actor.Actor{Role: actor.Employer, OrganisationID: c.Organ}) // sees the file, and did not ask for this address
		for name, got := range map[string]int{
			"a colleague": c.get(colleague(), url).Code, "nobody": c.get(t.Context(), url).Code,
			"another signature": c.get(c.AsEmployer(), url+"x").Code, "another moment": c.get(c.AsEmployer(), strings.Replace(url, ".", ".z", 2)).Code,
		} {
			if got != http.StatusNotFound {
				t.Errorf("%s: %d", name, got)
			}
		}
		c.Pass(5 * 60 * time.Second)
		if got := c.get(c.AsEmployer(), url).Code; got != http.StatusNotFound {
			t.Errorf("too late: %d", got)
		}
		if _, err := c.Documents.DownloadURL(c.AsStranger(), file); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("a stranger asked: %v", err)
		}
		lines, err := s.Client().AuditEntry.Query().Where(auditentry.Act("downloadFile")).All(c.System())
		c.Must(err)
		if len(lines) != 1 || *lines[0].SubjectID != *file.DocumentID {
			t.Errorf("audit: %+v", lines)
		}
	})
}

func TestWhatIsNeverAttachedIsSwept(t *testing.T) {
	t.Parallel()
	c := newCounter(t, storetest.SQLite(t))
	pdf := testworld.PDF("forgotten")
	ticket := c.ticket(len(pdf), nil)
	c.put(ticket, bytes.NewReader(pdf))
	c.Pass(60 * 60 * time.Second)
	if _, err := c.Documents.Claim(c.AsEmployer(), ticket.ID, c.Plan); err != nil {
		t.Errorf("attached within a day: %v", err)
	}
	c.Must(os.RemoveAll(filepath.Join(c.Blobs, "documents")))
	c.Pass(25 * 60 * 60 * time.Second)
	if _, err := c.Documents.Claim(c.AsEmployer(), ticket.ID, c.Plan); !fault.HasReason(err, documents.ReasonTicketExpired) {
		t.Errorf("attached after a day: %v", err)
	}
	n, err := c.Documents.Sweep(c.System())
	c.Must(err)
	if n != 1 || c.kept() != nil {
		t.Errorf("swept %d, kept %v", n, c.kept())
	}
	if n, err = c.Documents.Sweep(c.System()); n != 0 || err != nil {
		t.Errorf("swept again: %d, %v", n, err)
	}
}

// A blob and its row are written one after the other: a server that is killed between them leaves a blob behind.
func TestABlobThatNoRowNamesIsSwept(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		c := newCounter(t, s)
		named := c.aFile(testworld.PDF("named"), "a.pdf")
		waiting := testworld.PDF("waiting")
		ticket := c.ticket(len(waiting), nil)
		c.put(ticket, bytes.NewReader(waiting))
		_, err := c.Documents.Claim(c.AsEmployer(), ticket.ID, c.Plan) // and the act that would make a document is never done
		c.Must(err)
		c.Must(os.WriteFile(filepath.Join(c.Blobs, "quarantine", "upl_orphan"), waiting, 0o600))

		sweep := func(want int) {
			t.Helper()
			c.Must(filepath.WalkDir(c.Blobs, func(path string, _ fs.DirEntry, err error) error {
				return errors.Join(err, os.Chtimes(path, c.Wall(), c.Wall()))
			}))
			c.Pass(49 * time.Hour)
			if n, err := c.Documents.SweepOrphans(c.System()); n != want || err != nil {
				t.Errorf("swept %d, %v; want %d, kept %v", n, err, want, c.kept())
			}
		}
		sweep(2)
		url, err := c.Documents.DownloadURL(c.AsEmployer(), named)
		c.Must(err)
		if answer := c.get(c.AsEmployer(), url); answer.Code != http.StatusOK {
			t.Errorf("a file of a document: %d", answer.Code)
		}
		if got := len(c.kept()); got != 2 {
			t.Errorf("kept %v, want the file of a document and the upload that a row names", c.kept())
		}
		sweep(0)
	})
}

// Of a server that is killed nothing stays in the spool, because what lies there has no name; and one link, or one person,
// cannot fill it.
func TestTheSpoolIsBounded(t *testing.T) {
	t.Parallel()
	c := newCounter(t, storetest.SQLite(t))
	pdf := testworld.PDF("slow")
	tickets := make([]documents.Ticket, 9)
	for i := range tickets {
		tickets[i] = c.ticket(len(pdf), nil)
	}
	var ends []*io.PipeWriter
	answers := make(chan int, len(tickets))
	begin := func(ticket documents.Ticket) {
		body, end := io.Pipe()
		go func() { answers <- c.put(ticket, body).Code }()
		_, err := end.Write(pdf[:10]) // returns when it was read, so that the upload has its place
		c.Must(err)
		ends = append(ends, end)
	}
	for _, ticket := range tickets[:8] {
		begin(ticket)
	}
	if left := c.kept(); left != nil {
		t.Errorf("a server that were killed now would leave %v", left)
	}
	if answer := c.put(tickets[0], bytes.NewReader(pdf)); answer.Code != http.StatusConflict || !strings.Contains(answer.Body.String(), "UPLOAD_UNDER_WAY") {
		t.Errorf("a second body for one link: %d %s", answer.Code, answer.Body)
	}
	if answer := c.put(tickets[8], bytes.NewReader(pdf)); answer.Code != http.StatusTooManyRequests || answer.Header().Get("Retry-After") == "" {
		t.Errorf("a ninth file at once of one person: %d %s", answer.Code, answer.Body)
	}
	for _, end := range ends {
		_, err := end.Write(pdf[10:])
		c.Must(errors.Join(err, end.Close()))
	}
	for range ends {
		if code := <-answers; code != http.StatusCreated {
			t.Errorf("an upload that came in slowly: %d", code)
		}
	}
	if answer := c.put(tickets[8], bytes.NewReader(pdf)); answer.Code != http.StatusCreated {
		t.Errorf("the ninth, when there is place: %d %s", answer.Code, answer.Body)
	}
}

type scanner struct {
	clean bool
	err   error
}

func (s scanner) Scan(context.Context, io.Reader) (bool, error) { return s.clean, s.err }

func TestAScannerKeepsFilesOut(t *testing.T) {
	t.Parallel()
	pdf := testworld.PDF("scan")
	for name, test := range map[string]struct {
		scanner scanner
		want    int
	}{
		"clean": {scanner{clean: true}, http.StatusCreated}, "malicious": {scanner{}, http.StatusUnprocessableEntity},
		"down": {scanner{err: errors.New("refused")}, http.StatusServiceUnavailable},
	} {
		c := newCounter(t, storetest.SQLite(t))
		c.Documents.Scanner = test.scanner
		if got := c.put(c.ticket(len(pdf), nil), bytes.NewReader(pdf)); got.Code != test.want {
			t.Errorf("%s: %d", name, got.Code)
		}
		if got := len(c.kept()); (got == 1) != test.scanner.clean {
			t.Errorf("%s: %d kept", name, got)
		}
	}
}
