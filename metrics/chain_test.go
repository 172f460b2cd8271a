package metrics

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// fixed is a chain with given shares, and as many entrants every month. The method
// writes Out last; here it is state 0.
func fixed(shares [][]float64, entrants []float64) Chain {
	c := Chain{Rows: make([]Row, len(entrants))}
	for i, s := range shares {
		c.Rows[i+1] = Row{Pooled: s, Alpha: s}
	}
	for m := range c.Entrants {
		c.Entrants[m] = [][]float64{entrants}
	}
	return c
}

// Method §6.7: Destroyers, Neutral, Creators.
var (
	workedStock    = []float64{0, 200, 500, 300}
	workedEntrants = []float64{0, 5, 10, 5}
	workedCounts   = [][]int64{{8, 180, 10, 2}, {10, 15, 460, 15}, {3, 2, 10, 285}}
)

// When months do not differ and the lasting shares are as good as known, there is one
// future: that of the matrix.
func TestDrawOfKnownShares(t *testing.T) {
	c := fixed([][]float64{{.04, .90, .05, .01}, {.02, .03, .92, .03}, {.01, .005, .035, .95}}, workedEntrants)
	for i, row := range c.Rows[1:] {
		alpha := make([]float64, len(row.Pooled))
		for j, p := range row.Pooled {
			alpha[j] = p * 1e14
		}
		c.Rows[i+1].Alpha, c.Rows[i+1].Kappa = alpha, math.Inf(1)
	}
	end := c.Draw(workedStock, 0, 12, 1, Seed("known"))[0][11]
	for state, want := range []float64{202.671, 435.544, 353.587} {
		within(t, "stock", end[state+1], want, 6e-4)
	}
	within(t, "share", end[3]/(end[1]+end[2]+end[3]), .356510, 1e-6)
	within(t, "customers", end[0]+end[1]+end[2]+end[3], 1000+12*20, 1e-9)
	if len(c.Draw(workedStock, 0, 0, 1, Seed("known"))[0]) != 0 {
		t.Error("no month to come has a stock")
	}
}

// creators draws the Creators' share after twelve months of the worked example.
func creators(t *testing.T, kappa float64) []float64 {
	t.Helper()
	c := fixed([][]float64{nil, nil, nil}, workedEntrants)
	for i, counts := range workedCounts {
		row, ok := FitRow([][]int64{counts})
		if !ok {
			t.Fatal("no customer")
		}
		row.Kappa = kappa
		c.Rows[i+1] = row
	}
	var shares []float64
	for _, f := range c.Draw(workedStock, 0, 12, 40_000, Seed("worked")) {
		end := f[11]
		shares = append(shares, end[3]/(end[1]+end[2]+end[3]))
	}
	return shares
}

// The tolerances are the method's.
func TestDrawsOfTheWorkedExample(t *testing.T) {
	shares := creators(t, math.Inf(1))
	mean, sd := stat.MeanStdDev(shares, nil)
	within(t, "mean", mean, .3561, .001)
	within(t, "sd", sd, .0443, .001)
	within(t, "P(at least .32)", HitShare(shares, AtLeast, .32, 0), .79, .01)
	within(t, "P(at least .34)", HitShare(shares, AtLeast, .34, 0), .63, .01)

	shares = creators(t, 200)
	_, sd = stat.MeanStdDev(shares, nil)
	within(t, "sd with months that differ", sd, .0473, .001)
	within(t, "P(at least .34) with months that differ", HitShare(shares, AtLeast, .34, 0), .62, .01)
}

func TestFitRowOfOneMonth(t *testing.T) {
	row, ok := FitRow([][]int64{workedCounts[0]})
	if !ok || row.Customers != 200 || row.Rho != 1e-7 {
		t.Errorf("%+v, %t", row, ok)
	}
	for j, want := range []float64{8.25, 180.25, 10.25, 2.25} {
		within(t, "alpha", row.Alpha[j], want, 5e-3) // n(1+κ)/(n+κ) is not quite n
	}
	if _, ok := FitRow([][]int64{{0, 0}, {0, 0}}); ok {
		t.Error("a row without customers can be fitted")
	}
}

