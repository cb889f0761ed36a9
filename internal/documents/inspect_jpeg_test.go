package documents

import (
	"bytes"
	"testing"
)

func TestAJPEGIsTakenOrToldWhatIsUnusual(t *testing.T) {
	t.Parallel()
	plain := aJPEG(64, 64)
	small := aJPEG(8, 8) // as a camera puts it into a segment of the large one
	for name, test := range map[string]inspected{
		"something behind it":          {content: append(bytes.Clone(plain), bytes.Repeat([]byte("mp4 "), 50_000)...), want: JPEG},
		"a small picture within":       {content: withSegment(plain, 0xE1, small), want: JPEG},
		"a sampling that is rare":      {content: withFrame(plain, 0xC0, 8, 0, 64, 0, 64, 1, 1, 0x13), want: JPEG},
		"extended":                     {content: withFrame(plain, 0xC1), want: JPEG},
		"progressive":                  {content: withFrame(plain, 0xC2), want: JPEG},
		"arithmetic coding":            {content: withFrame(plain, 0xC9), refused: "arithmetic coding"},
		"arithmetic coding, layers":    {content: withFrame(plain, 0xCA), refused: "arithmetic coding"},
		"lossless":                     {content: withFrame(plain, 0xC3), refused: "lossless"},
		"hierarchical":                 {content: withFrame(plain, 0xC5), refused: "hierarchical"},
		"twelve bits":                  {content: withFrame(plain, 0xC1, 12), refused: "12 bits"},
		"cut off":                      {content: plain[:300], refused: "damaged"},
		"cut off, the small one whole": {content: withSegment(plain, 0xE1, small)[:len(small)+400], refused: "damaged"},
		"no height":                    {content: withFrame(plain, 0xC0, 8, 0, 0, 0, 64), refused: "damaged"},
		"too many pixels":              {content: withFrame(plain, 0xC0, 8, 0xFF, 0xFF, 0xFF, 0xFF), refused: "too many pixels"},
		"no picture":                   {content: []byte("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00"), refused: "damaged"},
	} {
		t.Run(name, test.run)
	}
}
