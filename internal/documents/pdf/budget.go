package pdf

import (
	"context"
	"time"
)

const (
	longest     = 30 * time.Second
	readsOf     = 16       // times that each byte may be read, on average
	mostPlaces  = 500_000  // objects
	mostObjects = 64 << 20 // bytes of all object streams together
	mostStream  = 64 << 20 // unpacked bytes of one stream that is no image
	mostPixels  = 100_000_000
	mostInAll   = 1 << 30 // unpacked bytes of all streams together
)

// budget is what one inspection may still spend. It never comes back once it is gone.
type budget struct {
	ctx      context.Context //nolint:containedctx // lives as long as one inspection
	bytes    int
	unpacked int
	objects  int
	gone     bool
}

func newBudget(ctx context.Context, size int) *budget {
	return &budget{ctx: ctx, bytes: readsOf*size + 1<<20, unpacked: mostInAll, objects: mostObjects}
}

// read spends n bytes of reading, and reports whether they were there.
func (b *budget) read(n int) bool { return b.spend(&b.bytes, n) }

func (b *budget) spend(from *int, n int) bool {
	*from -= n
	if *from < 0 || b.ctx.Err() != nil {
		b.gone = true
	}
	return !b.gone
}

func (b *budget) exceed() { b.gone = true }