// Two months of 100 by hand: shares .8 and .6, pooled .7. Between: 2·100·(.01+.01)
// / 1 = 4. Inside: 100·(.32+.48)/198 = .404040. Size: (200−20000/200)/1 = 100.
// ρ = (4−.404040)/(4+99·.404040) = .0817263.
func TestFitRowByHand(t *testing.T) {
	row, _ := FitRow([][]int64{{80, 20}, {60, 40}, {0, 0}})
	within(t, "rho", row.Rho, 3.595960/44.0, 1e-6)
	within(t, "kappa", row.Kappa, 44.0/3.595960-1, 1e-4)
	effective := 100 * (1 + row.Kappa) / (100 + row.Kappa)
	within(t, "alpha", row.Alpha[0], effective*1.4+.5, 1e-9)
	within(t, "alpha", row.Alpha[1], effective*.6+.5, 1e-9)
	within(t, "pooled", row.Pooled[0], .7, 1e-12)
}

// Months that differ as much as they can, and months that do not differ at all.
func TestFitRowAtTheEnds(t *testing.T) {
	row, _ := FitRow([][]int64{{100, 0}, {0, 100}})
	within(t, "rho of opposites", row.Rho, 1, 1e-12)
	within(t, "kappa of opposites", row.Kappa, 0, 1e-12)
	within(t, "alpha of opposites", row.Alpha[0], 1.5, 1e-12)
	row, _ = FitRow([][]int64{{100, 0}, {50, 0}})
	within(t, "rho of equals", row.Rho, 1e-7, 0)
	within(t, "alpha of equals", row.Alpha[1], .5, 0)
}

// FitRow finds the κ that months were drawn with.
func TestFitRowFindsKappa(t *testing.T) {
	source := Seed("kappa")
	shares := make([]float64, 4)
	var months [][]int64
	for range 2000 {
		dirichlet(shares, []float64{.1, .2, .3, .4}, 50, source)
		months = append(months, multinomial(1000, shares, source))
	}
	row, _ := FitRow(months)
	within(t, "kappa", row.Kappa, 50, 3)
}

// multinomial sends n customers to states.
func multinomial(n int64, shares []float64, source rand.Source) []int64 {
	counts := make([]int64, len(shares))
	left, sum := n, 1.0
	for j, share := range shares {
		if left > 0 && share > 0 {
			p := min(share/sum, 1)
			counts[j] = left
			if p < 1 {
				counts[j] = int64(distuv.Binomial{N: float64(left), P: p, Src: source}.Rand())
			}
			left -= counts[j]
		}
		sum -= share
	}
	return counts
}

// A Dirichlet with parameters a has means aⱼ/A and variances m(1−m)/(A+1).
func TestDirichlet(t *testing.T) {
	source := Seed("dirichlet")
	alpha := []float64{.02, 0, .5, 3}
	shares := make([]float64, len(alpha))
	drawn := make([][]float64, len(alpha))
	for range 50_000 {
		dirichlet(shares, alpha, 2, source)
		sum := 0.0
		for j, s := range shares {
			drawn[j] = append(drawn[j], s)
			sum += s
		}
		within(t, "sum", sum, 1, 1e-12)
	}
	for j, a := range alpha {
		mean, variance := stat.MeanVariance(drawn[j], nil)
		m := a / 3.52
		within(t, "mean", mean, m, .005)
		within(t, "variance", variance, m*(1-m)/(2*3.52+1), .002)
	}
}

// As the scale goes to nothing, every draw is one state, in its share of draws.
func TestDirichletOfNothing(t *testing.T) {
	source := Seed("nothing")
	shares := make([]float64, 3)
	first := 0.0
	for range 10_000 {
		dirichlet(shares, []float64{.3, 0, .7}, 0, source)
		if shares[0]+shares[2] != 1 || shares[0]*shares[2] != 0 {
			t.Fatal(shares)
		}
		first += shares[0] / 10_000
	}
	within(t, "first", first, .3, .02)
}

// With Single, a month of a stock of n scatters as n customers do who go their own
// way, and all of them go the way of the month.
func TestSingleCustomers(t *testing.T) {
	c := Chain{Rows: []Row{{}, {Alpha: []float64{3e9, 7e9}, Kappa: 100}}, Single: true}
	var left []float64
	for _, f := range c.Draw([]float64{0, 50}, 0, 1, 40_000, Seed("single")) {
		left = append(left, f[0][0])
	}
	mean, variance := stat.MeanVariance(left, nil)
	within(t, "mean", mean, 15, .1)
	// Beta-binomial of 50 with ρ = 1/101: n·p·q·(1+49ρ).
	within(t, "variance", variance, 50*.3*.7*(1+49.0/101), .4)
}

