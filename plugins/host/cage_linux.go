package host

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"unsafe"

	"github.com/elastic/go-seccomp-bpf"
	"golang.org/x/sys/unix"
)

// start starts a plugin from a thread of its own that has given up every right that a plugin does not need; the
// process inherits that. The thread lasts until gone is closed, because the kernel ends a child with the thread that
// started it.
func (c cage) start(gone <-chan struct{}, start func() error) error {
	started := make(chan error, 1)
	spend(func() {
		err := c.begin(c.lock, start)
		started <- err
		if err == nil {
			<-gone
		}
	})
	return <-started
}

// spend runs f on a thread that ends with it. That is never the first thread of the process: in the kernel it stands
// for the process, and a plugin may do to the host whatever it may do to the thread that it was started from.
func spend(f func()) {
	go func() {
		runtime.LockOSThread()
		if unix.Gettid() != unix.Getpid() {
			f() // never unlocked: the thread ends with this goroutine
			return
		}
		begun := make(chan struct{})
		spend(func() { close(begun); f() })
		<-begun
		runtime.UnlockOSThread()
	}()
}

// lock takes from the calling thread the files, the network and the other processes.
func (c cage) lock() error {
	err := seccomp.SetNoNewPrivs()
	if err == nil {
		err = c.fence()
	}
	if err == nil {
		err = seccomp.LoadFilter(seccomp.Filter{Policy: seccomp.Policy{DefaultAction: seccomp.ActionAllow, Syscalls: refusedCalls}})
	}
	if err != nil {
		return errors.Join(errUncaged, err)
	}
	return nil
}

// refusedCalls are the system calls that a plugin never needs and that rules about files do not cover: to connect to
// anything, to meddle with other processes, and to leave the cage.
var refusedCalls = []seccomp.SyscallGroup{{
	Action: seccomp.ActionErrno,
	Names: []string{
		"connect", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "io_uring_setup", "bpf", "perf_event_open", "userfaultfd",
		"add_key", "request_key", "keyctl", "mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "open_by_handle_at",
		"reboot", "kexec_load", "init_module", "finit_module", "delete_module",
	},
	NamesWithCondtions: []seccomp.NameWithConditions{
		{Name: "socket", Conditions: seccomp.ArgumentConditions{{Argument: 0, Operation: seccomp.NotEqual, Value: unix.AF_UNIX}}},
		{Name: "socket", Conditions: seccomp.ArgumentConditions{{Argument: 1, Operation: seccomp.BitsSet, Value: unix.SOCK_DGRAM}}}, // and SOCK_RAW
	},
}}

const (
	reads  = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	runs   = reads | unix.LANDLOCK_ACCESS_FS_EXECUTE
	works  = reads | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_MAKE_REG | unix.LANDLOCK_ACCESS_FS_MAKE_SOCK | unix.LANDLOCK_ACCESS_FS_REMOVE_FILE
	device = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE
	ofFile = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_READ_FILE
)

// system lists the files that programs and their interpreters read on any machine, and that reveal nothing about this
// one.
var system = map[string]uint64{
	"/lib": runs, "/lib64": runs, "/etc/ld.so.cache": reads, "/etc/localtime": reads,
	"/etc/ssl/openssl.cnf": reads, "/etc/pki/tls/openssl.cnf": reads,
	"/dev/null": device, "/dev/zero": reads, "/dev/urandom": reads, "/sys/fs/cgroup": reads, "/sys/devices/system/cpu": reads,
}

// fence leaves the calling thread the system, the executable and the directory of the socket. Memory and environment
// of processes outside, signals to them and TCP go with it.
func (c cage) fence() error {
	version, _, failed := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if failed != 0 {
		return errors.New("this kernel has no Landlock")
	}
	attr := handled(int(version))
	set, _, failed := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr), 0)
	if failed != 0 {
		return failed
	}
	defer func() { _ = unix.Close(int(set)) }()
	err := allow(int(set), c.executable, unix.LANDLOCK_ACCESS_FS_EXECUTE|unix.LANDLOCK_ACCESS_FS_READ_FILE)
	for path, access := range c.open() {
		err = errors.Join(err, allowPath(int(set), path, access&attr.Handled_access_fs))
	}
	if err != nil {
		return err
	}
	if _, _, failed := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, set, 0, 0); failed != 0 {
		return failed
	}
	return nil
}

// handled is all that this version of Landlock can refuse.
func handled(version int) unix.LandlockRulesetAttr {
	attr := unix.LandlockRulesetAttr{Handled_access_fs: unix.LANDLOCK_ACCESS_FS_MAKE_SYM<<1 - 1}
	if version >= 2 {
		attr.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_REFER
	}
	if version >= 3 {
		attr.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	if version >= 4 {
		attr.Handled_access_net = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
	}
	if version >= 5 {
		attr.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	}
	if version >= 6 {
		attr.Scoped = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL
	}
	return attr
}

// open lists the paths that stay open to the plugin, with the rights that it has there.
func (c cage) open() map[string]uint64 {
	paths := map[string]uint64{c.dir: works}
	maps.Copy(paths, system)
	maps.Copy(paths, ofRuntime)
	prefixes := []string{"/usr", "/usr/local"}
	if in := filepath.Dir(c.interpreter); filepath.Base(in) == "bin" {
		prefixes = append(prefixes, filepath.Dir(in))
	}
	for _, prefix := range prefixes {
		for _, of := range programs {
			paths[filepath.Join(prefix, of)] = runs
		}
	}
	return paths
}

// programs are the directories in which programs are installed, below a prefix. Settings and data stand elsewhere, and
// so may stand whatever lies beside an interpreter that nobody installed.
var programs = []string{"bin", "lib", "lib64", "libexec", "share"}

// allowPath opens a path to the plugin, where there is one.
func allowPath(set int, path string, access uint64) error {
	f, err := os.OpenFile(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // nothing was read
	if info, err := f.Stat(); err != nil || !info.IsDir() {
		access &= ofFile
	}
	return allow(set, f, access)
}

func allow(set int, f *os.File, access uint64) error {
	rule := unix.LandlockPathBeneathAttr{Allowed_access: access, Parent_fd: int32(f.Fd())}
	_, _, failed := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(set), unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&rule)), 0, 0, 0)
	runtime.KeepAlive(f)
	if failed != 0 {
		return &os.PathError{Op: "landlock_add_rule", Path: f.Name(), Err: failed}
	}
	return nil
}
