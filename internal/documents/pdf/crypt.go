package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"slices"
)

// method is how streams or texts are encrypted.
type method int

const (
	identity method = iota
	byRC4
	byAES    // AESV2: a key per object
	byAES256 // AESV3
)

// lock is the standard security handler of a file that opens without a password (ISO 32000-2, 7.6). It has an
// owner's password at most, which forbids printing or changing and hides nothing.
type lock struct {
	key           []byte
	streams       method
	texts         method
	plainMetadata bool
}

var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// open returns the lock as the empty password opens it; ok is false where it does not.
func open(d dictionary, id []byte) (k *lock, ok bool) {
	if d.get("Filter") != name("Standard") {
		return nil, false // a certificate, or a shop's own
	}
	k = &lock{plainMetadata: d.get("EncryptMetadata") == false}
	version, revision := number(d, "V", 0), number(d, "R", 0)
	switch version {
	case 1, 2:
		k.streams, k.texts = byRC4, byRC4
	case 4, 5:
		k.streams, k.texts = filterOf(d, "StmF"), filterOf(d, "StrF")
	default:
		return nil, false
	}
	u := bytesOf(d, "U")
	if revision >= 5 {
		return k, k.openNew(u, bytesOf(d, "UE"), revision)
	}
	size := 5
	if revision >= 3 {
		size = max(5, min(16, number(d, "Length", 40)/8))
	}
	if version == 4 {
		size = 16
	}
	return k, k.openOld(d, u, id, revision, size)
}

// openOld is algorithms 2, 4 and 5: revisions 2 to 4.
func (k *lock) openOld(d dictionary, u, id []byte, revision, size int) bool {
	h := md5.New()
	h.Write(padding)
	h.Write(bytesOf(d, "O"))
	_ = binary.Write(h, binary.LittleEndian, uint32(number(d, "P", 0))) // a hash takes all
	h.Write(id)
	if revision >= 4 && k.plainMetadata {
		h.Write([]byte{0xFF, 0xFF, 0xFF, 0xFF})
	}
	key := h.Sum(nil)
	if revision >= 3 {
		for range 50 {
			sum := md5.Sum(key[:size])
			key = sum[:]
		}
	}
	k.key = key[:size]
	if revision == 2 {
		return bytes.Equal(withRC4(k.key, padding), u)
	}
	sum := md5.Sum(slices.Concat(padding, id))
	want := sum[:]
	for i := range 20 {
		turned := slices.Clone(k.key)
		for j := range turned {
			turned[j] ^= byte(i)
		}
		want = withRC4(turned, want)
	}
	return len(u) >= 16 && bytes.Equal(want, u[:16])
}

// openNew is algorithm 2.A: revisions 5 and 6.
func (k *lock) openNew(u, ue []byte, revision int) bool {
	if len(u) < 48 || len(ue) < 32 {
		return false
	}
	hash := func(salt []byte) []byte {
		sum := sha256.Sum256(salt)
		if revision == 5 {
			return sum[:]
		}
		return hardened(sum[:])
	}
	if !bytes.Equal(hash(u[32:40]), u[:32]) {
		return false
	}
	block, err := aes.NewCipher(hash(u[40:48]))
	if err != nil {
		return false
	}
	k.key = make([]byte, 32)
	cipher.NewCBCDecrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(k.key, ue[:32])
	return true
}

// hardened is algorithm 2.B for the empty password.
func hardened(k []byte) []byte {
	for round := 0; ; round++ {
		e := bytes.Repeat(k, 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil // 16 bytes are a key
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		rest := 0
		for _, b := range e[:16] {
			rest += int(b)
		}
		switch rest % 3 {
		case 0:
			sum := sha256.Sum256(e)
			k = sum[:]
		case 1:
			sum := sha512.Sum384(e)
			k = sum[:]
		default:
			sum := sha512.Sum512(e)
			k = sum[:]
		}
		if round >= 63 && int(e[len(e)-1]) <= round-31 {
			return k[:32]
		}
	}
}

// filterOf is the method that a crypt filter names.
func filterOf(d dictionary, which name) method {
	named, _ := d.get(which).(name)
	filters, _ := d.get("CF").(dictionary)
	filter, _ := filters.get(named).(dictionary)
	switch filter.get("CFM") {
	case name("V2"):
		return byRC4
	case name("AESV2"):
		return byAES
	case name("AESV3"):
		return byAES256
	}
	return identity
}

// decrypt returns the plain bytes of a stream or text of an object.
func (k *lock) decrypt(how method, of ref, data []byte) []byte {
	switch how {
	case identity:
		return data
	case byRC4:
		return withRC4(k.keyFor(of, nil), data)
	case byAES:
		return withAES(k.keyFor(of, []byte("sAlT")), data)
	}
	return withAES(k.key, data)
}

func (k *lock) keyFor(of ref, salt []byte) []byte {
	n, g := of.number, of.generation
	sum := md5.Sum(slices.Concat(k.key, []byte{byte(n), byte(n >> 8), byte(n >> 16), byte(g), byte(g >> 8)}, salt))
	return sum[:min(len(k.key)+5, 16)]
}

func withRC4(key, data []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return nil // of no size that can come up here
	}
	out := make([]byte, len(data))
	c.XORKeyStream(out, data)
	return out
}

// withAES leaves the padding where it is: nothing that is looked for stands there.
func withAES(key, data []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil || len(data) < 2*aes.BlockSize {
		return nil
	}
	body := data[aes.BlockSize:]
	out := make([]byte, len(body)/aes.BlockSize*aes.BlockSize)
	cipher.NewCBCDecrypter(block, data[:aes.BlockSize]).CryptBlocks(out, body[:len(out)])
	return out
}

func bytesOf(d dictionary, key name) []byte {
	t, _ := d.get(key).(text)
	return t.bytes()
}

func number(d dictionary, key name, otherwise int) int {
	if n, ok := d.get(key).(int); ok {
		return n
	}
	return otherwise
}
