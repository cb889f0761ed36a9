package mail

import (
	"strconv"
	"strings"
)

// Item is one thing of which a letter tells, in the language of the letter. It names no person.
type Item struct {
	What string // kind of thing, number, and what was done
	More string // a sentence; may be empty
	Page string // where it is seen
}

// News tells what was done to dossiers: one thing, which is the subject of the letter, or several.
func News(address, language string, items []Item) Message {
	l, subject := newsOfSeveral, strconv.Itoa(len(items))
	if len(items) == 1 {
		l, subject = newsOfOne, items[0].What
	}
	var all []string
	for _, it := range items {
		about := it.What + "."
		if it.More != "" {
			about += " " + it.More
		}
		all = append(all, about+"\n"+it.Page)
	}
	m := l.to(address, language, "", strings.Join(all, "\n\n"))
	m.Subject = strings.ReplaceAll(m.Subject, "WHAT", subject)
	return m
}

var (
	newsOfOne = letter{
		"nl": {"WHAT", `
Beste lezer,

CODE

Log in bij Penvoerder om het te bekijken. Op deze brief kunt u niet antwoorden.
`},
		"en": {"WHAT", `
Dear reader,

CODE

Sign in to Penvoerder to see it. This letter cannot be answered.
`},
	}
	newsOfSeveral = letter{
		"nl": {"Nieuws over uw dossiers (WHAT)", `
Beste lezer,

Dit gebeurde er sinds het vorige overzicht:

CODE

Log in bij Penvoerder om het te bekijken. Op deze brief kunt u niet antwoorden.
`},
		"en": {"News of your dossiers (WHAT)", `
Dear reader,

This happened since the last digest:

CODE

Sign in to Penvoerder to see it. This letter cannot be answered.
`},
	}
)
