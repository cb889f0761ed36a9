package schemes_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes"
)

var (
	ruleWait = schemes.Rule{Code: "T-WAIT-1", Severity: schemes.Notice, Holds: schemes.HeldActs, Message: schemes.Same("from {first}"), Source: testPlace}
	ruleOpen = schemes.Rule{
		Code: "T-WAIT-1", Aspect: "open", Severity: schemes.Notice, Holds: []schemes.HeldAct{schemes.HoldsApproval}, Message: schemes.Same("open"), Source: testPlace,
	}
)

// waiting is a scheme that holds each participation until the day after its end, and approval where that is open.
func waiting() schemes.Scheme {
	m := testManifest()
	m.Rules = append(m.Rules, ruleWait, ruleOpen)
	return schemes.Define(m, schemes.Rules{Participation: func(r *schemes.Review, _ schemes.Registration, p schemes.Participation) {
		if end, ok := p.End.Get(); ok {
			r.HoldUntil(end.AddDays(1), ruleWait, p.End)
			return
		}
		r.Hold(ruleOpen, p.End)
	}})
}

// ends asks about a registration with a participation for each end; a zero day is none stated.
func ends(asOf string, days ...schemes.Date) schemes.Question {
	q := schemes.Question{AsOf: schemes.Moment(asOf), Registration: &schemes.Registration{Activity: "A"}}
	for i, d := range days {
		p := schemes.Participation{Key: string(rune('a' + i))}
		if !d.IsZero() {
			p.End = schemes.Known(d)
		}
		q.Registration.Participations = append(q.Registration.Participations, p)
	}
	return q
}

func answer(t *testing.T, s schemes.Scheme, q schemes.Question) schemes.Answer {
	t.Helper()
	as, err := s.Judge(t.Context(), schemes.Batch{Questions: []schemes.Question{q}})
	if err != nil {
		t.Fatal(err)
	}
	return as[0]
}

func TestAHoldWaitsUntilADayBeginsInAmsterdam(t *testing.T) {
	t.Parallel()
	early, late, none := schemes.On(2026, 4, 30), schemes.On(2026, 12, 31), schemes.Date{}
	for name, c := range map[string]struct {
		asOf    string
		days    []schemes.Date
		submit  string // first day; "-" where it is not held, "?" where no day can be said
		approve string
		until   string
	}{
		"the last of all decides":            {"2026-04-01T12:00:00+02:00", []schemes.Date{early, late}, "2027-01-01", "2027-01-01", "2026-04-30T22:00:00Z"},
		"a second before":                    {"2026-04-30T23:59:59+02:00", []schemes.Date{early}, "2026-05-01", "2026-05-01", "2026-04-30T22:00:00Z"},
		"at midnight in Amsterdam":           {"2026-04-30T22:00:00Z", []schemes.Date{early}, "-", "-", ""},
		"one without a day, for one act":     {"2026-04-01T12:00:00+02:00", []schemes.Date{early, none}, "2026-05-01", "?", "2026-04-30T22:00:00Z"},
		"one without a day holds for ever":   {"2030-01-01T12:00:00+01:00", []schemes.Date{none}, "-", "?", ""},
		"nobody takes part, nothing to hold": {"2026-04-01T12:00:00+02:00", nil, "-", "-", ""},
	} {
		q := ends(c.asOf, c.days...)
		s := waiting()
		a := answer(t, s, q)
		if err := s.Manifest().Verify(q, a, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for act, want := range map[schemes.HeldAct]string{schemes.HoldsSubmission: c.submit, schemes.HoldsApproval: c.approve} {
			if got := first(a.Held(act)); got != want {
				t.Errorf("%s: %s is held until %s, want %s", name, act, got, want)
			}
		}
		until := ""
		if !a.ValidUntil.IsZero() {
			until = a.ValidUntil.String()
		}
		if until != c.until {
			t.Errorf("%s: holds until %q, want %q", name, until, c.until)
		}
		for _, p := range a.Parts {
			if out := schemes.OutcomeOf(p.Findings); out != schemes.Eligible {
				t.Errorf("%s: what holds makes %s of part %s", name, out, p.Key)
			}
		}
	}
}

func first(w schemes.Wait, is bool) string {
	switch {
	case !is:
		return "-"
	case w.First.IsZero():
		return "?"
	}
	return w.First.String()
}

func TestAHoldIsAnAnswerThatTheManifestDeclares(t *testing.T) {
	t.Parallel()
	s := waiting()
	q := ends("2026-04-01T12:00:00+02:00", schemes.On(2026, 4, 30))
	for want, spoil := range map[string]func(*schemes.Finding){
		`rule T-WAIT-1 holds ["SUBMISSION" "APPROVAL"], not []`: func(f *schemes.Finding) { f.Holds = nil },
		`not ["SETTLEMENT"]`: func(f *schemes.Finding) { f.Holds = []schemes.HeldAct{"SETTLEMENT"} },
		"rule T-RULE-2/advice names 2026-05-01, and holds nothing until then": func(f *schemes.Finding) {
			f.Rule, f.Holds = ruleAdvice.ID(), nil
		},
	} {
		a := answer(t, s, q)
		spoil(&a.Parts[0].Findings[0])
		if err := s.Manifest().Verify(q, a, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("wanted %q, got %v", want, err)
		}
	}
}

func TestOnlyANoticeHolds(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(*schemes.Rule){
		"holds an act and is BLOCKING": func(r *schemes.Rule) { r.Severity = schemes.Blocking },
		`holds "PAYMENT"`:              func(r *schemes.Rule) { r.Holds = []schemes.HeldAct{"PAYMENT"} },
		"rule T-WAIT-1 holds APPROVAL twice": func(r *schemes.Rule) {
			r.Holds = []schemes.HeldAct{schemes.HoldsApproval, schemes.HoldsApproval}
		},
	} {
		m, r := testManifest(), ruleWait
		spoil(&r)
		m.Rules = append(m.Rules, r)
		if err := m.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("wanted %q, got %v", want, err)
		}
	}
}

func TestAHoldFillsTheDayInItsText(t *testing.T) {
	t.Parallel()
	a := answer(t, waiting(), ends("2026-04-01T12:00:00+02:00", schemes.On(2026, 4, 30)))
	f := a.Parts[0].Findings[0]
	if diff := cmp.Diff(schemes.Params{"first": "2026-05-01"}, f.Params); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
