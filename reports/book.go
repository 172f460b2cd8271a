package reports

import (
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"valueshift/segments"
)

// Book is every number that the pages of one night show. Each slice is one
// table of stage 8 (report_…), sorted as its comment says; the field names are
// the table's columns in Go spelling. Money is in integer minor units at
// Run.MoneyScale decimals of Run.Currency; shares are fractions 0..1; months are
// month-ends at midnight UTC. A nil pointer is a number that is not defined.
type Book struct {
	Run                 Run
	Scopes              []Scope              // portfolio first, then segments by profit, largest first
	Months              []Month              // by scope, month
	Mix                 []Mix                // by scope, month, best group first
	Cube                []CubeCell           // by scope, month, best group first
	Products            []ProductCell        // by scope, month, best group first, product; none: the exports name no products
	WhalePoints         []WhalePoint         // by scope, step
	Whales              []Whale              // by scope, month
	Migrations          []Migration          // by scope, comparison, from, to
	Deciles             []Decile             // by scope, month, measure, decile
	ProfitClasses       []ProfitClass        // by scope, month, class
	DecileMoves         []DecileMove         // of the portfolio: by then, now; outside last
	MonthlyMoves        []MonthlyMove        // by scope, month, from, to: the last twelve months
	Bridge              []BridgeClass        // by scope, comparison, position
	Effects             []Effect             // by scope, comparison, group
	ShiftTests          []ShiftTest          // by scope, comparison
	Shifts              []Shift              // by scope, comparison, group
	Scorecards          []Scorecard          // by scope, comparison, position
	Questions           []Question           // by position
	Targets             []Target             // by scope, group, metric
	TargetCells         []TargetCell         // by scope; all groups, then group
	TargetMonths        []TargetMonth        // by target, month
	Intents             []Intent             // by scope, group
	IntentResults       []IntentResult       // by scope, group
	Overrides           []Override           // as they are listed in the configuration
	OverrideRates       []OverrideRate       // by owner
	RetireGuards        []RetireGuard        // by scope, group
	Forecasts           []Forecast           // by scope, month, best group first
	Outlooks            []Outlook            // by scope, group, metric
	RequiredMoves       []RequiredMove       // by scope, target month, from
	Backtests           []Backtest           // by scope
	Bounds              []Bound              // by plan year, position
	Deliveries          []Delivery           // by feed, file
	Quarantine          []Quarantine         // by feed, file, reason
	Reconciled          []Reconciled         // by position
	Restatements        []Restatement        // by month, position
	SegmentRestatements []SegmentRestatement // largest change of profit first
	Currencies          []Currency           // by position, currency; none: all amounts came in the reporting currency
	PlanRates           []PlanRate           // by plan year, currency
	Fx                  []Fx                 // by scope, month
	Notes               []Note               // by scope, day
	Rules               []segments.Rule      // of intents, in the order in which they are tried
	Checks              []Check              // by name
	Warnings            []Warning            // as they arose
	CustomerLists       arrow.RecordBatch    // for the segments' folders alone, largest profit first; nil: none
	Printer             *Printer             // prints the portfolio and the segments; nil: there are no PDFs
	Tables              []Table              // downloads: the report_… tables themselves, by name
}

// Run says which night this is. Nothing in it depends on the wall clock.
type Run struct {
	Portfolio    string    // title of the portfolio, from config
	Currency     string    // ISO 4217 code of the reporting currency
	MoneyScale   int       // decimals that the integers hold, 0..6
	AsOf         time.Time // last closed month-end
	FirstMonth   time.Time // first month-end that was closed
	DataFrom     time.Time // first day of the first month with data
	WindowMonths int       // length of the profit window
	Locale       string    // how numbers and months are spelled: one of Locales; empty is en
	Version      string    // as-of date and a short hash of config and inputs
	ConfigHash   string    // sha256 of the configuration, hex
	InputHash    string    // sha256 over the delivered files' hashes, hex
	Program      string    // version of valueshift
	Engine       string    // name and version of the engine, "DuckDB 1.5.5"
	MinCustomers int       // numbers of fewer customers are hidden; 0: none are
	CapitalNote  bool      // true when no capital feed was delivered: profit is before capital charge
}

// Scope is what one page is about: the whole portfolio or one segment.
type Scope struct {
	ScopeID int    // 0 is the portfolio
	Name    string // segment name as delivered; the portfolio's title for 0
	Owner   string // who answers for the segment; may be empty
}

