package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit in which Linux tells the times of a process, on every machine that Go runs on.
const tick = 10 * time.Millisecond

// process is what /proc tells of a process.
type process struct {
	name   string
	parent int
	cpu    time.Duration // its own and that of children that ended
}

// processes reads every process of the machine.
func processes() (map[int]process, error) {
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("CPU is told from /proc, which this system lacks")
	}
	all := make(map[int]process, len(files))
	for _, f := range files {
		id, err := strconv.Atoi(filepath.Base(filepath.Dir(f)))
		if err != nil {
			continue // not a process
		}
		line, err := os.ReadFile(f)
		if err != nil {
			continue // it ended meanwhile
		}
		if p, ok := parseProcess(string(line)); ok {
			all[id] = p
		}
	}
	return all, nil
}

// parseProcess reads a line of proc(5): the name is in brackets and may hold anything, also brackets.
func parseProcess(line string) (process, bool) {
	open, end := strings.IndexByte(line, '('), strings.LastIndexByte(line, ')')
	if open < 0 || end < open {
		return process{}, false
	}
	fields := strings.Fields(line[end+1:]) // from the third: state, ppid, …
	const parent, firstTime, lastTime = 1, 11, 14
	if len(fields) <= lastTime {
		return process{}, false
	}
	p := process{name: line[open+1 : end]}
	p.parent, _ = strconv.Atoi(fields[parent]) // always a number
	for _, f := range fields[firstTime : lastTime+1] {
		n, _ := strconv.ParseInt(f, 10, 64)
		p.cpu += time.Duration(n) * tick
	}
	return p, true
}

// cpuOf is what the process and everything below it has used so far, including what has ended.
func cpuOf(root int) (time.Duration, error) {
	all, err := processes()
	if err != nil {
		return 0, err
	}
	if _, ok := all[root]; !ok {
		return 0, fmt.Errorf("process %d is gone", root)
	}
	var sum time.Duration
	for id, p := range all {
		if isBelow(all, id, root) {
			sum += p.cpu
		}
	}
	return sum, nil
}

func isBelow(all map[int]process, id, root int) bool {
	for ; id > 1; id = all[id].parent {
		if id == root {
			return true
		}
	}
	return false
}
