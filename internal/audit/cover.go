package audit

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/decision"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/grantamount"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/planline"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
)

// part is a table of which rows belong to a thing, by the column that names the thing. The first of several has the row
// of the thing itself.
type part struct{ table, of string }

// covered are the things that lines answer for, by the prefix of their ids, with all of their rows.
var covered = map[string][]part{
	ids.Plan: {{plan.Table, plan.FieldID}, {planline.Table, planline.FieldPlanID}, {grantamount.Table, grantamount.FieldPlanID}},
	ids.Registration: {
		{registration.Table, registration.FieldID},
		{participation.Table, participation.FieldRegistrationID},
		{decision.Table, decision.FieldRegistrationID},
	},
	ids.Evaluation: {{evaluation.Table, evaluation.FieldID}},
}

// leftOut are the columns that change without an act on the thing: what is repeated from elsewhere, and the count and
// moment of changes, which decide nothing.
var leftOut = []string{"employee_name", "regional_organisation_id", "updated_at", "version"}

// whole is the key by which a line says that it covers all that the dossier holds, as the first line of a dossier of
// before lines covered anything does.
const whole = "*"

// atOnce bounds how many things are read together.
const atOnce = 200

// cover returns what a line says of the things that its act left, by their ids.
func cover(ctx context.Context, tx *ent.Tx, which []string) (map[string]string, error) {
	all := make(map[string]string, len(which))
	err := store.Statements(tx, func(raw *sql.Tx) error {
		byKind := map[string][]string{}
		for _, id := range which {
			kind, _, _ := strings.Cut(id, "_")
			byKind[kind] = append(byKind[kind], id)
		}
		for kind, of := range byKind {
			found, err := digests(ctx, raw, kind, of)
			if err != nil {
				return err
			}
			for id, digest := range found {
				all[id] = digest
			}
		}
		return nil
	})
	return all, err
}

// digests returns the SHA-256, in hexadecimal, of every thing of a kind as it is stored; those that are not there are
// left out.
func digests(ctx context.Context, tx *sql.Tx, kind string, which []string) (map[string]string, error) {
	found := make(map[string]string, len(which))
	for of := range slices.Chunk(which, atOnce) {
		sums := map[string]hash.Hash{}
		for i, p := range covered[kind] {
			if err := p.read(ctx, tx, of, func(id string) hash.Hash {
				if i == 0 && sums[id] == nil {
					sums[id] = sha256.New()
				}
				return sums[id]
			}); err != nil {
				return nil, fmt.Errorf("read %s: %w", p.table, err)
			}
		}
		for id, sum := range sums {
			found[id] = hex.EncodeToString(sum.Sum(nil))
		}
	}
	return found, nil
}

// read writes each row of the things into the hash of its own.
func (p part) read(ctx context.Context, tx *sql.Tx, of []string, into func(id string) hash.Hash) error {
	args := make([]any, len(of))
	holes := make([]string, len(of))
	for i, id := range of {
		args[i], holes[i] = id, "$"+strconv.Itoa(i+1)
	}
	query := fmt.Sprintf(`SELECT * FROM %s WHERE %s IN (%s) ORDER BY %[2]s, id`, p.table, p.of, strings.Join(holes, ", "))
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // Err reports the same error
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	byName := make([]int, len(columns))
	values, to := make([]any, len(columns)), make([]any, len(columns))
	for i := range columns {
		byName[i], to[i] = i, &values[i]
	}
	slices.SortFunc(byName, func(a, b int) int { return strings.Compare(columns[a], columns[b]) })
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return err
		}
		if sum := into(written(values[slices.Index(columns, p.of)])); sum != nil {
			p.write(sum, columns, values, byName)
		}
	}
	return rows.Err()
}

// write adds a row as netstrings: the table, and the name and value of each column that holds something. So a column that
// a later release adds changes no digest as long as it is empty.
func (p part) write(sum hash.Hash, columns []string, values []any, byName []int) {
	netstring(sum, &p.table)
	for _, i := range byName {
		if values[i] == nil || slices.Contains(leftOut, columns[i]) {
			continue
		}
		netstring(sum, &columns[i])
		netstring(sum, text(written(values[i])))
	}
	netstring(sum, nil)
}

// written is a value as text, the same whichever type the driver chose for it.
func written(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case time.Time:
		return v.UTC().Format(precise)
	case bool:
		if v {
			return "1"
		}
		return "0"
	case int64:
		return strconv.FormatInt(v, 10)
	}
	return fmt.Sprint(v)
}

// held returns the ids of everything that a dossier holds and lines cover.
func held(ctx context.Context, tx *ent.Tx, dossierID string) (all []string, err error) {
	err = store.Statements(tx, func(raw *sql.Tx) error {
		for _, of := range below {
			if err := of.each(ctx, raw, dossierID, func(page []string) error { all = append(all, page...); return nil }); err != nil {
				return err
			}
		}
		return nil
	})
	return append(all, dossierID), err
}

// below are the tables of the things of a dossier but the plan itself.
var below = []part{{registration.Table, registration.FieldPlanID}, {evaluation.Table, evaluation.FieldPlanID}}

// each goes through the ids of a table that belong to a dossier, some at a time.
func (p part) each(ctx context.Context, tx *sql.Tx, dossierID string, do func(page []string) error) error {
	query := fmt.Sprintf(`SELECT id FROM %s WHERE %s = $1 AND id > $2 ORDER BY id LIMIT %d`, p.table, p.of, atOnce)
	for last := ""; ; {
		page, err := texts(ctx, tx, query, dossierID, last)
		if err != nil {
			return fmt.Errorf("list %s of %s: %w", p.table, dossierID, err)
		}
		if len(page) == 0 {
			return nil
		}
		if err := do(page); err != nil {
			return err
		}
		last = page[len(page)-1]
	}
}

func texts(ctx context.Context, tx *sql.Tx, query string, args ...any) (all []string, err error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // Err reports the same error
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
