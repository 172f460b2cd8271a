package pipeline

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// record is a row of whatever columns its table has.
type record struct {
	columns []string
	values  []any // int64, float64, string, bool, time.Time; nil for null
}

// records runs a select.
func (l *ledger) records(ctx context.Context, query string) ([]record, error) {
	batch, err := l.reader.Read(ctx, query)
	if err != nil {
		return nil, err
	}
	defer batch.Release()
	var columns []string
	for _, field := range batch.Schema().Fields() {
		columns = append(columns, field.Name)
	}
	rows := make([]record, batch.NumRows())
	for i := range rows {
		rows[i] = record{columns, make([]any, len(columns))}
		for c := range columns {
			rows[i].values[c] = valueAt(batch.Column(c), i)
		}
	}
	return rows, nil
}

// one runs a select of one row; without it, there are columns and no values.
func (l *ledger) one(ctx context.Context, query string) (record, error) {
	rows, err := l.records(ctx, query)
	if err != nil || len(rows) == 0 {
		return record{}, err
	}
	return rows[0], nil
}

// oneIfKept runs a select of one row of a table that an older night has not made.
func (l *ledger) oneIfKept(ctx context.Context, schema, table, query string) (record, error) {
	kept, err := l.records(ctx, fmt.Sprintf("select table_name from information_schema.tables where table_schema = %s and table_name = %s",
		sqlText(schema), sqlText(table)))
	if err != nil || len(kept) == 0 {
		return record{}, err
	}
	return l.one(ctx, query)
}

func valueAt(column arrow.Array, i int) any {
	if column.IsNull(i) {
		return nil
	}
	switch column := column.(type) {
	case *array.String:
		return strings.Clone(column.Value(i))
	case *array.Int32:
		return int64(column.Value(i))
	case *array.Int64:
		return column.Value(i)
	case *array.Float64:
		return column.Value(i)
	case *array.Boolean:
		return column.Value(i)
	case *array.Date32:
		return column.Value(i).ToTime().UTC()
	}
	return column.ValueStr(i) // decimals
}

func (r record) isEmpty() bool { return len(r.values) == 0 }

// at is the value of a column; nil when it is null or not there.
func (r record) at(column string) any {
	if i := slices.Index(r.columns, column); i >= 0 && !r.isEmpty() {
		return r.values[i]
	}
	return nil
}

func (r record) has(column string) bool { return slices.Contains(r.columns, column) }

// text is a column as text; empty for null.
func (r record) text(column string) string {
	if text, ok := r.at(column).(string); ok {
		return text
	}
	return ""
}

// whole is a column as an integer; 0 for null.
func (r record) whole(column string) int64 {
	n, _ := r.at(column).(int64)
	return n
}

// number is a column as a number, whatever its type; ok is false for null.
func (r record) number(column string) (n float64, ok bool) {
	switch value := r.at(column).(type) {
	case int64:
		return float64(value), true
	case float64:
		return value, true
	case string:
		n, err := strconv.ParseFloat(value, 64)
		return n, err == nil
	}
	return 0, false
}

// on is a column as a day; the zero time for null.
func (r record) on(column string) time.Time {
	day, _ := r.at(column).(time.Time)
	return day
}

// money writes minor units with the decimals of the money scale: 1,180.00.
func (l *ledger) money(minor int64) string {
	return moneyText(minor, int(l.run.whole("money_scale")))
}

// moneyText groups the digits before the point by three.
func moneyText(minor int64, scale int) string {
	digits := strings.TrimPrefix(strconv.FormatInt(minor, 10), "-")
	if missing := scale + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	units, decimals := digits[:len(digits)-scale], digits[len(digits)-scale:]
	var b strings.Builder
	if minor < 0 {
		b.WriteByte('-')
	}
	for i, digit := range units {
		if i > 0 && (len(units)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if scale > 0 {
		b.WriteString("." + decimals)
	}
	return b.String()
}

// countText is a number of customers: 12,345.
func countText(n int64) string { return moneyText(n, 0) }

// percent is a share with two decimals: 12.34 %.
func percent(share float64) string { return strconv.FormatFloat(100*share, 'f', 2, 64) + " %" }

// codes are the words for what signals hold as a number.
var codes = map[string]map[int64]string{
	"trend":         {-1: "down", 0: "flat", 1: "up"},
	"headroom":      {0: "low", 1: "high"},
	"advocacy":      {-1: "low", 0: "mid", 1: "high"},
	"fixable":       {0: "no", 1: "yes"},
	"residual":      {-1: "negative", 1: "positive"},
	"is_young":      {0: "no", 1: "yes"},
	"is_persistent": {0: "no", 1: "yes"},
	"young":         {0: "no", 1: "yes"},
	"persistent":    {0: "no", 1: "yes"},
}

// moneyPerCustomer are columns of minor units whose name does not end in _minor.
var moneyPerCustomer = []string{
	"profit_mean", "profit_error", "trend_mean", "trend_error", "headroom_mean", "residual_mean", "residual_upper",
}

// show writes a value as its column's name asks for: amounts, shares, coded words.
func (l *ledger) show(column string, value any) string {
	switch value := value.(type) {
	case nil:
		return "unknown"
	case string:
		return value
	case time.Time:
		return value.Format(time.DateOnly)
	case bool:
		if value {
			return "yes"
		}
		return "no"
	case int64:
		if word, ok := codes[column][value]; ok {
			return word
		}
		if strings.HasSuffix(column, "_minor") {
			return l.money(value)
		}
		return countText(value)
	case float64:
		switch {
		case strings.HasSuffix(column, "_minor"), slices.Contains(moneyPerCustomer, column):
			return l.money(int64(math.Round(value)))
		case strings.HasSuffix(column, "_share"), strings.HasSuffix(column, "_rate"):
			return percent(value)
		}
		return strconv.FormatFloat(value, 'f', 4, 64)
	}
	return fmt.Sprint(value)
}
