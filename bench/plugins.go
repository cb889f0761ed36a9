package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"slices"
	"syscall"
	"time"

	"github.com/penvoerder/penvoerder/plugins/builtin"
	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/schemes"
)

// servePlugin is the whole of a plugin process: a scheme that is built in.
func servePlugin(args []string) error {
	if len(args) != 1 {
		return errors.New("plugin takes the slug of a scheme")
	}
	return builtin.Serve(args[0])
}

// measurePlugins asks the same questions of a scheme in this process and of the same scheme in a plugin process. On both
// sides every answer carries its trace, and is recomputed before it is believed.
func measurePlugins(ctx context.Context, s settings, r *report) error {
	rows := [][]string{{"scheme", "questions a call", "in process/s", "plugin/s", "ratio", "CPU us in process", "plugin", "ratio of CPU", "in process p50 ms", "plugin p50 ms", "p99 ms"}}
	for _, g := range regulations {
		more, err := measurePlugin(ctx, s, g, r)
		if err != nil {
			return fmt.Errorf("%s: %w", g.name(), err)
		}
		rows = append(rows, more...)
	}
	r.table("The same scheme in process and as a plugin; ratios above one are in favour of the plugin", rows)
	if s.Crashes > 0 {
		return measureCrashes(ctx, s, regulations[0].questions(newMadeUp(2), slices.Max(s.Batches)), r)
	}
	return nil
}

// measurePlugin has one scheme judge all its registrations, a block after the other, so that no more is kept in memory
// than a call needs.
func measurePlugin(ctx context.Context, s settings, g regulation, r *report) (rows [][]string, err error) {
	process, err := startPlugin(ctx, g.name(), host.Config{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, process.Close()) }()
	made, block := newMadeUp(2), slices.Max(s.Batches)
	rounds := max(1, (s.Judged+block-1)/block)
	all := make([]batches, len(s.Batches))
	for round := range rounds {
		qs := g.questions(made, block)
		if round == 0 {
			said, err := g.shape(ctx, qs)
			if err != nil {
				return nil, err
			}
			r.say("\n%d made-up registrations of %s, %s", rounds*block, g.name(), said)
		}
		for i, n := range s.Batches {
			if err := all[i].round(ctx, round, []judgement{inProcess(g.scheme), asPlugin(process)}, qs, n); err != nil {
				return nil, fmt.Errorf("batches of %d: %w", n, err)
			}
		}
	}
	for i, n := range s.Batches {
		rows = append(rows, all[i].row(g.name(), n))
	}
	return rows, nil
}

func startPlugin(ctx context.Context, slug string, c host.Config) (*host.Process, error) {
	releases, err := builtin.Releases()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(releases, func(r host.Release) bool { return r.Slug == slug })
	if i < 0 {
		return nil, fmt.Errorf("%s is not built in", slug)
	}
	c.Release = releases[i]
	c.StartTimeout, c.Deadline = time.Minute, time.Minute // a slow machine is measured as well
	c.Logger = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	return host.Start(ctx, c)
}

// judgement judges a batch, and believes nothing that it has not recomputed.
type judgement func(context.Context, schemes.Batch) error

// inProcess judges as the host of a plugin does, without a plugin in between.
func inProcess(of schemes.Scheme) judgement {
	return func(ctx context.Context, b schemes.Batch) error {
		answers, err := of.Judge(ctx, b)
		if err != nil {
			return err
		}
		for i, a := range answers {
			if err := of.Manifest().Verify(b.Questions[i], a, b.Overrides); err != nil {
				return err
			}
		}
		return nil
	}
}

func asPlugin(p *host.Process) judgement {
	return func(ctx context.Context, b schemes.Batch) error {
		answers, err := p.Judge(ctx, b)
		if err == nil && slices.ContainsFunc(answers, func(a schemes.Answer) bool { return a.Failure != "" }) {
			err = errors.New("the plugin failed on a question")
		}
		return err
	}
}

// shape tells what the questions are worth as a measurement: how many people and documents they name, how long traces
// are, and how many are answered in full.
func (g regulation) shape(ctx context.Context, qs []schemes.Question) (string, error) {
	answers, err := g.scheme.Judge(ctx, schemes.Batch{Questions: qs})
	if err != nil {
		return "", err
	}
	parts, documents, good, steps, findings := 0, 0, 0, 0, 0
	for i, a := range answers {
		documents += len(qs[i].Registration.Documents)
		findings += len(a.Whole.Findings)
		for _, p := range a.Parts {
			parts++
			steps += len(p.Steps)
			findings += len(p.Findings)
			if p.Outcome == schemes.Eligible {
				good++
			}
		}
	}
	return fmt.Sprintf("%.1f participations and %.1f documents each; of the participations %d%% eligible, %.1f steps in a trace; %.1f findings a registration", per(float64(parts), float64(len(qs))),
		per(float64(documents), float64(len(qs))), int(100*per(float64(good), float64(parts))), per(float64(steps), float64(good)), per(float64(findings), float64(len(qs)))), nil
}

