package program

import (
	"net/http"
	"sync/atomic"
)

// front hands requests to the handler of the moment.
type front struct{ handler atomic.Pointer[http.Handler] }

func (f *front) to(h http.Handler) { f.handler.Store(&h) }

// of returns what a server of these settings serves, from its first moment on.
func (f *front) of(s *Settings) http.Handler {
	if s.isHTTPS() {
		return overTLS(f)
	}
	return f
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	(*f.handler.Load()).ServeHTTP(w, r)
}

// starting serves while the program is not ready: it says that it is alive, and asks to come back later.
func starting() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", alive)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "1")
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"server": "starting or stopping"})
	})
	return secured(mux)
}

func alive(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"server": "alive"})
}
