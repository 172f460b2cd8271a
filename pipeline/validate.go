package pipeline

import (
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"valueshift/reports"
	"valueshift/segments"
)

var (
	currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)
	memoryLimit  = regexp.MustCompile(`^[1-9][0-9]*(MB|GB|TB)$`)
	identifier   = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// validate notes every value that config.yaml does not allow.
func (l *loader) validate(c Config) {
	l.validateRun(c)
	l.validatePlanRates(c)
	l.validateRanges(c)
	l.validateDecimals(c)
	l.validateGiven(c)
	l.validateSegments(c.Segments)
	l.validateRenamed(c.RenamedSegments)
	l.validateTargetLimits(c.TargetLimits)
	l.validateDecisions(c)
	if c.Forecast.MaxMonths < c.Forecast.MinMonths {
		l.wrong("forecast.max_months", "must be min_months (%d) or more, is %d", c.Forecast.MinMonths, c.Forecast.MaxMonths)
	}
	l.validateLookups(c.Lookups)
	l.validateExports(c)
	l.validateCurrencies(c)
	l.validatePlaces(c)
}

func (l *loader) validateRun(c Config) {
	l.required("portfolio", c.Portfolio)
	l.required("currency", c.Currency)
	if c.Currency != "" && !currencyCode.MatchString(c.Currency) {
		l.wrong("currency", "must be an ISO 4217 code like EUR, is %s", quoted(c.Currency))
	}
	if _, err := time.Parse(time.DateOnly, c.AsOf); err != nil && c.AsOf != "" {
		l.wrong("as_of", "must be a date like 2026-10-31, is %s", quoted(c.AsOf))
	}
	l.required("database", c.Database)
	l.required("out", c.Out)
	if c.Reports.isKeyed() && c.Reports.PseudonymKeyFile == "" {
		l.wrong("reports.pseudonym_key_file", "is required for customer_lists, unless pseudonyms is false")
	}
	if limit := c.Engine.MemoryLimit; limit != "" && !memoryLimit.MatchString(limit) {
		l.wrong("engine.memory_limit", "must be a size like 512MB or 4GB, is %s", quoted(limit))
	}
	l.oneOf("reports.locale", c.Reports.Locale, reports.Locales()...)
	l.oneOf("customers.relationship", c.Customers.Relationship, "contractual", "non-contractual")
	l.oneOf("value_groups.bounds", c.ValueGroups.Bounds, "calibrate", "given")
}

// mostAmount is the largest amount of a key: more than any customer is worth, and in
// minor units of any scale still a number of 64 bits.
const mostAmount = 1e12

