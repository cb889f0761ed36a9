package page

import (
	"strconv"
	"time"

	"entgo.io/ent/dialect/sql"
)

// columnID breaks ties.
const columnID = "id"

// Key is the column by which a list is ordered, and where a node keeps its value.
type Key[N any] struct {
	column   string
	nullable bool
	write    func(N) *string // as in a cursor; nil for null
	read     func(string) (any, error)
}

// Text orders by a text, in the collation of the database.
func Text[N any](column string, of func(N) string) Key[N] {
	return Key[N]{column: column, read: readText, write: func(n N) *string { return ptr(of(n)) }}
}

// Integer orders by a whole number.
func Integer[N any](column string, of func(N) int64) Key[N] {
	return Key[N]{column: column, read: readInteger, write: func(n N) *string { return ptr(strconv.FormatInt(of(n), 10)) }}
}

// OptionalInteger orders by a whole number that may be null.
func OptionalInteger[N any](column string, of func(N) *int64) Key[N] {
	return Key[N]{column: column, nullable: true, read: readInteger, write: func(n N) *string {
		if v := of(n); v != nil {
			return ptr(strconv.FormatInt(*v, 10))
		}
		return nil
	}}
}

// Time orders by an instant or a date.
func Time[N any](column string, of func(N) time.Time) Key[N] {
	return Key[N]{column: column, read: readTime, write: func(n N) *string { return ptr(writeTime(of(n))) }}
}

// OptionalTime orders by an instant or a date that may be null.
func OptionalTime[N any](column string, of func(N) *time.Time) Key[N] {
	return Key[N]{column: column, nullable: true, read: readTime, write: func(n N) *string {
		if t := of(n); t != nil {
			return ptr(writeTime(*t))
		}
		return nil
	}}
}

// OptionalText orders by a text that may be null, in the collation of the database.
func OptionalText[N any](column string, of func(N) *string) Key[N] {
	return Key[N]{column: column, nullable: true, read: readText, write: of}
}

func ptr(s string) *string { return &s }

func writeTime(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// name identifies an order in cursors.
func (o Order[N]) name() string {
	if o.Descending {
		return "-" + o.Key.column
	}
	return o.Key.column
}

// place is where an entry lies in an order.
type place struct {
	value any // nil for null
	id    string
}

// part selects a stretch of the list and orders it.
type part = func(*sql.Selector)

// parts are the stretches from a place on, in the order in which they are walked: those with a value, then those with
// null, or the other way round. A stretch is a range of one index, which a condition with OR would not be.
func (o Order[N]) parts(from *place, up, inclusive bool) []part {
	column := o.Key.column
	switch {
	case column == "":
		return []part{func(s *sql.Selector) { within(s, from, up, inclusive); order(s, up, columnID) }}
	case !o.Key.nullable:
		return []part{func(s *sql.Selector) { within(s, from, up, inclusive, column); order(s, up, column, columnID) }}
	case from == nil:
		return []part{func(s *sql.Selector) { orderNulls(s, up, column); order(s, up, columnID) }}
	}
	values := func(from *place) part {
		return func(s *sql.Selector) {
			s.Where(sql.NotNull(s.C(column)))
			within(s, from, up, inclusive, column)
			order(s, up, column, columnID)
		}
	}
	nulls := func(from *place) part {
		return func(s *sql.Selector) {
			s.Where(sql.IsNull(s.C(column)))
			within(s, from, up, inclusive)
			order(s, up, columnID)
		}
	}
	switch isNull := from.value == nil; {
	case isNull && up:
		return []part{nulls(from)}
	case isNull:
		return []part{nulls(from), values(nil)}
	case up:
		return []part{values(from), nulls(nil)}
	}
	return []part{values(from)}
}

// within keeps the rows from a place on, compared by the columns and the id.
func within(s *sql.Selector, from *place, up, inclusive bool, columns ...string) {
	if from == nil {
		return
	}
	names, values := []string{}, []any{}
	for _, c := range columns {
		names, values = append(names, s.C(c)), append(values, from.value)
	}
	names, values = append(names, s.C(columnID)), append(values, from.id)
	s.Where(sql.P(func(b *sql.Builder) {
		b.Wrap(func(b *sql.Builder) { b.IdentComma(names...) })
		b.WriteString(comparison(up, inclusive))
		b.Wrap(func(b *sql.Builder) { b.Args(values...) })
	}))
}

func comparison(up, inclusive bool) string {
	switch {
	case up && inclusive:
		return " >= "
	case up:
		return " > "
	case inclusive:
		return " <= "
	}
	return " < "
}

func order(s *sql.Selector, up bool, columns ...string) {
	for _, c := range columns {
		if up {
			s.OrderBy(sql.Asc(s.C(c)))
		} else {
			s.OrderBy(sql.Desc(s.C(c)))
		}
	}
}

// orderNulls orders by a column with null as its largest value, which is PostgreSQL's way and not SQLite's.
func orderNulls(s *sql.Selector, up bool, column string) {
	if up {
		s.OrderExpr(sql.Expr(s.C(column) + " ASC NULLS LAST"))
	} else {
		s.OrderExpr(sql.Expr(s.C(column) + " DESC NULLS FIRST"))
	}
}
