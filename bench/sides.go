package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// measured is a side with its samples, one a round.
type measured struct {
	side    *side
	samples []sample
}

// cpu is what one request takes of server and database, in milliseconds, per round.
func (m measured) cpu() []float64 {
	return m.each(func(s sample) float64 { return perRequest(s, s.server+s.backend) })
}

func (m measured) each(f func(sample) float64) []float64 {
	out := make([]float64, len(m.samples))
	for i, s := range m.samples {
		out[i] = f(s)
	}
	return out
}

func perRequest(s sample, d time.Duration) float64 {
	return per(float64(d)/float64(time.Millisecond), float64(s.requests))
}

// sides prints the sides below each other. The ratio is that of the last side to each, round by round: above one is
// cheaper than the last.
func (r *report) sides(title string, all []measured) {
	rows := [][]string{{"", "CPU ms/request", "server", "database", "ratio of CPU", "requests/s", "p50 ms", "p99 ms", "bytes", "allocations", "kB allocated"}}
	last := all[len(all)-1].cpu()
	for _, m := range all {
		ratios := make([]float64, len(last))
		for i, cpu := range m.cpu() {
			ratios[i] = per(last[i], cpu)
		}
		one := func(format string, f func(sample) float64) string { return fmt.Sprintf(format, median(m.each(f))) }
		rows = append(rows, []string{
			m.side.name,
			spread(m.cpu()),
			one("%.2f", func(s sample) float64 { return perRequest(s, s.server) }),
			one("%.2f", func(s sample) float64 { return perRequest(s, s.backend) }),
			spread(ratios),
			one("%.0f", func(s sample) float64 { return per(float64(s.requests), s.wall.Seconds()) }),
			one("%.1f", func(s sample) float64 { return float64(quantile(s.latencies, 0.5)) / 1e6 }),
			one("%.1f", func(s sample) float64 { return float64(quantile(s.latencies, 0.99)) / 1e6 }),
			one("%.0f", func(s sample) float64 { return per(float64(s.bytes), float64(s.requests)) }),
			one("%.0f", func(s sample) float64 { return per(float64(s.mallocs), float64(s.requests)) }),
			one("%.0f", func(s sample) float64 { return per(float64(s.heap)/1024, float64(s.requests)) }),
		})
	}
	r.table(title, rows)
}

// profile writes where the API server spends its time and its memory while it answers pages.
func profile(ctx context.Context, s settings, api *side, visits []visit, databaseProcess int) error {
	if err := os.MkdirAll(s.Profile, 0o755); err != nil {
		return err
	}
	period := time.Duration(max(1, int(s.Seconds))) * time.Second
	busy := make(chan error, 1)
	go func() {
		_, err := api.measure(ctx, 8, period+time.Second, databaseProcess, visits, pageSize)
		busy <- err
	}()
	for name, path := range map[string]string{
		"cpu.pprof":    fmt.Sprintf("/debug/pprof/profile?seconds=%d", int(period.Seconds())),
		"allocs.pprof": "/debug/pprof/allocs",
	} {
		body, err := api.child.side(ctx, path)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(s.Profile, name), body, 0o644); err != nil {
			return err
		}
	}
	return <-busy
}
