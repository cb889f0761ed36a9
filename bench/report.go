package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// report is what the run prints.
type report struct{ out io.Writer }

func (r *report) say(format string, args ...any) {
	_, _ = fmt.Fprintf(r.out, format+"\n", args...) // standard output; nobody is left to tell
}

// table prints rows in columns; the first row is the head.
func (r *report) table(title string, rows [][]string) {
	r.say("\n%s", title)
	w := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range rows {
		_, _ = fmt.Fprintln(w, strings.Join(row, "\t")+"\t")
	}
	_ = w.Flush()
}

// machine prints what the figures were made on.
func (r *report) machine() {
	r.say("%s %s/%s, %d CPUs, GOMAXPROCS %d, GOGC %s, GOMEMLIMIT %s", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(),
		runtime.GOMAXPROCS(0), or(os.Getenv("GOGC"), "as built in"), or(os.Getenv("GOMEMLIMIT"), "as built in"))
	r.load("at the start")
}

// load prints how busy the machine is: figures of a busy machine are good for ratios only.
func (r *report) load(when string) {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return // not every system tells
	}
	r.say("load %s: %s", when, strings.Join(strings.Fields(string(load))[:3], " "))
}

// database prints the settings of PostgreSQL that weigh, and what is in it.
func (r *report) database(ctx context.Context, d *database) error {
	const query = `SELECT 'PostgreSQL ' || current_setting('server_version') || ', ' || string_agg(name || ' ' || current_setting(name), ', ' ORDER BY name)
		FROM pg_settings
		WHERE name IN ('shared_buffers', 'work_mem', 'fsync', 'synchronous_commit', 'jit', 'max_connections')`
	var line string
	if err := d.db.QueryRowContext(ctx, query).Scan(&line); err != nil {
		return err
	}
	r.say("%s", line)
	return nil
}

func (r *report) rows(data *dataset) {
	var parts []string
	for _, table := range slices.Sorted(maps.Keys(data.rows)) {
		parts = append(parts, fmt.Sprintf("%d %s", data.rows[table], strings.ReplaceAll(table, "_", " ")))
	}
	r.say("%s", strings.Join(parts, ", "))
}

// took prints how long something took, when the returned function is called.
func (r *report) took(what string) func() {
	began := time.Now()
	return func() { r.say("%s took %.1f s", what, time.Since(began).Seconds()) }
}

// median of some values; zero of none.
func median[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	if len(sorted) == 0 {
		var zero T
		return zero
	}
	return sorted[len(sorted)/2]
}

// quantile of values that are in order.
func quantile[T any](sorted []T, q float64) T {
	if len(sorted) == 0 {
		var zero T
		return zero
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.2f", float64(d)/float64(time.Millisecond))
}

// spread prints the median with the least and the most.
func spread(values []float64) string {
	if len(values) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f (%.2f–%.2f)", median(values), slices.Min(values), slices.Max(values))
}

// per divides, and tells nothing for nothing.
func per[A, B ~int | ~int64 | ~uint64 | ~float64](a A, b B) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
