package host_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/plugins/internal/hostile"
	"github.com/penvoerder/penvoerder/schemes"
)

// BenchmarkJudge judges batches in memory and through a process, recomputing every
// answer on both sides. Compare the two of one size within one run.
func BenchmarkJudge(b *testing.B) {
	memory := hostile.New("hostile")
	process := start(b, "good", nil)
	for _, n := range []int{1, 100, 10_000} {
		batch := schemes.Batch{Questions: hostile.Questions(n)}
		b.Run(fmt.Sprintf("memory/%d", n), func(b *testing.B) {
			for b.Loop() {
				for i, a := range judge(b, memory, batch) {
					if err := memory.Manifest().Verify(batch.Questions[i], a, nil); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
		b.Run(fmt.Sprintf("process/%d", n), func(b *testing.B) {
			for b.Loop() {
				judge(b, process, batch)
			}
		})
	}
}

// BenchmarkRestart kills the process and waits until it answers again.
func BenchmarkRestart(b *testing.B) {
	p := start(b, "good", func(c *host.Config) { c.Quiet = time.Nanosecond })
	look := time.NewTicker(100 * time.Microsecond) // finer than happens looks: it is what is measured
	defer look.Stop()
	for b.Loop() {
		pid := p.Health().PID
		process, err := os.FindProcess(pid)
		if err != nil {
			b.Fatal(err)
		}
		if err := process.Kill(); err != nil {
			b.Fatal(err)
		}
		for h := p.Health(); h.PID == pid || !h.Up; h = p.Health() {
			<-look.C
		}
		judge(b, p, good())
	}
}

// BenchmarkStart starts a process, asks one question and closes it.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		p, err := tryStart(b, "good", nil)
		if err != nil {
			b.Fatal(err)
		}
		judge(b, p, good())
		if err := p.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
