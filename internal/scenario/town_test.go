package scenario_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/penvoerder/penvoerder/internal/demo"
)

// town is a program with employers in two regions, whose plans were granted, in the summer of 2026. Tests that leave the
// regulation clock alone share it, each with organisations of its own.
type town struct {
	*program
	linde, oost *employer // one of everything each, one in Utrecht and one in Groningen: for looking, not for changing
	kade        *employer // for being refused
	bron        *employer // for uploading
	oog         *employer // for being judged
	lijst       *employer // for lists
	regel       *employer // for the rules of the rulebook
	leeg        *employer // without a plan
	draft       string    // of the one that is judged; for attaching to what is another's
	staff       map[string]*visitor
}

// staff are the demo logins that are no employers.
var staff = []string{"leader.utrechtzorg", "leader.zorgpleinnoord", "ssc", "ssc2", "amr", "vws", "regioplus", "admin", "admin2"}

func TestTown(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) {
		w := settle(t, database)
		for name, tell := range map[string]func(t *testing.T, w *town){
			"what is wrong is told at its place":                wrongInput,
			"an upload is what it says or is refused":           uploads,
			"the same request twice":                            twice,
			"one's own dossier is judged by somebody else":      fourEyes,
			"everybody does and sees what is theirs":            rights,
			"lists turn their pages":                            lists,
			"who is dismissed is nobody at the next request":    dismissed,
			"what the platform enforces cannot be broken":       enforced,
			"a language is asked for":                           languages,
			"what a stranger sends is not answered with rights": strangers,
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				tell(t, w)
			})
		}
	})
}

// settle fills a town.
func settle(t *testing.T, database string) *town {
	t.Helper()
	w := &town{program: run(t, database), staff: map[string]*visitor{}}
	t.Cleanup(func() {
		for _, secret := range []string{"kanarie", "werkgever.example", password, demo.Password, "Bearer", "SELECT "} {
			if strings.Contains(w.log.String(), secret) {
				t.Errorf("the log holds %q", secret)
			}
		}
	})
	for _, login := range staff {
		w.staff[login] = w.persona(t, login)
	}
	found := func(at **employer, name, kvk, postcode string) func() {
		return func() { *at = w.employer(t, name, kvk, postcode) }
	}
	together(t,
		found(&w.linde, "Linde", "10000001", "3511 AB"), found(&w.oost, "Oost", "10000002", "9711 CD"),
		found(&w.kade, "Kade", "10000003", "3511 AB"), found(&w.lijst, "Lijst", "10000004", "9711 CD"),
		found(&w.leeg, "Leeg", "10000005", "3511 AB"), found(&w.bron, "Bron", "10000006", "3511 AB"), found(&w.oog, "Oog", "10000009", "3511 AB"),
		found(&w.regel, "Regel", "10000011", "3511 AB"),
	)
	filed := []*employer{w.linde, w.oost, w.kade, w.lijst, w.bron, w.oog, w.regel}
	for _, e := range filed {
		e.file()
	}
	w.advance(t, assessing)
	for _, e := range filed {
		leader := "leader.utrechtzorg"
		if e == w.oost || e == w.lijst {
			leader = "leader.zorgpleinnoord"
		}
		e.granted(w.staff[leader], w.staff["regioplus"])
	}
	w.advance(t, "2026-06-15T10:00:00+02:00")
	w.staff["admin2"].in(t).do("proposeAppointment", object{"email": "voorgesteld@regioplus.example", "role": "SSC"}, "appointment { state }")
	together(t, func() { w.furnish(w.linde) }, func() { w.furnish(w.oost) }, func() { w.owe(w.bron) },
		func() { w.draft = w.oog.register(w.oog.course("Andermans plaats", someone("Ander Mens", "ander"))) })
	return w
}

// rights are tried first and looked at afterwards: to look at personal data is an act too.
func rights(t *testing.T, w *town) {
	t.Run("does", func(t *testing.T) { acts(t, w) })
	t.Run("sees", func(t *testing.T) { sight(t, w) })
}

// together runs functions beside each other.
func together(t testing.TB, all ...func()) {
	var g sync.WaitGroup
	for _, f := range all {
		g.Go(f)
	}
	g.Wait()
	if t.Failed() {
		t.FailNow()
	}
}

// owe sends a registration back for a repair that nobody makes: something is in the calendar of who asks for it, whichever
// of the others' tales has been told.
func (w *town) owe(e *employer) {
	e.t.Helper()
	r := e.register(e.course("Schuldig "+e.name, someone("Zonder Geheim", "owing")))
	e.ready(r)
	e.handIn(r)
	w.staff["ssc"].in(e.t).sendBackSaying(r, "LOONSTROOK_START", object{"verdict": "REJECTED", "reason": "DOCUMENT_NOT_SIGNED"}, "Graag ondertekend")
}

// furnish gives an employer one of everything: a draft, a registration that waits, one in repair, one
// approved, and one whose content waits for the committee.
// What nobody else may read carries a word of its own.
func (w *town) furnish(e *employer) {
	e.t.Helper()
	secretly := e.course("Concept "+e.name, someone("Draftkanarie "+e.name, "draft"))
	e.register(secretly)
	e.attach(e.plan, "KVK_UITTREKSEL", object{"issuedOn": "2025-10-01"})
	e.do("amendProjectFile", object{"planID": e.plan, "expectedVersion": e.home(e.plan), "signatoryName": "Tekenkanarie " + e.name}, "projectFile { version }")
	sent := e.course("Wachtend "+e.name, someone("Naamkanarie "+e.name, "waiting"))
	sent["externalReference"] = "Sleutelkanarie " + e.name
	waiting := e.register(sent)
	repair := e.register(e.course("Herstel "+e.name, known("waiting")))
	done := e.register(e.course("Klaar "+e.name, known("waiting")))
	// The last is of somebody who takes part in nothing else, so that it is never judged again.
	asked := e.register(e.course("Voorgelegd "+e.name, someone("Zonder Geheim", "asked")))
	w.rows.in(e.t).exec(`UPDATE registrations SET state = 'AWAITING_CONTENT', content_asked_at = created_at, content_judge = 'AMR' WHERE id = ?`, asked) // no scheme of the town asks it
	for _, r := range []string{waiting, repair, done} {
		e.ready(r)
		e.handIn(r)
	}
	e.issue("READ")
	w.newcomer(e.t, "Vrager"+e.name).do("askToJoin", object{"kvkNumber": e.kvk, "note": "Vraagkanarie " + e.name}, "admission { state }")
	w.rows.in(e.t).exec(`UPDATE admissions SET reason = 'geheim' WHERE organisation_id = ?`, e.org)
	e.do("stateTie", object{
		"holder": object{"registerNumber": "BE 0123.456.789", "name": "Bandkanarie " + e.name}, "held": object{"registerNumber": e.kvk, "name": e.name},
		"kind": "CAPITAL", "share": object{"percent": "60"}, "start": "2020-01-01",
	}, "tie { id }")
	w.rows.in(e.t).exec(`UPDATE role_assignments SET phone = ?, end_reason = 'geheim' WHERE organisation_id = ?`, "Belkanarie "+e.name, e.org)
	ssc := w.staff["ssc2"].in(e.t) // the other judges the project file, if anybody does
	ssc.sendBackSaying(repair, "LOONSTROOK_START",
		object{"verdict": "REJECTED", "reason": "DOCUMENT_NOT_SIGNED", "note": "Celkanarie " + e.name}, "Redenkanarie "+e.name)
	ssc.letGo(done, "Collegakanarie "+e.name)
	ssc.accept(done)
}