// Month is a scope's totals for the profit window that ends with a month.
type Month struct {
	ScopeID          int
	Month            time.Time
	PlanYear         int   // whose bounds the month was closed on
	Customers        int64 // in the portfolio, New and Dormant included
	RevenueMinor     int64
	DirectCostMinor  int64
	CostToServeMinor int64
	AcquisitionMinor int64
	CapitalMinor     int64
	ProfitMinor      int64  // revenue less the four cost lines
	LossMinor        int64  // sum of the negative profits, ≤ 0
	LossMakers       int64  // customers with negative profit
	Hidden           Hiding `column:"-"` // by the rule about few customers
}

// Mix is the stock of one group at a month-end. Every group of
// segments.InPortfolio is present for every scope and month, with zeros.
type Mix struct {
	ScopeID       int
	Month         time.Time
	GroupCode     segments.Group
	Customers     int64
	Leavers       int64    // of segments.Out only: who left, and still has bookings in the window
	CustomerShare *float64 // of the scope's customers; nil when it has none
	RevenueMinor  int64
	ProfitMinor   int64
	Hidden        Hiding `column:"-"` // by the rule about few customers
}

// WhalePoint is one point of the whale curve at as-of: customers sorted by
// profit, most profitable first, cut to at most 201 points (step 0 is 0, 0).
type WhalePoint struct {
	ScopeID         int
	Step            int
	CustomersShare  float64 // 0..1
	CumulativeMinor int64
}

// Whale describes the concentration of profit in one window (README, "How customers are judged").
type Whale struct {
	ScopeID         int
	Month           time.Time
	Customers       int64
	ProfitMinor     int64
	PeakMinor       int64    // sum of the positive profits
	PeakRatio       *float64 // peak / profit; nil unless profit > 0
	CustomersAtPeak int64    // customers with profit > 0
	ErosionRate     *float64 // what loss makers give back, as a share of the peak
	Gini            *float64 // Raffinetti–Siletti–Vernizzi, 0..1
	Top20Share      *float64 // share of the peak held by the best 20 % of customers
	Hidden          Hiding   `column:"-"` // by the rule about few customers
}

// Decile is a tenth of a scope's customers, ranked by a measure of the window that
// ends with a month; the first has most. Equal amounts share a decile, so that tenths
// are not always of one size.
type Decile struct {
	ScopeID         int
	Month           time.Time // as-of, or the base month
	Measure         string    // profit, revenue
	Decile          int       // 1..10
	Customers       int64
	RevenueMinor    int64
	RevenueShare    *float64 // of the scope's revenue; nil when that is nothing
	ProfitMinor     int64
	ProfitShare     *float64
	ProfitMeanMinor float64 // per customer, minor units
	Hidden          Hiding  `column:"-"` // by the rule about few customers
}

// ProfitClass counts the customers whose profit is above one amount and up to
// another. Class 0 is exactly nothing. All classes of a scope are there, for both
// months alike, with zeros.
type ProfitClass struct {
	ScopeID       int
	Month         time.Time // as-of, or the base month
	ClassNo       int
	AboveMinor    *int64 // nil: no lower end
	UpToMinor     *int64 // nil: no upper end
	Customers     int64
	CustomerShare *float64
	ProfitMinor   int64
	Hidden        Hiding `column:"-"`
}

// DecileMove counts customers by their decile of profit in the base window and now.
type DecileMove struct {
	ThenDecile int // 0: outside the portfolio
	NowDecile  int
	Customers  int64
	ThenShare  *float64 // of the customers of ThenDecile; nil for 0
	Hidden     Hiding   `column:"-"`
}

// Comparison names what "then" is.
const (
	AgainstPrevious = "previous" // the month-end before
	AgainstBase     = "base"     // one window earlier; the oldest closed month if there is none
)

// Migration is one cell of the matrix: customers who were in one group then and
// are in another now. segments.Out on the left is entered, on the right left.
type Migration struct {
	ScopeID     int
	Comparison  string
	FromMonth   time.Time
	ToMonth     time.Time
	FromCode    segments.Group
	ToCode      segments.Group
	Customers   int64
	FromShare   *float64 // of the customers who were in FromCode; nil for Out
	ChangeMinor int64    // profit now less profit then
	Hidden      Hiding   `column:"-"` // by the rule about few customers
}

// MonthlyMove is one cell of the matrix between a month-end and the one before it,
// both judged on the bounds of the later one.
type MonthlyMove struct {
	ScopeID     int
	FromMonth   time.Time
	ToMonth     time.Time
	FromCode    segments.Group
	ToCode      segments.Group
	Customers   int64
	FromShare   *float64 // of the customers who were in FromCode; nil for Out
	ChangeMinor int64    // profit now less profit then
	Hidden      Hiding   `column:"-"`
}

