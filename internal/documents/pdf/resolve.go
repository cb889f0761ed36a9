package pdf

const mostSteps = 16 // from reference to reference

// resolve follows references to the last object of that number; nil where there is none.
func (i *inspection) resolve(v any) any {
	for range mostSteps {
		r, isRef := v.(ref)
		if !isRef {
			return v
		}
		known := i.byName[r.number]
		if len(known) == 0 {
			return nil
		}
		v = i.at(i.places[known[len(known)-1]]).object()
	}
	return nil
}

// all are the values that v may have: an object can stand in a file more than once, and readers differ in which
// one they take.
func (i *inspection) all(v any) []any {
	r, isRef := v.(ref)
	if !isRef {
		return []any{v}
	}
	var out []any
	for _, n := range i.byName[r.number] {
		if i.budget.gone {
			break
		}
		out = append(out, i.resolve(i.at(i.places[n]).object()))
	}
	return out
}

// whole is v with the references in it resolved, a few levels deep: enough for the dictionary of an encryption.
func (i *inspection) whole(v any, depth int) any {
	v = i.resolve(v)
	d, ok := v.(dictionary)
	if !ok || depth > 3 {
		return v
	}
	out := make(dictionary, len(d))
	for n, e := range d {
		out[n] = entry{e.key, i.whole(e.value, depth+1)}
	}
	return out
}

// hasPage reports whether the tree of pages has a leaf.
func (i *inspection) hasPage() bool {
	for _, root := range i.all(i.trailer.get("Root")) {
		catalog, _ := root.(dictionary)
		if i.hasLeaf(catalog.get("Pages"), map[ref]bool{}, 0) {
			return true
		}
	}
	return false
}

func (i *inspection) hasLeaf(v any, visited map[ref]bool, depth int) bool {
	if r, isRef := v.(ref); isRef {
		if visited[r] {
			return false
		}
		visited[r] = true
	}
	node, ok := i.resolve(v).(dictionary)
	if !ok || depth > deepest || i.budget.gone {
		return false
	}
	kids, isBranch := i.resolve(node.get("Kids")).(array)
	if !isBranch {
		return i.resolve(node.get("Type")) != name("Pages") && len(node) > 0
	}
	for _, kid := range kids {
		if i.hasLeaf(kid, visited, depth+1) {
			return true
		}
	}
	return false
}
