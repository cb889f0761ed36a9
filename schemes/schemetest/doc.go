// Package schemetest proves that a scheme keeps its promises.
//
// [Run] reads golden cases, YAML that a policy officer can read, and asks them of
// any [schemes.Scheme]: one in memory or one behind a plugin process. It then shows
// what cases alone cannot: that every declared rule and line is reached, that
// answers repeat and batches equal single questions, that no fact makes a scheme
// fail, that no cap is passed, that released codes stay what they were.
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
// A case states plan, registration or projectFile, and organisation and asOf where
// they matter, in the JSON form of [schemes.Question]; mappings are laid over those
// of given, anything else replaces it; null takes a fact away. participant is
// short for a registration with one participation, of key p1. parameters replaces
// values, for a case that no real rate reaches.
//
// want states everything that is to be told: findings that are not listed fail the
// case. With participant, want speaks of the whole and the one participation
// together; with participations, of the whole, and of each in parts. lines compares
// lines of the calculation (euros in euros, dates as dates), cells the state of
// requirements with the findings behind it, problems what is refused before any
// rule is asked.
package schemetest
