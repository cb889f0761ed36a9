package program

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/cors"
)

// Limits of a connection. A client that is slow to ask or to read holds a
// connection for this long and no longer; an upload sets its own.
const (
	headerPeriod = 10 * time.Second
	readPeriod   = 60 * time.Second
	writePeriod  = 120 * time.Second
	idlePeriod   = 120 * time.Second
	headerBytes  = 32 << 10
)

func newServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerPeriod,
		ReadTimeout:       readPeriod,
		WriteTimeout:      writePeriod,
		IdleTimeout:       idlePeriod,
		MaxHeaderBytes:    headerBytes,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// secured sets the headers that every response carries.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Resource-Policy", "same-site")
		if h.Get("Content-Security-Policy") == "" {
			h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		}
		next.ServeHTTP(w, r)
	})
}

const aYear = "max-age=31536000"

// overTLS has browsers that came by TLS come by it alone from then on, for a year.
func overTLS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", aYear)
		next.ServeHTTP(w, r)
	})
}

// logged writes one line for each request: no query, no variables, no address.
func logged(next http.Handler, log *slog.Logger, seconds *prometheus.HistogramVec) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rec := &statusRecorder{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler { //nolint:errorlint // a panic value is compared as it is
				log.Error("request panicked", "path", r.Pattern, "stack", string(debug.Stack()))
				rec.WriteHeader(http.StatusInternalServerError)
			}
			took := time.Since(start)
			seconds.WithLabelValues(r.Pattern, http.StatusText(rec.status)).Observe(took.Seconds())
			log.Debug("request", "method", r.Method, "route", r.Pattern, "status", rec.status, "took", took)
		}()
		next.ServeHTTP(rec, r)
	})
}

type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (s *statusRecorder) WriteHeader(code int) {
	s.status = code
	s.ResponseWriter.WriteHeader(code)
}

// Unwrap lets http.ResponseController reach the connection.
func (s *statusRecorder) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// crossOrigin lets the front ends of origins call with cookies, and nobody else's.
func crossOrigin(next http.Handler, origins []string) http.Handler {
	if len(origins) == 0 {
		return next
	}
	return cors.New(cors.Options{
		AllowedOrigins:   origins,
		AllowedMethods:   []string{http.MethodPost, http.MethodPut, http.MethodGet},
		AllowedHeaders:   []string{"Content-Type", "Accept-Language", "Idempotency-Key", "X-Request-Id"},
		ExposedHeaders:   []string{"X-Request-Id", "Retry-After", "Content-Language"},
		AllowCredentials: true,
		MaxAge:           600,
	}).Handler(next)
}

// A check is one thing that must work before the server is ready.
type check struct {
	name   string
	run    func(context.Context) error
	isTold bool // its failing is told, and the server is ready all the same
}

// readiness serves /readyz: 200 when every check passes, else 503 with the names
// of those that do not. It names no cause.
func readiness(checks func() []check, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		defer cancel()
		answer := map[string]string{}
		status := http.StatusOK
		for _, c := range checks() {
			answer[c.name] = "ok"
			if err := c.run(ctx); err != nil {
				log.Warn("not ready", "check", c.name, "cause", err.Error())
				answer[c.name] = "failing"
				if !c.isTold {
					status = http.StatusServiceUnavailable
				}
			}
		}
		writeJSON(w, status, answer)
	})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client is gone; nobody is left to tell
}

// listen opens addr; where the port is taken the error says so.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	var lc net.ListenConfig
	return lc.Listen(ctx, "tcp", addr)
}

// drain stops srv: no new requests, those in flight may end within period.
func drain(ctx context.Context, srv *http.Server, period time.Duration) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), period)
	defer cancel()
	err := srv.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return srv.Close()
	}
	return err
}
