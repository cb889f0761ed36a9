package host

import (
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

// Whoever holds the first thread of a process holds the process, for the kernel.
func TestAPluginIsNotStartedFromTheFirstThread(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	for range 200 {
		all.Add(1)
		spend(func() {
			defer all.Done()
			if unix.Gettid() == unix.Getpid() {
				t.Error("it was")
			}
		})
	}
	all.Wait()
}
