package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"time"

	"valueshift/reports"
	"valueshift/sql"
)

// groupOrderOf sorts a column of group codes the way pages show groups: best value
// first, then New and Dormant, and last whoever is outside.
func groupOrderOf(column string) string {
	return "case when " + column + " = 0 then 9 when " + column + " > 5 then " + column + " else 5 - " + column + " end"
}

var groupOrder = groupOrderOf("group_code")

// reportTables lists the tables of stage 8 with the order of their rows: that of
// the slices of reports.Book, and of the downloads.
var reportTables = []struct{ name, order string }{
	{"report_backtests", "scope_id"},
	{"report_bounds", "plan_year, position"},
	{"report_bridge", "scope_id, comparison, position"},
	{"report_cube", "scope_id, month, " + groupOrder},
	{"report_currencies", "position, currency"},
	{"report_decile_moves", "then_decile = 0, then_decile, now_decile = 0, now_decile"},
	{"report_deciles", "scope_id, month, measure, decile"},
	{"report_deliveries", "feed, file"},
	{"report_effects", "scope_id, comparison, " + groupOrder},
	{"report_forecasts", "scope_id, month, " + groupOrder},
	{"report_fx", "scope_id, month"},
	{"report_intent_results", "scope_id, " + groupOrder},
	{"report_intents", "scope_id, " + groupOrder},
	{"report_migrations", "scope_id, comparison, " + groupOrderOf("from_code") + ", " + groupOrderOf("to_code")},
	{"report_mix", "scope_id, month, " + groupOrder},
	{"report_monthly_moves", "scope_id, to_month, " + groupOrderOf("from_code") + ", " + groupOrderOf("to_code")},
	{"report_months", "scope_id, month"},
	{"report_notes", "scope_id, noted_on, text"},
	{"report_outlooks", "scope_id, " + groupOrder + ", metric, target_no"},
	{"report_override_rates", "owner"},
	{"report_overrides", "override_no"},
	{"report_plan_rates", "plan_year, currency"},
	{"report_products", "scope_id, month, " + groupOrder + ", product_no = 0, product_no"},
	{"report_profit_classes", "scope_id, month, class_no"},
	{"report_questions", "position"},
	{"report_quarantine", "feed, file, example_line, column_name, reason"},
	{"report_reconciled", "position"},
	{"report_required_moves", "scope_id, target_month, from_code, to_code"},
	{"report_restatements", "month, position"},
	{"report_retire_guards", "scope_id, " + groupOrder},
	{"report_scopes", "scope_id <> 0, profit_minor desc, name"},
	{"report_segment_restatements", "abs(change_minor) desc, month desc, segment"},
	{"report_scorecards", "scope_id, comparison, position"},
	{"report_shift_tests", "scope_id, comparison"},
	{"report_shifts", "scope_id, comparison, " + groupOrder},
	{"report_target_cells", "scope_id, group_code <> 0, " + groupOrder},
	{"report_target_months", "target_no, month"},
	{"report_targets", "scope_id, " + groupOrder + ", metric, target_no"},
	{"report_warnings", "position, text"},
	{"report_whale_points", "scope_id, step"},
	{"report_whales", "scope_id, month"},
}

// isOptional names the tables that only some nights fill: those with several
// currencies, with notes, with names of products.
var isOptional = map[string]bool{"report_currencies": true, "report_fx": true, "report_notes": true, "report_plan_rates": true, "report_products": true}

// book reads every number that the pages show.
func (n *night) book(ctx context.Context) (reports.Book, error) {
	b := reports.Book{Run: n.runInfo(), Rules: n.Config.Intents.Rules}
	for _, table := range reportTables {
		batch, err := n.Engine.Read(ctx, "select * from "+table.name+" order by "+table.order)
		if err != nil {
			return b, fmt.Errorf("report: %s: %w", table.name, err)
		}
		if err := decode(batch, b.Rows(table.name)); err != nil {
			return b, fmt.Errorf("report: %s: %w", table.name, err)
		}
		if isOptional[table.name] && batch.NumRows() == 0 {
			batch.Release() // nothing to offer
			continue
		}
		b.Tables = append(b.Tables, reports.Table{Name: table.name, Records: batch})
	}
	lists, err := n.customerLists(ctx)
	if err != nil {
		return b, fmt.Errorf("report: report_customers: %w", err)
	}
	b.CustomerLists = lists
	for _, w := range b.Warnings {
		n.Log.LogAttrs(ctx, slog.LevelWarn, w.Text, slog.String("stage", "report"), slog.String("topic", w.Topic))
	}
	for _, s := range sql.Statements() {
		if s.Check {
			b.Checks = append(b.Checks, reports.Check{Name: fmt.Sprintf("%d_%s", s.Number, s.Table), Rule: s.Grain})
		}
	}
	return b, nil
}

// release gives the batches of a book's downloads back.
func release(b reports.Book) {
	for _, table := range b.Tables {
		table.Records.Release()
	}
	if b.CustomerLists != nil {
		b.CustomerLists.Release()
	}
}

func (n *night) runInfo() reports.Run {
	c := n.Config
	return reports.Run{
		Portfolio: c.Portfolio, Currency: c.Currency, MoneyScale: c.Money.Scale,
		AsOf: n.span.to, FirstMonth: n.first, DataFrom: monthStart(n.span.from), WindowMonths: c.WindowMonths, Locale: c.Reports.Locale,
		Version: n.version(), ConfigHash: c.Hash(), InputHash: n.inputHash(),
		Program: n.Program, Engine: n.Engine.Version(), CapitalNote: !n.has("capital"),
		MinCustomers: c.Reports.MinCustomers,
	}
}

// version names what was published by what made it: as-of, and a hash of inputs,
// configuration and program. The same night has the same name on every machine.
func (n *night) version() string {
	sum := sha256.Sum256([]byte(n.Config.Hash() + n.inputHash() + n.Program + n.Engine.Version()))
	return n.span.to.Format(time.DateOnly) + "-" + hex.EncodeToString(sum[:4])
}
