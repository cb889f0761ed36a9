package host_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/plugins/internal/hostile"
	"github.com/penvoerder/penvoerder/schemes"
)

// same compares values of package schemes as they are written in JSON.
var same = cmp.Options{
	cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(schemes.Rule{}), cmp.Comparer(func(a, b schemes.Instant) bool { return a == b }),
}

func TestAProcessAnswersLikeTheSchemeInMemory(t *testing.T) {
	t.Parallel()
	p := start(t, "good", nil)
	memory := hostile.New("hostile")
	for _, n := range []int{0, 1, 500} {
		b := schemes.Batch{Questions: hostile.Questions(n)}
		want, got := judge(t, memory, b), judge(t, p, b)
		if diff := cmp.Diff(want, got, same); diff != "" {
			t.Errorf("%d questions: in memory (-) and through the process (+):\n%s", n, diff)
		}
	}
	if diff := cmp.Diff(memory.Manifest(), p.Manifest(), same); diff != "" {
		t.Errorf("manifest in memory (-) and through the process (+):\n%s", diff)
	}
}

func TestOverridesReachTheScheme(t *testing.T) {
	t.Parallel()
	p := start(t, "good", nil)
	b := good()
	plain := judge(t, p, b)
	b.Overrides = schemes.Overrides{"rate": {{Text: "18.08", From: schemes.On(2026, time.January, 1), Assumption: true}}}
	if got := judge(t, p, b); *got[0].Whole.Amount < *plain[0].Whole.Amount*2-1 {
		t.Errorf("amount is %s at twice the rate, was %s", got[0].Whole.Amount, plain[0].Whole.Amount)
	}
}

func TestAMalformedQuestionFailsAlone(t *testing.T) {
	t.Parallel()
	p := start(t, "good", nil)
	b := schemes.Batch{Questions: hostile.Questions(3)}
	b.Questions[1].Registration = nil
	b.Questions[2].Plan = &schemes.Plan{}
	got := judge(t, p, b)
	if got[0].Failure != "" || got[1].Failure == "" || got[2].Failure == "" {
		t.Errorf("failures are %q, %q and %q", got[0].Failure, got[1].Failure, got[2].Failure)
	}
}

func TestAPluginHasNoEnvironment(t *testing.T) {
	t.Parallel()
	p := start(t, "environment", nil)
	env := p.Manifest().Authority
	if strings.Contains(env, hostile.Canary) {
		t.Error("the plugin read a secret of the host")
	}
	for _, v := range strings.Split(env, "\x00") {
		name, _, _ := strings.Cut(v, "=")
		switch name {
		case "GOMEMLIMIT", "PENVOERDER_PARENT", "PENVOERDER_SCHEME", "PLUGIN_UNIX_SOCKET_DIR", "PLUGIN_MIN_PORT", "PLUGIN_MAX_PORT",
			"PLUGIN_PROTOCOL_VERSIONS", "PLUGIN_CLIENT_CERT":
		default:
			t.Errorf("the plugin sees %s", name)
		}
	}
}

func TestAPanicOfASchemeIsAFailedCallAndNoCrash(t *testing.T) {
	t.Parallel()
	var log logBook
	p := start(t, "panicking scheme", func(c *host.Config) { c.Logger = log.logger() })
	before := p.Health().PID
	_, err := p.Judge(t.Context(), good())
	wantFault(t, err, fault.CodeInternal, host.ReasonFailed)
	if p.Health().PID != before {
		t.Error("the process ended")
	}
	if strings.Contains(log.String(), hostile.Canary) {
		t.Error("the log tells what was panicked with")
	}
}

func TestACallerThatGivesUpIsLetGoAndTheHangIsStillEnded(t *testing.T) {
	t.Parallel()
	p := start(t, "hang", func(c *host.Config) { c.Deadline = time.Second })
	before := p.Health().PID
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := p.Judge(ctx, bad())
	wantFault(t, err, fault.CodeUnavailable, host.ReasonUnavailable)
	happens(t, "another process instead of the one that hangs", func() bool { return p.Health().PID != before && p.Health().PID != 0 })
}

func TestTheCircuitOpensAfterFiveFailuresAndClosesAgain(t *testing.T) {
	t.Parallel()
	const open = 10 * time.Second // long enough to look at it on a machine with other work
	p := start(t, "killed", func(c *host.Config) { c.CoolDown = open })
	for range 4 {
		_, err := p.Judge(t.Context(), bad())
		wantFault(t, err, fault.CodeUnavailable, host.ReasonUnavailable)
		recovers(t, p)
	}
	_, err := p.Judge(t.Context(), bad())
	wantFault(t, err, fault.CodeUnavailable, host.ReasonUnavailable)
	opens(t, p, 4)
	begin := time.Now()
	if _, err = p.Judge(t.Context(), good()); time.Since(begin) > open/2 {
		t.Error("a call to an open circuit had to wait")
	}
	wantFault(t, err, fault.CodeUnavailable, host.ReasonUnavailable)
	recovers(t, p)
	if p.Health().Open {
		t.Error("the circuit is still open")
	}
}

// opens waits until the circuit is open, after no more than so many restarts.
func opens(t *testing.T, p *host.Process, restarts int) {
	t.Helper()
	happens(t, "an open circuit", func() bool {
		h := p.Health()
		if !h.Open && h.Restarts > restarts {
			t.Fatalf("it was started again: %+v", h)
		}
		return h.Open
	})
}

func TestAReleaseThatDescribesItselfOtherwiseAfterARestartStaysDown(t *testing.T) {
	t.Parallel()
	var log logBook
	p := start(t, "changing manifest", func(c *host.Config) { c.Logger = log.logger() })
	kill(t, p)
	opens(t, p, 0)
	if !strings.Contains(log.String(), "the manifest changed") {
		t.Error("the log does not say why")
	}
}

func TestAReleaseThatAnswersOtherwiseAfterARestartStaysDown(t *testing.T) {
	t.Parallel()
	var log logBook
	p := start(t, "changing answers", func(c *host.Config) { c.Logger = log.logger() })
	judge(t, p, good())
	kill(t, p)
	opens(t, p, 0)
	if !strings.Contains(log.String(), "it answers otherwise than before") {
		t.Error("the log does not say why")
	}
}

func TestAClosedProcessIsUnavailable(t *testing.T) {
	t.Parallel()
	p, err := tryStart(t, "good", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = p.Judge(t.Context(), good())
	wantFault(t, err, fault.CodeUnavailable, host.ReasonUnavailable)
}
