package reports

import (
	"fmt"
	"math"
	"math/rand/v2"
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
