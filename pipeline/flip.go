package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"valueshift/reports"
)

// Assumption is one thing that a flip takes to be different: a line of money that
// is larger or smaller by a share, or a key of the configuration.
type Assumption struct {
	Key   string // revenue, …, capital; or a path: intents.headroom_min_share
	Value string // +10%; or the value of the key
}

// String is how a person writes it.
func (a Assumption) String() string { return a.Key + "=" + a.Value }

// IsMoney reports whether the assumption changes a line of money.
func (a Assumption) IsMoney() bool {
	return slices.ContainsFunc(lines[:len(lines)-1], func(line line) bool { return line.key() == a.Key })
}

// relative is a change in percent. Its decimals are those that a factor can have.
var relative = regexp.MustCompile(`^([+-]?)(\d{1,4}(?:\.\d{1,4})?) ?%$`)

// ParseAssumption reads key=value and judges the key and, of money, the value; of a
// configuration's key the value is judged by Load.
func ParseAssumption(text string) (Assumption, error) {
	key, value, ok := strings.Cut(text, "=")
	a := Assumption{strings.TrimSpace(key), strings.TrimSpace(value)}
	switch {
	case !ok || a.Value == "":
		return a, fmt.Errorf("must be like cost_to_serve=+10%% or intents.headroom_min_share=0.25, is %q", text)
	case a.IsMoney():
		if _, err := a.millionths(); err != nil {
			return a, err
		}
	case slices.Contains(beyondAMonth, a.Key):
		return a, fmt.Errorf("%q cannot be assumed: what it does is not seen when one month is judged again", a.Key)
	case !isAssumable(a.Key):
		var keys []string
		for _, line := range lines[:len(lines)-1] {
			keys = append(keys, line.key())
		}
		return a, fmt.Errorf("%q cannot be assumed: it must be one of %s, or a value of the configuration under value_groups, intents or advocacy, or customers.min_tenure_months",
			a.Key, strings.Join(keys, ", "))
	}
	return a, nil
}

// beyondAMonth are keys of the sections that may be assumed that judging one month
// again does not read, or not alone.
var beyondAMonth = []string{
	"value_groups.plan_year_starts", "value_groups.bounds",
	"intents.result_min_months", "intents.result_min_customers", "intents.override_notice_days",
	"intents.persistent_months",
}

// isAssumable reports whether judging one month again shows what a key does.
func isAssumable(key string) bool {
	section, _, isNested := strings.Cut(key, ".")
	return key == "customers.min_tenure_months" ||
		isNested && slices.Contains([]string{"value_groups", "intents", "advocacy"}, section) && !slices.Contains(beyondAMonth, key)
}

// millionths is the factor of a line of money: 1100000 for +10%.
func (a Assumption) millionths() (int64, error) {
	found := relative.FindStringSubmatch(a.Value)
	if found == nil {
		return 0, fmt.Errorf("%s: must be a change like +10%% or -2.5%%, is %q", a.Key, a.Value)
	}
	percent, err := strconv.ParseFloat(found[2], 64)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", a.Key, err)
	}
	change := int64(percent*10_000 + 0.5)
	if found[1] == "-" {
		change = -change
	}
	if change < -1_000_000 {
		return 0, fmt.Errorf("%s: cannot be less by more than all of it, is %s", a.Key, a.Value)
	}
	return 1_000_000 + change, nil
}

// Flip judges the newest closed month again as if the assumptions held, and tells
// what would be different. The sandbox sees the tables of the database, those of its
// last night also in the schema stored, and keeps to itself whatever it makes: history,
// pages and the database stay as they are. before is the configuration, after the same
// with the assumptions about it.
//
// A line of money is different at both ends of a trend and in every month of the
// window. What was decided stays: last month's groups, which the bands remember,
// and the bounds, unless an assumption is about them; then they are calibrated
// again on the month that they were frozen from.
func Flip(ctx context.Context, sandbox Engine, before, after Config, assumptions []Assumption) (Explanation, error) {
	f := flip{sandbox: sandbox, before: before, after: after, assumptions: assumptions}
	found, err := f.explain(ctx)
	if err != nil {
		return Explanation{}, fmt.Errorf("flip: %w", err)
	}
	return found, nil
}

// flip is a month that is judged again.
type flip struct {
	*ledger
	sandbox       Engine
	before, after Config
	assumptions   []Assumption

	closing record
	frozen  record // the bounds as they are
	bounds  record // the bounds as they would be
}

func (f *flip) explain(ctx context.Context) (Explanation, error) {
	err := f.before.CheckHistory(ctx, f.sandbox)
	if err != nil {
		return Explanation{}, err
	}
	if f.ledger, err = openLedger(ctx, f.sandbox, ""); err != nil {
		return Explanation{}, err
	}
	if f.closing, err = f.one(ctx, "select * from stored.closing"); err != nil {
		return Explanation{}, err
	}
	if !f.closing.on("month").Equal(f.month.Month) {
		return Explanation{}, fmt.Errorf("%w: the last night showed %s and the newest closed month is %s; do a night without --as-of first",
			ErrRefused, f.closing.on("month").Format("2006-01"), f.month.Month.Format("2006-01"))
	}
	for _, step := range []func(context.Context) error{f.assumeSettings, f.assumeMoney, f.assumeBounds, f.judge} {
		if err := step(ctx); err != nil {
			return Explanation{}, err
		}
	}
	return f.compare(ctx)
}

