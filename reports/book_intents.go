package reports

import (
	"time"

	"valueshift/segments"
)

// IntentResult tells what became of a customer group since its intent began. It
// compares before with after, on the same customers where a mean is compared.
type IntentResult struct {
	ScopeID              int
	GroupCode            segments.Group
	Intent               segments.Intent
	SinceMonth           time.Time // the baseline
	Months               int       // since then
	IsRebased            bool      // the bounds between groups were set anew since then
	Expected             string    // in words
	ThenCustomers        int64
	NowCustomers         int64
	CustomersError       float64  // standard error of the change of customers
	ThenShare            *float64 // of the segment's customers
	NowShare             *float64
	ThenProfitMeanMinor  float64 // per customer of the group, minor units
	NowProfitMeanMinor   float64
	ThenCostMeanMinor    float64 // cost to serve per customer of the group, minor units
	NowCostMeanMinor     float64
	Members              int64    // customers of the group at the baseline
	SameCustomers        int64    // those of them who are still in the portfolio
	ChangeMeanMinor      *float64 // its mean change, minor units
	ChangeErrorMinor     *float64 // standard error of that; nil: fewer than two
	CostChangeMeanMinor  *float64 // mean change of their cost to serve, minor units
	CostChangeErrorMinor *float64
	Verdict              string // as intended, against the intent, within noise, too early, too few customers
	Evidence             string // grade: C is before and after
	Hidden               Hiding `column:"-"` // by the rule about few customers
}

// Override is a person's decision instead of the rules'.
type Override struct {
	OverrideNo     int
	ScopeID        *int   // nil: no export knows the segment
	Scope          string // name of the segment
	GroupCode      segments.Group
	EngineIntent   segments.Intent // empty: the group has no customers
	Intent         segments.Intent
	Owner          string
	Reason         string
	CreatedOn      time.Time
	ExpiresOn      time.Time
	State          string // active, parked, refused, ahead, late, expired, nobody
	RefusedBecause string // guardrails that fail, in words
	IsEnding       bool   // expires soon
}

// OverrideRate counts how often an owner's groups run on an override.
type OverrideRate struct {
	Owner         string // empty: segments without an owner
	Groups        int64
	Overridden    int64
	OverrideShare *float64
}

// RetireGuard tells which guardrails of retire hold for a customer group.
type RetireGuard struct {
	ScopeID          int
	GroupCode        segments.Group
	Customers        int64
	AvoidableMinor   int64    // profit before cost that would stay
	StrandedMinor    int64    // cost to serve that would stay for others to bear
	EffectMinor      int64    // avoidable loss saved, less the cost that stays
	BlockedCustomers *int64   // who may not be let go; nil: unknown
	BlockedShare     *float64 // of the group's customers
	LinkedCustomers  *int64   // of the family of a Creator or Contributor; nil: unknown
	Cycles           int64    // completed attempts to re-engineer the group
	ApprovedBy       string   // empty: nobody
	IsAvoidableLoss  bool
	IsReengineered   bool
	IsLargeEnough    bool
	IsUnblocked      *bool // nil: unknown, which does not hold
	IsUnlinked       *bool
	IsWithinShare    bool
	IsApproved       bool
	MayRetire        bool
	Failing          string // what fails, in words
}
