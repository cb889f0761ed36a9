package documents

import (
	"sync"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// How many files may be on their way in at once: what lies in the spool is bounded by these and by the largest file.
const (
	mostUploads        = 32 // of everybody, at one server
	mostUploadsOfOne   = 8  // of the person or token that asked for the tickets
	retryUploadAfter   = 2 * time.Second
	reasonUploadsBusy  = "TOO_MANY_UPLOADS"
	reasonUploadUnique = "UPLOAD_UNDER_WAY"
)

// places are those of the files that are on their way in. It is safe for concurrent use.
type places struct {
	mu      sync.Mutex
	tickets map[string]bool
	of      map[string]int // by whom the ticket was made for
}

// take returns how to leave again, or why there is no place now. A ticket has one.
func (p *places) take(t *ent.UploadTicket) (leave func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.tickets[t.ID]:
		return nil, fault.Conflict(nil, reasonUploadUnique, fault.Text{
			NL: "Met deze uploadlink wordt al een bestand geüpload. Wacht tot dat klaar is.",
			EN: "A file is being uploaded with this link already. Wait until that is done.",
		})
	case len(p.tickets) >= mostUploads, p.of[t.CreatedBy] >= mostUploadsOfOne:
		return nil, fault.RateLimited(reasonUploadsBusy, retryUploadAfter)
	}
	if p.tickets == nil {
		p.tickets, p.of = map[string]bool{}, map[string]int{}
	}
	p.tickets[t.ID] = true
	p.of[t.CreatedBy]++
	return func() { p.leave(t) }, nil
}

func (p *places) leave(t *ent.UploadTicket) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.tickets, t.ID)
	if p.of[t.CreatedBy]--; p.of[t.CreatedBy] == 0 {
		delete(p.of, t.CreatedBy)
	}
}
