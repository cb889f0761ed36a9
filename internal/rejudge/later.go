package rejudge

import (
	"context"
	"sync"
)

// marked are the organisations of which an act marked something.
type marked struct {
	mu  sync.Mutex
	ids []string
}

type markedKey struct{}

// Later returns a context in which marks wait for the next round: for the rows of an import.
func Later(ctx context.Context) context.Context {
	return context.WithValue(ctx, markedKey{}, (*marked)(nil))
}

// note remembers in the context whose judgements are due.
func note(ctx context.Context, organisationID string) {
	m, _ := ctx.Value(markedKey{}).(*marked)
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range m.ids {
		if id == organisationID {
			return
		}
	}
	m.ids = append(m.ids, organisationID)
}
