package cluster

import "syscall"

// InMemory is the directory of Linux whose files are kept in memory, or "" where it is missing or has little room, as in
// many containers. A database is some thousand files, and a test makes and removes them: on a disk that takes longer than
// all else that the server does.
func InMemory() string {
	const (
		dir  = "/dev/shm"
		room = 4 << 30
	)
	var free syscall.Statfs_t
	if err := syscall.Statfs(dir, &free); err != nil || free.Bavail*uint64(free.Bsize) < room {
		return ""
	}
	return dir
}