// validateRanges holds every number against the range in the comment of its key.
func (l *loader) validateRanges(c Config) {
	most := math.Inf(1)
	for _, r := range []struct {
		key           string
		is, low, high float64
	}{
		{"money.scale", float64(c.Money.Scale), 0, 6},
		{"window_months", float64(c.WindowMonths), 1, 120},
		{"reports.min_customers", float64(c.Reports.MinCustomers), 0, most},
		{"reports.customer_list_rows", float64(c.Reports.CustomerListRows), 1, 100_000},
		{"engine.threads", float64(c.Engine.Threads), 0, most},
		{"profit.acquisition_months", float64(c.Profit.AcquisitionMonths), 1, 120},
		{"profit.capital_charge_rate", c.Profit.CapitalChargeRate, 0, 1},
		{"customers.min_tenure_months", float64(c.Customers.MinTenureMonths), 0, 24},
		{"value_groups.creators_share", c.ValueGroups.CreatorsShare, 0.01, 1},
		{"value_groups.destroyers_share", c.ValueGroups.DestroyersShare, 0.01, 1},
		{"value_groups.neutral_min", c.ValueGroups.NeutralMin, 0, mostAmount},
		{"value_groups.neutral_share_of_median", c.ValueGroups.NeutralShareOfMedian, 0, 1},
		{"value_groups.hysteresis_share", c.ValueGroups.HysteresisShare, 0, 0.5},
		{"value_groups.plan_year_starts", float64(c.ValueGroups.PlanYearStarts), 1, 12},
		{"advocacy.months", float64(c.Advocacy.Months), 1, 120},
		{"advocacy.min_answers", float64(c.Advocacy.MinAnswers), 1, most},
		{"advocacy.min_answer_share", c.Advocacy.MinAnswerShare, 0, 1},
		{"advocacy.prior_answers", float64(c.Advocacy.PriorAnswers), 1, most},
		{"advocacy.high_probability", c.Advocacy.HighProbability, 0.5, 0.999},
		{"advocacy.low_probability", c.Advocacy.LowProbability, 0.001, 0.5},
		{"advocacy.hurdle", c.Advocacy.hurdle(), -100, 100},
		{"intents.trend_z", c.Intents.TrendZ, 0, most},
		{"intents.trend_min_share", c.Intents.TrendMinShare, 0, most},
		{"intents.headroom_percentile", c.Intents.HeadroomPercentile, 0.5, 0.99},
		{"intents.headroom_min_share", c.Intents.HeadroomMinShare, 0, most},
		{"intents.headroom_min", c.Intents.HeadroomMin, 0, mostAmount},
		{"intents.override_notice_days", float64(c.Intents.OverrideNoticeDays), 0, segments.OverrideDays},
		{"intents.result_min_months", float64(c.Intents.ResultMinMonths), 1, 120},
		{"intents.result_min_customers", float64(c.Intents.ResultMinCustomers), 2, most},
		{"intents.retire.min_customers", float64(c.Intents.Retire.MinCustomers), 1, most},
		{"intents.retire.min_cycles", float64(c.Intents.Retire.MinCycles), 1, most},
		{"intents.retire.max_share_of_customers", c.Intents.Retire.MaxShareOfCustomers, 0, 1},
		{"intents.young_months", float64(c.Intents.YoungMonths), 0, 120},
		{"intents.persistent_months", float64(c.Intents.PersistentMonths), 1, 120},
		{"forecast.draws", float64(c.Forecast.Draws), 100, 100_000},
		{"forecast.min_months", float64(c.Forecast.MinMonths), 2, 120},
		{"forecast.max_months", float64(c.Forecast.MaxMonths), 2, 120},
		{"forecast.min_row_customers", float64(c.Forecast.MinRowCustomers), 0, most},
		{"forecast.discount_rate", c.Forecast.DiscountRate, 0, 1},
		{"questions.top_tenth_min_share", c.Questions.TopTenthMinShare, 0, 1},
		{"questions.top_tenth_max_share", c.Questions.TopTenthMaxShare, 0, 1},
		{"questions.peak_min_ratio", c.Questions.PeakMinRatio, 1, most},
		{"questions.peak_max_ratio", c.Questions.PeakMaxRatio, 1, most},
		{"questions.drift_max_share", c.Questions.DriftMaxShare, 0, 1},
		{"questions.largest_group_max_share", c.Questions.LargestGroupMaxShare, 0, 1},
		{"questions.movers_max_share", c.Questions.MoversMaxShare, 0, 1},
		{"target_limits.green_attainment", c.TargetLimits.GreenAttainment, 0, most},
		{"target_limits.amber_attainment", c.TargetLimits.AmberAttainment, 0, most},
		{"target_limits.green_hit_share", c.TargetLimits.GreenHitShare, 0, 1},
		{"target_limits.amber_hit_share", c.TargetLimits.AmberHitShare, 0, 1},
		{"target_limits.noise_z", c.TargetLimits.NoiseZ, 0, most},
		{"target_limits.min_answers", float64(c.TargetLimits.MinAnswers), 1, most},
	} {
		switch {
		case r.is >= r.low && r.is <= r.high:
		case r.high == most:
			l.wrong(r.key, "must be %s or more, is %s", plain(r.low), plain(r.is))
		default:
			l.wrong(r.key, "must be between %s and %s, is %s", plain(r.low), plain(r.high), plain(r.is))
		}
	}
}

// hurdle is the NPS that a group must be above, 0 when the portfolio sets it.
func (a Advocacy) hurdle() float64 {
	if a.Hurdle == nil {
		return 0
	}
	return *a.Hurdle
}

// shareDecimals is how exactly the database keeps shares.
const shareDecimals = 6

// validateDecimals notes amounts that are finer than the integers they become
// and shares that are finer than the columns that keep them: what is written
// must be what is applied.
func (l *loader) validateDecimals(c Config) {
	for _, key := range []struct {
		name string
		is   float64
	}{
		{"profit.capital_charge_rate", c.Profit.CapitalChargeRate},
		{"value_groups.creators_share", c.ValueGroups.CreatorsShare},
		{"value_groups.destroyers_share", c.ValueGroups.DestroyersShare},
		{"value_groups.hysteresis_share", c.ValueGroups.HysteresisShare},
		{"advocacy.min_answer_share", c.Advocacy.MinAnswerShare},
		{"intents.headroom_percentile", c.Intents.HeadroomPercentile},
		{"intents.retire.max_share_of_customers", c.Intents.Retire.MaxShareOfCustomers},
	} {
		l.decimals(key.name, key.is, shareDecimals)
	}
	if l.broken["money.scale"] {
		return
	}
	l.decimals("value_groups.neutral_min", c.ValueGroups.NeutralMin, c.Money.Scale)
	l.decimals("intents.headroom_min", c.Intents.HeadroomMin, c.Money.Scale)
	if given := c.ValueGroups.Given; given != nil {
		l.decimals("value_groups.given.creators_from", given.CreatorsFrom, c.Money.Scale)
		l.decimals("value_groups.given.neutral_band", given.NeutralBand, c.Money.Scale)
		l.decimals("value_groups.given.destroyers_to", given.DestroyersTo, c.Money.Scale)
	}
}

func (l *loader) decimals(key string, is float64, most int) {
	_, fraction, _ := strings.Cut(plain(is), ".")
	if len(fraction) > most {
		l.wrong(key, "must have %d decimals at most, is %s", most, plain(is))
	}
}

