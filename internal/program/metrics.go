package program

import (
	"context"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the figures that the server keeps about itself.
type metrics struct {
	registry *prometheus.Registry
	seconds  *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{registry: prometheus.NewRegistry(), seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "penvoerder_http_seconds", Help: "Time to answer, by route and status.", Buckets: prometheus.DefBuckets,
	}, []string{"route", "status"})}
	m.registry.MustRegister(m.seconds, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// handler serves /metrics.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// serveMetrics serves /metrics at an address of its own, where one is set.
func (p *Program) serveMetrics(ctx context.Context) error {
	p.metrics = newMetrics()
	if p.settings.AdminAddr == "" {
		return nil
	}
	ln, err := listen(ctx, p.settings.AdminAddr)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", p.metrics.handler())
	srv := newServer(secured(mux), p.log)
	go func() { _ = srv.Serve(ln) }() // ends with Close
	p.onClose(func() error { return drain(ctx, srv, p.settings.ShutdownPeriod) })
	return nil
}