// judged is what one side did within a round.
type judged struct {
	perSecond, cpu float64 // questions; microseconds for one
	latencies      []time.Duration
}

// batches are the rounds of two sides with calls of one size.
type batches struct {
	ratios, ratiosCPU []float64
	speeds, cpu       [2][]float64
	latencies         [2][]time.Duration
}

// round has both sides judge the questions, n a call; who begins changes.
func (b *batches) round(ctx context.Context, round int, sides []judgement, qs []schemes.Question, n int) error {
	var one [2]judged
	for i := range sides {
		i = (i + round) % len(sides)
		runtime.GC() // what the other side left behind is not this one's
		var err error
		if one[i], err = judgeAll(ctx, sides[i], qs, n); err != nil {
			return err
		}
		b.speeds[i] = append(b.speeds[i], one[i].perSecond)
		b.cpu[i] = append(b.cpu[i], one[i].cpu)
		b.latencies[i] = append(b.latencies[i], one[i].latencies...)
	}
	b.ratios = append(b.ratios, per(one[1].perSecond, one[0].perSecond))
	b.ratiosCPU = append(b.ratiosCPU, per(one[0].cpu, one[1].cpu))
	return nil
}

func (b *batches) row(scheme string, n int) []string {
	slices.Sort(b.latencies[0])
	slices.Sort(b.latencies[1])
	return []string{
		scheme, fmt.Sprint(n), fmt.Sprintf("%.0f", median(b.speeds[0])), fmt.Sprintf("%.0f", median(b.speeds[1])), spread(b.ratios),
		fmt.Sprintf("%.1f", median(b.cpu[0])), fmt.Sprintf("%.1f", median(b.cpu[1])), spread(b.ratiosCPU),
		milliseconds(quantile(b.latencies[0], 0.5)), milliseconds(quantile(b.latencies[1], 0.5)), milliseconds(quantile(b.latencies[1], 0.99)),
	}
}

// judgeAll judges the questions, n a call. What runs below this process counts as its own.
func judgeAll(ctx context.Context, judge judgement, qs []schemes.Question, n int) (judged, error) {
	var out judged
	before, err := cpuOf(os.Getpid())
	if err != nil {
		return out, err
	}
	began := time.Now()
	for part := range slices.Chunk(qs, n) {
		asked := time.Now()
		if err := judge(ctx, schemes.Batch{Questions: part}); err != nil {
			return out, err
		}
		out.latencies = append(out.latencies, time.Since(asked))
	}
	wall := time.Since(began)
	after, err := cpuOf(os.Getpid())
	out.perSecond = per(float64(len(qs)), wall.Seconds())
	out.cpu = per(float64((after - before).Microseconds()), float64(len(qs)))
	return out, err
}

// measureCrashes kills the process in the middle of a call, again and again: how long until the caller knows, and until
// the next question is answered?
func measureCrashes(ctx context.Context, s settings, qs []schemes.Question, r *report) (err error) {
	process, err := startPlugin(ctx, regulations[0].name(), host.Config{Quiet: time.Millisecond}) // each crash is the first
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, process.Close()) }()
	var noticed, answered []time.Duration
	for range s.Crashes {
		n, a, err := crash(ctx, process, qs)
		if err != nil {
			return err
		}
		noticed, answered = append(noticed, n), append(answered, a)
	}
	slices.Sort(noticed)
	slices.Sort(answered)
	r.table(fmt.Sprintf("The plugin process killed in the middle of a call, %d times", s.Crashes), [][]string{
		{"", "p50 ms", "worst ms"},
		{"caller knows after", milliseconds(quantile(noticed, 0.5)), milliseconds(noticed[len(noticed)-1])},
		{"answered again after", milliseconds(quantile(answered, 0.5)), milliseconds(answered[len(answered)-1])},
	})
	return nil
}

func crash(ctx context.Context, p *host.Process, qs []schemes.Question) (noticed, answered time.Duration, err error) {
	judge := asPlugin(p)
	if err := judge(ctx, schemes.Batch{Questions: qs[:1]}); err != nil {
		return 0, 0, err
	}
	failed := make(chan error, 1)
	go func() {
		for { // until one is on its way when the process dies
			if err := judge(ctx, schemes.Batch{Questions: qs}); err != nil {
				failed <- err
				return
			}
		}
	}()
	select {
	case err := <-failed:
		return 0, 0, err
	case <-time.After(20 * time.Millisecond):
	}
	pid := p.Health().PID
	if pid == 0 { // to the kernel that would be everybody here
		return 0, 0, errors.New("the plugin is down already")
	}
	killed := time.Now()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return 0, 0, err
	}
	if err := <-failed; ctx.Err() != nil {
		return 0, 0, err
	}
	noticed = time.Since(killed)
	for ctx.Err() == nil {
		if judge(ctx, schemes.Batch{Questions: qs[:1]}) == nil {
			return noticed, time.Since(killed), nil
		}
		time.Sleep(time.Millisecond)
	}
	return 0, 0, ctx.Err()
}