// validateGiven checks that the given amounts are in order, best value first:
// creators_from > neutral_band ≥ 0 > -neutral_band > destroyers_to, with room for the
// bands around them.
func (l *loader) validateGiven(c Config) {
	const key = "value_groups.given"
	v := c.ValueGroups
	if v.Bounds != "given" {
		if v.Given != nil {
			l.wrong(key, "only applies with bounds: given")
		}
		return
	}
	if v.Given == nil {
		l.wrong(key, "is missing, bounds: given needs it")
		return
	}
	for _, name := range []string{"creators_from", "neutral_band", "destroyers_to"} {
		if !l.present[childKey(key, name)] {
			l.wrong(childKey(key, name), "is missing")
		}
	}
	if largest := max(math.Abs(v.Given.CreatorsFrom), math.Abs(v.Given.NeutralBand), math.Abs(v.Given.DestroyersTo)); largest > mostAmount {
		l.wrong(key, "amounts must be at most %s, there is %s", plain(mostAmount), plain(largest))
		return
	}
	band := v.Given.NeutralBand
	if band < 0 {
		l.wrong(key+".neutral_band", "must be 0 or more, is %s", plain(band))
	}
	if l.broken[key+".neutral_band"] {
		return // nothing to compare with
	}
	if v.Given.CreatorsFrom <= band {
		l.wrong(key+".creators_from", "must be above neutral_band (%s), is %s",
			plain(band), plain(v.Given.CreatorsFrom))
	}
	if v.Given.DestroyersTo >= -band {
		l.wrong(key+".destroyers_to", "must be below minus neutral_band (%s), is %s",
			plain(0-band), plain(v.Given.DestroyersTo))
	}
	bounds := segments.Bounds{
		DestroyersTo: c.minor(v.Given.DestroyersTo), NeutralBand: c.minor(band), CreatorsFrom: c.minor(v.Given.CreatorsFrom),
		HysteresisShare: v.HysteresisShare,
	}
	for _, m := range bounds.Validate() { // what was found above is not told twice
		l.wrong("value_groups."+m.Key, "%s", m.Message)
	}
}

func (l *loader) validateSegments(owners []SegmentOwner) {
	first := map[string]int{}
	for i, owner := range owners {
		key := indexKey("segments", i)
		l.required(key+".name", owner.Name)
		l.required(key+".owner", owner.Owner)
		if line, ok := first[owner.Name]; ok && owner.Name != "" {
			l.wrong(key+".name", "%s is listed twice, first on line %d", quoted(owner.Name), l.inFile(line))
			continue
		}
		first[owner.Name] = l.line(key + ".name")
	}
}

// validateTargetLimits checks that green is not easier than amber.
func (l *loader) validateTargetLimits(limits TargetLimits) {
	for _, pair := range []struct {
		green, amber     string
		isGreen, isAmber float64
	}{
		{"green_attainment", "amber_attainment", limits.GreenAttainment, limits.AmberAttainment},
		{"green_hit_share", "amber_hit_share", limits.GreenHitShare, limits.AmberHitShare},
	} {
		if pair.isGreen < pair.isAmber && !l.broken["target_limits."+pair.amber] {
			l.wrong("target_limits."+pair.green, "must not be below %s %s, is %s", pair.amber, plain(pair.isAmber), plain(pair.isGreen))
		}
	}
}

// validateDecisions asks the room that owns rules, what people decided, and targets.
func (l *loader) validateDecisions(c Config) {
	for _, m := range segments.ValidateRules(c.Intents.Rules) {
		l.wrong("intents."+m.Key, "%s", m.Message)
	}
	for _, found := range [][]segments.Mistake{
		segments.ValidateStrategies(c.Strategies, c.Intents.MaintainIsFree),
		segments.ValidateOverrides(c.Overrides),
		segments.ValidateCycles(c.Reengineered),
		segments.ValidateApprovals(c.Approvals),
		segments.ValidateTargets(c.Targets),
	} {
		for _, m := range found {
			l.wrong(m.Key, "%s", m.Message)
		}
	}
}

// required notes a text that is absent or blank.
func (l *loader) required(key, text string) {
	switch {
	case strings.TrimSpace(text) != "":
	case l.present[key]:
		l.wrong(key, "must not be empty")
	default:
		l.wrong(key, "is missing")
	}
}

func (l *loader) oneOf(key, text string, allowed ...string) {
	if !slices.Contains(allowed, text) {
		l.wrong(key, "must be %s, is %s", strings.Join(allowed, " or "), quoted(text))
	}
}

// files checks the patterns of an export or a lookup.
func (l *loader) files(key string, patterns []string) {
	if len(patterns) == 0 {
		l.wrong(key, "is missing")
	}
	for i, pattern := range patterns {
		l.required(indexKey(key, i), pattern)
		if _, err := filepath.Match(pattern, ""); err != nil {
			l.wrong(indexKey(key, i), "must be a path or a pattern, is %s: %v", quoted(pattern), err)
		}
	}
}

// plain is a number as a person would write it.
func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
