package question

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/schemes"
)

// The subjects of receipts.
const (
	SubjectPlan         = "PLAN"
	SubjectRegistration = "REGISTRATION"
	SubjectProjectFile  = "PROJECT_FILE"
)

// Subject is the subject of a receipt, with its owner. All but Kind is empty for a subject that is not stored.
type Subject struct {
	Kind                   string // one of the Subject constants
	ID                     string // of the plan for PLAN and PROJECT_FILE
	PlanID                 string
	OrganisationID         string
	RegionalOrganisationID string
}

// Judged is a question with its answer, and the release and parameters that the answer rests on.
type Judged struct {
	Question        schemes.Question
	Answer          schemes.Answer
	ReleaseID       string
	ParametersHash  string
	ParameterFileID *string   // that replaced assumptions; nil for none
	At              time.Time // wall time at which the facts were read
}

// Receipt returns the receipt of j, not yet stored.
func (j Judged) Receipt(of Subject) (*ent.Evaluation, error) {
	facts, hash, err := j.facts()
	if err != nil {
		return nil, err
	}
	answer, err := json.Marshal(j.Answer)
	if err != nil {
		return nil, fmt.Errorf("write down answer: %w", err)
	}
	return &ent.Evaluation{
		ID: ids.New(ids.Evaluation), PlanID: of.PlanID, Subject: of.Kind, SubjectID: of.ID,
		OrganisationID: of.OrganisationID, RegionalOrganisationID: of.RegionalOrganisationID,
		ReleaseID: j.ReleaseID, AsOf: j.Question.AsOf.Time(), JudgedAt: j.At, ValidUntil: j.ValidUntil(),
		FactsHash: hash, ParametersHash: j.ParametersHash, ParameterFileID: j.ParameterFileID,
		Outcome: string(j.Answer.Whole.Outcome), AmountCents: j.Amount(), Facts: facts, Answer: answer,
	}, nil
}

// Keep stores a receipt within the transaction of the act that rests on it, and returns the stored one.
func Keep(ctx context.Context, tx *ent.Tx, e *ent.Evaluation) (*ent.Evaluation, error) {
	return tx.Evaluation.Create().SetID(e.ID).SetPlanID(e.PlanID).SetSubject(e.Subject).SetSubjectID(e.SubjectID).
		SetOrganisationID(e.OrganisationID).SetRegionalOrganisationID(e.RegionalOrganisationID).
		SetReleaseID(e.ReleaseID).SetAsOf(e.AsOf).SetJudgedAt(e.JudgedAt).SetNillableValidUntil(e.ValidUntil).
		SetFactsHash(e.FactsHash).SetParametersHash(e.ParametersHash).SetNillableParameterFileID(e.ParameterFileID).
		SetOutcome(e.Outcome).SetNillableAmountCents(e.AmountCents).SetFacts(e.Facts).SetAnswer(e.Answer).Save(ctx)
}

// Outcome returns the outcome that follows from the findings.
func (j Judged) Outcome() string { return string(j.Answer.Whole.Outcome) }

// Amount returns the amount of the whole in cents; nil while undetermined.
func (j Judged) Amount() *int64 { return (*int64)(j.Answer.Whole.Amount) }

// ValidUntil returns when time alone changes the answer; nil when no term does.
func (j Judged) ValidUntil() *time.Time {
	if j.Answer.ValidUntil.IsZero() {
		return nil
	}
	return new(j.Answer.ValidUntil.Time())
}

// Refusals returns the rules by which the whole does not meet the demands, each once, in their order: those that block, and
// those for which a fact is missing.
func (j Judged) Refusals() []string {
	var rules []string
	seen := map[string]bool{}
	for _, f := range j.Answer.Whole.Findings {
		if f.Severity >= schemes.Missing && !seen[f.Rule] {
			seen[f.Rule] = true
			rules = append(rules, f.Rule)
		}
	}
	return rules
}

// Changes reports whether the answer of j says something else than the previous receipt, apart from how long it holds.
func (j Judged) Changes(previous *ent.Evaluation) (bool, error) {
	before, err := answerOf(previous)
	if err != nil {
		return false, err
	}
	return differ(before, j.Answer)
}

// RestsOn reports whether a receipt rests on the same facts, release and parameters as j asks, whenever it was made.
func (j Judged) RestsOn(e *ent.Evaluation) (bool, error) {
	file := e.ParameterFileID == nil && j.ParameterFileID == nil ||
		e.ParameterFileID != nil && j.ParameterFileID != nil && *e.ParameterFileID == *j.ParameterFileID
	if !file || e.ReleaseID != j.ReleaseID || e.ParametersHash != j.ParametersHash {
		return false, nil
	}
	j.Question.AsOf = schemes.At(e.AsOf)
	_, hash, err := j.facts()
	return err == nil && hash == e.FactsHash, err
}

// facts returns the question as it is kept, and its hash.
func (j Judged) facts() (text []byte, hash string, err error) {
	text, err = json.Marshal(j.Question)
	if err != nil {
		return nil, "", fmt.Errorf("write down facts: %w", err)
	}
	sum := sha256.Sum256(text)
	return text, hex.EncodeToString(sum[:]), nil
}

// Rest returns the receipt of a judgement of a subject, and whether it says something else than the receipt before, if there
// is one; nothing where nothing was judged.
func (j *Judged) Rest(of Subject, before *ent.Evaluation) (receipt *ent.Evaluation, isNew bool, err error) {
	if j == nil {
		return nil, false, nil
	}
	if receipt, err = j.Receipt(of); err != nil || before == nil {
		return receipt, true, err
	}
	isNew, err = j.Changes(before)
	return receipt, isNew, err
}

// Differ reports whether two receipts say something else, apart from how long each holds.
func Differ(a, b *ent.Evaluation) (bool, error) {
	one, err := answerOf(a)
	if err != nil {
		return false, err
	}
	other, err := answerOf(b)
	if err != nil {
		return false, err
	}
	return differ(one, other)
}

func answerOf(e *ent.Evaluation) (a schemes.Answer, err error) {
	if err := json.Unmarshal(e.Answer, &a); err != nil {
		return a, fmt.Errorf("read receipt %s: %w", e.ID, err)
	}
	return a, nil
}

func differ(before, now schemes.Answer) (bool, error) {
	before.ValidUntil, now.ValidUntil = schemes.Instant{}, schemes.Instant{}
	a, err := json.Marshal(before)
	if err != nil {
		return false, err
	}
	b, err := json.Marshal(now)
	return !bytes.Equal(a, b), err
}
