package reports

import (
	"context"
	"os"
	"testing"
)

// BenchmarkWrite makes the fixture's whole site: 7 pages, 16 charts.
func BenchmarkWrite(b *testing.B) {
	book := fixture()
	for b.Loop() {
		root, err := os.OpenRoot(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		if err := Write(context.Background(), root, book, 2, nil); err != nil {
			b.Fatal(err)
		}
		root.Close()
	}
}

// BenchmarkDraw draws each kind of chart with a renderer that is already warm.
func BenchmarkDraw(b *testing.B) {
	w, err := newWriter(fixture())
	if err != nil {
		b.Fatal(err)
	}
	d, err := newDrawer()
	if err != nil {
		b.Fatal(err)
	}
	s := w.portfolio()
	for _, c := range []struct {
		name  string
		build func(*sheet, string) (figure, error)
	}{{"whale", w.whaleFigure}, {"bridge", w.bridgeFigure}, {"mix", w.mixFigure}, {"worth", w.worthFigure}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				f, err := c.build(s, "")
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
		if _, err := newDrawer(); err != nil {
			b.Fatal(err)
		}
	}
}
