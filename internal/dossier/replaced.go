package dossier

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/parameterfile"
)

// inForce returns the parameter files that are in force, without their content.
func inForce(ctx context.Context, db *ent.Client) ([]*ent.ParameterFile, error) {
	files, err := db.ParameterFile.Query().Where(parameterfile.EndedAtIsNil()).
		Select(parameterfile.FieldID, parameterfile.FieldSlug, parameterfile.FieldAppliedAt).Order(parameterfile.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read parameter files: %w", err)
	}
	return files, nil
}

// UnderAnother keeps the rows whose receipt, named by column, was made under another parameter file than this one.
func UnderAnother(column, fileID string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		e := sql.Table(evaluation.Table).As("receipt")
		made := sql.Dialect(s.Dialect()).Select(e.C(evaluation.FieldID)).From(e)
		made.Where(sql.And(
			sql.ColumnsEQ(e.C(evaluation.FieldID), s.C(column)),
			sql.Or(sql.IsNull(e.C(evaluation.FieldParameterFileID)), sql.NEQ(e.C(evaluation.FieldParameterFileID), fileID)),
		))
		s.Where(sql.Exists(made))
	}
}
