package documents

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// aDocument is a PDF of one page, made of what is put into its catalog and page, and of objects from number 5 on.
type aDocument struct {
	catalog, page string
	more          []string
	noPage        string   // in place of the pages
	packed        []string // objects in an object stream, numbered after more
	packing       string   // beside the filter of that stream
	pack          func(string) string
	trailer       string
	encrypt       *encryption
}

const contents = "BT /F1 12 Tf 20 100 Td (Loonstrook mei) Tj ET"

func (d aDocument) bytes() []byte {
	pages := "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
	if d.noPage != "" {
		pages = d.noPage
	}
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R " + d.catalog + " >>", pages,
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R " + d.page + " >>", stream("", contents),
	}
	objects = append(objects, d.more...)
	if d.packed != nil {
		objects = append(objects, d.objectStream(len(objects)+2))
	}
	trailer := d.trailer
	if d.encrypt != nil {
		for n := range objects {
			objects[n] = d.encrypt.object(n+1, objects[n])
		}
		objects = append(objects, d.encrypt.dictionary())
		trailer += fmt.Sprintf(" /ID [<%x> <%x>] /Encrypt %d 0 R", fileID, fileID, len(objects))
	}
	return written(objects, trailer)
}

// objectStream packs objects that are numbered from first on.
func (d aDocument) objectStream(first int) string {
	var head, body strings.Builder
	for n, object := range d.packed {
		fmt.Fprintf(&head, "%d %d ", first+n, body.Len())
		body.WriteString(object + "\n")
	}
	pack := d.pack
	if pack == nil {
		pack = deflated
	}
	return stream(fmt.Sprintf("/Type /ObjStm /N %d /First %d /Filter /FlateDecode %s", len(d.packed), head.Len(), d.packing), pack(head.String()+body.String()))
}

// written lays objects out from number 1, with a table of where they are.
func written(objects []string, trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n%\xE2\xE3\xCF\xD3\n")
	at := make([]int, len(objects))
	for n, object := range objects {
		at[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, trailer, start)
	return b.Bytes()
}

func stream(about, data string) string {
	return fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(data), about, data)
}

func deflated(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(s)) // into memory
	_ = w.Close()
	return b.String()
}

// zeros is so many megabytes of zeros, packed: one packed megabyte, over and over.
func zeros(megabytes int) string {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		panic(err)
	}
	_, _ = w.Write(make([]byte, 1<<20)) // into memory
	_ = w.Flush()
	return "\x78\xDA" + strings.Repeat(b.String(), megabytes) + "\x01\x00\x00\xFF\xFF"
}

// upRows packs with the predictor that PNG calls Up, in rows of one byte.
func upRows(s string) string {
	var rows []byte
	above := byte(0)
	for _, b := range []byte(s) {
		rows = append(rows, 2, b-above)
		above = b
	}
	return deflated(string(rows))
}

const fileID = "0123456789abcdef"

// encryption is the standard security handler with a user's password, of revision 3 (RC4) or 4 (AES).
type encryption struct {
	password string
	revision int
}

var passwordPadding = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

const ownerEntry = "0123456789ABCDEF0123456789ABCDEF" // which nobody opens anything with here

func (e encryption) key() []byte {
	sum := md5.Sum(slices.Concat([]byte((e.password + passwordPadding)[:32]), []byte(ownerEntry), binary.LittleEndian.AppendUint32(nil, 0xFFFFFFFC), []byte(fileID)))
	for range 50 {
		sum = md5.Sum(sum[:])
	}
	return sum[:]
}

func (e encryption) dictionary() string {
	sum := md5.Sum([]byte(passwordPadding + fileID))
	u := sum[:]
	for n := range 20 {
		key := e.key()
		for at := range key {
			key[at] ^= byte(n)
		}
		u = encryptedRC4(key, u)
	}
	rest := fmt.Sprintf("/V 2 /R 3 /O <%x> /U <%x%032x> /P -4 /Length 128", ownerEntry, u, 0)
	if e.revision == 4 {
		rest = strings.Replace(rest, "/V 2 /R 3", "/V 4 /R 4 /CF << /StdCF << /CFM /AESV2 /Length 16 >> >> /StmF /StdCF /StrF /StdCF", 1)
	}
	return "<< /Filter /Standard " + rest + " >>"
}

var (
	aString = regexp.MustCompile(`\(([^()]*)\)`)
	aStream = regexp.MustCompile(`(?s)^<< /Length \d+ (.*?) >>\nstream\n(.*)\nendstream$`)
)

// object encrypts the stream of an object, or its strings.
func (e encryption) object(number int, object string) string {
	if parts := aStream.FindStringSubmatch(object); parts != nil {
		return stream(parts[1], string(e.encrypted(number, parts[2])))
	}
	return aString.ReplaceAllStringFunc(object, func(s string) string { return fmt.Sprintf("<%x>", e.encrypted(number, s[1:len(s)-1])) })
}

func (e encryption) encrypted(number int, plain string) []byte {
	key := append(e.key(), byte(number), byte(number>>8), 0, 0, 0)
	if e.revision != 4 {
		sum := md5.Sum(key)
		return encryptedRC4(sum[:], []byte(plain))
	}
	sum := md5.Sum(append(key, "sAlT"...))
	fill := aes.BlockSize - len(plain)%aes.BlockSize
	out := append([]byte(plain), bytes.Repeat([]byte{byte(fill)}, fill)...)
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		panic(err)
	}
	start := []byte(fileID)
	cipher.NewCBCEncrypter(block, start).CryptBlocks(out, out)
	return slices.Concat(start, out)
}

func encryptedRC4(key, plain []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		panic(err)
	}
	out := make([]byte, len(plain))
	c.XORKeyStream(out, plain)
	return out
}

// updated adds a revision to a PDF that has the objects, as a program that signs does.
func updated(file []byte, objects map[int]string) []byte {
	previous := regexp.MustCompile(`startxref\n(\d+)`).FindSubmatch(file)
	b := bytes.NewBuffer(bytes.Clone(file))
	var table strings.Builder
	for number, object := range objects {
		fmt.Fprintf(&table, "%d 1\n%010d 00000 n \n", number, b.Len())
		fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", number, object)
	}
	start := b.Len()
	fmt.Fprintf(b, "xref\n%strailer\n<< /Size 99 /Root 1 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n", table.String(), previous[1], start)
	return b.Bytes()
}

// shifted puts bytes before a PDF and counts them in its last offset, as programs do that know of them.
func shifted(before string, file []byte) []byte {
	return regexp.MustCompile(`startxref\n(\d+)`).ReplaceAllFunc(append([]byte(before), file...), func(s []byte) []byte {
		offset, _ := strconv.Atoi(string(s[len("startxref\n"):]))
		return fmt.Appendf(nil, "startxref\n%d", offset+len(before))
	})
}

// withSegment puts a segment behind the start of a JPEG.
func withSegment(file []byte, marker byte, segment []byte) []byte {
	head := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, marker}, uint16(len(segment)+2))
	return slices.Concat(head, segment, file[2:])
}

// withFrame changes the marker of the frame of a JPEG, and its bytes from the precision on.
func withFrame(file []byte, marker byte, changed ...byte) []byte {
	out := bytes.Clone(file)
	at := bytes.Index(out, []byte{0xFF, 0xC0})
	out[at+1] = marker
	copy(out[at+4:], changed)
	return out
}
