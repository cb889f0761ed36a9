package command

import (
	"io"
	"log/slog"
	"os"
	"strings"
)

// newLogger returns the structured log of the program: lines for people on a
// terminal, JSON elsewhere. Keys that could carry personal data or a secret are
// blanked whoever writes them.
func newLogger(w io.Writer, level slog.Level) *slog.Logger {
	o := &slog.HandlerOptions{Level: level, ReplaceAttr: redact}
	if isTerminal(w) {
		return slog.New(slog.NewTextHandler(w, o))
	}
	return slog.New(slog.NewJSONHandler(w, o))
}

// blanked are parts of keys whose values never reach a log.
var blanked = []string{"password", "secret", "token", "cookie", "authorization", "email", "bsn", "iban", "birth", "variables"}

func redact(_ []string, a slog.Attr) slog.Attr {
	key := strings.ToLower(a.Key)
	for _, part := range blanked {
		if strings.Contains(key, part) {
			return slog.String(a.Key, "[blanked]")
		}
	}
	return a
}

// isTerminal reports whether w is a terminal, where people read.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
