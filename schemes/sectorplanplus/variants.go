package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// A variant is one row of the table: all in which the variants differ.
type variant struct {
	number  string
	years   schemes.Text
	opens   schemes.Date            // first day on which a training may start
	closes  map[string]schemes.Date // by activity: last day of the subsidised period
	earlier []string                // slugs of the variants in which a participant may not be entered already

	accounting  string         // whether trainings can be accounted for: 1 or 0; assumption
	applies     schemes.Period // when plans can be submitted; assumption
	refinements map[string]refinement

	tiers       []tier // the amounts by the day; the last tier whose surcharges the plan has applies
	yearAmounts bool   // the amounts are for one year: report when more than a year counts

	extract   extract
	accounts  accounts
	retention *schemes.Retention // nil where no retention report is asked
}

// A refinement is another first start day that public pages name for an activity.
type refinement struct {
	first schemes.Date
	page  string
}

// A tier holds the amounts by the day of a plan with certain surcharges (opslagen).
type tier struct {
	aspect    string
	needs     []schemes.FactDefinition // of the plan, all true
	high, low printed
	page      string
}

// printed are the amounts for 24 contract hours or more, or below: of a year as public
// pages print it, of a day, and the most over the whole period.
type printed struct{ year, rate, maximum string }

// An extract says how fresh the chamber extract must be: from a day on, or at most
// some months old; neither where no source says.
type extract struct {
	since  schemes.Date
	months string // assumption
}

// accounts say of which year the annual accounts are.
type accounts struct {
	year     string
	isStated bool // by the webinar
}

var (
	until2024 = map[string]schemes.Date{activityA: schemes.On(2024, 8, 31), activityB: schemes.On(2024, 8, 31), activityC: schemes.On(2023, 8, 31)}
	knmt2022  = "knmt.nl en leerpuntkoel.nl, subsidie 2022-2023"
)

var variants = []variant{
	{
		number: "1", years: text("2022-2023, eerste ronde", "2022-2023, first round"),
		accounting: "1",
		opens:      schemes.On(2022, 8, 22), closes: until2024,
		applies:     schemes.Period{From: schemes.On(2022, 8, 1), To: schemes.On(2022, 8, 21)},
		tiers:       []tier{{high: printed{"2.500", "6.84", "5068.44"}, low: printed{"2.000", "5.47", "4053.27"}, page: knmt2022}},
		yearAmounts: true,
		extract:     extract{months: "6"},
		accounts:    accounts{year: "2021"},
	},
	{
		number: "2", years: text("2022-2023, tweede ronde", "2022-2023, second round"),
		accounting: "1",
		opens:      schemes.On(2022, 9, 30), closes: until2024,
		earlier:     []string{"sectorplanplus-v1"},
		applies:     schemes.Period{From: schemes.On(2022, 8, 22), To: schemes.On(2022, 9, 30)},
		tiers:       []tier{{high: printed{"2.500", "6.84", "4801.68"}, low: printed{"2.000", "5.47", "3839.94"}, page: knmt2022}},
		yearAmounts: true,
		extract:     extract{months: "6"},
		accounts:    accounts{year: "2021"},
	},
	{
		number: "3", years: text("2023-2024, met TAZ", "2023-2024, with TAZ"),
		accounting: "1",
		opens:      schemes.On(2023, 8, 21),
		closes:     map[string]schemes.Date{activityA: schemes.On(2024, 8, 31), activityB: schemes.On(2024, 8, 31), activityC: schemes.On(2024, 8, 31)},
		earlier:    []string{"sectorplanplus-v1", "sectorplanplus-v2"},
		applies:    schemes.Period{From: schemes.On(2023, 8, 1), To: schemes.On(2023, 8, 20)},
		refinements: map[string]refinement{
			activityA: {schemes.On(2023, 8, 1), "viazorg.nl, juli 2023"},
			activityB: {schemes.On(2023, 8, 1), "viazorg.nl, juli 2023"},
			activityC: {schemes.On(2023, 9, 1), "viazorg.nl, juli 2023"},
		},
		tiers: []tier{
			{high: printed{"2.250", "6.16", "2250"}, low: printed{"1.800", "4.93", "1800"}, page: surchargePage},
			{aspect: "taz", needs: []schemes.FactDefinition{factTAZ}, high: printed{"2.750", "7.53", "2750"}, low: printed{"2.200", "6.02", "2200"}, page: surchargePage},
			{aspect: "taz-iow", needs: []schemes.FactDefinition{factTAZ, factIOW}, high: printed{"4.000", "10.95", "4000"}, low: printed{"3.600", "9.86", "3600"}, page: surchargePage},
		},
		accounts: accounts{year: "2022"},
	},
	{
		number: "4", years: text("2024-2025", "2024-2025"),
		accounting: "0",
		opens:      schemes.On(2024, 8, 19),
		closes:     map[string]schemes.Date{activityA: schemes.On(2025, 12, 31), activityB: schemes.On(2025, 12, 31), activityC: schemes.On(2025, 12, 31)},
		earlier:    []string{"sectorplanplus-v1", "sectorplanplus-v2", "sectorplanplus-v3"},
		applies:    schemes.Period{From: schemes.On(2024, 6, 17), To: schemes.On(2024, 7, 15)},
		refinements: map[string]refinement{
			activityA: {schemes.On(2024, 8, 1), "oaz.nl, nieuwe voorwaarden 2024-2025"},
			activityB: {schemes.On(2024, 8, 1), "oaz.nl, nieuwe voorwaarden 2024-2025"},
		},
		tiers:       []tier{{high: printed{"3.000", "8.21", "4105.00"}, low: printed{"2.500", "6.84", "3420.00"}, page: "oaz.nl, nieuwe voorwaarden 2024-2025"}},
		yearAmounts: true,
		extract:     extract{since: schemes.On(2024, 1, 1)},
		accounts:    accounts{year: "2023", isStated: true},
		retention:   &retention,
	},
}

func (v variant) slug() string { return family + "-v" + v.number }

// closesLast is the last day of the longest activity.
func (v variant) closesLast() schemes.Date { return v.closes[activityA] }
