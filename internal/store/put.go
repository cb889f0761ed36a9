package store

// Put sets a value in a row that is updated, or clears it where there is none.
func Put[T, U any](v *T, set func(T) U, unset func() U) {
	if v == nil {
		unset()
		return
	}
	set(*v)
}
