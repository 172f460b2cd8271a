package reports

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/xuri/excelize/v2"
)

// saveWorkbook writes the workbook of one scope, if there are tables to put in it.
func (w *writer) saveWorkbook(ctx context.Context, s *sheet) error {
	if err := ctx.Err(); err != nil || len(w.book.Tables) == 0 || s.isHidden {
		return err
	}
	content, err := w.workbook(s)
	if err == nil {
		err = w.put(s.beside(".xlsx"), content)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", s.beside(".xlsx"), err)
	}
	return nil
}

// workbook is what people calculate with: the report tables about one scope, a
// sheet each. Money is in currency units (a spreadsheet keeps 15 digits), shares
// are percentages, the head stays in sight and every column filters. A segment's
// workbook holds nothing of any other segment; the portfolio's holds its own rows
// and those that belong to no scope, such as deliveries.
//
// A text is stored as text, so that no name can become a formula.
func (w *writer) workbook(s *sheet) ([]byte, error) {
	file := excelize.NewFile()
	defer file.Close()
	styles, err := newStyles(file, w.book.Run.MoneyScale)
	if err != nil {
		return nil, err
	}
	if err := w.coverSheet(file, s); err != nil {
		return nil, err
	}
	// To add a table the library reads all that the file has, twice: it is shown the
	// newest alone, from which it takes the next number.
	var added []any
	part := func(n int) string { return fmt.Sprintf("xl/tables/table%d.xml", n) }
	for _, t := range append(w.customersOf(s), w.book.Tables...) {
		own := w.ofScope(t, s)
		if own.Records.NumRows() == 0 {
			continue
		}
		if err := w.tableSheet(file, own, styles); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", own.title(), err)
		}
		newest, _ := file.Pkg.Load(part(len(added) + 1))
		file.Pkg.Delete(part(len(added)))
		added = append(added, newest)
	}
	for i, table := range added {
		file.Pkg.Store(part(i+1), table)
	}
	asOf := w.book.Run.AsOf.Format(time.RFC3339) // the file knows no hour of its own
	if err := file.SetDocProps(&excelize.DocProperties{Creator: "valueshift", Title: nameOf(s.scope), Created: asOf, Modified: asOf}); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err = file.WriteTo(&out)
	return out.Bytes(), err
}

// coverSheet says what the workbook is about, and from which night.
func (w *writer) coverSheet(file *excelize.File, s *sheet) error {
	const name = "About"
	if err := file.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	r := w.book.Run
	lines := [][2]string{
		{"Portfolio", r.Portfolio}, {"About", nameOf(s.scope)}, {"Owner", s.scope.Owner},
		{"As of", w.dayName(r.AsOf)}, {"Profit window", w.plural(int64(r.WindowMonths), "month", "months")},
		{"Amounts", "in " + r.Currency}, {"Version", r.Version},
	}
	for i, line := range lines {
		row := strconv.Itoa(i + 1)
		if err := file.SetCellStr(name, "A"+row, line[0]); err != nil {
			return err
		}
		if err := file.SetCellStr(name, "B"+row, line[1]); err != nil {
			return err
		}
	}
	return file.SetColWidth(name, "A", "B", 24)
}

// title is a sheet's name: at most 31 characters, as spreadsheets demand.
func (t Table) title() string {
	return first(capital(strings.ReplaceAll(strings.TrimPrefix(t.Name, "report_"), "_", " ")), 31)
}

