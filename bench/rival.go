package main

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/lib/pq"
)

//go:embed page.sql
var pageSQL string

// whoSQL is what signing in costs at the least: who holds the session, and for which organisation.
const whoSQL = `
SELECT COALESCE(r.organisation_id, ''), p.language
FROM sessions s
JOIN persons p ON p.id = s.person_id
JOIN role_assignments r ON r.id = s.role_assignment_id
WHERE s.token_hash = $1 AND s.expires_at > $2 AND (r.until IS NULL OR r.until > $2)`

// rival answers the page as a careful hand would write it without anything in between: two prepared statements.
type rival struct {
	who, page *sql.Stmt
	columns   any
}

func serveSQL(ctx context.Context, o order, ready func(string) error) error {
	db, err := sql.Open("postgres", o.DSN)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // the process ends with it
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	r := &rival{columns: pq.Array(o.Columns)}
	if r.who, err = db.PrepareContext(ctx, whoSQL); err != nil {
		return err
	}
	defer func() { _ = r.who.Close() }()
	if r.page, err = db.PrepareContext(ctx, pageSQL); err != nil {
		return err
	}
	defer func() { _ = r.page.Close() }()
	mux := http.NewServeMux()
	mux.Handle("GET /page", r)
	address, err := listen(ctx, mux)
	if err != nil {
		return err
	}
	if err := ready(address); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// connections to the database, for either side as many as a replica has.
const connections = 16

// ServeHTTP answers a page: ?first=50&after=R-2026-000123.
func (h *rival) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		http.Error(w, "sign in first", http.StatusUnauthorized)
		return
	}
	var organisation, language string
	err = h.who.QueryRowContext(r.Context(), sessionHash(cookie.Value), time.Now()).Scan(&organisation, &language)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		http.Error(w, "sign in first", http.StatusUnauthorized)
		return
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	first, err := strconv.Atoi(r.FormValue("first"))
	if err != nil || first < 1 || first > 100 {
		http.Error(w, "first is 1 to 100", http.StatusBadRequest)
		return
	}
	var page []byte
	if err := h.page.QueryRowContext(r.Context(), organisation, r.FormValue("after"), first, h.columns).Scan(&page); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(`{"data":`)) // the client is gone; nobody is left to tell
	_, _ = w.Write(page)
	_, _ = w.Write([]byte(`}`))
}
