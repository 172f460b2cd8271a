package reports

import (
	"context"
	"os"
	"syscall"
	"testing"
	"time"
)

// BenchmarkFifty makes a site of fifty segments, 104 pages and all downloads: the
// first night draws every chart, the next finds them kept.
func BenchmarkFifty(b *testing.B) {
	book := fifty()
	book.Tables, book.Run.MinCustomers = tablesOf(book), 5
	b.Run("cold", func(b *testing.B) {
		before := cpu(b)
		for b.Loop() {
			benchWrite(b, book, nil)
		}
		b.ReportMetric((cpu(b)-before).Seconds()/float64(b.N), "cpu-s/op")
	})
	first := OpenDrawings(nil)
	benchWrite(b, book, first)
	kept, err := first.File()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("warm", func(b *testing.B) {
		before := cpu(b)
		for b.Loop() {
			benchWrite(b, book, OpenDrawings(kept))
		}
		b.ReportMetric((cpu(b)-before).Seconds()/float64(b.N), "cpu-s/op")
		b.ReportMetric(float64(len(first.shown)), "charts")
		b.ReportMetric(float64(len(kept)), "kept-bytes")
	})
}

// cpu is the time that this process has worked, on a machine that others use too.
func cpu(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// BenchmarkWrite makes the fixture's whole site: 7 pages, every chart drawn.
func BenchmarkWrite(b *testing.B) {
	book := fixture()
	for b.Loop() {
		benchWrite(b, book, nil)
	}
}

func benchWrite(b *testing.B, book Book, drawings *Drawings) {
	root, err := os.OpenRoot(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	if err := Write(context.Background(), root, book, drawings, 2, nil); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkDraw draws each kind of chart with a renderer that is already warm.
func BenchmarkDraw(b *testing.B) {
	w, err := newWriter(fixture())
	if err != nil {
		b.Fatal(err)
	}
	d := new(drawer)
	s := w.portfolio()
	for _, c := range []struct {
		name  string
		build func(*sheet) (figure, error)
	}{{"whale", w.whaleFigure}, {"bridge", w.bridgeFigure}, {"mix", w.mixFigure}, {"worth", w.worthFigure}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				f, err := c.build(s)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := d.svg(context.Background(), *f.chart); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRenderer starts a renderer from the compiled scripts.
func BenchmarkRenderer(b *testing.B) {
	for b.Loop() {
		if err := new(drawer).start(); err != nil {
			b.Fatal(err)
		}
	}
}
