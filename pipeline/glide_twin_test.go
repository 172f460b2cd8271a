package pipeline_test

import "valueshift/metrics"

// Colours of a promise, as pages name them.
const (
	green = "green"
	amber = "amber"
	red   = "red"
	none  = "none" // the promise cannot be judged yet
)

// linear is where a straight path from v0 in month m0 to vT in month mT stands in
// month m. Months are counted, not dated. Before m0 there is no path; from mT on
// it stays at vT.
func linear(m0, mT, m int, v0, vT float64) (value float64, ok bool) {
	return along(m0, mT, m, v0, vT, func(x float64) float64 { return x })
}

// curved is linear for a path that starts and ends slowly (see sCurve).
func curved(m0, mT, m int, v0, vT float64) (value float64, ok bool) {
	return along(m0, mT, m, v0, vT, sCurve)
}

func along(m0, mT, m int, v0, vT float64, way func(float64) float64) (value float64, ok bool) {
	switch {
	case m < m0:
		return 0, false
	case m >= mT:
		return vT, true
	}
	return v0 + (vT-v0)*way(float64(m-m0)/float64(mT-m0)), true
}

// sCurve is 3x² − 2x³, the smoothstep: the one cubic that runs from 0 to 1 and is
// flat at both ends. (Of ax³ + bx² + cx + d, the value 0 and the slope 0 at x = 0
// leave ax³ + bx²; the value 1 at x = 1 asks a + b = 1, the slope 0 there asks
// 3a + 2b = 0.) It is ½ at half-way and steepest there, one and a half times the
// straight path.
func sCurve(x float64) float64 { return x * x * (3 - 2*x) }

// shareOfWay is how much of the way to goal the actual has come from v0: 0 at v0,
// 1 at goal, more beyond it, negative on the wrong side. With the glidepath as
// goal it is the attainment to date, with the target it is the progress. ok is
// false when there is no way to go.
func shareOfWay(actual, v0, goal float64) (share float64, ok bool) {
	if goal == v0 {
		return 0, false
	}
	return (actual - v0) / (goal - v0), true
}

// colourLimits say from where on a promise is green and amber (README, "How customers are judged").
type colourLimits struct {
	GreenAttainment, AmberAttainment float64 // least attainment to date
	GreenHitShare, AmberHitShare     float64 // least probability of being met
	NoiseZ                           float64 // standard errors that are noise
}

// glidepath is a promise: from Baseline in month From to a goal in month To. Values are
// in the metric's unit.
type glidepath struct {
	From, To  int
	Baseline  float64
	Target    float64 // of a band: its middle
	Direction string  // metrics.AtLeast, metrics.AtMost, metrics.Hold, metrics.Within
	Tolerance float64 // metrics.Hold: how far off is still green; metrics.Within: half its width
	IsCurved  bool    // an S-curve, else straight
}

// standing is how a promise stands in one month, to date and without an outlook.
type standing struct {
	Glide  float64 // the path; of a band, its point nearest to the actual
	Margin float64 // how far the actual is from where the judgement turns
	Colour string  // none, green, amber, red: chance apart
}

// stands judges the actual of month m (README, "How customers are judged"). It is a twin of
// sql/659_target_progress.sql.
//
// A path that leads in its direction is judged by its attainment to date, and not
// where it has not left the baseline. When the baseline already meets the target
// there is nothing to attain: green while the actual meets it too, else red. metrics.Hold is
// green within the tolerance of the path, amber within twice the tolerance, else
// red. A band is approached like a target at its nearer edge; once the baseline or
// the actual has been on the other side of that edge, inside is green and half the
// band's width outside amber.
func (p glidepath) stands(m int, actual float64, limits colourLimits) standing {
	if p.Direction == metrics.Within {
		return p.inBand(m, actual, limits)
	}
	glide, ok := p.at(m, p.Target)
	if !ok {
		return standing{Colour: none}
	}
	s := standing{Glide: glide, Margin: size(actual - glide), Colour: red}
	switch {
	case p.Direction == metrics.Hold:
		s.Colour = holding(s.Margin, p.Tolerance)
		s.Margin = size(p.Tolerance - s.Margin)
	case p.meets(p.Baseline):
		s.Margin = size(actual - p.Target)
		if p.meets(actual) {
			s.Colour = green
		}
	default:
		s.Colour = limits.attained(actual, p.Baseline, glide)
	}
	return s
}

func (p glidepath) inBand(m int, actual float64, limits colourLimits) standing {
	low, high := p.Target-p.Tolerance, p.Target+p.Tolerance
	isInside := p.Baseline >= low && p.Baseline <= high
	if m < p.From {
		return standing{Colour: none}
	}
	if p.Baseline < low {
		low, _ = p.at(m, low)
	} else if p.Baseline > high {
		high, _ = p.at(m, high)
	}
	s := standing{Glide: min(max(actual, low), high)}
	s.Margin = size(actual - s.Glide)
	share, isWay := shareOfWay(actual, p.Baseline, s.Glide)
	switch {
	case isInside && s.Margin == 0:
		s.Colour = green
	case isInside || isWay && share > 1:
		s.Colour = red
		if s.Margin <= p.Tolerance {
			s.Colour = amber
		}
	default:
		s.Colour = limits.attained(actual, p.Baseline, s.Glide)
	}
	if s.Margin == 0 {
		s.Margin = min(actual-low, high-actual)
	}
	return s
}

// at is where the path to a goal stands.
func (p glidepath) at(m int, goal float64) (value float64, ok bool) {
	if p.IsCurved {
		return curved(p.From, p.To, m, p.Baseline, goal)
	}
	return linear(p.From, p.To, m, p.Baseline, goal)
}

// meets reports whether a value keeps the promise.
func (p glidepath) meets(value float64) bool {
	if p.Direction == metrics.AtMost {
		return value <= p.Target
	}
	return value >= p.Target
}

func holding(gap, tolerance float64) string {
	switch {
	case gap <= tolerance:
		return green
	case gap <= 2*tolerance:
		return amber
	}
	return red
}

func (l colourLimits) attained(actual, v0, goal float64) string {
	share, ok := shareOfWay(actual, v0, goal)
	switch {
	case !ok:
		return none
	case share >= l.GreenAttainment:
		return green
	case share >= l.AmberAttainment:
		return amber
	}
	return red
}

// status is the colour to date once chance is taken into account: within the noise
// of its standard error a promise is neither kept nor broken, but amber and
// inconclusive. An error of 0 stands for one that is not known.
func (l colourLimits) status(s standing, standardError float64) (colour string, isInconclusive bool) {
	if s.Colour != none && s.Margin < l.NoiseZ*standardError {
		return amber, true
	}
	return s.Colour, false
}

// outlook is the colour of a probability that the promise is met.
func (l colourLimits) outlook(hitShare float64) string {
	switch {
	case hitShare >= l.GreenHitShare:
		return green
	case hitShare >= l.AmberHitShare:
		return amber
	}
	return red
}

// worse is the worse of two colours; none gives way to any other.
func worse(a, b string) string {
	for _, colour := range []string{red, amber, green} {
		if a == colour || b == colour {
			return colour
		}
	}
	return none
}

func size(x float64) float64 { return max(x, -x) }
