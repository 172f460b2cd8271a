package metrics

import (
	"math"
	"math/rand/v2"
	"testing"
)

func amounts(profits ...int64) []Amount {
	var all []Amount
	for _, profit := range profits {
		all = append(all, Amount{profit, 1})
	}
	return all
}

// Method §2.4.
func TestGini(t *testing.T) {
	for _, c := range []struct {
		why     string
		amounts []Amount
		want    float64
		by      float64
	}{
		{"worked example", amounts(500, 300, 150, 80, 40, 3, 0, -2, -40, -231), 0.825161, 5e-7},
		{"one has all, one loses all", amounts(-10, 0, 0, 0, 30), 1, 0},
		{"all the same", amounts(5, 5, 5), 0, 0},
		{"one has all", amounts(0, 0, 0, 7), 1, 0},
		{"one to four", amounts(1, 2, 3, 4), 1.0 / 3, 1e-15},
		{"gains and losses", amounts(-7, -15, 11, -10, 2, 4, 40), 0.816479, 5e-7},
		{"all lose the same", []Amount{{-5, 1000}}, 0, 0},
		{"two customers", amounts(-1, 1), 1, 0},
		{"beyond the integers", []Amount{{math.MaxInt64, 5_000_000}, {-math.MaxInt64, 5_000_000}}, 5e6 / (1e7 - 1), 1e-15},
	} {
		got, ok := Gini(c.amounts)
		within(t, c.why, got, c.want, c.by)
		if !ok {
			t.Errorf("%s: not defined", c.why)
		}
	}
	for why, none := range map[string][]Amount{
		"nobody": nil, "one customer": amounts(7), "no profit": amounts(0, 0, 0), "an empty amount": {{7, 0}},
	} {
		if got, ok := Gini(none); ok || got != 0 {
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
		var histogram, single []Amount
		for range 1 + random.IntN(12) {
			a := Amount{random.Int64N(2000) - 1000, random.Int64N(4)}
			histogram = append(histogram, a)
			for range a.Customers {
				single = append(single, Amount{a.Profit * 100, 1})
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
		got, ok := Gini(histogram)
		other, otherOK := Gini(single)
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
