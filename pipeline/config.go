package pipeline

import "valueshift/segments"

// Config is config.yaml: what the night reads, how it judges, where it writes.
// The comments in config.yaml give meaning, unit and default of every key.
type Config struct {
	Include         []string            `yaml:"include"` // files that hold some of these keys
	Portfolio       string              `yaml:"portfolio"`
	Currency        string              `yaml:"currency"`
	PlanRates       PlanRates           `yaml:"plan_rates"`
	Money           Money               `yaml:"money"`
	AsOf            string              `yaml:"as_of"` // YYYY-MM-DD or empty
	WindowMonths    int                 `yaml:"window_months"`
	Database        string              `yaml:"database"`
	Out             string              `yaml:"out"`
	Reports         Reports             `yaml:"reports"`
	Engine          EngineLimits        `yaml:"engine"`
	Profit          Profit              `yaml:"profit"`
	Customers       Customers           `yaml:"customers"`
	ValueGroups     ValueGroups         `yaml:"value_groups"`
	Segments        []SegmentOwner      `yaml:"segments"`
	RenamedSegments []RenamedSegment    `yaml:"renamed_segments"`
	Advocacy        Advocacy            `yaml:"advocacy"`
	Intents         Intents             `yaml:"intents"`
	Questions       Questions           `yaml:"questions"`
	Strategies      []segments.Strategy `yaml:"strategies"`
	Overrides       []segments.Override `yaml:"overrides"`
	Reengineered    []segments.Cycle    `yaml:"reengineered"`
	Approvals       []segments.Approval `yaml:"approvals"`
	Targets         []segments.Target   `yaml:"targets"`
	TargetLimits    TargetLimits        `yaml:"target_limits"`
	Forecast        Forecast            `yaml:"forecast"`
	Lookups         map[string]Lookup   `yaml:"lookups"`
	Exports         map[string]Export   `yaml:"exports"`

	dir   string            // folder of the file, where its relative paths start
	lines map[string]string // key of a mapping → config.yaml:34

	variables []string // of the environment, that replaced a value
}

// PlanRates are given rates by plan year ("2026") and currency: what one unit is
// worth in the reporting currency, as written, so that it stays exact.
type PlanRates map[string]map[string]string

// Money says how exact the integers are.
type Money struct {
	Scale int `yaml:"scale"`
}

// Reports says how the pages are written; it moves no figure.
type Reports struct {
	Locale           string `yaml:"locale"`        // one of reports.Locales
	MinCustomers     int    `yaml:"min_customers"` // 0: nothing is hidden
	CustomerLists    bool   `yaml:"customer_lists"`
	CustomerListRows int    `yaml:"customer_list_rows"`
	Pseudonyms       bool   `yaml:"pseudonyms"`
	PseudonymKeyFile string `yaml:"pseudonym_key_file"`
	PDF              bool   `yaml:"pdf"`
	Chromium         string `yaml:"chromium"` // empty: one that is found in PATH
	Notes            string `yaml:"notes"`    // path of a CSV file; empty: none
}

// listRows is how many customers with gains, and as many with losses, are listed.
func (r Reports) listRows() int {
	if r.CustomerLists {
		return r.CustomerListRows
	}
	return 0
}

// isKeyed tells that the night needs the key of the pseudonyms.
func (r Reports) isKeyed() bool { return r.CustomerLists && r.Pseudonyms }

// EngineLimits bounds what the engine may take of the machine.
type EngineLimits struct {
	Threads     int    `yaml:"threads"`
	MemoryLimit string `yaml:"memory_limit"`
}

// Profit says how costs that are not booked per month reach a month.
type Profit struct {
	AcquisitionMonths int     `yaml:"acquisition_months"`
	CapitalChargeRate float64 `yaml:"capital_charge_rate"`
}

// Customers says how a relationship is read where the export is silent.
type Customers struct {
	Relationship    string `yaml:"relationship"`
	MinTenureMonths int    `yaml:"min_tenure_months"`
}

