package serve

import "syscall"

// dieWithParent asks the kernel to kill this process when the thread that started
// it ends. The request belongs to the calling thread, which must outlive it: the
// main goroutine is locked to no other thread than the process has anyway.
func dieWithParent() {
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0)
}