// judge makes the tables of the month again.
func (f *flip) judge(ctx context.Context) error {
	run := &night{Night: Night{Config: f.after, Engine: f.sandbox, Log: slog.New(slog.DiscardHandler)}}
	run.steps = run.list()
	// The window of what is assumed.
	if err := f.sandbox.See(ctx, "window_facts", windowFacts(f.closing.on("window_from"), f.closing.on("month"))); err != nil {
		return err
	}
	return run.work(ctx, firstOfClosing, lastOfClosing)
}

// factor is what a line is multiplied by, in millionths.
func (f *flip) factor(column string) int64 {
	factor := int64(1_000_000)
	for _, a := range f.assumptions {
		if a.IsMoney() && a.Key+"_minor" == column {
			next, _ := a.millionths() // ParseAssumption has judged it
			factor = factor * next / 1_000_000
		}
	}
	return factor
}

// scaled is a column of minor units as it would be, rounded half away from zero.
func (f *flip) scaled(column, like string) string {
	factor := f.factor(like)
	if factor == 1_000_000 {
		return column
	}
	return fmt.Sprintf("cast(round(cast(%s as decimal(24, 0)) * cast('%d.%06d' as decimal(12, 6))) as bigint)",
		column, factor/1_000_000, factor%1_000_000)
}

// assumeMoney changes the lines of money wherever judging reads them.
func (f *flip) assumeMoney(ctx context.Context) error {
	if !slices.ContainsFunc(f.assumptions, Assumption.IsMoney) {
		return nil
	}
	for _, table := range []string{"customer_months", "previous_values", "previous_cells"} {
		if there, err := f.oneIfKept(ctx, "stored", table, "select 1 as one"); err != nil {
			return err
		} else if there.isEmpty() {
			continue
		}
		columns, err := f.columns(ctx, table)
		if err != nil {
			return err
		}
		var profit string
		for i, line := range lines[:len(lines)-1] {
			if i > 0 {
				profit += " - "
			}
			profit += f.scaled(line.column, line.column)
		}
		var list []string
		for _, column := range columns {
			text := f.scaled(column, column)
			switch column {
			case "profit_minor":
				text = profit
			case "avoidable_minor": // the part of the cost to serve that could be avoided
				text = f.scaled(column, "cost_to_serve_minor")
			}
			list = append(list, text+" as "+column)
		}
		if err := f.sandbox.See(ctx, table, "select "+strings.Join(list, ", ")+" from stored."+table); err != nil {
			return err
		}
	}
	costs, err := f.columns(ctx, "acquisition_costs")
	if err != nil {
		return err
	}
	for i, column := range costs {
		if column == "cost_minor" {
			costs[i] = f.scaled(column, "acquisition_minor") + " as " + column
		}
	}
	return f.sandbox.See(ctx, "acquisition_costs", "select "+strings.Join(costs, ", ")+" from stored.acquisition_costs")
}

// columns are those of a stored table.
func (f *flip) columns(ctx context.Context, table string) ([]string, error) {
	batch, err := f.sandbox.Read(ctx, "select * from stored."+table+" where false")
	if err != nil {
		return nil, err
	}
	defer batch.Release()
	var names []string
	for _, field := range batch.Schema().Fields() {
		names = append(names, field.Name)
	}
	return names, nil
}

// assumeSettings changes what an assumption about the configuration changes in the
// settings of the last night, and in what it looked at to judge the month.
func (f *flip) assumeSettings(ctx context.Context) error {
	for table, changes := range map[string]map[string]string{"run": f.changes(), "closing": f.closingChanges()} {
		columns, err := f.columns(ctx, table)
		if err != nil {
			return err
		}
		for i, column := range columns {
			if text, ok := changes[column]; ok {
				columns[i] = text + " as " + column
			}
		}
		if err := f.sandbox.See(ctx, table, "select "+strings.Join(columns, ", ")+" from stored."+table); err != nil {
			return err
		}
	}
	return nil
}

// changes are the settings that differ, as literals by column.
func (f *flip) changes() map[string]string {
	return different(f.before.runRow(), f.after.runRow())
}

// closingChanges is the same of what is looked at to judge the month.
func (f *flip) closingChanges() map[string]string {
	return different(f.before.closingRow(f.month.Month, f.months),
		f.after.closingRow(f.month.Month, f.months))
}

// different are the fields in which two rows of a table differ, as literals by column.
func different(before, after any) map[string]string {
	was, is := reflect.ValueOf(before), reflect.ValueOf(after)
	found := map[string]string{}
	for i := range is.NumField() {
		field := is.Type().Field(i)
		kind := field.Type
		if kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		if from, to := literal(was.Field(i)), literal(is.Field(i)); from != to {
			found[reports.ColumnName(field.Name)] = "cast(" + to + " as " + sqlType(kind) + ")"
		}
	}
	return found
}

// boundSettings are those that calibrating bounds reads.
var boundSettings = []string{"creators_share", "destroyers_share", "neutral_min_minor", "neutral_share_of_median"}
