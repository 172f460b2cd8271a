package reports

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"valueshift/segments"
)

// puzzle is what a reader can try to solve: numbers, some of which are not told, and
// the sums that are. It knows nothing of how the program chose them.
type puzzle struct {
	place     map[string]int
	names     []string
	customers []int64
	hidden    []Hiding
	sums      []map[int]float64 // signs, by number
}

func newPuzzle() *puzzle { return &puzzle{place: map[string]int{}} }

func (p *puzzle) number(h Hiding, customers int64, name ...any) {
	key := fmt.Sprint(name...)
	if _, ok := p.place[key]; ok {
		return
	}
	p.place[key] = len(p.names)
	p.names, p.customers, p.hidden = append(p.names, key), append(p.customers, customers), append(p.hidden, h)
}

// sums collects the numbers of sums by their names.
type sums struct {
	of    map[string]map[int]float64
	order []string
}

// add puts a number into a sum; one that nobody knows of is none.
func (s *sums) add(p *puzzle, sign float64, number string, sum ...any) {
	key := fmt.Sprint(sum...)
	at, ok := p.place[number]
	if !ok {
		return
	}
	if s.of == nil {
		s.of = map[string]map[int]float64{}
	}
	if s.of[key] == nil {
		s.of[key] = map[int]float64{}
		s.order = append(s.order, key)
	}
	s.of[key][at] = sign
}

func (s *sums) close(p *puzzle) {
	for _, key := range s.order {
		p.sums = append(p.sums, s.of[key])
	}
}

