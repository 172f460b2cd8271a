package metrics

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// within fails unless got is want to the digits that want was published with.
func within(t *testing.T, name string, got, want, by float64) {
	t.Helper()
	if !(math.Abs(got-want) <= by) {
		t.Errorf("%s: %.9g, want %.9g", name, got, want)
	}
}

// Method §6.5: the standard error of two independent samples would be 0.005996.
func TestPairedShift(t *testing.T) {
	shift, se := PairedShift(10_000, 300, 400)
	within(t, "shift", shift, 0.0100, 1e-12)
	within(t, "standard error", se, 0.002644, 5e-7)
	within(t, "p", PValue(shift, se), 0.000155, 1e-6)

	for _, c := range []struct {
		why               string
		n, left, entered  int64
		shift, se, pvalue float64
	}{
		{"nobody moved", 100, 0, 0, 0, 0, 1},
		{"as many left as entered", 100, 8, 8, 0, 0.04, 1},
		{"all entered", 100, 0, 100, 1, 0, 0},
		{"all left", 1, 1, 0, -1, 0, 0},
	} {
		shift, se := PairedShift(c.n, c.left, c.entered)
		within(t, c.why+": shift", shift, c.shift, 1e-15)
		within(t, c.why+": standard error", se, c.se, 1e-15)
		within(t, c.why+": p", PValue(shift, se), c.pvalue, 1e-15)
	}
}

// The quantiles of the normal distribution that every table has.
func TestPValue(t *testing.T) {
	within(t, "1.959964", PValue(1.959963984540054, 1), 0.05, 1e-12)
	within(t, "-2.575829", PValue(-2.5758293035489, 1), 0.01, 1e-12)
	within(t, "3.290527", PValue(32.90526731491926, 10), 0.001, 1e-12)
}

// Stuart's data on unaided vision of 7,477 women, right eye by left eye.
var vision = [][]int64{
	{1520, 266, 124, 66},
	{234, 1512, 432, 78},
	{117, 362, 1772, 205},
	{36, 82, 179, 492},
}

func TestStuartMaxwellOnVision(t *testing.T) {
	chi2, df, p, ok := StuartMaxwell(vision)
	if !ok || df != 3 {
		t.Fatalf("ok %v, df %d", ok, df)
	}
	within(t, "chi-squared", chi2, 11.957, 5e-4)
	within(t, "p", p, 0.00753, 5e-6)
}

// With two states the test is McNemar's: (b-c)²/(b+c).
func TestStuartMaxwellIsMcNemar(t *testing.T) {
	chi2, df, p, ok := StuartMaxwell([][]int64{{9000, 300}, {400, 300}})
	if !ok || df != 1 {
		t.Fatalf("ok %v, df %d", ok, df)
	}
	within(t, "chi-squared", chi2, 100*100.0/700, 1e-12)
	within(t, "p", p, PValue(math.Sqrt(chi2), 1), 1e-12)
}

func TestStuartMaxwellEdges(t *testing.T) {
	empty := [][]int64{
		{1520, 266, 0, 124, 66},
		{234, 1512, 0, 432, 78},
		{0, 0, 0, 0, 0},
		{117, 362, 0, 1772, 205},
		{36, 82, 0, 179, 492},
	}
	stayed := [][]int64{
		{1520, 266, 124, 66, 0},
		{234, 1512, 432, 78, 0},
		{117, 362, 1772, 205, 0},
		{36, 82, 179, 492, 0},
		{0, 0, 0, 0, 500},
	}
	apart := [][]int64{{5, 9, 0, 0}, {4, 5, 0, 0}, {0, 0, 5, 8}, {0, 0, 2, 5}}
	for _, c := range []struct {
		why  string
		m    [][]int64
		chi2 float64
		df   int
		ok   bool
	}{
		{"an empty state", empty, 11.957, 3, true},
		{"a state that keeps to itself", stayed, 11.957, 3, true},
		{"two worlds add up", apart, 25.0/13 + 36.0/10, 2, true},
		{"as many back as forth", [][]int64{{1, 7}, {7, 1}}, 0, 1, true},
		{"nobody moved", [][]int64{{10, 0}, {0, 20}}, 0, 0, false},
		{"nobody there", [][]int64{{0, 0}, {0, 0}}, 0, 0, false},
		{"one state", [][]int64{{10}}, 0, 0, false},
		{"no state", nil, 0, 0, false},
	} {
		chi2, df, p, ok := StuartMaxwell(c.m)
		if df != c.df || ok != c.ok {
			t.Errorf("%s: df %d, ok %v", c.why, df, ok)
		}
		within(t, c.why, chi2, c.chi2, 5e-4)
		if c.chi2 == 0 && p != 1 {
			t.Errorf("%s: p %v", c.why, p)
		}
	}
}

