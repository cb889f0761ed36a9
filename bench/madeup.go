package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/oklog/ulid/v2"
)

// madeUp hands out made-up data: the same in every run, so that two runs measure the same pages.
type madeUp struct {
	random *rand.Rand
	source *rand.ChaCha8
	ids    int
}

func newMadeUp(seed byte) *madeUp {
	source := rand.NewChaCha8([32]byte{seed})
	return &madeUp{random: rand.New(source), source: source}
}

// began is when the made-up work began: at the start of SO-Z&W 2026.
var began = time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)

// id is an identifier as package ids makes them, one a second.
func (m *madeUp) id(prefix string) string {
	m.ids++
	at := began.Add(time.Duration(m.ids) * time.Second)
	return prefix + "_" + ulid.MustNew(ulid.Timestamp(at), m.source).String()
}

// moment is a whole second within the half year after the beginning.
func (m *madeUp) moment() time.Time {
	return began.Add(time.Duration(m.random.IntN(180*24*3600)) * time.Second)
}

func (m *madeUp) day() time.Time { return m.moment().Truncate(24 * time.Hour) }

// one returns one of these.
func one[T any](m *madeUp, of ...T) T { return of[m.random.IntN(len(of))] }

func (m *madeUp) person() string {
	return one(m, "Aisha", "Bram", "Chantal", "Daan", "Emine", "Fleur", "Gijs", "Hatice", "Ingrid", "Joost", "Karin", "Lars", "Mila", "Noor", "Omar", "Petra") + " " +
		one(m, "de Vries", "Jansen", "Yılmaz", "van den Berg", "Bakker", "El Idrissi", "Visser", "Smit", "Meijer", "de Boer", "Mulder", "van Dijk", "Çelik", "Postma")
}

func (m *madeUp) employer(i int) string {
	return fmt.Sprintf("%s %s %d", one(m, "Stichting", "Zorggroep", "Thuiszorg", "Woonzorgcentrum", "Jeugdhulp"),
		one(m, "De Linde", "Het Anker", "Duinrand", "Oosterpoort", "Waterland", "De Brink"), i)
}

func (m *madeUp) course() string {
	return one(m, "Omgaan met onbegrepen gedrag", "Digitale vaardigheden in de wijk", "Medicatieveiligheid", "Samenwerken met mantelzorgers",
		"Werken met zorgtechnologie", "Palliatieve zorg thuis", "Reablement in de praktijk")
}
