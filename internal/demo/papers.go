package demo

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"path"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// A paper is a document that serves everybody, and the column of the matrix that it
// completes.
type paper struct {
	kind, column string
	statement    question.DocumentInput
}

func ofMonth(day string) question.DocumentInput {
	return question.DocumentInput{Document: fields.Document{Month: new(typed.YearMonth(day[:len("2006-01")]))}}
}

// signed returns a signature dated some days after a day.
func signed(signer, day string, after int) question.SignatureInput {
	on := typed.Date(day)
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		on = typed.DateOf(t.AddDate(0, 0, after))
	}
	return question.SignatureInput{Signer: signer, SignedOn: &on, IsTraceable: pointer(true)}
}

// handIn attaches papers, for everybody, and says that they are complete.
func (s *seeder) handIn(employer context.Context, r *ent.Registration, papers []paper) (*ent.Registration, error) {
	for _, d := range papers {
		ticket, err := s.upload(employer, r.ID, d.kind)
		if err != nil {
			return nil, err
		}
		if r, err = s.reload(employer, r); err != nil {
			return nil, err
		}
		_, err = s.Registrations.AttachDocument(employer, matrix.AttachDocumentInput{
			TicketID: ticket, ForID: r.ID, ExpectedVersion: r.Version, Kind: d.kind, ServesAll: true, Statement: &d.statement,
		})
		if err != nil {
			return nil, fmt.Errorf("attach %s: %w", d.kind, err)
		}
		if r, err = s.reload(employer, r); err != nil {
			return nil, err
		}
		_, err = s.Registrations.CompleteCells(employer, matrix.CompleteCellsInput{ForID: r.ID, ExpectedVersion: r.Version, Column: d.column, IsComplete: true})
		if err != nil {
			return nil, fmt.Errorf("complete %s: %w", d.column, err)
		}
	}
	return s.reload(employer, r)
}

func (s *seeder) reload(ctx context.Context, r *ent.Registration) (*ent.Registration, error) {
	return s.Store.Client().Registration.Get(ctx, r.ID)
}

// upload brings a made-up PDF to a new ticket and returns the ticket's id.
func (s *seeder) upload(employer context.Context, forID, name string) (string, error) {
	content := page(forID + " " + name)
	tickets, err := s.Documents.CreateTickets(employer, documents.CreateTicketsInput{
		ForID: forID, Files: []documents.FileInput{{Name: name + ".pdf", Size: len(content)}},
	})
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(employer, http.MethodPut, tickets[0].URL, bytes.NewReader(content))
	if err != nil {
		return "", err
	}
	req.SetPathValue("ticket", path.Base(req.URL.Path))
	answer := &statusOnly{header: http.Header{}}
	s.Documents.Uploads().ServeHTTP(answer, req)
	if answer.status != http.StatusCreated {
		return "", fmt.Errorf("upload %s: status %d", name, answer.status)
	}
	return tickets[0].ID, nil
}

// statusOnly keeps the status of an answer.
type statusOnly struct {
	header http.Header
	status int
}

func (s *statusOnly) Header() http.Header         { return s.header }
func (s *statusOnly) Write(b []byte) (int, error) { return len(b), nil }
func (s *statusOnly) WriteHeader(status int)      { s.status = status }

// page is an empty PDF of one page that carries note.
func page(note string) []byte {
	var b bytes.Buffer
	var at []int
	b.WriteString("%PDF-1.4\n")
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n%% %s\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", note, len(at)+1, table)
	return b.Bytes()
}
