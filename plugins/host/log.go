package host

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"time"
)

// The output of a plugin is cut to this many bytes a line and lines a second.
const (
	maxLine  = 1024
	maxLines = 50
)

// lines returns a writer that puts the output of the plugin into the host's log.
func (p *Process) lines(stream string) *lineWriter {
	return &lineWriter{
		now:  time.Now,
		tell: func(line string) { p.log.Warn("plugin output", "stream", stream, "line", line) },
	}
}

// A lineWriter passes on whole lines, bounded in length and number. It never fails,
// so that the plugin is never held up by its log.
type lineWriter struct {
	now  func() time.Time
	tell func(line string)

	mu      sync.Mutex
	line    []byte
	long    bool // the rest of this line is dropped
	second  int64
	told    int
	dropped int
}

// Write implements [io.Writer].
func (w *lineWriter) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := len(b)
	for len(b) > 0 {
		line, rest, whole := bytes.Cut(b, []byte{'\n'})
		if room := maxLine - len(w.line); len(line) > room {
			line, w.long = line[:room], true
		}
		w.line = append(w.line, line...)
		if whole {
			w.flush()
		}
		b = rest
	}
	return n, nil
}

func (w *lineWriter) flush() {
	line, long := strings.ToValidUTF8(string(w.line), "�"), w.long
	w.line, w.long = w.line[:0], false
	if second := w.now().Unix(); second != w.second {
		if w.dropped > 0 {
			w.tell(fmt.Sprintf("(%d lines dropped)", w.dropped))
		}
		w.second, w.told, w.dropped = second, 0, 0
	}
	if w.told++; w.told > maxLines {
		w.dropped++
		return
	}
	if long {
		line += " (cut)"
	}
	if line != "" {
		w.tell(line)
	}
}

// bounded cuts a text that may come from a plugin.
func bounded(s string) string {
	if len(s) > 300 {
		s = strings.ToValidUTF8(s[:300], "") + " (cut)"
	}
	return s
}
