package main

import (
	"strings"
	"testing"

	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

func TestAFactThatOneSideLacksIsRefused(t *testing.T) {
	t.Parallel()
	type More struct {
		schemes.PeriodFact `json:"-"`
		Days               schemes.Fact[int64] `json:"daysFollowed,omitzero"`
	}
	type Less struct {
		From schemes.Fact[schemes.Date] `json:"from,omitzero"`
	}
	for _, tt := range []struct {
		of    pair
		wants string
	}{
		{pairOf[More, schemev1.Period](), "schemes.More has Days, and message Period of scheme.proto has no days_followed"},
		{pairOf[Less, schemev1.Period](), "message Period of scheme.proto has to, and schemes.Less has no such fact"},
		{pairOf[schemes.PeriodFact, schemev1.Period](), ""},
	} {
		_, err := convert(tt.of)
		if (err == nil) != (tt.wants == "") || err != nil && !strings.Contains(err.Error(), tt.wants) {
			t.Errorf("%s: %v, want %q", tt.of.fact.Name(), err, tt.wants)
		}
	}
}
