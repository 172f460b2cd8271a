package metrics

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// Chain is how a base of customers moves on, month by month: a Markov chain whose
// monthly shares are themselves uncertain (README, "Forecast"). State 0 is outside:
// whoever goes there has left and is only counted.
type Chain struct {
	Rows     []Row           // by state; that of state 0 is not used
	Entrants [12][][]float64 // for each calendar month, January first: what may come from outside, by state
	// Single adds the chance of the single customer, which the method leaves out
	// because it does not matter in a base of many thousand.
	Single bool
}

// EntrantPools says what may come from outside in each calendar month, from what
// came in months of history, oldest first and the newest of them in the calendar
// month newest (0 is January): what came in the last twelve months or, when there
// are two years of history, what came in that calendar month and the two beside it.
func EntrantPools(history [][]float64, newest int) [12][][]float64 {
	var pools [12][][]float64
	if len(history) < 24 {
		recent := history[max(0, len(history)-12):]
		for i := range pools {
			pools[i] = recent
		}
		return pools
	}
	for i, entrants := range history {
		month := (newest + 12 - (len(history)-1-i)%12) % 12
		for _, near := range []int{month + 11, month, month + 1} {
			pools[near%12] = append(pools[near%12], entrants)
		}
	}
	return pools
}

// spread adds a stock to the states it moves to.
func spread(next []float64, stock float64, shares []float64) {
	for state, share := range shares {
		next[state] += stock * share
	}
}

// Future is one course of the base: for each coming month the stock by state. State 0 holds all
// who have left since.
type Future [][]float64

// Draw draws futures: lasting shares once for each of them, then each month's
// shares around these, and entrants out of history. The same source gives the same
// futures. newest is the calendar month of the stock (0 is January).
func (c Chain) Draw(stock []float64, newest, months, draws int, source rand.Source) []Future {
	random := rand.New(source)
	lasting := c.rows()
	month := make([]float64, len(stock))
	futures := make([]Future, draws)
	for b := range futures {
		c.drawRows(lasting, source)
		now := stock
		futures[b] = make(Future, months)
		for t := range months {
			next := make([]float64, len(stock))
			next[0] = now[0]
			for state := 1; state < len(stock); state++ {
				if now[state] > 0 {
					spread(next, now[state], c.monthly(month, lasting[state], state, now[state], source))
				}
			}
			if pool := c.Entrants[(newest+1+t)%12]; len(pool) > 0 {
				for state, n := range pool[random.IntN(len(pool))] {
					next[state] += n
				}
			}
			futures[b][t], now = next, next
		}
	}
	return futures
}

func (c Chain) rows() [][]float64 {
	rows := make([][]float64, len(c.Rows))
	for state := range rows {
		rows[state] = make([]float64, len(c.Rows))
	}
	return rows
}

// drawRows draws the lasting shares of every row.
func (c Chain) drawRows(lasting [][]float64, source rand.Source) {
	for state := 1; state < len(lasting); state++ {
		dirichlet(lasting[state], c.Rows[state].Alpha, 1, source)
	}
}

// steady is the concentration from which a month's shares are the lasting ones:
// their standard error is below a thousandth.
const steady = 1e6

// monthly draws one month's shares of a row into month, or returns the lasting
// ones when months do not differ. The chance of n single customers is a variance of
// p(1−p)/n, in the terms of κ and with no further draw.
func (c Chain) monthly(month, lasting []float64, state int, n float64, source rand.Source) []float64 {
	kappa := c.Rows[state].Kappa
	if c.Single {
		rho := 1 / (1 + kappa)
		kappa = 1/(rho+(1-rho)/max(n, 1)) - 1
	}
	if kappa >= steady {
		return lasting
	}
	dirichlet(month, lasting, kappa, source)
	return month
}

// negligible is an expected number of customers out of κ that is not drawn.
const negligible = 1e-3

// dirichlet draws shares with the parameters scale·alpha into shares. As the scale
// goes to nothing all goes to one state.
func dirichlet(shares, alpha []float64, scale float64, source rand.Source) {
	sum, weights := 0.0, 0.0
	for j, a := range alpha {
		weights += a
		shares[j] = 0
		if a*scale > negligible {
			shares[j] = distuv.Gamma{Alpha: a * scale, Beta: 1, Src: source}.Rand()
			sum += shares[j]
		}
	}
	if sum > 0 {
		for j := range shares {
			shares[j] /= sum
		}
		return
	}
	left := rand.New(source).Float64() * weights
	for j, a := range alpha {
		shares[j] = 0
		if left >= 0 && left < a {
			shares[j] = 1
		}
		left -= a
	}
}

// Seed is a source of random numbers that depends on nothing but the given words:
// the same on every machine, whatever else is drawn beside it.
func Seed(words ...string) *rand.PCG {
	hash := sha256.New()
	for _, word := range words {
		hash.Write(binary.BigEndian.AppendUint64(nil, uint64(len(word))))
		hash.Write([]byte(word))
	}
	sum := hash.Sum(nil)
	return rand.NewPCG(binary.BigEndian.Uint64(sum), binary.BigEndian.Uint64(sum[8:]))
}
