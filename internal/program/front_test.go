package program

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// Behind a proxy with TLS every response tells browsers to come by TLS alone, from the first moment on; nowhere else.
func TestBrowsersThatCameByTLSComeByItAlone(t *testing.T) {
	t.Parallel()
	for public, want := range map[string]string{"https://penvoerder.example": aYear, "http://127.0.0.1:8080": "", "": ""} {
		f := &front{}
		f.to(starting())
		w := httptest.NewRecorder()
		f.of(&Settings{PublicURL: public}).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/livez", nil))
		if got := w.Header().Get("Strict-Transport-Security"); got != want {
			t.Errorf("at %q: %q, want %q", public, got, want)
		}
	}
}
