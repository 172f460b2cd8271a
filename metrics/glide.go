package metrics

// Directions of a Path, as config.yaml names them.
const (
	AtLeast = "at_least"
	AtMost  = "at_most"
	Hold    = "hold"
)

// Colours of a promise, as pages name them.
const (
	Green = "green"
	Amber = "amber"
	Red   = "red"
	None  = "none" // the promise cannot be judged yet
)

// The least attainment that is green and amber (method §6.6).
const (
	greenFrom = 0.95
	amberFrom = 0.80
)

// Linear is where a straight path from v0 in month m0 to vT in month mT stands in
// month m. Months are counted, not dated. Before m0 there is no path; from mT on
// it stays at vT.
func Linear(m0, mT, m int, v0, vT float64) (value float64, ok bool) {
	switch {
	case m < m0:
		return 0, false
	case m >= mT:
		return vT, true
	}
	return v0 + (vT-v0)*float64(m-m0)/float64(mT-m0), true
}

// Attainment is how much of the way to goal the actual has come from v0: 0 at v0,
// 1 at goal, more beyond it, negative on the wrong side. With the glidepath as
// goal it is the attainment to date, with the target it is the progress. ok is
// false when there is no way to go.
func Attainment(actual, v0, goal float64) (share float64, ok bool) {
	if goal == v0 {
		return 0, false
	}
	return (actual - v0) / (goal - v0), true
}

// Path is a promise: from Baseline in month From to Target in month To. Values are
// in the metric's unit.
type Path struct {
	From, To         int
	Baseline, Target float64
	Direction        string  // AtLeast, AtMost, Hold
	Tolerance        float64 // Hold only: how far off is still green
}

// Colour is how the promise stands in month m, to date and without an outlook
// (method §6.6). It is a twin of sql/660_target_status.sql, kept so that a test
// can compare the two.
//
// A path that leads in its direction is judged by its attainment to date: green
// from 0.95, amber from 0.80, else red, and none where the path has not left the
// baseline. When the baseline already meets the target there is nothing to
// attain: green while the actual meets it too, else red. Hold is green within the
// tolerance of the path, amber within twice the tolerance, else red.
func (p Path) Colour(m int, actual float64) string {
	glide, ok := Linear(p.From, p.To, m, p.Baseline, p.Target)
	if !ok {
		return None
	}
	if p.Direction == Hold {
		return holding(actual-glide, p.Tolerance)
	}
	if p.meets(p.Baseline) {
		if p.meets(actual) {
			return Green
		}
		return Red
	}
	share, ok := Attainment(actual, p.Baseline, glide)
	switch {
	case !ok:
		return None
	case share >= greenFrom:
		return Green
	case share >= amberFrom:
		return Amber
	}
	return Red
}

// meets reports whether a value keeps the promise.
func (p Path) meets(value float64) bool {
	if p.Direction == AtMost {
		return value <= p.Target
	}
	return value >= p.Target
}

func holding(gap, tolerance float64) string {
	gap = max(gap, -gap)
	switch {
	case gap <= tolerance:
		return Green
	case gap <= 2*tolerance:
		return Amber
	}
	return Red
}
