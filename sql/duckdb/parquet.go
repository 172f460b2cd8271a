package duckdb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"valueshift/pipeline"
	"valueshift/pipeline/fault"
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
	source := "read_parquet(" + quotePath(path) + ", file_row_number = true)"
	header, types, err := in.engine.columnsOf(ctx, source)
	if err != nil {
		return parquetError(ctx, arrival, err)
	}
	if err := in.checkParquetTypes(ctx, path, header, types); err != nil {
		return err
	}
	if err := checkHeader(path, header); err != nil {
		return err
	}
	delivery := in.delivery(arrival, fileNo)
	delivery.SHA256 = sum
	if err := in.engine.conn.QueryRowContext(ctx, "select count(*) from "+source).Scan(&delivery.Records); err != nil {
		return parquetError(ctx, arrival, err)
	}
	in.deliveries = append(in.deliveries, delivery)
	// Exact numbers and dates are taken as they are. As text, everything else meets
	// the strict patterns of a CSV: a float that is not exact to the minor unit, NaN
	// and infinity are quarantined.
	items := []string{
		fmt.Sprintf("%d as %s", fileNo, quoteName(fileColumn)),
		"file_row_number + 1 as " + quoteName(lineColumn),
	}
	for _, column := range header {
		items = append(items, quoteName(column))
	}
	query := "select " + strings.Join(items, ", ") + " from " + source
	if err := in.load(ctx, header, types, query, delivery.Records); err != nil {
		return parquetError(ctx, arrival, err)
	}
	if in.feed.HeaderOnly {
		return nil
	}
	if err := arrival.settled(); err != nil {
		return err
	}
	if err := arrival.check(delivery); err != nil {
		return err
	}
	for _, m := range arrival.manifests {
		if err := in.engine.checkSums(ctx, m, in.feed, delivery, header, query); err != nil {
			return err
		}
	}
	return nil
}

// checkParquetTypes refuses a mapped column that has no text of its own: a list or
// a structure, or bytes that nobody says are text.
func (in *importing) checkParquetTypes(ctx context.Context, path string, header, types []string) error {
	p, err := in.engine.newPlan(ctx, in.feed, header, types)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, column := range p.texts {
		kind := types[slices.Index(header, column)]
		isNested := strings.HasSuffix(kind, "]") || strings.HasPrefix(kind, "STRUCT") || strings.HasPrefix(kind, "MAP")
		if isNested || kind == "BLOB" {
			return fmt.Errorf("%w: %s: column %q is %s; a text, a number, a date or a truth was expected",
				pipeline.ErrRefused, path, column, kind)
		}
	}
	return nil
}

// columnsOf names the delivered columns of a table function, and their types.
func (e *Engine) columnsOf(ctx context.Context, source string) (columns, types []string, err error) {
	rows, err := e.conn.QueryContext(ctx, "select column_name, column_type from (describe select * from "+source+") where column_name <> 'file_row_number'")
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var column, kind string
		if err := rows.Scan(&column, &kind); err != nil {
			return nil, nil, err
		}
		columns, types = append(columns, column), append(types, kind)
	}
	return columns, types, rows.Err()
}

// parquetError tells a file that cannot be read from one that cannot be decoded.
// Pages have no checksum that would tell before.
func parquetError(ctx context.Context, arrival arrival, err error) error {
	if ctx.Err() != nil || errors.Is(err, pipeline.ErrConfig) || errors.Is(err, pipeline.ErrRefused) {
		return fmt.Errorf("%s: %w", arrival.path, err)
	}
	if changed := arrival.settled(); changed != nil {
		return changed
	}
	var de *duckdb.Error
	isShut := errors.As(err, &de) && de.Type == duckdb.ErrorTypePermission
	// A damaged footer may point behind the end of its file.
	isBehind := strings.Contains(err.Error(), "read enough bytes")
	if (isShut || errors.Is(classify(err), pipeline.ErrIO)) && !isBehind {
		return fmt.Errorf("%w: %s: cannot be read: %w", pipeline.ErrIO, arrival.path, err)
	}
	return fmt.Errorf("%w: %s: cannot be decoded: %w", pipeline.ErrRefused, arrival.path, err)
}

func hashFile(path string) (string, error) {
	if err := fault.Point("open", path); err != nil {
		return "", fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
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
