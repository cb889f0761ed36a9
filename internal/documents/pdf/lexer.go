package pdf

import (
	"bytes"
	"encoding/hex"
	"strconv"
)

// The objects of a file. Numbers with a fraction, and words that mean nothing, are nil.
type (
	name string
	ref  struct{ number, generation int }
	text struct { // a string as it stands in the file
		raw   []byte
		isHex bool
	}
	array      []any
	dictionary []entry // in the order of the file; a key may come twice
	entry      struct {
		key   name
		value any
	}
)

type tokenKind int

const (
	end tokenKind = iota
	aName
	aText
	aNumber
	aWord
	openArray
	closeArray
	openDictionary
	closeDictionary
)

type token struct {
	kind   tokenKind
	name   name // or word
	text   text
	number int
	isInt  bool
}

// lexer reads tokens from one buffer, and spends the budget of the whole inspection.
type lexer struct {
	in  []byte
	at  int
	has *budget
}

func isSpace(b byte) bool {
	return b == 0 || b == '\t' || b == '\n' || b == '\f' || b == '\r' || b == ' '
}

func isDelimiter(b byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), b) >= 0 }

func isRegular(b byte) bool { return !isSpace(b) && !isDelimiter(b) }

// next reads one token. At the end of the buffer, or of the budget, it goes on to return end.
func (l *lexer) next() token {
	from := l.at
	t := l.read()
	if !l.has.read(l.at - from + 1) {
		l.at = len(l.in)
		return token{}
	}
	return t
}

func (l *lexer) read() token {
	l.skip()
	if l.at >= len(l.in) {
		return token{}
	}
	b := l.in[l.at]
	l.at++
	switch b {
	case '/':
		return token{kind: aName, name: l.name()}
	case '(':
		return token{kind: aText, text: text{raw: l.literal()}}
	case '[':
		return token{kind: openArray}
	case ']':
		return token{kind: closeArray}
	case '<':
		if l.at < len(l.in) && l.in[l.at] == '<' {
			l.at++
			return token{kind: openDictionary}
		}
		return token{kind: aText, text: text{raw: l.hex(), isHex: true}}
	case '>':
		if l.at < len(l.in) && l.in[l.at] == '>' {
			l.at++
			return token{kind: closeDictionary}
		}
		return token{kind: aWord}
	case ')', '{', '}':
		return token{kind: aWord}
	}
	l.at--
	return l.word()
}

// skip passes over white space and comments.
func (l *lexer) skip() {
	for l.at < len(l.in) {
		switch b := l.in[l.at]; {
		case isSpace(b):
			l.at++
		case b == '%':
			for l.at < len(l.in) && l.in[l.at] != '\n' && l.in[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

func (l *lexer) regular() []byte {
	from := l.at
	for l.at < len(l.in) && isRegular(l.in[l.at]) {
		l.at++
	}
	return l.in[from:l.at]
}

// name reads a name without its escapes: /J#61vaScript is the same as /JavaScript.
func (l *lexer) name() name {
	raw := l.regular()
	if bytes.IndexByte(raw, '#') < 0 {
		return name(raw)
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			var b [1]byte
			if _, err := hex.Decode(b[:], raw[i+1:i+3]); err == nil {
				out = append(out, b[0])
				i += 2
				continue
			}
		}
		out = append(out, raw[i])
	}
	return name(out)
}

// word reads a number or a keyword.
func (l *lexer) word() token {
	raw := l.regular()
	if len(raw) > 20 {
		return token{kind: aWord}
	}
	if n, err := strconv.Atoi(string(raw)); err == nil {
		return token{kind: aNumber, number: n, isInt: true}
	}
	if bytes.IndexByte([]byte("+-.0123456789"), raw[0]) >= 0 {
		return token{kind: aNumber}
	}
	return token{kind: aWord, name: name(raw)}
}

// literal reads up to the parenthesis that closes; those in pairs and those escaped belong to the text.
func (l *lexer) literal() []byte {
	from, depth := l.at, 1
	for ; l.at < len(l.in); l.at++ {
		switch l.in[l.at] {
		case '\\':
			l.at++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.at++
				return l.in[from : l.at-1]
			}
		}
	}
	l.at = len(l.in)
	return l.in[from:]
}

func (l *lexer) hex() []byte {
	from := l.at
	n := bytes.IndexByte(l.in[from:], '>')
	if n < 0 {
		l.at = len(l.in)
		return l.in[from:]
	}
	l.at += n + 1
	return l.in[from : from+n]
}

// bytes are what the text means.
func (t text) bytes() []byte {
	if t.isHex {
		return unhex(t.raw)
	}
	out := make([]byte, 0, len(t.raw))
	for i := 0; i < len(t.raw); i++ {
		b := t.raw[i]
		if b != '\\' || i+1 == len(t.raw) {
			out = append(out, b)
			continue
		}
		i++
		switch b = t.raw[i]; b {
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case '\r':
			if i+1 < len(t.raw) && t.raw[i+1] == '\n' {
				i++
			}
		case '\n':
		case '0', '1', '2', '3', '4', '5', '6', '7':
			n := 0
			from := i
			for ; i < len(t.raw) && i < from+3 && t.raw[i] >= '0' && t.raw[i] <= '7'; i++ {
				n = n<<3 | int(t.raw[i]-'0')
			}
			i--
			out = append(out, byte(n))
		default:
			out = append(out, b)
		}
	}
	return out
}

// unhex reads hexadecimal digits up to '>', past anything else; a missing last digit is 0.
func unhex(raw []byte) []byte {
	digits := make([]byte, 0, len(raw)+1)
	for _, b := range raw {
		if b == '>' {
			break
		}
		if bytes.IndexByte([]byte("0123456789abcdefABCDEF"), b) >= 0 {
			digits = append(digits, b)
		}
	}
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	out := make([]byte, len(digits)/2)
	_, _ = hex.Decode(out, digits) // they are digits
	return out
}
