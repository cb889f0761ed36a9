package pdf

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// packedPages is a PDF of one page with n streams of a megabyte each.
func packedPages(n int) []byte {
	var packed, b bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write(make([]byte, 1<<20)) // into memory
	_ = w.Close()
	b.WriteString("%PDF-1.4\n1 0 obj << /Pages 2 0 R >> endobj 2 0 obj << /Kids [3 0 R] >> endobj 3 0 obj << /Type /Page >> endobj\n")
	for i := range n {
		fmt.Fprintf(&b, "%d 0 obj << /Filter /FlateDecode /Length %d >> stream\n%s\nendstream endobj\n", 4+i, packed.Len(), packed.String())
	}
	fmt.Fprintf(&b, "xref\ntrailer << /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", b.Len())
	return b.Bytes()
}

func TestManyStreamsTogetherAreBoundedToo(t *testing.T) {
	t.Parallel()
	for streams, want := range map[int]Objection{3: None, 5: TooMuch} {
		content := packedPages(streams)
		b := newBudget(t.Context(), len(content))
		b.unpacked = 4 << 20
		if got := inspect(b, content); got != want {
			t.Errorf("%d streams of a megabyte: %d, want %d", streams, got, want)
		}
	}
}

func TestEachByteIsReadAFewTimesAtMost(t *testing.T) {
	t.Parallel()
	content := []byte("%PDF-1.4\n" + strings.Repeat("1 0 obj << /A [ ", 1<<14) + "xref\ntrailer << /Root 1 0 R >>\nstartxref\n262153\n%%EOF")
	b := newBudget(t.Context(), len(content))
	before := b.bytes
	if got := inspect(b, content); got != TooMuch {
		t.Errorf("found %d", got)
	}
	if spent := before - b.bytes; spent > before+len(content) {
		t.Errorf("%d bytes were read of %d", spent, len(content))
	}
}

func TestWhoGoesAwayIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Inspect(ctx, packedPages(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("inspected: %v", err)
	}
}
