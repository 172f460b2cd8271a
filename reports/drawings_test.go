package reports

import (
	"bytes"
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// forget makes the process draw again what it has drawn.
func forget() { recent = recentDrawings{} }

// nightWith writes the site of one segment's book with drawings kept in file, and
// gives its files and what to keep.
func nightWith(t *testing.T, book Book, file []byte) (map[string]string, []byte) {
	t.Helper()
	folder, drawings := t.TempDir(), OpenDrawings(file)
	writeSite(t, folder, book, drawings, 2)
	kept, err := drawings.File()
	if err != nil {
		t.Fatal(err)
	}
	return files(t, folder), kept
}

// A night with kept drawings has the pages of one that draws everything, keeps
// the same, and has nothing to write.
func TestKeptDrawings(t *testing.T) {
	forget()
	want, first := nightWith(t, single(), nil)
	if got, kept := nightWith(t, single(), first); !maps.Equal(got, want) || kept != nil {
		t.Errorf("pages differ from those drawn, or %d bytes are kept anew", len(kept))
	}
	forget()
	if got, kept := nightWith(t, single(), nil); !maps.Equal(got, want) || !bytes.Equal(kept, first) {
		t.Error("drawn once more, pages or drawings differ")
	}
	for name, text := range want {
		if strings.Contains(name+text, "drawings") {
			t.Errorf("%s knows of the drawings", name)
		}
	}
}

// What is kept is what the pages show: a changed drawing shows, and one that
// another program drew does not.
func TestKeptDrawingsAreShown(t *testing.T) {
	forget()
	want, file := nightWith(t, single(), nil)
	changed := OpenDrawings(file)
	for key, d := range changed.earlier {
		d.SVG = strings.Replace(d.SVG, "</svg>", "<text>kept</text></svg>", 1)
		changed.shown[key] = d
	}
	clear(changed.earlier)
	kept, err := changed.File()
	if err != nil {
		t.Fatal(err)
	}
	forget()
	if got, _ := nightWith(t, single(), kept); !strings.Contains(got["portfolio.html"], ">kept</text>") {
		t.Error("a chart that was kept is drawn again")
	}
	mine := program
	defer func() { program = mine }()
	program = func() string { return "another" }
	forget()
	if got, again := nightWith(t, single(), kept); !maps.Equal(got, want) || len(again) != len(file) {
		t.Errorf("another program's drawings are shown, or stay: %d bytes, want %d", len(again), len(file))
	}
}

// A file that was cut anywhere, or has one bit turned around, is not used.
func TestDamagedDrawingsAreDrawnAgain(t *testing.T) {
	_, file := nightWith(t, single(), nil)
	for at := 0; at < len(file); at += 1 + at/9 {
		damaged := slices.Clone(file)
		damaged[at] ^= 1 << (at % 8)
		for _, text := range [][]byte{file[:at], damaged} {
			if d := OpenDrawings(text); d.earlier != nil || len(d.shown) > 0 {
				t.Errorf("damaged at byte %d of %d, the file is used", at, len(file))
			}
		}
	}
	if d := OpenDrawings(file); len(d.earlier) == 0 {
		t.Error("the file as it was is not used")
	}
	if _, again := nightWith(t, single(), file[:len(file)/2]); !bytes.Equal(again, file) {
		t.Error("half a file is not replaced")
	}
}

// Only what tonight shows is kept.
func TestDrawingsArePruned(t *testing.T) {
	_, first := nightWith(t, single(), nil)
	_, want := nightWith(t, worthless(), nil)
	if _, got := nightWith(t, worthless(), first); want == nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes are kept, want %d", len(got), len(want))
	}
}

// Whatever is kept, a page takes no element or attribute that it does not know.
func TestPlantedDrawingIsRefused(t *testing.T) {
	_, file := nightWith(t, single(), nil)
	planted := OpenDrawings(file)
	for key, d := range planted.earlier {
		d.SVG = strings.Replace(d.SVG, "</svg>", "<script>1</script></svg>", 1)
		planted.earlier[key] = d
	}
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := Write(context.Background(), root, single(), planted, 1, nil); err == nil || !strings.Contains(err.Error(), `"script"`) {
		t.Errorf("got %v", err)
	}
}
