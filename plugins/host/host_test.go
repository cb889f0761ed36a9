package host_test

import (
	"context"
	"strings"
	"sync"
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

// Modes that answer in time: nothing of the answer is believed, the process stays.
func TestAnswersThatDoNotVerifyAreRefused(t *testing.T) {
	t.Parallel()
	for mode := range hostile.Answers {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			var log logBook
			p := start(t, mode, func(c *host.Config) { c.Logger = log.logger() })
			before := p.Health().PID
			b := bad()
			b.Questions = append(b.Questions, good().Questions...)
			got := judge(t, p, b)
			if diff := cmp.Diff(schemes.Answer{Failure: got[0].Failure}, got[0], same); diff != "" || got[0].Failure == "" {
				t.Errorf("the answer was believed: %+v", got[0])
			}
			if got[1].Failure != "" || got[1].Whole.Amount == nil {
				t.Errorf("the question beside it was not answered: %+v", got[1])
			}
			if strings.Contains(got[0].Failure+log.String(), hostile.Canary) {
				t.Error("a secret is told")
			}
			if after := p.Health().PID; after != before {
				t.Error("the process was started again")
			}
		})
	}
}

// Modes in which the call goes wrong: a fault within the deadline and a second, the
// others' answers untouched, and an answer again soon.
func TestCallsThatGoWrongAreRefused(t *testing.T) {
	t.Parallel()
	bystander := start(t, "good", nil)
	want := judge(t, bystander, good())
	for mode := range hostile.Calls {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			var log logBook
			deadline := time.Minute
			p := start(t, mode, func(c *host.Config) {
				c.Logger, c.MemoryLimit = log.logger(), 2<<30
				switch mode {
				case "memory":
					c.MemoryLimit = 128 << 20
				case "hang", "spin", "stopped":
					deadline = 2 * time.Second
					c.Deadline = deadline
				}
			})
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() { believableOrRefused(t, p, want) })
				wg.Go(func() {
					if diff := cmp.Diff(want, judge(t, bystander, good()), same); diff != "" {
						t.Errorf("another scheme answers otherwise:\n%s", diff)
					}
				})
			}
			begin := time.Now()
			_, err := p.Judge(context.Background(), bad())
			if took := time.Since(begin); took > deadline+slack {
				t.Errorf("refused after %s", took)
			}
			wg.Wait()
			switch mode {
			case "other request", "fewer answers", "more answers", "secret in error", "200 megabytes", "output flood":
				wantFault(t, err, fault.CodeInternal, host.ReasonFailed)
			default:
				wantFault(t, err, fault.CodeUnavailable, host.ReasonUnavailable)
			}
			recovers(t, p)
			// Three streams of fifty lines of a kilobyte each second, and some words.
			if n, most := len(log.String()), (3+int(time.Since(begin).Seconds()))*3*50*1200; n > most {
				t.Errorf("%d bytes were logged, more than %d", n, most)
			}
			if mode != "panic" && strings.Contains(log.String(), hostile.Canary) {
				t.Error("the log tells a secret")
			}
		})
	}
}

func believableOrRefused(t *testing.T, p *host.Process, want []schemes.Answer) {
	got, err := p.Judge(context.Background(), good())
	if err != nil {
		wantFault(t, err, fault.CodeUnavailable, host.ReasonUnavailable)
		return
	}
	if diff := cmp.Diff(want, got, same); diff != "" {
		t.Errorf("wrong answer beside a failure:\n%s", diff)
	}
}

func TestPluginsThatDoNotStartAreRefused(t *testing.T) {
	t.Parallel()
	for _, mode := range hostile.Starts {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			_, err := tryStart(t, mode, func(c *host.Config) { c.StartTimeout = 4 * time.Second })
			if err == nil {
				t.Fatal("it was started")
			}
			if strings.Contains(err.Error(), hostile.Canary) {
				t.Errorf("the error tells what the plugin wrote: %v", err)
			}
		})
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
	for end := time.Now().Add(time.Minute); p.Health().PID == before || p.Health().PID == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the process that hangs was not ended")
		}
	}
}

func TestTheCircuitOpensAfterFiveFailuresAndClosesAgain(t *testing.T) {
	t.Parallel()
	p := start(t, "killed", func(c *host.Config) { c.CoolDown = 1500 * time.Millisecond })
	for range 4 {
		_, err := p.Judge(t.Context(), bad())
		wantFault(t, err, fault.CodeUnavailable, host.ReasonUnavailable)
		recovers(t, p)
	}
	_, err := p.Judge(t.Context(), bad())
	wantFault(t, err, fault.CodeUnavailable, host.ReasonUnavailable)
	for !p.Health().Open {
		if p.Health().Restarts > 4 {
			t.Fatal("the circuit did not open")
		}
		time.Sleep(time.Millisecond)
	}
	begin := time.Now()
	if _, err = p.Judge(t.Context(), good()); time.Since(begin) > 500*time.Millisecond {
		t.Error("a call to an open circuit had to wait")
	}
	wantFault(t, err, fault.CodeUnavailable, host.ReasonUnavailable)
	recovers(t, p)
	if p.Health().Open {
		t.Error("the circuit is still open")
	}
}

func TestAReleaseThatDescribesItselfOtherwiseAfterARestartStaysDown(t *testing.T) {
	t.Parallel()
	var log logBook
	p := start(t, "changing manifest", func(c *host.Config) { c.Logger = log.logger() })
	kill(t, p)
	for !p.Health().Open {
		if p.Health().Restarts > 0 {
			t.Fatal("it was started again")
		}
		time.Sleep(time.Millisecond)
	}
	if !strings.Contains(log.String(), "the manifest changed") {
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
