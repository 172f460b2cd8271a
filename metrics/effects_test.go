package metrics

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Method §6.4: 1,000 customers, one in five earning 100 and the others -5, become
// 1,100, one in four earning 90 and the others -4.
func TestEffectsWorkedExample(t *testing.T) {
	then := []Cell{{200, 20_000}, {800, -4_000}}
	now := []Cell{{275, 24_750}, {825, -3_300}}
	got := Effects(then, now)

	within(t, "volume", got[0].Volume+got[1].Volume, 1775, 1e-9)
	within(t, "volume of the first", got[0].Volume, 1775*0.225, 1e-9)
	within(t, "mix of the first", got[0].Mix, 4055.625, 1e-9)
	within(t, "mix of the second", got[1].Mix, 1168.125, 1e-9)
	within(t, "rate of the first", got[0].Rate, -2362.5, 1e-9)
	within(t, "rate of the second", got[1].Rate, 813.75, 1e-9)
	within(t, "together", sumOf(got), 21_450-16_000, 1e-9)
}

func TestEffectsEdges(t *testing.T) {
	for _, c := range []struct {
		why       string
		then, now []Cell
		want      []Effect
	}{
		{"no groups", nil, nil, nil},
		{"nothing changed", []Cell{{10, 50}, {5, -20}}, []Cell{{10, 50}, {5, -20}}, []Effect{{}, {}}},
		{"nobody at either end", []Cell{{}, {}}, []Cell{{}, {}}, []Effect{{}, {}}},
		{"nobody then", []Cell{{}, {}}, []Cell{{10, 60}, {10, -20}}, []Effect{{20, 0, 0}, {20, 0, 0}}},
		{"nobody now", []Cell{{10, 60}, {10, -20}}, []Cell{{}, {}}, []Effect{{-20, 0, 0}, {-20, 0, 0}}},
		{"a group that was empty", []Cell{{20, 40}, {}}, []Cell{{10, 20}, {10, 120}},
			[]Effect{{0, 20 * -0.5 * (2 - 4.5), 0}, {0, 20 * 0.5 * (12 - 4.5), 0}}},
		{"twice as many", []Cell{{10, 50}, {10, -10}}, []Cell{{20, 100}, {20, -20}}, []Effect{{20, 0, 0}, {20, 0, 0}}},
		{"the same customers earn more", []Cell{{10, 50}}, []Cell{{10, 80}}, []Effect{{0, 0, 30}}},
		{"profit of nobody", []Cell{{10, 50}, {}}, []Cell{{10, 50}, {0, 7}}, []Effect{{}, {0, 0, 7}}},
	} {
		got := Effects(c.then, c.now)
		if len(got) != len(c.want) {
			t.Errorf("%s: %v", c.why, got)
			continue
		}
		for i, want := range c.want {
			within(t, c.why+": volume", got[i].Volume, want.Volume, 1e-9)
			within(t, c.why+": mix", got[i].Mix, want.Mix, 1e-9)
			within(t, c.why+": rate", got[i].Rate, want.Rate, 1e-9)
		}
	}
}

// The effects sum to the change in profit, change sign when time is reversed, and
// follow their group when the groups are reordered.
func TestEffectsLaws(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 4))
	for range 5_000 {
		size := 1 + random.IntN(7)
		then, now := randomCells(random, size), randomCells(random, size)
		change, scale := 0.0, 1.0
		for i := range then {
			change += float64(now[i].Profit - then[i].Profit)
			scale += math.Abs(float64(now[i].Profit)) + math.Abs(float64(then[i].Profit))
		}
		effects, back := Effects(then, now), Effects(now, then)
		within(t, "sum of effects", sumOf(effects), change, 1e-9*scale)

		turned := Effects(reversed(then), reversed(now))
		for i, e := range effects {
			within(t, "reversed", sumOf([]Effect{e, back[i]}), 0, 1e-9*scale)
			within(t, "reversed mix", back[i].Mix, -e.Mix, 1e-9*scale)
			within(t, "reordered", sumOf(turned[size-1-i:size-i]), sumOf([]Effect{e}), 1e-9*scale)
		}
		if t.Failed() {
			t.Fatalf("then %v, now %v", then, now)
		}
	}
}

func randomCells(random *rand.Rand, size int) []Cell {
	cells := make([]Cell, size)
	for i := range cells {
		cells[i].Profit = random.Int64N(1<<random.IntN(44)) - random.Int64N(1<<random.IntN(44))
		if random.IntN(4) > 0 {
			cells[i].Customers = random.Int64N(1 << random.IntN(24))
		}
	}
	return cells
}

func reversed(cells []Cell) []Cell {
	turned := make([]Cell, len(cells))
	for i, cell := range cells {
		turned[len(cells)-1-i] = cell
	}
	return turned
}

func sumOf(effects []Effect) float64 {
	sum := 0.0
	for _, e := range effects {
		sum += e.Volume + e.Mix + e.Rate
	}
	return sum
}
