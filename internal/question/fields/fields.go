// Package fields holds the statements about a training, a participation or a document, in the shape in which they are
// stored: one JSON column each, because each scheme asks for another part of them and nobody searches by them.
//
// They are the inputs of the API as well, and what it shows: text that nobody read yet is read before it is stored
// (see dossier). A statement is the fact of a scheme that has its name in JSON, or the one that its tag fact names; a dash
// says that schemes are not told, and a star that what it holds are facts themselves.
//
// Null means not stated; it never means zero, and an empty list says that there are none. The package knows no scheme and
// no database.
package fields

import "github.com/penvoerder/penvoerder/internal/typed"

// Training (traject, opleiding) is chosen from the scheme's list, or described. Exactly one of both is set.
type Training struct {
	Listed *Listed `json:"listed,omitempty"`
	Course *Course `json:"course,omitempty"`
}

// Listed is a training from the scheme's list.
type Listed struct {
	TrainingID *string  `json:"trainingID,omitempty" fact:"-"` // entry of the list, once the desk has found it
	List       *string  `json:"list,omitempty"`
	Code       *string  `json:"code,omitempty"` // as printed
	Title      *string  `json:"title,omitempty"`
	Route      *string  `json:"route,omitempty"` // the route followed
	Modules    []string `json:"modules,omitzero"`
}

// Course is a training described by the employer.
type Course struct {
	Title     string       `json:"title"`
	Content   *string      `json:"content,omitempty"` // description of the content, for the content judges
	Theme     *string      `json:"theme,omitempty"`
	Goal      *string      `json:"goal,omitempty"`
	Hours     *typed.Hours `json:"hours,omitempty"`     // real contact hours per participant
	GroupSize *int         `json:"groupSize,omitempty"` // the whole group, people of other employers included
	Teacher   *string      `json:"teacher,omitempty"`
	Provider  *string      `json:"provider,omitempty"`
	Form      *string      `json:"form,omitempty"`
}

// Participation holds the statements about one person in one registration.
type Participation struct {
	Start                   *typed.Date  `json:"start,omitempty"` // where it differs from the registration's
	End                     *typed.Date  `json:"end,omitempty"`
	Periods                 []Period     `json:"periods,omitzero"` // days followed, where it was in parts
	StoppedEarly            *bool        `json:"stoppedEarly,omitempty"`
	ContractHours           *typed.Hours `json:"contractHours,omitempty"` // per week at the start
	Employment              *string      `json:"employment,omitempty"`
	TargetGroup             *string      `json:"targetGroup,omitempty"`
	EmployeeContribution    *typed.Money `json:"employeeContributionCents,omitempty" fact:"employeeContribution"`
	HasRepaymentArrangement *bool        `json:"hasRepaymentArrangement,omitempty" fact:"repaymentArrangement"`
	OtherSubsidies          []string     `json:"otherSubsidies,omitzero"`
	Facts                   Facts        `json:"facts,omitempty"`
}

// Period is days from and to, both included.
type Period struct {
	From typed.Date `json:"from"`
	To   typed.Date `json:"to"`
}

// Document holds the statements about one uploaded file.
type Document struct {
	Month         *typed.YearMonth `json:"month,omitempty"` // for payslips
	IssuedOn      *typed.Date      `json:"issuedOn,omitempty"`
	Year          *int             `json:"year,omitempty"` // for accounts
	Period        *Period          `json:"period,omitempty" fact:"*"`
	TrainingCode  *string          `json:"trainingCode,omitempty"`
	Route         *string          `json:"route,omitempty"`
	Issuer        *string          `json:"issuer,omitempty"`
	HasLetterhead *bool            `json:"hasLetterhead,omitempty" fact:"letterhead"`
	IsLegible     *bool            `json:"isLegible,omitempty" fact:"legible"`
	Contents      []string         `json:"contents,omitzero"` // of the kind's contents, by code
	Signatures    []Signature      `json:"signatures,omitzero"`
	SizeClass     *string          `json:"sizeClass,omitempty"`
}

// Signature is a signature on a document: by whom, in which capacity, and when.
type Signature struct {
	Signer          string      `json:"signer"`
	ParticipationID *string     `json:"participationID,omitempty" fact:"participation"` // for participants
	Name            *string     `json:"name,omitempty" fact:"-"`                        // as written
	SignedOn        *typed.Date `json:"signedOn,omitempty"`
	IsTraceable     *bool       `json:"isTraceable,omitempty" fact:"traceable"` // electronic and traceable to the signer
}

// Facts are the facts that only one scheme asks for, by the key of their definition. A fact that is not stated has no
// entry.
type Facts map[string]Value

// Value is the value of a fact. Exactly one is set.
type Value struct {
	Text    *string        `json:"text,omitempty"`
	Boolean *bool          `json:"boolean,omitempty"`
	Integer *int           `json:"integer,omitempty"`
	Decimal *typed.Decimal `json:"decimal,omitempty"`
	Date    *typed.Date    `json:"date,omitempty"`
	Choice  *string        `json:"choice,omitempty"` // by code
}
