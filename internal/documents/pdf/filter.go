package pdf

import (
	"bytes"
	"io"
)

// until reads up to a mark.
type until struct {
	in    io.Reader
	mark  byte
	ended bool
}

func (u *until) Read(p []byte) (int, error) {
	if u.ended {
		return 0, io.EOF
	}
	n, err := u.in.Read(p)
	if at := bytes.IndexByte(p[:n], u.mark); at >= 0 {
		u.ended = true
		return at, io.EOF
	}
	return n, err
}

// runs undoes RunLengthDecode.
type runs struct {
	in      io.Reader
	pending []byte
	ended   bool
}

func (r *runs) Read(p []byte) (int, error) {
	for len(r.pending) == 0 {
		if r.ended || !r.fill() {
			return 0, io.EOF
		}
	}
	n := copy(p, r.pending)
	r.pending = r.pending[n:]
	return n, nil
}

func (r *runs) fill() bool {
	var one [1]byte
	if _, err := io.ReadFull(r.in, one[:]); err != nil || one[0] == 128 {
		return false
	}
	if one[0] < 128 {
		r.pending = make([]byte, int(one[0])+1)
		n, err := io.ReadFull(r.in, r.pending)
		r.pending, r.ended = r.pending[:n], err != nil
		return true
	}
	times := 257 - int(one[0])
	if _, err := io.ReadFull(r.in, one[:]); err != nil {
		return false
	}
	r.pending = bytes.Repeat(one[:], times)
	return true
}

// unpredict undoes the differences that were taken between rows before packing (PNG). Nobody packs objects with
// those of TIFF; ok is false there.
func (i *inspection) unpredict(d dictionary, in []byte) (out []byte, ok bool) {
	parms := i.resolve(d.get("DecodeParms"))
	if list, isList := parms.(array); isList && len(list) > 0 {
		parms = i.resolve(list[len(list)-1])
	}
	how, _ := parms.(dictionary)
	switch predictor := i.number(how, "Predictor", 1); {
	case predictor < 2:
		return in, true
	case predictor < 10:
		return nil, false
	}
	size := max(1, i.number(how, "Colors", 1)*i.number(how, "BitsPerComponent", 8)/8)
	row := (i.number(how, "Colors", 1)*i.number(how, "BitsPerComponent", 8)*i.number(how, "Columns", 1) + 7) / 8
	if row < 1 || row > len(in) || size > row {
		return nil, false
	}
	return rows(in, row, size), true
}

func (i *inspection) number(d dictionary, key name, otherwise int) int {
	n, ok := i.resolve(d.get(key)).(int)
	if !ok || n < 0 || n > 1<<20 {
		return otherwise
	}
	return n
}

// rows undoes the filters of PNG. Each row has its own, in its first byte; size is the bytes of one pixel.
func rows(in []byte, row, size int) []byte {
	out := make([]byte, 0, len(in))
	above := make([]byte, row)
	for ; len(in) > 1; in = in[min(len(in), row+1):] {
		line := bytes.Clone(in[1:min(len(in), row+1)])
		for n := range line {
			var left, corner byte
			if n >= size {
				left, corner = line[n-size], above[n-size]
			}
			switch in[0] {
			case 1:
				line[n] += left
			case 2:
				line[n] += above[n]
			case 3:
				line[n] += byte((int(left) + int(above[n])) / 2)
			case 4:
				line[n] += paeth(left, above[n], corner)
			}
		}
		out = append(out, line...)
		copy(above, line)
	}
	return out
}

func paeth(left, above, corner byte) byte {
	distance := func(b byte) int {
		return max(int(left)+int(above)-int(corner)-int(b), int(b)+int(corner)-int(left)-int(above))
	}
	switch l, a, c := distance(left), distance(above), distance(corner); {
	case l <= a && l <= c:
		return left
	case a <= c:
		return above
	}
	return corner
}
