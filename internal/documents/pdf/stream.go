package pdf

import (
	"bytes"
	"compress/flate"
	"encoding/ascii85"
	"io"

	"golang.org/x/image/tiff/lzw"
)

// isObjects reports whether a stream is one of objects: it counts them, and says where the first begins. Readers do
// not ask for its type.
func isObjects(d dictionary) bool {
	return d.get("N") != nil && d.get("First") != nil
}

// openObjects looks into the object stream d.
func (i *inspection) openObjects(d dictionary, at place, from int) {
	data := i.extent(d, from)
	first, ok := i.resolve(d.get("First")).(int)
	if !ok || !i.objects(d, i.decrypted(d, at, data), first) && !i.objects(d, data, first) {
		i.found(Damaged)
	}
}

// extent is the data of a stream: as long as it says when it ends there, else up to the word that ends it.
func (i *inspection) extent(d dictionary, from int) []byte {
	rest := i.body[min(from, len(i.body)):]
	rest = bytes.TrimPrefix(rest, []byte("\r"))
	rest = bytes.TrimPrefix(rest, []byte("\n"))
	ending := []byte("endstream")
	if n, ok := i.resolve(d.get("Length")).(int); ok && n >= 0 && n <= len(rest) {
		if bytes.HasPrefix(bytes.TrimLeft(rest[n:min(len(rest), n+16)], "\r\n \t\x00"), ending) {
			return rest[:n]
		}
	}
	n := bytes.Index(rest, ending)
	if n < 0 {
		n = len(rest)
	}
	i.budget.read(n)
	return rest[:n]
}

// decrypted is the data without the encryption of the file.
func (i *inspection) decrypted(d dictionary, at place, data []byte) []byte {
	kind := i.resolve(d.get("Type"))
	if i.lock == nil || at.id.number < 0 || kind == name("XRef") || kind == name("Metadata") && i.lock.plainMetadata {
		return data
	}
	if filters := i.filters(d); len(filters) > 0 && filters[0] == "Crypt" {
		return data // by a filter of its own, which is the identity in all files that need no password
	}
	return i.lock.decrypt(i.lock.streams, at.id, data)
}

func (i *inspection) filters(d dictionary) []name {
	v := i.resolve(d.get("Filter"))
	if n, ok := v.(name); ok {
		return []name{n}
	}
	var out []name
	list, _ := v.(array)
	for _, v := range list {
		if n, ok := i.resolve(v).(name); ok {
			out = append(out, n)
		}
	}
	return out
}

// unpack undoes the filters; isWhole is false where one remains, which then is that of a picture.
func (i *inspection) unpack(d dictionary, data []byte) (out io.Reader, isWhole bool) {
	out = bytes.NewReader(data)
	for n, filter := range i.filters(d) {
		if n > 8 {
			i.budget.exceed()
			return nil, false
		}
		switch filter {
		case "FlateDecode", "Fl":
			out = inflate(out)
		case "LZWDecode", "LZW":
			out = lzw.NewReader(out, lzw.MSB, 8)
		case "ASCII85Decode", "A85":
			out = ascii85.NewDecoder(&until{in: out, mark: '~'})
		case "ASCIIHexDecode", "AHx":
			all, _ := io.ReadAll(io.LimitReader(out, mostStream)) // what can be read counts
			out = bytes.NewReader(unhex(all))
		case "RunLengthDecode", "RL":
			out = &runs{in: out}
		case "Crypt":
			continue
		default:
			return out, false
		}
		out = &metered{in: out, budget: i.budget}
	}
	return out, true
}

// inflate reads past the header of zlib, and does not hold a wrong checksum against anyone: readers do not.
func inflate(in io.Reader) io.Reader {
	var head [2]byte
	_, _ = io.ReadFull(in, head[:]) // then there is nothing to inflate either
	return flate.NewReader(in)
}

// metered spends the budget of unpacked bytes.
type metered struct {
	in     io.Reader
	budget *budget
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.in.Read(p)
	if !m.budget.spend(&m.budget.unpacked, n) {
		return 0, io.EOF
	}
	return n, err
}

// measure unpacks a stream to know that it is of a size that can be shown.
func (i *inspection) measure(d dictionary, data []byte) {
	limit, ok := i.limit(d)
	if !ok {
		i.budget.exceed()
		return
	}
	out, isWhole := i.unpack(d, data)
	if _, isRaw := out.(*bytes.Reader); out == nil || isRaw && !isWhole {
		return // a picture with the compression of pictures alone
	}
	n, _ := io.Copy(io.Discard, io.LimitReader(out, limit+1)) // what cannot be read is not shown
	if n > limit {
		i.budget.exceed()
	}
}

// limit is the most that a stream may unpack to: for a picture what its pixels need.
func (i *inspection) limit(d dictionary) (most int64, ok bool) {
	if i.resolve(d.get("Subtype")) != name("Image") {
		return mostStream, true
	}
	width, _ := i.resolve(d.get("Width")).(int)
	height, _ := i.resolve(d.get("Height")).(int)
	switch {
	case width <= 0 || height <= 0:
		return mostStream, true
	case width > mostPixels/height:
		return 0, false
	}
	return int64(width)*int64(height)*8 + int64(height) + 64<<10, true // four colours of two bytes
}

// objects adds what an object stream holds, and reports whether it could be read. Readers go by the offsets or from
// one object to the next, so both are looked at.
func (i *inspection) objects(d dictionary, data []byte, first int) bool {
	packed, isWhole := i.unpack(d, data)
	if !isWhole {
		return false
	}
	in, _ := io.ReadAll(io.LimitReader(packed, int64(max(0, i.budget.objects))+1)) // what can be read counts
	if !i.budget.spend(&i.budget.objects, len(in)) {
		return true // told as too much
	}
	in, ok := i.unpredict(d, in)
	if !ok || first < 0 || first > len(in) {
		return false
	}
	head, count := i.at(place{in: in[:first]}), 0
	for {
		number, offset := head.lexer.next(), head.lexer.next()
		if !number.isInt || !offset.isInt {
			break
		}
		if at := first + offset.number; at >= first && at < len(in) {
			i.add(place{in: in, at: at, id: ref{number: number.number}, isPacked: true})
			count++
		}
	}
	i.add(place{in: in, at: first, id: ref{number: -1}, isPacked: true, isRow: true})
	return count > 0 || i.resolve(d.get("N")) == 0
}
