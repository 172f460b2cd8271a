package metrics

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// world is a base whose monthly shares are drawn around lasting ones: what the
// forecast takes it to be, with everything unknown to the forecast.
type world struct {
	shares    [][]float64 // by state; that of state 0 is not used
	kappa     float64
	customers int64
}

// grow counts a world's moves for some months, and its last stock.
func (w world) grow(stock []int64, months int, source rand.Source) (moves [][][]int64, end []int64) {
	random := rand.New(source)
	month := make([]float64, len(stock))
	for range months {
		next := make([]int64, len(stock))
		counts := make([][]int64, len(stock))
		counts[0] = make([]int64, len(stock))
		for i := 1; i < len(stock); i++ {
			dirichlet(month, w.shares[i], w.kappa, source)
			counts[i] = multinomial(stock[i], month, source)
			entrants := w.customers/400 + random.Int64N(w.customers/200+1)
			counts[0][i] = entrants
			next[i] += entrants
			for j, n := range counts[i] {
				next[j] += n
			}
		}
		next[0] = 0
		moves, stock = append(moves, counts), next
	}
	return moves, stock
}

// covered says in what share of worlds the Creators' share a year ahead fell into
// the 80 % band of a forecast from 18 months.
func covered(w world, worlds, draws int, single bool) float64 {
	share := func(stock []float64) float64 { return stock[3] / (stock[1] + stock[2] + stock[3]) }
	hits := 0
	for i := range worlds {
		source := Seed("world", fmt.Sprint(i))
		start := []int64{0, w.customers / 5, w.customers / 2, w.customers * 3 / 10}
		moves, now := w.grow(start, 18, source)
		_, then := w.grow(now, 12, source)
		c := Chain{Rows: make([]Row, 4), Single: single}
		var history [][]float64
		for _, m := range moves {
			history = append(history, floats(m[0]))
		}
		c.Entrants = EntrantPools(history, 0)
		for state := 1; state < 4; state++ {
			var months [][]int64
			for _, m := range moves {
				months = append(months, m[state])
			}
			c.Rows[state], _ = FitRow(months)
		}
		var shares []float64
		for _, f := range c.Draw(floats(now), 0, 12, draws, source) {
			shares = append(shares, share(f[11]))
		}
		band := BandOf(shares)
		if actual := share(floats(then)); band.Low80 <= actual && actual <= band.High80 {
			hits++
		}
	}
	return float64(hits) / float64(worlds)
}

func floats(counts []int64) []float64 {
	values := make([]float64, len(counts))
	for i, n := range counts {
		values[i] = float64(n)
	}
	return values
}

// worked has the shares of the method's example.
func worked(customers int64) world {
	return world{
		[][]float64{nil, {.04, .90, .05, .01}, {.02, .03, .92, .03}, {.01, .005, .035, .95}},
		400, customers,
	}
}

// Sixty worlds tell four in five with a standard error of five points; make bench
// measures it closer.
func TestCoverage(t *testing.T) {
	for _, c := range []struct {
		customers int64
		single    bool
	}{{1_000_000, false}, {1_000_000, true}, {2_000, true}} {
		share := covered(worked(c.customers), 60, 400, c.single)
		if share < .65 || share > .95 {
			t.Errorf("%d customers: the 80 %% band held %.0f %% of 60 worlds", c.customers, 100*share)
		}
	}
}

// BenchmarkCoverage measures how often the 80 % band holds what happens: 75 to 85
// percent of the worlds is right.
func BenchmarkCoverage(b *testing.B) {
	for _, customers := range []int64{1_000_000, 2_000} {
		b.Run(fmt.Sprint(customers, "-customers"), func(b *testing.B) {
			for range b.N {
				b.ReportMetric(100*covered(worked(customers), 600, 400, true), "%held")
			}
		})
	}
}

// BenchmarkDraw draws the futures of one page subject: eight states, a year.
func BenchmarkDraw(b *testing.B) {
	c := Chain{Rows: make([]Row, 8), Single: true}
	stock := make([]float64, 8)
	for i := 1; i < 8; i++ {
		months := [][]int64{make([]int64, 8), make([]int64, 8)}
		for j := range 8 {
			months[0][j], months[1][j] = int64(3+j), int64(8-j)
		}
		months[0][i], months[1][i] = 300, 320
		c.Rows[i], _ = FitRow(months)
		stock[i] = 300
	}
	for range b.N {
		c.Draw(stock, 0, 12, 4000, Seed("bench"))
	}
}
