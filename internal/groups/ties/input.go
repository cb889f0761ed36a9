package ties

import (
	"math/big"
	"regexp"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/groups"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// StateInput is a tie that somebody states.
type StateInput struct {
	Holder, Held PartyInput
	Kind         string
	Body         *string // of which members are appointed
	Share        ShareInput
	Start        typed.Date
	End          *typed.Date // last day; nil while it lasts
}

// PartyInput names one side.
type PartyInput struct {
	RegisterNumber string // KvK number, or a country code and the number of its register
	Name           string
}

// ShareInput is a percentage, or so many of so many.
type ShareInput struct {
	Percent *typed.Decimal
	Of      *PartInput
}

// PartInput is so many of so many: shares, votes or members.
type PartInput struct{ PartCount, WholeCount int }

// ConfirmInput confirms a tie, or its last day.
type ConfirmInput struct {
	ID              string
	ExpectedVersion int
	ExtractOn       *typed.Date // date of the extract that the leader saw
}

// WithdrawInput withdraws or refuses a statement.
type WithdrawInput struct {
	ID              string
	ExpectedVersion int
	Reason          *string
}

// EndInput states the last day of a tie.
type EndInput struct {
	ID              string
	ExpectedVersion int
	EndsOn          typed.Date
}

// SettleInput rebuts a presumption, or annuls a tie.
type SettleInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

const (
	longestName    = 200 // characters
	longestReason  = 4000
	percentDigits  = 6           // behind the point
	wholeOfPercent = 100_000_000 // a hundred, in units of the last of those digits
)

// numberForm is a KvK number, or the number in a register of another country behind the code of that country.
var numberForm = regexp.MustCompile(`^([0-9]{8}|[A-Z]{2} [A-Z0-9][A-Z0-9.-]{1,39})$`)

var pathInput = []string{"input"}

// stated reads a tie, not stored yet.
func stated(in StateInput, bad *fault.Collector) *ent.Tie {
	t := &ent.Tie{ID: ids.New(ids.Tie), Version: 1, State: workflow.Stated, Kind: in.Kind}
	t.HolderNumber, t.HolderName = party(in.Holder, bad, "holder")
	t.HeldNumber, t.HeldName = party(in.Held, bad, "held")
	if t.HolderNumber == t.HeldNumber && t.HolderNumber != "" {
		bad.Add(fault.Invalid(question.At(pathInput, "held", "registerNumber"), "TIE_TO_ONESELF", fault.Text{
			NL: "Een organisatie heeft geen band met zichzelf. Vul twee verschillende nummers in.", EN: "An organisation has no tie to itself. Enter two different numbers.",
		}, ""))
	}
	t.Body = body(in, bad)
	t.Part, t.Whole = share(in, bad)
	before := bad.Len()
	t.Since = in.Start.Parse(bad, "input", "start")
	t.Until = typed.Optional(in.End, bad, "input", "end")
	if bad.Len() == before && t.Until != nil && t.Until.Before(t.Since) {
		bad.Add(endsBefore(t.Since, "end"))
	}
	return t
}

func party(in PartyInput, bad *fault.Collector, side string) (number, name string) {
	number = strings.ToUpper(strings.Join(strings.Fields(in.RegisterNumber), " "))
	if !numberForm.MatchString(number) || strings.HasPrefix(number, "NL ") {
		bad.Add(fault.Invalid(question.At(pathInput, side, "registerNumber"), "NUMBER_MALFORMED", fault.Text{
			NL: "Vul een KvK-nummer van acht cijfers in, of voor een buitenlandse organisatie de landcode en het nummer in het register daar.",
			EN: "Enter a KvK number of eight digits, or for a foreign organisation the country code and its number in the register there.",
		}, "12345678"))
		number = ""
	}
	return number, required(in.Name, longestName, bad, question.At(pathInput, side, "name")...)
}

// required reads text that has to be there.
func required(text string, most int, bad *fault.Collector, path ...string) string {
	before := bad.Len()
	read := typed.Text(&text, most, bad, path...)
	if read != nil {
		return *read
	}
	if bad.Len() == before {
		bad.Add(fault.Required(path))
	}
	return ""
}

// body reads of which members are appointed: asked where a tie is about members, and nowhere else.
func body(in StateInput, bad *fault.Collector) *string {
	at := question.At(pathInput, "body")
	switch isBoard := in.Kind == string(groups.Board); {
	case isBoard && in.Body == nil:
		bad.Add(fault.Required(at))
	case !isBoard && in.Body != nil:
		bad.Add(fault.Invalid(at, "BODY_NOT_ASKED", fault.Text{
			NL: "Een orgaan hoort alleen bij het benoemen van leden. Laat het hier weg.", EN: "A body goes with appointing members alone. Leave it out here.",
		}, ""))
	}
	return in.Body
}

// share reads a part without rounding it: a percentage is so many of a hundred, or of a hundred times a power of ten.
func share(in StateInput, bad *fault.Collector) (part, whole int64) {
	at := question.At(pathInput, "share")
	switch p, of := in.Share.Percent, in.Share.Of; {
	case of != nil:
		if of.PartCount < 1 || of.PartCount > of.WholeCount {
			bad.Add(fault.Invalid(question.At(at, "of"), "SHARE_OUT_OF_RANGE", fault.Text{
				NL: "Vul een deel in van ten minste één en hoogstens het geheel.", EN: "Enter a part of at least one and at most the whole.",
			}, "501 / 1000"))
		}
		return int64(of.PartCount), int64(of.WholeCount)
	case p == nil:
		bad.Add(fault.Required(at))
	case in.Kind == string(groups.Board):
		bad.Add(fault.Invalid(question.At(at, "percent"), "SHARE_OF_MEMBERS", fault.Text{
			NL: "Vul in hoeveel leden van hoeveel worden benoemd.", EN: "Enter how many members of how many are appointed.",
		}, "3 / 5"))
	default:
		before := bad.Len()
		d := p.Parse(bad, question.At(at, "percent")...)
		if bad.Len() > before {
			return 0, 0
		}
		scaled := d.Shift(percentDigits)
		if !scaled.IsPositive() || !scaled.IsInteger() || scaled.BigInt().Cmp(big.NewInt(wholeOfPercent)) > 0 {
			bad.Add(fault.Invalid(question.At(at, "percent"), "SHARE_OUT_OF_RANGE", fault.Text{
				NL: "Vul een percentage in boven 0 en tot en met 100, met hoogstens zes cijfers achter de komma.",
				EN: "Enter a percentage above 0 and up to 100, with at most six digits behind the point.",
			}, "50.01"))
			return 0, 0
		}
		return scaled.IntPart(), wholeOfPercent
	}
	return 0, 0
}

func endsBefore(since time.Time, field string) *fault.Error {
	return fault.Invalid(question.At(pathInput, field), "END_BEFORE_START", fault.Text{
		NL: "De laatste dag ligt voor de eerste. Controleer beide datums.", EN: "The last day is before the first. Check both dates.",
	}, ">= "+string(typed.DateOf(since)))
}
