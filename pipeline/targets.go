package pipeline

import (
	"math"
	"time"

	"valueshift/segments"
)

// targetRow is a row of target_rows: a promise. Amounts are in minor units.
type targetRow struct {
	TargetNo        int
	Segment         *string // nil: the portfolio
	GroupCode       int     // 0: all groups
	Metric          string
	Direction       string
	BaselineMonth   time.Time
	BaselineMonthNo int
	Baseline        *float64 // nil: what the month closed with
	TargetMonth     time.Time
	TargetMonthNo   int
	Target          float64  // of a band: its middle
	Tolerance       float64  // of a band: half its width
	TargetLow       *float64 // lowest value that keeps the promise; nil: no limit
	TargetHigh      *float64
	Glidepath       string
}

// targetLeg is a row of target_legs: a piece of a target's path.
type targetLeg struct {
	TargetNo    int
	FromMonthNo int
	ToMonthNo   int
	FromValue   *float64 // nil: the baseline
	ToValue     *float64 // nil: the goal
}

// targetLimits is the one row of target_limits.
type targetLimits struct {
	GreenAttainment float64
	AmberAttainment float64
	GreenHitShare   float64
	AmberHitShare   float64
	NoiseZ          float64
	MinAnswers      int
}

func (c Config) targetLimits() targetLimits { return targetLimits(c.TargetLimits) }

func (c Config) targetRows() []targetRow {
	var rows []targetRow
	for i, t := range c.Targets {
		scale := c.scaleOf(t)
		low, high := t.Range()
		row := targetRow{
			TargetNo: i + 1, Metric: t.Metric, Direction: t.Direction, Glidepath: t.Glidepath,
			Baseline: scaled(t.Baseline.Value, scale), Tolerance: t.Tolerance * scale,
			TargetLow: scaled(low, scale), TargetHigh: scaled(high, scale),
		}
		if row.Glidepath == "" {
			row.Glidepath = segments.Glidepaths[0]
		}
		if t.Segment != "" {
			row.Segment = &t.Segment
		}
		if group, ok := segments.GroupOf(t.Group); ok {
			row.GroupCode = int(group)
		}
		if t.Direction == "band" {
			row.Target, row.Tolerance = (*row.TargetLow+*row.TargetHigh)/2, (*row.TargetHigh-*row.TargetLow)/2
		} else {
			row.Target = *t.Target.Value * scale
		}
		row.BaselineMonth, row.TargetMonth = yearMonth(t.Baseline.Month), yearMonth(t.Target.Month)
		row.BaselineMonthNo, row.TargetMonthNo = monthNo(row.BaselineMonth), monthNo(row.TargetMonth)
		rows = append(rows, row)
	}
	return rows
}

func (c Config) targetLegs() []targetLeg {
	var rows []targetLeg
	for i, t := range c.Targets {
		scale := c.scaleOf(t)
		for _, leg := range t.Legs() {
			rows = append(rows, targetLeg{i + 1, monthNo(leg.Start), monthNo(leg.End), scaled(leg.From, scale), scaled(leg.To, scale)})
		}
	}
	return rows
}

// scaleOf turns a value of a target as it is written into one as it is stored.
func (c Config) scaleOf(t segments.Target) float64 {
	if segments.IsMoney(t.Metric) {
		return math.Pow10(c.Money.Scale)
	}
	return 1
}

func scaled(value *float64, scale float64) *float64 {
	if value == nil {
		return nil
	}
	product := *value * scale
	return &product
}

// yearMonth reads YYYY-MM, which Load has checked, as a month-end.
func yearMonth(text string) time.Time {
	t, _ := time.Parse("2006-01", text)
	return monthEnd(t)
}
