package registrations

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

func TestTheWordsOfPeopleLieOverTheMachines(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		machine  schemes.CellState
		complete bool
		verdict  string // the last word
		state    string // before
		touched  bool
		in       string // state of the registration
		want     string
	}{
		"nothing is asked":                          {machine: schemes.CellNotRequired, complete: true, want: cellNotRequired},
		"nothing came":                              {machine: schemes.CellMissing, complete: true, want: cellMissing},
		"something is wrong":                        {machine: schemes.CellIncomplete, complete: true, want: cellIncomplete},
		"right, and not said to be all":             {machine: schemes.CellComplete, want: cellIncomplete},
		"right, and all":                            {machine: schemes.CellComplete, complete: true, want: cellComplete},
		"right, in review":                          {machine: schemes.CellComplete, complete: true, in: workflow.InReview, want: cellInReview},
		"wrong, in review":                          {machine: schemes.CellIncomplete, complete: true, in: workflow.InReview, want: cellIncomplete},
		"approved":                                  {machine: schemes.CellComplete, complete: true, verdict: "APPROVED", state: "APPROVED", want: cellApproved},
		"approved, and something came":              {machine: schemes.CellComplete, complete: true, verdict: "APPROVED", state: "APPROVED", touched: true, want: cellComplete},
		"approved, and no longer right":             {machine: schemes.CellIncomplete, complete: true, verdict: "APPROVED", state: "APPROVED", want: cellIncomplete},
		"approved, and no longer asked":             {machine: schemes.CellNotRequired, verdict: "APPROVED", state: "APPROVED", want: cellNotRequired},
		"rejected":                                  {machine: schemes.CellComplete, complete: true, verdict: "REJECTED", state: "REJECTED", want: cellRejected},
		"rejected, and something came":              {machine: schemes.CellComplete, complete: true, verdict: "REJECTED", state: "REJECTED", touched: true, want: cellComplete},
		"rejected, and something wrong came":        {machine: schemes.CellIncomplete, complete: true, verdict: "REJECTED", state: "REJECTED", touched: true, want: cellIncomplete},
		"rejected, mended, and in review once more": {machine: schemes.CellComplete, complete: true, verdict: "REJECTED", state: "COMPLETE", in: workflow.InReview, want: cellInReview},
	} {
		f := &file{reg: &ent.Registration{State: test.in}, touched: map[cellKey]bool{}}
		c := &ent.Cell{Column: "X", Kind: kindRequirement, State: test.state, IsComplete: test.complete}
		if test.verdict != "" {
			c.Verdict = &test.verdict
		}
		f.touched[keyOf(c)] = test.touched
		f.layer(c, test.machine)
		if c.State != test.want {
			t.Errorf("%s: %s, want %s", name, c.State, test.want)
		}
		if nothing := test.machine == schemes.CellMissing || test.machine == schemes.CellNotRequired; nothing && c.IsComplete {
			t.Errorf("%s: still said to be complete", name)
		}
	}
}

func TestATrainingIsFoundByWhatIsPrinted(t *testing.T) {
	t.Parallel()
	m := sozw.Scheme.Manifest()
	release := &catalog.Release{ID: "rel_01J00000000000000000000000", Manifest: m}
	for i, printed := range m.Trainings {
		byID := dossier.TrainingID(release.ID, i)
		if got, _ := find(release, printed.Activity, dossier.ListedTrainingInput{TrainingID: &byID}, nil); got != i {
			t.Errorf("%s leads to %d", byID, got)
		}
		in := dossier.ListedTrainingInput{List: &printed.List, Code: &printed.Code, Title: &printed.Title}
		if got, _ := find(release, printed.Activity, in, nil); got < 0 || !alike(m.Trainings[got], printed) {
			t.Errorf("%s %s %s leads to %d", printed.List, printed.Code, printed.Title, got)
		}
	}
	for name, in := range map[string]dossier.ListedTrainingInput{
		"nothing": {}, "only a list": {List: new("mbo")}, "another release": {TrainingID: new("trn_X_0")},
		"beyond the list": {TrainingID: new(dossier.TrainingID(release.ID, len(m.Trainings)))}, "not an id": {TrainingID: new("mbo")},
	} {
		if got, _ := find(release, "1A", in, nil); got >= 0 {
			t.Errorf("%s leads to %d", name, got)
		}
	}
}

func TestAProblemIsToldWhereItWasEntered(t *testing.T) {
	t.Parallel()
	create := CreateInput{
		Training: dossier.TrainingInput{Course: &dossier.CourseInput{}}, Facts: []dossier.FactInput{{Key: "a"}, {Key: "b"}},
		Participants: []ParticipantInput{{}, {Statement: &dossier.ParticipationInput{Facts: []dossier.FactInput{{Key: "c"}}}}},
	}
	at := inCreate([]string{"input"}, create, inOrder)
	document := inDocument(2)
	for name, test := range map[string]struct{ got, want []string }{
		"the whole":                {at(nil), []string{"input"}},
		"the training":             {at([]string{"training", "hours"}), []string{"input", "training", "course", "hours"}},
		"a fact":                   {at([]string{"facts", "b"}), []string{"input", "facts", "1", "value"}},
		"nobody stated":            {at([]string{"participations", "0", "contractHours"}), []string{"input", "participants", "0"}},
		"an employee":              {at([]string{"participations", "1", "employedUntil"}), []string{"input", "participants", "1", "employee"}},
		"a period":                 {at([]string{"participations", "1", "periods", "3", "to"}), []string{"input", "participants", "1", "statement", "periods", "3", "to"}},
		"a fact of a participant":  {at([]string{"participations", "1", "facts", "c"}), []string{"input", "participants", "1", "statement", "facts", "0", "value"}},
		"another name":             {at([]string{"participations", "1", "repaymentArrangement"}), []string{"input", "participants", "1", "statement", "hasRepaymentArrangement"}},
		"somebody beyond":          {at([]string{"participations", "7", "start"}), []string{"input"}},
		"a document":               {document([]string{"documents", "2", "letterhead"}), []string{"input", "statement", "hasLetterhead"}},
		"a signature":              {document([]string{"documents", "2", "signatures", "0", "traceable"}), []string{"input", "statement", "signatures", "0", "isTraceable"}},
		"another document":         {document([]string{"documents", "1", "kind"}), []string{"input"}},
		"those who are added":      {inAdd(2, create.Participants)([]string{"participations", "3", "start"}), []string{"input", "participants", "1", "statement", "start"}},
		"those who were there":     {inAdd(2, create.Participants)([]string{"participations", "1", "start"}), []string{"input", "participants"}},
		"an end that all follow":   {inAmend(AmendInput{})([]string{"participations", "1", "end"}), []string{"input", "end"}},
		"a participation's own":    {inParticipation(1, dossier.ParticipationInput{})([]string{"participations", "1", "end"}), []string{"input", "statement", "end"}},
		"a participation's others": {inParticipation(1, dossier.ParticipationInput{})([]string{"participations", "0", "end"}), []string{"input", "statement"}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
