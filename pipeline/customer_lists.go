package pipeline

import (
	"context"
	"log/slog"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// customerLists reads the customers that the segments' folders may list, under
// their pseudonyms; nil when the configuration asks for no list. The caller releases
// it.
func (n *night) customerLists(ctx context.Context) (arrow.RecordBatch, error) {
	reports := n.Config.Reports
	if !reports.CustomerLists {
		return nil, nil
	}
	// The order tells no more than the columns do: equal profits go by their names.
	batch, err := n.Engine.Read(ctx, "select * from report_customers order by scope_id, profit_minor desc, customer_id")
	if err != nil || !reports.Pseudonyms {
		return batch, err
	}
	defer batch.Release()
	p, err := openPseudonyms(n.Config.Path(reports.PseudonymKeyFile))
	if err != nil {
		return nil, err
	}
	n.Log.LogAttrs(ctx, slog.LevelInfo, "customers are listed under pseudonyms", slog.String("stage", "report"),
		slog.String("key_fingerprint", p.fingerprint()))
	return p.replace(batch), nil
}

// replace copies a batch with every customer id exchanged for its pseudonym.
func (p pseudonyms) replace(batch arrow.RecordBatch) arrow.RecordBatch {
	columns := make([]arrow.Array, batch.NumCols())
	for i := range columns {
		columns[i] = batch.Column(i)
		if batch.ColumnName(i) != "customer_id" {
			continue
		}
		ids := columns[i].(*array.String)
		build := array.NewStringBuilder(memory.DefaultAllocator)
		defer build.Release()
		for r := range ids.Len() {
			build.Append(p.of(ids.Value(r)))
		}
		columns[i] = build.NewArray()
		defer columns[i].Release()
	}
	return array.NewRecordBatch(batch.Schema(), columns, batch.NumRows())
}
