package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations"
)

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

// review plays the SSC's review of a submitted registration. A repair concerns the documents of one column.
func (s *seeder) review(ctx context.Context, r *ent.Registration, column, state string) error {
	ssc, err := s.as(ctx, "ssc@demo.example")
	if err != nil {
		return err
	}
	r, err = s.Registrations.StartReview(ssc, registrations.StartReviewInput{RegistrationID: r.ID, ExpectedVersion: r.Version})
	if err != nil || state == "IN_REVIEW" {
		return err
	}
	reason := "Niet leesbaar."
	in := registrations.DecideInput{RegistrationID: r.ID, Verdict: state}
	switch state {
	case "APPROVED":
		err = s.judge(ssc, r, "")
	case "REPAIR":
		err = s.judge(ssc, r, column)
		in.Note, in.RepairBy = &reason, pointer(entry.DateOf(s.Clock.Regulation().AddDate(0, 1, 0)))
	case "REJECTED":
		in.Note = pointer("De scholing past niet bij het gekozen doel.")
	}
	if err != nil {
		return err
	}
	if r, err = s.reload(ssc, r); err != nil {
		return err
	}
	in.ExpectedVersion = r.Version
	_, err = s.Registrations.Decide(ssc, in)
	return err
}

// judge approves every cell but those of the column that is rejected.
func (s *seeder) judge(ssc context.Context, r *ent.Registration, rejected string) error {
	cells, err := r.QueryCells().Where(cell.StateNEQ("NOT_REQUIRED")).All(ssc)
	if err != nil {
		return err
	}
	reasons, err := s.reasons(ssc, r)
	if err != nil {
		return err
	}
	in := matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: r.Version}
	for _, c := range cells {
		word := matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "APPROVED"}
		if c.Column == rejected {
			word.Verdict, word.Reason, word.Note = "REJECTED", &reasons[0], pointer("De scan is niet leesbaar.")
		}
		in.Cells = append(in.Cells, word)
	}
	_, err = s.Registrations.JudgeCells(ssc, in)
	return err
}

// reasons are the codes of the reasons for a rejection that the scheme knows.
func (s *seeder) reasons(ctx context.Context, r *ent.Registration) ([]string, error) {
	p, err := r.QueryPlan().Only(ctx)
	if err != nil {
		return nil, err
	}
	release, ok := s.Catalog.Release(p.ReleaseID)
	if !ok || len(release.Manifest.ReasonCodes) == 0 {
		return nil, errors.New("the scheme knows no reasons for a rejection")
	}
	var codes []string
	for _, c := range release.Manifest.ReasonCodes {
		codes = append(codes, c.Code)
	}
	return codes, nil
}