// BridgeClass is one step of the exact profit bridge (README, "How customers are judged"): the classes
// sum to the change in profit to the last digit, and so do the components.
type BridgeClass struct {
	ScopeID            int
	Comparison         string
	Position           int
	Class              string // same, up, down, graduated, reactivated, dormant, entered, left, moved_in, moved_out; fx
	Customers          int64
	ThenMinor          int64
	NowMinor           int64
	ChangeMinor        int64
	RevenueMinor       int64 // change in revenue
	DirectCostMinor    int64 // effect on profit: a higher cost is negative
	CostToServeMinor   int64
	AcquisitionMinor   int64
	CapitalMinor       int64
	StandardErrorMinor *float64
	IsReal             bool   // the change is 1.96 standard errors or more
	Hidden             Hiding `column:"-"` // by the rule about few customers
}

// Scorecard is one part of the change in profit: the customers at both ends, for
// whom the owner answers, and those who came and went.
type Scorecard struct {
	ScopeID            int
	Comparison         string
	Position           int
	Part               string // same, inflow (entered, moved in, graduated), outflow (left, moved out)
	Customers          int64
	UpCustomers        int64 // of them a group or more up; same only
	DownCustomers      int64
	MovedCustomers     int64 // of them from or to another segment
	MovedMinor         int64 // their part of ChangeMinor
	ThenMinor          int64
	NowMinor           int64
	ChangeMinor        int64
	StandardErrorMinor *float64
	IsReal             bool   // the change is 1.96 standard errors or more
	Hidden             Hiding `column:"-"` // by the rule about few customers
}

// Question is a number of the portfolio outside what is usual.
type Question struct {
	Position int
	Question string // top_tenth, peak, drift, largest_group, movers
	Value    float64
	Low      float64
	High     float64
}

// Effect is the volume–mix–rate decomposition of the change in profit (nested
// Bennet); in minor units, fractions possible; they sum to the change.
type Effect struct {
	ScopeID     int
	Comparison  string
	GroupCode   segments.Group
	VolumeMinor float64 // the whole scope's volume effect, shared by customers' share
	MixMinor    float64
	RateMinor   float64
	ChangeMinor int64  // of the group's profit, both ends on the bounds of the later one
	Hidden      Hiding `column:"-"` // by the rule about few customers
}

// ShiftTest says whether the whole mix moved beyond noise (Stuart–Maxwell on the
// customers present at both ends) and how far.
type ShiftTest struct {
	ScopeID    int
	Comparison string
	Customers  int64   // judged at both ends
	Distance   float64 // total variation distance of the two mixes, 0..1
	Stability  float64 // population stability index
	ChiSquared *float64
	Freedom    *int64
	PValue     *float64
	Hidden     Hiding `column:"-"`
}

// Shift is the change of one group's share of customers.
type Shift struct {
	ScopeID       int
	Comparison    string
	GroupCode     segments.Group
	ThenShare     float64
	NowShare      float64
	PairedShift   *float64 // change of the share among customers judged at both ends; nil of New
	StandardError *float64 // of PairedShift
	PValue        *float64
	IsReal        bool   // beyond noise and material
	IsAgainst     bool   // real, and the other way than from ThenShare to NowShare: nobody may take that way for real
	Hidden        Hiding `column:"-"` // by the rule about few customers
}

// Note is what somebody wrote down about a day, for the charts of a scope.
type Note struct {
	ScopeID int
	NotedOn time.Time
	Text    string
}

// Target is a promise about one number of a scope at a date (README, "How customers are judged").
type Target struct {
	TargetNo      int
	ScopeID       int
	GroupCode     segments.Group // Out means all groups of the scope
	Metric        string         // customer_share, customers, profit, profit_per_customer, promoter_share
	Direction     string         // at_least, at_most, hold, band
	BaselineMonth time.Time
	Baseline      *float64 // money in minor units
	IsRebased     bool     // the baseline is judged on the bounds of today, not on those its month was closed on
	TargetMonth   time.Time
	Target        float64  // of a band: its middle
	TargetLow     *float64 // lowest value that keeps the promise; nil: no limit
	TargetHigh    *float64
	Glidepath     string // linear, s_curve, monthly
	Actual        *float64
	StandardError *float64 // of the actual; nil: not known
	Glide         *float64 // where the glidepath stands at as-of; of a band, its point nearest to the actual
	GlideLow      *float64 // edges of the path; nil: none on that side
	GlideHigh     *float64
	Gap           *float64 // actual - glide
	Attainment    *float64 // (actual - baseline) / (glide - baseline)
	Progress      *float64 // (actual - baseline) / (target - baseline)

	IsInconclusive bool     // the gap may be chance: the colour to date is amber
	StatusColour   string   // to date: green, amber, red, none
	Reason         string   // why StatusColour is none, in words; otherwise empty
	HitShare       *float64 // probability that the target is met, 0..1; nil: unknown
	Median         *float64 // of the forecast for TargetMonth
	Low80, High80  *float64 // its 80 % band
	OutlookColour  string   // green, amber, red, none
	OutlookReason  string   // why OutlookColour is none, in words; otherwise empty
	Colour         string   // the worse of status and outlook
	Hidden         Hiding   `column:"-"` // by the rule about few customers
}