func TestDrawsAreTheSeeds(t *testing.T) {
	a, b, other := creatorsOnce("a"), creatorsOnce("a"), creatorsOnce("b")
	if a != b || a == other {
		t.Error(a, b, other)
	}
	if Seed("ab", "c").Uint64() == Seed("a", "bc").Uint64() {
		t.Error("words run into one another")
	}
}

func creatorsOnce(seed string) float64 {
	c := fixed([][]float64{{.1, .9, 0, 0}, {.1, 0, .8, .1}, {0, .1, .1, .8}}, workedEntrants)
	for i := 1; i < 4; i++ {
		c.Rows[i].Kappa = 30
	}
	f := c.Draw(workedStock, 3, 6, 5, Seed(seed))
	return f[4][5][3]
}

// Whatever the months are like, nobody is lost, nobody is fewer than none, and more
// is never likelier than less.
func TestDrawnFuturesKeepCustomers(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 50 {
		states := 2 + random.IntN(6)
		c := Chain{Rows: make([]Row, states), Single: random.IntN(2) == 0}
		stock := make([]float64, states)
		for i := 1; i < states; i++ {
			months := make([][]int64, 1+random.IntN(14))
			for m := range months {
				months[m] = make([]int64, states)
				months[m][i] = 1 // at least one
				for j := range months[m] {
					months[m][j] += random.Int64N(20) * random.Int64N(2)
				}
			}
			c.Rows[i], _ = FitRow(months)
			within(t, "pooled", mat.Sum(mat.NewVecDense(states, c.Rows[i].Pooled)), 1, 1e-12)
			stock[i] = float64(random.IntN(1000))
		}
		entrants := make([]float64, states)
		for i := 1; i < states; i++ {
			entrants[i] = float64(random.IntN(9))
		}
		for m := range c.Entrants {
			c.Entrants[m] = [][]float64{entrants}
		}
		total := mat.Sum(mat.NewVecDense(states, stock))
		entered := mat.Sum(mat.NewVecDense(states, entrants))
		var ends []float64
		for _, f := range c.Draw(stock, 0, 7, 60, Seed("keep")) {
			for m, now := range f {
				within(t, "customers", mat.Sum(mat.NewVecDense(states, now)), total+float64(m+1)*entered, 1e-6)
				for _, n := range now {
					if n < 0 {
						t.Fatal(now)
					}
				}
			}
			ends = append(ends, f[6][1])
		}
		last := 1.0
		for target := 0.0; target < 1500; target += 50 {
			p := HitShare(ends, AtLeast, target, 0)
			if p > last {
				t.Fatalf("P(at least %v) is %v, more than %v", target, p, last)
			}
			last = p
			if q := HitShare(ends, AtMost, target, 0); q < HitShare(ends, AtMost, target-50, 0) {
				t.Fatalf("P(at most %v) is %v", target, q)
			}
		}
	}
}

func TestEntrantPools(t *testing.T) {
	var history [][]float64
	for i := range 24 {
		history = append(history, []float64{float64(i)})
	}
	// The newest is a February, so that the oldest is a March.
	pools := EntrantPools(history, 1)
	if got := first(pools[1]); !same(got, 10, 11, 22, 23, 0, 12) { // January, February, March
		t.Error("February:", got)
	}
	if got := first(pools[11]); !same(got, 8, 9, 10, 20, 21, 22) {
		t.Error("December:", got)
	}
	pools = EntrantPools(history[:20], 1)
	if got := first(pools[7]); !same(got, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19) {
		t.Error("twenty months:", got)
	}
	if EntrantPools(nil, 3)[4] != nil {
		t.Error("nothing came")
	}
}

func first(pool [][]float64) (values []float64) {
	for _, v := range pool {
		values = append(values, v[0])
	}
	return values
}

// same reports whether got holds the wanted values in any order.
func same(got []float64, want ...float64) bool {
	counts := map[float64]int{}
	for _, v := range got {
		counts[v]++
	}
	for _, v := range want {
		counts[v]--
	}
	for _, n := range counts {
		if n != 0 {
			return false
		}
	}
	return true
}
