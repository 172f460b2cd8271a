package reports

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/xuri/excelize/v2"
)

func openWorkbook(t *testing.T, name string) *excelize.File {
	t.Helper()
	file, err := excelize.OpenReader(strings.NewReader(fixtureFiles(t)[name]))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

// rawRows reads a sheet without number formats.
func rawRows(t *testing.T, file *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := file.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestWorkbookHasItsScopeOnly compares with the book, row by row.
func TestWorkbookHasItsScopeOnly(t *testing.T) {
	book := fixture()
	for _, s := range sheets(tidy(book), mustFiles(t, book), english) {
		file := openWorkbook(t, s.beside(".xlsx"))
		rows := rawRows(t, file, "Months")
		if got := strings.Join(rows[0], "; "); got != "Month; Customers; Profit, EUR; Share" {
			t.Fatalf("head is %q", got)
		}
		next := 1
		for _, m := range book.Months {
			if m.ScopeID != s.scope.ScopeID {
				continue
			}
			profit, err := strconv.ParseFloat(rows[next][2], 64)
			if err != nil || math.Round(profit*100) != float64(m.ProfitMinor) {
				t.Errorf("%s: profit %q, want %d minor units", s.beside(".xlsx"), rows[next][2], m.ProfitMinor)
			}
			if rows[next][1] != strconv.FormatInt(m.Customers, 10) {
				t.Errorf("%s: customers %q, want %d", s.beside(".xlsx"), rows[next][1], m.Customers)
			}
			next++
		}
		if next != len(rows) {
			t.Errorf("%s has %d rows, want %d", s.beside(".xlsx"), len(rows), next)
		}
		if at, _ := file.GetSheetIndex("Quarantine"); (at >= 0) != s.isPortfolio() {
			t.Errorf("%s: the quarantine belongs to the portfolio alone", s.beside(".xlsx"))
		}
	}
}

func mustFiles(t *testing.T, book Book) []string {
	t.Helper()
	names, err := pageFiles(book.Scopes)
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestWorkbookHasNoFormula: text that looks like one stays text, to the letter.
func TestWorkbookHasNoFormula(t *testing.T) {
	file := openWorkbook(t, "portfolio.xlsx")
	for i, want := range formulas {
		cell := "A" + strconv.Itoa(i+2)
		formula, err := file.GetCellFormula("Quarantine", cell)
		if err != nil || formula != "" {
			t.Errorf("%s holds the formula %q, %v", cell, formula, err)
		}
		got, err := file.GetCellValue("Quarantine", cell)
		if err != nil || strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%s is %q, want %q (%v)", cell, got, want, err)
		}
		if kind, _ := file.GetCellType("Quarantine", cell); want != "" && kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s is of type %v, not text", cell, kind)
		}
	}
}

func TestWorkbookIsReadable(t *testing.T) {
	file := openWorkbook(t, "portfolio.xlsx")
	panes, err := file.GetPanes("Months")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the head is not frozen: %+v, %v", panes, err)
	}
	shown, err := file.GetCellValue("Months", "C2")
	if err != nil || !strings.Contains(shown, ",") || !strings.Contains(shown, ".") {
		t.Errorf("profit is shown as %q, %v", shown, err)
	}
	if shown, _ := file.GetCellValue("Months", "D2"); shown != "-25.0%" {
		t.Errorf("a share is shown as %q, want -25.0%%", shown)
	}
	if shown, _ := file.GetCellValue("Months", "A2"); shown != "2025-10-31" {
		t.Errorf("a month is shown as %q", shown)
	}
}

// TestWorkbookMoneyIsInUnits fills the rows of a target for profit, and those with
// means, with one number: in a workbook every amount is a hundredth of it.
func TestWorkbookMoneyIsInUnits(t *testing.T) {
	const cents = 12_345
	w := &writer{book: Book{Run: Run{MoneyScale: 2}}}
	styles := styles{money: 1, percent: 2, count: 3, decimal: 4, date: 5}
	noMoney := []string{"attainment", "progress", "hit_share"}
	for _, rows := range []any{[]Target{{}}, []Outlook{{}}, []TargetMonth{{}}, []Intent{{}}, []IntentResult{{}}, []Decile{{}}} {
		list := reflect.ValueOf(rows)
		row := list.Index(0)
		hasMetric := row.FieldByName("Metric").IsValid()
		if hasMetric {
			row.FieldByName("Metric").SetString("profit")
		}
		for i := range row.NumField() {
			switch f := row.Field(i); f.Interface().(type) {
			case float64:
				f.SetFloat(cents)
			case *float64:
				f.Set(reflect.ValueOf(new(float64(cents))))
			}
		}
		records := batchOf(list, nil)
		for c := range int(records.NumCols()) {
			name := records.ColumnName(c)
			if records.Column(c).DataType().ID() != arrow.FLOAT64 {
				continue
			}
			value, style := w.excelValue(records, c, 0, styles)
			isMoney := strings.HasSuffix(name, "_minor") || hasMetric && !slices.Contains(noMoney, name)
			if isMoney != (style == styles.money) || isMoney != (value == cents/100.0) {
				t.Errorf("%s of %T is %v in style %d", name, rows, value, style)
			}
			for _, end := range []string{"profit_mean", "cost_mean", "change_mean", "change_error", "trend_mean", "trend_error"} {
				if strings.HasSuffix(name, end) {
					t.Errorf("%s of %T is money, and its name does not say in what", name, rows)
				}
			}
		}
	}
}
