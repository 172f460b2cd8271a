package metrics

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// PairedShift is the change of a group's share among n customers seen at both
// ends: left of them went to another group, entered came from one. shift is in
// -1..1 and se its standard error for the same customers seen twice, which is
// smaller than that of two samples (McNemar 1947). n must be 1 or
// more; for 0 both are NaN. se is 0 when nobody moved and when all moved one way.
func PairedShift(n, left, entered int64) (shift, se float64) {
	size := float64(n)
	shift = float64(entered-left) / size
	variance := float64(entered+left)/size - shift*shift
	return shift, math.Sqrt(max(variance, 0) / size)
}

// PValue is the two-sided p-value of a shift under the normal distribution, 0..1.
// Without a standard error it is 1 for no shift and 0 for any other.
func PValue(shift, se float64) float64 {
	if shift == 0 {
		return 1
	}
	return math.Erfc(math.Abs(shift/se) / math.Sqrt2)
}

// NormalQuantile is how many standard errors above its mean a normal value stays
// with a chance of p, 0 < p < 1: 1.96 for 0.975, 0 for 0.5.
func NormalQuantile(p float64) float64 {
	return math.Sqrt2 * math.Erfinv(2*p-1)
}

// StuartMaxwell asks whether the whole mix of the same customers differs between
// two points in time: m[k][l] customers were in state k and are in state l now. m
// is square; customers who entered or left do not belong in it.
//
// Under no change chi2 is distributed as chi-squared with df degrees of freedom
// and p is the probability of as much or more. States that exchange customers only
// among themselves take one degree of freedom each, so that empty states and
// states nobody left or entered change nothing. ok is false when nobody moved or
// there are fewer than two states; chi2 is then 0 and p is 1.
//
// Sources: Stuart 1955 (Biometrika 42:412–416), Maxwell 1970 (Br J Psychiatry
// 116:651–655).
func StuartMaxwell(m [][]int64) (chi2 float64, df int, p float64, ok bool) {
	size := len(m)
	if size < 2 {
		return 0, 0, 1, false
	}
	change := make([]float64, size) // customers lost less customers won
	covariance := mat.NewSymDense(size, nil)
	for k := range size {
		for l := range k {
			moved := float64(m[k][l]) + float64(m[l][k])
			change[k] += float64(m[k][l] - m[l][k])
			change[l] += float64(m[l][k] - m[k][l])
			covariance.SetSym(k, l, -moved)
			covariance.SetSym(k, k, covariance.At(k, k)+moved)
			covariance.SetSym(l, l, covariance.At(l, l)+moved)
		}
	}
	chi2, df, ok = quadraticForm(change, covariance)
	if !ok || df == 0 {
		return 0, 0, 1, false
	}
	return chi2, df, distuv.ChiSquared{K: float64(df)}.Survival(chi2), true
}

// quadraticForm is v'S⁺v with the pseudo-inverse of S, and the rank of S. All
// states together lose what they win, so S is always singular and never inverted.
func quadraticForm(v []float64, s *mat.SymDense) (form float64, rank int, ok bool) {
	var eigen mat.EigenSym
	if !eigen.Factorize(s, true) {
		return 0, 0, false
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	values := eigen.Values(nil)
	least := 1e-12 * slices.Max(values)
	for i, value := range values {
		if value <= least {
			continue
		}
		along := mat.Dot(vectors.ColView(i), mat.NewVecDense(len(v), v))
		form += along * along / value
		rank++
	}
	return form, rank, true
}

// TotalVariation is the least share of customers that must change group to turn
// mix a into mix b, 0..1. a and b are shares of the same groups in the same order,
// each summing to 1.
func TotalVariation(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += math.Abs(b[i] - a[i])
	}
	return sum / 2
}

// stabilityFloor stands for an empty share in StabilityIndex, whose logarithm does
// not exist.
const stabilityFloor = 1e-6

// StabilityIndex is the population stability index of two mixes, 0 or more: 0 when
// they are the same, by custom 0.1 when worth a look and 0.25 when large. Those
// thresholds do not know how many customers there are, so nothing is decided by
// them. a and b are as in TotalVariation; the order of a and b does not matter.
func StabilityIndex(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		then, now := max(a[i], stabilityFloor), max(b[i], stabilityFloor)
		sum += (now - then) * math.Log(now/then)
	}
	return sum
}

// BenjaminiHochberg says which of several p-values are discoveries when a share of
// at most q of the discoveries may be false, 0 < q < 1. A NaN is a test that could
// not be made: it is no discovery and does not count as a test.
//
// Source: Benjamini and Hochberg 1995 (JRSS B 57:289–300).
func BenjaminiHochberg(p []float64, q float64) []bool {
	var sorted []float64
	for _, value := range p {
		if !math.IsNaN(value) {
			sorted = append(sorted, value)
		}
	}
	slices.Sort(sorted)
	limit := math.Inf(-1)
	for i, value := range sorted {
		if value <= q*float64(i+1)/float64(len(sorted)) {
			limit = value
		}
	}
	found := make([]bool, len(p))
	for i, value := range p {
		found[i] = value <= limit
	}
	return found
}