// tableSheet writes one table with its head frozen. It does without the library's
// stream writer, which puts the sheets into the file in a random order.
func (w *writer) tableSheet(file *excelize.File, t Table, styles styles) error {
	sheet, columns, rows := t.title(), 0, int(t.Records.NumRows())
	if _, err := file.NewSheet(sheet); err != nil {
		return err
	}
	for c := range int(t.Records.NumCols()) {
		name := t.Records.ColumnName(c)
		if name == "scope_id" { // the same in every row
			continue
		}
		columns++
		column, err := excelize.ColumnNumberToName(columns)
		if err != nil {
			return err
		}
		title := w.columnTitle(name)
		if err := file.SetCellStr(sheet, column+"1", title); err != nil {
			return err
		}
		if err := file.SetColWidth(sheet, column, column, float64(max(12, len([]rune(title))+4))); err != nil {
			return err
		}
		for r := range rows {
			if err := w.setCell(file, sheet, column+strconv.Itoa(r+2), t.Records, c, r, styles); err != nil {
				return err
			}
		}
	}
	corner, err := excelize.CoordinatesToCellName(columns, rows+1)
	if err != nil {
		return err
	}
	if err := file.AddTable(sheet, &excelize.Table{Range: "A1:" + corner, Name: t.Name, StyleName: "TableStyleLight1"}); err != nil {
		return err
	}
	return file.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// setCell writes one value with its number format; nothing for null.
func (w *writer) setCell(file *excelize.File, sheet, cell string, records arrow.RecordBatch, c, r int, styles styles) error {
	value, style := w.excelValue(records, c, r, styles)
	if value == nil {
		return nil
	}
	if text, ok := value.(string); ok {
		return file.SetCellStr(sheet, cell, text)
	}
	if err := file.SetCellValue(sheet, cell, value); err != nil || style == 0 {
		return err
	}
	return file.SetCellStyle(sheet, cell, cell, style)
}

// columnTitle spells a column for people: profit_minor is "Profit, EUR".
func (w *writer) columnTitle(name string) string {
	text, isMoney := strings.CutSuffix(name, "_minor")
	text = capital(strings.ReplaceAll(text, "_", " "))
	if isMoney {
		text += ", " + w.book.Run.Currency
	}
	return text
}

// styles are the number formats of a workbook.
type styles struct{ money, percent, count, decimal, date int }

func newStyles(file *excelize.File, scale int) (styles, error) {
	digits := "#,##0"
	if scale > 0 {
		digits += "." + strings.Repeat("0", scale)
	}
	var s styles
	for _, style := range []struct {
		id     *int
		format string
	}{{&s.money, digits}, {&s.percent, "0.0%"}, {&s.count, "#,##0"}, {&s.decimal, "#,##0.00##"}, {&s.date, "yyyy-mm-dd"}} {
		id, err := file.NewStyle(&excelize.Style{CustomNumFmt: &style.format})
		if err != nil {
			return s, err
		}
		*style.id = id
	}
	return s, nil
}

// measured names the columns whose unit depends on the row's metric.
var measured = []string{"baseline", "target", "target_low", "target_high", "actual", "standard_error", "glide", "glide_low", "glide_high",
	"gap", "tolerance", "median", "low80", "high80", "low95", "high95"}

// percentages names columns that are shares without saying so.
var percentages = []string{"attainment", "progress", "erosion_rate"}

// excelValue is one value and its style; style 0 is the plain one.
func (w *writer) excelValue(records arrow.RecordBatch, c, r int, styles styles) (value any, style int) {
	column, name := records.Column(c), records.ColumnName(c)
	if column.IsNull(r) {
		return nil, 0
	}
	var number float64
	switch column := column.(type) {
	case *array.String:
		return column.Value(r), 0
	case *array.Boolean:
		return column.Value(r), 0
	case *array.Date32:
		return column.Value(r).ToTime(), styles.date
	case *array.Int32:
		if strings.HasSuffix(name, "_code") || strings.HasSuffix(name, "_no") || name == "plan_year" {
			return column.Value(r), 0
		}
		number, style = float64(column.Value(r)), styles.count
	case *array.Int64:
		number, style = float64(column.Value(r)), styles.count
	case *array.Float64:
		number, style = column.Value(r), styles.decimal
	default:
		return column.ValueStr(r), 0
	}
	metric := ""
	if slices.Contains(measured, name) {
		metric = metricOf(records, r)
	}
	switch {
	case strings.HasSuffix(name, "_minor") || metric == "profit" || metric == "profit_per_customer":
		return number / math.Pow10(w.book.Run.MoneyScale), styles.money
	case strings.HasSuffix(name, "share") || slices.Contains(percentages, name) || strings.HasSuffix(metric, "_share"):
		return number, styles.percent
	case metric == "customers":
		return number, styles.count
	}
	return number, style
}

// metricOf is the metric that a row is about; empty when the table has none.
func metricOf(records arrow.RecordBatch, r int) string {
	for i := range int(records.NumCols()) {
		if column, ok := records.Column(i).(*array.String); ok && records.ColumnName(i) == "metric" {
			return column.Value(r)
		}
	}
	return ""
}