// otherWorld is a random change of the numbers for which isOpen that leaves every sum
// as it is: 0, but for rounding, of each number that the sums tell, and of each sum of
// numbers. It takes from a random vector its parts along the sums (Gram-Schmidt).
func (p *puzzle) otherWorld(isOpen func(int) bool) []float64 {
	random := rand.New(rand.NewPCG(3, uint64(len(p.names))))
	change := make([]float64, len(p.names))
	for i := range change {
		if isOpen(i) {
			change[i] = 1 + random.Float64()
		}
	}
	var basis [][]float64
	without := func(v []float64) float64 {
		for range 2 { // the second time against rounding
			for _, b := range basis {
				along := dot(v, b)
				for i := range v {
					v[i] -= along * b[i]
				}
			}
		}
		return math.Sqrt(dot(v, v))
	}
	for _, s := range p.sums {
		v := make([]float64, len(p.names))
		for i, sign := range s {
			if isOpen(i) {
				v[i] = sign
			}
		}
		if size := without(v); size > 1e-9 {
			for i := range v {
				v[i] /= size
			}
			basis = append(basis, v)
		}
	}
	without(change)
	return change
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// leaks are the numbers of few customers, and the sums of such, that a reader can
// compute, but for those that could be computed if nothing but the sums were told.
func (p *puzzle) leaks(least int64) (list []string) {
	isHidden := func(i int) bool { return p.hidden[i].isWhole() }
	isOpen := func(i int) bool { return isHidden(i) || p.customers[i] > 0 }
	now, best := p.otherWorld(isHidden), p.otherWorld(isOpen)
	isTold := func(x float64) bool { return math.Abs(x) < 1e-7 }
	for i, h := range p.hidden {
		if h == Few && isTold(now[i]) && !isTold(best[i]) {
			list = append(list, p.names[i])
		}
	}
	for _, s := range p.sums {
		var customers, signs int64
		n, kept, names := 0, 0.0, ""
		for i := range p.names { // in order
			if sign := s[i]; sign != 0 && isHidden(i) {
				n, customers, signs, kept, names = n+1, customers+p.customers[i], signs+int64(sign), kept+sign*best[i], names+" + "+p.names[i]
			}
		}
		if n > 1 && max(signs, -signs) == int64(n) && customers < least && !isTold(kept) {
			list = append(list, names)
		}
	}
	return list
}

// puzzles are what the pages of a scope tell of customers, and of amounts.
func puzzles(shown Book, scope int) (customers, amounts *puzzle) {
	day := func(month time.Time) string { return month.Format(time.DateOnly) }
	c, a := newPuzzle(), newPuzzle()
	both := func(h Hiding, customers int64, name ...any) {
		c.number(h, customers, name...)
		a.number(h, customers, name...)
	}
	var mixes, money, ways, classes, parts sums
	all := func(s *sums, sign float64, number string, sum ...any) { s.add(c, sign, number, sum...) }
	told := map[string]bool{}
	for _, m := range shown.Months {
		told[day(m.Month)] = told[day(m.Month)] || m.ScopeID == scope
	}
	for _, m := range shown.Mix {
		if m.ScopeID != scope {
			continue
		}
		name := fmt.Sprint("group ", day(m.Month), m.GroupCode)
		both(m.Hidden, m.people(), name)
		if told[day(m.Month)] {
			money.add(a, 1, name, "mix", day(m.Month))
			if m.GroupCode != segments.Out {
				mixes.add(c, 1, name, "mix", day(m.Month))
			}
		}
	}
	then := map[string]time.Time{}
	for _, b := range shown.Bridge {
		if b.ScopeID == scope {
			both(b.Hidden, b.Customers, "class ", b.Comparison, b.Class)
			all(&classes, 1, fmt.Sprint("class ", b.Comparison, b.Class), "bridge", b.Comparison)
		}
	}
	for _, s := range shown.Scorecards {
		if s.ScopeID != scope {
			continue
		}
		name := fmt.Sprint("part ", s.Comparison, s.Part)
		both(s.Hidden, s.Customers, name)
		all(&parts, 1, name, "scorecard", s.Comparison)
		all(&classes, -1, name, name)
		for _, class := range map[string][]string{"same": {"same", "up", "down", "reactivated", "dormant"},
			"inflow": {"entered", "moved_in", "graduated"}, "outflow": {"left", "moved_out"}}[s.Part] {
			all(&classes, 1, fmt.Sprint("class ", s.Comparison, class), name)
		}
	}
	way := func(h Hiding, customers int64, from, to time.Time, m, n segments.Group, of string) string {
		name := fmt.Sprint("way ", day(from), day(to), m, n)
		both(h, customers, name)
		if m != segments.Out {
			all(&ways, 1, name, of, day(from), " from ", m)
			all(&ways, -1, fmt.Sprint("group ", day(from), m), of, day(from), " from ", m)
		}
		if n != segments.Out {
			all(&ways, 1, name, of, day(to), " to ", n)
			all(&ways, -1, fmt.Sprint("group ", day(to), n), of, day(to), " to ", n)
		}
		return name
	}
	var steps sums
	for _, m := range shown.Migrations {
		if m.ScopeID != scope {
			continue
		}
		then[m.Comparison] = m.FromMonth
		name := way(m.Hidden, m.Customers, m.FromMonth, m.ToMonth, m.FromCode, m.ToCode, m.Comparison)
		class := map[bool]string{true: "left", false: "entered"}[m.ToCode == segments.Out]
		if m.FromCode != segments.Out && m.ToCode != segments.Out {
			class = stayedClass(m.FromCode, m.ToCode)
		}
		steps.add(c, 1, name, "class", m.Comparison, class)
		steps.add(c, -1, fmt.Sprint("class ", m.Comparison, class), "class", m.Comparison, class)
		for moved, from := range map[string]string{"moved_in": "entered", "moved_out": "left"} {
			if from == class {
				steps.add(c, -1, fmt.Sprint("class ", m.Comparison, moved), "class", m.Comparison, class)
			}
		}
	}
	for _, m := range shown.MonthlyMoves {
		if m.ScopeID == scope {
			way(m.Hidden, m.Customers, m.FromMonth, m.ToMonth, m.FromCode, m.ToCode, "monthly")
		}
	}
	for _, test := range shown.ShiftTests { // with the totals of the months they tell who came and who went
		if test.ScopeID == scope && test.Customers > 0 {
			for class, flow := range map[string]string{"entered": "came", "moved_in": "came", "left": "went", "moved_out": "went"} {
				steps.add(c, 1, fmt.Sprint("class ", test.Comparison, class), flow, test.Comparison)
			}
		}
	}
	for _, d := range shown.Deciles {
		if d.ScopeID == scope {
			name := fmt.Sprint("decile ", d.Measure, day(d.Month), d.Decile)
			both(d.Hidden, d.Customers, name)
			all(&parts, 1, name, "deciles", d.Measure, day(d.Month))
		}
	}
	for _, d := range shown.ProfitClasses {
		if d.ScopeID == scope {
			name := fmt.Sprint("profit ", day(d.Month), d.ClassNo)
			both(d.Hidden, d.Customers, name)
			all(&parts, 1, name, "profit", day(d.Month))
		}
	}
	for _, m := range shown.DecileMoves {
		if scope != 0 {
			break
		}
		name := fmt.Sprint("tenth ", m.ThenDecile, m.NowDecile)
		both(m.Hidden, m.Customers, name)
		for _, end := range []struct {
			tenth int
			month time.Time
		}{{m.ThenDecile, then[AgainstBase]}, {m.NowDecile, shown.Run.AsOf}} {
			if end.tenth > 0 {
				all(&ways, 1, name, "tenth", day(end.month), end.tenth)
				all(&ways, -1, fmt.Sprint("decile profit", day(end.month), end.tenth), "tenth", day(end.month), end.tenth)
			}
		}
	}
	for _, s := range []*sums{&mixes, &ways, &classes, &parts, &steps} {
		s.close(c)
	}
	for _, s := range []*sums{&money, &classes, &parts, &steps} { // numbers have one place in both
		s.close(a)
	}
	return c, a
}

// stayedClass is the class of somebody who was there then and now: method, section 6.3.
func stayedClass(from, to segments.Group) string {
	isValue := func(g segments.Group) bool { return g >= segments.Destroyers && g <= segments.Creators }
	switch {
	case from == to || isValue(from) && to == segments.New:
		return "same"
	case from == segments.New:
		return "graduated"
	case from == segments.Dormant:
		return "reactivated"
	case to == segments.Dormant:
		return "dormant"
	case from < to:
		return "up"
	}
	return "down"
}

// TestNothingCanBeComputed solves what the pages tell: neither a number of few
// customers nor the sum of several follows from all that is told, unless it follows
// from totals alone.
func TestNothingCanBeComputed(t *testing.T) {
	seeds, looked := uint64(40), 0
	if testing.Short() {
		seeds = 8
	}
	for seed := range seeds {
		b := village(seed)
		b.Tables = nil
		shown, gone, err := applySmallCells(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, scope := range shown.Scopes {
			if gone[scope.ScopeID] {
				continue
			}
			customers, amounts := puzzles(shown, scope.ScopeID)
			really, _ := puzzles(b, scope.ScopeID)
			for i, name := range customers.names {
				customers.customers[i] = really.customers[really.place[name]]
				amounts.customers[i] = customers.customers[i]
			}
			for _, leak := range append(customers.leaks(5), amounts.leaks(5)...) {
				t.Errorf("seed %d, scope %d: anybody can compute %s", seed, scope.ScopeID, leak)
			}
			for _, h := range customers.hidden {
				if h == Few {
					looked++
				}
			}
		}
	}
	if looked < 1000 {
		t.Errorf("%d hidden numbers: this test looks into nothing", looked)
	}
}

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
