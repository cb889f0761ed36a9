package page

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// longestCursor is far more than any that is made here.
const longestCursor = 2048

// cursor is a place as callers carry it. It holds nothing that its bearer did not see, and is no secret.
type cursor struct {
	Order string  `json:"o"`
	Value *string `json:"v"`
	ID    string  `json:"i"`
}

// Cursor is the cursor of a node in this order, for a page that is cut from a list read otherwise.
func (o Order[N]) Cursor(node N) string { return o.cursorOf(node) }

func (o Order[N]) cursorOf(node N) string {
	c := cursor{Order: o.name(), ID: o.ID(node)}
	if o.Key.write != nil {
		c.Value = o.Key.write(node)
	}
	raw, err := json.Marshal(c)
	if err != nil {
		panic(err) // texts always marshal
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// parse reads a cursor of this order; nil stays nil. Path names the argument it came in.
func (o Order[N]) parse(text *string, path string) (*place, error) {
	if text == nil {
		return nil, nil
	}
	if p := o.place(*text); p != nil {
		return p, nil
	}
	return nil, fault.Invalid([]string{path}, "CURSOR_MALFORMED", fault.Text{
		NL: "Deze cursor hoort niet bij deze lijst in deze volgorde. Begin zonder cursor.", EN: "This cursor does not belong to this list in this order. Start without a cursor.",
	}, "")
}

// place is nil for anything that was not made by cursorOf in the same order.
func (o Order[N]) place(text string) *place {
	c, err := decode(text)
	if err != nil || c.Order != o.name() || !isID(c.ID) {
		return nil
	}
	if c.Value == nil {
		if o.Key.column != "" && !o.Key.nullable {
			return nil
		}
		return &place{id: c.ID}
	}
	if o.Key.read == nil {
		return nil
	}
	value, err := o.Key.read(*c.Value)
	if err != nil {
		return nil
	}
	return &place{value: value, id: c.ID}
}

func decode(text string) (c cursor, err error) {
	if len(text) > longestCursor {
		return c, errors.New("too long")
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return c, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return c, err
	}
	if _, err := d.Token(); err != io.EOF {
		return c, errors.New("something follows")
	}
	return c, nil
}

// isID keeps text that cannot be an id away from the database.
func isID(s string) bool {
	const letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
	return s != "" && len(s) <= 64 && strings.Trim(s, letters) == ""
}

// readText refuses text that PostgreSQL cannot store.
func readText(s string) (any, error) {
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return nil, errors.New("no text")
	}
	return s, nil
}

func readInteger(s string) (any, error) { return strconv.ParseInt(s, 10, 64) }

func readTime(s string) (any, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.Year() < 1 {
		return nil, errors.New("no time")
	}
	return t.UTC(), nil
}
