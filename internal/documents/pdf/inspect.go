package pdf

import (
	"bytes"
	"context"
	"errors"
)

// inspection is one look at one file. Nothing of it outlives the call.
type inspection struct {
	body    []byte // from the header on
	budget  *budget
	places  []place       // of every object, those within object streams included
	byName  map[int][]int // numbers of objects to places, in the order of the file
	trailer dictionary    // the one that readers begin with
	lock    *lock         // nil when the file is not encrypted
	opening []any         // actions that run by themselves
	events  []any         // tables of such actions
	forms   []any         // XFA
	done    map[Objection]bool
}

// place is where an object begins.
type place struct {
	in       []byte
	at       int
	id       ref  // number -1 when it cannot be told
	isPacked bool // in an object stream
	isRow    bool // and all that follows there
}

// Inspect looks at a whole file. The error is that of ctx alone; whatever the content is, there is an objection or none.
func Inspect(ctx context.Context, content []byte) (Objection, error) {
	within, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	found := inspect(newBudget(within, len(content)), content)
	if err := ctx.Err(); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return None, err
	}
	return found, nil
}

func inspect(b *budget, content []byte) Objection {
	before, ok := Header(content)
	if !ok {
		return Damaged
	}
	i := &inspection{
		body: content[before:], budget: b, byName: map[int][]int{}, done: map[Objection]bool{},
	}
	start, ok := frame(i.body, before)
	if !ok {
		return Damaged
	}
	i.index()
	switch found := i.begin(start); {
	case i.budget.gone:
		return TooMuch
	case !found:
		return Damaged
	}
	if encrypt, ok := i.whole(i.trailer.get("Encrypt"), 0).(dictionary); ok {
		if i.lock, ok = open(encrypt, i.firstID()); !ok {
			return Password
		}
	}
	i.unpackObjects()
	i.look()
	return i.verdict()
}

// order is that in which objections are told: what the sender can do least about comes last.
var order = []Objection{Script, Launch, Sends, OtherFile, Attachment, Media, Opens, Link, Form, TooMuch, NoPage, Damaged}

func (i *inspection) verdict() Objection {
	i.checkOpening()
	i.checkForms()
	if !i.hasPage() {
		i.found(NoPage)
	}
	if i.budget.gone {
		i.found(TooMuch)
	}
	for _, p := range order {
		if i.done[p] {
			return p
		}
	}
	return None
}

func (i *inspection) found(p Objection) { i.done[p] = true }

// index lists everything that a reference could point to: what stands behind the word "obj". It does so in streams,
// texts and comments too, since a cross-reference can point there.
func (i *inspection) index() {
	word := []byte("obj")
	for from := 0; !i.budget.gone; {
		n := bytes.Index(i.body[from:], word)
		if n < 0 {
			return
		}
		at := from + n
		from = at + len(word)
		if at > 0 && isRegular(i.body[at-1]) && !isDigit(i.body[at-1]) {
			continue // endobj
		}
		i.add(place{in: i.body, at: from, id: idBefore(i.body[:at])})
	}
}

func (i *inspection) add(p place) {
	if len(i.places) >= mostPlaces {
		i.budget.exceed()
		return
	}
	i.byName[p.id.number] = append(i.byName[p.id.number], len(i.places))
	i.places = append(i.places, p)
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// idBefore reads the number and generation that end here.
func idBefore(b []byte) ref {
	b = b[max(0, len(b)-40):]
	words := bytes.Fields(bytes.ReplaceAll(b, []byte{0}, []byte{' '}))
	if len(words) < 2 {
		return ref{number: -1}
	}
	last := words[len(words)-2:]
	number, generation := digitsAtEnd(last[0]), digitsAtEnd(last[1])
	return ref{number, max(0, generation)}
}

// digitsAtEnd is the number that b ends with, or -1; something can stand against it where an object was not ended.
func digitsAtEnd(b []byte) int {
	from := len(b)
	for from > 0 && isDigit(b[from-1]) {
		from--
	}
	if from == len(b) || len(b)-from > 10 {
		return -1
	}
	n := 0
	for _, d := range b[from:] {
		n = n*10 + int(d-'0')
	}
	return n
}

// begin finds the trailer: that of the cross-reference at start, or else any that names a catalog.
func (i *inspection) begin(start int) bool {
	p := i.at(place{in: i.body, at: start})
	t := p.next()
	if t.kind == aWord && t.name == "xref" {
		if n := bytes.Index(i.body[start:], []byte("trailer")); n >= 0 && i.budget.read(n) {
			p = i.at(place{in: i.body, at: start + n + len("trailer")})
			i.trailer, _ = p.object().(dictionary)
		}
	} else { // a stream: "12 0 obj <<"
		for t.kind != end && !(t.kind == aWord && t.name == "obj") {
			t = p.next()
		}
		i.trailer, _ = p.object().(dictionary)
	}
	return i.trailer.get("Root") != nil
}

func (i *inspection) at(p place) *parser {
	return &parser{lexer: lexer{in: p.in, at: p.at, has: i.budget}}
}

// firstID is the part of the file's identifier that its key is made with.
func (i *inspection) firstID() []byte {
	pair, _ := i.resolve(i.trailer.get("ID")).(array)
	if len(pair) == 0 {
		return nil
	}
	first, _ := i.resolve(pair[0]).(text)
	return first.bytes()
}

// unpackObjects reads what the object streams hold, before anything is judged: a reference can point into them.
func (i *inspection) unpackObjects() {
	for n := 0; n < len(i.places) && !i.budget.gone; n++ {
		at := i.places[n]
		if d, from, ok := i.streamAt(at); ok && isObjects(d) {
			i.openObjects(d, at, from)
		}
	}
}

// streamAt reads the dictionary of a stream, and where its data begin.
func (i *inspection) streamAt(at place) (d dictionary, from int, ok bool) {
	if at.isPacked {
		return nil, 0, false
	}
	p := i.at(at)
	d, ok = p.object().(dictionary)
	if !ok {
		return nil, 0, false
	}
	t := p.next()
	return d, p.lexer.at, t.kind == aWord && t.name == "stream"
}

// look judges every object, and measures every stream.
func (i *inspection) look() {
	for n := 0; n < len(i.places) && !i.budget.gone; n++ {
		at := i.places[n]
		i.read(at)
		if d, from, ok := i.streamAt(at); ok && !isObjects(d) {
			i.measure(d, i.decrypted(d, at, i.extent(d, from)))
		}
	}
	for from := 0; !i.budget.gone; {
		n := bytes.Index(i.body[from:], []byte("trailer"))
		if n < 0 {
			return
		}
		from += n + len("trailer")
		i.read(place{in: i.body, at: from, id: ref{number: -1}})
	}
}

// read judges the dictionaries of an object, or of a row of them.
func (i *inspection) read(at place) {
	p := i.at(at)
	p.seen = func(d dictionary) { i.judge(d, at) }
	for {
		t := p.next()
		if t.kind == end {
			return
		}
		p.nodes = 0
		p.value(t, 0)
		if !at.isRow {
			return
		}
	}
}
