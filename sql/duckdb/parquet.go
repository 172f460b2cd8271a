package duckdb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"valueshift/pipeline"
)

// addParquet reads one Parquet file. Files are read one by one: in a list, the
// first file's types would be forced on the others without a word.
func (in *importing) addParquet(ctx context.Context, fileNo int, arrival arrival) error {
	path := arrival.path
	if err := in.flush(ctx); err != nil {
		return err
	}
	sum, err := hashFile(path)
	if err != nil {
		return err
	}
	source := "read_parquet(" + quoteText(path) + ", file_row_number = true)"
	header, err := in.engine.columnsOf(ctx, source)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", pipeline.ErrRefused, path, err)
	}
	if err := checkHeader(path, header); err != nil {
		return err
	}
	delivery := arrival.delivery(in.feed.Export.Feed, fileNo)
	delivery.SHA256 = sum
	if err := in.engine.conn.QueryRowContext(ctx, "select count(*) from "+source).Scan(&delivery.Records); err != nil {
		return fmt.Errorf("%w: %s: %w", pipeline.ErrRefused, path, err)
	}
	in.deliveries = append(in.deliveries, delivery)
	// As text, every value meets the same strict patterns as a CSV's: a float that
	// is not exact to the minor unit, NaN and infinity are quarantined.
	items := []string{fmt.Sprintf("%d as file_no", fileNo), "file_row_number + 1 as line_no"}
	for _, column := range header {
		items = append(items, fmt.Sprintf("cast(%[1]s as varchar) as %[1]s", quoteName(column)))
	}
	query := "select " + strings.Join(items, ", ") + " from " + source
	if err := in.load(ctx, header, query, delivery.Records); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if in.feed.HeaderOnly {
		return nil
	}
	if err := arrival.settled(); err != nil {
		return err
	}
	if err := arrival.manifest.check(delivery); err != nil {
		return err
	}
	return in.engine.checkSums(ctx, arrival.manifest, in.feed, delivery, header, query)
}

// columnsOf names the delivered columns of a table function.
func (e *Engine) columnsOf(ctx context.Context, source string) ([]string, error) {
	rows, err := e.conn.QueryContext(ctx, "select column_name from (describe select * from "+source+") where column_name <> 'file_row_number'")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var columns []string
	for rows.Next() {
		var column string
		if err := rows.Scan(&column); err != nil {
			return nil, err
		}
		columns = append(columns, column)
	}
	return columns, rows.Err()
}

func hashFile(path string) (string, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("%w: %w", pipeline.ErrNoInput, err)
	}
	if err != nil {
		return "", fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
