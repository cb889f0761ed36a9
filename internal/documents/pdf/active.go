package pdf

import (
	"slices"
	"strings"
)

// actions are what may not be done, by the name of the action. Going to a page, turning it, and emptying a form are
// harmless; a link to a web page is too, as long as the person who reads follows it.
var actions = map[name]Objection{
	"JavaScript": Script, "ECMAScript": Script, "Launch": Launch, "SubmitForm": Sends, "ImportData": Sends,
	"GoToR": OtherFile, "GoToE": Attachment, "Rendition": Media, "Movie": Media, "Sound": Media, "RichMediaExecute": Media,
}

// notes are annotations that may not be there, by their kind.
var notes = map[name]Objection{
	"FileAttachment": Attachment, "RichMedia": Media, "Screen": Media, "Movie": Media, "Sound": Media, "3D": Media,
}

// types are those of objects that may not be there.
var types = map[name]Objection{"EmbeddedFile": Attachment}

// schemes are those of links that a reader may follow. Others start programs, or reach into the reader's own machine.
var schemes = []string{"http", "https", "mailto", "tel", "sms", "ftp"}

// judge looks at one dictionary wherever it stands.
func (i *inspection) judge(d dictionary, at place) {
	for _, e := range d {
		switch e.key {
		case "S":
			i.judgeAction(d, e.value, at)
		case "Subtype":
			i.judgeName(notes, e.value)
		case "Type":
			i.judgeName(types, e.value)
		case "EF":
			i.judgeFileSpecification(e.value)
		case "JS":
			if _, isText := e.value.(text); isText {
				i.found(Script)
			}
		case "OpenAction":
			i.opening = append(i.opening, e.value)
		case "AA":
			i.events = append(i.events, e.value)
		case "XFA":
			i.forms = append(i.forms, e.value)
		case "NeedsRendering":
			if slices.Contains(i.all(e.value), any(true)) {
				i.found(Form)
			}
		}
	}
}

func (i *inspection) judgeName(table map[name]Objection, v any) {
	for _, v := range i.all(v) {
		if n, ok := v.(name); ok && table[n] != None {
			i.found(table[n])
		}
	}
}

func (i *inspection) judgeAction(d dictionary, kind any, at place) {
	i.judgeName(actions, kind)
	for _, v := range i.all(kind) {
		switch v {
		case name("URI"):
			i.judgeLinks(d, at)
		case name("Thread"):
			if d.get("F") != nil {
				i.found(OtherFile)
			}
		}
	}
}

func (i *inspection) judgeLinks(d dictionary, at place) {
	for _, e := range d {
		if e.key != "URI" {
			continue
		}
		if r, isRef := e.value.(ref); isRef {
			for _, n := range i.byName[r.number] {
				i.judgeLink(i.at(i.places[n]).object(), i.places[n])
			}
			continue
		}
		i.judgeLink(e.value, at)
	}
}

func (i *inspection) judgeLink(v any, at place) {
	t, ok := v.(text)
	if !ok {
		return
	}
	if !mayBeFollowed(string(i.plain(t, at))) {
		i.found(Link)
	}
}

// plain is the text as it was before the file was encrypted.
func (i *inspection) plain(t text, at place) []byte {
	if i.lock == nil || at.isPacked || at.id.number < 0 {
		return t.bytes()
	}
	return i.lock.decrypt(i.lock.texts, at.id, t.bytes())
}

// mayBeFollowed reports whether a link stays on the web, in the mail or on the telephone. An address without a scheme
// ("www.example.nl") does.
func mayBeFollowed(link string) bool {
	link = strings.Map(func(r rune) rune { // as browsers read it
		if r <= ' ' {
			return -1
		}
		return r
	}, link)
	if strings.HasPrefix(link, `\\`) || strings.HasPrefix(link, "//") {
		return false
	}
	scheme, _, found := strings.Cut(link, ":")
	if !found || strings.ContainsAny(scheme, "/?#.") {
		return true
	}
	return slices.Contains(schemes, strings.ToLower(scheme))
}

// judgeFileSpecification refuses one that holds the file itself. An empty one, or an empty tree of names, holds none.
func (i *inspection) judgeFileSpecification(v any) {
	for _, v := range i.all(v) {
		d, _ := v.(dictionary)
		for _, e := range d {
			if e.value != nil && slices.Contains([]name{"F", "UF", "DOS", "Mac", "Unix"}, e.key) {
				i.found(Attachment)
			}
		}
	}
}

// checkOpening refuses web pages that open by themselves, when the file opens or a page is turned.
func (i *inspection) checkOpening() {
	visited := map[ref]bool{}
	for _, v := range i.events {
		for _, v := range i.all(v) {
			d, _ := v.(dictionary)
			for _, e := range d {
				i.opening = append(i.opening, e.value)
			}
		}
	}
	for _, v := range i.opening {
		i.checkAction(v, visited, 0)
	}
}

// checkAction looks at an action and at those that follow it. A place in the document, which can stand for an action,
// is no dictionary.
func (i *inspection) checkAction(v any, visited map[ref]bool, depth int) {
	if r, isRef := v.(ref); isRef {
		if visited[r] {
			return
		}
		visited[r] = true
	}
	if depth > deepest {
		i.budget.exceed()
		return
	}
	for _, v := range i.all(v) {
		d, _ := v.(dictionary)
		if slices.Contains(i.all(d.get("S")), any(name("URI"))) {
			i.found(Opens)
		}
		next := d.get("Next")
		list, isList := i.resolve(next).(array)
		if !isList {
			list = array{next}
		}
		for _, v := range list {
			if v != nil {
				i.checkAction(v, visited, depth+1)
			}
		}
	}
}
