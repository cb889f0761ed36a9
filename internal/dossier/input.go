package dossier

import (
	"github.com/99designs/gqlgen/graphql"

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
	Start                   graphql.Omittable[*entry.Date]
	End                     graphql.Omittable[*entry.Date]
	Periods                 graphql.Omittable[[]PeriodInput]
	StoppedEarly            graphql.Omittable[*bool]
	ContractHours           graphql.Omittable[*entry.Hours]
	Employment              graphql.Omittable[*string]
	TargetGroup             graphql.Omittable[*string]
	EmployeeContribution    graphql.Omittable[*entry.Money]
	HasRepaymentArrangement graphql.Omittable[*bool]
	OtherSubsidies          graphql.Omittable[[]string]
	Facts                   []FactInput // to set or clear
}

// PeriodInput is days from and to, both included.
type PeriodInput struct {
	From entry.Date
	To   entry.Date
}

// DocumentInput holds statements about a document. An absent field stays as it is, null clears it.
type DocumentInput struct {
	Month         graphql.Omittable[*entry.YearMonth]
	IssuedOn      graphql.Omittable[*entry.Date]
	Year          graphql.Omittable[*int]
	Period        graphql.Omittable[*PeriodInput]
	TrainingCode  graphql.Omittable[*string]
	Route         graphql.Omittable[*string]
	Issuer        graphql.Omittable[*string]
	HasLetterhead graphql.Omittable[*bool]
	IsLegible     graphql.Omittable[*bool]
	Contents      graphql.Omittable[[]string]
	Signatures    graphql.Omittable[[]SignatureInput]
	SizeClass     graphql.Omittable[*string]
}

// SignatureInput states who signed a document, and when.
type SignatureInput struct {
	Signer          string
	ParticipationID *string
	Name            *string
	SignedOn        *entry.Date
	IsTraceable     *bool
}
