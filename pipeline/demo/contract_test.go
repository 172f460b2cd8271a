package demo

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
)

func TestDirtIsCountedAndTheRestIsClean(t *testing.T) {
	oneMonth := Options{Customers: 100, Months: 1, Until: time.Date(2027, time.February, 28, 0, 0, 0, 0, time.UTC), Seed: 3}
	for name, opt := range map[string]Options{"small": small, "tiny": tiny, "one month": oneMonth} {
		t.Run(name, func(t *testing.T) {
			b := read(t, write(t, opt), opt)
			if b.revenue != Dirty.Revenue {
				t.Errorf("revenue %+v\nwant    %+v", b.revenue, Dirty.Revenue)
			}
			if b.costs != Dirty.Costs {
				t.Errorf("costs %+v\nwant  %+v", b.costs, Dirty.Costs)
			}
			if len(b.wrong) > 0 {
				t.Errorf("%d of %d lines are not clean, the first: %s", len(b.wrong), b.count, b.wrong[0])
			}
			if len(b.customers) != opt.Customers || len(b.twice) != Dirty.CustomerRows-1 {
				t.Errorf("%d customers, twice: %v", len(b.customers), b.twice)
			}
			for _, id := range b.twice {
				for m, in := range b.lines[id] {
					if in {
						t.Errorf("%s is listed twice and has lines in month %d", id, m)
					}
				}
			}
		})
	}
}

func TestDirtAddsUpToAboutForty(t *testing.T) {
	n := Dirty.CustomerRows
	for _, d := range []Dirt{Dirty.Revenue, Dirty.Costs} {
		n += d.Unreadable() + d.BlankLines + d.UnknownIDs + d.NoIDs
	}
	if n != 40 {
		t.Errorf("%d dirty rows", n)
	}
}

func TestNamesSurviveTheFile(t *testing.T) {
	b := read(t, write(t, tiny), tiny)
	for i, want := range HostileNames {
		if id := string(appendID(nil, i)); b.customers[id].name != want {
			t.Errorf("%s is called %q, want %q", id, b.customers[id].name, want)
		}
	}
}

func TestSegmentsHaveTheirSize(t *testing.T) {
	b := smallBooks(t)
	count := map[string]int{}
	for _, c := range b.customers {
		count[c.segment]++
	}
	for _, s := range market {
		if want := small.Customers * s.share / 1000; count[s.name] < want-want/10-2 || count[s.name] > want+want/10+2 {
			t.Errorf("%s: %d customers, want about %d", s.name, count[s.name], want)
		}
	}
}

func TestAnswersFitTheContract(t *testing.T) {
	b := smallBooks(t)
	in, err := file.OpenParquetFile(filepath.Join(write(t, small), "advocacy.parquet"), false)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	ids, days, scores := answerColumns(t, in)
	if len(ids) < small.Customers/2 {
		t.Errorf("only %d answers", len(ids))
	}
	for i, id := range ids {
		on := time.Unix(int64(days[i])*86_400, 0).UTC()
		c, known := b.customers[id]
		with := known && !on.Before(c.acquired) && (c.closed.IsZero() || !on.After(c.closed)) && !on.After(small.Until)
		if m := calendar(on.Year(), on.Month()) - b.first; !with || m < 0 || scores[i] < 0 || scores[i] > 10 {
			t.Fatalf("answer %d: %s on %s: %d", i, id, on.Format(time.DateOnly), scores[i])
		}
	}
}

func answerColumns(t *testing.T, in *file.Reader) (ids []string, days, scores []int32) {
	t.Helper()
	for g := range in.NumRowGroups() {
		group := in.RowGroup(g)
		n := group.NumRows()
		texts, some, others := make([]parquet.ByteArray, n), make([]int32, n), make([]int32, n)
		for c := range 3 {
			column, err := group.Column(c)
			if err != nil {
				t.Fatal(err)
			}
			switch r := column.(type) {
			case *file.ByteArrayColumnChunkReader:
				_, _, err = r.ReadBatch(n, texts, nil, nil)
			case *file.Int32ColumnChunkReader:
				_, _, err = r.ReadBatch(n, [][]int32{nil, some, others}[c], nil, nil)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		for i := range texts {
			ids = append(ids, string(texts[i]))
		}
		days, scores = append(days, some...), append(scores, others...)
	}
	return ids, days, scores
}
