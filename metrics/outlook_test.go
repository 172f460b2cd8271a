package metrics

import (
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestBandOf(t *testing.T) {
	var draws []float64
	for i := range 1001 {
		draws = append(draws, float64((i*5)%1001))
	}
	if got, want := BandOf(draws), (Band{500, 100, 900, 25, 975}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got := BandOf([]float64{3, 1}); got != (Band{2, 1.2, 2.8, 1.05, 2.95}) {
		t.Error(got)
	}
	if BandOf(nil) != (Band{}) {
		t.Error("no draw has a band")
	}
}

func TestHitShare(t *testing.T) {
	draws := []float64{1, 2, 3, 4}
	for _, c := range []struct {
		direction         string
		target, tolerance float64
		want              float64
	}{
		{AtLeast, 3, 0, .5}, {AtLeast, 1, 0, 1}, {AtLeast, 5, 0, 0},
		{AtMost, 3, 0, .75}, {AtMost, 0, 0, 0},
		{Hold, 2.5, .5, .5}, {Hold, 2.5, .4, 0}, {Hold, 2.5, 9, 1},
	} {
		within(t, c.direction, HitShare(draws, c.direction, c.target, c.tolerance), c.want, 0)
	}
	within(t, "no draws", HitShare(nil, AtLeast, 0, 0), 0, 0)
}

func TestWiden(t *testing.T) {
	draws := []float64{.1, .9, .4}
	Widen(draws, 2, 0, 1)
	for i, want := range []float64{0, 1, .4} {
		within(t, "draw", draws[i], want, 1e-12)
	}
}

// Five trials with a band of 8 … 10 … 14: misses of 1, 2, −1, −2 and 6 are .25, .5,
// .5, 1 and 1.5 bands, so that the fourth of five needs a factor of 1.
func TestJudge(t *testing.T) {
	band := Band{Median: 10, Low80: 8, High80: 14}
	trials := []Trial{{band, 11}, {band, 12}, {band, 9}, {band, 8}, {band, 16}}
	mae, coverage, factor := Judge(trials)
	within(t, "mae", mae, 2.4, 1e-12)
	within(t, "coverage", coverage, .8, 1e-12)
	within(t, "factor", factor, 1, 0)
	trials[3].Actual = 5 // 2.5 bands
	_, coverage, factor = Judge(trials)
	within(t, "coverage", coverage, .6, 1e-12)
	within(t, "factor", factor, 1.5, 1e-12)
	if mae, coverage, factor := Judge(nil); mae != 0 || coverage != 0 || factor != 1 {
		t.Error("no trial says anything")
	}
}

// Pfeifer and Carraway 2000: a direct marketer's customer by months since the last
// purchase; a purchase earns 40, a letter costs 4, and after four the customer is
// given up.
func TestWorthOfPfeiferAndCarraway(t *testing.T) {
	p := [][]float64{{.3, .7, 0, 0, 0}, {.2, 0, .8, 0, 0}, {.15, 0, 0, .85, 0}, {.05, 0, 0, 0, .95}, {0, 0, 0, 0, 1}}
	earned := []float64{36, -4, -4, -4, 0}
	for state, want := range []float64{52.320, 5.554, 1.251, -1.820, 0} {
		within(t, "for ever", Worth(p, earned, .2, 400)[state], want, 5e-4)
	}
	for state, want := range []float64{50.115, 4.220, .592, -1.980} {
		within(t, "four periods", Worth(p, earned, .2, 4)[state], want, 5e-4)
	}

	// The same for ever by (I − P/(1+d))⁻¹R.
	system := mat.NewDense(5, 5, nil)
	for i := range p {
		for j := range p {
			system.Set(i, j, -p[i][j]/1.2)
		}
		system.Set(i, i, 1+system.At(i, i))
	}
	var solved mat.VecDense
	if err := solved.SolveVec(system, mat.NewVecDense(5, earned)); err != nil {
		t.Fatal(err)
	}
	for state, worth := range Worth(p, earned, .2, 400) {
		within(t, "solved", worth, solved.AtVec(state), 1e-9)
	}
}

// One state that nobody leaves, or half leave: without a discount 36 months of 10
// are 360, and of half as many each month 10 in all.
func TestResidual(t *testing.T) {
	c := fixed([][]float64{{0, 1}}, []float64{0, 0})
	c.Rows[1].Alpha = []float64{1e-9, 1e9}
	mean, upper := c.Residual([]float64{0, 10}, 0, 36, 10, Seed("residual"))
	within(t, "mean", mean[1], 360, 1e-9)
	within(t, "upper", upper[1], 360, 1e-3)
	within(t, "outside", mean[0], 0, 0)

	c = fixed([][]float64{{.5, .5}}, []float64{0, 0})
	c.Rows[1].Alpha = []float64{50, 50}
	mean, upper = c.Residual([]float64{0, 10}, 0, 36, 4000, Seed("residual"))
	within(t, "mean", mean[1], 10, 1e-6)
	// Half a Beta(50, 50) above its 95th percentile .5820: 10·q/(1−q).
	within(t, "upper", upper[1], 10*.5820/.4180, .15)

	c.Rows[1].Pooled = []float64{0, 1}
	mean, _ = c.Residual([]float64{0, 10}, .01, 2, 1, Seed("residual"))
	within(t, "discounted", mean[1], 10/1.01+10/1.0201, 1e-9)
}
