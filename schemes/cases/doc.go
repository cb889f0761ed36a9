// Package cases reads golden cases, YAML that a policy officer can read, and says
// where an answer is not what a case wants. It asks nothing itself: tests, commands
// and plugins in other languages put the same cases to whatever answers them.
//
// A file of cases:
//
//	given:                       # what all cases of the file share
//	  registration: {activity: 1A, start: 2026-02-01, end: 2026-08-31}
//	  participant: {contractHours: 32, employment: EMPLOYED}
//	cases:
//	  - id: ONE-MONTH-1
//	    title: One day short of a month
//	    registration: {end: 2026-02-28}
//	    want:
//	      outcome: INELIGIBLE
//	      amount: 0.00
//	      findings:
//	        - BLOCKING SOZW-ELIG-015 /end
//
// A case states plan, registration, projectFile or retentionReport, and organisation
// and asOf where they matter, in the JSON form of [schemes.Question]; mappings are
// laid over those of given, anything else replaces it; null takes a fact away.
// participant is short for a registration with one participation, of key p1.
// parameters replaces values, for a case that no real rate reaches.
//
// want states everything that is to be told: findings that are not listed fail the
// case. With participant, want speaks of the whole and the one participation
// together; with participations, of the whole, and of each in parts. lines compares
// lines of the calculation (euros in euros, dates as dates), suggestions the value that
// a finding proposes, by its rule, impossible what is refused before any rule is asked.
// cells compares the state of requirements with the findings behind it. A case with
// cells names every cell that something was submitted for: what it does not name is
// MISSING or NOT_REQUIRED, and with others: NOT_REQUIRED nothing else is asked at all.
// validUntil compares the moment at which time alone changes the answer, validUntil:
// none says that there is no such moment. A case without cells or validUntil leaves
// them open.
//
// Where schemes share their cases, schemes at the top of the file or in a case names
// those that it holds for, and what words stand for in each:
//
//	schemes: {x-1: {$rate: 9.04}, x-2: {$rate: 9.50}}
package cases
