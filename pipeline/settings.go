package pipeline

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"valueshift/metrics"
	"valueshift/segments"
)

// runRow is the table run: the night's parameters, stored beside its numbers.
type runRow struct {
	Portfolio            string
	Currency             string
	MoneyScale           int
	PlanYearStarts       int
	AsOf                 time.Time
	DataFrom             time.Time
	WindowMonths         int
	IsWindowCovered      bool
	HasCapital           bool
	HasCosts             bool
	HasAdvocacy          bool
	IsContractual        bool // what a customer without a declared relationship is
	AcquisitionMonths    int
	CapitalChargePpm     int64 // millionths per year
	CreatorsShare        exactly
	DestroyersShare      exactly
	NeutralMinMinor      int64
	NeutralShareOfMedian float64
	HysteresisShare      exactly
	TrendZ               float64
	TrendMinShare        float64
	HeadroomPercentile   exactly
	HeadroomMinShare     float64
	HeadroomMinMinor     int64
	MaintainIsFree       bool
	OverrideNoticeDays   int
	ResultMinMonths      int
	ResultMinCustomers   int
	RetireMinCustomers   int
	RetireMinCycles      int
	RetireMaxShare       exactly // of the portfolio's customers, per quarter
	MinAnswers           int
	MinAnswerShare       exactly
	PriorAnswers         int
	HighAdvocacyZ        float64  // standard errors above the hurdle from which advocacy is high
	LowAdvocacyZ         float64  // negative: down to which it is low
	AdvocacyHurdle       *float64 // NPS; nil: that of the portfolio
	MinCustomers         int      // who stand behind an amount at least, or it is shown with others
	CustomerListRows     int      // customers with gains, and as many with losses, that pages may list; 0: none
	Version              string   // of the pages; names the run in history
	ConfigHash           string
	InputHash            string
}

// runRow is what the configuration says of a night; what it reads is filled in by
// that night.
func (c Config) runRow() runRow {
	return runRow{
		Portfolio: c.Portfolio, Currency: c.Currency, MoneyScale: c.Money.Scale,
		PlanYearStarts:       c.ValueGroups.PlanYearStarts,
		WindowMonths:         c.WindowMonths,
		IsContractual:        c.Customers.Relationship == "contractual",
		AcquisitionMonths:    c.Profit.AcquisitionMonths,
		CapitalChargePpm:     int64(math.Round(c.Profit.CapitalChargeRate * 1e6)),
		CreatorsShare:        six(c.ValueGroups.CreatorsShare),
		DestroyersShare:      six(c.ValueGroups.DestroyersShare),
		NeutralMinMinor:      c.minor(c.ValueGroups.NeutralMin),
		NeutralShareOfMedian: c.ValueGroups.NeutralShareOfMedian,
		HysteresisShare:      six(c.ValueGroups.HysteresisShare),
		TrendZ:               c.Intents.TrendZ,
		TrendMinShare:        c.Intents.TrendMinShare,
		HeadroomPercentile:   six(c.Intents.HeadroomPercentile),
		HeadroomMinShare:     c.Intents.HeadroomMinShare,
		HeadroomMinMinor:     c.minor(c.Intents.HeadroomMin),
		MaintainIsFree:       c.Intents.MaintainIsFree,
		OverrideNoticeDays:   c.Intents.OverrideNoticeDays,
		ResultMinMonths:      c.Intents.ResultMinMonths,
		ResultMinCustomers:   c.Intents.ResultMinCustomers,
		RetireMinCustomers:   c.Intents.Retire.MinCustomers,
		RetireMinCycles:      c.Intents.Retire.MinCycles,
		RetireMaxShare:       six(c.Intents.Retire.MaxShareOfCustomers),
		MinAnswers:           c.Advocacy.MinAnswers,
		MinAnswerShare:       six(c.Advocacy.MinAnswerShare),
		PriorAnswers:         c.Advocacy.PriorAnswers,
		HighAdvocacyZ:        metrics.NormalQuantile(c.Advocacy.HighProbability),
		LowAdvocacyZ:         metrics.NormalQuantile(c.Advocacy.LowProbability),
		AdvocacyHurdle:       c.Advocacy.Hurdle,
		MinCustomers:         c.Reports.MinCustomers,
		CustomerListRows:     c.Reports.listRows(),
	}
}

// runRow is the same with what tonight was delivered.
func (n *night) runRow(s span) runRow {
	row := n.Config.runRow()
	row.AsOf, row.DataFrom, row.IsWindowCovered = s.to, monthStart(s.from), s.covered
	row.HasCapital, row.HasCosts, row.HasAdvocacy = n.has("capital"), n.has("costs"), n.has("advocacy")
	row.Version, row.ConfigHash, row.InputHash = n.version(), n.Config.Hash(), n.inputHash()
	return row
}

// has reports whether a feed brought any row; files without one say no more than
// no file does.
func (n *night) has(feed string) bool {
	return slices.ContainsFunc(n.deliveries, func(d Delivery) bool { return d.Feed == feed && d.Loaded > 0 })
}

