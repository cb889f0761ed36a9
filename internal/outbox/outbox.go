// Package outbox keeps the feed of changes. An event is written in the transaction that made the change, and read in
// the order in which transactions were committed, each at least once; none is passed over because its transaction was
// slow.
//
// An event says which thing changed, and nothing of its content. Package access says who sees which event.
package outbox

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/event"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Event is a change. Its actor comes from the context.
type Event struct {
	Type                   string // as in the API: REGISTRATION_CHANGED
	At                     time.Time
	SubjectID              string
	SubjectVersion         int    // after the change; 0 where it has none
	DossierID              string // the plan; empty outside dossiers
	OrganisationID         string // whose it is; empty where it is nobody's
	RegionalOrganisationID string
}

// Append writes events in the order given.
func Append(ctx context.Context, tx *ent.Tx, events ...Event) error {
	rows := make([]*ent.EventCreate, len(events))
	for i, e := range events {
		rows[i] = insert(tx, actor.From(ctx), e)
	}
	if err := tx.Event.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("write events: %w", err)
	}
	return nil
}

func insert(tx *ent.Tx, who actor.Actor, e Event) *ent.EventCreate {
	c := tx.Event.Create().SetKey(ids.New(ids.Event)).SetType(e.Type).SetOccurredAt(e.At).SetSubjectID(e.SubjectID)
	if e.SubjectVersion > 0 {
		c.SetSubjectVersion(e.SubjectVersion)
	}
	if e.DossierID != "" {
		c.SetDossierID(e.DossierID)
	}
	if e.OrganisationID != "" {
		c.SetOrganisationID(e.OrganisationID).SetRegionalOrganisationID(e.RegionalOrganisationID)
	}
	if cause := Cause(who); cause != "" {
		c.SetCause(cause)
	}
	return c
}

// Cause is the cause that an actor's own events carry: its token, or its session; empty for the platform itself.
func Cause(who actor.Actor) string {
	if who.TokenID != "" {
		return who.TokenID
	}
	return who.SessionID
}

// After reads up to n events that follow the cursor, oldest first, of all types or of those named; an empty cursor is
// the beginning of time. more says whether others follow already. A cursor that was not made by CursorOf is INVALID.
func After(ctx context.Context, s *store.Store, cursor string, n int, types ...string) (events []*ent.Event, more bool, err error) {
	q := s.Client().Event.Query()
	if cursor != "" {
		last, err := parse(cursor)
		if err != nil {
			return nil, false, err
		}
		q.Where(func(sel *sql.Selector) {
			sel.Where(sql.CompositeGT([]string{sel.C(event.FieldXid), sel.C(event.FieldID)}, last.xid, last.id))
		})
	}
	if len(types) > 0 {
		q.Where(event.TypeIn(types...))
	}
	if s.IsPostgres() {
		q.Where(settled)
	}
	events, err = q.Order(event.ByXid(), event.ByID()).Limit(n + 1).All(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("read events: %w", err)
	}
	if len(events) > n {
		return events[:n], true, nil
	}
	return events, false, nil
}

// settled leaves out the events of transactions that began before one that is still under way, itself included: no
// event can be committed any more that sorts before those that remain.
func settled(s *sql.Selector) {
	s.Where(sql.ExprP(s.C(event.FieldXid) + " < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"))
}

// place is where an event lies in the feed.
type place struct{ xid, id int64 }

// CursorOf is the cursor with which reading goes on after e. It never expires.
func CursorOf(e *ent.Event) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(e.Xid, 10) + "." + strconv.Itoa(e.ID)))
}

func parse(cursor string) (place, error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return place{}, malformed()
	}
	xid, id, _ := strings.Cut(string(raw), ".")
	var p place
	if p.xid, err = strconv.ParseInt(xid, 10, 64); err != nil {
		return place{}, malformed()
	}
	if p.id, err = strconv.ParseInt(id, 10, 64); err != nil {
		return place{}, malformed()
	}
	return p, nil
}

func malformed() *fault.Error {
	return fault.Invalid([]string{"after"}, "CURSOR_MALFORMED", fault.Text{
		NL: "Deze cursor hoort niet bij deze lijst. Begin zonder cursor.", EN: "This cursor does not belong to this list. Start without a cursor.",
	}, "")
}
