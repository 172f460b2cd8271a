package metrics

import (
	"cmp"
	"math/big"
	"slices"
)

// Amount is one distinct profit and how many customers have it.
type Amount struct {
	Profit    int64 // minor units, negative for a loss
	Customers int64 // 0 or more
}

// Gini is how unevenly profit is spread over customers when some make a loss, 0..1:
// 0 when all have the same, 1 when one customer has all the profit and at most one
// all the loss. Without losses it is the usual Gini coefficient times n/(n-1). ok
// is false for fewer than two customers and when nobody has any profit or loss.
// The amounts may come in any order and may repeat; the sums are exact.
//
// Source: Raffinetti, Siletti, Vernizzi 2015 (Statistical Methods & Applications
// 24:507–521), README, "How customers are judged". It is a twin of sql/385_whales.sql, kept so that a
// test can compare the two.
func Gini(amounts []Amount) (gini float64, ok bool) {
	sorted := slices.Clone(amounts)
	slices.SortFunc(sorted, func(a, b Amount) int { return cmp.Compare(a.Profit, b.Profit) })
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
