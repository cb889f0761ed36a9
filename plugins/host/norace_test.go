//go:build !race

package host_test

import "time"

// slack is what a refusal may take beyond its deadline.
const slack = time.Second

// raced says whether the race detector watches.
const raced = false
