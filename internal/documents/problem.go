package documents

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// problem is a refusal as RFC 9457 writes it, with the sentence in both languages.
type problem struct {
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

// statuses of reasons that say more than their code does.
var statuses = map[string]int{
	ReasonTooLarge:      http.StatusRequestEntityTooLarge,
	ReasonTypeRefused:   http.StatusUnsupportedMediaType,
	ReasonQuarantined:   http.StatusUnprocessableEntity,
	ReasonTicketExpired: http.StatusGone,
	ReasonTicketUsed:    http.StatusConflict,
}

func statusOf(f *fault.Error) int {
	if s, ok := statuses[f.Reason]; ok {
		return s
	}
	switch f.Code {
	case fault.CodeInvalid:
		return http.StatusBadRequest
	case fault.CodeNotFound:
		return http.StatusNotFound
	case fault.CodeUnauthenticated:
		return http.StatusUnauthorized
	case fault.CodeForbidden:
		return http.StatusForbidden
	case fault.CodeUnavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// answerProblem tells the caller what is wrong; of what is no fault the caller hears nothing.
func (d *Desk) answerProblem(w http.ResponseWriter, r *http.Request, err error) {
	faults := fault.All(err)
	if len(faults) == 0 {
		d.Logger.ErrorContext(r.Context(), "files", "error", err)
		faults = []*fault.Error{fault.Internal("FILE_FAILED", nil)}
	}
	f := faults[0]
	p := problem{
		Type: "about:blank", Status: statusOf(f), Detail: f.Text.In(language(r)),
		Code: string(f.Code), Reason: f.Reason, Expected: f.Expected,
	}
	p.Title = http.StatusText(p.Status)
	p.Message.NL, p.Message.EN = f.Text.NL, f.Text.EN
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client has gone if this fails
}

// language is Dutch unless English is asked for first.
func language(r *http.Request) string {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(r.Header.Get("Accept-Language"))), "en") {
		return "en"
	}
	return "nl"
}
