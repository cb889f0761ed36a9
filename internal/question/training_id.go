package question

import (
	"strconv"
	"strings"
)

const (
	trainingPrefix = "trn_"
	releasePrefix  = "rel_"
)

// TrainingID names an entry of the training lists of one release.
func TrainingID(releaseID string, index int) string {
	return trainingPrefix + strings.TrimPrefix(releaseID, releasePrefix) + "_" + strconv.Itoa(index)
}

// ReadTrainingID returns the release and the place in its manifest's Trainings that id names.
func ReadTrainingID(id string) (releaseID string, index int, ok bool) {
	body, isTraining := strings.CutPrefix(id, trainingPrefix)
	release, place, isPlaced := strings.Cut(body, "_")
	index, err := strconv.Atoi(place)
	return releasePrefix + release, index, isTraining && isPlaced && release != "" && err == nil && index >= 0
}
