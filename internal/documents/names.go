package documents

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const longestName = 200 // runes

// cleanName keeps the readable part of a file name: no folders, nothing invisible, nothing that turns the direction
// of writing. It is empty where nothing is left.
func cleanName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, name)
	return strings.TrimSpace(name)
}

// others are extensions of types that are refused, so that people need not upload them first. The extension of a name
// proves nothing: the content decides when the file arrives.
var others = []string{
	".doc", ".docx", ".xls", ".xlsx", ".odt", ".ods", ".rtf", ".txt", ".csv", ".htm", ".html", ".zip", ".rar", ".7z",
	".msg", ".eml", ".png", ".gif", ".bmp", ".webp", ".heic", ".tif", ".tiff", ".exe", ".js",
}

func isOther(name string) bool {
	return slices.Contains(others, strings.ToLower(path.Ext(name)))
}

// attachment is the Content-Disposition under which a file is handed out (RFC 6266): always as attachment, under an
// ending that fits the content whatever the name says.
func attachment(name string, t Type) string {
	endings := []string{".pdf"}
	if t == JPEG {
		endings = []string{".jpg", ".jpeg"}
	}
	if !slices.Contains(endings, strings.ToLower(path.Ext(name))) {
		name += endings[0]
	}
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%;`, r) {
			return '_'
		}
		return r
	}, name)
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
