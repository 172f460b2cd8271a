package segments

// DefaultRules is the intent table of a configuration that has none: observe who is
// new, mend losses before giving up on them, grow where there is room.
func DefaultRules() []Rule {
	return []Rule{
		{Rule: "R0", Groups: []string{"new"}, Intent: "observe", Reason: "UNPROVEN"},
		{Rule: "R1", Groups: []string{"dormant"}, Intent: "maintain", Reason: "DORMANT"},
		{Rule: "R2", Groups: []string{"destroyers", "eroders"}, Young: "yes", Residual: "positive", Intent: "maintain", Reason: "J_CURVE"},
		{Rule: "R3", Groups: []string{"destroyers", "eroders"}, Fixable: "yes", Intent: "re-engineer", Reason: "FIXABLE_LOSS"},
		{Rule: "R4", Groups: []string{"destroyers"}, Fixable: "no", Persistent: "yes", Residual: "negative", Advocacy: "not_high", Intent: "retire", Reason: "PERSISTENT_LOSS"},
		{Rule: "R5", Groups: []string{"destroyers", "eroders"}, Intent: "re-engineer", Reason: "LOSS_UNRESOLVED"},
		{Rule: "R6", Groups: []string{"neutral"}, Headroom: "high", Advocacy: "not_low", Intent: "grow", Reason: "LATENT_VALUE"},
		{Rule: "R7", Groups: []string{"neutral"}, Intent: "maintain", Reason: "NEUTRAL"},
		{Rule: "R8", Groups: []string{"creators", "contributors"}, Advocacy: "low", Intent: "re-engineer", Reason: "VALUE_AT_RISK"},
		{Rule: "R9", Groups: []string{"creators", "contributors"}, Trend: "down", Advocacy: "not_high", Intent: "re-engineer", Reason: "DECLINING"},
		{Rule: "R10", Groups: []string{"creators", "contributors"}, Headroom: "high", Advocacy: "not_low", Intent: "grow", Reason: "SWEET_SPOT"},
		{Rule: "R11", Groups: []string{"creators", "contributors"}, Intent: "maintain", Reason: "HEALTHY"},
	}
}
