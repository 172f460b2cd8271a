package metrics

import "math"

// Row is how the customers of one state move within a month: what share goes to
// each state on average, and how much these shares differ from month to month.
type Row struct {
	Pooled    []float64 // share by state, all months together; sums to 1
	Alpha     []float64 // Dirichlet parameters of the lasting shares
	Rho       float64   // correlation of customers within a month, 1e-7 to 1
	Kappa     float64   // (1−ρ)/ρ: a month's shares are Dirichlet(κ · lasting shares)
	Customers int64     // customers counted, each once a month
}

// leastRho stands for months that do not differ beyond chance.
const leastRho = 1e-7

// FitRow learns a row from months of counts by state moved to. The months differ
// by more than the chance of single customers, so a month of n customers counts
// only as n(1+κ)/(n+κ) of them; ρ comes from the variance between months and
// within them (README, "Forecast"; the moment estimator of Weir and Hill 2002, Annu Rev
// Genet 36:721–750). Alpha has 1/J added for each of J states. ok is false without
// any customer. With fewer than two months that have customers ρ is at its least.
func FitRow(months [][]int64) (row Row, ok bool) {
	var sizes []float64
	var counted [][]int64
	squares := 0.0
	for _, counts := range months {
		n := int64(0)
		for _, c := range counts {
			n += c
		}
		if n > 0 {
			row.Customers += n
			sizes, counted = append(sizes, float64(n)), append(counted, counts)
			squares += float64(n) * float64(n)
		}
	}
	if row.Customers == 0 {
		return Row{}, false
	}
	states, total := len(counted[0]), float64(row.Customers)
	row.Pooled = make([]float64, states)
	for _, counts := range counted {
		for j, c := range counts {
			row.Pooled[j] += float64(c) / total
		}
	}
	row.Rho = dispersion(counted, sizes, row.Pooled, total, squares)
	row.Kappa = (1 - row.Rho) / row.Rho
	row.Alpha = make([]float64, states)
	for j := range row.Alpha {
		row.Alpha[j] = 1 / float64(states)
		for m, n := range sizes {
			row.Alpha[j] += (1 + row.Kappa) / (n + row.Kappa) * float64(counted[m][j])
		}
	}
	return row, true
}

// dispersion is ρ of months of the given sizes.
func dispersion(months [][]int64, sizes, pooled []float64, total, squares float64) float64 {
	k := float64(len(months))
	if k < 2 || total <= k {
		return leastRho
	}
	between, inside := 0.0, 0.0
	for m, counts := range months {
		for j, c := range counts {
			p := float64(c) / sizes[m]
			between += sizes[m] * (p - pooled[j]) * (p - pooled[j])
			inside += sizes[m] * p * (1 - p)
		}
	}
	between /= k - 1
	inside /= total - k
	size := (total - squares/total) / (k - 1)
	rho := (between - inside) / (between + (size-1)*inside)
	if math.IsNaN(rho) { // everybody did the same in every month
		return leastRho
	}
	return min(max(rho, leastRho), 1)
}
