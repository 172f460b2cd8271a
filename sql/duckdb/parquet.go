package duckdb

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"valueshift/pipeline"
)

// errSeveral says that one of a batch of Parquet files cannot be read. Which one,
// shows when they are read one by one.
var errSeveral = errors.New("one of several files")

// readParquet is the table function over some Parquet files. In a list, the first
// file's types are forced on the others without a word, so all must have the same.
// A folder that is called region=eu is no column: it would hide the file's own.
func readParquet(files []*arrival) string {
	paths := make([]string, len(files))
	for i, file := range files {
		paths[i] = quotePath(file.File)
	}
	return "read_parquet([" + strings.Join(paths, ", ") + "], hive_partitioning = false, " + rowNumber + " = true)"
}

// rowNumber is what DuckDB calls the place of a row in its file.
const rowNumber = "file_row_number"

// fileIndex is what DuckDB calls the place of a row's file in the list, unless the
// file has a column of that name.
const fileIndex = "file_index"

// canNumber tells whether files with this header can be told apart in a list.
func canNumber(header []string) bool {
	return !slices.ContainsFunc(header, func(column string) bool { return strings.EqualFold(column, fileIndex) })
}

// fileNumber is the expression for the number of a row's file.
func fileNumber(numbers []string) string {
	if len(numbers) == 1 {
		return numbers[0]
	}
	return fmt.Sprintf("cast(list_extract([%s], cast(%s as bigint) + 1) as integer)", strings.Join(numbers, ", "), fileIndex)
}

// parquetColumns reads the columns of one file and their types.
func (in *importing) parquetColumns(ctx context.Context, file *arrival) (header, types []string, err error) {
	names, err := in.engine.parquetNames(ctx, file.File)
	if err != nil {
		return nil, nil, parquetError(ctx, file, err)
	}
	if err := checkParquetNames(file, names); err != nil {
		return nil, nil, err
	}
	header, types, err = in.engine.columnsOf(ctx, readParquet([]*arrival{file}))
	if err != nil {
		return nil, nil, parquetError(ctx, file, err)
	}
	return header, types, in.checkParquetTypes(ctx, file.File, header, types)
}

// checkParquetNames refuses names that DuckDB would change without a word: of two
// that are the same it calls the second revenue_1.
func checkParquetNames(file *arrival, names []string) error {
	for _, name := range names {
		if strings.EqualFold(name, rowNumber) {
			return fmt.Errorf("%w: %s: column %q has a name that DuckDB needs for itself; deliver it under another one", pipeline.ErrRefused, file.File, name)
		}
	}
	return checkHeader(file.File, names)
}

// parquetNames reads the names of the columns as the file has them. Its schema lists
// the root and behind every column the parts it has.
func (e *Engine) parquetNames(ctx context.Context, path string) (names []string, err error) {
	rows, err := e.conn.QueryContext(ctx, "select name, coalesce(num_children, 0) from parquet_schema("+quotePath(path)+")")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	isRoot, parts := true, 0 // parts of the last column that are still to come
	for rows.Next() {
		var name string
		var children int
		if err := rows.Scan(&name, &children); err != nil {
			return nil, err
		}
		switch {
		case isRoot:
			isRoot = false
			continue
		case parts > 0:
			parts--
		default:
			names = append(names, name)
		}
		parts += children
	}
	return names, rows.Err()
}

// flushParquet lets DuckDB read Parquet files as they are.
func (in *importing) flushParquet(ctx context.Context, b batch) error {
	numbers := make([]string, len(b.files))
	var rows int64
	for i, file := range b.files {
		if err := in.engine.conn.QueryRowContext(ctx, "select count(*) from "+readParquet(b.files[i:i+1])).Scan(&file.Records); err != nil {
			return parquetError(ctx, file, err)
		}
		numbers[i], rows = strconv.Itoa(file.FileNo), rows+file.Records
	}
	// Exact numbers and dates are taken as they are. As text, everything else meets
	// the strict patterns of a CSV: a float that is not exact to the minor unit, NaN
	// and infinity are quarantined.
	items := []string{
		fileNumber(numbers) + " as " + quoteName(fileColumn),
		rowNumber + " + 1 as " + quoteName(lineColumn),
	}
	for _, column := range b.header {
		items = append(items, quoteName(column))
	}
	source := "select " + strings.Join(items, ", ") + " from " + readParquet(b.files)
	if err := in.load(ctx, b, source, rows); err != nil {
		if len(b.files) > 1 && ctx.Err() == nil {
			return fmt.Errorf("%w: %w", errSeveral, err)
		}
		return parquetError(ctx, b.files[0], err)
	}
	if in.feed.HeaderOnly {
		return nil
	}
	for _, file := range b.files {
		if err := errors.Join(file.settled(), file.check()); err != nil {
			return err
		}
	}
	return in.checkSums(ctx, b, func(i int) string { return "select * from " + readParquet(b.files[i:i+1]) })
}

// checkParquetTypes refuses a mapped column that has no text of its own: a list or
// a structure, or bytes that nobody says are text.
func (in *importing) checkParquetTypes(ctx context.Context, path string, header, types []string) error {
	p, err := in.engine.newPlan(ctx, in.feed, header, types)
	if err != nil {
		return against(path, err)
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
	rows, err := e.conn.QueryContext(ctx, "select column_name, column_type from (describe select * from "+source+") where column_name <> "+quoteText(rowNumber))
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
func parquetError(ctx context.Context, file *arrival, err error) error {
	if ctx.Err() != nil || errors.Is(err, pipeline.ErrConfig) || errors.Is(err, pipeline.ErrRefused) {
		return against(file.File, err)
	}
	if changed := file.settled(); changed != nil {
		return changed
	}
	var de *duckdb.Error
	isShut := errors.As(err, &de) && de.Type == duckdb.ErrorTypePermission
	// A damaged footer may point behind the end of its file.
	isBehind := strings.Contains(err.Error(), "read enough bytes")
	if (isShut || errors.Is(classify(err), pipeline.ErrIO)) && !isBehind {
		return fmt.Errorf("%w: %s: cannot be read: %w", pipeline.ErrIO, file.File, err)
	}
	return fmt.Errorf("%w: %s: cannot be decoded: %w", pipeline.ErrRefused, file.File, err)
}
