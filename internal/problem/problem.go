// Package problem writes faults over plain HTTP, in the form of RFC 9457. Any other error is logged, and the caller
// reads nothing of it. The API has a presenter of its own, and the same statuses.
package problem

import (
	"cmp"
	"encoding/json"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// A Writer writes the faults that occur at the paths of one desk.
type Writer struct {
	Logger   *slog.Logger
	Failed   string         // reason that the caller reads for any other error
	Statuses map[string]int // of reasons that say more than their code does
}

// answer is the document, with the sentence in both languages.
type answer struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail"` // in the language asked for
	Code     string `json:"code"`
	Reason   string `json:"reason"`
	Expected string `json:"expected,omitempty"`
	Message  struct {
		NL string `json:"nl"`
		EN string `json:"en"`
	} `json:"message"`
}

// Write writes the first fault in err to the caller.
func (p Writer) Write(w http.ResponseWriter, r *http.Request, err error) {
	faults := fault.All(err)
	if len(faults) == 0 {
		p.Logger.ErrorContext(r.Context(), r.Pattern, "error", err)
		faults = []*fault.Error{fault.Internal(p.Failed, nil)}
	}
	f := faults[0]
	a := answer{
		Type: "about:blank", Status: p.status(f), Detail: f.Text.In(language(r)),
		Code: string(f.Code), Reason: f.Reason, Expected: f.Expected,
	}
	a.Title = http.StatusText(a.Status)
	a.Message.NL, a.Message.EN = f.Text.NL, f.Text.EN
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(f.RetryAfter.Seconds()))))
	}
	w.WriteHeader(a.Status)
	_ = json.NewEncoder(w).Encode(a) // the client has gone if this fails
}

func (p Writer) status(f *fault.Error) int {
	if s, ok := p.Statuses[f.Reason]; ok {
		return s
	}
	return cmp.Or(Status(f.Code), http.StatusInternalServerError)
}

// Status is the status in HTTP of a code of the closed set; 0 of any other.
func Status(c fault.Code) int { return codes[c] }

var codes = map[fault.Code]int{
	fault.CodeInvalid:         http.StatusBadRequest,
	fault.CodeUnauthenticated: http.StatusUnauthorized,
	fault.CodeForbidden:       http.StatusForbidden,
	fault.CodeNotFound:        http.StatusNotFound,
	fault.CodeConflict:        http.StatusConflict,
	fault.CodeRateLimited:     http.StatusTooManyRequests,
	fault.CodeUnavailable:     http.StatusServiceUnavailable,
	fault.CodeInternal:        http.StatusInternalServerError,
}

// language is Dutch unless English is asked for first.
func language(r *http.Request) string {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(r.Header.Get("Accept-Language"))), "en") {
		return "en"
	}
	return "nl"
}