// six writes a share with the six decimals that the database keeps.
func six(share float64) exactly { return exactly(strconv.FormatFloat(share, 'f', 6, 64)) }

// minor turns an amount of the configuration into minor units. Load has made sure
// that it is not finer than the money scale.
func (c Config) minor(amount float64) int64 {
	return int64(math.Round(amount * math.Pow10(c.Money.Scale)))
}

type givenBoundsRow struct {
	DestroyersToMinor int64
	NeutralBandMinor  int64
	CreatorsFromMinor int64
}

type groupRow struct {
	GroupCode int
	Key       string
	Name      string
}

type curveStep struct{ Step int }

// classWidth is a width that the classes of a distribution may have: 1, 2 or 5 times
// a power of ten.
type classWidth struct{ WidthMinor int64 }

func classWidths() []classWidth {
	var widths []classWidth
	for power := int64(1); power < 1_000_000_000_000_000_000; power *= 10 {
		widths = append(widths, classWidth{power}, classWidth{2 * power}, classWidth{5 * power})
	}
	return widths // sixteen of the widest still fit into 64 bits
}

type bridgePosition struct {
	Position int
	Class    string
}

// bridgeClasses is the order in which pages show the steps of the bridge.
var bridgeClasses = []string{"same", "up", "down", "graduated", "reactivated", "dormant", "moved_in", "moved_out", "entered", "left", "fx"}

// makeSettings hands configuration and decisions over as tables.
func (n *night) makeSettings(ctx context.Context, s span) error {
	var steps []curveStep
	for i := range 201 {
		steps = append(steps, curveStep{i})
	}
	var positions []bridgePosition
	for i, class := range bridgeClasses {
		positions = append(positions, bridgePosition{i + 1, class})
	}
	var names []groupRow
	for g := segments.Out; g <= segments.Dormant; g++ {
		names = append(names, groupRow{int(g), g.Key(), g.Name()})
	}
	c := n.Config
	tables := []struct {
		name string
		rows any
	}{
		{"run", []runRow{n.runRow(s)}},
		{"calendar", c.calendar(s)},
		{"segment_owners", c.owners()},
		{"renamed_segments", c.renamedSegments()},
		{"given_bounds", c.givenBounds()},
		{"feed_limits", c.limitRows()},
		{"personal_columns", c.personalColumns()},
		{"given_plan_rates", c.planRates()},
		{"usual_ranges", c.usualRanges()},
		{"intent_rules", segments.RuleRows(c.Intents.Rules)},
		{"declared_intents", c.declaredIntents()},
		{"override_rows", c.overrideRows()},
		{"completed_cycles", c.completedCycles()},
		{"retire_approvals", c.retireApprovals()},
		{"note_rows", n.notes},
		{"target_rows", c.targetRows()},
		{"target_legs", c.targetLegs()},
		{"target_limits", []targetLimits{c.targetLimits()}},
		{"group_names", names},
		{"curve_steps", steps},
		{"class_widths", classWidths()},
		{"bridge_positions", positions},
	}
	for _, table := range tables {
		if _, err := n.Engine.Make(ctx, table.name, values(table.rows)); err != nil {
			return fmt.Errorf("settings: %s: %w", table.name, err)
		}
	}
	return nil
}

type ownerRow struct {
	Segment string
	Owner   string
}

func (c Config) owners() []ownerRow {
	var rows []ownerRow
	for _, s := range c.Segments {
		rows = append(rows, ownerRow{s.Name, s.Owner})
	}
	return rows
}

// renamedRow is a row of renamed_segments: where history says one name, every
// statement that reads it says the other.
type renamedRow struct {
	FromSegment string
	ToSegment   string
}

func (c Config) renamedSegments() []renamedRow {
	var rows []renamedRow
	for _, s := range c.RenamedSegments {
		rows = append(rows, renamedRow{s.From, s.To})
	}
	return rows
}

// usualRange is a row of usual_ranges: a number beyond it is asked about.
type usualRange struct {
	Question string
	Low      float64
	High     float64
}

func (c Config) usualRanges() []usualRange {
	q := c.Questions
	return []usualRange{
		{"top_tenth", q.TopTenthMinShare, q.TopTenthMaxShare},
		{"peak", q.PeakMinRatio, q.PeakMaxRatio},
		{"drift", -1, q.DriftMaxShare}, // however many go down, that is news and no doubt
		{"largest_group", 0, q.LargestGroupMaxShare},
		{"movers", 0, q.MoversMaxShare},
	}
}

func (c Config) givenBounds() []givenBoundsRow {
	given := c.ValueGroups.Given
	if c.ValueGroups.Bounds != "given" || given == nil {
		return nil
	}
	return []givenBoundsRow{{
		DestroyersToMinor: c.minor(given.DestroyersTo),
		NeutralBandMinor:  c.minor(given.NeutralBand),
		CreatorsFromMinor: c.minor(given.CreatorsFrom),
	}}
}
