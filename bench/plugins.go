package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"syscall"
	"time"

	"github.com/penvoerder/penvoerder/plugins/builtin"
	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
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
func measurePlugins(ctx context.Context, s settings, r *report) (err error) {
	process, err := startPlugin(ctx, host.Config{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, process.Close()) }()
	qs := questions(sozw.Scheme.Manifest(), slices.Max(s.Batches))
	steps, eligible, err := shape(ctx, qs)
	if err != nil {
		return err
	}
	r.say("\n%d made-up registrations of %s, three participations each: %d%% eligible, %.1f steps in a trace", len(qs), sozw.Scheme.Manifest().Slug, eligible, steps)
	rows := [][]string{{"questions a call", "in process/s", "plugin/s", "ratio", "ratio of CPU", "in process p50 ms", "plugin p50 ms", "p99 ms"}}
	for _, n := range s.Batches {
		row, err := compareBatches(ctx, s, process, schemes.Batch{Questions: qs[:n]})
		if err != nil {
			return fmt.Errorf("batches of %d: %w", n, err)
		}
		rows = append(rows, row)
	}
	r.table("The same scheme in process and as a plugin; ratios above one are in favour of the plugin", rows)
	if s.Crashes > 0 {
		return measureCrashes(ctx, s, qs, r)
	}
	return nil
}

func startPlugin(ctx context.Context, c host.Config) (*host.Process, error) {
	releases, err := builtin.Releases()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(releases, func(r host.Release) bool { return r.Slug == sozw.Scheme.Manifest().Slug })
	if i < 0 {
		return nil, fmt.Errorf("%s is not built in", sozw.Scheme.Manifest().Slug)
	}
	c.Release = releases[i]
	return host.Start(ctx, c)
}

// inProcess judges as the host of a plugin does, without a plugin in between.
func inProcess(ctx context.Context, b schemes.Batch) error {
	answers, err := sozw.Scheme.Judge(ctx, b)
	if err != nil {
		return err
	}
	for i, a := range answers {
		if err := sozw.Scheme.Manifest().Verify(b.Questions[i], a, b.Overrides); err != nil {
			return err
		}
	}
	return nil
}

func asPlugin(p *host.Process) func(context.Context, schemes.Batch) error {
	return func(ctx context.Context, b schemes.Batch) error {
		answers, err := p.Judge(ctx, b)
		if err == nil && slices.ContainsFunc(answers, func(a schemes.Answer) bool { return a.Failure != "" }) {
			err = errors.New("the plugin failed on a question")
		}
		return err
	}
}

// shape tells what the questions are worth as a measurement: how long traces are, and how many are answered in full.
func shape(ctx context.Context, qs []schemes.Question) (steps float64, eligible int, err error) {
	answers, err := sozw.Scheme.Judge(ctx, schemes.Batch{Questions: qs})
	if err != nil {
		return 0, 0, err
	}
	parts, good, total := 0, 0, 0
	for _, a := range answers {
		for _, p := range a.Parts {
			parts++
			total += len(p.Steps)
			if p.Outcome == schemes.Eligible {
				good++
			}
		}
	}
	return per(float64(total), float64(parts)), int(100 * per(float64(good), float64(parts))), nil
}

// judged is what one side did within a round.
type judged struct {
	perSecond, cpu float64 // questions; milliseconds for a thousand
	latencies      []time.Duration
}

func compareBatches(ctx context.Context, s settings, p *host.Process, b schemes.Batch) ([]string, error) {
	sides := []func(context.Context, schemes.Batch) error{inProcess, asPlugin(p)}
	period := time.Duration(s.Seconds * float64(time.Second))
	var ratios, ratiosCPU []float64
	var speeds [2][]float64
	var latencies [2][]time.Duration
	for round := range s.Rounds {
		var one [2]judged
		for i := range sides {
			i = (i + round) % len(sides)
			var err error
			if one[i], err = judgeFor(ctx, period, sides[i], b); err != nil {
				return nil, err
			}
			speeds[i] = append(speeds[i], one[i].perSecond)
			latencies[i] = append(latencies[i], one[i].latencies...)
		}
		ratios = append(ratios, per(one[1].perSecond, one[0].perSecond))
		ratiosCPU = append(ratiosCPU, per(one[0].cpu, one[1].cpu))
	}
	slices.Sort(latencies[0])
	slices.Sort(latencies[1])
	return []string{
		fmt.Sprint(len(b.Questions)), fmt.Sprintf("%.0f", median(speeds[0])), fmt.Sprintf("%.0f", median(speeds[1])),
		spread(ratios), spread(ratiosCPU),
		milliseconds(quantile(latencies[0], 0.5)), milliseconds(quantile(latencies[1], 0.5)), milliseconds(quantile(latencies[1], 0.99)),
	}, nil
}

// judgeFor asks the batch again and again for a while. What runs below this process counts as its own.
func judgeFor(ctx context.Context, period time.Duration, judge func(context.Context, schemes.Batch) error, b schemes.Batch) (judged, error) {
	var out judged
	before, err := cpuOf(os.Getpid())
	if err != nil {
		return out, err
	}
	began := time.Now()
	for time.Since(began) < period {
		asked := time.Now()
		if err := judge(ctx, b); err != nil {
			return out, err
		}
		out.latencies = append(out.latencies, time.Since(asked))
	}
	wall := time.Since(began)
	after, err := cpuOf(os.Getpid())
	n := float64(len(out.latencies) * len(b.Questions))
	out.perSecond = per(n, wall.Seconds())
	out.cpu = per(float64((after-before).Milliseconds())*1000, n)
	return out, err
}

// measureCrashes kills the process in the middle of a call, again and again: how long until the caller knows, and until
// the next question is answered?
func measureCrashes(ctx context.Context, s settings, qs []schemes.Question, r *report) (err error) {
	process, err := startPlugin(ctx, host.Config{Quiet: time.Millisecond}) // each crash is the first
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
