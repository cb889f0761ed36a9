package main

import (
	"regexp"
	"strings"
)

var inBackticks = regexp.MustCompile("`([^`]+)`")

// announcements are the coordinates that stand under a heading "Breaking" of the first section of a changelog, what is
// not released yet.
func announcements(changelog string) []string {
	var out []string
	sections, isBreaking := 0, false
	for line := range strings.Lines(changelog) {
		title, isSection := strings.CutPrefix(strings.TrimSpace(line), "## ")
		part, isPart := strings.CutPrefix(strings.TrimSpace(line), "### ")
		switch {
		case isSection && title != "":
			sections, isBreaking = sections+1, false
		case isPart:
			isBreaking = strings.EqualFold(strings.TrimSpace(part), "Breaking")
		case isBreaking && sections == 1:
			for _, found := range inBackticks.FindAllStringSubmatch(line, -1) {
				out = append(out, found[1])
			}
		}
	}
	return out
}
