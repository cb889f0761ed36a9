package sectorplanplus

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

// A size is a class of organisations with the share that it receives under C.
type size struct {
	class string
	share schemes.Parameter
	line  schemes.Line
}

// The sizes; an organisation that proves none has the last one.
var sizes = []size{
	{"SMALL", shareSmall, lineShareSmall},
	{"MEDIUM", shareMedium, lineShareMedium},
	{"LARGE", shareLarge, lineShareLarge},
}

// The kinds of document that prove a size.
var sizeKinds = []string{kindAccounts, kindDirectors}

// sizeOf returns the size that an organisation has proved; large where it proved none.
func sizeOf(o schemes.Organisation) size {
	large := len(sizes) - 1
	if !slices.Contains(sizeKinds, o.SizeEvidence.Value()) {
		return sizes[large]
	}
	i := slices.IndexFunc(sizes, func(s size) bool { return s.class == o.SizeClass.Value() })
	if i < 0 {
		i = large
	}
	return sizes[i]
}

// judgeSize reports that an organisation without proof counts as large.
func judgeSize(r *schemes.Review, o schemes.Organisation) {
	proved := slices.Contains(sizeKinds, o.SizeEvidence.Value()) && o.SizeClass.IsKnown()
	r.Require(proved, ruleCountsAsLarge, o.SizeEvidence)
}

// judgeClaim lets approval wait while documents claim another size that nobody judged yet, where that is another amount.
func (v *regulation) judgeClaim(r *schemes.Review, reg schemes.Registration) {
	o := reg.Organisation
	if !o.SizeAwaited.IsKnown() {
		return
	}
	claimed := reg
	claimed.Organisation.SizeClass, claimed.Organisation.SizeEvidence = o.SizeAwaited, schemes.Known(sizeKinds[0])
	now, isNow := r.Compute(func(s *schemes.Sheet) { v.payByHour(s, reg) })
	then, isThen := r.Compute(func(s *schemes.Sheet) { v.payByHour(s, claimed) })
	if isNow && isThen && now != then {
		r.Hold(ruleSizeAwaited.With("now", now).With("amount", then), o.SizeAwaited)
	}
}
