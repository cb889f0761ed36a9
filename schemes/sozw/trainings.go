package sozw

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
)

// The lists of appendix 2.
const (
	listMbo    = "mbo"
	listModule = "mbo-module"
	listHbo    = "hbo-duaal"
	listAD     = "ad-posthbo"
)

//go:embed trainings.csv
var trainingsCSV string

var trainings = readTrainings()

// readTrainings reads appendix 2 as printed. An entry that is printed twice is listed once: list, code and title
// together name it.
func readTrainings() []schemes.ListedTraining {
	rows, err := csv.NewReader(strings.NewReader(trainingsCSV)).ReadAll()
	if err != nil {
		panic("sozw: trainings.csv: " + err.Error())
	}
	var out []schemes.ListedTraining
	for _, row := range rows[1:] {
		t := schemes.ListedTraining{
			List: row[0], Code: row[2], Title: row[3], Routes: printedRoutes[row[4]], Dossier: row[5],
			Activity: activity1A, Module: row[0] == listModule, Source: listSources[row[0]],
		}
		if t.List == listHbo || t.List == listAD {
			t.Activity = activity1B
		}
		same := func(u schemes.ListedTraining) bool {
			return u.List == t.List && u.Code == t.Code && u.Title == t.Title
		}
		if !slices.ContainsFunc(out, same) {
			out = append(out, t)
		}
	}
	return out
}

var printedRoutes = map[string][]string{
	"BBL":               {"BBL"},
	"derde leerweg":     {"DERDE_LEERWEG"},
	"BBL/derde leerweg": {"BBL", "DERDE_LEERWEG"},
	"Duaal":             {"DUAAL"},
}

var listSources = map[string]schemes.Citation{
	listMbo:    also("SOZW-DATA-010", "bijlage 2, MBO-opleidingen", "Mbo-opleidingen met hun leerroutes.", "Mbo trainings with their routes."),
	listModule: also("SOZW-DATA-011", "bijlage 2, MBO-modules", "Modules per kwalificatiedossier.", "Modules by qualification dossier."),
	listHbo:    also("SOZW-DATA-012", "bijlage 2, HBO-opleidingen", "Hbo-opleidingen.", "Hbo trainings."),
	listAD:     also("SOZW-DATA-013", "bijlage 2, Associate Degree en post-HBO", "Associate degrees en post-hbo.", "Associate degrees and post-hbo."),
}