// ValueGroups says where the bounds come from and how firmly a customer stays.
type ValueGroups struct {
	Bounds               string       `yaml:"bounds"`
	CreatorsShare        float64      `yaml:"creators_share"`
	DestroyersShare      float64      `yaml:"destroyers_share"`
	NeutralMin           float64      `yaml:"neutral_min"`
	NeutralShareOfMedian float64      `yaml:"neutral_share_of_median"`
	HysteresisShare      float64      `yaml:"hysteresis_share"`
	PlanYearStarts       int          `yaml:"plan_year_starts"`
	Given                *GivenBounds `yaml:"given"`
}

// GivenBounds are amounts per window in currency units.
type GivenBounds struct {
	CreatorsFrom float64 `yaml:"creators_from"`
	NeutralBand  float64 `yaml:"neutral_band"`
	DestroyersTo float64 `yaml:"destroyers_to"`
}

// SegmentOwner names who answers for a segment.
type SegmentOwner struct {
	Name  string `yaml:"name"`
	Owner string `yaml:"owner"`
}

// RenamedSegment says that a segment of earlier months has another name now.
type RenamedSegment struct {
	From string `yaml:"from"`
	To   string `yaml:"to"`
}

// Advocacy says which answers count and when a group's NPS is high or low.
type Advocacy struct {
	Months          int      `yaml:"months"`
	MinAnswers      int      `yaml:"min_answers"`
	MinAnswerShare  float64  `yaml:"min_answer_share"`
	PriorAnswers    int      `yaml:"prior_answers"`
	HighProbability float64  `yaml:"high_probability"`
	LowProbability  float64  `yaml:"low_probability"`
	Hurdle          *float64 `yaml:"hurdle"` // nil: the NPS of the portfolio
}

// Intents holds the thresholds of the signals and the rule table.
type Intents struct {
	TrendZ             float64         `yaml:"trend_z"`
	TrendMinShare      float64         `yaml:"trend_min_share"`
	HeadroomPercentile float64         `yaml:"headroom_percentile"`
	HeadroomMinShare   float64         `yaml:"headroom_min_share"`
	HeadroomMin        float64         `yaml:"headroom_min"`
	MaintainIsFree     bool            `yaml:"maintain_is_free"`
	OverrideNoticeDays int             `yaml:"override_notice_days"`
	ResultMinMonths    int             `yaml:"result_min_months"`
	ResultMinCustomers int             `yaml:"result_min_customers"`
	Retire             Guardrails      `yaml:"retire"`
	YoungMonths        int             `yaml:"young_months"`
	PersistentMonths   int             `yaml:"persistent_months"`
	Rules              []segments.Rule `yaml:"rules"`
}

// Forecast says how the future is drawn out of the monthly moves.
type Forecast struct {
	Draws           int     `yaml:"draws"`
	MinMonths       int     `yaml:"min_months"`
	MaxMonths       int     `yaml:"max_months"`
	MinRowCustomers int     `yaml:"min_row_customers"`
	DiscountRate    float64 `yaml:"discount_rate"`
}

// Guardrails are the limits on retiring customers that have a number.
type Guardrails struct {
	MinCustomers        int     `yaml:"min_customers"`
	MinCycles           int     `yaml:"min_cycles"`
	MaxShareOfCustomers float64 `yaml:"max_share_of_customers"`
}

// Questions is what is usual: a portfolio beyond it is asked about.
type Questions struct {
	TopTenthMinShare     float64 `yaml:"top_tenth_min_share"`
	TopTenthMaxShare     float64 `yaml:"top_tenth_max_share"`
	PeakMinRatio         float64 `yaml:"peak_min_ratio"`
	PeakMaxRatio         float64 `yaml:"peak_max_ratio"`
	DriftMaxShare        float64 `yaml:"drift_max_share"`
	LargestGroupMaxShare float64 `yaml:"largest_group_max_share"`
	MoversMaxShare       float64 `yaml:"movers_max_share"`
}

// TargetLimits says which colour a target has.
type TargetLimits struct {
	GreenAttainment float64 `yaml:"green_attainment"`
	AmberAttainment float64 `yaml:"amber_attainment"`
	GreenHitShare   float64 `yaml:"green_hit_share"`
	AmberHitShare   float64 `yaml:"amber_hit_share"`
	NoiseZ          float64 `yaml:"noise_z"`
	MinAnswers      int     `yaml:"min_answers"`
}
