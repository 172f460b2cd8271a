package demo

import (
	"math"
	"math/bits"
)

// A purpose keeps the draws of one subject apart from those of another, so that
// a new story does not move every number of the old ones.
type purpose uint64

const (
	forLife purpose = iota + 1
	forName
	forRevenue
	forCosts
	forCalls
	forVisits
	forSurvey
	forDevice
)

// random is splitmix64. It starts from what is drawn for, not from what was drawn
// before: any month of any customer can be made on its own and in any order.
type random uint64

func draws(seed uint64, p purpose, customer, month int) random {
	s := mix(seed + uint64(p)*0x9e3779b97f4a7c15)
	return random(mix(s ^ (uint64(customer)<<16 | uint64(uint16(month)))))
}

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	return mix(uint64(*r))
}

// below draws 0 to n-1.
func (r *random) below(n int) int {
	hi, _ := bits.Mul64(r.next(), uint64(n))
	return int(hi)
}

// between draws lo to hi, both included.
func (r *random) between(lo, hi int) int { return lo + r.below(hi-lo+1) }

// times turns a rate per 1,000 into a count with that mean.
func (r *random) times(rate int) int {
	n := rate / 1000
	if r.below(1000) < rate%1000 {
		n++
	}
	return n
}

// unit draws from the open interval (0, 1).
func (r *random) unit() float64 { return unit(r.next()) }

func unit(x uint64) float64 { return (float64(x>>11) + 0.5) / (1 << 53) }

// spread walks the unit square evenly (Roberts' R2 sequence). Segments and sizes
// come from it: the mix of a small company then looks like that of a large one.
func spread(seed uint64, i int) (x, y uint64) {
	n := uint64(i)
	return mix(seed) + n*0xc13fa9a902a6328f, mix(^seed) + n*0x91e10da5c79e7b1d
}

// skewed is the quantile u of a lognormal distribution with mean 1, in thousandths
// from 20 to 60,000. sigma is the standard deviation of its logarithm.
func skewed(u, sigma float64) uint16 {
	z := math.Sqrt2 * math.Erfinv(2*u-1)
	x := 1000 * math.Exp(sigma*z-sigma*sigma/2)
	return uint16(math.Round(min(max(x, 20), 60_000)))
}
