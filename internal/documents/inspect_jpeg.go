package documents

import (
	"bytes"
	"encoding/binary"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// mostPixels keeps a few bytes from unpacking into gigabytes at the reader: 100 megapixels is twice a good scanner.
const mostPixels = 100_000_000

// The markers of a JPEG (ISO 10918-1, table B.1).
const (
	startOfImage = 0xD8
	endOfImage   = 0xD9
	startOfScan  = 0xDA
)

// frameHeader is how the picture of a JPEG is coded.
type frameHeader struct {
	marker        byte
	precision     byte
	width, height int
	components    int
}

// inspectJPEG requires a frame and a scan, a coding and a size that can be shown, and an end. The sampling of the
// colours is not looked at: whatever it is, browsers show it.
func inspectJPEG(content []byte) error {
	frame, scan, ok := readFrame(content)
	switch {
	case !ok || frame.width < 1 || frame.height < 1 || frame.components < 1:
		return damaged(JPEG)
	case !isCommon(frame):
		return refused(
			"Deze JPEG is gecodeerd op een manier die bijna geen programma kan tonen ("+coding(frame).NL+"). Open de afbeelding, sla haar op als gewone JPEG of als PDF en upload die.",
			"This JPEG is coded in a way that hardly any program can show ("+coding(frame).EN+"). Open the image, save it as an ordinary JPEG or as PDF and upload that.",
		)
	case frame.width > mostPixels/frame.height:
		return fault.Invalid(nil, ReasonTypeRefused, fault.Text{
			NL: "Deze afbeelding is te groot om te openen. Scan het document met 300 dpi.",
			EN: "This image has too many pixels to open. Scan the document at 300 dpi.",
		}, "<= 100 megapixel")
	case !bytes.Contains(content[scan:], []byte{0xFF, endOfImage}): // something may stand behind it, as telephones do
		return damaged(JPEG)
	}
	return nil
}

// readFrame walks the segments up to the first scan; the picture that a camera puts into one of them, to show small,
// is passed over.
func readFrame(content []byte) (frame frameHeader, scan int, ok bool) {
	for at := 2; at+4 <= len(content); {
		if content[at] != 0xFF {
			return frame, 0, false
		}
		marker := content[at+1]
		switch {
		case marker == 0xFF: // fill
			at++
			continue
		case marker == endOfImage || marker == 0:
			return frame, 0, false
		case marker == startOfImage || marker == 1 || marker >= 0xD0 && marker <= 0xD7: // without a length
			at += 2
			continue
		}
		length := int(binary.BigEndian.Uint16(content[at+2:]))
		if length < 2 || at+2+length > len(content) {
			return frame, 0, false
		}
		segment := content[at+4 : at+2+length]
		if isFrame(marker) && len(segment) >= 6 {
			frame = frameHeader{
				marker: marker, precision: segment[0], components: int(segment[5]),
				height: int(binary.BigEndian.Uint16(segment[1:])), width: int(binary.BigEndian.Uint16(segment[3:])),
			}
		}
		at += 2 + length
		if marker == startOfScan {
			return frame, at, frame.marker != 0
		}
	}
	return frame, 0, false
}

// isFrame reports whether a frame begins at the marker; three of the range are for tables.
func isFrame(marker byte) bool {
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
}

// isCommon reports whether browsers show the coding: sequential or progressive, Huffman, of eight bits.
func isCommon(f frameHeader) bool { return f.marker <= 0xC2 && f.precision == 8 }

// coding names what is unusual.
func coding(f frameHeader) fault.Text {
	switch {
	case f.marker == 0xC3 || f.marker == 0xCB:
		return fault.Text{NL: "zonder verlies", EN: "lossless"}
	case f.marker >= 0xC9 && f.marker <= 0xCA:
		return fault.Text{NL: "rekenkundige codering", EN: "arithmetic coding"}
	case f.marker >= 0xC5:
		return fault.Text{NL: "hiërarchisch", EN: "hierarchical"}
	}
	return fault.Text{NL: "12 bits per kleur", EN: "12 bits per colour"}
}
