// Package groups computes who decides over whom, who is at the top of a group on a day, and who may submit the one plan
// that a group has (groepscriterium).
//
// It is a function of ties and days: it reads no database and no clock, and knows neither roles nor regulations.
// Organisations are known to it by a key alone.
package groups
