package sectorplanplus

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

// A signing names a signer of the performance statement, and the term for signing.
type signing struct {
	signer              string
	days                schemes.Parameter
	missing, soon, late schemes.Rule
}

var signings = []signing{
	{"PARTICIPANT", participantDays, ruleParticipantUnsigned, ruleParticipantEarly, ruleParticipantLate},
	{"TEACHER", teacherDays, ruleTeacherUnsigned, ruleTeacherEarly, ruleTeacherLate},
}

// judgeStatement judges the performance statements (prestatieverklaringen) of C.
func (v *regulation) judgeStatement(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation, docs []schemes.Document) {
	judgeLegible(c, docs)
	for _, d := range docs {
		if contents, ok := schemes.Need(c.Review, d.Contents); ok {
			c.Require(slices.Contains(contents, contentProvider), ruleProvider, d.Contents)
		}
		if reg.Training.Teacher.Value() == "EXTERNAL" {
			if has, ok := schemes.Need(c.Review, d.Letterhead); ok {
				c.Require(has, ruleLetterhead, d.Letterhead)
			}
		}
		judgeTraceable(c, d)
		for _, s := range signings {
			v.judgeSigned(c, reg, p, d, s)
		}
	}
}

// judgeSigned requires the signature of one party, from the end of the training on
// and within its term.
func (v *regulation) judgeSigned(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation, d schemes.Document, s signing) {
	i := slices.IndexFunc(d.Signatures, func(g schemes.Signature) bool {
		return g.Signer == s.signer && (g.Participation == "" || g.Participation == p.Key)
	})
	if i < 0 {
		c.Tell(s.missing, d)
		return
	}
	signed, dated := schemes.Need(c.Review, d.Signatures[i].SignedOn)
	start, end := span(reg, p)
	last, ended := end.Get()
	term, covered := c.Parameter(s.days, v.day(start))
	days, whole := term.Int()
	if !dated || !ended || !covered || !whole {
		return
	}
	until := last.AddDays(days)
	c.Require(!signed.Before(last), s.soon.With("first", last).With("last", until), d.Signatures[i].SignedOn)
	c.Require(!signed.After(until), s.late.With("first", last).With("last", until), d.Signatures[i].SignedOn)
}

// judgeOtherProof refuses documents submitted for C that are no performance statement.
func judgeOtherProof(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation) {
	for _, kind := range byDayKinds {
		c.Stray(ruleOtherProof, serving(reg, p, kind)...)
	}
}
