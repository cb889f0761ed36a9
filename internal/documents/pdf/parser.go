package pdf

const (
	deepest   = 100       // arrays and dictionaries inside each other
	mostNodes = 1_000_000 // values of one object
)

// parser reads objects as lenient readers do: a container ends at its own bracket or at the end of the buffer, and
// what has no place in it is passed over. Each dictionary is shown to seen, the inner ones first.
type parser struct {
	lexer
	ahead []token
	nodes int
	seen  func(dictionary)
}

func (p *parser) next() token {
	if len(p.ahead) > 0 {
		t := p.ahead[0]
		p.ahead = p.ahead[1:]
		return t
	}
	return p.lexer.next()
}

// object reads the object that comes next; nil where there is none.
func (p *parser) object() any { return p.value(p.next(), 0) }

func (p *parser) value(t token, depth int) any {
	if p.nodes++; p.nodes > mostNodes || depth > deepest {
		p.has.exceed()
		return nil
	}
	switch t.kind {
	case aName:
		return t.name
	case aText:
		return t.text
	case aNumber:
		return p.number(t)
	case aWord:
		switch t.name {
		case "true":
			return true
		case "false":
			return false
		}
	case openArray:
		return p.array(depth + 1)
	case openDictionary:
		return p.dictionary(depth + 1)
	}
	return nil
}

// number reads a number, or the reference that begins with it.
func (p *parser) number(t token) any {
	if !t.isInt {
		return nil
	}
	for len(p.ahead) < 2 {
		next := p.lexer.next()
		p.ahead = append(p.ahead, next)
		if next.kind == end || len(p.ahead) == 1 && !(next.kind == aNumber && next.isInt) {
			break
		}
	}
	if len(p.ahead) == 2 && p.ahead[0].isInt && p.ahead[1].kind == aWord && p.ahead[1].name == "R" {
		r := ref{t.number, p.ahead[0].number}
		p.ahead = nil
		return r
	}
	return t.number
}

func (p *parser) array(depth int) array {
	var out array
	for {
		t := p.next()
		if t.kind == end || t.kind == closeArray {
			return out
		}
		out = append(out, p.value(t, depth))
	}
}

func (p *parser) dictionary(depth int) dictionary {
	out := dictionary{}
	for {
		t := p.next()
		if t.kind == end || t.kind == closeDictionary {
			break
		}
		if t.kind != aName {
			continue
		}
		v := p.next()
		if v.kind == closeDictionary {
			break
		}
		out = append(out, entry{t.name, p.value(v, depth)})
	}
	if p.seen != nil {
		p.seen(out)
	}
	return out
}

// get is the last value of a key; readers take that one.
func (d dictionary) get(key name) any {
	for i := len(d) - 1; i >= 0; i-- {
		if d[i].key == key {
			return d[i].value
		}
	}
	return nil
}
