package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// figures are what a queue counts about the jobs of its own server.
type figures struct {
	seconds *prometheus.HistogramVec
}

func newFigures() *figures {
	return &figures{seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "penvoerder_job_seconds", Help: "Time that a job took, by kind and outcome: done, failed (and tried again), given_up or stopped.",
		Buckets: []float64{.005, .025, .1, .5, 1, 5, 15, 60, 300, 1800},
	}, []string{"job", "outcome"})}
}

func (f *figures) seen(kind, outcome string, took time.Duration) {
	f.seconds.WithLabelValues(kind, outcome).Observe(took.Seconds())
}

var stored = prometheus.NewDesc("penvoerder_jobs", "Jobs in the database, of all servers, that are not done, by kind and state.", []string{"job", "state"}, nil)

// collectWithin bounds what a scrape asks of the database.
const collectWithin = 2 * time.Second

// Describe names the figures.
func (q *Queue) Describe(to chan<- *prometheus.Desc) {
	to <- stored
	q.figures.seconds.Describe(to)
}

// Collect gives the figures; the queue is a prometheus.Collector.
func (q *Queue) Collect(to chan<- prometheus.Metric) {
	q.figures.seconds.Collect(to)
	ctx, cancel := context.WithTimeout(context.Background(), collectWithin)
	defer cancel()
	counts, err := q.Counts(ctx)
	if err != nil {
		q.logger.WarnContext(ctx, "jobs cannot be counted", slog.String("cause", err.Error()))
		return
	}
	for _, c := range counts {
		to <- prometheus.MustNewConstMetric(stored, prometheus.GaugeValue, float64(c.Jobs), c.Kind, c.State)
	}
}
