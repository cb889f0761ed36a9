package problem_test

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/problem"
)

func TestEachCodeHasItsStatus(t *testing.T) {
	t.Parallel()
	text := fault.Text{NL: "Nee.", EN: "No."}
	for want, err := range map[int]error{
		http.StatusBadRequest:          fault.Invalid(nil, "R", text, ""),
		http.StatusUnauthorized:        fault.Unauthenticated("R", text),
		http.StatusForbidden:           fault.Forbidden("R", text),
		http.StatusNotFound:            fault.NotFound("R"),
		http.StatusConflict:            fault.Conflict(nil, "R", text),
		http.StatusTooManyRequests:     fault.RateLimited("R", time.Minute),
		http.StatusServiceUnavailable:  fault.Unavailable("R", nil),
		http.StatusInternalServerError: fault.Internal("R", nil),
		http.StatusGone:                fault.Invalid(nil, "OVER", text, ""),
	} {
		w := problem.Writer{Logger: slog.New(slog.DiscardHandler), Failed: "FAILED", Statuses: map[string]int{"OVER": http.StatusGone}}
		if got := tell(t, w, err); got.Status != want || got.code != want {
			t.Errorf("%v: %d over HTTP, %d in the answer, want %d", err, got.code, got.Status, want)
		}
	}
}

func TestWhoMustWaitIsToldHowLong(t *testing.T) {
	t.Parallel()
	w := problem.Writer{Logger: slog.New(slog.DiscardHandler)}
	for after, want := range map[time.Duration]string{time.Minute: "60", 1500 * time.Millisecond: "2"} {
		if got := tell(t, w, fault.RateLimited("R", after)).header.Get("Retry-After"); got != want {
			t.Errorf("after %s: Retry-After %q, want %q", after, got, want)
		}
	}
	if got := tell(t, w, fault.NotFound("R")).header.Values("Retry-After"); got != nil {
		t.Errorf("what is not there has Retry-After %q", got)
	}
}

func TestWhatIsNoFaultIsLoggedAndNotTold(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	got := tell(t, problem.Writer{Logger: slog.New(slog.NewTextHandler(&log, nil)), Failed: "FAILED"}, errors.New("pq: secret"))
	if got.code != http.StatusInternalServerError || got.Reason != "FAILED" || strings.Contains(got.body, "secret") {
		t.Errorf("told %d %s", got.code, got.body)
	}
	if !strings.Contains(log.String(), "pq: secret") {
		t.Errorf("logged %q", log.String())
	}
}

type told struct {
	Status int
	Reason string
	code   int
	body   string
	header http.Header
}

func tell(t *testing.T, w problem.Writer, err error) told {
	t.Helper()
	r := httptest.NewRecorder()
	w.Write(r, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/files/x", nil), err)
	got := told{code: r.Code, body: r.Body.String(), header: r.Header()}
	if err := json.Unmarshal(r.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	return got
}
