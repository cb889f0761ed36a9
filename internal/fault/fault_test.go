package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/fault"
)

func TestAnEmptyCollectorIsNoError(t *testing.T) {
	t.Parallel()
	var c fault.Collector
	c.Add(nil)
	if err := c.Err(); err != nil {
		t.Fatalf("Err() = %v, want nil", err)
	}
}

func TestACollectorKeepsEveryFaultInOrder(t *testing.T) {
	t.Parallel()
	var c fault.Collector
	c.Add(fault.Required([]string{"input", "name"}))
	c.Add(fault.Stale([]string{"input", "expectedVersion"}, nil, 3))
	err := fmt.Errorf("amend organisation: %w", c.Err())

	var got []string
	for _, e := range fault.All(err) {
		got = append(got, e.Reason)
	}
	if diff := cmp.Diff([]string{"REQUIRED", "STALE_VERSION"}, got); diff != "" {
		t.Error(diff)
	}
	if !fault.HasReason(err, "STALE_VERSION") || fault.HasReason(err, "NOT_FOUND") {
		t.Error("HasReason does not look at every fault")
	}
	if got := fault.CodeOf(err); got != fault.CodeInvalid {
		t.Errorf("CodeOf = %s, want that of the first", got)
	}
}

func TestAnythingElseIsInternal(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk full")
	if got := fault.CodeOf(cause); got != fault.CodeInternal {
		t.Errorf("CodeOf = %s", got)
	}
	if fault.Is(nil, fault.CodeInternal) {
		t.Error("no error is no fault")
	}
	wrapped := fault.Unavailable("SCHEME_UNAVAILABLE", cause)
	if !errors.Is(wrapped, cause) {
		t.Error("the cause is lost to the log")
	}
}

func TestTextIsDutchUnlessEnglishIsAskedAndThere(t *testing.T) {
	t.Parallel()
	text := fault.Text{NL: "ja", EN: "yes"}
	for language, want := range map[string]string{"nl": "ja", "en": "yes", "": "ja", "fr": "ja"} {
		if got := text.In(language); got != want {
			t.Errorf("In(%q) = %q, want %q", language, got, want)
		}
	}
	if got := (fault.Text{NL: "ja"}).In("en"); got != "ja" {
		t.Errorf("without English: %q", got)
	}
}

func TestOnlyInputAndConflictsAreMendable(t *testing.T) {
	t.Parallel()
	if !fault.Required(nil).IsMendable() || !fault.Stale(nil, nil, 1).IsMendable() {
		t.Error("INVALID and CONFLICT are the caller's to mend")
	}
	if fault.NotFound("X").IsMendable() || fault.Internal("X", nil).IsMendable() {
		t.Error("the rest is not")
	}
}
