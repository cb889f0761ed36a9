package wire

import (
	"slices"

	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

// An enum pairs the numbers of the contract with values of package schemes: the
// index is the number, and 0 is no value.
type enum[P ~int32, S comparable] struct{ values []S }

// to returns the number of v; 0, which the other side refuses, where v is unknown.
func (e enum[P, S]) to(v S) P { return P(1 + slices.Index(e.values, v)) }

// from returns the value of n; any other than the known numbers is wrong.
func (e enum[P, S]) from(r *reader, field string, n P) (v S) {
	if n < 1 || int(n) > len(e.values) {
		r.fail(field, "%d is unknown", n)
		return v
	}
	return e.values[n-1]
}

var (
	severities = enum[schemev1.Severity, schemes.Severity]{[]schemes.Severity{schemes.Notice, schemes.Warning, schemes.Missing, schemes.Blocking}}
	outcomes   = enum[schemev1.Outcome, schemes.Outcome]{[]schemes.Outcome{schemes.Eligible, schemes.Ineligible, schemes.Undetermined}}
	heldActs   = enum[schemev1.HeldAct, schemes.HeldAct]{schemes.HeldActs}
	cellStates = enum[schemev1.CellState, schemes.CellState]{[]schemes.CellState{
		schemes.CellNotRequired, schemes.CellMissing, schemes.CellIncomplete, schemes.CellComplete,
	}}
	operations = enum[schemev1.Operation, schemes.Op]{[]schemes.Op{
		schemes.OpInput, schemes.OpParameter, schemes.OpAdd, schemes.OpSubtract, schemes.OpMultiply,
		schemes.OpDivide, schemes.OpMin, schemes.OpMax, schemes.OpDays, schemes.OpRound, schemes.OpUsed,
	}}
	factTypes = enum[schemev1.FactType, schemes.FactType]{[]schemes.FactType{
		schemes.TextFact, schemes.BooleanFact, schemes.IntegerFact, schemes.DecimalFact, schemes.DateFact, schemes.ChoiceFact,
	}}
	factSubjects = enum[schemev1.FactSubject, schemes.FactSubject]{[]schemes.FactSubject{
		schemes.AboutPlan, schemes.AboutRegistration, schemes.AboutParticipation, schemes.AboutProjectFile, schemes.AboutRetentionReport,
	}}
	comparisons = enum[schemev1.Comparison, schemes.Comparison]{[]schemes.Comparison{
		schemes.Equals, schemes.NotEquals, schemes.LessThan, schemes.AtLeast,
	}}
	necessities   = enum[schemev1.Necessity, schemes.Necessity]{[]schemes.Necessity{schemes.Required, schemes.Conditional, schemes.Optional}}
	trainingForms = enum[schemev1.TrainingForm, schemes.TrainingForm]{[]schemes.TrainingForm{schemes.ListedForm, schemes.CourseForm}}
	windowKinds   = enum[schemev1.WindowKind, schemes.WindowKind]{[]schemes.WindowKind{
		schemes.WindowApplication, schemes.WindowAssessment, schemes.WindowTrainingStart, schemes.WindowSubsidyPeriod, schemes.WindowAccounting,
	}}
	documentScopes = enum[schemev1.DocumentScope, schemes.DocumentScope]{[]schemes.DocumentScope{
		schemes.PerParticipation, schemes.PerRegistration, schemes.PerProject,
	}}
	planScopes = enum[schemev1.PlanScope, string]{[]string{schemes.PerGroup, schemes.PerOrganisation, schemes.PerRegion}}
)