// textbook solves the system without the last state, which is how the test is
// usually written down.
func textbook(m [][]int64) float64 {
	size := len(m) - 1
	s, d := mat.NewDense(size, size, nil), mat.NewVecDense(size, nil)
	for k := range size {
		row, column := 0.0, 0.0
		for l := range m {
			row += float64(m[k][l])
			column += float64(m[l][k])
		}
		d.SetVec(k, row-column)
		for l := range size {
			s.Set(k, l, -float64(m[k][l]+m[l][k]))
		}
		s.Set(k, k, row+column-2*float64(m[k][k]))
	}
	var x mat.VecDense
	if err := x.SolveVec(s, d); err != nil {
		return math.NaN()
	}
	return mat.Dot(d, &x)
}

func TestStuartMaxwellLaws(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 5))
	for range 500 {
		size := 2 + random.IntN(6)
		m := make([][]int64, size)
		for k := range m {
			m[k] = make([]int64, size)
			for l := range m[k] {
				m[k][l] = 1 + random.Int64N(1<<random.IntN(24))
			}
		}
		chi2, df, p, ok := StuartMaxwell(m)
		if !ok || df != size-1 || p < 0 || p > 1 {
			t.Fatalf("%v: df %d, p %v, ok %v", m, df, p, ok)
		}
		within(t, "textbook", chi2, textbook(m), 1e-6*(1+chi2))

		turned := make([][]int64, size)
		for k := range m {
			turned[k] = make([]int64, size)
			for l := range m {
				turned[k][l] = m[size-1-l][size-1-k] // time and the order of states reversed
			}
		}
		back, _, _, _ := StuartMaxwell(turned)
		within(t, "reversed", back, chi2, 1e-6*(1+chi2))
	}
}

func TestDistances(t *testing.T) {
	then, now := []float64{0.25, 0.50, 0.25}, []float64{0.30, 0.50, 0.20}
	within(t, "total variation", TotalVariation(then, now), 0.05, 1e-15)
	within(t, "stability", StabilityIndex(then, now), 0.020273, 5e-7)

	within(t, "total variation of itself", TotalVariation(then, then), 0, 0)
	within(t, "stability of itself", StabilityIndex(then, then), 0, 0)
	within(t, "total variation of opposites", TotalVariation([]float64{1, 0}, []float64{0, 1}), 1, 0)
	within(t, "stability of opposites", StabilityIndex([]float64{1, 0}, []float64{0, 1}), 2*(1-1e-6)*6*math.Ln10, 1e-9)
	within(t, "no groups", TotalVariation(nil, nil)+StabilityIndex(nil, nil), 0, 0)
	within(t, "either way round", StabilityIndex(now, then), StabilityIndex(then, now), 1e-15)
}

// The 15 p-values of Benjamini and Hochberg 1995, section 4. Bonferroni finds 3.
func TestBenjaminiHochberg(t *testing.T) {
	p := []float64{.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1}
	count := func(found []bool) (n int) {
		for _, is := range found {
			if is {
				n++
			}
		}
		return n
	}
	found := BenjaminiHochberg(p, 0.05)
	if count(found) != 4 || !slices.Equal(found[:5], []bool{true, true, true, true, false}) {
		t.Errorf("found %v", found)
	}
	slices.Reverse(p)
	if turned := BenjaminiHochberg(p, 0.05); count(turned) != 4 || !turned[14] || turned[10] {
		t.Errorf("in reverse found %v", turned)
	}
	for _, c := range []struct {
		why  string
		p    []float64
		want []bool
	}{
		{"none", nil, []bool{}},
		{"one on the level", []float64{0.10}, []bool{true}},
		{"one above", []float64{0.1001}, []bool{false}},
		{"a late one lifts an early one", []float64{0.09, 0.08}, []bool{true, true}},
		{"ties fall together", []float64{0.05, 0.5, 0.05}, []bool{true, false, true}},
		{"a test that was not made", []float64{math.NaN(), 0.10}, []bool{false, true}},
	} {
		if got := BenjaminiHochberg(c.p, 0.10); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

// More p-values below q than discoveries, never fewer; a larger q finds no less.
func TestBenjaminiHochbergLaws(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 5))
	for range 1000 {
		p := make([]float64, 1+random.IntN(20))
		for i := range p {
			p[i] = random.Float64() * random.Float64()
		}
		strict, loose := BenjaminiHochberg(p, 0.05), BenjaminiHochberg(p, 0.10)
		for i := range p {
			if strict[i] && (!loose[i] || p[i] > 0.05) {
				t.Fatalf("%v: %v at 0.05, %v at 0.10", p, strict, loose)
			}
		}
	}
}

// Quantiles of the normal distribution as every table has them.
func TestNormalQuantile(t *testing.T) {
	for p, want := range map[float64]float64{0.5: 0, 0.8: 0.841621, 0.2: -0.841621, 0.975: 1.959964, 0.9: 1.281552} {
		if got := NormalQuantile(p); math.Abs(got-want) > 5e-7 {
			t.Errorf("%v is reached at %v, want %v", p, got, want)
		}
	}
}
