package dossier

import (
	"github.com/penvoerder/penvoerder/internal/entry"
)

// FactInput sets or clears a fact that only the scheme asks, by the key of its definition.
type FactInput struct {
	Key   string
	Value *FactValueInput // nil clears
}

// FactValueInput is the value of a fact. Exactly one is set.
type FactValueInput struct {
	Text    *string
	Boolean *bool
	Integer *int
	Decimal *entry.Decimal
	Date    *entry.Date
	Choice  *string // by code
}

// TrainingInput is a training. Exactly one is set.
type TrainingInput struct {
	Listed *ListedTrainingInput
	Course *CourseInput
}

// ListedTrainingInput is a training from the scheme's list: by id, or by the printed code and title.
type ListedTrainingInput struct {
	TrainingID *string
	List       *string
	Code       *string
	Title      *string
	Route      *string
	Modules    []string
}

// CourseInput is a training that the employer describes.
type CourseInput struct {
	Title     string
	Content   *string
	Theme     *string
	Goal      *string
	Hours     *entry.Hours
	GroupSize *int
	Teacher   *string
	Provider  *string
	Form      *string
}

// ParticipationInput holds statements about a participation. An absent field stays as it is, null clears it.
type ParticipationInput struct {
	Start                   entry.Change[*entry.Date]
	End                     entry.Change[*entry.Date]
	Periods                 entry.Change[[]PeriodInput]
	StoppedEarly            entry.Change[*bool]
	ContractHours           entry.Change[*entry.Hours]
	Employment              entry.Change[*string]
	TargetGroup             entry.Change[*string]
	EmployeeContribution    entry.Change[*entry.Money]
	HasRepaymentArrangement entry.Change[*bool]
	OtherSubsidies          entry.Change[[]string]
	Facts                   []FactInput // to set or clear
}

// PeriodInput is days from and to, both included.
type PeriodInput struct {
	From entry.Date
	To   entry.Date
}

// DocumentInput holds statements about a document. An absent field stays as it is, null clears it.
type DocumentInput struct {
	Month         entry.Change[*entry.YearMonth]
	IssuedOn      entry.Change[*entry.Date]
	Year          entry.Change[*int]
	Period        entry.Change[*PeriodInput]
	TrainingCode  entry.Change[*string]
	Route         entry.Change[*string]
	Issuer        entry.Change[*string]
	HasLetterhead entry.Change[*bool]
	IsLegible     entry.Change[*bool]
	Contents      entry.Change[[]string]
	Signatures    entry.Change[[]SignatureInput]
	SizeClass     entry.Change[*string]
}

// SignatureInput states who signed a document, and when.
type SignatureInput struct {
	Signer          string
	ParticipationID *string
	Name            *string
	SignedOn        *entry.Date
	IsTraceable     *bool
}
