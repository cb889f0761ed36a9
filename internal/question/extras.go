package question

import (
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/schemes"
)

// ExtraFacts returns the facts that only one scheme asks as that scheme reads them.
func ExtraFacts(facts fields.Facts) schemes.Extras {
	values := make(map[string]schemes.ExtraValue, len(facts))
	for key, v := range facts {
		values[key] = extraValue(v)
	}
	return schemes.NewExtras(values)
}

func extraValue(v fields.Value) schemes.ExtraValue {
	out := schemes.ExtraValue{Text: v.Text, Boolean: v.Boolean, Choice: v.Choice}
	if v.Integer != nil {
		out.Integer = new(int64(*v.Integer))
	}
	if v.Decimal != nil {
		if n, err := schemes.ParseNumber(string(*v.Decimal)); err == nil { // it was checked when it was entered
			out.Decimal = &n
		}
	}
	if d, stated := dayFact(v.Date).Get(); stated {
		out.Date = &d
	}
	return out
}
