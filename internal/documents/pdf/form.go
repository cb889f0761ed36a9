package pdf

import (
	"io"
	"regexp"
)

// drawn are marks of a form that a program draws or runs: readers without that program show "please wait" in its place.
var drawn = regexp.MustCompile(`dynamicRender>\s*required|<(?:[A-Za-z_][\w.-]*:)?script[\s>/]`)

// checkForms refuses XFA forms that are more than a layer upon pages that everybody sees.
func (i *inspection) checkForms() {
	for _, v := range i.forms {
		parts, isList := i.resolve(v).(array)
		if !isList {
			parts = array{v}
		}
		var all []byte
		for _, part := range parts {
			all = append(all, i.content(part)...)
		}
		if drawn.Match(all) {
			i.found(Form)
		}
	}
}

// content is what the stream behind a reference unpacks to, as far as it can be read.
func (i *inspection) content(v any) []byte {
	r, isRef := v.(ref)
	if !isRef {
		return nil
	}
	var out []byte
	for _, n := range i.byName[r.number] {
		at := i.places[n]
		d, from, ok := i.streamAt(at)
		if !ok {
			continue
		}
		data := i.extent(d, from)
		unpacked, _ := i.unpack(d, i.decrypted(d, at, data))
		if unpacked == nil {
			continue
		}
		part, _ := io.ReadAll(io.LimitReader(unpacked, mostStream)) // what can be read counts
		i.budget.spend(&i.budget.objects, len(part))
		out = append(out, part...)
	}
	return out
}
