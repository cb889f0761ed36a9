package receipts

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// deepest is how far objects and lists may nest.
const deepest = 64

// canonical returns JSON in the one form that is signed and compared: names of an
// object in the order of their bytes, no white space, numbers as they were written,
// text escaped only where JSON demands it. Whoever formats a document anew leaves this
// form as it was. A name that stands twice in an object is refused: readers differ on
// which of the two counts.
func canonical(b []byte) ([]byte, error) {
	v, err := tree(b)
	if err != nil {
		return nil, err
	}
	return written(v)
}

// written writes a tree in the canonical form.
func written(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil { // sorts names
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// tree reads one JSON value and nothing after it; numbers keep their digits.
func tree(b []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	v, err := branch(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	return v, nil
}

func branch(d *json.Decoder, depth int) (any, error) {
	if depth > deepest {
		return nil, fmt.Errorf("nested deeper than %d", deepest)
	}
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		return object(d, depth)
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := branch(d, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := d.Token()
		return list, err
	}
	return t, nil
}

func object(d *json.Decoder, depth int) (any, error) {
	out := map[string]any{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := t.(string) // the decoder refuses all else
		if _, twice := out[name]; twice {
			return nil, fmt.Errorf("the name %q stands twice in one object", name)
		}
		if out[name], err = branch(d, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return out, err
}
