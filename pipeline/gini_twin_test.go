package pipeline_test

import (
	"cmp"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// profitAmount is one distinct profit and how many customers have it.
type profitAmount struct {
	Profit    int64 // minor units, negative for a loss
	Customers int64 // 0 or more
}

// giniOf is how unevenly profit is spread over customers when some make a loss, 0..1:
// 0 when all have the same, 1 when one customer has all the profit and at most one
// all the loss. Without losses it is the usual Gini coefficient times n/(n-1). ok
// is false for fewer than two customers and when nobody has any profit or loss.
// The amounts may come in any order and may repeat; the sums are exact.
//
// Source: Raffinetti, Siletti, Vernizzi 2015 (Statistical Methods & Applications
// 24:507–521), README, "How customers are judged". It is a twin of sql/385_whales.sql.
func giniOf(amounts []profitAmount) (gini float64, ok bool) {
	sorted := slices.Clone(amounts)
	slices.SortFunc(sorted, func(a, b profitAmount) int { return cmp.Compare(a.Profit, b.Profit) })
	var customers int64
	for _, a := range sorted {
		customers += a.Customers
	}
	above, size := new(big.Int), new(big.Int)
	var below int64
	for _, a := range sorted {
		// Those of an amount count together: the ranks below them less those above.
		ahead := 2*below + a.Customers - customers
		below += a.Customers
		weighted := new(big.Int).Mul(big.NewInt(a.Profit), big.NewInt(a.Customers))
		size.Add(size, new(big.Int).Abs(weighted))
		above.Add(above, weighted.Mul(weighted, big.NewInt(ahead)))
	}
	size.Mul(size, big.NewInt(customers-1))
	if customers < 2 || size.Sign() == 0 {
		return 0, false
	}
	gini, _ = new(big.Rat).SetFrac(above, size).Float64()
	return gini, true
}

func amounts(profits ...int64) []profitAmount {
	var all []profitAmount
	for _, profit := range profits {
		all = append(all, profitAmount{profit, 1})
	}
	return all
}

// Method §2.4.
func TestGini(t *testing.T) {
	for _, c := range []struct {
		why     string
		amounts []profitAmount
		want    float64
		by      float64
	}{
		{"worked example", amounts(500, 300, 150, 80, 40, 3, 0, -2, -40, -231), 0.825161, 5e-7},
		{"one has all, one loses all", amounts(-10, 0, 0, 0, 30), 1, 0},
		{"all the same", amounts(5, 5, 5), 0, 0},
		{"one has all", amounts(0, 0, 0, 7), 1, 0},
		{"one to four", amounts(1, 2, 3, 4), 1.0 / 3, 1e-15},
		{"gains and losses", amounts(-7, -15, 11, -10, 2, 4, 40), 0.816479, 5e-7},
		{"all lose the same", []profitAmount{{-5, 1000}}, 0, 0},
		{"two customers", amounts(-1, 1), 1, 0},
		{"beyond the integers", []profitAmount{{math.MaxInt64, 5_000_000}, {-math.MaxInt64, 5_000_000}}, 5e6 / (1e7 - 1), 1e-15},
	} {
		got, ok := giniOf(c.amounts)
		within(t, c.why, got, c.want, c.by)
		if !ok {
			t.Errorf("%s: not defined", c.why)
		}
	}
	for why, none := range map[string][]profitAmount{
		"nobody": nil, "one customer": amounts(7), "no profit": amounts(0, 0, 0), "an empty amount": {{7, 0}},
	} {
		if got, ok := giniOf(none); ok || got != 0 {
			t.Errorf("%s: %v, %v", why, got, ok)
		}
	}
}

// The definition: the mean difference of two customers against the largest there
// could be. It does not change with the order of amounts, with their currency, or
// with how a histogram cuts them.
func TestGiniLaws(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 4))
	for range 500 {
		var histogram, single []profitAmount
		for range 1 + random.IntN(12) {
			a := profitAmount{random.Int64N(2000) - 1000, random.Int64N(4)}
			histogram = append(histogram, a)
			for range a.Customers {
				single = append(single, profitAmount{a.Profit * 100, 1})
			}
		}
		random.Shuffle(len(single), func(i, j int) { single[i], single[j] = single[j], single[i] })
		differences, size := 0.0, 0.0
		for _, a := range single {
			size += math.Abs(float64(a.Profit))
			for _, b := range single {
				differences += math.Abs(float64(a.Profit - b.Profit))
			}
		}
		got, ok := giniOf(histogram)
		other, otherOK := giniOf(single)
		if ok != otherOK || ok != (len(single) > 1 && size > 0) {
			t.Fatalf("%v: ok %v and %v", histogram, ok, otherOK)
		}
		if !ok {
			continue
		}
		within(t, "definition", got, differences/(2*float64(len(single)-1)*size), 1e-12)
		within(t, "single customers", other, got, 0)
		if got < 0 || got > 1 {
			t.Fatalf("%v: %v", histogram, got)
		}
	}
}

func within(t *testing.T, name string, got, want, by float64) {
	t.Helper()
	if !(math.Abs(got-want) <= by) {
		t.Errorf("%s: %.9g, want %.9g", name, got, want)
	}
}
