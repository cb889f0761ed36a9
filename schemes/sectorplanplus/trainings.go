package sectorplanplus

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
)

// listOther stands for a training that is on no list: it is described.
const listOther = "anders"

//go:embed trainings.csv
var trainingsCSV string

var trainings = readTrainings()

// readTrainings reads the list of SO-Z&W, which replaces the lists of SectorplanPlus that are not at hand. A training
// that is printed twice is listed once.
func readTrainings() []schemes.ListedTraining {
	rows, err := csv.NewReader(strings.NewReader(trainingsCSV)).ReadAll()
	if err != nil {
		panic("sectorplanplus: trainings.csv: " + err.Error())
	}
	out := []schemes.ListedTraining{
		{List: listOther, Title: "Andere opleiding (mbo)", Activity: activityA, Source: listSource},
		{List: listOther, Title: "Andere opleiding (hbo)", Activity: activityB, Source: listSource},
	}
	for _, row := range rows[1:] {
		t := schemes.ListedTraining{
			List: row[0], Code: row[2], Title: row[3], Routes: printedRoutes[row[4]], Dossier: row[5],
			Activity: activityOfList[row[0]], Module: row[0] == "mbo-module", Source: listSource,
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

var activityOfList = map[string]string{"mbo": activityA, "mbo-module": activityA, "hbo-duaal": activityB, "ad-posthbo": activityB}

var printedRoutes = map[string][]string{
	"BBL":               {"BBL"},
	"derde leerweg":     {"DERDE_LEERWEG"},
	"BBL/derde leerweg": {"BBL", "DERDE_LEERWEG"},
	"Duaal":             {"DUAAL"},
}

var listSource = cite(programme, "bijlage 2", "Overgenomen van SO-Z&W; de lijst van SectorplanPlus is niet voorhanden (aanname).", "Taken over from SO-Z&W; the list of SectorplanPlus is not at hand (assumption).")

// isListed reports whether the list has a training of that list, code and title under
// an activity, and whether it has it under another.
func isListed(t schemes.Training, activity string) (here, elsewhere bool) {
	list, code, title := t.List.Value(), t.Code.Value(), t.Title.Value()
	for i := range trainings {
		e := &trainings[i]
		if e.List == listOther || (list != "" && e.List != list) || (code != "" && e.Code != code) || (title != "" && e.Title != title) {
			continue
		}
		if e.Activity == activity {
			here = true
		} else {
			elsewhere = true
		}
	}
	return here, elsewhere
}
