package typed

// A Change is what an input says of one value that is stored: nothing, so that it stays; null, which clears it; or the
// value that it gets. T can be nil, and nil is null. The zero Change says nothing.
type Change[T any] struct {
	value    T
	isStated bool
}

// ChangeTo states a value; nil clears.
func ChangeTo[T any](value T) Change[T] { return Change[T]{value: value, isStated: true} }

// ValueOK returns the value, and whether the input says anything of it.
func (c Change[T]) ValueOK() (value T, isStated bool) { return c.value, c.isStated }
