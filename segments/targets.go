package segments

// Target is one promise: a number of a segment or the portfolio, at a date.
type Target struct {
	Segment   string   `yaml:"segment"`   // empty: the whole portfolio
	Group     string   `yaml:"group"`     // key of a group; empty: all customers
	Metric    string   `yaml:"metric"`    // customer_share, customers, profit, profit_per_customer
	Direction string   `yaml:"direction"` // at_least, at_most, hold
	Baseline  Baseline `yaml:"baseline"`
	Target    Goal     `yaml:"target"`
	Tolerance float64  `yaml:"tolerance"` // hold: how far the actual may be off and still be green
}

// Baseline is where a glidepath starts. Without a value it is what the month
// closed with.
type Baseline struct {
	Month string   `yaml:"month"` // YYYY-MM
	Value *float64 `yaml:"value"` // share 0..1, customers, or currency units per window
}

// Goal is where a glidepath ends.
type Goal struct {
	Month string   `yaml:"month"` // YYYY-MM
	Value *float64 `yaml:"value"` // in the same unit as the baseline
}
