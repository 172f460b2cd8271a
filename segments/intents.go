package segments

// Rule is one line of the intent table: when every signal it names has the named
// value, the group gets its intent. The first rule that fits decides.
type Rule struct {
	Rule     string   `yaml:"rule"`     // short id shown on the page, R10
	Groups   []string `yaml:"groups"`   // keys of value groups
	Trend    string   `yaml:"trend"`    // up, flat, down; empty: any
	Headroom string   `yaml:"headroom"` // high, low; empty: any
	Intent   string   `yaml:"intent"`
	Reason   string   `yaml:"reason"` // code shown with the intent, SWEET_SPOT
}