// TargetCell is a group of a scope and what became of its targets.
type TargetCell struct {
	ScopeID   int
	GroupCode segments.Group // Out means all groups of the scope
	Targets   int64
	Colour    string // of its worst target: green, amber, red, none; or no target
}

// TargetMonth is a target's actual and glidepath at one closed month.
type TargetMonth struct {
	TargetNo int
	Metric   string
	Month    time.Time
	Actual   *float64
	Glide    *float64
}

// Intent is what the rules say about one customer group (segment × group) and
// the numbers they used.
type Intent struct {
	ScopeID          int
	GroupCode        segments.Group
	Customers        int64
	ProfitMinor      int64
	ProfitMeanMinor  float64  // per customer, minor units
	ProfitErrorMinor *float64 // standard error of ProfitMeanMinor; nil for one customer

	TrendCustomers  int64    // who is or was in the group, judged then and now
	TrendMeanMinor  *float64 // mean change of profit of the same customers, minor units
	TrendErrorMinor *float64 // standard error of TrendMeanMinor
	TrendShare      *float64 // TrendMeanMinor / |mean then|
	TrendZ          *float64
	Trend           *int64 // -1 down, 0 flat, 1 up; nil is unknown
	TrendReason     string // why it is unknown; so with the others

	HeadroomCustomers  int64    // with a potential or similar customers to compare with
	HeadroomPotentials int64    // with a delivered potential
	HeadroomMeanMinor  *float64 // minor units per customer
	Headroom           *int64   // 0 low, 1 high; nil is unknown
	HeadroomReason     string

	Answers        int64    // customers whose answer counts
	Nps            *float64 // of the answers as they are, -100 to 100
	NpsError       *float64 // its standard error
	ShrunkNps      *float64 // leaning on the segment; the signal is judged by it
	ShrunkError    *float64
	PromoterShare  *float64 // leaning on the segment, too
	AnswerShare    float64  // Answers / Customers
	IsLowCoverage  bool     // too few of the customers answered to speak for the others
	HurdleNps      *float64 // what ShrunkNps is held against
	HurdleZ        *float64 // (ShrunkNps - HurdleNps) / ShrunkError
	Advocacy       *int64   // -1 low, 0 mid, 1 high; nil is unknown
	AdvocacyReason string

	AvoidableMinor     int64    // revenue - direct cost - avoidable cost to serve
	AvoidableMeanMinor float64  // the same per customer
	FixedMinor         *int64   // the same with nobody served at more than the median
	FixedMeanMinor     *float64 // and that per customer
	Fixable            *int64   // 1 when FixedMinor is 0 or more, else 0; nil is unknown
	FixableReason      string
	YoungCustomers     int64  // with a short tenure
	IsYoung            int64  // 1: more than half of the customers are
	IsPersistent       *int64 // 1: lost money months ago, too; nil is unknown
	PersistentReason   string
	ResidualMeanMinor  *float64 // what a customer is still worth, minor units
	ResidualUpperMinor *float64 // upper bound of ResidualMeanMinor
	Residual           *int64   // -1 when the bound is below 0, else 1; nil is unknown
	ResidualReason     string

	EngineIntent      segments.Intent // what the rules want
	Intent            segments.Intent // what holds
	Secondary         segments.Intent // the next intent that fits; empty: none
	Rule              string
	EngineReason      string
	Reason            string
	IsParked          bool            // maintained without a budget, because its segment has two other intents
	ParkedIntent      segments.Intent // what it would be; empty unless parked
	OverrideOwner     string          // who decided instead of the rules; empty: nobody
	OverrideExpiresOn time.Time       // last day of the override; zero: none
	AtStakeMinor      *int64          // loss, or headroom of all its customers; nil: unknown
	SinceMonth        time.Time       // month-end since which Intent holds
	PreviousIntent    segments.Intent // what held before; empty: unknown
	Hidden            Hiding          `column:"-"` // by the rule about few customers
}

// Table is one report table as the engine returned it, offered as CSV and Parquet.
type Table struct {
	Name    string
	Records arrow.RecordBatch
}
