package reports

import (
	"reflect"
	"strings"
	"unicode"
)

// The report tables that figures name as their source. A name is the SQL file's
// name without its number.
const (
	tableMonths      = "report_months"
	tableMix         = "report_mix"
	tableCube        = "report_cube"
	tableProducts    = "report_products"
	tableWhalePoints = "report_whale_points"
	tableWhales      = "report_whales"
	tableMigrations  = "report_migrations"
	tableDeciles     = "report_deciles"
	tableClasses     = "report_profit_classes"
	tableDecileMoves = "report_decile_moves"
	tableMoves       = "report_monthly_moves"
	tableBridge      = "report_bridge"
	tableEffects     = "report_effects"
	tableShiftTests  = "report_shift_tests"
	tableShifts      = "report_shifts"
	tableScorecards  = "report_scorecards"
	tableQuestions   = "report_questions"
	tableTargets     = "report_targets"
	tableTargetCells = "report_target_cells"
	tableTargetPaths = "report_target_months"
	tableIntents     = "report_intents"
	tableForecasts   = "report_forecasts"
	tableOutlooks    = "report_outlooks"
	tableRequired    = "report_required_moves"
	tableBacktests   = "report_backtests"
	tableResults     = "report_intent_results"
	tableOverrides   = "report_overrides"
	tableRates       = "report_override_rates"
	tableGuards      = "report_retire_guards"
	tableNotes       = "report_notes"
	tableBounds      = "report_bounds"
	tableDeliveries  = "report_deliveries"
	tableQuarantine  = "report_quarantine"
	tableReconciled  = "report_reconciled"
	tableRestated    = "report_restatements"
	tableRestatedBy  = "report_segment_restatements"
	tableCurrencies  = "report_currencies"
	tableFx          = "report_fx"
	tablePlanRates   = "report_plan_rates"
)

// sources links a figure to its tables. A table that is not offered for download
// is still named.
func (w *writer) sources(tables ...string) []source {
	list := make([]source, len(tables))
	for i, name := range tables {
		list[i].Table = name
		if w.offered[name] {
			list[i].CSV = "data/" + name + ".csv"
			list[i].Parquet = "data/" + name + ".parquet"
		}
	}
	return list
}

// Rows points to the slice that a report table is read into: of report_decile_moves to
// DecileMoves. It is nil when there is none.
func (b *Book) Rows(table string) any {
	fields := reflect.ValueOf(b).Elem()
	for i := range fields.NumField() {
		if fields.Field(i).Kind() == reflect.Slice && tableName(fields.Type().Field(i)) == table {
			return fields.Field(i).Addr().Interface()
		}
	}
	return nil
}

func tableName(field reflect.StructField) string { return "report_" + ColumnName(field.Name) }

// ColumnName is the column of a field: AsOf → as_of, Top20Share → top20_share,
// ScopeID → scope_id.
func ColumnName(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 && (unicode.IsLower(runes[i-1]) || unicode.IsDigit(runes[i-1]) ||
			(i+1 < len(runes) && unicode.IsLower(runes[i+1]))) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
