package reports

import (
	"math/rand/v2"
	"testing"
)

// TestRandomTables solves small tables of random numbers, with the totals of their rows
// and columns, some of which are told, and of a few more sums: what is hidden cannot be
// computed.
func TestRandomTables(t *testing.T) {
	beside := 0
	for seed := range uint64(600) {
		c, p := randomTable(rand.New(rand.NewPCG(seed, 8)))
		c.complete()
		leaks := func() []string {
			for i, at := range c.list {
				p.hidden[i] = at.hidden
			}
			return p.leaks(c.min)
		}
		if list := leaks(); list != nil {
			t.Fatalf("seed %d: anybody can compute %v", seed, list)
		}
		for _, at := range c.list {
			if at.hidden == Beside {
				beside++
			}
		}
	}
	if beside < 1000 {
		t.Errorf("%d numbers are hidden beside others: this test looks into nothing", beside)
	}
}

// tableCells are the cells of a random table in the order of their puzzle.
type tableCells struct {
	cells
	list []*smallCell
}

func randomTable(random *rand.Rand) (*tableCells, *puzzle) {
	c, p := &tableCells{cells: cells{min: 5}}, newPuzzle()
	cell := func(n int64, rank int) int {
		at := &smallCell{customers: n, rank: rank}
		if c.isFew(n) {
			at.hidden = Few
		}
		c.list = append(c.list, at)
		p.number(at.hidden, n, "cell ", len(c.list))
		return len(c.list) - 1
	}
	var table [5][5]int
	for i := range table {
		for j := range table[i] {
			n := random.Int64N(60)
			if random.IntN(5) == 0 {
				n = random.Int64N(6)
			}
			table[i][j] = cell(n, 0)
		}
	}
	told := func(parts []int, isCell bool) {
		s, signs, all := sum{of: ofAll}, map[int]float64{}, int64(0)
		for _, i := range parts {
			s.left, signs[i], all = append(s.left, c.list[i]), 1, all+p.customers[i]
		}
		if isCell {
			i := cell(all, 1+random.IntN(3))
			s.right, signs[i] = []*smallCell{c.list[i]}, -1
		}
		c.addSum(s)
		p.sums = append(p.sums, signs)
	}
	for i := range table {
		var column []int
		for j := range table {
			column = append(column, table[j][i])
		}
		told(table[i][:], random.IntN(2) == 0)
		told(column, random.IntN(2) == 0)
	}
	for range random.IntN(4) { // some of a row and of a column, as classes are
		i, j := random.IntN(4), random.IntN(4)
		told([]int{table[i][j], table[i+1][j], table[i][j+1]}, true)
	}
	return c, p
}
